"""Programs that write bookmarks and are killed, hindered, or not alone.

``python -m tests.bench.hardship WORK PATH SEED`` is such a program: it says on its output what it was
told is on the disk.
"""

from __future__ import annotations

import errno
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

from reader.bookmarks import Bookmarks
from reader.errors import FileError
from reader.model.annotations import Bookmark, new_bookmark, read_line
from reader.model.selectors import Target, TextPositionSelector, TextQuoteSelector

ROOT = Path(__file__).resolve().parents[2]
_WORDS = ("amber", "birch", "cedar", "dune", "ember", "fjord", "grove", "heron", "islet", "juniper")


def made_bookmark(chance: random.Random, number: int = 0, words: int = 0) -> Bookmark:
    """A bookmark of made words."""
    exact, around, note = (" ".join(chance.choices(_WORDS, k=k)) for k in (words or 12, 20, 6))
    target = Target(
        f"made-{number % 50}", f"c{number}", TextQuoteSelector(exact, around, around), TextPositionSelector(9, 99),
        f"https://made.example/{number % 50}", "A made thread", ("Ann Orr",), f"Writer {number % 60}",
        opening=around[:60], ending=around[-60:], characters=900,
    )  # fmt: skip
    return new_bookmark(target, note, (chance.choice(_WORDS),))


# Killed


@dataclass
class Toll:
    """What was told to be on the disk, and what of it was lost.

    Attributes:
        kills: How often the program was killed.
        told: How many changes it said were on the disk.
        lost: Sentences on what was not there.
    """

    kills: int = 0
    told: int = 0
    lost: list[str] = field(default_factory=list)


def kill_often(path: Path, times: int, seed: int) -> Toll:
    """Start a writing program, kill it at a random moment, look at the file; again and again."""
    chance, toll, there = random.Random(seed), Toll(), set[str]()
    for turn in range(times):
        command = [
            sys.executable,
            "-m",
            "tests.bench.hardship",
            "change",
            str(path),
            str(seed * 10_000 + turn),
        ]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as program:
            assert program.stdout is not None
            select.select([program.stdout], [], [])
            time.sleep(chance.uniform(0, 0.3))
            program.send_signal(signal.SIGKILL)
            said = program.stdout.read().decode()
        toll.kills += 1
        _look(path, said, there, toll)
    return toll


def _look(path: Path, said: str, there: set[str], toll: Toll) -> None:
    """Compare the file with what was said; the change begun last may be there or not."""
    unsure: set[str] = set()
    for line in said.split("\n")[:-1]:
        word, _, ids = line.partition(" ")
        names = set(ids.split())
        if word == "begin":
            unsure = names
            continue
        unsure, toll.told = set(), toll.told + 1
        there |= names if word == "added" else set()
        there -= names if word == "deleted" else set()
    try:
        found = {read_line(line).id for line in path.read_bytes().split(b"\n") if line}
    except ValueError as error:
        toll.lost.append(f"the file does not parse: {error}")
        return
    toll.lost += [f"lost {id}" for id in there - found - unsure]
    toll.lost += [f"came back {id}" for id in found - there - unsure]
    there -= unsure
    there |= found & unsure


def _change(path: Path, seed: int) -> None:
    """Add, edit, delete, undo and import without end, saying each before and after."""
    chance, store = random.Random(seed), Bookmarks(path)
    store.all()
    while True:
        ids = [bookmark.id for bookmark in store.all()]
        kind = chance.randrange(10)
        if kind < 4 or not ids:
            bookmark = made_bookmark(chance, words=chance.choice((5, 50, 5000)))
            _do("added", [bookmark.id], lambda one=bookmark: store.add(one))
        elif kind < 6:
            id = chance.choice(ids)
            _do("changed", [id], lambda one=id: store.change(one, note=f"note {chance.random()}"))
        elif kind < 8:
            id = chance.choice(ids)
            _do("deleted", [id], lambda one=id: store.delete(one))
            if chance.random() < 0.5:
                _do("added", [id], store.undo)
        elif len(ids) < 200:
            many = [made_bookmark(chance) for _ in range(20)]
            _do("added", [one.id for one in many], lambda some=many: store.add_all(some))


def _do(word: str, ids: list[str], action: Callable[[], object]) -> None:
    print("begin", *ids, flush=True)
    action()
    print(word, *ids, flush=True)


# Hindered


@contextmanager
def failing(name: str, at: int, code: int) -> Iterator[list[int]]:
    """Let one call of a function of the system fail: the one of this number, from 1.

    Yields:
        A list of one number: how often it was called.
    """
    calls, original = [0], getattr(os, name)

    def called(*args: Any, **named: Any) -> Any:
        calls[0] += 1
        if calls[0] == at:
            raise OSError(code, os.strerror(code))
        return original(*args, **named)

    with mock.patch.object(os, name, called):
        yield calls


@contextmanager
def failing_write(at: int, code: int) -> Iterator[list[int]]:
    """Let one writing to an opened file fail, half of it written."""
    calls, original = [0], os.fdopen

    def opened(*args: Any, **named: Any) -> Any:
        file = original(*args, **named)
        calls[0] += 1
        return _Failing(file, code) if calls[0] == at else file

    with mock.patch.object(os, "fdopen", opened):
        yield calls


class _Failing:
    """A file that takes half of what it is given, and then no more."""

    def __init__(self, file: Any, code: int) -> None:
        self._file, self._code = file, code

    def __enter__(self) -> _Failing:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> int:
        self._file.write(data[: len(data) // 2])
        self._file.flush()
        raise OSError(self._code, os.strerror(self._code))


STEPS = ("fsync", "replace", "link", "open", "write", "chmod", "stat", "fdopen")


def hinder(path: Path, action: Callable[[Bookmarks], object], large: int) -> Iterator[str]:
    """Let every step of an action fail once in turn; what was there before must be there after.

    Args:
        path: The file; it holds bookmarks.
        action: What to do with the store.
        large: From how many bytes on the file is added to.

    Yields:
        A word for every failure that was tried: ``said`` or ``done``.
    """
    before = {read_line(line).id for line in path.read_bytes().split(b"\n") if line}
    for step in STEPS:
        for code in (errno.ENOSPC, errno.EIO):
            for at in range(1, 40):
                hindrance = failing_write(at, code) if step == "fdopen" else failing(step, at, code)
                store = Bookmarks(path)
                kept = path.read_bytes()
                with mock.patch("reader.bookmarks.current.LARGE", large), hindrance as calls:
                    try:
                        action(store)
                        said = "done"
                    except FileError:
                        said = "said"
                found = {read_line(line).id for line in path.read_bytes().split(b"\n") if line}
                assert before <= found, f"{step} {at}: lost {before - found}"
                path.write_bytes(kept)
                if calls[0] < at:
                    break
                yield said


# Not alone


def crowd(path: Path, programs: int, each: int, is_renaming: bool = False) -> tuple[int, int, int]:
    """Several programs add bookmarks at once, while an editor that knows no lock edits the file.

    Args:
        path: The file.
        programs: How many programs.
        each: How many bookmarks each of them adds.
        is_renaming: Whether the editor saves by giving a new file the name, as most do: what is added
            between its last look and that moment it overwrites. Else it adds lines in place.

    Returns:
        How many bookmarks are there, how many edits were made, how many of those are there.
    """
    command = [sys.executable, "-m", "tests.bench.hardship"]
    started = [subprocess.Popen([*command, f"add{each}", str(path), str(seed)], cwd=ROOT)
               for seed in range(programs)]  # fmt: skip
    edits, chance = 0, random.Random(7)
    while any(program.poll() is None for program in started):
        edits += _edit_by_hand(path, edits, chance, is_renaming)
        time.sleep(chance.uniform(0.1, 0.3))
    found = [read_line(line) for line in path.read_bytes().split(b"\n") if line]
    ids = {bookmark.id for bookmark in found}
    notes = {bookmark.id for bookmark in found if bookmark.note.startswith("By hand")}
    return len(ids - notes), edits, len(notes)


def _edit_by_hand(path: Path, number: int, chance: random.Random, is_renaming: bool) -> bool:
    """As an editor does: read, and save under the name unless the file changed meanwhile; or append."""
    line = made_by_hand(number, chance)
    if not is_renaming or not path.exists():
        with open(path, "ab", buffering=0) as file:
            file.write(line)
        return True
    before = os.stat(path)
    data = path.read_bytes()
    written = path.with_name("edited")
    written.write_bytes(data + line)
    now = os.stat(path)
    if (before.st_ino, before.st_size, before.st_mtime_ns) != (now.st_ino, now.st_size, now.st_mtime_ns):
        return False
    os.replace(written, path)
    return True


def made_by_hand(number: int, chance: random.Random) -> bytes:
    """A line as a reader writes it."""
    return (
        f'{{"type": "Annotation", "id": "urn:hand:{number}-{chance.randrange(10**9)}",'
        f' "target": "https://made.example/hand", "body": {{"type": "TextualBody", "value": "By hand {number}"}}}}\n'
    ).encode()


def _add(path: Path, seed: int, times: int) -> None:
    chance, store = random.Random(seed), Bookmarks(path)
    for number in range(times):
        store.add(made_bookmark(chance, number))


if __name__ == "__main__":
    work, name, seeded = sys.argv[1:4]
    if work == "change":
        _change(Path(name), int(seeded))
    else:
        _add(Path(name), int(seeded), int(work.removeprefix("add")))
