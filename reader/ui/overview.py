"""Overview: where things stand in a page as a whole, and where its cursor stands in them."""

from __future__ import annotations

from bisect import bisect_right

from reader.model.columns import UNKNOWN
from reader.model.documents import DocumentKind, EntryKind
from reader.ui.captions import Caption, Run
from reader.ui.page import Page
from reader.ui.reading import Cursor

_LABEL = 200
# So many entries are read together as their lines come into view.
_TOGETHER = 64
_LISTED = (EntryKind.POST, EntryKind.COMMENT)


class Outline:
    """Headings, top-level comments and sections of a page, to choose from.

    Args:
        page: The page.

    Attributes:
        places: Where they stand, in order.
    """

    def __init__(self, page: Page) -> None:
        self._page = page
        self._headings = _headings(page)
        self._read = range(0)
        thread, columns = page.reading.thread, page.document.columns
        tops = (Cursor(top) for top in thread.tops() if columns.kind(thread.entries[top]) in _LISTED)
        self.places = sorted(dict.fromkeys(tops) | dict.fromkeys(self._headings))

    def row_of(self, cursor: Cursor) -> int:
        """The row of the last place up to a cursor; the first when there is none."""
        return max(0, bisect_right(self.places, cursor) - 1)

    def label(self, row: int) -> Caption:
        """A heading's text, or an entry as one line; those of the rows below are read with it."""
        cursor = self.places[row]
        if cursor in self._headings:
            return [Run(self._headings[cursor])]
        if row not in self._read:
            self._read = range(row, row + _TOGETHER)
            shown = (place for place in self.places[row : row + _TOGETHER] if place not in self._headings)
            self._page.document.warm(self._page.entry_at(place.position) for place in shown)
        return self._page.captions.stub(cursor.position, _LABEL)


def _headings(page: Page) -> dict[Cursor, str]:
    """Where headings stand, in order, and what they say."""
    positions = dict(zip(page.reading.thread.entries, range(len(page.reading.thread)), strict=True))
    return {
        Cursor(positions[heading.entry], heading.passage): "  " * (heading.level - 1) + heading.text
        for heading in page.document.headings()
        if heading.entry in positions
    }


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
