"""A list to choose from, drawn line by line, narrowed by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.clean import clean_line
from reader.errors import ThreadsideError
from reader.ui.captions import Caption, Run, clip
from reader.ui.glyphs import Glyphs
from reader.ui.telling import Telling

# In place of a row's number: the typed text itself is chosen.
OFFERED = -1


class Choices(Telling, Widget, can_focus=True):
    """Shows as many rows as fit; typing narrows them, Enter chooses.

    Args:
        count: How many rows there are.
        label: Gives a row's caption; asked only for rows in view, and for all when narrowing.
        glyphs: The characters to draw with.
        start: The row chosen at first.
        offer: Gives the caption of a first row for a typed text that is itself a choice, ``OFFERED``;
            None for one that is not.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--row", "choices--chosen", "choices--typed"}
    ALLOW_SELECT = False

    class Chosen(Message):
        """A row was chosen."""

        def __init__(self, row: int) -> None:
            super().__init__()
            self.row = row

    def __init__(
        self, count: int, label: Callable[[int], Caption], glyphs: Glyphs, start: int = 0,
        offer: Callable[[str], Caption | None] = lambda typed: None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.label = _readable(label)
        self.offer = offer
        self.glyphs = glyphs
        self.rows: Sequence[int] = range(count)
        self.count = count
        self.at = min(start, max(0, count - 1))
        self.typed = ""

    @property
    def _room(self) -> int:
        return max(1, self.size.height - 1)

    def render_line(self, y: int) -> Strip:
        """The typed text on the first line, then rows around the chosen one."""
        width = self.size.width
        if y == 0:
            typed = self.get_component_rich_style("choices--typed")
            shown = f"{self.typed}_" if self.typed else "type to narrow"
            return Strip([Segment(f"{shown}  ({len(self.rows)})", typed)]).adjust_cell_length(width, typed)
        first = max(0, min(self.at - self._room // 2, len(self.rows) - self._room))
        number = first + y - 1
        style = self.get_component_rich_style("choices--chosen" if number == self.at else "choices--row")
        if number >= len(self.rows):
            return Strip.blank(width, style)
        mark = self.glyphs.collapsed if number == self.at else " "
        row = self.rows[number]
        said = (self.offer(self.typed) or []) if row == OFFERED else self.label(row)
        caption = clip([Run(f"{mark} "), *said], width, self.glyphs)
        return Strip([Segment("".join(run.text for run in caption), style)]).adjust_cell_length(width, style)

    def on_key(self, event: events.Key) -> None:
        """Move, narrow or choose."""
        steps = {"down": 1, "ctrl+n": 1, "up": -1, "ctrl+p": -1, "pagedown": self._room,
                 "pageup": -self._room, "home": -self.count, "end": self.count}  # fmt: skip
        if event.key in steps:
            self._move(steps[event.key])
        elif event.key == "enter":
            self._choose(self.at)
        elif event.key == "backspace" and self.typed:
            self._narrow(self.typed[:-1])
        elif event.character and event.character.isprintable():
            self._narrow(self.typed + event.character)
        else:
            return
        event.stop()
        event.prevent_default()

    def _move(self, rows: int) -> None:
        self.at = max(0, min(self.at + rows, len(self.rows) - 1))
        self.refresh()

    def _narrow(self, typed: str) -> None:
        self.typed = typed
        words = typed.casefold().split()
        self.rows = (
            [row for row in range(self.count) if self._fits(row, words)] if words else range(self.count)
        )
        if self.offer(typed) is not None:
            self.rows = [OFFERED, *self.rows]
        self.at = 0
        self.refresh()

    def _fits(self, row: int, words: list[str]) -> bool:
        text = "".join(run.text for run in self.label(row)).casefold()
        return all(word in text for word in words)

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self.rows):
            self.post_message(self.Chosen(self.rows[number]))

    def on_mouse_scroll_down(self) -> None:
        """The wheel turned towards the reader."""
        self._move(3)

    def on_mouse_scroll_up(self) -> None:
        """The wheel turned away from the reader."""
        self._move(-3)

    def on_click(self, event: events.Click) -> None:
        """A click chooses the row."""
        first = max(0, min(self.at - self._room // 2, len(self.rows) - self._room))
        if event.y:
            self._choose(first + event.y - 1)


def _readable(label: Callable[[int], Caption]) -> Callable[[int], Caption]:
    """The same captions; of a row whose text is gone, or cannot be read, why."""

    def readable(row: int) -> Caption:
        try:
            return label(row)
        except ThreadsideError as error:
            return [Run(clean_line(str(error)))]

    return readable
