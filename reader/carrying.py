"""Carrying: what a reader keeps of a document goes along with a correction: bookmarks, and what was read.

Another import leaves bookmarks to be found by their words, and few words tell little. Of a correction
it is known where the words went.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from reader.bookmarks import Bookmarks
from reader.mending import Mended
from reader.model.anchoring import anchor
from reader.model.corrections import Correction, Join, Split
from reader.model.documents import Document, Entry
from reader.model.selectors import Anchored, Target, describe
from reader.model.texts import DocumentTexts, EntryText, Piece
from reader.seen import Seen, mark_of


class Spot(NamedTuple):
    """A character of a document.

    Attributes:
        entry: Its entry's id.
        passage: Index of its passage.
        character: Index of it in the passage.
    """

    entry: str
    passage: int
    character: int


class _Seam(NamedTuple):
    """Where an entry that was or is one is two.

    Attributes:
        first: The id of the first, and of both in one.
        second: The id of the second.
        passage: Index of the passage with which the second begins.
        character: Index of the character in that passage.
    """

    first: str
    second: str
    passage: int
    character: int


def follow(spot: Spot, mended: Mended, is_undone: bool) -> Spot:
    """Where a character is after corrections.

    Args:
        spot: The character before.
        mended: What was corrected.
        is_undone: Whether it was undone rather than made.
    """
    for one in mended.changed:
        if isinstance(one, Split | Join):
            is_parted = isinstance(one, Split) is not is_undone
            whole, parts = (mended.before, mended.document) if is_parted else (mended.document, mended.before)
            # A correction that no longer fits a text replaced since was left out, and moved nothing.
            with suppress(KeyError, IndexError):
                seam = _seam(one, _by_id(whole), _by_id(parts))
                spot = _part(spot, seam) if is_parted else _unite(spot, seam)
    return spot


def _by_id(document: Document) -> dict[str, Entry]:
    return {entry.id: entry for entry in document.entries}


def _seam(one: Split | Join, whole: Mapping[str, Entry], parts: Mapping[str, Entry]) -> _Seam:
    if isinstance(one, Join):
        return _Seam(one.to.id, one.entry.id, len(parts[one.to.id].passages), 0)
    first, second, passage = one.entry.id, one.id, one.at.passage
    if not one.at.character:
        return _Seam(first, second, passage, 0)
    ended = len(parts[second].passages[0].text)
    return _Seam(first, second, passage, len(whole[first].passages[passage].text) - ended)


def _part(spot: Spot, seam: _Seam) -> Spot:
    if spot.entry != seam.first or spot[1:] < (seam.passage, seam.character):
        return spot
    is_cut = spot.passage == seam.passage
    return Spot(seam.second, spot.passage - seam.passage, spot.character - is_cut * seam.character)


def _unite(spot: Spot, seam: _Seam) -> Spot:
    if spot.entry != seam.second:
        return spot
    shift = 0 if spot.passage else seam.character
    return Spot(seam.first, spot.passage + seam.passage, spot.character + shift)


def carry_seen(seen: Seen, mended: Mended) -> None:
    """What was read stays read when it is split or joined, and what is not new does not become new.

    Args:
        seen: Keeps it.
        mended: What was corrected or undone.

    Raises:
        FileError: It could not be written.
    """
    before = mended.before
    known, _ = seen.of(before.id, before.edition)
    for one in mended.changed if known.marks else ():
        ids = _concerned(one)
        was = [known.marks.get(entry.id) == mark_of(entry) for entry in before.entries if entry.id in ids]
        for entry in mended.document.entries:
            if entry.id in ids and was and all(was):
                known.see(entry.id, mark_of(entry))
            elif entry.id in ids:
                known.begin([entry.id])
    seen.save(before.id, before.edition, known)


def _concerned(one: Correction) -> set[str]:
    """The ids of the entries that a correction changes."""
    if isinstance(one, Split):
        return {one.entry.id, one.id}
    return {one.entry.id, one.to.id} if isinstance(one, Join) else {one.entry.id}


def carry_bookmarks(bookmarks: Bookmarks, mended: Mended, is_undone: bool) -> None:
    """Bookmarks that would not be found, or elsewhere, are set on their words where these are now.

    Args:
        bookmarks: The bookmarks.
        mended: What was corrected.
        is_undone: Whether it was undone rather than made.

    Raises:
        FileError: They could not be written.
    """
    ids = {id for one in mended.changed for id in _concerned(one)}
    kept = [one for id in sorted(ids) for one in bookmarks.of_entry(mended.before.id, id)]
    if not kept:
        return
    before, after = DocumentTexts.of(mended.before), DocumentTexts.of(mended.document)
    for bookmark in kept:
        place = anchor(bookmark.target, before)
        target = _target(bookmark.target, place, after, mended, is_undone) if place else None
        if target is not None:
            bookmarks.change(bookmark.id, target=target)


def _target(
    target: Target, place: Anchored, texts: DocumentTexts, mended: Mended, is_undone: bool
) -> Target | None:
    """What to store for a bookmark; None when it is found by what is stored."""
    spots = [
        (follow(Spot(place.entry, piece.passage, piece.start), mended, is_undone), piece.stop - piece.start)
        for piece in place.pieces
    ]
    (first, _), text = spots[0], texts.of_entry(spots[0][0].entry)
    found = anchor(target, texts)
    if text is None or (found and (found.entry, found.passage, found.start) == first):
        return None
    if not target.quote.exact.strip():
        entry = text.entry
        return replace(target, entry=entry.id, author=entry.author, characters=len(text.text))
    pieces = _pieces(text, [(spot, size) for spot, size in spots if spot.entry == first.entry])
    new = describe(text.entry, pieces[0], pieces[-1])
    return replace(new, document=target.document, url=target.url, title=target.title, authors=target.authors)


def _pieces(text: EntryText, spots: Sequence[tuple[Spot, int]]) -> list[Piece]:
    """Words of an entry by where they begin and how many characters they have."""
    passages = text.entry.passages
    return [
        Piece(spot.passage, spot.character, min(spot.character + size, len(passages[spot.passage].text)))
        for spot, size in spots
    ]
