"""What stood on the screen before the program, and what it made of it."""

from __future__ import annotations

from collections.abc import Iterator

from tests.e2e.screen import Cell, Screen
from tests.e2e.sequences import Tokenizer
from tests.e2e.terminal import Terminal

# The first thing that Textual writes after entering the alternate screen.
INTERFACE = b"\x1b[?1000h"
_PIECE = 4_000


def unlike(number: int) -> str:
    """A text of several lines, in words that no other number gives: nothing quotes it, so nothing is noted."""
    words = [f"{chr(0x61 + at)}{number}mud" for at in range(2 + 6 * (number % 5))]
    some = " ".join(words)
    return (
        f"Number {number} {some}\n\n- *one{number}*\n- 木金{number} **two{number}**\n\nEnds{number} {some}end"
    )


def frame_of(terminal: Terminal) -> bytes:
    """What was written before the program; nothing when there was no saved frame."""
    frame = bytes(terminal.output[: terminal.output.index(INTERFACE)])
    return frame if b";1H" in frame else b""


def cells(screen: Screen) -> list[list[Cell]]:
    return [[screen.cell(x, y) for x in range(screen.columns)] for y in range(screen.lines)]


def screens(terminal: Terminal) -> Iterator[list[list[Cell]]]:
    """The cells when the frame stands there, and now and then until the program is silent."""
    screen, tokenizer, frame = (
        Screen(terminal.screen.columns, terminal.screen.lines),
        Tokenizer(),
        frame_of(terminal),
    )
    rest = bytes(terminal.output[len(frame) :])
    for piece in (frame, *(rest[at : at + _PIECE] for at in range(0, len(rest), _PIECE))):
        for token in tokenizer.feed(piece):
            screen.take(token)
        yield cells(screen)


def changes(terminal: Terminal) -> list[tuple[int, int]]:
    """Column and row of the cells that the program drew otherwise than the frame, which was shown."""
    first, *later = screens(terminal)
    return sorted(
        {
            (x, y)
            for one in later
            for y, (before, after) in enumerate(zip(first, one, strict=True))
            if before != after
            for x in range(len(before))
            if before[x] != after[x]
        }
    )
