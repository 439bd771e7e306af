"""Outside text made safe for a terminal, once, after all decoding.

A terminal obeys control characters wherever they stand, and bidirectional controls can show a
sentence in another order than it was written. Each is replaced by one visible character, so that
lengths and offsets stay as they were.

Sources: ECMA-48 (C0 and C1 controls), Unicode Standard Annex 9 (bidirectional controls),
Unicode 16 section 23.3 (deprecated format characters), section 23.8 (specials) and 23.9 (tags).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_REPLACED = "\ufffd"

# Everything but a line feed that a terminal, a line splitter or a bidirectional layout acts upon.
_UNSAFE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2066-\u206f\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
# Combining marks and invisible characters: no script needs more than a few in a row, of either.
_STACKED = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
    "\u200b-\u200d\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
)
_PILED = re.compile(f"([{_STACKED}]{{8}})[{_STACKED}]+")
_SPACES = "\t\x85\u2028\u2029"
_SAFE_SCHEMES = frozenset({"http", "https"})


def clean(text: str) -> str:
    """Make outside text safe to show.

    Line ends become line feeds; C0 controls become their pictures (U+2400 and on); tabs and
    Unicode line separators become spaces; DEL, C1, bidirectional controls, tags and lone
    surrogates become U+FFFD; piles of combining or invisible characters are cut at eight.

    Args:
        text: Decoded text from outside; entities and escapes must already be undone.

    Returns:
        Text in which the only control character is the line feed. Apart from line ends and
        piles, it is as long as the text given.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and text.isprintable():
        return text
    text = _UNSAFE.sub(_visible, text)
    return text if text.isascii() else _PILED.sub(r"\1", text)


def _visible(match: re.Match[str]) -> str:
    char = match[0]
    if char in _SPACES:
        return " "
    return chr(0x2400 + ord(char)) if char < " " else _REPLACED


def clean_line(text: str) -> str:
    """Make outside text safe for a field of one line: a title, a name, an id.

    Args:
        text: Decoded text from outside.

    Returns:
        Safe text without line feeds, white space folded and trimmed.
    """
    return " ".join(clean(text).split())


def escape_json(written: str) -> str:
    """JSON text that a terminal can be shown: what :func:`clean` would replace is written as an escape.

    Args:
        written: JSON text, indented by spaces or not at all.

    Returns:
        JSON text of the same values.
    """
    return _UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1], written)


def count_unsafe(texts: Iterable[str]) -> int:
    """Count the characters that :func:`clean` would replace, tabs and line ends apart.

    Args:
        texts: Decoded texts from outside.

    Returns:
        A number of characters.
    """
    found = (char for text in texts for char in _UNSAFE.findall(text))
    return sum(char not in "\t\r" for char in found)


def safe_url(url: str | None) -> str | None:
    """Pass an address that may be shown as a link and opened.

    Args:
        url: An address from outside, or None.

    Returns:
        The address when it is http or https with a host, in printable ASCII without spaces,
        quotes or a leading dash; otherwise None.
    """
    if not url or not url.isascii() or not url.isprintable() or re.search(r"[\s\"'<>\\^`{|}]", url):
        return None
    try:
        parts = urlsplit(url)
        return url if parts.scheme.lower() in _SAFE_SCHEMES and parts.hostname else None
    except ValueError:
        return None
