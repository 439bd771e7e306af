"""The best whole reading of a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reader.importers.inference.alternation import come_closer, fit_total, is_plausible, weigh_again
from reader.importers.inference.decoding import Found, decode, tally
from reader.importers.inference.facts import Facts
from reader.importers.inference.spans import Spans
from reader.importers.inference.summing import sum_trees
from reader.importers.inference.tree import ROOT, THOROUGH, Forest, Pace
from reader.importers.inference.weighing import Weigher


class Reading(NamedTuple):
    """The best reading of a page.

    Attributes:
        comments: Its comments, in order.
        bonus: The log-odds that every beginning got so that there are as many as announced.
    """

    comments: list[Found]
    bonus: float


def read_facts(facts: Facts, weights: Mapping[str, float], pace: Pace = THOROUGH) -> Reading:
    """Find the best reading of a page.

    Args:
        facts: The page.
        weights: How much each rule counts.
        pace: How thoroughly to read.
    """
    if not facts.units:
        return Reading([], 0.0)
    weigher = Weigher(facts, weights)
    spans = Spans(weigher, pace.longest, pace.at_once)
    bonus = fit_total(facts, spans)
    likely, _ = spans.likely(bonus)
    total = facts.total if is_plausible(facts) else None
    whole = Forest(weigher, likely, pace)
    edges = sum_trees(whole).edges
    for _ in range(pace.passes - 1):
        if total is not None:
            bonus = come_closer(total, tally(likely, edges).starts.values(), bonus)
            likely = spans.weighed(likely, bonus)
        again = weigh_again(whole, edges)
        edges = sum_trees(whole.weighed(likely, again, edges)).edges
    comments = decode(likely, edges, total) or certain_only(facts)
    return Reading(comments, bonus)


def certain_only(facts: Facts) -> list[Found]:
    """A page cut only where comments begin for certain, all of them at the top, without any confidence."""
    starts = [at for at, unit in enumerate(facts.units) if unit.is_first or at == 0]
    stops = [*starts[1:], len(facts.units)]
    return [Found(*span, ROOT, 0.0, 0.0, None) for span in zip(starts, stops, strict=True)]
