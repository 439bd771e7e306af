"""The page one left is on the screen before the program is, and is what the program then draws."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from reader.library import Library
from tests.e2e.conftest import Open
from tests.e2e.frames import INTERFACE, changes, frame_of, unlike
from tests.e2e.modes import ALTERNATE_SCREEN
from tests.e2e.terminal import Terminal
from tests.made import made_thread
from tests.samples import sample_interview

_KEYS = (
    *"jjjjkkddugGpprJK][hhlHL123cxXT+-<>zz.,}{)(fy", "pagedown", "pageup", "tab", "tab", "ctrl+o", "right",
    "space", "f2", "F", "t", "e", "O",
)  # fmt: skip


@pytest.fixture
def two(home: Path) -> Path:
    """A library of a thread and an interview, older than a moment; nothing is noted beside their text."""
    with Library(home / "library.db") as library:
        for document in (made_thread(*map(unlike, range(1, 40)), id="on-mud"), sample_interview()):
            library.add(document, b"", "sample")
    return home


def age(home: Path) -> None:
    """Let the library be older than a moment: what changes within one may bear the same time stamp."""
    os.utime(home / "library.db", (1e9, 1e9))


def begin(threadside: Open, home: Path, *keys: str, columns: int = 100, rows: int = 30, **env: str) -> None:
    """Read for the first time, press keys and quit."""
    terminal = threadside("on-mud", "on-boats", columns=columns, rows=rows, **env)
    terminal.wait_for("Number 1")
    terminal.settle(0.1)
    age(home)
    leave(terminal, *keys)


def leave(terminal: Terminal, *keys: str) -> None:
    """Press keys, close what they opened, and quit."""
    terminal.press(*keys)
    for _ in range(2 if keys else 0):
        terminal.settle(0.02)
        terminal.press("escape")
        terminal.settle(0.12, patience=0.12)
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0
    assert terminal.complaints() == []
    terminal.close()


def started(threadside: Open, columns: int = 100, rows: int = 30, **env: str) -> Terminal:
    """Start again, until all is drawn."""
    terminal = threadside(columns=columns, rows=rows, **env)
    terminal.wait_until(lambda shown: b"\x1b[?2004h" in shown.output)
    terminal.settle(0.15)
    return terminal


def frame_shown(threadside: Open, columns: int = 100, rows: int = 30, **env: str) -> bool:
    """Start again, only until the program has the terminal; whether a saved frame was shown."""
    terminal = threadside(columns=columns, rows=rows, **env)
    terminal.wait_until(lambda shown: INTERFACE in shown.output)
    found = bool(frame_of(terminal))
    terminal.close()
    return found


@pytest.mark.parametrize(("columns", "rows"), [(110, 30), (80, 24)])
def test_what_is_shown_at_first_stays_as_it_is_until_a_key_is_pressed(
    threadside: Open, two: Path, columns: int, rows: int
) -> None:
    chance = random.Random(columns)
    begin(threadside, two, columns=columns, rows=rows)
    shown = 0
    for _ in range(2):
        keys = chance.choices(_KEYS, k=chance.randrange(1, 9))
        terminal = started(threadside, columns, rows)
        if frame_of(terminal):
            assert changes(terminal) == [], f"after {keys}"
            shown += 1
        leave(terminal, *keys)
    assert shown >= 1


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1", "THREADSIDE_ASCII": "1"}, {"COLORTERM": "", "TERM": "xterm"}]
)
def test_it_is_so_with_few_colours_and_without_any(threadside: Open, two: Path, env: dict[str, str]) -> None:
    begin(threadside, two, "pagedown", "J", **env)
    terminal = started(threadside, **env)
    assert frame_of(terminal)
    assert changes(terminal) == []


def test_no_frame_is_shown_when_anything_that_decides_it_is_another(threadside: Open, two: Path) -> None:
    begin(threadside, two, "pagedown")
    assert not frame_shown(threadside, columns=99)
    assert not frame_shown(threadside, COLORTERM="")
    assert not frame_shown(threadside, THREADSIDE_TEXT_WIDTH="50")
    (two / "config.toml").write_text("text_width = 60\n")
    assert not frame_shown(threadside)
    (two / "config.toml").unlink()
    assert frame_shown(threadside)
    with Library(two / "library.db") as library:
        library.add(made_thread("Number 1, said otherwise.", id="on-mud"), b"", "sample")
    assert not frame_shown(threadside)


def test_a_damaged_file_is_no_frame_and_no_error(threadside: Open, two: Path) -> None:
    begin(threadside, two)
    frame = two / "frame"
    assert frame.stat().st_mode & 0o777 == 0o600
    for damaged in (frame.read_bytes()[:-1], b"\x1b]0;title\x07"):
        frame.write_bytes(damaged)
        assert not frame_shown(threadside)
    frame.unlink()
    os.mkfifo(frame)
    assert not frame_shown(threadside)


def is_shown(terminal: Terminal) -> bool:
    """Whether the frame stands there, and the program has not begun."""
    return "Number 1" in terminal.text() and "quit" in terminal.text()


def test_keys_typed_over_the_frame_are_obeyed_and_not_echoed(threadside: Open, two: Path) -> None:
    begin(threadside, two)
    terminal = threadside(columns=100, rows=30)
    terminal.wait_until(is_shown)
    assert INTERFACE not in terminal.output
    terminal.press("enter", "G")
    terminal.wait_for("100 %")
    assert terminal.foreign() == []
    assert "G" not in "".join(terminal.lines()[-3:])


def test_put_aside_over_the_frame_the_terminal_is_as_before_meanwhile(threadside: Open, two: Path) -> None:
    begin(threadside, two)
    terminal = threadside(columns=100, rows=30)
    terminal.wait_until(is_shown)
    terminal.press("ctrl+z")
    terminal.wait_until(lambda shown: not shown.modes.is_set(ALTERNATE_SCREEN))
    terminal.settle()
    assert terminal.complaints() == []
    terminal.kill(signal.SIGCONT)
    terminal.wait_until(is_shown)
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_ended_under_the_frame_the_terminal_is_as_before(
    threadside: Open, two: Path, end: signal.Signals
) -> None:
    begin(threadside, two)
    terminal = threadside(columns=100, rows=30)
    terminal.wait_until(is_shown)
    terminal.kill(end)
    terminal.wait_for_exit()
    assert terminal.complaints() == []
    assert b"Traceback" not in terminal.output


def test_an_error_under_the_frame_can_be_read(threadside: Open, two: Path) -> None:
    begin(threadside, two)
    library = two / "library.db"
    with library.open("r+b") as file:
        file.write(b"no database at all")
    age(two)
    terminal = threadside(columns=100, rows=30)
    assert terminal.wait_for_exit() == 1
    assert frame_of_error(terminal) != b""
    assert "library.db" in terminal.text()
    assert not terminal.modes.is_set(ALTERNATE_SCREEN)
    assert terminal.complaints() == []


def frame_of_error(terminal: Terminal) -> bytes:
    return bytes(terminal.output[: terminal.output.index(b"\x1b[?1049l")])
