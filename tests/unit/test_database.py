"""Whatever happens to the library's file, nothing is lost, and what happened is said."""

from __future__ import annotations

import multiprocessing
import signal
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import suppress
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import DocumentChanged, LibraryError, ThreadsideError
from reader.library import Library
from reader.model.documents import Edition
from tests.made import comments, made_thread

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "library.db"


def contents(path: Path) -> list[tuple[object, ...]]:
    """Everything in a library's database, rows and all."""
    connection = sqlite3.connect(path)
    try:
        tables = ("documents", "entries", "notes")
        return [row for table in tables for row in connection.execute(f"SELECT * FROM {table}")]
    finally:
        connection.close()


def test_a_library_put_in_the_place_of_an_open_one_is_not_written(path: Path, tmp_path: Path) -> None:
    with Library(tmp_path / "other.db") as other:
        other.add(made_thread("theirs"), None, "")
    with Library(path) as library:
        library.add(made_thread("a", "b"), None, "")
        opened = library.open("made-thread")
        assert opened.entry(1).markdown == "b"
        (tmp_path / "other.db").replace(path)
        assert opened.entry(1).markdown == "b"
        with pytest.raises(DocumentChanged, match="another file took its place"):
            library.add(made_thread("c", id="new"), None, "")
        assert library.open("made-thread").entry(0).markdown == "theirs"
        # Its numbers say nothing of what was opened before.
        assert not opened.is_present()
        with pytest.raises(DocumentChanged):
            opened.texts([0])
    with Library(path) as library:
        assert [entry.markdown for entry in library.document("made-thread").entries] == ["theirs"]


def test_a_library_that_was_moved_away_can_be_read_still_and_no_other_begins(path: Path) -> None:
    with Library(path) as library:
        library.add(made_thread("a", "b"), None, "")
        opened = library.open("made-thread")
        assert library.whereabouts() == ""
        path.rename(path.with_name("elsewhere.db"))
        assert "moved away or deleted" in library.whereabouts()
        assert [opened.entry(at).markdown for at in (0, 1)] == ["a", "b"]
        with pytest.raises(LibraryError, match="moved away or deleted"):
            library.set_note("key", "text")
        with pytest.raises(LibraryError, match="moved away or deleted"):
            Library(path, must_exist=True)
        assert not path.exists()
        path.with_name("elsewhere.db").rename(path)
        assert library.whereabouts() == ""
        library.set_note("key", "text")


def test_the_file_alone_is_a_whole_copy_while_the_library_is_open(path: Path, tmp_path: Path) -> None:
    with Library(path) as library, Library(path):
        library.add(made_thread("a", "b"), b"source", "name")
        copy = tmp_path / "copy.db"
        copy.write_bytes(path.read_bytes())
    with Library(copy) as library:
        assert len(library.document("made-thread").entries) == 2


def create_many(folder: Path, together: Barrier) -> None:
    for number in range(8):
        together.wait()
        with Library(folder / str(number) / "library.db") as library:
            library.add(made_thread("What all of them say."), None, "")


def test_programs_that_create_the_library_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(3)
    programs = [context.Process(target=create_many, args=(tmp_path, together)) for _ in range(3)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert [program.exitcode for program in programs] == [0, 0, 0]


def test_a_library_held_by_another_program_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.database.BUSY_SECONDS", 0.02)
    with Library(path) as library:
        library.add(made_thread("a"), None, "")
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="another program"):
            library.add(made_thread("b"), None, "")
        assert library.document("made-thread").entries[0].markdown == "a"
        other.close()


# Nothing is lost

ADDING = """
import sys
from pathlib import Path
from reader.errors import LibraryError
from reader.library import Library
from reader.model.documents import Edition
from tests.made import made_thread
try:
    with Library(Path(sys.argv[1])) as library:
        library.add(made_thread(*("word " * 200 + str(number) for number in range(500))), b"x" * 9999, "new")
        print("added")
except LibraryError as error:
    print(error)
"""
# The program dies when it begins the given statement for the given time.
KILLED = """
import os, signal, sqlite3, sys
connect, left = sqlite3.connect, [int(sys.argv[3])]
def traced(statement):
    left[0] -= statement.startswith(sys.argv[2])
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
def connect_traced(*args, **named):
    connection = connect(*args, **named)
    connection.set_trace_callback(traced)
    return connection
sqlite3.connect = connect_traced
"""
ENTRY = "INSERT INTO entries"


def run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("statement", "times"),
    [("BEGIN", 1), ("DELETE", 1), ("INSERT INTO documents", 1), (ENTRY, 1), (ENTRY, 500), ("COMMIT", 1)],
)
def test_a_program_killed_while_it_replaces_leaves_the_library_as_before(
    statement: str, times: int, path: Path
) -> None:
    with Library(path) as library:
        library.add(made_thread("word " * 200 + "0", "another comment"), b"source", "name")
    before = contents(path)
    assert run(KILLED + ADDING, path, statement, times).returncode == -signal.SIGKILL
    assert contents(path) == before
    with Library(path) as library:
        assert library.document("made-thread").entries[1].markdown == "another comment"


def test_a_program_killed_once_it_has_written_has_written_all(path: Path) -> None:
    Library(path).close()
    assert run(KILLED + ADDING, path, "PRAGMA wal_checkpoint", 1).returncode == -signal.SIGKILL
    with Library(path) as library:
        assert len(library.document("made-thread").entries) == 500


@pytest.mark.parametrize(
    "statement",
    ["PRAGMA journal_mode", "BEGIN", "CREATE TABLE entries", "CREATE VIEW", "PRAGMA user_v", "COMMIT"],
)
def test_a_program_killed_while_it_creates_the_library_leaves_an_empty_one(
    statement: str, path: Path
) -> None:
    assert run(KILLED + ADDING, path, statement, 1).returncode == -signal.SIGKILL
    with Library(path) as library:
        assert library.listings() == []
        library.add(made_thread("a"), None, "")


@pytest.mark.parametrize("size", [0, 4096, 300_000])
def test_a_full_disk_is_said_and_leaves_the_library_as_before(size: int, path: Path) -> None:
    with Library(path) as library:
        library.add(made_thread("a"), b"source", "name")
    before = contents(path)
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
    ended = run(limit + ADDING, path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"{path}: ")
    assert "disk" in ended.stdout
    assert contents(path) == before


def test_a_disk_full_from_the_start_is_said(path: Path) -> None:
    ended = run("import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))\n" + ADDING, path)
    assert "disk" in ended.stdout
    assert ended.stderr == ""


# What is no library


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sound") / "library.db"
    with Library(path) as library:
        library.add(made_thread(*comments(40)), b"source " * 99, "n")
        library.add(made_thread("It argues.", edition=Edition.DIGEST), None, "")
    return path.read_bytes()


def use_everything(path: Path) -> None:
    with Library(path) as library:
        for listing in library.listings():
            library.document(listing.id)
            library.source(listing.id)
            opened = library.open(listing.id)
            opened.headings()
            for index in range(len(opened)):
                opened.entry(index)
        library.digests()
        library.add(made_thread("new", id="new"), None, "")
        library.remove("new")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_anywhere_is_said_and_never_more_than_that(sound: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sound) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=300) | st.just(b"\x00" * 4096))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "library.db")
        path.write_bytes(sound[:at] + damage + sound[at + len(damage) :])
        with suppress(ThreadsideError):
            use_everything(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_library_cut_short_is_said_and_kept(share: float, sound: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(sound[: int(len(sound) * share)])
    before = path.read_bytes()
    with pytest.raises(LibraryError, match=r"damaged.*doctor --repair"):
        use_everything(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("held", [b"not a database, only words\n" * 99, b"\x00" * 5000])
def test_a_file_that_is_no_database_is_said_and_kept(held: bytes, path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(held)
    with pytest.raises(LibraryError, match=f"{path.name}.*damaged.*doctor --repair"):
        Library(path)
    assert path.read_bytes() == held


def test_the_database_of_another_program_is_said_and_kept(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE documents (theirs)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="another program"):
        Library(path)
    assert path.read_bytes() == before


def test_a_library_of_a_newer_version_is_said_and_kept(path: Path) -> None:
    Library(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(LibraryError, match=r"newer Threadside.*update"):
        Library(path)
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    use_everything(path)


@pytest.mark.parametrize("name", ["", "file/library.db", "x" * 300, "loop/library.db"])
def test_where_no_library_can_be_is_said(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(ThreadsideError, match="THREADSIDE_HOME"):
        Library(tmp_path / name)


@pytest.mark.parametrize("name", ["library.db", "new.db", "deeper/library.db"])
def test_a_folder_that_may_not_be_written_is_said(name: str, forbidden: Path) -> None:
    before = sorted(forbidden.iterdir())
    with pytest.raises(ThreadsideError, match="THREADSIDE_HOME"):
        use_everything(forbidden / name)
    assert sorted(forbidden.iterdir()) == before
