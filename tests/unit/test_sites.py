"""Addresses: which site each is of, what is asked for it, and what is made of the answers."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import parse_qs, quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.clean import clean_line
from reader.errors import FetchError, ThreadsideError
from reader.fetch import Gathered, gather
from reader.importers.registry import read_source
from reader.importers.source import Source
from reader.model.documents import Document
from reader.sites import Answer, Found, Request, is_address, recognise, web_link
from reader.sites.wire import text_of
from tests.made_answers import (
    discourse_topic,
    forum_comment,
    forum_post,
    hacker_news_item,
    lobsters_story,
    mastodon_status,
    serve_discourse,
    serve_forum,
)
from tests.made_site import MadeSite, Reply, as_json, made_site, moved

LW, EA = "https://www.lesswrong.com", "https://forum.effectivealtruism.org"
POST, COMMENT = "aB3dE5gH7jK9mN1pQ", "zY8xW6vU4tS2rQ0pO"
LW_API, EA_API = f"{LW}/graphql", "https://forum-bots.effectivealtruism.org/graphql"
HN_API = "https://hn.algolia.com/api/v1/items"


@pytest.fixture
def site() -> Iterator[MadeSite]:
    with made_site() as made:
        yield made


def gathered(site: MadeSite, typed: str) -> Gathered:
    with site.client() as client:
        found = gather(client, recognise(typed))
    assert found is not None
    return found


def read(site: MadeSite, typed: str) -> tuple[Document, str]:
    """The document at an address, and the entry it leads to."""
    found = gathered(site, typed).found
    return read_source(found.source), found.entry


def refusal(site: MadeSite, typed: str) -> FetchError:
    with pytest.raises(FetchError) as raised:
        gathered(site, typed)
    return raised.value


# What a reader types


@pytest.mark.parametrize(
    ("typed", "name", "url"),
    [
        (f"{LW}/posts/{POST}/a-title", "LessWrong", f"{LW}/posts/{POST}"),
        (f"lesswrong.com/posts/{POST}", "LessWrong", f"{LW}/posts/{POST}"),
        (f"HTTPS://LessWrong.com/posts/{POST}/x/?utm=1", "LessWrong", f"{LW}/posts/{POST}"),
        (f"{LW}/s/{COMMENT}/p/{POST}", "LessWrong", f"{LW}/posts/{POST}"),
        (f"{LW}/events/{POST}/a-meetup", "LessWrong", f"{LW}/posts/{POST}"),
        (f"{LW}/posts/slug/a-title", "LessWrong", f"{LW}/posts/slug/a-title"),
        (f"{LW}/lw/4c/an_old_title/", "LessWrong", f"{LW}/lw/4c/an_old_title/"),
        (f"https://lw2.issarice.com/posts/{POST}/a", "LessWrong", f"{LW}/posts/{POST}"),
        (f"https://www.alignmentforum.org/posts/{POST}/a", "Alignment Forum", f"https://www.alignmentforum.org/posts/{POST}"),
        (f"{EA}/posts/{POST}/a", "EA Forum", f"{EA}/posts/{POST}"),
        (f"https://forum-bots.effectivealtruism.org/posts/{POST}", "EA Forum", f"{EA}/posts/{POST}"),
        (f"{EA}/ea/4c/title", "EA Forum", f"{EA}/ea/4c/title"),
        (f"{LW}/users/somebody", "a page", f"{LW}/users/somebody"),
        (f"https://www.greaterwrong.com/posts/{POST}/a?comments=false", "GreaterWrong", f"https://www.greaterwrong.com/posts/{POST}/a"),
        (f"https://ea.greaterwrong.com/posts/{POST}", "GreaterWrong", f"https://ea.greaterwrong.com/posts/{POST}"),
        ("https://news.ycombinator.com/item?id=17", "Hacker News", "https://news.ycombinator.com/item?id=17"),
        ("https://hn.algolia.com/api/v1/items/17", "Hacker News", "https://news.ycombinator.com/item?id=17"),
        ("https://hacker-news.firebaseio.com/v0/item/17.json", "Hacker News", "https://news.ycombinator.com/item?id=17"),
        ("https://news.ycombinator.com/news", "a page", "https://news.ycombinator.com/news"),
        ("https://lobste.rs/s/abc123/a_title", "Lobsters", "https://lobste.rs/s/abc123"),
        ("https://lobste.rs/s/abc123.json", "Lobsters", "https://lobste.rs/s/abc123"),
        ("https://lobste.rs/c/def456", "Lobsters", "https://lobste.rs/c/def456"),
        ("https://old.reddit.com/r/sub/comments/1ab2c/title/", "Reddit", "https://www.reddit.com/comments/1ab2c"),
        ("https://redd.it/1ab2c", "Reddit", "https://www.reddit.com/comments/1ab2c"),
        ("https://www.reddit.com/r/sub/s/AbCd123", "Reddit", "https://www.reddit.com/r/sub/s/AbCd123"),
        ("https://lore.kernel.org/list/20240101.1@host.example/T/#u", "a mailing list", "https://lore.kernel.org/list/20240101.1@host.example/"),
        ("https://talk.example/t/a-topic/12/3", "Discourse", "https://talk.example/t/a-topic/12"),
        ("https://host.example/forum/t/a-topic/12.json", "Discourse", "https://host.example/forum/t/a-topic/12"),
        ("https://social.example/@mara/109876543210", "Mastodon", "https://social.example/@mara/109876543210"),
        ("https://social.example/@mara@other.example/109876543210", "Mastodon", "https://social.example/@mara@other.example/109876543210"),
        ("https://80000hours.org/podcast/episodes/a-guest/", "a page", "https://80000hours.org/podcast/episodes/a-guest/"),
        ("https://lists.example/pipermail/list/2024-May.txt.gz", "a page", "https://lists.example/pipermail/list/2024-May.txt.gz"),
        ("https://bücher.example/ein weg?q=ü", "a page", "https://xn--bcher-kva.example/ein%20weg?q=%C3%BC"),
        ("localhost:8000/a", "a page", "https://localhost:8000/a"),
    ],
)  # fmt: skip
def test_an_address_is_of_its_site(typed: str, name: str, url: str) -> None:
    address = recognise(typed)
    assert (address.site, address.url) == (name, url)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("ftp://a.example/b", "ftp: is not fetched"), ("file:///etc/passwd", "file: is not fetched"),
        ("javascript:alert(1)", "javascript: is not fetched"), ("mailto:mara@a.example", "mailto: is not fetched"),
        ("https://", "no web address"), ("", "no web address"), ("https://a b/", "no web address"),
        ("https://[::1", "no web address"), ("https://a.example:99999/", "no web address"),
        ("https://mara:secret@a.example/", "a user's name or a password"), ("https://a..b/", "no web address"),
        (f"https://{'a' * 70}.example/", "no web address"),
    ],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(typed: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        recognise(typed)


@given(st.one_of(st.text(), st.text().map("https://{}".format), st.text().map(f"{LW}/posts/{{}}".format)))
def test_whatever_is_typed_is_an_address_or_refused_in_words(typed: str) -> None:
    try:
        address = recognise(typed)
    except FetchError as error:
        assert clean_line(str(error)) == str(error)
    else:
        assert address.url.isascii()
        assert address.url.startswith(("http://", "https://"))
        assert web_link(address.url).geturl() == address.url


@given(st.text())
def test_an_address_made_fit_stays_so(typed: str) -> None:
    try:
        url = web_link(typed).geturl()
    except FetchError:
        return
    assert web_link(url).geturl() == url


@pytest.mark.parametrize(
    "typed", ["https://a.example", "ftp://x", "lesswrong.com/posts/abc", "a.example:80/b"]
)
def test_an_address_is_told_from_a_file(typed: str) -> None:
    assert is_address(typed)


@pytest.mark.parametrize(
    "typed", ["-", "thread.json", "folder/thread.json", "../a.b/c", "/a.b/c", "a b.example/c", ""]
)
def test_a_file_is_told_from_an_address(typed: str) -> None:
    assert not is_address(typed)


# The forums


def test_a_post_and_its_comments_are_asked_for(site: MadeSite) -> None:
    comments = [forum_comment("c1aaaaaaaaaaaaaaa"), forum_comment(COMMENT, "c1aaaaaaaaaaaaaaa")]
    serve_forum(site, LW_API, forum_post(POST), {"postCommentsTop": comments})
    document, entry = read(site, f"{LW}/posts/{POST}/a-title?commentId={COMMENT}")
    assert [one.id for one in document.entries] == [POST, "c1aaaaaaaaaaaaaaa", COMMENT]
    assert document.entries[2].parent == "c1aaaaaaaaaaaaaaa"
    assert entry == COMMENT
    assert site.paths() == ["/graphql", "/graphql"]


@pytest.mark.parametrize(
    "form",
    [
        "?commentId={}",
        "#{}",
        "#comment-{}",
        "/a-title/comment/{}",
        "/a-title/answer/{}",
        "/a?x=1&commentId={}#top",
    ],
)
def test_every_form_of_a_comments_permalink_leads_to_it(site: MadeSite, form: str) -> None:
    serve_forum(site, LW_API, forum_post(POST), {"postCommentsTop": [forum_comment(COMMENT)]})
    assert gathered(site, f"{LW}/posts/{POST}{form.format(COMMENT)}").found.entry == COMMENT


@pytest.mark.parametrize("fragment", ["Introduction", "the_long_heading_", "introductionpartx", "a", ""])
def test_a_headings_anchor_is_no_comment(site: MadeSite, fragment: str) -> None:
    serve_forum(site, LW_API, forum_post(POST), {})
    assert gathered(site, f"{LW}/posts/{POST}/a#{fragment}").found.entry == ""


def test_answers_and_their_replies_are_asked_for_where_there_are_questions(site: MadeSite) -> None:
    answers = [forum_comment(f"answer{number:011}", answer=True) for number in range(23)]
    replies = {one["_id"]: [forum_comment(f"reply{at:012}", one["_id"])] for at, one in enumerate(answers)}
    views = {"postCommentsTop": [forum_comment(COMMENT)], "questionAnswers": answers}
    serve_forum(site, LW_API, forum_post(POST, question=True), views, replies)
    document, _ = read(site, f"{LW}/posts/{POST}")
    assert len(document.entries) == 1 + 1 + 23 + 23
    assert not document.report.orphans
    assert len(site.paths()) == 1 + 2 + 2  # the post, two views, replies to twenty answers and to three


def test_debate_responses_are_asked_for_where_there_is_a_debate(site: MadeSite) -> None:
    views = {
        "postCommentsTop": [forum_comment(COMMENT)],
        "debateResponses": [forum_comment("d1", debateResponse=True)],
    }
    serve_forum(site, LW_API, forum_post(POST, debate=True), views)
    document, _ = read(site, f"{LW}/posts/{POST}")
    assert {one.id for one in document.entries} == {POST, COMMENT, "d1"}


def test_an_older_forum_is_asked_for_fewer_fields(site: MadeSite) -> None:
    views = {"postCommentsTop": [forum_comment(COMMENT)]}
    post = forum_post(POST, pageUrl=f"https://forum-bots.effectivealtruism.org/posts/{POST}/a-title")
    serve_forum(site, EA_API, post, views, unknown=("coauthors", "afBaseScore"))
    document, _ = read(site, f"{EA}/posts/{POST}/a")
    assert [one.id for one in document.entries] == [POST, COMMENT]
    assert document.url == f"{EA}/posts/{POST}/a-title"
    asked = [one.json["query"] for one in site.asked if one.link.path == "/graphql"]
    assert ["coauthors" in query or "afBaseScore" in query for query in asked] == [True, False, True, False]


def test_the_forums_are_asked_in_the_older_dialect(site: MadeSite) -> None:
    serve_forum(site, LW_API, forum_post(POST), {})
    gathered(site, f"https://www.alignmentforum.org/posts/{POST}/a")
    queries = [one.json["query"] for one in site.asked if one.method == "POST"]
    assert all("input: {" in query for query in queries)
    assert {one.host for one in site.asked} == {"www.lesswrong.com"}


def test_a_forum_that_knows_no_field_is_refused(site: MadeSite) -> None:
    serve_forum(site, LW_API, forum_post(POST), {}, unknown=("title",))
    assert "not even the plainest fields" in refusal(site, f"{LW}/posts/{POST}").reason


@pytest.mark.parametrize(
    "path", ["posts/slug/a-title", "rationality/a-title", "lw/4c/a_title", "lw/4c/a_title/7xy"]
)
def test_old_addresses_are_looked_up(site: MadeSite, path: str) -> None:
    serve_forum(
        site, LW_API, forum_post(POST), {"postCommentsTop": [forum_comment(COMMENT)]}, old_comment=COMMENT
    )
    document, entry = read(site, f"{LW}/{path}")
    assert document.entries[0].id == POST
    assert entry == (COMMENT if path.endswith("7xy") else "")


def test_a_post_that_is_not_there_is_said(site: MadeSite) -> None:
    serve_forum(site, LW_API, None, {})
    assert "there is no such post" in refusal(site, f"{LW}/posts/{POST}").reason
    assert "there is no such post" in refusal(site, f"{LW}/posts/slug/a-title").reason


def test_an_error_of_the_forum_is_said(site: MadeSite) -> None:
    site.serve(LW_API, as_json({"data": None, "errors": [{"message": "app.operation_not_allowed\x1b[2J"}]}))
    error = refusal(site, f"{LW}/posts/{POST}")
    assert "refuses: app.operation_not_allowed" in error.reason
    assert "\x1b" not in str(error)


def test_a_checkpoint_is_said_with_another_way(site: MadeSite) -> None:
    site.serve(LW_API, Reply(b"Vercel Security Checkpoint", 429, {"x-vercel-mitigated": "challenge"}))
    error = refusal(site, f"{LW}/posts/{POST}")
    assert "checkpoint of Vercel" in error.reason
    assert f"https://www.greaterwrong.com/posts/{POST}" in error.way_out
    assert "save it, and add the file" in error.way_out


def test_greater_wrong_is_fetched_as_the_page_it_is(site: MadeSite) -> None:
    url = f"https://www.greaterwrong.com/posts/{POST}/a"
    site.serve(url, Reply(b"<html><body>A page.</body></html>", headers={"Content-Type": "text/html"}))
    found = gathered(site, f"{url}/comment/{COMMENT}").found
    assert (found.source.url, found.entry) == (url, COMMENT)
    assert gathered(site, f"{url}#comment-{COMMENT}").found.entry == COMMENT


# Hacker News, Lobsters, Reddit


def test_a_story_is_one_answer(site: MadeSite) -> None:
    site.serve(f"{HN_API}/1", as_json(hacker_news_item(1, hacker_news_item(2, hacker_news_item(3)))))
    document, entry = read(site, "https://news.ycombinator.com/item?id=1#3")
    assert [one.id for one in document.entries] == ["1", "2", "3"]
    assert (document.url, entry) == ("https://news.ycombinator.com/item?id=1", "3")
    assert len(site.asked) == 1


def test_a_comment_leads_to_its_story(site: MadeSite) -> None:
    site.serve(f"{HN_API}/1", as_json(hacker_news_item(1, hacker_news_item(2))))
    site.serve(f"{HN_API}/2", as_json(hacker_news_item(2)))
    document, entry = read(site, "https://news.ycombinator.com/item?id=2")
    assert ([one.id for one in document.entries], entry) == (["1", "2"], "2")


def test_a_lobsters_story_is_one_answer(site: MadeSite) -> None:
    site.serve("https://lobste.rs/s/abc123.json", as_json(lobsters_story("abc123", "c1", "c2")))
    document, entry = read(site, "https://lobste.rs/s/abc123/a_title#c_c2")
    assert ([one.id for one in document.entries], entry) == (["abc123", "c1", "c2"], "c2")


def test_a_lobsters_comment_leads_to_its_story(site: MadeSite) -> None:
    site.serve("https://lobste.rs/c/c2", moved("/s/abc123/a_title#c_c2"))
    site.serve("https://lobste.rs/s/abc123/a_title", Reply(b"<html>"))
    site.serve("https://lobste.rs/s/abc123.json", as_json(lobsters_story("abc123", "c1", "c2")))
    document, entry = read(site, "https://lobste.rs/c/c2")
    assert (document.entries[0].id, entry) == ("abc123", "c2")


def test_reddit_refuses_with_the_way_round(site: MadeSite) -> None:
    site.serve("https://www.reddit.com/comments/1ab2c.json", Reply(b"blocked by network security", 403))
    error = refusal(site, "https://old.reddit.com/r/sub/comments/1ab2c/title/9zz/")
    assert "Reddit answers no programs" in error.reason
    assert "save it, and add the file" in error.way_out


# Discourse and Mastodon


@pytest.mark.parametrize("count", [3, 20, 21, 70, 130])
def test_all_posts_of_a_topic_are_asked_for(site: MadeSite, count: int) -> None:
    serve_discourse(site, "https://talk.example", discourse_topic(12, count))
    document, entry = read(site, "https://talk.example/t/a-topic/12/3")
    assert [one.id for one in document.entries] == [str(number) for number in range(1, count + 1)]
    assert entry == "3"
    assert len(site.paths()) == 1 + -(-max(0, count - 20) // 50)


def test_a_server_that_gives_fewer_posts_at_once_is_asked_again(site: MadeSite) -> None:
    serve_discourse(site, "https://talk.example", discourse_topic(12, 90), at_once=20)
    document, _ = read(site, "https://talk.example/t/12")
    assert len(document.entries) == 90


def test_posts_that_a_server_does_not_give_are_asked_for_once(site: MadeSite) -> None:
    serve_discourse(site, "https://talk.example", discourse_topic(12, 40), hidden=range(30, 41))
    document, _ = read(site, "https://talk.example/t/12")
    assert {str(number) for number in range(1, 30)} <= {one.id for one in document.entries}
    assert document.report.imported == 28
    assert len(site.paths()) <= 3


def test_what_only_looks_like_a_topic_is_a_page(site: MadeSite) -> None:
    site.serve("https://host.example/t/things/12", Reply(b"<html>A page.</html>"))
    assert gathered(site, "https://host.example/t/things/12").found.source.text == "<html>A page.</html>"
    site.serve("https://host.example/t/12.json", Reply(b"<html>Every address has this page.</html>"))
    assert gathered(site, "https://host.example/t/things/12").found.source.text == "<html>A page.</html>"


def test_a_conversation_is_asked_for_from_its_beginning(site: MadeSite) -> None:
    first, second, third = (
        mastodon_status(id, above)
        for id, above in [("100001", None), ("100002", "100001"), ("100003", "100002")]
    )
    api = "https://social.example/api/v1/statuses"
    site.serve(f"{api}/100002", as_json(second))
    site.serve(f"{api}/100002/context", as_json({"ancestors": [first], "descendants": [third]}))
    site.serve(f"{api}/100001", as_json(first))
    site.serve(f"{api}/100001/context", as_json({"ancestors": [], "descendants": [second, third]}))
    document, entry = read(site, "https://social.example/@mara/100002")
    assert ([one.id for one in document.entries], entry) == (["100001", "100002", "100003"], "100002")


# Pages


def test_a_page_that_moved_is_known_by_where_it_went(site: MadeSite) -> None:
    site.serve("https://a.example/old", moved("https://b.example/new#part"))
    site.serve("https://b.example/new", Reply(b"There."))
    assert gathered(site, "https://a.example/old").found.source == Source(
        "https://a.example/old", "There.", "https://b.example/new"
    )


def test_a_packed_file_is_unpacked(site: MadeSite) -> None:
    packed = gzip.compress("From mara@a.example\n\nÜber alles.".encode())
    site.serve(
        "https://lists.example/2024-May.txt.gz", Reply(packed, headers={"Content-Type": "application/x-gzip"})
    )
    found = gathered(site, "https://lists.example/2024-May.txt.gz")
    assert "Über alles." in found.found.source.text
    assert found.kept == packed


@pytest.mark.parametrize(
    ("body", "declared", "text"),
    [
        ("Größe".encode(), "iso-8859-1", "Größe"), ("Größe".encode("latin-1"), "iso-8859-1", "Größe"),
        ("жаль".encode("koi8-r"), "koi8-r", "жаль"), ("жаль".encode("cp1251"), "Windows-1251", "жаль"),
        ("<meta charset=koi8-r>жаль".encode("koi8-r"), "", "<meta charset=koi8-r>жаль"),
        ("漢字".encode("shift_jis"), "Shift_JIS", "漢字"), ("Größe".encode("utf-16"), "utf-8", "Größe"),
    ],
)  # fmt: skip
def test_bytes_become_the_text_that_was_meant(body: bytes, declared: str, text: str) -> None:
    said = {"content-type": f"text/html; charset={declared}"} if declared else {}
    assert text_of(Answer("https://a.example/", 200, said, body)) == (text, ())


@pytest.mark.parametrize(
    "declared", ["nonsense", "punycode", "hex", "undefined", "utf-7", "idna", "utf-8", "rot13"]
)
def test_a_wrong_charset_is_no_hindrance(declared: str) -> None:
    answer = Answer(
        "https://a.example/", 200, {"content-type": f"text/plain; charset={declared}"}, b"Gr\xf6\xdfe"
    )
    text, warnings = text_of(answer)
    assert text == "Größe"
    assert "cp1252" in warnings[0]


# Whatever a site answers

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 10**20) | st.sampled_from(["", "x", POST, "comment", "\ud800"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([
            "data", "post", "result", "comments", "results", "_id", "errors", "message", "answer", "question", "debate",
            "slug", "post_stream", "posts", "stream", "id", "type", "story_id", "content", "ancestors", "descendants", "url",
        ]), inner, max_size=4,
    ), max_leaves=12,
)  # fmt: skip
TYPED = (
    f"{LW}/posts/{POST}", f"{LW}/lw/4c/a/7x", "https://news.ycombinator.com/item?id=1", "https://lobste.rs/s/abc",
    "https://lobste.rs/c/abc", "https://redd.it/abc", "https://www.reddit.com/r/a/s/b", "https://talk.example/t/a/1",
    "https://social.example/@mara/109876543210", "https://a.example/",
)  # fmt: skip


@given(st.sampled_from(TYPED), st.lists(JSON, min_size=1, max_size=6), st.sampled_from([0, 403, 404, 429]))
def test_whatever_a_site_answers_a_plan_ends_in_a_source_or_a_sentence(
    typed: str, values: Sequence[Any], status: int
) -> None:
    plan, count = recognise(typed).plan(), 0
    try:
        request = next(plan)
        while count < 300:
            assert web_link(request.url)
            value = values[count % len(values)]
            count += 1
            if status and count == 2:
                request = plan.throw(FetchError(request.url, "refused", "", status))
            else:
                request = plan.send(Answer(request.url, 200, {}, json.dumps(value).encode()))
    except StopIteration as end:
        assert isinstance(end.value, Found)
    except ThreadsideError as error:
        assert isinstance(error, FetchError)
    assert count < 300


def test_queries_cannot_be_escaped_from(site: MadeSite) -> None:
    serve_forum(site, LW_API, forum_post(POST), {})
    gathered(site, f"{LW}/posts/slug/" + quote('x"}}) { secrets }', safe=""))
    query = site.asked[0].json["query"]
    assert "{ secrets }" not in query


def test_the_ids_asked_for_are_the_topics_own(site: MadeSite) -> None:
    serve_discourse(site, "https://talk.example", discourse_topic(12, 25))
    gathered(site, "https://talk.example/t/12")
    assert parse_qs(site.asked[-1].link.query)["post_ids[]"] == [
        str(1000 + number) for number in range(21, 26)
    ]


def test_requests_are_values() -> None:
    assert Request("https://a.example/") == Request("https://a.example/")
