"""Words and their stems, as the index sees them."""

from __future__ import annotations

import re
from functools import lru_cache

from reader.index.engine import porter_stem
from reader.model.folding import fold, word_spans, words

# Part of the index's stamp: raise it when the same text gives other words or stems.
ANALYSIS_VERSION = 1
_LONGEST = 64
# Words without one of these are their own stems, which the stemmer takes 20 µs to find out.
_HAS_ENDING = re.compile("(?:[seyi]|ed|ing|al|ll|ful|er|or|ion|ism|ic|ant|ent)$")
_APOSTROPHES = re.compile(r"[^\W_]+(?:'[^\W_]+)+")


def words_of(text: str) -> list[str]:
    """The words of a text in order, folded; a very long one is cut."""
    return words_of_folded(fold(text))


def words_of_folded(folded: str) -> list[str]:
    """The words of a folded text in order; a very long one is cut."""
    found = words(folded)
    if any(map(_LONGEST.__lt__, map(len, found))):
        return [word[:_LONGEST] for word in found]
    return found


def joined_words(folded: str) -> list[str]:
    """The words of a folded text that have an apostrophe, as one: ``dont`` for ``don't``."""
    if "'" not in folded:
        return []
    return [match.replace("'", "")[:_LONGEST] for match in _APOSTROPHES.findall(folded)]


def cut_word(word: str) -> str:
    """A word cut at the length up to which the index tells words apart."""
    return word[:_LONGEST]


def word_spans_of(folded: str) -> list[tuple[str, int, int]]:
    """The words of a folded text with the half-open range of each; a very long one is cut."""
    return [(word[:_LONGEST], start, stop) for word, start, stop in word_spans(folded)]


def joined_spans(folded: str) -> list[tuple[str, int, int]]:
    """What :func:`joined_words` gives, with the half-open range of each."""
    if "'" not in folded:
        return []
    return [(match[0].replace("'", "")[:_LONGEST], match.start(), match.end())
            for match in _APOSTROPHES.finditer(folded)]  # fmt: skip


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """What a word has in common with its other forms: ``argu`` for ``argue`` and ``arguing``."""
    if not _HAS_ENDING.search(word) or not (word.isascii() and word.isalpha()):
        return word
    return str(porter_stem(word))
