"""What was lost of a source is said by kind, and what only stands around its texts is no loss."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from reader.errors import SourceError
from reader.importers.registry import read_source
from reader.importers.source import Source
from reader.model.documents import Document, Flag, Report
from reader.model.losses import find_losses, refuse_losses
from tests.made import made_thread
from tests.strategies import documents
from tests.unit.importing import GOLDEN, golden

WHOLE = made_thread("The post.", "A comment.", "Another.")


def with_report(**fields: object) -> Document:
    return replace(WHOLE, report=replace(Report(imported=2), **fields))  # type: ignore[arg-type]


def with_flag(flag: Flag) -> Document:
    first, *rest = WHOLE.entries
    return replace(WHOLE, entries=(first, *(replace(entry, flags=frozenset({flag})) for entry in rest)))


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (with_report(announced=5), "comments announced and not there: 3"),
        (with_report(orphans=("c1", "c2")), "comments without what they answer: 2"),
        (with_report(cleaned=1), "unsafe characters replaced: 1"),
        (with_report(left_out={"roles": "host"}), "text in no entry (roles): 1"),
        (with_flag(Flag.MISSING), "places where comments are missing: 2"),
        (with_flag(Flag.TRUNCATED), "entries cut in the source: 2"),
        (with_flag(Flag.UNSEPARATED), "runs of comments not separated: 2"),
        (made_thread("The \ufffd post."), "characters not readable: 1"),
    ],
)
def test_each_loss_is_said_with_its_count(document: Document, said: str) -> None:
    assert find_losses(document) == [said]
    with pytest.raises(SourceError, match="add it without --strict") as caught:
        refuse_losses(document, "a.txt")
    assert said in caught.value.reason


@pytest.mark.parametrize(
    "document",
    [
        WHOLE, with_report(announced=2), with_report(announced=1), with_report(left_out={"title": "A", "controls": "b"}),
        with_report(warnings=("perhaps the same speaker: A and B",)), *map(with_flag, (Flag.EDITED, Flag.DELETED, Flag.COLLAPSED)),
    ],
)  # fmt: skip
def test_what_is_all_there_is_no_loss(document: Document) -> None:
    assert find_losses(document) == []
    refuse_losses(document, "a.txt")


@settings(max_examples=40, deadline=None)
@given(documents())
def test_losses_are_lines(document: Document) -> None:
    assert all(said and "\n" not in said for said in find_losses(document))


@pytest.mark.parametrize(
    ("name", "is_whole"),
    [
        ("interview.txt", True),
        ("forum_copy.txt", False),
        ("answers/lobsters.json", False),
        ("articles/kettles.md", True),
    ],
)
def test_golden_sources_are_whole_or_not(name: str, is_whole: bool) -> None:
    document = read_source(golden(name)) if (GOLDEN / name).is_file() else None
    assert document is not None
    assert (find_losses(document) == []) == is_whole, find_losses(document)


def test_a_field_of_a_wrong_kind_is_a_loss() -> None:
    source = '{"short_id": "a", "title": "T", "score": "many", "submitter_user": "ada", "comments": []}'
    assert find_losses(read_source(Source("a.json", source))) == ["fields of a wrong kind: 1"]
