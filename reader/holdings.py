"""What can be read of the library: the documents at hand, as they are shown and as they were."""

from __future__ import annotations

import json
import zlib
from types import TracebackType
from typing import Self

from reader.database import Database
from reader.model.columns import Columns
from reader.model.documents import Document, Edition
from reader.opened import OpenDocument
from reader.picking import pick, unknown
from reader.shelf import Listing, restore_document, restore_entry, restore_listing

_LISTING = "revision, added_at, entries, head"
_SUMMARIES = """coalesce((SELECT summaries FROM documents AS digest
    WHERE digest.id = one.id AND digest.edition = 'digest' AND one.edition = 'full'), '{}')"""


class Holdings:
    """The documents at hand, to be read.

    Args:
        database: Where they lie; it is closed with the holdings.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def whereabouts(self) -> str:
        """A sentence when the library is no longer where it was; empty when it is.

        Raises:
            DocumentChanged: Another one took its place, and is open from now on.
            LibraryError: That one cannot be opened.
        """
        return self._database.whereabouts()

    @property
    def opened(self) -> int:
        """How many files were opened as this library so far: one more whenever another took its place."""
        return self._database.opened

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def listings(self) -> list[Listing]:
        """All documents that are shown, the first added first."""
        return self._listings("FROM shown ORDER BY added_at, revision")

    def listing(self, id: str) -> Listing:
        """What the library says of a document.

        Args:
            id: Its whole id.

        Raises:
            NotInLibrary: There is none.
        """
        found = self._listings("FROM shown WHERE id = ?", id)
        if not found:
            raise unknown(id)
        return found[0]

    def resolve(self, name: str) -> str:
        """Find the one document that goes by a name.

        Args:
            name: Its id, or the beginning of its id, or a part of its title in any case.

        Returns:
            Its id.

        Raises:
            NotInLibrary: None goes by it, or several do.
        """
        return pick(name, {listing.id: listing.title.casefold() for listing in self.listings()})

    def is_hidden(self, id: str) -> bool:
        """Whether the reader removed the digest of this id."""
        query = "SELECT 1 FROM documents WHERE id = ? AND is_hidden AND edition = 'digest'"
        return bool(self._database.rows(query, id))

    def document(self, id: str, edition: Edition | None = None) -> Document:
        """A whole document, with its report.

        Args:
            id: Its whole id.
            edition: Which edition; by default the one that is shown.

        Raises:
            NotInLibrary: There is none.
        """
        table = "shown" if edition is None else "documents"
        rows = self._database.rows(
            f"SELECT revision, head, report, {_SUMMARIES} FROM {table} AS one"
            " WHERE id = ? AND edition = coalesce(?, edition)", id, edition,
        )  # fmt: skip
        if not rows:
            raise unknown(id)
        return self._whole(*rows[0])

    def former(self, id: str) -> Document | None:
        """What a full edition was before it was last replaced by a changed one; None when not kept."""
        rows = self._database.rows(
            "SELECT revision, head, report, '{}' FROM documents WHERE id = ? AND edition = 'former'", id
        )
        return self._whole(*rows[0]) if rows else None

    def imported(self, id: str) -> Document:
        """The document that is shown, as it was imported: without corrections, and a digest's summaries.

        Raises:
            NotInLibrary: There is none.
        """
        # In this order the state as imported comes first.
        rows = self._database.rows(
            "SELECT revision, head, report, '{}' FROM documents WHERE id = ?"
            " AND edition IN ('imported', 'full') ORDER BY edition DESC", id
        )  # fmt: skip
        return self._whole(*rows[0]) if rows else self.document(id)

    def is_corrected(self, id: str) -> bool:
        """Whether a document is shown with corrections."""
        query = "SELECT 1 FROM documents WHERE id = ? AND edition = 'imported'"
        return bool(self._database.rows(query, id))

    def digests(self) -> list[Document]:
        """Every digest, those not shown included: structures on which an original can be laid."""
        rows = self._database.rows(
            f"SELECT revision, head, report, {_SUMMARIES} FROM documents AS one"
            " WHERE edition = 'digest' ORDER BY revision"
        )
        return [self._whole(*row) for row in rows]

    def open(self, id: str) -> OpenDocument:
        """Open a document for reading; no text is read yet.

        Args:
            id: Its whole id.

        Raises:
            NotInLibrary: There is none.
        """
        rows = self._database.rows(
            f"SELECT {_LISTING}, columns, headings, {_SUMMARIES} FROM shown AS one WHERE id = ?", id
        )
        if not rows:
            raise unknown(id)
        *listed, columns, headings, summaries = rows[0]
        with self._database.reading():
            listing, unpacked = restore_listing(*listed), Columns.unpack(columns)
        return OpenDocument(self._database, listing, unpacked, headings, summaries)

    def source(self, id: str) -> tuple[str, bytes] | None:
        """The name and the bytes of the source of the document that is shown; None if not kept.

        Raises:
            NotInLibrary: There is no such document.
        """
        rows = self._database.rows("SELECT source_name, source FROM shown WHERE id = ?", id)
        if not rows:
            raise unknown(id)
        name, packed = rows[0]
        with self._database.reading():
            return None if packed is None else (name, zlib.decompress(packed))

    def get_note(self, key: str) -> str | None:
        """A text that the program left for itself; None when there is none."""
        rows = self._database.rows("SELECT text FROM notes WHERE key = ?", key)
        return str(rows[0][0]) if rows else None

    def _listings(self, rest: str, *values: str) -> list[Listing]:
        with self._database.reading():
            rows = self._database.rows(f"SELECT {_LISTING} {rest}", *values)
            return [restore_listing(*row) for row in rows]

    def _whole(self, revision: int, head: str, report: str, summaries: str) -> Document:
        rows = self._database.rows(
            "SELECT markdown, stored FROM entries WHERE document = ? ORDER BY position", revision
        )
        with self._database.reading():
            offered = json.loads(summaries)
            entries = tuple(restore_entry(markdown, stored, offered) for markdown, stored in rows)
            return restore_document(head, report, entries)
