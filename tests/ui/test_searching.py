"""Searching the library, what is like a passage, and only what matches, by their keys."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.index import Index
from reader.library import Library
from reader.ui.app import ThreadsideApp
from reader.ui.commands import Scope
from reader.ui.result_tree import RowKind
from reader.ui.screens.filtering import Filtering
from reader.ui.screens.search_screen import HELP, SearchScreen
from reader.ui.widgets.results import ResultList
from tests.samples import sample_thread
from tests.ui.conftest import Start
from tests.ui.test_finding import lit
from tests.ui.test_reading_screen import WIDE, entry_of, here, press, shown

SECONDS = 20


async def until(pilot: Pilot[None], holds: Callable[[], object]) -> None:
    """Wait until something holds: the index answers from a thread of its own."""
    async with asyncio.timeout(SECONDS):
        while not holds():
            await pilot.pause(0.01)
    await pilot.pause()


def view(app: ThreadsideApp) -> SearchScreen:
    assert isinstance(app.screen, SearchScreen)
    return app.screen


def said(app: ThreadsideApp) -> str:
    return str(view(app).found.content)


def offered(app: ThreadsideApp) -> str:
    return str(view(app).problem.content)


def write(app: ThreadsideApp, query: str) -> None:
    """Let a query stand in the line as if it had been typed."""
    view(app).line.value = query
    view(app).line.cursor_position = len(query)


def lines(results: ResultList) -> list[str]:
    return [results.render_line(y).text.rstrip() for y in range(results.size.height)]


async def search(pilot: Pilot[None], query: str) -> None:
    """Type a query on the search screen and wait for the index to be built and to answer."""
    app = pilot.app
    assert isinstance(app, ThreadsideApp)
    if not isinstance(app.screen, SearchScreen):
        await press(pilot, "s")
    write(app, query)
    await until(pilot, lambda: "found" in said(app) and not app.reading.indexing.progress)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50)])
async def test_what_helps_to_search_is_not_cut_in_the_middle(start: Start, size: tuple[int, int]) -> None:
    app = start()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "s")
        keys = str(view(app).keys.content)
        assert keys.startswith(" Enter opens")
        assert len(keys) <= size[0]
        assert keys.endswith({40: "Tab completes", 80: "Ctrl-s sorts", 200: "open in that pane"}[size[0]])
        if size[0] >= 80:
            assert max(map(len, HELP)) + 2 <= size[0]


async def test_enter_typed_ahead_opens_what_was_typed_once_it_is_found(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "boat")
        view(app).asker.typed("dredg", 5)
        view(app).action_open(None)
        assert isinstance(app.screen, SearchScreen), "the hits of another query are no answer to this one"
        await until(pilot, lambda: not isinstance(app.screen, SearchScreen))
        assert here(app) == (0, "c2")
        assert lit(app, "target") == ["dredged"]


async def test_enter_typed_ahead_is_forgotten_when_more_is_typed(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "boat")
        view(app).asker.typed("dredg", 5)
        view(app).action_open(None)
        await search(pilot, "harbour")
        await until(pilot, lambda: view(app).list.rows)
        assert isinstance(app.screen, SearchScreen)


async def test_typing_searches_the_library_and_enter_opens_the_best_hit(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "s", *"dredg")
        await until(pilot, lambda: view(app).list.rows)
        assert view(app).line.value == "dredg"
        assert "1 found" in said(app)
        await press(pilot, "enter")
        assert here(app) == (0, "c2")
        assert lit(app, "target") == ["dredged"]


async def test_a_hit_stands_below_what_it_answers(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "dredged")
        kinds = [(row.kind, row.depth) for row in view(app).list.rows]
        assert kinds == [(RowKind.DOCUMENT, 0), (RowKind.STUB, 0), (RowKind.HIT, 1)]
        drawn = "\n".join(lines(view(app).list))
        assert "On tides" in drawn
        assert drawn.index("Ada Quill") < drawn.index("Bo Reed") < drawn.index("Not if it is dredged")


async def test_back_returns_to_the_results_as_they_were_and_escape_to_the_place_before(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket")
        await search(pilot, "harbour")
        await press(pilot, "down", "down")
        rows, chosen = view(app).list.rows, view(app).list.chosen
        await press(pilot, "enter")
        opened = here(app)
        await press(pilot, "ctrl+o")
        assert (view(app).list.rows, view(app).list.chosen) == (rows, chosen)
        await press(pilot, "enter")
        assert here(app) == opened
        await press(pilot, "ctrl+o", "escape")
        assert here(app) == (0, "c1")
        await press(pilot, "s", "escape")
        assert here(app) == (0, "c1")


async def test_a_hit_opens_in_the_pane_one_chooses(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "dredged")
        await press(pilot, "alt+right")
        assert here(app) == (1, "c2")
        assert app.session.state.panes == ["on-tides", "on-tides"]
        await press(pilot, "ctrl+o", "alt+left")
        assert here(app) == (0, "c2")


async def test_a_hit_of_the_document_in_the_other_pane_opens_there(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "storms")
        await press(pilot, "enter")
        assert here(app)[0] == 1


async def test_results_come_back_after_a_restart(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "dredged")
        await press(pilot, "enter")
    app.session.save()
    again = start()
    async with again.run_test(size=WIDE) as pilot:
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: view(again).list.rows)
        assert view(again).line.value == "dredged"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("author:", "something is missing"), ("scor:5", "did you mean score"), ('"open ( score:x', "")],
)
async def test_an_invalid_query_explains_itself_and_the_last_results_stay(
    start: Start, query: str, sentence: str
) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "harbour")
        rows = view(app).list.rows
        write(app, query)
        await until(pilot, lambda: sentence in offered(app))
        assert not sentence or view(app).list.rows == rows


async def test_completions_are_offered_and_tab_takes_the_first(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "harbour")
        write(app, "author:ad")
        await until(pilot, lambda: "Ada Quill" in offered(app))
        await press(pilot, "tab")
        assert view(app).line.value == 'author:"Ada Quill"'


async def test_a_misspelt_word_offers_what_was_probably_meant(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "harbour")
        write(app, "dreddged ")
        await until(pilot, lambda: "Did you mean" in offered(app))
        await press(pilot, "tab")
        await until(pilot, lambda: view(app).list.rows)
        assert view(app).line.value.strip() == "dredged"


async def test_an_empty_line_shows_how_to_ask(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "harbour")
        await press(pilot, "ctrl+u")
        await until(pilot, lambda: not view(app).list.rows)
        assert "author:NAME" in "\n".join(lines(view(app).list))


async def test_results_are_sorted_as_asked(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "a*")
        for order in ("date", "score", "place", "relevance"):
            await press(pilot, "ctrl+s")
            await until(pilot, lambda order=order: f"by {order}" in said(app))
        entries = [
            row.entry for row in view(app).list.rows if row.document == "on-tides" and row.kind is RowKind.HIT
        ]
        await press(pilot, "ctrl+s", "ctrl+s", "ctrl+s")
        await until(pilot, lambda: "by place" in said(app))
        placed = [
            row.entry for row in view(app).list.rows if row.document == "on-tides" and row.kind is RowKind.HIT
        ]
        assert placed == sorted(entries)


async def test_documents_added_by_another_program_are_found(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "dredged")
        await press(pilot, "escape")
        with Library(app.session.library.path) as other:
            other.add(replace(sample_thread(), id="again", title="Again"), None, "another program")
        await press(pilot, "s")
        await until(pilot, lambda: "Again" in "\n".join(lines(view(app).list)) or "2 found" in said(app))


async def test_what_is_like_a_passage_is_listed_and_opened(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "harbours")
        await press(pilot, "escape", "right_square_bracket", "l", "l", "l")
        assert here(app) == (0, "c4")
        await press(pilot, "R")
        await until(pilot, lambda: isinstance(app.screen, SearchScreen) and view(app).list.rows)
        assert {row.document for row in view(app).list.rows} >= {"on-boats"}
        assert ("on-tides", 4) not in {
            (row.document, row.entry) for row in view(app).list.rows if row.kind is RowKind.HIT
        }


# Only what matches


async def test_only_what_matches_is_shown_and_everything_comes_back_as_it_was(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "harbours")
        await press(pilot, "escape", "right_square_bracket", "right_square_bracket", "h")
        page = app.reading.page
        before = page.collapsed_ids()
        for way_back in ("F", "escape"):
            await press(pilot, "F", *"author:bo", "enter")
            await until(pilot, lambda: page.narrowed)
            entries = [page.document.columns.ids[entry] for entry in page.reading.thread.entries]
            assert entries == ["c1", "c2", "c6", "c7"]
            assert "only author:bo" in shown(app.reading.pane)
            await press(pilot, way_back)
            assert page.narrowed is None
            assert page.collapsed_ids() == before


async def test_how_many_match_is_said_while_typing_and_escape_changes_nothing(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "harbours")
        await press(pilot, "escape", "F", *"dredged")
        await until(pilot, lambda: "1 entry matches" in str(app.reading.line.said.content))
        await press(pilot, "escape")
        assert app.reading.page.is_whole
        assert app.reading.focused is None
        await press(pilot, "right_square_bracket")
        assert entry_of(app.reading.pane) == "c1"


async def test_matches_in_another_state_of_the_document_are_not_taken_for_its_own(
    start: Start, tmp_path: Path
) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "harbours")
        await press(pilot, "escape")
        filtering, page = app.reading.carrier(Scope.FILTERING), app.reading.page
        assert isinstance(filtering, Filtering)
        thread, last = sample_thread(), sample_thread().entries[-1]
        more = tuple(replace(last, id=f"late{number}", parent=None) for number in range(9))
        with Library(tmp_path / "library.db") as other, Index(tmp_path / "index", other) as index:
            other.add(replace(thread, entries=(*thread.entries, *more)), None, "another program")
            index.update()
            late = index.search("late OR the OR a", document=thread.id, limit=None)
        assert max(found.index for found in late.found) >= len(page.document.columns)
        filtering._show(page, "is:comment", late)
        assert page.narrowed is None
        assert "replaced meanwhile" in app.reading.keys.sentence


async def test_a_query_that_matches_nothing_is_said(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await search(pilot, "harbours")
        await press(pilot, "escape", "F", *"zebra", "enter")
        await until(pilot, lambda: "Nothing matches zebra" in app.reading.keys.sentence)
        assert app.reading.page.is_whole
