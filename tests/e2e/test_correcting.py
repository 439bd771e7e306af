"""The structure mended in a real pseudo-terminal: shown at once, and there the next time and after an import."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader.library import Library
from reader.model.documents import Report
from reader.model.guesses import PARENT, Guess
from tests.e2e.conftest import Open
from tests.e2e.test_following import marked
from tests.e2e.test_reading import add
from tests.samples import sample_thread

DOUBT = Guess("c5", PARENT, 0.4, ("It follows c4",), "c6")


def test_a_doubtful_comment_is_moved_and_stays_moved(threadside: Open, home: Path, tmp_path: Path) -> None:
    document = replace(sample_thread(), report=Report(guesses=(DOUBT,)))
    add(home, tmp_path, document)
    terminal = threadside("on-tides", columns=80, rows=24)
    terminal.wait_for("On tides")
    terminal.settle()
    terminal.press("G", "K")
    terminal.wait_until(lambda shown: "Another matter" in marked(shown))
    terminal.wait_for("?40%")
    terminal.press("E", "D")
    terminal.wait_until(lambda shown: "first reason" in marked(shown))
    terminal.wait_for("?40%")
    terminal.press("i")
    terminal.wait_for("It follows c4")
    terminal.press("escape")
    terminal.wait_until(lambda shown: "It follows c4" not in shown.text())
    terminal.press("E", "m")
    terminal.wait_for("Go to what c5 answers")
    terminal.press("]", "enter")
    terminal.wait_for("c5 moved under c6")
    assert "Another matter" in marked(terminal)
    terminal.press("q")
    assert terminal.wait_for_exit() == 0

    add(home, tmp_path, document)
    with Library(home / "library.db") as library:
        assert {one.id: one.parent for one in library.document("on-tides").entries}["c5"] == "c6"
    again = threadside("on-tides", columns=80, rows=24)
    again.wait_until(lambda shown: "Another matter" in marked(shown))
    again.press("E", "u")
    again.wait_for("Undone: c5 moved under c6")
    with Library(home / "library.db") as library:
        assert library.document("on-tides").entries == document.entries
