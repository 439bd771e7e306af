"""The query tree: what a reader's query says, before anything is looked up.

Every node knows the half-open range of characters of the query it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Problem(NamedTuple):
    """Why a query cannot be followed.

    Attributes:
        message: A sentence for the reader.
        position: The character of the query concerned.
    """

    message: str
    position: int


class QueryError(Exception):
    """A query that cannot be followed.

    Args:
        message: A sentence for the reader.
        position: The character of the query concerned.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message, position)
        self.problem = Problem(message, position)


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a query.

    Attributes:
        start: Its first character in the query.
        stop: One past its last.
    """

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Word(Node):
    """Entries with a word in any of its forms.

    Attributes:
        word: The word, folded.
    """

    word: str


@dataclass(frozen=True, slots=True)
class Prefix(Node):
    """Entries with a word that begins so.

    Attributes:
        word: The beginning, folded.
    """

    word: str


@dataclass(frozen=True, slots=True)
class Fuzzy(Node):
    """Entries with a word written nearly so.

    Attributes:
        word: The word, folded.
        distance: How many letters may be wrong, missing, too many or swapped: 1 or 2.
    """

    word: str
    distance: int


@dataclass(frozen=True, slots=True)
class Phrase(Node):
    """Entries with words as they are written, in one passage.

    Attributes:
        words: The words, folded.
        slack: None for words one after the other; else they stand in any order with at most so many
            others between the first and the last.
        is_open: Whether the last word may go on.
    """

    words: tuple[str, ...]
    slack: int | None = None
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Author(Node):
    """Entries by an author or speaker.

    Attributes:
        words: Words of the name, folded.
        is_speaker: Only those of an interview.
        is_answered: Instead the entries that answer the author.
        is_open: Whether the last word may go on.
        is_whole: Whether words are never the beginnings of those of a name.
    """

    words: tuple[str, ...]
    is_speaker: bool = False
    is_answered: bool = False
    is_open: bool = False
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class OfKind(Node):
    """Entries of some kinds.

    Attributes:
        kinds: Numbers of kinds, as in :class:`reader.index.rows.Row`.
    """

    kinds: frozenset[int]


@dataclass(frozen=True, slots=True)
class Flagged(Node):
    """Entries of which something is said.

    Attributes:
        flag: The bit of a flag, as in :class:`reader.index.rows.Row`.
    """

    flag: int


@dataclass(frozen=True, slots=True)
class Between(Node):
    """Entries with a number in a range; those of which it is not known are never meant.

    Attributes:
        column: ``scores``, ``depths`` or ``times``.
        low: The least.
        high: The greatest.
    """

    column: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class InDocument(Node):
    """Entries of documents.

    Attributes:
        name: An id, the beginning of one, or words of a title.
        is_exact: Only an id; there may be no such document.
    """

    name: str
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class Under(Node):
    """An entry and all in its branch.

    Attributes:
        entry: Its id.
        document: Its document's id; empty for any document with such an entry.
    """

    entry: str
    document: str


@dataclass(frozen=True, slots=True)
class Bookmarked(Node):
    """Entries that the reader bookmarked."""


@dataclass(frozen=True, slots=True)
class And(Node):
    """Entries that all parts find."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """Entries that any part finds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Entries that a part does not find."""

    part: Node
