"""What lies behind a full edition, unseen: its former state, and how it was imported before corrections."""

from __future__ import annotations

from sqlite3 import Connection
from typing import Any

FORMER, IMPORTED = "former", "imported"
_SET = "UPDATE documents SET edition = ?, is_hidden = 1 WHERE id = ? AND edition = ?"
_DELETE = "DELETE FROM documents WHERE id = ? AND edition = ?"
_FULL = "full"


def forget_behind(connection: Connection, id: str) -> None:
    """Drop all that lies behind a full edition."""
    for edition in (FORMER, IMPORTED):
        connection.execute(_DELETE, (id, edition))


def clear_behind(connection: Connection, id: str, is_former: bool) -> None:
    """Make room behind a full edition that is about to be replaced.

    Args:
        connection: The library's.
        id: The document's id.
        is_former: Whether what is replaced, as it was imported, is kept as the former state.
    """
    if is_former:
        connection.execute(_DELETE, (id, FORMER))
        is_corrected = connection.execute(_SET, (FORMER, id, IMPORTED)).rowcount
        if not is_corrected:
            connection.execute(_SET, (FORMER, id, _FULL))
    connection.execute(_DELETE, (id, IMPORTED))


def take_to_correct(connection: Connection, id: str) -> dict[str, Any]:
    """Take a full edition away, kept behind as imported unless a corrected one was shown.

    Returns:
        When it was added, and its source: columns of the row that takes its place.
    """
    names = ("added_at", "source_name", "source")
    query = f"SELECT {', '.join(names)} FROM documents WHERE id = ? AND edition = ?"
    row = connection.execute(query, (id, _FULL)).fetchone()
    if connection.execute(query, (id, IMPORTED)).fetchone():
        connection.execute(_DELETE, (id, _FULL))
    else:
        connection.execute(_SET, (IMPORTED, id, _FULL))
        connection.execute("UPDATE documents SET source = NULL WHERE id = ? AND edition = ?", (id, IMPORTED))
    return dict(zip(names, row, strict=True))


def show_imported(connection: Connection, id: str) -> None:
    """Show a full edition as it was imported, in the place of the corrected one."""
    source = connection.execute("SELECT source FROM documents WHERE id = ? AND edition = ?", (id, _FULL))
    kept = source.fetchone()
    connection.execute(_DELETE, (id, _FULL))
    query = "UPDATE documents SET edition = ?, is_hidden = 0, source = ? WHERE id = ? AND edition = ?"
    connection.execute(query, (_FULL, *kept, id, IMPORTED))
