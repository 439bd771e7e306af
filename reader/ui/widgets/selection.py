"""Selecting text in a pane with the mouse, by characters of the document, not by screen rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual import events

from reader.ui.painting import Painter, Point
from reader.ui.sheet import TOP_ROWS

if TYPE_CHECKING:
    from reader.ui.widgets.page_view import PageView

_WORD = re.compile(r"[\w'\u2019-]+")


class TextSelection:
    """The selected text of a pane: it survives scrolling, folding elsewhere and resizing.

    Args:
        pane: The pane.
    """

    def __init__(self, pane: PageView) -> None:
        self.pane = pane
        self.span: tuple[Point, Point] | None = None
        self._origin: Point | None = None
        self._is_dragged = False

    def attach(self, painter: Painter) -> None:
        """Let a new painter draw the selection."""
        painter.selection = self.span

    def clear(self) -> None:
        """Select nothing."""
        self.set(None)

    def set(self, span: tuple[Point, Point] | None) -> None:
        """Select a half-open range of characters, in either order."""
        self.span = None if span is None or span[0] == span[1] else (min(span), max(span))
        if self.pane.sheet:
            self.attach(self.pane.sheet.painter)
        self.pane.refresh()

    def press(self, event: events.MouseDown) -> None:
        """The button went down."""
        self._origin, self._is_dragged = self.pane.point_at(event.x, event.y), False
        if self.span:
            self.clear()
        self.pane.capture_mouse()

    def drag(self, event: events.MouseMove) -> None:
        """The mouse moved; beyond the top or bottom the view scrolls along."""
        if self._origin is None or not event.button:
            return
        y = event.y
        if y < TOP_ROWS:
            self.pane.scroll_lines(-1)
        elif y >= self.pane.size.height:
            self.pane.scroll_lines(1)
        point = self.pane.point_at(event.x, max(TOP_ROWS, min(y, self.pane.size.height - 1)))
        if point is not None and (point != self._origin or self._is_dragged):
            self._is_dragged = True
            self.set((self._origin, point))

    def release(self, event: events.MouseUp) -> bool:
        """The button came up.

        Returns:
            Whether it ended a drag.
        """
        self.pane.release_mouse()
        self._origin = None
        return self._is_dragged

    def select_word(self, point: Point) -> None:
        """Select the word at a point."""
        if self.pane.page is None:
            return
        passages = self.pane.page.entry(point.position).passages
        for word in _WORD.finditer(passages[point.passage].text):
            if word.start() <= point.character < word.end():
                self.set((point._replace(character=word.start()), point._replace(character=word.end())))

    def text(self) -> str:
        """The selected text, passages apart by a blank line; ``[spoiler]`` for what is still hidden."""
        page = self.pane.page
        if self.span is None or page is None:
            return ""
        start, stop = self.span
        parts = []
        for position in page.reading.thread.walk(page.reading.folds.is_collapsed):
            if start.position <= position <= stop.position and not page.reading.folds.is_one_line(position):
                parts += [
                    page.shown(position, index, _first(start, position, index), _last(stop, position, index))
                    for index in range(len(page.entry(position).passages))
                    if start[:2] <= (position, index) <= stop[:2]
                ]
        return "\n\n".join(filter(None, parts))


def _first(start: Point, position: int, passage: int) -> int:
    return start.character if start[:2] == (position, passage) else 0


def _last(stop: Point, position: int, passage: int) -> int | None:
    return stop.character if stop[:2] == (position, passage) else None
