"""Lines to type in: safe from what is pasted, and losing no key pressed before they had the keyboard."""

from __future__ import annotations

from collections import deque
from typing import Any

from textual import events
from textual.widgets import Input

from reader.clean import clean_line
from reader.ui.widgets.drawn import STILL

# Keys that may arrive here before the screen sees the first of them.
_BURST = 256


class CleanInput(Input):
    """An input into which nothing unsafe can be pasted; several pasted lines become one.

    A key that is no letter, such as backspace, is obeyed before the next one comes: on Textual's way through
    the app the letters after it would overtake it, and what is typed fast stand there in another order.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._seen: deque[events.Key] = deque(maxlen=_BURST)
        self._waiting: list[events.Key] = []

    def on_mount(self) -> None:
        """Blink only where things may move."""
        self.cursor_blink = not self.app.has_class(STILL)

    async def take(self, event: events.Key) -> bool:
        """Take a key that was on its way elsewhere when the line got the keyboard.

        Returns:
            Whether it was taken: one that the line has seen already is not, nor one that does nothing here.
        """
        if any(event is seen for seen in self._seen):
            return False
        if self.is_mounted and not self._waiting:
            return await self._do(event)
        # What is typed before it is mounted is lost, and none may overtake those that wait for that.
        self._waiting.append(events.Key(event.key, event.character))
        self.post_message(self._waiting[-1])
        return True

    async def _do(self, event: events.Key) -> bool:
        if event.character and event.is_printable:
            self.insert_text_at_cursor(event.character)
            return True
        return await self.app._check_bindings(event.key)

    async def _on_key(self, event: events.Key) -> None:
        self._seen.append(event)
        self._waiting = [waiting for waiting in self._waiting if waiting is not event]
        if not event.is_printable and await self.app._check_bindings(event.key):
            event.stop()

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(clean_line(event.text), *self.selection)


class Line(CleanInput):
    """An input of one row without a frame."""

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False)

    def put(self, text: str) -> None:
        """Let a text stand in the line without telling anybody."""
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text)
        # A text longer than the line is laid out only then.
        self.call_after_refresh(self.scroll_to, x=len(text), animate=False)
