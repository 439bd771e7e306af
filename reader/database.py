"""The library's database: its tables, its transactions, and its errors in a reader's words."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reader.errors import DocumentChanged, LibraryError, SourceError
from reader.files import FREE_SPACE, OTHER_HOME, explain, locked, make_folder

SCHEMA_VERSION = 2
BUSY_SECONDS = 5.0
_CHECKPOINT_SECONDS = 0.2
APPLICATION = 0x54485244  # "THRD": tells a library from any other SQLite database
_TABLES = (
    # Small fields first: SQLite walks over those before the one it wants.
    """CREATE TABLE documents (
        revision INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, edition TEXT NOT NULL,
        is_hidden INTEGER NOT NULL DEFAULT 0, added_at TEXT NOT NULL, entries INTEGER NOT NULL,
        head TEXT NOT NULL, headings TEXT NOT NULL, summaries TEXT NOT NULL, report TEXT NOT NULL,
        columns BLOB NOT NULL, source_name TEXT NOT NULL, source BLOB, UNIQUE (id, edition))""",
    """CREATE TABLE entries (
        document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, position INTEGER NOT NULL,
        markdown TEXT NOT NULL, stored TEXT NOT NULL, PRIMARY KEY (document, position))""",
    "CREATE TABLE notes (key TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID",
    # What a reader sees under an id: the full edition, else the digest unless it was removed.
    """CREATE VIEW shown AS SELECT * FROM documents AS one WHERE edition = 'full' OR NOT is_hidden
        AND NOT EXISTS (SELECT 1 FROM documents WHERE id = one.id AND edition = 'full')""",
)
# Since form 2. A target names a document by its id, because that outlasts the text linked to.
_LINK_TABLES = (
    """CREATE TABLE linkings (
        document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE, against TEXT NOT NULL)""",
    """CREATE TABLE links (
        link INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES linkings ON DELETE CASCADE,
        entry TEXT NOT NULL, stored TEXT NOT NULL)""",
    "CREATE INDEX links_of ON links (document, entry)",
    """CREATE TABLE targets (
        document TEXT NOT NULL, entry TEXT NOT NULL, passage INTEGER NOT NULL,
        link INTEGER NOT NULL REFERENCES links ON DELETE CASCADE,
        PRIMARY KEY (document, entry, passage, link)) WITHOUT ROWID""",
    "CREATE INDEX targets_of ON targets (link)",
)
_DAMAGED = "it is damaged, or no library of Threadside"
_AWAY = "`threadside doctor --repair` sets it aside, and saves all that can be read of it"
_GONE = "it was moved away or deleted"
_BACK = "put it back, or start Threadside again"
_UPDATE = "update Threadside, or set THREADSIDE_HOME to another folder"
_SAID = {
    sqlite3.SQLITE_BUSY: ("another program has been using it for too long", "close it and try again"),
    sqlite3.SQLITE_LOCKED: ("another program has been using it for too long", "close it and try again"),
    sqlite3.SQLITE_READONLY: ("it cannot be written", OTHER_HOME),
    sqlite3.SQLITE_CANTOPEN: ("it cannot be opened", OTHER_HOME),
    sqlite3.SQLITE_PERM: ("no permission", OTHER_HOME),
    sqlite3.SQLITE_FULL: ("the disk is full", FREE_SPACE),
    sqlite3.SQLITE_IOERR: ("the disk refused to read or write it", "see whether the disk is full or damaged"),
    sqlite3.SQLITE_CORRUPT: (_DAMAGED, _AWAY),
    sqlite3.SQLITE_NOTADB: (_DAMAGED, _AWAY),
}


class Database:
    """An SQLite database with the library's tables; every error it raises is in words.

    Args:
        path: Its file; the file and its folder are created when they are not there.
        must_exist: Whether it is an error when the file is not there.

    Attributes:
        opened: How often it was opened; another number, and everything read before is of another one.

    Raises:
        LibraryError: It cannot be opened or created, is damaged, or was made by a newer Threadside.
    """

    def __init__(self, path: Path, must_exist: bool = False) -> None:
        self.path = path
        self.opened = 0
        if must_exist and not path.exists():
            raise LibraryError(str(path), _GONE, _BACK)
        try:
            make_folder(path.parent)
        except OSError as error:
            raise LibraryError(str(path), explain(error), OTHER_HOME) from error
        self._open()

    def _open(self) -> None:
        with self.reading():
            self._connection = sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise
        self._file = self._present_file()
        self.opened += 1

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def rows(self, query: str, *values: str | int | None) -> list[tuple[Any, ...]]:
        """All rows that a query gives.

        Raises:
            LibraryError: It cannot be read.
            DocumentChanged: Another file took its place.
        """
        self.whereabouts()
        with self.reading():
            return self._connection.execute(query, values).fetchall()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write all that the block writes, or nothing; other writers wait.

        Raises:
            LibraryError: It could not be written, and nothing was.
            DocumentChanged: Another file took its place.
        """
        if self.whereabouts():
            raise LibraryError(str(self.path), _GONE, _BACK)
        with self._in_words():
            with self._transaction():
                yield self._connection
            self._empty_log()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Turn damage found in a row into a reader's words, and what SQLite says as well.

        Raises:
            LibraryError: In place of any error of SQLite, and for values that no row can have.
        """
        try:
            with self._in_words():
                yield
        except (SourceError, ValueError, TypeError, LookupError, AttributeError, zlib.error) as error:
            raise LibraryError(str(self.path), _DAMAGED, _AWAY) from error

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            raise LibraryError(str(self.path), *_SAID.get(code, (str(error), _AWAY))) from error

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def _empty_log(self) -> None:
        """Move what was written from SQLite's log into the file itself.

        So that the file alone is a whole copy of the library, and a file put in its place is not
        overlaid with a log that belonged to another. What was written is safe without it.
        """
        with suppress(sqlite3.Error):
            self._set_patience(_CHECKPOINT_SECONDS)
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._set_patience(BUSY_SECONDS)

    def _set_patience(self, seconds: float) -> None:
        self._connection.execute(f"PRAGMA busy_timeout = {int(1000 * seconds)}")

    def whereabouts(self) -> str:
        """A sentence when the file is gone, which can be read still; empty when it is where it was.

        Raises:
            DocumentChanged: Another file took its place, and is open from now on.
            LibraryError: That one cannot be opened.
        """
        present = self._present_file()
        if present == self._file:
            return ""
        if present is None:
            return f"{self.path}: {_GONE}; what is open can still be read; {_BACK}"
        # Two files would share one log, and damage each other.
        self._connection.close()
        self._open()
        raise DocumentChanged(str(self.path), "another file took its place", "it is open now")

    def _present_file(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _prepare(self) -> None:
        self._connection.execute("PRAGMA foreign_keys = ON")
        if self._form() != (APPLICATION, SCHEMA_VERSION):
            # Turning on WAL does not wait for other programs, and the form is read in two steps:
            # a lock of our own keeps them out.
            with locked(self.path):
                self._check_form(*self._form())

    def _form(self) -> tuple[int, int]:
        return self._number("application_id"), self._number("user_version")

    def _check_form(self, application: int, version: int) -> None:
        if application == version == 0 and not self._number("schema_version"):
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._make((*_TABLES, *_LINK_TABLES))
        elif application != APPLICATION:
            raise LibraryError(str(self.path), "it is the database of another program", _AWAY)
        elif version > SCHEMA_VERSION:
            reason = f"a newer Threadside made it (form {version}; this one reads {SCHEMA_VERSION})"
            raise LibraryError(str(self.path), reason, _UPDATE)
        elif version < SCHEMA_VERSION:
            self._make(_LINK_TABLES)

    def _number(self, pragma: str) -> int:
        return int(self._connection.execute(f"PRAGMA {pragma}").fetchone()[0])

    def _make(self, tables: Iterable[str]) -> None:
        """Make tables, all or none, and with them the present form."""
        with self._transaction():
            for table in tables:
                self._connection.execute(table)
            self._connection.execute(f"PRAGMA application_id = {APPLICATION}")
            self._connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        self._empty_log()
