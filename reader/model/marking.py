"""Marking entries and places in them by fingerprints, and finding what was marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from reader.errors import CorrectionError
from reader.model.corrections import Mark, Seam
from reader.model.documents import Entry
from reader.model.fingerprint import START, Fingerprint, fingerprint, hash_start, normalise, parse_fingerprint

# A beginning of fewer letters and digits, such as "Thanks!", does not say by itself which entry it is.
TELLING = 12
_BEFORE, _BEFORE_CHARACTERS = 24, 200


class Opening(NamedTuple):
    """How an entry begins.

    Attributes:
        hash: The hash of its first START normalised characters, or of all when it has fewer.
        size: How many of them there are.
        is_whole: Whether that is all of it.
    """

    hash: str
    size: int
    is_whole: bool

    def is_of(self, mark: Fingerprint) -> bool:
        """Whether an entry begins as a fingerprinted one did, and is as short if that was short."""
        is_as_long = self.size == mark.start and (mark.size >= START or self.is_whole)
        return is_as_long and self.hash == mark.hash


class Openings:
    """How entries begin; each is looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Entry, Opening]] = {}

    def of(self, entry: Entry) -> Opening:
        """How an entry begins."""
        known = self._known.get(entry.id)
        if known is None or known[0] is not entry:
            known = self._known[entry.id] = entry, _opening(entry)
        return known[1]


def _opening(entry: Entry) -> Opening:
    found = ""
    for passage in entry.passages:
        found += normalise(passage.text)
        if len(found) > START:
            break
    return Opening(hash_start(found[:START]), min(len(found), START), len(found) <= START)


def mark_entry(order: Sequence[Entry], id: str) -> Mark:
    """The mark of an entry.

    Args:
        order: All entries in reading order.
        id: The entry's id.

    Raises:
        CorrectionError: There is none.
    """
    for entry in order:
        if entry.id == id:
            return Mark(id, str(fingerprint(_text(entry))), tail_before(order, id))
    raise CorrectionError(id, "the document has no such entry", "see `threadside show`")


def mark_seam(entry: Entry, passage: int, character: int) -> Seam:
    """The mark of a place in an entry, before a character of a passage."""
    before, after = _halves(entry, passage, character)
    return Seam(len(normalise(before)), str(fingerprint(after)), passage, character)


def tail_before(order: Sequence[Entry], id: str) -> str:
    """The hash of how the entry before one ends; empty for the first."""
    at = next(index for index, entry in enumerate(order) if entry.id == id)
    return hash_start(normalise(_text(order[at - 1])[-_BEFORE_CHARACTERS:])[-_BEFORE:]) if at else ""


def size_of(written: str) -> int:
    """How many normalised characters a fingerprinted text has; 0 for what is no fingerprint."""
    mark = parse_fingerprint(written)
    return mark.size if mark else 0


def holds(entry: Entry, first: str, second: str) -> bool:
    """Whether an entry surely is what two fingerprinted texts are together."""
    begun, rest = parse_fingerprint(first), parse_fingerprint(second)
    if begun is None or rest is None or rest.size < TELLING:
        return False
    text = normalise(_text(entry))
    return begun.begins(text) and rest.begins(text[begun.size :])


def locate(entry: Entry, seam: Seam) -> tuple[int, int] | None:
    """Where in an entry a marked place is now, as passage and character; None when that is not sure."""
    mark = parse_fingerprint(seam.text)
    if mark is None:
        return None
    if _is_at(entry, seam, mark):
        return seam.passage, seam.character
    text = normalise(_text(entry))
    if mark.size < TELLING:
        return None
    if _ends_as(text[seam.offset :], mark):
        return _place_of(entry, seam.offset)
    offsets = [at for at in _possible(text, mark) if _ends_as(text[at:], mark)]
    return _place_of(entry, offsets[0]) if len(offsets) == 1 else None


def _possible(text: str, mark: Fingerprint) -> range:
    """The characters at which a fingerprinted rest of a text may begin; a short one only at its end."""
    if mark.size < START:
        return range(max(1, len(text) - mark.size), len(text))
    return range(1, max(1, len(text) - START + 1))


def _is_at(entry: Entry, seam: Seam, mark: Fingerprint) -> bool:
    if not 0 <= seam.passage < len(entry.passages):
        return False
    if not 0 <= seam.character <= len(entry.passages[seam.passage].text):
        return False
    before, after = (normalise(half) for half in _halves(entry, seam.passage, seam.character))
    return len(before) == seam.offset and _ends_as(after, mark)


def _ends_as(text: str, mark: Fingerprint) -> bool:
    return mark.begins(text[:START]) and (mark.size >= START or len(text) == mark.size)


def _place_of(entry: Entry, offset: int) -> tuple[int, int]:
    """The passage and character before which so many normalised characters stand."""
    sizes = accumulate((len(normalise(passage.text)) for passage in entry.passages), initial=0)
    starts = list(sizes)
    passage = max(at for at, start in enumerate(starts[:-1]) if start <= offset)
    text = entry.passages[passage].text
    left, character = offset - starts[passage], 0
    while left > 0 and character < len(text):
        left -= len(normalise(text[character]))
        character += 1
    while (
        character < len(text)
        and not text[character].isalnum()
        and not text[character - 1 : character].isspace()
    ):
        character += 1
    return (passage, character) if offset > starts[passage] else (passage, 0)


def _halves(entry: Entry, passage: int, character: int) -> tuple[str, str]:
    texts = [one.text for one in entry.passages]
    before = [*texts[:passage], texts[passage][:character]]
    return "\n".join(before), "\n".join([texts[passage][character:], *texts[passage + 1 :]])


def _text(entry: Entry) -> str:
    return "\n".join(passage.text for passage in entry.passages)
