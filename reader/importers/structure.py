"""Laying a copy on a known structure, by fingerprints.

A digest carries a fingerprint of each entry's own text as a copy of the original shows it. What is
hashed, for each kind of entry:

* post: all its lines, headings included; not the page's header lines.
* comment: its lines; not the header line that states score and author, not ``(read more)``, and
  not the footer of a comment no longer endorsed.
* section: its heading and the text before its first turn.
* turn: what is said; not the speaker's label.

Where a copy's text begins as a fingerprinted one did, an entry may begin. One beginning is chosen
for each entry so that all stand in the order of the structure, and as many as possible agree.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from reader.model.documents import Document, DocumentKind, Edition, Entry
from reader.model.fingerprint import START, Fingerprint, hash_start, normalise, parse_fingerprint

# How much of a structure must be found before a copy is taken for one of that document.
_FOUND_SHARE = 0.6
_BEGINS, _FITS = 10, 15
# Beginnings shared by very many entries and lines (a thread of "+1") say nothing about order.
_PAIRS_LIMIT = 20_000
_LISTED = 20

# Indexes of texts by how many normalised characters were hashed, and their hash.
Beginnings = dict[tuple[int, str], list[int]]
Judge = Callable[[Entry, int], int | None]


class Stream:
    """Texts one after another, normalised; each is a line of a page or a whole entry.

    Args:
        texts: Cleaned texts; those that belong to no entry must be empty.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        parts = [normalise(text) if text else "" for text in texts]
        self.starts = array("q", [0])
        for part in parts:
            self.starts.append(self.starts[-1] + len(part))
        self.normalised = "".join(parts)

    def stop(self, start: int, size: int) -> int | None:
        """One past the last text of those that hold exactly ``size`` normalised characters.

        Args:
            start: Index of the first text.
            size: In normalised characters.

        Returns:
            An index that counts following empty texts in; None when no text ends there.
        """
        end = self.starts[start] + size
        after = bisect_right(self.starts, end) - 1
        return after if after > start and self.starts[after] == end else None

    def beginnings(self) -> Beginnings:
        """Where at least START characters follow, by these and their hash."""
        last = len(self.normalised) - START
        return self._hash((index, START) for index, start in self._filled() if start <= last)

    def wholes(self, sizes: frozenset[int]) -> Beginnings:
        """Where a text ends after one of some sizes below START, by the size and the hash."""
        if not sizes:
            return {}
        ends = sorted(set(self.starts))
        return self._hash(
            (index, end - start)
            for after, (index, start) in enumerate(self._filled(), 1)
            for end in ends[after : after + START]
            if end - start in sizes
        )

    def _filled(self) -> Iterator[tuple[int, int]]:
        """Indexes of texts that are not empty, and where they start."""
        return ((at, here) for at, (here, after) in enumerate(pairwise(self.starts)) if here < after)

    def _hash(self, wanted: Iterable[tuple[int, int]]) -> Beginnings:
        found: Beginnings = {}
        for index, length in wanted:
            start = self.starts[index]
            mark = hash_start(self.normalised[start : start + length])
            found.setdefault((length, mark), []).append(index)
        return found


class Candidate(NamedTuple):
    """A place where an entry of a structure may begin.

    Attributes:
        entry: The entry's index in its document.
        start: Index of the text it begins with.
        stop: One past the last text it is certain to hold.
        weight: How much speaks for it.
        fits: Whether a text ends where the entry did.
    """

    entry: int
    start: int
    stop: int
    weight: int
    fits: bool


class Laid(NamedTuple):
    """A copy laid on a known structure.

    Attributes:
        document: The known document.
        found: Where its entries begin, by their index.
        share: How much of its fingerprints was found, from 0 to 1.
    """

    document: Document
    found: Mapping[int, Candidate]
    share: float


def lay(stream: Stream, known: Sequence[Document], kind: DocumentKind, judge: Judge) -> Laid | None:
    """Find the known document of which texts are a copy.

    Args:
        stream: The copy's texts.
        known: Documents whose entries carry fingerprints; others are passed over.
        kind: Which of them to look at.
        judge: Given an entry and the index of a text it may begin with: what else speaks for that
            (0 when nothing does), or None when it cannot be.

    Returns:
        The structure of which most was found, or None when less than 60 % of each was.
    """
    marks = [(document, fingerprints(document)) for document in known if document.kind is kind]
    beginnings = stream.beginnings() if any(own for _, own in marks) else {}
    likely = [(document, own) for document, own in marks if _is_likely(own, beginnings)]
    sizes = frozenset(mark.start for _, own in likely for mark in own.values() if mark.start < START)
    beginnings |= stream.wholes(sizes)
    best: Laid | None = None
    for document, own in likely:
        found = align(_candidates(stream, document, own, beginnings, judge))
        share = len(found) / len(own)
        if share >= _FOUND_SHARE and (best is None or share > best.share):
            best = Laid(document, found, share)
    return best


def _is_likely(marks: Mapping[int, Fingerprint], beginnings: Beginnings) -> bool:
    """Whether enough may be found, before anything is looked at more closely."""
    possible = sum(mark.start < START or (START, mark.hash) in beginnings for mark in marks.values())
    return bool(marks) and possible >= _FOUND_SHARE * len(marks)


def fingerprints(document: Document) -> dict[int, Fingerprint]:
    """The fingerprints of a document's entries, by the entry's index."""
    entries = enumerate(document.entries)
    read = ((index, parse_fingerprint(entry.fingerprint or "")) for index, entry in entries)
    return {index: mark for index, mark in read if mark and mark.size}


def _candidates(
    stream: Stream, document: Document, marks: Mapping[int, Fingerprint],
    beginnings: Beginnings, judge: Judge,
) -> Iterator[Candidate]:  # fmt: skip
    sharing: dict[tuple[int, str], int] = {}
    for mark in marks.values():
        sharing[mark.start, mark.hash] = sharing.get((mark.start, mark.hash), 0) + 1
    for index, mark in marks.items():
        starts = beginnings.get((mark.start, mark.hash), [])
        if len(starts) * sharing[mark.start, mark.hash] > _PAIRS_LIMIT:
            continue
        for start in starts:
            support = judge(document.entries[index], start)
            stop = stream.stop(start, mark.size)
            if support is not None and (stop or mark.start == START):
                weight = _BEGINS + support + (_FITS if stop else 0)
                yield Candidate(index, start, stop or start + 1, weight, stop is not None)


_Chain = tuple[Candidate, "_Chain | None"]


def align(candidates: Iterable[Candidate]) -> dict[int, Candidate]:
    """Choose at most one candidate for each entry, in increasing order and not overlapping.

    Of all such choices one of the greatest weight is taken, in time near linear: only those ends
    of chains are kept than which no earlier end has as much weight.

    Args:
        candidates: Those of one entry together, entries in increasing order.
    """
    stops, weights, chains = list[int](), list[int](), list[_Chain]()
    for _, group in groupby(candidates, key=lambda candidate: candidate.entry):
        grown: list[tuple[int, _Chain]] = []
        for candidate in group:
            before = bisect_right(stops, candidate.start) - 1
            weight = candidate.weight + (weights[before] if before >= 0 else 0)
            grown.append((weight, (candidate, chains[before] if before >= 0 else None)))
        for weight, chain in grown:
            _keep(stops, weights, chains, weight, chain)
    return _unroll(chains[-1] if chains else None)


def _keep(stops: list[int], weights: list[int], chains: list[_Chain], weight: int, chain: _Chain) -> None:
    stop = chain[0].stop
    if (upto := bisect_right(stops, stop)) and weights[upto - 1] >= weight:
        return
    first = last = bisect_left(stops, stop)
    while last < len(stops) and weights[last] <= weight:
        last += 1
    stops[first:last], weights[first:last], chains[first:last] = [stop], [weight], [chain]


def _unroll(chain: _Chain | None) -> dict[int, Candidate]:
    chosen: list[Candidate] = []
    while chain:
        candidate, chain = chain
        chosen.append(candidate)
    return {candidate.entry: candidate for candidate in reversed(chosen)}


def summary_of(entry: Entry, edition: Edition) -> str | None:
    """What a known document says an entry argues, as one line; None when it does not say."""
    if edition is not Edition.DIGEST:
        return entry.summary
    return " ".join(" ".join(passage.text for passage in entry.passages).split()) or None


def compare(entries: Iterable[Entry], document: Document) -> Iterator[str]:
    """Say which known entries a copy lacks, and which of its entries are not known.

    Args:
        entries: Those of the copy.
        document: The known document.
    """
    known, here = [entry.id for entry in document.entries], [entry.id for entry in entries]
    missing, added = _without(known, here), _without(here, known)
    if missing:
        yield f"{len(missing)} known entries are not in this copy: {list_ids(missing)}"
    if added:
        yield f"{len(added)} entries of this copy are not in the known structure: {list_ids(added)}"


def _without(ids: Sequence[str], others: Iterable[str]) -> list[str]:
    excluded = set(others)
    return [entry_id for entry_id in ids if entry_id not in excluded]


def list_ids(ids: Sequence[str]) -> str:
    """Ids for a sentence: all of a few, the first of many."""
    more = len(ids) - _LISTED
    return ", ".join(ids[:_LISTED]) + (f" and {more} more" if more > 0 else "")
