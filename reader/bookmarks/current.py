"""The bookmarks file as it is now: read again when it changed, written with one change at a time.

A small file is written anew, whole; to a file larger than LARGE a new bookmark is added at its end.
Whoever writes holds the lock.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from reader.bookmarks.file import (
    append_line,
    append_to_backup,
    join_lines,
    read_whole,
    replace_file,
    split_lines,
    stamp_of,
    written_late,
)
from reader.bookmarks.snapshot import Snapshot
from reader.bookmarks.table import Kind, Table
from reader.errors import FileError
from reader.files import set_aside
from reader.model.annotations import Bookmark, write_line

LARGE = 2 * 2**20
READABLE = (Kind.BOOKMARK, Kind.MARK, Kind.NEWER)
_TRIES = 50
_PAUSE_SECONDS = 0.001

Edit = Callable[[list[bytes], Table], list[bytes]]


class Current:
    """The present state of a bookmarks file.

    Args:
        path: The file; it need not be there.

    Attributes:
        last: What was read or written last.
        notices: Sentences on what had to be done to the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.last = Snapshot.none()
        self.notices: list[str] = []

    def changed_outside(self) -> bool:
        """Whether the file changed since it was last read; if so it is read again.

        Raises:
            FileError: It cannot be read.
        """
        if stamp_of(self._path) == self.last.stamp:
            return False
        self.last = Snapshot.read(self._path, self.last, LARGE)
        return True

    def present(self) -> Snapshot:
        """The file as it is now.

        Raises:
            FileError: It cannot be read.
        """
        self.changed_outside()
        return self.last

    def append(self, bookmark: Bookmark) -> bool:
        """Add at the end of a large file; whether that was possible.

        Raises:
            FileError: It could not be written; the file is as it was.
        """
        for _ in range(_TRIES):
            snapshot = self.present()
            before = snapshot.stamp
            if before is None or before.size <= LARGE or snapshot.is_hopeless:
                return False
            if snapshot.table.of_id(bookmark.id):
                return True
            line = write_line(bookmark)
            after = append_line(self._path, line, before)
            if after:
                append_to_backup(self._path, line)
                self.last = Snapshot.read(self._path, snapshot, LARGE)
                return True
        raise _restless(self._path)

    def rewrite(self, edit: Edit) -> None:
        """Write the file anew with a change.

        Args:
            edit: Gives the lines as they shall be, from the present ones and their table.

        Raises:
            FileError: It could not be written; the file is as it was.
        """
        late: list[bytes] = []
        for _ in range(_TRIES):
            before, data = read_whole(self._path)
            lines = [*split_lines(data), *late]
            is_known = before == self.last.stamp and not late
            table = self.last.table if is_known else Table.of(lines, self.last.table)
            if table.of_kind(Kind.UNREADABLE) and not table.of_kind(*READABLE):
                self._set_aside()
                before, lines, table = None, [], Table.of([])
            edited = edit(lines, table)
            if edited == lines and not late:
                return
            written = join_lines(edited)
            after = replace_file(self._path, written, before)
            if after is None:
                time.sleep(_PAUSE_SECONDS)
                continue
            self.last = Snapshot.written(self._path, after, table.edited(lines, edited), written, LARGE)
            late = written_late(self._path, before, chain(lines, edited))
            if not late:
                return
        raise _restless(self._path)

    def _set_aside(self) -> None:
        aside = set_aside(self._path)
        self.notices.append(
            f"{self._path} held nothing that can be read as a bookmark: "
            f"it is kept as {aside.name}, and a new file begins"
        )


def _restless(path: Path) -> FileError:
    reason = "another program changes it again and again"
    return FileError(str(path), reason, "close that program and try again")
