"""Typing a query on a large library while scrolling: how late a letter shows, and that none is lost.

    python -m tests.bench.typing [--entries 100000] [--rate 15]

In a real pseudo-terminal. Each letter's time is from its key to the bytes that show the line with it;
the wheel turns over the results after each letter. Without an index at first, the same
is measured while it is being built.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from reader.index import Index
from reader.library import Library
from tests.bench.corpus import Corpus
from tests.bench.figures import percentile
from tests.bench.session import Session
from tests.e2e.keys import mouse_bytes

_QUERIES = 12
_PROMPT = "Search"
# Two steps of the wheel, over the results.
_WHEEL = mouse_bytes(65, 60, 20) * 2


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--entries", type=int, default=100_000)
    options.add_argument("--rate", type=float, default=15.0, help="letters a second")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        words = _make(home, asked.entries)
        for name in ("while the index is built", "with the index there"):
            late = _type(home, words, 1 / asked.rate)
            print(
                f"{name}: {len(late)} letters, median {percentile(late, 0.5):.1f} ms,"
                f" 95 % {percentile(late, 0.95):.1f}, 99 % {percentile(late, 0.99):.1f}, latest {max(late):.1f}"
            )
            if name.startswith("while"):
                with Library(home / "library.db") as library, Index(home / "index", library) as index:
                    index.update()


def _make(home: Path, entries: int) -> list[str]:
    """A library; words of it to ask for."""
    corpus = Corpus()
    with Library(home / "library.db") as library:
        for document in corpus.documents(entries):
            library.add(document, None, "made")
    return [f"{corpus.words[at]} {corpus.words[at * 7 + 3]}" for at in range(1, 40 * _QUERIES, 40)]


def _type(home: Path, queries: list[str], pause: float) -> list[float]:
    command = [sys.executable, "-m", "reader"]
    environment = {"THREADSIDE_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    session = Session(command, 120, 40, environment, Path.cwd())
    try:
        session.begin("help")
        session.echo(b"s", _PROMPT.encode(), 0.5)
        return [ms for query in queries for ms in _type_query(session, query, pause)]
    finally:
        session.close()


def _type_query(session: Session, query: str, pause: float) -> list[float]:
    """Type a query letter by letter, turning the wheel after each; then empty the line."""
    late = [
        session.echo(letter.encode() + _WHEEL, query[: at + 1].encode(), pause)
        for at, letter in enumerate(query)
    ]
    session.stroke(b"\x15")
    return late


if __name__ == "__main__":
    main()
