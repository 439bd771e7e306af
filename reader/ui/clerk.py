"""The clerk: a thread that does what would keep the reader waiting, and tells the answer when it is there.

What the reader asks is done first and in order; work that comes in slices fills the time between.
All that the clerk works with is opened in the thread, belongs to it, and is closed in it.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import Generic, NoReturn, Protocol, TypeVar

from reader.errors import ThreadsideError

_BREATH_SECONDS = 0.004
_LAST_SECONDS = 60.0
# How long one thread may keep another waiting for Python itself; of its own accord Python gives 5 ms,
# several times for each key (measured: keys wait 50 ms while bookmarks are listed, with this 20 ms).
_SWITCH_SECONDS = 0.001


class Closed(Protocol):
    """What a clerk works with."""

    def close(self) -> None:
        """Let go of it."""


Desk = TypeVar("Desk", bound=Closed)
Made = TypeVar("Made")
_Do = Callable[[Desk], Callable[[], None]]


class Clerk(Generic[Desk]):
    """Does one thing after another at its desk.

    Args:
        open_desk: Opens what it works with, in the thread.
        post: Lets something be called in the reader's thread; may be called from any.
        say: Tells the reader what went wrong, in the reader's thread.
    """

    def __init__(
        self, open_desk: Callable[[], Desk], post: Callable[[Callable[[], None]], object],
        say: Callable[[str], None],
    ) -> None:  # fmt: skip
        self._open_desk = open_desk
        self._post = post
        self._say = say
        self._asked: deque[_Do[Desk]] = deque()
        self._slices: deque[Iterator[Callable[[], None]]] = deque()
        self._wakes = threading.Condition()
        self._is_closing = False
        self._thread: threading.Thread | None = None

    def ask(
        self, do: Callable[[Desk], Made], then: Callable[[Made], None],
        failed: Callable[[ThreadsideError], None] | None = None,
    ) -> None:  # fmt: skip
        """Let something be done.

        Args:
            do: What to do, in the thread.
            then: Takes the answer, in the reader's thread.
            failed: Takes what went wrong; without it the reader is told.
        """

        def answer(desk: Desk) -> Callable[[], None]:
            return partial(self._deliver, then, do(desk))

        self._put(lambda: self._asked.append(self._guarded(answer, failed)))

    def ask_in_slices(self, do: Callable[[Desk], Iterator[Made]], then: Callable[[Made], None]) -> None:
        """Let something long be done, a slice at a time, when nothing else is asked.

        Args:
            do: Gives an answer after each slice, in the thread.
            then: Takes each answer, in the reader's thread.
        """

        def begin(desk: Desk) -> Callable[[], None]:
            self._slices.append(partial(self._deliver, then, made) for made in do(desk))
            return _nothing

        self._put(lambda: self._asked.append(self._guarded(begin, None)))

    def close(self) -> None:
        """Finish what was asked, leave the slices, and wait for that."""
        self._put(lambda: setattr(self, "_is_closing", True))
        if self._thread is not None:
            self._thread.join(_LAST_SECONDS)

    def _put(self, change: Callable[[], object]) -> None:
        with self._wakes:
            change()
            self._wakes.notify()
        if self._thread is None and not self._is_closing:
            self._thread = threading.Thread(target=self._work, name="clerk", daemon=True)
            self._thread.start()

    def _guarded(self, do: _Do[Desk], failed: Callable[[ThreadsideError], None] | None) -> _Do[Desk]:
        """The same, but what goes wrong becomes the answer."""

        def guarded(desk: Desk) -> Callable[[], None]:
            try:
                return do(desk)
            except ThreadsideError as error:
                return partial(failed or self._tell, error)
            except Exception as error:
                return partial(_raise, error)

        return guarded

    def _deliver(self, then: Callable[[Made], None], made: Made) -> None:
        """Give an answer; what goes wrong there is told as well."""
        try:
            then(made)
        except ThreadsideError as error:
            self._tell(error)

    def _tell(self, error: ThreadsideError) -> None:
        self._say(str(error))

    # In the thread

    def _work(self) -> None:
        sys.setswitchinterval(_SWITCH_SECONDS)
        desk: Desk | None = None
        while do := self._next():
            try:
                desk = desk or self._open_desk()
            except ThreadsideError as error:
                self._post(partial(self._tell, error))
                continue
            answer = do(desk)
            if answer is not _nothing:
                self._post(answer)
        if desk is not None:
            desk.close()

    def _next(self) -> _Do[Desk] | None:
        """What to do now; None when all is done and the clerk may go."""
        with self._wakes:
            while not self._asked:
                if self._is_closing:
                    return None
                # Between slices the reader's thread gets its turn.
                self._wakes.wait(_BREATH_SECONDS if self._slices else None)
                if self._slices and not self._asked and not self._is_closing:
                    return self._guarded(lambda _: self._slice(), None)
            return self._asked.popleft()

    def _slice(self) -> Callable[[], None]:
        slices = self._slices[0]
        try:
            return next(slices)
        except BaseException as error:
            self._slices.popleft()
            if isinstance(error, StopIteration):
                return _nothing
            raise


def _nothing() -> None:
    """Nothing to tell."""


def _raise(error: Exception) -> NoReturn:
    raise error
