"""Overview: where things stand in a page as a whole, and where its cursor stands in them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Mapping, Sequence

from reader.model.columns import UNKNOWN
from reader.model.documents import DocumentKind, EntryKind
from reader.ui.captions import Caption, Run
from reader.ui.page import Page
from reader.ui.reading import Cursor

_LABEL = 200
# So many entries are read together as their lines come into view.
_TOGETHER = 64
# More than an entry can have: its text has at most so many characters.
_MOST_PASSAGES = 1 << 32
_LISTED = (EntryKind.POST, EntryKind.COMMENT)


class Outline:
    """Headings, top-level comments and sections of a page, to choose from.

    Args:
        page: The page.
    """

    def __init__(self, page: Page) -> None:
        self._page, self._thread = page, page.reading.thread
        self._headings = _headings(page)
        self._read = range(0)
        thread, columns = page.reading.thread, page.document.columns
        tops = {_key(top) for top in thread.tops() if columns.kind(thread.entries[top]) in _LISTED}
        self._places = sorted(tops | self._headings.keys())

    def __len__(self) -> int:
        return len(self._places)

    def is_of(self, page: Page) -> bool:
        """Whether it is the outline of a page as that is shown now."""
        return page is self._page and page.reading.thread is self._thread

    def place(self, row: int) -> Cursor:
        """Where the heading or entry of a row stands."""
        return Cursor(*divmod(self._places[row], _MOST_PASSAGES))

    def row_of(self, cursor: Cursor) -> int:
        """The row of the last place up to a cursor; the first when there is none."""
        return max(0, bisect_right(self._places, _key(*cursor)) - 1)

    def label(self, row: int) -> Caption:
        """A heading's text, or an entry as one line; those of the rows below are read with it."""
        heading = self._headings.get(self._places[row])
        if heading is not None:
            return [Run(heading)]
        if row not in self._read:
            self._read = range(row, row + _TOGETHER)
            shown = (place for place in self._places[row : row + _TOGETHER] if place not in self._headings)
            self._page.document.warm(self._page.entry_at(place // _MOST_PASSAGES) for place in shown)
        return self._page.captions.stub(self.place(row).position, _LABEL)


def _key(position: int, passage: int = 0) -> int:
    """A place as one number, which is made and sorted faster than a tuple: there may be thousands."""
    return position * _MOST_PASSAGES + passage


def _headings(page: Page) -> dict[int, str]:
    """Where headings stand, and what they say."""
    shown, all_entries = page.reading.thread.entries, page.document.columns.thread.entries
    positions: Mapping[int, int] | Sequence[int] = shown
    if shown != all_entries:
        positions = dict(zip(shown, range(len(shown)), strict=True))
    known: Container[int] = range(len(shown)) if positions is shown else positions
    return {
        _key(positions[heading.entry], heading.passage): "  " * (heading.level - 1) + heading.text
        for heading in page.document.headings()
        if heading.entry in known
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
