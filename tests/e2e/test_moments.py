"""What a terminal and its window do at any moment: nothing of it ends the program or leaves its screen wrong."""

from __future__ import annotations

from tests.e2e.conftest import Open

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
