"""Wishes: what a reader asks to be corrected, told by ids, made corrections that fit any copy."""

from __future__ import annotations

from reader.clean import clean_line
from reader.errors import CorrectionError
from reader.model.corrections import Confirm, Join, Move, Name, Split
from reader.model.documents import Document, Entry
from reader.model.marking import mark_entry, mark_seam


def move(document: Document, id: str, under: str | None) -> Move:
    """A comment answers another one.

    Args:
        document: The document as it is shown.
        id: The comment's id.
        under: The id of what it answers; None for the top.

    Raises:
        CorrectionError: There is no such entry.
    """
    entries = document.entries
    return Move(mark_entry(entries, id), None if under is None else mark_entry(entries, under))


def split(document: Document, id: str, passage: int, character: int = 0) -> Split:
    """An entry is two, the second beginning at a character of a passage.

    Raises:
        CorrectionError: There is no such entry, or no such place in it.
    """
    mark, entry = mark_entry(document.entries, id), _entry(document, id)
    if not 0 <= passage < len(entry.passages) or not 0 <= character <= len(entry.passages[passage].text):
        raise CorrectionError(id, "it has no such place")
    return Split(mark, mark_seam(entry, passage, character), _free_id(document, id))


def _free_id(document: Document, id: str) -> str:
    taken, number = {entry.id for entry in document.entries}, 2
    while f"{id}-{number}" in taken:
        number += 1
    return f"{id}-{number}"


def join(document: Document, id: str) -> Join:
    """An entry is the rest of the one before it in reading order.

    Raises:
        CorrectionError: There is no such entry, or none before it.
    """
    entries = document.entries
    mark = mark_entry(entries, id)
    at = entries.index(_entry(document, id))
    if not at:
        raise CorrectionError(id, "nothing is before it")
    return Join(mark, mark_entry(entries, entries[at - 1].id))


def name(document: Document, id: str, author: str | None) -> Name:
    """Somebody wrote an entry; None when it is not known who.

    Raises:
        CorrectionError: There is no such entry.
    """
    return Name(mark_entry(document.entries, id), clean_line(author or "") or None)


def confirm(document: Document, id: str) -> Confirm:
    """What was guessed of an entry is right.

    Raises:
        CorrectionError: There is no such entry.
    """
    return Confirm(mark_entry(document.entries, id))


def _entry(document: Document, id: str) -> Entry:
    return next(entry for entry in document.entries if entry.id == id)
