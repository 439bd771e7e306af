"""Bytes become text, or one clear error, whatever they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers import source
from reader.importers.source import SIZE_LIMIT, decode

TEXT = "Tide tables — “wrong again”, naïve 潮\nA second line.\n"
MARKED = ["utf-8-sig", "utf-16", "utf-32"]


@pytest.mark.parametrize("encoding", ["utf-8", *MARKED])
def test_unicode_is_read_without_a_warning(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "tides.txt") == (TEXT, ())


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xfe\xff", "utf-16-be"), (b"\xff\xfe\x00\x00", "utf-32-le")]
)
def test_the_byte_order_mark_is_obeyed(mark: bytes, encoding: str) -> None:
    assert decode(mark + TEXT.encode(encoding), "tides.txt") == (TEXT, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unmarked_utf_16_is_recognised(encoding: str) -> None:
    text = "Plain Western text in two lines.\nLike this.\n"
    assert decode(text.encode(encoding), "tides.txt") == (text, ())


def test_windows_text_is_read_with_a_warning_that_names_it() -> None:
    text, warnings = decode("“Tide” — café".encode("cp1252"), "tides.txt")
    assert text == "“Tide” — café"
    assert "cp1252" in " ".join(warnings)


def test_a_damaged_byte_does_not_spoil_the_rest() -> None:
    text, warnings = decode(TEXT.encode() * 9 + b"\xff" + TEXT.encode(), "tides.txt")
    assert text == TEXT * 9 + "\ufffd" + TEXT
    assert len(warnings) == 1


@given(st.integers(1, len(TEXT.encode())))
def test_text_cut_at_any_byte_is_read_up_to_there(size: int) -> None:
    text, warnings = decode(TEXT.encode()[:size], "tides.txt")
    assert TEXT.startswith(text)
    assert len(TEXT.encode()[:size]) - len(text.encode()) < 4
    assert bool(warnings) == (len(text.encode()) < size)


@pytest.mark.parametrize(
    "data", [b"", b" \r\n\t", b"\xef\xbb\xbf", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x01\x02\x03abc"]
)
def test_nothing_and_binary_are_refused_by_name(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"^tides\.bin: it is (empty|binary)"):
        decode(data, "tides.bin")


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"PK\x03\x04\x14\x00", "a ZIP archive .*unpack it"), (b"%PDF-1.7\n%", "a PDF, .*copy its text")],
)
def test_what_is_packed_or_laid_out_is_refused_with_a_way_out(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=f"it is {said}"):
        decode(data, "tides.bin")


def test_what_is_too_long_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "SIZE_LIMIT", 2**20)
    assert SIZE_LIMIT == 64 * 2**20
    with pytest.raises(SourceError, match="limit is 1 MiB"):
        decode(b"a" * (2**20 + 1), "tides.txt")


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_one_error(data: bytes) -> None:
    try:
        text, warnings = decode(data, "any")
    except SourceError as error:
        text, warnings = "refused", (str(error),)
    assert text.strip()
    assert "\x00" not in text
    assert all("\n" not in warning for warning in warnings)
