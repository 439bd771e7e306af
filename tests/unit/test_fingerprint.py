"""A fingerprint knows its text again in any dress, and says nothing of any other."""

from __future__ import annotations

import hashlib
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.fingerprint import START, Fingerprint, fingerprint, normalise, parse_fingerprint
from tests.strategies import texts

PLAIN = st.text("abcxyzABC019 éßÆ", max_size=120)
DRESS = st.sampled_from(["", " ", "\n", "*", "**", "> ", "- ", "’", "—", "\u200b", "\u00a0", "\ufffd"])


@settings(max_examples=60)
@given(st.lists(st.tuples(PLAIN, DRESS), max_size=6))
def test_marks_spaces_and_case_do_not_matter(parts: list[tuple[str, str]]) -> None:
    plain = "".join(part for part, _ in parts)
    dressed = "".join(part.replace("b", "B").replace("Y", "y") + dress for part, dress in parts)
    assert normalise(dressed) == normalise(plain)
    assert fingerprint(dressed) == fingerprint(plain)


@settings(max_examples=60)
@given(texts(200))
def test_normalised_text_is_letters_and_digits_in_one_case(text: str) -> None:
    normalised = normalise(text)
    assert normalised == "" or normalised.isalnum()
    assert normalise(unicodedata.normalize("NFC", text)) == normalised


@settings(max_examples=60)
@given(PLAIN, texts())
def test_a_text_begins_as_itself_whatever_follows(text: str, rest: str) -> None:
    mark = fingerprint(text)
    longer = normalise(f"{text} {rest}")
    assert mark.begins(normalise(text))
    assert mark.begins(longer)
    assert mark.size == len(normalise(text))
    assert mark.start == min(START, mark.size)


@settings(max_examples=60)
@given(PLAIN, PLAIN)
def test_a_text_that_begins_otherwise_is_told_apart(one: str, other: str) -> None:
    first, second = normalise(one), normalise(other)
    assert fingerprint(one).begins(second) == second.startswith(first[:START])


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_the_hash_is_sha_256_of_the_first_48_characters(text: str) -> None:
    folded = unicodedata.normalize("NFKC", text).casefold()
    start = "".join(char for char in folded if char.isalnum())[:48]
    assert fingerprint(text).hash == hashlib.sha256(start.encode("utf-8")).hexdigest()[:12]


@settings(max_examples=60)
@given(texts(200))
def test_what_is_written_is_read_again(text: str) -> None:
    mark = fingerprint(text)
    assert parse_fingerprint(str(mark)) == mark
    assert re.fullmatch(r"[0-9a-f]{12}-[0-9]+-[0-9]+", str(mark))


@settings(max_examples=60)
@given(st.text("0123456789abcdefgF- \n٣", max_size=26) | texts())
def test_what_is_not_written_so_is_none(written: str) -> None:
    mark = parse_fingerprint(written)
    if mark is not None:
        assert re.fullmatch(r"[0-9a-f]{12}-[0-9]{1,3}-[0-9]{1,9}", written, re.ASCII)
        assert (mark.hash, mark.start, mark.size) == (
            written[:12], int(written.split("-")[1]), int(written.split("-")[2])
        )  # fmt: skip


@pytest.mark.parametrize(
    "written",
    ["", "0123456789ab", "0123456789ab-1", "0123456789AB-1-2", "0123456789ab-1-2\n", "0123456789ab-٣-2",
     " 0123456789ab-1-2", "0123456789ab-1-2-3", "0123456789ab--1-2"],
)  # fmt: skip
def test_some_that_look_like_one_are_none(written: str) -> None:
    assert parse_fingerprint(written) is None


def test_a_text_without_letters_has_an_empty_beginning() -> None:
    mark = fingerprint("... \n—")
    assert mark == Fingerprint(hashlib.sha256(b"").hexdigest()[:12], 0, 0)
    assert mark.begins("anything")
