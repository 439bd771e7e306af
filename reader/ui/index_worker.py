"""The search index in a thread of its own, so that no key waits for it.

Whoosh is imported there when the first question is asked. Of the questions of one kind only the
newest is answered: a letter typed meanwhile makes the older search worthless. Bringing the index up
to date happens in another process, while the thread goes on answering from the present one.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.errors import ThreadsideError

if TYPE_CHECKING:
    from reader.index import Index
    from reader.library import Library

# How long a thread may go on before another one that waits gets its turn.
_SWITCH_SECONDS = 0.001

Post = Callable[..., None]


class _Question(NamedTuple):
    """What is asked of the index, and who gets the answer."""

    work: Callable[[Index, Library], Any]
    then: Callable[[Any], None]
    failed: Callable[[ThreadsideError], None]


class IndexWorker:
    """Asks the index questions in a thread that ends with the program.

    Args:
        folder: Where the index lies.
        library: The library's database.
        bookmarks: The bookmarks file, for what is searched in bookmarks alone.
        post: Called with a function and its arguments, lets the event loop call it.
    """

    def __init__(self, folder: Path, library: Path, bookmarks: Path, post: Post) -> None:
        self._folder, self._library, self._bookmarks, self._post = folder, library, bookmarks, post
        self._questions: dict[str, _Question] = {}
        self._changed = threading.Condition()
        self._is_closed = False
        self._updating: threading.Thread | None = None
        self._thread: threading.Thread | None = None

    def ask(
        self, kind: str, work: Callable[[Index, Library], Any], then: Callable[[Any], None],
        failed: Callable[[ThreadsideError], None],
    ) -> None:  # fmt: skip
        """Ask a question; an older one of its kind that still waits is dropped.

        Args:
            kind: Of questions of one kind only the newest matters.
            work: Answers it, in the thread, from the index and the library there.
            then: Is given the answer, in the event loop.
            failed: Is given what went wrong, in the event loop.
        """
        with self._changed:
            self._questions.pop(kind, None)
            self._questions[kind] = _Question(work, then, failed)
            self._changed.notify()
        if self._thread is None:
            sys.setswitchinterval(_SWITCH_SECONDS)
            self._thread = threading.Thread(target=self._serve, name="index", daemon=True)
            self._thread.start()

    def update(self, progress: Callable[[int, int], None], done: Callable[[], None]) -> None:
        """Bring the index to the library's state, unless that is being done.

        Args:
            progress: Told in the event loop how many entries of how many are done.
            done: Called in the event loop afterwards, if anything had to be done.
        """
        if self._updating is None or not self._updating.is_alive():
            work = threading.Thread(target=self._update, args=(progress, done), name="update", daemon=True)
            self._updating = work
            work.start()

    def close(self) -> None:
        """Answer nothing any more."""
        with self._changed:
            self._is_closed = True
            self._questions.clear()
            self._changed.notify()

    def _update(self, progress: Callable[[int, int], None], done: Callable[[], None]) -> None:
        from reader.index.apart import update_apart

        update_apart(self._folder, self._library, partial(self._post, progress), lambda: self._is_closed)
        if not self._is_closed:
            self._post(done)

    def _serve(self) -> None:
        from reader.bookmarks import Bookmarks
        from reader.index import Index
        from reader.library import Library

        bookmarked = Bookmarks(self._bookmarks).places
        try:
            with (
                Library(self._library, must_exist=True) as library,
                Index(self._folder, library, bookmarked) as index,
            ):
                while (question := self._wait()) is not None:
                    self._answer(question, index, library)
        except ThreadsideError as error:
            while (question := self._wait()) is not None:
                self._post(question.failed, error)

    def _wait(self) -> _Question | None:
        with self._changed:
            self._changed.wait_for(lambda: self._questions or self._is_closed)
            return None if self._is_closed else self._questions.pop(next(iter(self._questions)))

    def _answer(self, question: _Question, index: Index, library: Library) -> None:
        try:
            answer = question.work(index, library)
        except ThreadsideError as error:
            self._post(question.failed, error)
        else:
            self._post(question.then, answer)
