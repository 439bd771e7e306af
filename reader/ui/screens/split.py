"""Two panes side by side, the line between them, the keys below, and the line a reader types in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from reader.model.documents import DocumentKind
from reader.ui.choices import HINT, Choices
from reader.ui.commands import Command, Scope
from reader.ui.messages import Disputed, Pointed, Said, SplitDragged
from reader.ui.page import Page
from reader.ui.palette import Palette
from reader.ui.session import Session
from reader.ui.telling import Telling
from reader.ui.tiling import TilingCompositor
from reader.ui.widgets.divider import Divider
from reader.ui.widgets.footer import KeyLine
from reader.ui.widgets.pane import ReadingPane

if TYPE_CHECKING:
    from reader.ui.screens.indexing import Indexing
    from reader.ui.widgets.ask_line import AskLine
    from reader.ui.widgets.sentence import Sentence

NARROW_COLUMNS = 100
LEAST_COLUMNS, LEAST_ROWS = 30, 6
_SPLIT_STEP = 0.05
_TOO_SMALL = "The terminal is too small to read in: make it larger"


class SplitScreen(Telling, Screen[None]):
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
        self._said_before = ""
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
        is_small = event.size.width < LEAST_COLUMNS or event.size.height < LEAST_ROWS
        if is_small is not (self.keys.sentence == _TOO_SMALL):
            self._said_before, said = self.keys.sentence, _TOO_SMALL if is_small else self._said_before
            self.keys.say(said)
        self._show_whole()

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
        self._show_whole()

    # Saying

    def say(self, sentence: str) -> None:
        """Show the reader a sentence."""
        self.keys.say(sentence)

    def on_said(self, event: Said) -> None:
        """The bottom line says something else."""
        event.stop()
        self._show_whole()

    def _show_whole(self) -> None:
        """Show a sentence that the bottom line cuts over as many rows as it takes."""
        width, height = self.app.size
        is_cut = self.keys.display and cell_len(self.keys.sentence) >= width
        if is_cut or "sentence" in self.__dict__:
            self.sentence.show(self.keys.sentence if is_cut else "", width, height // 2)

    @cached_property
    def sentence(self) -> Sentence:
        """What shows such a sentence; mounted when there first is one."""
        from reader.ui.widgets.sentence import Sentence

        sentence = Sentence()
        self.mount(sentence)
        return sentence

    def offer(self, choices: Choices) -> None:
        """Let the reader choose from a list in the current pane."""
        self.pane.offer(choices)
        self.say(HINT)

    # Sizes

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
