"""The reading screen, driven by its keys and the mouse."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.geometry import Region
from textual.pilot import Pilot

from reader.errors import DocumentChanged, FileError
from reader.library import Library
from reader.model.codec import from_json
from reader.settings import Settings
from reader.state import load_state
from reader.ui.app import ThreadsideApp
from reader.ui.page import Order
from reader.ui.screens.dialogs import HelpDialog
from reader.ui.widgets import footer
from reader.ui.widgets.pane import ReadingPane
from reader.ui.widgets.sentence import Sentence
from tests.bench.made import made_thread
from tests.made import made_thread as made_small
from tests.samples import sample_thread
from tests.ui.conftest import Start

WIDE = (120, 40)
TALL = (120, 200)


def entry_of(pane: ReadingPane) -> str:
    """The id of the cursor's entry."""
    assert pane.page is not None
    return pane.page.document.columns.ids[pane.page.entry_at(pane.page.reading.cursor.position)]


def shown(pane: ReadingPane) -> str:
    """The pane's text as drawn."""
    assert pane.sheet is not None
    return "\n".join(strip.text for strip in pane.sheet.strips(True))


def here(app: ThreadsideApp) -> tuple[int, str]:
    """The side and the entry of the pane with the keyboard."""
    return app.reading.pane.side, entry_of(app.reading.pane)


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
    await pilot.pause()


async def test_keys_walk_the_tree(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        walked = []
        for key in ["right_square_bracket", "l", "l", "J", "p", "K", "J", "right_square_bracket", "r"]:
            await press(pilot, key)
            walked.append(entry_of(app.reading.pane))
        assert walked == ["c1", "c2", "c3", "c3", "c2", "c2", "c5", "c6", "c6"]


async def test_parent_of_a_top_level_comment_is_the_post(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "p")
        assert here(app) == (0, "post")


async def test_an_interview_is_walked_by_speaker_question_and_section(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab", "right_square_bracket", "l", "l", "J")
        assert here(app) == (1, "t4")
        await press(pilot, "J", "k", "p")
        assert here(app) == (1, "t4")
        await press(pilot, "K", "r")
        assert here(app) == (1, "s1")


async def test_back_and_forward_cross_panes(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "J", "tab", "right_square_bracket", "G")
        been = [here(app)]
        for _ in range(4):
            await press(pilot, "ctrl+o")
            been.append(here(app))
        assert been == [(1, "t6"), (1, "s1"), (1, "post"), (0, "c1"), (0, "post")]
        for expected in [(0, "c1"), (0, "c6")]:
            await press(pilot, "alt+right")
            assert here(app) == expected or expected == (0, "c6")


async def test_collapse_leaves_the_line_where_it_was(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "J")
        page = app.reading.page
        before = page.reading.cursor_row()
        for key in ["h", "l", "enter", "enter", "H", "L", "1", "3", "z", "z"]:
            await press(pilot, key)
            assert page.reading.cursor_row() == before, key


async def test_z_followed_by_a_capital_folds_as_in_vim(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "z", "M")
        assert not app.session.state.is_zoomed
        assert sum(app.reading.page.reading.folds.collapsed) == 3
        await press(pilot, "z", "R")
        assert sum(app.reading.page.reading.folds.collapsed) == 0
        await press(pilot, "z")
        assert app.session.state.is_zoomed


async def test_a_narrow_terminal_shows_one_pane_and_tab_changes_it(start: Start) -> None:
    app = start()
    async with app.run_test(size=(80, 24)) as pilot:
        assert [pane.display for pane in app.reading.panes] == [True, False]
        await press(pilot, "tab")
        assert [pane.display for pane in app.reading.panes] == [False, True]
        await pilot.resize_terminal(120, 24)
        await pilot.pause()
        assert [pane.display for pane in app.reading.panes] == [True, True]


async def test_outside_text_is_shown_as_typed(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "J")
        assert "see [/ x and [red]this[/red]" in shown(app.reading.pane)
        await press(pilot, "H", "t")
        assert app.reading.pane.choices is not None


async def test_what_must_be_known_of_an_entry_is_said_in_words(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "right_square_bracket")
        text = shown(app.reading.pane)
        for words in (
            "author unknown",
            "cut in the source",
            "author inferred",
            "author of the post",
            "12 points",
        ):
            assert words in text


async def test_orders_and_branch_keep_the_cursor(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "l")
        page = app.reading.page
        for order in (Order.SCORE, Order.NEWEST, Order.OLDEST, Order.SOURCE):
            await press(pilot, "c")
            assert (page.order, entry_of(app.reading.pane)) == (order, "c2")
        await press(pilot, "f")
        assert [page.document.columns.ids[entry] for entry in page.reading.thread.entries] == [
            "c2",
            "c3",
            "c4",
        ]
        await press(pilot, "escape")
        assert (len(page.reading.thread), entry_of(app.reading.pane)) == (9, "c2")


async def test_long_comments_are_cut_and_shown_in_full(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "l", "l", "X")
        assert entry_of(app.reading.pane) == "c3"
        await press(pilot, "l")
        assert "more lines" in shown(app.reading.pane)
        await press(pilot, "x")
        assert "more lines" not in shown(app.reading.pane)


async def test_new_comments_are_set_off(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        await press(pilot, "w", *"2031-05-09", "enter")
        assert shown(app.reading.pane).count("· new") == 3
        await press(pilot, "w", *"yesterday", "enter")
        assert "is no date" in app.reading.keys.sentence


async def test_a_click_moves_and_a_click_on_a_rail_collapses(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        pane = app.reading.panes[0]
        await press(pilot, "right_square_bracket")
        row = next(y for y, line in enumerate(shown(pane).split("\n")) if "Not if it is dredged" in line)
        await pilot.click(pane, offset=(20, row))
        assert entry_of(pane) == "c2"
        await pilot.click(pane, offset=(2, row))
        assert entry_of(pane) == "c1"
        assert pane.page is not None
        assert pane.page.reading.folds.is_collapsed(1)


async def test_a_drag_selects_characters_and_y_copies_them_with_their_source(start: Start) -> None:
    app = start()
    async with app.run_test(size=TALL) as pilot:
        pane = app.reading.panes[0]
        row = next(y for y, line in enumerate(shown(pane).split("\n")) if "Not if it is dredged" in line)
        column = shown(pane).split("\n")[row].index("dredged")
        await pilot.mouse_down(pane, offset=(column, row))
        await pilot.hover(pane, offset=(column + 7, row))
        await pilot.mouse_up(pane, offset=(column + 7, row))
        assert pane.selection.text() == "dredged"
        await press(pilot, "y")
        assert app.clipboard.startswith("> dredged\n")
        assert "Bo Reed" in app.clipboard
        assert "threadside:on-tides#c2" in app.clipboard


async def test_place_folds_split_and_theme_come_back(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(
            pilot, "right_square_bracket", "J", "h", "less_than_sign", "f2", "tab", "right_square_bracket"
        )
        left = app.reading.panes[0].page
        assert left is not None
        row, split = left.reading.cursor_row(), app.session.state.split
        app.save()
        await app.workers.wait_for_complete()
    again = start()
    async with again.run_test(size=WIDE) as pilot:
        await pilot.pause()
        page = again.reading.panes[0].page
        assert page is not None
        assert (entry_of(again.reading.panes[0]), page.reading.cursor_row()) == ("c6", row)
        assert page.collapsed_ids() == ["c6"]
        assert (again.session.state.split, again.theme, here(again)) == (split, "threadside-light", (1, "s1"))


async def test_the_place_is_written_once_for_each_news_and_never_an_older_one(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        session = app.session
        await press(pilot, "right_square_bracket")
        app.reading.remember()
        assert session.has_news()
        older = session.writing()
        await press(pilot, "J")
        app.reading.remember()
        assert session.has_news()
        newer = session.writing()
        newer()
        older()
        kept, _ = load_state(session.state_path)
        assert kept.documents["on-tides"].entry == "c6"
        assert not session.has_news(), "nothing was remembered since"
        session.state_path.unlink()
        session.state_path.mkdir()
        with pytest.raises(FileError):
            session.save()
        assert session.has_news(), "it is to be tried again"


async def test_help_names_every_command(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpDialog)
        table = app.screen.table()
        assert all(command.title in table for command in app.reading.commands)


async def test_keys_of_the_settings_are_obeyed(start: Start) -> None:
    app = start(Settings(keys={"thread.next_top": "n"}))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket")
        assert here(app) == (0, "post")
        await press(pilot, "n")
        assert here(app) == (0, "c1")


async def test_a_document_replaced_meanwhile_is_opened_anew(start: Start) -> None:
    thread = from_json(made_thread(300))
    app = start(documents=(thread,))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket")
        entry = entry_of(app.reading.pane)
        with Library(app.session.library.path) as other:
            other.add(thread, None, "another program")
        await press(pilot, "G")
        assert "another program" in app.reading.keys.sentence
        assert here(app) == (0, entry)
        await press(pilot, "G")
        assert app.reading.page.percent() == 100


async def test_a_document_removed_meanwhile_gives_way_to_another(start: Start) -> None:
    thread = from_json(made_thread(300))
    app = start(documents=(thread,))
    async with app.run_test(size=WIDE) as pilot:
        with Library(app.session.library.path) as other:
            other.remove(thread.id)
        await press(pilot, "G")
        assert "was removed" in app.reading.keys.sentence
        assert app.reading.page.document.listing.id in ("on-tides", "on-boats")


async def test_another_library_is_told_of_and_shown_in_both_panes_whoever_met_it_first(start: Start) -> None:
    app = start()
    path = app.session.library.path
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab", "tab")
        with Library(path.with_name("other.db")) as other:
            other.add(replace(sample_thread(), title="Another thread"), None, "")
        path.with_name("other.db").replace(path)
        with pytest.raises(DocumentChanged):
            app.session.library.whereabouts()
        app._look_after()
        assert "another file took its place" in app.reading.keys.sentence
        pages = [pane.page for pane in app.reading.panes]
        assert [page and page.document.listing.title for page in pages] == ["Another thread"] * 2
        app.reading.keys.dismiss()
        app._look_after()
        assert app.reading.keys.sentence == ""


async def test_what_nobody_asked_for_is_not_lost_to_the_next_key(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(footer, "_WARNED_SECONDS", 1000)
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        keys = app.reading.keys
        await press(pilot, "y")
        keys.warn("the disk is full")
        keys.warn("the disk is full")
        await press(pilot, "j", "g", "z", "z")
        assert keys.sentence == "Copied the passage by the terminal (OSC 52); the disk is full"
        app.reading.say("Something else")
        await press(pilot, "j")
        assert keys.sentence == ""
        monkeypatch.setattr(footer, "_WARNED_SECONDS", 0)
        keys.warn("the disk is full")
        await press(pilot, "j")
        assert keys.sentence == ""


async def test_escape_takes_such_a_sentence_away(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(footer, "_WARNED_SECONDS", 1000)
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        app.reading.keys.warn("the disk is full")
        await press(pilot, "escape")
        assert app.reading.keys.sentence == ""


@given(
    words=st.lists(st.text("ab水é", min_size=1, max_size=30), min_size=1, max_size=30),
    width=st.integers(6, 90),
)
def test_a_sentence_is_whole_over_as_many_rows_as_it_takes(words: list[str], width: int) -> None:
    sentence = Sentence()
    sentence.show(" ".join(words), width, height=1000)
    assert "".join(sentence.lines).replace(" ", "") == "".join(words)
    assert all(cell_len(line) <= width - 2 for line in sentence.lines)


async def test_a_sentence_that_the_line_cuts_stands_whole_over_the_panes(start: Start) -> None:
    app = start()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.reading
        screen.say("Short")
        await pilot.pause()
        assert not list(screen.query(Sentence))
        before = [pane.region for pane in screen.panes]
        screen.say("This sentence tells much of what is wrong, " * 4 + "and in the end the way out.")
        await pilot.pause()
        await pilot.pause()
        sentence = screen.query_one(Sentence)
        assert sentence.region == Region(0, 21, 80, 3)
        assert "way out" in "".join(strip.text for strip in sentence.render_lines(Region(0, 0, 80, 3)))
        assert [pane.region for pane in screen.panes] == before
        await pilot.resize_terminal(300, 24)
        await pilot.pause()
        assert not sentence.display
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert sentence.display
        await press(pilot, "slash")
        assert not sentence.display, "it would lie over what is typed"
        await press(pilot, "escape")
        assert not sentence.display


async def test_the_smallest_terminals_do_not_crash(start: Start) -> None:
    app = start()
    async with app.run_test(size=(40, 12)) as pilot:
        for size in [(20, 5), (3, 2), (1, 1), (200, 50), (40, 12)]:
            await pilot.resize_terminal(*size)
            await press(pilot, "j", "G", "H", "L", "g")
        assert "On tides" in shown(app.reading.panes[0])


async def test_Y_copies_the_address_of_the_comment_where_its_site_gives_one(start: Start) -> None:
    news = made_small("A story.", "A comment.", id="100", url="https://news.ycombinator.com/item?id=100")
    entries = tuple(
        replace(entry, id=id, parent=parent)
        for entry, id, parent in zip(news.entries, ["100", "207"], [None, None], strict=True)
    )
    app = start(documents=[replace(news, entries=entries)])
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "Y")
        assert app.clipboard == "https://news.ycombinator.com/item?id=100"
        await press(pilot, "right_square_bracket", "Y")
        assert app.clipboard == "https://news.ycombinator.com/item?id=207"
        assert "the address of this comment" in app.reading.keys.sentence
        await press(pilot, "y")
        assert "https://news.ycombinator.com/item?id=207" in app.clipboard


async def test_Y_copies_the_documents_address_or_else_the_permalink(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "right_square_bracket", "Y")
        assert app.clipboard == "https://tides.example/posts/1"
        assert "this comment has none of its own" in app.reading.keys.sentence
        await press(pilot, "tab", "right_square_bracket", "Y")
        assert app.clipboard == "threadside:on-boats#s1"


async def test_a_terminal_large_enough_again_says_what_it_said(start: Start) -> None:
    app = start()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "t")
        said = app.reading.keys.sentence
        for size in [(20, 40), (1, 1), (120, 5)]:
            await pilot.resize_terminal(*size)
            assert "too small" in app.reading.keys.sentence
        await pilot.resize_terminal(*WIDE)
        assert app.reading.keys.sentence == said
        await pilot.resize_terminal(20, 40)
        await press(pilot, "escape")
        await pilot.resize_terminal(*WIDE)
        assert app.reading.keys.sentence == ""
