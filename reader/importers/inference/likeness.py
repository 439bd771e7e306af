"""How alike texts of a page are: rare words they share, and the hand that typed them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.model.links.words import Lexicon

_COMMON_SHARE, _COMMON_LEAST = 0.07, 4
_CURLY, _STRAIGHT = re.compile("[’“”]"), re.compile("(?<=[a-z])'(?=[a-z])|\"")
_WIDE, _NARROW = re.compile(r"[.?!]  +(?=[A-Z])"), re.compile(r"[.?!] (?=[A-Z])")
_DOUBLE_DASH, _EM_DASH, _EN_DASH = re.compile(r"\w ?--+ ?\w"), re.compile("—"), re.compile(r"\w (?:–|-) \w")


class Words:
    """The rare words of a page's texts, and how much each says.

    Args:
        texts: The texts, by the index they are asked for.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        lexicon = Lexicon()
        all_words = [frozenset(lexicon.numbers(text)) for text in texts]
        often = Counter(word for words in all_words for word in words)
        most = max(_COMMON_LEAST, _COMMON_SHARE * len(texts))
        self._weights = {
            word: math.log(len(texts) / count) for word, count in often.items() if 1 < count <= most
        }
        kept = self._weights.keys()
        self.of = [frozenset(words & kept) for words in all_words]
        self._wholes: dict[frozenset[int], float] = {}

    def much(self, words: Iterable[int]) -> float:
        """How much some rare words say, from 0 for nothing."""
        return math.log1p(self._sum(words))

    def shared(self, one: frozenset[int], other: frozenset[int]) -> float:
        """How much the rare words that two texts share say, from 0 for nothing."""
        return self.much(one & other)

    def alike(self, one: frozenset[int], other: frozenset[int]) -> float:
        """How alike two texts are by their rare words, from 0 to 1, whatever their lengths."""
        shared = self._sum(one & other)
        return shared / math.sqrt(self._whole(one) * self._whole(other)) if shared else 0.0

    def _whole(self, words: frozenset[int]) -> float:
        """What all rare words of a text say."""
        found = self._wholes.get(words)
        if found is None:
            found = self._wholes[words] = self._sum(words)
        return found

    def _sum(self, words: Iterable[int]) -> float:
        weights = self._weights
        return sum([weights[word] for word in words])


class Hand(NamedTuple):
    """Habits of a keyboard; each True, False, or None when a text does not show it.

    Attributes:
        is_curly: Whether apostrophes and quotation marks are curly.
        is_wide: Whether two spaces stand between sentences.
        dash: Which dash is used; None when none is.
    """

    is_curly: bool | None = None
    is_wide: bool | None = None
    dash: str | None = None


def read_hand(text: str) -> Hand:
    """What a text shows of the keyboard it was typed on."""
    dashes = (("--", _DOUBLE_DASH), ("—", _EM_DASH), ("–", _EN_DASH))
    return Hand(
        _either(_CURLY, _STRAIGHT, text), _either(_WIDE, _NARROW, text),
        next((name for name, pattern in dashes if pattern.search(text)), None),
    )  # fmt: skip


def _either(yes: re.Pattern[str], no: re.Pattern[str], text: str) -> bool | None:
    if yes.search(text):
        return None if no.search(text) else True
    return False if no.search(text) else None


def differs(one: Hand, others: Iterable[Hand]) -> int:
    """In how many habits a hand differs from all that others show."""
    return sum(
        mine is not None and bool(shown := {each[at] for each in others} - {None}) and mine not in shown
        for at, mine in enumerate(one)
    )


def is_rare(one: Hand) -> bool:
    """Whether a hand shows a habit that few have."""
    return bool(one.is_curly or one.is_wide)


def is_same_rare(one: Hand, others: Iterable[Hand]) -> bool:
    """Whether both show a habit that few have."""
    return any((one.is_curly and each.is_curly) or (one.is_wide and each.is_wide) for each in others)
