"""The line between the panes, which the mouse can drag."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.messages import SplitDragged


class Divider(Widget):
    """A column one cell wide.

    Args:
        glyph: The character it is drawn with.
    """

    ALLOW_SELECT = False

    def __init__(self, glyph: str) -> None:
        super().__init__(id="divider")
        self.glyph = glyph

    def render_line(self, y: int) -> Strip:
        """One cell of the line."""
        return Strip([Segment(self.glyph, self.rich_style)], 1)

    def on_mouse_down(self) -> None:
        """A drag begins."""
        self.capture_mouse()

    def on_mouse_up(self) -> None:
        """A drag ends."""
        self.release_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A drag goes on."""
        if self.app.mouse_captured is self:
            self.post_message(SplitDragged(event.screen_x))
