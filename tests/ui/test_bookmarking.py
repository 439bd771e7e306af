"""Bookmarks, marks, words selected by keys, and what was read, in the reading screen."""

from __future__ import annotations

import json
import resource
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from reader.bookmarks import Bookmarks
from reader.library import Library
from reader.model.annotations import new_bookmark
from reader.model.codec import from_json
from reader.model.documents import Document
from reader.model.markdown import parse_markdown
from reader.model.selectors import Target, TextQuoteSelector
from reader.seen import Seen
from reader.ui.app import ThreadsideApp
from reader.ui.clerk import Clerk
from reader.ui.commands import Scope
from reader.ui.screens.bookmark_list import BookmarkScreen
from reader.ui.screens.bookmarking import Bookmarking
from reader.ui.screens.noting import NoteDialog
from tests.bench.made import made_thread
from tests.samples import sample_thread
from tests.ui.conftest import Start
from tests.ui.test_reading_screen import entry_of, press, shown

WIDE = (120, 40)
TALL = (120, 200)


async def until(pilot: Pilot[None], is_so: Callable[[], object]) -> None:
    """Wait until something holds."""
    app = pilot.app
    assert isinstance(app, ThreadsideApp)
    for _ in range(500):
        if is_so():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"not within 5 s: {app.screen} {said(app)}")


def said(app: ThreadsideApp) -> str:
    return app.reading.keys.sentence


def store(app: ThreadsideApp) -> Bookmarks:
    return Bookmarks(app.session.bookmarks_path)


def listed(app: ThreadsideApp) -> BookmarkScreen:
    assert isinstance(app.screen, BookmarkScreen)
    return app.screen


def drawn(app: ThreadsideApp) -> str:
    table = listed(app).table
    return "\n".join(table.render_line(y).text.rstrip() for y in range(table.size.height))


def edited(document: Document, **texts: str) -> Document:
    """A document whose entries of some ids say something else."""
    entries = (
        replace(entry, markdown=texts[entry.id], passages=parse_markdown(texts[entry.id]))
        if entry.id in texts
        else entry
        for entry in document.entries
    )
    return replace(document, entries=tuple(entries))


async def bookmark(app: ThreadsideApp, pilot: Pilot[None], note: str = "") -> None:
    await press(pilot, "a", *note, "enter")
    await until(pilot, lambda: said(app).startswith("Bookmark"))


# Selecting words


async def selected(pilot: Pilot[None], *keys: str) -> str:
    await press(pilot, *keys)
    app = pilot.app
    assert isinstance(app, ThreadsideApp)
    return app.reading.pane.selection.text()


async def test_keys_select_words_as_in_vim(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "right_square_bracket")
        assert await selected(pilot, "v") == "The"
        assert await selected(pilot, "l", "w") == "The harbour will"
        assert await selected(pilot, "h") == "The harbour"
        assert await selected(pilot, "dollar_sign") == "The harbour will silt up"
        assert await selected(pilot, "l") == "The harbour will silt up.\n\nIt"
        assert await selected(pilot, "o", "l") == "harbour will silt up.\n\nIt"
        assert await selected(pilot, "o", "s", "l") == "It did"
        assert await selected(pilot, "k") == "harbour will silt up.\n\nIt"
        assert await selected(pilot, "0") == "The harbour will silt up.\n\nIt"
        assert entry_of(app.reading.pane) == "c1"
        assert await selected(pilot, "v") == ""
        await press(pilot, "j")
        assert app.reading.page.reading.cursor.passage == 1


async def test_a_selection_ends_with_its_comment_and_stays_where_it_was(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "v")
        assert await selected(pilot, *["j"] * 9) == "The harbour will silt up.\n\nIt"
        assert "ends with the comment" in said(app)
        await press(pilot, "escape")
        assert app.reading.pane.selection.span is None
        await press(pilot, "l")
        assert entry_of(app.reading.pane) == "c2"


async def test_a_selection_scrolls_along_in_a_long_comment(start: Start) -> None:
    app = start()
    async with app.run_test(size=(120, 20)) as pilot:
        await press(pilot, *["right_square_bracket", "l", "l", "l"], "v", *["j"] * 40)
        words = app.reading.pane.selection.text()
        last = words.split()[-1]
        assert words.startswith("Sentence 0")
        assert last in shown(app.reading.pane)
        assert len(words) > 1_000
        await press(pilot, *["k"] * 40)
        assert app.reading.pane.selection.text() == "Sentence"
        assert "Sentence 0" in shown(app.reading.pane)


async def test_selected_words_are_copied_with_their_source(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "v", "l", "y")
        assert app.clipboard.startswith("> The harbour\n")
        await press(pilot, "Y")
        assert app.clipboard == "https://tides.example/posts/1"


async def test_nothing_is_selected_in_a_collapsed_comment(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "h", "v")
        assert "no word to select" in said(app)
        assert not app.reading.pane.selection.span


# Bookmarking


async def test_the_selection_or_the_passage_is_bookmarked_with_note_and_tags(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "right_square_bracket", "v", "l", "l")
        await bookmark(app, pilot, "so it is #sand")
        assert app.reading.pane.selection.span is None
        await press(pilot, "j")
        await bookmark(app, pilot)
        first, second = store(app).all()
        assert (first.words, first.note, first.tags) == ("The harbour will", "so it is", ("sand",))
        assert (second.words, second.note, second.target.title) == ("It did so twice before.", "", "On tides")
        await until(pilot, lambda: shown(app.reading.pane).count("◆") == 3)
        assert "◆2" in shown(app.reading.pane)


async def test_a_collapsed_comment_is_bookmarked_as_a_whole(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "right_square_bracket", "h")
        await bookmark(app, pilot)
        assert (store(app).all()[0].words, store(app).all()[0].target.entry) == ("", "c1")
        await until(pilot, lambda: "◆" in shown(app.reading.pane))


async def test_words_bookmarked_already_are_noticed_and_that_bookmark_is_changed(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "right_square_bracket")
        await bookmark(app, pilot, "one")
        await press(pilot, "a")
        dialog = app.screen
        assert isinstance(dialog, NoteDialog)
        await until(pilot, lambda: dialog.input.value == "one")
        assert "bookmarked already" in dialog.said
        await press(pilot, *" #two", "enter")
        await until(pilot, lambda: "changed" in said(app))
        [only] = store(app).all()
        assert (only.note, only.tags) == ("one", ("two",))


async def test_a_note_of_many_lines_is_added_to_and_never_flattened(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "right_square_bracket")
        await bookmark(app, pilot)
        store(app).change(store(app).all()[0].id, note="one\n\ntwo " + "x" * 100_000)
        await press(pilot, "a")
        dialog = app.screen
        assert isinstance(dialog, NoteDialog)
        await until(pilot, lambda: dialog.is_behind)
        assert dialog.input.value == ""
        await press(pilot, *"three", "enter")
        await until(pilot, lambda: "changed" in said(app))
        note = store(app).all()[0].note
        assert note.startswith("one\n\ntwo x")
        assert note.endswith("x\nthree")


async def test_tags_in_use_are_completed(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "right_square_bracket")
        await bookmark(app, pilot, "#Harbour")
        await press(pilot, "j", "a", *"see #har", "tab", "enter")
        await until(pilot, lambda: len(store(app).all()) == 2)
        assert store(app).all()[1].tags == ("Harbour",)


async def test_overlapping_bookmarks_are_counted_beside_their_passage(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "right_square_bracket", "v", "l", "l")
        await bookmark(app, pilot)
        await press(pilot, "v", "l", "s", "l", "l")
        await bookmark(app, pilot)
        await until(pilot, lambda: shown(app.reading.pane).count("◆2") == 2)
        assert app.reading.page.highlights.spans(1, 0, "")


async def test_what_another_program_adds_is_seen(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "right_square_bracket")
        target = Target("on-tides", "c8", TextQuoteSelector("A last remark."))
        store(app).add(new_bookmark(target))
        await until(pilot, lambda: "◆" in shown(app.reading.pane))


# Failures


@pytest.mark.parametrize("trouble", ["folder", "loop"])
async def test_what_cannot_be_saved_is_asked_again(start: Start, trouble: str) -> None:
    app = start()
    path = app.session.bookmarks_path
    path.mkdir() if trouble == "folder" else path.symlink_to(path)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "a", *"mine", "enter")
        await until(pilot, lambda: isinstance(app.screen, NoteDialog) and "Not saved" in app.screen.said)
        dialog = app.screen
        assert isinstance(dialog, NoteDialog)
        assert dialog.input.value == "mine"
        path.rmdir() if trouble == "folder" else path.unlink()
        await press(pilot, "enter")
        await until(pilot, lambda: said(app) == "Bookmarked")
        assert store(app).all()[0].note == "mine"


async def test_a_full_disk_is_said_and_nothing_is_half_written(start: Start) -> None:
    app = start()
    words = TextQuoteSelector("word " * 300_000)
    store(app).add_all([new_bookmark(Target("other", f"c{number}", words)) for number in range(2)])
    path = app.session.bookmarks_path
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket")
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, limits[1]))
        try:
            await press(pilot, "a", *"mine", "enter")
            await until(pilot, lambda: isinstance(app.screen, NoteDialog) and "Not saved" in app.screen.said)
            assert path.read_bytes() == before
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert isinstance(app.screen, NoteDialog)
        assert "larger than the disk or your account allows" in app.screen.said
        await press(pilot, "enter")
        await until(pilot, lambda: said(app) == "Bookmarked")
    assert path.read_bytes().startswith(before)
    assert store(app).all()[-1].note == "mine"


async def test_a_damaged_file_is_set_aside_and_said(start: Start) -> None:
    app = start()
    app.session.bookmarks_path.write_bytes(b"\x00\xff no bookmark\n")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "a", "enter")
        await until(pilot, lambda: "Bookmarked" in said(app))
        assert "kept as bookmarks.jsonl.damaged-" in said(app)
        [aside] = app.session.bookmarks_path.parent.glob("bookmarks.jsonl.damaged-*")
        assert aside.read_bytes() == b"\x00\xff no bookmark\n"


# Marks


async def test_marks_are_set_gone_to_and_kept(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "m", "q")
        await until(pilot, lambda: "Mark q is set" in said(app))
        await press(pilot, "J", "m", "Z")
        await until(pilot, lambda: "Mark Z is set" in said(app))
        await press(pilot, "grave_accent", "q")
        await until(pilot, lambda: entry_of(app.reading.pane) == "c1")
        await press(pilot, "grave_accent", "grave_accent")
        assert entry_of(app.reading.pane) == "c6"
        await press(pilot, "grave_accent", "grave_accent")
        assert entry_of(app.reading.pane) == "c1"
        await press(pilot, "grave_accent", "x")
        await until(pilot, lambda: "no mark x" in said(app))
        await press(pilot, "m", "1")
        assert "goes by a letter" in said(app)
        await press(pilot, "m", "escape", "J")
        assert entry_of(app.reading.pane) == "c6"
    again = start()
    async with again.run_test(size=WIDE) as pilot:
        await press(pilot, "tab", "grave_accent", "Z")
        await until(pilot, lambda: (again.reading.pane.side, entry_of(again.reading.pane)) == (0, "c6"))


# The list


async def open_list(app: ThreadsideApp, pilot: Pilot[None]) -> BookmarkScreen:
    await press(pilot, "B")
    screen = listed(app)
    await until(pilot, lambda: screen.shown_turn == screen.turn > 0)
    return screen


async def settled(pilot: Pilot[None], screen: BookmarkScreen) -> None:
    await until(pilot, lambda: screen.shown_turn == screen.turn)


async def test_the_list_filters_changes_deletes_and_brings_back(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket")
        await bookmark(app, pilot, "first #sand")
        await press(pilot, "J")
        await bookmark(app, pilot, "second [/ #rock")
        screen = await open_list(app, pilot)
        assert "second [/ #rock" in drawn(app)
        await press(pilot, "slash", *"san")
        await settled(pilot, screen)
        assert screen.table.total == 1
        await press(pilot, "enter", "n", *" more", "enter")
        await until(pilot, lambda: "changed" in screen.table.said)
        assert {one.note for one in store(app).all()} == {"first more", "second [/"}
        await press(pilot, "d")
        await until(pilot, lambda: "Deleted" in screen.table.said)
        assert len(store(app).all()) == 1
        await press(pilot, "u")
        await until(pilot, lambda: "It is back" in screen.table.said)
        assert len(store(app).all()) == 2
        await press(pilot, "u")
        await until(pilot, lambda: "Nothing was deleted" in screen.table.said)
        await press(pilot, "escape", "escape")
        assert app.screen is app.reading


async def test_letters_typed_in_the_filter_are_no_commands(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await bookmark(app, pilot)
        screen = await open_list(app, pilot)
        await press(pilot, "slash", *"deuAnqB")
        await settled(pilot, screen)
        assert screen.table.typed == "deuAnqB"
        assert len(store(app).all()) == 1
        await press(pilot, "escape")
        await settled(pilot, screen)
        assert screen.table.total == 1


async def test_tab_lists_those_of_all_documents_and_enter_goes_there(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        target = Target("on-boats", "t3", TextQuoteSelector("a map"), title="On boats")
        store(app).add(new_bookmark(target))
        screen = await open_list(app, pilot)
        assert screen.table.total == 0
        await press(pilot, "tab")
        await settled(pilot, screen)
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is app.reading and app.reading.pane.side == 1)
        assert entry_of(app.reading.pane) == "t3"
        assert app.reading.pane.has_target
        await press(pilot, "ctrl+o")
        assert app.reading.pane.side == 0


async def test_many_bookmarks_are_read_only_where_they_are_in_view(start: Start) -> None:
    app = start()
    marks = [
        new_bookmark(Target("on-tides", f"c{number % 8 + 1}", TextQuoteSelector(f"word {number}")))
        for number in range(3_000)
    ]
    store(app).add_all(marks)
    async with app.run_test(size=WIDE) as pilot:
        screen = await open_list(app, pilot)
        await until(pilot, lambda: screen.table.is_all)
        assert screen.table.total == 3_000
        assert len(screen.table.rows) < 100
        await press(pilot, "G")
        await until(pilot, lambda: screen.table.chosen)
        assert screen.table.chosen
        assert screen.table.chosen.words == "word 0"
        assert len(screen.table.rows) < 300


async def test_an_orphan_is_listed_opened_and_attached_again(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket")
        target = Target(
            "on-tides", "c6", TextQuoteSelector("Words that nobody wrote there at all"), author="Dee Fen"
        )
        store(app).add(new_bookmark(target, "keep"))
        screen = await open_list(app, pilot)
        await until(pilot, lambda: "Orphaned" in drawn(app))
        assert "A attach" in drawn(app)
        await press(pilot, "A")
        assert "A again attaches it" in screen.table.said
        await press(pilot, "j", "A", "A")
        await until(pilot, lambda: "Attached" in screen.table.said)
        [only] = store(app).all()
        assert (only.target.entry, only.words, only.note) == ("c1", "The harbour will silt up.", "keep")
        assert "Words that nobody wrote" in app.session.bookmarks_path.read_text()
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is app.reading)


async def test_going_to_an_orphan_opens_its_last_entry(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        store(app).add(
            new_bookmark(Target("on-tides", "c6", TextQuoteSelector("Words that nobody wrote there at all")))
        )
        await open_list(app, pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: "no longer here" in said(app))
        assert entry_of(app.reading.pane) == "c6"


# After a document was replaced


async def test_what_became_of_bookmarks_is_told_and_listed(start: Start, tmp_path: Path) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        for _ in range(3):
            await press(pilot, "right_square_bracket")
            await bookmark(app, pilot)
        with Library(tmp_path / "library.db") as library:
            library.add(edited(sample_thread(), c8="Quite other words, with nothing kept."), None, "sample")
    again = start()
    async with again.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "2 unmoved, 1 orphaned" in said(again))
        await press(pilot, "B")
        assert "not where they were" in drawn(again)
        assert "Orphaned" in drawn(again)
        assert listed(again).table.total == 1
        await press(pilot, "tab")
        await settled(pilot, listed(again))
        assert listed(again).table.total == 3


async def test_a_document_replaced_while_words_are_selected_is_shown_anew(
    start: Start, tmp_path: Path
) -> None:
    thread = from_json(made_thread(300))
    app = start(documents=(thread,))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "v")
        with Library(tmp_path / "library.db") as library:
            library.add(thread, None, "sample")
        app.reading.page.document._entries.clear()
        await press(pilot, *["j"] * 5, "a", *"on", "enter")
        await until(pilot, lambda: app.screen is app.reading)
        await press(pilot, "g", "v", "l", "escape", "B", "escape")
        assert app.reading.page.document.listing.id == thread.id


# What was read


async def test_what_was_stepped_over_or_rested_in_view_is_read(start: Start) -> None:
    app = start()
    async with app.run_test(size=(120, 12)) as pilot:
        await press(pilot, "right_square_bracket")
        await press(pilot, *["j"] * 2)
        assert entry_of(app.reading.pane) == "c2"
        await press(pilot, "full_stop")
        assert "read yet" in said(app)
        assert entry_of(app.reading.pane) == "c3"
        await press(pilot, "comma")
        assert entry_of(app.reading.pane) == "post"
        await press(pilot, "Q")
    seen, problem = Seen(app.session.state_path.with_name("seen")).of("on-tides", sample_thread().edition)
    assert problem is None
    assert {id for id, mark in seen.marks.items() if mark} == {"c1", "c2", "c3"}


async def test_new_and_edited_comments_are_marked_after_an_update(start: Start, tmp_path: Path) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await pilot.pause()
        await until(pilot, lambda: "8 comments" in shown(app.reading.pane))
        await press(pilot, "right_square_bracket", *["full_stop"] * 3)
        assert " new" not in shown(app.reading.pane)
        await press(pilot, "Q")
    thread = edited(sample_thread(), c2="Not if it is dredged twice, say others who know.")
    comment = replace(thread.entries[-1], id="c9", markdown="Fresh.", passages=parse_markdown("Fresh."))
    with Library(tmp_path / "library.db") as library:
        library.add(replace(thread, entries=(*thread.entries, comment)), None, "sample")
    again = start()
    async with again.run_test(size=TALL) as pilot:
        await until(pilot, lambda: "1 new since you were here" in said(again))
        await until(pilot, lambda: "edited since you read it" in shown(again.reading.pane))
        assert shown(again.reading.pane).count("· new") == 1
        await press(pilot, "g", "full_stop")
        assert entry_of(again.reading.pane) == "c2"
        await press(pilot, "full_stop")
        assert entry_of(again.reading.pane) == "c9"


async def test_what_was_read_counts_from_a_date_that_the_reader_chooses(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "w", *"2031-05-10", "enter")
        await press(pilot, "full_stop")
        assert entry_of(app.reading.pane) == "c7"
        await press(pilot, "full_stop")
        assert entry_of(app.reading.pane) == "c8"


async def test_what_was_read_is_kept_when_saving_failed_at_first(start: Start) -> None:
    app = start()
    folder = app.session.state_path.with_name("seen")
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: (folder / "on-tides.json").exists())
        await press(pilot, "right_square_bracket", "full_stop")
        kept = (folder / "on-tides.json").read_bytes()
        (folder / "on-tides.json").unlink()
        (folder / "on-tides.json").mkdir()
        carrier = app.reading.carrier(Scope.BOOKMARKING)
        assert isinstance(carrier, Bookmarking)
        carrier.seeing.save()
        await until(pilot, lambda: "What you read is not kept" in said(app))
        (folder / "on-tides.json").rmdir()
        (folder / "on-tides.json").write_bytes(kept)
        await press(pilot, "Q")
    assert json.loads((folder / "on-tides.json").read_text())["seen"]["full"]["c1"]


# The clerk


class Drawer:
    """What a clerk of these tests works with."""

    def __init__(self) -> None:
        self.is_closed = False

    def close(self) -> None:
        self.is_closed = True


def test_a_clerk_finishes_what_was_asked_and_leaves_slices() -> None:
    drawer, done = Drawer(), list[int]()
    clerk = Clerk(lambda: drawer, lambda call: call(), lambda sentence: None)
    clerk.ask_in_slices(lambda _: iter(range(10**9)), lambda _: None)
    for number in range(20):
        clerk.ask(lambda _, number=number: number, done.append)  # type: ignore[misc]
    clerk.close()
    assert done == list(range(20))
    assert drawer.is_closed
