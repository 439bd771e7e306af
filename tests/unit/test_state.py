"""What the reader left comes back, survives damage, and two programs at once lose nothing."""

from __future__ import annotations

import json
import multiprocessing
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FileError
from reader.files import write_atomic
from reader.model.place import HISTORY_LIMIT, Place
from reader.state import ORDERS, DocumentState, ReadingState, load_state, save_state
from tests.strategies import document_ids, lines

PLACES = st.builds(
    Place, document_ids(), lines(), st.integers(0, 99), st.integers(0, 1), st.integers(-10_000, 10_000)
)
DOCUMENTS = st.builds(
    DocumentState,
    entry=lines(),
    passage=st.integers(0, 99),
    row=st.integers(-10_000, 10_000),
    collapsed=st.none() | st.lists(lines(), max_size=4),
    order=st.sampled_from(ORDERS),
    since=st.none() | st.dates().map(str),
)
STATES = st.builds(
    ReadingState,
    panes=st.lists(document_ids(), max_size=2),
    focus=st.integers(0, 1),
    split=st.floats(0.2, 0.8),
    is_zoomed=st.booleans(),
    theme=lines(),
    text_width=st.integers(0, 400),
    documents=st.dictionaries(document_ids(), DOCUMENTS, max_size=3),
    past=st.lists(PLACES, max_size=3),
    future=st.lists(PLACES, max_size=3),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "state.json"


def written(path: Path, **fields: object) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"format": "threadside.state/1", **fields}))
    return path


@settings(max_examples=40, deadline=None)
@given(STATES)
def test_any_state_comes_back_as_it_was(state: ReadingState) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "state.json")
        save_state(path, state, state.documents.keys())
        assert load_state(path) == (state, None)


def test_without_a_file_the_reader_begins_anew(path: Path) -> None:
    assert load_state(path) == (ReadingState(), None)
    assert not path.parent.exists()


@settings(max_examples=25, deadline=None)
@given(STATES, STATES, st.data())
def test_only_what_was_touched_is_replaced(
    first: ReadingState, second: ReadingState, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "state.json")
        save_state(path, first, first.documents.keys())
        touched = data.draw(st.sets(st.sampled_from([*second.documents]))) if second.documents else set()
        save_state(path, second, touched)
        merged = first.documents | {id: second.documents[id] for id in touched}
        assert load_state(path) == (replace(second, documents=merged), None)


def read_often(path: Path, name: str) -> None:
    state, _ = load_state(path)
    for number in range(15):
        state.documents[f"{name}-{number}"] = DocumentState(entry=name, row=number)
        save_state(path, state, {f"{name}-{number}"})


def test_programs_that_save_at_once_lose_no_document(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    programs = [context.Process(target=read_often, args=(path, name)) for name in ("x", "y", "z")]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    state, notice = load_state(path)
    assert notice is None
    assert set(state.documents) == {f"{name}-{number}" for name in "xyz" for number in range(15)}


DAMAGED = [
    "", "{", "[]", "null", "{}", "\x00", "[" * 100_000, '{"format": "threadside.state/1"', '{"format": 1}',
    '{"format": "threadside.state/"}', '{"format": "another/1"}', '{"format": "threadside.state/²"}',
]  # fmt: skip
HEAD = {"format": "threadside.state/1"}
WRONG = [
    {"panes": "x"}, {"panes": [1]}, {"focus": "0"}, {"focus": True}, {"split": "half"}, {"split": None},
    {"split": float("nan")}, {"is_zoomed": 1}, {"theme": 3}, {"text_width": 66.5}, {"documents": []},
    {"documents": {"x": []}}, {"documents": {"x": {"row": "1"}}}, {"documents": {"x": {"collapsed": {}}}},
    {"documents": {"x": {"collapsed": [1]}}}, {"documents": {"x": {"since": "soon"}}}, {"past": [[]]},
    {"past": ["place"]}, {"future": [["a", "b", 0, 0, "0"]]}, {"future": [["a", "b", 0, 0, 0, 0]]},
]  # fmt: skip


@pytest.mark.parametrize("text", [*DAMAGED, *(json.dumps(HEAD | one) for one in WRONG)])
def test_a_damaged_file_is_set_aside_and_said(text: str, path: Path) -> None:
    path.parent.mkdir()
    path.write_text(text)
    state, notice = load_state(path)
    assert state == ReadingState()
    (aside,) = path.parent.glob("state.json.damaged-*")
    assert aside.read_text() == text
    assert notice
    assert aside.name in notice
    save_state(path, ReadingState(panes=["a", "b"]), set())
    assert load_state(path) == (ReadingState(panes=["a", "b"]), None)


def test_a_file_damaged_while_reading_is_set_aside_when_saving(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("damaged")
    save_state(path, ReadingState(focus=1), set())
    assert load_state(path)[0].focus == 1
    assert [aside.read_text() for aside in path.parent.glob("*.damaged-*")] == ["damaged"]


def test_a_file_of_a_newer_version_is_neither_followed_nor_overwritten(path: Path) -> None:
    text = written(path, format="threadside.state/2", panes={"new": "form"}).read_text()
    state, notice = load_state(path)
    assert state == ReadingState()
    assert notice
    assert "newer" in notice
    save_state(path, state, set())
    assert path.read_text() == text


def test_numbers_out_of_range_are_brought_within(path: Path) -> None:
    left = {"passage": -1, "row": 10**30, "order": "by length"}
    written(path, focus=9, split=5, text_width=-3, panes=["a", "b", "c"], documents={"x": left},
            past=[["a", "b", -1, 7, -(10**30)]])  # fmt: skip
    state, notice = load_state(path)
    assert notice is None
    assert (state.focus, state.split, state.text_width, state.panes) == (1, 0.8, 0, ["a", "b"])
    assert state.documents["x"] == DocumentState(row=10_000)
    assert state.past == [Place("a", "b", 0, 1, -10_000)]


def test_texts_are_made_safe(path: Path) -> None:
    written(path, theme="\x1b[31m\u202ex", panes=["a\nb"], documents={"\x07": {"entry": "\ud800"}})
    state, _ = load_state(path)
    shown = [state.theme, *state.panes, *state.documents, state.documents["␇"].entry]
    assert all(text.isprintable() for text in shown)


def test_only_the_nearest_history_is_kept(path: Path) -> None:
    places = [Place("a", str(number)) for number in range(HISTORY_LIMIT + 5)]
    save_state(path, ReadingState(past=places, future=places), set())
    state, _ = load_state(path)
    assert state.past == state.future == places[5:]


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from([*vars(ReadingState()), "other"]), JSON, max_size=4))
def test_whatever_the_file_holds_the_reader_begins(fields: dict[str, object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder, "state.json"), **fields)
        state, notice = load_state(path)
        assert (notice is None) == path.exists()
        save_state(path, state, state.documents.keys())
        assert load_state(path) == (state, None)


def test_where_no_state_can_be_kept_is_said(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(FileError, match="it is a folder"):
        load_state(path)
    with pytest.raises(FileError, match="it is a folder"):
        save_state(path, ReadingState(), set())
    write_atomic(path.parent / "file", b"")
    with pytest.raises(FileError, match="on the way"):
        save_state(path.parent / "file" / "state.json", ReadingState(), set())
