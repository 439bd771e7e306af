"""What a terminal of xterm's family answers when a program asks it something.

Sources: the xterm control sequences document; the synchronized output proposal for mode 2026.
"""

from __future__ import annotations

import re

from tests.e2e.modes import Modes
from tests.e2e.sequences import Token

_MODE = re.compile(r"\x1b\[\?(\d+)\$p")
_COLOUR = re.compile(r"\x1b\](1[01]);\?")
_FIXED = {
    "\x1b[c": "\x1b[?64;1;2;6;22c", "\x1b[0c": "\x1b[?64;1;2;6;22c",
    "\x1b[>c": "\x1b[>41;390;0c", "\x1b[>0c": "\x1b[>41;390;0c", "\x1b[5n": "\x1b[0n",
}  # fmt: skip
_COLOURS = {"10": "rgb:e0e0/e0e0/e0e0", "11": "rgb:1010/1010/1010"}


def answer(token: Token, modes: Modes, cursor: tuple[int, int] = (0, 0)) -> bytes:
    """The bytes a terminal sends back for one token; most get none.

    Args:
        token: What the program wrote.
        modes: The modes set so far; synchronized output is known and in-band resizing is not.
        cursor: Column and row of the cursor, in cells, from 0.
    """
    if match := _MODE.fullmatch(token.text):
        return f"\x1b[?{match[1]};{modes.status(int(match[1]))}$y".encode()
    if match := _COLOUR.match(token.text):
        return f"\x1b]{match[1]};{_COLOURS[match[1]]}\x1b\\".encode()
    if token.text == "\x1b[6n":
        return f"\x1b[{cursor[1] + 1};{cursor[0] + 1}R".encode()
    return _FIXED.get(token.text, "").encode()
