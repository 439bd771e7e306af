"""The patient: the files of one reader, and copies of those that must not be touched while looked at."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from reader.bookmarks import Bookmarks
from reader.errors import ThreadsideError
from reader.library import Library
from reader.opening import find_bookmarks
from reader.paths import Paths

_LOG = "-wal"
_ATTEMPTS = 5


class Patient:
    """One reader's files, looked at without being changed.

    Args:
        environment: Environment variables.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.paths = Paths.find(environment)
        self._folder = tempfile.TemporaryDirectory(prefix="threadside-doctor-")
        self._opened: list[Library | Bookmarks] = []

    def __enter__(self) -> Patient:
        return self

    def __exit__(self, *_: object) -> None:
        for opened in self._opened:
            opened.close()
        self._folder.cleanup()

    @cached_property
    def bookmarks(self) -> Path:
        """The bookmarks file; the usual one when the settings cannot be followed."""
        with suppress(ThreadsideError):
            return find_bookmarks(self.paths, self.environment)
        return self.paths.bookmarks

    @cached_property
    def seen(self) -> Path:
        """The folder of what was read."""
        return self.paths.state.with_name("seen")

    def copy(self, path: Path) -> Path:
        """A copy of a file, to be looked at in any way.

        Raises:
            OSError: It cannot be read, or there is no room for a copy.
        """
        copied = Path(tempfile.mkdtemp(dir=self._folder.name)) / path.name
        for _ in range(_ATTEMPTS):
            before = _stamps(path)
            for suffix in ("", _LOG):
                with suppress(FileNotFoundError):
                    shutil.copyfile(f"{path}{suffix}", f"{copied}{suffix}")
            if _stamps(path) == before:  # nobody wrote into it meanwhile
                break
        return copied

    @cached_property
    def library(self) -> Library | None:
        """The library, opened in a copy; None when there is none that can be opened."""
        if not self.paths.library.is_file():
            return None
        with suppress(ThreadsideError, OSError):
            library = Library(self.copy(self.paths.library))
            self._opened.append(library)
            return library
        return None

    @cached_property
    def kept(self) -> Bookmarks | None:
        """The bookmarks, opened in a copy; None when there are none that can be read."""
        if not self.bookmarks.is_file():
            return None
        with suppress(ThreadsideError, OSError):
            bookmarks = Bookmarks(self.copy(self.bookmarks))
            bookmarks.all()
            self._opened.append(bookmarks)
            return bookmarks
        return None


def _stamps(path: Path) -> list[tuple[int, int, int]]:
    found = []
    for suffix in ("", _LOG):
        with suppress(OSError):
            seen = os.stat(f"{path}{suffix}")
            found.append((seen.st_ino, seen.st_size, seen.st_mtime_ns))
    return found
