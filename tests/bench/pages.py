"""``python -m tests.bench.pages``: whether any page can stop an importer, and how fast HTML is read.

``cuts`` cuts every golden page at each character; ``mutations`` mutates them; each text must become
a document with a report or one SourceError, within two seconds. ``text`` makes HTML of all kinds and
compares what is visible in it with what is visible in its Markdown. ``speed`` reads comments of a
usual kind. Times are those of the processor. Without a word all are run.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator

from hypothesis import HealthCheck, given, settings

from reader.errors import SourceError
from reader.importers.html import html_to_markdown
from reader.importers.source import Source
from reader.model.markdown import parse_markdown
from tests.bench.mutating import Mutator
from tests.unit.answering import assert_whole
from tests.unit.test_html import BLOCKS, Made, assert_visible
from tests.unit.test_saved_pages import GOLDENS, IMPORTERS, text_of

SLOWEST = 2.0
_COMMENTS = {
    "plain": "Words of a usual length, and more of them. " * 7 + "<p>" + "It&#x27;s said again. " * 15,
    "rich": "<p>Some with <i>emphasis</i> and a <a href='https://a.example/x?y=1'>link</a> &amp; more, "
    + "usual words follow " * 10 + "</p><blockquote><p>" + "quoted words " * 12 + "</p></blockquote><p>The end.</p>",
}  # fmt: skip


def _cuts(count: int) -> Iterator[tuple[str, str]]:
    for name in GOLDENS:
        text = text_of(name)
        yield from ((name, text[:stop]) for stop in range(len(text)))


def _mutations(count: int) -> Iterator[tuple[str, str]]:
    names = list(GOLDENS)
    for seed in range(count):
        name = names[seed % len(names)]
        yield name, Mutator(seed).mutate(text_of(name))


def try_all(texts: Iterator[tuple[str, str]]) -> int:
    """Read texts, and print what became of them.

    Returns:
        How many became neither a document nor an error.
    """
    outcomes: Counter[tuple[str, str]] = Counter()
    slowest = (0.0, "")
    for name, text in texts:
        start = time.process_time()
        try:
            assert_whole(IMPORTERS[GOLDENS[name]][1](Source("page.html", text), ()))
            outcome = "documents"
        except SourceError:
            outcome = "errors"
        except Exception as error:
            outcome = "faults"
            where = traceback.extract_tb(error.__traceback__)[-1]
            print(f"FAULT {name}, {len(text)} characters, {where.name}: {where.line}: {error!r}"[:400])
        slowest = max(slowest, (time.process_time() - start, f"{name}, {len(text)} characters"))
        outcomes[name, outcome] += 1
    for name in GOLDENS:
        print(
            f"{name:28}",
            *(f"{outcomes[name, kind]:>7,} {kind}" for kind in ("documents", "errors", "faults")),
        )
    print(f"slowest {slowest[0]:.2f} s: {slowest[1]}")
    return sum(many for (_, kind), many in outcomes.items() if kind == "faults") + (slowest[0] > SLOWEST)


def try_text(count: int) -> int:
    """Compare what is visible in made HTML and in its Markdown; an exception shows the first difference."""

    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(BLOCKS)
    def compare(made: Made) -> None:
        assert_visible(made)

    compare()
    print(f"{count:,} made pieces of HTML show the same text as Markdown")
    return 0


def measure_speed(count: int) -> int:
    """Print how long usual comments take, and how long parsing their Markdown would."""
    for name, comment in _COMMENTS.items():
        markdown = html_to_markdown(comment).markdown
        walked = _median(lambda comment=comment: html_to_markdown(comment))  # type: ignore[misc]
        parsed = _median(lambda markdown=markdown: parse_markdown(markdown))  # type: ignore[misc]
        print(
            f"{name:24} {walked:6.0f} µs read, with its passages; parsing the Markdown takes {parsed:.0f} µs"
        )
    return 0


def _median(call: Callable[[], object]) -> float:
    times = []
    for _ in range(2_000):
        start = time.perf_counter_ns()
        call()
        times.append(time.perf_counter_ns() - start)
    return sorted(times)[len(times) // 2] / 1_000


def main() -> int:
    """Run what is asked for; the exit code says whether anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.pages", description=__doc__)
    parser.add_argument("what", nargs="?", choices=("cuts", "mutations", "text", "speed"))
    parser.add_argument(
        "--count", type=int, default=20_000, help="mutated texts, and a tenth of it made ones"
    )
    options = parser.parse_args()
    runs: dict[str, Callable[[int], int]] = {
        "cuts": lambda count: try_all(_cuts(count)),
        "mutations": lambda count: try_all(_mutations(count)),
        "text": lambda count: try_text(count // 10),
        "speed": measure_speed,
    }
    faults = [run(options.count) for name, run in runs.items() if options.what in (None, name)]
    return bool(sum(faults))


if __name__ == "__main__":
    sys.exit(main())
