"""What the index keeps of every entry beside its terms: two column types for Whoosh.

``entry``: a row of facts, kept as arrays, so that filters and sorting never unpack a row.
``text``: the words of the entry, folded, for phrases: each with a space before and after, passages
apart by a line feed.
"""

from __future__ import annotations

import json
import mmap
import sys
from array import array
from typing import Any, NamedTuple

from reader.index.engine import Column, ColumnReader, ColumnWriter

UNKNOWN = -(2**31)
_NAMES = ("kinds", "flags", "depths", "scores", "times", "answers", "sizes")


class Row(NamedTuple):
    """The facts of one entry.

    Attributes:
        id: The entry's id.
        kind: Its number among the kinds of :mod:`reader.index.weights`.
        flags: A bit for each flag, and one for anything inferred.
        depth: How deep it stands in its thread, at most 255.
        score: Points, or UNKNOWN.
        time: Seconds since 1970 UTC, or UNKNOWN.
        answers: How many entries before it stands the one it answers; 0 for none.
        size: How many entries its branch has, itself included.
    """

    id: str
    kind: int
    flags: int
    depth: int
    score: int
    time: int
    answers: int
    size: int


class Rows:
    """The facts of all entries of a segment, by entry number; see :class:`Row`.

    Attributes:
        ids: Entry ids, each ended by a line feed.
        kinds: Kinds.
        flags: Flags.
        depths: Depths.
        scores: Scores.
        times: Times.
        answers: How far back the entries answered stand.
        sizes: Sizes of branches.
    """

    __slots__ = ("answers", "depths", "flags", "ids", "kinds", "scores", "sizes", "times")

    def __init__(self) -> None:
        self.ids = ""
        self.kinds, self.flags, self.depths = array("B"), array("H"), array("B")
        self.scores, self.times = array("i"), array("q")
        self.answers, self.sizes = array("i"), array("I")

    def columns(self) -> list[array[int]]:
        """All but the ids, in the order of a row."""
        return [getattr(self, name) for name in _NAMES]

    def pack(self) -> bytes:
        """These rows as bytes."""
        ids = self.ids.encode()
        head = json.dumps([sys.byteorder, len(self.kinds), len(ids)]).encode()
        return b"\n".join([head, b"".join(numbers.tobytes() for numbers in self.columns()) + ids])

    @classmethod
    def unpack(cls, packed: bytes) -> Rows:
        """Rows from bytes.

        Raises:
            ValueError: The bytes are not packed rows.
        """
        head, _, rest = packed.partition(b"\n")
        byteorder, count, size = json.loads(head)
        rows, start = cls(), 0
        for numbers in rows.columns():
            numbers.frombytes(rest[start : start + count * numbers.itemsize])
            start += count * numbers.itemsize
        rows.ids = rest[start:].decode()
        if byteorder != sys.byteorder or len(rest) != start + size or rows.ids.count("\n") != count:
            raise ValueError("the facts of entries are damaged")
        return rows


class RowColumn(Column):  # type: ignore[misc]
    """A column of :class:`Row`."""

    class Writer(ColumnWriter):  # type: ignore[misc]
        """Collects rows, and writes them at the end."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._rows = Rows()
            self._ids: list[str] = []

        def add(self, docnum: int, value: Row) -> None:
            """Add the row of the next entry."""
            self._ids.append(f"{value.id}\n")
            for numbers, number in zip(self._rows.columns(), value[1:], strict=True):
                numbers.append(number)

        def finish(self, docnum: int) -> None:
            """Write all rows."""
            self._rows.ids = "".join(self._ids)
            self._dbfile.write(self._rows.pack())

    class Reader(ColumnReader):  # type: ignore[misc]
        """Reads all rows at once."""

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            self.rows = Rows.unpack(dbfile.get(basepos, length))
            if len(self.rows.kinds) != doccount:
                raise ValueError("the facts of entries are damaged")


class TextColumn(Column):  # type: ignore[misc]
    """A column of texts, read where they lie."""

    class Writer(ColumnWriter):  # type: ignore[misc]
        """Writes texts one after the other, and where each stops."""

        def __init__(self, dbfile: Any) -> None:
            super().__init__(dbfile)
            self._stops = array("Q", [0])

        def add(self, docnum: int, value: bytes) -> None:
            """Add the text of the next entry."""
            self._dbfile.write(value)
            self._stops.append(self._stops[-1] + len(value))

        def finish(self, docnum: int) -> None:
            """Write where the texts stop."""
            self._dbfile.write(self._stops.tobytes())

    class Reader(ColumnReader):  # type: ignore[misc]
        """Texts by entry number.

        Attributes:
            stops: Where each text begins and, one further, stops, in bytes.
            texts: The file, mapped into memory.
        """

        def __init__(self, dbfile: Any, basepos: int, length: int, doccount: int) -> None:
            super().__init__(dbfile, basepos, length, doccount)
            self.stops = array("Q")
            size = (doccount + 1) * self.stops.itemsize
            self.stops.frombytes(dbfile.get(basepos + length - size, size))
            self.texts = mmap.mmap(dbfile.fileno(), length, access=mmap.ACCESS_READ)
            if self.stops[-1] != length - size:
                raise ValueError("the texts of entries are damaged")

        def release(self) -> None:
            """Give back the memory of what was read; the system keeps the file at hand."""
            self.texts.madvise(mmap.MADV_DONTNEED)

        def __getitem__(self, docnum: int) -> bytes:
            return self.texts[self.stops[docnum] : self.stops[docnum + 1]]
