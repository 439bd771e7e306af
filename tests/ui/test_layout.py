"""Laid out passages show every character once, within their width, and know which line is whose."""

from __future__ import annotations

from itertools import groupby, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from reader.model.markdown import parse_markdown
from reader.model.passages import Passage, PassageKind
from reader.ui.layout import Laid, Line, LineKind, Style, lay_out, lay_out_passage, leads
from tests.strategies import markdowns

TEXT, BLANK, HEADER = LineKind.TEXT, LineKind.BLANK, LineKind.HEADER
WORDS = st.text("ab 水\n", max_size=40) | st.sampled_from(["", "words and words " * 30, "w" * 90])
PASSAGES = st.builds(
    Passage,
    text=WORDS,
    kind=st.sampled_from(PassageKind),
    nesting=st.sampled_from(["", "", ">", "-", ">>", ">-", "->", "--", ">-->", ">" * 20, "-" * 20]),
    marker=st.sampled_from(["", "", "•", "1.", "12)", "7. •", "• py", "py"]),
)
ENTRIES = st.lists(PASSAGES, max_size=7)
WIDTHS = st.integers(1, 90)
HEADERS = st.integers(0, 4)
STYLES = st.builds(Style, WIDTHS, st.integers(0, 9), st.booleans())


def is_hidden(passage: Passage, style: Style) -> bool:
    return style.hides_quotations and passage.is_quotation


# Characters


@settings(max_examples=30)
@given(ENTRIES, HEADERS, WIDTHS, st.booleans())
def test_every_character_is_in_one_line_but_for_spaces_at_breaks(
    passages: list[Passage], headers: int, width: int, hides: bool
) -> None:
    style = Style(width, hides_quotations=hides)
    lines = lay_out(passages, headers, style).lines
    for index, passage in enumerate(passages):
        pieces = [(line.start, line.stop) for line in lines if line.kind is TEXT and line.passage == index]
        assert bool(pieces) != is_hidden(passage, style)
        if pieces:
            gaps = pairwise([0, *(at for piece in pieces for at in piece), len(passage.text)])
            left_out = [passage.text[start:stop] for start, stop in list(gaps)[::2]]
            assert not "".join(left_out).strip(" \n")
            assert pieces == sorted(pieces)


@settings(max_examples=30)
@given(markdowns(), st.integers(16, 90))
def test_no_line_of_parsed_markdown_is_wider_than_asked(markdown: str, width: int) -> None:
    passages = parse_markdown(markdown)
    assert_fits(passages, width)


@settings(max_examples=30)
@given(ENTRIES, st.integers(16, 90))
def test_no_line_is_wider_than_asked(passages: list[Passage], width: int) -> None:
    assert_fits(passages, width)


def assert_fits(passages: list[Passage] | tuple[Passage, ...], width: int) -> None:
    for line in lay_out(passages, 0, Style(width)).lines:
        text = passages[line.passage].text[line.start : line.stop] if line.kind is TEXT else ""
        graphemes, cells = split_graphemes(text)
        assert cell_len(line.lead) + cells <= width or len(graphemes) == 1


@settings(max_examples=30)
@given(PASSAGES, WIDTHS)
def test_leads_are_equally_wide_and_leave_half_the_width(passage: Passage, width: int) -> None:
    first, rest = leads(passage, width)
    assert cell_len(first) == cell_len(rest) <= width // 2
    assert len(first) == cell_len(first)
    assert rest.strip(" >") == ""


@settings(max_examples=30)
@given(PASSAGES, WIDTHS)
def test_only_the_first_line_has_the_bullet(passage: Passage, width: int) -> None:
    first, rest = leads(passage, width)
    lines = lay_out_passage(passage, 3, width)
    if passage.kind is PassageKind.TABLE:  # of one too wide the cells have leads of their own behind it
        assert all(line.lead.startswith(rest if at else first) for at, line in enumerate(lines))
    else:
        assert lines[0].lead == first
        assert {line.lead.replace("↳", " ") for line in lines[1:]} <= {rest}
    assert {(line.kind, line.passage) for line in lines} == {(TEXT, 3)}


def test_a_line_of_code_that_is_broken_says_so_where_it_goes_on() -> None:
    (code,) = parse_markdown("> ```\n> abcdefghijklmnop\n> qr\n> ```")
    assert [line.lead for line in lay_out_passage(code, 0, 14)] == [">   ", "> ↳ ", ">   "]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("- a", [" • a"]),
        ("12) a  \nb", ["12) a", "    b"]),
        ("> a", ["> a"]),
        ("- > a", [" • > a"]),
        ("1. > a", ["1. > a"]),
        ("> - a", [">  • a"]),
        ("- - a", ["   • • a"]),
        ("- ```py\n  a\n  ```", [" •   a"]),
        ("```py\na\n```", ["  a"]),
        ("1. ```\n   a\n   ```", ["1.   a"]),
        ("- ## a", [" • a"]),
    ],
)
def test_bullets_and_numbers_stand_where_their_item_begins(markdown: str, shown: list[str]) -> None:
    passages = parse_markdown(markdown)
    lines = [line for line in lay_out(passages, 0, Style(40)).lines if line.kind is TEXT]
    assert [line.lead + passages[line.passage].text[line.start : line.stop] for line in lines] == shown


# Which line is whose


@settings(max_examples=30)
@given(ENTRIES, HEADERS, STYLES)
@example([Passage("a", nesting=">"), Passage("b")], 0, Style(20, 0, True))
def test_a_layout_is_sound(passages: list[Passage], headers: int, style: Style) -> None:
    laid = lay_out(passages, headers, style)
    assert laid.lines
    assert len(laid.starts) == len(laid.passages)
    assert laid.starts[0] == laid.passages[0] == 0
    assert list(laid.starts) == sorted(set(laid.starts))
    assert list(laid.passages) == sorted(set(laid.passages))
    assert laid.starts[-1] < len(laid.lines)
    assert laid.lines[-1].kind is BLANK
    assert [line.number for line in laid.lines if line.kind is HEADER][:headers] == list(range(headers))


@settings(max_examples=30)
@given(ENTRIES, HEADERS, STYLES)
def test_lines_belong_to_the_passage_they_show(passages: list[Passage], headers: int, style: Style) -> None:
    laid = lay_out(passages, headers, style)
    for number, line in enumerate(laid.lines):
        owner = laid.passage_at(number)
        assert owner in laid.passages
        # What is hidden is no passage of the layout: its lines go with the one shown before.
        assert owner == max(at for at in laid.passages if at <= line.passage)
        assert owner == line.passage or style.hides_quotations


@settings(max_examples=30)
@given(ENTRIES, HEADERS, STYLES)
def test_first_and_last_lines_enclose_a_passage(passages: list[Passage], headers: int, style: Style) -> None:
    laid = lay_out(passages, headers, style)
    for passage in laid.passages:
        first, last = laid.first_line(passage), laid.last_line(passage)
        own = [at for at in range(len(laid.lines)) if laid.passage_at(at) == passage]
        assert first == own[0]
        assert own == list(range(own[0], own[-1] + 1))
        assert last == max([at for at in own if laid.lines[at].kind is not BLANK], default=first)


@settings(max_examples=30)
@given(ENTRIES, HEADERS, STYLES, st.integers(0, 9))
def test_a_passage_not_shown_is_taken_for_the_one_before(
    passages: list[Passage], headers: int, style: Style, asked: int
) -> None:
    laid = lay_out(passages, headers, style)
    before = max(at for at in laid.passages if at <= asked)
    assert laid.first_line(asked) == laid.first_line(before)
    assert laid.last_line(asked) == laid.last_line(before)


@settings(max_examples=30)
@given(ENTRIES, HEADERS, STYLES)
def test_blank_lines_stand_single_and_never_first(
    passages: list[Passage], headers: int, style: Style
) -> None:
    kinds = [line.kind for line in lay_out(passages, headers, style).lines]
    assert kinds[0] is not BLANK
    assert (BLANK, BLANK) not in list(pairwise(kinds))


# Cut entries and hidden quotations


@settings(max_examples=30)
@given(ENTRIES, HEADERS, STYLES)
def test_a_cut_entry_is_the_beginning_and_a_count_of_the_rest(
    passages: list[Passage], headers: int, style: Style
) -> None:
    whole = lay_out(passages, headers, style._replace(cut=0))
    cut = lay_out(passages, headers, style)
    *kept, more, blank = cut.lines
    if cut == whole:
        assert not style.cut or len(whole.lines) <= style.cut + headers + 2 or not passages
        return
    assert style.cut
    assert (more.kind, blank.kind) == (LineKind.MORE, BLANK)
    assert kept[-1].kind is not BLANK
    assert kept == list(whole.lines[: len(kept)])
    assert len(kept) <= style.cut + headers
    assert {line.kind for line in whole.lines[len(kept) : style.cut + headers]} <= {BLANK}
    assert more.number == sum(line.kind is not BLANK for line in whole.lines[len(kept) :]) > 0
    assert len(cut.lines) < len(whole.lines)


@settings(max_examples=30)
@given(ENTRIES, HEADERS, WIDTHS)
def test_each_run_of_quotations_is_hidden_by_one_line(
    passages: list[Passage], headers: int, width: int
) -> None:
    laid = lay_out(passages, headers, Style(width, hides_quotations=True))
    runs = [
        (first, len(run))
        for is_quotation, grouped in groupby(enumerate(passages), lambda item: item[1].is_quotation)
        if is_quotation
        for run in [list(grouped)]
        for first in [run[0][0]]
    ]
    hidden = [(line.passage, line.number) for line in laid.lines if line.kind is LineKind.HIDDEN_QUOTATION]
    assert hidden == runs


@settings(max_examples=30)
@given(ENTRIES, HEADERS, WIDTHS)
def test_hiding_changes_nothing_where_nothing_is_quoted(
    passages: list[Passage], headers: int, width: int
) -> None:
    own = [passage for passage in passages if not passage.is_quotation]
    assert lay_out(own, headers, Style(width, hides_quotations=True)) == lay_out(own, headers, Style(width))


def test_an_entry_without_passages_and_header_has_a_line() -> None:
    assert lay_out([], 0, Style(20)) == Laid([Line(HEADER, 0), Line(BLANK, 0)], [0], [0])


def test_items_of_a_list_stand_close_and_paragraphs_apart() -> None:
    lines = lay_out(parse_markdown("Before.\n\n- one\n- two\n\nAfter."), 1, Style(40)).lines
    assert [line.kind for line in lines] == [HEADER, TEXT, BLANK, TEXT, TEXT, BLANK, TEXT, BLANK]


def test_quotation_bars_run_on_between_quoted_paragraphs() -> None:
    passages = parse_markdown("> > one\n> >\n> > two\n>\n> three\n\nfour")
    blanks = [line.lead for line in lay_out(passages, 0, Style(40)).lines if line.kind is BLANK]
    assert blanks == ["> > ", "> ", "", ""]
