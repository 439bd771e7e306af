"""Dialogs over the reading screen: answer a question, read a text or the help."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from reader.paths import styles_folder
from reader.ui.captions import Run, clip
from reader.ui.commands import Command, show_keys
from reader.ui.glyphs import ASCII, UNICODE, Glyphs
from reader.ui.screens.closing import Closing
from reader.ui.telling import Telling
from reader.ui.widgets.line import CleanInput

__all__ = ["Dialog", "HelpDialog", "LetterDialog", "QuestionDialog", "TextDialog"]

Answer = TypeVar("Answer")
# As in the stylesheet: the widest box, and what its title cannot take of it.
_MOST_COLUMNS, _FRAME_COLUMNS = 100, 6


class Dialog(Telling, Closing[Answer | None]):
    """A dialog; Esc closes it without an answer.

    Args:
        title: What it is, shown on its border.
    """

    CSS_PATH = styles_folder() / "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "dismiss(None)", "Close")]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.heading = title

    @property
    def glyphs(self) -> Glyphs:
        """The characters to draw with."""
        return ASCII if self.app.has_class("-ascii") else UNICODE

    def on_key(self, event: events.Key) -> None:
        """Give the dialog's widget what was typed before it had the keyboard."""
        if self.focused is None and event.key != "escape":
            for widget in self.query(Input):
                widget.post_message(events.Key(event.key, event.character))

    def frame(self, *children: Static | Input | VerticalScroll, is_tall: bool = False) -> Vertical:
        """The box around a dialog's widgets."""
        box = Vertical(*children, classes="dialog -tall" if is_tall else "dialog")
        room = min(_MOST_COLUMNS, self.app.size.width * 9 // 10) - _FRAME_COLUMNS
        caption = clip([Run(self.heading)], room, self.glyphs)
        box.border_title = Content("".join(run.text for run in caption))  # markup would be parsed again
        return box


class QuestionDialog(Dialog[str]):
    """Ask for a line of text.

    Args:
        title: What is asked.
        value: The answer proposed.
        hint: What answers are good, and what an empty one means.
    """

    def __init__(self, title: str, value: str, hint: str) -> None:
        super().__init__(title)
        self.value, self.hint = value, hint

    def compose(self) -> ComposeResult:
        """The line and the hint."""
        yield self.frame(CleanInput(self.value), Static(Content(self.hint), classes="hint"))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers."""
        self.dismiss(event.value.strip())


class HelpDialog(Dialog[None]):
    """Every key of the focused pane.

    Args:
        title: Whose help it is.
        commands: The commands with the reader's keys.
        is_interview: Whether to say what they do in an interview.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("q,question_mark,f1", "dismiss(None)", "Close")]

    def __init__(self, title: str, commands: Sequence[Command], is_interview: bool) -> None:
        super().__init__(title)
        self.commands, self.is_interview = commands, is_interview

    def compose(self) -> ComposeResult:
        """The table of keys by group."""
        yield self.frame(VerticalScroll(Static(Content(self.table()))), is_tall=True)

    def table(self) -> str:
        """The keys as text."""
        lines, group = ["Esc closes. Keys can be changed in the settings file, see the README.", ""], ""
        for command in self.commands:
            if command.group != group:
                group = command.group
                lines += ["", group.upper()]
            title = command.interview if self.is_interview and command.interview else command.title
            lines.append(f"  {show_keys(command):<18} {title}")
        return "\n".join(lines)


class TextDialog(Dialog[None]):
    """A text to read, as long as it is.

    Args:
        title: What it is.
        text: The text.
        hint: What the reader can do.
    """

    BINDINGS: ClassVar[list[BindingType]] = [("q,enter", "dismiss(None)", "Close")]

    def __init__(self, title: str, text: Content, hint: str = "Esc closes.") -> None:
        super().__init__(title)
        self.text, self.hint = text, hint

    def compose(self) -> ComposeResult:
        """The text, and the hint below it."""
        scroll = VerticalScroll(Static(self.text), classes="text")
        yield self.frame(scroll, Static(Content(self.hint), classes="hint"))


class LetterDialog(Dialog[str]):
    """Choose one of a few things by its letter.

    Args:
        title: What is chosen.
        choices: For each letter what it stands for.
    """

    def __init__(self, title: str, choices: Mapping[str, str]) -> None:
        super().__init__(title)
        self.letters = choices

    def compose(self) -> ComposeResult:
        """A line for each."""
        lines = "\n".join(f"  {letter}   {said}" for letter, said in self.letters.items())
        hint = Static(Content("A letter chooses; Esc closes."), classes="hint")
        yield self.frame(Static(Content(f"\n{lines}\n")), hint)

    def on_key(self, event: events.Key) -> None:
        """A letter chooses."""
        if event.character in self.letters:
            event.stop()
            self.dismiss(event.character)
