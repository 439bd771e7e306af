"""Errands: what is fetched or read into the library in a thread of its own, while the reader reads on.

An errand can be stopped until the moment its document is written; then the library is as it was.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.errors import ThreadsideError
from reader.library import Added, Library
from reader.progress import watched

if TYPE_CHECKING:
    from reader.fetch import Client, Clock
    from reader.model.documents import Document

# Opens the way to the network: by which clock it goes, and whether private addresses may be asked.
OpenClient = Callable[["Clock", bool], "Client"]
# How long one thread may keep another waiting for Python itself.
_SWITCH_SECONDS = 0.001
_MIB = 2**20


class Stopped(Exception):
    """The reader stopped the errand."""


class Outcome(NamedTuple):
    """What became of an errand.

    Attributes:
        document: The id of the document.
        entry: The id of the entry to begin at; empty for where the reader left.
        said: What happened, in a sentence.
    """

    document: str
    entry: str
    said: str


class Errand:
    """Something to be fetched or read.

    Args:
        doing: What it does, for the reader, such as ``Adding talk.vtt``.
        library: The library's database.
        open_client: Opens another way to the network than the usual one.
    """

    def __init__(self, doing: str, library: Path, open_client: OpenClient | None = None) -> None:
        self.doing = doing
        self.open_client = open_client
        self._library = library
        self._lock = threading.Lock()
        self.stopped = threading.Event()
        self._writing: int | None = None
        self._size, self._announced = 0, 0
        self._counted = ""

    def start(
        self, do: Callable[[Library, Errand], Outcome], done: Callable[[Outcome], None],
        failed: Callable[[ThreadsideError], None], crashed: Callable[[Exception], None],
    ) -> None:  # fmt: skip
        """Begin.

        Args:
            do: What to do, in the thread, with a library of its own.
            done: Is given what became of it, in the thread; not when it was stopped.
            failed: Is given what went wrong, in the thread.
            crashed: Is given a fault of the program, in the thread.
        """
        sys.setswitchinterval(_SWITCH_SECONDS)

        def run() -> None:
            try:
                with watched(self.count), _Guarded(self._library, self) as library:
                    outcome = do(library, self)
            except Stopped:
                return
            except ThreadsideError as error:
                failed(error)
            except Exception as error:
                crashed(error)
            else:
                done(outcome)

        threading.Thread(target=run, name="errand", daemon=True).start()

    def stop(self) -> bool:
        """Stop it.

        Returns:
            Whether there was still time to: the library stays as it was.
        """
        with self._lock:
            if self._writing is None:
                self.stopped.set()
            return self._writing is None

    def progress(self) -> str:
        """What it is at, in words."""
        if self._writing is not None:
            return f"{self.doing}: writing {self._writing:,} entries"
        if self._counted:
            return f"{self.doing}: {self._counted}"
        if not self._size:
            return self.doing
        of = f" of {self._announced / _MIB:.1f}" if self._announced >= self._size else ""
        return f"{self.doing}: {self._size / _MIB:.1f}{of} MiB have come"

    # In the thread

    def watch(self, size: int, announced: int | None) -> None:
        """Bytes of an answer came.

        Raises:
            Stopped: They are no longer wanted.
        """
        self.go_on()
        self._size, self._announced = size, announced or 0

    def count(self, what: str, done: int, of: int | None) -> None:
        """So much was done of the work on what came.

        Raises:
            Stopped: It is no longer wanted.
        """
        if self._writing is None:
            self.go_on()
            self._counted = f"{done:,}{'' if of is None else f' of {of:,}'} {what}"

    def go_on(self) -> None:
        """Go on, unless it was stopped.

        Raises:
            Stopped: It was.
        """
        if self.stopped.is_set():
            raise Stopped

    def begin_writing(self, entries: int) -> None:
        """The document is about to be written; from now on it is too late to stop.

        Raises:
            Stopped: It was stopped before.
        """
        with self._lock:
            self.go_on()
            self._writing = entries


class _Guarded(Library):
    """A library into which an errand puts nothing once it was stopped."""

    def __init__(self, path: Path, errand: Errand) -> None:
        super().__init__(path)
        self._errand = errand

    def add(self, document: Document, *given: Any, **named: Any) -> Added:
        self._errand.begin_writing(len(document.entries))
        return super().add(document, *given, **named)
