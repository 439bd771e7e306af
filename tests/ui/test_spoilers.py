"""Spoilers are hidden until a reader opens them, and nothing moves when that is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import split_graphemes
from rich.style import Style

from reader.library import Library
from reader.model.documents import Document
from reader.model.spoilers import hidden_in
from reader.settings import Settings
from reader.ui.entry_captions import first_words
from reader.ui.glyphs import ASCII, UNICODE
from reader.ui.page import Page
from reader.ui.painting import ROLES, Painter
from reader.ui.screens.peeking import Peek
from reader.ui.veil import Veil
from tests.made import made_thread
from tests.ui.conftest import Start
from tests.ui.test_reading_screen import entry_of, press, shown

STYLES = {role: Style(color=f"color({number + 1})") for number, role in enumerate(ROLES)}
POST = "Who took the fish?"
SAID = (
    "It was [the grey heron](#spoiler), at dawn, see [its nest](#spoiler:https://birds.example/nest).\n\n"
    "[All the 水木 of the pond](#spoiler)\n\n[and a ❤️ more](#spoiler)\n\n"
    "```spoiler py\nfish = 0\n```\n\nNothing hidden here."
)
REPLY = "> It was [the grey heron](#spoiler), at dawn\n\nI thought so."
HIDDEN = ["the grey heron", "its nest", "All the 水木 of the pond", "and a ❤️ more", "fish = 0"]


def fish() -> Document:
    return made_thread(POST, SAID, REPLY, id="fish")


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Page]:
    with Library(tmp_path / "fish.db") as library:
        library.add(fish(), None, "made")
        page = Page(library.open("fish"), UNICODE)
        page.resize(80, 1000)
        yield page


def drawn(page: Page, width: int = 80) -> list[str]:
    """The lines of the whole page as they are painted."""
    page.resize(width, 1000)
    painter = Painter(page, STYLES)
    return ["".join(segment.text for segment in painter.body(row)) for row in page.reading.rows()]


def words(page: Page) -> str:
    return " ".join(" ".join(drawn(page)).split())


def open_all(page: Page) -> None:
    for passage in range(len(page.entry(1).passages)):
        page.open_spoiler(1, passage)
    page.open_spoiler(2, 0)


def test_hidden_words_are_not_drawn_and_what_stands_around_them_is(page: Page) -> None:
    text = words(page)
    assert not any(secret in text for secret in HIDDEN)
    assert "It was ▒▒▒▒▒▒▒▒▒▒▒▒▒▒, at dawn, see ▒▒▒▒▒▒▒▒" in text
    assert "Nothing hidden here." in text


def test_a_passage_that_hides_something_says_so_in_a_word_until_it_is_open(page: Page) -> None:
    assert words(page).count("spoiler") == 5
    open_all(page)
    assert words(page).count("spoiler") == 0


@pytest.mark.parametrize("width", [24, 40, 61, 80, 120])
def test_nothing_moves_when_spoilers_are_opened(page: Page, width: int) -> None:
    before = drawn(page, width)
    open_all(page)
    after = drawn(page, width)
    assert len(before) == len(after)
    for hidden, opened in zip(before, after, strict=True):
        pairs = zip(cells(hidden.replace(" spoiler", " " * 8)), cells(opened), strict=True)
        assert all(one in (other, "▒") for one, other in pairs)


def cells(line: str) -> list[str]:
    """What stands in each cell of a line; nothing in the second of a wide letter."""
    spans, _ = split_graphemes(line)
    return [part for start, stop, width in spans for part in [line[start:stop], ""][: max(1, width)]]


def test_no_style_and_no_address_of_hidden_words_shows_through(page: Page) -> None:
    page.resize(80, 1000)
    painter = Painter(page, STYLES)
    bars = [
        segment
        for row in page.reading.rows()
        for segment in painter.body(row)
        if segment.text.startswith("▒")
    ]
    assert {segment.style for segment in bars} == {STYLES["spoiler"]}


def test_what_is_found_or_selected_in_hidden_words_is_set_off_without_showing_them(page: Page) -> None:
    at = SAID.index("grey") - len("[")
    page.highlights.set(
        "hit", lambda entry, passage, text: [(at, at + 4)] if (entry, passage) == (1, 0) else ()
    )
    page.resize(80, 1000)
    painter = Painter(page, STYLES)
    lit = [
        segment.text
        for row in page.reading.rows() for segment in painter.body(row)
        if segment.style == STYLES["spoiler"] + STYLES["hit"]
    ]  # fmt: skip
    assert lit == ["▒▒▒▒"]
    assert "grey" not in words(page)


def test_ascii_has_a_stand_in(tmp_path: Path) -> None:
    with Library(tmp_path / "fish.db") as library:
        library.add(fish(), None, "made")
        page = Page(library.open("fish"), ASCII)
        assert "It was %%%%%%%%%%%%%%, at dawn" in words(page)


def test_passages_that_are_hidden_whole_open_together(page: Page) -> None:
    assert page.open_spoiler(1, 2)
    assert [bool(page.hidden(1, passage)) for passage in range(5)] == [True, False, False, False, False]
    assert page.open_spoiler(1, 0)
    assert not page.open_spoiler(1, 0)
    assert not page.open_spoiler(1, 4)


def test_an_entry_on_one_line_opens_nothing_and_tells_nothing(page: Page) -> None:
    page.reading.folds.collapse(1)
    assert not page.open_spoiler(1, 0)
    assert first_words(page.entry(1)).startswith(
        "It was [spoiler], at dawn, see [spoiler]. [spoiler] [spoiler]"
    )


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), max_size=6), st.integers(0, 3))
def test_only_what_was_opened_is_shown(opened: list[tuple[int, int]], turns: int) -> None:
    entries, veil = fish().entries, Veil()
    for entry, passage in opened:
        if passage < len(entries[entry].passages):
            veil.open(entries[entry], passage)
    for at, entry in enumerate(entries):
        for passage, one in enumerate(entry.passages):
            is_shown = not veil.hidden(entry, passage) and hidden_in(one)
            if is_shown:
                whole = {(1, 1), (1, 2), (1, 3)}
                assert (at, passage) in opened or ((at, passage) in whole and whole & set(opened))
    for _ in range(turns):
        veil.turn()
    if turns:
        hides = any(veil.hidden(entry, at) for entry in entries for at in range(len(entry.passages)))
        assert hides != veil.is_lifted


def test_what_an_update_changed_is_hidden_again() -> None:
    veil = Veil()
    before, after = (
        made_thread(POST, f"It was [the {who}](#spoiler).").entries[1] for who in ("heron", "cat")
    )
    veil.open(before, 0)
    assert (veil.shown(before, 0), veil.shown(after, 0)) == ("It was the heron.", "It was [spoiler].")


async def test_enter_opens_the_passage_and_then_follows_as_ever(start: Start) -> None:
    app = start(documents=[fish()])
    async with app.run_test(size=(120, 40)) as pilot:
        pane = app.reading.panes[0]
        await press(pilot, "j", "enter")
        assert entry_of(pane) == "c1"
        assert "the grey heron, at dawn, see its nest." in shown(pane)
        assert "水木" not in shown(pane)
        await press(pilot, "enter")
        assert "Nothing hidden" not in shown(pane) or "o opens" in app.reading.keys.sentence


async def test_a_click_on_hidden_words_opens_them_and_one_beside_does_not(start: Start) -> None:
    app = start(documents=[fish()])
    async with app.run_test(size=(120, 40)) as pilot:
        pane = app.reading.panes[0]
        lines = shown(pane).split("\n")
        row = next(y for y, line in enumerate(lines) if "It was ▒" in line)
        await pilot.click(pane, offset=(lines[row].index("It was"), row))
        assert "grey heron" not in shown(pane)
        await pilot.click(pane, offset=(lines[row].index("▒") + 2, row))
        assert "grey heron" in shown(pane)


async def test_one_key_opens_all_and_hides_all_again(start: Start) -> None:
    app = start(documents=[fish()])
    async with app.run_test(size=(120, 40)) as pilot:
        pane = app.reading.panes[0]
        await press(pilot, "exclamation_mark")
        assert "▒" not in shown(pane)
        assert app.reading.keys.sentence == "Spoilers are shown"
        await press(pilot, "exclamation_mark")
        assert "heron" not in shown(pane)


async def test_what_is_open_stays_so_while_the_program_runs(start: Start) -> None:
    app = start(documents=[fish()])
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "enter")
        app.reading.show_document("on-tides", 0)
        app.reading.show_document("fish", 0)
        await pilot.pause()
        assert "grey heron" in shown(app.reading.panes[0])


async def test_copying_takes_only_what_is_open(start: Start) -> None:
    app = start(documents=[fish()])
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "y")
        assert "> It was [spoiler], at dawn, see [spoiler].\n" in app.clipboard
        await press(pilot, "v", *"llll", "y")
        assert "> It was [spoiler]\n" in app.clipboard
        await press(pilot, "escape", "enter", "y")
        assert "> It was the grey heron, at dawn, see its nest.\n" in app.clipboard


async def test_bookmarking_asks_for_a_note_without_telling(start: Start) -> None:
    app = start(settings=Settings(), documents=[fish()])
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "j", "a")
        assert getattr(app.screen, "words", "") == "It was [spoiler], at dawn, see [spoiler]."


async def test_peeking_shows_what_is_open_and_no_more(start: Start) -> None:
    app = start(documents=[fish()])
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "right_square_bracket", "l", "i")
        assert isinstance(app.screen, Peek)
        peek = app.screen.view
        assert "grey heron" not in "".join(peek.render_line(y).text for y in range(peek.size.height))
        await press(pilot, "escape", "k", "k", "k", "k", "k", "enter", "j", "j", "j", "j", "j", "i")
        assert isinstance(app.screen, Peek)
        peek = app.screen.view
        assert "grey heron" in "".join(peek.render_line(y).text for y in range(peek.size.height))
