"""A short random walk over all commands, and what longer ones found."""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from weakref import WeakSet

from textual import events
from textual._styles_cache import StylesCache

from reader.index import Index
from reader.library import Library
from reader.settings import Settings
from reader.ui.commands import Scope
from reader.ui.library_search import Asked, relate, search_library
from reader.ui.page import Page
from reader.ui.screens.bookmarking import Bookmarking
from reader.ui.screens.correcting import Correcting
from tests.bench.soak import answered, soak
from tests.samples import sample_thread
from tests.ui.conftest import Start
from tests.ui.test_reading_screen import press

_REPLACED = 12


async def test_the_place_given_back_after_finding_is_in_view_though_the_window_changed(start: Start) -> None:
    app = start()
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, *["j"] * 9, "slash", *"tides")
        reading = app.reading.page.reading
        await pilot.resize_terminal(80, 12)
        await press(pilot, "escape")
        assert reading.cursor_lines()[0] in reading.rows()
        assert 0 <= reading.anchor.line < reading.measure(reading.anchor.position)


def test_hits_in_a_text_that_was_replaced_meanwhile_are_left_out(tmp_path: Path) -> None:
    thread = sample_thread()
    with Library(tmp_path / "library.db") as library, Index(tmp_path / "index", library) as index:
        library.add(thread, None, "")
        index.update()
        before = search_library(Asked("harbour OR remark", 7, "relevance", 80), index, library)
        related = index.related("on-tides", 1, 0)
        assert before.hits
        assert related.total
        library.add(replace(thread, entries=thread.entries[:2]), None, "")
        after = search_library(Asked("harbour OR remark", 7, "relevance", 80), index, library)
        assert not after.hits
        assert not relate("on-tides", 1, 0, 80, index, library).hits
        library.remove("on-tides")
        assert not search_library(Asked("harbour", 7, "place", 80), index, library).hits


async def test_the_place_given_back_after_finding_is_the_same_though_a_cut_comment_was_opened(
    start: Start,
) -> None:
    app = start(Settings(cut_lines=4))
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, *["right_square_bracket"] * 2, *["k"] * 2)
        reading = app.reading.page.reading
        before = reading.rows(), reading.cursor, set(app.reading.page.uncut)
        # Near the end of the long comment, where it is cut.
        await press(pilot, "slash", *"Sentence", "space", *"55")
        assert app.reading.page.uncut
        await press(pilot, "escape")
        assert (reading.rows(), reading.cursor, app.reading.page.uncut) == before


async def test_selecting_words_ends_when_the_comment_is_collapsed(start: Start) -> None:
    app = start()
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, "right_square_bracket", "l", "v", "H", "home", "right", "down")
        assert app.reading.pane.selection.span is None


async def test_an_outline_of_a_document_that_was_replaced_says_so_and_lives_on(
    start: Start, tmp_path: Path
) -> None:
    app = start()
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, "t")
        with Library(tmp_path / "library.db") as other:
            other.add(replace(sample_thread(), score=1), None, "")
        app.reading.page.document._entries.clear()
        await press(pilot, *"zz", "backspace", "backspace", "down", "enter", "j")
        await pilot.pause()
        assert app.reading.page.document.is_present()


def test_a_short_walk_over_all_commands(tmp_path: Path) -> None:
    for seed in (1, 2):
        folder = tmp_path / str(seed)
        folder.mkdir()
        done = soak(folder, size=0, seed=seed, keys=150, restless=40)
        assert sum(done.values()) >= 140


async def test_a_dialog_asked_to_close_again_while_it_closes_leaves_what_is_below(start: Start) -> None:
    app = start()
    async with app.run_test(size=(120, 24)) as pilot:
        app.reading.do_help()
        await pilot.pause()
        dialog = app.screen
        for _ in range(3):
            dialog.dismiss(None)
        await pilot.pause()
        assert app.screen is app.reading
        await press(pilot, "j")
        assert app.is_running


async def test_the_line_stays_when_something_else_is_changed_after_the_window_was_resized(
    start: Start,
) -> None:
    app = start()
    async with app.run_test(size=(120, 60)) as pilot:
        await press(pilot, *["j"] * 12)
        reading = app.reading.page.reading
        await pilot.resize_terminal(120, 12)
        shrunk = reading.cursor_row()
        await press(pilot, "minus")
        assert reading.cursor_row() == shrunk
        await pilot.resize_terminal(120, 60)
        assert reading.cursor_row() == shrunk
        await press(pilot, "plus")
        assert reading.cursor_row() == shrunk


async def test_a_key_that_comes_while_the_program_ends_is_dropped(start: Start) -> None:
    app = start()
    async with app.run_test(size=(120, 24)) as pilot:
        await pilot.pause()
        app.exit()
    # Its screens are gone; the terminal's thread may have read one more key.
    await app.on_event(events.Key("j", "j"))


async def test_of_a_document_that_is_replaced_again_and_again_only_what_is_shown_is_kept(
    start: Start, tmp_path: Path
) -> None:
    app, pages = start(), WeakSet[Page]()
    async with app.run_test(size=(120, 24)) as pilot:
        for score in range(_REPLACED):
            pages.add(app.reading.page)
            await press(pilot, "t", "escape", "B", "escape", "j", "slash", "t", "escape")
            with Library(tmp_path / "library.db") as other:
                other.add(replace(sample_thread(), score=score), None, "")
            app.reading.reopen_changed()
            await pilot.pause()
            await answered(app)
        app.tidy()
        # The last one that something was asked about may still be known to the thread that answered.
        assert len(pages) <= 2
        bookmarking, correcting = (
            app.reading.carrier(Scope.BOOKMARKING),
            app.reading.carrier(Scope.CORRECTING),
        )
        assert isinstance(bookmarking, Bookmarking)
        assert isinstance(correcting, Correcting)
        seeing = bookmarking.seeing
        kept = seeing._documents, seeing._sights, seeing._read, seeing._now, correcting._known
        assert all(len(known) <= _REPLACED // 2 for known in kept)


async def test_of_closed_dialogs_nothing_is_kept(start: Start) -> None:
    app, kept = start(), WeakSet[StylesCache]()
    async with app.run_test(size=(120, 40)) as pilot:
        for key in ("w", "B", "question_mark") * 3:
            await press(pilot, key)
            assert app.screen is not app.reading
            kept.update(widget._styles_cache for widget in app.screen.query())
            await press(pilot, "escape")
        await pilot.pause()
        app.tidy()
        gc.collect()
        # Of the last one something may still be known.
        assert len(kept) <= 4
