"""What is exported says what was saved, hurts no reader of it, and comes back the same."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.bookmark_exports import FORMATS, Dossier, Excerpt, link_of, make_dossiers, text_fragment
from reader.bookmark_imports import read_bookmarks
from reader.errors import SourceError
from reader.model.annotations import Bookmark, new_bookmark, write_line
from reader.model.documents import Document
from reader.model.markdown import parse_markdown
from reader.model.selectors import TextQuoteSelector, describe
from reader.model.texts import EntryText
from tests import strategies
from tests.made import made_thread
from tests.unit.test_annotations import bookmarks, is_valid

DOCUMENT = made_thread(
    "A post of some words.", "The *first* comment says this.", "An answer to it, as one would give.",
    id="made", url="https://made.example/a",
)  # fmt: skip


def saved(entry: int, note: str = "", tags: tuple[str, ...] = ()) -> Bookmark:
    whole = EntryText(DOCUMENT.entries[entry])
    target = describe(whole.entry, *whole.pieces(0, len(whole.text)))
    return new_bookmark(replace(target, document="made", url=DOCUMENT.url, title=DOCUMENT.title), note, tags)


def find(id: str) -> Document | None:
    return DOCUMENT if id == "made" else None


def dossiers_of(given: list[Bookmark]) -> list[Dossier]:
    return make_dossiers(given, lambda id: None)


@settings(max_examples=40)
@given(st.lists(bookmarks(), max_size=4))
def test_a_collection_comes_back_as_the_same_set(given: list[Bookmark]) -> None:
    collection = FORMATS["json"](dossiers_of(given)).encode()
    back = read_bookmarks(collection, "export")
    assert not back.problems
    assert sorted(map(write_line, back.bookmarks)) == sorted(map(write_line, given))
    own = b"".join(write_line(bookmark) + b"\n" for bookmark in given)
    assert read_bookmarks(own, "own").bookmarks == given


@settings(max_examples=40)
@given(st.lists(bookmarks(), max_size=3))
def test_a_collection_keeps_the_rules(given: list[Bookmark]) -> None:
    collection = json.loads(FORMATS["json"](dossiers_of(given)))
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert collection["type"] == "AnnotationCollection"
    page = collection["first"]
    assert (page["type"], page["partOf"], page["startIndex"]) == ("AnnotationPage", collection["id"], 0)
    assert page["id"] == collection["last"]
    assert collection["total"] == len(page["items"]) == len(given)
    assert all(map(is_valid, page["items"]))


@settings(max_examples=40)
@given(st.lists(bookmarks(), min_size=1, max_size=3))
def test_rows_have_the_columns_of_readwise_and_no_formula(given: list[Bookmark]) -> None:
    text = FORMATS["csv"](dossiers_of(given))
    head, *rows = csv.reader(io.StringIO(text, newline=""))
    assert head == ["Highlight", "Title", "Author", "URL", "Note", "Location", "Date"]
    assert len(rows) == len(given)
    for row in rows:
        assert len(row) == 7
        assert row[0].strip()
        assert not any(cell[:1] in "=+-@\t" and len(cell) > 1 for cell in row if cell)
        assert datetime.strptime(row[6], "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        for name, value in attrs:
            assert name in ("href", "class", "lang", "charset")
            assert name != "href" or str(value).startswith(("http://", "https://"))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@settings(max_examples=60)
@given(st.lists(bookmarks(), min_size=1, max_size=2))
def test_a_page_holds_every_word_and_nothing_of_the_reader_is_markup(given: list[Bookmark]) -> None:
    page = _Page()
    page.feed(FORMATS["html"](dossiers_of(given)))
    allowed = {"html", "meta", "title", "h1", "a", "p", "article", "blockquote", "div", "br"}
    assert set(page.opened) <= allowed
    text = "".join(" ".join(page.words).split())
    for bookmark in given:
        assert "".join(bookmark.words.split()) in text
        assert "".join(bookmark.note.split()) in text


@settings(max_examples=60)
@given(st.lists(bookmarks(), min_size=1, max_size=2))
def test_markdown_shows_every_word_of_a_passage_in_a_quotation(given: list[Bookmark]) -> None:
    passages = parse_markdown(FORMATS["markdown"](dossiers_of(given)))
    headings = [passage for passage in passages if passage.level]
    assert len(headings) == len(dossiers_of(given))
    quoted = re.findall(r"\w+", " ".join(p.text for p in passages if p.is_quotation))
    for bookmark in given:
        for word in re.findall(r"\w+", html.unescape(bookmark.words)):
            assert any(word in one for one in quoted), word


@settings(max_examples=60)
@given(st.lists(bookmarks(), min_size=1, max_size=2))
def test_org_has_no_headline_or_block_but_its_own(given: list[Bookmark]) -> None:
    text = FORMATS["org"](dossiers_of(given))
    lines = text.split("\n")
    assert sum(line.startswith("** ") for line in lines) == len(given)
    assert sum(line.startswith("* ") for line in lines) == len(dossiers_of(given))
    assert lines.count("#+begin_quote") == lines.count("#+end_quote") == len(given)


def test_a_dossier_is_in_reading_order_with_what_is_answered() -> None:
    given = [saved(2, "Is it?", ("why",)), saved(0), saved(1)]
    (dossier,) = make_dossiers(given, find, has_context=True)
    assert [one.bookmark.target.entry for one in dossier.excerpts] == ["post", "c1", "c2"]
    text = FORMATS["markdown"]([dossier])
    assert text.index("> > The first comment says this\\.".replace("\\.", ".")) < text.index(
        "> An answer to it"
    )
    for part in (
        "# Title of made",
        "<https://made.example/a>",
        "— Writer 2",
        "Is it?",
        "\\#why",
        "In reply to Writer 1",
    ):
        assert part in text, part
    assert "In reply to" not in FORMATS["markdown"](make_dossiers(given, find))


def test_an_orphan_is_exported_and_said_to_be_one() -> None:
    gone = replace(
        saved(1), target=replace(saved(1).target, quote=TextQuoteSelector("no such words here at all"))
    )
    (dossier,) = make_dossiers([gone, saved(2)], find)
    assert [one.is_orphan for one in dossier.excerpts] == [True, False]
    assert "no longer found" in FORMATS["markdown"]([dossier])


def test_each_format_says_note_tags_author_date_and_link() -> None:
    target = replace(saved(1).target, posted_at=datetime(2031, 3, 1, tzinfo=UTC))
    dossiers = make_dossiers([replace(saved(1, "A note", ("tag",)), target=target)], find)
    for name in ("markdown", "org", "html", "json"):
        text = FORMATS[name](dossiers)
        for part in ("A note", "tag", "Writer 1", "2031-03-01", "made.example/a"):
            assert part in text, (name, part)
        assert name == "json" or ":~:text=The%20first%20comment" in text


@given(strategies.texts(), strategies.texts(), strategies.texts())
def test_a_fragment_is_plain_and_holds_the_words(exact: str, prefix: str, suffix: str) -> None:
    fragment = text_fragment(TextQuoteSelector(exact.replace("\ud800", ""), prefix.replace("\ud800", ""),
                                               suffix.replace("\ud800", "")))  # fmt: skip
    assert fragment.isascii()
    if exact.split():
        directive = fragment.removeprefix("#:~:text=")
        assert "&" not in directive
        parts = [part for part in directive.split(",") if not part.startswith("-") and not part.endswith("-")]
        assert unquote(parts[0]).split()[0] == exact.replace("\ud800", "").split()[0] or "\ud800" in exact


def test_a_long_passage_is_linked_by_its_ends_and_a_short_one_with_what_is_around() -> None:
    long = " ".join(f"word{number}" for number in range(99))
    assert text_fragment(TextQuoteSelector(long)) == (
        "#:~:text=word0%20word1%20word2%20word3%20word4,word94%20word95%20word96%20word97%20word98"
    )
    short = TextQuoteSelector("a-b, c", "one two three four ", " five six seven eight")
    assert text_fragment(short, "https://a.example/#x") == (
        ":~:text=two%20three%20four-,a%2Db%2C%20c,-five%20six%20seven"
    )
    assert link_of(replace(saved(1), target=replace(saved(1).target, url=None))) == "threadside:made#c1"


HYPOTHESIS: dict[str, Any] = {
    "export_date": "2031-03-01T00:00:00Z",
    "annotations": [
        {"id": "AbC_1-x", "created": "2031-03-01T10:00:00.5+00:00", "updated": "2031-03-02T10:00:00+00:00",
         "user": "acct:ann@made.example", "uri": "https://made.example/a", "text": "A note", "tags": ["one", "two"],
         "document": {"title": ["A made page"]},
         "target": [{"source": "https://made.example/a", "selector": [
             {"type": "RangeSelector", "startContainer": "/div[1]", "endContainer": "/div[1]"},
             {"type": "TextPositionSelector", "start": 5, "end": 9},
             {"type": "TextQuoteSelector", "exact": "four", "prefix": "one ", "suffix": " five"}]}]},
        {"id": "page", "uri": "https://made.example/a", "text": "Of the page", "tags": [],
         "target": [{"source": "https://made.example/a"}]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("form", ["export", "rows", "list", "one"])
def test_an_export_of_hypothesis_is_read(form: str) -> None:
    given: Any = {"export": HYPOTHESIS, "rows": {"total": 2, "rows": HYPOTHESIS["annotations"]},
                  "list": HYPOTHESIS["annotations"], "one": HYPOTHESIS["annotations"][0]}[form]  # fmt: skip
    first, *rest = read_bookmarks(json.dumps(given).encode(), "export").bookmarks
    assert (first.id, first.note, first.tags) == ("https://hypothes.is/a/AbC_1-x", "A note", ("one", "two"))
    assert first.target.quote == TextQuoteSelector("four", "one ", " five")
    assert (first.target.url, first.target.title) == ("https://made.example/a", "A made page")
    assert [one.note for one in rest] == (["Of the page"] if form != "one" else [])


def test_what_cannot_be_read_is_named_and_the_rest_taken() -> None:
    good = write_line(saved(1))
    found = read_bookmarks(good + b"\nno JSON\n{}\n", "some.jsonl")
    assert len(found.bookmarks) == 1
    assert [problem.split(":")[0] for problem in found.problems] == [
        "some.jsonl, annotation 2", "some.jsonl, annotation 3",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"an essay", b"\xff\xfe\x00", b"{}", b"[" * 9000, b'{"annotations": 5}'])
def test_a_file_without_annotations_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError):
        read_bookmarks(data, "some file")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_is_exported_as_nothing(name: str) -> None:
    text = FORMATS[name]([])
    assert text.endswith("\n")
    if name == "json":
        assert read_bookmarks(text.encode(), "export") == ([], [])


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_in_words(data: bytes) -> None:
    try:
        read_bookmarks(data, "some file")
    except SourceError as error:
        assert "\n" not in str(error)


def test_an_excerpt_without_words_is_the_whole_entry() -> None:
    bookmark = replace(saved(1), target=replace(saved(1).target, quote=TextQuoteSelector("")))
    dossier = Dossier("T", None, (), [Excerpt(bookmark, link_of(bookmark))])
    assert "whole entry" in FORMATS["markdown"]([dossier])
