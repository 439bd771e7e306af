"""Documents and their entries: the values everything else passes around."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from reader.model.guesses import Guess
from reader.model.passages import Passage
from reader.model.spoilers import without_spoilers

# No recording lasts three years; a time beyond that is none.
SECONDS_LIMIT = 100_000_000.0


class DocumentKind(StrEnum):
    """What a document is."""

    THREAD = "thread"
    INTERVIEW = "interview"


class Edition(StrEnum):
    """Whose words a document holds: our summaries, or the source's own text."""

    DIGEST = "digest"
    FULL = "full"


class EntryKind(StrEnum):
    """What an entry is."""

    POST = "post"
    COMMENT = "comment"
    SECTION = "section"
    TURN = "turn"


class Flag(StrEnum):
    """What a source says of an entry, beside its text."""

    TRUNCATED = "truncated"
    RETRACTED = "retracted"
    DELETED = "deleted"
    EDITED = "edited"
    ANSWER = "answer"
    COLLAPSED = "collapsed"
    UNSEPARATED = "unseparated"
    # It stands for comments that the source leaves out.
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be addressed in a document: a post, comment, section or turn.

    Attributes:
        id: Unique within its document.
        kind: What it is.
        parent: The id of the entry it answers or belongs to; None when it answers the post itself
            or stands at the top.
        author: Who wrote or says it; None when that is not known.
        posted_at: When, in UTC; None when not known.
        score: Karma or points; None when not known.
        flags: What the source says of it.
        inferred: Names of the fields the source did not state and close reading supplied.
        markdown: Its text, cleaned.
        summary: One line of our own saying what it argues; None when there is none.
        fingerprint: How a copy of its original begins, see :mod:`reader.model.fingerprint`.
        heading_fingerprints: For each heading of its Markdown ``LEVEL:FINGERPRINT`` of the heading
            in its place in the original, or empty; nothing at all when none has one.
        passages: Its text as passages, made from ``markdown``.
        starts_at: When in the recording it begins, in seconds from the recording's beginning, from 0 up
            to SECONDS_LIMIT; None when there is no recording or the time is not known.
    """

    id: str
    kind: EntryKind
    parent: str | None = None
    author: str | None = None
    posted_at: datetime | None = None
    score: int | None = None
    flags: frozenset[Flag] = frozenset()
    inferred: frozenset[str] = frozenset()
    markdown: str = ""
    summary: str | None = None
    fingerprint: str | None = None
    heading_fingerprints: tuple[str, ...] = ()
    passages: tuple[Passage, ...] = ()
    starts_at: float | None = None

    @property
    def heading(self) -> str:
        """The text of its first heading, without what that hides; empty when it has none."""
        return next((without_spoilers(passage) for passage in self.passages if passage.level), "")

    @property
    def veiled(self) -> Entry:
        """The entry with ``[spoiler]`` for what its passages hide: for telling what changed in it."""
        passages = (one._replace(text=without_spoilers(one), spans=()) for one in self.passages)
        return replace(self, passages=tuple(passages))


class SourceLines(NamedTuple):
    """Consecutive non-blank source lines that ended in one place.

    Attributes:
        first: Number of the first line, from 1.
        last: Number of the last line, inclusive.
        place: An entry's id, or the name of a header field such as ``tags``.
        is_header: Whether ``place`` names a header field rather than an entry.
    """

    first: int
    last: int
    place: str
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What an import found, inferred, cleaned and left out.

    Attributes:
        format: Name of the importer that read the source.
        announced: How many comments the source says it has; None when it does not say.
        imported: How many comments (or turns) were read.
        found: Counts by name, such as ``{"comments": 75, "stated authors": 26}``.
        orphans: Ids of entries whose parent was missing or circular, now at the top.
        cleaned: How many unsafe characters were replaced.
        left_out: Source text that is in no entry, by name of what it was.
        warnings: Sentences for the reader.
        lines: Where each non-blank line of a text source went.
        guesses: What was inferred where the source does not say, entry by entry.
    """

    format: str = ""
    announced: int | None = None
    imported: int = 0
    found: Mapping[str, int] = field(default_factory=dict)
    orphans: tuple[str, ...] = ()
    cleaned: int = 0
    left_out: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    lines: tuple[SourceLines, ...] = ()
    guesses: tuple[Guess, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A thread or an interview, its entries in reading order (depth first).

    Attributes:
        id: Unique within a library; lower-case letters, digits and hyphens.
        kind: Thread or interview.
        edition: Digest or full.
        title: One line.
        url: Where it stands on the web, http or https; None when not known.
        authors: Who wrote the post or published the interview.
        posted_at: When, in UTC; None when not known.
        score: Karma or points of the post; None when not known.
        tags: What the source files it under.
        inferred: Names of the fields above that the source did not state.
        entries: The post or introduction first, then comments, or sections and turns.
        report: What its import found.
    """

    id: str
    kind: DocumentKind
    edition: Edition
    title: str
    url: str | None = None
    authors: tuple[str, ...] = ()
    posted_at: datetime | None = None
    score: int | None = None
    tags: tuple[str, ...] = ()
    inferred: frozenset[str] = frozenset()
    entries: tuple[Entry, ...] = ()
    report: Report = Report()
