"""What a terminal and its window do at any moment: nothing of it ends the program or leaves its screen wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Open
from tests.e2e.test_reading import cells, position

TITLE = "Common misconceptions"


def test_bytes_that_are_no_text_are_passed_over(threadside: Open) -> None:
    terminal = threadside()
    terminal.wait_for(TITLE)
    terminal.press("slash")
    terminal.wait_until(lambda shown: shown.lines()[-1] == " /")
    for piece in (b"caf\xc3", b"\xa9 \xe9", b"\x1b[1114112u"):
        terminal.send(piece)
        terminal.settle(0.02)
    terminal.type("!")
    terminal.wait_for("café �!")
    terminal.kill()
    terminal.wait_for_exit()
    assert b"Traceback" not in terminal.output


def test_the_mouse_is_never_taken_in_pixels(threadside: Open) -> None:
    # A terminal that tells its sizes among the keys says so when it is asked.
    terminal = threadside()
    terminal.wait_for(TITLE)
    terminal.settle()
    assert b"?2026$p" in terminal.output
    assert b"?2048" not in terminal.output


STOPS_THE_READER = """#!/bin/sh
trap : INT
kill -TSTP $PPID
for _ in $(seq 300); do ps -o stat= -p $PPID | grep T >> "$1" && echo stopped >> "$1" && break; done
kill -CONT $PPID
echo ready
read -r line
echo "silt" >> "$1"
"""


def test_what_is_pressed_in_the_editor_is_for_the_editor(threadside: Open, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    editor.write_text(STOPS_THE_READER)
    editor.chmod(0o755)
    terminal = threadside(EDITOR=str(editor))
    terminal.wait_for(TITLE)
    terminal.press("]", "a")
    terminal.wait_for("Enter saves")
    terminal.press("ctrl+e")
    terminal.wait_for("ready")
    terminal.press("ctrl+c")
    terminal.wait_for("Bookmarked")
    terminal.press("B")
    terminal.wait_for("stopped")
    assert "silt" in terminal.text()
    terminal.kill()
    terminal.wait_for_exit()
    assert terminal.complaints() == []


@pytest.mark.parametrize("opened", [["", "t", "/", "s"], ["?", "a", "]li", "B"]])
def test_one_key_draws_the_screen_again_wherever_one_is(threadside: Open, opened: list[str]) -> None:
    terminal = threadside(THREADSIDE_REDUCED_MOTION="1")
    terminal.wait_for(TITLE)
    terminal.type("sresearch")  # While the index is built the screen tells how far it is.
    terminal.wait_until(lambda shown: "by relevance" in shown.text() and "index is" not in shown.text())
    terminal.press("escape")
    for keys in opened:
        terminal.settle(0.15)  # A key right after Esc would be one with Alt.
        terminal.type(keys)
        terminal.settle()
        before = cells(terminal)
        terminal.screen.erase_in_display(2)
        terminal.press("ctrl+l")
        terminal.wait_until(lambda shown, same=before: cells(shown) == same)
        terminal.press("escape")


def test_a_window_that_changes_while_the_program_starts_is_drawn_as_it_is(threadside: Open) -> None:
    for _ in range(2):
        terminal = threadside(columns=120, rows=40)
        terminal.wait_until(lambda shown: bool(shown.output))
        terminal.resize(80, 24)
        terminal.wait_until(lambda shown: "j next" in shown.lines()[-1])
        terminal.settle()
        before = cells(terminal)
        terminal.press("ctrl+l")
        terminal.settle()
        assert cells(terminal) == before
        terminal.close()


def test_keys_that_come_together_do_what_they_do_one_by_one(threadside: Open) -> None:
    # As over a slow line, or typed ahead: each is for whatever the one before it opened or closed.
    terminal = threadside()
    terminal.wait_for(TITLE)
    terminal.settle()
    terminal.type("?q]]]")
    terminal.wait_until(lambda shown: "johnswentworth" in position(shown))
    terminal.type("asilt, again\r[")
    terminal.wait_until(lambda shown: "johnswentworth" not in position(shown))
    terminal.settle()
    terminal.type("B")
    terminal.wait_for("silt, again")
    terminal.type("qw2022-08-26\r#5\r]")
    terminal.wait_until(lambda shown: "johnswentworth" in position(shown))
    assert terminal.exit_code is None
