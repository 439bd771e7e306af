"""Every screen over hostile strings in a real pseudo-terminal: what it writes is the program's own."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.conftest import Open
from tests.e2e.terminal import Terminal
from tests.hostile_library import INTERVIEW, THREAD, settle
from tests.hostile_screens import ESCAPE, PASSED, STEPS, Step


def take(terminal: Terminal, step: Step) -> None:
    for keys in (step.keys, "", step.then, *step.close.split()):
        if keys == "" and step.pasted:
            terminal.paste(PASSED)
        for key in keys.split():
            terminal.type(ESCAPE) if key == "escape" else terminal.press(key)
        terminal.settle(0.02, patience=0.06)


def test_hostile_text_in_every_field_sends_nothing_to_the_terminal(threadside: Open, home: Path) -> None:
    settle(home, bookmarked=11)
    (home / "state.json").unlink()
    terminal = threadside(THREAD, INTERVIEW, columns=100, rows=24)
    terminal.wait_for("qavant")
    for step in STEPS:
        take(terminal, step)
    terminal.press("Q")
    terminal.wait_for_exit()
    assert terminal.foreign(copies=terminal.copied[:3]) == []
    assert all(
        "qavant" in copied or copied.startswith(("threadside:", "https://")) for copied in terminal.copied
    )
    assert terminal.complaints() == []
    assert terminal.exit_code == 0
    again = threadside(columns=100, rows=24)
    again.wait_for("qavant")
    again.settle()
    again.press("Q")
    again.wait_for_exit()
    assert again.foreign(copies=terminal.copied[:3]) == []
    assert again.complaints() == []


def test_a_notice_at_the_start_and_an_error_are_safe(threadside: Open, home: Path) -> None:
    settle(home, bookmarked=11)
    (home / "bookmarks.jsonl").unlink()
    terminal = threadside("qavantjjaz see [/ x")
    terminal.wait_for_exit()
    assert "documents go by it" in terminal.text()
    (home / "state.json").write_text("\x1b]0;x\x07{")
    again = threadside(THREAD, columns=250)
    again.wait_for("was damaged")
    again.press("Q")
    again.wait_for_exit()
    assert again.foreign() == []
    broken = threadside(THREAD + "\x1b]0;x\x07\x9b2J")
    assert broken.wait_for_exit() == 1
    assert broken.foreign() == []
