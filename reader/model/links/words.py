"""The words of entries as numbers, and the way back to the characters they stand on.

Quotations are found word by word: two spellings of one word (case, apostrophes, soft hyphens,
compatibility characters of Unicode NFKC) have one number; marks and spaces between words have none.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from reader.model.documents import Document, Entry
from reader.model.passages import Passage

WIDTH = 4  # bytes of a word's number
_PLACES_LIMIT = 64
# Scripts written without spaces: every character counts as a word.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_JOINING = "\u00ad\u200b-\u200d\u2060\ufeff'\u2019\u02bc\uff07"
_WORD = re.compile(
    f"[{_UNSPACED}]|[^\\W_{_UNSPACED}](?:[{_JOINING}]{{0,3}}[^\\W_{_UNSPACED}]|[\u0300-\u036f])*"
)
_JOINED = re.compile(f"[{_JOINING}]")


class Lexicon(dict[str, int]):
    """The number of every word met so far, by how it was written."""

    def __init__(self) -> None:
        super().__init__()
        self._numbers: dict[str, int] = {}

    def __missing__(self, written: str) -> int:
        number = self._numbers.setdefault(fold(written), len(self._numbers) + 1)
        self[written] = number
        return number

    def numbers(self, text: str) -> Iterator[int]:
        """The numbers of the words of a text."""
        return map(self.__getitem__, _WORD.findall(text))


def fold(word: str) -> str:
    """A word without its case, apostrophes and invisible characters."""
    return unicodedata.normalize("NFKC", _JOINED.sub("", word)).casefold()


@lru_cache(maxsize=1024)
def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of the words of a text, in characters."""
    return tuple(found.span() for found in _WORD.finditer(text))


class Piece(NamedTuple):
    """A span of one passage.

    Attributes:
        passage: The index of the passage in its entry.
        start: First character.
        stop: One past the last.
    """

    passage: int
    start: int
    stop: int


@dataclass(slots=True, eq=False)
class Text:
    """An entry as words.

    Attributes:
        document: Its document.
        position: Its index in the document.
        words: The numbers of all its words, passage after passage.
        starts: The index of the first word of each passage, and at the end how many words there are.
        quoted: For each word whether it stands in a quotation.
    """

    document: Document
    position: int
    words: array[int]
    starts: array[int]
    quoted: bytearray

    @classmethod
    def of(cls, document: Document, position: int, lexicon: Lexicon) -> Text:
        """The words of the entry at an index."""
        words, starts = array("I"), array("I", [0])
        for passage in document.entries[position].passages:
            words.extend(lexicon.numbers(passage.text))
            starts.append(len(words))
        return cls(document, position, words, starts, bytearray(len(words)))

    @property
    def entry(self) -> Entry:
        """The entry itself."""
        return self.document.entries[self.position]

    def passage_at(self, word: int) -> tuple[int, Passage]:
        """The passage that holds a word, with its index."""
        index = bisect_right(self.starts, word) - 1
        return index, self.entry.passages[index]

    def span(self, word: int) -> Piece:
        """Where a word stands."""
        index, passage = self.passage_at(word)
        return Piece(index, *word_spans(passage.text)[word - self.starts[index]])

    def pieces(self, first: int, last: int) -> Iterator[Piece]:
        """Where the words of a half-open span stand, one piece for each passage."""
        while first < last:
            index, _ = self.passage_at(first)
            stop = min(last, self.starts[index + 1])
            yield Piece(index, self.span(first).start, self.span(stop - 1).stop)
            first = stop

    def span_of_words(self, passage: int, start: int, stop: int) -> tuple[int, int]:
        """The half-open span of words that lie within characters of a passage."""
        text, base = self.entry.passages[passage].text, self.starts[passage]
        if start == 0 and stop == len(text):
            return base, self.starts[passage + 1]
        spans = word_spans(text)
        first = bisect_right(spans, (start, -1))
        last = bisect_right(spans, (stop, -1))
        return base + first, base + last

    def written(self, first: int, last: int) -> str:
        """How a half-open span of words is written, marks between them included."""
        texts = self.entry.passages
        return " ".join(texts[at].text[start:stop] for at, start, stop in self.pieces(first, last))

    def is_quoted(self, first: int, last: int) -> bool:
        """Whether most of a half-open span of words is a quotation itself."""
        return 2 * self.quoted.count(1, first, last) > last - first

    def mark_quoted(self, first: int, last: int) -> None:
        """Note that a half-open span of words is a quotation."""
        self.quoted[first:last] = b"\1" * (last - first)


def find_words(words: Sequence[int], text: Text, before: int | None = None) -> list[int]:
    """Where these very words stand in a text, at most 64 places, none overlapping another.

    Args:
        words: An array of word numbers; not empty.
        text: Where to look.
        before: Look only at the words before this index.
    """
    wanted, held = array("I", words).tobytes(), text.words[:before].tobytes()
    places: list[int] = []
    at = held.find(wanted)
    while at >= 0 and len(places) < _PLACES_LIMIT:
        if at % WIDTH == 0:
            places.append(at // WIDTH)
            at = held.find(wanted, at + len(wanted))
        else:
            at = held.find(wanted, at + 1)
    return places
