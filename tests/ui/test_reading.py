"""Where a reader stands: in view whatever happens, and nothing moves on its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reader.model.passages import Passage
from reader.ui.layout import LineKind, Style
from reader.ui.reading import Cursor, Row
from tests.ui.readings import MadeReading, made_readings, styles

NUMBERS = st.integers(0, 10**6)


class Reading(RuleBasedStateMachine):
    """A reader who moves, folds and resizes at random."""

    @initialize(made=made_readings())
    def begin(self, made: MadeReading) -> None:
        self.made = made
        self.reading = made.reading
        self.held: tuple[object, int] = None, 0

    def _any_cursor(self, number: int) -> Cursor:
        position = number % len(self.made.thread)
        return Cursor(position, number // 7 % max(1, len(self.made.texts[position])))

    # Moving

    @rule(lines=st.integers(-30, 30))
    def scroll(self, lines: int) -> None:
        every, cursor = self.made.lines(), self.reading.cursor
        top, bottom = every.index(self.reading.anchor), max(0, len(every) - self.reading.height)
        wanted = max(0, top + lines) if lines < 0 else max(top, min(top + lines, bottom))
        self.reading.scroll(lines)
        assert every.index(self.reading.anchor) == wanted
        if set(self.made.own(cursor)) & set(self.reading.rows()):
            assert self.reading.cursor == cursor

    @rule(number=NUMBERS)
    def put_cursor(self, number: int) -> None:
        self.reading.put_cursor(number % self.reading.height)

    @rule(number=NUMBERS, row=st.none() | st.integers(-5, 20))
    def go(self, number: int, row: int | None) -> None:
        cursor = self._any_cursor(number)
        self.reading.go(cursor, row)
        assert self.reading.cursor == cursor
        assert not self.made.folds.is_collapsed(cursor.position)
        self._assert_went_to(cursor, row)

    @rule(number=NUMBERS, row=st.none() | st.integers(-5, 20))
    def visit(self, number: int, row: int | None) -> None:
        cursor = self._any_cursor(number)
        was_collapsed = self.made.folds.is_visible(cursor.position) and self.made.folds.is_collapsed(
            cursor.position
        )
        was_whole = was_collapsed is False and self._is_whole(cursor)
        anchor = self.reading.anchor
        self.reading.visit(cursor, row)
        assert self.reading.cursor == cursor
        assert self.made.folds.is_collapsed(cursor.position) == was_collapsed
        self._assert_went_to(cursor, row)
        if was_whole and row is None:
            assert self.reading.anchor == anchor

    def _is_whole(self, cursor: Cursor) -> bool:
        is_visible = self.made.folds.is_visible(cursor.position)
        return is_visible and set(self.made.own(cursor)) <= set(self.reading.rows())

    def _assert_went_to(self, cursor: Cursor, row: int | None) -> None:
        own, rows = self.made.own(cursor), self.reading.rows()
        if row is not None:
            self.held = (self.reading.anchor, cursor), row
        if row is None:
            wanted = own if own[-1].line - own[0].line < self.reading.height else own[:1]
            assert set(wanted) <= set(rows)
        elif 0 <= row < self.reading.height and self.made.lines().index(own[0]) >= row:
            assert rows[row] == own[0]

    @rule(step=st.sampled_from(
        ["next_passage", "previous_passage", "page_down", "page_up", "half_down", "half_up", "beginning", "end"]
    ))  # fmt: skip
    def move(self, step: str) -> None:
        getattr(self.made.movement, step)()

    # What changes the layout

    @rule(number=NUMBERS)
    def collapse(self, number: int) -> None:
        position = number % len(self.made.thread)
        self._refold(lambda: self.made.folds.collapse(position))

    @rule(number=NUMBERS)
    def expand(self, number: int) -> None:
        position = number % len(self.made.thread)
        self._refold(lambda: self.made.folds.expand(position))

    @rule(collapsed=st.sets(st.integers(0, 9)))
    def choose(self, collapsed: set[int]) -> None:
        self._refold(
            lambda: self.made.folds.choose(at for at in collapsed if at < len(self.made.folds.thread))
        )

    def _refold(self, change: Callable[[], None]) -> None:
        cursor, row = self.reading.cursor, self.made.first_row()
        stubs = {
            seen.position: number
            for number, seen in list(enumerate(self.reading.rows()))[::-1]
            if not seen.line
        }
        self.reading.refold(change)
        hider = self.made.folds.hider(cursor.position)
        if self.made.folds.is_collapsed(hider):
            assert self.reading.cursor == Cursor(hider)
            row = stubs.get(hider, max(0, row))
        else:
            assert self.reading.cursor == cursor
        self._assert_held(row)

    def _assert_held(self, row: int) -> None:
        lines = self.made.lines()
        begin = lines.index(self.made.own(self.reading.cursor)[0])
        assert self.made.first_row() == min(row, begin)

    @rule(style=styles(), height=st.integers(2, 14))
    def relay(self, style: Style, height: int) -> None:
        seen = self.reading.anchor, self.reading.cursor
        # Until the reader moves, what was held at first is held again.
        row = self.held[1] if self.held[0] == seen else self.made.first_row()
        self.made.relay(style, height)
        assert self.reading.cursor == seen[1]
        if row >= 0:
            self._assert_held(min(row, height - 1))
        assert self.made.is_cursor_visible()
        self.held = (self.reading.anchor, self.reading.cursor), row

    @rule(number=NUMBERS)
    def measure_something_out_of_view(self, number: int) -> None:
        visible = list(self.made.thread.walk(self.made.folds.is_collapsed))
        rows, cursor = self.reading.rows(), self.reading.cursor
        self.reading.measure(visible[number % len(visible)])
        assert (self.reading.rows(), self.reading.cursor) == (rows, cursor)

    # What always holds

    @invariant()
    def the_view_is_a_run_of_visible_lines(self) -> None:
        lines, rows = self.made.lines(), self.reading.rows()
        start = lines.index(self.reading.anchor)
        assert rows == lines[start : start + self.reading.height]

    @invariant()
    def the_cursor_is_in_view(self) -> None:
        assert self.made.folds.is_visible(self.reading.cursor.position)
        assert self.made.is_cursor_visible()

    @invariant()
    def rows_are_found_where_they_are(self) -> None:
        for number, row in enumerate(self.reading.rows()):
            assert self.reading.row_of(row) == number
        assert self.reading.cursor_row() == self.made.first_row()


TestReading = Reading.TestCase
TestReading.settings = settings(max_examples=25, stateful_step_count=15, deadline=None)


# Reading from end to end


def text_lines(made: MadeReading) -> list[Row]:
    """Every line that is not blank."""
    return [row for row in made.lines() if made.kind(row) is not LineKind.BLANK]


def read_through(made: MadeReading, step: Callable[[], str | None]) -> tuple[list[Cursor], set[Row]]:
    """Take a step until it says that there is no further one; what was visited and shown."""
    visited, shown = [made.reading.cursor], set(made.reading.rows())
    for _ in range(3 * len(made.lines()) + 3):
        if step():
            return visited, shown
        if made.reading.cursor != visited[-1]:
            visited.append(made.reading.cursor)
        shown.update(made.reading.rows())
        assert made.is_cursor_visible()
    raise AssertionError("it never ends")


@settings(max_examples=20)
@given(made_readings(), st.sets(st.integers(0, 9), max_size=3))
def test_from_passage_to_passage_everything_is_read_in_order(made: MadeReading, collapsed: set[int]) -> None:
    made.folds.choose(at for at in collapsed if at < len(made.folds.thread))
    made.movement.beginning()
    assert made.reading.anchor == Row(0, 0)
    visited, shown = read_through(made, made.movement.next_passage)
    assert visited == made.cursors()
    assert set(text_lines(made)) <= shown


@settings(max_examples=20)
@given(made_readings(), st.sets(st.integers(0, 9), max_size=3))
def test_from_passage_to_passage_everything_is_read_backwards(made: MadeReading, collapsed: set[int]) -> None:
    made.folds.choose(at for at in collapsed if at < len(made.folds.thread))
    made.movement.end()
    visited, shown = read_through(made, made.movement.previous_passage)
    assert visited == made.cursors()[::-1]
    assert set(text_lines(made)) <= shown
    assert made.reading.anchor == Row(0, 0)


@settings(max_examples=20)
@given(made_readings(), st.booleans())
def test_by_pages_everything_is_shown_and_the_end_stays(made: MadeReading, halves: bool) -> None:
    down, up = ("half_down", "half_up") if halves else ("page_down", "page_up")
    shown = set(made.reading.rows())
    for _ in range(len(made.lines()) + 3):
        getattr(made.movement, down)()
        shown.update(made.reading.rows())
    assert shown == set(made.lines())
    assert made.reading.cursor == made.cursors()[-1]
    last = made.reading.anchor
    getattr(made.movement, down)()
    assert made.reading.anchor == last
    for _ in range(len(made.lines()) + 3):
        getattr(made.movement, up)()
    assert (made.reading.anchor, made.reading.cursor) == (Row(0, 0), Cursor(0))


@settings(max_examples=20)
@given(made_readings())
def test_the_end_has_the_last_line_at_the_bottom(made: MadeReading) -> None:
    made.movement.end()
    assert made.reading.rows() == made.lines()[-made.reading.height :]
    assert made.reading.cursor == made.cursors()[-1]
    assert made.movement.next_passage() or made.reading.anchor.line
    made.movement.beginning()
    assert made.reading.rows() == made.lines()[: made.reading.height]
    assert made.reading.cursor == Cursor(0)


@settings(max_examples=20)
@given(made_readings(), NUMBERS, st.integers(-60, 60))
def test_steps_are_counted_in_visible_lines(made: MadeReading, number: int, lines: int) -> None:
    every = made.lines()
    at = number % len(every)
    wanted = every[max(0, min(at + lines, len(every) - 1))]
    assert made.reading.step(every[at], lines) == wanted
    assert made.reading.last_anchor() == every[max(0, len(every) - made.reading.height)]


@settings(max_examples=20)
@given(made_readings())
def test_lines_out_of_view_have_no_row(made: MadeReading) -> None:
    lines = made.lines()
    made.reading.scroll(len(lines) // 2)
    top = lines.index(made.reading.anchor)
    for at, row in enumerate(lines):
        found = made.reading.row_of(row)
        if top <= at < top + made.reading.height or (
            found is not None and row.position == made.reading.anchor.position
        ):
            assert found == at - top
        else:
            assert found is None


# Layout anew


@settings(max_examples=20)
@given(
    made_readings(),
    st.integers(0, 200),
    NUMBERS,
    st.lists(st.tuples(styles(), st.integers(2, 14)), max_size=5),
)
def test_resizing_in_many_steps_and_back_leaves_the_view_as_it_was(
    made: MadeReading, lines: int, number: int, steps: list[tuple[Style, int]]
) -> None:
    made.reading.scroll(lines)
    made.reading.put_cursor(number % made.reading.height)
    before = made.style, made.reading.height
    rows, cursor = made.reading.rows(), made.reading.cursor
    for style, height in steps:
        made.relay(style, height)
        assert made.is_cursor_visible()
    made.relay(*before)
    assert (made.reading.rows(), made.reading.cursor) == (rows, cursor)


@settings(max_examples=20)
@given(made_readings(), st.integers(0, 200), st.integers(10, 60))
def test_the_characters_at_the_top_stay_at_the_top_of_a_long_passage(
    made: MadeReading, lines: int, width: int
) -> None:
    made.style = made.style._replace(cut=0)
    made.reading.scroll(lines)
    made.reading.put_cursor(0)
    top = made.lay_out(made.reading.anchor.position).lines[made.reading.anchor.line]
    assume(made.first_row() < 0 and top.kind is LineKind.TEXT)
    made.relay(made.style._replace(width=width), made.reading.height)
    now = made.lay_out(made.reading.anchor.position).lines[made.reading.anchor.line]
    assert (now.kind, now.passage) == (top.kind, top.passage)
    text = made.texts[made.reading.anchor.position][now.passage].text
    assert now.start <= top.start < max(now.stop, now.start + 1) or text[now.stop : top.start].strip() == ""


@settings(max_examples=20)
@given(made_readings(), st.integers(-20, 20))
def test_a_line_is_held_on_any_row_that_can_be(made: MadeReading, row: int) -> None:
    made.reading.cursor = made.cursors()[len(made.cursors()) // 2]
    made.reading.hold(row)
    assert made.is_cursor_visible()
    own, lines = made.own(made.reading.cursor), made.lines()
    wanted = max(own[0].line - own[-1].line, min(row, made.reading.height - 1, lines.index(own[0])))
    assert made.first_row() == wanted


# Folding anew


@pytest.mark.parametrize("top", range(4))
def test_a_comment_that_is_collapsed_keeps_the_row_of_its_header_if_that_is_in_view(top: int) -> None:
    made = MadeReading([-1, 0, 1], [[Passage("a")] * 3] * 3, [1] * 3, [9] * 3, Style(20), 12)
    made.reading.anchor, made.reading.cursor = Row(1, top), Cursor(1, 1)
    row = made.first_row()
    assert row == 3 - top
    made.reading.refold(lambda: made.folds.collapse(1))
    assert made.reading.rows()[0 if top == 0 else row] == Row(1, 0)


# The smallest views


@settings(max_examples=20)
@given(made_readings(least_height=1), st.lists(st.sampled_from(
    ["next_passage", "previous_passage", "page_down", "page_up", "half_down", "half_up", "beginning", "end"]
), max_size=20))  # fmt: skip
def test_a_view_of_one_row_shows_the_cursors_passage(made: MadeReading, steps: list[str]) -> None:
    made.reading.height = 1
    for step in steps:
        getattr(made.movement, step)()
        (row,) = made.reading.rows()
        assert made.lay_out(row.position).passage_at(row.line) == made.reading.cursor.passage
        assert row.position == made.reading.cursor.position


@pytest.mark.parametrize("step", ["next_passage", "previous_passage"])
def test_at_either_end_a_sentence_says_so_and_nothing_moves(step: str) -> None:
    made = MadeReading([-1], [[]], [1], [9], Style(20), 5)
    before = made.reading.rows(), made.reading.cursor
    assert "of the document" in (getattr(made.movement, step)() or "")
    assert (made.reading.rows(), made.reading.cursor) == before
