"""Bookmarking: selecting words, bookmarking them with a note, marks, and the list of bookmarks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.clerk import Clerk
from reader.ui.screens.carrying import Carrier
from reader.ui.screens.lettering import Lettering
from reader.ui.screens.margin import Margin
from reader.ui.screens.panes import PanesScreen
from reader.ui.screens.selecting import Selecting
from reader.ui.widgets.pane import ReadingPane

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.ui.screens.adding import Adding

_POLL_SECONDS = 2.0


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
        self._adding: Adding | None = None
        screen.set_interval(_POLL_SECONDS, self._look)

    def _open_desk(self) -> Desk:
        from reader.desk import Desk

        session = self.screen.session
        return Desk(session.bookmarks_path, session.library.path)

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
        """Show the bookmarks of a page that is new."""
        if pane.page is not None:
            self.margin.attach(pane.page)

    def leave(self) -> None:
        """Let what was asked be done."""
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
        self.screen.say(said)
        self.margin.refresh()

    def do_mark(self) -> None:
        """Set a mark by the next letter."""
        self.lettering.wait("set")

    def do_go_to_mark(self) -> None:
        """Go to the mark of the next letter."""
        self.lettering.wait("go")
