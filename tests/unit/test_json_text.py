"""JSON from outside is read as far as it can be, at any depth, or refused in one sentence."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.json_text import JsonText, looks_like_json, read_json
from reader.importers.source import Source

_SCALARS = st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False) | st.text()
trees = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def read(text: str) -> JsonText:
    return read_json(Source("made.json", text))


def depth(value: Any) -> int:
    levels = 0
    while isinstance(value, (list, dict)) and value:
        value = value[0] if isinstance(value, list) else next(iter(value.values()))
        levels += 1
    return levels


@given(st.lists(trees, min_size=1, max_size=4), st.sampled_from([None, 1]))
def test_values_come_back_as_they_were_written(values: list[Any], indent: int | None) -> None:
    text = "\n".join(json.dumps(value, indent=indent) for value in values)
    assert read(text).values == tuple(values)


@given(trees, st.sampled_from([None, 1]))
def test_deep_values_come_back_as_they_were_written(value: Any, indent: int | None) -> None:
    levels = 1500
    text = "[" * levels + json.dumps([value, {"a": value}], indent=indent) + ", 7]" * levels
    found = read(text).values[0]
    for _ in range(levels):
        assert isinstance(found, list)
        assert found[1] == 7
        found = found[0]
    assert found == [value, {"a": value}]


@given(trees, st.floats(0, 1), st.booleans())
@example([1], 0.5, True)
def test_cut_text_is_read_or_refused(value: Any, share: float, is_deep: bool) -> None:
    text = json.dumps(value)
    text = '{"a": [' * 1200 + text + "]}" * 1200 if is_deep else text
    cut = text[: round(len(text) * share)]
    try:
        read(cut)
    except SourceError as error:
        assert error.subject == "made.json"
        assert "JSON" in error.reason
        assert "\n" not in str(error)


@given(st.text('{}[]",:\\ \n1eE-+.truefalsn\ud800\x00', max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(SourceError):
        assert read(text).values


def test_depth_has_a_limit_that_is_said() -> None:
    assert depth(read('{"a":[' * 50_000 + "1" + "]}" * 50_000).values[0]) == 100_000
    with pytest.raises(SourceError, match="nested deeper than 100,000 levels"):
        read("[" * 100_001)


def test_the_number_of_values_has_a_limit_that_is_said() -> None:
    with pytest.raises(SourceError, match="more than 5,000,000 values"):
        read("[" + "[]," * 2_600_000 + "[]]")


def test_a_key_given_twice_counts_with_its_last_value() -> None:
    found = read('{"a": 1, "b": {"a": 2, "a": 3}, "a": 4}')
    assert found.values == ({"a": 4, "b": {"a": 3}},)
    assert found.warnings == ("objects that give a key twice, of which the last counts: 2",)


def test_a_key_given_twice_is_seen_at_any_depth() -> None:
    assert read("[" * 2000 + '{"a": 1, "a": 2}' + "]" * 2000).warnings


def test_numbers_without_end_do_not_stop_the_reading() -> None:
    found = read(f'{{"a": {"9" * 5000}, "b": NaN, "c": -Infinity, "d": 1e999, "e": {2**70}}}')
    (value,) = found.objects()
    assert value["a"] == value["d"] == float("inf")
    assert value["b"] != value["b"]
    assert value["c"] == float("-inf")
    assert value["e"] == 2**70


def test_controls_inside_texts_are_kept_for_cleaning() -> None:
    assert read('{"a": "x\ty\x01\\u0000\\ud800"}').values == ({"a": "x\ty\x01\x00\ud800"},)


def test_a_line_that_is_no_json_is_left_out_and_said() -> None:
    found = read('\ufeff{"id": 1}\n{"id": 2, \n{"id": 3}\nwords\n[{"id": 4}, 5]\n')
    assert [value["id"] for value in found.objects()] == [1, 3, 4]
    assert found.warnings == ("values that are not readable as JSON and were left out: 2",)


def test_damage_without_end_takes_no_time() -> None:
    for line in ("[", '{"a":', '["', "]", '{"a": "'):
        assert read("{}\n" + f"{line}\n" * 10_000).values[0] == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"a": [1, 2', "ends in the middle"), ('{"a": "b', "ends in the middle"), ("", "ends in the middle"),
        ("[1, 2}]", r"Expecting ',' delimiter, line 1, column 6"), ("{words}", "not readable as JSON"),
    ],
)  # fmt: skip
def test_what_is_no_json_is_refused_with_the_place(text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read(text)
    assert caught.value.way_out


@pytest.mark.parametrize(
    ("text", "is_json"),
    [
        ('{"a": 1}', True), ("[]", True), ("\n [ {", True), ("{}", True), ("[[", True), ('["a', True),
        ("[00:12:34] Ada: Yes.", False), ("[Music]", False), ("{curly words}", False), ("", False), ("12", False),
    ],
)  # fmt: skip
def test_json_is_told_from_words_in_brackets(text: str, is_json: bool) -> None:
    assert looks_like_json(text) is is_json
