"""The library and the links in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from sqlite3 import Connection

from reader.database import APPLICATION, SCHEMA_VERSION
from reader.doctor.findings import Finding, fine, many, noted, wrong
from reader.doctor.patient import Patient
from reader.doctor.rows import DAMAGE, raw_library, read_stored, revisions
from reader.doctor.salvage import salvage
from reader.errors import LibraryError
from reader.library import Library, Listing
from reader.linking import find_links

# A form beyond this is no newer Threadside's, but damage.
_FARTHEST = 1000
_SALVAGE = (
    "set it aside, and begin a new library with every document that can be read, or made anew from its source"
)
_SHOWN = 5


def examine_library(patient: Patient) -> Iterator[Finding]:
    """The database whole, of a form we know, and every document in it readable."""
    path = patient.paths.library
    if not path.exists():
        yield fine("library", f"there is none yet; it begins when you read or add: {path}")
        return
    if not path.is_file():
        yield wrong("library", f"{path} is not a file", way_out="move it away")
        return
    copy = patient.copy(path)
    trouble = _find_damage(copy)
    if trouble:
        yield wrong("library", f"{path}: {trouble}", _SALVAGE, lambda: salvage(path, patient))
        return
    form = _form(copy)
    if form > SCHEMA_VERSION:
        said = f"{path}: a newer Threadside made it (form {form}; this one reads {SCHEMA_VERSION})"
        yield wrong("library", said, way_out="update Threadside, or set THREADSIDE_HOME to another folder")
        return
    if form < SCHEMA_VERSION:
        said = f"it is of form {form}; the next reading brings it to form {SCHEMA_VERSION}"
        yield noted("library", said, "do that now", lambda: _bring_up(path))
    yield from _documents(path, copy, patient)


def _find_damage(copy: Path) -> str:
    """What is wrong with a database as a whole; empty when nothing is."""
    try:
        with raw_library(copy) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
            if said != ["ok"]:
                return f"it is damaged ({' '.join(str(said[0]).split())[:80]})"
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
            is_ours = _number(connection, "application_id") == APPLICATION
            is_known = 0 < _number(connection, "user_version") < _FARTHEST
            if not ({"documents", "entries", "notes", "shown"} <= tables and is_ours and is_known):
                return "it is damaged, or no library of Threadside"
            connection.execute("SELECT count(*) FROM shown").fetchone()
    except DAMAGE as error:
        return f"it is damaged, or no library of Threadside ({error})" if str(error) else "it is damaged"
    return ""


def _form(copy: Path) -> int:
    with raw_library(copy) as connection:
        return _number(connection, "user_version")


def _number(connection: Connection, pragma: str) -> int:
    return int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])


def _bring_up(path: Path) -> str:
    Library(path).close()
    return f"the library is of form {SCHEMA_VERSION}"


def _documents(path: Path, copy: Path, patient: Patient) -> Iterator[Finding]:
    damaged, without_source, count = list[str](), list[str](), 0
    with raw_library(copy) as connection:
        for revision in revisions(connection):
            stored, problem = read_stored(connection, revision)
            count += 1
            if problem:
                damaged.append(f"{stored.name}: {problem}")
            elif stored.fields["source"] is None:
                without_source.append(stored.name)
    size = path.stat().st_size / 2**20
    if damaged:
        said = f"{many(len(damaged), 'document')} damaged: {_some(damaged)}"
        yield wrong("library", f"{path}: {said}", _SALVAGE, lambda: salvage(path, patient))
    else:
        yield fine("library", f"{many(count, 'document')}, every entry readable, {size:.1f} MiB: {path}")
    if without_source:
        said = f"no source is kept of {_some(without_source)}"
        yield noted("library", said, way_out="add it again from its source")


def _some(names: list[str]) -> str:
    more = f", and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def examine_links(patient: Patient) -> Iterator[Finding]:
    """Links readable, leading to entries that are there, and found against the present documents."""
    library = patient.library
    if library is None:
        return
    path, stale = patient.paths.library, set(library.links.stale())
    listings = library.listings()
    broken = [one.id for one in listings if one.id not in stale and not _are_whole(library, one)]
    if broken:
        said = f"links of {_some(broken)} cannot be followed"
        yield wrong("links", said, "find them anew", lambda: _relink(path, broken))
    elif stale:
        said = f"links of {many(len(stale), 'document')} are not found yet; reading does that by itself"
        yield noted("links", said, "find them now", lambda: _relink(path, []))
    else:
        yield fine("links", f"links of {many(len(listings), 'document')} are found")


def _are_whole(library: Library, listing: Listing) -> bool:
    known = library.open(listing.id).columns.positions
    with suppress(LibraryError):
        return all(link.entry in known for link in library.links.of_document(listing.revision))
    return False


def _relink(path: Path, broken: list[str]) -> str:
    with Library(path) as library:
        library.links.forget([library.listing(id).revision for id in broken])
        find_links(library)
    return "the links are found"
