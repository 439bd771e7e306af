"""What inference found of a page, for whoever makes entries of it: comments with what was guessed and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader.importers.forum_page import Page
from reader.importers.inference.decoding import Found
from reader.importers.inference.evidence import POST_EXTENT, Extent
from reader.importers.inference.facts import Facts
from reader.importers.inference.page import MOST_AT_ONCE, parts_of
from reader.importers.inference.reading import read_facts
from reader.importers.inference.reasons import say
from reader.importers.inference.tree import HURRIED, ROOT, THOROUGH
from reader.importers.inference.units import Unit, find_units
from reader.importers.inference.weighing import Weigher, answer_questions, start_questions
from reader.importers.inference.weights import ANSWERS_HOLD, STARTS_HOLD, WEIGHTS

# A page of more pieces than this is not looked into: it would take too long.
MOST_UNITS = 6000
_REASONS = 3


class Guessed(NamedTuple):
    """One thing that was inferred.

    Attributes:
        confidence: How likely it is right, from 0 to 1.
        reasons: Sentences, the strongest first.
    """

    confidence: float
    reasons: tuple[str, ...]


class Comment(NamedTuple):
    """A comment of a page.

    Attributes:
        units: Its pieces, in order; the first one's header is its own.
        parent: The index of the comment it answers; None for the post.
        start: That it begins where it does; None where that is certain.
        answer: What it answers.
        rival: The index of what it answers otherwise, the next likely; ROOT for the post, None when
            nothing else is at all likely.
    """

    units: Sequence[Unit]
    parent: int | None
    start: Guessed | None
    answer: Guessed
    rival: int | None


def infer_comments(page: Page, most: int = MOST_AT_ONCE) -> list[Comment] | None:
    """The comments of a page with what they answer, in order; None when it has too many pieces to tell.

    Args:
        page: The page.
        most: Of how many pieces a page is read as a whole; a longer one in parts, and in a hurry.
    """
    units = find_units(page)
    if len(units) > MOST_UNITS:
        return None
    found: list[Comment] = []
    pace = THOROUGH if len(units) <= most else HURRIED
    for facts in parts_of(page, units, most):
        reading = read_facts(facts, WEIGHTS, pace)
        found += _Telling(facts, reading.comments, len(found)).comments()
    return found


class _Telling:
    """Puts numbers and reasons to the comments of a reading, after those of earlier parts."""

    def __init__(self, facts: Facts, found: Sequence[Found], before: int) -> None:
        self._before = before
        self._facts = facts
        self._found = found
        self._weigher = Weigher(facts, WEIGHTS)
        self._index = {ROOT: ROOT} | {one.start: before + at for at, one in enumerate(found)}
        self._extents = {one.start: Extent(one.start, one.stop) for one in found} | {ROOT: POST_EXTENT}

    def comments(self) -> list[Comment]:
        return [self._comment(at, one) for at, one in enumerate(self._found)]

    def _comment(self, at: int, one: Found) -> Comment:
        unit = self._facts.units[one.start]
        before = self._found[at - 1] if at else None
        parent = self._index[one.parent]
        return Comment(
            self._facts.units[one.start : one.stop], None if parent == ROOT else parent,
            None if unit.is_first or before is None else self._start(one, before), self._answer(one, before),
            None if one.rival is None else self._index.get(one.rival),
        )  # fmt: skip

    def _start(self, one: Found, before: Found) -> Guessed:
        heaviest = self._weigher.heaviest(start_questions(before.start, one.start))
        return Guessed(_held(STARTS_HOLD, one.starts), say(heaviest)[:_REASONS])

    def _answer(self, one: Found, before: Found | None) -> Guessed:
        parent = self._extents.get(one.parent, POST_EXTENT)
        questions = answer_questions(self._extents[one.start], parent)
        reasons = say(self._weigher.heaviest(questions))[: _REASONS - 1]
        held = _held(ANSWERS_HOLD, one.answers)
        # What stands in an earlier part was not looked at.
        held = held if one.parent != ROOT or not self._before else round(held / 2, 2)
        return Guessed(held, (*reasons, _where(one, before)))


def _where(one: Found, before: Found | None) -> str:
    if one.parent == ROOT:
        return "nothing before it is a likelier thing to answer"
    if before is not None and one.parent == before.start:
        return "it stands right after it"
    return "it stands further up on the same branch"


def _held(table: Mapping[float, float], share: float) -> float:
    """How often what had such a share of all readings was right, between the two nearest known shares."""
    above = min((known for known in table if known >= share), default=max(table))
    below = max((known for known in table if known <= share), default=min(table))
    part = (share - below) / (above - below) if above > below else 0.0
    return round(table[below] + part * (table[above] - table[below]), 2)
