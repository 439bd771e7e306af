"""Answers of ForumMagnum forums are read in both dialects, post and comments together or apart."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean_line
from reader.errors import SourceError
from reader.importers.registry import detect, read_source
from reader.importers.source import Source
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
    values,
)

NAMES = ["forum_api.json", "forum_api_apart.jsonl"]
STRUCTURE = frozenset({"data", "result", "results", "post", "comments", "answers", "debate", "_id", "postId"})


def post(**more: Any) -> dict[str, Any]:
    return {
        "_id": "p",
        "title": "T",
        "pageUrl": "https://www.lesswrong.com/posts/p/t",
        "htmlBody": "<p>Post.</p>",
        **more,
    }


def comment(id: str, parent: str | None = None, /, **more: Any) -> dict[str, Any]:
    return {"_id": id, "postId": "p", "parentCommentId": parent, "htmlBody": "<p>Words.</p>", **more}


def data(**fields: Any) -> dict[str, Any]:
    return {
        "data": {
            name: {"results" if isinstance(one, list) else "result": one} for name, one in fields.items()
        }
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_golden_answer_gives_its_golden_document(name: str) -> None:
    assert detect(answer(name)).name == "forum-api"
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
    assert_refused_or_whole(text[: int(len(text) * share)], "forum-api")


def test_post_and_comments_may_come_together_or_apart() -> None:
    replies = [comment("a"), comment("b", "a")]
    together = read(data(post=post(), comments=replies))
    assert tree(together) == {"p": None, "a": None, "b": "a"}
    for answers in (
        [data(post=post()), data(comments=replies)], [data(comments=replies), data(post=post())],
        [[data(post=post()), data(comments=replies)]], [data(posts=[post()]), data(any_name=replies)],
        [data(post=post())["data"], data(comments=replies)["data"]],
        [{"result": post()}, {"results": replies}],
    ):  # fmt: skip
        assert read(*answers) == together


def test_debate_responses_come_first_by_time_then_answers_then_comments() -> None:
    def at(day: int, **kind: bool) -> dict[str, Any]:
        return comment(f"c{day}", postedAt=f"2031-01-0{day}T00:00:00Z", **kind)

    document = read(data(
        post=post(), comments=[at(1), at(9)], answers=[at(5, answer=True)],
        debate=[at(4, debateResponse=True), at(3, debateResponse=True)],
    ))  # fmt: skip
    assert [entry.id for entry in document.entries] == ["p", "c3", "c4", "c5", "c1", "c9"]
    assert document.report.found["debate responses"] == 2


def test_a_reply_to_an_answer_stands_under_it() -> None:
    replies = [comment("r", None, parentAnswerId="a"), comment("s", "r", parentAnswerId="a")]
    document = read(data(post=post(), answers=[comment("a", answer=True), *replies]))
    assert tree(document) == {"p": None, "a": None, "r": "a", "s": "r"}


@pytest.mark.parametrize(
    ("field", "flag"),
    [
        ("deleted", Flag.DELETED), ("deletedPublic", Flag.DELETED), ("retracted", Flag.RETRACTED),
        ("answer", Flag.ANSWER), ("lastEditedAt", Flag.EDITED),
    ],
)  # fmt: skip
def test_flags_follow_from_fields(field: str, flag: Flag) -> None:
    document = read(
        data(post=post(), comments=[comment("a", **{field: True}), comment("b", **{field: False})])
    )
    assert [entry.flags for entry in document.entries[1:]] == [{flag}, frozenset()]


def test_a_comment_without_author_text_or_score_is_kept() -> None:
    gone = comment("a", user=None, htmlBody=None, contents=None, baseScore=None, deleted=True)
    entry = read(data(post=post(), comments=[gone])).entries[1]
    assert (entry.author, entry.markdown, entry.score) == (None, "", None)


def test_html_is_read_rather_than_markdown() -> None:
    both = {"html": "<p>a<sup>2</sup></p>", "markdown": "a"}
    (first, second) = read(
        data(post=post(contents=both), comments=[comment("c", htmlBody=None, contents={"markdown": "*x*"})])
    ).entries
    assert first.markdown == "a^2"
    assert second.markdown == "*x*"


def test_the_host_for_programs_is_written_as_the_site() -> None:
    page = "https://forum-bots.effectivealtruism.org/posts/p/t"
    assert read(data(post=post(pageUrl=page))).url == "https://forum.effectivealtruism.org/posts/p/t"
    text = '{"data": {"comments": {"results": [{"_id": "c", "postId": "p", "htmlBody": "x"}]}}}'
    source = Source("x", text, "https://forum-bots.effectivealtruism.org/graphql")
    assert read_source(source).url == "https://forum.effectivealtruism.org/posts/p"


def test_what_the_site_says_is_said() -> None:
    error = {"errors": [{"message": "app.missing_document"}], "data": {"post": None}}
    with pytest.raises(SourceError, match=r"answered with an error: app\.missing_document"):
        read(error)
    document = read(data(post=post()), error)
    assert "the site answered with an error as well: app.missing_document" in document.report.warnings


@pytest.mark.parametrize("message", ["", " \n", "a" * 199 + " b"])
def test_what_the_site_says_fits_a_sentence(message: str) -> None:
    document = read(data(post=post()), {"errors": [{"message": message}], "data": {"post": None}})
    said = [warning for warning in document.report.warnings if "answered with an error" in warning]
    assert said
    assert all(warning == clean_line(warning) and not warning.endswith(":") for warning in said)


def test_several_posts_are_refused() -> None:
    with pytest.raises(SourceError, match="it holds 2 posts, not one thread"):
        read(data(posts=[post(), post(_id="q")]))
    with pytest.raises(SourceError, match="it holds comments of 2 posts"):
        read(data(comments=[comment("a"), comment("b", postId="q")]))


def test_an_unknown_parent_a_circle_and_a_shared_id_are_reported() -> None:
    replies = [
        comment("a", "x"),
        comment("b", "c"),
        comment("c", "b"),
        comment("a", htmlBody="<p>Other.</p>"),
    ]
    document = read(data(post=post(), comments=replies))
    assert document.report.orphans == ("a", "b")
    assert len(document.entries) == 5


def test_the_golden_answers_have_fields_of_both_dialects() -> None:
    (whole,) = values("forum_api.json")
    assert {"post", "comments", "answers", "debate"} == whole["data"].keys()
