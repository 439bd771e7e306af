"""From all likely trees to one: the beginnings and answers that hold in most of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader.importers.inference.spans import Span
from reader.importers.inference.tree import ROOT

_ANSWER_COUNTS = 0.5
_LEAST = (0.02, 1e-3, 0.0)
_RIVAL = 0.02
# A beginning as likely as this is taken: about half of the F1 that is reached, for the greatest F1 expected.
# Less likely ones are taken where the page announces more comments.
_ENOUGH, _DOUBTS = 0.4, (0.35, 0.28)


class Found(NamedTuple):
    """A comment of the best reading.

    Attributes:
        start: The unit it begins with.
        stop: One past its last unit.
        parent: The unit that begins what it answers; ROOT for the post.
        starts: In which share of all readings a comment begins there.
        answers: In which share it begins there and answers that.
        rival: What it answers most often otherwise, as ``parent``; None when nothing else is at all likely.
    """

    start: int
    stop: int
    parent: int
    starts: float
    answers: float
    rival: int | None


class Tally(NamedTuple):
    """What all readings say.

    Attributes:
        starts: For each unit in which share of them a comment begins with it.
        answers: For each such unit the units that begin what is answered (ROOT for the post), with shares.
    """

    starts: dict[int, float]
    answers: dict[int, dict[int, float]]


def tally(spans: Sequence[Span], edges: Mapping[tuple[int, int], float]) -> Tally:
    """Gather by units what is known of comments."""
    starts: defaultdict[int, float] = defaultdict(float)
    answers: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for (parent, child), share in edges.items():
        at = spans[child].start
        above = ROOT if parent == ROOT else spans[parent].start
        starts[at] += share
        answers[at][above] = answers[at].get(above, 0.0) + share
    return Tally({at: min(1.0, share) for at, share in starts.items()}, dict(answers))


def decode(
    spans: Sequence[Span], edges: Mapping[tuple[int, int], float], total: int | None = None
) -> list[Found]:
    """The reading in which most beginnings and answers are expected to be right.

    Args:
        spans: The comments that may be.
        edges: In which share of all readings one answers another.
        total: How many comments there should be; None when that is not known.
    """
    said = tally(spans, edges)
    for least in _LEAST:
        kept = {pair for pair, share in edges.items() if share > least}
        pairs = _Best(spans, kept, said, _ENOUGH).pairs()
        for doubt in _DOUBTS if total is not None and pairs else ():
            if len(pairs) >= (total or 0):
                break
            pairs = _Best(spans, kept, said, doubt).pairs()
        if pairs:
            return sorted(_found(spans[child], ROOT if parent == ROOT else spans[parent].start, said)
                          for parent, child in pairs)  # fmt: skip
    return []


def _found(span: Span, parent: int, said: Tally) -> Found:
    answers = said.answers[span.start]
    others = {one: share for one, share in answers.items() if one != parent and share > _RIVAL}
    rival = max(others, key=lambda one: others[one], default=None)
    return Found(span.start, span.stop, parent, said.starts[span.start], answers[parent], rival)


class _Best:
    """The best branch of each comment for each unit at which it may end, from the last comment on."""

    def __init__(self, spans: Sequence[Span], pairs: set[tuple[int, int]], said: Tally, least: float) -> None:
        self._spans = spans
        self._least = least
        self._said = said
        self._children: defaultdict[int, list[int]] = defaultdict(list)
        for parent, child in pairs:
            self._children[parent].append(child)
        # For each comment by end: the gain, the last child and where its branch begins; none for a leaf.
        self._best: dict[int, dict[int, tuple[float, int | None]]] = {}
        for index in sorted({child for _, child in pairs}, key=lambda one: -spans[one].start):
            self._best[index] = self._branch(index)
        self._best[ROOT] = self._branch(ROOT)

    def _gain(self, parent: int, child: int) -> float:
        at = self._spans[child].start
        above = ROOT if parent == ROOT else self._spans[parent].start
        return 2 * (self._said.starts[at] - self._least) + _ANSWER_COUNTS * self._said.answers[at].get(
            above, 0.0
        )

    def _branch(self, index: int) -> dict[int, tuple[float, int | None]]:
        stop = 0 if index == ROOT else self._spans[index].stop
        best: dict[int, tuple[float, int | None]] = {stop: (0.0, None)}
        for child in sorted(self._children[index], key=lambda one: self._spans[one].start):
            before = best.get(self._spans[child].start)
            if before is None:
                continue
            gain = before[0] + self._gain(index, child)
            for end, (below, _) in self._best[child].items():
                if end not in best or gain + below > best[end][0]:
                    best[end] = (gain + below, child)
        return best

    def pairs(self) -> list[tuple[int, int]]:
        """Every comment of the best tree after what it answers."""
        last = max((span.stop for span in self._spans), default=0)
        if last not in self._best[ROOT]:
            return []
        found: list[tuple[int, int]] = []
        waiting = [(ROOT, last)]
        while waiting:
            index, end = waiting.pop()
            child = self._best[index][end][1]
            if child is not None:
                found.append((index, child))
                waiting += [(child, end), (index, self._spans[child].start)]
        return found
