"""The reader's bookmarks, and the file that keeps them: one W3C Web Annotation a line.

Every writing holds the lock, reads what others wrote meanwhile, and applies one change to that.
What a line says and this program cannot read stays in the file and is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from reader.bookmarks.current import READABLE, Current
from reader.bookmarks.file import join_lines
from reader.bookmarks.lines import attach, mark_id, put, restore, without
from reader.bookmarks.matches import Matches
from reader.bookmarks.table import Kind
from reader.bookmarks.trash import Trash
from reader.errors import FileError
from reader.files import locked, name_aside, write_atomic
from reader.model.annotations import Bookmark, change, key_of, read_line
from reader.model.place import Place
from reader.model.selectors import Target

_SHOWN = (Kind.BOOKMARK, Kind.NEWER)
_FOUND = 100
# Several programs that write at once take turns by chance, not in order.
LOCK_SECONDS = 30.0


class AddedMany(NamedTuple):
    """What became of many bookmarks.

    Attributes:
        added: Those that are new.
        known: How many were there already.
    """

    added: list[Bookmark]
    known: int


class Bookmarks:
    """The reader's bookmarks.

    Args:
        path: The file; it need not be there.
        now: Gives the moment; for tests.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path = path
        self._now = now
        self._current = Current(path)
        self._trash = Trash(path)

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

    def add(self, bookmark: Bookmark) -> Bookmark:
        """Save a bookmark; it is on the disk when this returns.

        Raises:
            FileError: It could not be written; the file is as it was.
        """
        with locked(self.path, LOCK_SECONDS):
            if not self._current.append(bookmark):
                self._current.rewrite(lambda lines, table: put(lines, table, [bookmark]))
        return bookmark

    def add_all(self, bookmarks: Iterable[Bookmark]) -> AddedMany:
        """Save many bookmarks at once, or none; those that are there already are left as they are.

        Raises:
            FileError: They could not be written; the file is as it was.
        """
        given = list(bookmarks)
        with locked(self.path, LOCK_SECONDS):
            snapshot = self._current.present()
            known_ids = {snapshot.table.row(number).id for number in snapshot.table.of_kind(*READABLE)}
            known_keys = {(*key_of(bookmark), bookmark.note) for bookmark in self.all()} if given else set()
            added: dict[str, Bookmark] = {}
            for bookmark in given:
                key = (*key_of(bookmark), bookmark.note)
                if bookmark.id not in known_ids and (bookmark.mark or key not in known_keys):
                    added.setdefault(bookmark.id, bookmark)
                    known_keys.add(key)
            if added:
                self._current.rewrite(lambda lines, table: put(lines, table, list(added.values())))
        return AddedMany(list(added.values()), len(given) - len(added))

    def change(
        self,
        id: str,
        *,
        note: str | None = None,
        tags: Sequence[str] | None = None,
        target: Target | None = None,
    ) -> Bookmark | None:
        """Change a bookmark: what others changed of it stays, and if they deleted it, it comes back.

        Args:
            id: The bookmark's id.
            note: The new note; None leaves it.
            tags: The new tags; None leaves them.
            target: The new place, when the reader attaches an orphan again; the earlier words are kept.

        Returns:
            The changed bookmark; None when it was never seen.

        Raises:
            FileError: It could not be written; the file is as it was.
        """
        last_seen = self._last_seen(id)

        def edit(bookmark: Bookmark) -> Bookmark:
            edited = bookmark if target is None else attach(bookmark, target)
            edited = edited if note is None else replace(edited, note=note)
            return edited if tags is None else replace(edited, tags=tuple(tags))

        with locked(self.path, LOCK_SECONDS):
            bookmark = self.get(id) or last_seen
            if bookmark is None:
                return None
            changed = change(bookmark, edit, self._now())
            self._current.rewrite(lambda lines, table: put(lines, table, [changed], instead=True))
        return changed

    def _last_seen(self, id: str) -> Bookmark | None:
        with suppress(FileError, ValueError):
            numbers = self._current.last.table.of_id(id)
            return self._current.last.bookmark(numbers[-1]) if numbers else None
        return None

    def delete(self, id: str) -> str | None:
        """Delete a bookmark; for a day it can be brought back.

        Returns:
            What :meth:`undo` takes; None when it was deleted already.

        Raises:
            FileError: It could not be written; the file is as it was.
        """
        with locked(self.path, LOCK_SECONDS):
            snapshot = self._current.present()
            numbers = snapshot.table.of_id(id)
            if not numbers:
                return None
            lines = [snapshot.line(number) for number in numbers]
            before = snapshot.table.row(numbers[0] - 1).id if numbers[0] else ""
            token = self._trash.keep(lines, before, self._now())
            self._current.rewrite(lambda lines, table: without(lines, table.of_id(id)))
        return token

    def undo(self, token: str | None = None) -> Bookmark | None:
        """Bring back a deleted bookmark.

        Args:
            token: What :meth:`delete` gave; without it, the one deleted last, in any program.

        Returns:
            The bookmark; None when there is none to bring back.

        Raises:
            FileError: It could not be written; it can still be brought back.
        """
        with locked(self.path, LOCK_SECONDS):
            deleted = self._trash.find(token, self._now())
            if deleted is None:
                return None
            self._current.rewrite(lambda lines, table: restore(lines, table, deleted))
            self._trash.drop(deleted.token, self._now())
        return read_line(deleted.lines[-1])

    def mark(self, letter: str, place: Place) -> None:
        """Set a mark: a small letter within its document, a capital across all.

        Raises:
            FileError: It could not be written; the file is as it was.
        """
        target = Target(document=place.document, entry=place.entry)
        moment = self._now().replace(microsecond=0)
        id = mark_id(letter, place.document)
        marked = Bookmark(id, target, created=moment, modified=moment, mark=letter, passage=place.passage)
        with locked(self.path, LOCK_SECONDS):
            self._current.rewrite(lambda lines, table: put(lines, table, [marked], instead=True))

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

    def set_unreadable_aside(self) -> Path | None:
        """Move the lines that cannot be read into a file of their own, so that the others are a whole file.

        Returns:
            The name of that file, beside the bookmarks; None when all lines can be read.

        Raises:
            FileError: It could not be written; the bookmarks are as they were.
        """
        with locked(self.path, LOCK_SECONDS):
            snapshot = self._current.present()
            numbers = self.unreadable()
            if not numbers:
                return None
            aside = name_aside(self.path)
            write_atomic(aside, join_lines([snapshot.line(number) for number in numbers]))
            self._current.rewrite(lambda lines, table: without(lines, table.of_kind(Kind.UNREADABLE)))
        return aside

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
