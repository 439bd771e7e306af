"""The search beside SQLite's FTS5 on the same made texts, in one run.

    python -m tests.bench.search                     libraries of 2,000, 20,000 and 100,000 entries
    python -m tests.bench.search 500000              one of any size
    python -m tests.bench.search --crashes           50 kills and 10 pairs of writers

Times are milliseconds, median / 95th percentile, with the excerpts of ten rows; ``x`` is FTS5's
median as a multiple of ours. The machine's noise cancels in it: both are asked in turn.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from reader.index import Index
from reader.library import Library
from reader.model.documents import Document
from tests.bench.corpus import Corpus
from tests.bench.figures import percentile
from tests.unit import test_index_safety as safety

SIZES = (2_000, 20_000, 100_000)
ROWS = 30
VISIBLE = 10
ASKED = 60
_OPEN = """
import sys, time
from pathlib import Path
from reader.library import Library
def memory():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20
begun = time.perf_counter()
from reader.index import Index
imported = time.perf_counter()
library = Library(Path(sys.argv[1]) / "library.db")
before, start = memory(), time.perf_counter()
index = Index(Path(sys.argv[1]) / "index", library)
index.search("quince")
opened = time.perf_counter()
print((imported - begun) * 1e3, (opened - start) * 1e3, memory() - before, memory())
"""


class Rival:
    """FTS5 with a stemmer, asked for the same.

    Args:
        path: Its database.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.execute(
            "CREATE VIRTUAL TABLE entries USING fts5(text, author, document UNINDEXED, score UNINDEXED,"
            " time UNINDEXED, tokenize='porter unicode61')"
        )

    def add(self, document: Document) -> None:
        """Put a document in, in one transaction."""
        rows = [
            ("\n".join(passage.text for passage in entry.passages), entry.author, document.id, entry.score,
             entry.posted_at.timestamp() if entry.posted_at else None)
            for entry in document.entries
        ]  # fmt: skip
        with self._connection:
            self._connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?, ?)", rows)

    def search(self, query: str, order: str = "rank") -> int:
        """The best rows, the first ten with excerpts."""
        found = self._connection.execute(
            f"SELECT rowid FROM entries WHERE entries MATCH ? ORDER BY {order} LIMIT {ROWS}", (query,)
        ).fetchall()
        self._connection.execute(
            "SELECT snippet(entries, 0, '[', ']', '…', 24) FROM entries WHERE entries MATCH ?"
            f" ORDER BY {order} LIMIT {VISIBLE}", (query,),
        ).fetchall()  # fmt: skip
        return len(found)


Case = tuple[str, str, dict[str, Any]]
Cases = dict[str, Callable[[], Case]]


def cases(corpus: Corpus, texts: list[str], seed: int = 5) -> Cases:
    """What is asked, by name: our query, FTS5's, and our options."""
    pick = random.Random(seed)
    words = corpus.words

    def common() -> str:
        return words[pick.randrange(5, 400)]

    def any_word() -> str:
        return words[pick.randrange(5, 400) if pick.random() < 0.5 else pick.randrange(400, 6_000)]

    def same(query: str) -> Case:
        return query, query, {}

    def phrase() -> Case:
        text = pick.choice(texts).lower().replace(",", "").rstrip(".").split()
        at = pick.randrange(len(text) - 1)
        return same(f'"{text[at]} {text[at + 1]}"')

    def by_author() -> Case:
        author, word = pick.choice(corpus.authors[:100]), common()
        return f'author:"{author}" {word}', f'author : "{author}" AND text : {word}', {}

    def start(length: int) -> Case:
        part = any_word()[:length]
        return part, f"{part}*", {"as_you_type": True}

    def word_and_start() -> Case:
        word, part = any_word(), any_word()[:3]
        return f"{word} {part}", f"{word} {part}*", {"as_you_type": True}

    def either() -> Case:
        return same(" OR ".join(any_word() for _ in range(4)))

    def sorted_by_date() -> Case:
        word = common()
        return word, word, {"sort": "date"}

    return {
        "common word": lambda: same(common()),
        "rare word": lambda: same(words[pick.randrange(20_000, 50_000)]),
        "two words": lambda: same(f"{common()} {any_word()}"),
        "four words, OR": either,
        "phrase": phrase,
        "author and word": by_author,
        "sorted by date": sorted_by_date,
        **{f"{n} letter{'s' * (n > 1)} typed": partial(start, n) for n in range(1, 7)},
        "word and 3 typed": word_and_start,
    }


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    begun = time.perf_counter()
    work()
    return 1e3 * (time.perf_counter() - begun)


def ask(index: Index, rival: Rival, make: Callable[[], Case]) -> tuple[list[float], list[float]]:
    """Ask both the same, in turn."""
    ours, theirs = [], []
    for _ in range(ASKED):
        query, other, options = make()
        order = "time DESC" if options.get("sort") else "rank"
        ours.append(timed(partial(_search, index, query, options)))
        theirs.append(timed(partial(rival.search, other, order)))
    return ours, theirs


def _search(index: Index, query: str, options: dict[str, Any]) -> None:
    index.search(query, limit=ROWS, **options).hits(0, VISIBLE)


def said(times: list[float]) -> str:
    """Median and 95th percentile."""
    return f"{median(times):7.1f} / {percentile(times, 0.95):6.1f}"


def measure(entries: int, home: Path) -> Iterator[str]:
    """Everything about a library of one size, a line at a time."""
    corpus, texts = Corpus(), list[str]()
    rival_seconds = cpu = 0.0
    rival = Rival(home / "fts5.db")
    with Library(home / "library.db") as library, Index(home / "index", library) as index:
        for document in corpus.documents(entries):
            library.add(document, None, "")
            rival_seconds += timed(partial(rival.add, document)) / 1e3
            texts += [entry.passages[0].text for entry in document.entries[:20]]
        begun = time.process_time()
        seconds = timed(index.update) / 1e3
        cpu = time.process_time() - begun
        yield f"== {entries:,} entries"
        yield (f"indexing          {entries / seconds:,.0f} a second ({entries / cpu:,.0f} by processor time);"
               f" FTS5 {entries / rival_seconds:,.0f}")  # fmt: skip
        size = sum(path.stat().st_size for path in (home / "index").rglob("*") if path.is_file())
        yield f"size              {size / 1e6:.0f} MB; FTS5 {(home / 'fts5.db').stat().st_size / 1e6:.0f} MB"
        yield _opening(home)
        yield from _adding(corpus, library, index, rival)
        for name, make in cases(corpus, texts).items():
            ours, theirs = ask(index, rival, make)
            yield f"{name:17} {said(ours)}; FTS5 {said(theirs)}; x{median(theirs) / median(ours):.1f}"


def _opening(home: Path) -> str:
    run = [sys.executable, "-c", _OPEN, str(home)]
    runs = [subprocess.run(run, capture_output=True, check=True, text=True).stdout.split() for _ in range(5)]
    imported, opened, more, memory = (median(map(float, column)) for column in zip(*runs, strict=True))
    return (f"opening           {opened:.0f} ms with the first search, after {imported:.0f} ms of imports;"
            f" {more:.0f} MB more, {memory:.0f} MB in all")  # fmt: skip


def _adding(corpus: Corpus, library: Library, index: Index, rival: Rival) -> Iterator[str]:
    ours, theirs, tidying = [], [], []
    for number in range(20):
        document = corpus.document(f"extra-{number}", 80)
        library.add(document, None, "")
        ours.append(timed(index.update))
        theirs.append(timed(partial(rival.add, document)))
        if number % 8 == 7:
            tidying.append(timed(index.tidy))
    yield f"80 entries added  {said(ours)}, at most {max(ours):.0f}; FTS5 {said(theirs)}"
    yield f"tidying           {said(tidying)}, in the background"


def crash(kills: int = 50, pairs: int = 10) -> Iterator[str]:
    """Kill indexing programs at random moments, and let pairs of them write at once."""
    home = Path(tempfile.mkdtemp(prefix="bench-crashes-"))
    for number in range(kills):
        safety.kill_at_random(home, f"killed-{number}", ("update", "rebuild")[number % 2])
        safety.assert_whole(home)
        if number % 10 == 9:
            yield f"{number + 1} kills: the index opened, and was whole after an update, each time"
            shutil.rmtree(home)
    for number in range(pairs):
        safety.test_two_programs_may_write_at_once(("update", ("update", "rebuild")[number % 2]), home)
        shutil.rmtree(home)
    yield f"{pairs} pairs of writers: everything was found each time"


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--crashes", action="store_true")
    options = parser.parse_args()
    if options.crashes:
        for line in crash():
            print(line, flush=True)
        return
    for size in options.sizes:
        with tempfile.TemporaryDirectory(prefix="bench-search-") as home:
            for line in measure(size, Path(home)):
                print(line, flush=True)


if __name__ == "__main__":
    main()
