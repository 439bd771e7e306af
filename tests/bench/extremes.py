"""``python -m tests.bench.extremes``: what no reader has, and anybody may be sent.

``cuts`` cuts every golden source of every importer at each character. ``deep`` reads replies ten
thousand deep in the form of each site, ``long`` one comment of five million characters of many kinds,
``files`` a file of 200 MB, one without end, archives, and gzip files that hold far more than they
are. Each must become a document with a report or one error; all but the deep and the long within two
seconds and 500 MB. Without a word all are run.
"""

from __future__ import annotations

import argparse
import gzip
import io
import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any, NamedTuple

from reader.errors import SourceError, ThreadsideError
from reader.importers.mail import join_box
from reader.importers.registry import read_source
from reader.importers.source import Source
from reader.intake import take_file
from reader.library import Library
from tests.bench.answers import FORMS, Thread, made_entries
from tests.bench.importers import find_wrong, sources

DEPTH, LENGTH = 10_000, 5_000_000
SECONDS, MEGABYTES = 2.0, 500.0
_PIECES = (
    "words and words ", "word", "> ", "[", "](", "*a", "`", "&lt;", "&amp;", "<b>", "<p>x", "<div>", "<ul><li>",
    "<blockquote>", "<a href=x>", "\\", "~~", "| a ", "- x\n", "x\n\n", "Ada Quill: so\n\n", "https://a.example/x ",
)  # fmt: skip


class Outcome(NamedTuple):
    """What became of a text.

    Attributes:
        said: ``document``, the reason of an error, or what went wrong.
        is_fault: Whether it was neither a document nor an error.
        seconds: Of the processor.
        megabytes: The most it took beside what was there before.
    """

    said: str
    is_fault: bool
    seconds: float
    megabytes: float


def attempt(work: Callable[[], object]) -> Outcome:
    """Do something in a process of its own, so that what it takes is its own."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        before, start = _peak(), time.process_time()
        said, is_fault = _say(work)
        taken = f"{time.process_time() - start}\t{_peak() - before}\t{int(is_fault)}\t{said}"
        os.write(theirs, taken.encode("utf-8", "replace")[:2000])
        os._exit(0)
    os.close(theirs)
    with open(ours, "rb") as pipe:
        told = pipe.read().decode()
    os.waitpid(child, 0)
    if not told:
        return Outcome("the process died", True, 0.0, 0.0)
    seconds, megabytes, is_fault, said = told.split("\t", 3)
    return Outcome(said, is_fault == "1", float(seconds), float(megabytes))


def _say(work: Callable[[], object]) -> tuple[str, bool]:
    try:
        work()
    except ThreadsideError as error:
        return f"refused: {error.reason[:60]}", False
    except BaseException as error:
        return f"{type(error).__name__}: {str(error)[:200]}", True
    return "document", False


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _whole(text: str, importer: str | None, data: bytes = b"") -> Callable[[], None]:
    def work() -> None:
        document = read_source(Source("made", text or data.decode(), data=data), (), importer)
        wrong = find_wrong(document)
        assert not wrong, wrong

    return work


def _chain(count: int) -> Thread:
    """A thread in which each comment answers the one before."""
    entries = [dict(entry) for entry in made_entries(count)]
    for at, entry in enumerate(entries[2:], 1):
        entry["parent"] = entries[at]["id"]
    return entries


def deep() -> Iterator[tuple[str, Callable[[], object]]]:
    """Replies ten thousand deep in each form."""
    entries = _chain(DEPTH)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(200_000)  # only to write nested JSON; it is read at the usual limit
    try:
        texts = {name: (form.importer, form.make(entries)) for name, form in FORMS.items()}
    finally:
        sys.setrecursionlimit(limit)
    for name, (importer, text) in texts.items():
        yield name, _whole(text, importer)
    letters = [_letter(at, f"<{at - 1}@a>" if at else "", "Words.") for at in range(DEPTH)]
    yield "mail", _whole("", "mail", join_box(letters))
    for mark in ("> ", "- ", "  - ", "<div>", "<blockquote>", "<ul><li>", "[", '{"a":'):
        yield f"{mark!r} in one another", _whole(mark * DEPTH + "x", None)


def _letter(number: int, answered: str, text: str) -> bytes:
    message = EmailMessage()
    message["From"], message["Message-ID"] = "a@b.example", f"<{number}@a>"
    message["Date"], message["Subject"] = "Mon, 03 Mar 2031 10:00:00 +0000", "Pots"
    if answered:
        message["References"] = answered
    message.set_payload(text)
    return bytes(message)


def long() -> Iterator[tuple[str, Callable[[], object]]]:
    """One comment of five million characters in each form, and of many kinds in one form."""
    for name, form in FORMS.items():
        yield name, _whole(form.make(_with_long(_PIECES[0])), form.importer)
    for piece in _PIECES:
        yield f"Lobsters, {piece!r}", _whole(FORMS["Lobsters"].make(_with_long(piece)), "lobsters")
        yield f"Reddit, {piece!r}", _whole(FORMS["Reddit"].make(_with_long(piece)), "reddit")
        written = piece * (LENGTH // len(piece))
        yield f"mail, {piece!r}", _whole("", "mail", _letter(1, "", written))
        yield f"article, {piece!r}", _whole(f"# A\n\n{written}", "markdown-article")
        yield f"page, {piece!r}", _whole(f"<html><body><p>Begins.</p>{written}", "article")


def _with_long(piece: str) -> Thread:
    entries: list[dict[str, Any]] = [dict(entry) for entry in made_entries(3)]
    written = piece * (LENGTH // len(piece))
    entries[2] |= {"markdown": written, "html": written}
    return entries


def files(folder: Path) -> Iterator[tuple[str, Callable[[], object]]]:
    """Files that are too much, or no text."""
    huge = folder / "huge.txt"
    with open(huge, "wb") as file:
        file.truncate(200 * 2**20)
    packed = gzip.compress(b"word " * 50_000_000, 9)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("a.txt", b"word " * 20_000_000)
    made = {
        "a gzip bomb.gz": packed, "a bomb in a bomb.gz": gzip.compress(packed), "many members.gz": gzip.compress(b"a") * 5_000,
        "a torn gzip.gz": packed[:1000], "an archive.zip": archive.getvalue(), "zeros.txt": bytes(60 * 2**20),
        "lines.txt": b"\n" * (60 * 2**20), "one line.txt": b"a" * (60 * 2**20),
    }  # fmt: skip
    for name, data in made.items():
        (folder / name).write_bytes(data)
    for path in [huge, *(folder / name for name in made), Path("/dev/zero")]:
        yield path.name, lambda path=path: _take(folder, path)  # type: ignore[misc]


def _take(folder: Path, path: Path) -> None:
    with Library(folder / "library.db") as library:
        take_file(library, str(path), io.BytesIO())


def cuts() -> list[str]:
    """Read every golden source cut at each character; gives the faults."""
    faults: list[str] = []
    slowest, count = (0.0, ""), 0
    for name, file, text in sources():
        for stop in range(len(text)):
            start = time.process_time()
            try:
                wrong = find_wrong(read_source(Source(file, text[:stop]), (), name if stop % 2 else None))
            except SourceError as error:
                wrong = "" if error.reason else "an error without a reason"
            except Exception as error:
                wrong = f"{type(error).__name__}: {str(error)[:100]!r}"
            slowest = max(slowest, (time.process_time() - start, f"{file} cut at {stop}"))
            faults += [f"{file} cut at {stop}: {wrong}"] if wrong else []
            count += 1
    print(f"{count:,} cut texts; slowest {slowest[0]:.2f} s: {slowest[1]}")
    return faults


def try_all(name: str, trials: Iterator[tuple[str, Callable[[], object]]], is_bounded: bool) -> list[str]:
    """Run trials, print what they took, and give the faults."""
    faults: list[str] = []
    for what, work in trials:
        outcome = attempt(work)
        is_over = is_bounded and (outcome.seconds > SECONDS or outcome.megabytes > MEGABYTES)
        print(
            f"{name:6} {what:34} {outcome.seconds:6.2f} s {outcome.megabytes:6.0f} MB  {outcome.said[:90]}",
            flush=True,
        )
        if outcome.is_fault or is_over:
            faults.append(f"{name}, {what}: {outcome}")
    return faults


def main() -> int:
    """Run what is asked for; the exit code says whether all was as it may be."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.extremes", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("cuts", "deep", "long", "files"), help="by default all")
    asked = parser.parse_args().what
    faults: list[str] = []
    if asked in (None, "deep"):
        faults += try_all("deep", deep(), False)
    if asked in (None, "long"):
        faults += try_all("long", long(), False)
    if asked in (None, "files"):
        with tempfile.TemporaryDirectory(prefix="extremes-") as folder:
            faults += try_all("files", files(Path(folder)), True)
    if asked in (None, "cuts"):
        faults += cuts()
    print(*(f"FAULT {fault}" for fault in faults), sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
