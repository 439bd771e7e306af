"""Thread: any flat list of entries as a tree, by index, without recursion.

The tree lives in four integer arrays in reading order (depth first): the parent of each entry,
its depth, and where its branch stops. An entry's branch is the half-open range
``[index, stop[index])``, so folding and counting are slices.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reader.model.documents import Entry

NO_PARENT = -1


class Arranged(NamedTuple):
    """A flat list put in reading order.

    Attributes:
        entries: The same entries, depth first; parents come before their replies.
        orphans: Ids of those whose parent was missing, now at the top.
        loops: Ids of those that answered one another in a circle and were set at the top.
    """

    entries: tuple[Entry, ...]
    orphans: tuple[str, ...]
    loops: tuple[str, ...]


def arrange(entries: Sequence[Entry]) -> Arranged:
    """Put a flat list of entries in reading order.

    Siblings keep the order of the list. An entry whose parent is missing becomes top level; so
    does the first entry of each loop of parents.

    Args:
        entries: Entries with unique ids.

    Returns:
        The arranged entries and what had to be changed.
    """
    known = {entry.id for entry in entries}
    orphans = tuple(entry.id for entry in entries if entry.parent and entry.parent not in known)
    loops = _find_loops(entries)
    freed = {*orphans, *loops}
    replies: dict[str | None, list[Entry]] = {}
    for entry in entries:
        replies.setdefault(None if entry.id in freed else entry.parent or None, []).append(entry)
    ordered = _walk_replies(replies, replies.get(None, []))
    return Arranged(tuple(_freed(entry, freed) for entry in ordered), orphans, loops)


def _find_loops(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The id of the first entry of each loop of parents, in the order of the list."""
    order = {entry.id: index for index, entry in enumerate(entries)}
    walked_from = [-1] * len(entries)
    loops = []
    for start in range(len(entries)):
        index: int | None = start
        while index is not None and walked_from[index] < 0:
            walked_from[index] = start
            index = order.get(entries[index].parent or "")
        if index is not None and walked_from[index] == start:
            loops.append(min(_loop_through(index, entries, order)))
    return tuple(entries[index].id for index in sorted(loops))


def _loop_through(index: int, entries: Sequence[Entry], order: Mapping[str, int]) -> list[int]:
    loop = [index]
    while (index := order[entries[index].parent or ""]) != loop[0]:
        loop.append(index)
    return loop


def _freed(entry: Entry, freed: set[str]) -> Entry:
    return replace(entry, parent=None) if entry.id in freed else entry


def _walk_replies(replies: dict[str | None, list[Entry]], top: list[Entry]) -> list[Entry]:
    waiting, ordered = top[::-1], []
    seen = set()
    while waiting:
        entry = waiting.pop()
        if entry.id not in seen:
            seen.add(entry.id)
            ordered.append(entry)
            waiting.extend(reversed(replies.get(entry.id, ())))
    return ordered


class Thread:
    """A tree of entries by index, in one reading order.

    Args:
        parents: For each position the position of its parent, which must be smaller, or -1.
        entries: For each position the index of its entry in the document; by default the same.
    """

    __slots__ = ("depths", "entries", "parents", "stops")

    def __init__(self, parents: Sequence[int], entries: Sequence[int] | None = None) -> None:
        self.parents = parents if isinstance(parents, array) else array("i", parents)
        self.entries = array("i", range(len(parents)) if entries is None else entries)
        self.depths = array("i", bytes(4 * len(parents)))
        self.stops = array("i", range(1, len(parents) + 1))
        self._measure()

    def _measure(self) -> None:
        depths, stops = self.depths, self.stops
        for position, parent in enumerate(self.parents):
            if parent >= 0:
                depths[position] = depths[parent] + 1
        for position in range(len(stops) - 1, -1, -1):
            parent = self.parents[position]
            if parent >= 0 and stops[parent] < stops[position]:
                stops[parent] = stops[position]

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Thread:
        """The tree of entries that are in reading order, as :func:`arrange` gives them."""
        positions = {entry.id: position for position, entry in enumerate(entries)}
        return cls([positions[entry.parent] if entry.parent else NO_PARENT for entry in entries])

    def __len__(self) -> int:
        return len(self.parents)

    def parent(self, position: int) -> int | None:
        """The position it answers; None at the top."""
        parent = self.parents[position]
        return parent if parent >= 0 else None

    def ancestors(self, position: int) -> list[int]:
        """Its ancestors, nearest first."""
        found = []
        while (position := self.parents[position]) >= 0:
            found.append(position)
        return found

    def top(self, position: int) -> int:
        """The top-level position of its branch."""
        while self.parents[position] >= 0:
            position = self.parents[position]
        return position

    def replies(self, position: int) -> list[int]:
        """Its direct replies, in order."""
        return list(self._run(position + 1, self.stops[position]))

    def tops(self) -> list[int]:
        """All top-level positions, in order."""
        return list(self._run(0, len(self)))

    def _run(self, start: int, stop: int) -> Iterator[int]:
        while start < stop:
            yield start
            start = self.stops[start]

    def siblings(self, position: int) -> list[int]:
        """Those that answer what it answers, itself included, in order."""
        parent = self.parent(position)
        return self.tops() if parent is None else self.replies(parent)

    def next_sibling(self, position: int) -> int | None:
        """The sibling after it; None for the last."""
        after = self.stops[position]
        return after if after < self._siblings_stop(position) else None

    def _siblings_stop(self, position: int) -> int:
        parent = self.parents[position]
        return self.stops[parent] if parent >= 0 else len(self)

    def previous_sibling(self, position: int) -> int | None:
        """The sibling before it; None for the first."""
        parent = self.parents[position]
        before = position - 1
        if before <= parent or before < 0:
            return None
        while self.parents[before] != parent:
            before = self.parents[before]
        return before

    def size(self, position: int) -> int:
        """How many entries its branch holds, itself included."""
        return self.stops[position] - position

    def walk(self, is_collapsed: Callable[[int], bool] = lambda _: False) -> Iterator[int]:
        """The visible positions in order: replies of a collapsed one are left out."""
        position = 0
        while position < len(self):
            yield position
            position = self.stops[position] if is_collapsed(position) else position + 1

    def find(self, entry: int) -> int | None:
        """The position at which an entry index stands; None when it is not here."""
        try:
            return self.entries.index(entry)
        except ValueError:
            return None

    def branch(self, position: int) -> Thread:
        """Its branch alone, as a thread whose first position is the top."""
        stop = self.stops[position]
        parents = [parent - position for parent in self.parents[position + 1 : stop]]
        return Thread([NO_PARENT, *parents], self.entries[position:stop])

    def only(self, entries: Collection[int]) -> Thread:
        """The same tree without all other entries: each answers the nearest ancestor that is kept.

        Args:
            entries: Indexes of the entries to keep.
        """
        kept, nearest = [], array("i", bytes(4 * len(self)))
        for position, entry in enumerate(self.entries):
            parent = self.parents[position]
            nearest[position] = nearest[parent] if parent >= 0 else NO_PARENT
            if entry in entries:
                kept.append((nearest[position], entry))
                nearest[position] = len(kept) - 1
        return Thread([parent for parent, _ in kept], [entry for _, entry in kept])

    def sorted(self, key: Callable[[int], float], pinned: int = 0) -> Thread:
        """The same tree with siblings in another order.

        Args:
            key: What to sort siblings by, ascending, given an entry index.
            pinned: How many top-level positions stay first as they are (the post).
        """
        tops = self.tops()
        ordered: list[int] = []
        waiting = tops[:pinned] + sorted(tops[pinned:], key=lambda at: key(self.entries[at]))
        waiting.reverse()
        while waiting:
            position = waiting.pop()
            ordered.append(position)
            replies = sorted(self.replies(position), key=lambda at: key(self.entries[at]))
            waiting.extend(reversed(replies))
        return self._reordered(ordered)

    def _reordered(self, ordered: list[int]) -> Thread:
        moved = array("i", bytes(4 * len(ordered)))
        for new, old in enumerate(ordered):
            moved[old] = new
        parents = [self.parents[old] for old in ordered]
        return Thread(
            [moved[parent] if parent >= 0 else NO_PARENT for parent in parents],
            [self.entries[old] for old in ordered],
        )
