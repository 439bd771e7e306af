"""Texts of entries and documents, in which places are described and found again."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from reader.model.alignment import Words, find_words
from reader.model.documents import Document, Entry

JOIN = "\n\n"
_KEPT = 256
_SEED = 3
_SEEDS = 16
_HITS = 64
_LIKELY = 6


class Piece(NamedTuple):
    """The half-open range of characters [start, stop) of one passage of an entry."""

    passage: int
    start: int
    stop: int


class EntryText:
    """An entry as one text.

    Attributes:
        entry: The entry.
        text: Its passages joined by blank lines.
        starts: Where each passage begins in the text.
    """

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.text = JOIN.join(passage.text for passage in entry.passages)
        lengths = (len(passage.text) + len(JOIN) for passage in entry.passages)
        self.starts = list(accumulate(lengths, initial=0))[:-1]

    @cached_property
    def words(self) -> Words:
        """Its words."""
        return find_words(self.text)

    def passage_at(self, character: int) -> int:
        """Index of the passage in which, or after which, a character of the text stands."""
        return max(0, bisect_right(self.starts, character) - 1)

    def pieces(self, start: int, stop: int) -> tuple[Piece, ...]:
        """What of each passage lies in the characters [start, stop) of the text."""
        return tuple(self._pieces(start, stop)) or (Piece(self.passage_at(start), 0, 0),)

    def _pieces(self, start: int, stop: int) -> Iterator[Piece]:
        for passage in range(self.passage_at(start), min(self.passage_at(stop) + 1, len(self.starts))):
            begin, length = self.starts[passage], len(self.entry.passages[passage].text)
            first, last = max(start - begin, 0), min(stop - begin, length)
            if first < last:
                yield Piece(passage, first, last)

    def span(self, pieces: Sequence[Piece]) -> tuple[int, int]:
        """The characters [start, stop) of the text from the first piece to the last."""
        first, last = pieces[0], pieces[-1]
        return self.starts[first.passage] + first.start, self.starts[last.passage] + last.stop


class DocumentTexts:
    """The texts of a document, each read when it is needed.

    Args:
        ids: The entries' ids in reading order.
        read: Gives the entry of an index.
    """

    def __init__(self, ids: Sequence[str], read: Callable[[int], Entry]) -> None:
        self.ids = ids
        self._read = read
        self._text = lru_cache(_KEPT)(lambda index: EntryText(read(index)))

    @classmethod
    def of(cls, document: Document) -> DocumentTexts:
        """The texts of a document that is at hand as a whole."""
        return cls([entry.id for entry in document.entries], document.entries.__getitem__)

    @cached_property
    def _indexes(self) -> dict[str, int]:
        return {id: index for index, id in enumerate(self.ids)}

    @cached_property
    def _posted(self) -> dict[tuple[str | None, datetime | None], list[int]]:
        posted: dict[tuple[str | None, datetime | None], list[int]] = {}
        for index in range(len(self.ids)):
            entry = self._read(index)
            posted.setdefault((entry.author, entry.posted_at), []).append(index)
        return posted

    @cached_property
    def _folded(self) -> tuple[str, list[int]]:
        """The words of all entries in one line each, and where each line begins."""
        lines = [find_words(EntryText(self._read(index)).text).joined for index in range(len(self.ids))]
        return "\n".join(lines), list(accumulate((len(line) + 1 for line in lines), initial=0))

    def of_entry(self, id: str) -> EntryText | None:
        """The text of an entry; None when there is no such entry."""
        index = self._indexes.get(id)
        return None if index is None else self._text(index)

    def posted(self, author: str, posted_at: datetime) -> list[EntryText]:
        """The entries by an author of exactly this moment."""
        return [self._text(index) for index in self._posted.get((author, posted_at), ())]

    def likely(self, words: Sequence[str]) -> list[EntryText]:
        """The entries that share most runs of words with some words, the likeliest first."""
        size = min(_SEED, len(words))
        if not size:
            return []
        every = range(len(words) - size + 1)
        step = max(1, len(every) // _SEEDS)
        found: Counter[int] = Counter()
        for at in every[::step]:
            found.update(set(self._holding(f" {' '.join(words[at : at + size])} ")))
        return [self._text(index) for index, _ in found.most_common(_LIKELY)]

    def _holding(self, seed: str) -> Iterator[int]:
        folded, starts = self._folded
        at = folded.find(seed)
        for _ in range(_HITS):
            if at < 0:
                return
            index = bisect_right(starts, at) - 1
            yield index
            at = folded.find(seed, starts[index + 1])
