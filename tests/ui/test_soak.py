"""A short random walk over all commands, and what longer ones found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reader.index import Index
from reader.library import Library
from reader.ui.library_search import Asked, relate, search_library
from tests.samples import sample_thread
from tests.ui.conftest import Start
from tests.ui.test_reading_screen import press


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
