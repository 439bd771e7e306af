"""Samples by subject and figure, and the table made of them."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from tests.bench.subjects import FLOOR, PYTHON

FIRST, SETTLED, RUN, QUIT, MEMORY = "first frame", "settled", "run", "quit", "memory"
ANY, LONGEST, BYTES, BYTES_KEY = "any key", "longest key", "bytes a page", "bytes a key"
FIRST_WORK, KEY_WORK = "processor to first frame", "processor a page"
FRAME = "saved frame"
HELD, HOUR, GROWN = "held, after the last", "memory an hour on", "grown in its second half"
KEY_FIGURES = (
    "page down", "line down", "next sibling", "next top-level", "end", "home", "middle", "collapse all",
    "expand all", "other pane",
)  # fmt: skip
# Each figure beside the one of the floor it is compared with.
ORDER = {
    RUN: RUN, "run --version": RUN, "run list": RUN, "run show thread": RUN, "run show interview": RUN,
    "run search": RUN, FRAME: RUN, FIRST: FIRST, FIRST_WORK: FIRST_WORK, SETTLED: SETTLED, "key": "key", "wheel": "key",
    **dict.fromkeys(KEY_FIGURES, "key"), "outline": "key", "outline away": "key",
    ANY: "key", KEY_WORK: KEY_WORK, LONGEST: LONGEST,
    "resize": "resize", "100 page downs at once": "100 page downs at once", HELD: HELD,
    QUIT: QUIT, MEMORY: MEMORY, HOUR: MEMORY, GROWN: "", BYTES: "", BYTES_KEY: "",
}  # fmt: skip
_UNITS = {MEMORY: "MiB", HOUR: "MiB", GROWN: "%", BYTES: "bytes", BYTES_KEY: "bytes"}


def percentile(samples: Sequence[float], share: float) -> float:
    """The value that a share (0 to 1) of the samples does not exceed, interpolated."""
    ordered = sorted(samples)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


class Figures:
    """Everything measured in one run."""

    def __init__(self) -> None:
        self._samples: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))

    def note(self, subject: str, figure: str, value: float) -> None:
        """Keep one sample: milliseconds, MiB or bytes."""
        self._samples[subject][figure].append(value)

    def subjects(self) -> list[str]:
        """Whatever was measured, in the order of the first samples."""
        return list(self._samples)

    def statistic(self, subject: str, figure: str, share: float) -> float | None:
        """The value that a share (0 to 1) of the samples does not exceed, or None when there is none."""
        samples = self._samples.get(subject, {}).get(figure)
        return percentile(samples, share) if samples else None

    def median(self, subject: str, figure: str) -> float | None:
        """The middle sample, or None when there is none."""
        samples = self._samples.get(subject, {}).get(figure)
        return statistics.median(samples) if samples else None

    def floor(self, figure: str) -> float | None:
        """The median of the figure's floor: of Python for commands, else of the empty app."""
        return self.median(PYTHON if ORDER[figure] == RUN else FLOOR, ORDER[figure])

    def as_json(self) -> dict[str, Any]:
        """All figures as JSON values, samples included."""
        return {
            subject: {figure: self._figure(figure, samples) for figure, samples in by_figure.items()}
            for subject, by_figure in self._samples.items()
        }

    def _figure(self, figure: str, samples: list[float]) -> dict[str, Any]:
        middle, floor = statistics.median(samples), self.floor(figure)
        return {
            "unit": _UNITS.get(figure, "ms"), "count": len(samples), "p50": round(middle, 2),
            "p95": round(percentile(samples, 0.95), 2), "p99": round(percentile(samples, 0.99), 2),
            "ratio": round(middle / floor, 3) if floor else None,
            "samples": [round(sample, 2) for sample in samples],
        }  # fmt: skip

    def table(self) -> str:
        """A row a figure, a column a subject: median / 95th / 99th percentile, times the floor."""
        subjects = list(self._samples)
        rows = [["ms: p50 / p95 / p99 (x floor)", *subjects]]
        for figure in ORDER:
            row = [self._cell(subject, figure) for subject in subjects]
            rows += [[_title(figure), *row]] if any(row) else []
        return _aligned(rows)

    def _cell(self, subject: str, figure: str) -> str:
        samples = self._samples[subject].get(figure)
        if not samples:
            return ""
        middle, floor = statistics.median(samples), self.floor(figure)
        is_spread = len(samples) >= 20
        shown = [middle, percentile(samples, 0.95), percentile(samples, 0.99)] if is_spread else [middle]
        said = " / ".join(map(_rounded, shown))
        if not floor or subject in (FLOOR, PYTHON):
            return said
        return f"{said} ({middle - floor:+.0f})" if figure in _UNITS else f"{said} (x{middle / floor:.2f})"


def _title(figure: str) -> str:
    return f"{figure}, {_UNITS[figure]}" if figure in _UNITS else figure


def _rounded(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["| " + " | ".join(map(str.ljust, row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def summary(late: Mapping[str, int], silent: Mapping[str, int]) -> str:
    """What to know of the table: strokes that went on after the quiet, and keys without an effect."""
    said = [f"{name}: {count} strokes went on after the quiet" for name, count in late.items() if count]
    said += [f"{name}: nothing was written {count} times" for name, count in silent.items() if count]
    return "\n".join(said)
