"""Closing once: a dialog that is being closed is not closed again by the next key."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class Closing(ModalScreen[Answer]):
    """A dialog that closes itself only while it is on top.

    Textual closes whatever is on top: keys pressed quickly would close the screen below as well.
    """

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close with an answer, or without one."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
