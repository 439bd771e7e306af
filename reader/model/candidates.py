"""Candidates: words of an entry that are near those sought, and how much around them agrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.model.alignment import find_words, fixed_distance, near_pieces, nearest_distance
from reader.model.selectors import TextQuoteSelector
from reader.model.texts import EntryText

# Any tool gives at least so many characters of context: fewer mean that the entry begins or ends.
_LEAST_CONTEXT = 32
_EDGE = "\n"
# The share of the sought words that may differ.
_NEAR = 0.4
# The share of the words on a side that make it speak for the place alone.
_AGREES = 0.7
# How many of the nearest words around are looked at, beside all.
_EXTENTS = (2, 4, 8, 16, 32)
ENOUGH_NEIGHBOUR, _LIKE_NEIGHBOUR = 4, 0.4
_MARGIN, _LEAST_MARGIN = 0.08, 3
_MOST_OCCURRENCES = 64
# Longer quotes, in words, are found unchanged only: time grows with length squared.
_LONGEST = 4000


class Sought:
    """The words of a target and those around them.

    The word at either end is taken whole when only a part of it was quoted.
    """

    def __init__(self, quote: TextQuoteSelector) -> None:
        self.exact = quote.exact
        self.start = len(quote.prefix)
        self.stop = self.start + len(quote.exact)
        self.text = quote.prefix + quote.exact + quote.suffix
        self.all = find_words(self.text)
        self.first, self.end = self.all.within(self.start, self.stop)
        self.words = self.all.folded[self.first : self.end]
        self.before, self.after = self.all.folded[: self.first], self.all.folded[self.end :]
        self.left = [*self.before[::-1], *[_EDGE] * (len(quote.prefix) < _LEAST_CONTEXT)]
        self.right = [*self.after, *[_EDGE] * (len(quote.suffix) < _LEAST_CONTEXT)]

    def candidates(self, text: EntryText) -> list[Candidate]:
        """Where an entry holds words that are near these, those that agree most first."""
        folded = text.words.folded
        limit = max(len(self.words) > 1, int(_NEAR * len(self.words)))
        is_short = 0 < len(self.words) <= _LONGEST
        pieces = near_pieces(self.words, folded, limit) if is_short else []
        found = [self._candidate(text, piece) for piece in pieces]
        if all(candidate.distance for candidate in found):
            found += self._occurrences(text)
        return sorted(found, key=lambda candidate: -candidate.agreeing)

    def _occurrences(self, text: EntryText) -> Iterator[Candidate]:
        """Where the very characters stand: quoted from the middle of a word, or no words at all."""
        at = text.text.find(self.exact)
        for _ in range(_MOST_OCCURRENCES):
            if at < 0:
                return
            stop = at + len(self.exact)
            yield self._measure(text, (at, stop), text.words.within(at, stop), 0)
            at = text.text.find(self.exact, stop)

    def _candidate(self, text: EntryText, piece: tuple[int, int, int]) -> Candidate:
        first, end, distance = piece
        span = self._begin(text, first), self._end(text, end - 1)
        return self._measure(text, span, (first, end), distance)

    def _measure(
        self, text: EntryText, span: tuple[int, int], words: tuple[int, int], distance: int
    ) -> Candidate:
        folded, (first, end) = text.words.folded, words
        most = 2 * max(len(self.left), len(self.right))
        left = [*folded[max(0, first - most) : first][::-1], *[_EDGE] * (first <= most)]
        right = [*folded[end : end + most], *[_EDGE] * (end + most >= len(folded))]
        return Candidate(
            text, span, distance, end - first, len(self.words),
            Side.measure(self.left, left), Side.measure(self.right, right),
        )  # fmt: skip

    def _begin(self, text: EntryText, first: int) -> int:
        """The first character, with the marks quoted before it, or without the part not quoted."""
        at, begun = text.words.starts[first], self.all.starts[self.first]
        if begun < self.start:
            return at + (self.start - begun) * (text.words.folded[first] == self.words[0])
        marks = self.text[self.start : begun]
        return at - len(marks) if text.text.endswith(marks, 0, at) else at

    def _end(self, text: EntryText, last: int) -> int:
        at, ended = text.words.stops[last], self.all.stops[self.end - 1]
        if ended > self.stop:
            return at - (ended - self.stop) * (text.words.folded[last] == self.words[-1])
        marks = self.text[ended : self.stop]
        return at + len(marks) if text.text.startswith(marks, at) else at

    def has_neighbour(self, text: EntryText) -> bool:
        """Whether what stood before or after the words is still somewhere in the entry."""
        return any(
            len(words) >= ENOUGH_NEIGHBOUR
            and nearest_distance(words, text.words.folded) <= _LIKE_NEIGHBOUR * len(words)
            for words in (self.before, self.after)
        )


class Side(NamedTuple):
    """How far the words on one side agree, an edge of the entry counted as a word.

    Attributes:
        agreeing: How many agree.
        support: How many more agree than differ, as far as that goes.
        size: How many there were.
    """

    agreeing: int
    support: int
    size: int

    @classmethod
    def measure(cls, sought: Sequence[str], there: Sequence[str]) -> Side:
        """Compare the words that were on one side with those that are, both from the nearest on."""
        extents = [extent for extent in _EXTENTS if extent < len(sought)] + [len(sought)]
        distances = [fixed_distance(sought[:extent], there) for extent in extents]
        support = max(extent - 2 * distance for extent, distance in zip(extents, distances, strict=True))
        return cls(len(sought) - distances[-1], max(0, support), len(sought))

    @property
    def agrees(self) -> bool:
        """Whether the side alone speaks for the place."""
        missing = self.size - self.agreeing
        return self.agreeing >= _AGREES * self.size or missing <= 1 < self.size


@dataclass(frozen=True)
class Candidate:
    """Words of an entry that are near the sought words.

    Attributes:
        text: The entry.
        span: The characters [start, stop) of its text.
        distance: How many words differ.
        words: How many words it has.
        size: How many words are sought.
        left: The words before.
        right: The words after.
    """

    text: EntryText
    span: tuple[int, int]
    distance: int
    words: int
    size: int
    left: Side
    right: Side

    @property
    def difference(self) -> float:
        """The share of the sought words that differ."""
        return self.distance / max(1, self.size)

    @property
    def is_only_longer(self) -> bool:
        """Whether nothing but new words tell it from the sought words."""
        return self.words - self.size == self.distance

    @property
    def around(self) -> int:
        """How many words there were around."""
        return self.left.size + self.right.size

    @property
    def support(self) -> int:
        """How many more of the words around agree than differ."""
        return self.left.support + self.right.support

    @property
    def agreeing(self) -> int:
        """How many words agree in all, not counting those around that may agree by chance."""
        return self.size - self.distance + self.support

    def is_supported(self, words: int, share: float) -> bool:
        """Whether so many words around speak for it, or such a share where there were few."""
        return self.support >= min(words, share * self.around)

    @property
    def is_quotation(self) -> bool:
        """Whether it stands in a quotation."""
        passages = self.text.entry.passages
        return bool(passages) and passages[self.text.passage_at(self.span[0])].is_quotation

    @property
    def is_heading(self) -> bool:
        """Whether it is a whole heading."""
        at = self.text.passage_at(self.span[0])
        passage, start = self.text.entry.passages[at], self.text.starts[at]
        return bool(passage.level) and self.span == (start, start + len(passage.text))

    def is_surer_than(self, other: Candidate) -> bool:
        """Whether clearly more words agree."""
        margin = max(_LEAST_MARGIN, _MARGIN * (self.size + self.around))
        return self.agreeing - other.agreeing >= margin
