"""Alignment: which words of a quotation are which words of a text, in order.

Runs of shared words are found by the places of their trigrams and joined into the best chain; only
the small gaps between them go to difflib. What is compared is bounded at every step, so that no
text, however repetitive, takes more than time linear in its length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import pairwise
from typing import NamedTuple

_GRAM = 3
_SAME_GRAM_LIMIT = 6
_RUNS_LIMIT = 96
_LOOKED_BACK = 96
_GAP_LIMIT = 1600
# A gap of the source in a quotation that does not show it: each word left out weighs this much,
# and at most as much as these words, because a writer may leave out a paragraph without a mark.
_SILENT_WEIGHT = 0.4
_SILENT_MOST = 6.0
_DISTANCE_WEIGHT = 0.001
SILENT_WORDS = 4


class Run(NamedTuple):
    """Words that a quotation and a text share one after another.

    Attributes:
        quoted: Index of the first in the quotation.
        source: Index of the first in the text.
        size: How many.
    """

    quoted: int
    source: int
    size: int

    @property
    def shift(self) -> int:
        """How much later the words stand in the text than in the quotation."""
        return self.source - self.quoted


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the words of a quotation lie in a text.

    Attributes:
        runs: What both share, in order; never empty.
        size: How many words the quotation has, up to where a cut text ends.
        left_out: Words of the source left out without saying so, a few at a time.
        put_in: Words of the quotation that the source has not, those in brackets apart.
        is_cut: Whether the text ends, cut, before the quotation does.
    """

    runs: tuple[Run, ...]
    size: int
    left_out: int
    put_in: int
    is_cut: bool = False

    @property
    def shared(self) -> int:
        """How many words both share."""
        return sum(run.size for run in self.runs)

    @property
    def longest(self) -> int:
        """How many words the longest run has."""
        return max(run.size for run in self.runs)

    @property
    def score(self) -> float:
        """How like both are, from 0 to 1."""
        return self.shared / (self.shared + self.put_in + self.left_out)


def whole(source: int, size: int) -> Alignment:
    """The alignment of words that stand in a text as they are, from a word on."""
    return Alignment((Run(0, source, size),), size, 0, 0)


def align(
    quoted: Sequence[int], source: Sequence[int], start: int, breaks: Sequence[int],
    bracketed: frozenset[int], is_cut: bool,
) -> Alignment | None:  # fmt: skip
    """Align a quotation with a part of a text.

    Args:
        quoted: The words of the quotation.
        source: The words of that part.
        start: The index of its first word in the text.
        breaks: Before which words, in order, the quotation says that it leaves something out.
        bracketed: Which of its words are set in brackets.
        is_cut: Whether the text is cut off where this part ends.

    Returns:
        The best alignment found, None when they share no three words in a row.
    """
    runs = _chain(_find_runs(quoted, source), breaks)
    if not runs:
        return None
    runs = _without_strays(_joined(_fill(quoted, source, runs, breaks)), breaks)
    runs = _slid(quoted, source, runs, breaks)
    size = len(quoted)
    reaches_cut = is_cut and len(source) - (runs[-1].source + runs[-1].size) <= 1
    was_cut = reaches_cut and runs[-1].quoted + runs[-1].size < size
    if was_cut:
        size = runs[-1].quoted + runs[-1].size
    shared = {word for run in runs for word in range(run.quoted, run.quoted + run.size)}
    put_in = sum(word not in shared and word not in bracketed for word in range(size))
    moved = tuple(Run(run.quoted, run.source + start, run.size) for run in runs)
    return Alignment(moved, size, sum(_left_out(moved, breaks)), put_in, was_cut)


def gaps(runs: Sequence[Run]) -> Iterator[tuple[Run, Run, int, int]]:
    """Neighbouring runs, with how many words lie between them in the quotation and in the text."""
    for one, next_one in pairwise(runs):
        between = next_one.quoted - one.quoted - one.size
        yield one, next_one, between, next_one.source - one.source - one.size


def is_silent(one: Run, next_one: Run, between: int, skipped: int) -> bool:
    """Whether a gap is a piece left out without a mark, not an edit."""
    return between == 0 and skipped >= SILENT_WORDS and min(one.size, next_one.size) >= SILENT_WORDS


def has_break(breaks: Sequence[int], one: Run, next_one: Run) -> bool:
    """Whether the quotation says that something is left out between two runs."""
    at = bisect_left(breaks, one.quoted + one.size)
    return at < len(breaks) and breaks[at] <= next_one.quoted


def _left_out(runs: Sequence[Run], breaks: Sequence[int]) -> Iterator[int]:
    for one, next_one, between, skipped in gaps(runs):
        if not has_break(breaks, one, next_one) and not is_silent(one, next_one, between, skipped):
            yield max(0, skipped - between)


def _find_runs(quoted: Sequence[int], source: Sequence[int]) -> list[Run]:
    """The longest runs of at least three words, by shift."""
    places: dict[tuple[int, ...], list[int]] = {}
    for at, gram in enumerate(_grams(quoted)):
        same = places.setdefault(gram, [])
        if len(same) < _SAME_GRAM_LIMIT:
            same.append(at)
    runs: list[Run] = []
    growing: dict[int, Run] = {}
    for at, gram in enumerate(_grams(source)):
        for place in places.get(gram, ()):
            shift = at - place
            run = growing.get(shift)
            if run and run.source + run.size - _GRAM + 1 == at:
                growing[shift] = Run(run.quoted, run.source, run.size + 1)
            else:
                runs += [run] if run else []
                growing[shift] = Run(place, at, _GRAM)
    most = max(_RUNS_LIMIT, len(quoted) // _GRAM)
    return nlargest(most, [*runs, *growing.values()], key=lambda run: (run.size, -run.source))


def _grams(words: Sequence[int]) -> Iterator[tuple[int, ...]]:
    return zip(*(words[start:] for start in range(_GRAM)), strict=False)


def _chain(runs: list[Run], breaks: Sequence[int]) -> list[Run]:
    """The runs that follow one another in both and share the most words."""
    runs.sort(key=lambda run: (run.source + run.size, run.quoted + run.size))
    best: list[tuple[float, int]] = []
    for at, run in enumerate(runs):
        found = (float(run.size), -1)
        for before in range(max(0, at - _LOOKED_BACK), at):
            cut = _overlap(runs[before], run)
            if cut < run.size and runs[before].quoted < run.quoted and runs[before].source < run.source:
                worth = best[before][0] + run.size - cut - _cost(runs[before], run, breaks)
                found = max(found, (worth, before))
        best.append(found)
    if not runs:
        return []
    at = max(range(len(runs)), key=lambda index: best[index][0])
    chain: list[Run] = []
    while at >= 0:
        chain.append(runs[at])
        at = best[at][1]
    return _trimmed(chain[::-1])


def _overlap(one: Run, next_one: Run) -> int:
    return max(0, one.quoted + one.size - next_one.quoted, one.source + one.size - next_one.source)


def _cost(one: Run, next_one: Run, breaks: Sequence[int]) -> float:
    between = next_one.quoted - one.quoted - one.size
    skipped = next_one.source - one.source - one.size
    if has_break(breaks, one, next_one):
        return _DISTANCE_WEIGHT * max(0, skipped)
    silent = min(_SILENT_MOST, _SILENT_WEIGHT * max(0, skipped - between))
    return silent + _DISTANCE_WEIGHT * max(0, skipped)


def _trimmed(chain: list[Run]) -> list[Run]:
    kept = chain[:1]
    for run in chain[1:]:
        cut = _overlap(kept[-1], run)
        kept.append(Run(run.quoted + cut, run.source + cut, run.size - cut))
    return kept


def _fill(
    quoted: Sequence[int], source: Sequence[int], runs: list[Run], breaks: Sequence[int]
) -> Iterator[Run]:
    """The runs, and what both share in the gaps before, between and after them."""
    first, last = runs[0], runs[-1]
    lead = max(0, first.source - first.quoted - 2)
    yield from _compare(quoted, source, (0, first.quoted), (lead, first.source), at_end=True)
    for one, next_one, _, skipped in gaps(runs):
        yield one
        inner = (one.quoted + one.size, next_one.quoted)
        held = (one.source + one.size, next_one.source)
        if has_break(breaks, one, next_one) or skipped <= 3 * (inner[1] - inner[0]) + 6:
            yield from _compare(quoted, source, inner, held)
    yield last
    after = last.source + last.size
    rest = len(quoted) - last.quoted - last.size
    stop = min(len(source), after + rest + 2)
    yield from _compare(quoted, source, (last.quoted + last.size, len(quoted)), (after, stop))


def _compare(
    quoted: Sequence[int], source: Sequence[int], inner: tuple[int, int], held: tuple[int, int],
    at_end: bool = False,
) -> Iterator[Run]:  # fmt: skip
    """What small spans share; of large ones only the part next to the known runs."""
    size, room = inner[1] - inner[0], held[1] - held[0]
    if size <= 0 or room <= 0:
        return
    if size * room > _GAP_LIMIT:
        size = min(size, 40)
        room = min(room, 40)
        inner = (inner[1] - size, inner[1]) if at_end else (inner[0], inner[0] + size)
        held = (held[1] - room, held[1]) if at_end else (held[0], held[0] + room)
    found = SequenceMatcher(None, quoted[slice(*inner)], source[slice(*held)], autojunk=False)
    for block in found.get_matching_blocks():
        if block.size:
            yield Run(inner[0] + block.a, held[0] + block.b, block.size)


def _without_strays(runs: list[Run], breaks: Sequence[int]) -> list[Run]:
    """The runs without a word or two at either end that stand far from the rest by chance."""
    while len(runs) > 1 and _is_stray(runs[0], runs[0], runs[1], breaks):
        runs = runs[1:]
    while len(runs) > 1 and _is_stray(runs[-1], runs[-2], runs[-1], breaks):
        runs = runs[:-1]
    return runs


def _is_stray(stray: Run, one: Run, next_one: Run, breaks: Sequence[int]) -> bool:
    apart = next_one.source - one.source - one.size - (next_one.quoted - one.quoted - one.size)
    return stray.size < _GRAM and apart >= 2 and not has_break(breaks, one, next_one)


def _slid(quoted: Sequence[int], source: Sequence[int], runs: list[Run], breaks: Sequence[int]) -> list[Run]:
    """The runs with gaps moved to where the quotation says that it leaves something out.

    Words right before a gap may stand at its end as well: "boats... I row" is from "boats. I swim
    too. I row".
    """
    marked = frozenset(breaks)
    for at in range(len(runs) - 1):
        one, next_one = runs[at], runs[at + 1]
        if one.quoted + one.size != next_one.quoted or next_one.quoted in marked:
            continue
        moved = 0
        while moved < min(one.size - 1, next_one.source - one.source - one.size):
            moved += 1
            if quoted[next_one.quoted - moved] != source[next_one.source - moved]:
                break
            if next_one.quoted - moved in marked:
                runs[at] = one._replace(size=one.size - moved)
                runs[at + 1] = Run(next_one.quoted - moved, next_one.source - moved, next_one.size + moved)
                break
    return runs


def _joined(runs: Iterator[Run]) -> list[Run]:
    """The same with runs that touch made one."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before and before.shift == run.shift and before.quoted + before.size == run.quoted:
            joined[-1] = Run(before.quoted, before.source, before.size + run.size)
        else:
            joined.append(run)
    return joined
