"""The worked example of CONTRIBUTING.md does what is said there."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.json_text import read_json
from reader.importers.registry import IMPORTERS, JsonImporter
from reader.importers.source import Source
from reader.model.documents import Document
from tests.unit.answering import JUNK, assert_whole, paths, replaced, tree

TEXT = (Path(__file__).resolve().parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)\n```\n", TEXT, re.DOTALL)
    assert found is not None
    return found[1]


ANSWER = example("answer")
MODULE = ModuleType("reader.importers.guest_book")
exec(compile(example("module"), "CONTRIBUTING.md", "exec"), MODULE.__dict__)
IMPORTER: JsonImporter = eval(example("line"), {"JsonImporter": JsonImporter, "guest_book": MODULE})


def read(text: str) -> Document:
    document = IMPORTER.read(read_json(Source("made.json", text)))
    assert_whole(document)
    return document


def test_the_example_reads_its_answer() -> None:
    document = read(ANSWER)
    assert (document.id, document.title, tree(document)) == (
        "guest-book-kettles",
        "Kettles",
        {"1": None, "2": None, "3": "2"},
    )
    first, second, _ = document.entries
    assert (first.author, first.markdown, first.score) == ("Mara Quill", "They *sing*.", 3)
    assert (second.author, f"{second.posted_at:%H:%M}") == ("Ivo Brandt", "06:00")
    assert document.report == replace(document.report, format="guest-book", imported=2, warnings=())


def test_only_the_example_knows_its_answer() -> None:
    parsed = read_json(Source("made.json", ANSWER))
    assert IMPORTER.recognise(parsed) == "it has 'guest_book' with 'notes'"
    others = [one for one in IMPORTERS if isinstance(one, JsonImporter)]
    assert not any(one.recognise(parsed) for one in others)
    assert IMPORTER.name not in {one.name for one in IMPORTERS}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(paths(json.loads(ANSWER)))), st.sampled_from(JUNK))
def test_a_wrong_field_is_a_document_or_one_error(path: tuple[str | int, ...], junk: object) -> None:
    try:
        read(json.dumps(replaced(json.loads(ANSWER), path, junk)))
    except SourceError as error:
        assert error.reason


@pytest.mark.parametrize("stop", range(0, len(ANSWER), 7))
def test_an_answer_cut_anywhere_is_a_document_or_one_error(stop: int) -> None:
    try:
        read(ANSWER[:stop])
    except SourceError as error:
        assert error.reason


def test_what_is_named_is_there() -> None:
    root = Path(__file__).resolve().parents[2]
    for path in re.findall(r"`((?:reader|tests|\.ci)/[\w/.]+?)`", TEXT):
        assert (root / path).exists() or path in (
            "reader/importers/guest_book.py",
            "tests/unit/test_guest_book.py",
        ), path
