"""Passages come back from storage as they were, and storage is plain JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.markdown import parse_markdown
from reader.model.passages import (
    Passage,
    PassageKind,
    Span,
    SpanKind,
    restore_passages,
    store_passages,
)
from tests.strategies import markdowns

SPANS = st.builds(
    Span, st.integers(0, 99), st.integers(0, 99), st.sampled_from(SpanKind), st.text(max_size=5)
)
PASSAGES = st.builds(
    Passage,
    text=st.text(max_size=20),
    kind=st.sampled_from(PassageKind),
    spans=st.lists(SPANS, max_size=3).map(tuple),
    nesting=st.text(">-", max_size=4),
    marker=st.text(max_size=3),
    level=st.integers(0, 6),
)


@settings(max_examples=40)
@given(st.lists(PASSAGES, max_size=5).map(tuple))
def test_any_passages_come_back_through_json(passages: tuple[Passage, ...]) -> None:
    written = json.dumps(store_passages(passages))
    assert restore_passages(json.loads(written)) == passages


@settings(max_examples=40)
@given(markdowns())
def test_parsed_passages_come_back(markdown: str) -> None:
    passages = parse_markdown(markdown)
    assert restore_passages(store_passages(passages)) == passages


def test_a_plain_paragraph_is_stored_as_its_text_alone() -> None:
    assert store_passages((Passage("words"), Passage(""))) == [["words"], [""]]


@settings(max_examples=40)
@given(st.text(max_size=5), st.text(">-", max_size=5))
def test_a_passage_is_a_quotation_when_a_quotation_holds_it(text: str, nesting: str) -> None:
    assert Passage(text, nesting=nesting).is_quotation == any(container == ">" for container in nesting)


@pytest.mark.parametrize(
    "damaged", [[["words", "no such kind"]], [["words", "paragraph", "", "", 0, [[0, 1, "x", ""]]]]]
)
def test_a_kind_that_is_none_is_refused(damaged: list[list[object]]) -> None:
    with pytest.raises(ValueError, match="is not a valid"):
        restore_passages(damaged)
