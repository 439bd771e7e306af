"""The passages most like a given one: entries that share its telling words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reader.index.excerpts import Marker
from reader.index.lookup import Lookup, Scored
from reader.index.query import Word
from reader.index.ranking import Ranked, best
from reader.index.results import Found
from reader.index.snapshot import Snapshot
from reader.index.stems import stem, words_of

# How many words are looked up, and in how large a share of the entries a word tells nothing.
_MOST_WORDS = 16
_COMMON = 0.2
_FEW_ENTRIES = 20
_LEAST_SHARED = 2


def find_related(lookup: Lookup, text: str, without: int, limit: int) -> tuple[list[Ranked], Marker]:
    """The entries most like a text.

    Args:
        lookup: To look up words with.
        text: A passage's text.
        without: The entry it comes from, as its number in the index.
        limit: How many to give at most.

    Returns:
        The entries, the most like first, and the marker of the words they share.
    """
    snapshot = lookup.snapshot
    scored = _telling(lookup, text)
    marker = Marker()
    for one in scored:
        assert isinstance(one.node, Word)
        marker.add_word(one.node.word, one.weight)
    mask = _shared(snapshot, scored) & ~(1 << 8 * without)
    return best(snapshot, mask, scored, limit), marker


def choose(found: Sequence[Found], document: str, limit: int) -> tuple[Found, ...]:
    """The first of what was found, no more than half from one document as long as there are others.

    Args:
        found: Entries, the most like first.
        document: The document that half of the places are kept free of.
        limit: How many to give at most.
    """
    own = [one for one in found if one.document == document]
    others = [one for one in found if one.document != document]
    kept = {*others[: max(limit - len(own), (limit + 1) // 2)]}
    kept |= {*own[: limit - len(kept)]}
    return tuple(one for one in found if one in kept)


def _telling(lookup: Lookup, text: str) -> list[Scored]:
    """The words of a text that tell most: often in it, seldom elsewhere."""
    snapshot = lookup.snapshot
    counts = Counter({word: count for word, count in Counter(words_of(text)).items() if len(word) > 2})
    by_stem: dict[str, str] = {}
    for word in counts:
        by_stem.setdefault(stem(word), word)
    most = max(_FEW_ENTRIES, _COMMON * snapshot.entries)
    for word in by_stem.values():
        lookup.find(Word(0, 0, word))
    found = [one for one in lookup.scored if snapshot.mask(one.vector).bit_count() <= most]
    found.sort(key=lambda one: -one.weight * counts[one.node.word])  # type: ignore[attr-defined]
    return found[:_MOST_WORDS]


def _shared(snapshot: Snapshot, scored: Sequence[Scored]) -> int:
    """The mask of entries with at least two of the words, or one when there are no two."""
    counts = sum(snapshot.mask(one.vector) for one in scored)
    least = min(_LEAST_SHARED, len(scored))
    table = bytes(number >= max(1, least) for number in range(256))
    return int.from_bytes(counts.to_bytes(snapshot.size, "little").translate(table), "little")
