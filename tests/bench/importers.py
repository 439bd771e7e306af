"""``python -m tests.bench.importers``: how fast answers are read, and whether broken ones stop it.

``speed`` reads made threads of 500, 5,000 and 50,000 comments in the form of each site. ``fuzz``
mutates every golden source of every importer; each mutated text must become a document with a
report or one SourceError, within two seconds. Times are those of the processor. Without a word both
are run.
"""

from __future__ import annotations

import argparse
import gc
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from reader.clean import clean_line
from reader.errors import SourceError
from reader.importers.registry import IMPORTERS, detect, read_source
from reader.importers.source import Source
from reader.model.codec import to_json
from reader.model.documents import Document
from tests.bench.answers import FORMS, MEAN_LENGTH, made_entries
from tests.bench.mutating import Mutator
from tests.unit.importing import GOLDEN

SIZES = (500, 5_000, 50_000)
GOAL = 5_000
SLOWEST = 2.0
_SUFFIXES = frozenset({".json", ".jsonl", ".txt", ".md", ".html", ".vtt", ".srt", ".mbox"})


def measure_speed(sizes: tuple[int, ...], rounds: int) -> list[str]:
    """Read made threads of several sizes.

    Returns:
        A line for each form of answer: comments a second at each size, the slowest against the
        fastest (1 is linear), and whether the goal is met.
    """
    print(
        f"comments a second at {', '.join(f'{size:,}' for size in sizes)} of {MEAN_LENGTH} characters on average"
    )
    rates: dict[str, list[float]] = {name: [] for name in FORMS}
    for size in sizes:
        entries = made_entries(size)
        for name, form in FORMS.items():
            text = form.make(entries)
            rates[name].append(size / min(_read_time(text, form.importer, size) for _ in range(rounds)))
            print(
                f"{name:24} {size:>7,} {len(text) / 2**20:7.1f} MiB {rates[name][-1]:>8,.0f} /s", flush=True
            )
    return [f"{name:24} {_judge(name, measured)}" for name, measured in rates.items()]


def _read_time(text: str, importer: str, size: int) -> float:
    gc.collect()
    start = time.process_time()
    document = read_source(Source("made.json", text))
    taken = time.process_time() - start
    assert document.report.format == importer
    assert document.report.imported == size
    return taken


def _judge(name: str, measured: list[float]) -> str:
    is_met = min(measured) >= GOAL or not FORMS[name].is_json
    spread = max(measured) / min(measured)
    said = "" if is_met else f"  below {GOAL:,}"
    return f"{'  '.join(f'{rate:>7,.0f}' for rate in measured)}   spread {spread:.2f}{said}"


@dataclass
class Outcomes:
    """What became of mutated texts.

    Attributes:
        counts: Documents, errors and faults, by importer's name.
        slowest: The longest time in seconds, and the seed of its text.
        faults: What must not be, with its seed.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    faults: list[str] = field(default_factory=list)

    def note(self, seed: str, name: str, outcome: str, taken: float) -> None:
        """Take down one reading."""
        self.counts[name, outcome] += 1
        self.slowest = max(self.slowest, (taken, seed))
        if taken > SLOWEST:
            self.faults.append(f"{seed}: {taken:.1f} s")


def sources() -> list[tuple[str, str, str]]:
    """The golden sources as importer's name, file's name and text."""
    found = []
    for path in sorted(GOLDEN.rglob("*")):
        if path.suffix in _SUFFIXES and not path.name.endswith(".document.json"):
            text = path.read_text(encoding="utf-8")
            try:
                found.append((detect(Source(path.name, text)).name, path.name, text))
            except SourceError:
                continue
    small = made_entries(12)
    made = [(form.importer, f"made {name}", form.make(small)) for name, form in FORMS.items()]
    return found + made


def fuzz(count: int, seed: int) -> Outcomes:
    """Read mutated texts.

    Args:
        count: How many.
        seed: Of the first; each has its own, which ``--only`` takes.
    """
    outcomes, originals = Outcomes(), sources()
    without = {importer.name for importer in IMPORTERS} - {name for name, _, _ in originals}
    print(f"{len(originals)} originals; importers without one: {', '.join(sorted(without)) or 'none'}")
    for number in range(seed, seed + count):
        fuzz_one(number, originals, outcomes)
        if (number - seed) % 2000 == 1999 and sys.stderr.isatty():
            print(f"\r{number - seed + 1:,}", end="", file=sys.stderr, flush=True)
    return outcomes


def fuzz_one(number: int, originals: list[tuple[str, str, str]], outcomes: Outcomes) -> None:
    """Mutate and read one text; a seed names the original, the mutations and how it is read."""
    name, file, text = originals[number % len(originals)]
    mutator = Mutator(number)
    mutated = mutator.mutate(text)
    asked = name if mutator.is_asked else None
    seed = f"{number} ({file}, {'as ' + name if asked else 'detected'})"
    start = time.process_time()
    try:
        document = read_source(Source(file, mutated), (), asked)
        outcome = "documents"
    except SourceError as error:
        document, outcome = None, "errors"
        if not error.reason or clean_line(str(error)) != str(error):
            outcomes.faults.append(f"{seed}: an error that is no line: {str(error)[:80]!r}")
    except Exception as error:
        document, outcome = None, "faults"
        outcomes.faults.append(f"{seed}: {type(error).__name__}: {str(error)[:100]!r}")
    taken = time.process_time() - start
    outcomes.note(seed, name, outcome, taken)
    if document and (wrong := find_wrong(document)):
        outcomes.faults.append(f"{seed}: {wrong}")


def find_wrong(document: Document) -> str:
    """What is wrong with a document; empty when nothing is."""
    ids = [entry.id for entry in document.entries]
    seen = set[str]()
    for entry in document.entries:
        if entry.parent is not None and entry.parent not in seen:
            return f"the parent of {entry.id!r} does not come before it"
        seen.add(entry.id)
    if len(seen) < len(ids) or "" in seen:
        return "two entries share an id, or one has none"
    # Our own JSON says itself what its title and its report are.
    is_own = document.report.format not in {importer.name for importer in IMPORTERS[1:]}
    if not ids or not (is_own or document.title):
        return "no title, or no entry"
    to_json(document)
    return ""


def _tell(outcomes: Outcomes) -> None:
    names = sorted({name for name, _ in outcomes.counts})
    for name in names:
        counts = [outcomes.counts[name, outcome] for outcome in ("documents", "errors", "faults")]
        print(f"{name:24} {counts[0]:>7,} documents {counts[1]:>7,} errors {counts[2]:>3} faults")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{sum(outcomes.counts.values()):,} texts; slowest {outcomes.slowest[0]:.2f} s at seed {outcomes.slowest[1]}"
    )
    print(f"peak memory {peak:,.0f} MiB")
    for fault in outcomes.faults[:20]:
        print("FAULT", fault)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.importers", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("speed", "fuzz"), help="by default both")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="comments of the made threads")
    parser.add_argument(
        "--rounds", type=int, default=3, help="readings of each; the fastest counts (default 3)"
    )
    parser.add_argument("--count", type=int, default=20_000, help="mutated texts (default 20,000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first (default 1)")
    parser.add_argument(
        "--only", type=int, help="read the mutated text of this seed, and show what it raises"
    )
    return parser.parse_args()


def main() -> int:
    """Measure, print, and say by the exit code whether the texts were all read as they may be."""
    options = _options()
    if options.only is not None:
        name, file, text = sources()[options.only % len(sources())]
        mutator = Mutator(options.only)
        mutated = mutator.mutate(text)
        print(read_source(Source(file, mutated), (), name if mutator.is_asked else None).report)
        return 0
    faults: list[str] = []
    if options.what != "speed":
        outcomes = fuzz(options.count, options.seed)
        _tell(outcomes)
        faults = outcomes.faults
    if options.what != "fuzz":
        print(*measure_speed(tuple(map(int, options.sizes.split(","))), options.rounds), sep="\n")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
