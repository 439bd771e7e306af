"""Escape sequences that Textual does not write itself, and so must have come out of a text.

Two things are checked. The form: only what Textual's driver, compositor, links and clipboard
write. The place: Textual writes a style, text, and a reset, with nothing in between, so that
whatever stands inside a styled run was part of the text, even when its form is one of Textual's.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Collection, Iterator

from tests.e2e.sequences import Token, tokens

_MODES = "7|25|1000|1003|1004|1006|1015|1049|2004|2026"
_FORMS = re.compile(
    rf"\x1b\[\?(?:{_MODES})[hl]|\x1b\[\?(?:2026|2048)\$p"
    r"|\x1b\[>\d+u|\x1b\[<u"
    r"|\x1b\[\d+;\d+H|\x1b\[H|\x1b\[2J"
    r"|\x1b\]8;id=\d+;https?://[!-~]+\x1b\\|\x1b\]8;;\x1b\\"
    r"|\x1b\]22;[a-z-]+\x07"  # The shape of the mouse pointer.
    r"|[\n\x07]"
)
_STYLE = re.compile(r"\x1b\[[\d;]+m")
_RESET = re.compile(r"\x1b\[0?m")
_COPY = re.compile(r"\x1b\]52;[a-z]*;([A-Za-z0-9+/=]*)(?:\x07|\x1b\\)")
# They write nothing, and yet change the order or the lines of what is written.
_UNSEEN = re.compile("[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u206f\ud800-\udfff]")
_CONTEXT = 30


def copied_text(token: Token) -> str | None:
    """The text that a token puts on the clipboard (OSC 52), or None when it does not."""
    match = _COPY.fullmatch(token.text)
    if not match:
        return None
    try:
        return base64.b64decode(match[1], validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


def foreign(output: bytes, copies: Collection[str] = ()) -> list[str]:
    """Find what Textual did not write itself.

    Args:
        output: All bytes a program wrote.
        copies: Texts the program was asked to copy; any other copy is foreign, since one that
            leaks out of a text looks just the same.

    Returns:
        Each sequence or character as a Python literal, with the text before it; empty when clean.
    """
    return list(_foreign(tokens(output), copies))


def _foreign(written: list[Token], copies: Collection[str]) -> Iterator[str]:
    before, is_styled = "", False
    for index, token in enumerate(written):
        if token.kind == "text":
            before = token.text
            yield from (_say(char, before) for char in _UNSEEN.findall(token.text))
        elif _STYLE.fullmatch(token.text) or _RESET.fullmatch(token.text):
            is_reset = _RESET.fullmatch(token.text) is not None
            if is_reset != is_styled:
                yield _say(token.text, before)
            is_styled = not is_reset
        elif is_styled or not _is_known(token, written[index + 1 : index + 2], copies):
            yield _say(token.text, before)


def _is_known(token: Token, following: list[Token], copies: Collection[str]) -> bool:
    if token.text == "\r":  # The line discipline puts it before a line feed.
        return [after.text for after in following] == ["\n"]
    return _FORMS.fullmatch(token.text) is not None or copied_text(token) in copies


def _say(found: str, before: str) -> str:
    return f"{found!r} after {before[-_CONTEXT:]!r}"
