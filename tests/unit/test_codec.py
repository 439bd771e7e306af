"""Documents go through JSON without loss; any other JSON is refused in words."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.model.codec import (
    FORMAT,
    from_json,
    from_json_text,
    read_time,
    report_from_json,
    report_to_json,
    to_json,
    write_time,
)
from reader.model.documents import Document, Report
from reader.model.markdown import parse_markdown
from tests.strategies import documents, reports, texts

Json = dict[str, Any]
Path = tuple[str | int, ...]
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts(10),
    lambda values: st.lists(values, max_size=2) | st.dictionaries(st.text(max_size=3), values, max_size=2),
    max_leaves=4,
)
WHOLE: Json = {
    "format": FORMAT, "id": "on-kites", "kind": "thread", "edition": "full", "title": "On kites",
    "url": "https://kites.example/1", "authors": ["Fay Low"], "posted_at": "2030-02-03T04:05:06Z", "score": 3,
    "tags": ["wind"], "inferred": ["title"],
    "entries": [
        {"id": "c1", "kind": "comment", "parent": None, "author": "Gus Hay", "posted_at": "2030-02-03T05:00:00Z",
         "score": 1, "flags": ["edited"], "inferred": ["author"], "markdown": "They *fly*.", "summary": "They fly.",
         "fingerprint": "0123456789ab-7-7", "heading_fingerprints": ["2:0123456789ab-7-7", ""], "starts_at": 12.5},
    ],
    "report": {
        "format": "made", "announced": 1, "imported": 1, "found": {"comments": 1}, "orphans": ["c9"],
        "cleaned": 2, "left_out": {"menu": "Home"}, "warnings": ["None."], "lines": [[1, 2, "c1", False]],
        "guesses": [{"entry": "c1", "field": "parent", "confidence": 0.5, "reasons": ["It quotes c9."], "rival": "c9"}],
    },
}  # fmt: skip
NULLABLE = {
    "url",
    "posted_at",
    "score",
    "parent",
    "author",
    "summary",
    "fingerprint",
    "announced",
    "starts_at",
    "rival",
}
# Read as nothing found, as if the field were left out.
LENIENT = {("report", "imported"), ("report", "cleaned"), ("report", "format")}
PART_TYPES = {"found": int, "left_out": str}
OF_EACH_TYPE: list[object] = [
    None,
    True,
    5,
    5.5,
    "words",
    ["words"],
    [5],
    [None],
    [["a"]],
    {"a": 1},
    {"a": "b"},
]


def paths(value: object, path: Path = ()) -> list[Path]:
    """Every place in a JSON value, the whole first."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(deeper for key, part in items for deeper in paths(part, (*path, key)))]


def at(raw: object, path: Path) -> Any:
    for key in path:
        raw = raw[key]  # type: ignore[index]
    return raw


def changed(raw: Json, path: Path, value: object) -> Any:
    if not path:
        return value
    copy = deepcopy(raw)
    at(copy, path[:-1])[path[-1]] = value
    return copy


def is_of_type(path: Path, value: object) -> bool:
    """Whether a value may stand where the sample has one, by the types of the interchange form."""
    name, sample = path[-1], at(WHOLE, path)
    if value is None:
        return name in NULLABLE or path in LENIENT
    if isinstance(value, dict) and name in ("report", "found", "left_out"):
        return name == "report" or {type(part) for part in value.values()} == {PART_TYPES[name]}
    if isinstance(value, list) and name in ("authors", "tags", "inferred", "orphans", "warnings", "reasons"):
        return all(isinstance(part, str) for part in value)
    if name == "starts_at":
        return type(value) in (int, float)
    if name in ("field", "confidence"):
        return False
    is_plain = isinstance(value, str | int) and name != "flags"
    return is_plain and type(value) is (str if name == "parent" else type(sample))


# Without loss


@settings(max_examples=40)
@given(documents())
def test_a_document_comes_back_from_json_as_it_was(document: Document) -> None:
    text = json.dumps(to_json(document))
    assert from_json_text(text) == document


@settings(max_examples=60)
@given(reports())
def test_a_report_comes_back_from_json_as_it_was(report: Report) -> None:
    assert report_from_json(json.loads(json.dumps(report_to_json(report)))) == report


def test_every_field_of_the_sample_is_read_and_written_again() -> None:
    assert to_json(from_json(WHOLE)) == WHOLE


@pytest.mark.parametrize("value", [-1, -0.001, 10**400, 1e9, float("inf"), float("nan")])
def test_a_time_that_no_recording_has_is_refused(value: float) -> None:
    with pytest.raises(SourceError, match="starts_at"):
        from_json(changed(WHOLE, ("entries", 0, "starts_at"), value))


@pytest.mark.parametrize("value", [-0.1, 1.01, 5, float("inf"), float("nan")])
def test_a_confidence_beyond_certainty_is_refused(value: float) -> None:
    with pytest.raises(SourceError, match="confidence"):
        from_json(changed(WHOLE, ("report", "guesses", 0, "confidence"), value))


def test_a_report_without_guesses_is_written_as_before_there_were_any() -> None:
    assert "guesses" not in report_to_json(Report())


def test_passages_follow_from_the_markdown() -> None:
    (entry,) = from_json(WHOLE).entries
    assert entry.passages == parse_markdown("They *fly*.")
    assert "passages" not in json.dumps(to_json(from_json(WHOLE)))


@settings(max_examples=40)
@given(st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)), st.integers(-23 * 60, 23 * 60))
def test_a_moment_is_written_in_utc_and_comes_back(moment: datetime, minutes: int) -> None:
    somewhere = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    written = write_time(somewhere)
    assert written is not None
    assert written.endswith("Z")
    assert read_time(written) == somewhere
    assert read_time(moment.isoformat()) == moment.replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["", "soon", "2030-02-30", "0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "\ud800"]
)
def test_what_is_no_moment_is_a_value_error(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (what it says differs between versions of Python)
        read_time(written)


# Refused in words


def assert_refused_or_sound(raw: object) -> None:
    """Read JSON of whatever kind: a document that comes back, or one line of words."""
    try:
        document = from_json_text(json.dumps(raw))
    except SourceError as error:
        assert "\n" not in str(error)
        assert error.reason
    else:
        assert from_json(to_json(document)) == document


@pytest.mark.parametrize("path", paths(WHOLE)[1:], ids=str)
def test_a_value_of_a_wrong_type_is_refused_wherever_it_stands(path: Path) -> None:
    for value in OF_EACH_TYPE:
        if not is_of_type(path, value):
            with pytest.raises(SourceError):
                from_json(changed(WHOLE, path, value))


@pytest.mark.parametrize("path", paths(WHOLE), ids=str)
def test_nothing_but_words_comes_of_any_value_anywhere(path: Path) -> None:
    for value in OF_EACH_TYPE:
        assert_refused_or_sound(changed(WHOLE, path, value))


@settings(max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(paths(WHOLE)[1:]), JSON_VALUES), min_size=1, max_size=3))
@example([(("entries", 0, "score"), 10**400)])
@example([(("id",), "")])
@example([(("entries", 0, "posted_at"), "0001-01-01T00:00:00+23:00")])
def test_nothing_but_words_comes_of_json_changed_at_random(changes: list[tuple[Path, object]]) -> None:
    raw: Any = WHOLE
    for path, value in changes:
        try:
            raw = changed(raw, path, value)
        except (KeyError, IndexError, TypeError):
            continue
    assert_refused_or_sound(raw)


@pytest.mark.parametrize(
    "path", [path for path in paths(WHOLE) if path and isinstance(path[-1], str)], ids=str
)
def test_a_field_that_is_left_out_is_empty_or_named(path: Path) -> None:
    raw = deepcopy(WHOLE)
    del at(raw, path[:-1])[path[-1]]
    try:
        document = from_json(raw)
    except SourceError as error:
        assert str(path[-1]) in error.reason or path[-1] == "id"
        assert path[-1] in (
            "format",
            "id",
            "kind",
            "edition",
            "title",
            "markdown",
            "entry",
            "field",
            "confidence",
        )
    else:
        assert from_json(to_json(document)) == document


@settings(max_examples=40)
@given(st.binary(max_size=40) | st.text(max_size=40).map(str.encode), st.integers(0, 200))
def test_text_that_is_no_document_is_refused(noise: bytes, cut: int) -> None:
    for text in (noise.decode("latin-1"), json.dumps(WHOLE)[:cut], "[" * 100_000, "9" * 5_000):
        with pytest.raises(SourceError):
            from_json_text(text)


@pytest.mark.parametrize("ids", [["a", "a"], ["", "a"], ["a", "\u2028a "], ["\t"]])
def test_entries_without_an_id_of_their_own_are_refused(ids: list[str]) -> None:
    entries = [{**WHOLE["entries"][0], "id": id} for id in ids]
    with pytest.raises(SourceError, match="id"):
        from_json({**WHOLE, "entries": entries})


@settings(max_examples=40)
@given(texts())
def test_every_text_field_is_cleaned(text: str) -> None:
    entry = {**WHOLE["entries"][0], "author": text, "markdown": text, "summary": text, "parent": text}
    fields = {"title": text, "authors": [text], "tags": [text], "url": text}
    document = from_json({**WHOLE, **fields, "entries": [entry], "report": {"left_out": {text: text}}})
    written = json.dumps(to_json(document), ensure_ascii=False)
    assert written.isprintable() or not {char for char in written if ord(char) < 32 or 127 <= ord(char) < 160}
    assert "\u202e" not in written
    written.encode()


def test_a_later_format_is_named() -> None:
    with pytest.raises(SourceError, match="document/2"):
        from_json({**WHOLE, "format": "threadside.document/2"})


def test_a_mark_that_is_no_fingerprint_is_left_out() -> None:
    entry = {**WHOLE["entries"][0], "fingerprint": "not one"}
    assert from_json({**WHOLE, "entries": [entry]}).entries[0] == replace(
        from_json(WHOLE).entries[0], fingerprint=None
    )
