"""Contexts of Mastodon become threads, with the status itself or without."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.registry import detect
from tests.unit.answering import (
    Way,
    answer,
    assert_golden,
    assert_loses_nothing,
    assert_refused_or_whole,
    comments,
    read,
    spoiled,
    stubs,
    tree,
)

NAMES = ["mastodon.jsonl", "mastodon_alone.json"]
STRUCTURE = frozenset({"ancestors", "descendants", "content", "account", "created_at"})


def status(id: str, to: str | None = None, **more: Any) -> dict[str, Any]:
    account = {"acct": "ada", "display_name": "Ada"}
    return {
        "id": id, "in_reply_to_id": to, "content": "<p>Words.</p>", "account": account,
        "created_at": "2031-01-01T00:00:00Z", **more,
    }  # fmt: skip


def context(ancestors: list[dict[str, Any]], descendants: list[dict[str, Any]]) -> dict[str, Any]:
    return {"ancestors": ancestors, "descendants": descendants}


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_answer_gives_its_golden_document(name: str) -> None:
    assert detect(answer(name)).name == "mastodon"
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
    assert_refused_or_whole(text[: int(len(text) * share)], "mastodon")


def test_the_status_may_stand_before_behind_or_inside() -> None:
    own, around = status("2", "1"), context([status("1")], [status("3", "2"), status("4", "3")])
    documents = [read(own, around), read(around, own), read([around, own]), read({**around, "status": own})]
    assert all(document == documents[0] for document in documents)
    assert tree(documents[0]) == {"1": None, "2": None, "3": "2", "4": "3"}


def test_a_missing_status_is_said_at_its_place() -> None:
    document = read(context([status("0"), status("1", "0")], [status("3", "2"), status("4", "2")]))
    assert tree(document) == {"0": None, "1": None, "missing-2": "1", "3": "missing-2", "4": "missing-2"}
    assert (len(comments(document)), len(stubs(document)), document.report.orphans) == (3, 1, ())


def test_without_ancestors_the_replies_stand_at_the_top() -> None:
    document = read(context([], [status("3", "2"), status("4", "3")]))
    assert tree(document) == {"3": None, "4": "3"}
    assert document.report.orphans == ()
    assert any("status that was asked for is not in this copy" in said for said in document.report.warnings)


def test_a_warning_hides_what_it_warns_of() -> None:
    document = read(status("1", spoiler_text="the *end*"), context([], []))
    assert document.entries[0].markdown == "the \\*end\\*\n\n[Words.](#spoiler)"
    assert document.title == "the *end*"


def test_pictures_are_their_description() -> None:
    media = [
        {"type": "image", "url": "https://a.example/x_y.png", "description": "A boat"},
        {"url": "file:///x"},
    ]
    (post,) = read(status("1", media_attachments=media), context([], [])).entries
    assert [passage.text for passage in post.passages] == ["Words.", "[image: A boat]", "[image: attachment]"]
    assert post.passages[1].spans[0].target == "https://a.example/x_y.png"


def test_an_orphan_a_circle_and_a_shared_id_are_reported() -> None:
    around = context([], [
        status("2", "1"), status("3", "9"), status("4", "5"), status("5", "4"), status("2", "1", content="x"),
    ])  # fmt: skip
    document = read(status("1"), around)
    assert document.report.orphans == ("3", "4")
    assert len(document.entries) == 6


def test_several_contexts_are_refused() -> None:
    with pytest.raises(SourceError, match="it holds 2 contexts of Mastodon"):
        read(context([], []), context([], []))
