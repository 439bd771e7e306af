"""Telling: what goes wrong in a screen or a widget is told to the reader, and it lives on.

Textual ends the loop of a widget, and with it the program, when a handler raises. But a document may
be replaced, and a library moved away, between any two keys.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.message import Message
from textual.message_pump import MessagePump

from reader.errors import ThreadsideError

if TYPE_CHECKING:
    from reader.ui.app import ThreadsideApp


class Telling(MessagePump):
    """A screen or widget whose errors that are meant for the reader are told, not raised."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except ThreadsideError as error:
            cast("ThreadsideApp", self.app).tell(error)
