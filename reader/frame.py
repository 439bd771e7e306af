"""The saved frame: the page one left is on the screen again before anything else is imported.

On quitting, what the next start will draw first is kept beside the state, with all that decides it. The
next start shows it if all of that is still the same, and then begins as ever.

What takes time to import is imported nowhere here: neither pathlib nor re, nor any other module of ours.
"""

from __future__ import annotations

import os
import sys
import termios
import time
import zlib

from reader import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    # Column and row from 0, and runs: the parameters of a style (SGR) and a text in it.
    Line = tuple[int, int, Sequence[tuple[str, str]]]

NAME = "frame"
ALTERNATE_SCREEN = "\x1b[?1049h"
_FORMAT = "threadside.frame/1"
_TAKE, _GIVE_BACK = f"{ALTERNATE_SCREEN}\x1b[?25l\x1b[?7l", "\x1b[0m\x1b[?7h\x1b[?1049l\x1b[?25h"
_STDIN, _STDOUT, _STDERR = 0, 1, 2
_MOST_BYTES = 1 << 20
# A file that changes twice within this time may bear the same time stamp.
_TICK_SECONDS = 1.0
_NONE = "none"
_VARIABLES = (
    "TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE",
    "LANG", "LC_ALL", "LC_CTYPE", "HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
)  # fmt: skip
_BEGINNINGS = ("THREADSIDE_", "TEXTUAL", "PYTHON")
# They would say another size than the terminal has.
_SIZES = ("COLUMNS", "LINES")
_PROGRAM = os.path.dirname(os.path.abspath(__file__))
_PARTS = ("", "ui", "ui/screens", "ui/widgets", "styles", "content", "../styles", "../content")
# What stands in texts and is harmless, though Python calls it unprintable: spaces, and what joins or parts.
_PASSED = dict.fromkeys([0xA0, 0xAD, *range(0x2000, 0x200E), 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF])


class SavedFrame:
    """The frame of one start; made before anything that it depends on is read.

    Args:
        environment: Environment variables.

    Attributes:
        settings: The settings file, on which it depends.
        library: The library's database, likewise.
        state: The file of what the reader left, likewise.
        path: The file that it is kept in.
        is_shown: Whether it stands on the screen, and the terminal is not the interface's yet.
        attributes: How the terminal was set before; nothing when it was left alone.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.settings, self.library, self.state = find_files(environment)
        self.path = os.path.join(os.path.dirname(self.state), NAME)
        self.is_shown = False
        self.attributes: list[Any] = []
        self._conditions = [
            self.state, *_of_program(), *_of_environment(environment), identify(self.settings)
        ]  # fmt: skip

    # Keeping

    def look(self) -> str:
        """Which state the library is in; empty when that cannot be told."""
        return identify(self.library) if _is_empty(f"{self.library}-wal") else ""

    def encode(self, size: tuple[int, int], lines: Iterable[Line], looked: str) -> bytes:
        """What to keep, once the state is written and the library closed.

        Args:
            size: Columns and rows of the screen.
            lines: What stands on it.
            looked: What :meth:`look` gave when it was drawn.

        Returns:
            The bytes of the file; none when the frame may be wrong at the next start.
        """
        is_changed = looked != self.look() or self._conditions[-1] != identify(self.settings)
        ground = self._ground(size, looked)
        return b"" if is_changed or not ground else encode(ground, lines)

    def _ground(self, size: tuple[int, int], looked: str) -> str:
        """All that decides what is drawn, in one line; empty when something cannot be told."""
        conditions = [*self._conditions, looked, _sum(self.state)]
        return ascii((*size, *conditions)) if all(conditions) else ""

    # Showing

    def show(self) -> None:
        """Put it on the screen, if it is what the program is going to draw; else do nothing."""
        try:
            columns, rows = os.get_terminal_size(_STDOUT)
            if _has_terminal() and (kept := _read(self.path)):
                written = decode(kept, self._ground((columns, rows), self.look()))
                self._put(written)
        except (OSError, ValueError, termios.error):
            self.give_back()

    def _put(self, written: str) -> None:
        self.attributes = termios.tcgetattr(_STDIN)
        self.is_shown = True
        termios.tcsetattr(_STDIN, termios.TCSANOW, _quiet(self.attributes))
        _write(_TAKE + written)
        self._guard()

    def _guard(self) -> None:
        """Give the terminal back also when the program is ended by a signal."""
        import signal

        def end(number: int, _: object) -> None:
            self.give_back()
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, end)

    def pass_on(self) -> list[Any]:
        """The terminal is the interface's from now on, which gives it back.

        Returns:
            How it was set before.
        """
        self.is_shown = False
        return self.attributes

    def give_back(self) -> None:
        """Leave the terminal as it was, unless the interface has it."""
        if not self.is_shown:
            return
        self.is_shown = False
        try:
            _write(_GIVE_BACK)
            termios.tcsetattr(_STDIN, termios.TCSANOW, self.attributes)
        except (OSError, termios.error):  # it is gone
            return


def _quiet(attributes: Sequence[Any]) -> list[Any]:
    """The terminal as the interface sets it, Ctrl-c apart: nothing typed is echoed, changed or kept back."""
    inputs, outputs, controls, locals_, *speeds, characters = attributes
    inputs &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    locals_ &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    characters = list(characters)
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0
    # Ctrl-z is a key like any other once the interface is there; a core dump would not give the screen back.
    characters[termios.VSUSP] = characters[termios.VQUIT] = bytes([os.fpathconf(_STDIN, "PC_VDISABLE")])
    return [inputs, outputs, controls, locals_, *speeds, characters]


def _has_terminal() -> bool:
    """Whether there is a terminal, and this program has it."""
    is_terminal = all(map(os.isatty, (_STDIN, _STDOUT, _STDERR)))
    return is_terminal and os.tcgetpgrp(_STDIN) == os.getpgrp()


def _write(text: str) -> None:
    left = memoryview(text.encode())
    while left:
        left = left[os.write(_STDERR, left) :]


# What decides what is drawn


def find_files(environment: Mapping[str, str]) -> tuple[str, str, str]:
    """Where settings, library and state lie, told quickly; :mod:`reader.paths` is right where they differ."""
    own = environment.get("HOME", "")
    home = environment.get("THREADSIDE_HOME", "")
    if home:
        home = own + home[1:] if own and (home == "~" or home.startswith("~/")) else home
        folders = [home] * 3
    elif sys.platform == "darwin":
        folders = [f"{own}/Library/Application Support/threadside"] * 3
    else:
        usual = (("CONFIG", ".config"), ("DATA", ".local/share"), ("STATE", ".local/state"))
        folders = [environment.get(f"XDG_{name}_HOME") or f"{own}/{there}" for name, there in usual]
        folders = [f"{folder}/threadside" for folder in folders]
    settings, library, state = map(os.path.abspath, folders)
    return f"{settings}/config.toml", f"{library}/library.db", f"{state}/state.json"


def _of_program() -> Iterator[str]:
    """What a program of another version, or with other libraries, would differ in."""
    encoding = str(getattr(sys.__stderr__, "encoding", None)).lower()
    yield from (__version__, sys.version, sys.prefix, str(sys.flags.utf8_mode))
    yield encoding if encoding == "utf-8" else ""
    yield from (identify(f"{_PROGRAM}/{part}") for part in _PARTS)
    yield from (identify(folder) for folder in sys.path if folder.endswith("-packages"))


def _of_environment(environment: Mapping[str, str]) -> list[str]:
    named = sorted(
        f"{name}={value}" for name, value in environment.items()
        if name in _VARIABLES or name.startswith(_BEGINNINGS)
    )  # fmt: skip
    return ["" if any(name in environment for name in _SIZES) else "size", *named]


def identify(path: str) -> str:
    """Which file or folder goes by a name, and when it changed last.

    Returns:
        A line that no other state of it has; empty when it changed so lately that this is not sure.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return f"{path} {_NONE}"
    except OSError:
        return ""
    is_old = found.st_mtime < time.time() - _TICK_SECONDS
    return f"{path} {found.st_dev} {found.st_ino} {found.st_size} {found.st_mtime_ns}" if is_old else ""


def _is_empty(path: str) -> bool:
    """Whether a file holds nothing, or is not there."""
    try:
        return not os.stat(path).st_size
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _sum(path: str) -> str:
    """A checksum of a small file; empty when there is none."""
    data = _read(path)
    return f"{len(data)} {zlib.crc32(data)}" if data else ""


def _read(path: str) -> bytes:
    """What an ordinary file holds; nothing when it is none, or too large."""
    try:
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
            data = file.read(_MOST_BYTES + 1) or b""
    except OSError:
        return b""
    return data if len(data) <= _MOST_BYTES else b""


# The file


def encode(ground: str, lines: Iterable[Line]) -> bytes:
    """A frame as a file: all that decides it, and what is written where in which style.

    Args:
        ground: What decides it, in one line.
        lines: What it shows.

    Returns:
        The bytes; none for a text with characters that a terminal may take for something else.
    """
    shown = ["\t".join([f"{x}", f"{y}", *(part for run in runs for part in run)]) for x, y, runs in lines]
    if not all(map(_is_safe, shown)):
        return b""
    body = "\n".join([ground, *shown]).encode()
    return f"{_FORMAT} {zlib.crc32(body):08x}\n".encode() + body


def is_whole(data: bytes) -> bool:
    """Whether a file is a saved frame, and undamaged."""
    head, _, body = data.partition(b"\n")
    return head == f"{_FORMAT} {zlib.crc32(body):08x}".encode()


def decode(data: bytes, ground: str) -> str:
    """What to write to the terminal for a frame.

    Args:
        data: A file's bytes, from whomever.
        ground: What decides what is drawn now.

    Raises:
        ValueError: It is another frame, or none.
    """
    if not ground or not is_whole(data):
        raise ValueError("no frame, or a damaged one")
    _, kept, *lines = data.decode().split("\n")
    if kept != ground or not all(map(_is_safe, lines)):
        raise ValueError("another frame")
    return "".join(map(_sequences, lines))


def _is_safe(line: str) -> bool:
    """Whether a line has none but visible characters and tabs: nothing that a terminal would obey."""
    plain = line.replace("\t", "")
    return plain.isprintable() or plain.translate(_PASSED).isprintable()


def _sequences(line: str) -> str:
    """A line of the file as a terminal is told it.

    Raises:
        ValueError: It is not made so.
    """
    x, y, *runs = line.split("\t")
    if not (x + y).isdecimal() or len(runs) % 2 or "".join(runs[::2]).strip("0123456789;"):
        raise ValueError("no line of a frame")
    texts = (
        f"\x1b[{style}m{text}\x1b[0m" if style else text
        for style, text in zip(runs[::2], runs[1::2], strict=True)
    )
    return f"\x1b[{int(y) + 1};{int(x) + 1}H{''.join(texts)}"
