"""What the index asks the library: which states of documents there are, and some of their entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from reader.library import Library
from reader.model.documents import Entry
from reader.shelf import restore_entry

_FOR_ONE_SELECT = 500


class State(NamedTuple):
    """One state of a document: another one never has the same three values.

    Attributes:
        added_at: When the document first came into the library; states sort as the library lists them.
        revision: The library's number of the state.
        document: The document's id.
    """

    added_at: str
    revision: int
    document: str

    @property
    def key(self) -> str:
        """One line that names the state in the index."""
        return f"{self.added_at} {self.revision} {self.document}"

    @classmethod
    def of_key(cls, key: str) -> State:
        """The state that a key names.

        Raises:
            ValueError: It is no key.
        """
        added_at, revision, document = key.split(" ", 2)
        return cls(added_at, int(revision), document)


def states(library: Library) -> dict[State, int]:
    """The states of all documents that are shown and have entries, with the number of entries.

    Raises:
        LibraryError: The library cannot be read.
    """
    rows = library._database.rows("SELECT added_at, revision, id, entries FROM shown WHERE entries > 0")
    return {State(*row[:3]): row[3] for row in rows}


def read_entries(library: Library, wanted: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Entry]:
    """Read some entries of any documents.

    Args:
        library: Where they are.
        wanted: Revisions and entry indexes.

    Returns:
        The entries that are still there, by revision and index.

    Raises:
        LibraryError: The library cannot be read.
    """
    by_revision: defaultdict[int, list[int]] = defaultdict(list)
    for revision, index in wanted:
        by_revision[revision].append(index)
    return {
        (revision, at): entry
        for revision, indexes in by_revision.items()
        for start in range(0, len(indexes), _FOR_ONE_SELECT)
        for at, entry in _read(library, revision, indexes[start : start + _FOR_ONE_SELECT])
    }


def _read(library: Library, revision: int, indexes: list[int]) -> list[tuple[int, Entry]]:
    marks = ",".join("?" * len(indexes))
    rows = library._database.rows(
        f"SELECT position, markdown, stored FROM entries WHERE document = ? AND position IN ({marks})",
        revision, *indexes,
    )  # fmt: skip
    with library._database.reading():
        return [(at, restore_entry(markdown, stored, {})) for at, markdown, stored in rows]


class Titles:
    """The titles of a library's documents, read again when documents changed.

    Args:
        library: The documents.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._states: dict[State, int] | None = None
        self._titles: dict[str, str] = {}

    def __call__(self) -> dict[str, str]:
        """Titles by document id.

        Raises:
            LibraryError: The library cannot be read.
        """
        there = states(self._library)
        if there != self._states:
            self._states, self._titles = there, {one.id: one.title for one in self._library.listings()}
        return self._titles
