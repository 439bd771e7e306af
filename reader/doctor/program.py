"""The program itself: its versions, and what travels with it."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Iterator

from reader import __version__
from reader.doctor.findings import Finding, fine, many, wrong
from reader.doctor.patient import Patient
from reader.paths import content_folder, styles_folder
from reader.versions import package_versions

_LEAST = (3, 11)
_INSTALL = "install Threadside again"


def examine_program(patient: Patient) -> Iterator[Finding]:
    """Versions of Python and of the packages; stylesheets and shipped documents."""
    python = f"Python {platform.python_version()}"
    yield fine(
        "program", f"Threadside {__version__}, {python}, SQLite {sqlite3.sqlite_version}, {sys.platform}"
    )
    if sys.version_info < _LEAST:
        yield wrong("program", f"{python} is too old", way_out=f"use Python {_LEAST[0]}.{_LEAST[1]} or newer")
    versions = package_versions()
    missing = [name for name, found in versions.items() if not found]
    if missing:
        yield wrong("program", f"packages are missing: {', '.join(missing)}", way_out=_INSTALL)
    there = [f"{name} {found}" for name, found in versions.items() if found]
    yield fine("program", f"packages: {', '.join(there)}")
    yield _shipped()


def _shipped() -> Finding:
    folders = {"*.tcss": styles_folder(), "*.md": content_folder()}
    counts = [len(list(folder.glob(pattern))) for pattern, folder in folders.items()]
    if not all(counts):
        return wrong("program", "stylesheets or shipped documents are missing", way_out=_INSTALL)
    return fine("program", f"{many(counts[0], 'stylesheet')} and the shipped documents are there")
