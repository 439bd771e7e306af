"""Salvage: a new library from what can be read of a damaged one, which is set aside."""

from __future__ import annotations

import io
import sqlite3
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from reader.database import Database
from reader.doctor.findings import many
from reader.doctor.patient import Patient
from reader.doctor.rows import DAMAGE, FIELDS, Stored, raw_library, read_stored, revisions
from reader.errors import ThreadsideError
from reader.files import locked, set_aside
from reader.importers.registry import read_source
from reader.importers.source import Source, decode
from reader.library import Library
from reader.mending import Mending
from reader.model.documents import Edition

_NEW = ".mending"
_BESIDE = ("-wal", "-shm")


@dataclass
class Salvaged:
    """What became of the documents of a damaged library.

    Attributes:
        kept: Those taken over as they were.
        reread: Those made again from their sources.
        lost: Those of which nothing whole was left, by name.
        aside: What the damaged file is called now.
    """

    kept: int = 0
    reread: int = 0
    lost: list[str] = field(default_factory=list)
    aside: str = ""

    def __str__(self) -> str:
        """In one sentence."""
        parts = [f"{many(self.kept, 'document')} taken over"]
        parts += [f"{self.reread} made again from the source kept with it"] if self.reread else []
        parts += [f"lost: {', '.join(self.lost)}"] if self.lost else []
        return f"{'; '.join(parts)}; the damaged library is kept as {self.aside}"


def salvage(path: Path, patient: Patient) -> str:
    """Put a new library in the place of a damaged one, with all that can be read of it.

    Args:
        path: The library.
        patient: Gives a copy to read from.

    Returns:
        What became of it, in words.

    Raises:
        ThreadsideError, OSError: It could not be set aside, or the new one not be written.
    """
    new = path.with_name(path.name + _NEW)
    with locked(path):
        copy = patient.copy(path)
        _remove(new)
        try:
            salvaged = _fill(new, copy)
            aside = set_aside(path)
            for suffix in _BESIDE:
                with suppress(FileNotFoundError):
                    Path(f"{path}{suffix}").rename(f"{aside}{suffix}")
            new.rename(path)
        finally:
            _remove(new)
    salvaged.aside = aside.name
    return str(salvaged)


def _remove(path: Path) -> None:
    for suffix in ("", *_BESIDE):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def _fill(new: Path, old: Path) -> Salvaged:
    salvaged, unread = Salvaged(), list[Stored]()
    database = Database(new)
    try:
        with raw_library(old) as connection:
            for revision in revisions(connection):
                stored, problem = read_stored(connection, revision)
                if problem:
                    unread.append(stored)
                else:
                    salvaged.kept += _take_over(database, stored)
            if not unread:
                _take_notes(database, connection)
    except DAMAGE:
        # Not a database any more: nothing can be read of it.
        pass
    finally:
        database.close()
    with Library(new) as library:
        for stored in unread:
            _make_again(library, stored, salvaged)
    return salvaged


def _take_over(database: Database, stored: Stored) -> bool:
    names, marks = ", ".join(FIELDS), ", ".join("?" * len(FIELDS))
    with suppress(ThreadsideError, sqlite3.Error), database.writing() as connection:
        query = f"INSERT INTO documents ({names}) VALUES ({marks})"
        connection.execute(query, [stored.fields[name] for name in FIELDS])
        revision = stored.fields["revision"]
        rows = ((revision, *entry) for entry in stored.entries)
        connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", rows)
        return True
    return False


def _take_notes(database: Database, old: sqlite3.Connection) -> None:
    """What the program left for itself; not where a document is missing that must come back."""
    with suppress(*DAMAGE):
        notes = old.execute("SELECT key, text FROM notes").fetchall()
        with database.writing() as connection:
            connection.executemany("REPLACE INTO notes VALUES (?, ?)", notes)


def _make_again(library: Library, stored: Stored, salvaged: Salvaged) -> None:
    """Read a document anew from its source."""
    source = stored.source()
    name = str(stored.fields.get("source_name") or "a source")
    try:
        if source is None or stored.fields.get("edition") == "former":
            raise ValueError(name)
        text, _ = decode(_unpacked(source, name), name)
        document = read_source(Source(name, text), library.digests())
        id = stored.fields.get("id")
        document = replace(document, id=id) if isinstance(id, str) and id else document
        Mending(library).mend(library.add(document, source, name).id)
        if document.edition is Edition.FULL or not stored.fields.get("is_hidden"):
            salvaged.reread += 1
    except (*DAMAGE, OSError):
        salvaged.lost.append(stored.name)


def _unpacked(source: bytes, name: str) -> bytes:
    from reader.importers.source import SIZE_LIMIT
    from reader.unpacking import MARK, unpack

    return unpack(io.BytesIO(source).read(), name, SIZE_LIMIT) if source.startswith(MARK) else source
