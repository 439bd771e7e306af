"""Names of keys and the bytes a terminal of xterm's family sends for them."""

from __future__ import annotations

import unicodedata

_PLAIN = {
    "enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "escape": "\x1b", "space": " ",
    "backspace": "\x7f", "ctrl+space": "\0", "ctrl+backspace": "\x08",
}  # fmt: skip
_LETTERED = {
    "up": "A", "down": "B", "right": "C", "left": "D", "end": "F", "home": "H",
    "f1": "P", "f2": "Q", "f3": "R", "f4": "S",
}  # fmt: skip
_NUMBERED = {
    "insert": 2, "delete": 3, "pageup": 5, "pagedown": 6,
    "f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24,
}  # fmt: skip
_SIGNS = {"slash": "/", "plus": "+", "minus": "-", "at": "@"}
_MODIFIERS = {"shift": 1, "alt": 2, "ctrl": 4}


def key_bytes(name: str) -> bytes:
    """The bytes a terminal sends for a key.

    Args:
        name: One character, or a name as Textual spells it: ``enter``, ``pagedown``, ``ctrl+o``,
            ``alt+right``, ``shift+tab``, ``f1``.

    Raises:
        ValueError: No such key is known, or a terminal cannot send it.
    """
    if len(name) == 1:
        return name.encode()
    if name in _PLAIN:
        return _PLAIN[name].encode()
    *modifiers, key = name.split("+")
    if not set(modifiers) <= _MODIFIERS.keys():
        raise ValueError(f"unknown key {name!r}")
    return _modified(name, key, sum(_MODIFIERS[modifier] for modifier in set(modifiers))).encode()


def _modified(name: str, key: str, modifiers: int) -> str:
    if key in _LETTERED:
        introducer = "\x1bO" if key[0] == "f" else "\x1b["
        return f"\x1b[1;{modifiers + 1}{_LETTERED[key]}" if modifiers else introducer + _LETTERED[key]
    if key in _NUMBERED:
        return f"\x1b[{_NUMBERED[key]};{modifiers + 1}~" if modifiers else f"\x1b[{_NUMBERED[key]}~"
    return _character(name, key, modifiers)


def _character(name: str, key: str, modifiers: int) -> str:
    char = _PLAIN.get(key) or _SIGNS.get(key) or _named(key)
    if len(char) != 1 or modifiers & _MODIFIERS["shift"]:
        raise ValueError(f"unknown key {name!r}")
    if modifiers & _MODIFIERS["ctrl"]:
        if not "@" <= char.upper() <= "_":
            raise ValueError(f"a terminal cannot send {name!r}")
        char = chr(ord(char.upper()) & 0x1F)
    return f"\x1b{char}" if modifiers & _MODIFIERS["alt"] else char


def _named(key: str) -> str:
    """The sign that Textual names after Unicode, such as ``number_sign``; any other name as it is."""
    try:
        return unicodedata.lookup(key.replace("_", " ")) if len(key) > 1 else key
    except KeyError:
        return key


def mouse_bytes(button: int, x: int, y: int, *, is_release: bool = False) -> bytes:
    """The bytes of an SGR mouse report.

    Args:
        button: xterm's button code: 0 left, 1 middle, 2 right, 64 wheel up, 65 wheel down,
            plus 32 for a movement, 4, 8 and 16 for shift, alt and ctrl; 35 moves without a button.
        x: Column in cells, from 0.
        y: Row in cells, from 0.
        is_release: Whether the button goes up.
    """
    return f"\x1b[<{button};{x + 1};{y + 1}{'m' if is_release else 'M'}".encode()
