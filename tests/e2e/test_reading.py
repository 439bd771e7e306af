"""Reading in a real pseudo-terminal, as a reader does."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from reader.library import Library
from reader.model.codec import to_json
from reader.model.documents import Document
from reader.paths import content_folder
from tests.e2e.conftest import Open
from tests.e2e.modes import ALTERNATE_SCREEN
from tests.e2e.screen import Cell
from tests.e2e.terminal import Terminal, TimedOut
from tests.samples import sample_interview, sample_thread

SIZES = [(120, 40), (80, 24)]
CURSOR, TOP = "▌", 2
TITLE = "Common misconceptions"


def add(home: Path, tmp_path: Path, document: dict[str, object] | Document) -> None:
    """Give the library a document, as interchange JSON by the command line."""
    source = tmp_path / "document.json"
    source.write_text(json.dumps(to_json(document) if isinstance(document, Document) else document))
    command = [sys.executable, "-m", "reader", "add", str(source)]
    subprocess.run(command, check=True, capture_output=True, cwd=content_folder().parent)


def pane(terminal: Terminal, side: int = 0) -> list[str]:
    """The rows of a pane below its two top rows, its margin and scroll bar included."""
    width = terminal.screen.columns
    rows = [line.ljust(width) for line in terminal.lines()[TOP:-1]]
    if width < 100:
        return rows
    divider = (width - 1) // 2
    return [row[:divider] if side == 0 else row[divider + 1 :] for row in rows]


def cursor_rows(rows: list[str]) -> list[int]:
    """The rows of a pane that bear the cursor's mark."""
    return [number for number, row in enumerate(rows) if row.startswith(CURSOR)]


def turn(terminal: Terminal, key: str, side: int = 0) -> bool:
    """Press a key that moves on in a pane, see that no line was skipped, and say whether it moved.

    At the end of a document it is waited for shortly, elsewhere until it has.
    """
    before, cursor = lines_of(pane(terminal, side)), cursor_rows(pane(terminal, side))
    is_at_end = terminal.lines()[0].count("100 %") > 0
    terminal.press(key)
    try:
        terminal.wait_until(
            lambda shown: lines_of(pane(shown, side)) != before or cursor_rows(pane(shown, side)) != cursor,
            timeout=2 if is_at_end else 10,
        )
    except TimedOut:
        if is_at_end:
            return False
        raise
    terminal.settle(0.02)
    after = lines_of(pane(terminal, side))
    assert after[0] in before, "lines were skipped"
    return True


def text_of(row: str) -> str:
    """A row of a pane without margin and scroll bar."""
    return row[2:-1].rstrip(" ▐")


def lines_of(rows: list[str]) -> list[str]:
    """The lines of text in a pane; what is noted beside them may come at any moment, as links are found."""
    return [re.sub(r"\s+\u275d.*", "", text_of(row)) for row in rows]


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def position(terminal: Terminal) -> str:
    """What the row under the title says: the cursor's ancestors and its entry."""
    return terminal.lines()[1]


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("key", ["j", "space"])
def test_a_thread_is_read_from_end_to_end(threadside: Open, columns: int, rows: int, key: str) -> None:
    terminal = threadside(columns=columns, rows=rows)
    terminal.wait_for(TITLE)
    terminal.settle()
    seen: set[str] = set()
    is_moving = True
    while is_moving:
        shown = pane(terminal)
        seen.update(word for row in shown for word in words(row))
        assert cursor_rows(shown), "the cursor is out of view"
        is_moving = turn(terminal, key)
    digest = (content_folder() / "common-misconceptions-about-openai.md").read_text()
    body = re.sub(r"^(=== .*\n(.+\n)*)|\{#.*?\}|\A---\n(.*\n)*?---\n", "", digest, flags=re.MULTILINE)
    missing = set(words(body)) - seen
    # A word broken over two lines is seen in two parts; none of this text has one so long.
    assert missing == set()


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_folding_leaves_the_line_under_the_cursor_where_it_is(
    threadside: Open, columns: int, rows: int
) -> None:
    terminal = threadside(columns=columns, rows=rows)
    terminal.wait_for(TITLE)
    terminal.press("]", "]", "]", "space")
    terminal.settle()
    before = cursor_rows(pane(terminal))[0]
    for key in ["h", "l", "enter", "enter", "L", "z", "z", "X", "X", "T", "T", "c", "c", "c", "c"]:
        terminal.press(key)
        terminal.settle(0.02)
        assert cursor_rows(pane(terminal))[0] == before, key


def test_the_keys_of_the_tree_do_what_the_help_says(threadside: Open, home: Path, tmp_path: Path) -> None:
    add(home, tmp_path, sample_thread())
    add(home, tmp_path, sample_interview())
    terminal = threadside("on-tides", "on-boats")
    terminal.wait_for("On tides")
    walk = {
        "]": "Ada Quill",
        "l": "Bo Reed",
        "J": "Cy Marsh",
        "K": "Bo Reed",
        "p": "Ada Quill",
        "G": "Ada Quill",
    }
    for key, author in walk.items():
        terminal.press(key)
        terminal.wait_until(lambda shown, author=author: position(shown)[:59].rstrip().endswith(author))
    terminal.press("ctrl+o", "ctrl+o")
    terminal.wait_until(lambda shown: "The post › Ada Quill › Bo Reed" in position(shown))
    terminal.press("alt+right")
    terminal.wait_until(lambda shown: "The post › Ada Quill  " in position(shown))
    terminal.press("tab", "]", "]")
    terminal.wait_until(lambda shown: "Storms" in position(shown)[60:])


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=["SIGTERM", "SIGHUP", "SIGINT"]
)
def test_a_signal_leaves_the_place_kept_and_the_terminal_sane(
    threadside: Open, number: signal.Signals
) -> None:
    terminal = threadside()
    terminal.wait_for(TITLE)
    terminal.press("]", "]", "]")
    terminal.wait_until(lambda shown: "johnswentworth" in position(shown))
    terminal.settle()
    terminal.kill(number)
    terminal.wait_for_exit()
    assert terminal.complaints() == []
    again = threadside()
    again.wait_until(lambda shown: "johnswentworth" in position(shown))


def test_a_closed_window_leaves_the_place_kept(threadside: Open) -> None:
    terminal = threadside()
    terminal.wait_for(TITLE)
    terminal.press("]", "]", "]")
    terminal.wait_until(lambda shown: "johnswentworth" in position(shown))
    terminal.settle()
    terminal.hang_up()
    terminal.wait_for_exit()
    again = threadside()
    again.wait_until(lambda shown: "johnswentworth" in position(shown))


@pytest.mark.parametrize("key", ["q", "Q", "ctrl+c"])
def test_quitting_leaves_the_terminal_sane(threadside: Open, key: str) -> None:
    terminal = threadside()
    terminal.wait_for(TITLE)
    terminal.settle()
    terminal.press(key)
    assert terminal.wait_for_exit() == 0
    assert terminal.complaints() == []
    assert terminal.foreign() == []


def put_aside(terminal: Terminal, number: int) -> None:
    """Stop the program, and see that it has stopped: else it would stop after it was told to go on."""
    terminal.kill(number)
    os.waitid(os.P_PID, terminal.pid, os.WSTOPPED)


@pytest.mark.parametrize("number", [signal.SIGTSTP, signal.SIGSTOP], ids=["SIGTSTP", "SIGSTOP"])
def test_put_aside_and_taken_up_again_it_shows_the_same_and_reads_on(
    threadside: Open, number: signal.Signals
) -> None:
    terminal = threadside()
    terminal.wait_for(TITLE)
    for _ in range(2):
        terminal.settle()
        before = terminal.text()
        put_aside(terminal, number)
        if number == signal.SIGTSTP:
            terminal.wait_until(lambda shown: not shown.modes.is_set(ALTERNATE_SCREEN))
            assert terminal.complaints() == []
        terminal.kill(signal.SIGCONT)
        terminal.wait_until(lambda shown, same=before: shown.text() == same)
        terminal.press("]")
        terminal.wait_until(lambda shown, same=before: shown.text() != same)
    terminal.press("q")
    assert terminal.wait_for_exit() == 0
    assert terminal.complaints() == []


def cells(terminal: Terminal) -> list[list[Cell]]:
    """All cells of the screen, row by row."""
    columns, rows = terminal.screen.columns, terminal.screen.lines
    return [[terminal.cell(x, y) for x in range(columns)] for y in range(rows)]


WALKED = (
    *"jjjkdugGJKprhlHL123]fcxTnN.,z+-/v?stBiF", "tab", "tab", "pagedown", "pagedown", "pagedown", "pageup", "space",
    "ctrl+o", "escape", "escape",
)  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_what_stands_on_the_screen_is_what_a_fresh_drawing_shows(threadside: Open, seed: int) -> None:
    # Rows are written only when they changed: nothing that stands there may be out of date.
    terminal, chance = threadside(), random.Random(seed)
    terminal.wait_for(TITLE)
    for _ in range(5):
        for key in chance.choices(WALKED, k=5):
            terminal.press(key)
            terminal.settle(0.02, patience=0.05)
        terminal.settle(0.1)
        before = cells(terminal)
        put_aside(terminal, signal.SIGTSTP)
        terminal.wait_until(lambda shown: not shown.modes.is_set(ALTERNATE_SCREEN))
        terminal.kill(signal.SIGCONT)
        terminal.wait_until(lambda shown, same=before: cells(shown) == same)


PER_KEY, PER_CELL = 120, 12


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_a_key_sends_the_rows_that_changed_and_little_else(threadside: Open, columns: int, rows: int) -> None:
    # Over a slow line the bytes are the time.
    terminal = threadside(columns=columns, rows=rows)
    terminal.wait_for(TITLE)
    terminal.settle(0.3)
    for key in [
        "j",
        "j",
        "k",
        "k",
        "k",
        "pagedown",
        "]",
        "J",
        "J",
        "h",
        "l",
        "G",
        "G",
        "g",
        "g",
        "tab",
        "tab",
    ]:
        before, sent = cells(terminal), len(terminal.output)
        terminal.press(key)
        terminal.settle()
        changed = sum(one != other for one, other in zip(before, cells(terminal), strict=True))
        assert len(terminal.output) - sent <= PER_KEY + changed * columns * PER_CELL, key


def test_a_copy_reaches_the_terminal_with_its_source(threadside: Open) -> None:
    terminal = threadside()
    terminal.wait_for(TITLE)
    terminal.press("]", "y")
    terminal.wait_for("Copied the passage")
    assert terminal.copied[-1].startswith("> An unnamed commenter")
    assert "threadside:common-misconceptions-about-openai#c1" in terminal.copied[-1]


def test_any_size_at_any_moment(threadside: Open) -> None:
    seed = random.randrange(10_000)
    chance = random.Random(seed)
    terminal = threadside()
    terminal.wait_for(TITLE)
    for _ in range(40):
        terminal.resize(
            chance.choice([1, 12, 40, 80, 99, 100, 200, 300]), chance.choice([1, 2, 5, 12, 24, 50, 100])
        )
        terminal.press(
            *chance.choices(["j", "k", "space", "G", "g", "H", "L", "tab", "z", "]", "p", "+", "-"], k=3)
        )
    terminal.resize(120, 40)
    terminal.press("g")
    terminal.settle()
    assert cursor_rows(pane(terminal)) or cursor_rows(pane(terminal, 1)), f"seed {seed}"
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0, f"seed {seed}"


def test_a_window_dragged_about_is_drawn_at_its_last_size(threadside: Open) -> None:
    terminal = threadside()
    terminal.wait_for(TITLE)
    for storm in range(8):
        for step in range(300):  # The last size is that of before: what stood there is lost all the same.
            terminal.resize(60 + step % 30, 12 + step % (5 + storm))
        terminal.resize(120, 40)
        terminal.wait_until(lambda shown: all(cursor_rows(pane(shown, side)) for side in (0, 1)))
        assert all(row[59] == "│" for row in terminal.screen.rows()[:-1])


EDITING = ("backspace", "delete", "left", "right", "home", "end", "ctrl+u", "ctrl+k")


def edited(keys: list[str]) -> str:
    """What stands in a line in which these keys were pressed."""
    before, behind = "", ""
    for key in keys:
        whole = before + behind
        match key:
            case "backspace":
                before = before[:-1]
            case "delete":
                behind = behind[1:]
            case "left":
                before, behind = before[:-1], before[-1:] + behind
            case "right":
                before, behind = before + behind[:1], behind[1:]
            case "home" | "end":
                before, behind = ("", whole) if key == "home" else (whole, "")
            case "ctrl+u" | "ctrl+k":
                before, behind = ("", behind) if key == "ctrl+u" else (before, "")
            case _:
                before += key
    return before + behind


@pytest.mark.parametrize("opening", ["s", "slash", "a"])
def test_what_is_typed_at_once_stands_there_in_its_order(threadside: Open, opening: str) -> None:
    seed = random.randrange(10_000)
    chance = random.Random(seed)
    terminal = threadside()
    terminal.wait_for(TITLE)
    for _ in range(4):
        keys = [*chance.choices([*"qxv" * 4, *EDITING], k=30), *"ZZ"]
        terminal.press(opening, *keys)
        try:
            terminal.wait_for(edited(keys))
        except TimedOut as error:
            raise AssertionError(f"seed {seed}: {keys}") from error
        terminal.press("ctrl+u", "ctrl+k", "escape")
        terminal.settle(0.15)  # A key right after Esc would be one with Alt.


def test_two_programs_at_once_lose_nothing(threadside: Open, home: Path, tmp_path: Path) -> None:
    first = threadside()
    first.wait_for(TITLE)
    add(home, tmp_path, sample_thread())
    second = threadside("on-tides")
    second.wait_for("On tides")
    first.press("]", "]", "]", "Q")
    first.wait_for_exit()
    second.press("]", "J", "Q")
    second.wait_for_exit()
    state = json.loads((home / "state.json").read_text())
    assert state["documents"]["common-misconceptions-about-openai"]["entry"] == "c4"
    assert state["documents"]["on-tides"]["entry"] == "c6"


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_originals_are_read_from_end_to_end(
    threadside: Open, home: Path, shared: Path, columns: int, rows: int
) -> None:
    seeds = sorted(str(path) for path in (shared / "seeds").glob("0*.txt"))
    subprocess.run([sys.executable, "-m", "reader", "add", *seeds], check=True, capture_output=True)
    terminal = threadside(columns=columns, rows=rows)
    terminal.wait_for("full edition")
    for side in (0, 1):
        seen: set[str] = set()
        is_moving = True
        while is_moving:
            seen.update(word for row in pane(terminal, side) for word in words(row))
            is_moving = turn(terminal, "space", side)
        with Library(home / "library.db") as library:
            document = library.document(library.listings()[side].id)
        text = " ".join(passage.text for entry in document.entries for passage in entry.passages)
        missing = {word for word in set(words(text)) - seen if len(word) < 20}
        assert missing == set()
        terminal.press("tab")
        terminal.settle()


def test_the_mouse_drags_the_split_turns_the_wheel_and_selects(threadside: Open) -> None:
    terminal = threadside()
    terminal.wait_for(TITLE)
    terminal.settle()
    terminal.drag(59, 10, 79, 10)
    terminal.wait_until(lambda shown: shown.lines()[10][79:80] == "│")
    terminal.wheel(90, 10, 1)
    terminal.settle()
    before = pane(terminal)
    terminal.wheel(10, 10, 2)
    terminal.wait_until(lambda shown: pane(shown) != before)
    terminal.settle()
    column, row = terminal.find("strategy in full")
    terminal.drag(column, row, column + 8, row)
    terminal.press("ctrl+c")
    terminal.wait_for("Copied the selection")
    assert terminal.copied[-1] == "strategy"


def test_an_address_is_shown_before_it_is_opened(threadside: Open, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    opener = tmp_path / "xdg-open"
    opener.write_text(f'#!/bin/sh\nprintf "%s" "$*" > {opened}\n')
    opener.chmod(0o755)
    terminal = threadside(PATH=f"{tmp_path}:{os.environ['PATH']}")
    terminal.wait_for(TITLE)
    terminal.press("o")
    terminal.wait_for("https://www.lesswrong.com/posts/")
    assert not opened.exists()
    terminal.press("enter")
    terminal.wait_for("xdg-open opens")
    terminal.wait_until(
        lambda _: opened.exists() and opened.read_text().startswith("https://www.lesswrong.com")
    )
