"""The command that fetches again, and adding by address, on the command line."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reader.bookmarks import Bookmarks
from reader.cli import commands
from reader.errors import FetchError
from reader.library import Library
from reader.model.annotations import new_bookmark
from reader.model.documents import Document, Edition
from reader.model.selectors import describe
from reader.model.texts import Piece
from reader.paths import Paths
from reader.seen import Seen, mark_of
from reader.state import load_state
from reader.update_commands import add_address, update
from tests.made import made_thread
from tests.made_answers import discourse_topic, serve_discourse
from tests.made_site import MadeSite, Reply, made_site


@pytest.fixture
def site(home: Path) -> Iterator[MadeSite]:
    with made_site() as made:
        yield made


@pytest.fixture
def library(home: Path) -> Iterator[Library]:
    with Library(Paths.find(os.environ).library) as library:
        yield library


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(update, ["--allow-private", *arguments])


def topic(count: int, **said: str) -> dict[str, Any]:
    """A topic of which some posts, named p3 and so on, say something else."""
    made = discourse_topic(12, count)
    for post in made["post_stream"]["posts"]:
        post["cooked"] = said.get(f"p{post['post_number']}", post["cooked"])
    return made


def add(site: MadeSite, library: Library, count: int = 4, path: str = "/t/a-topic/12") -> Document:
    serve_discourse(site, site.base, topic(count))
    added, document = add_address(library, site.base + path, None, allow_private=True)
    assert added.id == document.id
    return document


def test_an_address_is_added_and_reading_begins_where_it_leads(site: MadeSite, library: Library) -> None:
    document = add(site, library, path="/t/a-topic/12/3")
    state, _ = load_state(Paths.find(os.environ).state)
    assert state.documents[document.id].entry == "3"


def test_an_address_without_a_comment_leaves_places_alone(site: MadeSite, library: Library) -> None:
    add(site, library)
    state, _ = load_state(Paths.find(os.environ).state)
    assert state.documents == {}


def test_this_machine_is_not_asked_without_leave(site: MadeSite, library: Library) -> None:
    with pytest.raises(FetchError, match="not on the public internet"):
        add_address(library, f"{site.base}/t/a-topic/12", None, allow_private=False)
    id = add(site, library).id
    printed = CliRunner().invoke(update, [id])
    assert printed.exit_code == 1
    assert "--allow-private" in printed.output


def test_what_changed_is_told(site: MadeSite, library: Library) -> None:
    id = add(site, library).id
    serve_discourse(site, site.base, topic(5, p3="<p>What post 3 says now.</p>"))
    printed = asked(id)
    assert printed.exit_code == 0
    lines = printed.output.splitlines()
    assert lines[:2] == [f"{id}: A topic on kettles", "  1 new, 1 edited, 0 deleted"]
    assert "  new      5 writer5: What post 5 says." in lines
    assert "  edited   3 writer3: What post 3 says now." in lines
    assert "             “says.” became “says now.”" in lines


def test_the_former_text_is_shown_when_asked_for(site: MadeSite, library: Library) -> None:
    id = add(site, library).id
    none = CliRunner().invoke(commands, ["show", id, "--former"])
    assert (none.exit_code, "no former state" in none.output) == (1, True)
    serve_discourse(site, site.base, topic(4, p3="<p>Quite another saying.</p>"))
    asked(id)
    printed = [CliRunner().invoke(commands, ["show", id, "3", *more]).output for more in ([], ["--former"])]
    assert ["Quite another saying." in one for one in printed] == [True, False]
    assert ["What post 3 says." in one for one in printed] == [False, True]
    told = CliRunner().invoke(commands, ["show", id, "--former", "--json"])
    assert [entry["markdown"] for entry in json.loads(told.output)["entries"]][2] == "What post 3 says."


def test_nothing_new_is_said(site: MadeSite, library: Library) -> None:
    id = add(site, library).id
    assert asked(id).output.splitlines() == [f"{id}: A topic on kettles", "  nothing new"]


def test_without_a_name_all_that_was_fetched_is_fetched_again(site: MadeSite, library: Library) -> None:
    library.add(made_thread("A post.", id="from-file", url="https://a.example/"), None, "")
    id = add(site, library).id
    printed = asked()
    assert (printed.exit_code, printed.output.splitlines()[0]) == (0, f"{id}: A topic on kettles")
    assert "from-file" not in printed.output


def test_without_anything_fetched_there_is_nothing_to_do(site: MadeSite) -> None:
    printed = asked()
    assert printed.exit_code == 0
    assert "no document of the library was fetched" in printed.output


def test_one_that_fails_does_not_stop_the_others(site: MadeSite, library: Library) -> None:
    library.add(made_thread("A post.", id="from-file"), None, "")
    id = add(site, library).id
    printed = asked("from-file", id)
    assert printed.exit_code == 1
    assert "from-file: it did not come from an address" in printed.output
    assert f"{id}: A topic on kettles" in printed.output


def test_json_says_the_same(site: MadeSite, library: Library) -> None:
    id = add(site, library).id
    serve_discourse(site, site.base, topic(5))
    assert json.loads(asked("--json", id).output) == {
        "updates": [{
            "document": id, "is_changed": True, "new": ["5"], "edited": [], "deleted": [], "moved": {},
            "bookmarks": {"unmoved": 0, "moved": 0, "changed": 0, "orphaned": 0},
        }]
    }  # fmt: skip


def test_bookmarks_are_found_again_or_said_to_be_lost(site: MadeSite, library: Library) -> None:
    document = add(site, library)
    bookmarks = Bookmarks(Paths.find(os.environ).bookmarks)
    for entry in document.entries[1:3]:
        whole = Piece(0, 0, len(entry.passages[0].text))
        target = replace(describe(entry, whole, whole), document=document.id)
        bookmarks.add(new_bookmark(target, "", ()))
    bookmarks.close()
    serve_discourse(site, site.base, topic(4, p3="<p>Quite another thing altogether, about cups.</p>"))
    printed = asked(document.id)
    assert "bookmarks: 1 unmoved, 0 moved, 0 changed, 1 orphaned" in printed.output


def test_what_was_read_stays_read_and_the_rest_is_new_or_edited(site: MadeSite, library: Library) -> None:
    document = add(site, library)
    seen = Seen(Paths.find(os.environ).state.with_name("seen"))
    read, _ = seen.of(document.id, Edition.FULL)
    for entry in document.entries:
        read.see(entry.id, mark_of(entry))
    seen.save(document.id, Edition.FULL, read)
    serve_discourse(site, site.base, topic(5, p3="<p>What post 3 says now.</p>"))
    asked(document.id)
    read, _ = seen.of(document.id, Edition.FULL)
    standings = {
        one.id: read.standing(one.id, mark_of(one)).value for one in library.document(document.id).entries
    }
    assert standings == {"1": "seen", "2": "seen", "3": "edited", "4": "seen", "5": "new"}


def test_hostile_words_do_not_reach_the_terminal(site: MadeSite, library: Library) -> None:
    id = add(site, library).id
    serve_discourse(site, site.base, topic(5, p5="<p>\x1b[2J\u202eno&#27;]52;c;x&#7;</p>"))
    printed = asked(id).output
    assert "new      5" in printed
    assert not any(char in printed for char in "\x1b\x07\u202e")


def test_a_page_that_closed_is_said_in_one_line(site: MadeSite, library: Library) -> None:
    id = add(site, library).id
    site.serve(f"{site.base}/t/12.json", Reply(b"no", 500))
    printed = asked(id)
    assert printed.exit_code == 1
    assert len(printed.output.splitlines()) == 1
