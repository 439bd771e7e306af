"""Carriers: each carries out the commands of one scope for the reading screen, once they are asked for.

So the first frame waits for none of them, and the screen stays small.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, TypeVar

from reader.errors import ThreadsideError
from reader.library import Library
from reader.ui.commands import Scope
from reader.ui.messages import Tell

if TYPE_CHECKING:
    from reader.ui.screens.panes import PanesScreen
    from reader.ui.widgets.pane import ReadingPane

# Where the carrier of each scope is, and its name there.
_CARRIERS: dict[Scope, tuple[str, str]] = {
    Scope.FINDING: ("reader.ui.screens.finding", "Finding"),
    Scope.SEARCHING: ("reader.ui.screens.searching", "Searching"),
    Scope.FILTERING: ("reader.ui.screens.filtering", "Filtering"),
    Scope.FOLLOWING: ("reader.ui.screens.following", "Following"),
    Scope.BOOKMARKING: ("reader.ui.screens.bookmarking", "Bookmarking"),
    Scope.TAKING: ("reader.ui.screens.taking", "Taking"),
    Scope.TRANSCRIPTS: ("reader.ui.screens.transcripts", "Transcripts"),
    Scope.CORRECTING: ("reader.ui.screens.correcting", "Correcting"),
}
# Those that must be there after the first frame, because they see every page.
ATTENDING: tuple[Scope, ...] = (Scope.FOLLOWING, Scope.BOOKMARKING, Scope.CORRECTING)
Made = TypeVar("Made")


class Carrier:
    """Carries out the commands of one scope; a command's action ``x`` is its method ``do_x``.

    Args:
        screen: The reading screen.

    Attributes:
        SCOPE: The scope, of a carrier that tells itself things or does some aside.
    """

    SCOPE: ClassVar[Scope]

    def __init__(self, screen: PanesScreen) -> None:
        self.screen = screen

    def escape(self) -> bool:
        """Undo the innermost thing it holds open.

        Returns:
            Whether there was one.
        """
        return False

    def take_key(self, key: str) -> bool:
        """Take a key before the command it belongs to.

        Args:
            key: As Textual names it.

        Returns:
            Whether it was taken.
        """
        return False

    def tabbed(self) -> None:
        """Tab was pressed in the line it has open."""
        self.screen.app.bell()

    def shown(self, pane: ReadingPane) -> None:
        """A pane shows another page."""

    def moved(self, pane: ReadingPane) -> None:
        """A pane's cursor or view moved."""

    def leave(self) -> None:
        """The program ends."""

    # What takes long, and what follows a dialog

    def tell(self, noticed: str, *what: object) -> None:
        """Do something by a message, so that what goes wrong is said."""
        self.screen.post_message(Tell(self.SCOPE, noticed, *what))

    def carry_on(self, then: Callable[[Made], None], made: Made) -> None:
        """Do what was asked about, now that the dialog is gone or the thread done."""
        then(made)

    def aside(self, work: Callable[[Library], Made], then: Callable[[Made], None]) -> None:
        """Do something in a thread with a library of its own, and then something with what came of it."""
        path = self.screen.session.library.path

        def done() -> Made:
            with Library(path, must_exist=True) as library:
                return work(library)

        async def wait() -> None:
            try:
                made = await asyncio.to_thread(done)
            except ThreadsideError as error:
                self.screen.say(str(error))
            else:
                self.tell("carry_on", then, made)

        self.screen.run_worker(wait(), group=self.SCOPE, exclusive=True)


def carrier_class(scope: Scope) -> type[Carrier]:
    """The class of a scope's carrier, imported now."""
    module, name = _CARRIERS[scope]
    found: type[Carrier] = getattr(import_module(module), name)
    return found
