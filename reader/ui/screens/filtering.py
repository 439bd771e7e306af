"""Only what matches: a document reduced to what a query finds, with what that answers as one line each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.ui.commands import Scope
from reader.ui.highlights import Spans
from reader.ui.page import Narrowed, Page
from reader.ui.screens.carrying import Carrier
from reader.ui.screens.panes import PanesScreen

if TYPE_CHECKING:
    from reader.index import Index, Results
    from reader.library import Library


class Filtering(Carrier):
    """Carries out what is asked of showing only what matches.

    Args:
        screen: The reading screen.
    """

    def __init__(self, screen: PanesScreen) -> None:
        super().__init__(screen)
        self._last = ""
        self._is_asking = False

    def do_filter(self) -> None:
        """Show only what matches a query, or everything again."""
        if self.screen.page.narrowed:
            self.screen.page.show_thread()
            self.screen.pane.changed()
            return
        self._is_asking = True
        self.screen.indexing.check()
        self.screen.open_line(Scope.FILTERING, "Only", self._last)

    def typed(self, query: str) -> None:
        """Say how many entries match so far."""
        if query.strip():
            self._ask(query, self._count, is_open=True)
        else:
            self.screen.line.say("")

    def _count(self, results: Results) -> None:
        if self._is_asking:
            self.screen.line.say(results.problem.message if results.problem else _count(results))

    def stepped(self, is_forward: bool) -> None:
        """There is nothing to step through."""

    def entered(self, query: str) -> None:
        """Show only what matches; an empty line asks for what was asked for last."""
        self.escape()
        self._last = query or self._last
        if self._last.strip():
            self._ask(self._last, partial(self._show, self.screen.page, self._last))

    def _ask(self, query: str, then: Callable[[Results], None], is_open: bool = False) -> None:
        document = self.screen.page.document.listing.id
        self.screen.indexing.ask("filter", partial(_match, query, document, is_open), then)

    def _show(self, page: Page, query: str, results: Results) -> None:
        """Show only what matches, what it answers as one line each."""
        if results.problem or not results.total:
            self.screen.say(results.problem.message if results.problem else f"Nothing matches {query}")
            return
        if results.found[0].revision != page.document.listing.revision:
            # Entries are found by their number, which in another state of the document is another's.
            self.screen.say("The document was replaced meanwhile: ask again")
            return
        full = frozenset(found.index for found in results.found)
        thread = page.document.columns.thread
        above = {ancestor for entry in full for ancestor in thread.ancestors(entry)}
        page.narrow(Narrowed(query, full, frozenset(above - full)))
        page.highlights.set("match", partial(_spans, results))
        for pane in self.screen.panes:
            if pane.page is page:
                pane.selection.clear()
                pane.changed()
        self.screen.say(_count(results))

    def escape(self) -> bool:
        """Leave the line without asking anything.

        Returns:
            Whether it was open.
        """
        was_asking, self._is_asking = self._is_asking, False
        if was_asking:
            self.screen.close_line()
        return was_asking


def _match(query: str, document: str, is_open: bool, index: Index, library: Library) -> Results:
    return index.search(query, document=document, limit=None, sort="place", as_you_type=is_open)


def _spans(results: Results, entry: int, passage: int, text: str) -> Spans:
    return results.passage_spans([text])[0]


def _count(results: Results) -> str:
    return "1 entry matches" if results.total == 1 else f"{results.total:,} entries match"
