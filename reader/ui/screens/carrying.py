"""Carriers: each carries out the commands of one scope for the reading screen, once they are asked for.

So the first frame waits for none of them, and the screen stays small.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from reader.ui.commands import Scope

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
}
# Those that must be there after the first frame, because they see every page.
ATTENDING: tuple[Scope, ...] = (Scope.FOLLOWING, Scope.BOOKMARKING)


class Carrier:
    """Carries out the commands of one scope; a command's action ``x`` is its method ``do_x``.

    Args:
        screen: The reading screen.
    """

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

    def shown(self, pane: ReadingPane) -> None:
        """A pane shows another page."""

    def moved(self, pane: ReadingPane) -> None:
        """A pane's cursor or view moved."""

    def leave(self) -> None:
        """The program ends."""


def carrier_class(scope: Scope) -> type[Carrier]:
    """The class of a scope's carrier, imported now."""
    module, name = _CARRIERS[scope]
    found: type[Carrier] = getattr(import_module(module), name)
    return found
