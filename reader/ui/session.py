"""Session: which pages are open, where the reader was in each, and what comes back next time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from reader.errors import DocumentChanged, FileError
from reader.library import Library, OpenDocument
from reader.model.place import History, Place
from reader.settings import Settings
from reader.state import DocumentState, ReadingState, save_state
from reader.ui.glyphs import ASCII, UNICODE
from reader.ui.page import Order, Page
from reader.ui.reading import Cursor
from reader.ui.veil import Veil

if TYPE_CHECKING:
    from reader.ui.errand import OpenClient

_REOPENED_ROW = 2
_ASKED = 20


class Session:
    """What lasts beyond one screen.

    Args:
        library: The documents at hand.
        settings: The reader's choices.
        state: What the reader left.
        state_path: Where that is kept.
        index: The folder of the search index.
        bookmarks_path: Where the reader's bookmarks are kept.

    Attributes:
        asked: Ids of the last commands, for the report of a fault.
        open_client: Opens another way to the network than the usual one; None for that.
    """

    def __init__(
        self, library: Library, settings: Settings, state: ReadingState, state_path: Path, index: Path,
        bookmarks_path: Path,
    ) -> None:  # fmt: skip
        self.index = index
        self.library = library
        self.settings = settings
        self.state = state
        self.state_path = state_path
        self.bookmarks_path = bookmarks_path
        self.glyphs = ASCII if settings.ascii else UNICODE
        self.history = History(state.past, state.future)
        self.asked: deque[str] = deque(maxlen=_ASKED)
        self.open_client: OpenClient | None = None
        # Revisions that the reader made here by a correction.
        self.corrected: set[int] = set()
        self._touched: set[str] = set()
        self._given: ReadingState | None = None
        self._saving = Lock()
        self._veils: dict[str, Veil] = {}

    def open_page(self, document_id: str, opened: OpenDocument | None = None) -> Page:
        """Open a document where the reader left it.

        Args:
            document_id: Its id.
            opened: The same document, when it was opened before and is still what it was.

        Raises:
            NotInLibrary: There is no such document.
        """
        left = self.state.documents.get(document_id, DocumentState())
        width = self.state.text_width or self.settings.text_width
        page = Page(
            opened or self.library.open(document_id), self.glyphs, text_width=width,
            collapsed=left.collapsed or (), order=Order(left.order), veil=self.veil(document_id),
        )  # fmt: skip
        page.since = read_since(left.since)
        page.cut = self.settings.cut_lines
        self.restore(page, Place(document_id, left.entry, left.passage, row=left.row))
        return page

    def begin_anew(self) -> Session:
        """The session that the next start begins with, if it finds what is remembered now."""
        return Session(
            self.library, self.settings, self.state, self.state_path, self.index, self.bookmarks_path
        )  # fmt: skip

    def veil(self, document_id: str) -> Veil:
        """What of the hidden words of a document was opened since the program began."""
        return self._veils.setdefault(document_id, Veil())

    def place_now(self, page: Page, side: int) -> Place:
        """Where the reader stands, told without reading any text: the row is not known."""
        entry = page.document.columns.ids[page.entry_at(page.reading.cursor.position)]
        return Place(page.document.listing.id, entry, page.reading.cursor.passage, side, _REOPENED_ROW)

    def place(self, page: Page, side: int) -> Place:
        """Where the reader stands on a page."""
        reading = page.reading
        entry = page.document.columns.ids[page.entry_at(reading.cursor.position)]
        return Place(page.document.listing.id, entry, reading.cursor.passage, side, reading.cursor_row())

    def visit(self, leaving: Place) -> None:
        """Remember a place that is being left for another."""
        self.history.visit(leaving)

    def restore(self, page: Page, place: Place) -> bool:
        """Go back to a place of a page, to the very line.

        Returns:
            Whether the entry is still there.
        """
        index = page.document.columns.positions.get(place.entry)
        position = None if index is None else page.reading.thread.find(index)
        if position is None and index is not None and not page.is_whole:
            page.show_thread()
            position = page.reading.thread.find(index)
        if position is None:
            return not place.entry
        page.reading.visit(Cursor(position, place.passage), place.row)
        return True

    def open_again(self, page: Page, side: int, find: Callable[[Place], Place] = lambda place: place) -> Page:
        """Open the present state of a page's document: at the same place, shown as it was.

        Args:
            page: The page as it was.
            side: The pane.
            find: Gives the place where its words are now.

        Raises:
            NotInLibrary: It is no longer there.
        """
        try:
            place = self.place(page, side)
        except DocumentChanged:
            place = self.place_now(page, side)
        self._keep(page, place)
        new = self.open_page(place.document)
        new.take_view(page)
        self.restore(new, find(place))
        return new

    def remember(self, page: Page, side: int) -> None:
        """Keep where the reader stands on a page, and what is collapsed."""
        self._keep(page, self.place(page, side))

    def _keep(self, page: Page, place: Place) -> None:
        self._touched.add(place.document)
        self.state.documents[place.document] = DocumentState(
            entry=place.entry, passage=place.passage, row=place.row,
            collapsed=page.collapsed_ids(), order=page.order,
            since=write_since(page.since),
        )  # fmt: skip
        if page.text_width != (self.state.text_width or self.settings.text_width):
            self.state.text_width = page.text_width

    def save(self) -> None:
        """Write what was remembered.

        Raises:
            FileError: The file cannot be written.
        """
        self.writing()()

    def has_news(self) -> bool:
        """Whether something else is remembered than what was last given to be written."""
        return self.state != self._given

    def writing(self) -> Callable[[], None]:
        """What writes what is remembered now, in any thread, while more is remembered.

        It does nothing once there is a later one, and raises a FileError where it fails.
        """
        state, touched = self.state, set(self._touched)
        given = self._given = replace(
            state, panes=[*state.panes], documents={**state.documents},
            past=[*state.past], future=[*state.future],
        )  # fmt: skip

        def write() -> None:
            with self._saving:
                if self._given is given:
                    try:
                        save_state(self.state_path, given, touched)
                    except FileError:
                        self._given = None
                        raise

        return write


def read_since(day: str | None) -> int | None:
    """A day as seconds since 1970 UTC; None when there is none, or it is no day."""
    try:
        return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) if day else None
    except ValueError:
        return None


def write_since(since: int | None) -> str | None:
    """Seconds since 1970 UTC as a day."""
    return None if since is None else datetime.fromtimestamp(since, UTC).date().isoformat()
