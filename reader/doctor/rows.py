"""Rows of a library that may be damaged: what can be read of them, and what is wrong with a document."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from reader.errors import ThreadsideError
from reader.model.columns import Columns
from reader.shelf import restore_document, restore_entry

# Whatever values no row should have make Python raise.
DAMAGE = (
    sqlite3.Error, ThreadsideError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError,
    RecursionError, zlib.error, MemoryError,
)  # fmt: skip
FIELDS = (
    "revision", "id", "edition", "is_hidden", "added_at", "entries", "head", "headings", "summaries",
    "report", "columns", "source_name", "source",
)  # fmt: skip


class Stored(NamedTuple):
    """A document as it lies in the library.

    Attributes:
        fields: Its row, by column name.
        entries: Position, Markdown and the other fields of each entry, in reading order.
    """

    fields: dict[str, Any]
    entries: list[tuple[int, str, str]]

    @property
    def name(self) -> str:
        """Its id with its edition, such as ``on-tides (full)``."""
        return f"{self.fields.get('id')} ({self.fields.get('edition')})"

    def source(self) -> bytes | None:
        """The source it was made from; None when it was not kept, or cannot be read."""
        with suppress(*DAMAGE):
            return zlib.decompress(self.fields["source"])
        return None


@contextmanager
def raw_library(path: Path) -> Iterator[sqlite3.Connection]:
    """A library's database as it is, whatever its form; to be used on copies."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def revisions(connection: sqlite3.Connection) -> list[int]:
    """The revisions of all documents that can be reached, from both ends where the middle is damaged."""
    found: set[int] = set()
    for order in ("ASC", "DESC"):
        with suppress(*DAMAGE):
            for (revision,) in connection.execute(
                f"SELECT revision FROM documents ORDER BY revision {order}"
            ):
                found.add(revision)
    return sorted(number for number in found if isinstance(number, int))


def read_stored(connection: sqlite3.Connection, revision: int) -> tuple[Stored, str]:
    """A document as it lies there, and what is wrong with it; nothing when all is well."""
    fields: dict[str, Any] = {}
    problem = ""
    for name in FIELDS:
        try:
            query = f"SELECT {name} FROM documents WHERE revision = ?"
            fields[name] = connection.execute(query, (revision,)).fetchone()[0]
        except DAMAGE:
            problem = problem or f"its {name} cannot be read"
    entries: list[tuple[int, str, str]] = []
    try:
        query = "SELECT position, markdown, stored FROM entries WHERE document = ? ORDER BY position"
        entries += connection.execute(query, (revision,))
    except DAMAGE:
        problem = problem or "its entries cannot be read"
    stored = Stored(fields, entries)
    return stored, problem or find_problem(stored)


def find_problem(stored: Stored) -> str:
    """What is wrong with a document; empty when all of it can be read and its tree is one."""
    fields, entries = stored.fields, stored.entries
    try:
        restored = tuple(restore_entry(markdown, kept, {}) for _, markdown, kept in entries)
        restore_document(fields["head"], fields["report"], restored)
        columns = Columns.unpack(fields["columns"])
        json.loads(fields["headings"]), dict(json.loads(fields["summaries"]))
    except DAMAGE:
        return "what is kept of it is damaged"
    if [at for at, _, _ in entries] != list(range(fields["entries"])):
        return "entries of it are missing"
    if list(columns.ids) != [entry.id for entry in restored]:
        return "its list of entries is damaged"
    if any(parent >= position for position, parent in enumerate(columns.parents)):
        return "its tree is none: an entry answers one that comes later"
    if fields["source"] is not None and stored.source() is None:
        return "its source is damaged"
    return ""
