"""Rows of long lists: the places gone to, the quotations of a document. No Textual here.

They are made in a thread with a library of its own, because each needs texts that were not read yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from reader.errors import NotInLibrary
from reader.library import Library, OpenDocument
from reader.linking import Quoted, find_quotations
from reader.model.links import Link, Verdict
from reader.model.place import SEARCHED, Place
from reader.model.spoilers import without_spoilers
from reader.ui.entry_captions import first_words
from reader.ui.leads import Sources, who

_CELLS, _TITLE = 300, 24
_VERDICTS = max(map(len, Verdict))


def history_rows(library: Library, places: Sequence[Place], here: int) -> list[str]:
    """A line for each place: how far it is, document, author, first words.

    Args:
        library: The documents at hand.
        places: The places, oldest first.
        here: Which of them is the present one.
    """
    sources = Sources(library, ())
    wanted: dict[str, list[int]] = {}
    for place in places:
        found = _find(sources, place)
        if found:
            wanted.setdefault(place.document, []).append(found[1])
    for id, entries in wanted.items():
        sources.open(id).warm(entries)
    return [f"{_steps(at - here):>4}  {_told(sources, place)}" for at, place in enumerate(places)]


def _steps(steps: int) -> str:
    return f"{steps:+d}" if steps else "here"


def _find(sources: Sources, place: Place) -> tuple[OpenDocument, int] | None:
    try:
        document = sources.open(place.document)
    except NotInLibrary:
        return None
    at = document.columns.positions.get(place.entry) if place.entry else 0
    return None if at is None or at >= len(document) else (document, at)


def _told(sources: Sources, place: Place) -> str:
    if place.document == SEARCHED:
        return f"Search: {place.entry}"
    found = _find(sources, place)
    if found is None:
        return f"no longer there: {place.document}#{place.entry}"
    document, at = found
    entry = document.entry(at)
    passage = without_spoilers(entry.passages[place.passage]) if place.passage < len(entry.passages) else ""
    words = " ".join(passage[:_CELLS].split()) if place.passage else first_words(entry, _CELLS)
    title = document.listing.title
    title = title if len(title) <= _TITLE else f"{title[: _TITLE - 3].rstrip()}..."
    return f"{title}, {who(document, at)}: {words}"


class Audit(NamedTuple):
    """The quotations of a document.

    Attributes:
        title: How many there are of each verdict.
        rows: A line for each.
        links: The link of each.
        entries: The index of the entry each stands in.
    """

    title: str
    rows: list[str]
    links: list[Link]
    entries: list[int]


def audit(library: Library, id: str) -> Audit:
    """The quotations of a document whose links are known, in reading order.

    Raises:
        NotInLibrary: There is no such document.
    """
    found = list(find_quotations(library, [id]))
    positions = library.open(id).columns.positions
    counts = Counter(one.link.verdict.value for one in found)
    said = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    return Audit(
        f"Quotations: {said}", [_quoted(one) for one in found], [one.link for one in found],
        [positions[one.link.entry] for one in found],
    )  # fmt: skip


def _quoted(one: Quoted) -> str:
    source = f" < {one.quoted_author or one.source}" if one.source else ""
    return f"{one.link.verdict:<{_VERDICTS}}  {one.author or 'author unknown'}{source}: {one.words[:_CELLS]}"
