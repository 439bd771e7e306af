"""A field of an answer is what it should be, or missing and noted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.clean import clean_line
from reader.importers.records import Notes, Record
from tests.strategies import moments, texts
from tests.unit.answering import JUNK

anything = st.sampled_from(JUNK) | texts() | st.integers() | st.floats()


def record(**fields: Any) -> Record:
    return Record(fields, "answer", Notes())


@given(anything)
def test_no_value_stops_an_accessor(value: Any) -> None:
    made = record(a=value)
    assert isinstance(made.text("a"), str)
    assert made.line("a") == clean_line(made.line("a"))
    assert made.name("a") == clean_line(made.name("a"))
    assert len(made.name("a")) <= 100
    whole, moment = made.whole("a"), made.moment("a")
    assert whole is None or (type(whole) is int and abs(whole) < 2**53)
    assert moment is None or moment.utcoffset() == timedelta(0)
    assert all(isinstance(each, Record) for each in [*made.records("a"), *filter(None, [made.record("a")])])
    assert all(name == clean_line(name) for name in made.names("a"))
    assert isinstance(made.is_true("a"), bool)
    assert all("\n" not in said for said in made.notes.sentences())


@given(moments())
def test_a_moment_is_read_from_iso_and_from_seconds(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    written = (moment.isoformat(), moment.isoformat().replace("+00:00", "Z"))
    assert [record(a=text).moment("a") for text in written] == [moment, moment]
    seconds = int(whole.timestamp())
    assert [record(a=value).moment("a") for value in (seconds, float(seconds), str(seconds))] == [whole] * 3


def test_a_moment_with_an_offset_is_taken_to_utc() -> None:
    found = record(a="2031-02-04T15:26:25-05:00").moment("a")
    assert found == datetime(2031, 2, 4, 20, 26, 25, tzinfo=UTC)


def test_the_first_name_that_has_a_value_counts() -> None:
    made = record(a=None, b="", c="x")
    assert made.text("a", "b", "c") == ""
    assert made.line("a", "c") == "x"


def test_what_is_wrong_is_noted_once_for_each_field() -> None:
    made = record(score="many", at="never")
    assert [made.whole("score") for _ in range(3)] == [None] * 3
    assert made.moment("at") is None
    assert list(made.notes.sentences()) == [
        "field 'score' is not a number and was left out 3 times, first at answer.score",
        "field 'at' is not a time and was left out at answer.at",
    ]


def test_what_is_missing_is_not_noted() -> None:
    made = record(a=None, b="", c=[])
    for name in ("a", "b", "c", "d"):
        if name != "c":
            assert (made.line(name), made.moment(name), made.record(name)) == ("", None, None)
        assert list(made.records(name)) == []
    assert not made.notes.wrong


def test_unsafe_characters_are_counted_where_they_are_cleaned() -> None:
    made = record(a="x\x1b[31m\u202ey")
    assert made.line("a") == "x\u241b[31m\ufffdy"
    assert made.notes.cleaned == 2


def test_the_path_of_what_lies_deep_stays_short() -> None:
    made = record(a={})
    raw: dict[str, Any] = {}
    for _ in range(5000):
        made = Record({"a": raw}, made.path, made.notes).record("a") or pytest.fail("no record")
    assert len(made.path) < 100
