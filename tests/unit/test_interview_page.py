"""The page of an interview becomes turns in sections, with their times; other pages stay articles."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from reader.errors import SourceError
from reader.importers.registry import detect, read_source
from reader.importers.source import Source
from reader.model.codec import to_json
from reader.model.documents import Document, EntryKind
from tests.unit.importing import GOLDEN, assert_parsed, words

PAGE = (GOLDEN / "pages" / "interview.html").read_text(encoding="utf-8")


def read(text: str) -> Document:
    document = read_source(Source("page.html", text), importer="interview-page")
    assert_parsed(document)
    return document


def test_the_golden_page_gives_its_golden_document() -> None:
    written = (GOLDEN / "pages" / "interview.html.document.json").read_text(encoding="utf-8")
    assert to_json(read(PAGE)) == json.loads(written)


def test_turns_sections_and_times_are_those_of_the_page() -> None:
    document = read(PAGE)
    turns = [entry.author for entry in document.entries if entry.kind is EntryKind.TURN]
    transcript = PAGE[PAGE.index("<h2>") :]
    assert turns == re.findall(r"<strong>([^<]+):</strong>", transcript)
    assert [entry.starts_at for entry in document.entries if entry.starts_at is not None] == [9, 754]
    assert (document.title, document.url) == (
        "Mara Quill on kettles",
        "https://steam.example/episodes/mara-quill/",
    )


def test_every_word_of_the_page_is_seen() -> None:
    document = read(PAGE)
    main = PAGE[PAGE.index("<main>") : PAGE.index("</main>")]
    kept = [document.title, *(entry.author or "" for entry in document.entries), "00:00:09 00:12:34"]
    kept += [f"{passage.text} {passage.marker}" for entry in document.entries for passage in entry.passages]
    assert not words(unescape(re.sub(r"<[^>]*>", " ", main))) - words(*kept)


@pytest.mark.parametrize(
    "label",
    [
        "<strong>{}:</strong>",
        "<b>{}</b>:",
        "<span><strong>{}:</strong></span>",
        "<strong>{}: </strong>",
        "<b>{}</b>&nbsp;:",
    ],
)
def test_names_in_bold_are_labels_however_they_are_set(label: str) -> None:
    turns = "".join(
        f"<p>{label.format(name)} Said {at}.</p>" for at, name in enumerate(["Ada Reed", "Mara Quill"] * 4)
    )
    text = f"<html><body><main><h1>T</h1>{turns}</main></body></html>"
    assert detect(Source("a", text)).name == "interview-page"
    assert [entry.author for entry in read(text).entries[1:]] == ["Ada Reed", "Mara Quill"] * 4


@pytest.mark.parametrize("labels", [("Pros", "Cons"), ("Note", "Update"), ("Step one is this", "and then")])
def test_other_paragraphs_in_bold_are_no_labels(labels: tuple[str, ...]) -> None:
    paragraphs = "".join(
        f"<p><strong>{label}:</strong> Words of number {at}.</p>" for at in range(2) for label in labels
    )
    text = f"<html><body><main><h1>T</h1><p>It is said.</p>{paragraphs}</main></body></html>"
    assert detect(Source("a", text)).name == "article"


def test_a_page_cut_anywhere_is_a_document_or_one_error() -> None:
    for stop in range(0, len(PAGE), 41):
        try:
            read(PAGE[:stop])
        except SourceError as error:
            assert error.reason
