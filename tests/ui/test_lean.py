"""Reading starts without what it never uses, and nothing is the poorer for it."""

from __future__ import annotations

import subprocess
import sys

from reader.paths import content_folder
from reader.ui.app import ThreadsideApp

_LEFT_OUT = ("ssl", "textual.command", "textual.widgets._select", "platformdirs")
_START = f"""
import sys
from reader.ui.lean import import_textual
import_textual()
import reader.ui.app
print(*(name for name in {_LEFT_OUT} if name in sys.modules))
from reader.ui.screens.dialogs import Dialog
from reader.ui.widgets.ask_line import AskLine
from reader.fetch.client import Client
import ssl, textual.command, platformdirs
print(ssl.SSLContext.__module__, textual.command.CommandPalette.__mro__[1].__name__, platformdirs.PlatformDirs("x").appname)
"""


def test_what_is_left_out_at_the_start_is_whole_when_it_is_asked_for() -> None:
    command = [sys.executable, "-c", _START]
    ran = subprocess.run(command, cwd=content_folder().parent, capture_output=True, text=True, check=True)
    assert ran.stdout == "\nssl SystemModalScreen x\n"


def test_what_was_imported_before_stays() -> None:
    script = "import ssl, sys; from reader.ui.lean import import_textual; import_textual(); import asyncio.sslproto as used"
    command = [sys.executable, "-c", f"{script}; print(used.ssl is ssl is sys.modules['ssl'])"]
    ran = subprocess.run(command, cwd=content_folder().parent, capture_output=True, text=True, check=True)
    assert ran.stdout == "True\n"


def test_the_palette_that_is_left_out_cannot_be_asked_for() -> None:
    assert not ThreadsideApp.ENABLE_COMMAND_PALETTE
    assert "ctrl+p" not in {getattr(binding, "key", "") for binding in ThreadsideApp.BINDINGS}
