"""``python -m tests.bench``: one run, one table, and which targets it meets.

Every round starts each subject once, in turn, so that all see the same noise of the machine. A whole
run takes a quarter of an hour; ``--comments``, ``--turns``, ``--parts`` and ``--rounds`` make it shorter.
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

from tests.bench import history
from tests.bench.figures import (
    ANY,
    BYTES,
    BYTES_KEY,
    FIRST,
    FIRST_WORK,
    FRAME,
    GROWN,
    HELD,
    HOUR,
    KEY_FIGURES,
    KEY_WORK,
    LONGEST,
    MEMORY,
    QUIT,
    SETTLED,
    Figures,
    summary,
)
from tests.bench.home import Home
from tests.bench.made import made_interview, made_thread, write
from tests.bench.session import Session, Silent, Stroke
from tests.bench.subjects import (
    HELD_RATE,
    HELD_SECONDS,
    HOUR_TOGETHER,
    PARTS,
    ROOT,
    Deed,
    Subject,
    commands,
    empty_app,
    pager,
    python,
    reading,
)
from tests.bench.targets import judge
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

    def round(self, subject: Subject, *, is_last: bool) -> None:
        """Start a subject once and measure all of its figures, those of long use in the last round only."""
        if subject.home:
            subject.home.restore()
        session = self._open(subject)
        try:
            self._measure(subject, session, is_last)
            if subject.again:
                self._start_again(subject)
        except Silent:
            self.silent[f"{subject.name}, start or end"] += 1
        finally:
            session.close()
            self.late[subject.name] += session.late

    def _start_again(self, subject: Subject) -> None:
        """Start with what was left just now, and see when it is on the screen."""
        session = Session(subject.again, *self._size, subject.environment, subject.folder)
        try:
            self.figures.note(subject.name, FRAME, session.glimpse())
        finally:
            session.close()

    def _open(self, subject: Subject) -> Session:
        return Session(subject.command, *self._size, subject.environment, subject.folder)

    def _measure(self, subject: Subject, session: Session, is_last: bool) -> None:
        if not subject.awaited:
            self.figures.note(subject.name, subject.run, session.run())
            return
        start = session.begin(subject.awaited)
        self.figures.note(subject.name, FIRST, start.first)
        self.figures.note(subject.name, FIRST_WORK, start.processor)
        self.figures.note(subject.name, SETTLED, start.settled)
        for deed in subject.deeds:
            self._repeat(subject.name, deed, session)
        self.figures.note(subject.name, MEMORY, session.memory())
        if is_last:
            self._use_long(subject, session)
        self.figures.note(subject.name, QUIT, session.end(key_bytes(subject.quit)))

    def _use_long(self, subject: Subject, session: Session) -> None:
        """Hold a key down, then read for an hour."""
        if subject.held:
            held = session.hold(subject.held, HELD_SECONDS, HELD_RATE)
            self.figures.note(subject.name, HELD, held.ms)
        if subject.hour:
            half = len(subject.hour) // 2
            session.wander(subject.hour[:half], HOUR_TOGETHER)
            between = session.memory()
            session.wander(subject.hour[half:], HOUR_TOGETHER)
            self.figures.note(subject.name, HOUR, session.memory())
            self.figures.note(subject.name, GROWN, 100 * (session.memory() / between - 1))

    def _repeat(self, name: str, deed: Deed, session: Session) -> None:
        longest = 0.0
        for turn in range(deed.times):
            try:
                stroke = self._do(deed, turn, session)
            except Silent:
                self.silent[f"{name}, {deed.figure}"] += 1
                continue
            longest = max(longest, stroke.ms)
            self._note(name, deed.figure, stroke)
        if deed.figure in (*KEY_FIGURES, "key") and longest:
            self.figures.note(name, LONGEST, longest)

    def _do(self, deed: Deed, turn: int, session: Session) -> Stroke:
        columns, rows = self._size
        if deed.sent:
            return session.stroke(deed.sent[turn % len(deed.sent)])
        return session.resize(*((columns, rows) if turn % 2 else (columns - 11, rows - 3)))

    def _note(self, name: str, figure: str, stroke: Stroke) -> None:
        self.figures.note(name, figure, stroke.ms)
        if figure in KEY_FIGURES:
            self.figures.note(name, ANY, stroke.ms)
            self.figures.note(name, BYTES_KEY, stroke.size)
        if figure in ("page down", "key"):
            self.figures.note(name, BYTES, stroke.size)
            self.figures.note(name, KEY_WORK, stroke.processor)


def _subjects(options: argparse.Namespace, folder: Path, stack: ExitStack) -> Iterator[Subject]:
    yield python()
    yield empty_app(options.parts)
    if options.floor:
        return
    originals = sorted(_SHARED.glob("*.txt")) if _SHARED.is_dir() else []
    home = _home(options, folder / "two", stack, originals)
    less = pager(_plain_text(home, folder), home.first_word()) if "keys" in options.parts else None
    yield from [less] if less else []
    if "commands" in options.parts:
        home.index()
        yield from commands(home)
    yield reading("full editions" if originals else "digests", home, options.parts)
    for name, document in _made(options):
        write(folder / f"{document['id']}.json", document)
        sources = [folder / f"{document['id']}.json"]
        yield reading(name, _home(options, folder / document["id"], stack, sources), options.parts)


def _made(options: argparse.Namespace) -> Iterator[tuple[str, dict[str, Any]]]:
    for count in options.comments:
        yield f"{count:,} comments", made_thread(count)
    for count in options.turns:
        yield f"{count:,} turns", made_interview(count)


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
    parser.add_argument("--comments", default="75,1000,10000,50000", help="sizes of made threads")
    parser.add_argument("--turns", default="300,5000", help="sizes of made interviews")
    parser.add_argument("--parts", default=",".join(PARTS), help=f"besides starts: of {', '.join(PARTS)}")
    parser.add_argument("--floor", action="store_true", help="only what the reader stands beside")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="another folder with a reader package")
    parser.add_argument("--json", type=Path, help="write all figures and samples to this file as well")
    parser.add_argument("--against", type=Path, help="say what changed since such a file was written")
    options = parser.parse_args()
    options.comments = [int(count) for count in options.comments.split(",") if count]
    options.turns = [int(count) for count in options.turns.split(",") if count]
    options.parts = [part for part in options.parts.split(",") if part]
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(unknown)}")
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
            bench.round(subject, is_last=number == rounds)
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
    print(bench.figures.table(), *judge(bench.figures), summary(bench.late, bench.silent), sep="\n")
    if options.against:
        print(*history.compare(history.read(options.against), bench.figures.as_json()), sep="\n")
    if options.json:
        written = {**circumstances, "late": bench.late, "silent": bench.silent}
        written["subjects"] = bench.figures.as_json()
        options.json.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
