"""A cue, and what is wrong with the cues of a file: repeated lines, times that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reader.importers.interview_document import warn_of_order

# Captions that roll up show each line again below the next; others repeat a line now and then.
_ROLLING_SHARE = 0.4
_ROLLING_LEAST = 2


class Cue(NamedTuple):
    """Words heard together.

    Attributes:
        lines: Their cleaned lines, without marks.
        starts_at: When they begin, in seconds from the recording's beginning; None when not known.
        ends_at: When they end; None when not known.
        speaker: Who speaks; None when the cue does not say, and whoever spoke goes on.
        is_opening: Whether another voice begins here, or a contribution of its own.
        start: Index of the first source line.
        stop: One past the last; equal to ``start`` where there are no source lines.
    """

    lines: tuple[str, ...]
    starts_at: float | None = None
    ends_at: float | None = None
    speaker: str | None = None
    is_opening: bool = False
    start: int = 0
    stop: int = 0


def remove_rolled_up(cues: Sequence[Cue]) -> tuple[list[Cue], int]:
    """Leave out lines that are shown again because captions roll up.

    Args:
        cues: All cues of a file, in order.

    Returns:
        The cues, some of them now without lines, and how many lines were left out; where lines
        are not repeated throughout, nothing is.
    """
    filled = [cue for cue in cues if cue.lines]
    repeated = [cue for before, cue in pairwise(filled) if before.lines[-1] == cue.lines[0]]
    rolling = sum(len(cue.lines) > 1 for cue in repeated)
    if rolling < _ROLLING_LEAST or len(repeated) < _ROLLING_SHARE * (len(filled) - 1):
        return list(cues), 0
    kept, shown, removed = list[Cue](), tuple[str, ...](), 0
    for cue in cues:
        again = _count_repeated(shown, cue.lines)
        kept.append(cue._replace(lines=cue.lines[again:]))
        removed += again
        shown = cue.lines or shown
    return kept, removed


def _count_repeated(shown: Sequence[str], lines: Sequence[str]) -> int:
    """How many lines at the beginning are those that were shown last."""
    sizes = range(min(len(shown), len(lines)), 0, -1)
    return next((size for size in sizes if shown[-size:] == lines[:size]), 0)


def warn_of_times(cues: Sequence[Cue]) -> Iterator[str]:
    """What to say of times that are missing or cannot be."""
    missing = sum(cue.starts_at is None for cue in cues)
    if missing:
        yield f"pieces without a readable time: {missing}"
    yield from warn_of_order(cue.starts_at for cue in cues)
    ended = sum(_ends_early(cue) for cue in cues)
    if ended:
        yield f"pieces that end before they begin: {ended}"


def _ends_early(cue: Cue) -> bool:
    return cue.starts_at is not None and cue.ends_at is not None and cue.ends_at < cue.starts_at
