"""Anchors: where the words of bookmarks are now, in the documents of the library."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice

from reader.bookmarks import Bookmarks
from reader.errors import LibraryError, NotInLibrary
from reader.library import Library
from reader.model.anchoring import anchor
from reader.model.annotations import Bookmark
from reader.model.reanchoring import Verdict
from reader.model.selectors import Anchored
from reader.model.texts import DocumentTexts

_SLICE = 20


class Anchors:
    """Finds bookmarks again.

    Args:
        bookmarks: The bookmarks.
        library: The documents.
    """

    def __init__(self, bookmarks: Bookmarks, library: Library) -> None:
        self.bookmarks = bookmarks
        self.library = library
        self._opened: dict[str, tuple[int, DocumentTexts]] = {}

    def place(self, document_id: str, entry_ids: Sequence[str]) -> list[Verdict]:
        """Find the bookmarks of some entries in the present text; none when the document is gone."""
        bookmarks = (one for id in entry_ids for one in self.bookmarks.of_entry(document_id, id))
        with suppress(NotInLibrary, LibraryError):
            texts = self._texts(document_id)
            return [Verdict(bookmark, anchor(bookmark.target, texts)) for bookmark in bookmarks]
        return []

    def find_place(self, bookmark: Bookmark) -> Anchored | None:
        """Where the words of a bookmark are now; None for an orphan.

        Raises:
            NotInLibrary: The document is not in the library.
        """
        return anchor(bookmark.target, self._texts(bookmark.target.document))

    def judge(
        self, bookmarks: Sequence[Bookmark], is_old: Callable[[], bool]
    ) -> Iterator[tuple[str, Verdict | None]]:
        """What became of some bookmarks, each with its id; None where the document is not at hand.

        Args:
            bookmarks: The bookmarks.
            is_old: Whether nobody wants to know any more.
        """
        for bookmark in bookmarks:
            if is_old():
                return
            verdict = None
            with suppress(LibraryError, NotInLibrary):
                verdict = Verdict(bookmark, self.find_place(bookmark))
            yield bookmark.id, verdict

    def _judge_all(self, document_id: str) -> Iterator[list[Verdict]]:
        """What became of all bookmarks of a document, some at a time."""
        waiting = iter(self.bookmarks.find("", document_id))
        while some := list(islice(waiting, _SLICE)):
            texts = self._texts(document_id)
            yield [Verdict(bookmark, anchor(bookmark.target, texts)) for bookmark in some]

    def report(self, document_id: str) -> Iterator[list[Verdict]]:
        """What became of all bookmarks of a document, told once after it was replaced, behind empty lists.

        Raises:
            FileError, LibraryError: The file or the library cannot be read or written.
        """
        with suppress(NotInLibrary):
            revision = str(self.library.listing(document_id).revision)
            key = f"anchored {self.bookmarks.path} {document_id}"
            told = self.library.get_note(key)
            if told == revision:
                return
            verdicts: list[Verdict] = []
            for some in self._judge_all(document_id) if told else ():
                verdicts += some
                yield []
            self.library.set_note(key, revision)
            yield verdicts

    def _texts(self, document_id: str) -> DocumentTexts:
        revision = self.library.listing(document_id).revision
        known = self._opened.get(document_id)
        if known is None or known[0] != revision:
            document = self.library.open(document_id)
            known = self._opened[document_id] = revision, DocumentTexts(document.columns.ids, document.entry)
        return known[1]
