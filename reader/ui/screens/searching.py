"""Searching the library, and for what is like a passage."""

from __future__ import annotations

from functools import partial

from reader.errors import ThreadsideError
from reader.model.place import SEARCHED, Place
from reader.ui.library_search import Answer, Asked, relate, search_library
from reader.ui.result_captions import ResultCaptions
from reader.ui.result_tree import HIT_LINES, ResultRow
from reader.ui.screens.carrying import Carrier
from reader.ui.screens.panes import PanesScreen, side_of
from reader.ui.screens.search_screen import SearchScreen

_SORTS = ("relevance", "date", "score", "place")
# Seconds without another letter before it is worth asking what was meant.
_PATIENCE = 0.25
# Seconds in which a letter is on the screen.
_AFTER_ECHO = 0.012
_RELATED = "What is most like the passage you left; type to search instead"


class Searching(Carrier):
    """Carries out what is asked of the search screen.

    Args:
        screen: The reading screen.
    """

    def __init__(self, screen: PanesScreen) -> None:
        super().__init__(screen)
        session = screen.session
        self.indexing = screen.indexing
        self.captions = ResultCaptions(session.library, session.glyphs, self._search_again)
        self.view = SearchScreen(self, screen.palette, session.glyphs, self.captions)
        self.asked = Asked("", 0, _SORTS[0], 0)
        self.answer: Answer | None = None
        self._answered_to: Asked | None = None
        self._to_open: tuple[Asked, int | None] | None = None
        self._has_returned = False
        screen.app.install_screen(self.view, "search")

    def do_search(self) -> None:
        """Show the search screen as it was left."""
        self._show(has_returned=False)

    def return_to(self, place: Place) -> None:
        """Show the results again from which a hit was opened."""
        if place.entry != self.asked.query:
            self.view.line.put(place.entry)
            self.typed(place.entry, len(place.entry))
        self._show(has_returned=True)

    def _show(self, *, has_returned: bool) -> None:
        self._has_returned = has_returned
        self.captions.forget()
        self.indexing.changed = self._index_changed
        self.indexing.check()
        self.screen.app.push_screen("search")

    def _index_changed(self) -> None:
        if self.indexing.progress or self.asked.query == "":
            self._say_found()
        else:
            self._search_again()

    # What is typed

    def typed(self, query: str, at: int) -> None:
        """Search for what stands in the line; what is still being looked for is dropped."""
        self.asked = Asked(query, at, self.asked.sort, self._excerpt_width())
        if query.strip():
            # The letter is painted first: from another thread the search would share its time.
            self.screen.set_timer(_AFTER_ECHO, partial(self._search_if_newest, self.asked))
        else:
            self.answer = None
            self.view.clear()
            self._say_found()

    def _excerpt_width(self) -> int:
        return (HIT_LINES - 1) * max(20, self.screen.app.size.width - 16)

    def _search_if_newest(self, asked: Asked) -> None:
        if asked is self.asked:
            self._search_again()

    def _search_again(self) -> None:
        if self.asked.query.strip():
            asked = self.asked
            work, then = partial(search_library, asked), partial(self._answered, asked)
            self.indexing.ask("search", work, then, self._failed)

    def _failed(self, error: ThreadsideError) -> None:
        self.view.say(str(error))

    def _answered(self, asked: Asked, answer: Answer) -> None:
        """Show what was found; of a query that cannot be followed only why, and the last good results."""
        problem = answer.results.problem
        if asked != self.asked:
            return
        self._answered_to = asked
        if problem is not None and problem.position >= 0:
            self.view.refuse(problem.message, problem.position)
            return
        self.answer = answer
        self.view.show(answer)
        self._say_found()
        if not answer.results.total:
            self.screen.set_timer(_PATIENCE, partial(self._ask_what_was_meant, asked, answer))
        elif self._to_open is not None and self._to_open[0] == asked:
            self.open_chosen(self._to_open[1])

    def _ask_what_was_meant(self, asked: Asked, answer: Answer) -> None:
        if asked == self.asked:
            self.indexing.ask(
                "meant", lambda index, library: answer.results.suggestion, partial(self._meant, asked)
            )

    def _meant(self, asked: Asked, meant: str | None) -> None:
        if asked == self.asked and meant:
            self.view.suggest(meant)

    def _say_found(self) -> None:
        said = [self._count(self.answer) if self.answer else "", self.indexing.progress]
        self.view.say(f" {self.screen.session.glyphs.dot} ".join(filter(None, said)))

    def _count(self, answer: Answer) -> str:
        total, shown = answer.results.total, len(answer.results.found)
        if not self.asked.query:
            return _RELATED
        if not total:
            return "" if answer.results.problem else "Nothing was found"
        most = f", the first {shown:,} shown" if shown < total else ""
        return f"{total:,} found{most}, by {self.asked.sort}"

    def sort(self) -> None:
        """Sort in the next of the orders."""
        order = _SORTS[(_SORTS.index(self.asked.sort) + 1) % len(_SORTS)]
        self.asked = self.asked._replace(sort=order)
        self._search_again()

    def wanted(self, ranks: list[int]) -> None:
        """Read hits that came into view."""
        if (answer := self.answer) is not None:
            width, then = self.asked.width, partial(self.view.add, answer)
            self.indexing.ask("hits", lambda _, __: answer.results.at(ranks, width), then, self._failed)

    # From the results to the text

    def open_chosen(self, side: int | None) -> None:
        """Open the chosen hit in a pane; of a query still looked for the best hit, once it is found."""
        results = self.view.list
        # Nothing is found either while the index is built for the first time.
        is_early = self._answered_to != self.asked or not results.rows
        if self.asked.query.strip() and is_early:
            self._to_open = self.asked, side
            return
        self._to_open = None
        if 0 <= results.chosen < len(results.rows):
            self._open(results.rows[results.chosen], side)

    def _open(self, row: ResultRow, side: int | None) -> None:
        """Open a hit in a pane, what was found set off; back leads to the results again."""
        hit = self.view.list.hits.get(row.rank)
        if hit is None or not self.view.is_current:
            return
        where = side_of(self.screen, row.document) if side is None else side
        place = Place(row.document, hit.entry, hit.passage, where)
        self.screen.app.pop_screen()
        try:
            self.screen.open_place(place, hit.passage_spans, is_remembered=not self._has_returned)
        except ThreadsideError as error:
            self.screen.say(str(error))
        else:
            self.screen.session.visit(Place(SEARCHED, self.asked.query, side=place.side))

    def close(self) -> None:
        """Go back to where the reader was when the results were first shown."""
        if not self.view.is_current:
            return
        self.screen.app.pop_screen()
        if self._has_returned:
            self.screen.do_back()

    # What is like a passage

    def do_related(self) -> None:
        """Show the passages elsewhere in the library that are most like the cursor's."""
        page = self.screen.page
        position, passage = page.reading.cursor
        document, entry = page.document.listing.id, page.entry_at(position)
        self.screen.say("Looking for what is like this passage")
        self.indexing.check()
        work = partial(relate, document, entry, passage, self._excerpt_width())
        self.indexing.ask("related", work, self._related)

    def _related(self, answer: Answer) -> None:
        if not answer.lines.rows:
            self.screen.say(self.indexing.progress or "Nothing in the library is like this passage")
            return
        self.screen.say("")
        self.view.line.put("")
        self.answer, self.asked = answer, Asked("", 0, self.asked.sort, self.asked.width)
        self.view.show(answer)
        self._show(has_returned=False)
        self._say_found()
