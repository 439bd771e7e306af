"""``python -m tests.bench``: one run, one table.

Every round starts each subject once, in turn, so that all see the same noise of the machine.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.figures import BYTES, FIRST, MEMORY, QUIT, SETTLED, Figures, summary
from tests.bench.home import Home
from tests.bench.made import write_thread
from tests.bench.session import Session, Silent
from tests.bench.subjects import ROOT, Deed, Subject, commands, empty_app, pager, python, reading
from tests.e2e.keys import key_bytes

_SHARED = ROOT.parent / "shared" / "seeds"


class Bench:
    """Starts subjects round by round and keeps what it measures.

    Attributes:
        figures: The samples.
        late: Strokes that went on after the quiet, by subject.
        silent: Times that nothing was written, by subject and figure.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self._size = columns, rows
        self.figures = Figures()
        self.late: Counter[str] = Counter()
        self.silent: Counter[str] = Counter()

    def warm(self, subject: Subject) -> None:
        """Start once before counting: byte code is written, shipped documents are taken in."""
        session = self._open(subject)
        if subject.awaited:
            session.begin(subject.awaited)
            session.end(key_bytes(subject.quit))
        else:
            session.run()
        session.close()
        if subject.home:
            subject.home.keep()

    def round(self, subject: Subject) -> None:
        """Start a subject once and measure all of its figures."""
        if subject.home:
            subject.home.restore()
        session = self._open(subject)
        try:
            self._measure(subject, session)
        except Silent:
            self.silent[f"{subject.name}, start or end"] += 1
        finally:
            session.close()
            self.late[subject.name] += session.late

    def _open(self, subject: Subject) -> Session:
        return Session(subject.command, *self._size, subject.environment, subject.folder)

    def _measure(self, subject: Subject, session: Session) -> None:
        if not subject.awaited:
            self.figures.note(subject.name, subject.run, session.run())
            return
        start = session.begin(subject.awaited)
        self.figures.note(subject.name, FIRST, start.first)
        self.figures.note(subject.name, SETTLED, start.settled)
        for deed in subject.deeds:
            self._repeat(subject.name, deed, session)
        self.figures.note(subject.name, MEMORY, session.memory())
        self.figures.note(subject.name, QUIT, session.end(key_bytes(subject.quit)))

    def _repeat(self, name: str, deed: Deed, session: Session) -> None:
        for turn in range(deed.times):
            try:
                self._do(name, deed, turn, session)
            except Silent:
                self.silent[f"{name}, {deed.figure}"] += 1

    def _do(self, name: str, deed: Deed, turn: int, session: Session) -> None:
        columns, rows = self._size
        if deed.sent:
            stroke = session.stroke(deed.sent[turn % len(deed.sent)])
        else:
            stroke = session.resize(*((columns, rows) if turn % 2 else (columns - 11, rows - 3)))
        self.figures.note(name, deed.figure, stroke.ms)
        if deed.figure in ("page down", "key"):
            self.figures.note(name, BYTES, stroke.size)


def _subjects(options: argparse.Namespace, folder: Path, stack: ExitStack) -> Iterator[Subject]:
    yield python()
    yield empty_app()
    if options.floor:
        return
    originals = sorted(_SHARED.glob("*.txt")) if _SHARED.is_dir() else []
    home = _home(options, folder / "two", stack, originals)
    less = pager(_plain_text(home, folder), home.first_word())
    yield from [less] if less else []
    yield from commands(home)
    yield reading("full editions" if originals else "digests", home)
    for count in options.comments:
        made = folder / f"made-{count}.json"
        write_thread(made, count)
        yield reading(f"{count:,} comments", _home(options, folder / str(count), stack, [made]))


def _home(options: argparse.Namespace, folder: Path, stack: ExitStack, sources: list[Path]) -> Home:
    folder.mkdir()
    home = Home(options.checkout, folder)
    stack.callback(home.remove)
    home.add(sources)
    return home


def _plain_text(home: Home, folder: Path) -> Path:
    path = folder / "thread.txt"
    path.write_text("\n\n".join(entry["markdown"] for entry in home.thread()["entries"]), encoding="utf-8")
    return path


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="starts of each subject (default 7)")
    parser.add_argument("--size", default="160x50", help="columns x rows (default 160x50)")
    parser.add_argument("--comments", default="1000,10000", help="sizes of made threads (default 1000,10000)")
    parser.add_argument("--large", action="store_true", help="a made thread of 50,000 comments as well")
    parser.add_argument("--floor", action="store_true", help="only what the reader stands beside")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="another folder with a reader package")
    parser.add_argument("--json", type=Path, help="write all figures and samples to this file as well")
    options = parser.parse_args()
    options.comments = [int(count) for count in options.comments.split(",") if count]
    options.comments += [50_000] if options.large else []
    return options


def _circumstances(options: argparse.Namespace) -> dict[str, Any]:
    return {
        "format": "threadside.bench/1", "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(), "textual": version("textual"), "system": platform.system(),
        "cores": os.cpu_count(), "load": round(os.getloadavg()[0], 2), "size": options.size,
        "rounds": options.rounds,
    }  # fmt: skip


def _measure_all(bench: Bench, subjects: list[Subject], rounds: int) -> None:
    for subject in subjects:
        bench.warm(subject)
    gc.collect()
    gc.disable()
    for number in range(1, rounds + 1):
        for subject in subjects:
            _tell(f"round {number} of {rounds}: {subject.name}")
            bench.round(subject)
    _tell("")


def _tell(progress: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{progress}", end="", file=sys.stderr, flush=True)


def main() -> None:
    """Measure, print the table, and write the file asked for."""
    options = _options()
    columns, rows = map(int, options.size.split("x"))
    bench, circumstances = Bench(columns, rows), _circumstances(options)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        _measure_all(bench, list(_subjects(options, folder, stack)), options.rounds)
    print(", ".join(f"{name} {value}" for name, value in circumstances.items() if name != "format"))
    print(bench.figures.table(), summary(bench.late, bench.silent), sep="\n")
    if options.json:
        written = {**circumstances, "late": bench.late, "silent": bench.silent}
        written["subjects"] = bench.figures.as_json()
        options.json.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
