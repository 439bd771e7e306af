"""Vectors of words in one segment."""

from __future__ import annotations

from collections.abc import Iterable

from reader.index.gathering import LONGEST_START, STARTS, STEMS, WORDS
from reader.index.snapshot import Segment


def term_vector(segment: Segment, word: str, field: str = WORDS) -> bytes:
    """The vector of one term."""
    terms = segment.terms.field(field)
    at = terms.find(word)
    return bytes(segment.size) if at is None else segment.spread(segment.terms.postings(terms, at))


def stem_vector(segment: Segment, stem: str, is_whole: bool) -> bytes:
    """The vector of all words of a stem.

    Args:
        segment: The segment.
        stem: The stem.
        is_whole: Whether the stem is a word of that stem itself.
    """
    if segment.terms.field(STEMS).find(stem) is not None:
        return term_vector(segment, stem, STEMS)
    return term_vector(segment, stem) if is_whole else bytes(segment.size)


def prefix_vector(segment: Segment, word: str) -> bytes:
    """The vector of all words that begin so."""
    if len(word) <= LONGEST_START and segment.terms.field(STARTS).find(word) is not None:
        return term_vector(segment, word, STARTS)
    words = segment.terms.field(WORDS)
    return segment.union(segment.terms.postings(words, at) for at in words.beginning(word))


def any_vector(segment: Segment, field: str, wanted: Iterable[str]) -> bytes:
    """The vector of any of some terms."""
    terms = segment.terms.field(field)
    found = (terms.find(term) for term in wanted)
    return segment.union(segment.terms.postings(terms, at) for at in found if at is not None)
