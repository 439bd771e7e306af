"""A bookmark is a W3C Web Annotation, and what is not ours of one comes back as it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.clean import clean
from reader.model.annotations import (
    Bookmark,
    change,
    clean_bookmark,
    from_annotation,
    join_note,
    new_bookmark,
    read_line,
    split_note,
    to_annotation,
    write_line,
)
from reader.model.selectors import Target, TextPositionSelector, TextQuoteSelector
from tests import strategies

NOW = datetime(2031, 3, 1, 12, tzinfo=UTC)


def quotes() -> st.SearchStrategy[TextQuoteSelector]:
    cleaned = strategies.texts().map(clean)
    return st.builds(TextQuoteSelector, cleaned.filter(str.strip), cleaned, cleaned)


def targets() -> st.SearchStrategy[Target]:
    positions = st.integers(0, 999).map(lambda start: TextPositionSelector(start, start + 9))
    moments = st.none() | strategies.moments().map(lambda moment: moment.replace(microsecond=0))
    return st.builds(
        Target, strategies.document_ids(), strategies.names(), quotes(), st.none() | positions,
        st.none() | strategies.addresses(), strategies.lines(),
        st.lists(strategies.names(), max_size=2).map(tuple), st.none() | strategies.names(), moments,
        strategies.texts().map(clean), strategies.texts().map(clean), st.none() | st.integers(0, 10**6),
        st.booleans(),
    )  # fmt: skip


def bookmarks() -> st.SearchStrategy[Bookmark]:
    return st.builds(
        lambda target, note, tags, now: new_bookmark(target, note, tags, now),
        targets(), strategies.texts(), st.lists(strategies.texts(), max_size=3), strategies.moments(),
    )  # fmt: skip


def json_values() -> st.SearchStrategy[Any]:
    leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=9)
    return st.recursive(leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))


def is_valid(annotation: dict[str, Any]) -> bool:
    """The rules that the Web Annotation Data Model states with MUST, for what we write."""
    contexts = annotation["@context"]
    assert contexts == "http://www.w3.org/ns/anno.jsonld" or "http://www.w3.org/ns/anno.jsonld" in contexts
    assert isinstance(annotation["id"], str)
    assert ":" in annotation["id"]
    assert "Annotation" in annotation["type"]
    for body in annotation.get("body", []):
        assert body["type"] == "TextualBody"
        assert isinstance(body["value"], str)
    target = annotation["target"]
    assert isinstance(target["source"]["id"], str)
    assert ":" in target["source"]["id"]
    for selector in target.get("selector", []):
        if selector["type"] == "TextQuoteSelector":
            assert selector["exact"]
            assert all(isinstance(selector.get(name, ""), str) for name in ("prefix", "suffix"))
        else:
            assert 0 <= selector["start"] <= selector["end"]
    for name in ("created", "modified"):
        assert datetime.fromisoformat(annotation[name]).tzinfo
    return True


@given(bookmarks())
def test_a_bookmark_comes_back_from_its_line(bookmark: Bookmark) -> None:
    line = write_line(bookmark)
    assert b"\n" not in line
    assert read_line(line) == bookmark
    assert write_line(read_line(line)) == line


@given(bookmarks())
def test_what_is_written_keeps_the_rules(bookmark: Bookmark) -> None:
    assert is_valid(json.loads(write_line(bookmark)))


@given(bookmarks(), st.dictionaries(st.text(min_size=1), json_values(), max_size=3), st.data())
def test_unknown_fields_are_kept(bookmark: Bookmark, extra: dict[str, Any], data: st.DataObject) -> None:
    written = to_annotation(bookmark)
    place = data.draw(st.sampled_from([("",), ("target",), ("target", "threadside"), ("target", "source")]))
    within: dict[str, Any] = written
    for name in filter(None, place):
        within = within[name]
    extra = {name: value for name, value in extra.items() if name not in within and f"x-{name}" not in within}
    within |= {f"x-{name}": value for name, value in extra.items()}
    read = read_line(write_line(from_annotation(written)))
    edited = change(
        read,
        lambda one: Bookmark(one.id, one.target, "new", (), one.created, one.modified, source=one.source),
        NOW,
    )
    again = json.loads(write_line(edited))
    for name in filter(None, place):
        again = again[name]
    assert {name: again[f"x-{name}"] for name in extra} == extra


def test_bodies_and_selectors_of_other_tools_are_kept() -> None:
    raw = {
        "type": ["Annotation"], "id": "https://other.example/1", "motivation": "assessing",
        "body": [{"type": "Image", "id": "https://other.example/p.png"}, "https://other.example/x",
                 {"type": "TextualBody", "value": "A note"}],
        "target": {"source": "https://made.example/a", "selector": [{"type": "CssSelector", "value": "p"},
                   {"type": "TextQuoteSelector", "exact": "words"}]},
    }  # fmt: skip
    bookmark = from_annotation(raw)
    assert (bookmark.note, bookmark.words, bookmark.target.url) == (
        "A note",
        "words",
        "https://made.example/a",
    )
    written = to_annotation(bookmark)
    assert written["motivation"] == "assessing"
    assert raw["body"][0] in written["body"]
    assert raw["body"][1] in written["body"]
    assert {"type": "CssSelector", "value": "p"} in written["target"]["selector"]


@given(st.binary(max_size=60) | json_values().map(lambda value: json.dumps(value).encode()))
def test_any_line_is_a_bookmark_or_is_refused_in_words(line: bytes) -> None:
    try:
        assert is_valid(to_annotation(read_line(line)))
    except ValueError as error:
        assert str(error).startswith("it")


@pytest.mark.parametrize("line", [b"{" * 5000, b'{"type": "Annotation"}', b"\xff\xfe", b"[]", b"null"])
def test_hostile_lines_are_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="it "):
        read_line(line)


def test_a_lone_surrogate_in_a_field_of_another_tool_is_kept() -> None:
    bookmark = read_line(
        b'{"type": "Annotation", "id": "urn:a:b", "target": "https://a.example/", "x": "\\ud800"}'
    )
    assert read_line(write_line(bookmark)).source["x"] == "\ud800"


@pytest.mark.parametrize("note", ["nul\x00nul", "lone \ud800", "line\nline", "\x1b[31mred", "x" * 2**20])
def test_any_note_can_be_written(note: str) -> None:
    bookmark = new_bookmark(Target("made", "c1"), note)
    assert read_line(write_line(bookmark)).note == bookmark.note == clean(note)


@given(strategies.lines(), st.lists(st.from_regex(r"[a-z]{1,9}", fullmatch=True), max_size=3, unique=True))
def test_a_note_typed_with_tags_is_told_apart(note: str, tags: list[str]) -> None:
    note = note.replace("#", "")
    bookmark = clean_bookmark(Bookmark("urn:a:b", Target(), " ".join(note.split()), tuple(tags)))
    assert split_note(join_note(bookmark)) == (bookmark.note, bookmark.tags)


def test_tags_stand_anywhere_in_a_note() -> None:
    assert split_note("see #rope and C# too #ferry-1") == ("see and C# too", ("rope", "ferry-1"))
    assert split_note("one  two\n#a three") == ("one  two\nthree", ("a",))


def test_a_clock_that_runs_backwards_makes_nothing_younger() -> None:
    bookmark = new_bookmark(Target("made", "c1"), now=NOW)
    edited = change(bookmark, lambda one: one, NOW - timedelta(days=400))
    assert edited.modified == bookmark.modified >= bookmark.created
