"""A view of a page: one document, drawn line by line, whatever its size."""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from reader.errors import DocumentChanged, LibraryError
from reader.ui.choices import Choices
from reader.ui.highlights import FindSpans, Spans
from reader.ui.messages import Disputed, DocumentGone, Moved, Say, Shown
from reader.ui.overview import Outline
from reader.ui.page import Page
from reader.ui.painting import Point
from reader.ui.palette import Palette
from reader.ui.reading import Row
from reader.ui.sheet import BAR, MARGIN, TOP_ROWS, Sheet
from reader.ui.telling import Telling
from reader.ui.widgets.drawn import fit
from reader.ui.widgets.selection import TextSelection

_PREFETCH_SECONDS = 0.03


class PageView(Telling, Widget):
    """Shows one page: a title row, the cursor's ancestors, and the lines in view.

    It overrides ``render_lines`` and hands out kept strips, see :func:`reader.ui.widgets.drawn.fit`.

    Args:
        side: 0 for the left pane, 1 for the right.
        palette: Gives the styles to paint with.
    """

    ALLOW_SELECT = False

    def __init__(self, side: int, palette: Palette) -> None:
        self.palette = palette
        self.is_told = False
        super().__init__(id=f"pane-{side}")
        self.side = side
        self.page: Page | None = None
        self.sheet: Sheet | None = None
        self.selection = TextSelection(self)
        self.choices: Choices | None = None
        self._outline: Outline | None = None
        self.is_current = False
        self._prefetching: Timer | None = None

    def show(self, page: Page) -> None:
        """Show a page from now on."""
        self.page = page
        self.sheet = None
        self.choices = self._outline = None
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

    def offer(self, choices: Choices | None) -> None:
        """Show a list to choose from over a part of the page; None takes it away."""
        self.choices = choices
        self.refresh()

    def outline(self) -> Outline:
        """The outline of the page as it is shown now; kept, since of a long thread it takes 10 ms."""
        assert self.page is not None
        if self._outline is None or not self._outline.is_of(self.page):
            self._outline = Outline(self.page)
        return self._outline

    def rows_of_choices(self) -> range:
        """The rows of the pane that the list takes: at its end, or at its top when the cursor is there."""
        if self.choices is None or self.page is None:
            return range(0)
        height = self.choices.height(self.size.height - TOP_ROWS)
        first = self.size.height - height
        if self.page.reading.cursor_row() >= first - TOP_ROWS:
            first = TOP_ROWS
        return range(first, first + height)

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

    def draw(self, page: Page) -> list[Strip]:
        """What this pane would show of a page that it does not show; nothing when there is no room."""
        whole = Region(0, 0, *self.size)
        width, height = self.size.width - MARGIN - BAR, self.size.height - TOP_ROWS
        if width < 1 or height < 1:
            return []
        styles = self.palette.styles(self.app.stylesheet, self.styles.color, self.styles.background)
        page.resize(width, height)
        return fit(self, Sheet(page, styles, self.size.width).strips(self.is_current), whole)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region of the pane."""
        try:
            sheet = self.prepare()
            strips = self._with_choices(sheet, sheet.strips(self.is_current)) if sheet else []
            strips = strips[crop.y : crop.bottom]
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

    def _with_choices(self, sheet: Sheet, strips: list[Strip]) -> list[Strip]:
        rows = self.rows_of_choices()
        if self.choices is None or not rows or self.page is None:
            return strips
        listed = self.choices.strips(sheet.width, len(rows), sheet.styles, self.page.glyphs)
        return [*strips[: rows.start], *listed, *strips[rows.stop :]]

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw again, and tell again of lines that may push aside what stands right of them."""
        self.is_told = False
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    # Where things are

    def row_at(self, y: int) -> Row | None:
        """The line of the page on a row of the pane."""
        if self.page is None:
            return None
        rows = self.page.reading.rows()
        return rows[y - TOP_ROWS] if 0 <= y - TOP_ROWS < len(rows) else None

    def cursor_region(self) -> Region:
        """The rows of the screen that the cursor's passage takes in the pane, as far as they are in view."""
        assert self.page is not None
        self.prepare()
        reading = self.page.reading
        rows = [row for row in map(reading.row_of, reading.cursor_lines()) if row is not None]
        top = max(0, min(rows, default=0)) + TOP_ROWS
        bottom = max(rows, default=reading.height - 1) + TOP_ROWS + 1
        return Region(self.region.x, top, self.region.width, max(1, bottom - top))

    def point_at(self, x: int, y: int) -> Point | None:
        """The character under a cell of the pane, or the nearest of its row."""
        row = self.row_at(y)
        return self.sheet.painter.point_at(row, x - MARGIN) if row and self.sheet else None

    # Moving

    def scroll_lines(self, lines: int) -> None:
        """Move the view by lines, the cursor only when it would leave the view."""
        if self.page is not None:
            self.page.reading.scroll(lines)
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
