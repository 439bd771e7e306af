"""Made libraries of any size for the search: invented words in the proportions of real ones.

Entries of 20 to 250 words in documents of 400, words drawn by Zipf's law from a vocabulary of 60,000
with endings that a stemmer takes off. The same seed gives the same texts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind
from reader.model.passages import Passage

DOCUMENT_ENTRIES = 400
_WORDS = 60_000
_AUTHORS = 600
_ONSETS = "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sh sk sl sp st str t th tr v w"
_VOWELS = "a e i o u ai ea ee ou"
_CODAS = "b ck d ft g l ll m n nd ng nt p r rk rn s st t th x"
_ENDINGS = ("", "", "", "s", "ed", "ing", "er", "ly", "ness", "ation")
_BEGUN = datetime(2031, 3, 1, tzinfo=UTC)


class Corpus:
    """Draws documents from one generator.

    Args:
        seed: Another seed makes other texts.

    Attributes:
        words: The vocabulary, the most frequent first.
        authors: The authors, the busiest first.
    """

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self._parts = _ONSETS.split(), _VOWELS.split(), _CODAS.split()
        # Frequent words are short and without ending.
        words = dict.fromkeys(self._word(at) for at in range(2 * _WORDS))
        self.words = list(words)[:_WORDS]
        self._often = list(accumulate(1 / (rank + 2.7) for rank in range(len(self.words))))
        self.authors = [f"{self._word(99_999)} {self._word(99_999)}".title() for _ in range(_AUTHORS)]
        self._busy = list(accumulate(1 / (rank + 5) for rank in range(_AUTHORS)))

    def _word(self, rank: int) -> str:
        pick = self._random.choice
        syllables = 1 if rank < 400 else pick((1, 2, 2)) if rank < 6000 else pick((2, 2, 3))
        onsets, vowels, codas = self._parts
        stem = "".join(pick(onsets) + pick(vowels) for _ in range(syllables)) + pick(codas)
        return stem + (pick(_ENDINGS) if rank >= 400 else "")

    def documents(self, entries: int) -> Iterator[Document]:
        """Documents with so many entries in all."""
        for number, start in enumerate(range(0, entries, DOCUMENT_ENTRIES)):
            yield self.document(f"made-{number}", min(DOCUMENT_ENTRIES, entries - start))

    def document(self, id: str, entries: int) -> Document:
        """One thread."""
        made: list[Entry] = []
        for at in range(entries):
            parent = made[self._random.randrange(max(1, at - 3), at)].id if at > 2 else None
            made.append(self._entry(at, parent))
        title = " ".join(self._some(6)).capitalize()
        return Document(id, DocumentKind.THREAD, Edition.FULL, title, entries=tuple(_ordered(made)))

    def _entry(self, at: int, parent: str | None) -> Entry:
        texts = [self._sentence(self._random.randint(10, 125)) for _ in range(2)]
        return Entry(
            id=f"c{at}" if at else "p", kind=EntryKind.COMMENT if at else EntryKind.POST, parent=parent,
            author=self._random.choices(self.authors, cum_weights=self._busy)[0],
            posted_at=_BEGUN + timedelta(minutes=self._random.randrange(600_000)),
            score=self._random.randint(-9, 90), markdown="\n\n".join(texts),
            passages=tuple(map(Passage, texts)),
        )  # fmt: skip

    def _some(self, count: int) -> list[str]:
        return self._random.choices(self.words, cum_weights=self._often, k=count)

    def _sentence(self, count: int) -> str:
        words = self._some(count)
        words[count // 2] += ","
        return " ".join(words).capitalize() + "."


def _ordered(entries: list[Entry]) -> list[Entry]:
    from reader.model.thread import arrange

    return list(arrange(entries).entries)
