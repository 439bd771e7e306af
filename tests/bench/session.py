"""One start of a program in a real pseudo-terminal, with a clock on every byte it writes.

A time is that of the last byte before the output goes quiet, as a reader sees it: the screen is
right when nothing more comes. Bytes are only stamped and kept while a clock runs.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.e2e.child import Child
from tests.e2e.modes import Modes
from tests.e2e.replies import answer
from tests.e2e.sequences import Tokenizer

QUIET = 0.05
_START_QUIET = 0.25
_PATIENCE = 3.0
_SHORT_PATIENCE = 0.2
_START_PATIENCE = 180.0


class Silent(Exception):
    """A program wrote nothing when something was expected of it."""


class Stroke(NamedTuple):
    """What followed one thing done to a program.

    Attributes:
        ms: Milliseconds until the last byte.
        size: How many bytes were written.
        processor: Milliseconds of processor time until the last byte, which other programs hardly change.
    """

    ms: float
    size: int
    processor: float = 0


class Start(NamedTuple):
    """How a program began.

    Attributes:
        first: Milliseconds until the first text of the document was there.
        settled: Milliseconds until nothing more came.
        processor: Milliseconds of processor time until the first text of the document was there.
    """

    first: float
    settled: float
    processor: float = 0


class Session:
    """A running program, from its start to its end.

    Attributes:
        late: How often something more came after the quiet that should have ended a stroke; such
            strokes took longer than their figure says.
    """

    def __init__(
        self, command: Sequence[str], columns: int, rows: int, environment: Mapping[str, str], folder: Path
    ) -> None:
        self.late = 0
        self._child = Child(command, columns, rows, environment, folder)
        self._modes, self._tokenizer = Modes(), Tokenizer()
        self._has_ended = False

    def close(self) -> None:
        """End the program if it still runs."""
        self._child.close()

    def begin(self, awaited: str) -> Start:
        """Wait for the first frame and for the quiet after it.

        Args:
            awaited: A word of the document's text, to be seen in the first frame.

        Raises:
            Silent: The word has not come.
        """
        seen, first, last, processor = bytearray(), 0.0, 0.0, 0.0
        while not first or not self._has_ended:
            piece = self._child.read(_START_QUIET if first else _START_PATIENCE)
            if piece is None:
                break
            last = time.perf_counter() if piece else last
            self._reply(piece)
            seen += piece
            if not first and awaited.encode() in seen:
                first, processor = last, self._child.processor()
            if piece == b"" and not first:
                break
        if not first:
            raise Silent(f"{awaited!r} was never on the screen, but {bytes(seen[-2000:])!r}")
        return Start(self._since_start(first), self._since_start(last), processor)

    def glimpse(self) -> float:
        """Milliseconds from the start to the last byte of what is written first, before a pause.

        Raises:
            Silent: Nothing was written.
        """
        last = 0.0
        while piece := self._child.read(QUIET if last else _PATIENCE):
            last = time.perf_counter()
            self._reply(piece)
        if not last:
            raise Silent("nothing was written")
        return self._since_start(last)

    def _since_start(self, moment: float) -> float:
        return (moment - self._child.started) * 1000

    def _reply(self, piece: bytes) -> None:
        self._has_ended = piece == b""
        for token in self._tokenizer.feed(piece):
            self._modes.see(token)
            if reply := answer(token, self._modes):
                self._child.write(reply)

    def stroke(self, sent: bytes) -> Stroke:
        """Send bytes and wait for the quiet after what they bring about.

        Raises:
            Silent: Nothing was written.
        """
        self._drain()
        begun = time.perf_counter()
        self._child.write(sent)
        return self._until_quiet(begun)

    def echo(self, sent: bytes, awaited: bytes, pause: float) -> float:
        """Send bytes, and read on for a while.

        Args:
            sent: What is typed.
            awaited: What shows that it arrived.
            pause: How long to read, in seconds; longer until it arrived.

        Returns:
            Milliseconds until it arrived.

        Raises:
            Silent: It did not arrive.
        """
        seen, begun, arrived = bytearray(), time.perf_counter(), 0.0
        self._child.write(sent)
        while not arrived or time.perf_counter() - begun < pause:
            left = pause - (time.perf_counter() - begun)
            piece = self._child.read(max(0.0, left) if arrived else _PATIENCE * 3)
            if not arrived and not piece:
                raise Silent(f"{awaited!r} did not come, but {bytes(seen[-2000:])!r}")
            seen += piece or b""
            if not arrived and awaited in seen:
                arrived = time.perf_counter()
        return (arrived - begun) * 1000

    def hold(self, sent: Sequence[bytes], seconds: float, rate: float) -> Stroke:
        """Send bytes at the pace of a key held down, and wait for the quiet after the last.

        Args:
            sent: What is sent, in turn.
            seconds: For how long.
            rate: How often in a second.

        Returns:
            What followed the last: a program that cannot keep up goes on for long.

        Raises:
            Silent: Nothing was written after it.
        """
        self._drain()
        begun = time.perf_counter()
        for number in range(round(seconds * rate)):
            while (left := begun + number / rate - time.perf_counter()) > 0:
                self._child.read(left)
            last = time.perf_counter()
            self._child.write(sent[number % len(sent)])
        return self._until_quiet(last)

    def wander(self, sent: Sequence[bytes], together: int) -> None:
        """Send many keys, so many at once, waiting each time for the quiet."""
        for start in range(0, len(sent), together):
            begun = time.perf_counter()
            self._child.write(b"".join(sent[start : start + together]))
            with suppress(Silent):
                self._until_quiet(begun, _SHORT_PATIENCE)

    def resize(self, columns: int, rows: int) -> Stroke:
        """Change the size and wait likewise.

        Raises:
            Silent: Nothing was written.
        """
        self._drain()
        begun = time.perf_counter()
        self._child.resize(columns, rows)
        return self._until_quiet(begun)

    def _drain(self) -> None:
        was_late = False
        while self._child.read(0):
            was_late = True
        self.late += was_late

    def _until_quiet(self, begun: float, patience: float = _PATIENCE) -> Stroke:
        size, last, before = 0, 0.0, self._child.processor()
        after = before
        while piece := self._child.read(QUIET if last else patience):
            last = time.perf_counter()
            size += len(piece)
            after = self._child.processor()
        if not last:
            raise Silent(f"nothing was written within {patience} s")
        return Stroke((last - begun) * 1000, size, after - before)

    def memory(self) -> float:
        """Resident memory, in MiB."""
        return self._child.memory()

    def end(self, sent: bytes) -> float:
        """Ask the program to quit, and wait until its process is gone.

        Returns:
            Milliseconds.

        Raises:
            Silent: It still runs.
        """
        self._drain()
        begun = time.perf_counter()
        self._child.write(sent)
        self._until_gone()
        return (time.perf_counter() - begun) * 1000

    def run(self) -> float:
        """Wait for a program that ends by itself; milliseconds since its start.

        Raises:
            Silent: It still runs.
        """
        self._until_gone()
        return self._since_start(time.perf_counter())

    def _until_gone(self) -> None:
        while piece := self._child.read(_PATIENCE * 3):
            pass
        if piece is None:
            raise Silent("it did not end")
        self._child.wait(_PATIENCE)
