"""Finding in the document of a pane while typing."""

from __future__ import annotations

from functools import partial

from reader.ui.commands import Scope
from reader.ui.hits import Hits
from reader.ui.messages import Tell
from reader.ui.page_search import PageSearch
from reader.ui.screens.carrying import Carrier
from reader.ui.screens.panes import PanesScreen
from reader.ui.widgets.pane import ReadingPane

# Seconds of looking through entries at once: keys pressed meanwhile wait no longer than that.
_SLICE_SECONDS = 0.006
_PAUSE_SECONDS = 0.004


class Finding(Carrier):
    """Carries out what is asked of finding; each pane has its own.

    Args:
        screen: The reading screen.
    """

    def __init__(self, screen: PanesScreen) -> None:
        super().__init__(screen)
        self.searches: dict[int, PageSearch] = {}
        self.is_typing = False
        self._last = ""

    @property
    def search(self) -> PageSearch | None:
        """What is looked for in the current pane."""
        return self.searches.get(self.screen.pane.side)

    # Commands

    def do_find(self) -> None:
        """Let the reader type what to find."""
        pane = self.screen.pane
        self.searches[pane.side] = PageSearch.begin(self.screen.page)
        self.is_typing = True
        self.screen.open_line(Scope.FINDING, "/", self._last)
        self._draw(pane)

    def do_next(self) -> None:
        """Go to the next hit."""
        self._step(is_forward=True)

    def do_previous(self) -> None:
        """Go to the hit before."""
        self._step(is_forward=False)

    def _step(self, *, is_forward: bool) -> None:
        search = self.search
        if search is None or search.hits.finder.is_empty:
            self._say("Nothing is looked for: / finds")
            return
        while (spot := search.step(is_forward=is_forward)) is None and not search.hits.is_done:
            search.hits.look(_SLICE_SECONDS)
        if spot:
            search.show(spot)
        self._draw(self.screen.pane)
        self._say(search.say())

    # What is typed

    def typed(self, query: str) -> None:
        """Another text stands in the line."""
        search = self.search
        if search is not None and self.is_typing:
            search.ask(query)
            self.look(search)

    def look(self, search: PageSearch) -> None:
        """Look a little further; show the first hit, and come again until all was looked through."""
        hits = search.hits
        if self.searches.get(self.screen.pane.side) is not search:
            return
        hits.look(_SLICE_SECONDS)
        if self.is_typing and search.spot is None:
            nearest = search.nearest()
            if nearest:
                search.show(nearest)
            elif hits.is_done:
                search.go_back()
            self._draw(self.screen.pane)
        self._say(search.say())
        if not hits.is_done:
            self.screen.set_timer(_PAUSE_SECONDS, partial(self._look_on, search, hits))

    def _look_on(self, search: PageSearch, hits: Hits) -> None:
        if search.hits is hits:
            self.screen.post_message(Tell(Scope.FINDING, "look", search))

    def stepped(self, is_forward: bool) -> None:
        """The reader wants the next hit, or the one before, while typing."""
        self._step(is_forward=is_forward)

    def entered(self, query: str) -> None:
        """The reader stays at the hit shown; an empty line asks for what was asked for last."""
        search = self.search
        if search is None:
            return
        if not query and self._last:
            self.typed(self._last)
        left = search.cursor, search.anchor
        if search.spot:
            self.screen.remember_left(*left)
        self._last = query or self._last
        search.opened.clear()
        self._close_line()
        self._say(search.say())

    def _close_line(self) -> None:
        self.is_typing = False
        self.screen.close_line()

    def _say(self, sentence: str) -> None:
        self.screen.line.say(sentence) if self.is_typing else self.screen.say(sentence)

    # What is shown

    def _draw(self, pane: ReadingPane) -> None:
        """Set the hits off in a pane."""
        search = self.searches.get(pane.side)
        if pane.page is None:
            return
        if search is None:
            pane.page.highlights.set("hit", None)
            pane.page.highlights.set("hit-now", None)
        else:
            finder = search.hits.finder
            pane.page.highlights.set("hit", lambda entry, passage, text: finder.spans(text))
            now = search.spot
            pane.page.highlights.set(
                "hit-now",
                lambda entry, passage, text: [now[2:]] if now and now[:2] == (entry, passage) else (),
            )
        pane.changed()

    def shown(self, pane: ReadingPane) -> None:
        """What was looked for in another page is forgotten."""
        search = self.searches.get(pane.side)
        if search is not None and search.page is not pane.page:
            del self.searches[pane.side]

    def escape(self) -> bool:
        """While typing give back the place and every fold; else set the hits off no longer."""
        search = self.searches.pop(self.screen.pane.side, None)
        if self.is_typing:
            self._close_line()
            if search:
                search.go_back()
        if search:
            self._draw(self.screen.pane)
        return search is not None
