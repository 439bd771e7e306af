"""Documents and entries as rows of the library's database, and which documents are of one text."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from reader.model.codec import report_to_json, to_json, write_time
from reader.model.columns import Columns
from reader.model.documents import Document, Edition, Entry
from reader.model.fingerprint import START, normalise
from reader.model.passages import store_passages
from reader.model.spoilers import without_spoilers
from reader.progress import tell
from reader.shelf import Heading

# Enough characters to hold START letters and digits in any prose.
BEGINNING = 8 * START
_SAME_TEXT = 0.3
# Beginnings of fewer letters and digits, such as "Thanks!", say nothing about a text.
_TELLING = 12
_write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def store_document(document: Document) -> dict[str, Any]:
    """A document without its entries, as columns of a row by name."""
    head = to_json(replace(document, entries=()))
    del head["entries"], head["report"]
    return {
        "id": document.id, "edition": document.edition, "entries": len(document.entries),
        "head": _write_json(head), "headings": _write_json(_headings(document)),
        "summaries": _write_json(_summaries(document)),
        "report": _write_json(report_to_json(document.report)),
        "columns": Columns.of(document.entries).pack(),
    }  # fmt: skip


def store_entries(document: Document) -> list[tuple[str, str]]:
    """The Markdown of each entry of a document, and all else of it as JSON text."""
    stored: list[tuple[str, str]] = []
    for entry in document.entries:
        stored.append((entry.markdown, store_entry(entry)))
        tell("entries stored", len(stored), len(document.entries))
    return stored


def store_entry(entry: Entry) -> str:
    """All of an entry but its Markdown, as JSON text."""
    stored = [
        entry.id, entry.kind.value, entry.parent, entry.author, write_time(entry.posted_at), entry.score,
        sorted(entry.flags), sorted(entry.inferred), entry.summary, entry.fingerprint,
        entry.heading_fingerprints, store_passages(entry.passages),
    ]  # fmt: skip
    # Last, and only where there is one: libraries made before entries had it hold the shorter list.
    return _write_json(stored if entry.starts_at is None else [*stored, entry.starts_at])


def store_source(source: bytes | None) -> bytes | None:
    """A source as it is kept; None when there is nothing to keep."""
    return None if source is None else zlib.compress(source)


def _headings(document: Document) -> list[Heading]:
    return [
        Heading(at, number, passage.level, without_spoilers(passage))
        for at, entry in enumerate(document.entries)
        for number, passage in enumerate(entry.passages) if passage.level
    ]  # fmt: skip


def _summaries(document: Document) -> dict[str, str]:
    """What a digest offers as summaries for its full edition, by entry id.

    An entry's summary is its own, or else the first passage that is no heading.
    """
    if document.edition is not Edition.DIGEST:
        return {}
    offered = {entry.id: entry.summary or _first_words(entry) for entry in document.entries}
    return {entry_id: summary for entry_id, summary in offered.items() if summary}


def _first_words(entry: Entry) -> str:
    texts = (passage.text for passage in entry.passages if not passage.level)
    return " ".join(next(filter(None, texts), "").split())


def fit_id(id: str) -> str:
    """An id that can be typed: a source may say any."""
    return re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-") or "document"


def is_one_text(there: Iterable[str], new: Iterable[str]) -> bool:
    """Whether two documents are two states of one text: three entries in ten begin alike.

    Args:
        there: The first BEGINNING characters of the entries of one.
        new: Those of the other, or more of them.
    """
    beginnings = [{normalise(text[:BEGINNING])[:START] for text in texts} - {""} for texts in (there, new)]
    telling = [{text for text in texts if len(text) >= _TELLING} for texts in beginnings]
    if not all(telling):
        return beginnings[0] == beginnings[1]
    return len(telling[0] & telling[1]) >= _SAME_TEXT * min(map(len, telling))
