"""Where the index lies: generation folders, the pointer to the present one, and the lock.

    index/
        current        the pointer: one JSON object, the generation's name and its stamp
        current.lock   held by the program that writes
        g-1a2b3c4d/    a generation: files of Whoosh

A generation is built beside the present one and takes its place when the pointer is replaced, in one
step, after all of it has reached the disk. One whose stamp differs (another form, analysis or Whoosh,
another machine) is never opened, and neither is one in a folder that other users could have written:
Whoosh's table of contents is a pickle, which does what its writer pleases.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from reader.files import file_error, make_folder, write_atomic
from reader.index.engine import VERSION
from reader.index.stems import ANALYSIS_VERSION
from reader.index.writing import ENTRY_KINDS, FLAGS

# Raise it when the files, the fields or the weights change.
FORM_VERSION = 1
_POINTER = "current"
_PREFIX = "g-"


def stamp() -> dict[str, Any]:
    """What must be the same for an index to be used."""
    return {
        "form": FORM_VERSION, "analysis": ANALYSIS_VERSION, "whoosh": VERSION, "byteorder": sys.byteorder,
        "kinds": list(ENTRY_KINDS), "flags": list(FLAGS),
    }  # fmt: skip


def pointer(folder: Path) -> Path:
    """The file that says which generation is the present one."""
    return folder / _POINTER


def present(folder: Path) -> Path | None:
    """The folder of the present generation; None when there is none that may be opened."""
    try:
        said = json.loads(pointer(folder).read_bytes())
        name = said["generation"]
        if said["stamp"] != stamp() or not _is_name(name):
            return None
        generation = folder / name
        return generation if _is_own(folder) and _is_own(generation) else None
    except (OSError, ValueError, TypeError, KeyError):
        return None


def is_of_other_version(folder: Path) -> bool:
    """Whether the present generation was made in another form, or on another machine."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads(pointer(folder).read_bytes())
        return isinstance(said["stamp"], dict) and said["stamp"] != stamp()
    return False


def _is_name(name: object) -> bool:
    return isinstance(name, str) and name.startswith(_PREFIX) and name.removeprefix(_PREFIX).isalnum()


def _is_own(folder: Path) -> bool:
    found = folder.stat()
    is_writable = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not is_writable


def make_generation(folder: Path) -> Path:
    """Make an empty generation folder; it is not the present one until :func:`adopt`.

    Raises:
        FileError: It cannot be made.
    """
    generation = folder / f"{_PREFIX}{os.urandom(4).hex()}"
    try:
        make_folder(folder)
        if not _is_own(folder):
            folder.chmod(0o700)
        generation.mkdir(0o700)
    except OSError as error:
        raise file_error(folder, error) from error
    return generation


def adopt(folder: Path, generation: Path) -> None:
    """Make a generation the present one, and remove all others.

    A program that still reads another one keeps its files until it lets go of them.

    Raises:
        FileError: The pointer cannot be written; the present generation stays.
    """
    said = {"generation": generation.name, "stamp": stamp()}
    write_atomic(pointer(folder), json.dumps(said).encode())
    prune(folder, generation)


def prune(folder: Path, kept: Path) -> None:
    """Remove all generations but one: those of the past, and those a killed program left half-built."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name.startswith(_PREFIX) and path != kept:
                shutil.rmtree(path, ignore_errors=True)


def latest(generation: Path) -> Path:
    """The newest table of contents of a generation: another file after every change.

    Raises:
        ValueError: There is none.
    """
    return max(generation.glob("_*.toc"), key=lambda path: int(path.stem.rpartition("_")[2]))


def discard(folder: Path) -> None:
    """Give up the present generation: it turned out damaged while it was used."""
    with suppress(OSError):
        pointer(folder).unlink()
