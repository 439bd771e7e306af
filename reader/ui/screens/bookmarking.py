"""Bookmarking: selecting words, bookmarking them with a note, marks, and the list of bookmarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from reader.errors import ThreadsideError
from reader.model.place import Place
from reader.ui.clerk import Clerk
from reader.ui.screens.carrying import Carrier
from reader.ui.screens.lettering import Lettering
from reader.ui.screens.margin import Margin
from reader.ui.screens.panes import PanesScreen, side_of
from reader.ui.screens.seeing import Seeing
from reader.ui.screens.selecting import Selecting
from reader.ui.widgets.pane import ReadingPane

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.library import Listing
    from reader.model.annotations import Bookmark
    from reader.model.reanchoring import Verdict
    from reader.model.selectors import Anchored
    from reader.ui.screens.adding import Adding
    from reader.ui.screens.bookmark_list import BookmarkScreen

_POLL_SECONDS = 2.0
# Of a reader's own correction it needs no telling that words went along.
_FOLLOWED = frozenset({"unmoved", "moved"})


class Bookmarking(Carrier):
    """Carries out what has to do with bookmarks.

    Args:
        screen: The reading screen.
    """

    def __init__(self, screen: PanesScreen) -> None:
        super().__init__(screen)
        self.clerk: Clerk[Desk] = Clerk(self._open_desk, screen.call_later, screen.say)
        self.selecting = Selecting(screen)
        self.lettering = Lettering(screen, self.clerk)
        self.margin = Margin(screen, self.clerk)
        self.seeing = Seeing(screen, self.clerk)
        self._adding: Adding | None = None
        self._list: BookmarkScreen | None = None
        self.reports: dict[str, list[Verdict]] = {}
        screen.set_interval(_POLL_SECONDS, self._look)
        self.clerk.ask(lambda desk: desk.problems(), self._tell)
        self.clerk.ask_in_slices(lambda _: _import_later(), lambda _: None)

    def _open_desk(self) -> Desk:
        from reader.desk import Desk

        session = self.screen.session
        return Desk(session.bookmarks_path, session.library.path, session.state_path.with_name("seen"))

    @property
    def adding(self) -> Adding:
        """What asks for notes; its dialogs are imported when the first one opens."""
        if self._adding is None:
            from reader.ui.screens.adding import Adding

            self._adding = Adding(self.screen, self.clerk, self._saved)
        return self._adding

    # What the screen tells

    def take_key(self, key: str) -> bool:
        """The letter of a mark, or a movement of the selection."""
        return self.lettering.take_key(key) or self.selecting.take_key(key)

    def escape(self) -> bool:
        """Select none any more."""
        is_on = self.selecting.is_on
        if is_on:
            self.selecting.end()
        return is_on

    def shown(self, pane: ReadingPane) -> None:
        """Show the bookmarks of a page that is new, and what of it was read."""
        if pane.page is not None:
            listing = pane.page.document.listing
            self.clerk.ask_in_slices(
                lambda desk: desk.anchors.report(listing.id), partial(self._report, listing)
            )
            self.margin.attach(pane.page)
            self.seeing.attach(pane.page)

    def _report(self, listing: Listing, verdicts: list[Verdict]) -> None:
        """The document was replaced since its bookmarks were found last: say what became of them."""
        is_own = listing.revision in self.screen.session.corrected
        if verdicts and not (is_own and all(one.name in _FOLLOWED for one in verdicts)):
            self.reports[listing.id] = verdicts
            self.screen.keys.warn(summarise(listing.title, verdicts))

    def _tell(self, problem: str) -> None:
        if problem:
            self.screen.keys.warn(problem)

    def moved(self, pane: ReadingPane) -> None:
        """What was stepped over was read."""
        self.seeing.moved(pane)

    def leave(self) -> None:
        """Let what was asked be done."""
        self.seeing.save()
        self.clerk.close()

    def _look(self) -> None:
        """See what other programs, and editors, did to the file."""

        def looked(is_changed: bool) -> None:
            if is_changed:
                self.margin.refresh()

        self.clerk.ask(lambda desk: desk.bookmarks.changed_outside(), looked, lambda error: None)

    # What the reader asks

    def do_select(self) -> None:
        """Select words by keys, or none any more."""
        self.selecting.turn()

    def do_add(self) -> None:
        """Bookmark the selection, or the passage, with a note."""
        self.adding.add()

    def _saved(self, said: str) -> None:
        if self._list is not None and self._list.is_attached:
            self._list.look(said)
        else:
            self.selecting.end()
            self.screen.say(said)
        self.margin.refresh()

    def do_list(self) -> None:
        """List the bookmarks, of this document at first."""
        from reader.ui.picking import pick
        from reader.ui.screens.bookmark_list import BookmarkScreen

        page, pane = self.screen.page, self.screen.pane
        listing = page.document.listing
        report = self.reports.pop(listing.id, [])
        self._list = BookmarkScreen(
            listing, self.clerk, self.adding, lambda: pick(page, pane.selection.span), page.glyphs, report
        )
        self.screen.app.push_screen(self._list, self._go)

    def _go(self, bookmark: Bookmark | None) -> None:
        """Go to where the words of a bookmark are now; to the entry of an orphan."""
        self._list = None
        if bookmark is not None:
            self.clerk.ask(lambda desk: desk.anchors.find_place(bookmark), partial(self._open, bookmark))

    def _open(self, bookmark: Bookmark, found: Anchored | None) -> None:
        target = bookmark.target
        side = side_of(self.screen, target.document)
        try:
            if found is None:
                self.screen.open_place(Place(target.document, target.entry, side=side))
                self.screen.say("Its words are no longer here, or not surely; B lists it as an orphan")
                return
            spans = [(piece.start, piece.stop) for piece in found.pieces if piece.passage == found.passage]
            place = Place(target.document, found.entry, found.passage, side)
            self.screen.open_place(place, spans if bookmark.words else ())
        except ThreadsideError as error:
            self.screen.say(str(error))

    def do_mark(self) -> None:
        """Set a mark by the next letter."""
        self.lettering.wait("set")

    def do_go_to_mark(self) -> None:
        """Go to the mark of the next letter."""
        self.lettering.wait("go")

    # What was read

    def keep_seen(self) -> None:
        """Keep what was read so far, before another state of the document comes."""
        self.seeing.save()

    def do_next_unseen(self) -> None:
        """The next entry that is new, or else unread."""
        self.seeing.step(1)

    def do_previous_unseen(self) -> None:
        """The entry before that is new, or else unread."""
        self.seeing.step(-1)


def _import_later() -> Iterator[None]:
    """Import what the dialogs need, so that the first one opens at once."""
    for module in ("textual.widgets", "reader.ui.screens.dialogs", "reader.ui.screens.adding"):
        import_module(module)
        yield
    import_module("reader.ui.screens.bookmark_list")


def summarise(title: str, verdicts: Sequence[Verdict]) -> str:
    """What became of the bookmarks of a replaced document, in a sentence."""
    from reader.model.reanchoring import count_verdicts

    counts = ", ".join(f"{count} {name}" for name, count in count_verdicts(verdicts).items() if count)
    more = (
        "; B lists those that are not where they were"
        if any(one.name != "unmoved" for one in verdicts)
        else ""
    )
    return f"{title} was replaced; of its bookmarks {counts}{more}"
