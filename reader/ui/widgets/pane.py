"""The reading pane: one document, drawn line by line, whatever its size."""

from __future__ import annotations

from typing import Self

from textual import events
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from reader.errors import DocumentChanged, LibraryError
from reader.ui.commands import Command, Scope
from reader.ui.highlights import FindSpans, Spans
from reader.ui.messages import Disputed, DocumentGone, Moved, Pointed, PushPlace, Say, Shown
from reader.ui.page import Page
from reader.ui.painting import Point
from reader.ui.palette import Palette
from reader.ui.reading import Row
from reader.ui.sheet import BAR, MARGIN, TOP_ROWS, Sheet
from reader.ui.telling import Telling
from reader.ui.widgets.drawn import fit
from reader.ui.widgets.selection import TextSelection
from reader.ui.widgets.viewing import Viewing

_WHEEL = 3
_PREFETCH_SECONDS = 0.03


class ReadingPane(Telling, Widget):
    """Shows one page: a title row, the cursor's ancestors, and the lines in view.

    Keys are the screen's, which gives them to the current pane; Textual's focus is not used, because
    it computes styles anew and draws the whole screen again (40 ms measured for a change of pane).
    It overrides ``render_lines`` and hands out kept strips, see :func:`reader.ui.widgets.drawn.fit`.

    Args:
        side: 0 for the left pane, 1 for the right.
        palette: Gives the styles to paint with.
        cut_lines: At how many lines a long comment is cut by ``view.more_all``.
    """

    ALLOW_SELECT = False

    def __init__(self, side: int, palette: Palette, cut_lines: int = 12) -> None:
        self.palette = palette
        self.is_told = False
        super().__init__(id=f"pane-{side}")
        self.side = side
        self.cut_lines = cut_lines
        self.page: Page | None = None
        self.sheet: Sheet | None = None
        self.selection = TextSelection(self)
        self.is_current = False
        self._prefetching: Timer | None = None

    # What is shown

    def show(self, page: Page) -> None:
        """Show a page from now on."""
        self.page = page
        self.sheet = None
        self.selection.clear()
        self.refresh()
        self.post_message(Shown(self.side))

    def set_current(self, is_current: bool) -> None:
        """Show whether keys go to this pane."""
        if is_current is not self.is_current:
            self.is_current = is_current
            self.refresh()

    def changed(self) -> None:
        """Draw again, after the page's layout changed."""
        if self.sheet:
            self.sheet.forget()
        self.refresh()

    @property
    def has_target(self) -> bool:
        """Whether words are set off as what was gone to."""
        return self.page is not None and self.page.highlights.has("target")

    def set_target(self, passage: int, spans: Spans) -> None:
        """Set words of the cursor's entry off as what was gone to.

        Args:
            passage: The passage they stand in.
            spans: Half-open ranges of characters; none takes the target away.
        """
        if self.page is not None:
            here = self.page.entry_at(self.page.reading.cursor.position), passage
            find: FindSpans = lambda entry, at, text: spans if (entry, at) == here else ()  # noqa: E731
            self.page.highlights.set("target", find if spans else None)
            self.changed()

    def notify_style_update(self) -> None:
        """Textual's theme or stylesheet may have changed."""
        super().notify_style_update()
        self.palette.forget()

    def prepare(self) -> Sheet | None:
        """The sheet, laid out for the present size; None when there is no room."""
        width, height = self.size.width - MARGIN - BAR, self.size.height - TOP_ROWS
        if self.page is None or width < 1 or height < 1:
            return None
        styles = self.palette.styles(self.app.stylesheet, self.styles.color, self.styles.background)
        if self.sheet is None or (self.sheet.width, self.sheet.styles) != (self.size.width, styles):
            self.sheet = Sheet(self.page, styles, self.size.width)
            self.selection.attach(self.sheet.painter)
        self.page.resize(width, height)
        return self.sheet

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region of the pane."""
        try:
            sheet = self.prepare()
            strips = sheet.strips(self.is_current)[crop.y : crop.bottom] if sheet else []
            if sheet and sheet.disputed and not self.is_told:
                self.is_told = True
                self.post_message(Disputed(self.side, sheet.disputed))
        except DocumentChanged:
            self.post_message(DocumentGone(self.side))
            strips = []
        except LibraryError as error:
            self.post_message(Say(str(error)))
            strips = []
        return fit(self, strips or [Strip.blank(self.size.width, self.rich_style)] * crop.height, crop)

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw again, and tell again of lines that may push aside what stands right of them."""
        self.is_told = False
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

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

    def moved(self) -> None:
        """Draw the cursor's new place, and tell the screen."""
        self.refresh()
        if self._prefetching is not None:
            self._prefetching.stop()
        self._prefetching = self.set_timer(_PREFETCH_SECONDS, self._prefetch)
        self.post_message(Moved(self.side))

    def _prefetch(self) -> None:
        """Make the next and the previous page ready while the reader reads this one."""
        try:
            if sheet := self.prepare():
                sheet.prefetch(self.app.console, 1)
                sheet.prefetch(self.app.console, -1)
        except DocumentChanged:
            self.post_message(DocumentGone(self.side))
        except LibraryError:  # what cannot be read is told when it comes into view
            return

    def restyle(self, **changes: int | bool) -> None:
        """Lay the page out anew, see :meth:`reader.ui.page.Page.restyle`."""
        assert self.page is not None
        self.page.restyle(**changes)
        self.changed()

    # Mouse

    def row_at(self, y: int) -> Row | None:
        """The line of the page on a row of the pane."""
        if self.page is None:
            return None
        rows = self.page.reading.rows()
        return rows[y - TOP_ROWS] if 0 <= y - TOP_ROWS < len(rows) else None

    def point_at(self, x: int, y: int) -> Point | None:
        """The character under a cell of the pane, or the nearest of its row."""
        row = self.row_at(y)
        return self.sheet.painter.point_at(row, x - MARGIN) if row and self.sheet else None

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel turned towards the reader."""
        self.scroll_lines(_WHEEL)
        event.stop()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel turned away from the reader."""
        self.scroll_lines(-_WHEEL)
        event.stop()

    def scroll_lines(self, lines: int) -> None:
        """Move the view by lines, the cursor only when it would leave the view."""
        if self.page is not None:
            self.page.reading.scroll(lines)
            self.moved()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A press on the bar scrolls, elsewhere it begins a selection."""
        self.post_message(Pointed(self.side))
        if event.x >= self.size.width - BAR and self.page is not None:
            self._jump_to(event.y)
        else:
            self.selection.press(event)

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
        if self.selection.release(event) or self.page is None:
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
