"""The terminal the other tests use, against small programs."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.e2e.programs import LEAK
from tests.e2e.terminal import Terminal, TimedOut

ROOT = Path(__file__).resolve().parents[2]


def program(*arguments: str, columns: int = 80, rows: int = 24, **env: str) -> Terminal:
    """One of the small programs, in a terminal."""
    command = [sys.executable, "-m", "tests.e2e.programs", *arguments]
    return Terminal(command, columns=columns, rows=rows, env=env, cwd=ROOT)


def test_what_is_typed_arrives_byte_for_byte() -> None:
    with program("show_keys") as terminal:
        terminal.wait_for("ready")
        keys = {"j": b"j", "ctrl+o": b"\x0f", "backspace": b"\x7f", "alt+right": b"\x1b[1;3C"}
        for name, sent in keys.items():
            terminal.press(name)
            terminal.wait_for(repr(sent))
        terminal.type("\u4f60 ok")
        terminal.wait_for(repr("\u4f60 ok".encode()))
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        assert terminal.complaints() == []


def test_textual_understands_every_key_by_its_name() -> None:
    names = """
        a enter tab shift+tab space backspace ctrl+o ctrl+space up down left right home end pageup
        pagedown delete insert f1 f4 f5 f12 alt+right shift+down ctrl+left shift+f5 ctrl+pageup
    """
    with program("tell_events", rows=40) as terminal:
        terminal.wait_for("ready")
        for name in names.split():
            terminal.press(name)
            terminal.wait_for(f"<{'ctrl+@' if name == 'ctrl+space' else name}>")
        terminal.press("escape")
        terminal.wait_for("<escape>")
        terminal.press("ctrl+q")
        assert terminal.wait_for_exit() == 0
        assert terminal.complaints() == []
        assert terminal.foreign() == []


def test_a_signal_waits_until_nothing_is_half_written() -> None:
    # What is written passes a queue with a lock: a handler that writes in the middle of it waits for ever.
    with program("go_on_while_writing") as terminal:
        terminal.wait_for("ready")
        terminal.press("x")
        terminal.wait_for("went on")
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        assert terminal.complaints() == []


def test_the_mouse_points_at_cells_and_copies_are_read() -> None:
    with program("tell_events", rows=40) as terminal:
        terminal.wait_for("ready")
        terminal.click(7, 3)
        terminal.drag(1, 2, 9, 4)
        terminal.wheel(5, 5, 1)
        terminal.wheel(6, 5, -1)
        terminal.paste("two words")
        terminal.press("c")
        terminal.wait_until(lambda terminal: bool(terminal.copied))
        terminal.wait_for("<c>")
        said = [line for line in terminal.lines() if line.startswith("<")]
        assert said == [
            "<MouseDown 7 3 1>", "<MouseUp 7 3 1>",
            "<MouseDown 1 2 1>", "<MouseMove 5 3 1>", "<MouseMove 9 4 1>", "<MouseUp 9 4 1>",
            "<MouseScrollDown 5 5 0>", "<MouseScrollUp 6 5 0>", "<paste two words>", "<c>",
        ]  # fmt: skip
        assert terminal.copied == ["copied \u4f60\u597d"]
        assert terminal.foreign(copies=terminal.copied) == []


@pytest.mark.parametrize("leaked", [LEAK, "\x1b[31m", "\x9b31m", "\x1b]0;x\x1b\\", "\u202e"])
def test_a_text_that_leaks_is_caught(leaked: str) -> None:
    with program("leak", LEAKED=leaked) as terminal:
        terminal.wait_until(lambda terminal: b"before" in terminal.output)
        terminal.settle()
        terminal.press("q")
        terminal.wait_for_exit()
        assert terminal.foreign() != []


def test_a_text_that_does_not_leak_is_not_accused() -> None:
    with program("leak", LEAKED="[red]x[/red] \u4f60\u597d") as terminal:
        terminal.wait_for("after")
        assert terminal.find("after") == (25, 0)
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
        assert terminal.foreign() == []
        assert terminal.is_sane()


def test_the_size_is_as_asked_and_changes_are_told() -> None:
    with program("show_size", columns=101, rows=33) as terminal:
        terminal.wait_for("size 101 33")
        terminal.resize(40, 12)
        terminal.wait_for("size 40 12")
        assert len(terminal.lines()) == 12
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_for_exit() == 0


def test_questions_are_answered() -> None:
    with program("ask") as terminal:
        terminal.wait_for("rgb:")
        for reply in ("[?2026;2$y", "[?2048;0$y", "[?64;", "[4;1R"):
            assert reply in terminal.text()


def test_cells_keep_colours_and_widths_and_the_main_screen_comes_back() -> None:
    with program("draw") as terminal:
        terminal.wait_until(lambda terminal: "." in terminal.text())
        assert terminal.lines()[:2] == ["bold \u4f60\u597d \u00e9 a\u200bb", "allz."]
        bold, wide, plain = terminal.cell(0, 0), terminal.cell(5, 0), terminal.cell(4, 0)
        assert (bold.char, bold.fg, bold.bg, bold.bold) == ("b", "010203", "red", True)
        assert (wide.char, terminal.cell(6, 0).char, terminal.find("\u597d")) == ("\u4f60", "", (7, 0))
        assert (plain.fg, plain.bg, plain.bold) == ("default", "default", False)
        assert terminal.cell(0, 1)[4:] == (True, True, True, True)
        with pytest.raises(IndexError):
            terminal.cell(80, 0)
        terminal.press("enter")
        terminal.wait_for_exit()
        assert terminal.lines()[0] == "before"


def test_half_an_update_is_never_looked_at() -> None:
    seen: list[str] = []

    def is_final(terminal: Terminal) -> bool:
        seen.append(terminal.text())
        return "final" in seen[-1]

    with program("flicker") as terminal:
        terminal.wait_until(is_final)
    assert not any("draft" in text for text in seen)


def test_a_program_that_leaves_the_terminal_spoiled_is_told_on() -> None:
    with program("spoil") as terminal:
        assert terminal.wait_for_exit() == 3
        assert terminal.exit_code == 3
        assert not terminal.is_sane()
        said = " ".join(terminal.complaints())
        for word in ("line settings", "alternate screen", "cursor", "mouse", "paste", "keyboard", "colours"):
            assert word in said


@pytest.mark.parametrize("is_hung_up", [True, False])
def test_signals_and_hanging_up_reach_the_program(tmp_path: Path, is_hung_up: bool) -> None:
    note = tmp_path / "signal"
    with program("wait_for_signal", str(note)) as terminal:
        terminal.wait_for("ready")
        terminal.hang_up() if is_hung_up else terminal.kill(signal.SIGTERM)
        assert terminal.wait_for_exit() == 0
    assert note.read_text() == str(int(signal.SIGHUP if is_hung_up else signal.SIGTERM))


def test_waiting_in_vain_shows_the_screen() -> None:
    with program("show_keys") as terminal:
        terminal.wait_for("ready")
        with pytest.raises(TimedOut, match=r"(?s)not within 0.05 s.*ready"):
            terminal.wait_for("never", timeout=0.05)
        terminal.press("q")
        with pytest.raises(TimedOut, match="the program ended first; exit code 0"):
            terminal.wait_for("never")


def test_settling_waits_for_the_answer_to_what_was_typed_last() -> None:
    with program("answer_late") as terminal:
        terminal.wait_for("ready")
        terminal.press("j")
        terminal.settle(quiet=0.01, patience=5)
        assert "late answer" in terminal.text()
        terminal.settle(quiet=0.01)


def test_closing_ends_the_program() -> None:
    terminal = program("show_keys")
    terminal.close()
    assert terminal.exit_code == -signal.SIGKILL
