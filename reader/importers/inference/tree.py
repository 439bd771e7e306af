"""All trees of comments that a page may be, and how likely each answer is among them.

A page is in depth-first order, so what comes after a comment either answers it, or else what that one
answers, and so on up to the post. The likelihood of a tree is that of all these choices, times how
much likelier each answer's bond with what it answers is than with anything else.

The answers to a comment and all below them follow it at once: each branch is a run of units. So all
trees are summed by their branches: the weight of a branch that begins with a comment and ends at some
unit is the sum over its last answer, whose own branch ends there. That sum needs no list of trees, and
leaves none out but those with a very unlikely comment or answer.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import copy
from typing import NamedTuple

from reader.importers.inference.evidence import POST_EXTENT, Extent
from reader.importers.inference.quoting import POST
from reader.importers.inference.spans import Span, add
from reader.importers.inference.weighing import Weigher, answer_questions

ROOT = -1
PLACES = ("last", "beside", "above")
_LOOKS, _SHORTEST_LOOK, _MOST_SOURCES = 60_000, 12, 6
# Rarer answers than this do not come back, whatever speaks for them again.
_NEGLIGIBLE = 1e-6


class Pace(NamedTuple):
    """How thoroughly a page is read.

    Attributes:
        passes: How often all trees are summed, each time with what the last one said.
        parents: How many comments each is looked at as an answer to, besides those right before it.
        look: How many comments are looked at for that, going back, at most.
        cells: How many comments times places are summed over, about.
        longest: How many units a comment has at most.
        at_once: How many comments that begin with one unit are looked at, at most.
    """

    passes: int
    parents: int
    look: int
    cells: int
    longest: int
    at_once: int


# About how likely, as logs, a comment answers the one before it, and any other.
_LAST, _ABOVE = -0.7, -2.5
THOROUGH, HURRIED = Pace(3, 14, 90, 200_000, 80, 4), Pace(1, 3, 4, 10_000, 9, 2)


class Edge(NamedTuple):
    """A comment that may answer another.

    Attributes:
        parent: The index of the other; ROOT for the post.
        child: The index of the comment.
        bond: How much likelier their bond is than one with anything else, as a log.
    """

    parent: int
    child: int
    bond: float


class Forest:
    """The comments that may be, and what each may answer.

    Args:
        weigher: What speaks for each answer.
        spans: The comments that may be, by start and stop.
        pace: How far to look.

    Attributes:
        spans: The comments.
        edges: For each comment what it may answer.
        pace: How far to look.
    """

    def __init__(self, weigher: Weigher, spans: Sequence[Span], pace: Pace = THOROUGH) -> None:
        self.weigher = weigher
        self.spans = spans
        self._extents = [Extent(span.start, span.stop) for span in spans]
        self._ending: defaultdict[int, list[int]] = defaultdict(list)
        self._holding: defaultdict[int, list[int]] = defaultdict(list)
        for index, span in enumerate(spans):
            self._ending[span.stop].append(index)
            for at in range(span.start, span.stop):
                self._holding[at].append(index)
        self.pace = pace
        self._look = min(pace.look, max(_SHORTEST_LOOK, _LOOKS // max(1, len(spans))))
        self.edges = [self._edges(child) for child in range(len(spans))]

    def weighed(
        self, spans: Sequence[Span], again: Mapping[tuple[int, int], float],
        shares: Mapping[tuple[int, int], float],
    ) -> Forest:  # fmt: skip
        """The same forest with other weights, without the answers that are found nearly nowhere.

        Args:
            spans: The same comments.
            again: What else speaks for an answer, by parent and child.
            shares: In which share of all trees each was found.
        """
        forest = copy(self)
        forest.spans = spans
        forest.edges = [
            [edge._replace(bond=edge.bond + again.get((edge.parent, edge.child), 0.0))
             for edge in edges if shares.get((edge.parent, edge.child), 0.0) > _NEGLIGIBLE]
            for edges in self.edges
        ]  # fmt: skip
        return forest

    def extent(self, index: int) -> Extent:
        """The units of a comment, or of the post."""
        return self._extents[index] if index != ROOT else POST_EXTENT

    def _edges(self, child: int) -> list[Edge]:
        found = [Edge(parent, child, self._bond(parent, child)) for parent in self._candidates(child)]
        # What stands right before it and the post are always looked at, and the best of the others.
        found.sort(key=lambda edge: (not self._is_near(edge), -edge.bond))
        return [edge for at, edge in enumerate(found) if at < self.pace.parents or self._is_near(edge)]

    def _is_near(self, edge: Edge) -> bool:
        return edge.parent == ROOT or self.spans[edge.parent].stop == self.spans[edge.child].start

    def _candidates(self, child: int) -> list[int]:
        """What a comment may answer: those before it, as far back as is looked, and what it quotes."""
        start, stop = self.spans[child].start, self.spans[child].stop
        quoted = self.weigher.facts.quoted
        sources = {one.source for at in range(start, stop) for one in quoted[at]} - {POST}
        holding = (one for source in sources for one in self._holding[source][:_MOST_SOURCES])
        near = (*self._ending[start], *range(max(0, child - self._look), child), *holding)
        found = dict.fromkeys(one for one in near if self.spans[one].stop <= start)
        return [ROOT, *found]

    def _bond(self, parent: int, child: int) -> float:
        bond, heads = answer_questions(self.extent(child), self.extent(parent))
        return self.weigher.weigh_once(bond) + self.weigher.weigh(heads)

    def place(self, at: int, place: str) -> float:
        """The log-odds that a comment which begins with a unit answers what stands in some place."""
        return self.weigher.weigh(("place", at, place))

    def node(self, index: int, place: str) -> float:
        """The same, for what stands there."""
        return self.weigher.weigh(("node", self.extent(index), place))

    def gap(self, distance: int) -> float:
        """The same, for how many units lie between."""
        return self.weigher.weights.get("answers.gap", 0.0) * math.log(distance)

    def beside(self, one: int, other: int) -> float:
        """How much likelier two comments answer the same, one after the other, than not; a log."""
        return self.weigher.weigh(("beside", self.spans[other].start, self.spans[one].start))


def scales_of(forest: Forest, place: Mapping[int, int], loss: float) -> list[float]:
    """For each place the log of the weight of all that stands before it, about, so that no sum overflows.

    As if every comment could answer anything, with about the chances that the order of the page gives.
    """
    ways = [-math.inf] * len(place)
    ways[0] = 0.0
    for index, span in enumerate(forest.spans):
        if span.stop in place:
            start, stop = place[span.start], place[span.stop]
            ways[stop] = add(ways[stop], ways[start] + span.weight + _likely(forest, index) - loss)
    return [max(way, -1e6) for way in ways]


def _likely(forest: Forest, index: int) -> float:
    """The log of about how likely a comment is to answer any of what it may."""
    start = forest.spans[index].start
    whole = -math.inf
    for edge in forest.edges[index]:
        is_last = edge.parent != ROOT and forest.spans[edge.parent].stop == start
        whole = add(whole, edge.bond + (_LAST if is_last else _ABOVE))
    return whole
