"""Entries of a forum page whose structure is not known: what it states, and what is inferred from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from reader.importers.forum_page import Page
from reader.importers.headed import find_footer
from reader.importers.inference.outcome import Comment
from reader.importers.inference.tree import ROOT
from reader.importers.lines import Piece, filled
from reader.importers.own_text import OwnText, read_one_line, read_text
from reader.model.documents import Entry, EntryKind, Flag
from reader.model.guesses import PARENT, START, Guess


class InferredEntry(NamedTuple):
    """An entry without its text yet.

    Attributes:
        entry: The entry.
        piece: Its lines.
        text: Its own text.
        header: The lines of its header, as they stand on the page; empty where it has none.
    """

    entry: Entry
    piece: Piece
    text: OwnText
    header: Sequence[str] = ()


def new_comment(entry_id: str) -> Entry:
    """A comment of which nothing is stated."""
    return Entry(entry_id, EntryKind.COMMENT, inferred=frozenset({PARENT}))


def entries_of(page: Page, comments: Sequence[Comment]) -> Iterator[InferredEntry]:
    """An entry for each comment, with what the page states of it."""
    for at, comment in enumerate(comments):
        parent = None if comment.parent is None else _id(comment.parent)
        entry = replace(new_comment(_id(at)), parent=parent)
        if comment.start:
            entry = replace(entry, inferred=entry.inferred | {START})
        yield _read(page, comment, entry)


def _id(at: int) -> str:
    return f"c{at + 1}"


def _read(page: Page, comment: Comment, entry: Entry) -> InferredEntry:
    first, stop = comment.units[0], comment.units[-1].stop
    piece = Piece(first.start, stop, entry.id)
    header = first.header
    if header is None:
        return InferredEntry(entry, piece, read_text(page.lines[first.start : stop]))
    flags = {Flag.COLLAPSED} if header.is_collapsed else {Flag.EDITED} if header.is_edited else set[Flag]()
    entry = replace(entry, author=header.author, score=header.score, flags=frozenset(flags))
    if header.is_collapsed:
        return InferredEntry(entry, piece, read_one_line(page.lines[first.start + 1]))
    end = find_footer(page.lines, first.own, stop)
    text = read_text(page.lines[first.own : end])
    controls = text.controls.union(page.lines[at].strip() for at in filled(page.lines, end, stop))
    shown = [page.lines[at].strip() for at in filled(page.lines, first.start, first.own)]
    return InferredEntry(entry, piece, text._replace(controls=controls), shown)


def guesses_of(comments: Sequence[Comment]) -> Iterator[Guess]:
    """What was guessed of each comment."""
    for at, comment in zip(count(), comments):
        if comment.start:
            yield Guess(_id(at), START, comment.start.confidence, comment.start.reasons)
        rival = comment.rival
        named = None if rival is None else "" if rival == ROOT else _id(rival)
        yield Guess(_id(at), PARENT, comment.answer.confidence, comment.answer.reasons, named)


def tally_of(comments: Sequence[Comment], guesses: Sequence[Guess]) -> dict[str, int]:
    """How much was stated, how much inferred, and how much of that is uncertain."""
    headers = [comment.units[0].header for comment in comments]
    starts = [guess for guess in guesses if guess.field == START]
    parents = [guess for guess in guesses if guess.field == PARENT]
    return {
        "stated authors": sum(header is not None and header.author is not None for header in headers),
        "stated beginnings": len(comments) - len(starts),
        "inferred beginnings": len(starts),
        "uncertain beginnings": sum(guess.is_doubt for guess in starts),
        "inferred parents": len(parents),
        "uncertain parents": sum(guess.is_doubt for guess in parents),
    }
