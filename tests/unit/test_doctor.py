"""The doctor: finds each damage, changes nothing unasked, mends it, and loses nothing of the reader's."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.bookmarks import Bookmarks
from reader.cli import commands
from reader.desk import describe_words
from reader.doctor import Finding, Patient, Standing, examine, mend
from reader.errors import ThreadsideError
from reader.files import locked
from reader.index import Index
from reader.library import Library
from reader.linking import find_links
from reader.mending import Mending
from reader.model import wishes
from reader.model.annotations import new_bookmark
from reader.model.codec import to_json
from reader.model.place import Place
from reader.model.texts import EntryText
from reader.opening import gather
from reader.seen import Seen
from reader.state import ReadingState, save_state
from tests.samples import sample_interview, sample_thread

Files = dict[str, tuple[bytes, int]]


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which all is well: documents with sources, links, index, bookmarks, settings, places."""
    home: Path = tmp_path_factory.mktemp("well") / "home"
    with Library(home / "library.db") as library:
        for document in (sample_thread(), sample_interview()):
            library.add(document, json.dumps(to_json(document)).encode(), f"{document.id}.json")
        Mending(library).correct("on-boats", lambda shown: wishes.split(shown, "t2", 1))
        find_links(library)
        with Index(home / "index", library) as index:
            index.update()
        entry = library.open("on-tides").entry(1)
        target = describe_words(library.listing("on-tides"), entry, EntryText(entry).pieces(0, 11))
    bookmarks = Bookmarks(home / "bookmarks.jsonl")
    bookmarks.add(new_bookmark(target, "A note on silt", ("harbour",)))
    bookmarks.mark("a", Place("on-tides", "c2"))
    bookmarks.close()
    (home / "config.toml").write_text('text_width = 72\n[keys]\n"thread.parent" = "p, P"\n')
    save_state(home / "state.json", ReadingState(panes=["on-tides", "on-boats"]), [])
    seen, _ = Seen(home / "seen").of("on-tides", "full")
    seen.begin(["post", "c1"])
    Seen(home / "seen").save("on-tides", "full", seen)
    return home


@pytest.fixture
def ill(well: Path, home: Path) -> Path:
    """A copy of that home, to be damaged."""
    shutil.copytree(well, home, dirs_exist_ok=True)
    return home


def files(home: Path) -> Files:
    """Every file with its bytes and mode."""
    found = (path for path in sorted(home.rglob("*")) if path.is_file())
    return {str(path.relative_to(home)): (path.read_bytes(), path.stat().st_mode) for path in found}


def doctor(*options: str) -> Result:
    return CliRunner().invoke(commands, ["doctor", *options], catch_exceptions=False)


def look(home: Path) -> list[Finding]:
    with Patient({"THREADSIDE_HOME": str(home)}) as patient:
        return list(examine(patient))


def wrong(home: Path) -> list[Finding]:
    return [found for found in look(home) if found.standing is Standing.WRONG]


def test_a_home_in_which_all_is_well_is_left_alone(ill: Path) -> None:
    before = files(ill)
    done = doctor()
    assert done.exit_code == 0, done.output
    assert "Nothing is wrong." in done.output
    assert files(ill) == before


def test_a_home_that_is_not_there_is_well_and_stays_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THREADSIDE_HOME", str(tmp_path / "none"))
    assert doctor().exit_code == 0
    assert doctor("--repair").exit_code == 0
    assert list(tmp_path.iterdir()) == []


def garble(name: str) -> Callable[[Path], None]:
    def act(home: Path) -> None:
        (home / name).write_bytes(b"\x00\xffno such thing\n" * 9)

    return act


def change(query: str, *values: object) -> Callable[[Path], None]:
    def act(home: Path) -> None:
        connection = sqlite3.connect(home / "library.db")
        connection.execute(query, values)
        connection.commit()
        connection.close()

    return act


def flip(pattern: str) -> Callable[[Path], None]:
    """Turn one bit of a file in its midst, its time left as it was."""

    def act(home: Path) -> None:
        path = max(home.glob(pattern), key=lambda one: one.stat().st_size)
        seen, data = path.stat(), bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0x10
        path.write_bytes(data)
        os.utime(path, ns=(seen.st_atime_ns, seen.st_mtime_ns))

    return act


def append(name: str, data: bytes) -> Callable[[Path], None]:
    def act(home: Path) -> None:
        with open(home / name, "ab") as file:
            file.write(data)

    return act


DAMAGES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "library garbled": ("library", garble("library.db")),
    "library cut short": ("library", lambda home: os.truncate(home / "library.db", 20_000)),
    "library empty": ("library", lambda home: os.truncate(home / "library.db", 0)),
    "library of another program": ("library", change("PRAGMA application_id = 77")),
    "an entry damaged": ("library", change("UPDATE entries SET stored = '[1' WHERE position = 3")),
    "an entry missing": ("library", change("DELETE FROM entries WHERE position = 2")),
    "a head damaged": ("library", change("UPDATE documents SET head = '{}' WHERE id = 'on-boats'")),
    "columns damaged": ("library", change("UPDATE documents SET columns = ? WHERE id = 'on-tides'", b"xx")),
    "a source damaged": ("library", change("UPDATE documents SET source = ? WHERE id = 'on-tides'", b"xx")),
    "a tree that is none": ("library", lambda home: _grow_backwards(home)),
    "links damaged": ("links", change("UPDATE links SET stored = '{'")),
    "index cut short": ("index", lambda home: os.truncate(_segment(home), 100)),
    "index with a bit turned": ("index", flip("index/g-*/MAIN*")),
    "index without its pointer's sense": ("index", garble("index/current")),
    "index open to all": ("folders", lambda home: (home / "index").chmod(0o777)),
    "bookmarks with a foreign line": ("bookmarks", append("bookmarks.jsonl", b"<<<<<<< theirs\n")),
    "bookmarks garbled": ("bookmarks", garble("bookmarks.jsonl")),
    "settings with an unknown name": ("settings", append("config.toml", b'thread.root = "r"\nwidht = 3\n')),
    "settings that are no TOML": ("settings", append("config.toml", b"[[[\n= 3\n")),
    "settings not in UTF-8": ("settings", append("config.toml", b"# caf\xe9\n")),
    "settings with a key twice": ("settings", append("config.toml", b'"thread.root" = "P"\n')),
    "state garbled": ("places", garble("state.json")),
    "saved frame garbled": ("places", garble("frame")),
    "what was read garbled": ("places", garble("seen/on-tides.json")),
    "corrections garbled": ("corrections", garble("structures/on-boats.json")),
    "a folder not ours to write": ("folders", lambda home: (home / "seen").chmod(0o500)),
    "a file not ours to write": ("files", lambda home: (home / "state.json").chmod(0o400)),
}


def _segment(home: Path) -> Path:
    return max(home.glob("index/g-*/MAIN*"), key=lambda path: path.stat().st_size)


def _grow_backwards(home: Path) -> None:
    from array import array

    from reader.model.columns import Columns

    with Library(home / "library.db") as library:
        columns = library.open("on-tides").columns
    parents = array("i", [5, *columns.parents[1:]])
    packed = Columns(**{**vars(columns), "parents": parents}).pack()
    change("UPDATE documents SET columns = ? WHERE id = 'on-tides'", packed)(home)


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damage_is_found_mended_and_nothing_else_touched(name: str, ill: Path) -> None:
    part, plant = DAMAGES[name]
    kept_before = {at for at, _ in notes(ill)}
    plant(ill)
    damaged = files(ill)
    found = wrong(ill)
    assert {one.part for one in found} == {part}, found
    assert all(one.repair and one.mend for one in found)
    assert doctor().exit_code == 1
    assert files(ill) == damaged, "looking changed something"
    done = doctor("--repair")
    assert done.exit_code == 0, done.output
    after = files(ill)
    touched = {at for at in damaged if after.get(at) != damaged[at]}
    assert touched <= may_touch(part, damaged), touched
    # What was the reader's is there still, under its own name or one that says what it is.
    for at in touched & {"library.db", "bookmarks.jsonl", "config.toml", "state.json"}:
        same = after[at][0] == damaged[at][0] if at in after else False
        aside = [data for name, (data, _) in after.items() if name.startswith(f"{at}.damaged-")]
        assert same or part in ("links", "bookmarks") or damaged[at][0] in aside
    assert {at for at, _ in notes(ill)} == (set() if name == "bookmarks garbled" else kept_before)
    opens(ill)


def may_touch(part: str, there: Files) -> set[str]:
    """What mending a part may touch; lock files, and what is derived from the library, always."""
    named = {
        "library": {"library.db"}, "links": {"library.db"}, "bookmarks": {"bookmarks.jsonl", "bookmarks.jsonl.bak"},
        "settings": {"config.toml"}, "places": {"state.json", "frame", "seen/on-tides.json"},
        "corrections": {"structures/on-boats.json"}, "files": {"state.json"},
    }  # fmt: skip
    derived = {at for at in there if at.startswith("index/") or at.endswith(".lock")}
    relinked = {"library.db"} if part == "library" else set()
    return named.get(part, set()) | derived | relinked


def notes(home: Path) -> list[tuple[str, str]]:
    bookmarks = Bookmarks(home / "bookmarks.jsonl")
    try:
        return [(one.id, one.note) for one in bookmarks.all()]
    finally:
        bookmarks.close()


def opens(home: Path) -> None:
    """The reader finds a document for each pane, and all of it can be read, found and gone to."""
    parts = gather([], {"THREADSIDE_HOME": str(home)})
    with parts.library as library, Index(parts.index_path, library) as index:
        for listing in library.listings():
            document = library.open(listing.id)
            document.warm(range(len(document)))
            document.headings()
            seen = Seen(home / "seen")
            seen.of(listing.id, listing.edition)
        find_links(library)
        index.update()
        index.search("harbour").hits()
    bookmarks = Bookmarks(parts.bookmarks_path)
    list(bookmarks.all())
    bookmarks.close()


def test_documents_made_again_from_their_sources_are_the_same(ill: Path) -> None:
    with Library(ill / "library.db") as library:
        before = {one.id: library.document(one.id).entries for one in library.listings()}
    change("UPDATE entries SET stored = '[1' WHERE position = 3")(ill)
    assert "made again from the source" in doctor("--repair").output
    with Library(ill / "library.db") as library:
        after = {one.id: library.document(one.id).entries for one in library.listings()}
    assert after.items() >= before.items()


def test_lines_that_cannot_be_read_are_kept_in_a_file_of_their_own(ill: Path) -> None:
    before = (ill / "bookmarks.jsonl").read_bytes()
    append("bookmarks.jsonl", b"<<<<<<< ours\n{}\n")(ill)
    doctor("--repair")
    assert (ill / "bookmarks.jsonl").read_bytes() == before
    (aside,) = ill.glob("bookmarks.jsonl.damaged-*")
    assert aside.read_bytes() == b"<<<<<<< ours\n{}\n"


def test_settings_that_can_be_followed_are_followed_still(ill: Path) -> None:
    append("config.toml", b'widht = 3\n"thread.rot" = "r"\n')(ill)
    assert doctor("--repair").exit_code == 0
    parts = gather([], {"THREADSIDE_HOME": str(ill)})
    parts.library.close()
    assert parts.settings.text_width == 72
    assert parts.settings.keys == {"thread.parent": "p, P"}


def test_a_library_of_a_newer_program_is_left_alone(ill: Path) -> None:
    change("PRAGMA user_version = 9")(ill)
    before = (ill / "library.db").read_bytes()
    done = doctor("--repair")
    assert done.exit_code == 1
    assert "update Threadside" in done.output
    assert (ill / "library.db").read_bytes() == before


def test_a_lock_that_is_held_is_left_and_said(ill: Path) -> None:
    with locked(ill / "state.json"):
        assert "is held: another Threadside is at work" in doctor("--repair").output
        assert (ill / "state.json.lock").exists()
    doctor("--repair")
    assert not list(ill.rglob("*.lock"))


def test_what_is_said_is_the_same_as_json(ill: Path) -> None:
    garble("state.json")(ill)
    said = json.loads(doctor("--json").stdout)
    assert not said["is_well"]
    assert [one["part"] for one in said["findings"] if one["standing"] == "wrong"] == ["places"]
    done = json.loads(doctor("--repair", "--json").stdout)
    assert done["is_well"]
    assert [one["part"] for one in done["repaired"] if one["standing"] == "wrong"] == ["places"]


def test_words_that_are_no_longer_there_are_told(ill: Path) -> None:
    change("DELETE FROM documents WHERE id = 'on-tides'")(ill)
    said = [found.said for found in look(ill) if found.part == "bookmarks"]
    assert any("1 bookmark of documents that are not in the library" in one for one in said)


def test_a_source_that_was_not_kept_is_told(ill: Path) -> None:
    change("UPDATE documents SET source = NULL WHERE id = 'on-boats'")(ill)
    assert any("no source is kept of on-boats" in found.said for found in look(ill))


def test_nothing_of_textual_is_imported() -> None:
    code = (
        "import sys; from reader.__main__ import main; main(['doctor']);"
        "print([name for name in sys.modules if name.startswith('textual') or name == 'rich'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def every_file(home: Path) -> Iterator[Path]:
    return (path for path in sorted(home.rglob("*")) if path.is_file() and path.stat().st_size)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_bytes_are_damaged_the_reader_opens_after_mending(
    data: st.DataObject, well: Path, tmp_path: Path
) -> None:
    home = tmp_path / "any"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(well, home)
    for path in data.draw(st.lists(st.sampled_from(list(every_file(home))), min_size=1, max_size=3)):
        size = path.stat().st_size
        at = data.draw(st.integers(0, size - 1) | st.integers(0, min(size, 200) - 1))
        damage = data.draw(st.binary(min_size=1, max_size=64))
        with open(path, "r+b") as file:
            file.seek(at)
            file.write(damage)
    with Patient({"THREADSIDE_HOME": str(home)}) as patient:
        before = files(home)
        findings = list(examine(patient))
        assert files(home) == before
        assert not any("fault of ours" in found.said for found in findings), findings
        list(mend(patient))
    try:
        opens(home)
    except ThreadsideError as error:
        assert "newer Threadside" in str(error)
