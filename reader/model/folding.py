"""Text folded for comparison, and the words in it.

Folding makes different ways of writing the same word equal: accents, ligatures, full-width forms,
typographic quotes and dashes, soft hyphens, and (unless case is kept) upper and lower case. It
works character by character, so every place in the folded text has a place in the original.

Sources: Unicode Standard Annex 15 (NFKD), Unicode case folding (CaseFolding.txt, status C and F),
Unicode 16 section 23.2 (characters that may be ignored).
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from typing import NamedTuple

# Marks left out when typing: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowels.
_MARKS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1-\u05c7"
    "\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_IGNORED = "\u00ad\u034f\u200c\u200d\u2060\ufe0e\ufe0f\ufeff"
_WRITTEN_AS = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u02b9\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys(_IGNORED, ""),
    "\u00e6": "ae", "\u00c6": "AE", "\u0153": "oe", "\u0152": "OE", "\u00f8": "o", "\u00d8": "O",
    "\u0142": "l", "\u0141": "L", "\u0111": "d", "\u0110": "D",
}  # fmt: skip
_FREQUENT = "\u2018\u2019\u201c\u201d\u2013\u2014"
# Scripts without spaces between words, and pictures: every character is a word.
_SINGLE = (
    "\u2600-\u27bf\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
# Scripts whose words hold marks that Python's \w leaves out.
_MARKED = (
    "\u0900-\u0963\u0966-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc"
    "\u0ec8-\u0ecd\u0f18-\u0fbc\u102b-\u103e\u17b4-\u17d3"
)
_WORD = re.compile(f"[{_SINGLE}]|(?:[^\\W_{_SINGLE}]|[{_MARKED}])+")
_BEYOND_ASCII = re.compile("[^\\x00-\\x7f]+")
_ASCII_WORD = re.compile("[a-zA-Z0-9]+")


class _Table(dict[int, str]):
    """What each character is folded to, found out once."""

    def __init__(self, is_cased: bool) -> None:
        self._is_cased = is_cased

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _WRITTEN_AS.get(char)
        if plain is None:
            plain = unicodedata.normalize("NFC", _MARKS.sub("", unicodedata.normalize("NFKD", char)))
        if not self._is_cased:
            plain = _MARKS.sub("", plain.casefold()).lower()
        if char not in plain:
            plain = plain.translate(self)
        self[code] = plain
        return plain


_FOLDED, _CASED = _Table(False), _Table(True)


class Folded(NamedTuple):
    """A folded text that knows where its characters come from.

    Attributes:
        text: The folded text.
        starts: For each of its characters the index of the original character; None when both
            texts correspond character by character.
        length: How many characters the original has.
    """

    text: str
    starts: array[int] | None
    length: int

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """The half-open range of the original that a range of the folded text was made from.

        Args:
            start: First character.
            stop: One past the last; more than ``start``.

        Returns:
            Whole original characters, with the accents and joiners that follow the last one.
        """
        if self.starts is None:
            return start, stop
        last = self.starts[stop - 1]
        while stop < len(self.starts) and self.starts[stop] == last:
            stop += 1
        return self.starts[start], self.starts[stop] if stop < len(self.starts) else self.length


def fold(text: str, is_cased: bool = False) -> str:
    """Fold a text.

    Args:
        text: Any text.
        is_cased: Keep upper and lower case apart.
    """
    if not text.isascii():
        # Most texts have few other characters than these, and a table takes 80 ns a character.
        for char in _FREQUENT:
            text = text.replace(char, _WRITTEN_AS[char])
        table = _CASED if is_cased else _FOLDED
        text = _BEYOND_ASCII.sub(lambda match: match[0].translate(table), text)
    return text if is_cased else text.lower()


def fold_with_places(text: str, is_cased: bool = False) -> Folded:
    """Fold a text so that places found in it can be shown in the original.

    Args:
        text: Any text.
        is_cased: Keep upper and lower case apart.
    """
    folded = fold(text, is_cased)
    if text.isascii():
        return Folded(folded, None, len(text))
    table = _CASED if is_cased else _FOLDED
    if all(len(table[ord(char)]) == 1 for char in set(text)):
        return Folded(folded, None, len(text))
    starts = array("l", (at for at, char in enumerate(text) for _ in table[ord(char)]))
    return Folded(folded, starts, len(text))


def words(folded: str) -> list[str]:
    """The words of a folded text in order: runs of letters and digits, or one such as a CJK character."""
    return (_ASCII_WORD if folded.isascii() else _WORD).findall(folded)


def word_spans(folded: str) -> Iterator[tuple[str, int, int]]:
    """The words of a folded text with the half-open range of each."""
    pattern = _ASCII_WORD if folded.isascii() else _WORD
    return ((match[0], match.start(), match.end()) for match in pattern.finditer(folded))
