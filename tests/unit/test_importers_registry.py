"""Any text becomes a document or one clear error, by what it holds and not by its name."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.errors import SourceError
from reader.importers.digest import read_digest, write_digest
from reader.importers.registry import IMPORTERS, detect, read_source
from reader.importers.source import Source
from reader.model.codec import to_json
from reader.model.documents import Document, Entry, EntryKind
from tests.strategies import documents, texts
from tests.unit.importing import GOLDEN, assert_accounted, assert_nothing_lost, assert_parsed, golden

KNOWN = [read_digest(golden("forum_digest.md")), read_digest(golden("interview_digest.md"))]
PAIRS = {
    "forum_copy_unknown": ("forum_copy.txt", False),
    "forum_copy_known": ("forum_copy.txt", True),
    "interview_unknown": ("interview.txt", False),
    "interview_known": ("interview.txt", True),
    "no_comments": ("no_comments.txt", True),
    "headers_kept": ("headers_kept.txt", True),
    "spaced_interview": ("spaced_interview.txt", True),
    "forum_digest": ("forum_digest.md", False),
}
NAMES = [importer.name for importer in IMPORTERS]
_PIECES = (
    "---\nformat: threadside.digest/1\nid: a\nkind: thread\ntitle: A\n---\n\n", "=== post post\n",
    "author: b\n", "New Comment\n", "2 comments, sorted by\n", "1Ada Quill\nYes.\n",
    "Ada Quill: So it is.\n", "Bo Reed: No.\n", '{"format": "threadside.document/1", ',
    '"id": "a", "kind": "thread", "edition": "full", ', '"title": "t", "entries": []}', "A Heading\n",
    "- a\n", "\n", "  • b\n", "... (read more)\n", "<html>",
)  # fmt: skip
sources = st.lists(st.one_of(st.sampled_from(_PIECES), texts(20)), max_size=10).map("".join)


@pytest.mark.parametrize("name", PAIRS)
def test_a_golden_source_gives_its_golden_document(name: str) -> None:
    source, is_known = golden(PAIRS[name][0]), PAIRS[name][1]
    document = read_source(source, KNOWN if is_known else ())
    assert to_json(document) == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "importer"),
    [
        ("forum_copy.txt", "forum-copy"), ("no_comments.txt", "forum-copy"),
        ("headers_kept.txt", "forum-copy"),
        ("interview.txt", "interview-text"), ("spaced_interview.txt", "interview-text"),
        ("forum_digest.md", "digest"), ("forum_copy_known.json", "threadside-json"),
    ],
)  # fmt: skip
def test_the_content_decides(name: str, importer: str) -> None:
    assert detect(replace(golden(name), name="anything.bin")).name == importer


def assert_honest(document: Document, text: str) -> None:
    if document.report.format in ("forum-copy", "interview-text"):
        assert_nothing_lost(document, text)
    if document.report.lines:
        assert_accounted(document, text)
    assert document.id
    assert document.title
    assert_parsed(document)


@given(sources, st.none() | st.sampled_from(NAMES))
@example("x", "forum-copy")
@example("***", "forum-copy")
@example("New Comment", None)
@example("Ada: Yes.\nBy Cy @ 2031-05-04\nAda: Bo.", "interview-text")
def test_any_text_is_a_document_or_a_source_error(text: str, importer: str | None) -> None:
    try:
        document = read_source(Source("any", text), KNOWN, importer)
    except SourceError as error:
        said = [error.reason]
    else:
        said = list(document.report.warnings)
        if not text.lstrip().startswith("{"):
            assert_honest(document, text)
    assert all(words and "\n" not in words for words in said)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(sorted(PAIRS)), st.floats(0, 1))
def test_a_source_cut_anywhere_is_a_document_or_a_source_error(name: str, share: float) -> None:
    text = golden(PAIRS[name][0]).text
    cut = text[: int(len(text) * share)]
    try:
        document = read_source(Source("cut", cut), KNOWN)
    except SourceError:
        return
    assert_honest(document, cut)


@settings(max_examples=30, deadline=None)
@given(documents().filter(lambda document: document.title and document.entries))
def test_interchange_json_is_read_without_loss(document: Document) -> None:
    written = json.dumps(to_json(document))
    assert to_json(read_source(Source("made.json", written))) == json.loads(written)


def test_json_with_a_missing_parent_is_arranged() -> None:
    entries = (Entry("b", EntryKind.COMMENT, parent="gone"), Entry("a", EntryKind.COMMENT, parent="a"))
    written = to_json(replace(KNOWN[0], entries=entries))
    document = read_source(Source("made.json", json.dumps(written)))
    assert [(entry.id, entry.parent) for entry in document.entries] == [("b", None), ("a", None)]
    assert document.report.orphans == ("b", "a")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is empty"),
        (" \n\t", "it is empty"),
        (
            "Some words.\nAnd more.",
            r"plain text of 2 lines: .*not an interview .*not a forum page .*\(no line 'N c",
        ),
        ('{"format": "other"}', "it looks like JSON"),
        ("<!doctype html><p></p>", "some.txt"),
        ("WEBVTT\n\n00:01.000 --> \n", "some.txt"),
        ('{"format": "threadside.document/9", "entries": []}', "its format is 'threadside.document/9'"),
        (json.dumps(to_json(KNOWN[0]) | {"id": "../a"}), "its id '../a' is not made of"),
    ],
)
def test_what_cannot_be_read_is_said_with_name_reason_and_way_out(text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read_source(Source("some.txt", text))
    assert caught.value.subject == "some.txt"
    assert caught.value.way_out or "JSON" in said or "id" in said


def test_an_importer_may_be_named() -> None:
    assert read_source(Source("a", "Words only."), importer="forum-copy").report.format == "forum-copy"
    with pytest.raises(SourceError, match="choose one of threadside-json, digest, mail, forum-copy"):
        read_source(Source("a", "Words."), importer="pdf")


def test_a_written_digest_is_read_by_the_registry() -> None:
    again = read_source(Source("a", write_digest(KNOWN[0])))
    assert replace(again, report=KNOWN[0].report) == KNOWN[0]


def test_unsafe_characters_are_replaced_and_counted() -> None:
    text = "Words \x1b[31m and \u202e more.\n\nNew Comment\n0 comments, sorted by\n"
    document = read_source(Source("a", text))
    assert document.report.cleaned == 2
    assert all(clean(entry.markdown) == entry.markdown for entry in document.entries)


def test_brackets_stay_as_typed() -> None:
    text = "See [/ x and [red]this[/red].\n\nNew Comment\n1 comment, sorted by\n\n1[red]Ada[/red]\nNo [/ y.\n"
    document = read_source(Source("a", text))
    assert document.entries[0].passages[0].text == "See [/ x and [red]this[/red]."
    assert document.entries[0].passages[0].spans == ()
    assert_nothing_lost(document, text)


def test_a_document_without_entries_is_refused() -> None:
    text = json.dumps(
        {"format": "threadside.document/1", "id": "a", "kind": "thread", "edition": "full", "title": "A"}
    )
    with pytest.raises(SourceError, match="no entries"):
        read_source(Source("a.json", text))
