"""Plain text as Markdown: whatever Markdown would act upon is escaped."""

from __future__ import annotations

import html
import re

HARD_BREAK = "\\\n"

# An underscore between two letters or digits, and a lone tilde, mean nothing in CommonMark.
_MARKS = re.compile(r"[\\`*\[\]<|]|~(?=~)|(?<=~)~|(?<![^\W_])_|_(?![^\W_])")
_ENTITY = re.compile(r"&#?\w{1,40};?")
# What opens a block at the start of a line: heading, quotation, list, rule, underline, table.
_OPENING = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|-(?=[- ]*$)|=(?==*$)|:(?=-)")
_NUMBERED = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_CLOSING = re.compile(r"(?:^|(?<=\s))#(?=#*$)")
_BLANK = re.compile(r"\n\s*\n")


def escape_markdown(text: str) -> str:
    """Plain text as Markdown that shows the same text.

    Args:
        text: Cleaned plain text. Blank lines part paragraphs; other line feeds become hard breaks.

    Returns:
        Markdown whose passages hold the same characters, white space at the ends of lines apart.
    """
    blocks = (block.strip() for block in _BLANK.split(text))
    return "\n\n".join(_escape_block(block) for block in blocks if block)


def escape_heading(text: str) -> str:
    """One line of plain text as the text of a Markdown heading (``#`` and level not included)."""
    return _CLOSING.sub(r"\\#", escape_line(text))


def escape_line(line: str) -> str:
    """One line of plain text as Markdown; see :func:`escape_markdown`."""
    marked = _MARKS.sub(r"\\\g<0>", _ENTITY.sub(_escape_entity, line.strip()))
    marked = _NUMBERED.sub(r"\1\\\2", marked, count=1) if _NUMBERED.match(marked) else marked
    return f"\\{marked}" if _OPENING.match(marked) else marked


def _escape_block(block: str) -> str:
    return HARD_BREAK.join(escape_line(line) for line in block.split("\n"))


def _escape_entity(match: re.Match[str]) -> str:
    """Only what HTML would read as a character: an ampersand by itself is left alone."""
    written = match[0]
    return written if html.unescape(written) == written else f"&amp;{written[1:]}"
