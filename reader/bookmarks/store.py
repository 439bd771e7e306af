"""The reader's bookmarks, and the file that keeps them: one W3C Web Annotation a line.

Every writing holds the lock, reads what others wrote meanwhile, and applies one change to that.
What a line says and this program cannot read stays in the file and is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from reader.bookmarks.current import READABLE
from reader.bookmarks.file import join_lines
from reader.bookmarks.kept import KeptBookmarks
from reader.bookmarks.lines import attach, mark_id, put, restore, without
from reader.bookmarks.table import Kind
from reader.bookmarks.trash import Trash
from reader.errors import FileError
from reader.files import locked, name_aside, write_atomic
from reader.model.annotations import Bookmark, change, key_of, read_line
from reader.model.place import Place
from reader.model.selectors import Target

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


class Bookmarks(KeptBookmarks):
    """The reader's bookmarks, to be read, added, changed and deleted.

    Args:
        path: The file; it need not be there.
        now: Gives the moment; for tests.
    """

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        super().__init__(path)
        self._now = now
        self._trash = Trash(path)

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
