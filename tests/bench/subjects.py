"""What is measured, and what is done to it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.home import Home
from tests.e2e.keys import key_bytes, mouse_bytes

ROOT = Path(__file__).resolve().parents[2]
FLOOR, PYTHON = "empty app", "python -c pass"
_WHEEL_DOWN = 65


@dataclass(frozen=True)
class Deed:
    """Something done again and again in a session.

    Attributes:
        figure: Name of the figure it gives.
        sent: What is typed each time, in turn; none changes the size of the terminal instead.
        times: How often in one session.
    """

    figure: str
    sent: tuple[bytes, ...]
    times: int


@dataclass(frozen=True)
class Subject:
    """A program to measure.

    Attributes:
        name: What the table calls it.
        command: The program and its arguments.
        awaited: A word of its first frame; empty for a program that ends by itself.
        run: The figure of a program that ends by itself.
        deeds: What is done once it is there.
        quit: The key that ends it.
        environment: Variables beyond the plain ones.
        home: Where it keeps its things, put back before each start.
        folder: The working folder.
    """

    name: str
    command: Sequence[str]
    awaited: str = ""
    run: str = "run"
    deeds: tuple[Deed, ...] = ()
    quit: str = "Q"
    environment: Mapping[str, str] = field(default_factory=dict)
    home: Home | None = None
    folder: Path = ROOT


def _keys(figure: str, names: str, times: int) -> Deed:
    return Deed(figure, tuple(key_bytes(name) for name in names.split()), times)


_RESIZE = Deed("resize", (), 4)
_BURST_OF_PAGES = Deed("100 page downs at once", (key_bytes("pagedown") * 100,), 1)
_READING = (
    _keys("page down", "pagedown", 15),
    _keys("line down", "j", 15),
    _keys("home", "g", 1),
    _keys("next top-level", "]", 1),
    _keys("next sibling", "J", 8),
    Deed("wheel", (mouse_bytes(_WHEEL_DOWN, 9, 9),), 8),
    _keys("home", "g", 1),
    _keys("collapse all", "H", 1),
    _keys("expand all", "L", 1),
    _keys("end", "G", 1),
    _keys("home", "g", 1),
    _keys("end", "G", 1),
    _keys("collapse all", "H", 1),
    _keys("expand all", "L", 1),
    _keys("home", "g", 1),
    _keys("other pane", "tab", 4),
    _RESIZE,
    _BURST_OF_PAGES,
)


def python() -> Subject:
    """The start of Python itself."""
    return Subject(PYTHON, [sys.executable, "-c", "pass"])


def empty_app() -> Subject:
    """The empty Textual app."""
    deeds = (_keys("key", "j", 20), _RESIZE, _BURST_OF_PAGES)
    return Subject(FLOOR, [sys.executable, "-m", "tests.bench.empty"], "hello", deeds=deeds)


def pager(text: Path, awaited: str) -> Subject | None:
    """The pager ``less`` on a text, where there is one."""
    path = shutil.which("less")
    deeds = (
        _keys("page down", "space", 15), _keys("line down", "j", 15), _keys("end", "G", 1),
        _keys("home", "g", 1), Deed("resize", (), 4),
    )  # fmt: skip
    return Subject("less", [path, str(text)], awaited, deeds=deeds, quit="q") if path else None


def commands(home: Home) -> list[Subject]:
    """The commands that print and end."""
    start = [sys.executable, "-m", "reader"]
    lines = {"--version": ["--version"], "list": ["list"], "show": ["show", home.documents[0]]}
    return [
        Subject(
            "commands", [*start, *line], run=f"run {name}", environment=home.environment, folder=home.checkout
        )
        for name, line in lines.items()
    ]


def reading(name: str, home: Home) -> Subject:
    """Threadside with two documents open."""
    command = [sys.executable, "-m", "reader", *home.documents]
    return Subject(
        name, command, home.first_word(), deeds=_READING,
        environment=home.environment, home=home, folder=home.checkout,
    )  # fmt: skip
