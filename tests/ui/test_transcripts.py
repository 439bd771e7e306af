"""Questions, times and speakers of a transcript, by the keys."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from textual.pilot import Pilot

from reader.model.documents import Document, EntryKind
from reader.ui.app import ThreadsideApp
from reader.ui.commands import Scope
from reader.ui.screens.dialogs import LetterDialog, QuestionDialog
from reader.ui.screens.transcripts import Transcripts
from tests.samples import sample_interview
from tests.ui.conftest import Start, listed
from tests.ui.test_reading_screen import WIDE, entry_of, here, press, shown

NEXT, PREVIOUS = "right_parenthesis", "left_parenthesis"
Kind = TypeVar("Kind")


def timed(id: str = "on-boats") -> Document:
    """The interview with a turn every ten minutes."""
    entries = sample_interview().entries
    times = {f"t{number}": 600.0 * number for number in range(1, 7)}
    return replace(
        sample_interview(),
        id=id,
        entries=tuple(replace(entry, starts_at=times.get(entry.id)) for entry in entries),
    )


async def settle(app: ThreadsideApp, pilot: Pilot[None]) -> None:
    """Wait for what is done aside, and for what follows."""
    await app.workers.wait_for_complete()
    await pilot.pause()


async def ask(app: ThreadsideApp, pilot: Pilot[None], *keys: str) -> None:
    await press(pilot, *keys)
    await settle(app, pilot)


async def write(pilot: Pilot[None], text: str) -> None:
    """Type a text over what stands in a line, and Enter."""
    await press(pilot, "end", "ctrl+u", *(one if one != " " else "space" for one in text), "enter")


def top(app: ThreadsideApp, kind: type[Kind]) -> Kind:
    assert isinstance(app.screen, kind)
    return app.screen


def collapsed(app: ThreadsideApp) -> list[str]:
    return app.reading.page.collapsed_ids()


async def test_questions_are_walked_and_the_place_left_is_remembered(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab")
        walked = []
        for key in (NEXT, NEXT, NEXT, NEXT, PREVIOUS, "ctrl+o"):
            await ask(app, pilot, key)
            walked.append(entry_of(app.reading.pane))
        # The interviewer asks even where no mark says so.
        assert walked == ["t1", "t4", "t6", "t6", "t4", "t6"]


async def test_answers_are_collapsed_and_expanded_and_the_line_stays(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab", "right_square_bracket", "l", "h")
        await press(pilot, "l")
        before = collapsed(app)
        row = app.reading.page.reading.cursor_row()
        await ask(app, pilot, "O")
        assert collapsed(app) == [*before, "t2", "t3", "t5"]
        assert app.reading.page.reading.cursor_row() == row
        assert app.reading.keys.sentence == "3 questions; the answers are collapsed"
        await ask(app, pilot, "O")
        assert collapsed(app) == before


async def test_a_time_is_gone_to_by_the_line_and_by_the_palette(start: Start) -> None:
    app = start(documents=[timed("on-times")])
    async with app.run_test(size=WIDE) as pilot:
        for key, typed, entry in [
            ("at", "10:00", "t1"),
            ("colon", "25:00", "t2"),
            ("colon", "1:59:59", "t6"),
        ]:
            await press(pilot, key, *typed, "enter")
            await settle(app, pilot)
            assert here(app) == (0, entry)
            assert app.reading.keys.sentence.startswith("The turn of ")
        await press(pilot, "ctrl+o", "ctrl+o", "ctrl+o")
        assert here(app) == (0, "post")


async def test_no_time_goes_nowhere(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab", "at", *"noon", "enter")
        assert "is no time" in app.reading.keys.sentence
        await press(pilot, "at", *"1:00", "enter")
        await settle(app, pilot)
        assert app.reading.keys.sentence == "No times of a recording are known here"
        await press(pilot, "at", *"1:00", "escape")
        assert not app.reading.line.display
        await press(pilot, "at", "enter")
        assert here(app) == (1, "post")


async def test_a_thread_says_why_these_keys_do_nothing(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        for key in (NEXT, PREVIOUS, "O", "at", "S"):
            await ask(app, pilot, key)
            assert app.reading.keys.sentence.startswith("This is a thread")
            assert app.screen is app.reading


async def test_a_speaker_is_renamed_merged_and_given_back(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab")
        await ask(app, pilot, NEXT)
        place, row = entry_of(app.reading.pane), app.reading.page.reading.cursor_row()
        await ask(app, pilot, "S")
        assert listed(app).count == 2
        await press(pilot, "down", "enter")
        await settle(app, pilot)
        assert isinstance(app.screen, QuestionDialog)
        await write(pilot, "Bede Marrow")
        await settle(app, pilot)
        assert app.reading.keys.sentence.startswith("Guest is called Bede Marrow now")
        assert "Bede Marrow" in shown(app.reading.pane)
        assert "Guest" not in shown(app.reading.pane)
        assert (entry_of(app.reading.pane), app.reading.page.reading.cursor_row()) == (place, row)

        await ask(app, pilot, "S", "down", "enter")
        await write(pilot, "Interviewer")
        await settle(app, pilot)
        assert isinstance(app.screen, LetterDialog)
        assert "speaks here already" in app.screen.heading
        await ask(app, pilot, "y")
        assert {
            one.author
            for one in app.session.library.document("on-boats").entries
            if one.kind is EntryKind.TURN
        } == {"Interviewer"}

        await ask(app, pilot, "S", "end", "enter")
        await settle(app, pilot)
        assert app.session.library.document("on-boats").entries == sample_interview().entries


async def test_two_are_not_made_one_unless_that_is_confirmed(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab")
        await ask(app, pilot, "S", "enter")
        await write(pilot, "Guest")
        await settle(app, pilot)
        await ask(app, pilot, "n")
        await ask(app, pilot, "S", "enter", "escape")
        assert app.session.library.document("on-boats").entries == sample_interview().entries


async def test_a_document_removed_meanwhile_is_said(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab")
        transcripts = app.reading.carrier(Scope.TRANSCRIPTS)
        assert isinstance(transcripts, Transcripts)
        app.session.library.remove("on-boats")
        transcripts.rename("on-boats", "Guest", "Bo")
        await settle(app, pilot)
        assert "no document goes by this name" in app.reading.keys.sentence
