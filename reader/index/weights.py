"""How much a word weighs in an entry: BM25F, worked out once when the entry is indexed.

Every occurrence counts once; in a heading of the entry, or in the document's title for its first
entry, :data:`_HEADING` times more; a word that the title or a heading above the entry shares counts
:data:`_CONTEXT` times more. (A heading above makes no entry a hit that does not hold the word itself:
else a word of a title would find every comment.) The sum is divided by the length of the entry
against a fixed length, saturated, and rounded to :data:`reader.index.codec.MOST` steps. All of it
follows from the entry alone, so an index that grew bit by bit ranks as one freshly built.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), 3.3
and 3.6, with their usual k1 and b.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cache

from reader.index.codec import MOST

_K1, _B = 1.2, 0.75
_USUAL_LENGTH = 120
_HEADING, _CONTEXT = 2, 1


def count_words(words: Sequence[str], heading: Sequence[str], context: frozenset[str]) -> Counter[str]:
    """Count the words of an entry.

    Args:
        words: Its words, those of its headings included.
        heading: The words of its headings and of the title it stands under.
        context: Words of the title and of the headings above it.
    """
    counts = Counter(words)
    for word in heading:
        counts[word] += _HEADING
    if not context.isdisjoint(counts):
        for word in context & counts.keys():
            counts[word] += _CONTEXT
    return counts


def impacts(length: int) -> bytes:
    """The impact of 0, 1, 2, ... occurrences in an entry of so many words; the last for any more."""
    return _impacts(length // 8)


@cache
def _impacts(eighths: int) -> bytes:
    norm = _K1 * (1 - _B + _B * 8 * eighths / _USUAL_LENGTH)
    return bytes(1 + int((MOST - 1) * count / (count + norm)) for count in range(64))


def inverse_frequency(found: int, entries: int) -> float:
    """How much a word weighs that stands in ``found`` of so many entries; always more than 0."""
    return math.log(1 + (entries - found + 0.5) / (found + 0.5))
