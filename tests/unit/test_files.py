"""Files are written whole or not at all, whatever happens."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FileError
from reader.files import discard_lock, explain, is_locked, locked, make_folder, set_aside, write_atomic

ROOT = Path(__file__).resolve().parents[2]


def run_limited(script: str, *arguments: str, size: int) -> str:
    """Run a script in a program that may write no file longer than so many bytes: a full disk."""
    limit = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
    command = [sys.executable, "-c", limit + script, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout


@settings(max_examples=30, deadline=None)
@given(st.lists(st.binary(max_size=2000), min_size=1, max_size=4))
def test_what_was_written_last_is_what_is_there(writings: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "new", "file")
        for data in writings:
            write_atomic(path, data)
        assert path.read_bytes() == writings[-1]
        assert list(path.parent.iterdir()) == [path]


def test_new_files_and_folders_are_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "file"
    write_atomic(path, b"secret")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in (path.parent, path.parent.parent)} == {0o700}


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_a_file_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_atomic(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_symbolic_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, first, second = tmp_path / "real" / "file", tmp_path / "first", tmp_path / "second"
    first.symlink_to(second)
    second.symlink_to(target)
    for data in (b"to a link that leads nowhere yet", b"to a file"):
        write_atomic(first, data)
        assert first.is_symlink()
        assert second.is_symlink()
        assert target.read_bytes() == data


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(path)
    with pytest.raises(FileError, match="circle"):
        write_atomic(path, b"x")
    assert path.is_symlink()


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="folder, not a file"):
        write_atomic(tmp_path, b"x")
    assert not list(tmp_path.iterdir())


def test_a_file_on_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(FileError, match="a folder on the way"):
        write_atomic(tmp_path / "file" / "deeper" / "name", b"x")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_device_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(FileError, match="device"):
        write_atomic(path, b"x")
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="too long"):
        write_atomic(tmp_path / ("x" * 300), b"x")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_may_not_be_written_is_said_and_left(forbidden: Path) -> None:
    before = sorted(forbidden.iterdir())
    for path in (forbidden / "kept", forbidden / "new", forbidden / "deeper" / "new"):
        with pytest.raises(FileError, match=r"no permission; .*THREADSIDE_HOME"):
            write_atomic(path, b"new")
    assert sorted(forbidden.iterdir()) == before
    assert (forbidden / "kept").read_bytes() == b"old"


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    script = """
import sys
from pathlib import Path
from reader.errors import FileError
from reader.files import write_atomic
try:
    write_atomic(Path(sys.argv[1]), b"x" * 100_000)
except FileError as error:
    print(error)
"""
    said = run_limited(script, str(path), size=4096)
    assert re.fullmatch(rf"{re.escape(str(path))}: .*allows; free some space and try again\n", said)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_program_killed_at_any_step_leaves_the_old_file(step: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")
    script = f"""
import os, signal, sys
from pathlib import Path
os.{step} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
from reader.files import write_atomic
write_atomic(Path(sys.argv[1]), b"new")
"""
    ended = subprocess.run([sys.executable, "-c", script, str(path)], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO, errno.ELOOP])
def test_every_refusal_is_said_in_words(code: int) -> None:
    said = explain(OSError(code, os.strerror(code)))
    assert said
    assert "Errno" not in said


def count_up(path: Path, times: int) -> None:
    for _ in range(times):
        with locked(path):
            count = int(path.read_text())
            write_atomic(path, str(count + 1).encode())


def test_programs_that_hold_a_file_in_turn_lose_no_writing(tmp_path: Path) -> None:
    path = tmp_path / "count"
    path.write_text("0")
    context = multiprocessing.get_context("spawn")
    programs = [context.Process(target=count_up, args=(path, 25)) for _ in range(3)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert path.read_text() == "75"


def test_a_file_held_by_another_is_refused_after_the_time_allowed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with locked(path), pytest.raises(FileError, match="another program"), locked(path, timeout=0.03):
        pytest.fail("held twice")


def test_a_file_is_free_again_after_an_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    with pytest.raises(ZeroDivisionError), locked(path):
        raise ZeroDivisionError
    with locked(path, timeout=0):
        pass


def test_a_lock_that_cannot_be_made_is_said(forbidden: Path) -> None:
    with pytest.raises(FileError, match="no permission"), locked(forbidden / "kept"):
        pytest.fail("held")


def test_what_is_set_aside_is_kept_under_a_new_name_every_time(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    kept = {}
    for number in range(4):
        path.write_text(str(number))
        kept[set_aside(path)] = str(number)
        assert not path.exists()
    assert {aside: aside.read_text() for aside in tmp_path.iterdir()} == kept
    assert all(re.match(r"state\.json\.damaged-\d{4}-\d\d-\d\d-\d{6}", aside.name) for aside in kept)


def test_setting_aside_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        set_aside(tmp_path / "gone")


def test_folders_are_made_however_deep(tmp_path: Path) -> None:
    folder = tmp_path.joinpath(*"abcdefgh")
    make_folder(folder)
    make_folder(folder)
    assert folder.is_dir()


def test_what_a_killed_program_left_is_taken_away_once_it_is_old(tmp_path: Path) -> None:
    old, fresh, other = (
        tmp_path / name for name in (".a.json.1-ab.tmp", ".a.json.2-cd.tmp", ".b.json.1-ab.tmp")
    )
    for left in (old, fresh, other):
        left.write_bytes(b"half")
    for left in (old, other):
        os.utime(left, (1, 1))
    write_atomic(tmp_path / "a.json", b"{}")
    assert sorted(tmp_path.iterdir()) == sorted([fresh, other, tmp_path / "a.json"])


def test_who_writes_again_and_again_lets_others_have_their_turn(tmp_path: Path) -> None:
    path, turns = tmp_path / "a.json", list[str]()

    def take(name: str, times: int) -> None:
        for _ in range(times):
            with locked(path):
                turns.append(name)
                time.sleep(0.005)

    greedy = threading.Thread(target=take, args=("greedy", 60))
    greedy.start()
    take("other", 5)
    greedy.join()
    assert "greedy" in turns[turns.index("other") :]
    assert len(turns) == 65
    assert turns[-1] == "greedy"


def test_a_lock_that_was_taken_away_while_waiting_is_not_mistaken_for_the_present_one(tmp_path: Path) -> None:
    path, lock = tmp_path / "kept", tmp_path / "kept.lock"
    inside, done = threading.Event(), threading.Event()

    def wait() -> None:
        with locked(path):
            inside.set()
            done.wait(5)

    with locked(path):
        assert not discard_lock(lock)
        waiting = threading.Thread(target=wait)
        waiting.start()
        lock.unlink()
    assert inside.wait(5)
    assert is_locked(lock)
    done.set()
    waiting.join()
    assert not is_locked(lock)
    assert discard_lock(lock)
    assert not lock.exists()
