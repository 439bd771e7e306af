"""The clock stops with the last byte, and the figures say what the samples say."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bench.figures import FIRST, MEMORY, ORDER, Figures, percentile
from tests.bench.history import compare
from tests.bench.session import QUIET, Session, Silent
from tests.bench.subjects import FLOOR, ROOT, empty_app, python
from tests.bench.targets import LARGEST, SMALLEST, TARGETS, judge

SAMPLES = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)
ECHO_TWICE = """
import os, time, tty
tty.setraw(0)
os.write(1, b"ready")
while (key := os.read(0, 9)) != b"Q":
    os.write(1, b"first")
    if key == b"2":
        time.sleep(0.02)
        os.write(1, b"then")
"""


@given(SAMPLES)
def test_percentiles_lie_within_the_samples_and_rise(samples: list[float]) -> None:
    found = [percentile(samples, share) for share in (0, 0.5, 0.95, 0.99, 1)]
    assert found == sorted(found)
    assert (found[0], found[-1]) == (min(samples), max(samples))


def test_a_stroke_lasts_until_the_last_byte_and_no_longer() -> None:
    session = Session([sys.executable, "-c", ECHO_TWICE], 80, 24, {}, ROOT)
    assert session.begin("ready").first > 0
    once, twice = session.stroke(b"1"), session.stroke(b"2")
    assert (once.size, twice.size) == (5, 9)
    assert once.ms < QUIET * 1000
    assert twice.ms >= 20
    assert session.end(b"Q") > 0
    assert session.late == 0


def test_a_program_that_says_nothing_expected_is_told_on() -> None:
    session = Session([sys.executable, "-c", "print('something')"], 80, 24, {}, ROOT)
    with pytest.raises(Silent, match="something"):
        session.begin("awaited")
    session.close()


def test_the_empty_app_can_be_measured() -> None:
    subject = empty_app()
    session = Session(subject.command, 80, 24, {}, ROOT)
    start = session.begin(subject.awaited)
    assert 0 < start.first <= start.settled
    assert session.stroke(b"j").size > 0
    assert session.resize(70, 20).size > 0
    assert session.memory() > 10
    assert session.end(b"Q") > 0


def test_the_table_shows_every_subject_and_the_ratio_to_the_floor() -> None:
    figures = Figures()
    for subject, first in ((FLOOR, 200.0), ("mine", 230.0)):
        figures.note(subject, FIRST, first)
        figures.note(subject, MEMORY, first / 5)
    figures.note(python().name, "run", 12.0)
    table = figures.table()
    assert "230 (x1.15)" in table
    assert "46.0 (+6)" in table
    assert figures.as_json()["mine"][FIRST]["ratio"] == 1.15
    assert len({len(line) for line in table.splitlines()}) == 1


def test_a_target_is_missed_by_what_goes_beyond_it_and_by_nothing_else() -> None:
    assert all(target.figure in ORDER for target in TARGETS)
    figures = Figures()
    for subject, first, memory in ((FLOOR, 200.0, 33.0), (SMALLEST, 215.0, 99.0), (LARGEST, 290.0, 77.0)):
        figures.note(subject, FIRST, first)
        figures.note(subject, MEMORY, memory)
    said = judge(figures)
    assert [line.split()[0] for line in said] == ["met", "MISSED", "met"]
    assert said[1] == f"MISSED {LARGEST}: first frame 1.45, times 1.35"


def test_what_changed_since_an_earlier_run_is_said_by_ratio_where_there_is_one() -> None:
    then, now = Figures(), Figures()
    for figures, slower in ((then, 1.0), (now, 2.0)):
        figures.note(FLOOR, FIRST, 200 * slower)
        figures.note("mine", FIRST, 220 * slower)
        figures.note("mine", MEMORY, 50 * slower)
    said = compare(then.as_json(), now.as_json())
    assert said == ["+100 % mine: memory p50 50 then, 100 now"]


def test_a_key_held_down_is_timed_from_its_last_byte() -> None:
    session = Session([sys.executable, "-c", ECHO_TWICE], 80, 24, {}, ROOT)
    session.begin("ready")
    assert session.hold([b"1", b"2"], 0.2, 50).size == 9
    session.wander([b"1"] * 7, 3)
    assert session.end(b"Q") > 0
