"""A table too wide for the room is shown row by row, every cell behind the head of its column."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.model.markdown import parse_markdown
from reader.model.passages import Passage, PassageKind
from reader.model.tables import Cell, set_table
from reader.ui.layout import lay_out_passage
from reader.ui.stacking import stack
from tests.unit.test_tables import tables

FLEET = """
| Boat | Built in | Said of it |
| --- | --- | --- |
| Tern | 2031 | the fastest that was ever seen in the bay |
| 水木金土 | | > slow |
"""


def drawn(table: Passage, width: int) -> list[str]:
    return [line.lead + table.text[line.start : line.stop] for line in lay_out_passage(table, 0, width)]


def test_a_table_with_room_is_set_in_columns() -> None:
    (table,) = parse_markdown(FLEET)
    assert drawn(table, 80) == table.text.split("\n")


def test_a_table_without_room_is_told_row_by_row() -> None:
    (table,) = parse_markdown(FLEET)
    assert drawn(table, 38) == [
        "Boat", "  Built in", "  Said of it",
        "Tern", "  Built in: 2031", "  Said of it: the fastest that was", "              ever seen in the bay",
        "水木金土", "  Said of it: > slow",
    ]  # fmt: skip


def test_without_heads_no_cell_is_called_by_another() -> None:
    (table,) = parse_markdown("| | |\n|-|-|\n| Tern | built in 2031 |\n| Auk | built in 2032 |")
    assert drawn(table, 12) == ["Tern", "  built in", "  2031", "Auk", "  built in", "  2032"]


def test_a_head_that_leaves_no_room_has_a_line_and_none_is_taken_for_a_quotation() -> None:
    (table,) = parse_markdown("| a | what > is said |\n|-|-|\n| b | c |\n| d | many words here |")
    assert drawn(table, 18) == [
        "a", "  what > is said", "b", "  what › is said:", "    c", "d", "  what › is said:", "    many words", "    here",
    ]  # fmt: skip


def test_a_table_and_code_may_be_wider_than_the_text() -> None:
    table, code, text = parse_markdown(FLEET + "\n```\n" + "x" * 50 + "\n```\n\n" + "word " * 20)
    lines = [lay_out_passage(passage, 0, 40, 70) for passage in (table, code, text)]
    assert [len(found) for found in lines] == [4, 1, 3]
    assert max(cell_len(code.text[line.start : line.stop]) for line in lines[1]) == 50


@given(tables(), st.integers(8, 60))
def test_stacked_lines_fit_and_hold_every_word_in_order(table: list[list[Cell]], room: int) -> None:
    text, _ = set_table(table)
    lines = stack(text, room)
    assert lines
    assert all(cell_len(line.lead + text[line.start : line.stop]) <= room for line in lines)
    shown = "".join(text[line.start : line.stop] for line in lines)
    assert shown.replace(" ", "") == "".join(char for char in text if char not in " \n│─┼")
    places = [at for line in lines for at in (line.start, line.stop)]
    assert places == sorted(places)


@given(tables(), st.integers(20, 60), st.sampled_from(["", ">", "-", ">-"]))
def test_a_table_fits_wherever_it_stands(table: list[list[Cell]], width: int, nesting: str) -> None:
    passage = Passage(set_table(table)[0], PassageKind.TABLE, nesting=nesting)
    leads = [line.lead for line in lay_out_passage(passage, 0, width)]
    assert all(lead.count(">") == nesting.count(">") for lead in leads)
