"""Overview: where things stand in a page as a whole, and where its cursor stands in them."""

from __future__ import annotations

from reader.model.columns import UNKNOWN
from reader.model.documents import DocumentKind, EntryKind
from reader.ui.captions import Caption, Run
from reader.ui.page import Page
from reader.ui.reading import Cursor

_LABEL = 200


def outline(page: Page) -> list[tuple[Cursor, str]]:
    """Where headings, top-level comments and sections stand, with a heading's text."""
    thread, columns = page.reading.thread, page.document.columns
    positions = {entry: position for position, entry in enumerate(thread.entries)}
    places = {
        Cursor(positions[heading.entry], heading.passage): "  " * (heading.level - 1) + heading.text
        for heading in page.document.headings()
        if heading.entry in positions
    }
    for position in thread.tops():
        if columns.kind(thread.entries[position]) in (EntryKind.POST, EntryKind.COMMENT):
            places.setdefault(Cursor(position), "")
    return sorted(places.items())


def outline_label(page: Page, cursor: Cursor, heading: str) -> Caption:
    """A line of the outline."""
    return [Run(heading)] if heading else page.captions.stub(cursor.position, _LABEL)


def count_new(page: Page) -> str:
    """How many entries were posted since the chosen date, in words."""
    if page.since is None:
        return "Nothing is set off"
    times = page.document.columns.times
    new, undated = sum(time >= page.since for time in times), times.count(UNKNOWN)
    return f"{new} since then" + (f"; {undated} have no date" if undated else "")


def ancestry(page: Page) -> list[str]:
    """The names from the post down to the cursor's entry."""
    position, thread = page.reading.cursor.position, page.reading.thread
    names = [_name(page, at) for at in reversed([position, *thread.ancestors(position)])]
    is_comment = page.document.columns.kind(page.entry_at(position)) is EntryKind.COMMENT
    return ["The post", *names] if is_comment and page.is_whole else names


def _name(page: Page, position: int) -> str:
    index, columns = page.entry_at(position), page.document.columns
    if columns.kind(index) is EntryKind.SECTION:
        return page.document.entry(index).heading
    if columns.kind(index) is EntryKind.POST:
        return "The post" if page.document.listing.kind is DocumentKind.THREAD else "Introduction"
    return columns.author(index) or "unknown"
