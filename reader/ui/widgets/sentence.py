"""A sentence too long for the bottom line, whole."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.palette import resolve
from reader.ui.wrap import wrap


class Sentence(Widget):
    """As many rows as a sentence takes, over the end of the panes, which stay as they are below it.

    Attributes:
        lines: Its rows.
    """

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(id="sentence")
        self.lines: list[str] = []
        self.display = False

    def show(self, sentence: str, width: int, height: int) -> None:
        """Show a sentence.

        Args:
            sentence: One line of cleaned text; an empty one takes the widget away.
            width: Cells that it may take in a row.
            height: Rows that it may take; what goes beyond them is left out.
        """
        lines = [sentence[start:stop] for start, stop in wrap(sentence, max(1, width - 2))]
        self.lines = lines[: max(1, height)]
        self.styles.height = len(self.lines)
        self.display = bool(sentence)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A row of the sentence."""
        said = self._said()
        line = self.lines[y] if y < len(self.lines) else ""
        return Strip([Segment(f" {line}", said)]).adjust_cell_length(self.size.width, said)

    def _said(self) -> Style:
        return resolve(self.app.stylesheet, "keys--said", self.styles.color, self.styles.background)

    def on_click(self, event: events.Click) -> None:
        """A click takes it away."""
        event.stop()
        self.display = False
