"""What is left out before a comparison would not have been taken after it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.links.alignment import align
from reader.model.links.finding import may_repeat

_WORDS = st.lists(st.integers(0, 9), max_size=6)
_SAID = st.lists(st.integers(0, 9), min_size=8, max_size=24)
_LEAST = st.sampled_from([4, 6])


@st.composite
def repeated(draw: st.DrawFn) -> tuple[list[int], list[int]]:
    """Words, and a text that has them with an edit somewhere."""
    said = draw(_SAID)
    at = draw(st.integers(0, len(said)))
    edited = [*said[:at], *draw(_WORDS), *said[draw(st.integers(at, len(said))) :]]
    return said, [*draw(_WORDS), *edited, *draw(_WORDS)]


@settings(max_examples=300)
@given(repeated(), _LEAST)
def test_what_is_alike_enough_passes_the_quick_look(both: tuple[list[int], list[int]], least: int) -> None:
    said, source = both
    found = align(said, source, 0, (), frozenset(), False)
    if found and found.longest >= least and found.score >= 0.8:
        assert may_repeat(said, source, least)


@settings(max_examples=300)
@given(repeated())
def test_what_reaches_a_cut_holds_one_of_the_last_two_words(both: tuple[list[int], list[int]]) -> None:
    said, source = both
    found = align(said, source, 0, (), frozenset(), True)
    if found and found.is_cut:
        assert not set(source[-2:]).isdisjoint(said)
