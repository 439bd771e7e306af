"""Which runs of units may be whole comments, and how likely each is by its beginnings alone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.importers.inference.weighing import Weigher, start_questions

LONGEST = 80
# A comment that goes on has less likelihood than this for the rest of the page to matter.
_HOPELESS = -9.0
_LEAST_SHARE = 0.015
MOST_AT_ONCE = 4


class Span(NamedTuple):
    """Units [start, stop) that may be a comment.

    Attributes:
        start: The first unit.
        stop: One past the last.
        weight: The log of how likely it goes on and ends like this, once it has begun.
    """

    start: int
    stop: int
    weight: float


_NOTHING = Span(0, 0, 0.0)


class Spans:
    """The runs of units that may be comments, weighed for any bonus on beginnings.

    Args:
        weigher: What speaks for each beginning.
        longest: How many units a comment has at most.
        at_once: How many comments that begin with one unit are kept at most.
    """

    def __init__(self, weigher: Weigher, longest: int = LONGEST, at_once: int = MOST_AT_ONCE) -> None:
        self._longest, self._at_once = longest, at_once
        self._units = weigher.facts.units
        self._weigher = weigher
        self._odds: dict[int, list[float]] = {}

    def _odds_from(self, start: int) -> list[float]:
        """For each unit after a start the log-odds that a comment begins with it, up to a certain one."""
        found = self._odds.get(start)
        if found is None:
            found = self._odds[start] = list(self._find_odds(start))
        return found

    def _find_odds(self, start: int) -> Iterator[float]:
        stay = 0.0
        for at in range(start + 1, min(len(self._units), start + self._longest)):
            if self._units[at].is_first:
                return
            odds = -math.inf
            if not self._units[at].is_closed:
                odds = sum(map(self._weigher.weigh, start_questions(start, at)))
            yield odds
            stay -= softplus(odds)
            if stay < _HOPELESS:
                return

    def after(self, start: int, bonus: float) -> Iterator[Span]:
        """Every comment that may begin with a unit.

        Args:
            start: The unit.
            bonus: Log-odds that every beginning gets which is not certain.
        """
        weight, stop = 0.0, start + 1
        for odds in self._odds_from(start):
            yield Span(start, stop, weight - softplus(-odds - bonus))
            weight -= softplus(odds + bonus)
            stop += 1
        if stop == len(self._units) or self._units[stop].is_first:
            yield Span(start, stop, weight + self._weigher.weigh(("certain", start, stop)))
        else:
            yield Span(start, stop, weight)

    def likely(self, bonus: float) -> tuple[list[Span], list[float]]:
        """The likely comments, and for each unit how likely a comment begins with it.

        Args:
            bonus: Log-odds that every beginning gets which is not certain.
        """
        count = len(self._units)
        spans = {start: list(self.after(start, bonus)) for start in range(count)}
        ways = [-math.inf] * (count + 1)
        ways[0] = 0.0
        for start in range(count):
            for span in spans[start] if ways[start] > -math.inf else ():
                ways[span.stop] = add(ways[span.stop], ways[start] + span.weight)
        rest = [-math.inf] * count + [0.0]
        for start in range(count - 1, -1, -1):
            for span in spans[start]:
                rest[start] = add(rest[start], span.weight + rest[span.stop])
        starts = [math.exp(min(0.0, ways[at] + rest[at] - rest[0])) for at in range(count)]
        kept = {span for start in range(count) if starts[start] >= _LEAST_SHARE
                for span in _kept(spans[start], ways[start] - rest[0], rest, self._at_once)}  # fmt: skip
        return sorted(kept.union(_best_way(spans, count))), starts

    def weighed(self, spans: Sequence[Span], bonus: float) -> list[Span]:
        """The same comments, weighed for another bonus.

        Args:
            spans: Comments, sorted.
            bonus: Log-odds that every beginning gets which is not certain.
        """
        wanted = set(spans_of(spans))
        starts = dict.fromkeys(span.start for span in spans)
        return [
            one for start in starts for one in self.after(start, bonus) if (one.start, one.stop) in wanted
        ]


def spans_of(spans: Iterable[Span]) -> Iterator[tuple[int, int]]:
    """Start and stop of each."""
    return ((span.start, span.stop) for span in spans)


def _kept(spans: list[Span], before: float, rest: list[float], most: int) -> list[Span]:
    """The likeliest of the comments that may begin with one unit."""
    shares = sorted(((before + span.weight + rest[span.stop], span) for span in spans), reverse=True)
    least = math.log(_LEAST_SHARE)
    return [span for at, (share, span) in enumerate(shares[:most]) if at == 0 or share > least]


def _best_way(spans: dict[int, list[Span]], count: int) -> Iterator[Span]:
    """The comments of the likeliest whole way."""
    best = [(-math.inf, _NOTHING)] * count + [(0.0, _NOTHING)]
    for start in range(count - 1, -1, -1):
        best[start] = max(
            ((span.weight + best[span.stop][0], span) for span in spans[start]), key=lambda one: one[0]
        )
    span = best[0][1]
    while span is not _NOTHING:
        yield span
        span = best[span.stop][1]


def add(one: float, other: float) -> float:
    """The log of the sum of what two logs are of."""
    if one < other:
        one, other = other, one
    return one if other == -math.inf else one + math.log1p(math.exp(other - one))


def softplus(value: float) -> float:
    """The log of one plus the exponential of a value."""
    return value if value > 30 else math.log1p(math.exp(value))
