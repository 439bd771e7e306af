"""The bottom line: the few keys that matter now, or a sentence for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from reader.clean import clean_line
from reader.ui.captions import Run, clip
from reader.ui.commands import Command, show_key
from reader.ui.glyphs import Glyphs
from reader.ui.messages import Ask, Said
from reader.ui.palette import resolve

# What a narrow terminal leaves out first stands last.
_LAST = {"fold.expand": 1, "view.outline": 2}
_WARNED_SECONDS = 3


class KeyLine(Widget):
    """One line; a sentence said stays until the next key, and one nobody asked for is not lost to that.

    Args:
        commands: The commands with the reader's keys.
        glyphs: The characters to draw with.
    """

    ALLOW_SELECT = False

    def __init__(self, commands: Sequence[Command], glyphs: Glyphs) -> None:
        super().__init__(id="keys")
        self.commands = sorted(
            (command for command in commands if command.footer and command.keys),
            key=lambda command: _LAST.get(command.id, 0),
        )
        self.is_interview = False
        self.glyphs = glyphs
        self.sentence = ""
        self._warned_until = 0.0
        self._spans: list[tuple[int, int, Command]] = []

    def show_for(self, is_interview: bool) -> None:
        """Name commands as in an interview, or as in a thread."""
        if is_interview is not self.is_interview:
            self.is_interview = is_interview
            self.refresh()

    def say(self, sentence: str) -> None:
        """Show a sentence in place of the keys; an empty one brings the keys back."""
        if sentence != self.sentence and (sentence or monotonic() >= self._warned_until):
            self.sentence = clean_line(sentence)
            self._warned_until = 0.0
            self.refresh()
            self.post_message(Said())

    def warn(self, sentence: str) -> None:
        """Show a sentence nobody asked for, behind the one that stands there.

        It stays for some seconds whatever is pressed: a key on its way would take it away unread.
        """
        if sentence not in self.sentence:
            self.say("; ".join(filter(None, [self.sentence, sentence])))
        self._warned_until = monotonic() + _WARNED_SECONDS

    def dismiss(self) -> None:
        """Bring the keys back at once."""
        self._warned_until = 0.0
        self.say("")

    def render_line(self, y: int) -> Strip:
        """The line."""
        width = self.size.width
        name = self._style("keys--name")
        if self.sentence:
            said = self._style("keys--said")
            runs = clip([Run(f" {self.sentence}")], width, self.glyphs)
            return Strip([Segment(run.text, said) for run in runs]).adjust_cell_length(width, said)
        return Strip(self._keys(width)).adjust_cell_length(width, name)

    def _keys(self, width: int) -> list[Segment]:
        key, name = self._style("keys--key"), self._style("keys--name")
        segments, column, self._spans = list[Segment](), 0, []
        for command in self.commands:
            name_here = (self.is_interview and command.footer_interview) or command.footer
            shown, label = f" {show_key(command.keys[0])} ", f"{name_here} "
            cells = cell_len(shown) + cell_len(label)
            if column + cells > width:
                break
            self._spans.append((column, column + cells, command))
            segments += [Segment(shown, key), Segment(label, name)]
            column += cells
        return segments

    def _style(self, name: str) -> Style:
        """The style of a class, in the palette's way: it costs the first frame 3 ms less than Textual's."""
        return resolve(self.app.stylesheet, name, self.styles.color, self.styles.background)

    def on_click(self, event: events.Click) -> None:
        """A click on a key is that key."""
        for start, stop, command in self._spans:
            if start <= event.x < stop and not self.sentence:
                self.post_message(Ask(command))
