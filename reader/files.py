"""Writing the reader's files: whole or not at all, one program at a time.

Only these functions write files; the library's database writes itself.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from reader.errors import FileError

LOCK_SECONDS = 5.0
LOCK = ".lock"
_STALE_SECONDS = 3_600
_SWEPT: set[Path] = set()
_LOCK_PAUSE_SECONDS = 0.01
_COMPLETED = 200
_NEW_FILE_MODE = 0o600
_NEW_FOLDER_MODE = 0o700
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "it would be larger than the disk or your account allows",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "no permission",
    errno.EPERM: "not permitted",
    errno.EISDIR: "it is a folder, not a file",
    errno.ENOTDIR: "a folder on the way to it is a file",
    errno.EEXIST: "a folder on the way to it is a file",
    errno.ELOOP: "its symbolic links go in a circle",
    errno.ENAMETOOLONG: "its name is too long",
    errno.ENOENT: "there is no such file",
}
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FREE_SPACE = "free some space and try again"
OTHER_HOME = "put that right, or set THREADSIDE_HOME to a folder of your own"


def explain(error: OSError) -> str:
    """Say in a reader's words why the system refused."""
    said = error.strerror or str(error) or type(error).__name__
    return _REASONS.get(error.errno or 0, said[:1].lower() + said[1:])


def file_error(path: Path, error: OSError) -> FileError:
    """The error to raise when the system refuses one of the reader's files."""
    return FileError(str(path), explain(error), FREE_SPACE if error.errno in _FULL else OTHER_HOME)


def write_atomic(path: Path, data: bytes | bytearray) -> None:
    """Write a file whole or not at all.

    The bytes go to a new file in the same folder, reach the disk, and then take the name in one
    step; a failure at any moment leaves what was there. A symbolic link is written through to its
    target. A file that was there keeps its mode; a new one is for its owner alone, and so are
    folders created on the way.

    Args:
        path: The file's name.
        data: All it shall hold.

    Raises:
        FileError: It cannot be written, or is not an ordinary file.
    """
    try:
        target = _target(path)
        make_folder(target.parent)
        _replace(target, data)
    except OSError as error:
        raise file_error(path, error) from error
    _sweep(target)


def _sweep(target: Path) -> None:
    """Take away what programs killed in the midst of writing this file left beside it, once.

    Only what is so old that nobody can be writing it still: it may be another computer's.
    """
    if target in _SWEPT:
        return
    _SWEPT.add(target)
    begins = f".{target.name[:100]}."
    with suppress(OSError), os.scandir(target.parent) as folder:
        for left in folder:
            is_ours = left.name.startswith(begins) and left.name.endswith(".tmp")
            if is_ours and time.time() - left.stat().st_mtime > _STALE_SECONDS:
                os.unlink(left)


def make_folder(folder: Path) -> None:
    """Create a folder and those above it, for their owner alone; one that exists is left as it is.

    Raises:
        OSError: It cannot be created.
    """
    for part in (*reversed(folder.parents), folder):
        if not part.is_dir():
            # Another program may create it between the question and this line.
            part.mkdir(_NEW_FOLDER_MODE, exist_ok=True)


def _target(path: Path) -> Path:
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if target.exists() and not target.is_file():
        # Renaming over a device such as /dev/null would destroy it.
        raise FileError(str(path), "it is a device, not an ordinary file", OTHER_HOME)
    return target


def _replace(target: Path, data: bytes | bytearray) -> None:
    written = target.with_name(f".{target.name[:100]}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
    try:
        _write(written, data, _mode_of(target))
        os.replace(written, target)
    except BaseException:
        with suppress(OSError):
            written.unlink()
        raise
    sync_folder(target.parent)


def _mode_of(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        return _NEW_FILE_MODE


def _write(path: Path, data: bytes | bytearray, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _NEW_FILE_MODE)
    with os.fdopen(handle, "wb") as file:
        os.fchmod(handle, mode)
        file.write(data)
        file.flush()
        os.fsync(handle)


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk; a file system that cannot is no failure."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def locked(path: Path, timeout: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold a file for this program alone, until the block ends or the program dies.

    The lock is on a file of its own beside it, ``NAME.lock``, which is left there; only who holds it
    may take it away.

    Args:
        path: The file to hold; it need not exist.
        timeout: How many seconds to wait for another program.

    Raises:
        FileError: Another program held it all that time, or the lock cannot be made.
    """
    deadline = time.monotonic() + timeout
    try:
        make_folder(path.parent)
        handle = _hold(path, deadline)
    except OSError as error:
        raise file_error(path, error) from error
    is_wanted = False
    begun = os.fstat(handle).st_mtime_ns
    try:
        yield
    finally:
        with suppress(OSError):
            is_wanted = os.fstat(handle).st_mtime_ns != begun
        os.close(handle)
        if is_wanted:
            # Who waits looks now and then: without a pause, who writes again at once is always first.
            time.sleep(1.5 * _LOCK_PAUSE_SECONDS)


def _hold(path: Path, deadline: float) -> int:
    """The lock file of a path, opened and held.

    Raises:
        FileError: Another program held it all the time.
        OSError: It cannot be made.
    """
    while True:
        handle = os.open(f"{path}{LOCK}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, _NEW_FILE_MODE)
        try:
            _wait_for(handle, path, deadline)
            if _is_named(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # it was taken away while we waited: others hold the one that is there now


def _is_named(handle: int, path: Path) -> bool:
    """Whether an opened lock file is still the one that goes by its name."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), os.stat(f"{path}{LOCK}"))
    return False


def is_locked(lock: Path) -> bool:
    """Whether a program holds a lock file.

    Args:
        lock: The lock file itself.
    """
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def discard_lock(lock: Path) -> bool:
    """Take a lock file away that nobody holds; whether it was.

    Args:
        lock: The lock file itself.
    """
    with suppress(FileError, OSError), locked(lock.with_name(lock.name.removesuffix(LOCK)), 0):
        lock.unlink()
        return True
    return False


def _wait_for(handle: int, path: Path, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                reason = "another program has been using it for too long"
                raise FileError(str(path), reason, "close the other Threadside") from error
            with suppress(OSError):
                os.utime(handle)  # tells the other program that somebody waits
        except OSError as error:
            raise file_error(path, error) from error
        time.sleep(_LOCK_PAUSE_SECONDS)


def set_aside(path: Path) -> Path:
    """Give a damaged file another name, so that nothing in it is lost.

    Args:
        path: The file; of a symbolic link, the target.

    Returns:
        The new name, ``NAME.damaged-YYYY-MM-DD-HHMMSS`` in local time, numbered when taken.

    Raises:
        FileError: It cannot be renamed.
    """
    source, aside = Path(os.path.realpath(path)), name_aside(path)
    try:
        source.rename(aside)
    except OSError as error:
        raise file_error(path, error) from error
    return aside


def name_aside(path: Path) -> Path:
    """A name beside a file for what is damaged of it, see :func:`set_aside`; nothing goes by it yet."""
    aside = Path(f"{os.path.realpath(path)}.damaged-{time.strftime('%Y-%m-%d-%H%M%S')}")
    number = 1
    while (numbered := aside if number == 1 else Path(f"{aside}-{number}")).exists():
        number += 1
    return numbered


def complete_path(typed: str) -> list[str]:
    """Some of the paths that begin as typed, 200 at most; folders end in a slash.

    Args:
        typed: The beginning of a path; ``~`` stands for the reader's own folder. Hidden names are
            left out unless their dot is typed.
    """
    folder, name = os.path.split(typed)
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as found:
            near = (one for one in found if one.name.startswith(name) and one.name.isprintable())
            kept = islice((one for one in near if name or one.name[0] != "."), _COMPLETED)
            return sorted(os.path.join(folder, one.name) + "/" * one.is_dir() for one in kept)
    except (OSError, ValueError):
        return []
