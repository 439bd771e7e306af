"""Two panes side by side, the line between them, and the history of places over both."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from reader.errors import NotInLibrary
from reader.model.documents import DocumentKind
from reader.model.place import SEARCHED, Place
from reader.ui.choices import HINT, Choices
from reader.ui.commands import Command, Scope
from reader.ui.highlights import Spans
from reader.ui.messages import Disputed, DocumentGone, Pointed, SplitDragged
from reader.ui.page import Page
from reader.ui.palette import Palette
from reader.ui.reading import Cursor, Row
from reader.ui.session import Session
from reader.ui.telling import Telling
from reader.ui.tiling import TilingCompositor
from reader.ui.widgets.divider import Divider
from reader.ui.widgets.footer import KeyLine
from reader.ui.widgets.pane import ReadingPane

if TYPE_CHECKING:
    from reader.ui.screens.indexing import Indexing
    from reader.ui.widgets.ask_line import AskLine

NARROW_COLUMNS = 100
LEAST_COLUMNS, LEAST_ROWS = 30, 6
NEAR_TOP = 4
_SPLIT_STEP = 0.05


class PanesScreen(Telling, Screen[None]):
    """Two panes, the line between them, and the keys.

    Args:
        session: What lasts beyond this screen.
        commands: The commands with the reader's keys.

    Attributes:
        is_seen: Whether both panes stand on the terminal already, so that none may be drawn empty at first.
    """

    ALLOW_SELECT = False
    AUTO_FOCUS = ""

    def __init__(self, session: Session, commands: Sequence[Command]) -> None:
        super().__init__()
        self._compositor = self._tiles = TilingCompositor()
        self.session = session
        self.commands = commands
        self.palette = Palette()
        self.is_seen = False
        self.panes = (ReadingPane(0, self.palette), ReadingPane(1, self.palette))
        self.divider = Divider(session.glyphs.rail)
        self.keys = KeyLine(commands, session.glyphs)

    def compose(self) -> ComposeResult:
        """Left pane, divider, right pane, keys; the pane that has the keys shows what the reader left."""
        self._open_remembered(self.session.state.focus)
        if self.is_seen:
            self._open_remembered(1 - self.session.state.focus)
        self.arrange_panes()
        left, right = self.panes
        yield from (left, self.divider, right, self.keys)

    def on_mount(self) -> None:
        """Open the other pane's document once this one's is on the screen."""
        self.call_after_refresh(self._open_remembered, 1 - self.session.state.focus)

    def _open_remembered(self, side: int) -> None:
        """Open the document a pane showed last, where the reader was."""
        if self.panes[side].page is None:
            self.panes[side].show(self.session.open_page(self.session.state.panes[side]))

    # Panes

    @property
    def pane(self) -> ReadingPane:
        """The pane that has, or last had, the keyboard."""
        return self.panes[self.session.state.focus]

    @property
    def page(self) -> Page:
        """The page of that pane; opened now, if a key came before its turn."""
        if self.pane.page is None:
            self._open_remembered(self.pane.side)
        page = self.pane.page
        assert page is not None
        return page

    def arrange_panes(self) -> None:
        """Show one pane or both, and where the split is."""
        state = self.session.state
        is_single = state.is_zoomed or self.app.size.width < NARROW_COLUMNS
        for pane in self.panes:
            pane.set_current(pane.side == state.focus)
            pane.set_class(is_single and pane.side != state.focus, "-away")
        self.divider.set_class(is_single, "-away")
        page = self.panes[state.focus].page
        self.keys.show_for(page is not None and page.document.listing.kind is DocumentKind.INTERVIEW)
        left, right = self.panes
        share = round(state.split * 1000)
        left.styles.width, right.styles.width = f"{share}fr", f"{1000 - share}fr"

    def on_resize(self, event: events.Resize) -> None:
        """The terminal has another size."""
        self.arrange_panes()
        if event.size.width < LEAST_COLUMNS or event.size.height < LEAST_ROWS:
            self.keys.say("The terminal is too small to read in: make it larger")

    def on_pointed(self, event: Pointed) -> None:
        """A pane was pointed at: keys go to it."""
        self.give_keys(event.side)

    def give_keys(self, side: int) -> None:
        """Let keys go to a pane."""
        if side != self.session.state.focus:
            self.pane.offer(None)
            self.session.state.focus = side
            self.arrange_panes()

    def on_split_dragged(self, event: SplitDragged) -> None:
        """The divider was dragged."""
        self._split_at(event.column / max(1, self.app.size.width - 1))

    def _split_at(self, share: float) -> None:
        self.session.state.split = max(0.2, min(0.8, round(share, 3)))
        self.arrange_panes()

    @cached_property
    def indexing(self) -> Indexing:
        """The search index; made when it is first asked for."""
        from reader.ui.screens.indexing import Indexing

        return Indexing(self.session, self, self.say)

    # Asking for a line

    @cached_property
    def line(self) -> AskLine:
        """The line a reader types in, at the bottom; mounted when it is first asked for."""
        from reader.ui.widgets.ask_line import AskLine

        line = AskLine()
        self.mount(line)
        return line

    def prepare_line(self) -> None:
        """Mount the line now, so that it takes the very next key when it is opened."""
        self.line.say("")

    def open_line(self, scope: Scope, prompt: str, last: str = "") -> None:
        """Let the reader type a line in place of the keys, see :meth:`AskLine.open`."""
        self.keys.display = False
        self.line.open(scope, prompt, last)

    def close_line(self) -> None:
        """Show the keys again in place of the line."""
        self.line.close()
        self.keys.display = True

    def say(self, sentence: str) -> None:
        """Show the reader a sentence."""
        self.keys.say(sentence)

    def offer(self, choices: Choices) -> None:
        """Let the reader choose from a list in the current pane."""
        self.pane.offer(choices)
        self.say(HINT)

    # Panes and history

    def do_other_pane(self) -> None:
        """Give the keyboard to the other pane."""
        self.give_keys(1 - self.session.state.focus)

    def do_zoom(self) -> None:
        """Show this pane alone, or both."""
        self.session.state.is_zoomed = not self.session.state.is_zoomed
        self.arrange_panes()

    def do_split_left(self) -> None:
        """Give the right pane more room."""
        self._split_at(self.session.state.split - _SPLIT_STEP)

    def do_split_right(self) -> None:
        """Give the left pane more room."""
        self._split_at(self.session.state.split + _SPLIT_STEP)

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

    def on_screen_resume(self) -> None:
        """All is drawn again, row by row over both panes: what stands right may be pushed aside anew."""
        self.panes[0].is_told = False

    def on_disputed(self, event: Disputed) -> None:
        """What stands right of a pane whose lines may have pushed it aside is drawn again in its place."""
        event.stop()
        if event.side == 0:
            self._tiles.forget(event.rows, self.panes[0].region.right)
            self.divider.refresh()
            self.panes[1].refresh()

    def on_document_gone(self, event: DocumentGone) -> None:
        """Another program replaced or removed a document: show it anew, or another."""
        self.reopen(event.side)

    def reopen(self, side: int) -> None:
        """Open a pane's document again at the same entry; another one when it is gone."""
        pane, session = self.panes[side], self.session
        if pane.page is None:
            return
        title = pane.page.document.listing.title
        try:
            page = session.open_again(pane.page, side)
            self.say(f"{title} was replaced by another program; this is the text as it is now")
        except NotInLibrary:
            others = session.library.listings()
            if not others:
                self.say("The library holds no document any more; add one: threadside add PATH")
                return
            page = session.open_page(others[0].id)
            self.say(f"{title} was removed by another program")
        session.state.panes[side] = page.document.listing.id
        pane.show(page)

    def reopen_changed(self) -> None:
        """Show those documents anew that are no longer what they were."""
        for pane in self.panes:
            if pane.page is not None and not pane.page.document.is_present():
                self.reopen(pane.side)

    def remember(self) -> None:
        """Keep where the reader is in both panes; of one document in both, where the keys are."""
        for pane in (self.panes[1 - self.pane.side], self.pane):
            if pane.page is not None:
                self.session.remember(pane.page, pane.side)


def side_of(screen: PanesScreen, document_id: str) -> int:
    """The pane that shows a document, the one that has the keys first; that one too when none does."""
    here, shown = screen.pane.side, screen.session.state.panes
    return next((side for side in (here, 1 - here) if shown[side] == document_id), here)
