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
from reader.ui.widgets.line import Line


class AskLine(Horizontal):
    """Asks for a line of text; the carrier that opened it is told each letter, and when it is done."""

    BINDINGS: ClassVar[list[BindingType]] = [
        ("down,ctrl+n", "step(True)", "Next hit"),
        ("up,ctrl+p", "step(False)", "Previous hit"),
        ("tab,shift+tab", "tab", "Complete, or stay here"),
    ]

    def __init__(self) -> None:
        super().__init__(id="ask")
        self.prompt = Static(id="prompt")
        self.line = Line()
        self.said = Static(id="answer")
        self.scope = Scope.FINDING
        self.display = False

    def compose(self) -> ComposeResult:
        """A prompt, the line, what is said to it."""
        yield self.prompt
        yield self.line
        yield self.said

    def open(self, scope: Scope, prompt: str, last: str = "") -> None:
        """Empty the line and let the reader type.

        Args:
            scope: The carrier to tell.
            prompt: What stands before the line.
            last: What was asked for before; shown until something is typed.
        """
        self.scope = scope
        self.prompt.update(Content(prompt))
        self.line.value = ""
        self.line.placeholder = last
        self.say("")
        self.display = True
        self.screen.set_focus(self.line)

    def close(self) -> None:
        """Take the line away, and give the keys back to the panes."""
        self.display = False
        self.screen.set_focus(None)

    def say(self, sentence: str) -> None:
        """Show at the right how much was found, or why nothing can be."""
        self.said.update(Content(sentence), layout=False)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the screen."""
        event.stop()
        if self.display:
            self.post_message(Tell(self.scope, "typed", event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter stays."""
        event.stop()
        self.post_message(Tell(self.scope, "entered", event.value))

    def action_tab(self) -> None:
        """Let the carrier complete what is typed."""
        self.post_message(Tell(self.scope, "tabbed"))

    def action_step(self, is_forward: bool) -> None:
        """Go to the next hit, or to the one before."""
        self.post_message(Tell(self.scope, "stepped", is_forward))
