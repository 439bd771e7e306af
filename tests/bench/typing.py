"""Typing a query on a large library while scrolling: how late a letter shows, and that none is lost.

    python -m tests.bench.typing [--entries 100000] [--rate 15]

In a real pseudo-terminal. Each letter's time is from its key to the first screen on which the line
shows it; the wheel turns over the results between the letters. Without an index at first, the same
is measured while it is being built.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from reader.index import Index
from reader.library import Library
from tests.bench.corpus import Corpus
from tests.bench.figures import percentile
from tests.e2e.terminal import Terminal

_QUERIES = 12
_PROMPT = "Search"
_WHEELS = 2


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
    with Terminal(command, 120, 40, {"THREADSIDE_HOME": str(home)}, Path.cwd()) as terminal:
        terminal.wait_for("help", 120)
        terminal.settle()
        terminal.press("s")
        terminal.wait_for(_PROMPT)
        terminal.settle()
        late = [ms for query in queries for ms in _type_query(terminal, query, pause)]
        terminal.press("escape")
        terminal.settle()
        terminal.press("Q")
        terminal.wait_for_exit()
    return late


def _type_query(terminal: Terminal, query: str, pause: float) -> list[float]:
    """Type a query letter by letter, turning the wheel between; then empty the line."""
    late, typed = [], ""
    for letter in query:
        begun, typed = time.perf_counter(), typed + letter
        terminal.type(letter)
        terminal.wheel(60, 20, _WHEELS)
        _wait_for_line(terminal, typed)
        late.append((time.perf_counter() - begun) * 1000)
        while (left := pause - (time.perf_counter() - begun)) > 0:
            terminal.settle(quiet=min(left, 0.01), patience=min(left, 0.01), timeout=5)
    terminal.press("ctrl+u")
    _wait_for_line(terminal, "")
    return late


def _wait_for_line(terminal: Terminal, typed: str) -> None:
    terminal.wait_until(lambda seen: seen.lines()[0].strip() == f"{_PROMPT} {typed}".strip(), 30)


if __name__ == "__main__":
    main()
