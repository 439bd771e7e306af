"""Checksums of a generation's files: Whoosh has none, and a flipped bit would find the wrong entries.

They are compared whenever the index is updated, for files whose size or time is no longer as it was
when they were written; opening and searching only find damage that shows.
"""

from __future__ import annotations

import json
import os
import re
import zlib
from pathlib import Path
from typing import NamedTuple

from reader.files import write_atomic

_SUMS = "sums"
_NAME = re.compile(r"_MAIN_\d+\.toc|MAIN_[0-9a-z]+\.[a-z_.]+")
_PIECE = 1 << 20


class Sum(NamedTuple):
    """What a file was when it was written.

    Attributes:
        crc: Its checksum (CRC-32).
        size: How many bytes it has.
        time: When it was last written, in nanoseconds since 1970.
    """

    crc: int
    size: int
    time: int


def write_sums(generation: Path) -> None:
    """Write the checksums of the present files; those known already are not read again.

    Raises:
        FileError: They cannot be written.
    """
    known = _read(generation)
    sums = {path.name: known.get(path.name) or _sum(path) for path in _files(generation)}
    write_atomic(generation / _SUMS, json.dumps(sums).encode())


def check_sums(generation: Path, is_thorough: bool = False) -> None:
    """See whether the files are as they were written.

    Files that no sum is known of are those of a writer that was killed, and belong to nothing;
    only a table of contents must have one.

    Args:
        generation: Their folder.
        is_thorough: Whether to read files as well whose size and time are as they were.

    Raises:
        ValueError: One is not, or one is missing.
    """
    known, found = _read(generation), {path.name: path for path in _files(generation)}
    contents = [name for name in found if name.endswith(".toc")]
    if not contents or not all(map(known.__contains__, contents)):
        raise ValueError("the index has no table of contents that was finished")
    for name, said in known.items():
        if name not in found or not _is_unchanged(found[name], said, is_thorough):
            raise ValueError(f"{name} is damaged")


def _is_unchanged(path: Path, said: Sum, is_thorough: bool) -> bool:
    seen = path.stat()
    looks_so = (seen.st_size, seen.st_mtime_ns) == said[1:] and not is_thorough
    return looks_so or _sum(path)[:2] == said[:2]


def _files(generation: Path) -> list[Path]:
    return [path for path in generation.iterdir() if _NAME.fullmatch(path.name) and path.is_file()]


def _read(generation: Path) -> dict[str, Sum]:
    try:
        return {name: Sum(*said) for name, said in json.loads((generation / _SUMS).read_bytes()).items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _sum(path: Path) -> Sum:
    crc = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            crc = zlib.crc32(piece, crc)
        seen = os.fstat(file.fileno())
    return Sum(crc, seen.st_size, seen.st_mtime_ns)
