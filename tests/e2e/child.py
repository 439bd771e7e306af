"""A program run in a pseudo-terminal of its own, byte by byte."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_INHERITED = ("PATH", "HOME", "TMPDIR", "PYTHONPATH")
_TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
_PIECE = 65536


class Child:
    """A program with a pseudo-terminal as its controlling terminal, in a session of its own.

    Args:
        command: The program and its arguments.
        columns: Width of the terminal, in cells.
        rows: Height of the terminal, in cells.
        environment: Variables beyond the plain ones (search path, home, terminal, language);
            nothing else is inherited, and an empty value takes a plain one away.
        folder: The working folder; None is the present one.
    """

    def __init__(
        self,
        command: Sequence[str],
        columns: int,
        rows: int,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        self._master, slave = pty.openpty()
        os.set_blocking(self._master, False)
        self._ahead = bytearray()
        self._clock: int | None = None
        self.is_open = True
        self._set_size(columns, rows)
        self.attributes_before = self.attributes()
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, cwd=folder, close_fds=True,
            env=_environment(environment or {}), start_new_session=True, preexec_fn=_take_terminal,
        )  # fmt: skip
        os.close(slave)

    @property
    def pid(self) -> int:
        """The program's process number."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """What it exited with, minus the signal that ended it, or None while it runs."""
        return self._process.poll()

    def read(self, timeout: float) -> bytes | None:
        """Take what the program has written.

        Args:
            timeout: How long to wait for something, in seconds; may be 0.

        Returns:
            Some bytes; none (``b""``) when the program has let go of the terminal; None when
            nothing came in time.
        """
        if self._ahead:
            taken = bytes(self._ahead)
            self._ahead.clear()
            return taken
        if not self.is_open:
            return b""
        readable, _, _ = select.select([self._master], [], [], max(timeout, 0))
        return self._read() if readable else None

    def _read(self) -> bytes | None:
        try:
            return os.read(self._master, _PIECE)
        except BlockingIOError:
            return None
        except OSError:  # Linux says so when the last descriptor of the other side is closed.
            return b""

    def write(self, sent: bytes) -> None:
        """Send bytes as if typed; output that would stop the program meanwhile is kept for reading."""
        while sent and self.is_open:
            readable, writable, _ = select.select([self._master], [self._master], [], 10)
            if readable:
                piece = self._read()
                if piece == b"":
                    return
                self._ahead += piece or b""
            if writable:
                sent = sent[self._write(sent) :]
            elif not readable:
                raise TimeoutError("the program does not read what is typed")

    def _write(self, sent: bytes) -> int:
        try:
            return os.write(self._master, sent)
        except BlockingIOError:
            return 0

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, in cells; the kernel tells the program (SIGWINCH)."""
        self._set_size(columns, rows)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def attributes(self) -> list[object]:
        """The terminal's line settings, as termios gives them."""
        return list(termios.tcgetattr(self._master))

    def memory(self) -> float:
        """Resident memory of the program, in MiB."""
        status = Path(f"/proc/{self.pid}/status")
        if status.exists():
            line = next(line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
            return int(line.split()[1]) / 1024
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(self.pid)], capture_output=True, check=True)
        return int(said.stdout) / 1024

    def processor(self) -> float:
        """Processor time of the program's main thread so far, in milliseconds; 0 where it is not told.

        One quick call, so that it can be asked between two pieces of output.
        """
        with contextlib.suppress(OSError):
            if self._clock is None:
                self._clock = os.open(f"/proc/{self.pid}/schedstat", os.O_RDONLY | os.O_CLOEXEC)
            return int(os.pread(self._clock, 100, 0).split()[0]) / 1e6
        return 0

    def occupied(self) -> float:
        """How long its threads have run or waited for a processor, in seconds; 0 where it is not told.

        All of them: one that waits for its turn may hold what the others wait for.
        """
        # https://docs.kernel.org/scheduler/sched-stats.html: nanoseconds run and waited, time slices.
        total = 0
        for told in Path(f"/proc/{self.pid}/task").glob("*/schedstat"):
            with contextlib.suppress(OSError, ValueError):  # it has ended meanwhile
                running, waiting, _ = told.read_text().split()
                total += int(running) + int(waiting)
        return total / 1e9

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the program, if it still runs."""
        self._process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal under the program, as closing its window does (SIGHUP)."""
        if self.is_open:
            self.is_open = False
            os.close(self._master)

    def wait(self, timeout: float) -> int:
        """Wait for the end; output must have been read, or the program may stand still.

        Args:
            timeout: How long, in seconds.

        Raises:
            subprocess.TimeoutExpired: It still runs.
        """
        return self._process.wait(timeout)

    def close(self) -> None:
        """End the program, if it still runs, and let go of everything."""
        if self.exit_code is None:
            self.kill()
        self.hang_up()
        if self._clock is not None:
            os.close(self._clock)
            self._clock = None
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    return {name: value for name, value in (inherited | _TERMINAL | dict(given)).items() if value}


def _take_terminal() -> None:
    # A controlling terminal is what makes hanging up and resizing reach the program.
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
