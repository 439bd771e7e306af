"""The bookmarks file: read whole, replaced whole, added to, and never over another's writing.

Other programs of ours wait for the lock. An editor does not know of it: so whoever writes looks
once more whether the file is the one that was read, just before it is replaced and just after.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from reader.errors import FileError
from reader.files import OTHER_HOME, explain, file_error, sync_folder, write_atomic

BACKUP = ".bak"
_PART, _PART_LINES = 2**20, 1_000


class Stamp(NamedTuple):
    """What tells one state of a file from another: where it lies, how long it is, when it was written."""

    device: int
    inode: int
    size: int
    modified: int

    @classmethod
    def of(cls, found: os.stat_result) -> Stamp:
        """The stamp of what the system says of a file."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None when there is none.

    Raises:
        FileError: It cannot be looked at, or is not an ordinary file.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise file_error(path, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise FileError(str(path), "it is a folder, not a file", OTHER_HOME)
    if not stat.S_ISREG(found.st_mode):
        raise FileError(str(path), "it is a device, not an ordinary file", OTHER_HOME)
    return Stamp.of(found)


def read_whole(path: Path) -> tuple[Stamp | None, bytes]:
    """A file's stamp and its bytes; None and nothing when there is none.

    Raises:
        FileError: It cannot be read.
    """
    if stamp_of(path) is None:
        return None, b""
    try:
        with open(path, "rb") as file:
            data = file.read()
            return Stamp.of(os.fstat(file.fileno()))._replace(size=len(data)), data
    except FileNotFoundError:
        return None, b""
    except OSError as error:
        raise FileError(str(path), explain(error), OTHER_HOME) from error


def split_lines(data: bytes) -> list[bytes]:
    """The lines of a file without their ends; a last line without an end counts.

    A large file is split in parts, because no other thread runs meanwhile.
    """
    lines: list[bytes] = []
    start = 0
    while start < len(data):
        stop = data.find(b"\n", min(start + _PART, len(data) - 1)) + 1 or len(data)
        lines += data[start:stop].split(b"\n")
        if not lines[-1]:
            lines.pop()
        start = stop
    return lines


def join_lines(lines: list[bytes]) -> bytearray:
    """A file of these lines, joined in parts for the same reason."""
    data = bytearray()
    for part in range(0, len(lines), _PART_LINES):
        data += b"".join(line + b"\n" for line in lines[part : part + _PART_LINES])
    return data


def backup_of(path: Path) -> Path:
    """Where the last good state of a file is kept."""
    target = Path(os.path.realpath(path))
    return target.with_name(target.name + BACKUP)


def replace_file(path: Path, data: bytes | bytearray, before: Stamp | None) -> Stamp | None:
    """Replace a file, unless it is no longer what was read; what was there becomes the backup.

    Args:
        path: The file; of a symbolic link, the target is replaced.
        data: All it shall hold.
        before: The stamp of what was read; None when there was no file.

    Returns:
        The stamp of the new file; None when it is no longer what was read, and nothing was written.

    Raises:
        FileError: It cannot be written; what was there is there still.
    """
    target = Path(os.path.realpath(path))
    staged = target.with_name(f".{target.name[:100]}.new")
    write_atomic(staged, data)
    try:
        if stamp_of(target) != before:
            return None
        if before is not None:
            os.chmod(staged, stat.S_IMODE(target.stat().st_mode))
            _back_up(target)
        after = Stamp.of(os.stat(staged))
        if stamp_of(target) != before:
            return None
        os.replace(staged, target)
    except OSError as error:
        raise file_error(path, error) from error
    finally:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
    sync_folder(target.parent)
    return after


def _back_up(target: Path) -> None:
    """The file under a second name: when the first is given to another file, this one keeps the old."""
    backup = backup_of(target)
    linked = backup.with_name(f".{backup.name}.new")
    try:
        linked.unlink(missing_ok=True)
        os.link(target, linked)
        os.replace(linked, backup)
    except OSError:  # a file system without links
        write_atomic(backup, target.read_bytes())


def written_late(path: Path, before: Stamp | None, known: Iterable[bytes]) -> list[bytes]:
    """Lines that another program wrote into the old file while it was being replaced.

    Args:
        path: The file that was replaced.
        before: The stamp of what was read before.
        known: The lines that were read before, and those written since.
    """
    with suppress(OSError):
        backup = backup_of(path)
        found = Stamp.of(os.stat(backup)) if before else None
        if before and found and found.inode == before.inode and found != before:
            there = set(known)
            return [line for line in split_lines(backup.read_bytes()) if line.strip() and line not in there]
    return []


def append_line(path: Path, line: bytes, before: Stamp) -> Stamp | None:
    """Add a line at the end of a file, on the disk when this returns, unless the file was replaced.

    A line that did not reach the disk whole is taken away again; if that fails as well, what is
    there of it is a line of its own for whoever reads or writes next.

    Args:
        path: The file, which exists.
        line: The line without its end.
        before: The stamp of what was read.

    Returns:
        The file's stamp after it; None when the file is no longer what was read.

    Raises:
        FileError: It cannot be written.
    """
    try:
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CLOEXEC)
    except OSError as error:
        raise file_error(path, error) from error
    try:
        if Stamp.of(os.fstat(handle)) != before:
            return None
        _append(handle, line + b"\n", before.size)
        after = Stamp.of(os.fstat(handle))
        return after if stamp_of(path) == after else None
    except OSError as error:
        raise file_error(path, error) from error
    finally:
        os.close(handle)


def _append(handle: int, data: bytes, size: int) -> None:
    is_ended = size == 0 or os.pread(handle, 1, size - 1) == b"\n"
    try:
        written = data if is_ended else b"\n" + data
        while written:
            written = written[os.write(handle, written) :]
        os.fsync(handle)
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, size)
        raise


def append_to_backup(path: Path, line: bytes) -> None:
    """Let the backup have a line as well, so that it lacks nothing but the last change."""
    with suppress(OSError), open(backup_of(path), "ab") as file:
        file.write(line + b"\n")
