"""The sum over all trees of a forest, by branches: see :mod:`reader.importers.inference.tree`."""

from __future__ import annotations

import math
from collections import defaultdict
from operator import mul
from typing import NamedTuple

from reader.importers.inference.tree import PLACES, ROOT, Forest, scales_of

_SHORTEST_BRANCH = 60
# What the order of the page takes from the log weight of a comment, about: tried until the sums fit a float.
_LOSSES = (0.9, 0.4, 1.5, 0.0, 2.2, -0.6)
_SMALLEST, _LARGEST = 1e-250, 1e250
_NEGLIGIBLE = 1e-7


class Summed(NamedTuple):
    """What all trees together say.

    Attributes:
        total: The log of their weight.
        edges: In which share of all weighed trees a comment answers another, by parent and child.
    """

    total: float
    edges: dict[tuple[int, int], float]


def sum_trees(forest: Forest) -> Summed:
    """Sum all trees of a forest."""
    summed = Summed(-math.inf, {})
    for loss in _LOSSES if forest.spans else ():
        summed = _Summing(forest, loss).run()
        if summed.edges:
            break
    return summed


class _Answer(NamedTuple):
    """A possible answer while branches are summed.

    Attributes:
        child: The comment.
        start: The place with which it begins.
        stop: The place at which it ends.
        factor: Its bond and its own weight.
        after: Later answers to the same, with how much likelier they are because of it, less one.
    """

    child: int
    start: int
    stop: int
    factor: float
    after: list[tuple[int, float]]


class _Chances(NamedTuple):
    """How likely a comment is answered next, by place from its end on; ``last`` only right there."""

    above: list[float]
    beside: list[float]
    last: float


class _Row(NamedTuple):
    """A comment and what follows it, by the place at which it ends, from its own end on.

    Attributes:
        loose: Where its last answer was answered in turn, or it has none.
        tight: Where its last answer has no answer.
        closed: Both, when nothing more answers it.
    """

    loose: list[float]
    tight: list[float]
    closed: list[float]


class _Summing:
    """Sums branches from the last comment to the first, then the rest of the tree around each."""

    def __init__(self, forest: Forest, loss: float) -> None:
        spans = forest.spans
        self._forest = forest
        self._ends = sorted({span.start for span in spans} | {max(span.stop for span in spans)})
        self._place = {unit: at for at, unit in enumerate(self._ends)}
        self._nodes = [at for at, span in enumerate(spans) if span.stop in self._place]
        self._reach = max(_SHORTEST_BRANCH, forest.pace.cells // len(spans))
        self._scales = scales_of(forest, self._place, loss)
        self._against = {
            place: [_against(forest.place(unit, place)) for unit in self._ends[:-1]] for place in PLACES
        }
        self._gaps = [1.0, *(_against(forest.gap(far)) for far in range(1, self._ends[-1] + 1))]
        self._answers = self._find_answers()
        self._rows: dict[int, _Row] = {}
        self._chances: dict[int, _Chances] = {}
        self._before: dict[tuple[int, int], float] = {}

    def _start(self, index: int) -> int:
        return self._place[self._forest.spans[index].start]

    def _stop(self, index: int) -> int:
        return 0 if index == ROOT else self._place[self._forest.spans[index].stop]

    def _limit(self, index: int) -> int:
        """One past the last place at which the branch of a comment may end."""
        last = len(self._place)
        return last if index == ROOT else min(last, self._stop(index) + self._reach)

    def _find_answers(self) -> dict[int, list[_Answer]]:
        found: defaultdict[int, list[_Answer]] = defaultdict(list)
        for child in self._nodes:
            start, stop = self._start(child), self._stop(child)
            weight = self._forest.spans[child].weight + self._scales[start] - self._scales[stop]
            for edge in self._forest.edges[child]:
                if edge.parent == ROOT or self._forest.spans[edge.parent].stop in self._place:
                    factor = math.exp(max(-300.0, min(300.0, edge.bond + weight)))
                    found[edge.parent].append(_Answer(child, start, stop, factor, []))
        for answers in found.values():
            answers.sort(key=lambda answer: answer.start)
            self._pair(answers)
        return found

    def _pair(self, answers: list[_Answer]) -> None:
        """Note for each answer which later ones are likelier or less likely because of it."""
        units, spans = self._forest.weigher.facts.units, self._forest.spans
        headed = [answer for answer in answers if units[spans[answer.child].start].header]
        for answer in headed:
            for later in answers:
                if later.start >= answer.stop:
                    weight = self._forest.beside(answer.child, later.child)
                    if weight:
                        answer.after.append((later.child, math.exp(weight) - 1))

    def run(self) -> Summed:
        """Sum everything."""
        for index in sorted(self._nodes, key=lambda one: -self._forest.spans[one].start):
            self._sum_branch(index)
        self._sum_branch(ROOT)
        whole = self._rows[ROOT].closed[-1]
        if not _SMALLEST < whole < _LARGEST:
            return Summed(-math.inf, {})
        return Summed(math.log(whole) + self._scales[-1], self._sum_around(whole))

    def _find_chances(self, index: int) -> _Chances:
        """How likely a comment is answered next, wherever the page stands then; the post always is."""
        first, limit = self._stop(index), self._limit(index)
        if index == ROOT:
            return _Chances([1.0] * limit, [1.0] * limit, 1.0)
        begun = self._ends[first]
        stop = min(limit, len(self._ends) - 1)
        last, beside, above = (self._against[place] for place in PLACES)
        of_last, of_beside, of_above = (_against(self._forest.node(index, place)) for place in PLACES)
        gaps = [self._gaps[unit - begun] * of_above for unit in self._ends[first:stop]]
        over = [0.0] * (limit - stop)  # nothing comes after the end of the page
        return _Chances(
            [1 / (1 + one * gap) for one, gap in zip(above[first:stop], gaps, strict=True)] + over,
            [1 / (1 + one * of_beside) for one in beside[first:stop]] + over,
            1 / (1 + last[first] * of_last) if first < stop else 0.0,
        )

    def _sum_branch(self, index: int) -> None:
        first, limit = self._stop(index), self._limit(index)
        chances = self._chances[index] = self._find_chances(index)
        loose, tight = [0.0] * (limit - first), [0.0] * (limit - first)
        more: defaultdict[int, float] = defaultdict(float)
        for child, start, stop, factor, after in self._answers.get(index, ()):
            if start >= limit:
                break
            at = start - first
            chance = (
                chances.last if at == 0 else loose[at] * chances.above[at] + tight[at] * chances.beside[at]
            )
            before = self._before[index, child] = chance + more[child]
            if stop >= limit or not before:
                continue
            much, below, place = before * factor, self._rows[child].closed, stop - first
            tight[place] += much * below[0]
            reach = slice(place + 1, place + len(below))
            loose[reach] = [one + much * other for one, other in zip(loose[reach], below[1:], strict=False)]
            self._note_after(index, more, after, stop, much, below)
        self._rows[index] = _Row(loose, tight, _closed(loose, tight, chances, index == ROOT))

    def _note_after(
        self, index: int, more: defaultdict[int, float], after: list[tuple[int, float]], stop: int,
        much: float, below: list[float],
    ) -> None:  # fmt: skip
        chances, first = self._chances[index], self._stop(index)
        for later, change in after:
            at = self._start(later)
            if at - stop < len(below) and at - first < len(chances.above):
                chance = chances.beside[at - first] if at == stop else chances.above[at - first]
                more[later] += much * below[at - stop] * chance * change

    def _sum_around(self, whole: float) -> dict[tuple[int, int], float]:
        around: dict[int, list[float]] = {ROOT: [0.0] * len(self._place)}
        around[ROOT][-1] = 1.0
        edges: dict[tuple[int, int], float] = {}
        for index in [ROOT, *sorted(self._nodes, key=lambda one: self._forest.spans[one].start)]:
            if index in around:
                self._pass_down(index, around.pop(index), around, edges, whole)
        return edges

    def _pass_down(
        self, index: int, outer: list[float], around: dict[int, list[float]],
        edges: dict[tuple[int, int], float], whole: float,
    ) -> None:  # fmt: skip
        first, chances = self._stop(index), self._chances[index]
        limit = first + len(outer)
        loose, tight = _ending(outer, chances, index == ROOT)
        outside: dict[int, float] = {}
        for child, start, stop, factor, after in reversed(self._answers.get(index, ())):
            before = self._before.get((index, child))
            if stop >= limit or not before:
                continue
            below, place = self._rows[child].closed, stop - first
            reach = loose[place : place + len(below)]
            reach[0] = tight[place]
            self._reach_after(index, reach, after, stop, outside)
            rest = outside[child] = factor * sum(map(mul, below, reach))
            share = before * rest / whole
            if share > _NEGLIGIBLE:
                edges[index, child] = share
                _give(around, child, reach, before * factor, len(below))
            loose[start - first] += rest * chances.above[start - first]
            tight[start - first] += rest * chances.beside[start - first]

    def _reach_after(
        self, index: int, reach: list[float], after: list[tuple[int, float]], stop: int,
        outside: dict[int, float],
    ) -> None:  # fmt: skip
        chances, first = self._chances[index], self._stop(index)
        for later, change in after:
            at = self._start(later)
            if at - stop < len(reach) and later in outside and at - first < len(chances.above):
                chance = chances.beside[at - first] if at == stop else chances.above[at - first]
                reach[at - stop] += outside[later] * chance * change


def _against(odds: float) -> float:
    """The odds against something, from the log-odds for it."""
    return math.exp(-max(-60.0, min(60.0, odds)))


def _closed(loose: list[float], tight: list[float], chances: _Chances, is_root: bool) -> list[float]:
    """What remains when nothing more answers a comment."""
    if is_root:
        return [one + other for one, other in zip(loose, tight, strict=True)]
    closed = [
        one * (1 - above) + other * (1 - beside)
        for one, other, above, beside in zip(loose, tight, chances.above, chances.beside, strict=True)
    ]
    closed[0] += 1 - chances.last
    return closed


def _ending(outer: list[float], chances: _Chances, is_root: bool) -> tuple[list[float], list[float]]:
    if is_root:
        return list(outer), list(outer)
    loose = [one * (1 - above) for one, above in zip(outer, chances.above, strict=True)]
    tight = [one * (1 - beside) for one, beside in zip(outer, chances.beside, strict=True)]
    return loose, tight


def _give(around: dict[int, list[float]], child: int, reach: list[float], much: float, size: int) -> None:
    held = around.get(child)
    if held is None:
        around[child] = [much * one for one in reach] + [0.0] * (size - len(reach))
    else:
        held[: len(reach)] = [one + much * other for one, other in zip(held, reach, strict=False)]
