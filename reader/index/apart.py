"""Updating the index in a process of its own, so that the reader's keys never wait for it.

Python runs one thread at a time, and a key pressed while another thread works waits for its turn.
A process of its own costs a tenth of a second to start, and nothing to the reader.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector

from reader.errors import ThreadsideError
from reader.index.index import Index
from reader.library import Library

_PAUSE_SECONDS = 0.1
_DONE, _FAILED, _STOPPED = 0, 3, 4
_NICENESS = 10


def update_apart(
    folder: Path, library: Path, progress: Callable[[int, int], None] = lambda done, total: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> bool:  # fmt: skip
    """Bring an index to the library's state and tidy it, in another process; wait for it.

    Args:
        folder: Where the index lies.
        library: The library's database.
        progress: Told now and then how many entries of how many are done.
        is_cancelled: Asked ten times a second; when it says so the other process is ended.

    Returns:
        Whether it was done; when not, :meth:`reader.index.Index.update` says why.
    """
    command = [sys.executable, "-P", "-m", "reader.index.apart", str(folder), str(library)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            while _listen(process, progress):
                if is_cancelled():
                    return False
        finally:
            process.kill()
    return process.returncode == _DONE


def _listen(process: subprocess.Popen[bytes], progress: Callable[[int, int], None]) -> bool:
    """Pass on what the other process says; False when it says no more."""
    assert process.stdout is not None
    with DefaultSelector() as selector:  # plain select() knows no file beyond the 1,024th
        selector.register(process.stdout, EVENT_READ)
        if not selector.select(_PAUSE_SECONDS):
            return True
    line = process.stdout.readline()
    if line:
        done, total = map(int, line.split())
        progress(done, total)
        return True
    process.wait()
    return False


def main(folder: str, library: str) -> int:
    """Update an index, saying on stdout how far it is.

    Args:
        folder: Where the index lies.
        library: The library's database.

    Returns:
        The exit code.
    """
    os.nice(_NICENESS)
    parent = os.getppid()

    def is_orphan() -> bool:
        return os.getppid() != parent

    try:
        with Library(Path(library), must_exist=True) as opened, Index(Path(folder), opened) as index:
            is_done = index.update(_say, is_orphan) and index.tidy(is_orphan)
    except (ThreadsideError, OSError):
        return _FAILED
    return _DONE if is_done else _STOPPED


def _say(done: int, total: int) -> None:
    print(done, total, flush=True)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
