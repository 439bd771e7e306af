"""Footnotes: the links from a text to its notes and back, under one name whatever the site's."""

from __future__ import annotations

import re

from reader.model.footnotes import BACK, FORWARD

# fn-1, fnref1, fnabc, fnrefabc, footnote-2, footnote-anchor-2, _ftn1, _ftnref1, cite_note-x, cite_ref-x.
_NAME = re.compile(
    r"(?:user-content-)?_?(?:fn|ftn|footnote|cite|endnote|sdfootnote)(?=[-_:\d]|ref|[A-Za-z0-9]{6,}$)[-_:]?"
    r"(?P<back>ref|anchor)?(?:note)?[-_:]?(?P<key>[\w.:%-]+)"
)
_SIGN = 3


class Notes:
    """The footnotes of one text, numbered as they are first referred to."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._current = 0
        self._is_joined = True

    @property
    def count(self) -> int:
        """How many footnotes were referred to."""
        return len(self._numbers)

    def link(self, fragment: str) -> str:
        """What a link to a part of the same page becomes; empty when it is of no footnote."""
        named = _NAME.fullmatch(fragment)
        if not named:
            return ""
        if named["back"]:
            number = self._current or self._numbers.get(named["key"]) or 0
            return f"{BACK}{number}" if number else ""
        return f"{FORWARD}{self._numbers.setdefault(named['key'], len(self._numbers) + 1)}"

    def is_sign(self, link: str, text: str) -> bool:
        """Whether a link back is but a sign, such as an arrow, which then stands behind the footnote."""
        if not self._current or not link.startswith(BACK):
            return False
        if len(text.strip()) <= _SIGN and not any(char.isalnum() for char in text):
            return True
        self._is_joined = True
        return False

    def enter(self, name: str | None) -> bool:
        """Note that an element is entered; whether it is a footnote that was referred to."""
        named = _NAME.fullmatch(name) if name else None
        number = self._numbers.get(named["key"]) if named and not named["back"] else None
        if not number or number == self._current:
            return False
        self._current, self._is_joined = number, False
        return True

    def leave(self) -> str:
        """End the footnote entered; the link back that it lacks, or empty."""
        number, self._current = self._current, 0
        return "" if self._is_joined else f"{BACK}{number}"
