"""The search index for the screens: one worker for all of them, and the news of its state."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from reader.errors import ThreadsideError
from reader.ui.index_worker import IndexWorker
from reader.ui.session import Session

if TYPE_CHECKING:
    from reader.index import Index
    from reader.library import Library


class Indexing:
    """Asks the index for the screens, and keeps it up to date.

    Args:
        session: Where library and index are.
        screen: Whose event loop gets the answers.
        say: Tells the reader what went wrong.
    """

    def __init__(self, session: Session, screen: Screen[None], say: Callable[[str], None]) -> None:
        self._screen, self._say = screen, say
        self._loop = asyncio.get_running_loop()
        self._worker = IndexWorker(session.index, session.library.path, session.bookmarks_path, self._post)
        self.progress = ""
        self.changed: Callable[[], None] = lambda: None

    def _post(self, function: Callable[..., None], *given: object) -> None:
        """Let the event loop call a function, from another thread; not at all once the program ends."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(partial(self._screen.call_later, function, *given))

    def ask(
        self, kind: str, work: Callable[[Index, Library], Any], then: Callable[[Any], None],
        failed: Callable[[ThreadsideError], None] | None = None,
    ) -> None:  # fmt: skip
        """Ask the index a question, see :meth:`IndexWorker.ask`; by default errors are said.

        Args:
            kind: Of questions of one kind only the newest matters.
            work: Answers it, in another thread.
            then: Is given the answer.
            failed: Is given what went wrong.
        """
        self._worker.ask(kind, work, then, failed or self._failed)

    def _failed(self, error: ThreadsideError) -> None:
        self._say(str(error))

    def check(self) -> None:
        """Bring the index up to date when it is not; :attr:`changed` is called meanwhile and afterwards."""
        self.ask("check", lambda index, library: index.is_current(), self._checked)

    def _checked(self, is_current: bool) -> None:
        if not is_current:
            self._worker.update(self._progressed, self._updated)

    def _progressed(self, done: int, total: int) -> None:
        self.progress = f"the index is being built ({100 * done // max(1, total)} %)"
        self.changed()

    def _updated(self) -> None:
        self.progress = ""
        self.changed()

    def close(self) -> None:
        """Answer nothing any more."""
        self._worker.close()
