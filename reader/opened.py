"""A document of the library while it is being read: its columns at once, its texts when shown."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from reader.database import Database
from reader.errors import DocumentChanged
from reader.model.columns import Columns
from reader.model.documents import Entry
from reader.model.guesses import Guess
from reader.shelf import Heading, Listing, restore_entry, restore_texts

_KEPT = 1024
_RUN = 17
_FOR_ONE_SELECT = 500
_SELECT = "SELECT position, markdown, stored FROM entries WHERE document = ? AND position"


class OpenDocument:
    """A document being read: :attr:`columns` first, entries when they are shown.

    It is opened by :meth:`reader.library.Library.open` and read through that library.

    Attributes:
        listing: What the library says of it.
        columns: A few numbers of every entry.
    """

    def __init__(
        self, database: Database, listing: Listing, columns: Columns, headings: str, summaries: str
    ) -> None:
        self.listing = listing
        self.columns = columns
        self._database = database
        self._opened = database.opened
        self._headings = headings
        self._summaries_text = summaries
        self._entries: OrderedDict[int, Entry] = OrderedDict()

    def __len__(self) -> int:
        return len(self.columns)

    def entry(self, index: int) -> Entry:
        """One entry; the last 1,024 asked for are kept, and neighbours are read along with it.

        Args:
            index: Its index in reading order, from 0.

        Raises:
            DocumentChanged: Another program replaced or removed the document.
            LibraryError: The library cannot be read.
            IndexError: There is no such index.
        """
        if index not in self._entries:
            self._read(self._run(index))
        self._entries.move_to_end(index)
        return self._entries[index]

    def warm(self, indexes: Iterable[int]) -> None:
        """Read exactly these entries at once, such as those about to be shown.

        Raises:
            DocumentChanged, LibraryError, IndexError: As :meth:`entry` does.
        """
        missing = [index for index in dict.fromkeys(indexes) if index not in self._entries]
        for start in range(0, len(missing), _FOR_ONE_SELECT):
            self._read(missing[start : start + _FOR_ONE_SELECT])

    def texts(self, indexes: Sequence[int]) -> dict[int, list[str]]:
        """The texts of the passages of some entries, read anew and not kept: for looking through all.

        Args:
            indexes: At most 500 indexes in reading order.

        Raises:
            DocumentChanged, LibraryError, IndexError: As :meth:`entry` does.
        """
        found = {index: [one.text for one in self._entries[index].passages]
                 for index in indexes if index in self._entries}  # fmt: skip
        missing = [index for index in indexes if index not in found]
        marks = ",".join("?" * len(missing))
        rows = self._rows(f"{_SELECT} IN ({marks})", *missing)
        with self._database.reading():
            found |= {at: restore_texts(stored) for at, _, stored in rows}
        if len(found) < len(indexes):
            self._refuse(indexes)
        return found

    def headings(self) -> list[Heading]:
        """The headings of all entries in reading order."""
        with self._database.reading():
            return [Heading(*fields) for fields in json.loads(self._headings)]

    def guesses(self) -> tuple[Guess, ...]:
        """What its import inferred; nothing is read but a few words when it inferred nothing."""
        # As storing writes the key: only a report with guesses has it.
        query = """SELECT report FROM documents WHERE revision = ? AND instr(report, '"guesses":[{')"""
        rows = self._database.rows(query, self.listing.revision)
        if not rows:
            return ()
        from reader.model.codec import guesses_from_json

        with self._database.reading():
            return guesses_from_json(json.loads(rows[0][0]))

    def _run(self, index: int) -> range:
        """The entries to read along, before the index when the one after it is known already."""
        if not 0 <= index < len(self):
            raise IndexError(index)
        if index + 1 in self._entries:
            return range(max(0, index + 1 - _RUN), index + 1)
        return range(index, min(len(self), index + _RUN))

    def _read(self, indexes: Sequence[int]) -> None:
        marks = ",".join("?" * len(indexes))
        rows = self._rows(f"{_SELECT} IN ({marks})", *indexes)
        with self._database.reading():
            read = {at: restore_entry(markdown, stored, self._summaries) for at, markdown, stored in rows}
        if len(read) < len(indexes):
            self._refuse(indexes)
        self._entries.update(read)
        while len(self._entries) > _KEPT:
            self._entries.popitem(last=False)

    def is_present(self) -> bool:
        """Whether the library still holds this state of it.

        Raises:
            LibraryError: The library cannot be read.
        """
        query = "SELECT 1 FROM shown WHERE revision = ?"
        is_there = self._opened == self._database.opened
        return is_there and bool(self._database.rows(query, self.listing.revision))

    def _rows(self, query: str, *indexes: int) -> list[tuple[Any, ...]]:
        """Rows of this document; none when the library is another one by now, whose numbers say nothing."""
        rows = self._database.rows(query, self.listing.revision, *indexes)
        return rows if self._opened == self._database.opened else []

    def _refuse(self, indexes: Sequence[int]) -> None:
        if not all(0 <= index < len(self) for index in indexes):
            raise IndexError(indexes)
        reason = "another program replaced or removed it while it was open"
        raise DocumentChanged(self.listing.id, reason, "open it again")

    @cached_property
    def _summaries(self) -> dict[str, str]:
        return dict(json.loads(self._summaries_text))
