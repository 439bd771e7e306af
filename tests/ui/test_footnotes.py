"""Footnotes are followed, come back from, and peeked at by the keys."""

from __future__ import annotations

from reader.model.documents import Document
from reader.ui.app import ThreadsideApp
from reader.ui.screens.peeking import Peek
from tests.made import made_thread
from tests.ui.conftest import Start, listed
from tests.ui.test_reading_screen import press

SIZE = (120, 30)
FILLER = "\n\n".join(f"Paragraph {number} between the text and its notes." for number in range(30))
POST = f"""
The harbour[^1] silts up.

Two rivers[^2] bring the silt[^long].

{FILLER}

[^1]: Said in the almanac.
[^2]: The Ouse and the Wye.
[^long]: So it was found by soundings.

    They were taken twice.

After the notes.
"""


def noted() -> Document:
    return made_thread(POST, "A reply.", id="noted")


def passage(app: ThreadsideApp) -> str:
    """How the passage at the cursor begins."""
    position, at = app.reading.page.reading.cursor
    return app.reading.page.entry(position).passages[at].text[:12]


def peeked(app: ThreadsideApp) -> list[str]:
    """The lines in the box."""
    assert isinstance(app.screen, Peek)
    view = app.screen.view
    return [view.render_line(y).text.strip() for y in range(view.size.height)]


async def test_enter_goes_to_the_note_and_enter_on_the_note_comes_back(start: Start) -> None:
    app = start(documents=[noted()])
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "enter")
        assert passage(app) == "Said in the "
        await press(pilot, "enter")
        assert passage(app) == "The harbour["
        pane = app.reading.pane
        assert pane.page is not None
        assert [*pane.page.highlights.spans(0, 0, "")] == [(11, 14, "target")]


async def test_back_leads_from_the_note_to_the_very_line(start: Start) -> None:
    app = start(documents=[noted()])
    async with app.run_test(size=SIZE) as pilot:
        row = app.reading.page.reading.cursor_row()
        await press(pilot, "enter", "ctrl+o")
        assert (passage(app), app.reading.page.reading.cursor_row()) == ("The harbour[", row)
        await press(pilot, "alt+right")
        assert passage(app) == "Said in the "


async def test_of_several_notes_the_reader_chooses(start: Start) -> None:
    app = start(documents=[noted()])
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "j", "enter")
        assert app.reading.pane.choices is not None
        choices = listed(app)
        rows = ["".join(run.text for run in choices.label(row)) for row in range(choices.count)]
        assert [row.split()[:2] for row in rows] == [["note", "2"], ["note", "3"]]
        assert "The Ouse and the Wye" in rows[0]
        await press(pilot, "down", "enter")
        assert passage(app) == "So it was fo"


async def test_peeking_shows_the_note_and_nothing_else(start: Start) -> None:
    app = start(documents=[noted()])
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "i")
        assert [line for line in peeked(app) if line] == ["1. Said in the almanac. ↩"]
        await press(pilot, "escape", "j", "i")
        assert [line for line in peeked(app) if line] == [
            "2. The Ouse and the Wye. ↩", "long. So it was found by soundings.", "They were taken twice. ↩",
        ]  # fmt: skip
        assert passage(app) == "Two rivers[2"
        assert "more below" not in str(app.screen._box.border_subtitle)


async def test_a_long_note_in_a_low_terminal_says_that_there_is_more(start: Start) -> None:
    long = made_thread("A[^1] b.\n\n[^1]: " + "word " * 900, id="long")
    app = start(documents=[long])
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "i")
        assert isinstance(app.screen, Peek)
        assert "more below" in str(app.screen._box.border_subtitle)


async def test_enter_in_the_box_goes_to_the_note(start: Start) -> None:
    app = start(documents=[noted()])
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "j", "i", "enter")
        assert passage(app) == "The Ouse and"
        await press(pilot, "ctrl+o")
        assert passage(app) == "Two rivers[2"


async def test_peeking_from_a_note_shows_what_it_belongs_to(start: Start) -> None:
    app = start(documents=[noted()])
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "enter", "i")
        assert [line for line in peeked(app) if line] == ["The harbour[1] silts up."]


async def test_where_there_is_no_note_peeking_and_following_do_what_they_did(start: Start) -> None:
    app = start(documents=[noted()])
    async with app.run_test(size=SIZE) as pilot:
        await press(pilot, "right_square_bracket", "i")
        assert isinstance(app.screen, Peek)
        assert app.screen.sight.title.startswith("What this answers")
