"""Whatever happens to the index folder, the library can be searched whole afterwards."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.errors import FileError
from reader.index import Index
from reader.index.apart import update_apart
from reader.index.generations import FORM_VERSION, present
from reader.library import Library
from tests.made import made_thread
from tests.unit.indexing import ids, indexed

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Index, Library]]:
    texts = [f"Comment {number} speaks of quinces." for number in range(40)]
    with indexed(*(made_thread(*texts, id=f"made-{at}") for at in range(3)), folder=tmp_path) as both:
        yield both


def is_whole(index: Index) -> bool:
    """Whether everything is found."""
    return index.is_current() and index.search("quinces").total == 120 == index.entries()


def files(index: Index) -> list[Path]:
    """The files of the index."""
    return sorted(path for path in index._folder.rglob("*") if path.is_file())


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    held = bytearray(path.read_bytes())
    if held:
        held[random.randrange(len(held))] ^= 1 << random.randrange(8)
        path.write_bytes(bytes(held))


def fill(path: Path) -> None:
    path.write_bytes(os.urandom(max(64, path.stat().st_size)))


@pytest.mark.parametrize("damage", [cut, empty, flip, fill, Path.unlink])
def test_a_damaged_file_is_no_matter(damage: Callable[[Path], None], opened: tuple[Index, Library]) -> None:
    index, library = opened
    for name in [path.relative_to(index._folder) for path in files(index)]:
        path = index._folder / name
        if not path.exists():  # another generation by now
            path = random.choice(files(index))
        damage(path)
        with Index(index._folder, library) as other:
            other.search("quinces AND comment").hits()
            other.search('"of quinces"', sort="date")
            assert other.update()
            assert is_whole(other), name


def test_a_folder_that_was_deleted_is_built_again(opened: tuple[Index, Library]) -> None:
    index, _ = opened
    shutil.rmtree(index._folder)
    assert index.search("quinces").problem is not None
    assert index.update()
    assert is_whole(index)


@pytest.mark.parametrize("kind", ["symbolic link", "files of others", "open to all"])
def test_a_foreign_folder_is_not_opened(kind: str, tmp_path: Path) -> None:
    with indexed(made_thread("quinces"), folder=tmp_path) as (index, library):
        folder = tmp_path / "foreign"
        if kind == "symbolic link":
            (tmp_path / "real").mkdir()
            folder.symlink_to(tmp_path / "real")
        elif kind == "files of others":
            folder.mkdir()
            (folder / "current").write_text(json.dumps({"generation": "../../etc", "stamp": {}}))
            (folder / "note.txt").write_text("keep me")
        else:
            shutil.copytree(index._folder, folder)
            folder.chmod(0o777)
        with Index(folder, library) as other:
            assert other.search("quinces").problem is not None
            assert other.update()
            assert other.search("quinces").total == 1
        assert kind != "files of others" or (folder / "note.txt").read_text() == "keep me"


def test_another_version_is_built_anew_and_replaced_in_one_step(opened: tuple[Index, Library]) -> None:
    index, library = opened
    pointer = index._folder / "current"
    said = json.loads(pointer.read_bytes())
    before = said["generation"]
    said["stamp"]["form"] = FORM_VERSION + 1
    pointer.write_text(json.dumps(said))
    seen = []
    with Index(index._folder, library) as other:
        assert other.search("quinces").problem is not None
        assert other.update(lambda done, total: seen.append((done, total)))
        assert is_whole(other)
    assert seen[-1] == (120, 120)
    assert before not in os.listdir(index._folder)


def test_cancelling_leaves_what_there_was(opened: tuple[Index, Library]) -> None:
    index, library = opened
    library.add(made_thread(*["quinces"] * 40, id="made-4"), None, "")
    assert not index.update(is_cancelled=lambda: True)
    assert not index.rebuild(is_cancelled=lambda: True)
    assert index.search("quinces").total == 120
    assert index.update()
    assert index.search("quinces").total == 160


def test_what_another_program_wrote_is_seen_at_once(opened: tuple[Index, Library]) -> None:
    index, library = opened
    with Library(library.path) as theirs, Index(index._folder, theirs) as other:
        theirs.add(made_thread("medlars", id="medlars"), None, "")
        theirs.remove("made-1")
        assert not index.is_current()
        assert other.update()
        assert index.is_current()
        assert index.search("medlars").total == 1
        assert index.search("quinces").total == 80
        assert other.rebuild()
        assert index.search("medlars").total == 1


def test_hits_of_a_document_replaced_meanwhile_are_left_out(opened: tuple[Index, Library]) -> None:
    index, library = opened
    results = index.search("quinces", limit=None)
    library.remove("made-0")
    assert len(results.hits()) == 80


def test_many_small_updates_are_tidied(tmp_path: Path) -> None:
    with indexed(folder=tmp_path) as (index, library):
        for number in range(12):
            library.add(made_thread("quinces and medlars", "quinces", id=f"made-{number}"), None, "")
            assert index.update()
        before = len(files(index))
        assert index.tidy()
        assert len(files(index)) < before
        assert ids(index, "medlars") == {"post"}
        assert (index.search("quinces").total, index.is_current()) == (24, True)


def test_an_update_in_another_process_says_how_far_it_is(tmp_path: Path) -> None:
    with Library(tmp_path / "library.db") as library:
        library.add(made_thread(*["quinces"] * 300), None, "")
        seen: list[tuple[int, int]] = []
        folder = tmp_path / "index"
        assert update_apart(folder, library.path, lambda done, total: seen.append((done, total)))
        assert seen[-1] == (300, 300)
        with Index(folder, library) as index:
            assert (index.is_current(), index.search("quinces").total) == (True, 300)
        assert not update_apart(folder, library.path / "not a folder")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Library(tmp_path / "library.db") as library, Index(tmp_path / "file" / "index", library) as index:
        library.add(made_thread("quinces"), None, "")
        with pytest.raises(FileError, match="index"):
            index.update()
        assert index.search("quinces").problem is not None


def test_several_threads_search_while_one_writes(opened: tuple[Index, Library]) -> None:
    index, library = opened
    wrong: list[object] = []

    def search() -> None:
        with Library(library.path) as own, Index(index._folder, own) as other:
            for _ in range(30):
                found = other.search("quinces")
                if found.problem or found.total % 40:
                    wrong.append(found)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(3, 8):
        library.add(made_thread(*["quinces"] * 40, id=f"made-{number}"), None, "")
        index.update()
    index.rebuild()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert index.search("quinces").total == 320


# Processes that die, and several at once

WORKER = """
import sys, time
from pathlib import Path
from reader.library import Library
from reader.index import Index
from tests.made import made_thread
home, name, kind = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with Library(home / "library.db") as library, Index(home / "index", library) as index:
    print("ready", flush=True)
    for number in range(int(sys.argv[4])):
        library.add(made_thread(*[f"quinces {at}" for at in range(40)], id=f"{name}-{number}"), None, "")
        (index.rebuild if kind == "rebuild" else index.update)()
"""


def start(home: Path, name: str, kind: str, count: int) -> subprocess.Popen[bytes]:
    """A process that adds documents and updates the index after each."""
    command = [sys.executable, "-c", WORKER, str(home), name, kind, str(count)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def kill_at_random(home: Path, name: str, kind: str) -> None:
    """Kill such a process at some moment of its work."""
    process = start(home, name, kind, 1000)
    try:
        process.wait(random.uniform(0.0, 0.6))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def assert_whole(home: Path) -> None:
    """The index opens, and after an update holds everything."""
    with Library(home / "library.db") as library, Index(home / "index", library) as index:
        opened = index.search("quinces")
        assert opened.problem is None or present(home / "index") is None
        assert index.update()
        wanted = sum(listing.entries for listing in library.listings())
        assert index.is_current()
        assert (index.search("quinces").total, index.entries()) == (wanted, wanted)
        assert len([path for path in (home / "index").iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize("number", range(5))
def test_a_killed_program_leaves_an_index_that_serves(number: int, tmp_path: Path) -> None:
    with indexed(made_thread("quinces"), folder=tmp_path):
        pass
    kill_at_random(tmp_path, "killed", ("update", "rebuild")[number % 2])
    assert_whole(tmp_path)


@pytest.mark.parametrize("kinds", [("update", "update"), ("update", "rebuild")])
def test_two_programs_may_write_at_once(kinds: tuple[str, str], tmp_path: Path) -> None:
    both = [start(tmp_path, f"by-{number}", kind, 4) for number, kind in enumerate(kinds)]
    for process in both:
        assert process.wait() == 0
        assert process.stdout is not None
        process.stdout.close()
    with Library(tmp_path / "library.db") as library, Index(tmp_path / "index", library) as index:
        assert (index.is_current(), index.search("quinces").total) == (True, 320)
    assert_whole(tmp_path)
