"""Which modes of the terminal a program has set and not set back."""

from __future__ import annotations

import re

from tests.e2e.sequences import Token

CURSOR, ALTERNATE_SCREEN, SYNCHRONIZED = 25, 1049, 2026
_NAMES = {
    1: "application cursor keys", 7: "line wrap", 9: "mouse clicks", CURSOR: "cursor",
    47: "alternate screen", 1000: "mouse buttons", 1002: "mouse drags", 1003: "mouse movements",
    1004: "focus reports", 1005: "UTF-8 mouse", 1006: "SGR mouse", 1015: "urxvt mouse",
    1016: "mouse pixels", 1047: "alternate screen", ALTERNATE_SCREEN: "alternate screen",
    2004: "bracketed paste", SYNCHRONIZED: "synchronized output", 2048: "in-band resizing",
}  # fmt: skip
_SET_AT_FIRST = frozenset({7, CURSOR})
_CHANGE = re.compile(r"\x1b\[\?([\d;]+)([hl])")
_KEYBOARD = re.compile(r"\x1b\[([<>])(\d*)u")
_STYLE = re.compile(r"\x1b\[([\d;:]*)m")


class Modes:
    """The modes of a terminal, as the sequences it has seen left them.

    Attributes:
        keyboards: How many kitty keyboard modes lie on their stack.
        is_styled: Whether text written now would have a colour or an attribute.
    """

    def __init__(self) -> None:
        self._set = set(_SET_AT_FIRST)
        self.keyboards = 0
        self.is_styled = False

    def see(self, token: Token) -> None:
        """Follow one token of the output."""
        if match := _CHANGE.fullmatch(token.text):
            numbers = {int(number) for number in match[1].split(";") if number}
            self._set = self._set | numbers if match[2] == "h" else self._set - numbers
        elif match := _KEYBOARD.fullmatch(token.text):
            change = 1 if match[1] == ">" else -int(match[2] or 1)
            self.keyboards = max(self.keyboards + change, 0)
        elif match := _STYLE.fullmatch(token.text):
            self.is_styled = match[1].strip("0;") != ""

    def is_set(self, mode: int) -> bool:
        """Whether a private mode is set."""
        return mode in self._set

    def left_over(self) -> list[str]:
        """What differs from a fresh terminal, in words; empty when nothing does."""
        changed = sorted(self._set ^ _SET_AT_FIRST)
        said = [f"{_NAMES.get(mode, f'mode {mode}')} {self._word(mode)}" for mode in changed]
        said += ["keyboard mode left on"] if self.keyboards else []
        return said + (["colours left on"] if self.is_styled else [])

    def _word(self, mode: int) -> str:
        return "left on" if mode in self._set else "left off"

    def status(self, mode: int) -> int:
        """What a terminal reports of a mode (DECRPM): 0 not known, 1 set, 2 not set."""
        if mode not in _NAMES or mode in {1016, 2048}:
            return 0
        return 1 if mode in self._set else 2
