"""The folders and files of one reader: there, theirs, writable, with room; and what was left behind."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

from reader.doctor.findings import Finding, Standing, fine, many, noted, wrong
from reader.doctor.patient import Patient
from reader.files import LOCK, discard_lock, is_locked

_LITTLE, _VERY_LITTLE = 200 * 2**20, 20 * 2**20
_FOLDER_BITS, _FILE_BITS = stat.S_IRWXU, stat.S_IRUSR | stat.S_IWUSR
OTHERS = stat.S_IWGRP | stat.S_IWOTH
_STALE_SECONDS = 3_600


def _folders(patient: Patient) -> list[Path]:
    paths = patient.paths
    named = [
        paths.settings.parent,
        paths.library.parent,
        paths.state.parent,
        patient.seen,
        paths.library.with_name("structures"),
        paths.index,
    ]
    return list(dict.fromkeys([*named, patient.bookmarks.parent]))


def examine_folders(patient: Patient) -> Iterator[Finding]:
    """Each folder of the reader's files."""
    for folder in _folders(patient):
        yield from _folder(folder, folder == patient.paths.index)


def _folder(folder: Path, is_index: bool) -> Iterator[Finding]:
    there = next(part for part in (folder, *folder.parents) if part.exists())
    if not there.is_dir():
        yield wrong("folders", f"{there} is a file where a folder should be", way_out="move it away")
        return
    found = there.stat()
    is_own = found.st_uid == os.geteuid()
    if is_own and found.st_mode & _FOLDER_BITS != _FOLDER_BITS:
        said = f"you may not read and write in {there}, which is yours"
        yield wrong("folders", said, "allow it to you", partial(_allow, there, _FOLDER_BITS))
    elif not os.access(there, os.R_OK | os.W_OK | os.X_OK):
        yield wrong(
            "folders",
            f"you may not write into {there}",
            way_out="set THREADSIDE_HOME to a folder of your own",
        )
    elif folder == there:
        yield fine("folders", f"{folder} can be read and written")
    if is_index and folder == there and is_own and found.st_mode & OTHERS:
        said = f"others may write into {folder}, and so the index in it is not used"
        yield wrong("folders", said, "forbid it to them", partial(_forbid, folder))
    yield from _space(there)


def _space(folder: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(folder).free
    said = f"{free / 2**20:,.0f} MiB are free in {folder}"
    if free < _VERY_LITTLE:
        yield wrong("folders", f"only {said}", way_out="free some space")
    elif free < _LITTLE:
        yield noted("folders", f"only {said}", way_out="free some space")


def _allow(path: Path, bits: int) -> str:
    path.chmod(stat.S_IMODE(path.stat().st_mode) | bits)
    return f"you may read and write {path} again"


def _forbid(path: Path) -> str:
    path.chmod(stat.S_IMODE(path.stat().st_mode) & ~OTHERS)
    return f"only you may write into {path}"


def examine_files(patient: Patient) -> Iterator[Finding]:
    """Each of the reader's files: an ordinary file, and theirs to read and write."""
    paths = patient.paths
    for path in (paths.settings, paths.library, patient.bookmarks, paths.state):
        if not path.exists():
            if path.is_symlink():
                yield wrong(
                    "files", f"{path} leads nowhere: {os.readlink(path)} is gone", way_out="mend the link"
                )
            continue
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            yield wrong("files", f"{path} is not an ordinary file", way_out="move it away")
        elif found.st_uid == os.geteuid() and found.st_mode & _FILE_BITS != _FILE_BITS:
            said = f"you may not read and write {path}, which is yours"
            yield wrong("files", said, "allow it to you", partial(_allow, path, _FILE_BITS))
        elif not os.access(path, os.R_OK | os.W_OK):
            yield wrong("files", f"you may not read and write {path}", way_out="ask whoever owns it")


def examine_locks(patient: Patient) -> Iterator[Finding]:
    """Lock files, and what programs that were killed left half-written."""
    locks = [path for folder in _folders(patient) for path in _found(folder, f"*{LOCK}")]
    held = [path for path in locks if is_locked(path)]
    for path in held:
        yield noted("locks", f"{path} is held: another Threadside is at work")
    left = [path for path in locks if path not in held]
    if left:
        said = f"{many(len(left), 'lock file')} held by nobody, which do no harm"
        yield Finding("locks", Standing.FINE, said, "take them away", mend=partial(_discard, left))
    halves = [path for folder in _folders(patient) for path in _found(folder, ".*.tmp") if _is_old(path)]
    if halves:
        said = f"{many(len(halves), 'file')} half-written by programs that were killed"
        yield noted("locks", said, "take them away", partial(_remove, halves))
    if not locks and not halves:
        yield fine("locks", "nothing was left behind")


def _found(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.glob(pattern) if path.is_file()) if folder.is_dir() else []


def _is_old(path: Path) -> bool:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _STALE_SECONDS
    return False


def _discard(locks: list[Path]) -> str:
    return f"{many(sum(map(discard_lock, locks)), 'lock file')} taken away"


def _remove(paths: list[Path]) -> str:
    for path in paths:
        path.unlink(missing_ok=True)
    return f"{many(len(paths), 'half-written file')} taken away"
