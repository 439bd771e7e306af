"""Outside text, once cleaned, can do nothing to a terminal, and loses nothing that shows."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.clean import clean, clean_line, count_unsafe, safe_url
from tests.strategies import texts

BIDIRECTIONAL = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CONTROLS = st.sampled_from([*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), *sorted(BIDIRECTIONAL)])
INVISIBLE = "\u200b\u200c\u200d\u2060\ufe0f\ufeff\U000e0101"
PILING = st.sampled_from(["\u0301", "\u0489", "\u05b0", "\u064b", "\u0e47", "\u20dd", "\ufe20", *INVISIBLE])
WILD = st.lists(st.one_of(texts(), CONTROLS, PILING, PILING), max_size=40).map("".join)


def is_unsafe(char: str) -> bool:
    """Whether a terminal acts upon a character, by the Unicode database."""
    kept = unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in BIDIRECTIONAL
    return kept and char != "\n"


@settings(max_examples=50)
@given(WILD)
def test_the_only_control_character_left_is_the_line_feed(text: str) -> None:
    assert not [hex(ord(char)) for char in clean(text) if is_unsafe(char)]


def test_every_character_of_unicode_is_safe_or_replaced_by_one() -> None:
    # The basic plane, and the one with the tags; the others hold nothing that acts.
    every = list(map(chr, [*range(0x10000), *range(0xE0000, 0xE1000)]))
    cleaned = clean(".".join(every))
    assert len(cleaned) == 2 * len(every) - 1
    assert not [hex(ord(char)) for char in set(cleaned) if is_unsafe(char)]
    assert cleaned[::2] == "".join(map(clean, every[:256])) + cleaned[512::2]


@settings(max_examples=50)
@given(WILD)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(max_examples=50)
@given(WILD)
def test_characters_stay_where_they_were_when_there_are_no_piles(text: str) -> None:
    lone = [
        char for char in text if char != "\r" and not unicodedata.combining(char) and char not in INVISIBLE
    ]
    given_text = "".join(lone)
    cleaned = clean(given_text)
    assert len(cleaned) == len(given_text)
    for before, after in zip(given_text, cleaned, strict=True):
        assert after == before or is_unsafe(before) or unicodedata.category(before) == "Cf"


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["\r", "\n", "\r\n", "a", " "]), max_size=12).map("".join))
def test_every_way_to_end_a_line_becomes_a_line_feed(text: str) -> None:
    assert clean(text).split("\n") == re.split("\r\n|\r|\n", text)


@settings(max_examples=50)
@given(st.lists(PILING, min_size=1, max_size=60).map("".join))
def test_no_pile_is_higher_than_eight(pile: str) -> None:
    assert clean(f"e{pile}f") == f"e{pile[:8]}f"


@settings(max_examples=50)
@given(WILD)
def test_the_count_is_of_the_characters_that_are_replaced(text: str) -> None:
    told = text.replace("\r", "").replace("\t", "")
    lone = "".join(char for char in told if not unicodedata.combining(char) and char not in INVISIBLE)
    replaced = sum(before != after for before, after in zip(lone, clean(lone), strict=True))
    assert count_unsafe([text]) == count_unsafe([lone]) == replaced


@settings(max_examples=50)
@given(st.lists(WILD, max_size=4))
def test_counts_add_up(parts: list[str]) -> None:
    assert count_unsafe(parts) == sum(count_unsafe([part]) for part in parts)


@settings(max_examples=50)
@given(WILD)
def test_a_clean_line_is_one_line_without_space_around(text: str) -> None:
    line = clean_line(text)
    assert line == line.strip()
    assert "\n" not in line
    assert "  " not in line
    assert clean_line(line) == line
    assert line.split() == clean(text).split()


@settings(max_examples=50)
@given(WILD | st.builds("http{}://a.example{}".format, st.sampled_from(["", "s"]), WILD))
@example("http://a.example/\x1b]0;x\x07")
def test_an_address_passes_as_it_is_or_not_at_all(url: str) -> None:
    passed = safe_url(url)
    assert passed in (None, url)
    if passed is not None:
        assert passed.lower().startswith(("http://", "https://"))
        assert all("!" <= char <= "~" for char in passed)
        assert not set(passed) & set("\"'<>\\`")


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "HTTPS://A.EXAMPLE/b?c=d&e=%20#f",
        "https://[2001:db8::1]:8080/",
        "http://u@a.example/",
    ],
)
def test_addresses_of_the_web_pass(url: str) -> None:
    assert safe_url(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "file:///etc/passwd", "//a.example/b", "http://", "http:///b", "https:a",
        "-http://a.example", " http://a.example", "http://a.example/b c", "http://a.example/\n", "http://é.example",
        "http://a.example/'", 'http://a.example/"', "http://[::1", "data:text/html,x", "mailto:a@b.example", "http",
    ],
)  # fmt: skip
def test_other_addresses_do_not(url: str | None) -> None:
    assert safe_url(url) is None
