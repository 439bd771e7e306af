"""Selectors: the stored description of a place in a text; :mod:`reader.model.anchoring` finds it again.

The text of an entry is the text of its passages joined by blank lines; a selector's characters
count in it. A selector holds the words, some words on both sides, and where they stood.

Source: W3C Web Annotation Data Model (2017), sections 4.2.4 (text quote) and 4.2.5 (text position).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reader.model.documents import Entry
from reader.model.spoilers import Stretches, hidden_in
from reader.model.texts import EntryText, Piece

CONTEXT = 160
END = 64


@dataclass(frozen=True, slots=True)
class TextQuoteSelector:
    """Words, and the words around them.

    Attributes:
        exact: The words.
        prefix: The characters before them, back to the beginning of the entry or about CONTEXT.
        suffix: The characters after them, on to the end of the entry or about CONTEXT.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class TextPositionSelector:
    """Where words stood: the half-open range of characters [start, stop) of an entry's text."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a bookmark or a quotation is of, told so that it makes sense without the library.

    Attributes:
        document: The document's id; empty when it is not known.
        entry: The entry's id; empty when it is not known.
        quote: The words; without any, the whole entry or document is meant.
        position: Where they stood; None when that is not known.
        url: Where the document stands on the web; None when not known.
        title: The document's title.
        authors: Who wrote the document.
        author: Who wrote the entry; None when not known.
        posted_at: When the entry was posted, in UTC; None when not known.
        opening: How the entry began, about END characters.
        ending: How it ended, as many.
        characters: How many characters the entry's text had; None when not known.
        is_quotation: Whether the words stood in a quotation, so that they were said elsewhere first.
        hidden: What of the words is hidden until opened, as half-open ranges of their characters.
    """

    document: str = ""
    entry: str = ""
    quote: TextQuoteSelector = TextQuoteSelector("")
    position: TextPositionSelector | None = None
    url: str | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    author: str | None = None
    posted_at: datetime | None = None
    opening: str = ""
    ending: str = ""
    characters: int | None = None
    is_quotation: bool = False
    hidden: Stretches = ()


class How(StrEnum):
    """How a place was found again."""

    UNMOVED = "unmoved"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Anchored:
    """A place that was found.

    Attributes:
        entry: The entry's id.
        pieces: What of each passage is meant, in order; at least one.
        position: The same as characters of the entry's text.
        text: The words that stand there now.
        how: Whether they moved or changed.
    """

    entry: str
    pieces: tuple[Piece, ...]
    position: TextPositionSelector
    text: str
    how: How

    @property
    def passage(self) -> int:
        """Index of the first passage."""
        return self.pieces[0].passage

    @property
    def start(self) -> int:
        """The first character, in the first passage."""
        return self.pieces[0].start

    @property
    def stop(self) -> int:
        """One past the last character, in the last passage."""
        return self.pieces[-1].stop


def describe(entry: Entry, start: Piece, stop: Piece | None = None) -> Target:
    """Describe words of an entry, so that they can be found again.

    Args:
        entry: The entry.
        start: The words, or the first of them.
        stop: The last of them, in a later passage; None when one passage holds them all.

    Returns:
        A target that names the entry, but no document.
    """
    whole = EntryText(entry)
    position = TextPositionSelector(*whole.span([start, stop or start]))
    before, after = whole.text[: position.start], whole.text[position.stop :]
    quote = TextQuoteSelector(
        whole.text[position.start : position.stop], _cut(before[::-1], CONTEXT)[::-1], _cut(after, CONTEXT)
    )
    return Target(
        entry=entry.id, quote=quote, position=position, author=entry.author, posted_at=entry.posted_at,
        opening=_cut(whole.text, END), ending=_cut(whole.text[::-1], END)[::-1], characters=len(whole.text),
        is_quotation=entry.passages[start.passage].is_quotation, hidden=tuple(_hidden(whole, position)),
    )  # fmt: skip


def _hidden(whole: EntryText, position: TextPositionSelector) -> Iterator[tuple[int, int]]:
    """What is hidden of a part of an entry's text, counted from where that begins."""
    for begin, passage in zip(whole.starts, whole.entry.passages, strict=True):
        for first, last in hidden_in(passage):
            start, stop = max(begin + first, position.start), min(begin + last, position.stop)
            if start < stop:
                yield start - position.start, stop - position.start


def _cut(text: str, length: int) -> str:
    """The beginning of a text, of about a length and not ending in the middle of a word."""
    if len(text) <= length:
        return text
    space = text.rfind(" ", length // 2, length + 1)
    return text[: length if space < 0 else space]
