"""A source is read by the importer it looks like, for a reason; what none knows is said with what was missing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.registry import (
    IMPORTERS,
    JsonImporter,
    Shape,
    explain,
    find_importer,
    find_shape,
    read_source,
)
from reader.importers.source import Source
from tests.unit.answering import ANSWERS, answer

ANSWER_NAMES = sorted(path.name for path in ANSWERS.iterdir() if not path.name.endswith(".document.json"))
JSON_NAMES = [importer.name for importer in IMPORTERS if isinstance(importer, JsonImporter)]
_SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
_KEYS = st.sampled_from([
    "hits", "children", "comments", "kind", "data", "post_stream", "posts", "short_id", "ancestors", "descendants",
    "result", "results", "_id", "id", "type", "by", "title", "errors", "json", "things", "objectID", "created_at_i",
]) | st.text(max_size=3)  # fmt: skip
values = st.recursive(
    _SCALARS | st.sampled_from(["Listing", "story", "t1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4), max_leaves=12,
)  # fmt: skip


@pytest.mark.parametrize("name", ANSWER_NAMES)
def test_one_importer_alone_recognises_an_answer(name: str) -> None:
    found = explain(answer(name))
    assert found.reason
    if found.json:
        others = [one for one in IMPORTERS if isinstance(one, JsonImporter) and one.recognise(found.json)]
        assert others == [found.importer]


def test_names_are_unique_and_each_is_found_by_it() -> None:
    names = [importer.name for importer in IMPORTERS]
    assert len(set(names)) == len(names)
    assert [find_importer(name).name for name in names] == names
    assert all(importer.title and importer.sign for importer in IMPORTERS)


@settings(deadline=None)
@given(values, st.none() | st.sampled_from(JSON_NAMES))
def test_any_json_is_a_document_or_a_source_error(value: Any, importer: str | None) -> None:
    try:
        document = read_source(Source("made.json", json.dumps([value, value])), importer=importer)
    except SourceError as error:
        assert error.reason
        assert "\n" not in str(error)
    else:
        assert document.entries
        assert document.title


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"format": "other", "b": 1}', r"looks like JSON, an object with 'format', 'b': not .*\(no .*not a thread of Reddit"),
        (json.dumps(dict.fromkeys("abcdefghij")), r"an object with 'a', 'b', .* and more: not"),
        ("{}", "an empty object"), ("[[1, 2]]", "no object among its values"),
        ('{"a": [1, 2', "ends in the middle"), ('{"a\x1b": 1}', "an object with 'a\u241b'"),
    ],
)  # fmt: skip
def test_what_no_importer_knows_is_described(text: str, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        read_source(Source("some.txt", text))
    assert caught.value.way_out


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ('{"a": 1}', Shape.JSON), ("[Music]\nAda: Yes.", Shape.TEXT), ("[00:01] Ada: Yes.", Shape.TEXT),
        ("<!doctype html>", Shape.HTML), ("<rss>", Shape.HTML), ("1\n00:00:01,000 --> 00:00:02,000\nx", Shape.SUBTITLES),
        ("WEBVTT", Shape.SUBTITLES), ("Ada: <b>", Shape.TEXT), ("", Shape.TEXT), ("< not a tag", Shape.TEXT),
    ],
)  # fmt: skip
def test_the_shape_is_seen_at_first_sight(text: str, shape: Shape) -> None:
    assert find_shape(text) is shape


def test_json_inside_of_a_text_does_not_mislead() -> None:
    quoting = answer("lobsters.json").text.replace(
        "<p>Short.</p>", '{\\"kind\\": \\"Listing\\", \\"post_stream\\": {}}'
    )
    assert explain(Source("x", quoting)).importer.name == "lobsters"
