"""Doubts: what of a page was inferred, in words, beside its entries, and one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reader.library import OpenDocument
from reader.model.columns import Columns
from reader.model.guesses import AUTHOR, PARENT, START, Guess
from reader.ui.captions import Caption, Run
from reader.ui.entry_captions import first_words
from reader.ui.page import Page

_RIVAL_CHARACTERS = 45
_ASKED = {START: "Where it begins", PARENT: "What it answers", AUTHOR: "Who wrote it"}


def guesses_by_entry(guesses: Iterable[Guess], columns: Columns) -> dict[int, tuple[Guess, ...]]:
    """What was inferred of each entry, by its index."""
    found: dict[int, tuple[Guess, ...]] = {}
    for guess in guesses:
        entry = columns.positions.get(guess.entry)
        if entry is not None:
            found[entry] = (*found.get(entry, ()), guess)
    return found


def doubt_note(page: Page, entry: int, passage: int | None) -> Caption:
    """What stands beside the first passage of an entry with doubts: how sure the least sure of them is.

    Of a collapsed entry it stands beside its one line.
    """
    doubts = [guess.confidence for guess in page.guesses.get(entry, ()) if guess.is_doubt]
    if not doubts or passage or (passage is None and not _is_one_line(page, entry)):
        return []
    return [Run(f"{page.glyphs.doubt}{_percent(min(doubts))}", "flag")]


def _is_one_line(page: Page, entry: int) -> bool:
    position = page.reading.thread.find(entry)
    return position is not None and page.reading.folds.is_one_line(position)


def find_doubt(page: Page, direction: int) -> int | None:
    """The position of the next entry with a doubt, or of the one before; None when there is none.

    Args:
        page: The page.
        direction: 1 or -1.
    """
    thread, here = page.reading.thread, page.reading.cursor.position
    span = range(here + 1, len(thread)) if direction > 0 else range(here - 1, -1, -1)
    doubtful = {entry for entry, guesses in page.guesses.items() if any(one.is_doubt for one in guesses)}
    return next((at for at in span if thread.entries[at] in doubtful), None) if doubtful else None


def explain_guesses(guesses: Sequence[Guess], document: OpenDocument) -> Iterator[str]:
    """What was inferred of an entry, how surely, why, and what else it may be: a line each."""
    for guess in guesses:
        said = f"{_ASKED[guess.field]} was inferred, {_percent(guess.confidence)} sure"
        reasons = "; ".join(reason.rstrip(".") for reason in guess.reasons)
        rival = f" Or else {_rival(guess, document)}." if guess.rival is not None else ""
        yield f"{said}{': ' + reasons if reasons else ''}.{rival}"


def _rival(guess: Guess, document: OpenDocument) -> str:
    """What else it may be, by what the reader sees of it: an entry's id stands nowhere on the screen."""
    if guess.field != PARENT or not guess.rival:
        return guess.rival or ("the post" if guess.field == PARENT else "somebody not known")
    index = document.columns.positions.get(guess.rival)
    if index is None:
        return "an entry that is gone"
    words, author = _begins(document, index), document.columns.author(index)
    return (f'"{words}"' if words else "an entry without words") + (f" by {author}" if author else "")


def _begins(document: OpenDocument, index: int) -> str:
    """How an entry begins, in a few whole words; where its first one is very long, a part of that."""
    words = first_words(replace(document.entry(index), summary=None), 2 * _RIVAL_CHARACTERS)
    if len(words) <= _RIVAL_CHARACTERS:
        return words
    cut = words[: _RIVAL_CHARACTERS + 1].rpartition(" ")[0] or words[:_RIVAL_CHARACTERS]
    return f"{cut} ..."


def _percent(confidence: float) -> str:
    return f"{round(100 * confidence)}%"
