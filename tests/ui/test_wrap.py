"""Wrapped text fits its width and loses nothing but the spaces at breaks, in any script."""

from __future__ import annotations

import itertools
import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from reader.clean import clean
from reader.ui.wrap import NARROW, wrap
from tests.strategies import HOSTILE

PARTS = st.sampled_from(
    [" ", "  ", "\n", "a", "bc", "words", "“quoted”", "—", "…", "é", "e\u0301", "水", "漢字", "か\u3099", "한국어",
     "👩‍👩‍👧‍👦", "👍🏽", "❤\ufe0f", "☎\ufe0f", "🇫🇮", "\u200d", "\ufe0f", "\u200b", "\u0301", " \u0301", "\u00ad",
     "\u00a0", "\u3000", "עברית", "ﷺ", "क्षि", "ก็", "\ufffd", "—\u200d ", "\U000e0101", "ｆ", "𝔘", "▌", *HOSTILE]
)  # fmt: skip
TEXT = st.lists(PARTS | st.text(max_size=3), max_size=30).map("".join)
PLAIN = st.text("ab —\n", max_size=60)
WIDTH = st.integers(1, 24)


def check(text: str, width: int, keeps_spaces: bool) -> None:
    slices = wrap(text, width, keeps_spaces=keeps_spaces)
    assert slices
    before = 0
    for start, stop in slices:
        assert before <= start <= stop <= len(text)
        assert not text[before:start].strip("\n" if keeps_spaces else " \n"), "characters were lost"
        line = text[start:stop]
        assert "\n" not in line
        graphemes, cells = split_graphemes(line)
        # Rich counts a line that begins with a joiner in two ways.
        assert (min(cells, cell_len(line)) if line[:1] == "\u200d" else cell_len(line)) <= width or len(
            graphemes
        ) == 1
        before = stop
    assert not text[before:].strip("\n" if keeps_spaces else " \n"), "the end was lost"


@settings(max_examples=300)
@given(TEXT, WIDTH, st.booleans())
@example("水 \u0301b", 2, False)
@example("a   b   c     d", 4, True)
@example(" " * 30, 5, False)
def test_any_text_fits_and_loses_only_spaces(text: str, width: int, keeps_spaces: bool) -> None:
    check(text, width, keeps_spaces)


@settings(max_examples=60)
@given(PLAIN, WIDTH, st.booleans())
def test_plain_text_fits_and_loses_only_spaces(text: str, width: int, keeps_spaces: bool) -> None:
    check(text, width, keeps_spaces)


@settings(max_examples=60)
@given(TEXT | PLAIN, WIDTH)
def test_every_line_feed_is_a_break_and_every_part_has_a_line(text: str, width: int) -> None:
    slices = wrap(text, width)
    start = 0
    for part in text.split("\n"):
        stop = start + len(part)
        held = [piece for piece in slices if start <= piece[0] and piece[1] <= stop]
        assert held, "a part of the text has no line"
        start = stop + 1


def first_word(line: str) -> str:
    """What stands before the first space that carries no mark."""
    graphemes = [line[start:stop] for start, stop, _ in split_graphemes(line)[0]]
    return "".join(graphemes[: graphemes.index(" ")] if " " in graphemes else graphemes)


@settings(max_examples=60)
@given(TEXT.map(clean) | PLAIN, WIDTH)
def test_a_line_is_broken_only_where_the_next_word_does_not_fit(text: str, width: int) -> None:
    slices = wrap(text, width)
    for (start, stop), (after, end) in itertools.pairwise(slices):
        if "\n" not in text[stop:after]:
            word = first_word(text[after:end])
            assert split_graphemes(text[start : after + len(word)])[1] > width


@settings(max_examples=60)
@given(PLAIN.map(lambda text: " ".join(text.split())), st.integers(2, 24))
def test_words_stay_whole_where_they_fit(text: str, width: int) -> None:
    assume(all(len(word) <= width for word in text.split(" ")))
    shown = [word for start, stop in wrap(text, width) for word in text[start:stop].split()]
    assert shown == text.split()


@settings(max_examples=60)
@given(PLAIN, WIDTH)
def test_the_fast_and_the_exact_way_break_alike(text: str, width: int) -> None:
    """A character of no width at the end makes the last part go the exact way."""
    assume("\n" not in text and text.strip())
    *fast, (start, stop) = wrap(text + "x", width)
    *exact, last = wrap(text + "x\u0301", width)
    assert (exact, last) == (fast, (start, stop + 1))


@settings(max_examples=60)
@given(st.text("ab\n 水", max_size=40), WIDTH)
def test_kept_spaces_leave_no_character_out(text: str, width: int) -> None:
    slices = wrap(text, width, keeps_spaces=True)
    assert "".join(text[start:stop] for start, stop in slices) == text.replace("\n", "")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 5, [""]),
        ("\n", 5, ["", ""]),
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one  two", 4, ["one", "two"]),
        ("abcdef gh", 4, ["abcd", "ef", "gh"]),
        ("水水 水", 5, ["水水", "水"]),
        ("水水水", 5, ["水水", "水"]),
        ("水", 1, ["水"]),
        ("a\n\nb ", 3, ["a", "", "b "]),
        ("ab  ", 2, ["ab"]),
    ],
)
def test_some_texts_are_broken_so(text: str, width: int, lines: list[str]) -> None:
    assert [text[start:stop] for start, stop in wrap(text, width)] == lines


def test_a_long_text_is_broken_in_time_that_grows_with_it() -> None:
    for text in ("word " * 20_000, "w" * 100_000, " " * 100_000, "水" * 50_000):
        check(text, 40, keeps_spaces=False)


def test_characters_taken_for_narrow_take_one_cell_alone_and_in_company() -> None:
    assert len(NARROW) > 1500
    for char in NARROW:
        assert cell_len(char) == 1, hex(ord(char))
        assert not unicodedata.combining(char), hex(ord(char))
        assert unicodedata.category(char) not in ("Mn", "Me", "Mc", "Cf", "Cc"), hex(ord(char))
        assert unicodedata.east_asian_width(char) not in ("W", "F"), hex(ord(char))
    assert len(split_graphemes("".join(sorted(NARROW)))[0]) == len(NARROW)
