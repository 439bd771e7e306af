"""Tables as text: a line for each row, its cells in columns of equal width, a rule below their heads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.model.passages import Span

_BETWEEN = " │ "
_CROSSING, _RULE = "─┼─", "─"
_BAR = re.compile(" │(?: |$)")
_RULE_LINE = re.compile("─+(?:┼─+)*")
# A table whose widest cells are wider together is not set in columns: few screens could show them.
_WIDTH_LIMIT = 160
_JOINER, _AS_PICTURE = "\u200d", "\ufe0f"


class Cell(NamedTuple):
    """A cell of a table.

    Attributes:
        text: Its text, in one line.
        spans: How that is set.
    """

    text: str
    spans: tuple[Span, ...] = ()


def set_table(rows: Sequence[Sequence[Cell]]) -> tuple[str, tuple[Span, ...]]:
    """The rows of a table as text, and how that is set.

    Args:
        rows: All of one length; the first are the heads of the columns, all empty when it has none.
    """
    columns = zip(*rows, strict=True)
    widths = [max(1, *(cells_of(cell.text) for cell in column)) for column in columns]
    if sum(widths) > _WIDTH_LIMIT:
        widths = [0] * len(widths)
    has_heads = any(cell.text for cell in rows[0])
    lines, spans, length = list[str](), list[Span](), 0
    for row in rows if has_heads else rows[1:]:
        line, set_in = _set_row(row, widths)
        spans += [span._replace(start=span.start + length, stop=span.stop + length) for span in set_in]
        lines.append(line)
        if has_heads and len(lines) == 1 and len(rows) > 1:
            lines.append(_CROSSING.join(_RULE * max(1, width) for width in widths))
        length = sum(map(len, lines)) + len(lines) if len(lines) < 3 else length + len(line) + 1
    return "\n".join(lines), tuple(spans)


def _set_row(row: Sequence[Cell], widths: Sequence[int]) -> tuple[str, list[Span]]:
    parts, spans, at = list[str](), list[Span](), 0
    for cell, width in zip(row, widths, strict=True):
        spans += [span._replace(start=span.start + at, stop=span.stop + at) for span in cell.spans]
        parts.append(cell.text + " " * (width - cells_of(cell.text)))
        at += len(parts[-1]) + len(_BETWEEN)
    line = _BETWEEN.join(parts).rstrip()
    return line, [span._replace(stop=min(span.stop, len(line))) for span in spans if span.start < len(line)]


def cells_of(text: str) -> int:
    """How many cells of a terminal a text takes, as far as Unicode tells."""
    if text.isascii():
        return len(text)
    return sum(_widths(text))


def _widths(text: str) -> Iterator[int]:
    before, width = "", 0
    for char in text:
        if before == _JOINER or unicodedata.category(char) in ("Mn", "Me", "Cf"):
            # A sign that a letter is meant as a picture makes that as wide as one.
            yield 1 if char == _AS_PICTURE and width == 1 else 0
        else:
            width = 2 if unicodedata.east_asian_width(char) in "WF" else 1
            yield width
        before = char


class Row(NamedTuple):
    """A row of a table's text.

    Attributes:
        cells: Where the text of each of its cells starts and stops, without the spaces around.
        is_rule: Whether it is the rule below the heads, which has no cells.
    """

    cells: tuple[tuple[int, int], ...]
    is_rule: bool = False


def rows_of(text: str) -> list[Row]:
    """The rows of a table, from what :func:`set_table` gave."""
    rows, start = list[Row](), 0
    for number, line in enumerate(text.split("\n")):
        is_rule = number == 1 and _RULE_LINE.fullmatch(line) is not None
        rows.append(Row((), True) if is_rule else Row(tuple(_cells(line, start))))
        start += len(line) + 1
    return rows


def _cells(line: str, start: int) -> Iterator[tuple[int, int]]:
    edges = [0, *(edge for bar in _BAR.finditer(line) for edge in bar.span()), len(line)]
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        words = line[first:last].strip(" ")
        at = start + line.index(words, first)
        yield at, at + len(words)
