"""A fault anywhere in the reader: one sentence, a report, and the terminal as it was."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from reader.library import Library
from tests.e2e.faulty import SECRET
from tests.e2e.terminal import Terminal
from tests.samples import sample_interview, sample_thread

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("where", ["start", "command", "timer", "thread", "worker", "end"])
def test_a_fault_is_told_and_reported_and_the_terminal_is_as_before(where: str, home: Path) -> None:
    with Library(home / "library.db") as library:
        for document in (sample_thread(), sample_interview()):
            library.add(document, b"", "sample")
    command = [sys.executable, "-m", "tests.e2e.faulty", where]
    with Terminal(command, 120, 30, {"THREADSIDE_HOME": str(home)}, _ROOT) as terminal:
        if where not in ("start", "timer", "thread", "worker"):
            terminal.wait_for("On tides")
            terminal.press("]", "l")
            terminal.settle()
            terminal.press("f9" if where == "command" else "Q")
        assert terminal.wait_for_exit() == 1
        assert terminal.complaints() == []
        said = terminal.text()
        assert "a fault of Threadside itself" in said
        assert b"Traceback" not in terminal.output
        assert SECRET not in said
    (report,) = (home / "reports").iterdir()
    text = report.read_text()
    assert SECRET not in text
    assert "silt" not in text
    assert ("AttributeError" if where == "command" else "KeyError") in text
    if where == "command":
        assert "last commands: thread.next_top, fold.expand, test.fault" in text
        assert json.loads((home / "state.json").read_text())["documents"]["on-tides"]["entry"] == "c2"
