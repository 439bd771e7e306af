"""Markdown becomes passages, and no word is lost on the way."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from html.entities import html5
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.model import markdown as parsing
from reader.model.markdown import parse_markdown, plain_passages
from reader.model.passages import Passage, PassageKind, Span, SpanKind
from tests.strategies import markdowns, texts

MARKS = st.sampled_from(
    [*"*_`~<>![]()#|&;:-+=\\\"'^{}.$ \n\t", "\n\n", "\n> ", "\n- ", "\n1. ", "\n    ", "**", "```", "~~", "](", "![",
     "&amp;", "&eacute;", "&#233;", "&#x202e;", "&#13;", "&#10;", "&#9;", "&NewLine;", "&Tab;", "&section=", "&notit;",
     "http://a.example/", "é", "\n|-|-|\n", "\n===\n", "\n---\n", "]: /url 'a'\n", "<b>", "<!--", "  \n"]
)  # fmt: skip
WORDS = st.sampled_from(["ant", "bee", "Cat5", "déjà", "水木", "ёлка", "x"])
SOUP = st.lists(MARKS | WORDS, max_size=40).map("".join)
HOSTILE = {
    "deep quotation": "> " * 2000 + "word",
    "bare deep quotation": ">" * 2000 + " word",
    "brackets": "[" * 20_000 + "word",
    "pairs of brackets": "[a](" * 5_000,
    "deep list": "".join(f"{'  ' * depth}- item{depth}\n" for depth in range(90)),
    "list in one line": "- " * 5_000 + "word",
    "numbers in one line": "1. " * 2_000 + "word",
    "wide table": "|a" * 500 + "\n" + "|-" * 500 + "\n" + "|b" * 500,
    "ragged table": "|a|b|\n|-|-|\n|c|d|e f|\n|g|\n",
    "definitions": "".join(f"[ref{number}]: /url{number} 'title{number}'\n" for number in range(300)),
    "html": "<div class='a b'>\n<p>word<script>code()</script>\n</div>\n<!-- said\n\n -->",
    "blank lines": "\n" * 10_000 + "word",
    "stars": "*a_ " * 4_000,
    "backticks": "".join("`" * number + " " for number in range(150)),
    "backslashes": "\\" * 20_000 + "word",
    "ampersands": "&" * 20_000 + "word",
    "many entities": "&lt;" * 120_000 + "word",
    "many escapes": "\\[" * 120_000 + "word",
    "entities": "&eacute;" * 2_000,
    "spaces": " " * 20_000 + "word",
    "one long word": "w" * 20_000,
    "mixed containers": "> - > 1. > " * 12 + "word",
}


def words(text: str) -> Counter[str]:
    """Runs of letters and digits, found without the module's own pattern."""
    return Counter("".join(char if char.isalnum() else " " for char in text).split())


def undo_entities(text: str) -> str:
    """Entities as CommonMark 0.31 section 6.2 has them: named ones end in a semicolon."""
    named = re.sub(r"&(\w+;)", lambda match: html5.get(match[1], match[0]), text)
    numbered = re.sub(r"&#([0-9]{1,7});", lambda match: character(int(match[1])), named)
    return re.sub(r"&#[xX]([0-9a-fA-F]{1,6});", lambda match: character(int(match[1], 16)), numbered)


def character(code: int) -> str:
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def letters(text: str) -> Counter[str]:
    """Letters and digits: marks may stand inside a word, so words are no measure."""
    return Counter(char for char in text if char.isalnum())


def kept_letters(passages: tuple[Passage, ...]) -> Counter[str]:
    kept = Counter[str]()
    for passage in passages:
        kept += letters(passage.text) + letters(passage.marker)
        for span in passage.spans:
            kept += letters(span.target) | letters(unquote(span.target))
    return kept


def check(markdown: str) -> tuple[Passage, ...]:
    """Parse, and hold the passages to all that is promised of them."""
    passages = parse_markdown(markdown)
    kept = kept_letters(passages)
    lost = letters(undo_entities(markdown)) - kept
    assert not lost or not letters(markdown) - kept, lost
    for passage in passages:
        assert_sound(passage)
    return passages


def assert_sound(passage: Passage) -> None:
    for text in (passage.text, passage.marker):
        assert not [char for char in text if unicodedata.category(char) == "Cc" and char != "\n"]
        assert clean(text) == text
    assert "\n" not in passage.marker
    assert all(0 <= span.start <= span.stop <= len(passage.text) for span in passage.spans)
    assert [span.start for span in passage.spans] == sorted(span.start for span in passage.spans)
    assert (passage.level > 0) == (passage.kind is PassageKind.HEADING)
    assert set(passage.nesting) <= {">", "-"}


@settings(max_examples=150)
@given(SOUP.map(clean))
@example("&#13;a&#9;b&#x202e;c&#12;")
@example("[a](http://a.example 'x&#x202e;y')")
@example("&eacute;&notit;`&eacute;`")
def test_no_word_of_any_soup_of_marks_is_lost(markdown: str) -> None:
    check(markdown)


@settings(max_examples=60)
@given(markdowns())
def test_no_word_of_blocks_and_hostile_texts_is_lost(markdown: str) -> None:
    check(markdown)


@pytest.mark.parametrize("markdown", HOSTILE.values(), ids=HOSTILE)
def test_no_word_of_a_hostile_text_is_lost(markdown: str) -> None:
    assert check(markdown)


@settings(max_examples=60)
@given(SOUP | texts(200))
def test_text_that_was_never_cleaned_is_parsed_all_the_same(text: str) -> None:
    for passage in parse_markdown(text):
        assert all(0 <= span.start <= span.stop <= len(passage.text) for span in passage.spans)


@settings(max_examples=60)
@given(st.lists(st.lists(st.text("ab \t*>", min_size=1, max_size=6), min_size=1, max_size=3), max_size=4))
def test_plain_passages_are_the_runs_of_lines_that_are_not_blank(runs: list[list[str]]) -> None:
    text = "\n\n".join("\n".join(run) for run in runs)
    passages = plain_passages(text)
    assert words("".join(f" {passage.text}" for passage in passages)) == words(text.replace("*", " "))
    for passage in passages:
        assert passage == Passage(passage.text)
        assert all(line.strip() for line in passage.text.split("\n"))


# Constructs

CASES: list[tuple[str, list[Passage]]] = [
    ("one\ntwo  \nthree\\\nfour", [Passage("one two\nthree\nfour")]),
    ("a *b* c", [Passage("a b c", spans=(Span(2, 3, SpanKind.EMPHASIS),))]),
    ("**a *b***", [Passage("a b", spans=(Span(0, 3, SpanKind.STRONG), Span(2, 3, SpanKind.EMPHASIS)))]),
    ("~~gone~~ `code *x*`", [
        Passage("gone code *x*", spans=(Span(0, 4, SpanKind.STRIKE), Span(5, 13, SpanKind.CODE)))]),
    ("[a](http://b.example 'c')", [Passage("a (c)", spans=(Span(0, 1, SpanKind.LINK, "http://b.example"),))]),
    ("<http://b.example>", [
        Passage("http://b.example", spans=(Span(0, 16, SpanKind.LINK, "http://b.example"),))]),
    ("[](http://b.example)", [
        Passage("http://b.example", spans=(Span(0, 16, SpanKind.LINK, "http://b.example"),))]),
    ("![sea](c.png)", [Passage("[image: sea]", spans=(Span(0, 12, SpanKind.IMAGE, "c.png"),))]),
    ("![](c.png)", [Passage("[image]", spans=(Span(0, 7, SpanKind.IMAGE, "c.png"),))]),
    ("![image](c.png)", [Passage("[image]", spans=(Span(0, 7, SpanKind.IMAGE, "c.png"),))]),
    ("## Head", [Passage("Head", PassageKind.HEADING, level=2)]),
    ("***", [Passage("", PassageKind.RULE)]),
    ("```py\na  b\n\nc\n```", [Passage("a  b\n\nc", PassageKind.CODE, marker="py")]),
    ("    a\n    b", [Passage("a\nb", PassageKind.CODE)]),
    ("> a\n>\n> > b", [Passage("a", nesting=">"), Passage("b", nesting=">>")]),
    ("- a\n\n  b\n- \n3) c", [
        Passage("a", nesting="-", marker="•"), Passage("b", nesting="-"), Passage("", nesting="-", marker="•"),
        Passage("c", nesting="-", marker="3)")]),
    ("- > a", [Passage("a", nesting="->", marker="•")]),
    ("7. - a", [Passage("a", nesting="--", marker="7. •")]),
    ("|a|b|\n|-|-|\n|long|[c](d)|", [Passage(
        "a    │ b\n─────┼──\nlong │ c", PassageKind.TABLE, (Span(25, 26, SpanKind.LINK, "d"),))]),
    ("<b>x</b>", [Passage("<b>x</b>")]),
    ("[a]: /b\n\n[a]", [Passage("[a]: /b"), Passage("[a]")]),
    ("un*believ*able", [Passage("unbelievable", spans=(Span(2, 8, SpanKind.EMPHASIS),))]),
    ("**bold**text", [Passage("boldtext", spans=(Span(0, 4, SpanKind.STRONG),))]),
    ("see[this](https://a.example)", [Passage("seethis", spans=(Span(3, 7, SpanKind.LINK, "https://a.example"),))]),
    ("[a](javascript:b)", [Passage("[a](javascript:b)")]),
    ("a &amp; b &copy=2", [Passage("a & b &copy=2")]),
]  # fmt: skip


@pytest.mark.parametrize(("markdown", "passages"), CASES, ids=[markdown for markdown, _ in CASES])
def test_a_construct_becomes_its_passages(markdown: str, passages: list[Passage]) -> None:
    assert list(parse_markdown(markdown)) == passages


@pytest.mark.parametrize(
    "markdown",
    [
        "*a* [b](http://c.example/?d=1&section=2&notes=3)",
        "*a* [b](http://c.example/Café)",
        "*a* <http://c.example/水>",
        "*a* `&eacute;`",
        "*a* ![](c.png)",
        "*a* [](http://c.example)",
        "*a*\n\n|x|\n|-|\n|[b](http://c.example)|",
    ],
)
def test_what_forums_write_every_day_keeps_its_marks_apart(markdown: str) -> None:
    assert parse_markdown(markdown)[0].spans[0] == Span(0, 1, SpanKind.EMPHASIS)


_PLAIN = st.text(alphabet="ab1 .)#>=+-\n:!(?,;\"'/@{}$%^é水\u2028\u00a0", max_size=40)


@settings(max_examples=1_000)
@given(_PLAIN | texts())
def test_text_without_signs_is_read_as_the_whole_parser_reads_it(text: str) -> None:
    text = clean(text)
    if parsing._SIGNS.search(text) is None:
        assert parse_markdown(text) == parsing._Builder({}).build(parsing._parser().parse(text))


def test_a_row_with_too_many_cells_costs_the_table_and_nothing_else() -> None:
    passages = parse_markdown(
        "# Head\n\n| a | b |\n|---|---|\n| 1 | `2|3` | 4 |\n\n- item with [a link](https://a.example)"
    )
    kinds = [passage.kind for passage in passages]
    assert kinds == [PassageKind.HEADING, PassageKind.PARAGRAPH, PassageKind.PARAGRAPH]
    assert passages[1].text.endswith("| 1 | 2|3 | 4 |")
    assert (passages[2].marker, passages[2].spans[0].target) == ("•", "https://a.example")
