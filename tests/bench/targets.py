"""What the reader is held to, and whether a run met it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tests.bench.figures import (
    ANY,
    FIRST,
    FIRST_WORK,
    FRAME,
    GROWN,
    HELD,
    KEY_WORK,
    MEMORY,
    QUIT,
    Figures,
)
from tests.bench.subjects import FLOOR, PYTHON

_AT_ONCE = ("end", "home", "middle", "collapse all", "expand all", "outline")
SMALLEST, LARGEST = "75 comments", "50,000 comments"


class Target(NamedTuple):
    """A limit.

    Attributes:
        figure: Of which figure.
        limit: Times the floor's median, or units beyond it, or milliseconds at most.
        form: ``times``, ``beyond`` or ``at most``.
        share: The share of the samples that must keep it: 0.5 is the median.
        subject: Of whom; empty for everyone who has the figure.
    """

    figure: str
    limit: float
    form: str
    share: float = 0.5
    subject: str = ""


TARGETS = (
    Target(FIRST, 1.10, "times", subject=SMALLEST),
    Target(FIRST, 1.35, "times", subject=LARGEST),
    Target(ANY, 1.6, "times"),
    Target(ANY, 10, "at most", 0.95),
    Target(ANY, 16, "at most", 0.99),
    Target("page down", 1.6, "times"),
    Target("page down", 10, "at most", 0.95),
    Target(KEY_WORK, 1.6, "times"),
    Target(FIRST_WORK, 1.10, "times", subject=SMALLEST),
    Target(FIRST_WORK, 1.35, "times", subject=LARGEST),
    *(Target(name, 15, "at most", subject=LARGEST) for name in _AT_ONCE),
    Target("resize", 80, "at most"),
    Target(HELD, 33, "at most"),
    Target(QUIT, 100, "at most"),
    Target(FRAME, 20, "at most"),
    Target(MEMORY, 45, "beyond", subject=LARGEST),
    Target(GROWN, 10, "at most"),
    Target("run --version", 6, "times"),
    Target("run show thread", 250, "at most"),
    Target("run show interview", 250, "at most"),
    Target("run search", 250, "at most"),
)


def judge(figures: Figures) -> list[str]:
    """A line for each target and subject: what was wanted, what was found, met or missed."""
    return [said for target in TARGETS for said in _judge(figures, target)]


def _judge(figures: Figures, target: Target) -> Iterator[str]:
    for subject in figures.subjects():
        found = figures.statistic(subject, target.figure, target.share)
        is_meant = subject not in (FLOOR, PYTHON, "less") and target.subject in ("", subject)
        if found is None or not is_meant:
            continue
        floor = figures.floor(target.figure) or 0
        value = found / floor if target.form == "times" and floor else found - floor
        value = found if target.form == "at most" else value
        word = "met   " if value <= target.limit else "MISSED"
        yield f"{word} {subject}: {_name(target)} {value:.2f}, {target.form} {target.limit:g}"


def _name(target: Target) -> str:
    share = "" if target.share == 0.5 else f" ({100 * target.share:.0f}th percentile)"
    return f"{target.figure}{share}"
