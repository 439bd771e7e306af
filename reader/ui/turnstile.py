"""The turnstile: what is typed goes in one by one, each when all that the one before led to is done.

Textual gives a key to whatever has the keyboard when it comes. Keys that come together, as over a slow
line, would all go to the first screen, though one of them opened another or closed it: a note would be
carried out as commands, and a q meant for the help end the program.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakSet

from textual.app import App
from textual.events import Event
from textual.message_pump import MessagePump

# Something that takes longer keeps nobody from typing.
_MOST_SECONDS = 3.0
# Most is done after a few turns of the loop; what takes longer, as opening a screen, is asked less often.
_TURNS, _PAUSE_SECONDS = 10, 0.001


class Turnstile:
    """Lets events of the keyboard and the mouse through one by one.

    Args:
        app: Whose events they are.
        give: Gives one to the widget that it is for at that moment.
    """

    def __init__(self, app: App[None], give: Callable[[Event], Awaitable[None]]) -> None:
        self.app = app
        self.give = give
        self._waiting: deque[Event] = deque()
        self._taken_by = WeakSet[MessagePump]()
        self._watch: asyncio.Task[None] | None = None

    @property
    def is_taken(self) -> bool:
        """Whether something still waits to be let through."""
        return bool(self._waiting)

    async def enter(self, event: Event) -> None:
        """Give an event now, or once those before it are done with; called from the app's own queue."""
        self._waiting.append(event)
        if self._watch is None:
            await self._let_through()

    async def _let_through(self, is_late: bool = False) -> None:
        self._watch = None
        while self._waiting and (is_late or self._is_calm(is_asked_by_app=True)):
            is_late = False
            self._taken_by = WeakSet(self._takers())
            await self.give(self._waiting.popleft())
        if self._waiting:
            self._watch = asyncio.create_task(self._wait())

    async def _wait(self) -> None:
        end, turns = time.monotonic() + _MOST_SECONDS, 0
        while not self._is_calm() and time.monotonic() < end:
            await asyncio.sleep(0 if turns < _TURNS else _PAUSE_SECONDS)
            turns += 1
        self.app.call_later(self._let_through, not self._is_calm())

    def _takers(self) -> list[MessagePump]:
        """The widgets that an event goes through now, the app apart."""
        if not self.app.screen_stack:
            return []
        target = self.app.focused or self.app.screen
        return [node for node in target.ancestors_with_self if node is not self.app]

    def _is_calm(self, is_asked_by_app: bool = False) -> bool:
        """Whether nothing is left to be done, neither by the app nor where events went, nor where they go."""
        app = self.app
        is_app_done = not (app.message_queue_size or app._pending_message)
        is_laid_out = not (app.screen_stack and app.screen._layout_required)
        is_app_at_rest = is_app_done and (is_asked_by_app or _is_at_rest(app))
        return is_app_at_rest and is_laid_out and self._are_takers_at_rest()

    def _are_takers_at_rest(self) -> bool:
        return all(pump._closed or _is_at_rest(pump) for pump in {*self._taken_by, *self._takers()})


def _is_at_rest(pump: MessagePump) -> bool:
    """Whether a widget has done all it was sent, and waits for more."""
    ready: Any = pump._message_queue.ready_event
    return bool(ready._waiters) and not ready.is_set()
