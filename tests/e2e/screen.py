"""The cells of a terminal: pyte's screen, taught what it lacks.

Limits: widths are per code point (as in xterm, not per grapheme), and dim text is not kept.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

import pyte
from wcwidth import wcwidth

from tests.e2e.modes import ALTERNATE_SCREEN
from tests.e2e.sequences import Token

# pyte misreads a sequence with another private mark than "?", with intermediates or with colons.
_READABLE = re.compile(r"\x1b\[(?:[\d;]*[@-Z`-bd-mr]|\?[\d;]*[hlJK])")
_SIMPLE = frozenset("\b\t\n\v\f\r") | {f"\x1b{final}" for final in "cDEMH78"}


class Cell(NamedTuple):
    """One cell of the screen.

    Attributes:
        char: What stands in it, with its combining characters; empty in the right half of a
            wide character.
        fg: Colour of the text: ``default``, a name such as ``red`` or six hexadecimal digits.
        bg: Colour behind it, likewise.
        bold: Whether it is bold.
        italic: Whether it is slanted.
        underline: Whether it is underlined.
        strike: Whether it is struck through.
        reverse: Whether the two colours are exchanged.
    """

    char: str
    fg: str
    bg: str
    bold: bool
    italic: bool
    underline: bool
    strike: bool
    reverse: bool


class Screen(pyte.Screen):
    """A screen with an alternate one, that keeps zero-width characters and survives any sequence."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines)
        self._stream = pyte.Stream(self)
        self._main: dict[int, dict[int, Any]] | None = None

    def take(self, token: Token) -> None:
        """Obey one token; what no screen shows is passed over."""
        if token.kind == "text":
            self.draw(token.text)
        elif token.text in _SIMPLE or _READABLE.fullmatch(token.text):
            self._stream.feed(token.text)

    def draw(self, data: str) -> None:
        """Write text at the cursor; pyte would drop what follows a zero-width character."""
        if data.isascii():
            super().draw(data)
            return
        for piece in re.split("([^ -~])", data):
            if len(piece) == 1 and wcwidth(piece) <= 0 and not unicodedata.combining(piece):
                self._attach(piece)
            elif piece:
                super().draw(piece)

    def _attach(self, char: str) -> None:
        line, x = self.buffer[self.cursor.y], self.cursor.x - 1
        x -= x > 0 and line[x].data == ""
        if x >= 0:
            line[x] = line[x]._replace(data=line[x].data + char)

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        """Set modes; the alternate screen comes up empty and keeps the main one."""
        if kwargs.get("private") and ALTERNATE_SCREEN in modes and self._main is None:
            self._main = {y: dict(line) for y, line in self.buffer.items()}
            self.save_cursor()
            self.erase_in_display(2)
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        """Set modes back; leaving the alternate screen brings the main one back."""
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and ALTERNATE_SCREEN in modes and self._main is not None:
            self.erase_in_display(2)
            for y, line in self._main.items():
                self.buffer[y].update(line)
            self._main = None
            self.restore_cursor()

    def cell(self, x: int, y: int) -> Cell:
        """The cell at a column and a row, from 0.

        Raises:
            IndexError: It lies outside the screen.
        """
        if not (0 <= x < self.columns and 0 <= y < self.lines):
            raise IndexError(f"no cell at column {x}, row {y}")
        char = self.buffer[y][x]
        return Cell(
            char.data, char.fg, char.bg, char.bold, char.italics, char.underscore, char.strikethrough,
            char.reverse,
        )  # fmt: skip

    def rows(self) -> list[list[str]]:
        """What stands in each cell, row by row."""
        return [[self.buffer[y][x].data for x in range(self.columns)] for y in range(self.lines)]

    def find(self, text: str) -> tuple[int, int] | None:
        """Column and row, in cells from 0, where a text first begins within one row, or None."""
        for y, row in enumerate(self.rows()):
            at = "".join(row).find(text)
            if at >= 0:
                return _column(row, at), y
        return None


def _column(row: list[str], at: int) -> int:
    """The column of the cell that holds the character at an offset of the joined row."""
    for x, char in enumerate(row):
        if at < len(char):
            return x
        at -= len(char)
    return len(row)
