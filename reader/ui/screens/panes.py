"""The documents in both panes, and the history of places over both."""

from __future__ import annotations

from collections.abc import Sequence

from reader.errors import NotInLibrary
from reader.model.place import SEARCHED, Place
from reader.ui.commands import Command
from reader.ui.highlights import Spans
from reader.ui.messages import DocumentGone
from reader.ui.reading import Cursor, Row
from reader.ui.screens.split import SplitScreen
from reader.ui.session import Session

NEAR_TOP = 4


class PanesScreen(SplitScreen):
    """Adds which documents the panes show, and where the reader goes in them.

    Args:
        session: What lasts beyond this screen.
        commands: The commands with the reader's keys.
    """

    def __init__(self, session: Session, commands: Sequence[Command]) -> None:
        super().__init__(session, commands)
        self._opened = session.library.opened

    def do_back(self) -> None:
        """Go to the place before, in whichever pane and document it was."""
        self.go_through_history(-1)

    def do_forward(self) -> None:
        """Go forward again."""
        self.go_through_history(1)

    def go_through_history(self, steps: int) -> None:
        """Go so many places forward, or back when negative.

        Raises:
            NotInLibrary: The document gone to is no longer there.
        """
        here = self.session.place(self.page, self.pane.side)
        place = self.session.history.go(steps, here)
        if place is None:
            self.say("No later place" if steps > 0 else "No earlier place")
            return
        if place.document == SEARCHED:
            self.return_to_results(place)
            return
        pane = self.panes[place.side]
        if pane.page is None or pane.page.document.listing.id != place.document:
            self.show_document(place.document, place.side)
        self.give_keys(place.side)
        if not self.session.restore(self.page, place):
            self.say(f"{place.entry} is no longer in this document")
        pane.changed()

    def carry_out(self, command: Command, digit: int = 0) -> None:
        """Carry out a command; what goes wrong is said, never raised."""
        raise NotImplementedError

    def return_to_results(self, place: Place) -> None:
        """Show the results of a search again; the place's entry is the query."""
        raise NotImplementedError

    def remember_left(self, cursor: Cursor, anchor: Row) -> None:
        """Remember a place of the current pane in the history that was left while looking for something."""
        here = self.page.reading.cursor, self.page.reading.anchor
        self.page.reading.cursor, self.page.reading.anchor = cursor, anchor
        self.session.visit(self.session.place(self.page, self.pane.side))
        self.page.reading.cursor, self.page.reading.anchor = here

    def open_place(
        self, place: Place, spans: Spans = (), near: int = NEAR_TOP, *, is_remembered: bool = True
    ) -> None:
        """Go to a passage, remembering the place left; the pane that shows it gets the keys.

        Args:
            place: Where to; its row is not heeded.
            spans: What to set off in the passage until the reader goes elsewhere or presses Esc,
                as half-open ranges of characters.
            near: The row the passage shall begin on when it is not in view.
            is_remembered: Whether the place left goes into the history.

        Raises:
            NotInLibrary: The document, or the entry in it, is no longer there.
        """
        left = self.session.place(self.page, self.pane.side)
        pane = self.panes[place.side]
        if pane.page is None or pane.page.document.listing.id != place.document:
            self.show_document(place.document, place.side)
        pane.prepare()
        assert pane.page is not None
        if not pane.page.go_to(place.entry, place.passage, near):
            name = f"{place.document}#{place.entry}"
            raise NotInLibrary(name, "the document no longer has this entry", "see `threadside show`")
        if is_remembered:
            self.session.visit(left)
        self.give_keys(place.side)
        pane.set_target(place.passage, spans)
        if spans:
            pane.page.show_words(pane.page.reading.cursor.position, place.passage, spans[0][0])

    def show_document(self, document_id: str, side: int) -> None:
        """Show a document in a pane, where the reader left it."""
        pane = self.panes[side]
        page = self.session.open_page(document_id)
        if pane.page is not None:
            self.session.remember(pane.page, side)
        self.session.state.panes[side] = document_id
        pane.show(page)

    def renew(self, document_id: str) -> None:
        """Show the present state of a document in the panes that show it, each at its place.

        Raises:
            NotInLibrary: It is no longer there.
        """
        for pane in self.panes:
            if pane.page is not None and pane.page.document.listing.id == document_id:
                pane.show(self.session.open_again(pane.page, pane.side))

    def on_document_gone(self, event: DocumentGone) -> None:
        """Another program replaced or removed a document: show it anew, or another."""
        self.reopen_changed()

    def reopen(self, side: int) -> None:
        """Open a pane's document again at the same entry; another one when it is gone."""
        pane, session = self.panes[side], self.session
        if pane.page is None:
            return
        title = pane.page.document.listing.title
        try:
            page = session.open_again(pane.page, side)
            self.keys.warn(f"{title} was replaced by another program; this is the text as it is now")
        except NotInLibrary:
            others = session.library.listings()
            if not others:
                self.keys.warn("The library holds no document any more; add one: threadside add PATH")
                return
            page = session.open_page(others[0].id)
            self.keys.warn(f"{title} was removed by another program")
        session.state.panes[side] = page.document.listing.id
        pane.show(page)

    def reopen_changed(self) -> None:
        """Show those documents anew that are no longer what they were, or the library another one."""
        library = self.session.library
        if library.opened != self._opened:
            self._opened = library.opened
            self.keys.warn(f"{library.path}: another file took its place; it is open now")
        for pane in self.panes:
            if pane.page is not None and not pane.page.document.is_present():
                self.reopen(pane.side)

    def look_after(self) -> None:
        """See whether another library took the place of this one; what met it first may have said nothing."""
        if self.session.library.opened != self._opened:
            self.reopen_changed()

    def remember(self) -> None:
        """Keep where the reader is in both panes; of one document in both, where the keys are."""
        for pane in (self.panes[1 - self.pane.side], self.pane):
            if pane.page is not None:
                self.session.remember(pane.page, pane.side)


def side_of(screen: PanesScreen, document_id: str) -> int:
    """The pane that shows a document, the one that has the keys first; that one too when none does."""
    here, shown = screen.pane.side, screen.session.state.panes
    return next((side for side in (here, 1 - here) if shown[side] == document_id), here)
