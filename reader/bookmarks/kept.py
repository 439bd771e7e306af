"""What can be read of the bookmarks file, as it is at the moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reader.bookmarks.current import Current
from reader.bookmarks.lines import mark_id
from reader.bookmarks.matches import Matches
from reader.bookmarks.table import Kind
from reader.model.annotations import Bookmark, key_of
from reader.model.place import Place

_SHOWN = (Kind.BOOKMARK, Kind.NEWER)
_FOUND = 100


class KeptBookmarks:
    """The bookmarks and marks of a file, to be read.

    Args:
        path: The file; it need not be there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._current = Current(path)

    def close(self) -> None:
        """Let go of the file."""
        self._current.last.close()

    def changed_outside(self) -> bool:
        """Whether the file changed since it was last read; if so it is read again.

        Raises:
            FileError: It cannot be read.
        """
        return self._current.changed_outside()

    def all(self) -> Matches:
        """All bookmarks in the order of the file, each read when it is asked for; marks apart.

        Raises:
            FileError: The file cannot be read.
        """
        snapshot = self._current.present()
        return Matches(snapshot, iter(snapshot.table.of_kind(*_SHOWN)))

    def of(self, document_id: str) -> list[Bookmark]:
        """The bookmarks of a document, in the order of the file; marks apart.

        Raises:
            FileError: The file cannot be read.
        """
        snapshot = self._current.present()
        numbers = snapshot.table.of_document(document_id)
        return [snapshot.bookmark(number) for number in numbers if snapshot.table.kinds[number] in _SHOWN]

    def of_entry(self, document_id: str, entry_id: str) -> list[Bookmark]:
        """The bookmarks of an entry, in the order of the file; marks apart.

        Raises:
            FileError: The file cannot be read.
        """
        snapshot = self._current.present()
        numbers = snapshot.table.of_entry(document_id, entry_id)
        return [snapshot.bookmark(number) for number in numbers if snapshot.table.kinds[number] in _SHOWN]

    def places(self) -> Iterator[tuple[str, str]]:
        """Of each bookmark its document's and its entry's id, told without reading it; marks apart.

        Raises:
            FileError: The file cannot be read.
        """
        for _, document, entry in self._current.present().table.places():
            yield document, entry

    def get(self, id: str) -> Bookmark | None:
        """The bookmark of an id; of several that files merged by hand hold, the one changed last."""
        snapshot = self._current.present()
        same = [snapshot.bookmark(number) for number in snapshot.table.of_id(id)]
        return max(same, key=lambda bookmark: bookmark.modified, default=None)

    def find(self, typed: str, document_id: str | None = None) -> Matches:
        """Filter bookmarks by parts of words, notes, ``#tags``, authors and titles; all parts must be there.

        Args:
            typed: What the reader typed; nothing finds every bookmark.
            document_id: Only of this document.

        Raises:
            FileError: The file cannot be read.
        """
        snapshot = self._current.present()
        numbers: Iterator[int] = snapshot.table.search(typed.casefold().split())
        if document_id is not None:
            inside = set(snapshot.table.of_document(document_id))
            numbers = (number for number in numbers if number in inside)
        return Matches(snapshot, numbers)

    def duplicate(self, bookmark: Bookmark) -> Bookmark | None:
        """A bookmark of the same words at the same place; None when there is none."""
        target = bookmark.target
        is_placed = target.document and target.entry
        same = self.of_entry(target.document, target.entry) if is_placed else self._alike(bookmark)
        return next((one for one in same if key_of(one) == key_of(bookmark)), None)

    def _alike(self, bookmark: Bookmark) -> list[Bookmark]:
        document = bookmark.target.document
        return self.of(document) if document else self.find(bookmark.words[:80]).take(_FOUND)

    def marked(self, letter: str, document_id: str = "") -> Place | None:
        """Where a mark is; None when it is not set.

        Args:
            letter: The letter; a small one is looked for in the document.
            document_id: The present document.
        """
        found = self.get(mark_id(letter, document_id))
        return Place(found.target.document, found.target.entry, found.passage) if found else None

    def unreadable(self) -> list[int]:
        """Numbers of the lines that cannot be read, from 0.

        Raises:
            FileError: The file cannot be read.
        """
        return self._current.present().table.of_kind(Kind.UNREADABLE)

    @property
    def notices(self) -> list[str]:
        """Sentences on what had to be done to the file so far."""
        return self._current.notices

    def problems(self) -> list[str]:
        """Sentences on what of the file cannot be read or is doubtful; nothing of it is lost.

        Raises:
            FileError: The file cannot be read.
        """
        snapshot = self._current.present()
        return [*self._current.notices, *snapshot.problems()]
