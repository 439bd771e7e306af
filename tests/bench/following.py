"""``python -m tests.bench.following``: how long it takes to follow a link, and to come back.

A made thread with planted quotations is read in a real pseudo-terminal. The places to follow from
are put into the history beforehand; a time is from the key to the last byte written.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from reader.linking import find_links
from reader.model.links import Link, LinkKind
from reader.model.place import Place
from reader.opening import open_library
from reader.paths import Paths
from reader.state import ReadingState, save_state
from tests.bench.figures import percentile
from tests.bench.links import planted_thread
from tests.bench.session import Session, Silent
from tests.bench.subjects import ROOT
from tests.e2e.keys import key_bytes

_DEEDS = {"place before": "ctrl+o", "follow": "enter", "back": "ctrl+o"}


def prepare(home: Path, comments: int, strokes: int, seed: int) -> tuple[str, int]:
    """A library with a made thread, its links, and a history of places that quote something.

    Returns:
        The thread's id, and how many places there are.
    """
    document, _ = planted_thread(comments, seed)
    paths = Paths.find({"THREADSIDE_HOME": str(home)})
    library, _ = open_library(paths)
    with library:
        library.add(document, None, "made")
        find_links(library)
        links = library.links.of_document(library.listing(document.id).revision)
    sourced = [link for link in links if link.kind is LinkKind.QUOTATION and len(link.targets) == 1]
    chosen = random.Random(seed).sample(sourced, min(strokes, len(sourced)))
    state = ReadingState(past=[_place(document.id, link) for link in chosen])
    save_state(paths.state, state, ())
    return document.id, len(chosen)


def _place(document: str, link: Link) -> Place:
    return Place(document, link.entry, link.passage, 0, 4)


def measure(home: Path, document: str, count: int, size: tuple[int, int]) -> dict[str, list[float]]:
    """Go to each place of the history, follow its link, and come back: milliseconds of each stroke."""
    samples: dict[str, list[float]] = {figure: [] for figure in _DEEDS}
    session = Session([sys.executable, "-m", "reader", document], *size, {"THREADSIDE_HOME": str(home)}, ROOT)
    try:
        session.begin("%")
        for _ in range(count):
            for figure, key in _DEEDS.items():
                with suppress(Silent):
                    samples[figure].append(session.stroke(key_bytes(key)).ms)
        session.end(key_bytes("Q"))
    finally:
        session.close()
    return samples


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.following", description=__doc__)
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--strokes", type=int, default=100)
    parser.add_argument("--size", default="160x50")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    columns, rows = map(int, options.size.split("x"))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder)
        document, count = prepare(home, options.comments, options.strokes, options.seed)
        print(f"{options.comments:,} comments, {options.size}, {count} links followed")
        for figure, samples in measure(home, document, count, (columns, rows)).items():
            shares = (percentile(samples, share) for share in (0.5, 0.95, 0.99))
            print(f"{figure}: {' / '.join(f'{share:.1f}' for share in shares)} ms, {len(samples)} times")


if __name__ == "__main__":
    main()
