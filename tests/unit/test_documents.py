"""Documents and entries are values: equal by their fields, and never changed in place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from reader.model.documents import Document, Entry, EntryKind, Report, SourceLines
from reader.model.markdown import parse_markdown
from reader.model.passages import Passage, Span, SpanKind
from tests.strategies import documents, entries

VALUES = [
    Entry("a", EntryKind.POST), SourceLines(1, 2, "tags"), Report(), Passage("words"), Span(0, 1, SpanKind.CODE),
]  # fmt: skip


@settings(max_examples=25)
@given(entries())
def test_an_entrys_heading_is_its_first_heading_or_nothing(entry: Entry) -> None:
    headings = [passage.text for passage in entry.passages if passage.level > 0]
    assert entry.heading == (headings[0] if headings else "")


@pytest.mark.parametrize(
    ("markdown", "heading"),
    [
        ("", ""), ("Only words.", ""), ("Words.\n\n## Second *part*\n\n# Third", "Second part"),
        ("> # quoted", "quoted"), ("Under\n=====", "Under"), ("####### seven", ""),
    ],
)  # fmt: skip
def test_a_heading_is_text_without_marks(markdown: str, heading: str) -> None:
    assert Entry("a", EntryKind.SECTION, passages=parse_markdown(markdown)).heading == heading


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_no_value_can_be_changed_in_place(value: object) -> None:
    for name in type(value).__match_args__:  # type: ignore[attr-defined]
        with pytest.raises(AttributeError):
            setattr(value, name, None)


@settings(max_examples=15)
@given(documents(max_entries=3))
def test_a_document_equals_a_copy_and_no_other(document: Document) -> None:
    assert replace(document) == document
    assert replace(document, title=document.title + "x") != document
    entry = Entry("new id of an entry", EntryKind.COMMENT)
    assert replace(document, entries=(*document.entries, entry)) != document
