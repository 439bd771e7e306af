"""Documents in the interchange JSON, ``threadside.document/1``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reader.errors import SourceError
from reader.importers.naming import DOCUMENT_ID
from reader.importers.source import Source
from reader.model.codec import from_json_text
from reader.model.documents import Document
from reader.model.thread import arrange

NAME = "threadside-json"
_SIGN = re.compile(r'"format"\s*:\s*"threadside\.document/')


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like interchange JSON; None when it does not."""
    match = _SIGN.search(text) if text.lstrip().startswith("{") else None
    return f"it has {match[0]!r}" if match else None


def read_interchange(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a document from interchange JSON; its report is the one of its first import.

    Args:
        source: JSON text.
        known: Not used.

    Raises:
        SourceError: It is not JSON, not of this format, or a field is missing or wrong.
    """
    try:
        document = from_json_text(source.text)
    except SourceError as error:
        raise SourceError(source.name, error.reason, error.way_out) from error
    if not DOCUMENT_ID.fullmatch(document.id):
        reason = f"its id {document.id[:40]!r} is not made of lower-case letters, digits and hyphens"
        raise SourceError(source.name, reason, "give it another id")
    if not document.entries:
        raise SourceError(source.name, "it has no entries", "give it at least a post")
    arranged = arrange(document.entries)
    listed = document.report.orphans
    found = tuple(each for each in arranged.orphans + arranged.loops if each not in listed)
    report = replace(document.report, orphans=listed + found)
    return replace(document, entries=arranged.entries, report=report)
