"""Stacking: a table that is too wide, row by row, each cell on lines of its own behind its column's head."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from reader.model.tables import Row, rows_of
from reader.ui.wrap import wrap

_INDENT = "  "
# A head beside a long cell takes at most this share of the room.
_HEAD_SHARE = 3


class Slice(NamedTuple):
    """A line of a table.

    Attributes:
        start: First character of the table's text.
        stop: One past the last.
        lead: What stands before it: indent, and before the first line of a cell the head of its column.
    """

    start: int
    stop: int
    lead: str


def stack(text: str, room: int) -> list[Slice]:
    """The lines of a table too wide to be shown in columns.

    Args:
        text: A table's text.
        room: Cells a line may take.

    Returns:
        At least one line. Outside of them lie only spaces, the bars between cells and the rule.
    """
    rows = rows_of(text)
    has_heads = any(row.is_rule for row in rows)
    heads = [text[start:stop] for start, stop in rows[0].cells] if has_heads else []
    lines = [line for at, row in enumerate(rows) if not row.is_rule
             for line in _row(text, row, heads if at else [], room)]  # fmt: skip
    return lines or [Slice(0, 0, "")]


def _row(text: str, row: Row, heads: list[str], room: int) -> Iterator[Slice]:
    for column, (start, stop) in enumerate(row.cells):
        words = text[start:stop]
        if not words:
            continue
        lead, under = ("", _INDENT) if not column else (_INDENT, _INDENT)
        if 0 < column < len(heads) and heads[column]:
            head = _head(heads[column], room - len(_INDENT))
            lead = under = 2 * _INDENT
            if _is_beside(head, words, room - len(_INDENT)):
                lead = f"{_INDENT}{head} "
                under = " " * cell_len(lead)
            else:
                yield Slice(start, start, f"{_INDENT}{head}")
        for number, (first, last) in enumerate(wrap(words, max(1, room - cell_len(under)))):
            yield Slice(start + first, start + last, under if number else lead)


def _head(words: str, room: int) -> str:
    """The head of a column as it stands before a cell, cut only where not even a line has room for it."""
    shown = words if cell_len(words) < room else set_cell_size(words, max(0, room - 4)).rstrip() + "..."
    # Painted as a lead, in which this sign would be a quotation bar.
    return f"{shown}:".replace(">", "\u203a")


def _is_beside(head: str, words: str, room: int) -> bool:
    """Whether a cell begins on the line of its head: both fit on it, or the head leaves enough of it."""
    before = cell_len(head) + 1
    return before + cell_len(words) <= room or before <= room // _HEAD_SHARE
