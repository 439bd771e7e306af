"""Unpacking: what was packed comes back, up to the limit; anything else is a sentence."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.unpacking import MARK, unpack


@given(st.lists(st.binary(max_size=50), min_size=1, max_size=4))
def test_what_was_packed_comes_back_from_all_its_pieces(pieces: list[bytes]) -> None:
    packed = b"".join(gzip.compress(piece) for piece in pieces)
    whole = b"".join(pieces)
    assert packed.startswith(MARK)
    assert unpack(packed, "a", len(whole)) == whole
    assert unpack(packed + b"\0\0 padding", "a", len(whole)) == whole
    if whole:
        with pytest.raises(SourceError, match="larger than the limit"):
            unpack(packed, "a", len(whole) - 1)


@given(st.data())
def test_whatever_is_cut_or_damaged_is_said(data: st.DataObject) -> None:
    packed = gzip.compress(b"What the writer says." * 3)
    at = data.draw(st.integers(0, len(packed) - 1))
    with pytest.raises(SourceError):
        unpack(packed[:at], "a", 1000)
    changed = bytearray(packed)
    changed[at] ^= data.draw(st.integers(1, 255))
    try:
        unpack(bytes(changed), "a", 1000)
    except SourceError as error:
        assert str(error).isprintable()


def test_a_small_file_that_holds_a_huge_one_is_refused_early() -> None:
    with pytest.raises(SourceError, match="larger than the limit of 1 MiB"):
        unpack(gzip.compress(bytes(20 * 2**20)), "a", 2**20)


def test_a_file_of_endless_pieces_is_refused() -> None:
    with pytest.raises(SourceError, match="more than 100 pieces"):
        unpack(gzip.compress(b"") * 100_000, "a", 1000)
