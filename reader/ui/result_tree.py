"""Results as trees: for each document the hits, and above each one line for what it answers.

Pure arithmetic on columns, so that it can be done in another thread.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import Enum, auto
from itertools import accumulate
from typing import NamedTuple

from reader.model.columns import Columns

HIT_LINES = 3


class RowKind(Enum):
    """What a row of the results is."""

    DOCUMENT = auto()
    STUB = auto()
    HIT = auto()


class ResultRow(NamedTuple):
    """A row of the results.

    Attributes:
        kind: What it is.
        document: A document's id.
        entry: The index of its entry; of a document row how many hits follow.
        depth: How far it is indented.
        rank: Of a hit its rank; else -1.
    """

    kind: RowKind
    document: str
    entry: int
    depth: int = 0
    rank: int = -1

    @property
    def lines(self) -> int:
        """How many lines of the screen it takes."""
        return HIT_LINES if self.kind is RowKind.HIT else 1


class ResultLines(NamedTuple):
    """The rows of results as lines of a screen.

    Attributes:
        rows: The rows.
        starts: For each row its first line; at the end how many lines there are.
        hits: The numbers of the rows that are hits.
        best: The number of the row of the best hit; -1 when there is none.
    """

    rows: Sequence[ResultRow] = ()
    starts: Sequence[int] = (0,)
    hits: Sequence[int] = ()
    best: int = -1

    @classmethod
    def of(cls, rows: Sequence[ResultRow]) -> ResultLines:
        """The lines of rows."""
        starts = list(accumulate((row.lines for row in rows), initial=0))
        hits = [number for number, row in enumerate(rows) if row.kind is RowKind.HIT]
        best = min(hits, key=lambda number: rows[number].rank, default=-1)
        return cls(rows, starts, hits, best)

    def at(self, line: int) -> tuple[int, int]:
        """The number of the row that a line belongs to, and which of its lines it is, from 0."""
        number = bisect_right(self.starts, line) - 1
        return number, line - self.starts[number]

    def numbers(self, first: int, last: int) -> range:
        """The numbers of the rows that the lines [first, last) show."""
        stop = min(last, self.starts[-1])
        return (
            range(self.at(max(0, first))[0], self.at(stop - 1)[0] + 1) if max(0, first) < stop else range(0)
        )


def arrange_results(
    found: Sequence[tuple[str, int]], columns: Callable[[str], Columns], *, in_place: bool = False
) -> list[ResultRow]:
    """Arrange hits by document and, within one, by branch: those with the best hit first.

    Within a branch they stand in reading order, each once, below the entries they answer.

    Args:
        found: Document ids and entry indexes, best first.
        columns: Gives a document's columns.
        in_place: Keep whole documents in reading order, whatever fits best.
    """
    documents: dict[str, dict[int, dict[int, int]]] = {}
    for rank, (document, entry) in enumerate(found):
        top = 0 if in_place else columns(document).thread.top(entry)
        documents.setdefault(document, {}).setdefault(top, {})[entry] = rank
    rows: list[ResultRow] = []
    for document, branches in documents.items():
        rows.append(ResultRow(RowKind.DOCUMENT, document, sum(map(len, branches.values()))))
        for ranks in branches.values():
            rows += _branch(document, ranks, columns(document))
    return rows


def _branch(document: str, ranks: dict[int, int], columns: Columns) -> list[ResultRow]:
    thread = columns.thread
    shown = {ancestor for entry in ranks for ancestor in thread.ancestors(entry)} | ranks.keys()
    return [
        ResultRow(
            RowKind.HIT if entry in ranks else RowKind.STUB, document, entry,
            thread.depths[entry], ranks.get(entry, -1),
        )
        for entry in sorted(shown)
    ]  # fmt: skip
