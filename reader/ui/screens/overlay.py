"""Overlay: a screen over another, which is dimmed and drawn once, not at every change of the dialog.

Textual draws and blends all of the screen below whenever anything over it changes, and three times
while a dialog opens: at 160x50 cells that took longer than everything else about a dialog.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Self, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen, Screen
from textual.strip import Strip

Answer = TypeVar("Answer")
_STYLES = 2_000


class Overlay(ModalScreen[Answer]):
    """A screen through which the one below is seen, dimmed by the colour of its background."""

    _below: list[Strip] | None = None

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw again, and what is below too: Textual asks for it when anything changed there."""
        self._below = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def render_lines(self, crop: Region) -> list[Strip]:
        """What is seen of the screen below."""
        if self.styles.background.a == 1:
            return super().render_lines(crop)
        if self._below is None:
            self._below = self._draw_below()
        return [strip.crop(crop.x, crop.right) for strip in self._below[crop.y : crop.bottom]]

    def _draw_below(self) -> list[Strip]:
        stack = self.app.screen_stack
        below: Screen[object] = stack[stack.index(self) - 1]
        if isinstance(below, Overlay):
            below._below = None
        return [dimmed(strip, self.styles.background) for strip in below._compositor.render_strips(self.size)]

    def _compositor_refresh(self) -> None:
        """Write to the terminal, but not now if all is about to be drawn again anyway."""
        if not self._repaint_required:
            super()._compositor_refresh()

    def on_screen_resume(self) -> None:
        """All is about to be drawn."""
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        """Textual also tells a screen of the size it has just given it; nothing needs to be laid out anew."""
        if event.size == self._compositor.size:
            event.prevent_default()


def dimmed(strip: Strip, color: Color) -> Strip:
    """A line of the screen below, blended with a colour as Textual does, without links and actions."""
    return Strip([Segment(text, _dim(style, color)) for text, style, _ in strip], strip.cell_length)


@lru_cache(_STYLES)
def _dim(style: Style | None, color: Color) -> Style | None:
    """A style as Textual dims it."""
    dimmed: Iterable[Segment] = BackgroundScreen.process_segments([Segment(" ", style)], color)
    return next(iter(dimmed)).style
