"""Tables: those that read as tables become text tables; the others rows of text, or what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from reader.importers.html.flow import BREAK, STRONG, Block, BlockKind, Container, Rows, Run
from reader.importers.html.inline import plain_text, write_inline

_COLUMNS_LIMIT = 20
_BETWEEN = Run(" │ ")


class Table:
    """A table being walked.

    Args:
        start: How many blocks there were before it.

    Attributes:
        rows: Of each row its cells, and of each cell where its blocks start and stop.
        heads: How many of the first row's cells the page calls heads.
    """

    __slots__ = ("heads", "rows", "start")

    def __init__(self, start: int) -> None:
        self.start = start
        self.rows: list[list[tuple[int, int]]] = []
        self.heads = 0

    def end_caption(self, stop: int) -> None:
        """Note that what was before the first cell is no part of the table."""
        if not any(self.rows):
            self.start = stop

    def end_cell(self, start: int, stop: int, columns: int, is_head: bool) -> None:
        """Note where the blocks of a cell lie, which may be as wide as several."""
        if not self.rows:
            self.rows.append([])
        if not any(self.rows[:-1]):
            self.heads += is_head
        self.rows[-1] += [(start, stop)] + [(stop, stop)] * (min(columns, _COLUMNS_LIMIT) - 1)


def set_table(blocks: list[Block], table: Table) -> None:
    """Turn what a table's cells hold into one table, where it reads as one.

    One of many columns becomes a list of its rows.

    Args:
        blocks: All blocks; those of the table are changed.
        table: Where they are.
    """
    start = table.start
    held = [[blocks[first:last] for first, last in row] for row in table.rows if row]
    if not _is_table(blocks[start:], held):
        return
    containers = blocks[start].containers
    rows = [[_cell_runs(cell) for cell in row] for row in held]
    if max(map(len, rows)) <= _COLUMNS_LIMIT:
        heads = rows[:0] if _has_heads(table, rows[0]) else [[]]
        blocks[start:] = [Block(BlockKind.TABLE, containers=containers, rows=_even([*heads, *rows]))]
        return
    whole = object()
    blocks[start:] = [
        Block(BlockKind.PARAGRAPH, _join(row), (*containers, Container("-", whole))) for row in rows
    ]


def _has_heads(table: Table, first: Sequence[Sequence[Run]]) -> bool:
    """Whether the first row are the heads of the columns: the page calls them so, or sets them strong."""
    filled = [run for cell in first for run in cell if run is not BREAK and run.text.strip()]
    is_strong = bool(filled) and all(run.marks & STRONG for run in filled)
    return is_strong or table.heads > 1 or table.heads >= max(1, sum(map(bool, first)))


def _is_table(blocks: Sequence[Block], rows: Sequence[Sequence[Sequence[Block]]]) -> bool:
    """Whether all there is stands in cells, as plain paragraphs, in several columns and rows."""
    in_cells = sum(len(cell) for row in rows for cell in row)
    filled = sum(any(row) for row in rows)
    is_plain = all(block.kind is BlockKind.PARAGRAPH for block in blocks)
    containers = {block.containers for block in blocks}
    columns = max(map(len, rows), default=0)
    return is_plain and in_cells == len(blocks) and len(containers) == 1 and filled > 1 and columns > 1


def _cell_runs(cell: Iterable[Block]) -> tuple[Run, ...]:
    runs = [(BREAK, *block.runs) for block in cell]
    return tuple(chain.from_iterable(runs))[1:]


def _even(rows: Sequence[Sequence[tuple[Run, ...]]]) -> Rows:
    columns = max(map(len, rows))
    return tuple(tuple(row) + ((),) * (columns - len(row)) for row in rows)


def _join(row: Iterable[Sequence[Run]]) -> list[Run]:
    cells = [(_BETWEEN, *cell) for cell in row if plain_text(cell)]
    return list(chain.from_iterable(cells))[1:]


def write_table(rows: Rows) -> str:
    """Rows as a Markdown table; the first are its heads, all empty when it has none."""
    written = [" | ".join(_write_cell(cell) for cell in row) for row in rows]
    rule = " | ".join(["---"] * len(rows[0]))
    return "\n".join(f"| {row} |" for row in [written[0], rule, *written[1:]])


def _write_cell(cell: Sequence[Run]) -> str:
    # A bar inside code must be escaped too; elsewhere it is already.
    runs = [Run(" ") if run is BREAK else run for run in cell]
    return write_inline(runs, is_line=True).markdown.replace("\\|", "|").replace("|", "\\|")
