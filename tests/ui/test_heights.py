"""Sums of heights against plain sums, whatever was set in whatever order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.ui.heights import Heights

LINES = st.integers(0, 6)
# Sizes about the borders of the blocks of 256, and small ones.
SIZES = st.one_of(st.integers(1, 9), st.sampled_from([255, 256, 257, 511, 512, 513, 700]))


@st.composite
def changed_heights(draw: st.DrawFn) -> tuple[Heights, list[int]]:
    """Heights after some changes, and the same numbers in a list."""
    size = draw(SIZES)
    pattern = draw(st.lists(LINES, min_size=1, max_size=5))
    plain = [pattern[at % len(pattern)] for at in range(size)]
    heights = Heights(plain)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, size - 1))
        if draw(st.booleans()):
            plain[at] = draw(LINES)
            heights.set(at, plain[at])
        else:
            run = [draw(LINES)] * draw(st.integers(0, size - at))
            plain[at : at + len(run)] = run
            heights.fill(at, run)
        if draw(st.booleans()):
            assert heights.total == sum(plain)
    return heights, plain


@settings(max_examples=40)
@given(changed_heights())
def test_heights_are_what_was_set(both: tuple[Heights, list[int]]) -> None:
    heights, plain = both
    assert len(heights) == len(plain)
    assert [heights[at] for at in range(len(plain))] == plain
    assert heights.total == sum(plain)


@settings(max_examples=60)
@given(changed_heights())
def test_lines_above_are_the_sum_of_those_before(both: tuple[Heights, list[int]]) -> None:
    heights, plain = both
    for position in (*range(0, len(plain), 7), len(plain) - 1):
        assert heights.before(position) == sum(plain[:position])


@settings(max_examples=60)
@given(changed_heights(), st.integers(-5, 4000))
def test_a_line_is_found_where_counting_finds_it(both: tuple[Heights, list[int]], line: int) -> None:
    heights, plain = both
    owners = [(at, number) for at, height in enumerate(plain) for number in range(height)]
    if owners:
        assert heights.find(line) == owners[max(0, min(line, len(owners) - 1))]
        for at in range(0, len(owners), 53):
            assert heights.find(at) == owners[at]


@settings(max_examples=40)
@given(changed_heights())
def test_the_line_found_lies_where_its_position_begins(both: tuple[Heights, list[int]]) -> None:
    heights, _ = both
    for line in range(0, heights.total, 41):
        position, number = heights.find(line)
        assert heights.before(position) + number == line
        assert 0 <= number < heights[position]


def test_no_heights_have_no_lines() -> None:
    assert (len(Heights()), Heights().total, Heights([0, 0]).total) == (0, 0, 0)
