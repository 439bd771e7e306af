"""Text inside a line as Markdown that shows the same text."""

from __future__ import annotations

import html
import re

# A lone tilde and an underscore between letters mean nothing; at the edge of a run of text they may.
_MARKS = re.compile(r"[\\`*\[\]<|]|~(?=~|$)|(?:(?<=~)|^)~|(?<![^\W_])_|_(?![^\W_])")
_ANY = re.compile(r"[\\`*\[\]<|~_]")
_ENTITY = re.compile(r"&#?\w{1,40};?")
_OPENING = re.compile(
    r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|(?:-[-\s]*|=[=\s]*|:[-:|\s]*)$|(?P<number>[0-9]{1,9})[.)](?=\s|$)"
)
_CLOSING = re.compile(r"(?:^|(?<=\s))#(?=#*$)")
_TICKS = re.compile(r"`+")


def escape_text(text: str) -> str:
    """Text that stands anywhere in a line as Markdown.

    Args:
        text: Cleaned text without line feeds.
    """
    if "&" in text:
        text = _ENTITY.sub(_escape_entity, text)
    # A function, because Python 3.11 expands a template in Python.
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", text) if _ANY.search(text) else text


def _escape_entity(match: re.Match[str]) -> str:
    """Only what would be read as a character: an ampersand by itself is left alone."""
    written = match[0]
    return written if html.unescape(written) == written else f"&amp;{written[1:]}"


def escape_opening(line: str) -> str:
    """A line of Markdown whose beginning opens no heading, quotation, list, rule or table."""
    opening = _OPENING.match(line)
    if not opening:
        return line
    at = opening.end("number") if opening["number"] else 0
    return f"{line[:at]}\\{line[at:]}"


def escape_closing(line: str) -> str:
    """The text of a heading whose end is not taken for closing marks."""
    return _CLOSING.sub(r"\\#", line)


def write_entity(char: str) -> str:
    """A character as an entity, so that it counts as punctuation beside emphasis."""
    return f"&#{ord(char)};"


def fence(text: str, least: int) -> str:
    """More backticks in a row than a text has anywhere.

    Args:
        text: What will stand between two fences.
        least: How many there must be at least.
    """
    longest = max(map(len, _TICKS.findall(text)), default=0) if "`" in text else 0
    return "`" * max(least, longest + 1)


def write_code(text: str) -> str:
    """Text as code inside a line."""
    ticks = fence(text, 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def write_address(url: str) -> str:
    """An address as the target of a link or picture."""
    plain = _ENTITY.sub(_escape_entity, url) if "&" in url else url
    return f"<{plain}>" if "(" in plain or ")" in plain else plain
