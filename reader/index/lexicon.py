"""The words of an opened index: which begin so, which are written nearly so, which was probably meant."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from heapq import nlargest

from reader.index.codec import EMPTY
from reader.index.gathering import WORDS
from reader.index.snapshot import Snapshot

_LETTERS = 48
# Shorter words are too near to too many others; only long ones may differ in two letters.
_SHORTEST, _LONG = 4, 7


class Lexicon:
    """The words of all texts, with how many entries hold each.

    Counts include entries deleted but not yet tidied away: they rank words, and decide nothing.

    Args:
        snapshot: An opened index.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._near: dict[tuple[str, int], list[str]] = {}

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many entries hold each word; 66,000 words take about 20 ms, once."""
        first, *others = [segment.terms.field(WORDS) for segment in self._snapshot.segments] or [EMPTY]
        counts = Counter(dict(zip(first.texts, first.counts, strict=True)))
        for terms in others:
            counts.update(dict(zip(terms.texts, terms.counts, strict=True)))
        return counts

    @cached_property
    def _alphabet(self) -> str:
        """The most frequent letters."""
        letters = Counter("".join(self.counts))
        return "".join(sorted(letters, key=lambda char: (-letters[char], char))[:_LETTERS])

    def beginning(self, prefix: str, limit: int) -> list[str]:
        """The most frequent words that begin so."""
        counts: Counter[str] = Counter()
        for segment in self._snapshot.segments:
            terms = segment.terms.field(WORDS)
            found = terms.beginning(prefix)
            counts.update(dict(zip(terms.texts[found.start : found.stop],
                                   terms.counts[found.start : found.stop], strict=True)))  # fmt: skip
        return [word for word, _ in nlargest(limit, counts.items(), lambda item: (item[1], item[0]))]

    def near(self, word: str, distance: int) -> list[str]:
        """Words written nearly so, the nearest and then the most frequent first.

        Args:
            word: A word, folded.
            distance: How many letters may be wrong, missing, too many or swapped with the next.
        """
        if (word, distance) not in self._near:
            self._near[word, distance] = self._find_near(word, distance)
        return self._near[word, distance]

    def _find_near(self, word: str, distance: int) -> list[str]:
        once = _edits(word, self._alphabet) & self.counts.keys()
        found = dict.fromkeys(once, 1) | ({word: 0} if word in self.counts else {})
        if distance > 1:
            found = dict.fromkeys(self._within_two(word), 2) | found
        return sorted(found, key=lambda near: (found[near], -self.counts[near], near))

    def _within_two(self, word: str, is_same_start: bool = False) -> list[str]:
        """Words no more than two edits away; only those with the same first letter when asked."""
        letters, least, most = set(word), len(word) - 2, len(word) + 2
        return [
            near for near in self.counts
            if least <= len(near) <= most and (near[:1] == word[:1] or not is_same_start)
            # Two edits take away two letters and bring two.
            and len(letters.symmetric_difference(near)) <= 4 and is_within(word, near, 2)
        ]  # fmt: skip

    def meant(self, word: str) -> list[str]:
        """The words that were probably meant by one that no text holds, the likeliest first.

        One letter may be wrong anywhere, in a longer word two, but then not the first.
        """
        if len(word) < _SHORTEST:
            return []
        near = [other for other in self.near(word, 1) if other != word]
        if not near and len(word) >= _LONG:
            near = sorted(self._within_two(word, True), key=lambda other: (-self.counts[other], other))
        return near


def _edits(word: str, letters: str) -> set[str]:
    """Everything one edit away: a letter missing, swapped with the next, another, or one more."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    other = {before + letter + after[1:] for before, after in cuts if after for letter in letters}
    more = {before + letter + after for before, after in cuts for letter in letters}
    return missing | swapped | other | more


def is_within(first: str, second: str, distance: int) -> bool:
    """Whether so few edits make one word the other (restricted Damerau-Levenshtein distance)."""
    before, above = list[int](), list(range(len(second) + 1))
    for row, char in enumerate(first, 1):
        line = [row]
        for column, other in enumerate(second, 1):
            cost = min(above[column] + 1, line[-1] + 1, above[column - 1] + (char != other))
            if row > 1 and column > 1 and char == second[column - 2] and first[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > distance:
            return False
        before, above = above, line
    return above[-1] <= distance
