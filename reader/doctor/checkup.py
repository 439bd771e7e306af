"""The checkup: all parts one after another, and the mending of what can be mended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress

from reader.doctor.bookmarked import examine_bookmarks
from reader.doctor.findings import Finding, Standing, noted, wrong
from reader.doctor.folders import examine_files, examine_folders, examine_locks
from reader.doctor.indexed import examine_index
from reader.doctor.patient import Patient
from reader.doctor.places import examine_corrections, examine_places
from reader.doctor.preferences import examine_settings
from reader.doctor.program import examine_program
from reader.doctor.shelves import examine_library, examine_links
from reader.doctor.terminal import examine_clipboard, examine_terminal
from reader.errors import LibraryError, ThreadsideError
from reader.files import explain

Examine = Callable[[Patient], Iterable[Finding]]
# In the order in which mending goes: what others stand on comes first.
_PARTS: dict[str, Examine] = {
    "program": examine_program,
    "terminal": examine_terminal,
    "clipboard": examine_clipboard,
    "folders": examine_folders,
    "files": examine_files,
    "settings": examine_settings,
    "library": examine_library,
    "links": examine_links,
    "index": examine_index,
    "bookmarks": examine_bookmarks,
    "places": examine_places,
    "corrections": examine_corrections,
    "locks": examine_locks,
}


def examine(patient: Patient) -> Iterator[Finding]:
    """Look at everything; nothing is changed.

    Args:
        patient: Whose files.
    """
    for part in _PARTS:
        yield from _examine(part, patient)


def _examine(part: str, patient: Patient) -> Iterator[Finding]:
    """One part; whatever goes wrong while looking at it is a finding as well."""
    try:
        yield from _PARTS[part](patient)
    except LibraryError as error:
        if part == "library":
            yield wrong(part, str(error))
        else:
            yield noted(part, "it could not be compared with the library, which is damaged")
    except ThreadsideError as error:
        yield wrong(part, str(error))
    except OSError as error:
        yield wrong(part, f"{error.filename or part} cannot be looked at: {explain(error)}")
    except Exception as error:
        yield wrong(part, f"it could not be looked at ({type(error).__name__}), which is a fault of ours")


def mend(environment: Patient) -> Iterator[tuple[Finding, str]]:
    """Mend what can be mended, part after part.

    Each part is looked at anew when its turn comes, because mending another may have mended it.

    Args:
        environment: Whose files.

    Yields:
        What was wrong, and what was done about it.
    """
    for part in _PARTS:
        with Patient(environment.environment) as patient:
            for found in list(_examine(part, patient)):
                if found.mend is not None:
                    yield found, _mend(found.mend)


def _mend(action: Callable[[], str]) -> str:
    try:
        return action()
    except ThreadsideError as error:
        return f"not mended: {error}"
    except OSError as error:
        with suppress(AttributeError):
            return f"not mended: {error.filename}: {explain(error)}"
        return "not mended"


def is_well(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong."""
    return all(found.standing is not Standing.WRONG for found in findings)
