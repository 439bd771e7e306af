"""Articles in Markdown stay the Markdown they are, and no line of them is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.markdown_article import find_sign
from reader.importers.registry import detect, read_source
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind
from reader.model.passages import PassageKind
from tests.strategies import markdowns, texts
from tests.unit.importing import GOLDEN, assert_accounted, assert_nothing_lost, assert_parsed

ARTICLE = (GOLDEN / "articles" / "kettles.md").read_text(encoding="utf-8")
_PIECES = (
    "---\n", "title: A\n", "# One\n", "## Two\n", "One\n===\n", "Two\n---\n", "\n", "words\n", "[^a]", "[^a]: said\n",
    "```\n", "<!--", "-->", "    set in\n", "- item\n", "[x](https://a.example)\n", "> quoted\n",
)  # fmt: skip
sources = st.lists(st.one_of(st.sampled_from(_PIECES), texts(20)), max_size=12).map("".join)


def read(text: str) -> Document:
    document = read_source(Source("a.md", text), importer="markdown-article")
    assert_parsed(document)
    assert_accounted(document, text)
    return document


def test_an_article_has_its_title_author_time_and_text() -> None:
    document = read(ARTICLE)
    (post,) = document.entries
    assert (document.title, document.authors, document.tags) == (
        "On kettles",
        ("Mara Quill",),
        ("steam", "pots"),
    )
    assert (document.url, f"{document.posted_at:%Y-%m-%d}") == ("https://steam.example/kettles", "2031-03-04")
    assert (post.kind, post.author, post.posted_at) == (EntryKind.POST, "Mara Quill", document.posted_at)
    assert [passage.text for passage in post.passages] == [
        "Steam sings^1, and loudly[^gone].", "How loud", "small: 60", "large: 80^2", "[^a] # no heading",
        "Or whistles. ↩ For long.", "By ear, as others. ↩",
    ]  # fmt: skip
    assert post.passages[4].kind is PassageKind.CODE
    targets = [span.target for passage in post.passages for span in passage.spans if span.target]
    assert targets == ["#fn-1", "#fn-2", "#fnref-1", "https://ears.example", "#fnref-2"]
    assert (document.report.left_out["hidden"], document.report.found) == (
        "<!-- a remark -->",
        {"footnotes": 2},
    )
    assert_nothing_lost(document, ARTICLE.replace("[^a]", "[^1]").replace("[^b]", "[^2]"))


@pytest.mark.parametrize(
    ("text", "title", "first"),
    [
        ("# On *kettles*\n\nWords.\n", "On kettles", "Words."),
        ("On kettles\n===\nWords.\n", "On kettles", "Words."),
        ("Above.\n\n# On kettles\n\nWords.\n", "On kettles", "Above."),
        ("## On kettles\n\nWords.\n", "On kettles", "On kettles"),
        ("See [this](https://a.example/x).", "See this.", "See this."),
        ("# On kettles", "On kettles", "On kettles"),
        ("```\n# no title\n```\n", "# no title", "# no title"),
    ],
)  # fmt: skip
def test_the_title_is_a_heading_or_the_first_words(text: str, title: str, first: str) -> None:
    document = read(text)
    assert (document.title, document.entries[0].passages[0].text) == (title, first)
    assert bool(document.inferred) == (not text.startswith(("# On *", "On kettles\n=")))


@pytest.mark.parametrize(
    ("text", "is_markdown"),
    [
        (ARTICLE, True), ("Title\n=====\n\nx", True), ("a\n\n```\nb\n```\n", True), ("#hash tag\n", False),
        ("Words.\nAnd more.\n", False), ("-----\nx", False), ("a\nb\n----\n", False), ("see [1] (there)", False),
    ],
)  # fmt: skip
def test_signs_of_markdown_are_what_no_plain_text_has(text: str, is_markdown: bool) -> None:
    assert bool(find_sign(text)) == is_markdown


def test_other_texts_with_headings_stay_what_they_are() -> None:
    interview = (
        "# A talk\n\n**Ada Quill:** Yes?\n\n**Bo Reed:** No.\n\n**Ada Quill:** Why?\n\n**Bo Reed:** So.\n"
    )
    assert detect(Source("a.md", interview)).name == "interview-markdown"
    assert detect(Source("a.md", ARTICLE)).name == "markdown-article"


@given(sources | markdowns())
def test_any_text_is_an_article_or_one_error(text: str) -> None:
    try:
        document = read(text)
    except SourceError as error:
        assert error.reason
    else:
        assert len(document.entries) == 1
        assert document.title


def test_front_matter_alone_is_no_article() -> None:
    with pytest.raises(SourceError, match="no text"):
        read("---\ntitle: A\n---\n")
