"""The dialog that asks for a note, and the editor for a long one."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import BindingType
from textual.content import Content
from textual.suggester import Suggester
from textual.widgets import Input, Static

from reader.clean import clean, clean_line
from reader.errors import FileError
from reader.files import explain
from reader.model.annotations import Bookmark, join_note
from reader.ui.screens.dialogs import Dialog
from reader.ui.widgets.line import CleanInput

EDIT = "\x00edit"
_MOST_CHARACTERS = 500
_SHOWN_TAGS = 6
_WORDS = 90
_EDITORS = ("nano", "vim", "vi")


class _Tags(Suggester):
    """Completes the tag that is being typed at the end of a note."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.known: Sequence[str] = ()

    async def get_suggestion(self, value: str) -> str | None:
        found = self.fitting(value)
        begun = value.rpartition(" ")[2]
        return value + found[0][len(begun) - 1 :] if found else None

    def fitting(self, value: str) -> list[str]:
        """The tags that begin as the last word does; all when only # is typed."""
        begun = value.rpartition(" ")[2]
        if not begun.startswith("#"):
            return []
        part = begun[1:].casefold()
        return [tag for tag in self.known if tag.casefold().startswith(part) and len(tag) > len(part)]


class _NoteInput(CleanInput):
    """A line for a note, in which Ctrl-e is not the end of the line."""

    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+e", "screen.edit", "Editor")]


class NoteDialog(Dialog[str]):
    """Ask for a note with ``#tags``; the answer EDIT, and what was typed behind it, asks for the editor.

    Args:
        title: What is asked.
        words: What is bookmarked.
        existing: The bookmark whose note is to be changed; None for a new one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("tab", "complete", "Complete"),
    ]

    def __init__(self, title: str, words: str, existing: Bookmark | None = None) -> None:
        super().__init__(title)
        self.words = " ".join(words.split())
        self._tags = _Tags()
        self.is_behind = False
        self.input = _NoteInput(suggester=self._tags, select_on_focus=False)
        self.hint = Static(classes="hint")
        self.said = ""
        if existing:
            self.know(existing)

    def compose(self) -> ComposeResult:
        """What is bookmarked, the line, and what helps to fill it."""
        short = self.words if len(self.words) <= _WORDS else f"{self.words[:_WORDS]}{self.glyphs.ellipsis}"
        yield self.frame(Static(Content(short or "the whole comment")), self.input, self.hint)
        self._help()

    def on_mount(self) -> None:
        """Typing goes to the line at once."""
        self.input.focus()

    def know(self, existing: Bookmark, is_told: bool = False) -> None:
        """What is typed changes a bookmark that is there.

        Args:
            existing: The bookmark.
            is_told: Whether to tell the reader that the words were bookmarked already.
        """
        note = join_note(existing)
        self.is_behind = "\n" in note or len(note) > _MOST_CHARACTERS
        if self.is_behind:
            lines = note.count("\n") + 1
            size = f"{lines} lines" if lines > 1 else f"{len(note)} characters"
            self.say(f"Its note has {size}: what you type is put behind it, ctrl+e edits all of it.")
        else:
            self.input.value = " ".join(filter(None, [note, self.input.value]))
            self.input.cursor_position = len(self.input.value)
        if is_told:
            self.say("These words are bookmarked already: this changes that bookmark.")
        self._help()

    def say(self, sentence: str) -> None:
        """Tell the reader something of what is bookmarked."""
        self.said = " ".join(filter(None, [sentence, self.said]))
        self._help()

    def offer(self, tags: Sequence[str]) -> None:
        """The tags in use, the most used first."""
        self._tags.known = tags
        self._help()

    def _help(self) -> None:
        fitting = " ".join(f"#{tag}" for tag in self._tags.fitting(self.input.value)[:_SHOWN_TAGS])
        keys = "Enter saves, also without a note. Words with # are tags. ctrl+e: your editor. Esc: leave."
        lines = [self.said, f"Tab completes: {fitting}" if fitting else keys]
        self.hint.update(Content("\n".join(filter(None, lines))))

    def on_input_changed(self) -> None:
        """Show the tags that fit."""
        self._help()

    def action_complete(self) -> None:
        """Complete the tag that is being typed."""
        fitting = self._tags.fitting(self.input.value)
        if fitting:
            before, space, _ = self.input.value.rpartition(" ")
            self.input.value = f"{before}{space}#{fitting[0]} "
            self.input.cursor_position = len(self.input.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter saves."""
        self.dismiss(event.value.strip())

    def action_edit(self) -> None:
        """Ask for the editor."""
        self.dismiss(EDIT + self.input.value)


def edit_text(app: App[None], text: str, environment: Mapping[str, str] = os.environ) -> str | None:
    """Let the reader edit a text in their editor.

    Args:
        app: Gives the terminal to the editor meanwhile.
        text: The text.
        environment: Environment variables; VISUAL or EDITOR names the editor.

    Returns:
        The text as it is now; None when the editor failed, and so nothing is to be changed.

    Raises:
        FileError: There is no editor, or the text could not be given to it or read back.
    """
    command = _editor(environment)
    with tempfile.TemporaryDirectory(prefix="threadside-") as folder:
        path = Path(folder) / "note.md"
        try:
            path.write_text(text, encoding="utf-8", errors="replace")
            with app.suspend():
                code = _wait_for([*command, str(path)])
            return (
                clean(path.read_bytes().decode("utf-8-sig", errors="replace")).strip() if code == 0 else None
            )
        except SuspendNotSupported as error:
            raise FileError(
                command[0], "this terminal cannot be given to it", "type the note here"
            ) from error
        except OSError as error:
            way_out = "set EDITOR to a program that is there"
            raise FileError(clean_line(command[0]), explain(error), way_out) from error


def _wait_for(command: Sequence[str]) -> int:
    """Run the editor to its end; what is pressed in it, such as Ctrl-c in vim, interrupts nobody else."""
    with subprocess.Popen(command) as editor:
        before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGQUIT)}
        try:
            return editor.wait()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _editor(environment: Mapping[str, str]) -> list[str]:
    named = environment.get("VISUAL") or environment.get("EDITOR") or ""
    try:
        command = shlex.split(named)
    except ValueError:
        command = []
    if command:
        return command
    found = next(filter(None, map(shutil.which, _EDITORS)), None)
    if found is None or named:
        raise FileError("EDITOR", "it names no program", "set it to your editor, such as EDITOR=nano")
    return [found]
