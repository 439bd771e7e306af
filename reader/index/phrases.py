"""Phrases: words one after the other, or near one another, looked for in the words of entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from reader.index.gathering import PAIRS, WORDS, is_frequent
from reader.index.query import Phrase
from reader.index.snapshot import Segment
from reader.index.vectors import term_vector


def phrase_vector(segment: Segment, phrase: Phrase, among: int) -> bytes:
    """The vector of entries in which a phrase stands.

    Args:
        segment: The segment.
        phrase: At least two words.
        among: Entries of the whole index that hold all its words.
    """
    own = among >> 8 * segment.base & (1 << 8 * segment.size) - 1
    if phrase.slack is None:
        own = _with_pairs(segment, phrase, own)
        if len(phrase.words) == 2 and not phrase.is_open and _are_frequent(segment, *phrase.words):
            return own.to_bytes(segment.size, "little")
    packed, found = own.to_bytes(segment.size, "little"), bytearray(segment.size)
    holds = _exactly(segment, phrase) if phrase.slack is None else _nearly(segment, phrase)
    at = packed.find(1)
    while at >= 0:
        found[at] = holds(at)
        at = packed.find(1, at + 1)
    segment.texts.release()
    return bytes(found)


def _with_pairs(segment: Segment, phrase: Phrase, own: int) -> int:
    """Those entries of a mask that hold all pairs of frequent words of a phrase."""
    words = phrase.words[:-1] if phrase.is_open else phrase.words
    for pair in pairwise(words):
        if _are_frequent(segment, *pair):
            own &= int.from_bytes(term_vector(segment, " ".join(pair), PAIRS), "little")
    return own


def _are_frequent(segment: Segment, *words: str) -> bool:
    terms = segment.terms.field(WORDS)
    found = [terms.find(word) for word in words]
    return all(at is not None and is_frequent(terms.counts[at], segment.size) for at in found)


def _exactly(segment: Segment, phrase: Phrase) -> Callable[[int], bool]:
    pattern = f" {' '.join(phrase.words)}{'' if phrase.is_open else ' '}".encode()
    # A map's own find is a loop over bytes; a copy is searched five times faster.
    texts, stops = segment.texts.texts, segment.texts.stops
    return lambda number: pattern in texts[stops[number] : stops[number + 1]]


def _nearly(segment: Segment, phrase: Phrase) -> Callable[[int], bool]:
    texts = segment.texts

    def holds(number: int) -> bool:
        passages = texts[number].decode().split("\n")
        return any(next(phrase_runs(passage.split(), phrase), None) for passage in passages)

    return holds


def phrase_runs(words: Sequence[str], phrase: Phrase) -> Iterator[range]:
    """Where a phrase stands in the words of a passage: runs of words, none in another."""
    if phrase.slack is None:
        return _exact_runs(words, phrase)
    return _near_runs(words, phrase, len(phrase.words) + phrase.slack)


def _exact_runs(words: Sequence[str], phrase: Phrase) -> Iterator[range]:
    size, last = len(phrase.words), phrase.words[-1]
    for start in range(len(words) - size + 1):
        if words[start] == phrase.words[0] or size == 1:
            is_end = words[start + size - 1] == last or (
                phrase.is_open and words[start + size - 1].startswith(last)
            )
            if is_end and tuple(words[start : start + size - 1]) == phrase.words[:-1]:
                yield range(start, start + size)


def _near_runs(words: Sequence[str], phrase: Phrase, most: int) -> Iterator[range]:
    """Each shortest run that holds all words of the phrase, when it has no more words than that."""
    needed = Counter(phrase.words)
    places = [at for at, word in enumerate(words) if word in needed]
    held: Counter[str] = Counter()
    first = 0
    for place in places:
        held[words[place]] += 1
        while held[words[places[first]]] > needed[words[places[first]]]:
            held[words[places[first]]] -= 1
            first += 1
        if held == needed and place - places[first] < most:
            yield range(places[first], place + 1)
