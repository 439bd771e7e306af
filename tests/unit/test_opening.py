"""Reading begins with the right documents on the right sides."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import NotInLibrary, SettingsError
from reader.library import Library
from reader.model.documents import DocumentKind
from reader.opening import choose, gather
from reader.state import ReadingState, save_state
from tests.made import made_thread

THREAD, INTERVIEW = "common-misconceptions-about-openai", "jan-leike-on-superalignment"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as opened:
        for id in ("talk-one", "talk-two"):
            opened.add(replace(made_thread("a", id=id), kind=DocumentKind.INTERVIEW), None, "")
        for id in ("thread-one", "thread-two"):
            opened.add(made_thread("a", id=id), None, "")
        yield opened


@pytest.mark.parametrize(
    ("names", "last", "chosen"),
    [
        ([], [], ("thread-two", "talk-two")),
        ([], ["thread-two", "talk-two"], ("thread-two", "talk-two")),
        ([], ["talk-two", "thread-two"], ("talk-two", "thread-two")),
        ([], ["gone", "talk-two"], ("thread-two", "talk-two")),
        ([], ["talk-one", "gone"], ("talk-one", "talk-two")),
        (["thread-two"], [], ("thread-two", "talk-two")),
        (["talk-two"], ["thread-two", "talk-one"], ("thread-two", "talk-two")),
        (["thread-two"], ["thread-one", "thread-two"], ("thread-two", "talk-two")),
        (["talk-two", "talk-one"], ["thread-one", "thread-two"], ("talk-two", "talk-one")),
        (["thread-one", "thread-one"], [], ("thread-one", "thread-one")),
    ],
)
def test_documents_go_to_their_sides(
    names: list[str], last: list[str], chosen: tuple[str, str], library: Library
) -> None:
    assert choose(library, names, last) == chosen


def test_a_single_document_stands_on_both_sides(tmp_path: Path) -> None:
    with Library(tmp_path / "single.db") as library:
        library.add(made_thread("a", id="only"), None, "")
        assert choose(library, [], []) == choose(library, ["only"], ["only"]) == ("only", "only")


def test_an_empty_library_is_said(tmp_path: Path) -> None:
    with Library(tmp_path / "empty.db") as library, pytest.raises(NotInLibrary, match="threadside add"):
        choose(library, [], [])


@pytest.mark.parametrize("names", [["nothing"], ["thread-one", "nothing"], ["talk"]])
def test_a_name_that_is_not_of_one_document_is_said(names: list[str], library: Library) -> None:
    with pytest.raises(NotInLibrary, match=names[-1]):
        choose(library, names, [])


def test_the_parts_are_built_from_the_readers_files(home: Path) -> None:
    (home / "config.toml").write_text("text_width = 66")
    save_state(home / "state.json", ReadingState(panes=[INTERVIEW, THREAD], focus=1), set())
    parts = gather([], os.environ)
    with parts.library:
        assert (parts.settings.text_width, parts.state.focus, parts.notice) == (66, 1, "")
        assert parts.documents == (INTERVIEW, THREAD)
        assert parts.state_path == home / "state.json"


@pytest.mark.parametrize(("names", "focus"), [(["jan"], 1), (["common"], 0), (["jan", "common"], 0), ([], 1)])
def test_the_keyboard_goes_to_the_document_named_first(names: list[str], focus: int, home: Path) -> None:
    save_state(home / "state.json", ReadingState(focus=1), set())
    parts = gather(names, os.environ)
    with parts.library:
        assert parts.state.focus == focus


def test_a_damaged_state_is_a_notice_and_stops_nothing(home: Path) -> None:
    (home / "state.json").write_text("damaged")
    parts = gather(["jan"], os.environ)
    with parts.library:
        assert "state.json was damaged" in parts.notice
        assert parts.documents == (THREAD, INTERVIEW)


def test_wrong_settings_are_said_before_anything_else(home: Path) -> None:
    (home / "config.toml").write_text("them = 1")
    with pytest.raises(SettingsError, match="line 1"):
        gather([], os.environ)
    assert [path.name for path in home.iterdir()] == ["config.toml"]


def test_a_permalink_says_where_to_begin(home: Path) -> None:
    parts = gather(["threadside:common-misconceptions-about-openai#c42"], {"THREADSIDE_HOME": str(home)})
    with parts.library:
        assert parts.state.documents["common-misconceptions-about-openai"].entry == "c42"
        assert parts.state.focus == 0


def test_a_permalink_to_no_entry_is_said(home: Path) -> None:
    with pytest.raises(NotInLibrary, match="no such entry"):
        gather(["common-misconceptions-about-openai#c76"], {"THREADSIDE_HOME": str(home)})
