"""Sights: what of the documents was read, as the reading screen asks for it in a thread of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from reader.errors import NotInLibrary, ThreadsideError
from reader.library import Library, OpenDocument
from reader.seen import DocumentSeen, Seen, mark_of

_SLICE = 50


class Sight(NamedTuple):
    """What was read of a document, by the indexes of its entries.

    Attributes:
        document: The document's id.
        revision: Which state of it.
        read: Those that were read.
        new: Those that came after the document was first opened, and were not read.
        edited: Those that say something else since they were read, as far as known.
        problem: A sentence for the reader; empty when all went well.
    """

    document: str
    revision: int
    read: frozenset[int]
    new: frozenset[int]
    edited: frozenset[int] = frozenset()
    problem: str = ""


class Sights:
    """What was read of the documents of a library.

    Args:
        seen: Keeps it.
        library: The documents.
    """

    def __init__(self, seen: Seen, library: Library) -> None:
        self._seen = seen
        self._library = library

    def look(self, document_id: str) -> Iterator[Sight]:
        """What was read of a document; then the same with what was edited since, a slice at a time.

        Of a document that is gone there is nothing.

        Raises:
            FileError: The file cannot be read or written.
        """
        try:
            document = self._library.open(document_id)
        except NotInLibrary:
            return
        edition = document.listing.edition
        known, problem = self._seen.of(document_id, edition)
        if not known.marks and not problem:
            known.begin(document.columns.ids)
            self._seen.save(document_id, edition, known)
        read = [at for at, id in enumerate(document.columns.ids) if known.marks.get(id)]
        new = frozenset(at for at, id in enumerate(document.columns.ids) if id not in known.marks)
        sight = Sight(document_id, document.listing.revision, frozenset(read), new, problem=problem or "")
        yield sight
        waiting, edited = iter(read), set[int]()
        while some := list(islice(waiting, _SLICE)):
            edited |= _edited(document, known, some)
            yield sight._replace(edited=frozenset(edited), problem="")

    def saw(self, document_id: str, revision: int, entries: Sequence[int]) -> None:
        """Keep that entries were read.

        Args:
            document_id: The document.
            revision: Which state of it; of another state nothing is kept.
            entries: Their indexes.

        Raises:
            FileError: It could not be written.
        """
        with suppress(NotInLibrary):
            document = self._library.open(document_id)
            if document.listing.revision == revision:
                self._save(document, entries)

    def _save(self, document: OpenDocument, entries: Sequence[int]) -> None:
        known = DocumentSeen({})
        for at in entries:
            known.see(document.columns.ids[at], mark_of(document.entry(at)))
        self._seen.save(document.listing.id, document.listing.edition, known)


def _edited(document: OpenDocument, known: DocumentSeen, entries: Sequence[int]) -> set[int]:
    try:
        document.warm(entries)
        marks = ((at, mark_of(document.entry(at))) for at in entries)
        return {at for at, mark in marks if known.marks[document.columns.ids[at]] != mark}
    except ThreadsideError:  # replaced meanwhile: the pane shows it anew, and asks again
        return set()
