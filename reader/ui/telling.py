"""Telling: what goes wrong in a screen or a widget is told to the reader, and it lives on.

Textual ends the loop of a widget, and with it the program, when a handler raises. But a document may
be replaced, and a library moved away, between any two keys.
"""

from __future__ import annotations

from typing import Protocol, cast

from textual.message import Message
from textual.message_pump import MessagePump

from reader.errors import ThreadsideError


class _Teller(Protocol):
    """What the app is to those below it."""

    def tell(self, error: ThreadsideError) -> None: ...


class Telling(MessagePump):
    """A screen or widget whose errors that are meant for the reader are told, not raised."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except ThreadsideError as error:
            cast("_Teller", self.app).tell(error)
