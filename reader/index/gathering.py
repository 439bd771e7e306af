"""Postings in memory while a segment is made, and the fields derived from them.

Three fields hold the words of the texts:

``words``   every word as it is written (folded);
``stems``   what several words share; a stem that is itself the only word with it is left out;
``starts``  the first one to four letters of words, because a letter just typed begins thousands of
            words; a start whose words have few postings is left out;
``pairs``   two frequent words one after the other, in a large segment: looking for ``of the`` in the
            texts would mean reading all of them.

The derived fields are made when the segment is complete, from whole postings. An entry's impact in
them is the greatest of those of its words, so that it does not depend on their order.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Callable, Iterator, Sequence
from itertools import compress, groupby, pairwise

from reader.index.codec import Gathered, spread_out
from reader.index.dense import greatest
from reader.index.stems import stem

WORDS, STEMS, STARTS, PAIRS = "words", "stems", "starts", "pairs"
LONGEST_START = 4
# So many postings are joined in a fraction of a millisecond when they are asked for.
_FEW = 256
# Words in more than one of so many entries are frequent; in a small segment none is.
_FREQUENT = 10
_PAIRED_ENTRIES = 4_000
# Terms in more than one of so many entries are joined as vectors.
_MANY = 8
_SIZE = array("I").itemsize


class Gathering:
    """Postings by field and term.

    A posting is one number, the entry's shifted by eight bits with the impact below: appending it is
    what indexing mostly does, and one append takes a quarter of the time of two.
    """

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, Callable[[int], None]]] = {}
        self._arrays: dict[str, dict[str, array[int]]] = {}

    def add(self, field: str, number: int, counts: dict[str, int], impacts: bytes) -> None:
        """Add the terms of an entry; entries come in ascending order.

        Args:
            field: The field.
            number: The entry's number in the segment.
            counts: The terms, each with a number of occurrences.
            impacts: The impact of each number of occurrences; the last one for any more.
        """
        appends = self._fields.setdefault(field, {})
        above, last = number << 8, len(impacts) - 1
        for term, count in counts.items():
            posting = above | impacts[count if count < last else last]
            try:
                appends[term](posting)
            except KeyError:
                postings = self._arrays.setdefault(field, {})[term] = array("I", [posting])
                appends[term] = postings.append

    def finish(self, texts: Sequence[bytes]) -> Iterator[tuple[str, Iterator[tuple[str, Gathered]]]]:
        """All fields with their terms, both sorted, the derived ones among them.

        Args:
            texts: The words of all entries, each with a space before and after.
        """
        entries = len(texts)
        self._add_pairs(texts)
        self._fields.clear()
        fields = {name: {term: _split(postings) for term, postings in terms.items()}
                  for name, terms in self._arrays.items()}  # fmt: skip
        words = fields.get(WORDS, {})
        derived = {STEMS: dict(_stems(words, entries)), STARTS: dict(_starts(words, entries))}
        for name, terms in sorted((fields | derived).items()):
            yield name, ((term, terms[term]) for term in sorted(terms))

    def _add_pairs(self, texts: Sequence[bytes]) -> None:
        words = self._arrays.get(WORDS, {})
        frequent = {word.encode(): word for word, postings in words.items()
                    if is_frequent(len(postings), len(texts))}  # fmt: skip
        for number, text in enumerate(texts if frequent else ()):
            found = list(map(frequent.get, text.split(b" ")))
            pairs = {f"{first} {second}": 1 for first, second in pairwise(found) if first and second}
            self.add(PAIRS, number, pairs, b"\x01")


def is_frequent(count: int, entries: int) -> bool:
    """Whether a word of so many entries of a segment is one of those that pairs are kept of."""
    return entries >= _PAIRED_ENTRIES and count * _FREQUENT > entries


def _split(postings: array[int]) -> Gathered:
    """Postings as entry numbers and impacts, by moving bytes."""
    if len(postings) == 1:
        return array("I", (postings[0] >> 8,)), bytearray((postings[0] & 255,))
    packed, moved = postings.tobytes(), bytearray(len(postings) * _SIZE)
    lowest_first = range(_SIZE) if sys.byteorder == "little" else range(_SIZE - 1, -1, -1)
    for to, at in pairwise(lowest_first):
        moved[to::_SIZE] = packed[at::_SIZE]
    return array("I", bytes(moved)), bytearray(packed[lowest_first[0] :: _SIZE])


def _stems(words: dict[str, Gathered], entries: int) -> Iterator[tuple[str, Gathered]]:
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(stem(word), []).append(word)
    for common, group in groups.items():
        if group != [common]:
            yield common, _merge([words[word] for word in group], entries)


def _starts(words: dict[str, Gathered], entries: int) -> Iterator[tuple[str, Gathered]]:
    ordered, most = sorted(words), max(_FEW, entries // _MANY)
    for length in range(1, LONGEST_START + 1):
        for start, group in groupby(ordered, lambda word, length=length: word[:length]):  # type: ignore[misc]
            found = [words[word] for word in group]
            if len(start) == length and sum(len(ids) for ids, _ in found) > most:
                yield start, _merge(found, entries)


def _merge(postings: Sequence[Gathered], entries: int) -> Gathered:
    """The postings of several terms as those of one."""
    if len(postings) == 1:
        return postings[0]
    if sum(len(ids) for ids, _ in postings) * _MANY > entries:
        return _merge_many(postings, entries)
    together: dict[int, int] = {}
    for ids, impacts in postings:
        for number, impact in zip(ids, impacts, strict=True):
            if together.get(number, 0) < impact:
                together[number] = impact
    numbers = array("I", sorted(together))
    return numbers, bytearray(map(together.__getitem__, numbers))


def _merge_many(postings: Sequence[Gathered], entries: int) -> Gathered:
    dense = [spread_out(one, 0, entries) for one in postings if len(one[0]) * _MANY > entries]
    spread = bytearray(greatest(dense, entries))
    for ids, impacts in postings:
        if len(ids) * _MANY <= entries:
            for number, impact in zip(ids, impacts, strict=True):
                if spread[number] < impact:
                    spread[number] = impact
    return array("I", compress(range(entries), spread)), spread.translate(None, b"\0")
