"""Finding in a document, by its keys."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from reader.ui.app import ThreadsideApp
from reader.ui.commands import Scope
from reader.ui.screens.finding import Finding
from tests.ui.conftest import Start
from tests.ui.test_reading_screen import WIDE, entry_of, here, press, shown

ROLES = ("hit", "hit-now")


def finding(app: ThreadsideApp) -> Finding:
    carrier = app.reading.carrier(Scope.FINDING)
    assert isinstance(carrier, Finding)
    return carrier


def said(app: ThreadsideApp) -> str:
    """What the line, or the key line, says."""
    carrier = finding(app)
    return str(app.reading.line.said.content) if carrier.is_typing else app.reading.keys.sentence


def lit(app: ThreadsideApp, role: str) -> list[str]:
    """The words drawn in a role, line by line."""
    pane = app.reading.pane
    assert pane.sheet is not None
    style = pane.sheet.styles[role]
    strips = pane.sheet.strips(True)
    return [
        segment.text
        for strip in strips
        for segment in strip
        if segment.style and style.bgcolor == segment.style.bgcolor and segment.text.strip()
    ]


async def find(pilot: Pilot[None], query: str) -> None:
    await press(pilot, "slash", *("space" if key == " " else key for key in query))
    await settle(pilot)


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the whole document was looked through."""
    app = pilot.app
    assert isinstance(app, ThreadsideApp)
    for _ in range(50):
        search = finding(app).search
        if search is None or search.hits.is_done:
            break
        await pilot.pause(0.01)
    await pilot.pause()


async def test_typing_finds_and_sets_every_hit_off(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await find(pilot, "silt")
        assert said(app) == "1 of 2"
        assert here(app) == (0, "c1")
        assert lit(app, "hit-now") == ["silt"]
        assert lit(app, "hit") == ["silt"]


async def test_the_nearest_hit_from_the_cursor_comes_first_and_the_walk_goes_round(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "l")
        await find(pilot, "silt")
        assert (here(app), said(app)) == ((0, "c2"), "2 of 2")
        await press(pilot, "enter", "n")
        assert (here(app), said(app)) == ((0, "c1"), "1 of 2")
        await press(pilot, "N")
        assert (here(app), said(app)) == ((0, "c2"), "2 of 2")


async def test_only_the_branches_on_the_way_to_the_hit_open_and_escape_gives_all_back(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "H", "right_square_bracket")
        page = app.reading.page
        before = page.collapsed_ids(), page.reading.cursor, page.reading.anchor
        await find(pilot, "who pays")
        assert here(app) == (0, "c3")
        assert page.collapsed_ids() == ["c6", "c8"]
        await press(pilot, "ctrl+u", *"agreed")
        assert here(app) == (0, "c7")
        assert page.collapsed_ids() == ["c1", "c8"]
        await press(pilot, "escape")
        assert (page.collapsed_ids(), page.reading.cursor, page.reading.anchor) == before
        assert not any(lit(app, role) for role in ROLES)


async def test_enter_stays_and_back_leads_to_where_the_reader_was(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket")
        await find(pilot, "last remark")
        await press(pilot, "enter")
        assert here(app) == (0, "c8")
        assert app.reading.focused is None
        assert lit(app, "hit-now")
        await press(pilot, "escape")
        assert here(app) == (0, "c8")
        assert not lit(app, "hit-now")
        await press(pilot, "ctrl+o")
        assert here(app) == (0, "c1")


async def test_hits_in_collapsed_branches_are_counted(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "H")
        await find(pilot, "dredged")
        assert said(app) == "1 of 1"
        await press(pilot, "ctrl+u", *"ha")
        await settle(pilot)
        assert "in collapsed branches" in said(app)


async def test_each_pane_looks_for_its_own(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await find(pilot, "silt")
        await press(pilot, "enter", "tab")
        await find(pilot, "map")
        await press(pilot, "enter")
        assert here(app) == (1, "t3")
        await press(pilot, "tab", "n")
        assert (entry_of(app.reading.pane), said(app)) == ("c2", "2 of 2")


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("zebra", "not found"),
        ("/(/", "not a regular expression"),
        ('"', ""),
        ("/", ""),
        ("/a{9999999999}/", ""),
    ],
)
async def test_what_cannot_be_found_is_said_and_nothing_moves(start: Start, query: str, word: str) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket")
        await press(pilot, "slash")
        app.reading.line.line.insert_text_at_cursor(query)
        await pilot.pause(0.1)
        assert word in said(app)
        assert here(app) == (0, "c1")


async def test_an_empty_line_asks_for_what_was_asked_for_last(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await find(pilot, "silt")
        await press(pilot, "enter", "g", "slash", "enter")
        assert here(app) == (0, "c1")
        assert said(app) == "1 of 2"


async def test_hits_in_cut_and_hidden_text_are_shown(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "X", "T")
        await find(pilot, "sentence 59")
        assert "Sentence 59" in shown(app.reading.pane)
        assert lit(app, "hit-now")
        await press(pilot, "escape", "g")
        await find(pilot, "silt up")
        await press(pilot, "down")
        assert here(app) == (0, "c2")
        assert lit(app, "hit-now") == ["silt up"]


async def test_a_place_is_given_back_from_deep_within_a_comment_that_was_collapsed(start: Start) -> None:
    app = start()
    async with app.run_test(size=(80, 14)) as pilot:
        page = app.reading.page
        await press(pilot, "X")
        page.reading.refold(lambda: page.reading.folds.collapse(4))
        before = page.collapsed_ids(), page.reading.cursor, page.reading.anchor
        await find(pilot, "sentence 59")
        assert page.reading.anchor.line > 1
        await press(pilot, "q")
        await settle(pilot)
        assert "not found" in said(app)
        assert (page.collapsed_ids(), page.reading.cursor, page.reading.anchor) == before


async def test_without_anything_to_look_for_the_keys_say_so(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "n")
        assert said(app) == "Nothing is looked for: / finds"


async def test_another_document_in_the_pane_forgets_the_hits(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await find(pilot, "silt")
        await press(pilot, "enter")
        app.reading.show_document("on-boats", 0)
        await pilot.pause()
        assert finding(app).search is None
