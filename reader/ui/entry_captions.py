"""What a page says of its entries above and instead of their text."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reader.model.columns import UNKNOWN
from reader.model.documents import DocumentKind, Entry, EntryKind
from reader.model.spoilers import without_spoilers
from reader.ui.captions import About, Caption, Run, date, fold, header, points, stub, title_lines
from reader.ui.layout import Line, LineKind

if TYPE_CHECKING:
    from reader.ui.laid_page import LaidPage

VOICES = 6


class EntryCaptions:
    """Captions of a page's entries, by their positions in the thread as shown.

    Args:
        page: The page.
    """

    def __init__(self, page: LaidPage) -> None:
        self.page = page

    def headers(self, position: int) -> list[Caption]:
        """The header lines of an entry."""
        entry = self.page.entry(position)
        if entry.kind is EntryKind.SECTION:
            return []
        if entry.kind is EntryKind.POST:
            listing = self.page.document.listing
            lines = title_lines(listing.title, self._byline(), self.page.room(position), self.page.glyphs)
            return lines if entry.passages else lines[:-1]
        runs = header(entry, self.about(position), self.page.glyphs)
        return fold(runs, self.page.room(position), self.page.glyphs)

    def _byline(self) -> list[str]:
        listing = self.page.document.listing
        said = [", ".join(listing.authors) or "author unknown"]
        said += [points(listing.score)] if listing.score is not None else []
        said += [date(listing.posted_at)] if listing.posted_at else []
        return [*said, f"{listing.edition} edition", self.size_in_words()]

    def size_in_words(self) -> str:
        """How many comments or turns the document has."""
        what, count = self._size
        return f"{count} {what}{'' if count == 1 else 's'}"

    @cached_property
    def _size(self) -> tuple[EntryKind, int]:
        """What the document has and how many; counted once, for it is told in every title."""
        is_thread = self.page.document.listing.kind is DocumentKind.THREAD
        what = EntryKind.COMMENT if is_thread else EntryKind.TURN
        return what, self.page.document.columns.kinds.count(list(EntryKind).index(what))

    def stub(self, position: int, width: int) -> Caption:
        """A collapsed entry as one line."""
        entry = self.page.entry(position)
        return stub(entry, self.about(position), first_words(entry), width, self.page.glyphs)

    def about(self, position: int) -> About:
        """What captions say of an entry beside its own fields."""
        index, columns = self.page.entry_at(position), self.page.document.columns
        depth = self.page.reading.thread.depths[position]
        kind, author = columns.kind(index), columns.author(index)
        role = f"voice-{columns.authors[index] % VOICES}" if kind is EntryKind.TURN else "author"
        is_since = self.page.since is not None and columns.times[index] >= self.page.since > UNKNOWN
        is_new = is_since if self.page.since is not None else index in self.page.new
        is_poster = author is not None and author in self.page.document.listing.authors
        return About(
            depth, self.page.reading.thread.size(position) - 1, role, is_poster, is_new,
            is_edited=index in self.page.edited,
            is_deep=kind is EntryKind.COMMENT and depth + 1 > self.page.most_rails,
            doubts=frozenset(guess.field for guess in self.page.guesses.get(index, ()) if guess.is_doubt),
        )  # fmt: skip


def first_words(entry: Entry, characters: int = 300) -> str:
    """An entry's summary, or how its own words begin, on one line."""
    if entry.summary:
        return entry.summary
    own = [without_spoilers(passage) for passage in entry.passages if not passage.is_quotation]
    text = " ".join(own or map(without_spoilers, entry.passages))
    return " ".join(text[:characters].split())


def notes(line: Line) -> Caption:
    """The words of a line that stands for others."""
    if line.kind is LineKind.MORE:
        return [Run(f"{line.number} more line{'' if line.number == 1 else 's'} (x shows them)", "more")]
    return [Run(f"{line.number} quoted passage{'' if line.number == 1 else 's'} hidden (T shows)", "more")]
