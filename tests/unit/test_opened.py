"""A document being read shows its entries in any order, and says when it changed meanwhile."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import DocumentChanged
from reader.library import Heading, Library
from reader.model.columns import Columns
from reader.model.documents import Document
from tests.made import comments, made_thread
from tests.strategies import documents

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as opened:
        yield opened


@settings(max_examples=15, deadline=None)
@given(documents(max_entries=8), st.data())
def test_an_open_document_shows_its_entries_in_any_order(document: Document, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder, "library.db")) as library:
        library.add(document, None, "")
        opened = library.open(document.id)
        assert opened.guesses() == document.report.guesses
        assert opened.columns == Columns.of(document.entries)
        indexes = st.integers(0, max(0, len(opened) - 1))
        asked = data.draw(st.lists(indexes, max_size=12)) if len(opened) else []
        opened.warm(data.draw(st.lists(indexes, max_size=4)) if len(opened) else [])
        assert [opened.entry(index) for index in asked] == [document.entries[index] for index in asked]
        assert opened.headings() == [
            Heading(at, number, passage.level, passage.text)
            for at, entry in enumerate(document.entries)
            for number, passage in enumerate(entry.passages)
            if passage.level
        ]


@pytest.mark.parametrize("asked", ["backwards", "warmed"])
def test_a_long_document_is_read_whole_though_few_entries_are_kept(asked: str, library: Library) -> None:
    document = made_thread(*comments(4500))
    library.add(document, None, "")
    opened = library.open(document.id)
    indexes = range(4500) if asked == "warmed" else range(4499, -1, -1)
    if asked == "warmed":
        opened.warm(indexes)
    assert all(opened.entry(index) == document.entries[index] for index in indexes)


@pytest.mark.parametrize("index", [-1, 3, 10**9])
def test_there_is_no_entry_outside_the_document(index: int, library: Library) -> None:
    library.add(made_thread("a", "b", "c"), None, "")
    opened = library.open("made-thread")
    with pytest.raises(IndexError):
        opened.entry(index)
    with pytest.raises(IndexError):
        opened.warm([index])


def test_a_document_replaced_meanwhile_is_said_when_its_text_is_asked_for(path: Path) -> None:
    document = made_thread(*comments(100))
    with Library(path) as library, Library(path) as other:
        library.add(document, None, "")
        opened = library.open("made-thread")
        assert opened.entry(0) == document.entries[0]
        other.add(made_thread(*comments(101)), None, "")
        assert opened.entry(0) == document.entries[0]
        with pytest.raises(DocumentChanged, match="open it again"):
            opened.entry(99)
        with pytest.raises(DocumentChanged):
            opened.warm([98])
        assert len(library.open("made-thread")) == 101


def test_a_document_removed_meanwhile_is_said(path: Path) -> None:
    with Library(path) as library, Library(path) as other:
        library.add(made_thread("a"), None, "")
        opened = library.open("made-thread")
        other.remove("made-thread")
        with pytest.raises(DocumentChanged):
            opened.entry(0)
