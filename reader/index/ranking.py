"""The best of what a query found, by relevance, date, score or place.

Relevance is BM25F: for every word of the query, the impact it has in the entry times how rare it is.
Adding up 30,000 entries one by one takes Python 5 ms a word. So the impacts of each word are first
scaled, by table, to so few steps that the sum over all words fits in a byte, and the vectors are
added as integers, all entries at once. The scaled sum is never too small and too large by less than
the number of words, so the best by it, with those within that margin, hold the best; only these
few are then summed exactly.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from reader.index.codec import MOST
from reader.index.lookup import Scored
from reader.index.snapshot import Snapshot

SORTS = ("relevance", "date", "score", "place")
_FULL = 255
# Words that weigh least beyond this number are left out of the ranking, but not of the finding.
_MOST_RANKED = 24


class Ranked(NamedTuple):
    """A found entry.

    Attributes:
        number: Its number in the index.
        relevance: How well it fits, more than 0 for anything found by words.
    """

    number: int
    relevance: float


def best(
    snapshot: Snapshot, mask: int, scored: Sequence[Scored], limit: int, sort: str = "relevance"
) -> list[Ranked]:
    """The first of what was found.

    Args:
        snapshot: The index.
        mask: What was found.
        scored: What counts for relevance.
        limit: How many to give at most.
        sort: ``relevance`` (best first), ``date`` (newest), ``score`` (highest) or ``place``
            (as the library and its documents run). Equals follow by place.
    """
    ranked = heapq.nlargest(_MOST_RANKED, scored, key=lambda one: one.weight)
    if sort == "relevance" and ranked:
        candidates = _candidates(snapshot, mask, ranked, limit)
        rated = [Ranked(number, rate(number, ranked)) for number in candidates]
        return heapq.nsmallest(limit, rated, lambda one: (-one.relevance, snapshot.places[one.number]))
    order = snapshot.order(sort)
    chosen = heapq.nsmallest(limit, _gather(order.ranks, snapshot.numbers(mask)))
    return [Ranked(order.numbers[rank], rate(order.numbers[rank], ranked)) for rank in chosen]


def rate(number: int, scored: Sequence[Scored]) -> float:
    """The relevance of one entry."""
    return sum(one.weight * one.vector[number] for one in scored) / MOST


def _gather(values: Sequence[int], numbers: Sequence[int]) -> Sequence[int]:
    """The values at some numbers."""
    if len(numbers) < 2:
        return [values[number] for number in numbers]
    found: Sequence[int] = itemgetter(*numbers)(values)
    return found


def _candidates(snapshot: Snapshot, mask: int, scored: Sequence[Scored], limit: int) -> list[int]:
    """Entries among which the best are."""
    if mask.bit_count() <= 4 * limit:
        return snapshot.numbers(mask)
    total = _scaled_sum(scored) & mask * _FULL
    packed = (total | mask).to_bytes(snapshot.size, "little")
    least = max(1, _threshold(packed, limit) - len(scored))
    return [match.start() for match in re.finditer(rb"[\x%02x-\xff]" % least, packed)]


def _scaled_sum(scored: Sequence[Scored]) -> int:
    scale = (_FULL - len(scored)) / (MOST * sum(one.weight for one in scored))
    total = 0
    for one in scored:
        # Rounded up, so that the sum is never too small.
        table = bytes(min(_FULL, -int(-impact * one.weight * scale // 1)) for impact in range(MOST + 1))
        total += int.from_bytes(one.vector.translate(table.ljust(256, b"\0")), "little")
    return total


def _threshold(packed: bytes, limit: int) -> int:
    """The greatest byte that so many others reach."""
    low, high = 1, _FULL
    while low < high:
        middle = (low + high + 1) // 2
        if len(packed.translate(None, _below(middle))) >= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _below(byte: int) -> bytes:
    return bytes(range(byte))
