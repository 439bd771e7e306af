"""Topics of Discourse are read with their quotations, and say which posts are missing."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.registry import detect, read_source
from reader.importers.source import Source
from reader.model.documents import EntryKind, Flag
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
from tests.unit.importing import words

NAME = "discourse.json"
STRUCTURE = frozenset({"post_stream", "posts", "post_type"})


def post(number: int, cooked: str = "<p>Words.</p>", **more: Any) -> dict[str, Any]:
    return {
        "id": 100 + number,
        "post_number": number,
        "post_type": 1,
        "username": "ada",
        "cooked": cooked,
        **more,
    }


def topic(*posts: dict[str, Any], stream: object = None, **more: Any) -> dict[str, Any]:
    return {
        "id": 7,
        "slug": "a-topic",
        "title": "T",
        "post_stream": {"posts": list(posts), "stream": stream},
        **more,
    }


def test_a_golden_answer_gives_its_golden_document() -> None:
    assert detect(answer(NAME)).name == "discourse"
    assert_golden(NAME)


@settings(max_examples=60, deadline=None)
@given(spoiled(NAME))
def test_a_wrong_field_loses_no_comment(case: tuple[Way, object, list[Any]]) -> None:
    path, _, whole = case
    assert_loses_nothing(NAME, path, whole, STRUCTURE)


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1))
def test_an_answer_cut_anywhere_is_a_document_or_an_error(share: float) -> None:
    text = answer(NAME).text
    assert_refused_or_whole(text[: int(len(text) * share)], "discourse")


def test_missing_posts_are_said_where_they_are_missing() -> None:
    document = read(topic(post(1), post(4), stream=[101, 102, 103, 104, 105]))
    assert [(entry.id, entry.markdown) for entry in document.entries] == [
        ("1", "Words."), ("missing-1", "*2 comments are not in this copy.*"),
        ("4", "Words."), ("missing-2", "*1 comment is not in this copy.*"),
    ]  # fmt: skip
    assert (document.report.announced, document.report.found["not in this copy"]) == (4, 3)


def test_answers_for_further_posts_fill_the_topic() -> None:
    first = topic(post(1), stream=[101, 102, 103])
    further = {"id": 7, "post_stream": {"posts": [post(3, reply_to_post_number=2), post(2)]}}
    document = read(first, further)
    assert tree(document) == {"1": None, "2": None, "3": "2"}
    assert stubs(document) == []


def test_small_actions_are_left_out_and_counted() -> None:
    document = read(topic(post(1), post(2, "<p>closed</p>", post_type=3), post(3), stream=[101, 102, 103]))
    assert [entry.id for entry in document.entries] == ["1", "3"]
    assert document.report.found["small actions left out"] == 1
    assert document.report.announced == 1


def test_a_reply_to_the_first_post_answers_the_post() -> None:
    document = read(topic(post(1), post(2, reply_to_post_number=1), post(3, reply_to_post_number=2)))
    assert tree(document) == {"1": None, "2": None, "3": "2"}
    assert [entry.kind for entry in document.entries[:2]] == [EntryKind.POST, EntryKind.COMMENT]


def test_a_quotation_is_one_and_says_whose() -> None:
    document = read_source(answer(NAME))
    quoting = next(entry for entry in document.entries if entry.id == "2")
    assert [(passage.text, passage.is_quotation) for passage in quoting.passages] == [
        ("marnie:", False), ("Mine slips", True), ("Try a @kit hitch.", False),
    ]  # fmt: skip


def test_where_it_was_fetched_gives_the_address() -> None:
    source = Source("x", answer(NAME).text, "https://forum.example/talk/t/77.json")
    document = read_source(source)
    assert document.url == "https://forum.example/talk/t/which-knot-holds/77"
    assert any("https://forum.example/u/kit" in entry.markdown for entry in document.entries)


@pytest.mark.parametrize(
    ("fields", "flag"),
    [
        ({"version": 2}, Flag.EDITED), ({"hidden": True}, Flag.COLLAPSED), ({"user_deleted": True}, Flag.DELETED),
        ({"accepted_answer": True}, Flag.ANSWER),
    ],
)  # fmt: skip
def test_flags_follow_from_fields(fields: dict[str, Any], flag: Flag) -> None:
    assert read(topic(post(1), post(2, **fields))).entries[1].flags == {flag}


def test_several_topics_are_refused() -> None:
    with pytest.raises(SourceError, match="it holds 2 topics of Discourse, not one thread"):
        read(topic(post(1)), {**topic(post(1)), "id": 8})


def test_circles_and_shared_numbers_are_kept_and_reported() -> None:
    document = read(topic(
        post(1), post(2, reply_to_post_number=3), post(3, reply_to_post_number=2), post(3, "<p>Other.</p>", id=999)
    ))  # fmt: skip
    assert len(document.entries) == 4
    assert document.report.orphans == ("2",)


@pytest.mark.parametrize("name", ["topic_1149.json", "topic_api.json"])
def test_a_real_answer_is_read_whole(name: str) -> None:
    document, raw = shared("discourse", name)
    posts = [one for one in raw["post_stream"]["posts"] if one["post_type"] != 3]
    assert len(comments(document)) == len(posts) - 1
    assert not document.report.orphans
    for one, entry in zip(posts, document.entries, strict=True):
        assert entry.parent == (
            None if one["reply_to_post_number"] in (None, 1) else str(one["reply_to_post_number"])
        )
        kept = words(
            *(text for each in entry.passages for text in (each.text, *(span.target for span in each.spans)))
        )
        plain = unescape(
            re.sub(
                r"<[^>]+>", " ", re.sub(r'<div class="meta">.*?</div>', "", one["cooked"], flags=re.DOTALL)
            )
        )
        assert not words(plain) - kept
