"""The line that says how far work is goes away again, whatever interrupts the work."""

from __future__ import annotations

import io
import sys

import pytest

from reader import console
from reader.console import Progress


class Interrupted(io.StringIO):
    """A terminal at which the reader presses Ctrl-C the moment the line is there."""

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        if "kettles" in self.getvalue() and not self.getvalue().endswith("\x1b[K"):
            raise KeyboardInterrupt


def test_a_line_interrupted_while_it_is_written_is_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Interrupted()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(console, "_SILENT_SECONDS", -1)
    with pytest.raises(KeyboardInterrupt), Progress() as progress:
        progress("kettles", 1, 2)
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert "kettles: 1 of 2" in terminal.getvalue()
