"""Peeking: what an entry answers, or what a passage quotes, over the text at the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader.ui.captions import Run, clip
from reader.ui.commands import Command, show_key
from reader.ui.page import Page
from reader.ui.painting import Painter
from reader.ui.palette import Palette
from reader.ui.screens.dialogs import Dialog
from reader.ui.sights import Sight, sight_above
from reader.ui.telling import Telling
from reader.ui.widgets.drawn import fit
from reader.ui.widgets.page_view import PageView

_STYLES = {"was": "strike", "now": "bold", "": ""}
_FRAME_ROWS, _FRAME_COLUMNS = 2, 4
_LEAST_ROWS, _MOST_SHARE = 4, 0.6


class PeekView(Telling, Widget):
    """The lines of a page in view, and nothing round them.

    Args:
        palette: Gives the styles to paint with.
    """

    ALLOW_SELECT = False

    def __init__(self, palette: Palette) -> None:
        super().__init__()
        self.palette = palette
        self.page: Page | None = None
        self._painter: Painter | None = None

    def show(self, page: Page) -> None:
        """Show a page from now on."""
        self.page = page
        self._painter = None
        self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The strips of a region."""
        return fit(self, [self.render_line(y) for y in range(crop.y, crop.bottom)], crop)

    def render_line(self, y: int) -> Strip:
        """A line of the page."""
        rows = self.page.reading.rows() if self.page else []
        if self.page is None or y >= len(rows):
            return Strip.blank(self.size.width, self.rich_style)
        if self._painter is None:
            styles = self.palette.styles(self.app.stylesheet, self.styles.color, self.styles.background)
            self._painter = Painter(self.page, styles)
        return Strip(self._painter.body(rows[y])).adjust_cell_length(self.size.width, self.rich_style)


class Peek(Dialog[Sight]):
    """Shows a sight over the text at the cursor; answers with the one to go to.

    Args:
        sight: What is peeked at first.
        commands: The commands with the reader's keys.
        pane: The pane peeked from; the passage at its cursor stays free.
        reasons: What is inferred of the entry peeked from, said below what it answers.
    """

    BINDINGS: ClassVar = [("q", "dismiss(None)", "Close")]

    def __init__(
        self, sight: Sight, commands: Sequence[Command],
        pane: PageView, reasons: Sequence[str] = (),
    ) -> None:  # fmt: skip
        super().__init__(sight.title)
        self.sight = sight
        self.pane = pane
        self.reasons = reasons
        self._width = 0
        self.view = PeekView(Palette())
        self.changes = Static(classes="changes")
        self._box = Vertical(self.view, self.changes, classes="peek")
        shown = {command.id: show_key(command.keys[0]) for command in commands if command.keys}
        self._up, self._go = shown.get("link.peek", "nothing"), shown.get("link.follow", "nothing")
        self._commands = {key: command.id for command in commands for key in command.keys}

    def compose(self) -> ComposeResult:
        """The box."""
        yield self._box

    def on_mount(self) -> None:
        """Show the first sight, and again whenever the pane may be elsewhere, as in a window made larger."""
        self._show()
        self.pane.screen.screen_layout_refresh_signal.subscribe(self, lambda _: self._show())

    def on_resize(self) -> None:
        """The terminal has another size."""
        self._show()

    def _show(self) -> None:
        size, free = self.app.size, self.pane.cursor_region()
        self._width = width = max(_FRAME_COLUMNS + 8, min(free.width, size.width))
        inner = width - _FRAME_COLUMNS
        marked = [Content.styled(text, _STYLES[role]) for text, role in self.sight.changes]
        changes = Content("").join([Content("Changed by the quoter: "), *marked]) if marked else Content("")
        changes = Content("\n").join([*([changes] if marked else []), *map(Content, self.reasons)])
        below = changes.get_height({}, inner) + 1 if changes.plain else 0
        most = max(_LEAST_ROWS, int(size.height * _MOST_SHARE) - _FRAME_ROWS - below)
        page = self.sight.page(self.glyphs, inner, most)
        rows = len(page.reading.rows())
        page.resize(inner, rows)
        self.view.show(page)
        self.view.styles.height = rows
        self.changes.display = bool(changes.plain)
        self.changes.update(changes)
        self._place(Size(width, rows + _FRAME_ROWS + below), free)
        self._caption()

    def _place(self, size: Size, free: Region) -> None:
        """Below the rows that shall stay free if there is room, else above them, else at the bottom."""
        screen = self.app.size
        bottom = screen.height - 1
        if free.bottom + size.height <= bottom:
            row = free.bottom
        else:
            row = free.y - size.height if free.y >= size.height else max(0, bottom - size.height)
        self._box.styles.offset = (min(free.x, max(0, screen.width - size.width)), row)
        self._box.styles.width, self._box.styles.height = size.width, size.height

    def _caption(self) -> None:
        page, sight = self.view.page, self.sight
        is_more = page is not None and sight.has_more(page)
        title = clip([Run(sight.title)], self._width - 2 * _FRAME_COLUMNS, self.glyphs)
        self._box.border_title = Content("".join(run.text for run in title))
        said = f"{self._up} up, {self._go} goes there, Esc closes"
        self._box.border_subtitle = Content(f"more below; {said}" if is_more else said)

    # Keys

    def on_key(self, event: events.Key) -> None:
        """Look further up, scroll, go there; the reader's own keys hold here as well."""
        command, page = self._commands.get(event.key, ""), self.view.page
        if page is None:
            return
        steps = {
            "move.next": 1, "move.previous": -1, "move.page_down": page.reading.height,
            "move.page_up": -page.reading.height, "move.half_down": page.reading.height // 2,
            "move.half_up": -page.reading.height // 2,
        }  # fmt: skip
        if command in steps:
            page.reading.scroll(steps[command])
            self.view.refresh()
            self._caption()
        elif command in ("link.peek", "thread.parent"):
            self._look_deeper()
        elif command == "link.follow":
            self.dismiss(self.sight)
        else:
            return
        event.stop()
        event.prevent_default()

    def _look_deeper(self) -> None:
        above = sight_above(self.sight.document, self.sight.entry)
        if above is None:
            self._box.border_subtitle = Content(f"this answers nothing; {self._go} goes there")
        else:
            self.sight = above._replace(veil=self.sight.veil)
            self.reasons = ()
            self._show()
