"""Results as trees: every hit once, below all it answers, the best document and branch first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.model.columns import Columns
from reader.model.documents import Entry, EntryKind
from reader.ui.result_tree import ResultLines, RowKind, arrange_results
from tests.strategies import parent_lists


def columns_of(parents: list[int]) -> Columns:
    entries = [
        Entry(f"e{at}", EntryKind.COMMENT, parent=f"e{parent}" if parent >= 0 else None)
        for at, parent in enumerate(parents)
    ]
    return Columns.of(entries)


@given(st.lists(parent_lists().filter(bool), min_size=1, max_size=3), st.data(), st.booleans())
def test_hits_stand_once_below_all_they_answer(
    threads: list[list[int]], data: st.DataObject, in_place: bool
) -> None:
    columns = {f"d{number}": columns_of(parents) for number, parents in enumerate(threads)}
    there = [(name, entry) for name in columns for entry in range(len(columns[name]))]
    found = data.draw(st.lists(st.sampled_from(there), unique=True))
    rows = arrange_results(found, columns.__getitem__, in_place=in_place)
    hits = [row for row in rows if row.kind is RowKind.HIT]
    assert sorted((row.document, row.entry) for row in hits) == sorted(found)
    assert all(found[row.rank] == (row.document, row.entry) for row in hits)
    for number, row in enumerate(rows):
        if row.kind is RowKind.DOCUMENT:
            assert row.entry == sum(hit.document == row.document for hit in hits)
            continue
        parent = columns[row.document].thread.parent(row.entry)
        above = [other for other in rows[:number] if other.document == row.document]
        assert parent is None or any(
            other.entry == parent and other.kind is not RowKind.DOCUMENT for other in above
        )
        assert row.depth == columns[row.document].thread.depths[row.entry]
    assert list(dict.fromkeys(row.document for row in rows)) == list(dict.fromkeys(name for name, _ in found))


@given(parent_lists().filter(bool), st.data())
def test_the_branch_with_the_best_hit_comes_first(parents: list[int], data: st.DataObject) -> None:
    columns = columns_of(parents)
    entries = data.draw(st.lists(st.integers(0, len(parents) - 1), unique=True))
    rows = arrange_results([("d", entry) for entry in entries], lambda _: columns)
    tops = dict.fromkeys(columns.thread.top(row.entry) for row in rows if row.kind is RowKind.HIT)
    assert list(tops) == list(dict.fromkeys(columns.thread.top(entry) for entry in entries))


@given(parent_lists().filter(bool), st.data())
def test_in_place_hits_stand_in_reading_order(parents: list[int], data: st.DataObject) -> None:
    columns = columns_of(parents)
    entries = data.draw(st.lists(st.integers(0, len(parents) - 1), unique=True))
    rows = arrange_results([("d", entry) for entry in entries], lambda _: columns, in_place=True)
    assert [row.entry for row in rows if row.kind is RowKind.HIT] == sorted(entries)


@given(parent_lists().filter(bool), st.data())
def test_lines_and_rows_lead_to_each_other(parents: list[int], data: st.DataObject) -> None:
    columns = columns_of(parents)
    entries = data.draw(st.lists(st.integers(0, len(parents) - 1), unique=True))
    rows = arrange_results([("d", entry) for entry in entries], lambda _: columns)
    lines = ResultLines.of(rows)
    plain = [(number, part) for number, row in enumerate(rows) for part in range(row.lines)]
    assert [lines.at(line) for line in range(lines.starts[-1])] == plain
    first, last = data.draw(st.integers(-5, 60)), data.draw(st.integers(-5, 60))
    shown = dict.fromkeys(number for number, _ in plain[max(0, first) : max(0, last)])
    assert list(lines.numbers(first, last)) == list(shown)
    assert (rows[lines.best].rank == 0) if rows else lines.best == -1
