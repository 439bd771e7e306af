"""Bookmarks of one state of the file: looked for as far as is asked, and each read when it is asked for."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import overload

from reader.bookmarks.snapshot import Snapshot
from reader.model.annotations import Bookmark


class Matches(Sequence[Bookmark]):
    """Bookmarks that were looked for, in the order they are found.

    Args:
        snapshot: The file at one moment.
        numbers: Gives the numbers of their lines.
    """

    def __init__(self, snapshot: Snapshot, numbers: Iterator[int]) -> None:
        self._snapshot = snapshot
        self._coming: Iterator[int] | None = numbers
        self._numbers = array("Q")

    @classmethod
    def none(cls) -> Matches:
        """No bookmarks."""
        return cls(Snapshot.none(), iter(()))

    @property
    def known(self) -> int:
        """How many are found so far."""
        return len(self._numbers)

    @property
    def is_counted(self) -> bool:
        """Whether all are found, so that their number is known without looking further."""
        return self._coming is None

    def counted(self, most: int) -> int:
        """How many there are, up to a number at which counting stops."""
        if self._coming is not None and len(self._numbers) < most:
            self._numbers.extend(islice(self._coming, most - len(self._numbers)))
            if len(self._numbers) < most:
                self._coming = None
        return min(most, len(self._numbers))

    def take(self, most: int) -> list[Bookmark]:
        """The first ones, up to a number."""
        return [self[index] for index in range(self.counted(most))]

    def __len__(self) -> int:
        if self._coming is not None:
            self._numbers.extend(self._coming)
            self._coming = None
        return len(self._numbers)

    def __iter__(self) -> Iterator[Bookmark]:
        index = 0
        while self.counted(index + 1) > index:
            yield self[index]
            index += 1

    @overload
    def __getitem__(self, index: int) -> Bookmark: ...

    @overload
    def __getitem__(self, index: slice) -> list[Bookmark]: ...

    def __getitem__(self, index: int | slice) -> Bookmark | list[Bookmark]:
        if isinstance(index, slice):
            return [self[at] for at in range(len(self))[index]]
        if index < 0 or self.counted(index + 1) <= index:
            index = range(len(self))[index]
        return self._snapshot.bookmark(self._numbers[index])
