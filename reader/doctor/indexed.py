"""The search index: whole, and up to date with the library."""

from __future__ import annotations

from collections.abc import Iterator

from reader.doctor.findings import Finding, fine, noted, wrong
from reader.doctor.folders import OTHERS
from reader.doctor.patient import Patient
from reader.index import Index
from reader.index.health import look_at
from reader.library import Library


def examine_index(patient: Patient) -> Iterator[Finding]:
    """Every file as it was written, and the same documents as the library."""
    folder, library = patient.paths.index, patient.library
    if not folder.exists():
        yield fine("index", f"there is none yet; the first search builds it: {folder}")
        return
    if library is None:
        yield noted("index", "it was not compared with the library, which cannot be read")
        return
    if folder.stat().st_mode & OTHERS:
        yield noted("index", "it is not used as long as others may write into its folder")
        return
    health = look_at(folder, library)
    if health.damage:
        yield wrong("index", f"{folder}: {health.damage}", "build it anew", lambda: _rebuild(patient))
    elif not health.is_current:
        said = "it is not up to date with the library; the next search brings it up to date"
        yield noted("index", said, "do that now", lambda: _update(patient))
    else:
        yield fine("index", f"it is whole and up to date, with {health.entries:,} entries: {folder}")


def _rebuild(patient: Patient) -> str:
    with Library(patient.paths.library) as library, Index(patient.paths.index, library) as index:
        index.rebuild()
        return f"the index is built anew, with {index.entries():,} entries"


def _update(patient: Patient) -> str:
    with Library(patient.paths.library) as library, Index(patient.paths.index, library) as index:
        index.update()
        return f"the index is up to date, with {index.entries():,} entries"
