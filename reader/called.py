"""What a reader calls the speakers of documents, kept in the library beside them.

The names outlast the text: whoever imports or fetches a document again gets its turns by the names
chosen before, because they are laid on whatever takes the document's place.
"""

from __future__ import annotations

from sqlite3 import Connection
from typing import TYPE_CHECKING

from reader.database import Database
from reader.errors import SourceError

if TYPE_CHECKING:
    from reader.model.documents import Document, Edition
    from reader.model.speakers import SpeakerNames

_KEY = "speakers"


class StoredSpeakers:
    """The names chosen for the speakers of a library's documents, for each edition apart.

    Args:
        database: The library's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, id: str, edition: Edition) -> SpeakerNames:
        """The names chosen for the speakers of a document; none are when its note is damaged."""
        from reader.model.speakers import SpeakerNames, read_speakers

        rows = self._database.rows("SELECT text FROM notes WHERE key = ?", _key(id, edition))
        try:
            return read_speakers(str(rows[0][0])) if rows else SpeakerNames()
        except SourceError:
            return SpeakerNames()

    def in_source(self, document: Document) -> Document:
        """A document of the library with its speakers called as in its source."""
        return self.of(document.id, document.edition).take_off(document)

    def call(
        self, connection: Connection, document: Document, chosen: SpeakerNames | None = None
    ) -> Document:
        """Call the speakers of a document that is being put in, and keep what they were called.

        Args:
            connection: A transaction of the database.
            document: The document as its source gives it.
            chosen: What to call them from now on; None for as before.
        """
        from reader.model.speakers import write_speakers

        speakers = (chosen or self.of(document.id, document.edition)).lay_on(document)
        if speakers.names:
            row = _key(document.id, document.edition), write_speakers(speakers)
            connection.execute("REPLACE INTO notes VALUES (?, ?)", row)
        elif chosen is not None:
            self.forget(connection, document.id, document.edition)
        return speakers.apply(document)

    def forget(self, connection: Connection, id: str, edition: Edition) -> None:
        """Forget what the speakers of a document were called."""
        connection.execute("DELETE FROM notes WHERE key = ?", (_key(id, edition),))


def _key(id: str, edition: Edition) -> str:
    return f"{_KEY} {edition} {id}"
