"""The documents at hand, in one SQLite database that several programs may use at once.

A digest and the full edition of the same document lie under one id. The full edition is shown,
and the digest behind it lends its words as summaries; when the full edition is removed, the
digest is shown again. Behind the full edition its former state may be kept, to compare with, and
the state as imported when it is shown with a reader's corrections. Every
addition or removal is one transaction: a program killed in the middle leaves the library as it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any

from reader.behind import clear_behind, forget_behind, show_imported, take_to_correct
from reader.called import StoredSpeakers
from reader.clean import clean_line
from reader.database import Database
from reader.errors import DocumentChanged
from reader.holdings import Holdings
from reader.linked import StoredLinks
from reader.model.documents import Document, Edition
from reader.opened import OpenDocument
from reader.picking import unknown
from reader.shelf import Added, Heading, Listing, Removed

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.model.speakers import SpeakerNames

__all__ = ["Added", "Heading", "Library", "Listing", "OpenDocument", "Removed"]


class Library(Holdings):
    """The documents at hand, to be read, added, corrected and removed.

    Args:
        path: The database; it and its folder are created when they are not there.
        must_exist: Whether it is an error when it is not there.

    Attributes:
        links: What their texts quote, address and name.
        speakers: What the reader calls their speakers.

    Raises:
        LibraryError: It cannot be opened or created, is damaged, or was made by a newer Threadside.
    """

    def __init__(self, path: Path, must_exist: bool = False) -> None:
        self.path = path
        super().__init__(Database(path, must_exist))
        self.links = StoredLinks(self._database)
        self.speakers = StoredSpeakers(self._database)

    def add(
        self, document: Document, source: bytes | None, source_name: str, keep_former: bool = False
    ) -> Added:
        """Put a document in, or in the place of its earlier state.

        A document replaces the one of the same id and edition when both are of one text: the same
        address, or at least three entries in ten beginning alike. Another text goes by the id with
        a number behind. A full edition is shown in place of the digest. Speakers are called as the
        reader chose for what it replaces.

        Args:
            document: What an importer made.
            source: The source as it came, to be kept; None for nothing.
            source_name: What the source is called.
            keep_former: Whether what it replaces is kept, see :meth:`former`.

        Raises:
            LibraryError: It could not be written; the library is as it was.
        """
        # Reading needs nothing of this: it is imported when something is added.
        from reader.storing import fit_id, store_entries, store_source

        document = replace(document, id=fit_id(document.id))
        entries = store_entries(document)
        kept = {"source": store_source(source), "source_name": clean_line(source_name)}
        with self._database.writing() as connection:
            named = replace(document, id=self._free_id(document))
            called = self.speakers.call(connection, named)
            before = self._listings("FROM shown WHERE id = ?", named.id)
            entries = entries if called is named else store_entries(called)
            self._insert(connection, called, entries, kept, keep_former)
            is_shown = self._listings("FROM shown WHERE id = ?", named.id)[0].edition is named.edition
        return Added(named.id, before[0] if before and is_shown else None, is_shown)

    def call_speakers(self, id: str, choose: Callable[[SpeakerNames], SpeakerNames]) -> None:
        """Call the speakers of a document otherwise: as imported, it takes its own place under other names.

        Args:
            id: Its whole id.
            choose: Gives the names from now on by those chosen so far.

        Raises:
            NotInLibrary: There is no such document.
            LibraryError: It could not be written; the library is as it was.
        """
        from reader.storing import store_entries

        with self._database.writing() as connection:
            rows = self._database.rows(
                "SELECT source, source_name, revision, head, report, '{}' FROM shown WHERE id = ?", id
            )
            if not rows:
                raise unknown(id)
            source, name, *fields = rows[0]
            document = self.imported(id) if self.is_corrected(id) else self._whole(*fields)
            before = self.speakers.of(id, document.edition)
            called = self.speakers.call(connection, before.take_off(document), choose(before))
            kept = {"source": source, "source_name": name}
            self._insert(connection, called, store_entries(called), kept, keep_former=False)

    def remove(self, id: str) -> Removed:
        """Take out the document that is shown under an id.

        The digest behind a full edition is shown again. A digest is no longer shown until it is
        added again, but stays behind unseen: a copy of its original can still be laid on its
        structure.

        Raises:
            NotInLibrary: There is none.
            LibraryError: It could not be written; the library is as it was.
        """
        with self._database.writing() as connection:
            listing = self.listing(id)
            if listing.edition is Edition.DIGEST:
                connection.execute("UPDATE documents SET is_hidden = 1 WHERE id = ?", (id,))
            else:
                connection.execute("DELETE FROM documents WHERE revision = ?", (listing.revision,))
                forget_behind(connection, id)
                self.speakers.forget(connection, id, listing.edition)
            is_back = bool(self._listings("FROM shown WHERE id = ?", id))
        return Removed(listing, is_back)

    def correct(self, listing: Listing, document: Document | None) -> None:
        """Show a full edition corrected; as it was imported it is kept behind.

        Args:
            listing: What is shown now.
            document: The same, corrected; None to show it as it was imported.

        Raises:
            DocumentChanged: Something else is shown meanwhile.
            LibraryError: It could not be written; the library is as it was.
        """
        with self._database.writing() as connection:
            if self.listing(listing.id).revision != listing.revision:
                reason = "another program replaced it meanwhile"
                raise DocumentChanged(listing.id, reason, "look at it again, and do it once more")
            if document is None:
                show_imported(connection, listing.id)
            else:
                self._insert_corrected(connection, document)

    def set_note(self, key: str, text: str) -> None:
        """Leave a text for the program itself.

        Raises:
            LibraryError: It could not be written.
        """
        with self._database.writing() as connection:
            connection.execute("REPLACE INTO notes VALUES (?, ?)", (key, text))

    def _insert(
        self, connection: Connection, document: Document, entries: list[tuple[str, str]],
        kept: dict[str, Any], keep_former: bool,
    ) -> None:  # fmt: skip
        from reader.storing import store_document

        key = (document.id, document.edition)
        before = self._database.rows("SELECT added_at FROM documents WHERE id = ? AND edition = ?", *key)
        if before and document.edition is Edition.FULL:
            clear_behind(connection, document.id, keep_former)
        connection.execute("DELETE FROM documents WHERE id = ? AND edition = ?", key)
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        row = store_document(document) | kept | {"added_at": before[0][0] if before else now}
        self._insert_row(connection, row, entries)

    def _insert_corrected(self, connection: Connection, document: Document) -> None:
        from reader.storing import store_document, store_entries

        kept = take_to_correct(connection, document.id)
        self._insert_row(connection, store_document(document) | kept, store_entries(document))

    def _insert_row(
        self, connection: Connection, row: dict[str, Any], entries: list[tuple[str, str]]
    ) -> None:
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        query = f"INSERT INTO documents ({names}) VALUES ({marks})"
        revision = connection.execute(query, tuple(row.values())).lastrowid
        connection.executemany(
            "INSERT INTO entries VALUES (?, ?, ?, ?)",
            ((revision, position, *entry) for position, entry in enumerate(entries)),
        )

    def _free_id(self, document: Document) -> str:
        """Its own id, or the first numbered one that no other text has."""
        names = chain([document.id], (f"{document.id}-{number}" for number in count(2)))
        return next(name for name in names if self._is_place_of(document, name))

    def _is_place_of(self, document: Document, id: str) -> bool:
        behind = self._listings("FROM documents WHERE id = ? AND edition IN ('full', 'digest')", id)
        there = {one.edition: one for one in behind}
        if any(one.kind is not document.kind for one in there.values()):
            return False
        full = there.get(Edition.FULL)
        if full is None or document.edition is Edition.DIGEST:
            return True
        return (full.url is not None and full.url == document.url) or self._begins_like(document, full)

    def _begins_like(self, document: Document, full: Listing) -> bool:
        from reader.storing import BEGINNING, is_one_text

        query = "SELECT substr(markdown, 1, ?) FROM entries WHERE document = ?"
        there = (row[0] for row in self._database.rows(query, BEGINNING, full.revision))
        return is_one_text(there, (entry.markdown for entry in document.entries))
