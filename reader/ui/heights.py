"""Heights: how many lines each entry takes, and where a line lies, at any size.

A list of heights with sums over blocks of 256: setting one is constant, setting a run is a slice,
finding the entry at a line walks one block. The prefix of the sums is made again only when asked
for after a change, which bulk changes (collapse all) make cheap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

_BLOCK = 256


class Heights:
    """How many lines each position takes; 0 for hidden ones.

    Args:
        heights: Lines of each position.
    """

    __slots__ = ("_before", "_heights", "_sums")

    def __init__(self, heights: Sequence[int] = ()) -> None:
        self._heights = list(heights)
        self._sums: list[int] = []
        self._before: list[int] | None = None
        self._sum(0, len(self._heights))

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, position: int) -> int:
        return self._heights[position]

    def set(self, position: int, height: int) -> None:
        """Set the lines of one position."""
        change = height - self._heights[position]
        if change:
            self._heights[position] = height
            self._sums[position // _BLOCK] += change
            self._before = None

    def fill(self, start: int, heights: Sequence[int]) -> None:
        """Set the lines of positions from ``start`` on."""
        self._heights[start : start + len(heights)] = heights
        self._sum(start, start + len(heights))

    def _sum(self, start: int, stop: int) -> None:
        first, last = start // _BLOCK, -(-stop // _BLOCK)
        blocks = range(first * _BLOCK, last * _BLOCK, _BLOCK)
        self._sums[first:last] = [sum(self._heights[at : at + _BLOCK]) for at in blocks]
        self._before = None

    def _prefix(self) -> list[int]:
        if self._before is None:
            self._before = list(accumulate(self._sums, initial=0))
        return self._before

    @property
    def total(self) -> int:
        """Lines of all positions."""
        return self._prefix()[-1]

    def before(self, position: int) -> int:
        """Lines above a position."""
        block = position // _BLOCK
        return self._prefix()[block] + sum(self._heights[block * _BLOCK : position])

    def find(self, line: int) -> tuple[int, int]:
        """The position that holds a line, and the line's number in it.

        Args:
            line: From 0; beyond the ends it is taken as the nearest.
        """
        prefix = self._prefix()
        line = max(0, min(line, prefix[-1] - 1))
        block = bisect_right(prefix, line) - 1
        line -= prefix[block]
        position = block * _BLOCK
        while line >= self._heights[position]:
            line -= self._heights[position]
            position += 1
        return position, line
