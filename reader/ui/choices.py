"""A list to choose from, narrowed by typing, drawn as lines over part of a pane.

It is no dialog: a screen of Textual's takes longer to open than a page to be turned (85 ms against 5),
and hides what the choice is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.clean import clean_line
from reader.errors import ThreadsideError
from reader.ui.captions import Caption, Run, clip
from reader.ui.glyphs import Glyphs

# In place of a row's number: the typed text itself is chosen.
OFFERED = -1
# The lines above the rows: the title, and what was typed.
FRAME_ROWS = 2
HINT = "Up and Down move, Enter chooses, Esc closes, letters narrow the list"
_STEPS = {"down": 1, "ctrl+n": 1, "up": -1, "ctrl+p": -1}


class Choices:
    """Shows as many rows as fit; typing narrows them.

    Args:
        title: What is chosen.
        count: How many rows there are.
        label: Gives a row's caption; asked only for rows in view, and for all when narrowing.
        then: What to do with the row chosen, or with ``OFFERED``.
        start: The row chosen at first.
        offer: Gives the caption of a first row for a typed text that is itself a choice, ``OFFERED``;
            None for one that is not.
    """

    def __init__(
        self, title: str, count: int, label: Callable[[int], Caption], then: Callable[[int], None],
        start: int = 0, offer: Callable[[str], Caption | None] = lambda typed: None,
    ) -> None:  # fmt: skip
        self.title = title
        self.label = _readable(label)
        self.offer = offer
        self.then = then
        self.rows: Sequence[int] = range(count)
        self.count = count
        self.at = min(start, max(0, count - 1))
        self.typed = ""
        self._room = 1

    def height(self, most: int) -> int:
        """The lines it takes, of so many that there are: the same whatever was typed."""
        return min(self.count + FRAME_ROWS, most)

    @property
    def chosen(self) -> int | None:
        """The row that Enter chooses; None when none is left."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    # What is shown

    def strips(self, width: int, height: int, styles: Mapping[str, Style], glyphs: Glyphs) -> list[Strip]:
        """Its lines: the title, the typed text, then rows around the chosen one.

        Args:
            width: Of each line, in cells.
            height: How many lines, at least one.
            styles: For each role its style.
            glyphs: The characters to draw with.
        """
        self._room = max(1, height - FRAME_ROWS)
        first = self._first()
        shown = [self._row(number, width, styles, glyphs) for number in range(first, first + self._room)]
        title = clip([Run(f" {self.title}")], width, glyphs)
        typed = f"  {self.typed}_" if self.typed else "  type to narrow"
        counted = clip([Run(f"{typed}  ({len(self.rows)})")], width, glyphs)
        lines = [
            _line(title, width, styles["bar"]), _line(counted, width, styles["choice-typed"]), *shown,
        ]  # fmt: skip
        return lines[:height]

    def _first(self) -> int:
        return max(0, min(self.at - self._room // 2, len(self.rows) - self._room))

    def _row(self, number: int, width: int, styles: Mapping[str, Style], glyphs: Glyphs) -> Strip:
        if number >= len(self.rows):
            return Strip.blank(width, styles["choice"])
        style = styles["choice-now" if number == self.at else "choice"]
        row = self.rows[number]
        said = (self.offer(self.typed) or []) if row == OFFERED else self.label(row)
        mark = glyphs.collapsed if number == self.at else " "
        return _line(clip([Run(f" {mark} "), *said], width, glyphs), width, style)

    # Keys and the mouse

    def take(self, key: str, character: str | None) -> bool:
        """Move or narrow; whether the key does that.

        Args:
            key: As Textual names it.
            character: What it types, if anything.
        """
        steps = {
            **_STEPS,
            "pagedown": self._room,
            "pageup": -self._room,
            "home": -self.count,
            "end": self.count,
        }
        if key in steps:
            self.move(steps[key])
        elif key == "backspace" and self.typed:
            self._narrow(self.typed[:-1])
        elif character and character.isprintable():
            self._narrow(self.typed + character)
        else:
            return False
        return True

    def move(self, rows: int) -> None:
        """Go so many rows down, or up when negative."""
        self.at = max(0, min(self.at + rows, len(self.rows) - 1))

    def point(self, line: int) -> bool:
        """Make the row on a line of its own the chosen one; whether there is one."""
        number = self._first() + line - FRAME_ROWS
        if line < FRAME_ROWS or number >= len(self.rows):
            return False
        self.at = number
        return True

    def _narrow(self, typed: str) -> None:
        self.typed = typed
        words = typed.casefold().split()
        self.rows = (
            [row for row in range(self.count) if self._fits(row, words)] if words else range(self.count)
        )
        if self.offer(typed) is not None:
            self.rows = [OFFERED, *self.rows]
        self.at = 0

    def _fits(self, row: int, words: list[str]) -> bool:
        text = "".join(run.text for run in self.label(row)).casefold()
        return all(word in text for word in words)


def _line(caption: Caption, width: int, style: Style) -> Strip:
    return Strip([Segment("".join(run.text for run in caption), style)]).adjust_cell_length(width, style)


def _readable(label: Callable[[int], Caption]) -> Callable[[int], Caption]:
    """The same captions; of a row whose text is gone, or cannot be read, why."""

    def readable(row: int) -> Caption:
        try:
            return label(row)
        except ThreadsideError as error:
            return [Run(clean_line(str(error)))]

    return readable
