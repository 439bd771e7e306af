"""Cells are counted as wcwidth counts them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import wcwidth

from reader.model.widths import cell_width, pad

# Wide since Unicode 16, which not every Python knows; and what cleaning replaces or fonts draw at will.
_NEWER = frozenset(
    map(chr, [*range(0x2630, 0x2638), *range(0x268A, 0x2690), *range(0x4DC0, 0x4E00), 0x3164, 0xFFA0])
)


def test_every_character_of_the_basic_plane_is_as_wide_as_wcwidth_says() -> None:
    known = (char for char in map(chr, range(0xA0, 0x10000)) if unicodedata.category(char)[0] in "LMNPS")
    assert [ascii(char) for char in known if cell_width(char) != wcwidth(char) and char not in _NEWER] == []


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("abc", 3),
        ("\u6f22\u5b57", 4),
        ("e\u0301", 1),
        ("a\u200bb", 2),
        ("\u05e9\u05dc", 2),
        ("\u1112\u1161\u11ab", 2),
        ("so\u00adft", 5),
    ],
)
def test_wide_ones_take_two_and_marks_none(text: str, cells: int) -> None:
    assert cell_width(text) == cells


@settings(max_examples=50)
@given(st.text(max_size=20), st.integers(0, 60))
def test_padding_reaches_the_width(text: str, width: int) -> None:
    padded = pad(text, width)
    assert padded.startswith(text)
    assert cell_width(padded) == max(width, cell_width(text))
