"""Threadside itself in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal

_ROOT = Path(__file__).resolve().parents[2]
Open = Callable[..., Terminal]


@pytest.fixture
def threadside(home: Path) -> Iterator[Open]:
    """Open ``threadside ARGUMENTS…`` in terminals that are closed after the test.

    ``threadside("some-document", columns=80, rows=24, NO_COLOR="1")``; everything is kept
    in the ``home`` fixture's folder.
    """
    with ExitStack() as opened:

        def run(*arguments: str, columns: int = 120, rows: int = 40, **env: str) -> Terminal:
            command = [sys.executable, "-m", "reader", *arguments]
            kept = {"THREADSIDE_HOME": str(home), **env}
            return opened.enter_context(Terminal(command, columns, rows, kept, _ROOT))

        yield run
