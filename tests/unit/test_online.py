"""From an address into the library, and again: nothing lost, every change told, or all as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reader.errors import FetchError, NotInLibrary, SourceError, ThreadsideError
from reader.library import Library
from reader.model.documents import Edition, Flag
from reader.online import Taken, find_fetch, is_fetched, take_address, update
from tests.made import made_thread
from tests.made_answers import (
    discourse_topic,
    forum_comment,
    forum_post,
    hacker_news_item,
    serve_discourse,
    serve_forum,
)
from tests.made_site import MadeSite, Reply, as_json, made_site

POST = "aB3dE5gH7jK9mN1pQ"
PAGE = f"https://www.lesswrong.com/posts/{POST}"
STORY = "https://news.ycombinator.com/item?id=1"
ITEM = "https://hn.algolia.com/api/v1/items/1"
LONG = "What this comment has to say is long enough to be told from others."


@pytest.fixture
def site() -> Iterator[MadeSite]:
    with made_site() as made:
        yield made


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as opened:
        yield opened


def take(library: Library, site: MadeSite, typed: str, **options: Any) -> Taken:
    with site.client() as client:
        return take_address(library, typed, client, **options)


def again(library: Library, site: MadeSite, id: str) -> Taken:
    with site.client() as client:
        return update(library, id, client)


def story(*texts: str) -> Reply:
    """A story with comments numbered from 2 on; an empty text is of a comment that is not there."""
    items = (hacker_news_item(number, text=text) for number, text in enumerate(texts, 2) if text)
    return as_json(hacker_news_item(1, *(item | {"parent_id": 1} for item in items)))


def test_what_is_at_an_address_is_taken_with_its_answer(library: Library, site: MadeSite) -> None:
    reply = story("One.", "Two.")
    site.serve(ITEM, reply)
    taken = take(library, site, f"{STORY}#3")
    assert taken.added is not None
    assert library.document(taken.added.id) == taken.document
    assert (taken.entry, taken.document.url) == ("3", STORY)
    assert library.source(taken.added.id) == (STORY, reply.body)


def test_several_answers_are_kept_as_one_source_that_can_be_added_again(
    library: Library, site: MadeSite
) -> None:
    serve_discourse(site, "https://talk.example", discourse_topic(12, 45))
    taken = take(library, site, "https://talk.example/t/12")
    assert taken.added is not None
    kept = library.source(taken.added.id)
    assert kept is not None
    answers = [json.loads(line) for line in kept[1].decode().splitlines()]
    assert sum(len(answer["post_stream"]["posts"]) for answer in answers) == 45


@pytest.mark.parametrize("way", ["{}", "{}/a-title", "{}#zY8xW6vU4tS2rQ0pO"])
def test_a_comment_that_is_not_there_is_not_gone_to(library: Library, site: MadeSite, way: str) -> None:
    serve_forum(
        site,
        "https://www.lesswrong.com/graphql",
        forum_post(POST),
        {"postCommentsTop": [forum_comment("c1")]},
    )
    assert take(library, site, way.format(PAGE)).entry == ""


def test_what_cannot_be_fetched_or_read_leaves_the_library_as_it_was(
    library: Library, site: MadeSite
) -> None:
    library.add(made_thread("A post."), None, "")
    before = library.listings()
    site.serve("https://a.example/nothing", Reply(b"   "))
    site.serve("https://a.example/noise", Reply(b"\x00\x01\x02"))
    site.serve("https://a.example/json", as_json({"what": "is this"}))
    for path, error in [
        ("gone", FetchError),
        ("nothing", FetchError),
        ("noise", FetchError),
        ("json", SourceError),
    ]:
        with pytest.raises(error):
            take(library, site, f"https://a.example/{path}")
    assert library.listings() == before


def test_stopping_leaves_the_library_as_it_was(library: Library, site: MadeSite) -> None:
    def stop(size: int, announced: int | None) -> None:
        raise KeyboardInterrupt

    site.serve(ITEM, story("One."))
    with pytest.raises(KeyboardInterrupt):
        take(library, site, STORY, watch=stop)
    assert library.listings() == []


def test_an_importer_can_be_asked_for(library: Library, site: MadeSite) -> None:
    site.serve(ITEM, story("One."))
    with pytest.raises(SourceError):
        take(library, site, STORY, importer="lobsters")
    assert take(library, site, STORY, importer="hacker-news").added


# Again


def test_new_edited_and_deleted_comments_are_told_and_the_former_state_kept(
    library: Library, site: MadeSite
) -> None:
    site.serve(ITEM, story(f"{LONG} One.", f"{LONG} Two.", f"{LONG} Three."))
    taken = take(library, site, STORY)
    id = taken.document.id
    site.serve(ITEM, story(f"{LONG} One.", f"{LONG} Other.", "", f"{LONG} Four."))
    changed = again(library, site, id)
    assert (changed.changes.new, changed.changes.edited, changed.changes.deleted) == (("5",), ("3",), ("4",))
    assert library.former(id) == taken.document
    present = library.document(id)
    assert present == changed.document
    assert next(one for one in present.entries if one.id == "4").flags == {Flag.DELETED}
    assert [listing.id for listing in library.listings()] == [id]


def test_only_the_last_former_state_is_kept(library: Library, site: MadeSite) -> None:
    for text in ("One.", "Two.", "Three."):
        site.serve(ITEM, story(f"{LONG} {text}"))
        taken = take(library, site, STORY)
    former = library.former(taken.document.id)
    assert former is not None
    assert former.entries[1].markdown.endswith("Two.")


def test_the_former_state_stays_when_nothing_changed(library: Library, site: MadeSite) -> None:
    for text in ("One.", "Two.", "Two.", "Two."):
        site.serve(ITEM, story(f"{LONG} {text}"))
        taken = take(library, site, STORY)
    assert not taken.changes
    former = library.former(taken.document.id)
    assert former is not None
    assert former.entries[1].markdown.endswith("One.")


def test_what_is_removed_takes_its_former_state_along(library: Library, site: MadeSite) -> None:
    for text in ("One.", "Two."):
        site.serve(ITEM, story(f"{LONG} {text}"))
        taken = take(library, site, STORY)
    library.remove(taken.document.id)
    assert library.former(taken.document.id) is None
    assert library.listings() == []


def test_an_open_reader_goes_on_with_the_former_state(library: Library, site: MadeSite) -> None:
    site.serve(ITEM, story(f"{LONG} One."))
    id = take(library, site, STORY).document.id
    opened = library.open(id)
    site.serve(ITEM, story(f"{LONG} Two."))
    again(library, site, id)
    assert opened.entry(1).markdown.endswith("One.")
    assert library.open(id).entry(1).markdown.endswith("Two.")


def test_a_former_state_is_no_removed_digest(library: Library, site: MadeSite) -> None:
    for text in ("One.", "Two."):
        site.serve(ITEM, story(f"{LONG} {text}"))
        taken = take(library, site, STORY)
    assert not library.is_hidden(taken.document.id)
    assert library.digests() == []


def test_a_title_that_changed_is_the_same_document(library: Library, site: MadeSite) -> None:
    endpoint = "https://www.lesswrong.com/graphql"
    serve_forum(site, endpoint, forum_post(POST), {"postCommentsTop": [forum_comment("c1")]})
    id = take(library, site, PAGE).document.id
    serve_forum(site, endpoint, forum_post(POST, title="On cups"), {"postCommentsTop": [forum_comment("c1")]})
    again(library, site, id)
    assert [(one.id, one.title) for one in library.listings()] == [(id, "On cups")]


def test_a_site_that_says_nothing_changed_is_believed(library: Library, site: MadeSite) -> None:
    reply = story("One.")
    site.serve(ITEM, Reply(reply.body, headers={"ETag": '"one"', "Last-Modified": "Tue, 02 Jan 2024 00:00:00 GMT"}),
               Reply(status=304))  # fmt: skip
    id = take(library, site, STORY).document.id
    before = library.listing(id)
    assert again(library, site, id).added is None
    assert site.asked[-1].headers["if-none-match"] == '"one"'
    assert site.asked[-1].headers["if-modified-since"] == "Tue, 02 Jan 2024 00:00:00 GMT"
    assert library.listing(id) == before


@pytest.mark.parametrize("etag", ["", "é", "x" * 5000, "a\tb"])
def test_a_strange_etag_is_not_sent_back(library: Library, site: MadeSite, etag: str) -> None:
    site.serve(ITEM, Reply(story("One.").body, headers={"ETag": etag}))
    again(library, site, take(library, site, STORY).document.id)
    assert "if-none-match" not in site.asked[-1].headers


def test_many_answers_are_asked_for_without_condition(library: Library, site: MadeSite) -> None:
    serve_discourse(site, "https://talk.example", discourse_topic(12, 45))
    id = take(library, site, "https://talk.example/t/12").document.id
    again(library, site, id)
    assert not any("if-none-match" in one.headers for one in site.asked)


def test_only_what_has_an_address_is_fetched_again(library: Library, site: MadeSite) -> None:
    library.add(made_thread("A post.", id="from-file"), None, "")
    library.add(made_thread("A post.", id="with-url", url=STORY), None, "")
    with pytest.raises(FetchError, match="did not come from an address"):
        again(library, site, "from-file")
    with pytest.raises(NotInLibrary):
        again(library, site, "nothing")
    assert find_fetch(library, "with-url").address == STORY
    assert not is_fetched(library, "with-url")


def test_a_damaged_note_is_no_hindrance(library: Library, site: MadeSite) -> None:
    site.serve(ITEM, story("One."))
    id = take(library, site, STORY).document.id
    assert is_fetched(library, id)
    for note in ("", "{", "[]", '{"validators": []}', '{"validators": {}, "url": 3}'):
        library.set_note(f"fetched {id}", note)
        assert not is_fetched(library, id)
        assert find_fetch(library, id).address == STORY


def test_a_digest_makes_way_for_what_is_fetched(library: Library, site: MadeSite) -> None:
    library.add(made_thread("A post.", id="kettles", edition=Edition.DIGEST, url=STORY), None, "")
    site.serve(ITEM, story("One."))
    taken = again(library, site, "kettles")
    assert (taken.former, taken.document.edition) == (None, Edition.FULL)
    assert library.listing("kettles").edition is Edition.FULL


@pytest.mark.parametrize(
    "reply", [Reply(b"no", 404), Reply(b"{"), as_json([]), Reply(b"x", announced=10**10)]
)
def test_an_update_that_fails_leaves_the_document(library: Library, site: MadeSite, reply: Reply) -> None:
    site.serve(ITEM, story("One."))
    taken = take(library, site, STORY)
    site.serve(ITEM, reply)
    with pytest.raises(ThreadsideError):
        again(library, site, taken.document.id)
    assert library.document(taken.document.id) == taken.document
    assert library.former(taken.document.id) is None


def test_of_a_months_mail_the_thread_that_was_chosen_is_updated(library: Library, site: MadeSite) -> None:
    def letter(number: int, subject: str, answered: str = "") -> str:
        head = f"From w{number} at a.example  Mon Mar  3 10:0{number}:00 2031\nFrom: w{number} at a.example (W{number})\n"
        return (
            f"{head}Date: Mon, 3 Mar 2031 10:0{number}:00 +0000\nSubject: {subject}\nIn-Reply-To: {answered}\n"
            f"Message-ID: <{number}@a.example>\n\nText {number}.\n\n"
        )

    url = "https://lists.example/pipermail/pots/2031-March.txt"
    month = letter(1, "[pots] Kettles") + letter(2, "[pots] Pans") + letter(3, "[pots] Pans", "<2@a.example>")
    site.serve(url, Reply(month.encode()))
    with pytest.raises(SourceError, match=r"1 \[pots\] Pans \(2\); 2 \[pots\] Kettles \(1\)"):
        take(library, site, url)
    taken = take(library, site, url, wanted="kettles")
    assert [entry.author for entry in taken.document.entries] == ["W1"]
    month += letter(4, "[pots] Kettles", "<1@a.example>")
    site.serve(url, Reply(month.encode()))
    updated = again(library, site, taken.document.id)
    assert [entry.id for entry in updated.document.entries] == ["1@a.example", "4@a.example"]
    assert updated.changes.new == ("4@a.example",)
