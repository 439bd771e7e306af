"""How many cells a text takes in a terminal."""

from __future__ import annotations

import unicodedata

_WIDE = frozenset("WF")
_MARKS = frozenset({"Mn", "Mc", "Me", "Cf"})
# Of the format characters these are drawn: the soft hyphen, and the signs of Arabic and Syriac numbers.
_DRAWN = frozenset(
    "\u00ad\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)


def cell_width(text: str) -> int:
    """The cells that a text takes, character by character: two for wide ones, none for marks.

    Args:
        text: Cleaned text of one line.
    """
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(char: str) -> int:
    is_mark = (
        unicodedata.category(char) in _MARKS or "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"
    )
    if is_mark and char not in _DRAWN:
        return 0
    return 2 if unicodedata.east_asian_width(char) in _WIDE else 1


def pad(text: str, width: int) -> str:
    """A text with spaces behind it up to a width in cells."""
    return text + " " * (width - cell_width(text))
