"""Grams: which entries share four words in a row with a quotation.

Only grams that some quotation holds are kept, and of a very common one only its first places, so
that memory grows with what is quoted and time with what is written, never with their product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

SIZE = 4
_PLACES_LIMIT = 96
_HITS_LIMIT = 768


class Grams:
    """The places of those grams that are asked for.

    First every quotation says what it wants, then every text is read once, then come the questions.
    """

    def __init__(self) -> None:
        # By gram: numbers of texts and of words in them, by turns. Until a text holds it, nothing.
        self._places: dict[int, list[int] | None] = {}

    def want(self, words: Sequence[int], limit: int) -> None:
        """Say that a quotation will be looked for.

        Args:
            words: Its words.
            limit: How many of its grams to look for at most.
        """
        for gram in _anchors(words, limit):
            self._places.setdefault(gram)

    def read(self, number: int, words: Sequence[int]) -> None:
        """Note where a text holds the wanted grams."""
        wanted = self._places
        for word, gram in [found for found in enumerate(_grams(words)) if found[1] in wanted]:
            places = wanted[gram]
            if places is None:
                wanted[gram] = [number, word]
            elif len(places) < 2 * _PLACES_LIMIT:
                places += (number, word)

    def hits(self, words: Sequence[int], limit: int, own: int) -> dict[int, list[int]]:
        """The texts that share grams with a quotation, and at which words; the rarest grams first.

        Args:
            words: The words of the quotation.
            limit: How many of its grams to look for at most.
            own: The number of its text, which holds all of them.
        """
        found: defaultdict[int, list[int]] = defaultdict(list)
        left = 2 * _HITS_LIMIT
        held = (self._places.get(gram) for gram in _anchors(words, limit))
        shared = [places for places in held if places and (len(places) > 2 or places[0] != own)]
        for places in sorted(shared, key=len):
            for number, word in zip(places[::2], places[1::2], strict=True):
                found[number].append(word)
            left -= len(places)
            if left < 0:
                break
        return found


def _grams(words: Sequence[int]) -> Iterator[int]:
    return map(hash, zip(*(words[start:] for start in range(SIZE)), strict=False))


def _anchors(words: Sequence[int], limit: int) -> list[int]:
    """Grams spread evenly over the words, the first and the last among them."""
    count = len(words) - SIZE + 1
    if count <= limit:
        return list(dict.fromkeys(_grams(words)))
    picked = (at * (count - 1) // (limit - 1) for at in range(limit))
    return list(dict.fromkeys(hash(tuple(words[at : at + SIZE])) for at in picked))
