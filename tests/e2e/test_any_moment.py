"""Whatever happens to a reader at any moment: nothing of theirs is lost, and the terminal is theirs again."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.bookmarks import Bookmarks
from reader.library import Library
from reader.state import DocumentState, ReadingState, save_state
from tests.e2e.conftest import Open
from tests.e2e.modes import ALTERNATE_SCREEN
from tests.e2e.terminal import Terminal
from tests.samples import sample_interview, sample_thread

_ROOT = Path(__file__).resolve().parents[2]
TITLE = "On tides"
_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


@pytest.fixture
def two(home: Path) -> Path:
    """A library of two small documents."""
    with Library(home / "library.db") as library:
        for document in (sample_thread(), sample_interview()):
            library.add(document, b"", "sample")
    return home


def entry_of(home: Path) -> str:
    """The entry at which the reader left the thread."""
    return str(json.loads((home / "state.json").read_text())["documents"]["on-tides"]["entry"])


def notes(home: Path) -> list[str]:
    bookmarks = Bookmarks(home / "bookmarks.jsonl")
    try:
        return [bookmark.note for bookmark in bookmarks.all()]
    finally:
        bookmarks.close()


def written(terminal: Terminal, start: int) -> str:
    """The words written to the screen since a number of bytes, whatever took their place since."""
    return " ".join(_CONTROL.sub(" ", terminal.output[start:].decode(errors="replace")).split())


def is_calm(terminal: Terminal) -> bool:
    return b"Traceback" not in terminal.output and terminal.complaints() == []


# Ended


def test_ended_while_it_starts_the_terminal_is_as_before(threadside: Open, two: Path) -> None:
    for is_so_far in (
        lambda shown: shown.modes.is_set(ALTERNATE_SCREEN),
        lambda shown: TITLE in shown.text(),
    ):
        terminal = threadside("on-tides")
        terminal.wait_until(is_so_far)
        terminal.kill(signal.SIGTERM)
        terminal.wait_for_exit()
        assert is_calm(terminal)


def test_killed_at_once_it_starts_again_where_it_last_saved(threadside: Open, two: Path) -> None:
    terminal = threadside("on-tides")
    terminal.wait_for(TITLE)
    terminal.press("]", "a")
    terminal.wait_for("Enter saves")
    terminal.type("half a note")
    terminal.kill(signal.SIGKILL)
    terminal.wait_for_exit()
    again = threadside("on-tides")
    again.wait_for(TITLE)
    again.settle()
    assert "damaged" not in again.text()
    again.press("Q")
    assert again.wait_for_exit() == 0


def test_a_window_closed_while_a_page_is_drawn_ends_the_program_and_keeps_the_place(
    threadside: Open, two: Path
) -> None:
    terminal = threadside("on-tides")
    terminal.wait_for(TITLE)
    terminal.press("]", "l")
    terminal.settle()
    terminal.press(*["H", "L"] * 40)
    terminal.hang_up()
    terminal.wait_for_exit()
    assert entry_of(two) in ("c1", "c2")
    assert not (two / "reports").exists()


def test_a_terminal_that_goes_without_a_word_ends_the_program(two: Path) -> None:
    # No signal comes when the terminal is not the controlling one.
    master, slave = os.openpty()
    env = {**os.environ, "THREADSIDE_HOME": str(two), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "reader", "on-tides"]
    program = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, cwd=_ROOT, env=env, start_new_session=True
    )
    os.close(slave)
    try:
        shown = b""
        while b"tides" not in shown:
            shown += os.read(master, 65536)
        os.close(master)
        program.wait(10)
    finally:
        program.kill()
        program.wait()
    assert entry_of(two) == "post"
    assert not (two / "reports").exists()


# A full disk


def fill_disk(terminal: Terminal, is_full: bool = True) -> None:
    """Let the program write no more to any file, or again."""
    hard = resource.RLIM_INFINITY
    resource.prlimit(terminal.pid, resource.RLIMIT_FSIZE, (0 if is_full else hard, hard))


def test_a_note_is_not_lost_to_a_full_disk(threadside: Open, two: Path) -> None:
    terminal = threadside("on-tides")
    terminal.wait_for(TITLE)
    terminal.settle()
    fill_disk(terminal)
    terminal.press("]", "a")
    terminal.wait_for("Enter saves")
    terminal.type("silt, again")
    terminal.press("enter")
    terminal.wait_for("Not saved")
    assert "silt, again" in terminal.text()
    fill_disk(terminal, is_full=False)
    terminal.press("enter")
    terminal.wait_for("Bookmarked")
    assert notes(two) == ["silt, again"]
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0
    assert is_calm(terminal)


def test_a_place_that_cannot_be_kept_is_said_after_quitting(threadside: Open, two: Path) -> None:
    terminal = threadside("on-tides")
    terminal.wait_for(TITLE)
    terminal.settle()
    fill_disk(terminal)
    terminal.press("]", "Q")
    assert terminal.wait_for_exit() == 1
    assert is_calm(terminal)
    assert "threadside: " in terminal.text()
    assert "it would be larger than" in "".join(terminal.lines())


# The clock


@pytest.mark.parametrize("year", [1970, 2999])
def test_files_of_any_time_are_read(threadside: Open, two: Path, year: int) -> None:
    save_state(two / "state.json", ReadingState(documents={"on-tides": DocumentState("c1")}), ["on-tides"])
    moment = (year - 1970) * 31_556_952
    for path in two.rglob("*"):
        os.utime(path, (moment, moment))
    terminal = threadside("on-tides")
    terminal.wait_for("The harbour will silt up")
    terminal.press("a")
    terminal.wait_for("Enter saves")
    terminal.press("enter")
    terminal.wait_for("Bookmarked")
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0
    assert is_calm(terminal)
    assert entry_of(two) == "c1"


# The library


def cut_short(home: Path) -> None:
    os.truncate(home / "library.db", 10_000)


def swap(home: Path) -> None:
    with Library(home / "other.db") as library:
        library.add(sample_interview(), b"", "")
    (home / "other.db").replace(home / "library.db")


def move(home: Path) -> None:
    home.rename(home.with_name("elsewhere"))


KEYS = ["space", "G", "H", "L", "tab", "t", "down", "enter", "D", "enter"]


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (move, "moved away"),
        (swap, "another file took its place"),
        (cut_short, "damaged"),
    ],
)
def test_whatever_happens_to_the_library_is_said_and_read_on(
    threadside: Open, two: Path, happens: Callable[[Path], None], said: str
) -> None:
    terminal = threadside("on-tides", "on-boats")
    terminal.wait_for(TITLE)
    terminal.press("]", "l")
    terminal.settle()
    happens(two)
    before = len(terminal.output)
    for key in KEYS:
        terminal.press(key)
        terminal.settle(0.02)
    terminal.press("a")
    if said == "moved away":
        terminal.wait_for("Enter saves")
        terminal.type("kept all the same")
        terminal.press("enter")
        # What is said of the library may take the place of "Bookmarked" before that is drawn.
        terminal.wait_until(lambda shown: "kept all the same" in notes(two))
    terminal.press("escape")
    terminal.settle(0.15)  # A key right after Esc would be one with Alt.
    terminal.wait_until(lambda shown: said in written(shown, before))
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0
    assert is_calm(terminal)
    assert not list(two.parent.rglob("reports/*"))


def test_put_aside_by_its_key_it_keeps_the_place_and_goes_on(threadside: Open, two: Path) -> None:
    terminal = threadside("on-tides")
    terminal.wait_for(TITLE)
    terminal.press("]", "l")
    terminal.settle()
    before = terminal.text()
    terminal.press("ctrl+z")
    terminal.wait_until(lambda shown: not shown.modes.is_set(ALTERNATE_SCREEN))
    os.waitid(os.P_PID, terminal.pid, os.WSTOPPED | os.WNOWAIT)
    assert terminal.complaints() == []
    assert entry_of(two) == "c2"
    terminal.kill(signal.SIGCONT)
    terminal.wait_until(lambda shown: shown.text() == before)
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0
    assert is_calm(terminal)


def test_keys_pressed_while_it_quits_are_no_fault(threadside: Open, two: Path) -> None:
    terminal = threadside("on-tides")
    terminal.wait_for(TITLE)
    terminal.settle()
    terminal.press("Q", *"jkHLt:/sB?" * 12)
    assert terminal.wait_for_exit() == 0
    assert is_calm(terminal)
    assert not (two / "reports").exists()
