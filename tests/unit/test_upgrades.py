"""Files of every version that was ever in use open, and hold what they held."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from reader import seen as seen_files
from reader import state as state_files
from reader.anchors import Anchors
from reader.bookmarks import Bookmarks
from reader.database import SCHEMA_VERSION
from reader.doctor import Patient, Standing, examine
from reader.index import Index
from reader.index.generations import FORM_VERSION
from reader.library import Library
from reader.linking import find_links
from reader.mending import Mending
from reader.model import structures
from reader.model.documents import Edition
from reader.model.place import Place
from reader.opening import gather
from reader.seen import Seen
from tests.samples import sample_interview, sample_thread

_KEPT = Path(__file__).parent / "upgrades"
FORMS = range(1, SCHEMA_VERSION + 1)


@pytest.fixture(params=FORMS, ids=lambda form: f"library {form}")
def old(request: pytest.FixtureRequest, home: Path) -> Path:
    """A home as an older program left it."""
    connection = sqlite3.connect(home / "library.db")
    connection.executescript((_KEPT / f"library-{request.param}.sql").read_text())
    connection.close()
    for name, kept in {
        "state.json": "state-1.json", "bookmarks.jsonl": "bookmarks-1.jsonl", "config.toml": "config.toml",
        "seen/on-tides.json": "seen-1.json", "index/current": "index-1.json",
        "structures/on-tides.json": "structure-1.json",
    }.items():  # fmt: skip
        (home / name).parent.mkdir(exist_ok=True)
        shutil.copy(_KEPT / kept, home / name)
    return home


def test_every_version_is_kept() -> None:
    """Whoever raises a version puts a file of the one before here."""
    newest = {
        "library-{}.sql": SCHEMA_VERSION, "state-{}.json": state_files.VERSION,
        "seen-{}.json": seen_files.VERSION, "index-{}.json": FORM_VERSION, "bookmarks-{}.jsonl": 1,
        "structure-{}.json": structures.VERSION,
    }  # fmt: skip
    for name, version in newest.items():
        assert all((_KEPT / name.format(one)).exists() for one in range(1, version + 1)), name


def test_old_documents_are_read_linked_and_found(old: Path) -> None:
    with Library(old / "library.db") as library, Index(old / "index", library) as index:
        assert library.document("on-tides").entries == sample_thread().entries
        assert library.document("on-boats").entries == sample_interview().entries
        find_links(library)
        assert library.links.stale() == []
        index.update()
        assert index.search("dredged").total == 1
        library.add(sample_thread(), b"", "again")


def test_old_places_settings_and_what_was_read_are_taken_up(old: Path) -> None:
    parts = gather([], {"THREADSIDE_HOME": str(old)})
    parts.library.close()
    assert parts.notice == ""
    assert parts.documents == ("on-tides", "on-boats")
    left = parts.state.documents["on-tides"]
    assert (left.entry, left.passage, left.row, left.collapsed, left.order) == ("c2", 1, 3, ["c6"], "score")
    assert parts.state.past == [Place("on-tides", "c1", 0, 0, 2)]
    assert (parts.settings.text_width, parts.settings.keys) == (72, {"thread.next_top": "n"})
    seen, problem = Seen(old / "seen").of("on-tides", Edition.FULL)
    assert problem is None
    assert len(seen) == 1


def test_old_bookmarks_are_found_in_the_text(old: Path) -> None:
    bookmarks = Bookmarks(old / "bookmarks.jsonl")
    with Library(old / "library.db") as library:
        (bookmark,) = bookmarks.all()
        found = Anchors(bookmarks, library).find_place(bookmark)
        assert found is not None
        assert (bookmark.words, bookmark.note, bookmark.tags) == (
            "harbour", "A note on the harbour", ("silt", "tides"),
        )  # fmt: skip
        assert bookmarks.marked("a", "on-boats") == Place("on-boats", "t5")
    bookmarks.close()


def test_old_corrections_are_made(old: Path) -> None:
    with Library(old / "library.db") as library:
        mended = Mending(library).mend("on-tides")
        assert mended is not None
        assert mended.said == ("5 corrections of yours made again",)
        entries = library.document("on-tides").entries
    assert [(one.id, one.parent) for one in entries] == [
        ("post", None), ("c1", None), ("c1-2", "c1"), ("c2", "c1"), ("c3", "c2"), ("c4", "c3"), ("c6", None),
        ("c8", None), ("c5", "c8"),
    ]  # fmt: skip
    assert entries[5].author == "Bo Reed"


def test_the_doctor_finds_nothing_wrong_with_them_but_an_index_to_build(old: Path) -> None:
    with Patient({"THREADSIDE_HOME": str(old)}) as patient:
        wrong = [found.part for found in examine(patient) if found.standing is Standing.WRONG]
    assert set(wrong) <= {"index"}
