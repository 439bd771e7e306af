"""``python -m tests.bench.bookmarks``: what is promised of bookmarks, measured at length.

durability: programs killed at random moments, and every step of every writing made to fail.
concurrency: four programs at once, and an editor.
anchoring: selectors in edited documents, by kind of edit; the originals beside the repository as well
when they are there.
scale: a hundred thousand bookmarks.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from reader.bookmarks import Bookmarks
from reader.intake import take_file
from reader.library import Library
from reader.model.annotations import new_bookmark
from reader.model.codec import from_json_text
from reader.model.documents import Document
from reader.model.reanchoring import count_verdicts, reanchor
from reader.model.texts import DocumentTexts
from reader.opening import open_library
from reader.paths import Paths
from tests.bench.edits import Editor, Edits, Tally, Tokens, measure, select
from tests.bench.hardship import crowd, hinder, kill_often, made_bookmark
from tests.bench.made import made_thread

_SHARED = Path(__file__).resolve().parents[3] / "shared" / "seeds"
KINDS = {
    "5 % of words": Edits(words=0.05),
    "10 % of words": Edits(words=0.1),
    "20 % of words": Edits(words=0.2),
    "sentences moved": Edits(words=0.02, moved=0.1),
    "passages split, merged": Edits(words=0.02, passages=0.3),
    "comments deleted": Edits(words=0.03, deleted=0.2),
    "near-duplicates planted": Edits(words=0.03, copied=0.05),
    "all of these": Edits(words=0.03, moved=0.03, passages=0.1, deleted=0.1, copied=0.03, quoted=0.1),
}
HARDER = {
    "many near-duplicates": Edits(words=0.03, copied=0.2),
    "and deleted": Edits(words=0.03, copied=0.2, quoted=0.3, deleted=0.3),
    "and left out": Edits(words=0.03, copied=0.3, left_out=0.3),
    "ids renumbered": Edits(words=0.03, copied=0.1, quoted=0.2, deleted=0.2, is_renumbered=True),
    "and no authors": Edits(
        words=0.03, copied=0.1, quoted=0.2, deleted=0.2, is_renumbered=True, is_anonymous=True
    ),
}


def documents(folder: Path) -> list[Document]:
    """Made threads, the shipped digests, and the originals when they are there."""
    made = [from_json_text(json.dumps(made_thread(300, seed))) for seed in (1, 2)]
    library, _ = open_library(Paths.find({"THREADSIDE_HOME": str(folder)}))
    with library:
        shipped = [library.document(listing.id) for listing in library.listings()]
        return [*made, *shipped, *_originals(library)]


def _originals(library: Library) -> Iterator[Document]:
    for path in sorted(_SHARED.glob("*.txt")) if _SHARED.is_dir() else ():
        added, _ = take_file(library, str(path), sys.stdin.buffer)
        yield library.document(added.id)


def tally(found: Sequence[Document], edits: Edits, times: int, seed: int = 7) -> Tally:
    """Bookmark words of each document, edit it, and count where the anchors are."""
    counted = Tally()
    for number, document in enumerate(found, seed):
        tokens = Tokens.of(document)
        selections = select(tokens, number, times)
        measure(selections, Editor(number + 92).edit(tokens, edits), counted)
    return counted


def anchoring(folder: Path, times: int) -> None:
    """Print a line for each kind of edit."""
    found = documents(folder)
    print(f"anchoring: {len(found)} documents, {times} selectors of each")
    for name, edits in {**KINDS, **HARDER}.items():
        start = time.perf_counter()
        one = tally(found, edits, times)
        each = (time.perf_counter() - start) / one.all * 1000
        print(f"  {name:24} {one.all:6} right {one.right} partly {one.partly} wrong {one.wrong} "
              f"orphaned {one.orphaned}; kept {one.kept}, found {one.share:.4f}; {each:.1f} ms")  # fmt: skip
        for target, place in one.examples[:3]:
            print("    wrong:", target.entry, repr(target.quote.exact[:60]), "->", place and place.text[:60])
    for name, counts in editions(found, times).items():
        print(f"  {name}: {counts}")


def editions(found: Sequence[Document], times: int) -> dict[str, dict[str, int]]:
    """Bookmarks of each digest in its full edition, and back: what became of them."""
    told: dict[str, dict[str, int]] = {}
    for digest in found:
        for full in found:
            if full.id == digest.id and full is not digest and digest.edition == "digest":
                for name, one, other in (("digest to full", digest, full), ("full to digest", full, digest)):
                    tokens = Tokens.of(one)
                    bookmarks = [new_bookmark(chosen.target) for chosen in select(tokens, 5, times)]
                    for turn, document in ((name, other), (f"{name} and back", tokens.as_document())):
                        verdicts = reanchor(bookmarks, DocumentTexts.of(document))
                        told[f"{digest.id}, {turn}"] = count_verdicts(verdicts)
                        told[f"{digest.id}, {turn}"]["in another entry"] = sum(
                            place is not None and place.entry != bookmark.target.entry
                            for bookmark, place in verdicts
                        )
    return told


def durability(folder: Path, kills: int) -> None:
    """Print how many kills and failures lost something."""
    start = time.perf_counter()
    toll = kill_often(folder / "killed.jsonl", kills, 1)
    seconds = time.perf_counter() - start
    print(f"durability: {toll.kills} kills, {toll.told} changes told, {len(toll.lost)} lost; {seconds:.0f} s")
    print(*toll.lost[:10], sep="\n", end="\n" * bool(toll.lost))
    chance, path = random.Random(3), folder / "hindered.jsonl"
    Bookmarks(path).add_all([made_bookmark(chance, number) for number in range(10)])
    id = Bookmarks(path).all()[3].id
    actions: dict[str, Callable[[Bookmarks], object]] = {
        "add": lambda store: store.add(made_bookmark(chance)),
        "edit": lambda store: store.change(id, note="x"),
        "import": lambda store: store.add_all([made_bookmark(chance) for _ in range(5)]),
    }
    for large in (10**9, 0):
        for name, action in actions.items():
            tried = Counter(hinder(path, action, large))
            print(f"  failures in {name}, {'small' if large else 'large'} file: {dict(tried)}, nothing lost")


def concurrency(folder: Path, each: int) -> None:
    """Print what four programs and an editor left."""
    for name, is_renaming in (("adding in place", False), ("saving by renaming", True)):
        there, edits, kept = crowd(folder / f"{is_renaming}.jsonl", 4, each, is_renaming)
        print(f"concurrency, editor {name}: {there} of {4 * each} bookmarks, {kept} of {edits} edits")


def scale(folder: Path, size: int) -> None:
    """Print the times of a large file."""
    path, chance = folder / "large.jsonl", random.Random(1)
    Bookmarks(path).add_all([made_bookmark(chance, number) for number in range(size)])
    print(f"scale: {size} bookmarks, {path.stat().st_size / 2**20:.0f} MiB")
    store = Bookmarks(path)
    _time("list opens", 1, lambda: (len(store.all()), store.all()[-50:]))
    for typed in ("e", "am", "amber", "amber birch", "zzz", "#moss", "writer 7"):
        _time(f"filter {typed!r}", 5, lambda typed=typed: store.find(typed).take(100))
    _time("bookmarks of a document", 3, lambda: store.of("made-7"))
    _time("add", 20, lambda: store.add(made_bookmark(chance)))
    id = store.all()[size // 2].id
    _time("edit", 3, lambda: store.change(id, note="x"))
    _time("delete and undo", 2, lambda: store.undo(store.delete(id)))
    _time("another program sees an addition", 1, lambda: len(Bookmarks(path).all()))


def _time(name: str, times: int, action: Callable[[], object]) -> None:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append((time.perf_counter() - start) * 1000)
    print(f"  {name:34} {statistics.median(taken):8.1f} ms, at most {max(taken):.1f}")


def main() -> None:
    """Measure what is asked for, or all of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.bookmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", help="durability, concurrency, anchoring, scale; all by default")
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--selectors", type=int, default=200, help="of each document and kind of edit")
    parser.add_argument("--size", type=int, default=100_000)
    options = parser.parse_args()
    runs = {
        "durability": (durability, options.kills), "concurrency": (concurrency, 250),
        "anchoring": (anchoring, options.selectors), "scale": (scale, options.size),
    }  # fmt: skip
    for name, (run, number) in runs.items():
        if not options.parts or name in options.parts:
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                run(Path(folder), number)


if __name__ == "__main__":
    main()
