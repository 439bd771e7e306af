"""A table's text: columns of equal width whatever is in them, and the way back from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.model.passages import Span, SpanKind
from reader.model.tables import Cell, cells_of, rows_of, set_table

# Letters of one cell and of two, accents on them, pictures, and a word in another script.
PIECES = st.sampled_from(
    ["a", "bc", "é", "e\u0301", "水", "金土", "👍", "❤\ufe0f", "👩‍👩‍👧", "Ω", "x y", "ｆ", "…"]
)
WORDS = st.lists(PIECES, max_size=5).map("".join)


@st.composite
def tables(draw: st.DrawFn) -> list[list[Cell]]:
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    return [[cell(draw(WORDS)) for _ in range(columns)] for _ in range(rows)]


def cell(text: str) -> Cell:
    return Cell(text, (Span(0, len(text), SpanKind.LINK, text),) if text else ())


@given(WORDS)
def test_a_text_takes_the_cells_that_the_terminal_gives_it(text: str) -> None:
    assert cells_of(text) == cell_len(text)


@given(tables())
def test_bars_stand_below_one_another(table: list[list[Cell]]) -> None:
    lines = set_table(table)[0].split("\n")
    bars = [[cell_len(line[:at]) for at, char in enumerate(line) if char in "│┼"] for line in lines]
    assert all(found == bars[0] for found in bars if lines[0])


@given(tables())
def test_every_cell_comes_back_with_what_is_set_in_it(table: list[list[Cell]]) -> None:
    text, spans = set_table(table)
    has_heads = any(cell.text for cell in table[0])
    shown = table if has_heads else table[1:]
    assert [text[span.start : span.stop].rstrip() for span in spans] == [
        span.target.rstrip() for span in spans
    ]
    assert [span.target for span in spans] == [cell.text for row in shown for cell in row if cell.text]
    rows = [row for row in rows_of(text) if not row.is_rule]
    found = [[text[start:stop] for start, stop in row.cells] for row in rows]
    wanted = [[cell.text.strip() for cell in row] for row in shown]
    assert found == wanted or not shown


def test_heads_are_set_apart_by_a_rule() -> None:
    assert (
        set_table([[Cell("Name"), Cell("水")], [Cell("x"), Cell("木金")]])[0]
        == "Name │ 水\n─────┼─────\nx    │ 木金"
    )


def test_a_table_without_heads_has_no_rule() -> None:
    assert set_table([[Cell(""), Cell("")], [Cell("x"), Cell("y")]])[0] == "x │ y"


def test_a_table_wider_than_any_screen_is_not_filled_up_with_spaces() -> None:
    text, _ = set_table([[Cell("a"), Cell("b")], [Cell("long " * 60), Cell("c")], [Cell("d"), Cell("e")]])
    assert len(text) < 400
    assert [len(row.cells) for row in rows_of(text)] == [2, 0, 2, 2]
    assert rows_of(text)[1].is_rule
