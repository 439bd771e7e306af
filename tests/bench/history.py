"""A run beside an earlier one that was kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MATTERS = 0.1


def compare(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What changed by a tenth or more, figure by figure, the largest changes first.

    Ratios to the floor are compared, because the machine may have been slower or faster; where there
    are none, medians.

    Args:
        then: The subjects of the earlier run, as :meth:`tests.bench.figures.Figures.as_json` gives them.
        now: Those of this one.
    """
    changes = sorted(_changes(then, now), key=lambda change: -abs(change[0] - 1))
    return [f"{100 * (times - 1):+.0f} % {said}" for times, said in changes if abs(times - 1) >= _MATTERS]


def read(path: Path) -> dict[str, Any]:
    """The subjects of a run that was kept."""
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["subjects"]
    return kept


def _changes(then: dict[str, Any], now: dict[str, Any]) -> Iterator[tuple[float, str]]:
    for subject, figures in now.items():
        for figure, found in figures.items():
            before = then.get(subject, {}).get(figure)
            form = "ratio" if before and before["ratio"] and found["ratio"] else "p50"
            if before and before[form]:
                times = found[form] / before[form]
                yield times, f"{subject}: {figure} {form} {before[form]:g} then, {found[form]:g} now"
