"""Words of a text, and how far some words are from the nearest in a text: the grounds of anchoring.

Words are compared, not characters, so that spaces, punctuation, capitals and the breaks between
passages do not count. In scripts written without spaces each character is a word.

Source: G. Myers, "A fast bit-vector algorithm for approximate string matching based on dynamic
programming", JACM 46 (1999), with words in place of characters and one integer as the bit vector.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

# Thai to Lao, kana, Han, hangul, Han beyond the first plane.
_UNSPACED = "\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_MOST_PIECES = 64


@dataclass(frozen=True)
class Words:
    """The words of a text, folded, and where they stand.

    Attributes:
        folded: Each word in compatibility form (NFKC), case folded.
        starts: The first character of each in the text.
        stops: One past the last character of each.
    """

    folded: Sequence[str]
    starts: Sequence[int]
    stops: Sequence[int]

    def __len__(self) -> int:
        return len(self.folded)

    @cached_property
    def joined(self) -> str:
        """The folded words with a space before, between and after them."""
        return f" {' '.join(self.folded)} "

    def within(self, start: int, stop: int) -> tuple[int, int]:
        """The words that lie, even in part, in the characters [start, stop) of the text.

        Returns:
            The first word, and one past the last.
        """
        first = bisect_right(self.stops, start)
        return first, max(first, bisect_left(self.starts, stop))


def find_words(text: str) -> Words:
    """The words of a text."""
    found = list(_WORD.finditer(text))
    return Words(
        [_fold(match[0]) for match in found], [match.start() for match in found],
        [match.end() for match in found],
    )  # fmt: skip


def _fold(word: str) -> str:
    return word.lower() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


def distances(sought: Sequence[str], text: Sequence[str], is_fixed: bool = False) -> Iterator[int]:
    """For each word of a text, how far the sought words are from a piece that ends with it.

    Args:
        sought: At least one word.
        text: Words.
        is_fixed: Whether the piece must begin where the text begins; else it begins where it is best.

    Yields:
        The least number of words to change, leave out or put in.
    """
    masks: dict[str, int] = {}
    for at, word in enumerate(sought):
        masks[word] = masks.get(word, 0) | 1 << at
    every, last = (1 << len(sought)) - 1, len(sought) - 1
    more, less, score, first = every, 0, len(sought), int(is_fixed)
    for word in text:
        same = masks.get(word, 0)
        level = same | less
        across = (((same & more) + more) ^ more) | same
        up, down = less | (every & ~(across | more)), more & across
        score += (up >> last & 1) - (down >> last & 1)
        up, down = up << 1 | first, down << 1
        more, less = (down | ~(level | up)) & every, up & level & every
        yield score


def fixed_distance(sought: Sequence[str], text: Sequence[str]) -> int:
    """How far the sought words are from the best piece at the very beginning of a text.

    Returns:
        From 0 to as many as are sought.
    """
    if not sought:
        return 0
    return min(len(sought), min(distances(sought, text, is_fixed=True), default=len(sought)))


def nearest_distance(sought: Sequence[str], text: Sequence[str]) -> int:
    """How far the sought words are from the best piece anywhere in a text.

    Returns:
        From 0 to as many as are sought.
    """
    if not sought:
        return 0
    return min(len(sought), min(distances(sought, text), default=len(sought)))


def near_pieces(sought: Sequence[str], text: Sequence[str], limit: int) -> list[tuple[int, int, int]]:
    """The pieces of a text that are near the sought words, none overlapping a better one.

    Args:
        sought: At least one word.
        text: Words.
        limit: The greatest distance of a piece.

    Returns:
        The first word, one past the last, and the distance of each piece.
    """
    ends = [(score, stop) for stop, score in enumerate(distances(sought, text), 1) if score <= limit]
    pieces: list[tuple[int, int, int]] = []
    for score, stop in sorted(ends):
        if len(pieces) >= _MOST_PIECES:
            break
        start = _best_start(sought, text, stop, score)
        if all(stop <= other[0] or start >= other[1] for other in pieces):
            pieces.append((start, stop, score))
    return pieces


def _best_start(sought: Sequence[str], text: Sequence[str], stop: int, score: int) -> int:
    """Where the piece that ends here begins; of several as good, the one nearest in length."""
    before = text[max(0, stop - len(sought) - score) : stop][::-1]
    scores = list(distances(sought[::-1], before, is_fixed=True))
    lengths = (length for length, found in enumerate(scores, 1) if found == score)
    return stop - min(lengths, key=lambda length: abs(length - len(sought)), default=0)
