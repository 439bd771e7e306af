"""Plain text set as Markdown shows the same text."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.clean import clean
from reader.importers.compose import TYPED_LIST, compose, heading, quote
from reader.importers.plain import escape_markdown
from reader.model.markdown import parse_markdown
from reader.model.passages import Passage, PassageKind
from tests.strategies import texts

_TRICKY = (
    "# no heading", "> no quotation", "- no item", "+ no", "1. no", "2) no", "* a *", "_b_", "snake_case_",
    "**", "`code`", "``", "[a](b)", "![a](b)", "<b>", "<https://a.example>", "&amp;", "&copy2", "AT&T", "\\",
    "~~gone~~", "~~~", "| a | b |", "|---|---|", ":-:", "===", "---", "***", "    four", "a  ", "[x]: y",
    "#", "######", "end #", "\\\\", "\u00a0nbsp", "1.", "-", "+", "=",
)  # fmt: skip
tricky = st.lists(st.one_of(st.sampled_from(_TRICKY), texts(20)), max_size=4)
one_line = tricky.map(lambda parts: clean(" ".join(parts)).replace("\n", " "))
several_lines = tricky.map(lambda parts: clean("\n".join(parts)))


def folded(text: str) -> str:
    return " ".join(text.split())


@given(one_line)
@example("# a #")
@example("a \\")
def test_one_line_is_shown_as_it_was_typed(line: str) -> None:
    passages = parse_markdown(escape_markdown(line))
    assert folded(" ".join(passage.text for passage in passages)) == folded(line)
    assert not any(passage.spans or passage.nesting or passage.level for passage in passages)


@given(several_lines)
@example("a | b\n--- | ---")
@example("a | b\n:-:")
@example("title\n===")
def test_lines_stay_lines_of_one_paragraph(text: str) -> None:
    passages = parse_markdown(escape_markdown(text))
    shown = [folded(line) for passage in passages for line in passage.text.split("\n")]
    assert shown == [folded(line) for line in text.split("\n") if line.strip()]
    assert {passage.kind for passage in passages} <= {PassageKind.PARAGRAPH}


@given(one_line)
def test_a_heading_has_its_text_and_level(line: str) -> None:
    if folded(line):
        (passage,) = parse_markdown(heading(line, 3))
        assert (folded(passage.text), passage.level) == (folded(line), 3)


@given(several_lines)
def test_a_quotation_quotes_all_of_it(text: str) -> None:
    markdown = escape_markdown(text)
    if markdown:
        quoted = parse_markdown(quote(markdown))
        assert [passage.text for passage in quoted] == [passage.text for passage in parse_markdown(markdown)]
        assert all(passage.is_quotation for passage in quoted)


_SIGNS = st.sampled_from(["", "  • ", "      • ", "• ", "  1. ", "    12) ", "- ", "   ", "◦ "])
composed = st.lists(st.builds("{}{}".format, _SIGNS, one_line), max_size=8)


@given(composed)
def test_no_word_is_lost_in_lists_and_paragraphs(lines: list[str]) -> None:
    passages = parse_markdown(compose(lines))
    shown = Counter(re.findall(r"\w+", " ".join(f"{each.marker} {each.text}" for each in passages)))
    assert not Counter(re.findall(r"\w+", " ".join(lines))) - shown


def nestings(passages: tuple[Passage, ...]) -> list[tuple[str, str, str]]:
    return [(passage.nesting, passage.marker, passage.text) for passage in passages]


def test_bullets_nest_by_how_far_they_are_set_in() -> None:
    lines = ["First:", "  • one", "      • deeper", "  • two", "    2. numbered", "after"]
    assert nestings(parse_markdown(compose(lines))) == [
        ("", "", "First:"), ("-", "•", "one"), ("--", "•", "deeper"), ("-", "•", "two"),
        ("--", "2.", "numbered"), ("", "", "after"),
    ]  # fmt: skip


def test_a_line_set_in_below_a_bullet_belongs_to_it() -> None:
    assert nestings(parse_markdown(compose(["  • one", "    and more", "plain"]))) == [
        ("-", "•", "one\nand more"), ("", "", "plain")
    ]  # fmt: skip


def test_a_typed_number_at_the_margin_is_no_list_and_a_typed_dash_only_where_lists_are_typed() -> None:
    assert nestings(parse_markdown(compose(["1. one", "- two"]))) == [("", "", "1. one\n- two")]
    assert nestings(parse_markdown(compose(["- two"], TYPED_LIST))) == [("-", "•", "two")]


@pytest.mark.parametrize("depth", [10, 400])
def test_bullets_set_in_ever_further_stay_readable(depth: int) -> None:
    passages = parse_markdown(compose([f"{' ' * at}• word{at}" for at in range(depth)]))
    assert [passage.text for passage in passages] == [f"word{at}" for at in range(depth)]
    assert max(len(passage.nesting) for passage in passages) <= 8
