"""Threads of Lobsters are read from its answers of all years."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.registry import detect
from reader.model.documents import Flag
from tests.unit.answering import (
    Way,
    answer,
    assert_golden,
    assert_loses_nothing,
    assert_refused_or_whole,
    read,
    spoiled,
    tree,
)

NAMES = ["lobsters.json", "lobsters_old.json"]
STRUCTURE = frozenset({"comments", "short_id"})


def story(*comments: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"short_id": "s", "title": "T", "submitter_user": "ada", "comments": list(comments), **more}


def comment(id: str, **more: Any) -> dict[str, Any]:
    return {"short_id": id, "comment": "<p>Words.</p>", "commenting_user": "bo", **more}


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_answer_gives_its_golden_document(name: str) -> None:
    assert detect(answer(name)).name == "lobsters"
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
    assert_refused_or_whole(text[: int(len(text) * share)], "lobsters")


@given(st.lists(st.integers(0, 3), max_size=8), st.sampled_from(["depth", "indent_level"]), st.integers(0, 1))
def test_depth_gives_the_same_tree_as_parents_do(steps: list[int], name: str, first: int) -> None:
    depths, parents, branch = list[int](), list[str | None](), list[str]()
    for at, step in enumerate(steps):
        del branch[max(0, len(branch) - step) :]
        depths.append(len(branch) + first)
        parents.append(branch[-1] if branch else None)
        branch.append(f"c{at}")
    by_depth = [comment(f"c{at}", **{name: depth}) for at, depth in enumerate(depths)]
    by_parent = [comment(f"c{at}", parent_comment=parent) for at, parent in enumerate(parents)]
    assert tree(read(story(*by_depth))) == tree(read(story(*by_parent)))


def test_a_user_may_be_a_name_or_an_object() -> None:
    document = read(
        story(comment("c", commenting_user={"username": "bo"}), submitter_user={"username": "ada"})
    )
    assert [entry.author for entry in document.entries] == ["ada", "bo"]


@pytest.mark.parametrize(
    ("fields", "flags"),
    [
        ({}, set()), ({"is_deleted": True}, {Flag.DELETED}), ({"is_moderated": True}, {Flag.DELETED}),
        ({"created_at": "2031-01-01T00:00:00Z", "updated_at": "2031-01-01T00:00:30Z"}, set()),
        ({"created_at": "2031-01-01T00:00:00Z", "updated_at": "2031-01-01T00:02:00Z"}, {Flag.EDITED}),
    ],
)  # fmt: skip
def test_flags_follow_from_fields(fields: dict[str, Any], flags: set[Flag]) -> None:
    assert read(story(comment("c", **fields))).entries[1].flags == flags


def test_an_unknown_parent_a_circle_and_a_shared_id_are_reported() -> None:
    document = read(story(
        comment("a", parent_comment="x"), comment("b", parent_comment="c"), comment("c", parent_comment="b"),
        comment("a", comment="<p>Other.</p>", parent_comment=None),
    ))  # fmt: skip
    assert document.report.orphans == ("a", "b")
    assert len(document.entries) == 5


def test_several_stories_are_refused() -> None:
    with pytest.raises(SourceError, match="it holds 2 stories of Lobsters"):
        read(story(), story())
