"""Learn what each rule of a flat page counts, from copies with known trees.

Three questions, each a logistic regression over all copies at once:

- starts: does a comment begin with a unit, given where the one before began;
- places: of what a comment may answer by the order of the page, which it does, whatever both say. Each
  stands by itself here, also above what is answered: counting those only up to it, as the reader walks
  up, was tried, and found five parents in a hundred less in copies that were left out;
- bonds: which of the comments before it does a comment answer by what both say, given the places.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress, pairwise
from typing import NamedTuple

from reader.importers.inference.alternation import fit_total
from reader.importers.inference.evidence import POST_EXTENT, Extent
from reader.importers.inference.facts import Facts
from reader.importers.inference.page import facts_of
from reader.importers.inference.reading import read_facts
from reader.importers.inference.spans import Spans
from reader.importers.inference.tree import ROOT
from reader.importers.inference.weighing import Question, Weigher, answer_questions, start_questions
from tests.bench.flat_copies import Copy

_PRIOR, _RATE = 0.6, 0.25
_ROUNDS = 100
_AGAINST = ("reading.whole.cut_differs", "reading.whole.too_long", "reading.only_quotation")
_MOST_AGAINST = -6.0
_ON_CHAIN, _OFF_CHAIN = 10, 5
# No comment shown as one line stands at the top, unless the page is not what it seems.
_AT_TOP = -7.0
_LEVELLED_ON = 8
Traits = Mapping[str, float]


class Choice(NamedTuple):
    """What a comment answers among others.

    Attributes:
        right: The index of the right option.
        offsets: The log of how likely each option is by its place.
        options: What shows for each.
        on_chain: How many of the options, the first ones, the order of the page allows.
    """

    right: int
    offsets: list[float]
    options: list[Traits]
    on_chain: int


class Lesson:
    """A copy with its true reading.

    Args:
        copy: The copy.

    Attributes:
        starts: What shows for each unit that might begin a comment, and whether one does.
        places: What shows for each comment that may be answered by its place, and whether it is.
        against: How often each rule holds that speaks against a whole reading.
    """

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.facts = facts_of(copy.text)
        self._weigher = Weigher(self.facts, {})
        self.true = dict(_true_starts(self.facts, copy))
        self.starts: list[tuple[Traits, bool]] = []
        self.against: defaultdict[str, int] = defaultdict(int)
        self._read_starts()
        begun = [*self.true, len(self.facts.units)]
        self.extents = [Extent(*pair) for pair in pairwise(begun)]
        at = {start: index for index, start in enumerate(self.true)}
        self.parents = [at.get(parent, ROOT) for parent in self.true.values()]
        self.places = [list(self._places(child)) for child in range(len(self.parents))]

    def _traits(self, questions: Iterable[Question]) -> dict[str, float]:
        found: defaultdict[str, float] = defaultdict(float)
        for question in questions:
            for rule, strength in self._weigher.evidence(question):
                found[rule] += strength
        return dict(found)

    def _read_starts(self) -> None:
        first = 0
        for at in range(1, len(self.facts.units) + 1):
            is_end = at == len(self.facts.units)
            if is_end or self.facts.units[at].is_first:
                for rule in self._traits([("certain", first, at)]):
                    self.against[rule] += 1
            elif not self.facts.units[at].is_closed:
                self.starts.append((self._traits(start_questions(first, at)), at in self.true))
            if is_end or at in self.true:
                first = at

    def chain(self, child: int) -> list[int]:
        """What a comment may answer by the order of the page, the comment before it first, without the post."""
        found, at = [], child - 1
        while at >= 0 and at != ROOT:
            found.append(at)
            at = self.parents[at]
        return found

    def _places(self, child: int) -> Iterator[tuple[Traits, bool]]:
        """Going up the chain, what shows and whether it is answered."""
        start = self.extents[child].start
        for up, node in enumerate(self.chain(child)):
            place = "last" if up == 0 else "beside" if up == 1 else "above"
            traits = self._traits([("place", start, place), ("node", self.extents[node], place)])
            if place == "above":
                traits["answers.gap"] = math.log(start - self.extents[node].stop)
            yield traits, node == self.parents[child]

    def choice(self, child: int, weights: Traits) -> Choice:
        """What a comment answers, with places weighed."""
        chain = self.chain(child)
        offsets, left = [], 0.0
        for traits, _ in self.places[child]:
            odds = weigh(traits, weights)
            offsets.append(left - _softplus(-odds))
            left -= _softplus(odds)
        others = [at for at in range(max(0, child - 2 * _OFF_CHAIN), child) if at not in chain][-_OFF_CHAIN:]
        is_looked_at = [at < _ON_CHAIN or node == self.parents[child] for at, node in enumerate(chain)]
        chain = list(compress(chain, is_looked_at))
        offsets = list(compress(offsets, is_looked_at))
        options = [*chain, ROOT, *others]
        offsets += [left] + [min(offsets, default=0.0)] * len(others)
        return Choice(options.index(self.parents[child]), offsets, [self.bond(child, one) for one in options],
                      len(chain) + 1)  # fmt: skip

    def bond(self, child: int, parent: int) -> Traits:
        """What shows for a comment answering another by what both say."""
        extent = POST_EXTENT if parent == ROOT else self.extents[parent]
        traits = self._traits(answer_questions(self.extents[child], extent))
        beside = next((at for at in range(child - 1, parent, -1) if self.parents[at] == parent), None)
        if beside is not None and self.facts.units[self.extents[beside].start].header:
            for rule, strength in self._traits(
                [("beside", self.extents[child].start, self.extents[beside].start)]
            ).items():
                traits[rule] = strength
        if parent != ROOT:
            traits["answered.before"] = math.log1p(self.parents[parent + 1 : child].count(parent))
        above = self.parents[parent] if parent != ROOT else ROOT
        author = self.facts.authors[self.extents[child].start]
        name = self.facts.authors[self.extents[above].start] if above != ROOT else None
        if author and name:
            traits["author.again" if name == author else "author.not_again"] = 1.0
        return traits


def _true_starts(facts: Facts, copy: Copy) -> Iterator[tuple[int, int]]:
    starts = {truth.start: truth for truth in copy.truths}
    units: dict[str, int] = {}
    for at, unit in enumerate(facts.units):
        truth = starts.get(unit.start)
        if truth:
            units[truth.entry] = at
            yield at, units.get(truth.parent or "", ROOT)


def weigh(traits: Traits, weights: Traits) -> float:
    """What some evidence counts in all."""
    return sum([strength * weights.get(rule, 0.0) for rule, strength in traits.items()])


def _softplus(value: float) -> float:
    return value if value > 30 else math.log1p(math.exp(value))


class _Climber:
    """Follows a gradient uphill (Adam)."""

    def __init__(self) -> None:
        self.weights: defaultdict[str, float] = defaultdict(float)
        self._means: defaultdict[str, float] = defaultdict(float)
        self._squares: defaultdict[str, float] = defaultdict(float)
        self._turn = 0

    def step(self, slopes: Traits, count: int) -> None:
        """Change every weight a little."""
        self._turn += 1
        rate = _RATE / (1 + self._turn / 60)
        for rule, slope in slopes.items():
            slope = (slope - _PRIOR * self.weights[rule]) / count
            self._means[rule] = 0.9 * self._means[rule] + 0.1 * slope
            self._squares[rule] = 0.99 * self._squares[rule] + 0.01 * slope * slope
            mean = self._means[rule] / (1 - 0.9**self._turn)
            square = self._squares[rule] / (1 - 0.99**self._turn)
            self.weights[rule] += rate * mean / (math.sqrt(square) + 1e-6)


def learn_whether(cases: Sequence[tuple[Traits, bool]], rounds: int = _ROUNDS) -> dict[str, float]:
    """The weights under which what is so and what is not come apart best."""
    climber = _Climber()
    for _ in range(rounds):
        slopes: defaultdict[str, float] = defaultdict(float)
        for traits, is_so in cases:
            odds = weigh(traits, climber.weights)
            missing = is_so - 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
            for rule, strength in traits.items():
                slopes[rule] += missing * strength
        climber.step(slopes, len(cases))
    return dict(climber.weights)


def learn_which(choices: Sequence[Choice], rounds: int = _ROUNDS) -> dict[str, float]:
    """The weights under which the right options are the likeliest."""
    climber = _Climber()
    for _ in range(rounds):
        slopes: defaultdict[str, float] = defaultdict(float)
        for choice in choices:
            for at, share in enumerate(_shares(choice, climber.weights)):
                missing = (at == choice.right) - share
                if abs(missing) > 1e-4:
                    for rule, strength in choice.options[at].items():
                        slopes[rule] += missing * strength
        climber.step(slopes, len(choices))
    return _levelled(choices, dict(climber.weights))


def _shares(choice: Choice, weights: Traits) -> list[float]:
    odds = [
        offset + weigh(traits, weights) for offset, traits in zip(choice.offsets, choice.options, strict=True)
    ]
    most = max(odds)
    parts = [math.exp(one - most) for one in odds]
    return [part / sum(parts) for part in parts]


def _levelled(choices: Sequence[Choice], weights: dict[str, float]) -> dict[str, float]:
    """Bonds such that one more comment is neither likelier nor less likely for having any."""
    level = 0.0
    for choice in choices:
        odds = [choice.offsets[at] + weigh(choice.options[at], weights) for at in range(choice.on_chain)]
        level += max(odds) + math.log(sum(math.exp(one - max(odds)) for one in odds))
    for rule in ("bond", "bond.post"):
        weights[rule] = weights.get(rule, 0.0) - level / len(choices)
    return weights


def _missing(lessons: Sequence[Lesson], weights: Traits) -> float:
    """What each answer must count more so that as many comments are found as there are, if none were announced."""
    bonuses = []
    for lesson in lessons[:: max(1, len(lessons) // _LEVELLED_ON)]:
        weigher = Weigher(lesson.facts, weights)
        spans = Spans(weigher)
        before = fit_total(lesson.facts, spans)
        bonuses.append(read_facts(lesson.facts, weights).bonus - before)
    return sorted(bonuses)[len(bonuses) // 2]


def learn(lessons: Sequence[Lesson], rounds: int = _ROUNDS) -> dict[str, float]:
    """All weights, learned from some lessons."""
    found = learn_whether([start for lesson in lessons for start in lesson.starts], rounds)
    count = sum(len(lesson.true) for lesson in lessons)
    for rule in _AGAINST:
        often = sum(lesson.against[rule] for lesson in lessons)
        found[rule] = max(_MOST_AGAINST, math.log((often + 1) / count))
    places = learn_whether(
        [place for lesson in lessons for places in lesson.places for place in places], rounds
    )
    choices = [lesson.choice(child, places) for lesson in lessons for child in range(len(lesson.parents))]
    found |= places | learn_which(choices, rounds)
    found["bond.post.one_line"] = _AT_TOP
    missing = _missing(lessons, found)
    found["bond"] += missing
    found["bond.post"] += missing
    return {rule: round(weight, 3) for rule, weight in sorted(found.items())}
