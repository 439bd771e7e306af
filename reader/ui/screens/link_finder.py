"""Links found beside the reading, by a program of its own that gives way to it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.timer import Timer

from reader.errors import LibraryError
from reader.linking import start_finding
from reader.ui.screens.panes import PanesScreen

if TYPE_CHECKING:
    from subprocess import Popen

# The first frame and what follows it come first.
_BEGIN_SECONDS, _LOOK_SECONDS = 2.0, 0.5


class LinkFinder:
    """Lets the links of what is new or changed in the library be found.

    Args:
        screen: The reading screen.
        found: Called when other links may be there.
    """

    def __init__(self, screen: PanesScreen, found: Callable[[], None]) -> None:
        self._screen = screen
        self._found = found
        self._running: Popen[bytes] | None = None
        self._waiting: Timer | None = None
        self._beginning: Timer | None = None

    def begin_soon(self) -> None:
        """Begin once nothing was shown anew for a while."""
        if self._beginning:
            self._beginning.stop()
        self._beginning = self._screen.set_timer(_BEGIN_SECONDS, self._begin)

    def _begin(self) -> None:
        """Begin, unless it is at it, or nothing is stale; without links the reading goes on."""
        library = self._screen.session.library
        with suppress(LibraryError, OSError):
            if self._running is None and library.links.stale():
                shown = [pane.page.document.listing.id for pane in self._screen.panes if pane.page]
                self._running = start_finding(library.path, shown)
                self._waiting = self._screen.set_interval(_LOOK_SECONDS, self._look)

    def _look(self) -> None:
        if self._running is not None and self._running.poll() is not None:
            self._running = None
            if self._waiting:
                self._waiting.stop()
            self._found()

    def end(self) -> None:
        """Stop it; what it found of whole documents is kept."""
        if self._running is not None:
            self._running.terminate()
            self._running.wait()
