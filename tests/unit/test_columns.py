"""Columns say of every entry what the entry says, and come back from bytes."""

from __future__ import annotations

from array import array
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.model.columns import UNKNOWN, Columns
from reader.model.documents import Document, Entry, EntryKind
from reader.model.thread import NO_PARENT, Thread
from tests.strategies import documents, names, parent_lists

INT = st.integers(UNKNOWN, 2**31 - 1)
LONG = st.integers(-(2**63), 2**63 - 1)
ENTRIES = (
    Entry("post", EntryKind.POST, author="Ida Moss", score=3),
    Entry("c1", EntryKind.COMMENT, author="Jo Fern", posted_at=datetime(2030, 1, 2, tzinfo=UTC)),
    Entry("c2", EntryKind.COMMENT, parent="c1"),
)
PACKED = Columns.of(ENTRIES).pack()


@st.composite
def columns(draw: st.DrawFn) -> Columns:
    """Columns of any numbers at all."""
    size = draw(st.integers(0, 6))
    ints = st.lists(INT, min_size=size, max_size=size).map(lambda numbers: array("i", numbers))
    longs = st.lists(LONG, min_size=size, max_size=size).map(lambda numbers: array("q", numbers))
    ids = draw(st.lists(names(), min_size=size, max_size=size))
    names_of_authors = draw(st.lists(names(), max_size=3))
    kinds, parents, authors, scores, characters, breaks = (draw(ints) for _ in range(6))
    return Columns(ids, names_of_authors, kinds, parents, authors, scores, characters, breaks, draw(longs))


@settings(max_examples=50)
@given(columns())
def test_any_columns_come_back_from_bytes(packed: Columns) -> None:
    assert Columns.unpack(packed.pack()) == packed


@settings(max_examples=15)
@given(documents())
def test_columns_say_what_the_entries_say(document: Document) -> None:
    made = Columns.unpack(Columns.of(document.entries).pack())
    assert len(made) == len(document.entries)
    assert list(made.ids) == [entry.id for entry in document.entries]
    for index, entry in enumerate(document.entries):
        parent = made.parents[index]
        score = made.scores[index]
        assert made.kind(index) is entry.kind
        assert made.author(index) == entry.author
        assert (made.ids[parent] if parent >= 0 else None) == entry.parent
        assert (score == UNKNOWN) == (entry.score is None)
        assert entry.score is None or abs(entry.score) > 2**31 - 2 or score == entry.score
        assert made.times[index] == (int(entry.posted_at.timestamp()) if entry.posted_at else UNKNOWN)
        assert made.characters[index] == sum(len(passage.text) for passage in entry.passages)
        assert made.breaks[index] == sum(len(passage.text.split("\n")) for passage in entry.passages)
        assert made.positions[entry.id] == index


@settings(max_examples=15)
@given(documents())
def test_the_tree_of_columns_is_that_of_the_entries(document: Document) -> None:
    made, wanted = Columns.of(document.entries).thread, Thread.of(document.entries)
    assert list(made.parents) == list(wanted.parents)
    assert list(made.stops) == list(wanted.stops)


@settings(max_examples=50)
@given(parent_lists())
def test_any_tree_comes_back(parents: list[int]) -> None:
    entries = [
        Entry(str(at), EntryKind.TURN, parent=None if parent < 0 else str(parent))
        for at, parent in enumerate(parents)
    ]
    assert list(Columns.unpack(Columns.of(entries).pack()).thread.parents) == parents


@pytest.mark.parametrize("score", [10**30, -(10**30), 2**31 - 1, -(2**31), 0])
def test_a_score_beyond_bounds_is_the_nearest_and_never_unknown(score: int) -> None:
    made = Columns.of([Entry("a", EntryKind.COMMENT, score=score)])
    assert made.scores[0] == max(-(2**31) + 1, min(score, 2**31 - 1))
    assert made.scores[0] != UNKNOWN


def test_a_parent_that_is_missing_is_none() -> None:
    assert Columns.of([Entry("a", EntryKind.COMMENT, parent="missing")]).parents[0] == NO_PARENT


def test_the_packed_form_is_little_endian_whatever_the_machine() -> None:
    made = Columns.of([Entry("a", EntryKind.COMMENT, score=1)])
    assert made.pack().startswith(b"[1, []]\n\x01\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x01\0\0\0")


def assert_columns_or_value_error(packed: bytes) -> None:
    try:
        made = Columns.unpack(packed)
    except ValueError:
        return
    sizes = {len(column) for column in (made.kinds, made.parents, made.authors, made.scores, made.characters)}
    assert sizes <= {len(made)}
    assert all(isinstance(name, str) for name in made.names)


@settings(max_examples=50)
@given(st.integers(0, len(PACKED)), st.binary(max_size=8), st.integers(0, 8))
def test_damaged_bytes_are_a_value_error(start: int, patch: bytes, removed: int) -> None:
    assert_columns_or_value_error(PACKED[:start] + patch + PACKED[start + removed :])


@settings(max_examples=50)
@given(st.binary(max_size=40))
@example(b"5\n")
@example(b"{}\n")
@example(b"[1, 2, 3]\n")
@example(b'["1", []]\n')
@example(b"[-1, []]\n")
@example(b"[0, 5]\n")
@example(b"[0, [5]]\n")
@example(b"[true, []]\n" + b"\0" * 32)
@example(b"[1e999, []]\n")
def test_bytes_of_anything_else_are_a_value_error(packed: bytes) -> None:
    assert_columns_or_value_error(packed)


def test_brackets_without_end_are_a_value_error() -> None:
    assert_columns_or_value_error(b"[" * 100_000)
