"""Doubts are marked and explained; corrections show at once, on the same row, and are undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from textual.events import Key
from textual.pilot import Pilot

from reader.mending import Mending
from reader.model.documents import Document, Entry, EntryKind, Report
from reader.model.guesses import AUTHOR, PARENT, START, Guess
from reader.model.markdown import parse_markdown
from reader.settings import Settings
from reader.ui.app import ThreadsideApp
from reader.ui.doubts import explain_guesses
from reader.ui.layout import LineKind
from reader.ui.reading import Row
from reader.ui.screens.bookmark_list import BookmarkScreen
from reader.ui.screens.peeking import Peek
from reader.ui.sheet import TOP_ROWS
from tests.samples import sample_thread
from tests.ui.conftest import Start
from tests.ui.test_reading_screen import entry_of, press, shown

WIDE = (120, 24)
NARROW = (80, 24)
GUESSES = (
    Guess("c2", PARENT, 0.45, ("It quotes c1", "It follows c1."), "c6"),
    Guess("c4", AUTHOR, 0.4, ("It is spoken to as Bo",), "Bo Reed"),
    Guess("c5", PARENT, 0.9, ("It quotes c1 twice",), ""),
    Guess("c8", START, 0.3, ("Nothing but its first words",)),
)


def doubtful() -> Document:
    return replace(sample_thread(), report=Report(guesses=GUESSES))


async def until(pilot: Pilot[None], is_so: Callable[[], object]) -> None:
    """Wait until something holds."""
    app = pilot.app
    assert isinstance(app, ThreadsideApp)
    for _ in range(500):
        if is_so():
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError(f"not within 5 s: {app.screen} {said(app)}")


def said(app: ThreadsideApp) -> str:
    return app.reading.keys.sentence


def tree(app: ThreadsideApp) -> dict[str, str | None]:
    return {entry.id: entry.parent for entry in entries(app)}


def entries(app: ThreadsideApp) -> tuple[Entry, ...]:
    return app.session.library.document("on-tides").entries


def row(app: ThreadsideApp) -> int:
    """The row on which the words at the cursor begin."""
    page = app.reading.page
    position, passage = page.reading.cursor
    lines = page.lay_out(position).lines
    first = next(
        at for at, line in enumerate(lines) if line.kind is LineKind.TEXT and line.passage == passage
    )
    found = page.reading.row_of(Row(position, first))
    assert found is not None
    return found


def text_at(app: ThreadsideApp) -> str:
    """The line of the pane on that row."""
    return shown(app.reading.pane).split("\n")[row(app) + TOP_ROWS].strip()


async def corrected(app: ThreadsideApp, pilot: Pilot[None], *keys: str) -> None:
    """Press keys that correct something, and wait until it is shown."""
    revision = app.session.library.listing("on-tides").revision
    await press(pilot, *keys)
    await until(pilot, lambda: app.reading.page.document.listing.revision != revision and said(app))


async def known(app: ThreadsideApp, pilot: Pilot[None]) -> None:
    await until(pilot, lambda: app.reading.page.guesses)


# Doubts


@pytest.mark.parametrize("ascii", [False, True])
async def test_doubts_are_marked_and_stepped_through(start: Start, ascii: bool) -> None:
    app = start(Settings(ascii=ascii), documents=[doubtful()])
    async with app.run_test(size=(120, 200)) as pilot:
        await known(app, pilot)
        walked = []
        for _ in range(3):
            await press(pilot, "Z")
            walked.append(entry_of(app.reading.pane))
        assert walked == ["c2", "c4", "c8"]
        await press(pilot, "Z")
        assert "No doubt after" in said(app)
        await press(pilot, "E", "D")
        assert entry_of(app.reading.pane) == "c4"
        text = shown(app.reading.pane)
        assert "parent uncertain" in text
        assert "author uncertain" in text
        assert "start uncertain" in text
        assert [mark for mark in ("?45%", "?40%", "?30%", "?90%") if mark in text] == ["?45%", "?40%", "?30%"]
        await press(pilot, "H")
        assert "?30%" in shown(app.reading.pane)


async def test_a_document_without_guesses_has_no_doubts(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: app.reading.post_message(Key("Z", "Z")) and "noted no" in said(app))
        assert "The import of this document noted no doubts" in said(app)


async def test_peeking_says_why_and_what_else_it_may_be(start: Start) -> None:
    app = start(documents=[doubtful()])
    async with app.run_test(size=WIDE) as pilot:
        await known(app, pilot)
        await press(pilot, "Z", "i")
        assert isinstance(app.screen, Peek)
        told = str(app.screen.changes.render())
        assert "What it answers was inferred, 45% sure: It quotes c1; It follows c1." in told
        assert 'Or else "Another matter: see [/ x and [red]this[/red], ..." by Dee Fen.' in told
        await press(pilot, "escape", "G", "i")
        assert isinstance(app.screen, Peek)
        assert "Where it begins was inferred, 30% sure" in str(app.screen.changes.render())
        await press(pilot, "escape", "g", "i")
        assert "This answers nothing" in said(app)


@pytest.mark.parametrize(
    ("author", "text", "told"),
    [
        (None, "Short and sweet.", 'Or else "Short and sweet.".'),
        (None, "> Only words\n> of another", 'Or else "Only words of another".'),
        (None, "水" * 90, f'Or else "{"水" * 45} ...".'),
        (None, "", "Or else an entry without words."),
        ("Dee Fen", "", "Or else an entry without words by Dee Fen."),
    ],
)
async def test_what_else_it_may_be_is_said_by_what_can_be_seen_of_it(
    start: Start, author: str | None, text: str, told: str
) -> None:
    document = doubtful()
    rival = Entry(
        "c6", EntryKind.COMMENT, author=author, summary="Not its words", passages=parse_markdown(text)
    )
    entries = tuple(rival if entry.id == "c6" else entry for entry in document.entries)
    app = start(documents=[replace(document, entries=entries)])
    async with app.run_test(size=WIDE) as pilot:
        await known(app, pilot)
        page = app.reading.page
        (guess,) = page.guesses[page.document.columns.positions["c2"]]
        (said_of_it,) = explain_guesses([guess], page.document)
        assert said_of_it.endswith(told)


async def test_what_is_confirmed_is_no_doubt_any_more(start: Start) -> None:
    app = start(documents=[doubtful()])
    async with app.run_test(size=WIDE) as pilot:
        await known(app, pilot)
        await press(pilot, "Z")
        before = row(app)
        await corrected(app, pilot, "E", "y")
        assert (entry_of(app.reading.pane), row(app)) == ("c2", before)
        assert "?45%" not in shown(app.reading.pane)
        await press(pilot, "Z")
        assert entry_of(app.reading.pane) == "c4"


async def test_doubts_are_marked_in_whichever_pane_and_again_when_gone_back_to(start: Start) -> None:
    app = start(documents=[doubtful()])
    async with app.run_test(size=(120, 60)) as pilot:
        await known(app, pilot)
        await press(pilot, "tab", "D", *"On tides", "enter")
        await until(pilot, lambda: "?45%" in shown(app.reading.panes[1]))
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: app.reading.page.document.listing.id == "on-boats")
        await press(pilot, "alt+right")
        await until(pilot, lambda: "?45%" in shown(app.reading.panes[1]))


# Corrections


async def test_a_comment_is_moved_by_going_to_what_it_answers(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "l", "J", "E", "m")
        assert entry_of(app.reading.pane) == "c5"
        assert "Go to what c5 answers" in said(app)
        assert "moving" in shown(app.reading.pane)
        await press(pilot, "right_square_bracket")
        assert "Go to what c5 answers" in said(app)
        before = row(app)
        await corrected(app, pilot, "enter")
        assert tree(app)["c5"] == "c6"
        assert (entry_of(app.reading.pane), row(app)) == ("c6", before)
        assert "c5 moved under c6; E u undoes it" in said(app)
        await press(pilot, "ctrl+o")
        assert entry_of(app.reading.pane) == "c5"
        await press(pilot, "p")
        assert entry_of(app.reading.pane) == "c6"


async def test_a_comment_is_moved_to_the_top_and_by_the_list(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "l")
        before = row(app)
        await corrected(app, pilot, "E", "m", "0")
        assert tree(app)["c2"] is None
        assert (entry_of(app.reading.pane), row(app)) == ("c2", before)
        for key in ("E", "m", "m"):  # typed quickly
            app.reading.post_message(Key(key, key))
        await until(pilot, lambda: app.reading.pane.choices is not None)
        await corrected(app, pilot, *"Dee", "enter")
        assert tree(app)["c2"] == "c6"
        assert (entry_of(app.reading.pane), row(app)) == ("c2", before)


async def test_escape_leaves_a_comment_where_it_is(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "E", "m", "escape", "enter")
        assert "moving" not in shown(app.reading.pane)
        assert tree(app) == {entry.id: entry.parent for entry in sample_thread().entries}
        await press(pilot, "g", "E", "m")
        assert "Only comments" in said(app)
        await press(pilot, "E", "escape", "j")
        assert said(app) == ""


async def test_what_would_answer_itself_is_refused_in_words(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "E", "m", "l", "enter")
        await until(pilot, lambda: "it would answer itself" in said(app))
        assert "nothing was changed" in said(app)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_an_entry_is_split_at_the_passage_which_keeps_its_row(
    start: Start, size: tuple[int, int]
) -> None:
    app = start()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "right_square_bracket", "j")
        before, line = row(app), text_at(app)
        assert "twice" in line
        await corrected(app, pilot, "E", "s")
        assert entry_of(app.reading.pane) == "c1-2"
        assert tree(app)["c1-2"] == "c1"
        assert "│ │ It did so twice before." in text_at(app)
        assert row(app) == before
        assert "?50%" in shown(app.reading.pane)
        assert not app.reading.page.new
        await corrected(app, pilot, "E", "u")
        assert entries(app) == sample_thread().entries
        assert (entry_of(app.reading.pane), row(app), text_at(app)) == ("c1", before, line)
        await corrected(app, pilot, "E", "r")
        assert entry_of(app.reading.pane) == "c1-2"


async def test_an_entry_is_split_at_the_selection(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "v", "w", "w", "s")
        await corrected(app, pilot, "E", "s")
        found = {entry.id: entry.markdown for entry in entries(app)}
        assert found["c1"] == "The harbour"
        assert found["c1-2"].startswith("will silt up.")


async def test_splitting_where_nothing_is_before_is_said(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "E", "s")
        assert "Go to the passage" in said(app)
        await press(pilot, "h", "E", "s")
        assert "Expand it first" in said(app)


async def test_an_entry_is_joined_with_the_one_before_and_keeps_its_row(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "l", "j")
        before, line = row(app), text_at(app)
        assert "Not if it is dredged" in line
        await corrected(app, pilot, "E", "j")
        assert entry_of(app.reading.pane) == "c1"
        assert row(app) == before
        assert "Not if it is dredged" in text_at(app)
        assert tree(app)["c3"] == "c1"
        await corrected(app, pilot, "E", "u")
        assert (entry_of(app.reading.pane), row(app), text_at(app)) == ("c2", before, line)
        assert entries(app) == sample_thread().entries


async def test_an_author_is_named_by_typing_and_from_the_known_names(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "l", "l", "l", "E", "n", "m", "a")
        assert entry_of(app.reading.pane) == "c4"
        assert app.reading.line.display
        await press(pilot, "down")
        assert app.reading.line.line.value == "Cy Marsh"
        await corrected(app, pilot, "enter")
        assert {entry.id: entry.author for entry in entries(app)}["c4"] == "Cy Marsh"
        assert "author inferred" in shown(app.reading.pane)
        await press(pilot, "E", "n", *"Eve")
        await corrected(app, pilot, "enter")
        assert {entry.id: entry.author for entry in entries(app)}["c4"] == "Eve"
        await press(pilot, "E", "n")
        await corrected(app, pilot, "enter")
        assert {entry.id: entry.author for entry in entries(app)}["c4"] is None
        await press(pilot, "E", "n", "x", "escape")
        assert not app.reading.line.display
        assert entry_of(app.reading.pane) == "c4"


async def test_there_is_nothing_to_undo_at_first(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "E", "u")
        await until(pilot, lambda: "nothing of it was corrected" in said(app))


async def test_both_panes_show_what_was_corrected_as_they_were(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(
            pilot, "tab", "D", *"On tides", "enter", "G", "tab", "right_square_bracket", "J", "h", "K", "j"
        )
        await corrected(app, pilot, "E", "s")
        left, right = app.reading.panes
        assert entry_of(left) == "c1-2"
        assert entry_of(right) == "c8"
        assert left.page is not None
        assert "c6" in left.page.collapsed_ids()
        assert "c1-2" in right.page.document.columns.ids  # type: ignore[union-attr]


async def test_corrections_are_kept_for_the_command_line(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "j")
        await corrected(app, pilot, "E", "s")
        assert len(Mending(app.session.library).structure("on-tides").corrections) == 1


async def test_bookmarked_words_go_along_without_a_word(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "j", "a", *"note", "enter")
        await until(pilot, lambda: said(app).startswith("Bookmarked"))
        await corrected(app, pilot, "E", "s")
        await until(pilot, lambda: app.reading.page.glyphs.bookmark in shown(app.reading.pane))
        assert "bookmarks" not in said(app)
        await press(pilot, "B")
        await until(pilot, lambda: isinstance(app.screen, BookmarkScreen))
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is app.reading and entry_of(app.reading.pane) == "c1-2")
