"""Picking: what of a page is meant to be bookmarked."""

from __future__ import annotations

from typing import NamedTuple

from reader.model.documents import Entry
from reader.model.texts import JOIN, Piece
from reader.ui.page import Page
from reader.ui.painting import Point

_END = 1 << 30


class Picked(NamedTuple):
    """Words of an entry.

    Attributes:
        entry: The entry.
        pieces: What of it, in order; none for the whole entry.
        words: The words as they are shown; empty for the whole entry.
        is_cut: Whether the selection goes on into other entries, which are left out.
    """

    entry: Entry
    pieces: tuple[Piece, ...]
    words: str
    is_cut: bool = False


def pick(page: Page, selected: tuple[Point, Point] | None) -> Picked:
    """What is selected, else the cursor's passage; of a collapsed entry, or one without words, the whole.

    Args:
        page: The page.
        selected: The selected characters.
    """
    position, passage = page.reading.cursor
    if selected:
        start, stop = selected
        is_cut = stop.position != start.position
        last = Point(start.position, len(page.entry(start.position).passages) - 1, _END) if is_cut else stop
        picked = _between(page, start, last)
        if picked.pieces:
            return picked._replace(is_cut=is_cut)
    if page.reading.folds.is_one_line(position):
        return Picked(page.entry(position), (), "")
    return _between(page, Point(position, passage, 0), Point(position, passage, _END))


def _between(page: Page, start: Point, stop: Point) -> Picked:
    """The words of an entry between two points, without spaces at their ends."""
    entry = page.entry(start.position)
    pieces = [_trim(entry, passage, start, stop) for passage in range(start.passage, stop.passage + 1)]
    some = tuple(piece for piece in pieces if piece.start < piece.stop)
    return Picked(entry, some, JOIN.join(page.shown(start.position, *piece) for piece in some))


def _trim(entry: Entry, passage: int, start: Point, stop: Point) -> Piece:
    if passage >= len(entry.passages):
        return Piece(passage, 0, 0)
    text = entry.passages[passage].text
    first = min(start.character, len(text)) if passage == start.passage else 0
    last = min(stop.character, len(text)) if passage == stop.passage else len(text)
    words = text[first:last]
    return Piece(passage, last - len(words.lstrip()), first + len(words.rstrip()))
