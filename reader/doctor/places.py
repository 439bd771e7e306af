"""What the reader left: places, folds and panes, what was read of each document, and corrections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from reader.doctor.findings import Finding, fine, many, noted, wrong
from reader.doctor.patient import Patient
from reader.files import locked, set_aside
from reader.frame import NAME, is_whole
from reader.mending import StructureFiles
from reader.model.documents import Edition
from reader.model.structures import NewerStructure
from reader.seen import Seen
from reader.state import load_state

_NEWER = "newer Threadside"


def examine_places(patient: Patient) -> Iterator[Finding]:
    """The state file and the files of what was read: each can be followed."""
    yield from _state(patient)
    yield from _frame(patient)
    files = sorted(patient.seen.glob("*.json")) if patient.seen.is_dir() else []
    damaged = 0
    for path in files:
        copy = patient.copy(path)
        _, notice = Seen(copy.parent).of(copy.stem, Edition.FULL)
        if notice and _NEWER in notice:
            yield noted("places", f"{path} was written by a newer Threadside, and is left alone")
        elif notice:
            damaged += 1
            repair = "set it aside: all of that document is new again"
            yield wrong("places", f"{path} is damaged", repair, _setting_aside(path))
    if files and not damaged:
        yield fine("places", f"what was read of {many(len(files), 'document')} is known")


def examine_corrections(patient: Patient) -> Iterator[Finding]:
    """The files of the reader's corrections: each can be followed."""
    folder = patient.paths.library.with_name("structures")
    files, damaged = sorted(folder.glob("*.json")) if folder.is_dir() else [], 0
    for path in files:
        copy = patient.copy(path)
        try:
            _, notice = StructureFiles(copy.parent).read(copy.stem)
        except NewerStructure:
            yield noted("corrections", f"{path} was written by a newer Threadside, and is left alone")
            continue
        if notice:
            damaged += 1
            repair = "set it aside: that document is shown as it was imported from the next import on"
            yield wrong("corrections", f"{path} is damaged", repair, _setting_aside(path))
    if files and not damaged:
        yield fine("corrections", f"the corrections of {many(len(files), 'document')} are known")


def _state(patient: Patient) -> Iterator[Finding]:
    path = patient.paths.state
    if not path.exists():
        yield fine("places", f"none are kept yet: {path}")
        return
    state, notice = load_state(patient.copy(path))
    if notice and _NEWER in notice:
        yield noted(
            "places", f"{path} was written by a newer Threadside: places are neither restored nor kept"
        )
    elif notice:
        yield wrong("places", f"{path} is damaged", "set it aside: places begin anew", _setting_aside(path))
    else:
        yield fine("places", f"the places in {many(len(state.documents), 'document')} are kept: {path}")


def _frame(patient: Patient) -> Iterator[Finding]:
    path = patient.paths.state.with_name(NAME)
    if path.is_file() and not is_whole(path.read_bytes()):
        yield wrong("places", f"{path} is damaged, and not shown", "take it away", _taking_away(path))


def _taking_away(path: Path) -> Callable[[], str]:
    def act() -> str:
        path.unlink(missing_ok=True)
        return f"{path.name} is gone; the next one is written on quitting"

    return act


def _setting_aside(path: Path) -> Callable[[], str]:
    def act() -> str:
        with locked(path):
            return f"{path.name} is kept as {set_aside(path).name}"

    return act
