"""A program in a real pseudo-terminal, with hands on its keyboard and eyes on its screen.

    with Terminal([sys.executable, "-m", "reader"], columns=120, rows=40) as terminal:
        terminal.wait_for("Outline")
        terminal.press("j", "ctrl+o", "pagedown")
        terminal.settle()
        assert "second passage" in terminal.text()
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        assert terminal.complaints() == []
        assert terminal.foreign() == []

Nothing sleeps: every wait ends as soon as the program has written what is waited for. While a
program updates the screen between the marks of synchronized output, predicates are not asked,
just as a terminal shows nothing then.
"""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.e2e.child import Child
from tests.e2e.foreign import copied_text, foreign
from tests.e2e.keys import key_bytes, mouse_bytes
from tests.e2e.modes import SYNCHRONIZED, Modes
from tests.e2e.replies import answer
from tests.e2e.screen import Cell, Screen
from tests.e2e.sequences import Token, Tokenizer

_MOVING, _WHEEL_UP, _WHEEL_DOWN = 32, 64, 65
_AT_WORK = 0.3  # The share of a time from which on a program is at work in it.
_AFTER_RESIZING = 0.15


class TimedOut(AssertionError):
    """What was waited for did not come; the message shows the screen."""


class Terminal:
    """A terminal of xterm's family, and the program in it.

    Columns and rows are cells, counted from 0 at the top left.

    Args:
        command: The program and its arguments.
        columns: Width, in cells.
        rows: Height, in cells.
        env: Variables beyond search path, home, ``TERM``, ``COLORTERM`` and ``LANG``; nothing
            else is inherited, and an empty value takes one of these away.
        cwd: The working folder; None is the present one.

    Attributes:
        output: Every byte the program has written.
        copied: The texts it has put on the clipboard (OSC 52), oldest first.
        modes: The terminal's modes as it has left them.
        screen: The cells.
    """

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 120,
        rows: int = 40,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.output = bytearray()
        self.copied: list[str] = []
        self.modes = Modes()
        self.screen = Screen(columns, rows)
        self._tokenizer = Tokenizer()
        self._has_ended = False
        self._awaits_answer = True
        self._least_quiet = 0.0
        self._child = Child(command, columns, rows, env, cwd)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the program, if it still runs, and the terminal."""
        self._child.close()

    # ---- hands

    def press(self, *names: str) -> None:
        """Press keys, named as Textual names them: ``j``, ``ctrl+o``, ``pagedown``, ``alt+right``.

        A lone ``escape`` is taken for one only after a pause (Textual waits 0.1 seconds), so let
        the screen settle before pressing the next key.

        Raises:
            ValueError: A terminal has no such key.
        """
        self.send(b"".join(key_bytes(name) for name in names))

    def type(self, text: str) -> None:
        """Type a text, a key for each character."""
        self.send(text.encode())

    def paste(self, text: str) -> None:
        """Paste a text, between marks when the program has asked for them."""
        marks = ("\x1b[200~", "\x1b[201~") if self.modes.is_set(2004) else ("", "")
        self.send(text.join(marks).encode())

    def click(self, x: int, y: int, button: int = 0) -> None:
        """Press and release a mouse button on a cell: 0 left, 1 middle, 2 right."""
        self._mouse(button, x, y)
        self._mouse(button, x, y, is_release=True)

    def drag(self, x: int, y: int, to_x: int, to_y: int, button: int = 0) -> None:
        """Press a mouse button on one cell, move by way of the middle and release it on another.

        As by hand: the program has seen each step before the next is made.
        """
        self._mouse(button, x, y)
        for column, row in [((x + to_x) // 2, (y + to_y) // 2), (to_x, to_y)]:
            self.settle()
            self._mouse(button + _MOVING, column, row)
        self.settle()
        self._mouse(button, to_x, to_y, is_release=True)

    def wheel(self, x: int, y: int, steps: int) -> None:
        """Turn the wheel over a cell; positive steps go down, towards the end of the text."""
        for _ in range(abs(steps)):
            self._mouse(_WHEEL_DOWN if steps > 0 else _WHEEL_UP, x, y)

    def _mouse(self, button: int, x: int, y: int, *, is_release: bool = False) -> None:
        self.send(mouse_bytes(button, x, y, is_release=is_release))

    def send(self, typed: bytes) -> None:
        """Send bytes as they are, which need be no text."""
        self._child.write(typed)
        self._awaits_answer = True

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size, in cells, and let the program know."""
        self.screen.resize(rows, columns)
        self._child.resize(columns, rows)
        self._awaits_answer, self._least_quiet = True, _AFTER_RESIZING

    def kill(self, number: int = signal.SIGTERM) -> None:
        """Send a signal to the program."""
        self._child.kill(number)

    def hang_up(self) -> None:
        """Close the terminal under the program, as closing its window does (SIGHUP)."""
        self._child.hang_up()
        self._has_ended = True

    # ---- patience

    def wait_until(self, predicate: Callable[[Terminal], bool], timeout: float = 10) -> None:
        """Read until something holds.

        Args:
            predicate: Asked of this terminal, first now and then after each whole update.
            timeout: How long, in seconds.

        Raises:
            TimedOut: It did not come to hold in time, or before the program ended.
        """
        deadline = time.monotonic() + timeout
        while not (self._is_whole() and predicate(self)):
            if self._has_ended:
                raise TimedOut(self._picture("the program ended first"))
            if not self._take(deadline - time.monotonic()) and time.monotonic() >= deadline:
                raise TimedOut(self._picture(f"not within {timeout} s"))

    def wait_for(self, text: str, timeout: float = 10) -> None:
        """Read until a text stands on the screen, within one line; see :meth:`wait_until`."""
        self.wait_until(lambda terminal: text in terminal.text(), timeout)

    def settle(self, quiet: float = 0.05, timeout: float = 10, patience: float = 0.25) -> None:
        """Read until the program has written nothing for a while and rests, or has ended.

        A program that is still at work, or waits for its turn on a busy machine, does not rest
        (where the system tells, as Linux does). One that waits for another thread or a timer may
        be taken to rest in the midst of it: where something definite is to come, wait for that.

        Args:
            quiet: How long nothing must come, in seconds; at least 0.15 after a change of size,
                since Textual waits for more of them.
            timeout: How long to try, in seconds.
            patience: How long to wait for the first answer to what was done to it last, in seconds.

        Raises:
            TimedOut: It never stopped writing.
        """
        deadline = time.monotonic() + timeout
        quiet, self._least_quiet = max(quiet, self._least_quiet), 0
        while not (self._has_ended or self._rests(patience if self._awaits_answer else quiet)):
            if time.monotonic() > deadline:
                if self._take(quiet):
                    raise TimedOut(self._picture(f"still writing after {timeout} s"))
                return  # at work on something that is not shown

    def _rests(self, quiet: float) -> bool:
        before = self._child.occupied()
        return not self._take(quiet) and self._child.occupied() - before < quiet * _AT_WORK

    def wait_for_exit(self, timeout: float = 10) -> int:
        """Read until the program lets go of the terminal and ends.

        Returns:
            Its exit code, or minus the number of the signal that ended it.

        Raises:
            TimedOut: It still runs.
        """
        deadline = time.monotonic() + timeout
        while not self._has_ended:
            if not self._take(deadline - time.monotonic()) and time.monotonic() >= deadline:
                raise TimedOut(self._picture(f"still running after {timeout} s"))
        return self._child.wait(max(deadline - time.monotonic(), 1))

    def _take(self, timeout: float) -> bool:
        """Take in one piece of output; say whether there was one, the end included."""
        piece = self._child.read(timeout)
        if piece is None:
            return False
        self._has_ended = piece == b""
        self._awaits_answer = False
        self.output += piece
        for token in self._tokenizer.feed(piece, final=self._has_ended):
            self._obey(token)
        return True

    def _obey(self, token: Token) -> None:
        self.modes.see(token)
        self.screen.take(token)
        text = copied_text(token)
        if text is not None:
            self.copied.append(text)
        if reply := answer(token, self.modes, (self.screen.cursor.x, self.screen.cursor.y)):
            self._child.write(reply)

    def _is_whole(self) -> bool:
        return self._has_ended or not self.modes.is_set(SYNCHRONIZED)

    # ---- eyes

    def lines(self) -> list[str]:
        """The rows of the screen, without spaces at their ends."""
        return ["".join(row).rstrip() for row in self.screen.rows()]

    def text(self) -> str:
        """The screen as text, a line feed between rows."""
        return "\n".join(self.lines())

    def cell(self, x: int, y: int) -> Cell:
        """One cell: its character, colours and attributes.

        Raises:
            IndexError: It lies outside the screen.
        """
        return self.screen.cell(x, y)

    def find(self, text: str) -> tuple[int, int]:
        """Column and row where a text first stands on the screen, within one row; to click on.

        Raises:
            LookupError: It is nowhere.
        """
        place = self.screen.find(text)
        if place is None:
            raise LookupError(self._picture(f"{text!r} is not on the screen"))
        return place

    @property
    def pid(self) -> int:
        """The program's process number."""
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        """What the program exited with, minus the signal that ended it, or None while it runs."""
        return self._child.exit_code

    def memory(self) -> float:
        """Resident memory of the program, in MiB."""
        return self._child.memory()

    def foreign(self, copies: Collection[str] = ()) -> list[str]:
        """What it wrote that Textual does not write itself; see :func:`tests.e2e.foreign.foreign`.

        Args:
            copies: Texts the program was asked to copy.
        """
        return foreign(bytes(self.output), copies)

    def complaints(self) -> list[str]:
        """What the program has not put back as it was, in words; asked after its end."""
        settings = [] if not self._child.is_open else self._changed_settings()
        return settings + self.modes.left_over()

    def is_sane(self) -> bool:
        """Whether line settings, screen, cursor, mouse and paste modes are as before the program."""
        return not self.complaints()

    def _changed_settings(self) -> list[str]:
        is_same = self._child.attributes() == self._child.attributes_before
        return [] if is_same else ["line settings changed (echo, signals or line ends)"]

    def _picture(self, reason: str) -> str:
        if self._has_ended:  # It lets go of the terminal a moment before it has an exit code.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(2)
        frame = "-" * self.screen.columns
        return f"{reason}; exit code {self.exit_code}; the screen:\n{frame}\n{self.text()}\n{frame}"
