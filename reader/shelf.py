"""What lies in the library's database: documents and entries from its rows.

Nothing here needs a parser or a hash, so that a document opens quickly; :mod:`reader.storing` makes
the rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag
from reader.model.passages import restore_passages

# Where the passages stand among the stored fields of an entry.
_PASSAGES = 11


class Listing(NamedTuple):
    """What a library says of a document without opening it.

    Attributes:
        id: The document's id.
        kind: Thread or interview.
        edition: The edition that is shown.
        title: One line.
        url: Where it stands on the web; None when not known.
        authors: Who wrote the post or published the interview.
        posted_at: When, in UTC; None when not known.
        score: Karma or points of the post; None when not known.
        tags: What the source files it under.
        entries: How many entries it has.
        added_at: When this document first came into the library, in UTC.
        revision: A number that no other state of any document of this library ever has.
    """

    id: str
    kind: DocumentKind
    edition: Edition
    title: str
    url: str | None
    authors: tuple[str, ...]
    posted_at: datetime | None
    score: int | None
    tags: tuple[str, ...]
    entries: int
    added_at: datetime
    revision: int


class Heading(NamedTuple):
    """A heading of a document, for its outline.

    Attributes:
        entry: Index of its entry.
        passage: Index of the passage in the entry.
        level: From 1 to 6.
        text: Its words.
    """

    entry: int
    passage: int
    level: int
    text: str


class Added(NamedTuple):
    """What became of a document given to the library.

    Attributes:
        id: The id it goes by; another than its own when that was taken by another text.
        replaced: What was shown under that id before, when the new document is shown in its place.
        is_shown: False for a digest that lies behind the full edition.
    """

    id: str
    replaced: Listing | None
    is_shown: bool


class Removed(NamedTuple):
    """What was taken out of the library.

    Attributes:
        listing: The document that is no longer shown.
        is_digest_back: Whether the digest behind it is shown again.
    """

    listing: Listing
    is_digest_back: bool


def restore_listing(revision: int, added_at: str, entries: int, head: str) -> Listing:
    """A listing from the fields of a row, in this order."""
    raw = json.loads(head)
    return Listing(
        id=raw["id"], kind=DocumentKind(raw["kind"]), edition=Edition(raw["edition"]), title=raw["title"],
        url=raw["url"], authors=tuple(raw["authors"]), posted_at=_moment(raw["posted_at"]),
        score=raw["score"], tags=tuple(raw["tags"]), entries=entries,
        added_at=datetime.fromisoformat(added_at), revision=revision,
    )  # fmt: skip


def _moment(written: str | None) -> datetime | None:
    return None if written is None else datetime.fromisoformat(written)


def restore_document(head: str, report: str, entries: tuple[Entry, ...]) -> Document:
    """A whole document from what :func:`reader.storing.store_document` gave and its entries."""
    # Only whole documents are read with the codec, which takes longer to import than to use.
    from dataclasses import replace

    from reader.model.codec import from_json, report_from_json

    return replace(from_json(json.loads(head)), entries=entries, report=report_from_json(json.loads(report)))


def restore_entry(markdown: str, stored: str, summaries: Mapping[str, str]) -> Entry:
    """An entry from its Markdown and what :func:`reader.storing.store_entry` gave.

    Args:
        markdown: Its Markdown.
        stored: Its other fields.
        summaries: Summaries by entry id, for an entry that has none of its own.
    """
    return _restore(markdown, summaries, *json.loads(stored))


def restore_texts(stored: str) -> list[str]:
    """The texts of an entry's passages alone, a tenth of the work of :func:`restore_entry`."""
    return [passage[0] for passage in json.loads(stored)[_PASSAGES]]


def _restore(
    markdown: str, summaries: Mapping[str, str],
    id: str, kind: str, parent: str | None, author: str | None, posted_at: str | None,
    score: int | None, flags: list[str], inferred: list[str], summary: str | None,
    fingerprint: str | None, heading_fingerprints: list[str], passages: list[list[Any]],
    starts_at: float | None = None,
) -> Entry:  # fmt: skip
    return Entry(
        id=id, kind=EntryKind(kind), parent=parent, author=author, posted_at=_moment(posted_at),
        score=score, flags=frozenset(map(Flag, flags)), inferred=frozenset(inferred), markdown=markdown,
        summary=summaries.get(id) if summary is None else summary, fingerprint=fingerprint,
        heading_fingerprints=tuple(heading_fingerprints), passages=restore_passages(passages),
        starts_at=starts_at,
    )  # fmt: skip
