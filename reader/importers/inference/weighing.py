"""Weighing evidence: each rule's strength times what it counts, summed once for each question."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from reader.importers.inference.beginnings import (
    certain_evidence,
    closing_evidence,
    start_evidence,
    within_evidence,
)
from reader.importers.inference.evidence import (
    Evidence,
    Extent,
    beside_evidence,
    bond_evidence,
    heads_evidence,
    node_evidence,
    place_evidence,
)
from reader.importers.inference.facts import Facts

# A question about a page, such as ("start", 12), by which its evidence is found again.
Question = tuple[Hashable, ...]

_RULES: dict[Hashable, Callable[..., Iterable[Evidence]]] = {
    "start": start_evidence, "within": within_evidence, "closing": closing_evidence,
    "certain": certain_evidence, "place": place_evidence, "node": node_evidence,
    "bond": bond_evidence, "heads": heads_evidence, "beside": beside_evidence,
}  # fmt: skip


class Weigher:
    """Answers how much speaks for each step of a reading, in log-odds.

    Args:
        facts: The page.
        weights: How much each rule counts; rules without a weight count nothing.
    """

    def __init__(self, facts: Facts, weights: Mapping[str, float]) -> None:
        self.facts = facts
        self.weights = weights
        self._known: dict[Question, float] = {}

    def weigh(self, question: Question) -> float:
        """How much speaks for a step; kept, for it may be asked again."""
        found = self._known.get(question)
        if found is None:
            found = self._known[question] = self.weigh_once(question)
        return found

    def weigh_once(self, question: Question) -> float:
        """How much speaks for a step that nobody asks about again."""
        weights = self.weights
        return sum([strength * weights.get(rule, 0.0) for rule, strength in self.evidence(question)])

    def evidence(self, question: Question) -> Iterable[Evidence]:
        """The rules that hold for a step, and how strongly."""
        rest: tuple[Any, ...] = question[1:]
        return _RULES[question[0]](self.facts, *rest)

    def heaviest(self, questions: Iterable[Question]) -> list[tuple[str, float]]:
        """The rules that hold for some steps by what they count, the heaviest first."""
        counted: dict[str, float] = {}
        for question in questions:
            for rule, strength in self.evidence(question):
                counted[rule] = counted.get(rule, 0.0) + strength * self.weights.get(rule, 0.0)
        return sorted(counted.items(), key=lambda one: -abs(one[1]))


def start_questions(first: int, at: int) -> tuple[Question, ...]:
    """The questions whether a comment that began with a unit ends, and another begins with a later one."""
    return ("start", at), ("within", first, at), ("closing", first, at)


def answer_questions(comment: Extent, parent: Extent) -> tuple[Question, ...]:
    """The questions what a comment has to do with another one, or with the post."""
    return ("bond", comment, parent), ("heads", comment.start, parent.start)
