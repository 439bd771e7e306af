"""Words chosen by keys, within one entry: pure, and tested without an app."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from rich.cells import cell_len

from reader.ui.layout import Line, LineKind
from reader.ui.page import Page
from reader.ui.painting import Point
from reader.ui.reading import Row

# As a double click takes it; in scripts without spaces each character is a word.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:['\u2019-][^\W{_UNSPACED}]+)*")


class Word(NamedTuple):
    """A word of an entry.

    Attributes:
        passage: The passage's index.
        start: Its first character in the passage's text.
        stop: One past its last.
    """

    passage: int
    start: int
    stop: int


class WordSelection:
    """Some words of an entry as it is shown, from the one it began at to the one that moves.

    Args:
        page: The page.
        position: The entry's position in the thread as shown.
    """

    def __init__(self, page: Page, position: int) -> None:
        self._page = page
        self.position = position
        self.origin = self.head = Word(0, 0, 0)

    def begin(self, passage: int, line: int) -> bool:
        """Begin at the first word of a passage that stands on a line of the entry or below it.

        Returns:
            Whether there is a word.
        """
        below = (word for word in self.words if word.passage >= passage)
        found = next((word for word in below if self.line_of(word) >= line), None)
        if found is None or not self.words:
            return False
        self.origin = self.head = found
        return True

    def take(self, start: Point, stop: Point) -> bool:
        """Take up a selection that is there.

        Returns:
            Whether it holds a word.
        """
        inside = [
            word
            for word in self.words
            if start[1:] < (word.passage, word.stop) and (word.passage, word.start) < stop[1:]
        ]
        if inside:
            self.origin, self.head = inside[0], inside[-1]
        return bool(inside)

    @cached_property
    def _lines(self) -> list[tuple[int, Line]]:
        """The lines of text with their numbers in the entry."""
        lines = self._page.lay_out(self.position).lines
        return [(number, line) for number, line in enumerate(lines) if line.kind is LineKind.TEXT]

    @cached_property
    def words(self) -> list[Word]:
        """The words that are shown, in order."""
        last = {line.passage: line.stop for _, line in self._lines}
        passages = self._page.entry(self.position).passages
        return [
            Word(passage, found.start(), found.end())
            for passage, stop in last.items()
            for found in _WORD.finditer(passages[passage].text, 0, stop)
        ]

    @property
    def is_shown(self) -> bool:
        """Whether its words are on lines now; they are not when the entry was collapsed or is hidden."""
        self.forget()
        is_there = self.position < len(self._page.reading.thread)
        return is_there and self._page.reading.folds.is_visible(self.position) and bool(self._lines)

    def forget(self) -> None:
        """The lines are others now: the width changed."""
        self.__dict__.pop("_lines", None)

    @property
    def span(self) -> tuple[Point, Point]:
        """The selected characters."""
        first, last = min(self.origin, self.head), max(self.origin, self.head)
        return (
            Point(self.position, first.passage, first.start),
            Point(self.position, last.passage, last.stop),
        )

    @property
    def count(self) -> int:
        """How many words are selected."""
        return abs(self._index(self.head) - self._index(self.origin)) + 1

    def _index(self, word: Word) -> int:
        return bisect_right(self.words, word) - 1

    def line_of(self, word: Word) -> int:
        """The number of the line on which a word begins."""
        at = bisect_right(
            self._lines, (word.passage, word.start), key=lambda one: (one[1].passage, one[1].start)
        )
        return self._lines[max(0, at - 1)][0]

    @property
    def row(self) -> Row:
        """The line on which the word that moves begins."""
        return Row(self.position, self.line_of(self.head))

    # Moving; each says whether it could

    def step(self, words: int) -> bool:
        """So many words further, or back."""
        at = self._index(self.head) + words
        if not 0 <= at < len(self.words):
            return False
        self.head = self.words[at]
        return True

    def to_end(self, is_last: bool) -> bool:
        """The first or the last word of the passage."""
        inside = [word for word in self.words if word.passage == self.head.passage]
        self.head = inside[-1 if is_last else 0]
        return True

    def line(self, lines: int) -> bool:
        """So many lines further, or back, to the word nearest below or above."""
        numbers = [number for number, _ in self._lines]
        at = numbers.index(self.line_of(self.head))
        column = self._column(self.head, self._lines[at][1])
        step = 1 if lines > 0 else -1
        at += lines
        while 0 <= at < len(numbers):
            inside = [word for word in self.words if self._is_on(word, self._lines[at][1])]
            if inside:
                there = self._lines[at][1]
                self.head = min(inside, key=lambda word: abs(self._column(word, there) - column))
                return True
            at += step
        return False

    def swap(self) -> None:
        """Let the other end move."""
        self.origin, self.head = self.head, self.origin

    def restart(self) -> None:
        """Select only the word that moves."""
        self.origin = self.head

    def _is_on(self, word: Word, line: Line) -> bool:
        return word.passage == line.passage and line.start <= word.start < line.stop

    def _column(self, word: Word, line: Line) -> int:
        """Cells before a word on its line."""
        text = self._page.entry(self.position).passages[word.passage].text
        return cell_len(line.lead) + cell_len(text[line.start : word.start])
