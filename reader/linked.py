"""Links as the library keeps them: read for one entry at a time, from it and to it.

So a document of any length shows its links as fast as a short one, and none is held in memory.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reader import __version__
from reader.database import Database

if TYPE_CHECKING:
    from reader.model.links import Link

_write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Backlink(NamedTuple):
    """A link that leads to a place.

    Attributes:
        document: The id of the document it stands in.
        link: The link.
    """

    document: str
    link: Link


class StoredLinks:
    """The links of all documents of a library.

    What a document quotes depends on the other documents: when one of them is added, replaced or
    removed, all links stay as they are and count as stale until they are found anew.

    Args:
        database: The library's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def stamp(self) -> str:
        """A mark of everything that links depend on: the texts that are shown, and the program."""
        rows = self._database.rows("SELECT revision FROM shown ORDER BY revision")
        last = rows[-1][0] if rows else 0
        return f"{__version__} {len(rows)} {last} {zlib.crc32(repr(rows).encode()):08x}"

    def stale(self) -> list[str]:
        """Ids of the documents whose links are not known, or not against the present library."""
        rows = self._database.rows(
            "SELECT id FROM shown LEFT JOIN linkings ON document = revision"
            " WHERE against IS NULL OR against <> ? ORDER BY revision", self.stamp()
        )  # fmt: skip
        return [id for (id,) in rows]

    def forget(self, revisions: Iterable[int]) -> None:
        """Forget the links of some documents, given by their revisions: they count as never found.

        Raises:
            LibraryError: It could not be written.
        """
        with self._database.writing() as connection:
            connection.executemany("DELETE FROM linkings WHERE document = ?", ((one,) for one in revisions))

    def is_known(self, revision: int) -> bool:
        """Whether the links of a document, given by its revision, were ever found."""
        return bool(self._database.rows("SELECT 1 FROM linkings WHERE document = ?", revision))

    def of_document(self, revision: int) -> tuple[Link, ...]:
        """All links of a document by its revision, in reading order."""
        return self._links("SELECT stored FROM links WHERE document = ? ORDER BY link", revision)

    def of_entry(self, revision: int, entry: str) -> tuple[Link, ...]:
        """The links of an entry, in reading order."""
        query = "SELECT stored FROM links WHERE document = ? AND entry = ? ORDER BY link"
        return self._links(query, revision, entry)

    def _links(self, query: str, *values: str | int) -> tuple[Link, ...]:
        from reader.model.links import link_from_json

        rows = self._database.rows(query, *values)
        with self._database.reading():
            return tuple(link_from_json(json.loads(stored)) for (stored,) in rows)

    def to_entry(self, document: str, entry: str) -> dict[int, tuple[Backlink, ...]]:
        """What leads to the passages of an entry, by passage; each link once a passage.

        Permalinks and mentions lead to the first passage.

        Args:
            document: The id of the entry's document.
            entry: The entry's id; empty for what leads to the document as a whole.
        """
        from reader.model.links import link_from_json

        rows = self._database.rows(
            "SELECT passage, shown.id, stored FROM targets JOIN links USING (link)"
            " JOIN shown ON shown.revision = links.document"
            " WHERE targets.document = ? AND targets.entry = ? ORDER BY link", document, entry
        )  # fmt: skip
        found: dict[int, tuple[Backlink, ...]] = {}
        with self._database.reading():
            for passage, id, stored in rows:
                backlink = Backlink(id, link_from_json(json.loads(stored)))
                found[passage] = (*found.get(passage, ()), backlink)
        return found

    def put(self, revision: int, links: Sequence[Link], stamp: str) -> bool:
        """Keep the links of a document in the place of those there were.

        Args:
            revision: The document's revision.
            links: Its links, in reading order.
            stamp: What :meth:`stamp` gave before the texts were read.

        Returns:
            False when the document was replaced or removed meanwhile; then nothing is kept.

        Raises:
            LibraryError: It could not be written; the links are as they were.
        """
        from reader.model.links import link_to_json

        with self._database.writing() as connection:
            if not self._database.rows("SELECT 1 FROM documents WHERE revision = ?", revision):
                return False
            connection.execute("DELETE FROM linkings WHERE document = ?", (revision,))
            connection.execute("INSERT INTO linkings VALUES (?, ?)", (revision, stamp))
            for link in links:
                row = (revision, link.entry, _write_json(link_to_json(link)))
                insert = "INSERT INTO links (document, entry, stored) VALUES (?, ?, ?)"
                number = connection.execute(insert, row).lastrowid
                connection.executemany("INSERT INTO targets VALUES (?, ?, ?, ?)", _targets(link, number))
        return True


def _targets(link: Link, number: int | None) -> Iterable[tuple[str, str, int, int | None]]:
    """The passages a link leads to, each once though several pieces of it be quoted."""
    places = dict.fromkeys((to.document, to.entry, to.passage) for to in link.targets)
    return ((*place, number) for place in places)
