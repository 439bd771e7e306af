"""Selecting words by keys, as in vim's visual mode: the movement keys move the selection."""

from __future__ import annotations

from collections.abc import Callable

from reader.ui.reading import Row
from reader.ui.screens.panes import PanesScreen
from reader.ui.widgets.pane import ReadingPane
from reader.ui.word_selection import WordSelection

_HELP = "h l j k 0 $ move, s start here, o other end, a bookmark, y copy"
_MOVES: dict[str, Callable[[WordSelection], bool]] = {
    "l": lambda words: words.step(1), "w": lambda words: words.step(1),
    "h": lambda words: words.step(-1), "b": lambda words: words.step(-1),
    "right": lambda words: words.step(1), "left": lambda words: words.step(-1),
    "e": lambda words: words.step(1), "dollar_sign": lambda words: words.to_end(True),
    "end": lambda words: words.to_end(True), "home": lambda words: words.to_end(False),
    "0": lambda words: words.to_end(False), "circumflex_accent": lambda words: words.to_end(False),
    "j": lambda words: words.line(1), "down": lambda words: words.line(1),
    "k": lambda words: words.line(-1), "up": lambda words: words.line(-1),
}  # fmt: skip


class Selecting:
    """The selection that keys move, when there is one.

    Args:
        screen: The reading screen.
    """

    def __init__(self, screen: PanesScreen) -> None:
        self.screen = screen
        self._words: WordSelection | None = None
        self._pane: ReadingPane | None = None

    @property
    def is_on(self) -> bool:
        """Whether keys move a selection now: the one that is shown, in the pane that has the keys."""
        words, pane = self._words, self._pane
        if words and (pane is not self.screen.pane or pane is None or pane.selection.span != words.span):
            self._words = None
        return self._words is not None

    def turn(self) -> None:
        """Begin to select words, or select none any more."""
        if self.is_on:
            self.end()
        else:
            self._begin()

    def end(self) -> None:
        """Select none any more."""
        self._words = None
        self.screen.pane.selection.clear()
        self.screen.say("")

    def _begin(self) -> None:
        page, pane = self.screen.page, self.screen.pane
        selected = pane.selection.span
        position, passage = page.reading.cursor
        if selected and selected[0].position == selected[1].position:
            position = selected[0].position
        words = WordSelection(page, position)
        is_there = selected is not None and position == selected[0].position and words.take(*selected)
        if not is_there:
            anchor = page.reading.anchor
            top = anchor.line if anchor.position == position else 0
            is_there = not page.reading.folds.is_one_line(position) and words.begin(passage, top)
        if not is_there:
            self.screen.say("There is no word to select here; Enter expands a collapsed comment")
            return
        self._words, self._pane = words, pane
        self._show()

    def take_key(self, key: str) -> bool:
        """Move the selection, when a key does that; whether it did."""
        if not self.is_on or self._words is None:
            return False
        if not self._words.is_shown:
            # The comment was collapsed meanwhile: there is nothing to move over.
            self.end()
            return False
        if key in ("o", "s"):
            self._words.swap() if key == "o" else self._words.restart()
        elif key not in _MOVES:
            return False
        else:
            self._words.forget()
            if not _MOVES[key](self._words):
                self.screen.say("The selection ends with the comment")
                return True
        self._show()
        return True

    def _show(self) -> None:
        words, pane = self._words, self._pane
        assert words is not None
        assert pane is not None
        pane.selection.set(words.span)
        self._reveal(words.row)
        pane.moved()
        count = f"{words.count} word{'' if words.count == 1 else 's'}"
        self.screen.say(f"{count}: {_HELP}")

    def _reveal(self, row: Row) -> None:
        """Scroll so far that a line is in view."""
        reading = self.screen.page.reading
        if row < reading.anchor:
            reading.anchor = row
        elif reading.row_of(row) is None:
            reading.anchor = reading.step(row, 1 - reading.height)
        reading.keep_cursor_in_view()
