"""Marks: the bookmarks of a document as its pages show them, each placed when its entry is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from reader.ui.captions import Caption, Run
from reader.ui.highlights import Spans

Piece = tuple[int, int, int]


class Marks:
    """The bookmarks of one state of a document.

    Args:
        positions: The index of each entry by its id.
        glyph: Stands beside what is bookmarked.
        want: Asks for the bookmarks of an entry to be placed, by its index; called while it is painted.

    Attributes:
        turn: How often the bookmarks became others.
    """

    def __init__(self, positions: Mapping[str, int], glyph: str, want: Callable[[int], None]) -> None:
        self._positions = positions
        self._glyph = glyph
        self._want = want
        self._stored: Counter[int] = Counter()
        self._counts: Counter[int] = Counter()
        self._wanted: set[int] = set()
        self._spans: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self._per_passage: Counter[tuple[int, int]] = Counter()
        self.turn = 0

    def begin(self, counts: Mapping[str, int]) -> bool:
        """The bookmarks are others now; answers of before are no longer taken.

        Args:
            counts: How many there are by the entry's id; those of entries that are gone are left out.

        Returns:
            Whether anything is to be seen, or was before.
        """
        had_some = bool(self._stored)
        here = ((self._positions.get(id), count) for id, count in counts.items())
        self._stored = Counter({entry: count for entry, count in here if entry is not None})
        self._counts = Counter(self._stored)
        for known in (self._wanted, self._spans, self._per_passage):
            known.clear()
        self.turn += 1
        return had_some or bool(self._stored)

    def put(self, asked: int, found: Iterable[tuple[str, Sequence[Piece]]]) -> None:
        """The bookmarks of an entry were placed.

        Args:
            asked: The entry's index.
            found: For each that was found the id of the entry where its words are now, and the passage
                and the half-open range of characters of each piece; no pieces for the whole entry.
        """
        self._counts[asked] -= self._stored[asked]
        for id, pieces in found:
            entry = self._positions.get(id)
            if entry is None:
                continue
            self._counts[entry] += 1
            for passage, start, stop in pieces:
                self._spans.setdefault((entry, passage), []).append((start, stop))
            self._per_passage.update({(entry, passage) for passage, _, _ in pieces})

    def spans(self, entry: int, passage: int, text: str) -> Spans:
        """The bookmarked characters of a passage."""
        self._look(entry)
        return self._spans.get((entry, passage), ())

    def note(self, entry: int, passage: int | None) -> Caption:
        """How many bookmarks a passage has, or the whole entry."""
        self._look(entry)
        count = self._counts[entry] if passage is None else self._per_passage[entry, passage]
        return [Run(f"{self._glyph}{count if count > 1 else ''}", "note")] if count else []

    def _look(self, entry: int) -> None:
        if self._stored[entry] and entry not in self._wanted:
            self._wanted.add(entry)
            self._want(entry)
