"""What is measured, and what is done to it."""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.home import Home
from tests.e2e.keys import key_bytes, mouse_bytes

ROOT = Path(__file__).resolve().parents[2]
FLOOR, PYTHON = "empty app", "python -c pass"
PARTS = ("commands", "keys", "held", "hour")
_WHEEL_DOWN = 65
# A terminal repeats a held key about thirty times a second.
HELD_SECONDS, HELD_RATE = 10, 30
_HOUR_KEYS, HOUR_TOGETHER = 3600, 12
_HOUR = {
    "pagedown": 24, "j": 16, "k": 8, "pageup": 4, "d": 4, "J": 4, "K": 4, "]": 2, "[": 3, "p": 2, "r": 2, "u": 2,
    "tab": 2, "h": 1, "l": 1, "x": 0.5, "g": 0.3, "G": 0.2, "H": 0.2, "L": 0.2, "z": 0.2, "c": 0.2, "T": 0.2,
}  # fmt: skip


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
        again: The command that starts it with what was left; empty for a program that keeps nothing.
        held: What a key held for ten seconds sends, in turn; measured in the last round only.
        hour: What an hour's reading sends; likewise.
        home: Where it keeps its things, put back before each start.
        folder: The working folder.
    """

    name: str
    command: Sequence[str]
    awaited: str = ""
    run: str = "run"
    deeds: tuple[Deed, ...] = ()
    quit: str = "Q"
    again: Sequence[str] = ()
    held: tuple[bytes, ...] = ()
    hour: tuple[bytes, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    home: Home | None = None
    folder: Path = ROOT


def _keys(figure: str, names: str, times: int) -> Deed:
    return Deed(figure, tuple(key_bytes(name) for name in names.split()), times)


# A press on the scroll bar of the left pane, half way down.
_MIDDLE = mouse_bytes(0, 78, 25) + mouse_bytes(0, 78, 25, is_release=True)
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
    Deed("middle", (_MIDDLE,), 1),
    _keys("home", "g", 1),
    _keys("end", "G", 1),
    _keys("collapse all", "H", 1),
    _keys("expand all", "L", 1),
    _keys("home", "g", 1),
    _keys("outline", "t", 1),
    _keys("outline away", "escape", 1),
    _keys("other pane", "tab", 4),
    _RESIZE,
    _BURST_OF_PAGES,
)
_HELD = (key_bytes("pagedown"),) * 20 + (key_bytes("pageup"),) * 20


def _hour() -> tuple[bytes, ...]:
    """Keys of an hour, the same each time: mostly pages, with some of everything that moves and folds."""
    keys = random.Random(1).choices(list(_HOUR), list(_HOUR.values()), k=_HOUR_KEYS)
    return tuple(map(key_bytes, keys))


def python() -> Subject:
    """The start of Python itself."""
    return Subject(PYTHON, [sys.executable, "-c", "pass"])


def empty_app(parts: Sequence[str] = PARTS) -> Subject:
    """The empty Textual app."""
    deeds = (_keys("key", "j", 20), _RESIZE, _BURST_OF_PAGES) if "keys" in parts else ()
    command = [sys.executable, "-m", "tests.bench.empty"]
    return Subject(FLOOR, command, "hello", deeds=deeds, held=(b"j",) if "held" in parts else ())


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
    thread, interview = home.documents
    lines = {
        "--version": ["--version"], "list": ["list"], "show thread": ["show", thread],
        "show interview": ["show", interview], "search": ["search", home.first_word()],
    }  # fmt: skip
    return [
        Subject(
            "commands", [*start, *line], run=f"run {name}", environment=home.environment, folder=home.checkout
        )
        for name, line in lines.items()
    ]


def reading(name: str, home: Home, parts: Sequence[str] = PARTS) -> Subject:
    """Threadside with two documents open."""
    command = [sys.executable, "-m", "reader", *home.documents]
    # As an installed command does; ``-m`` itself takes 4 ms.
    again = [sys.executable, "-c", "import sys; from reader.__main__ import main; sys.exit(main([]))"]
    return Subject(
        name, command, home.first_word(), deeds=_READING if "keys" in parts else (),
        held=_HELD if "held" in parts else (), hour=_hour() if "hour" in parts else (),
        environment=home.environment, home=home, folder=home.checkout, again=again,
    )  # fmt: skip
