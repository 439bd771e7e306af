"""A list to choose from is drawn over the pane; it never loses a key, a row or the reader's place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style
from textual import events
from textual.geometry import Region

from reader.ui.app import ThreadsideApp
from reader.ui.captions import Run
from reader.ui.choices import Choices
from reader.ui.glyphs import UNICODE
from reader.ui.painting import ROLES
from reader.ui.sheet import TOP_ROWS
from reader.ui.widgets.pane import ReadingPane
from tests.ui.conftest import Start, listed
from tests.ui.test_finding import said
from tests.ui.test_reading_screen import entry_of, press

WIDE, LOW = (120, 40), (120, 16)
ROWS = ["oil", "lamps", "oil lamps", "tides", "boats"]


def drawn(pane: ReadingPane) -> str:
    """What the pane shows, the list over it included."""
    strips = pane.render_lines(Region(0, 0, *pane.size))
    return "\n".join(strip.text for strip in strips)


def listed_labels(app: ThreadsideApp) -> list[str]:
    """The rows of the outline."""
    app.reading.do_outline()
    choices = listed(app)
    app.reading.pane.offer(None)
    return ["".join(run.text for run in choices.label(row)) for row in range(choices.count)]


def choices_of(rows: list[str], then: Callable[[int], None] = lambda row: None) -> Choices:
    return Choices("Words", len(rows), lambda row: [Run(rows[row])], then)


@given(
    st.lists(st.sampled_from("oilamptdes bu")),
    st.lists(st.sampled_from(["down", "up", "end", "home", "pagedown"])),
)
def test_what_is_chosen_is_a_row_that_has_every_word_typed(typed: list[str], steps: list[str]) -> None:
    choices = choices_of(ROWS)
    for character in typed:
        assert choices.take(character, character)
    for step in steps:
        assert choices.take(step, None)
    fitting = [row for row, text in enumerate(ROWS) if all(word in text for word in "".join(typed).split())]
    assert choices.chosen in (fitting or [None])
    for _ in typed:
        assert choices.take("backspace", None)
    assert [*choices.rows] == [*range(len(ROWS))]


def test_only_rows_in_view_are_asked_for() -> None:
    asked = set[int]()

    def label(row: int) -> list[Run]:
        asked.add(row)
        return [Run(str(row))]

    choices = Choices("Many", 100_000, label, lambda row: None, 50_000)

    strips = choices.strips(40, 20, dict.fromkeys(ROLES, Style()), UNICODE)
    assert len(strips) == 20
    assert {strip.cell_length for strip in strips} == {40}
    assert 50_000 in asked
    assert len(asked) == 18


async def test_a_list_leaves_the_text_and_the_cursor_in_view_where_there_is_room(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        before, row = drawn(app.reading.pane), app.reading.page.reading.cursor_row()
        app.reading.pane.offer(choices_of(ROWS))
        await pilot.pause()
        taken = app.reading.pane.rows_of_choices()
        assert row + TOP_ROWS not in taken
        assert len(taken) == len(ROWS) + 2
        assert all(text in drawn(app.reading.pane) for text in ROWS)
        await press(pilot, "escape")
        assert (drawn(app.reading.pane), app.reading.page.reading.cursor_row()) == (before, row)


async def test_a_list_is_put_above_a_cursor_that_stands_below(start: Start) -> None:
    app = start()
    async with app.run_test(size=LOW) as pilot:
        await press(pilot, "G", "j")
        app.reading.pane.offer(choices_of(["one", "two"]))
        row, taken = app.reading.page.reading.cursor_row(), app.reading.pane.rows_of_choices()
        assert row + TOP_ROWS not in taken


@pytest.mark.parametrize("key", ["j", "q", "slash", "tab", "B", "colon", "f4", "enter"])
async def test_a_key_is_the_list_s_while_there_is_one(start: Start, key: str) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        before = app.reading.page.reading.cursor
        app.reading.pane.offer(choices_of([]))
        await press(pilot, key)
        assert app.reading.pane.choices is not None
        assert app.is_running
        assert (len(app.screen_stack), app.reading.focused, app.reading.pane.side) == (1, None, 0)
        assert app.reading.page.reading.cursor == before


async def test_all_keys_of_one_burst_reach_the_list(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        for key in ("t", *"bo q", "backspace", "backspace"):
            app.reading.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert listed(app).typed == "bo"


async def test_a_click_on_a_row_chooses_it_and_one_beside_the_list_takes_it_away(start: Start) -> None:
    app, chosen = start(), list[int]()
    async with app.run_test(size=WIDE) as pilot:
        cursor = app.reading.page.reading.cursor
        pane = app.reading.pane
        pane.offer(choices_of(ROWS, chosen.append))
        await pilot.pause()
        first = pane.rows_of_choices().start
        await pilot.click(pane, offset=(5, first))
        assert pane.choices is not None
        await pilot.click(pane, offset=(5, first + 2 + 3))
        assert (chosen, pane.choices) == ([3], None)
        pane.offer(choices_of(ROWS, chosen.append))
        await pilot.click(pane, offset=(5, 4))
        assert (chosen, pane.choices) == ([3], None)
        pane.offer(choices_of(ROWS, chosen.append))
        await pilot.click(app.reading.panes[1], offset=(5, 4))
        assert (chosen, pane.choices, app.reading.pane.side) == ([3], None, 1)
        assert app.reading.panes[0].page is not None
        assert app.reading.panes[0].page.reading.cursor == cursor


async def test_what_goes_wrong_with_a_choice_is_said(start: Start) -> None:
    from reader.errors import NotInLibrary

    def gone(row: int) -> None:
        raise NotInLibrary("on-tides", "it was removed", "go on")

    app = start()
    async with app.run_test(size=WIDE) as pilot:
        app.reading.pane.offer(choices_of(ROWS, gone))
        await press(pilot, "enter")
        assert "it was removed" in said(app)


async def test_the_outline_is_that_of_what_is_shown_now(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "t", "escape")
        whole = listed_labels(app)
        await press(pilot, "right_square_bracket", "f")
        assert not app.reading.page.is_whole
        assert listed_labels(app) != whole
        await press(pilot, "f")
        assert listed_labels(app) == whole


async def test_the_outline_leads_to_what_was_chosen_and_back(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        begun = entry_of(app.reading.pane)
        await press(pilot, "t", "end", "enter")
        assert entry_of(app.reading.pane) != begun
        await press(pilot, "ctrl+o")
        assert entry_of(app.reading.pane) == begun
