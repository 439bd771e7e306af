"""Adding documents in the reader, and fetching them again, over a made site."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key
from textual.pilot import Pilot
from textual.widgets import Static

from reader.bookmarks import Bookmarks
from reader.errors import FetchError
from reader.library import Library
from reader.model.annotations import new_bookmark
from reader.model.selectors import describe
from reader.model.texts import Piece
from reader.ui.app import ThreadsideApp
from reader.ui.commands import Scope
from reader.ui.errand import Errand, Outcome, Stopped
from reader.ui.errands import Wish, read_wish
from reader.ui.screens.dialogs import TextDialog
from reader.ui.screens.taking import Taking
from tests.made_answers import discourse_topic, hacker_news_item, serve_discourse
from tests.made_site import MadeSite, Reply, as_json, made_site
from tests.ui.conftest import Start
from tests.ui.test_reading_screen import WIDE, entry_of, here, press, shown

STORY = "https://news.ycombinator.com/item?id=1"
ITEM = "https://hn.algolia.com/api/v1/items/1"
TOPIC = "https://talk.example/t/a-topic/12"
SECONDS = 20


@pytest.fixture
def site() -> Iterator[MadeSite]:
    with made_site() as made:
        yield made


@pytest.fixture
def reading(start: Start, site: MadeSite) -> Callable[[], ThreadsideApp]:
    """Build the app with a way to the made site."""

    def build() -> ThreadsideApp:
        app = start()
        app.session.open_client = lambda clock, allow_private: site.client(
            clock=clock, allow_private=allow_private
        )
        return app

    return build


def taking(app: ThreadsideApp) -> Taking:
    carrier = app.reading.carrier(Scope.TAKING)
    assert isinstance(carrier, Taking)
    return carrier


async def until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not is_so():
            await pilot.pause()
    await pilot.pause()


async def begin(app: ThreadsideApp, pilot: Pilot[None], typed: str) -> None:
    await press(pilot, "A")
    app.reading.line.line.put(typed)
    await press(pilot, "enter")


async def finish(app: ThreadsideApp, pilot: Pilot[None]) -> None:
    await until(pilot, lambda: taking(app).errand is None)
    await app.workers.wait_for_complete()
    await pilot.pause()


async def add(app: ThreadsideApp, pilot: Pilot[None], typed: str) -> None:
    await begin(app, pilot, typed)
    await finish(app, pilot)


async def update(app: ThreadsideApp, pilot: Pilot[None]) -> None:
    await press(pilot, "U")
    await finish(app, pilot)


def said(app: ThreadsideApp) -> str:
    """What a dialog says, or else the bottom line."""
    if isinstance(app.screen, TextDialog):
        return "\n".join([app.screen.heading, *(str(one.render()) for one in app.screen.query(Static))])
    return app.reading.keys.sentence


def story(*texts: str) -> Reply:
    items = (hacker_news_item(number, text=text) | {"parent_id": 1} for number, text in enumerate(texts, 2))
    return as_json(hacker_news_item(1, *items))


def topic(count: int, **words: str) -> dict[str, Any]:
    """A topic of which some posts, named p3 and so on, say something else."""
    made = discourse_topic(12, count)
    for post in made["post_stream"]["posts"]:
        post["cooked"] = words.get(f"p{post['post_number']}", post["cooked"])
    return made


# Adding


@pytest.mark.parametrize(("address", "entry"), [(STORY, "1"), (f"{STORY}#3", "3")])
async def test_an_address_opens_in_this_pane_where_it_leads(
    reading: Callable[[], ThreadsideApp], site: MadeSite, address: str, entry: str
) -> None:
    app = reading()
    site.serve(ITEM, story("One.", "Two."))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "J", "J")
        before = app.session.place(app.reading.page, 0)
        await add(app, pilot, address)
        assert app.reading.page.document.listing.title == "Whistling kettles"
        assert here(app) == (0, entry)
        assert said(app) == "New in the library: 2 comments"
        await press(pilot, "ctrl+o")
        assert app.session.place(app.reading.page, 0) == before


async def test_a_document_shown_already_is_added_where_it_is_shown(
    reading: Callable[[], ThreadsideApp], site: MadeSite
) -> None:
    app = reading()
    site.serve(ITEM, story("One."), story("One.", "Two."))
    async with app.run_test(size=WIDE) as pilot:
        await add(app, pilot, STORY)
        await press(pilot, "tab")
        await add(app, pilot, STORY)
        assert here(app)[0] == 0
        assert said(app).startswith("Fetched again: 1 new, 0 edited, 0 deleted")
        assert len(app.reading.panes[0].page.document) == 3  # type: ignore[union-attr]


@pytest.mark.parametrize("form", ["{}", "'{}'", "--as webvtt {}"])
async def test_a_file_is_added_by_its_path(
    reading: Callable[[], ThreadsideApp], tmp_path: Path, form: str
) -> None:
    path = tmp_path / "a talk.vtt"
    path.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Why?\n\n00:03.000 --> 00:04.000\n<v Bo>So.\n")
    app = reading()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab")
        await add(app, pilot, form.format(path))
        assert said(app).startswith("New in the library: 2 turns")
        assert here(app)[0] == 1
        assert "Ann · 0:01" in shown(app.reading.pane)


async def test_tab_completes_a_path_as_far_as_it_is_sure(
    reading: Callable[[], ThreadsideApp], tmp_path: Path
) -> None:
    for name in ("harbour-one.txt", "harbour-two.txt", ".harbour"):
        (tmp_path / name).touch()
    (tmp_path / "lake").mkdir()
    app = reading()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "A")
        line = app.reading.line.line
        for typed, completed in [
            ("ha", "harbour-"), ("harbour-t", "harbour-two.txt"), ("la", "lake/"), ("x", "x"), (".h", ".harbour"),
        ]:  # fmt: skip
            line.put(f"{tmp_path}/{typed}")
            await press(pilot, "tab")
            assert line.value == f"{tmp_path}/{completed}"
        assert app.reading.focused is line
        await press(pilot, "escape")
        assert not app.reading.line.display


async def test_keys_that_come_in_one_burst_are_all_heeded(
    reading: Callable[[], ThreadsideApp], tmp_path: Path
) -> None:
    (tmp_path / "harbour.txt").write_text("Ann: Why?\n\nBo: So.\n\nAnn: And then?\n\nBo: Nothing.\n")
    app = reading()
    async with app.run_test(size=WIDE) as pilot:
        await refused(app, pilot, f"{tmp_path}/harb")
        await press(pilot, "A")
        for key in ("up", "tab", "enter"):
            app.post_message(Key(key, None))
        await until(pilot, lambda: said(app).startswith("New in the library: 4 turns"))


def test_a_wish_is_read_as_the_command_line_and_a_shell_have_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "a b").touch()
    assert read_wish(" https://a.example/x y ") == Wish("https://a.example/x y")
    assert read_wish("a.example/x").source == "a.example/x"
    assert read_wish("~/a b").source == read_wish("'~/a b'").source == f"{tmp_path}/a b"
    assert read_wish(rf"{tmp_path}/a\ b").source == f"{tmp_path}/a b"
    wish = read_wish("--allow-private --as=reddit --thread 'on tides' --strict it's")
    assert wish == Wish("it's", frozenset({"allow-private", "strict"}), "reddit", "on tides")


# Refusals


async def refused(app: ThreadsideApp, pilot: Pilot[None], typed: str) -> str:
    """What is said of something that cannot be added; the library is as it was."""
    await press(pilot, "A")
    app.reading.line.line.put(typed)
    return await refused_now(app, pilot)


async def refused_now(app: ThreadsideApp, pilot: Pilot[None]) -> str:
    """The same, once it stands in the line."""
    before = app.session.library.listings()
    await press(pilot, "enter")
    await finish(app, pilot)
    assert isinstance(app.screen, TextDialog)
    found = said(app)
    await press(pilot, "escape")
    assert app.session.library.listings() == before
    assert app.reading.keys.sentence == ""
    return found


async def test_what_cannot_be_added_is_told_with_the_way_round(
    reading: Callable[[], ThreadsideApp], site: MadeSite, tmp_path: Path
) -> None:
    site.serve("https://door.example/", Reply(b"<title>Just a moment...</title>", 403))
    site.serve("https://www.reddit.com/comments/1.json", Reply(b"blocked by network security", 403))
    (tmp_path / "noise").write_bytes(b"[1, 2")
    app = reading()
    async with app.run_test(size=WIDE) as pilot:
        for typed, reason, way_round in [
            ("https://door.example/", "lets in only browsers", "add the file"),
            ("https://www.reddit.com/r/a/comments/1/b", "Reddit answers no programs", "add the file"),
            ("https://gone.example/", "has no such page", "Check the address"),
            (str(tmp_path / "noise"), "noise", ""),
            (str(tmp_path / "nowhere"), "no such file", "Check the name"),
            ("--as nonsense " + str(tmp_path / "noise"), "nonsense", "choose one of"),
            ("-", "keyboard", "name a file"),
        ]:
            told = await refused(app, pilot, typed)
            assert reason in told
            assert way_round.lower() in told.lower()
        await press(pilot, "A", "up")
        assert app.reading.line.line.value == "-"
        app.reading.line.line.put("")
        assert "keyboard" in await refused_now(app, pilot)


async def test_an_offline_machine_is_told(reading: Callable[[], ThreadsideApp]) -> None:
    app = reading()
    error = FetchError("https://a.example/", "a.example cannot be reached", "connect and try again")

    def offline(clock: Any, allow_private: bool) -> Any:
        raise error

    app.session.open_client = offline
    async with app.run_test(size=(80, 24)) as pilot:
        told = await refused(app, pilot, "https://a.example/")
        assert "Connect and try again." in told


# Stopping


async def test_escape_stops_and_leaves_the_library_as_it_was(
    reading: Callable[[], ThreadsideApp], site: MadeSite
) -> None:
    app, goes_on = reading(), threading.Event()
    reply = story("One.")
    site.serve(ITEM, Reply(reply.body, headers=reply.headers, waits_for=goes_on))
    async with app.run_test(size=WIDE) as pilot:
        before = app.session.library.listings()
        await begin(app, pilot, STORY)
        assert said(app) == "Adding news.ycombinator.com; Esc stops it"
        await press(pilot, "A")
        assert not app.reading.line.display
        await press(pilot, "j", "escape")
        assert said(app) == "Stopped; the library is as it was"
        threads = [one for one in threading.enumerate() if one.name == "errand"]
        goes_on.set()
        for thread in threads:
            await asyncio.to_thread(thread.join, SECONDS)
        await pilot.pause()
        assert app.session.library.listings() == before
        assert here(app)[0] == 0
        assert app.reading.page.document.listing.id == "on-tides"
        await add(app, pilot, STORY)
        assert said(app) == "New in the library: 1 comment"


@pytest.mark.parametrize("is_stopped", [True, False])
def test_an_errand_writes_nothing_once_stopped_and_all_once_it_writes(
    tmp_path: Path, is_stopped: bool
) -> None:
    from tests.samples import sample_thread

    Library(tmp_path / "library.db").close()
    errand, ready, told = Errand("Adding", tmp_path / "library.db"), threading.Event(), list[object]()

    def do(library: Library, errand: Errand) -> Outcome:
        assert ready.wait(SECONDS)
        return Outcome(library.add(sample_thread(), None, "").id, "", "")

    if is_stopped:
        assert errand.stop()
    errand.start(do, told.append, told.append, told.append)
    ready.set()
    for thread in [one for one in threading.enumerate() if one.name == "errand"]:
        thread.join(SECONDS)
    with Library(tmp_path / "library.db") as library:
        assert [one.id for one in library.listings()] == ([] if is_stopped else ["on-tides"])
    assert told == ([] if is_stopped else [Outcome("on-tides", "", "")])
    assert errand.stop() is is_stopped


def test_an_errand_tells_how_far_it_is_and_stops_while_a_text_is_read(tmp_path: Path) -> None:
    errand = Errand("Adding a.vtt", tmp_path / "library.db")
    assert errand.progress() == "Adding a.vtt"
    errand.watch(3 * 2**20, 4 * 2**20)
    assert errand.progress() == "Adding a.vtt: 3.0 of 4.0 MiB have come"
    errand.count("turns read", 1024, 2000)
    assert errand.progress() == "Adding a.vtt: 1,024 of 2,000 turns read"
    assert errand.stop()
    with pytest.raises(Stopped):
        errand.count("turns read", 1280, 2000)
    writing = Errand("Adding a.vtt", tmp_path / "library.db")
    writing.begin_writing(12)
    writing.count("entries stored", 0, 12)
    assert writing.progress() == "Adding a.vtt: writing 12 entries"


# Updating


async def test_an_update_is_told_marked_and_shown_beside_what_was(
    reading: Callable[[], ThreadsideApp], site: MadeSite, tmp_path: Path
) -> None:
    app = reading()
    serve_discourse(site, "https://talk.example", topic(4))
    async with app.run_test(size=WIDE) as pilot:
        await add(app, pilot, TOPIC)
        id = app.reading.page.document.listing.id
        bookmarks = Bookmarks(tmp_path / "bookmarks.jsonl")
        entry = app.session.library.document(id).entries[2]
        bookmarks.add(new_bookmark(describe(entry, Piece(0, 0, 4), Piece(0, 0, 4))))
        bookmarks.close()
        await press(pilot, "j", "j", "j")
        place = app.session.place(app.reading.page, 0)
        serve_discourse(
            site, "https://talk.example", topic(5, p3="<p>What post 3 says is another thing.</p>")
        )
        await update(app, pilot)
        assert said(app).startswith("Fetched again: 1 new, 1 edited, 0 deleted (V compares)")
        assert app.session.place(app.reading.page, 0) == place
        await until(pilot, lambda: app.reading.page.new == frozenset({4}))
        assert " · new" in shown(app.reading.pane)

        assert app.reading.page.go_to("3", 0, 3)
        await press(pilot, "V")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "What post 3 [-says.-] {+says is another thing.+}" in said(app)
        await press(pilot, "q")
        for entry_id, expected in (("5", "came with the last update"), ("2", "did not change this")):
            app.reading.page.go_to(entry_id, 0, 3)
            await press(pilot, "V")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert expected in said(app)
        await update(app, pilot)
        assert said(app).startswith("Fetched again: nothing new")
        assert entry_of(app.reading.pane) == "2"


async def test_a_document_without_an_address_is_not_fetched(reading: Callable[[], ThreadsideApp]) -> None:
    app = reading()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, "tab")
        await update(app, pilot)
        assert "did not come from an address" in said(app)
        await press(pilot, "escape", "V")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "No former state" in said(app)


async def test_what_an_import_found_is_shown(reading: Callable[[], ThreadsideApp], site: MadeSite) -> None:
    app = reading()
    site.serve(ITEM, story("One."))
    async with app.run_test(size=WIDE) as pilot:
        await add(app, pilot, STORY)
        await press(pilot, "colon", *"found", "enter")
        await until(pilot, lambda: isinstance(app.screen, TextDialog))
        assert "read as hacker-news: 1" in said(app)
