"""The line at the bottom in which a reader types what to find, with how much was found at its right."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from reader.ui.commands import Scope
from reader.ui.messages import Tell


class FindLine(Horizontal):
    """Asks for what to find; the screen finds."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("down,ctrl+n", "step(True)", "Next hit"),
        ("up,ctrl+p", "step(False)", "Previous hit"),
        ("tab,shift+tab", "app.bell", "Stay here"),
    ]

    def __init__(self) -> None:
        super().__init__(id="find")
        self.line = Input(compact=True, select_on_focus=False)
        self.said = Static(id="found")

    def compose(self) -> ComposeResult:
        """A slash, the line, what was found."""
        yield Static("/", id="slash")
        yield self.line
        yield self.said

    def open(self, last: str) -> None:
        """Empty the line and let the reader type.

        Args:
            last: What was looked for before; shown until something is typed.
        """
        self.line.value = ""
        self.line.placeholder = last
        self.say("")
        self.display = True
        self.screen.set_focus(self.line)

    def say(self, found: str) -> None:
        """Show how much was found, or why nothing can be."""
        self.said.update(Content(found))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen."""
        event.stop()
        if self.display:
            self.post_message(Tell(Scope.FINDING, "typed", event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter stays."""
        event.stop()
        self.post_message(Tell(Scope.FINDING, "entered", event.value))

    def action_step(self, is_forward: bool) -> None:
        """Go to the next hit, or to the one before."""
        self.post_message(Tell(Scope.FINDING, "stepped", is_forward))
