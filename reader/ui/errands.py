"""What errands do: take a file or an address, or fetch a document again. Imported in their thread."""

from __future__ import annotations

import io
import os
import re
import shlex
from pathlib import Path
from typing import NamedTuple

from reader import online
from reader.errors import FileError
from reader.fetch import Client, Clock
from reader.intake import STANDARD_INPUT, take_file
from reader.library import Added, Library
from reader.model.changes import Changes
from reader.model.documents import Document
from reader.printing import report_summary
from reader.seen import Seen
from reader.sites import is_address
from reader.ui.errand import Errand, Outcome, Stopped

# The options of ``threadside add``: those that stand alone, and those with a word behind.
_FLAG = re.compile(r"--(allow-private|strict|infer)\s+")
_VALUE = re.compile(r"--(as|thread)[ =](\"[^\"]*\"|'[^']*'|\S+)\s+")


class Wish(NamedTuple):
    """What a reader asks to be added.

    Attributes:
        source: An address, or a file's path.
        flags: Which of ``allow-private``, ``strict`` and ``infer`` stand in front of it.
        importer: The name of the importer to use; None to let the text decide.
        wanted: Which of several threads to read.
    """

    source: str
    flags: frozenset[str] = frozenset()
    importer: str | None = None
    wanted: str = ""


class _PatientClock(Clock):
    """A clock that waits no longer once the errand is stopped."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand

    def sleep(self, seconds: float) -> None:
        if self._errand.stopped.wait(seconds):
            raise Stopped


def _open_client(errand: Errand, allow_private: bool = False) -> Client:
    clock = _PatientClock(errand)
    return (
        errand.open_client(clock, allow_private) if errand.open_client else Client(allow_private, clock=clock)
    )


def read_wish(typed: str) -> Wish:
    """What a reader asks for, with the options that ``threadside add`` knows in front.

    Args:
        typed: A path may be quoted as for a shell, and begin with ``~``.
    """
    flags, values, left = set[str](), dict[str, str](), typed.strip()
    while option := _FLAG.match(left) or _VALUE.match(left):
        left = left[option.end() :]
        if option.re is _FLAG:
            flags.add(option[1])
        else:
            values[option[1]] = option[2].strip("\"'")
    path = os.path.expanduser(_unquote(left))
    is_path = os.path.lexists(path) or not is_address(left)
    wanted = values.get("thread", "")
    return Wish(path if is_path else left, frozenset(flags), values.get("as"), wanted)


def _unquote(typed: str) -> str:
    """A path as a terminal pastes it: in quotes, or with backslashes."""
    if os.path.lexists(os.path.expanduser(typed)):
        return typed
    try:
        words = shlex.split(typed)
    except ValueError:
        return typed
    return words[0] if len(words) == 1 else typed


def add(library: Library, errand: Errand, typed: str, seen: Path) -> Outcome:
    """Add what a reader asks for.

    Args:
        library: Where to put it.
        errand: May be stopped.
        typed: What the reader typed.
        seen: The folder of what was read.

    Raises:
        ThreadsideError: It cannot be read or fetched, or is no document; the library is as it was.
        Stopped: The reader stopped it; the library is as it was.
    """
    wish = read_wish(typed)
    if wish.source == STANDARD_INPUT:
        raise FileError("-", "standard input is this keyboard", "name a file, or an address")
    if os.path.lexists(wish.source) or not is_address(wish.source):
        added, document = take_file(
            library, wish.source, io.BytesIO(), wish.importer, wish.wanted,
            is_strict="strict" in wish.flags, is_inferred="infer" in wish.flags,
        )  # fmt: skip
        return Outcome(added.id, "", _added(added, document))
    with _open_client(errand, "allow-private" in wish.flags) as client:
        taken = online.take_address(
            library, wish.source, client, wish.importer, errand.watch, wish.wanted, "strict" in wish.flags
        )
    online.carry_seen(Seen(seen), taken)
    return Outcome(taken.document.id, taken.entry, _said(taken))


def update(library: Library, errand: Errand, id: str, seen: Path) -> Outcome:
    """Fetch a document again.

    Args:
        library: Where it is.
        errand: May be stopped.
        id: Its whole id.
        seen: The folder of what was read.

    Raises:
        ThreadsideError: It cannot be fetched; the library is as it was.
        Stopped: The reader stopped it; the library is as it was.
    """
    with _open_client(errand) as client:
        taken = online.update(library, id, client, errand.watch)
    online.carry_seen(Seen(seen), taken)
    return Outcome(id, "", _said(taken))


def _said(taken: online.Taken) -> str:
    if taken.added is not None and taken.former is None:
        return _added(taken.added, taken.document)
    return f"Fetched again: {_changed(taken.changes) if taken.changes else 'nothing new'}"


def _added(added: Added, document: Document) -> str:
    if not added.is_shown:
        became = "Kept behind the full edition, which stays"
    else:
        before = added.replaced
        became = f"In the place of the {before.edition} edition" if before else "New in the library"
    return f"{became}: {report_summary(document)}"


def _changed(changes: Changes) -> str:
    counts = {"new": changes.new, "edited": changes.edited, "deleted": changes.deleted}
    said = ", ".join(f"{len(ids)} {name}" for name, ids in counts.items())
    return f"{said} (V compares)" if changes.edited else said
