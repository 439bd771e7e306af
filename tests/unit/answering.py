"""Answers of discussion sites for tests: golden ones, and the same with a field made wrong."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from reader.clean import clean, clean_line
from reader.errors import SourceError
from reader.importers.registry import read_source
from reader.importers.source import Source
from reader.model.codec import from_json_text, to_json
from reader.model.documents import Document, Entry, EntryKind, Flag
from tests.strategies import HOSTILE
from tests.unit.importing import GOLDEN, assert_parsed

ANSWERS = GOLDEN / "answers"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
Way = tuple[str | int, ...]

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**70, 10**39, 1.5, float("nan"), float("inf"), -1e300, "", " ", "x", "1", "[deleted]",
    "2031-13-45", "\x00", "\ud800", "<p><b>", "]](((", "`" * 9, [], [None], [[]], [0], ["x"], {}, {"x": {}},
    {"kind": "t1"}, [{}], [{"id": []}], *HOSTILE,
)  # fmt: skip


def answer(name: str) -> Source:
    """A golden answer."""
    return Source(name, (ANSWERS / name).read_text(encoding="utf-8"))


def read(*values: object) -> Document:
    """The document of JSON values, one after another."""
    text = "\n".join(json.dumps(value) for value in values)
    document = read_source(Source("made.json", text))
    assert_whole(document)
    return document


def shared(*names: str) -> tuple[Document, Any]:
    """A real answer as a document, and as values."""
    path = SHARED.joinpath(*names)
    if not path.is_file():
        pytest.skip(f"{'/'.join(names)} is not at hand")
    text = path.read_text(encoding="utf-8")
    document = read_source(Source(path.name, text))
    assert_whole(document)
    return document, json.loads(text)


def comments(document: Document) -> list[Entry]:
    """Its comments, places where some are missing apart."""
    return [entry for entry in document.entries if entry.kind is EntryKind.COMMENT and not is_stub(entry)]


def stubs(document: Document) -> list[Entry]:
    """The places where comments are missing."""
    return list(filter(is_stub, document.entries))


def is_stub(entry: Entry) -> bool:
    """Whether an entry only says that comments are missing."""
    return Flag.MISSING in entry.flags


def tree(document: Document) -> dict[str, str | None]:
    """What each entry answers, by its id."""
    return {entry.id: entry.parent for entry in document.entries}


def assert_golden(name: str) -> None:
    """A golden answer gives its golden document, and still does when that is read again."""
    document = read_source(answer(name))
    assert_whole(document)
    written = (ANSWERS / f"{name}.document.json").read_text(encoding="utf-8")
    assert to_json(document) == json.loads(written)


def assert_whole(document: Document) -> None:
    """Ids are unique, parents come first, all is clean, the report counts, and JSON keeps it all."""
    assert_parsed(document)
    assert document.title == clean_line(document.title) != ""
    assert document.report.imported == len(comments(document)) == document.report.found["comments"]
    for entry in document.entries:
        assert entry.markdown == clean(entry.markdown)
        assert entry.author is None or entry.author == clean_line(entry.author) != ""
    assert all(said == clean_line(said) for said in document.report.warnings)
    assert from_json_text(json.dumps(to_json(document))) == document


def paths(value: object, above: Way = ()) -> Iterator[Way]:
    """The way to each value inside of one."""
    members = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for name, member in members:
        yield (*above, name)
        yield from paths(member, (*above, name))


def replaced(value: Any, path: Way, junk: object) -> Any:
    """A copy with another value at the end of a path."""
    whole = copy.deepcopy(value)
    holder = whole
    for name in path[:-1]:
        holder = holder[name]
    holder[path[-1]] = junk
    return whole


def values(name: str) -> list[Any]:
    """The values of a golden answer."""
    text = answer(name).text
    return [json.loads(line) for line in text.splitlines()] if name.endswith("l") else [json.loads(text)]


def spoiled(name: str) -> st.SearchStrategy[tuple[Way, object, list[Any]]]:
    """A golden answer with one field replaced by what it should not be, and which field that is."""
    whole = values(name)
    every = list(paths(whole))
    chosen = st.tuples(st.sampled_from(every), st.sampled_from(JUNK))
    return chosen.map(lambda pair: (pair[0], pair[1], replaced(whole, *pair)))


def assert_refused_or_whole(text: str, importer: str | None = None) -> Document | None:
    """A text becomes a document that holds together, or one error that says what is wrong."""
    try:
        document = read_source(Source("made.json", text), importer=importer)
    except SourceError as error:
        assert error.subject
        assert error.reason
        assert clean_line(str(error)) == str(error)
        return None
    assert_whole(document)
    return document


def assert_loses_nothing(name: str, path: Way, whole: list[Any], structure: frozenset[str]) -> None:
    """A wrong field loses no comment.

    Args:
        name: A golden answer.
        path: Where it was spoiled.
        whole: The values as they are now.
        structure: Names of fields that hold comments, or say which of them belong together.
    """
    document = assert_refused_or_whole("\n".join(json.dumps(value) for value in whole))
    if isinstance(path[-1], str) and path[-1] not in structure:
        assert document is not None
        assert len(_texts(document)) >= len(_texts(read_source(answer(name))))


def _texts(document: Document) -> list[Entry]:
    return [entry for entry in document.entries if not is_stub(entry)]
