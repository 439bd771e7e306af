"""Nearness: how a possible source stands to a quotation, and whether it can be its source at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum

from reader.model.documents import Document, DocumentKind, EntryKind
from reader.model.links.words import Text

_ANCESTORS_LIMIT = 256


class Nearness(IntEnum):
    """Where a source stands, the likeliest first."""

    ANCESTOR = 0
    POST = 1
    HERE = 2
    ELSEWHERE = 3


class Kinship:
    """The tree of a document, as far as links ask for it.

    Args:
        document: The document; its entries in reading order.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.positions = {entry.id: at for at, entry in enumerate(document.entries)}
        self.parents = [self.positions.get(entry.parent or "", -1) for entry in document.entries]
        self.post = next((at for at, one in enumerate(document.entries) if one.kind is EntryKind.POST), -1)
        self._stops = _branch_stops(self.parents)
        self._of: tuple[int, dict[int, int]] = (-1, {})

    def ancestors(self, position: int) -> dict[int, int]:
        """The entries it answers, nearest first, at most 256, each with its distance from 1."""
        if self._of[0] != position:
            found: dict[int, int] = {}
            at = self.parents[position]
            while at >= 0 and len(found) < _ANCESTORS_LIMIT and at not in found:
                found[at] = len(found) + 1
                at = self.parents[at]
            self._of = (position, found)
        return self._of[1]

    def parent(self, position: int) -> int:
        """What it answers: an entry or, at the top, the post; -1 when there is none."""
        parent = self.parents[position]
        if parent < 0 and position != self.post:
            return self.post
        return parent

    def is_descendant(self, position: int, ancestor: int) -> bool:
        """Whether an entry stands in the branch of another."""
        return ancestor < position < self._stops[ancestor]

    def nearness(self, source: Text, quoting: int) -> Nearness:
        """How a source stands to an entry of this document."""
        if source.document is not self.document:
            return Nearness.ELSEWHERE
        if source.position in self.ancestors(quoting):
            return Nearness.ANCESTOR
        return Nearness.POST if source.position == self.post else Nearness.HERE

    def can_quote(self, quoting: int, source: Text) -> bool:
        """Whether an entry may quote another text: nothing quotes what was written after it.

        What an entry answers was there before it. Otherwise dates tell and, where they do not, the
        order of reading; but an introduction may quote the turns that follow.
        """
        document, at = self.document, source.position
        if source.document is not document:
            return not _is_after(_moment(source.document, at), _moment(document, quoting))
        if at in self.ancestors(quoting) or (at == self.post and at != quoting):
            return True
        if self.is_descendant(at, quoting) and document.kind is DocumentKind.THREAD:
            return False
        if _introduces(document, quoting, at):
            return True
        one, other = _moment(document, at), _moment(document, quoting)
        return one < other if one and other and one != other else at < quoting


def _branch_stops(parents: Sequence[int]) -> list[int]:
    stops = list(range(1, len(parents) + 1))
    for at in range(len(parents) - 1, -1, -1):
        parent = parents[at]
        if 0 <= parent < at:
            stops[parent] = max(stops[parent], stops[at])
    return stops


def _moment(document: Document, position: int) -> datetime | None:
    entry = document.entries[position]
    is_whole = document.kind is DocumentKind.INTERVIEW or entry.kind is EntryKind.POST
    return entry.posted_at or (document.posted_at if is_whole else None)


def _is_after(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one > other


def _introduces(document: Document, quoting: int, source: int) -> bool:
    kinds = document.entries[quoting].kind, document.entries[source].kind
    return kinds[0] in (EntryKind.POST, EntryKind.SECTION) and kinds[1] is EntryKind.TURN
