"""Threads of Reddit are read from its listings, and where comments are left out they say so."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.errors import SourceError
from reader.importers.reddit_markdown import read_markdown
from reader.importers.registry import detect, read_source
from reader.importers.source import Source
from reader.model.documents import Flag
from reader.model.markdown import parse_markdown
from reader.model.passages import Passage
from tests.strategies import markdowns
from tests.unit.answering import (
    Way,
    answer,
    assert_golden,
    assert_loses_nothing,
    assert_refused_or_whole,
    comments,
    read,
    shared,
    spoiled,
    stubs,
    tree,
)

NAMES = ["reddit.json", "reddit_escaped.json", "reddit_more.jsonl"]
_PIECES = (">!", "!<", " ", "\n", "\n\n", "`", "[x](https://e.example)", "[", "]", "\\", "> ", "*")
STRUCTURE = frozenset({"children", "replies", "data", "kind", "things", "json"})


def letters(texts: Iterable[str]) -> Counter[str]:
    """Letters and digits: marks may stand inside a word."""
    return Counter(char for text in texts for char in text if char.isalnum())


def _texts(passage: Passage) -> Iterator[str]:
    yield from (passage.text, passage.marker, *(span.target for span in passage.spans))


def listing(*children: object) -> dict[str, Any]:
    return {"kind": "Listing", "data": {"children": list(children)}}


def post(**more: Any) -> dict[str, Any]:
    data = {
        "id": "p",
        "title": "T",
        "author": "ada",
        "selftext": "",
        "is_self": True,
        "permalink": "/r/x/comments/p/t/",
    }
    return {"kind": "t3", "data": {**data, **more}}


def comment(id: str, parent: str, body: str = "Words.", *replies: object, **more: Any) -> dict[str, Any]:
    data = {
        "id": id,
        "parent_id": parent,
        "body": body,
        "author": "bo",
        "replies": listing(*replies) if replies else "",
    }
    return {"kind": "t1", "data": {**data, **more}}


def more(parent: str, count: int, *children: str) -> dict[str, Any]:
    return {
        "kind": "more",
        "data": {
            "id": children[0] if children else "_",
            "parent_id": parent,
            "count": count,
            "children": list(children),
        },
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_answer_gives_its_golden_document(name: str) -> None:
    assert detect(answer(name)).name == "reddit"
    assert_golden(name)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(NAMES).flatmap(lambda name: st.tuples(st.just(name), spoiled(name))))
def test_a_wrong_field_loses_no_comment(case: tuple[str, tuple[Way, object, list[Any]]]) -> None:
    name, (path, _, whole) = case
    assert_loses_nothing(name, path, whole, STRUCTURE)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(NAMES), st.floats(0, 1))
def test_an_answer_cut_anywhere_is_a_document_or_an_error(name: str, share: float) -> None:
    text = answer(name).text
    assert_refused_or_whole(text[: int(len(text) * share)], "reddit")


def test_stubs_stand_where_comments_are_missing() -> None:
    replies = (comment("b", "t1_a"), more("t1_a", 1, "c"))
    document = read(
        [listing(post()), listing(comment("a", "t3_p", "x", *replies), more("t3_p", 40, "d", "e"))]
    )
    assert [(entry.id, entry.parent, entry.markdown) for entry in document.entries[2:]] == [
        ("b", "a", "Words."), ("missing-c", "a", "*1 reply is not in this copy.*"),
        ("missing-d", None, "*40 comments are not in this copy.*"),
    ]  # fmt: skip
    found = document.report.found
    assert (found["comments"], found["not in this copy"], found["places where some are missing"]) == (
        2,
        41,
        2,
    )


def test_a_stub_whose_comments_came_later_is_gone() -> None:
    first = [listing(post()), listing(comment("a", "t3_p"), more("t3_p", 4, "b", "c"))]
    then = {"json": {"data": {"things": [comment("b", "t3_p"), comment("d", "t1_b")]}}}
    document = read(first, then)
    assert [stub.markdown for stub in stubs(document)] == ["*2 comments are not in this copy.*"]
    assert tree(document)["d"] == "b"
    last = {"json": {"data": {"things": [comment("c", "t3_p")]}}}
    assert stubs(read(first, then, last)) == []


def test_comments_of_one_id_are_both_kept() -> None:
    document = read([listing(post()), listing(comment("a", "t3_p", "x"), comment("a", "t3_p", "y"))])
    assert [(entry.id, entry.markdown) for entry in document.entries[1:]] == [("a", "x"), ("a-2", "y")]


def test_several_posts_are_refused() -> None:
    with pytest.raises(SourceError, match="it lists 2 posts of Reddit, not one thread"):
        read(listing(post(), post(id="q")))


def test_comments_without_their_post_are_read() -> None:
    document = read(listing(comment("a", "t3_p", link_id="t3_p", link_title="T")))
    assert (document.id, document.title, document.url) == (
        "reddit-p",
        "T",
        "https://www.reddit.com/comments/p",
    )


@pytest.mark.parametrize(
    ("fields", "flags"),
    [
        ({}, set()), ({"edited": False}, set()), ({"edited": 1900000000.0}, {Flag.EDITED}),
        ({"body": "[removed]"}, {Flag.DELETED}), ({"body": "[deleted]", "author": "[deleted]"}, {Flag.DELETED}),
        ({"collapsed": True}, {Flag.COLLAPSED}),
    ],
)  # fmt: skip
def test_flags_follow_from_fields(fields: dict[str, Any], flags: set[Flag]) -> None:
    others = {name: value for name, value in fields.items() if name != "body"}
    document = read([listing(post()), listing(comment("a", "t3_p", fields.get("body", "Words."), **others))])
    assert document.entries[1].flags == flags
    assert document.entries[1].author == (None if "author" in fields else "bo")


def test_a_hidden_score_is_no_score() -> None:
    document = read([listing(post(score=9)), listing(comment("a", "t3_p", score=1, score_hidden=True))])
    assert [entry.score for entry in document.entries] == [9, None]


def test_html_stands_in_for_missing_markdown() -> None:
    page = '&lt;div class="md"&gt;&lt;p&gt;a &amp;lt; b&lt;/p&gt;&lt;/div&gt;'
    document = read([listing(post()), listing({"kind": "t1", "data": {"id": "a", "body_html": page}})])
    assert document.entries[1].passages[0].text == "a < b"


@pytest.mark.parametrize(
    ("escaped", "raw"),
    [("&gt; said\n\nso &amp; so", "> said\n\nso & so"), ("1 &lt; 2", "1 < 2"), ("&amp;amp;", "&amp;")],
)
def test_escaped_texts_and_raw_ones_read_the_same(escaped: str, raw: str) -> None:
    html = '<div class="md">x</div>'
    plain = comment("a", "t3_p", raw, body_html=html)
    entities = comment("a", "t3_p", escaped, body_html=html.replace("<", "&lt;").replace(">", "&gt;"))
    assert (
        read([listing(post()), listing(plain)]).entries == read([listing(post()), listing(entities)]).entries
    )


def test_quotations_are_quotations() -> None:
    document = read([listing(post()), listing(comment("a", "t3_p", "&gt; said\n\nso"))])
    assert [passage.is_quotation for passage in document.entries[1].passages] == [True, False]


@pytest.mark.parametrize(
    ("written", "markdown"),
    [
        ("a >!b c!< d", "a [b c](#spoiler) d"),
        (">!all of it!<", "[all of it](#spoiler)"),
        (">! spaced !<", " [spaced](#spoiler) "),
        (">!see [x](https://a.example) y!<", "[see](#spoiler) [x](#spoiler:https://a.example) [y](#spoiler)"),
        ("`>!code!<`", "`>!code!<`"),
        (">!left open\nand on", "[left open](#spoiler)\nand on"),
        ("> quoted >!b!<", "> quoted [b](#spoiler)"),
        (">!a [ b!<", "[a \\[ b](#spoiler)"),
        ("no!< spoiler >!", "no!< spoiler >!"),
    ],
)
def test_spoilers_are_hidden(written: str, markdown: str) -> None:
    assert read_markdown(written) == markdown


@given(markdowns())
@example("`a >!b` c!<")
def test_without_spoilers_markdown_stays_as_it_is(markdown: str) -> None:
    if ">!" not in markdown:
        assert read_markdown(markdown) == clean(markdown)


@given(st.lists(st.sampled_from([*_PIECES, *map(chr, range(97, 101))]), max_size=14).map("".join))
def test_no_word_is_lost_in_spoilers(written: str) -> None:
    kept = letters(text for passage in parse_markdown(read_markdown(written)) for text in _texts(passage))
    assert not letters([written]) - kept


def test_a_thread_of_depth_10_000_is_read() -> None:
    text = '[{"kind": "Listing", "data": {"children": ['
    for id in range(10_000):
        text += f'{{"kind": "t1", "data": {{"id": "c{id}", "replies": {{"kind": "Listing", "data": {{"children": ['
    document = read_source(Source("deep.json", text + "]}}}}" * 10_000 + "]}}]"))
    assert [entry.parent for entry in document.entries[-2:]] == ["c9997", "c9998"]


@pytest.mark.parametrize("name", ["listing_485_comments.json", "listing_10_comments.json"])
def test_a_real_answer_is_read_whole(name: str) -> None:
    document, raw = shared("reddit", name)
    bodies, places, waiting = {}, 0, list(raw[1]["data"]["children"])
    depths: dict[str, int] = {}
    while waiting:
        thing = waiting.pop()
        places += thing["kind"] == "more"
        if thing["kind"] == "t1":
            data = thing["data"]
            bodies[data["id"]] = data["body"]
            depths[data["id"]] = depths.get(data["parent_id"][3:], 0) + 1
            waiting += data["replies"]["data"]["children"] if data["replies"] else []
    shown = {entry.id: entry for entry in comments(document)}
    assert shown.keys() == bodies.keys()
    assert len(stubs(document)) == places
    levels: dict[str | None, int] = {None: 0}
    for entry in comments(document):
        levels[entry.id] = levels[entry.parent] + 1
        kept = letters(text for passage in entry.passages for text in _texts(passage))
        assert not letters([re.sub(r"&#?\w+;", "", bodies[entry.id])]) - kept
    assert {id: depth for id, depth in levels.items() if id} == depths
