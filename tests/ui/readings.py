"""Readings over made trees, without a library: texts of words, and estimates that are wrong."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from reader.model.columns import Columns
from reader.model.documents import Entry, EntryKind
from reader.model.passages import Passage, PassageKind
from reader.model.thread import Thread
from reader.ui.folds import Folds
from reader.ui.layout import Laid, Line, LineKind, Style, lay_out
from reader.ui.movement import Movement
from reader.ui.reading import Cursor, Reading, Row
from tests.strategies import parent_lists

STUB = Laid((Line(LineKind.STUB, 0),), (0,), (0,))
PASSAGES = st.builds(
    Passage,
    text=st.integers(0, 40).map(lambda words: " ".join(f"w{number}" for number in range(words))),
    kind=st.sampled_from([PassageKind.PARAGRAPH, PassageKind.PARAGRAPH, PassageKind.CODE]),
    nesting=st.sampled_from(["", "", "", ">", "-"]),
    marker=st.sampled_from(["", "•"]),
)


class MadeReading:
    """A reading and movement over a tree, with all its lines known beforehand.

    Args:
        parents: The tree.
        texts: For each entry its passages.
        headers: For each entry its header lines.
        estimates: For each entry the lines it is thought to take.
        style: How entries are laid out.
        height: Rows of the view.
        entries: Who says what; by default as many comments.
    """

    def __init__(
        self, parents: Sequence[int], texts: Sequence[Sequence[Passage]], headers: Sequence[int],
        estimates: Sequence[int], style: Style, height: int, entries: Sequence[Entry] = (),
    ) -> None:  # fmt: skip
        self.texts = texts
        self.headers = headers
        self.estimates = estimates
        self.style = style
        self._laid: dict[tuple[int, Style], Laid] = {}
        self.thread = Thread(parents)
        self.folds = Folds(self.thread, estimates)
        self.reading = Reading(self.folds, self.lay_out, height)
        comments = [Entry(str(at), EntryKind.COMMENT) for at in range(len(parents))]
        self.movement = Movement(self.reading, Columns.of(entries or comments))

    def lay_out(self, position: int) -> Laid:
        """As :meth:`reader.ui.page.Page.lay_out`."""
        assert self.folds.is_visible(position), "a hidden entry was laid out"
        if self.folds.is_collapsed(position):
            return STUB
        key = position, self.style
        if key not in self._laid:
            self._laid[key] = lay_out(self.texts[position], self.headers[position], self.style)
        return self._laid[key]

    def relay(self, style: Style, height: int) -> None:
        """Lay out anew, as a page does when the window or the reader's wishes change."""

        def change() -> None:
            self.style, self.reading.height = style, height
            self.folds.estimate(self.estimates)

        self.reading.relay(change)

    # The plain truth, by walking everything

    def lines(self) -> list[Row]:
        """Every visible line of the document."""
        visible = self.thread.walk(self.folds.is_collapsed)
        return [Row(at, number) for at in visible for number in range(len(self.lay_out(at).lines))]

    def cursors(self) -> list[Cursor]:
        """Every visible passage of the document."""
        visible = self.thread.walk(self.folds.is_collapsed)
        return [Cursor(at, passage) for at in visible for passage in self.lay_out(at).passages]

    def kind(self, row: Row) -> LineKind:
        """What a line shows."""
        return self.lay_out(row.position).lines[row.line].kind

    def own(self, cursor: Cursor) -> list[Row]:
        """The lines of a passage, blank ones apart; of one that is not shown, those of the one before."""
        laid = self.lay_out(cursor.position)
        passage = max(shown for shown in laid.passages if shown <= cursor.passage)
        numbers = [number for number in range(len(laid.lines)) if laid.passage_at(number) == passage]
        return [
            Row(cursor.position, number)
            for number in numbers
            if laid.lines[number].kind is not LineKind.BLANK or number == numbers[0]
        ]

    def first_row(self) -> int:
        """How far below the top of the view the cursor's passage begins; negative above it."""
        lines = self.lines()
        return lines.index(self.own(self.reading.cursor)[0]) - lines.index(self.reading.anchor)

    def is_cursor_visible(self) -> bool:
        """Whether a line of the cursor's passage is in view."""
        return not set(self.own(self.reading.cursor)).isdisjoint(self.reading.rows())


@st.composite
def made_readings(draw: st.DrawFn, max_entries: int = 8, least_height: int = 2) -> MadeReading:
    """Readings of small documents, some passages longer than the view, no estimate to be trusted."""
    parents = draw(parent_lists(1, max_entries))
    size = len(parents)
    texts = draw(st.lists(st.lists(PASSAGES, max_size=3), min_size=size, max_size=size))
    headers = draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    estimates = draw(st.lists(st.integers(1, 40), min_size=size, max_size=size))
    height = draw(st.integers(least_height, 14))
    return MadeReading(parents, texts, headers, estimates, draw(styles()), height)


def styles() -> st.SearchStrategy[Style]:
    """Ways to lay out, narrow ones among them."""
    return st.builds(Style, st.integers(10, 60), st.sampled_from([0, 0, 3, 8]), st.booleans())
