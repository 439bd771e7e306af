"""Results as trees: for each document the hits, and above each one line for what it answers.

Pure arithmetic on columns, so that it can be done in another thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto
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
