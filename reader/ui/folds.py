"""Folds: which entries of a thread are collapsed, hidden, and how tall each is on screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress

from reader.model.thread import Thread
from reader.ui.heights import Heights


class Folds:
    """The collapsed entries of a thread and the heights that follow from them.

    Heights are estimated until an entry is measured. A collapsed entry takes one line and hides
    its replies; a stub takes one line and hides none.

    Args:
        thread: The tree.
        estimates: For each position the lines it is thought to take when expanded.
        collapsed: Entry indexes that are collapsed.
        stubs: Positions shown as one line, their replies as they are.
    """

    def __init__(
        self, thread: Thread, estimates: Sequence[int], collapsed: Iterable[int] = (),
        stubs: Iterable[int] = (),
    ) -> None:  # fmt: skip
        self.thread = thread
        self.stubs = set(stubs)
        self.full = self._with_stubs(estimates)
        self.is_exact = bytearray(len(thread))
        self.collapsed = bytearray(len(thread))
        self.heights = Heights(self.full)
        chosen = set(collapsed)
        if chosen:
            for position, entry in enumerate(thread.entries):
                self.collapsed[position] = entry in chosen
            self._reckon(0, len(thread))

    def entries(self) -> list[int]:
        """The indexes of the collapsed entries."""
        return list(compress(self.thread.entries, self.collapsed))

    def is_collapsed(self, position: int) -> bool:
        """Whether it shows as one line and hides its replies."""
        return bool(self.collapsed[position])

    def is_one_line(self, position: int) -> bool:
        """Whether it shows as one line: it is collapsed, or a stub."""
        return bool(self.collapsed[position]) or position in self.stubs

    def is_visible(self, position: int) -> bool:
        """Whether no ancestor is collapsed."""
        return self.heights[position] > 0

    def hider(self, position: int) -> int:
        """The outermost collapsed ancestor that hides it; itself when it is visible."""
        if self.heights[position]:
            return position
        return next(at for at in reversed(self.thread.ancestors(position)) if self.collapsed[at])

    def after(self, position: int) -> int | None:
        """The next visible position; None at the end."""
        following = self.thread.stops[position] if self.collapsed[position] else position + 1
        return following if following < len(self.thread) else None

    def before(self, position: int) -> int | None:
        """The visible position before; None at the beginning."""
        return self.hider(position - 1) if position else None

    def last(self) -> int:
        """The last visible position."""
        return self.hider(len(self.thread) - 1)

    def measured(self, position: int, lines: int) -> None:
        """Take note of the true height of a visible position."""
        if not self.collapsed[position]:
            self.full[position] = lines
            self.is_exact[position] = True
        self.heights.set(position, lines)

    def estimate(self, estimates: Sequence[int]) -> None:
        """Start again with new estimates, because the width or the cut changed."""
        self.full = self._with_stubs(estimates)
        self.is_exact = bytearray(len(self.thread))
        self._reckon(0, len(self.thread))

    def _with_stubs(self, estimates: Sequence[int]) -> list[int]:
        full = list(estimates)
        for position in self.stubs:
            full[position] = 1
        return full

    def collapse(self, position: int) -> None:
        """Show it as one line and hide its replies."""
        if not self.collapsed[position]:
            self.collapsed[position] = True
            self._reckon_branch(position)

    def expand(self, position: int) -> None:
        """Show its text, and its replies as they were; of a stub its text."""
        self.stubs.discard(position)
        if self.collapsed[position]:
            self.collapsed[position] = False
            self._reckon_branch(position)

    def stub(self, position: int) -> None:
        """Show it as one line, its replies as they are."""
        self.stubs.add(position)
        self.full[position] = 1
        self._reckon_branch(position)

    def reveal(self, position: int) -> None:
        """Expand every collapsed ancestor, and itself."""
        for at in reversed(self.thread.ancestors(position)):
            if self.collapsed[at]:
                self.expand(at)
        self.expand(position)

    def choose(self, positions: Iterable[int]) -> None:
        """Collapse exactly these positions."""
        self.collapsed = bytearray(len(self.thread))
        for position in positions:
            self.collapsed[position] = True
        self._reckon(0, len(self.thread))

    def _reckon_branch(self, position: int) -> None:
        if self.heights[position]:
            self._reckon(position, self.thread.stops[position])

    def _reckon(self, start: int, stop: int) -> None:
        """Heights of a run of branches that are not hidden from above."""
        heights = self.full[start:stop]
        position = self.collapsed.find(1, start, stop)
        while position >= 0:
            after = self.thread.stops[position]
            heights[position - start : after - start] = [1] + [0] * (after - position - 1)
            position = self.collapsed.find(1, after, stop)
        self.heights.fill(start, heights)
