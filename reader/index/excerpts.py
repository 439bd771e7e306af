"""Where in an entry the words of a query stand, and an excerpt that shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from reader.index.lexicon import Lexicon
from reader.index.phrases import phrase_runs
from reader.index.query import And, Fuzzy, Node, Or, Phrase, Prefix, Word
from reader.index.stems import cut_word, joined_spans, stem, word_spans_of
from reader.model.folding import Folded, fold_with_places
from reader.model.spoilers import WORD, Stretches

_BEFORE = 40
_CUT = "…"
_NONE = frozenset[int]()


def _nothing(passage: int) -> Stretches:
    return ()


class Mark(NamedTuple):
    """Characters of a passage that a query found.

    Attributes:
        start: The first.
        stop: One past the last.
        terms: Which parts of the query found them.
    """

    start: int
    stop: int
    terms: frozenset[int]


@dataclass(frozen=True)
class Excerpt:
    """A part of a passage that shows what was found.

    Attributes:
        passage: Index of the passage in its entry; 0 when the entry has none.
        text: The part, in one line.
        spans: What was found in it, as half-open ranges of its characters.
        passage_spans: What was found in the whole passage, as half-open ranges of its characters.
    """

    passage: int
    text: str
    spans: tuple[tuple[int, int], ...]
    passage_spans: tuple[tuple[int, int], ...]


@dataclass
class Marker:
    """Finds what a query found, in a text.

    Attributes:
        weights: How much each part of the query counts when passages are compared.
    """

    weights: list[float] = field(default_factory=list)
    _stems: dict[str, int] = field(default_factory=dict)
    _words: dict[str, int] = field(default_factory=dict)
    _prefixes: dict[str, int] = field(default_factory=dict)
    _phrases: list[tuple[Phrase, int]] = field(default_factory=list)

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        """How words begin that can be found: a stem changes no more than the last two letters."""
        stems = (common[: max(1, len(common) - 2)] for common in self._stems)
        return (*self._words, *self._prefixes, *stems)

    @classmethod
    def of(cls, tree: Node | None, lexicon: Lexicon) -> Marker:
        """The marker for all parts of a query tree but those that must not be found."""
        marker = cls()
        for node in _leaves(tree):
            marker._add(node, lexicon)
        return marker

    def add_word(self, word: str, weight: float = 1.0) -> None:
        """Find all forms of a word."""
        self._stems.setdefault(stem(word), self._number(weight))

    def _number(self, weight: float) -> int:
        self.weights.append(weight)
        return len(self.weights) - 1

    def _add(self, node: Node, lexicon: Lexicon) -> None:
        if isinstance(node, Word):
            self.add_word(node.word)
        elif isinstance(node, Prefix):
            self._prefixes[node.word] = self._number(0.5)
        elif isinstance(node, Fuzzy):
            number = self._number(1.0)
            self._words |= dict.fromkeys(lexicon.near(node.word, node.distance), number)
        elif isinstance(node, Phrase):
            self._phrases.append((node, self._number(float(len(node.words)))))

    def mark(self, text: str) -> list[Mark]:
        """What of a passage's text the query found, by start, none overlapping another."""
        folded = fold_with_places(text)
        found = sorted(self._mark(folded), key=lambda mark: (mark.start, -mark.stop))
        merged: list[Mark] = []
        for mark in found:
            if merged and mark.start < merged[-1].stop:
                last = merged.pop()
                mark = Mark(last.start, max(last.stop, mark.stop), last.terms | mark.terms)
            merged.append(mark)
        return merged

    def _mark(self, folded: Folded) -> Iterator[Mark]:
        for word, start, stop in [*self._likely(folded.text), *joined_spans(folded.text)]:
            terms = self._terms(word)
            if terms:
                yield Mark(*folded.span(start, stop), terms)
        phrases = [pair for pair in self._phrases if pair[0].words[0] in folded.text]
        words = word_spans_of(folded.text) if phrases else []
        for phrase, number in phrases:
            for run in phrase_runs([word for word, _, _ in words], phrase):
                start, stop = words[run.start][1], words[run.stop - 1][2]
                yield Mark(*folded.span(start, stop), frozenset([number]))

    def _likely(self, folded: str) -> list[tuple[str, int, int]]:
        """The words of a folded text, or of a plain one only those that can be what was found."""
        if not folded.isascii():
            return word_spans_of(folded)
        if not self._beginnings:
            return []
        found = self._pattern.finditer(folded)
        return [(cut_word(match[0]), match.start(), match.end()) for match in found]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        starts = "|".join(map(re.escape, self._beginnings))
        return re.compile(f"(?<![a-z0-9])(?:{starts})[a-z0-9]*")

    def _terms(self, word: str) -> frozenset[int]:
        if not word.startswith(self._beginnings):
            return _NONE
        found = {number for prefix, number in self._prefixes.items() if word.startswith(prefix)}
        found.update(numbers[key] for numbers, key in ((self._words, word), (self._stems, stem(word)))
                     if key in numbers)  # fmt: skip
        return frozenset(found)

    def excerpt(
        self, texts: Sequence[str], width: int, hidden: Callable[[int], Stretches] = _nothing
    ) -> Excerpt:
        """The part of an entry that shows best what was found; of a spoiler only what was found in it.

        Args:
            texts: The texts of its passages.
            width: Characters of the excerpt at most.
            hidden: Gives what of a passage is hidden, as half-open ranges of its characters.
        """
        best, marks, most = 0, list[Mark](), 0.0
        for number, text in enumerate(texts):
            found = self.mark(text)
            weight = sum(self.weights[term] for term in frozenset().union(*(mark.terms for mark in found)))
            if weight > most:
                best, marks, most = number, found, weight
        veiled = _Veiled(texts[best] if texts else "", marks, hidden(best))
        text, spans = cut(veiled.text, veiled.marks, width)
        return Excerpt(best, text, spans, tuple((mark.start, mark.stop) for mark in marks))


class _Veiled:
    """Rewrites a text without what it hides, but for what was found there.

    What readers search for is no secret to them; the words around it may be.

    Args:
        text: A passage's text.
        marks: What was found in it.
        hidden: What of it is hidden.
    """

    def __init__(self, text: str, marks: Sequence[Mark], hidden: Stretches) -> None:
        self._source, self._marks = text, marks
        self._parts: list[str] = []
        self._length = 0
        self.marks: list[Mark] = []
        at = 0
        for start, stop in hidden:
            self._take(at, start)
            self._hide(start, stop)
            at = stop
        self._take(at, len(text))

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "".join(self._parts)

    def _found(self, start: int, stop: int) -> list[Mark]:
        """What was found in a part of the source, cut to that."""
        inside = (mark for mark in self._marks if mark.start < stop and mark.stop > start)
        return [Mark(max(first, start), min(last, stop), terms) for first, last, terms in inside]

    def _take(self, start: int, stop: int) -> None:
        shift = self._length - start
        found = self._found(start, stop)
        self.marks += [Mark(first + shift, last + shift, terms) for first, last, terms in found]
        self._put(self._source[start:stop])

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _hide(self, start: int, stop: int) -> None:
        found = self._found(start, stop)
        self._put(f"{WORD[:-1]}:" if found else WORD)
        at = start
        for mark in found:
            self._put(f" {_CUT} " if self._source[at : mark.start].strip() else " ")
            self._take(mark.start, mark.stop)
            at = mark.stop
        if found:
            self._put(f" {_CUT}]" if self._source[at:stop].strip() else "]")


def _leaves(tree: Node | None) -> Iterator[Node]:
    waiting = [tree] if tree else []
    while waiting:
        node = waiting.pop()
        if isinstance(node, And | Or):
            waiting += node.parts
        else:
            yield node


def cut(text: str, marks: Sequence[Mark], width: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Cut a part out of a text, where most of what was found stands near together.

    Args:
        text: A passage's text.
        marks: What was found in it.
        width: Characters of the part at most.

    Returns:
        The part in one line, with an ellipsis where something is left out, and what was found in it.
    """
    if len(text) <= width:
        return text.replace("\n", " "), tuple((mark.start, mark.stop) for mark in marks)
    start = _begin(text, marks, width - 2)
    before = _CUT * (start > 0)
    stop = min(len(text), start + width - 2)
    part = f"{before}{text[start:stop]}{_CUT * (stop < len(text))}".replace("\n", " ")
    shift = len(before) - start
    spans = tuple(
        (mark.start + shift, min(mark.stop, stop) + shift)
        for mark in marks if start <= mark.start < stop
    )  # fmt: skip
    return part, spans


def _begin(text: str, marks: Sequence[Mark], width: int) -> int:
    """Where the part begins: at a word, some words before the first of what it shows."""
    if not marks or marks[-1].stop <= width:
        return 0
    before = min(_BEFORE, width // 3)
    first = max(marks, key=lambda mark: len(_shown(marks, mark.start, width - before)))
    start = max(0, min(first.start - before, len(text) - width))
    space = text.find(" ", start, first.start)
    return start if start == 0 or space < 0 else space + 1


def _shown(marks: Sequence[Mark], start: int, width: int) -> frozenset[int]:
    return frozenset().union(*(mark.terms for mark in marks if start <= mark.start < start + width))
