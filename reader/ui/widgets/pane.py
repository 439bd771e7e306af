"""The reading pane: a page that keys and the mouse move over."""

from __future__ import annotations

from textual import events

from reader.ui.choices import Choices
from reader.ui.commands import Command, Scope
from reader.ui.messages import Chosen, Pointed, PushPlace, Say
from reader.ui.palette import Palette
from reader.ui.reading import Row
from reader.ui.sheet import BAR, MARGIN, TOP_ROWS
from reader.ui.widgets.page_view import PageView
from reader.ui.widgets.viewing import Viewing

_WHEEL = 3


class ReadingPane(PageView):
    """A view of a page to read in.

    Keys are the screen's, which gives them to the current pane; Textual's focus is not used, because
    it computes styles anew and draws the whole screen again (40 ms measured for a change of pane).

    Args:
        side: 0 for the left pane, 1 for the right.
        palette: Gives the styles to paint with.
        cut_lines: At how many lines a long comment is cut by ``view.more_all``.
    """

    def __init__(self, side: int, palette: Palette, cut_lines: int = 12) -> None:
        super().__init__(side, palette)
        self.cut_lines = cut_lines
        self._is_choosing = False

    # Commands

    def carry_out(self, command: Command, number: int = 0) -> None:
        """Do a command of movement or of the pane itself.

        Args:
            command: What to do.
            number: The digit pressed, for a command that takes one.
        """
        if self.prepare() is None or self.page is None:
            return
        target = self.page.movement if command.scope is Scope.MOVEMENT else Viewing(self, self.page)
        action = getattr(target, command.action)
        folded = bytes(self.page.reading.folds.collapsed)
        said = action(number) if command.takes_key else action()
        if folded != self.page.reading.folds.collapsed and self.sheet:
            self.sheet.forget()
        if said:
            self.post_message(Say(said))
        self.moved()

    def restyle(self, **changes: int | bool) -> None:
        """Lay the page out anew, see :meth:`reader.ui.page.Page.restyle`."""
        assert self.page is not None
        self.page.restyle(**changes)
        self.changed()

    # Mouse

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel turned towards the reader."""
        self._turn_wheel(_WHEEL)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel turned away from the reader."""
        self._turn_wheel(-_WHEEL)
        event.stop()

    def _turn_wheel(self, lines: int) -> None:
        if self.choices is None:
            self.scroll_lines(lines)
        else:
            self.choices.move(lines)
            self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A press on the bar scrolls, elsewhere it begins a selection."""
        self.post_message(Pointed(self.side))
        self._is_choosing = self.choices is not None
        if self.choices is not None:
            self._choose(self.choices, event.y)
        elif event.x >= self.size.width - BAR and self.page is not None:
            self._jump_to(event.y)
        else:
            self.selection.press(event)

    def _choose(self, choices: Choices, y: int) -> None:
        """A row of the list chooses itself; a press beside the list takes it away."""
        rows = self.rows_of_choices()
        if y not in rows:
            self.offer(None)
            self.post_message(Say(""))
        elif choices.point(y - rows.start):
            self.post_message(Chosen())

    def _jump_to(self, y: int) -> None:
        assert self.page is not None
        reading = self.page.reading
        share = max(0, y - TOP_ROWS) / max(1, reading.height - 1)
        position, line = reading.folds.heights.find(int(share * (reading.folds.heights.total - 1)))
        self.post_message(PushPlace())
        reading.anchor = min(Row(position, min(line, reading.measure(position) - 1)), reading.last_anchor())
        reading.keep_cursor_in_view()
        self.moved()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A drag extends the selection."""
        self.selection.drag(event)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """A click without a drag moves the cursor, or collapses on a rail."""
        if self._is_choosing or self.selection.release(event) or self.page is None:
            return
        row = self.row_at(event.y)
        if row is None or event.x >= self.size.width - BAR:
            return
        rail = (event.x - MARGIN) // 2
        if event.x >= MARGIN and rail < self.page.rails(row.position):
            self._click_rail(row.position, rail)
        else:
            self.page.reading.put_cursor(event.y - TOP_ROWS)
            if self.page.reading.folds.is_one_line(row.position):
                self.page.movement.turn_fold()
                self.changed()
            else:
                self._open_spoiler(event.x, event.y)
        self.moved()

    def _open_spoiler(self, x: int, y: int) -> None:
        """Show hidden words that were clicked on."""
        point = self.point_at(x, y)
        if point is None or self.page is None:
            return
        hidden = self.page.hidden(point.position, point.passage)
        is_hit = any(start <= point.character < stop for start, stop in hidden)
        if is_hit and self.page.open_spoiler(point.position, point.passage):
            self.changed()

    def on_click(self, event: events.Click) -> None:
        """A double click selects the word."""
        point = self.point_at(event.x, event.y)
        if event.chain == 2 and point:
            self.selection.select_word(point)

    def _click_rail(self, position: int, rail: int) -> None:
        assert self.page is not None
        lineage = [*reversed(self.page.reading.thread.ancestors(position)), position]
        clicked = (
            lineage[len(lineage) - self.page.rails(position) + rail] if rail < len(lineage) else position
        )
        folds = self.page.reading.folds
        if folds.is_one_line(clicked):
            self.page.reading.refold(lambda: folds.expand(clicked))
        else:
            self.page.movement.collapse_at(clicked)
        self.changed()
