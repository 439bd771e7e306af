"""LessWrong's Markdown pages are read whole: each line in an entry or a named part of the page."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.forum_markdown import read_forum_markdown
from reader.importers.registry import detect, read_source
from reader.importers.source import Source
from reader.model.codec import to_json
from reader.model.documents import Document, EntryKind
from tests.strategies import texts
from tests.unit.answering import ANSWERS, answer, tree
from tests.unit.importing import assert_accounted, assert_parsed

NAME = "forum_markdown.txt"
TEXT = answer(NAME).text
_LINES = (
    "", "", "### Comment by [Bo](/users/bo)", "*   2031-02-03T13:00:00.000Z", "*   Karma: 4", "*   Reply depth: 1",
    "*   Parent comment (Markdown): [/api/post/x/comments/c1](/api/post/x/comments/c1)",
    "*   HTML permalink: [/posts/p/x/comment/c1](/posts/p/x/comment/c1)",
    "*   HTML permalink: [/posts/p/x/comment/c2](/posts/p/x/comment/c2)",
    "Reactions (whole comment):", "*   agree: 3", "  Words.", "> Words.", "### Navigation", "## Top Comments Index",
    "*   [Front page](https://www.lesswrong.com/api/home)", "# Comments: T", "*   By [Ada](/users/ada)", "- x",
)  # fmt: skip


def assert_honest(document: Document, text: str) -> None:
    assert_accounted(document, text)
    assert_parsed(document)


def test_the_golden_page_gives_its_golden_document() -> None:
    assert detect(answer(NAME)).name == "forum-markdown"
    document = read_source(answer(NAME))
    assert_honest(document, TEXT)
    assert to_json(document) == json.loads((ANSWERS / f"{NAME}.document.json").read_text(encoding="utf-8"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(_LINES) | texts(20), max_size=16).map("\n".join))
def test_any_page_is_read_whole_or_refused(text: str) -> None:
    whole = f"T\n\nPost URL (Markdown): [/api/post/x](/api/post/x)\n\n{text}"
    assert_honest(read_forum_markdown(Source("x", whole)), whole)


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1))
def test_a_page_cut_anywhere_is_a_document_or_an_error(share: float) -> None:
    cut = TEXT[: int(len(TEXT) * share)]
    try:
        document = read_source(Source("cut", cut), importer="forum-markdown")
    except SourceError:
        return
    assert_honest(document, cut)


def test_a_list_of_comments_alone_is_read() -> None:
    document = read_source(Source("x", TEXT[TEXT.index("# Comments:") :]))
    assert tree(document) == {"cOne": None, "cTwo": "cOne"}
    assert (document.title, document.report.announced) == ("Small Boats", 3)


def test_a_post_alone_is_read() -> None:
    document = read_source(Source("x", TEXT[: TEXT.index("# Comments:")]))
    assert [entry.kind for entry in document.entries] == [EntryKind.POST]
    assert (document.authors, document.tags, document.score) == (("Ada [A] Quill", "Bo"), ("Boats",), 71)


def test_another_text_is_refused() -> None:
    with pytest.raises(SourceError, match="no line says 'Post URL"):
        read_source(Source("x", "Words."), importer="forum-markdown")
