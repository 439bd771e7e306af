"""The index as it is at one moment, opened for reading: vectors over all entries.

A vector is a byte for every entry of the index, in the order of its segments: the impact of a term
(0 where it does not stand), or 1 and 0 for yes and no. A mask is such a yes-or-no vector as one
integer, low byte first: Python joins masks of 100,000 entries in microseconds.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from reader.index.codec import Postings, Terms
from reader.index.dense import greatest
from reader.index.engine import TOC, FileStorage
from reader.index.rows import Rows, TextColumn
from reader.index.source import State
from reader.index.writing import AUTHOR, DOCUMENT, ENTRY, TEXT, make_schema

_INDEX_NAME = "MAIN"
_YES = bytes([0]) + bytes([1]) * 255
_FEW = 16
# Postings of more than one of so many entries are joined as vectors.
_MANY = 8


class Segment:
    """One segment of an opened index.

    Attributes:
        base: The number of its first entry in the index.
        size: How many entries it has, deleted ones included.
        deleted: Its own numbers of deleted entries.
        terms: Its terms and postings.
        rows: The facts of its entries.
        texts: The words of its entries.
        documents: The documents in it, with their entries' numbers in the index.
    """

    def __init__(self, storage: Any, whoosh: Any, schema: Any, base: int) -> None:
        self.base = base
        self.size: int = whoosh.doc_count_all()
        self.deleted = frozenset(whoosh.deleted_docs())
        self.terms: Terms = whoosh.codec().terms_reader(storage, whoosh)
        entries = whoosh.codec().per_document_reader(storage, whoosh)
        self.rows: Rows = entries.column_reader(ENTRY, schema[ENTRY].column_type).rows
        self.texts: TextColumn.Reader = entries.column_reader(TEXT, schema[TEXT].column_type)
        self.documents = dict(self._read_documents())

    def _read_documents(self) -> Iterator[tuple[State, range]]:
        """A document's entries follow one another, and are deleted together."""
        keys = self.terms.field(DOCUMENT)
        for key, first, count in zip(keys.texts, keys.firsts, keys.counts, strict=True):
            if first not in self.deleted:
                yield State.of_key(key), range(self.base + first, self.base + first + count)

    def spread(self, postings: Postings) -> bytes:
        """Postings as a vector of this segment."""
        if postings.ids is None:
            after = self.size - postings.first - len(postings.impacts)
            return b"".join((bytes(postings.first), postings.impacts, bytes(after)))
        spread = bytearray(self.size)
        for number, impact in zip(postings.ids, postings.impacts, strict=True):
            spread[number] = impact
        return bytes(spread)

    def union(self, found: Iterable[Postings]) -> bytes:
        """Several postings as one vector, the greatest impact in each entry."""
        dense, sparse = list[Postings](), list[Postings]()
        for one in found:
            (dense if len(one.impacts) * _MANY > self.size else sparse).append(one)
        spread = bytearray(greatest([self.spread(one) for one in dense], self.size))
        for one in sparse:
            for number, impact in one.items():
                if spread[number] < impact:
                    spread[number] = impact
        return bytes(spread)


class _Storage(FileStorage):  # type: ignore[misc]
    """A folder of Whoosh that closes what was opened: Whoosh leaves a damaged file open."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._files: list[Any] = []

    def open_file(self, name: str, **options: Any) -> Any:
        self._files.append(super().open_file(name, **options))
        return self._files[-1]

    def close(self) -> None:
        for file in self._files:
            if not file.is_closed:
                file.close()


class Order(NamedTuple):
    """All entries in an order.

    Attributes:
        ranks: For each entry its rank.
        numbers: For each rank its entry.
    """

    ranks: array[int]
    numbers: array[int]


class Snapshot:
    """An opened index; later changes do not show in it.

    Args:
        generation: The folder of a generation.

    Attributes:
        segments: Its segments.
        size: How many entries all have, deleted ones included.

    Raises:
        Exception: Whatever damage makes Whoosh or Python raise.
    """

    def __init__(self, generation: Path) -> None:
        self._storage, schema = _Storage(generation), make_schema()
        self.segments: list[Segment] = []
        self.size = 0
        self._orders: dict[str, Order] = {}
        try:
            for whoosh in TOC.read(self._storage, _INDEX_NAME, schema=schema).segments:
                self.segments.append(Segment(self._storage, whoosh, schema, self.size))
                self.size += self.segments[-1].size
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the files."""
        self._storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def authors(self) -> list[tuple[str, str, frozenset[str]]]:
        """The authors' terms, their folded names after a space, and the words of these."""
        terms = {term for segment in self.segments for term in segment.terms.field(AUTHOR).texts}
        names = ((term, term.partition("\t")[0]) for term in terms)
        return [(term, f" {name}", frozenset(name.split())) for term, name in names]

    @cached_property
    def documents(self) -> dict[State, range]:
        """The documents in it, as the library lists them, with the numbers of their entries."""
        found = {state: numbers for segment in self.segments for state, numbers in segment.documents.items()}
        return dict(sorted(found.items()))

    @cached_property
    def _starts(self) -> tuple[list[int], list[State]]:
        ordered = sorted(self.documents.items(), key=lambda item: item[1].start)
        return [numbers.start for _, numbers in ordered], [state for state, _ in ordered]

    def locate(self, number: int) -> tuple[State, int]:
        """The document of an entry that is not deleted, and the entry's index in it."""
        starts, found = self._starts
        at = bisect_right(starts, number) - 1
        return found[at], number - starts[at]

    @cached_property
    def alive(self) -> int:
        """The mask of all entries that are not deleted."""
        spread = bytearray(self.size)
        for numbers in self.documents.values():
            spread[numbers.start : numbers.stop] = b"\x01" * len(numbers)
        return int.from_bytes(spread, "little")

    @cached_property
    def entries(self) -> int:
        """How many entries are not deleted."""
        return self.alive.bit_count()

    @cached_property
    def places(self) -> array[int]:
        """For each entry its place in the library: by document, then in reading order."""
        places, start = array("I", bytes(4 * self.size)), 0
        for numbers in self.documents.values():
            places[numbers.start : numbers.stop] = array("I", range(start, start + len(numbers)))
            start += len(numbers)
        return places

    def order(self, sort: str) -> Order:
        """All entries in an order, worked out once.

        Args:
            sort: ``date``, ``score``, or anything else for the order of places.
        """
        if sort not in self._orders:
            self._orders[sort] = self._make_order({"date": "times", "score": "scores"}.get(sort))
        return self._orders[sort]

    def _make_order(self, column: str | None) -> Order:
        keys: Sequence[int] = self.places
        numbers = sorted(range(self.size), key=keys.__getitem__)
        if column:
            keys = [number for one in self.segments for number in getattr(one.rows, column)]
            numbers.sort(key=keys.__getitem__, reverse=True)
        ranks = array("I", bytes(4 * self.size))
        for rank, number in enumerate(numbers):
            ranks[number] = rank
        return Order(ranks, array("I", numbers))

    def mask(self, vector: bytes) -> int:
        """The mask of the entries, not deleted, where a vector is not 0."""
        return int.from_bytes(vector.translate(_YES), "little") & self.alive

    def numbers(self, mask: int) -> list[int]:
        """The entries in a mask, ascending."""
        packed = mask.to_bytes(self.size, "little")
        if mask.bit_count() * _FEW > self.size:
            return list(compress(range(self.size), packed))
        found, at = [], packed.find(1)
        while at >= 0:
            found.append(at)
            at = packed.find(1, at + 1)
        return found
