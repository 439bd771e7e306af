"""Seeing: what was on the screen long enough, or stepped over, was read; and steps through what was not."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.errors import ThreadsideError
from reader.model.documents import EntryKind
from reader.ui.clerk import Clerk
from reader.ui.page import Page
from reader.ui.reading import Cursor, Row
from reader.ui.screens.panes import PanesScreen
from reader.ui.widgets.pane import ReadingPane

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.sights import Sight

_TICK_SECONDS = 1.0
# A view that rests so many ticks was read.
_LONG_ENOUGH = 2
_SAVED_EVERY = 15


class Seeing:
    """Takes note of what was read, without reading any text itself.

    Args:
        screen: The reading screen.
        clerk: Keeps it.
    """

    def __init__(self, screen: PanesScreen, clerk: Clerk[Desk]) -> None:
        self.screen = screen
        self.clerk = clerk
        self._documents: dict[int, str] = {}
        self._sights: dict[int, Sight] = {}
        self._read: dict[int, set[int]] = {}
        self._now: dict[int, set[int]] = {}
        self._unsaved: dict[int, set[int]] = {}
        self._stood: dict[int, tuple[Page, int]] = {}
        self._rest: tuple[Page, Row, int] | None = None
        self._rested = self._ticks = 0
        screen.set_interval(_TICK_SECONDS, self._tick)

    def attach(self, page: Page) -> None:
        """Learn what was read of a page that is new."""
        document = page.document.listing.id
        self._documents[page.document.listing.revision] = document
        self._forget_replaced(document, page.document.listing.revision)
        self.clerk.ask_in_slices(lambda desk: desk.sights.look(document), self._learn)

    def _forget_replaced(self, document: str, revision: int) -> None:
        """Let go of states of a document that are shown no more, and of their pages."""
        pages = [pane.page for pane in self.screen.panes if pane.page]
        kept = {revision, *self._unsaved, *(page.document.listing.revision for page in pages)}
        for old in [old for old, id in self._documents.items() if id == document and old not in kept]:
            for known in (self._documents, self._sights, self._read, self._now):
                known.pop(old, None)
        self._stood = {side: stood for side, stood in self._stood.items() if stood[0] in pages}
        if self._rest and self._rest[0] not in pages:
            self._rest = None

    def _learn(self, sight: Sight) -> None:
        if sight.problem:
            self.screen.keys.warn(sight.problem)
        if sight.revision not in self._documents:  # replaced meanwhile
            return
        is_first = sight.revision not in self._sights
        known = self._sights.get(sight.revision, sight)
        # What is marked as new stays so until the document is opened again: captions do not jump.
        self._sights[sight.revision] = sight = sight._replace(new=known.new)
        self._read[sight.revision] = set(sight.read - sight.edited) | self._now.get(sight.revision, set())
        for pane in self.screen.panes:
            if pane.page and pane.page.document.listing.revision == sight.revision:
                self._show(pane, sight)
        if is_first and sight.new and not sight.problem:
            self.screen.keys.warn(f"{len(sight.new)} new since you were here: . steps through them")

    def _show(self, pane: ReadingPane, sight: Sight) -> None:
        page = pane.page
        if page is not None and (page.new, page.edited) != (sight.new, sight.edited):
            page.set_news(sight.new, sight.edited)
            pane.changed()

    # Taking note

    def moved(self, pane: ReadingPane) -> None:
        """The cursor moved: an entry that it left for the one behind it was stepped over."""
        page = pane.page
        if page is None:
            return
        position = page.reading.cursor.position
        before, left = self._stood.get(pane.side, (page, position))
        self._stood[pane.side] = page, position
        folds = page.reading.folds
        if before is page and left < position and folds.is_visible(left) and folds.after(left) == position:
            self._see(page, left)

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks % _SAVED_EVERY == 0:
            self.save()
        pane, app = self.screen.pane, self.screen.app
        if pane.page is None or not app.app_focus or app.screen is not self.screen:
            return
        rest = (pane.page, pane.page.reading.anchor, pane.size.height)
        self._rested = self._rested + 1 if rest == self._rest else 0
        self._rest = rest
        if self._rested == _LONG_ENOUGH:
            self._see_view(pane.page)

    def _see_view(self, page: Page) -> None:
        """All entries whose end is in view were read."""
        try:
            for row in page.reading.rows():
                laid = page.lay_out(row.position)
                if row.line == laid.last_line(laid.passages[-1]):
                    self._see(page, row.position)
        except ThreadsideError:  # replaced meanwhile: the pane shows it anew
            return

    def _see(self, page: Page, position: int) -> None:
        if page.reading.folds.is_one_line(position):
            return
        revision, entry = page.document.listing.revision, page.entry_at(position)
        read = self._read.setdefault(revision, set())
        if entry not in read and revision in self._documents:
            read.add(entry)
            self._now.setdefault(revision, set()).add(entry)
            self._unsaved.setdefault(revision, set()).add(entry)

    def save(self) -> None:
        """Keep what was read since the last time."""
        for revision, entries in self._unsaved.items():
            self._save(self._documents[revision], revision, sorted(entries))
        self._unsaved = {}

    def _save(self, document: str, revision: int, entries: list[int]) -> None:
        def failed(error: ThreadsideError) -> None:
            self._documents[revision] = document
            self._unsaved.setdefault(revision, set()).update(entries)
            self.screen.say(f"What you read is not kept: {error}")

        self.clerk.ask(lambda desk: desk.sights.saw(document, revision, entries), lambda _: None, failed)

    # Stepping

    def step(self, direction: int) -> None:
        """Go to the next entry, or the one before, that is new or edited; when there is none, that is unread.

        Args:
            direction: 1 or -1.
        """
        page, pane = self.screen.page, self.screen.pane
        self._see(page, page.reading.cursor.position)
        news, is_unread = self._news(page), self._unread(page)
        thread, here = page.reading.thread, page.reading.cursor.position
        span = range(here + 1, len(thread)) if direction > 0 else range(here - 1, -1, -1)
        found = next((at for at in span if thread.entries[at] in news), None) if news else None
        said = f"{len(news)} new"
        if found is None:
            found, said = next((at for at in span if is_unread(thread.entries[at])), None), "Not read yet"
        if found is None:
            self.screen.say("Nothing new or unread " + ("further on" if direction > 0 else "before this"))
            return
        page.reading.go(Cursor(found))
        pane.changed()
        pane.moved()
        self._stood[pane.side] = page, found
        self.screen.say(said)

    def _unread(self, page: Page) -> Callable[[int], bool]:
        read = self._read.get(page.document.listing.revision, set())
        kinds = page.document.columns.kinds
        section = list(EntryKind).index(EntryKind.SECTION)
        return lambda entry: entry not in read and kinds[entry] != section

    def _news(self, page: Page) -> set[int]:
        """The entries that are new, or edited, and were not read."""
        read, since = self._read.get(page.document.listing.revision, set()), page.since
        if since is None:
            return {*page.new, *page.edited} - read
        posted = (entry for entry, time in enumerate(page.document.columns.times) if time >= since)
        return {*posted, *page.edited} - read
