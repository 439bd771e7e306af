"""Who answers again: whoever was answered tends to answer in turn."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate

from reader.importers.inference.facts import Facts
from reader.importers.inference.spans import Spans
from reader.importers.inference.tree import ROOT, Forest

_ROUNDS, _MOST_BONUS = 4, 4.0


def weigh_again(forest: Forest, shares: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """For each answer what speaks for it because its author wrote what the answered comment answers in turn.

    Args:
        forest: What may answer what.
        shares: What each answers, in which share of all trees, by parent and child.
    """
    authors = [forest.weigher.facts.authors[span.start] for span in forest.spans]
    above: defaultdict[int, dict[str, float]] = defaultdict(dict)
    whole: defaultdict[int, float] = defaultdict(float)
    for (parent, child), share in shares.items():
        whole[child] += share
        name = authors[parent] if parent != ROOT else None
        if name:
            above[child][name] = above[child].get(name, 0.0) + share
    weights = forest.weigher.weights
    again, not_again = (weights.get(rule, 0.0) for rule in ("author.again", "author.not_again"))
    found = _answered_before(forest, shares)
    for edge in (edge for edges in forest.edges for edge in edges):
        author, names = authors[edge.child], above.get(edge.parent)
        if author and names and edge.parent != ROOT:
            same = names.get(author, 0.0) / whole[edge.parent]
            other = sum(names.values()) / whole[edge.parent] - same
            found[edge.parent, edge.child] += again * same + not_again * other
    return found


def _answered_before(
    forest: Forest, shares: Mapping[tuple[int, int], float]
) -> defaultdict[tuple[int, int], float]:
    """For each answer what speaks for it because the same was answered before, as often as expected."""
    spans, weight = forest.spans, forest.weigher.weights.get("answered.before", 0.0)
    begun: defaultdict[int, float] = defaultdict(float)
    answers: defaultdict[int, defaultdict[int, float]] = defaultdict(lambda: defaultdict(float))
    for (parent, child), share in shares.items():
        begun[spans[child].start] += share
        if parent != ROOT:
            answers[spans[parent].start][spans[child].start] += share
    sums = {at: _Sums(found) for at, found in answers.items()}
    found: defaultdict[tuple[int, int], float] = defaultdict(float)
    for edge in (edge for edges in forest.edges for edge in edges if edge.parent != ROOT):
        at = spans[edge.parent].start
        if at in sums and begun[at]:
            often = sums[at].before(spans[edge.child].start) / begun[at]
            found[edge.parent, edge.child] = weight * math.log1p(often)
    return found


class _Sums:
    """How many answers are expected before any unit.

    Args:
        shares: By unit how likely one begins with it.
    """

    def __init__(self, shares: Mapping[int, float]) -> None:
        self._units = sorted(shares)
        self._sums = list(accumulate((shares[at] for at in self._units), initial=0.0))

    def before(self, unit: int) -> float:
        """How many are expected before a unit."""
        return self._sums[bisect_left(self._units, unit)]


def fit_total(facts: Facts, spans: Spans) -> float:
    """The log-odds that every beginning must get so that as many are expected as the page announces."""
    if facts.total is None or not is_plausible(facts):
        return 0.0
    bonus = 0.0
    for _ in range(_ROUNDS):
        _, starts = spans.likely(bonus)
        closer = come_closer(facts.total, starts, bonus)
        if closer == bonus:
            break
        bonus = closer
    return bonus


def is_plausible(facts: Facts) -> bool:
    """Whether there may be as many comments as the page announces."""
    certain = sum(unit.is_first for unit in facts.units)
    return facts.total is not None and certain <= facts.total <= len(facts.units)


def come_closer(total: int, starts: Iterable[float], bonus: float) -> float:
    """A bonus with which about as many beginnings are expected as the page announces.

    Args:
        total: How many the page announces.
        starts: How likely each is with the bonus there is.
        bonus: That bonus.
    """
    shares = list(starts)
    spread = sum(share * (1 - share) for share in shares)
    missing = total - sum(shares)
    if abs(missing) < max(0.5, 0.01 * total) or spread < 0.05:
        return bonus
    return max(-_MOST_BONUS, min(_MOST_BONUS, bonus + max(-1.5, min(1.5, missing / spread))))
