"""``python -m tests.bench.misses``: what is read wrong on the page whose tree was found by close reading.

For each comment that was not found, or answers another one than it should, its number, its first line in the
copy, what was read instead, how sure that was, and why. The page is read by the reader's own weights, as
``threadside add --infer`` does; nothing of its text is printed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from reader.importers.inference.decoding import Found
from reader.importers.inference.evidence import POST_EXTENT, Extent
from reader.importers.inference.reading import read_facts
from reader.importers.inference.reasons import say
from reader.importers.inference.tree import ROOT
from reader.importers.inference.weighing import Question, Weigher, answer_questions, start_questions
from reader.importers.inference.weights import WEIGHTS
from tests.bench.copies import close_read_copy
from tests.bench.learning import Lesson

_REASONS = 3


class Misses:
    """Compares a reading with what is true.

    Args:
        lesson: The page and its true tree.
    """

    def __init__(self, lesson: Lesson) -> None:
        self._facts, self._true = lesson.facts, lesson.true
        self._weigher = Weigher(lesson.facts, WEIGHTS)
        self._found = list(read_facts(lesson.facts, WEIGHTS).comments)
        self._by_start = {one.start: one for one in self._found}
        self._numbers = {start: f"comment {number}" for number, start in enumerate(self._true, 1)} | {
            ROOT: "the post"
        }

    def told(self) -> Iterator[str]:
        """A line for each miss, and one for all."""
        starts = answers = 0
        for start, parent in self._true.items():
            one = self._by_start.get(start)
            if one is None:
                starts += 1
                yield f"{self._numbers[start]} was taken for a part of what is before it: {self._against(start)}"
            elif one.parent != parent:
                answers += 1
                yield self._wrong_answer(one, parent)
        extra = [one.start for one in self._found if one.start not in self._true]
        yield from (f"a part of a comment was taken for one: {self._against(start)}" for start in extra)
        right = len(self._true) - starts
        yield f"{right} of {len(self._true)} found, {len(extra)} beside them; {right - answers} answer the right one"

    def _against(self, start: int) -> str:
        """What spoke about a beginning, the strongest first."""
        before = max((one.start for one in self._found if one.start < start), default=start)
        return "; ".join(self._said(start_questions(before, start))) or "nothing spoke for either"

    def _wrong_answer(self, one: Found, parent: int) -> str:
        child, read = Extent(one.start, one.stop), self._by_start.get(one.parent)
        extent = POST_EXTENT if read is None else Extent(read.start, read.stop)
        reasons = "; ".join(self._said(answer_questions(child, extent))) or "where it stands"
        name = self._numbers.get(one.parent, "what is no comment")
        return f"{self._numbers[one.start]} answers {self._numbers[parent]}, read: {name} ({one.answers:.2f}): {reasons}"

    def _said(self, questions: Iterable[Question]) -> tuple[str, ...]:
        return say(self._weigher.heaviest(questions))[:_REASONS]


def main() -> int:
    """Print every miss."""
    copy = close_read_copy()
    if copy is None:
        print("the page read closely does not lie beside the repository")
        return 1
    print(*Misses(Lesson(copy)).told(), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
