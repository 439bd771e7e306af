"""Terminals of few colours, of none, of other characters, and those on which nothing can be placed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.clean import clean
from reader.library import Library
from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.hostile import CORPUS
from tests.hostile_screens import ESCAPE
from tests.made import made_thread

TITLE = "Common misconceptions"
_COLOUR = re.compile(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9\d|10[0-7])(?:;\d+)*m")


def quit(terminal: Terminal) -> None:
    terminal.press("Q")
    assert terminal.wait_for_exit() == 0
    assert terminal.foreign() == []
    assert terminal.complaints() == []


def test_on_a_dumb_terminal_the_reader_is_told_what_prints(threadside: Open) -> None:
    terminal = threadside(columns=150, TERM="dumb")
    assert terminal.wait_for_exit() == 1
    assert "nothing can be placed on it (TERM=dumb)" in terminal.text()
    assert "threadside show" in terminal.text()
    assert b"\x1b" not in terminal.output


@pytest.mark.parametrize("term", ["linux", "screen", "tmux", "xterm-256color", "vt100"])
def test_every_terminal_shows_the_text(threadside: Open, term: str) -> None:
    terminal = threadside(TERM=term, COLORTERM="")
    terminal.wait_for(TITLE)
    terminal.press("]", "v", "l", "l")
    terminal.wait_for("3 words")
    assert (b"\x1b[38;5" in terminal.output or b";38;5" in terminal.output) == (term == "xterm-256color")
    assert not (_COLOUR.search(terminal.output) and term == "vt100")
    assert (term == "linux") == ("# | " in terminal.text())
    quit(terminal)


def test_without_colours_every_state_is_told_from_the_others(threadside: Open, home: Path) -> None:
    terminal = threadside(NO_COLOR="1", rows=24)
    terminal.wait_for(TITLE)
    terminal.press("]", "v", "l", "l")
    terminal.wait_for("3 words")
    x, y = terminal.find("An unnamed")
    assert terminal.cell(x, y).reverse
    assert not terminal.cell(x + 40, y).reverse
    terminal.press("a", "enter")
    terminal.wait_for("Bookmarked")
    terminal.wait_for("◆")
    terminal.press("j", "k")
    terminal.wait_until(lambda shown: shown.cell(*shown.find("An unnamed")).underline)
    terminal.press("/", *"unnamed", "enter")
    terminal.wait_until(lambda shown: shown.cell(*_of(shown, "unnamed")).reverse)
    found = terminal.cell(*_of(terminal, "unnamed"))
    assert (found.bold, found.reverse) == (True, True)
    assert terminal.cell(2, 0).reverse  # the title of the pane that has the keys
    assert _COLOUR.search(terminal.output) is None
    quit(terminal)


def _of(terminal: Terminal, word: str) -> tuple[int, int]:
    column, row = terminal.find(word)
    return column, row


def test_where_only_ascii_is_known_nothing_else_is_drawn(threadside: Open) -> None:
    terminal = threadside("common", LANG="C", columns=80)
    terminal.wait_for(TITLE)
    terminal.press("]", "i")
    terminal.wait_for("Esc closes")
    drawn = {char for char in terminal.text() if not char.isascii()}
    assert drawn == set()
    assert "+-" in terminal.text()
    terminal.press("q")
    terminal.wait_until(lambda shown: "Esc closes" not in shown.text())
    quit(terminal)


def test_an_old_encoding_shifts_no_column(threadside: Open, home: Path) -> None:
    with Library(home / "library.db") as library:
        library.add(made_thread("The post.", "caf\u00e9 \u6f22\u5b57 e\u0301 end", id="old"), None, "")
    terminal = threadside("old", PYTHONIOENCODING="ascii")
    terminal.wait_for("caf? ???? e end")
    terminal.wait_until(lambda shown: {row[59:60] for row in shown.lines()[2:-1]} == {"|"})
    quit(terminal)


def _stands(terminal: Terminal) -> bool:
    """Whether the line between the panes is straight, and the right pane beside it."""
    line = {terminal.cell(60, row).char for row in range(2, 39)}
    return line == {"\u2502"} and "Jan Leike on superalignment" in "".join(terminal.screen.rows()[0][61:])


def test_panes_stand_where_they_do_whatever_is_in_them(threadside: Open, home: Path) -> None:
    # This terminal is one that counts the parts of a family, and each sign of a flag.
    joined = ("zero width", "family", "flag", "variation")
    texts = [
        f"{name}: {CORPUS[name]}"
        for name in ("wide", "right to left", "pile", "soft hyphen", "annotation", *joined)
    ]
    with Library(home / "library.db") as library:
        library.add(made_thread("The post.", *map(clean, texts), id="odd"), None, "")
    terminal = threadside("odd", columns=121)
    terminal.wait_for("right to left")
    for key in ("j", "space", "G", "g"):
        terminal.press(key)
        terminal.wait_until(_stands)
    terminal.press("t")
    terminal.wait_for("Outline of")
    terminal.type(ESCAPE)  # with a letter right behind it would be a key with Alt
    terminal.wait_until(lambda shown: "Outline of" not in shown.text() and _stands(shown))
    for key in ("v", "v", "k"):
        terminal.press(key)
        terminal.wait_until(_stands)
    quit(terminal)


def test_a_key_costs_few_bytes_on_a_slow_line(threadside: Open) -> None:
    terminal = threadside(columns=80, rows=24)
    terminal.wait_for(TITLE)
    terminal.settle()
    costs = []
    for key in ("j", "k", "]", "space", "j", "k"):
        before, shown = len(terminal.output), terminal.text()
        terminal.press(key)
        terminal.wait_until(lambda now, shown=shown: now.text() != shown)
        terminal.settle()
        costs.append(len(terminal.output) - before)
    # Marks that came in late may have been drawn with one of them.
    assert sorted(costs)[-2] < 4 * 80 * 24
