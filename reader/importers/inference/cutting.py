"""After how many characters a page cuts long comments, as far as its own cut comments agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from reader.importers.inference.units import Unit

# What the site's own code says: cut to 1,200 characters, or to about 562 where the score is low.
_SITE = (1200, 562)
_SLACK = 7
_LEAST, _MOST = 120, 6000
_LEAST_AGREEING, _AGREEING_SHARE = 3, 0.35
_UNITS_BACK = 60


class Cutting(NamedTuple):
    """How a page cuts.

    Attributes:
        sizes: To how many characters, the most frequent first; empty where no several agree.
        limit: How many an uncut comment has at most; None when that is not known.
    """

    sizes: tuple[int, ...] = ()
    limit: int | None = None

    def agrees(self, size: int) -> bool:
        """Whether a cut comment may show this many characters."""
        return any(abs(size - one) <= _SLACK for one in self.sizes)


def find_cutting(units: Sequence[Unit]) -> Cutting:
    """How a page cuts its long comments, from all ways in which its cut comments may begin."""
    possible = [sizes for at, unit in enumerate(units) if unit.is_cut and (sizes := _sizes(units, at))]
    cutting = Cutting()
    for _ in _SITE:
        left = [sizes for sizes in possible if not any(map(cutting.agrees, sizes))]
        found = _best(left)
        if found is None:
            break
        agreed = (*cutting.sizes, found)
        cutting = Cutting(agreed, max(agreed) * 4 // 3 + 2 * _SLACK)
    return cutting


def _sizes(units: Sequence[Unit], at: int) -> list[int]:
    """How long a comment cut at the end of a unit is, for every unit it may begin with."""
    return [size for size in _sums_back(units, at) if _LEAST <= size <= _MOST]


def _sums_back(units: Sequence[Unit], at: int) -> Iterator[int]:
    back = range(at, max(-1, at - _UNITS_BACK), -1)
    for index, size in zip(back, accumulate(units[index].size for index in back), strict=True):
        yield size
        if units[index].is_first:
            return


def _best(possible: Sequence[Sequence[int]]) -> int | None:
    """The size that most cut comments may have, if that is no chance."""
    votes = _votes(possible)
    size = max(votes, key=lambda one: (votes[one] + (one in _SITE), one), default=0)
    by_chance = sum(min(1.0, len(sizes) * 2 * _SLACK / max(sizes)) for sizes in possible)
    least = max(2 if size in _SITE else _LEAST_AGREEING, 2.5 * by_chance, _AGREEING_SHARE * len(possible))
    return size if votes[size] >= least else None


def _votes(possible: Sequence[Sequence[int]]) -> Counter[int]:
    """How many cut comments may have about a size, for the sizes that occur and those of the site."""
    near = Counter(size for sizes in possible for size in {near for one in sizes for near in _around(one)})
    asked = {size for sizes in possible for size in sizes}.union(_SITE)
    return Counter({size: near[size] for size in asked})


def _around(size: int) -> range:
    return range(size - _SLACK, size + _SLACK + 1)
