"""Reading: where a reader stands in a document, and which lines are in view.

The line at the top of the view (the anchor) and the passage the reader is at (the cursor) are
kept as entry and line, never as a row of the whole: so nothing in view moves when something out
of view is measured. Whatever changes the layout holds the cursor's line on its row.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reader.model.thread import Thread
from reader.ui.folds import Folds
from reader.ui.layout import Laid, Line, LineKind

_CONTEXT_LINES = 2


class Cursor(NamedTuple):
    """The current entry and passage.

    Attributes:
        position: The entry's position in the thread as shown.
        passage: The passage's index in the entry.
    """

    position: int
    passage: int = 0


class Row(NamedTuple):
    """A line of the view.

    Attributes:
        position: The entry's position in the thread as shown.
        line: The line's number in the entry.
    """

    position: int
    line: int


class _Held(NamedTuple):
    """What a change of layout holds still: a row, or the line at the top."""

    seen: tuple[Row, Cursor]
    row: int
    top: Line | None


class Reading:
    """Where a reader stands in a thread or interview.

    Args:
        folds: The tree and what is collapsed.
        lay_out: Gives the lines of a visible position as it shows now.
        height: Rows of the view.
    """

    def __init__(self, folds: Folds, lay_out: Callable[[int], Laid], height: int = 1) -> None:
        self.folds = folds
        self.lay_out = lay_out
        self.height = height
        self.anchor = Row(0, 0)
        self.cursor = Cursor(0)
        self._held: _Held | None = None

    @property
    def thread(self) -> Thread:
        """The tree as shown."""
        return self.folds.thread

    def measure(self, position: int) -> int:
        """The true number of lines of a visible position."""
        lines = len(self.lay_out(position).lines)
        self.folds.measured(position, lines)
        return lines

    # The view

    def rows(self, anchor: Row | None = None) -> list[Row]:
        """The lines in view, top first; fewer than ``height`` at the end of the document.

        Args:
            anchor: The line at the top; by default that of the view.
        """
        rows: list[Row] = []
        position: int | None
        position, line = anchor or self.anchor
        while position is not None and len(rows) < self.height:
            lines = self.measure(position)
            rows += [Row(position, at) for at in range(line, min(lines, line + self.height - len(rows)))]
            position, line = self.folds.after(position), 0
        return rows

    def step(self, row: Row, lines: int) -> Row:
        """The line so many lines further (or back, when negative), or the first or last one."""
        position, line = row.position, row.line + lines
        while line < 0:
            before = self.folds.before(position)
            if before is None:
                return Row(position, 0)
            position = before
            line += self.measure(position)
        while line >= (height := self.measure(position)):
            after = self.folds.after(position)
            if after is None:
                return Row(position, height - 1)
            position, line = after, line - height
        return Row(position, line)

    def last_anchor(self) -> Row:
        """The anchor at which the last line stands at the bottom."""
        last = self.folds.last()
        return self.step(Row(last, self.measure(last) - 1), 1 - self.height)

    def row_of(self, target: Row) -> int | None:
        """The row of the view on which a line at or below the anchor's entry stands.

        Returns:
            A row from the top; negative when it stands above within the anchor's own entry; None
            when it is above that, or below the view.
        """
        position: int | None = self.anchor.position
        row = -self.anchor.line
        while position is not None and row < self.height and position <= target.position:
            if position == target.position:
                found = row + target.line
                return found if found < self.height else None
            row += self.measure(position)
            position = self.folds.after(position)
        return None

    # The cursor

    def cursor_lines(self) -> tuple[Row, Row]:
        """The first and the last line of the cursor's passage."""
        position, passage = self.cursor
        laid = self.lay_out(position)
        return Row(position, laid.first_line(passage)), Row(position, laid.last_line(passage))

    def cursor_row(self) -> int:
        """The row of the cursor's first line; negative when that is above the view."""
        row = self.row_of(self.cursor_lines()[0])
        return 0 if row is None else row

    def hold(self, row: int) -> None:
        """Move the view so that the cursor's first line stands on a row, or as near as can be."""
        first, last = self.cursor_lines()
        row = max(min(row, self.height - 1), first.line - last.line)
        self.anchor = self.step(first, -row)

    def show_cursor(self) -> None:
        """Scroll no further than needed for the cursor's passage to be in view."""
        first, last = self.cursor_lines()
        size = last.line - first.line + 1
        row = self._row_or_edge(first)
        if row < 0:
            self.hold(0 if size <= self.height else self.height - size)
        elif row + size > self.height:
            self.hold(max(0, self.height - size))

    def _row_or_edge(self, first: Row) -> int:
        if first < self.anchor:
            inside = self.row_of(first)
            return -1 if inside is None else inside
        row = self.row_of(first)
        return self.height if row is None else row

    def keep_cursor_in_view(self) -> None:
        """After scrolling, move the cursor to the nearest passage in view when it left it."""
        rows = self.rows()
        first, last = self.cursor_lines()
        if last < rows[0]:
            self.cursor = self._at(self._first_whole(rows))
        elif first > rows[-1]:
            self.cursor = self._at(rows[-1])

    def _first_whole(self, rows: list[Row]) -> Row:
        """The first passage that begins in view, else the one that fills it."""
        for row in rows:
            laid = self.lay_out(row.position)
            if laid.first_line(laid.passage_at(row.line)) == row.line:
                return row
        return rows[0]

    def _at(self, row: Row) -> Cursor:
        return Cursor(row.position, self.lay_out(row.position).passage_at(row.line))

    def put_cursor(self, row: int) -> None:
        """Move the cursor to the passage on a row of the view."""
        rows = self.rows()
        self.cursor = self._at(rows[min(row, len(rows) - 1)])
        self.keep_cursor_in_view()

    # Going somewhere

    def scroll(self, lines: int) -> None:
        """Move the view, and the cursor with it when it would leave the view."""
        moved = self.step(self.anchor, lines)
        if lines > 0:
            moved = max(self.anchor, min(moved, self.last_anchor()))
        self.anchor = moved
        self.keep_cursor_in_view()

    def go(self, cursor: Cursor, row: int | None = None, near: int = _CONTEXT_LINES) -> None:
        """Go to a passage; the view moves only when the passage is not in it.

        Args:
            cursor: Where to.
            row: The row its first line shall stand on; by default as it is when in view.
            near: The row for one that is not in view.
        """
        self.folds.reveal(cursor.position)
        self.visit(cursor, row, near)

    def visit(self, cursor: Cursor, row: int | None = None, near: int = _CONTEXT_LINES) -> None:
        """As :meth:`go`, leaving a visible collapsed entry collapsed."""
        if not self.folds.is_visible(cursor.position):
            self.folds.reveal(cursor.position)
        self.cursor = cursor
        if row is not None:
            self.hold(row)
            # A view that is not sized yet lays out for another width: the first size holds this row again.
            self._held = _Held((self.anchor, self.cursor), row, None)
            return
        first, last = self.cursor_lines()
        if 0 <= self._row_or_edge(first) < self.height:
            self.show_cursor()
        else:
            context = min(near, self.height // 4)
            spare = self.height - 1 - (last.line - first.line)
            self.hold(min(context, spare) if spare >= 0 else context)

    def look_at(self, row: Row) -> None:
        """Scroll no further than needed for a line of the cursor's passage to be in view."""
        if row < self.anchor or self.row_of(row) is None:
            self.anchor = self.step(row, -(self.height // 3))

    def refold(self, change: Callable[[], None]) -> None:
        """Change what is collapsed, holding the cursor's line on its row.

        When the cursor's entry gets hidden, the cursor moves to the collapsed entry that hides it,
        which keeps its own row if it was in view, else takes the cursor's.
        """
        row = self.cursor_row()
        shown = {seen.position: number for number, seen in reversed(list(enumerate(self.rows())))}
        change()
        position = self.folds.hider(self.cursor.position)
        if position != self.cursor.position or self.folds.is_one_line(position):
            if position in shown and not (position == self.anchor.position and self.anchor.line):
                row = shown[position]
            self.cursor = Cursor(position)
        self.anchor = Row(self.cursor.position, 0)
        self.hold(max(0, row) if self.folds.is_one_line(position) else row)

    def relay(self, change: Callable[[], None]) -> None:
        """Change the width or the way entries are laid out, holding the cursor's line on its row.

        When the cursor's passage began above the view, the characters at the top stay at the top.
        Without a move in between, what was held the first time is held again, so that a window
        resized in many steps does not drift.
        """
        if self._held is None or self._held.seen != (self.anchor, self.cursor):
            row = self.cursor_row()
            top = self.lay_out(self.anchor.position).lines[self.anchor.line] if row < 0 else None
            self._held = _Held((self.anchor, self.cursor), row, top)
        held = self._held
        change()
        if held.top is None:
            self.hold(held.row)
        else:
            first, last = self.cursor_lines()
            self.anchor = max(first, min(self._row_of_line(held.top), last))
        self._held = held._replace(seen=(self.anchor, self.cursor))

    def release(self) -> None:
        """Hold from now on what is seen now, and not what was held when the window had another size."""
        self._held = None

    def _row_of_line(self, top: Line) -> Row:
        """The last line of the cursor's entry that begins no later than a line of it did."""
        lines = self.lay_out(self.cursor.position).lines
        fits = (at for at, line in enumerate(lines) if _rank(line) <= _rank(top))
        return Row(self.cursor.position, max(fits, default=0))


def _rank(line: Line) -> tuple[int, int, int]:
    """Where a line stands in its entry, whatever the width."""
    if line.kind is LineKind.HEADER:
        return -1, line.number, 0
    return line.passage, line.kind is LineKind.BLANK, line.start
