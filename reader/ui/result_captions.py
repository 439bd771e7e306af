"""What the rows of search results say, read from the library when they come into view."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from reader.errors import ThreadsideError
from reader.library import Library, OpenDocument
from reader.ui.captions import About, Caption, Run, header, stub
from reader.ui.entry_captions import first_words
from reader.ui.glyphs import Glyphs
from reader.ui.result_tree import ResultRow, RowKind


class ResultCaptions:
    """Captions of the rows of results.

    Args:
        library: The documents.
        glyphs: The characters to draw with.
        gone: Called when another program replaced or removed a document.
    """

    def __init__(self, library: Library, glyphs: Glyphs, gone: Callable[[], None]) -> None:
        self._library, self._glyphs, self._gone = library, glyphs, gone
        self._documents: dict[str, OpenDocument] = {}

    def forget(self) -> None:
        """Documents may have changed: open them again."""
        self._documents.clear()

    def warm(self, rows: Iterable[ResultRow]) -> None:
        """Read the entries of rows that are about to be shown at once: they lie far apart."""
        wanted: dict[str, list[int]] = {}
        for row in rows:
            if row.kind is not RowKind.DOCUMENT:
                wanted.setdefault(row.document, []).append(row.entry)
        # What goes wrong is seen when the row itself is asked for.
        with suppress(ThreadsideError, IndexError):
            for document, entries in wanted.items():
                self._open(document).warm(entries)

    def __call__(self, row: ResultRow, room: int) -> Caption:
        """What a row says; nothing when its document is gone.

        Args:
            row: The row.
            room: Cells it may take.
        """
        try:
            return self._caption(row, self._open(row.document), room)
        except (ThreadsideError, IndexError):
            self.forget()
            self._gone()
            return []

    def _open(self, document: str) -> OpenDocument:
        if document not in self._documents:
            self._documents[document] = self._library.open(document)
        return self._documents[document]

    def _caption(self, row: ResultRow, document: OpenDocument, room: int) -> Caption:
        if row.kind is RowKind.DOCUMENT:
            said = f"  {document.listing.kind}, {row.entry} hit{'' if row.entry == 1 else 's'}"
            return [Run(document.listing.title, "title"), Run(said, "meta")]
        entry, replies = document.entry(row.entry), document.columns.thread.size(row.entry) - 1
        about = About(row.depth, replies)
        if row.kind is RowKind.HIT and (entry.author or not entry.heading):
            return header(entry, about, self._glyphs)
        words = "" if row.kind is RowKind.HIT else first_words(entry)
        return stub(entry, about, words, room, self._glyphs)
