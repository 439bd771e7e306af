"""Hits: where a document holds what a reader types, looked for little by little.

Looking through 10,000 comments takes up to a second, so it is done in slices between keys, from
the cursor on, and the hits found so far can be walked at once. Only how many an entry holds is
kept: their characters are found again for the entries that are shown.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from reader.model.find import Finder
from reader.model.thread import Thread

# Entries looked through between two looks at the clock.
_SLICE = 16

Read = Callable[[Sequence[int]], Mapping[int, Sequence[str]]]


class Spot(NamedTuple):
    """A hit: characters [start, stop) of a passage.

    Attributes:
        entry: The index of the entry.
        passage: The index of the passage in the entry.
        start: The first character.
        stop: One past the last.
    """

    entry: int
    passage: int
    start: int
    stop: int


class Hits:
    """The hits of one query in one document.

    Args:
        finder: What is looked for.
        read: Gives the texts of the passages of some entries.
        entries: Indexes of the entries to look through, in this order.
    """

    def __init__(self, finder: Finder, read: Read, entries: Iterable[int]) -> None:
        self.finder = finder
        self.counts: dict[int, int] = {}
        self._read = read
        self._waiting = deque(() if finder.is_empty else entries)

    @classmethod
    def narrowed(cls, finder: Finder, before: Hits) -> Hits:
        """Those of a query that can only stand where an earlier query had hits."""
        return cls(finder, before._read, [*before.counts, *before._waiting])

    @property
    def is_done(self) -> bool:
        """Whether every entry was looked through."""
        return not self._waiting

    @property
    def total(self) -> int:
        """How many were found so far."""
        return sum(self.counts.values())

    def look(self, seconds: float) -> None:
        """Look further for some seconds at most, and through a few entries at least."""
        deadline = time.monotonic() + seconds
        while self._waiting:
            chosen = [self._waiting.popleft() for _ in range(min(_SLICE, len(self._waiting)))]
            texts = self._read(chosen)
            for entry in chosen:
                count = sum(len(self.finder.spans(text)) for text in texts[entry])
                if count:
                    self.counts[entry] = count
            if time.monotonic() > deadline:
                break

    def spots(self, entry: int) -> list[Spot]:
        """The hits in an entry, in reading order."""
        if entry not in self.counts:
            return []
        texts = self._read([entry])[entry]
        return [
            Spot(entry, passage, start, stop)
            for passage, text in enumerate(texts)
            for start, stop in self.finder.spans(text)
        ]


class Walk:
    """The hits of a document in the order in which a page shows its entries.

    Args:
        hits: The hits, as far as they were found.
        thread: The tree as shown.
    """

    def __init__(self, hits: Hits, thread: Thread) -> None:
        self.hits = hits
        self.entries = thread.entries
        self.positions = [at for at, entry in enumerate(thread.entries) if entry in hits.counts]

    def after(self, position: int, passage: int, start: int) -> Spot | None:
        """The first hit at or after a character, else the first of all.

        Args:
            position: The position of an entry in the thread as shown.
            passage: The index of a passage.
            start: A character's index.
        """
        for spot in self._at(position):
            if (spot.passage, spot.start) >= (passage, start):
                return spot
        return self._first(bisect_left(self.positions, position + 1))

    def before(self, position: int, passage: int, start: int) -> Spot | None:
        """The last hit before a character, else the last of all."""
        for spot in reversed(self._at(position)):
            if (spot.passage, spot.start) < (passage, start):
                return spot
        return self._last(bisect_left(self.positions, position) - 1)

    def number(self, position: int, spot: Spot) -> int:
        """Which one it is, from 1, counted from the beginning of the page."""
        before = self.positions[: bisect_left(self.positions, position)]
        counts = self.hits.counts
        return sum(counts[self.entries[at]] for at in before) + self._at(position).index(spot) + 1

    def hidden(self, is_hidden: Callable[[int], bool]) -> int:
        """How many stand in entries whose text is not shown.

        Args:
            is_hidden: Says so of a position.
        """
        return sum(self.hits.counts[self.entries[at]] for at in self.positions if is_hidden(at))

    def _at(self, position: int) -> list[Spot]:
        return self.hits.spots(self.entries[position])

    def _first(self, number: int) -> Spot | None:
        if not self.positions:
            return None
        found = self._at(self.positions[number % len(self.positions)])
        return found[0] if found else None

    def _last(self, number: int) -> Spot | None:
        if not self.positions:
            return None
        found = self._at(self.positions[number])
        return found[-1] if found else None
