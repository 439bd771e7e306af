"""The bookmarks file as it was at one moment: its table at once, its lines when they are asked for."""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from reader.bookmarks.file import Stamp, read_whole, split_lines, stamp_of
from reader.bookmarks.table import Kind, Table
from reader.errors import FileError
from reader.files import file_error, write_atomic
from reader.model.annotations import Bookmark, read_line

TABLE = ".table"
_SAID = 20
# So many new lines make the table beside the file worth writing again.
_STALE = 200


class Snapshot:
    """A bookmarks file at one moment.

    Attributes:
        stamp: Which state of the file it is; None when there was none.
        table: What is known of every line.
    """

    def __init__(
        self, path: Path, stamp: Stamp | None, table: Table, data: bytes | bytearray | None, handle: int
    ) -> None:
        self.stamp = stamp
        self.table = table
        self._path = path
        self._data = data
        self._handle = handle
        self._finalizer = weakref.finalize(self, _close, handle)

    @classmethod
    def none(cls) -> Snapshot:
        """No file at all."""
        return cls(Path(), None, Table.of([]), b"", -1)

    @classmethod
    def read(cls, path: Path, last: Snapshot, large: int) -> Snapshot:
        """The present file.

        Args:
            path: The file.
            last: What was read before; lines that are the same are not read again.
            large: From how many bytes on lines stay in the file until they are asked for.

        Raises:
            FileError: It cannot be read.
        """
        stamp = stamp_of(path)
        if stamp is not None and stamp.size > large:
            return cls._read_large(path, last)
        stamp, data = read_whole(path)
        return cls(path, stamp, Table.of(split_lines(data), last.table), data, -1)

    @classmethod
    def written(cls, path: Path, stamp: Stamp, table: Table, data: bytes | bytearray, large: int) -> Snapshot:
        """What was just written, without reading it.

        Args:
            path: The file.
            stamp: Its stamp.
            table: The table of what was written.
            data: What was written.
            large: As in :meth:`read`.
        """
        if stamp.size > large:
            _save(path, stamp, table)
            return cls.read(path, cls(path, stamp, table, None, -1), large)
        return cls(path, stamp, table, data, -1)

    @classmethod
    def _read_large(cls, path: Path, last: Snapshot) -> Snapshot:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            raise file_error(path, error) from error
        try:
            return cls(path, *_read_table(path, handle, last), None, handle)
        except BaseException as error:
            os.close(handle)
            if isinstance(error, OSError):
                raise file_error(path, error) from error
            raise

    def close(self) -> None:
        """Let go of the file; lines of a large file can no longer be read."""
        self._finalizer()
        self._handle = -1

    @property
    def is_hopeless(self) -> bool:
        """Whether there are lines, none of which is a bookmark."""
        kinds = set(self.table.kinds)
        return Kind.UNREADABLE in kinds and not kinds & {Kind.BOOKMARK, Kind.MARK, Kind.NEWER}

    def line(self, number: int) -> bytes:
        """A line without its end.

        Raises:
            FileError: It cannot be read.
        """
        start, stop = self.table.span(number)
        if self._data is not None:
            return bytes(self._data[start:stop])
        try:
            return os.pread(self._handle, stop - start, start)
        except OSError as error:
            raise file_error(self._path, error) from error

    def bookmark(self, number: int) -> Bookmark:
        """The bookmark of a line that holds one.

        Raises:
            FileError: The line is no longer what it was: another program wrote into the file.
        """
        try:
            return read_line(self.line(number))
        except ValueError as error:
            reason = "another program changed it while it was read"
            raise FileError(str(self._path), reason, "try again") from error

    def problems(self) -> Iterator[str]:
        """Sentences on lines that cannot be read, share an id, or come from a newer program."""
        bad = self.table.of_kind(Kind.UNREADABLE)
        for number in bad[:_SAID]:
            yield f"{self._path}, line {number + 1}: {_reason(self.line(number))}; it is kept as it is"
        if len(bad) > _SAID:
            yield f"{self._path}: {len(bad) - _SAID} more lines cannot be read; they are kept as they are"
        newer = len(self.table.of_kind(Kind.NEWER))
        if newer:
            said = "come from a newer Threadside; what this one does not know of them is kept"
            yield f"{self._path}: {newer} bookmarks {said}"
        yield from self._shared()

    def _shared(self) -> Iterator[str]:
        seen: dict[str, int] = {}
        for number in self.table.of_kind(Kind.BOOKMARK, Kind.NEWER):
            first = seen.setdefault(self.table.row(number).id, number)
            if first != number:
                yield f"{self._path}, lines {first + 1} and {number + 1}: they share an id; both are kept"


def _close(handle: int) -> None:
    if handle >= 0:
        with suppress(OSError):
            os.close(handle)


def _reason(line: bytes) -> str:
    try:
        read_line(line)
    except ValueError as error:
        return str(error)
    return "it could not be read"


def _read_table(path: Path, handle: int, last: Snapshot) -> tuple[Stamp, Table]:
    """The stamp and the table of an open file: what is new of it is read, or all."""
    table, known = last.table, last.stamp
    if known is None or not len(table):
        table, known = _load(path)
    stamp = Stamp.of(os.fstat(handle))
    if stamp == known:
        return stamp, table
    if known and _is_longer(handle, stamp, known, table):
        new = split_lines(os.pread(handle, stamp.size - known.size, known.size))
        for line in new:
            table.append(line)
        if len(new) < _STALE:
            return stamp, table
    else:
        with open(os.dup(handle), "rb") as file:
            file.seek(0)
            table = Table.of(split_lines(file.read(stamp.size)), table)
    _save(path, stamp, table)
    return stamp, table


def _is_longer(handle: int, stamp: Stamp, known: Stamp, table: Table) -> bool:
    """Whether the file is what it was with more behind."""
    if (stamp.device, stamp.inode) != (known.device, known.inode) or stamp.size < known.size:
        return False
    if table.size != known.size or not len(table):
        return False
    start, stop = table.span(len(table) - 1)
    last = os.pread(handle, stop - start + 1, start)
    return last.endswith(b"\n") and table.is_line(len(table) - 1, last[:-1])


def _load(path: Path) -> tuple[Table, Stamp | None]:
    with suppress(OSError, ValueError, KeyError, TypeError, IndexError):
        table, stamp = Table.unpack(_beside(path).read_bytes())
        return table, Stamp(*stamp)
    return Table.of([]), None


def _save(path: Path, stamp: Stamp, table: Table) -> None:
    """Keep the table; it can be made again, so that a failure does not matter."""
    with suppress(FileError, OSError):
        write_atomic(_beside(path), table.pack(stamp))


def _beside(path: Path) -> Path:
    target = Path(os.path.realpath(path))
    return target.with_name(f".{target.name}{TABLE}")
