"""Threads of Hacker News are read whole from each of its sites, whatever a field holds."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.registry import detect, read_source
from reader.importers.source import Source
from reader.model.documents import Document, Flag
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
    values,
)

NAMES = [
    "hacker_news_algolia.json", "hacker_news_branch.json", "hacker_news_firebase.jsonl",
    "hacker_news_hnapi.json", "hacker_news_search.json",
]  # fmt: skip
# A poll's option is no comment; stories of several ids are refused.
STRUCTURE = frozenset(
    {"children", "comments", "kids", "hits", "parts", "type", "story_id", "title", "id", "parent_id"}
)


def item(id: int, parent: int | None, text: str = "Words.", **more: Any) -> dict[str, Any]:
    """An item as Firebase answers it."""
    kind = "comment" if parent else "story"
    return {
        "id": id,
        "type": kind,
        "by": "ada",
        "text": text,
        "parent": parent,
        "time": 1900000000 + id,
        **more,
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_answer_gives_its_golden_document(name: str) -> None:
    assert detect(answer(name)).name == "hacker-news"
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
    assert_refused_or_whole(text[: int(len(text) * share)], "hacker-news")


def test_firebase_items_may_come_in_a_list_by_id_or_nested() -> None:
    lines = values("hacker_news_firebase.jsonl")
    documents = [read(*lines), read(lines), read({str(one["id"]): one for one in lines})]
    assert documents[0] == documents[1] == documents[2]
    nested = {**item(1, None, title="T"), "kids": [{**item(2, 1), "kids": [item(3, 2)]}, item(4, 1)]}
    assert tree(read(nested)) == {"1": None, "2": None, "3": "2", "4": None}


def test_replies_stand_in_the_order_of_the_site() -> None:
    document = read(item(1, None, title="T", kids=[4, 2, 3]), item(2, 1), item(3, 1), item(4, 1))
    assert [entry.id for entry in document.entries] == ["1", "4", "2", "3"]


def test_where_kids_are_missing_the_thread_says_so() -> None:
    document = read(item(1, None, title="T", kids=[2, 9]), item(2, 1, kids=[7, 8]))
    assert [(stub.parent, stub.markdown) for stub in stubs(document)] == [
        ("2", "*2 replies are not in this copy.*"), (None, "*1 comment is not in this copy.*"),
    ]  # fmt: skip
    assert document.report.found["not in this copy"] == 3
    assert all(stub.flags == {Flag.MISSING} for stub in stubs(document))


def test_comments_without_their_story_stand_under_the_parent_they_share() -> None:
    document = read([item(2, 1), item(3, 2), item(4, 1)])
    assert document.url == "https://news.ycombinator.com/item?id=1"
    assert tree(document) == {"2": None, "3": "2", "4": None}
    assert document.report.orphans == ()


def test_what_answers_something_elsewhere_is_an_orphan_at_the_top() -> None:
    document = read(item(1, None, title="T"), item(2, 99), item(3, 2))
    assert tree(document) == {"1": None, "2": None, "3": "2"}
    assert document.report.orphans == ("2",)


def test_circles_and_shared_ids_are_kept_and_reported() -> None:
    document = read(
        item(1, None, title="T"), item(2, 3, "a"), item(3, 2, "b"), item(4, 1, "c"), item(4, 1, "d")
    )
    assert sorted(entry.markdown for entry in comments(document)) == ["a", "b", "c", "d"]
    assert document.report.orphans == ("2",)
    assert "entries whose id another has, so that they go by a new one: 1" in document.report.warnings


def test_the_same_item_twice_is_one_comment() -> None:
    document = read(item(1, None, title="T"), item(2, 1), item(2, 1))
    assert len(comments(document)) == 1
    assert document.report.found["repeated"] == 1


def test_the_same_story_twice_is_one_post() -> None:
    document = read(item(1, None, title="T"), item(1, None, title="T"), item(2, 1))
    assert [entry.id for entry in document.entries] == ["1", "2"]


def test_kids_nested_to_any_depth_are_no_numbers() -> None:
    whole = item(3000, 2999)
    for id in range(2999, 0, -1):
        whole = {"id": id, "type": "comment", "by": "bo", "parent": id - 1, "kids": [whole]}
    document = read_source(Source("x", _nest(whole)))
    assert len(document.entries) == 3000


def _nest(value: dict[str, Any]) -> str:
    """JSON of what is nested deeper than the standard library writes."""
    parts, closing = list[str](), 0
    while "kids" in value:
        parts.append(json.dumps(value | {"kids": []})[:-2])
        (value,), closing = value["kids"], closing + 1
    return "".join(parts) + json.dumps(value) + "]}" * closing


def test_several_stories_are_refused() -> None:
    with pytest.raises(SourceError, match="it holds 2 stories of Hacker News, not one thread"):
        read(item(1, None, title="T"), item(2, None, title="U"))
    hits = [
        {"objectID": str(at), "story_id": at % 2, "created_at_i": at, "comment_text": "x"} for at in range(4)
    ]
    with pytest.raises(SourceError, match="comments of 2 stories"):
        read({"hits": hits})


def test_a_thread_of_depth_10_000_is_read() -> None:
    text = '{"id": 0, "type": "story", "title": "T", "author": "ada", "created_at_i": 1, "children": ['
    for id in range(1, 10_001):
        text += f'{{"id": {id}, "author": "bo", "children": ['
    document = read_source(Source("deep.json", text + "]}" * 10_001))
    assert len(comments(document)) == 10_000
    assert document.entries[-1].parent == "9999"


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("&gt; said<p>so", "> said\n\nso"),
        ("a<p><i>&gt; said</i><p>so", "a\n\n> *said*\n\nso"),
        ("&gt;&gt; twice", "> > twice"),
        ("<p>&gt; one\n&gt; on</p><p>two</p>", "> one on\n\ntwo"),
        ("5 &gt; 4", "5 > 4"),
        ("<pre><code>&gt; x\n</code></pre>", "```\n> x\n```"),
    ],
)
def test_typed_quotations_become_quotations(html: str, markdown: str) -> None:
    assert read(item(1, None, html, title="T")).entries[0].markdown == markdown


def _count(raw: Any) -> tuple[int, int]:
    """How many comments are under an item, and how deep they go."""
    inner = [_count(child) for child in raw["children"]]
    return sum(count + 1 for count, _ in inner), max((depth + 1 for _, depth in inner), default=0)


def _depth(document: Document) -> int:
    depths: dict[str | None, int] = {None: 0}
    for entry in document.entries[1:]:
        depths[entry.id] = depths[entry.parent] + 1
    return max(depths.values())


@pytest.mark.parametrize("name", ["algolia_485_comments.json", "algolia_item_17.json"])
def test_a_real_answer_is_read_whole(name: str) -> None:
    document, raw = shared("hackernews", name)
    assert (len(comments(document)), _depth(document)) == _count(raw)
    assert not document.report.orphans
    waiting, shown = [raw], {entry.id: entry for entry in document.entries}
    while waiting:
        one = waiting.pop()
        waiting += one["children"]
        plain = unescape(re.sub(r"<[^>]+>", " ", one["text"] or "").replace("</p>", " "))
        passages = shown[str(one["id"])].passages
        said = " ".join(
            [*(each.text for each in passages), *(span.target for each in passages for span in each.spans)]
        )
        missing = [word for word in re.findall(r"\w+", re.sub(r"\S+\.\.\.", "", plain)) if word not in said]
        assert not missing, one["id"]
