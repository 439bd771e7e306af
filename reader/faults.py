"""Faults of the program: a report file for each, without a word of the reader's documents.

An exception's message may hold a text, and so do local variables: neither goes into a report. What
does is where in the program it happened, on what it ran, and which commands were asked for last.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from traceback import extract_tb

from reader import __version__
from reader.errors import ThreadsideError, UnexpectedError
from reader.files import write_atomic
from reader.paths import Paths
from reader.versions import package_versions

FOLDER = "reports"
_KEPT = 20
_PACKAGE = Path(__file__).resolve().parent
_TERMINAL = ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "LANG", "LC_ALL", "TMUX", "STY")


def tell(error: BaseException, environment: Mapping[str, str], commands: Sequence[str] = ()) -> str:
    """Write a report of a fault, and say in one sentence what happened and where the report is.

    Args:
        error: What was raised.
        environment: Environment variables.
        commands: Ids of the last commands, where the error does not bring its own.
    """
    cause, kept = error, ""
    if isinstance(error, UnexpectedError):
        cause, commands, kept = error.error, error.commands, "; your place was kept"
    what = f"a fault of Threadside itself ({type(cause).__name__}){kept}"
    try:
        path = write_report(cause, environment, commands)
    except (ThreadsideError, OSError) as trouble:
        return f"{what}; no report of it could be written: {trouble}"
    return f"{what}; please report it with this file, which holds no text of your documents: {path}"


def write_report(error: BaseException, environment: Mapping[str, str], commands: Sequence[str]) -> Path:
    """Write what is known of a fault into a file of its own.

    Args:
        error: What was raised.
        environment: Environment variables.
        commands: Ids of the last commands, the last one last.

    Returns:
        The file.

    Raises:
        FileError: It cannot be written.
    """
    folder = Paths.find(environment).state.with_name(FOLDER)
    name = time.strftime("fault-%Y-%m-%d-%H%M%S")
    path, number = folder / f"{name}.txt", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}.txt"
    lines = _lines(error, environment, commands)
    write_atomic(path, "".join(f"{line}\n" for line in lines).encode(errors="replace"))
    _forget_old(folder)
    return path


def _lines(error: BaseException, environment: Mapping[str, str], commands: Sequence[str]) -> Iterator[str]:
    yield f"Threadside {__version__}, {time.strftime('%Y-%m-%dT%H:%M:%S%z')}"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.release()}"
    yield "packages: " + ", ".join(
        f"{name} {found or '(missing)'}" for name, found in package_versions().items()
    )
    yield "terminal: " + ", ".join(_terminal(environment))
    yield "last commands: " + (", ".join(commands) or "none")
    for raised in _chain(error):
        yield ""
        yield f"{type(raised).__module__}.{type(raised).__qualname__}"
        yield from _frames(raised)


def _terminal(environment: Mapping[str, str]) -> Iterator[str]:
    for name in _TERMINAL:
        if name in environment:
            # The names of sessions and folders are the reader's own.
            yield name if name in ("TMUX", "STY") else f"{name}={environment[name][:40]}"
    with suppress(OSError, ValueError, AttributeError):
        columns, rows = os.get_terminal_size(sys.__stdout__.fileno())  # type: ignore[union-attr]
        yield f"{columns} by {rows} cells"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception, what it was raised from, and so on."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        raised = waiting.pop()
        if raised is None or id(raised) in seen:
            continue
        seen.add(id(raised))
        yield raised
        waiting += [raised.__context__, raised.__cause__]
        if isinstance(raised, BaseExceptionGroup):
            waiting += raised.exceptions


def _frames(error: BaseException) -> Iterator[str]:
    """Our own frames with file and line; of other packages' only how many there were."""
    places = [(_ours(frame.filename), frame.lineno, frame.name) for frame in extract_tb(error.__traceback__)]
    for is_ours, some in groupby(places, key=lambda place: bool(place[0])):
        if is_ours:
            yield from (f"  {file}:{line} in {function}" for file, line, function in some)
        else:
            yield f"  ({len(list(some))} outside Threadside)"


def _ours(filename: str) -> str:
    path = Path(filename)
    return f"reader/{path.relative_to(_PACKAGE).as_posix()}" if path.is_relative_to(_PACKAGE) else ""


def _forget_old(folder: Path) -> None:
    """Keep the last reports only."""
    with suppress(OSError):
        reports = sorted(folder.glob("fault-*.txt"), key=lambda path: path.stat().st_mtime_ns)
        for path in reports[:-_KEPT]:
            path.unlink()
