"""Following the argument by the keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.index import Index
from reader.library import Library
from reader.linking import find_links
from reader.model.markdown import parse_markdown
from reader.settings import Settings
from reader.state import load_state
from reader.ui.app import ThreadsideApp
from reader.ui.commands import Scope
from reader.ui.screens.dialogs import LetterDialog
from reader.ui.screens.following import Following
from reader.ui.screens.peeking import Peek
from reader.ui.widgets.pane import ReadingPane
from tests.ui.conftest import listed
from tests.ui.exchange import CLAIM, REPLY, SPOKEN, cut, interview, thread, without
from tests.ui.test_reading_screen import entry_of, here, press, shown

Reading = Callable[..., AbstractAsyncContextManager[Pilot[None]]]
WIDE = (140, 44)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as opened:
        for document in (thread(), interview()):
            opened.add(document, None, "sample")
        find_links(opened)
        yield opened


@pytest.fixture
def reading(library: Library, tmp_path: Path) -> Reading:
    """Read the thread on the left and the interview on the right."""

    @asynccontextmanager
    async def read(size: tuple[int, int] = WIDE, **chosen: object) -> AsyncIterator[Pilot[None]]:
        state, _ = load_state(tmp_path / "state.json")
        app = ThreadsideApp(
            library=library, settings=Settings(**chosen), state=state,  # type: ignore[arg-type]
            state_path=tmp_path / "state.json", index=tmp_path / "index", documents=("on-lamps", "on-oil"),
        )  # fmt: skip
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot

    return read


def screen(pilot: Pilot[None]) -> ThreadsideApp:
    assert isinstance(pilot.app, ThreadsideApp)
    return pilot.app


def at(pilot: Pilot[None], entry: str, passage: int = 0, side: int = 0) -> None:
    """Stand at a passage, as a reader who walked there."""
    app = screen(pilot)
    app.reading.give_keys(side)
    page = app.reading.page
    assert page.go_to(entry, passage, 3)
    app.reading.pane.changed()


def passage_of(pane: ReadingPane) -> tuple[str, int]:
    assert pane.page is not None
    return entry_of(pane), pane.page.reading.cursor.passage


def target(pane: ReadingPane) -> list[str]:
    """The words that are set off in a pane's cursor passage."""
    assert pane.page is not None
    position, passage = pane.page.reading.cursor
    text = pane.page.entry(position).passages[passage].text
    found = pane.page.highlights.spans(pane.page.entry_at(position), passage, text)
    return [text[start:stop] for start, stop, layer in found if layer == "target"]


async def test_enter_on_a_quotation_goes_to_its_source_and_back_leads_to_the_very_line(
    reading: Reading,
) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c2")
        before = app.session.place(app.reading.page, 0)
        await press(pilot, "enter")
        assert passage_of(app.reading.pane) == ("c1", 1)
        assert target(app.reading.pane) == [REPLY.removesuffix(".")]
        await press(pilot, "ctrl+o")
        assert app.session.place(app.reading.page, 0) == before


async def test_a_quotation_across_documents_goes_to_the_pane_that_shows_its_source(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c8")
        await press(pilot, "enter")
        assert app.reading.pane.choices is not None
        await press(pilot, "down", "enter")
        assert here(app) == (1, "post")
        assert [pane.page and pane.page.document.listing.id for pane in app.reading.panes] == [
            "on-lamps",
            "on-oil",
        ]


async def test_without_a_pane_for_it_the_source_opens_in_the_same_pane(
    reading: Reading, library: Library
) -> None:
    quoting = replace(thread(), id="on-quoting", title="On quoting", entries=tuple(
        replace(entry, markdown=text, passages=parse_markdown(text))
        for entry, text in zip(thread().entries[:2], ("A post.", f"From the talk on oil:\n\n> {SPOKEN}"), strict=True)
    ))  # fmt: skip
    library.add(quoting, None, "sample")
    find_links(library)
    async with reading() as pilot:
        app = screen(pilot)
        app.reading.show_document("on-quoting", 1)
        at(pilot, "c1", 1, side=1)
        await press(pilot, "enter")
        assert here(app) == (1, "t2")
        assert app.reading.page.document.listing.id == "on-oil"
        await press(pilot, "ctrl+o")
        assert (app.reading.page.document.listing.id, here(app)) == ("on-quoting", (1, "c1"))


async def test_elsewhere_enter_collapses_and_expands_as_before(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c2", 1)
        await press(pilot, "enter")
        assert app.reading.page.collapsed_ids() == ["c2"]
        await press(pilot, "enter")
        assert app.reading.page.collapsed_ids() == []
        at(pilot, "c2")
        await press(pilot, "h")
        assert app.reading.page.collapsed_ids() == ["c2"]
        await press(pilot, "enter")
        assert (app.reading.page.collapsed_ids(), entry_of(app.reading.pane)) == ([], "c2")


@pytest.mark.parametrize(("ascii", "count"), [(False, "❝4"), (True, '"4')])
async def test_a_quoted_passage_says_how_often_and_lists_who(
    reading: Reading, ascii: bool, count: str
) -> None:
    async with reading(ascii=ascii) as pilot:
        app = screen(pilot)
        at(pilot, "post", 1)
        await pilot.pause()
        # c1, c3, c9 quote it, and a turn of the interview repeats it.
        expected = len(following(app).connections(app.reading.pane).to_passage(0, 1))
        assert count.replace("4", str(expected)) in shown(app.reading.pane)
        await press(pilot, "enter")
        choices = listed(app)
        rows = ["".join(run.text for run in choices.label(row)) for row in range(expected)]
        assert rows[0].startswith("exact")
        assert "Bo Reed: I doubt it." in rows[0]
        assert any(row.startswith("edited") for row in rows)
        await press(pilot, "enter")
        assert passage_of(app.reading.pane) == ("c1", 0)
        assert target(app.reading.pane) == [CLAIM]


def following(app: ThreadsideApp) -> Following:
    carrier = app.reading.carrier(Scope.FOLLOWING)
    assert isinstance(carrier, Following)
    return carrier


async def test_of_several_equally_good_places_the_reader_picks_one(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c10")
        await press(pilot, "enter")
        assert app.reading.pane.choices is not None
        assert listed(app).count == 2
        await press(pilot, "down", "enter")
        assert passage_of(app.reading.pane)[0] in ("c6", "c11")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("c5", "Not found: no text of the library has the words"),
        ("c6", "Outside the library; o opens https://lamps.example/plan"),
        ("c7", "no such entry: threadside:on-lamps#gone"),
    ],
)
async def test_what_leads_nowhere_says_so_and_nothing_moves(reading: Reading, entry: str, said: str) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, entry)
        before = app.session.place(app.reading.page, 0)
        await press(pilot, "enter")
        assert said in app.reading.keys.sentence
        assert app.session.place(app.reading.page, 0) == before
        assert app.reading.page.collapsed_ids() == []


async def test_a_quotation_of_what_is_cut_goes_to_the_end_of_what_is_there(
    reading: Reading, library: Library
) -> None:
    library.add(cut(thread(), "c1", "I doubt it, and I have been there more often than"), None, "sample")
    find_links(library)
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c2")
        await press(pilot, "enter")
        assert here(app) == (0, "c1")
        assert "the source was cut here" in app.reading.keys.sentence


async def test_an_entry_that_links_itself_stays_where_it_is(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c9", 2)
        await press(pilot, "enter")
        assert here(app) == (0, "c9")
        for _ in range(6):
            await press(pilot, "enter", "escape")
        assert here(app)[0] == 0


async def test_a_source_replaced_meanwhile_is_never_jumped_to_blindly(
    reading: Reading, library: Library
) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c8")
        with Library(library.path) as other:
            changed = replace(interview(), entries=tuple(
                replace(entry, markdown="Now other words.", passages=parse_markdown("Now other words."))
                for entry in interview().entries
            ), url="https://oil.example")  # fmt: skip
            other.remove("on-oil")
            other.add(changed, None, "another program")
            other.add(without(thread(), "c1"), None, "another program")
        await press(pilot, "G")
        at(pilot, "c2")
        await press(pilot, "enter")
        assert here(app) == (0, "c2")
        assert "still being found" in app.reading.keys.sentence


async def test_a_link_to_an_entry_that_is_gone_says_so(reading: Reading, library: Library) -> None:
    quoting = replace(thread(), id="other", title="Other", entries=tuple(
        replace(entry, markdown=text, passages=parse_markdown(text))
        for entry, text in zip(thread().entries[:2], ("A post.", "See [it](threadside:on-oil#t3)."), strict=True)
    ))  # fmt: skip
    library.add(quoting, None, "sample")
    find_links(library)
    library.add(without(interview(), "t3"), None, "sample")
    async with reading() as pilot:
        app = screen(pilot)
        app.reading.show_document("other", 0)
        at(pilot, "c1")
        await press(pilot, "enter")
        assert "on-oil#t3: what this links was removed" in app.reading.keys.sentence
        assert here(app) == (0, "c1")
        await press(pilot, "i")
        assert isinstance(app.screen, Peek)
        assert app.screen.sight.title.startswith("What this answers")


# Peeking


async def test_a_peek_shows_the_source_over_a_text_that_stays_where_it_is(reading: Reading) -> None:
    async with reading(size=(80, 24)) as pilot:
        app = screen(pilot)
        at(pilot, "c3")
        before, place = shown(app.reading.pane), app.session.place(app.reading.page, 0)
        await press(pilot, "i")
        peek = app.screen
        assert isinstance(peek, Peek)
        assert peek.sight.title == "What this quotes (edited): Ada Quill, 2032-02-03 08:00"
        drawn = "\n".join(peek.view.render_line(y).text for y in range(peek.view.size.height))
        assert "The old lighthouse was moved inland" in drawn
        assert "[-forty patient-] {+ninety furious+}" in str(peek.changes.render())
        assert peek.view.region.y >= 0
        assert peek.changes.region.height == 2
        assert peek.changes.region.y >= peek.view.region.bottom
        assert peek.changes.region.bottom < peek._box.region.bottom < 24
        await press(pilot, "i", "escape")
        assert (shown(app.reading.pane), app.session.place(app.reading.page, 0)) == (before, place)


async def test_a_peek_goes_up_by_what_each_answers_and_enter_goes_there(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c4", 1)
        titles = []
        for _ in range(5):
            await press(pilot, "i")
            assert isinstance(app.screen, Peek)
            titles.append(app.screen.sight.document.columns.ids[app.screen.sight.entry])
        assert titles == ["c3", "c2", "c1", "post", "post"]
        assert "answers nothing" in str(app.screen._box.border_subtitle)
        await press(pilot, "enter")
        assert here(app) == (0, "post")
        await press(pilot, "ctrl+o")
        assert passage_of(app.reading.pane) == ("c4", 1)


@pytest.mark.parametrize("size", [(80, 24), (30, 6), (200, 50), (100, 10)])
async def test_a_long_entry_is_peeked_at_by_scrolling(reading: Reading, size: tuple[int, int]) -> None:
    async with reading(size=size) as pilot:
        app = screen(pilot)
        at(pilot, "c1", 1)
        await press(pilot, "i")
        peek = app.screen
        assert isinstance(peek, Peek)
        seen = set()
        for _ in range(140):
            seen |= {peek.view.render_line(y).text.strip(" │•") for y in range(peek.view.size.height)}
            peek.view.page.reading.scroll(3)  # type: ignore[union-attr]
        assert any("matter 39" in line for line in seen)
        assert any("post on lamps" in line for line in seen)
        await pilot.resize_terminal(60, 20)
        await press(pilot, "space", "b", "j", "k", "escape")
        assert here(app) == (0, "c1")


async def test_a_peek_stands_where_it_stood_once_the_window_is_as_large_again(reading: Reading) -> None:
    async with reading(size=(140, 40)) as pilot:
        at(pilot, "c1", 1)
        await press(pilot, "tab", "j", "tab", "i")
        box = pilot.app.screen.query_one(".peek")
        before = box.region
        for size in [(12, 3), (80, 24), (1, 1), (140, 40)]:
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert box.region == before


# Lenses and authors


async def test_a_lens_is_a_key_and_a_letter_and_escape_gives_back_the_whole(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        page = app.reading.page
        at(pilot, "c3", 1)
        await press(pilot, "e", "c")
        ids = [page.document.columns.ids[entry] for entry in page.reading.thread.entries]
        assert ids == ["post", "c1", "c2", "c3"]
        assert "only the chain to here" in shown(app.reading.pane)
        await press(pilot, "e", "b")
        assert [page.document.columns.ids[entry] for entry in page.reading.thread.entries] == ids
        await press(pilot, "e", "a")
        assert "c10" in [page.document.columns.ids[entry] for entry in page.reading.thread.entries]
        await press(pilot, "escape")
        assert page.is_whole
        assert passage_of(app.reading.pane) == ("c3", 1)
        await press(pilot, "e", "w")
        assert entry_of(app.reading.pane) == "c2"
        await press(pilot, "e", "x")
        assert isinstance(app.screen, LetterDialog)


async def test_braces_step_through_the_entries_of_one_author(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c1")
        walked = []
        for key in ["right_curly_bracket"] * 3 + ["left_curly_bracket"] * 3:
            await press(pilot, key)
            walked.append(entry_of(app.reading.pane))
        assert walked == ["c3", "c7", "c10", "c7", "c3", "c1"]


# Lists


async def test_every_place_gone_to_can_be_picked(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        for entry in ("c3", "c5", "c7"):
            at(pilot, entry)
            await press(pilot, "right_curly_bracket") if entry != "c5" else await press(pilot, "p")
        places = [*app.session.history.past]
        await press(pilot, "apostrophe")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        choices = listed(app)
        first = "".join(run.text for run in choices.label(0))
        assert "On lamps" in first
        assert "Bo Reed" in first
        await press(pilot, "home", "enter")
        assert app.session.place(app.reading.page, 0)[:3] == places[0][:3]
        for _ in places:
            await press(pilot, "alt+right")
        assert app.session.history.past == places


async def test_the_quotations_can_be_walked_from_a_list(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c3")
        await press(pilot, "f4")
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        choices = listed(app)
        assert "1 edited" in choices.title
        rows = ["".join(run.text for run in choices.label(row)) for row in range(choices.count)]
        assert rows[choices.at].startswith("edited     Bo Reed < Ada Quill: The old lighthouse")
        await press(pilot, "enter")
        assert passage_of(app.reading.pane) == ("c3", 0)


# Beside


async def test_the_other_pane_follows_and_never_takes_the_keys(reading: Reading) -> None:
    async with reading() as pilot:
        app = screen(pilot)
        other = app.reading.panes[1]
        at(pilot, "c1", 1)
        await press(pilot, "equals_sign")
        await pilot.pause(0.2)
        assert other.page is not None
        assert other.page.document.listing.id == "on-lamps"
        assert passage_of(other) == ("c2", 0)
        assert "Beside: quotation of this, Ada Quill" in app.reading.keys.sentence
        await press(pilot, "k")
        await pilot.pause(0.2)
        assert passage_of(other) == ("post", 1)
        assert here(app) == (0, "c1")
        before = passage_of(other)
        await press(pilot, "equals_sign", "j")
        await pilot.pause(0.2)
        assert passage_of(other) == before


async def test_without_a_link_the_passage_most_like_it_is_shown(
    reading: Reading, library: Library, tmp_path: Path
) -> None:
    with Library(library.path) as own, Index(tmp_path / "index", own) as index:
        index.update()
    async with reading() as pilot:
        app = screen(pilot)
        at(pilot, "c2", 1)
        other = app.reading.panes[1]
        await press(pilot, "equals_sign")
        at(pilot, "c5", 1)
        app.reading.pane.moved()
        for _ in range(100):
            await pilot.pause(0.05)
            if "most like this" in app.reading.keys.sentence:
                break
        assert app.reading.keys.sentence == "Beside: most like this, Host"
        assert passage_of(other) == ("t3", 0)
        assert here(app) == (0, "c5")
