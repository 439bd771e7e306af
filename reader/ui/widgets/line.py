"""Lines to type in: safe from what is pasted, and losing no key pressed before they had the keyboard."""

from __future__ import annotations

from collections import deque

from textual import events
from textual.widgets import Input

from reader.clean import clean_line
from reader.ui.widgets.drawn import STILL


class CleanInput(Input):
    """An input into which nothing unsafe can be pasted; several pasted lines become one."""

    def on_mount(self) -> None:
        """Blink only where things may move."""
        self.cursor_blink = not self.app.has_class(STILL)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.replace(clean_line(event.text), *self.selection)


# Keys that may arrive here before the screen sees the first of them.
_BURST = 256


class Line(CleanInput):
    """An input of one row without a frame."""

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False)
        self._seen: deque[events.Key] = deque(maxlen=_BURST)

    def on_key(self, event: events.Key) -> None:
        """Note which keys come here by themselves."""
        self._seen.append(event)

    async def take(self, event: events.Key) -> bool:
        """Take a key that was on its way elsewhere when the line got the keyboard.

        Returns:
            Whether it was such a key; else the line has seen it already.
        """
        if any(event is seen for seen in self._seen):
            return False
        if event.character and event.is_printable:
            self.insert_text_at_cursor(event.character)
        elif event.key == "backspace":
            self.action_delete_left()
        elif event.key == "enter":
            await self.action_submit()
        return True

    def put(self, text: str) -> None:
        """Let a text stand in the line without telling anybody."""
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text)
        # A text longer than the line is laid out only then.
        self.call_after_refresh(self.scroll_to, x=len(text), animate=False)
