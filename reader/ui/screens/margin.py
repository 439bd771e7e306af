"""The margin: bookmarks are seen in the text, placed when their entry is shown."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from reader.ui.clerk import Clerk
from reader.ui.marks import Marks
from reader.ui.page import Page
from reader.ui.screens.panes import PanesScreen
from reader.ui.widgets.pane import ReadingPane

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.model.reanchoring import Verdict


class Margin:
    """Shows the bookmarks of the pages in the panes.

    Args:
        screen: The reading screen.
        clerk: Finds the bookmarks.
    """

    def __init__(self, screen: PanesScreen, clerk: Clerk[Desk]) -> None:
        self.screen = screen
        self.clerk = clerk
        self._marks: dict[int, Marks] = {}
        self._wanted: dict[int, set[int]] = {}

    def attach(self, page: Page) -> None:
        """Show the bookmarks of a page that is new."""
        revision = page.document.listing.revision
        if revision not in self._marks:
            want, positions = partial(self._want, revision), page.document.columns.positions
            self._marks = {at: marks for at, marks in self._marks.items() if self._pages(at)}
            self._marks[revision] = Marks(positions, page.glyphs.bookmark, want)
        marks = self._marks[revision]
        page.highlights.set("bookmark", marks.spans)
        page.highlights.set_note("bookmark", marks.note)
        self._count(page)

    def refresh(self) -> None:
        """The bookmarks are others now."""
        for pane in self.screen.panes:
            if pane.page is not None:
                self._count(pane.page)

    def _count(self, page: Page) -> None:
        document, revision = page.document.listing.id, page.document.listing.revision
        self.clerk.ask(lambda desk: desk.counts(document), partial(self._counted, revision))

    def _counted(self, revision: int, counts: dict[str, int]) -> None:
        if revision in self._marks and self._marks[revision].begin(counts):
            for pane in self._panes(revision):
                pane.changed()

    def _panes(self, revision: int) -> list[ReadingPane]:
        shown = (pane for pane in self.screen.panes if pane.page)
        return [pane for pane in shown if pane.page and pane.page.document.listing.revision == revision]

    def _pages(self, revision: int) -> list[Page]:
        return [pane.page for pane in self._panes(revision) if pane.page]

    def _want(self, revision: int, entry: int) -> None:
        """An entry with bookmarks is painted: it is asked for together with others of the same frame."""
        waiting = self._wanted.setdefault(revision, set())
        if not waiting:
            self.screen.call_later(self._ask_for_wanted, revision)
        waiting.add(entry)

    def _ask_for_wanted(self, revision: int) -> None:
        entries = sorted(self._wanted.pop(revision, ()))
        pages = self._pages(revision)
        if pages:
            document = pages[0].document
            turn = self._marks[revision].turn
            ids = [document.columns.ids[entry] for entry in entries]
            self.clerk.ask(
                lambda desk: [desk.anchors.place(document.listing.id, [id]) for id in ids],
                partial(self._placed, revision, turn, entries),
            )

    def _placed(
        self, revision: int, turn: int, entries: Sequence[int], found: Sequence[Sequence[Verdict]]
    ) -> None:
        marks = self._marks.get(revision)
        if marks is None or marks.turn != turn:
            return
        for entry, verdicts in zip(entries, found, strict=True):
            placed = ((place.entry, place.pieces if mark.words else ()) for mark, place in verdicts if place)
            marks.put(entry, placed)
        for pane in self._panes(revision):
            pane.changed()
