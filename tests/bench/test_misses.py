"""Every miss on a page is told, and the count at the end is that of the lines."""

from __future__ import annotations

from reader.importers.inference.weights import WEIGHTS
from tests.bench.copies import made_copies, read
from tests.bench.learning import Lesson
from tests.bench.misses import Misses


def test_each_miss_is_told_once() -> None:
    lesson = Lesson(next(made_copies(1, seed=11)))
    cases = read(lesson, WEIGHTS).cases
    *misses, count = Misses(lesson).told()
    lost = sum(not case.is_found for case in cases)
    wrong = sum(case.is_found and not case.is_right for case in cases)
    assert sum("was taken for a part of what is before it" in miss for miss in misses) == lost
    assert sum(" answers " in miss for miss in misses) == wrong
    assert count.startswith(f"{len(cases) - lost} of {len(cases)} found")
    assert count.endswith(f"{len(cases) - lost - wrong} answer the right one")
