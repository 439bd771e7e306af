"""Backlinks: what leads to a place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.model.links.values import Link, LinkKind, Verdict

_Place = tuple[str, str, int]
# What only may lead somewhere, or to the place after all that is shown, is no count in a margin.
_UNSURE = frozenset({Verdict.NOT_FOUND, Verdict.EXTERNAL})


class Backlinks:
    """The links that lead to a passage or an entry.

    Args:
        links: The links of each document, by its id.
    """

    def __init__(self, links: Mapping[str, Iterable[Link]]) -> None:
        self._to_passage: dict[_Place, dict[tuple[str, Link], None]] = {}
        self._to_entry: dict[tuple[str, str], dict[tuple[str, Link], None]] = {}
        for document, of_document in links.items():
            for link in of_document:
                self._add(document, link)

    def _add(self, document: str, link: Link) -> None:
        if link.verdict in _UNSURE:
            return
        for target in link.targets:
            place = (target.document, target.entry, target.passage)
            self._to_passage.setdefault(place, {})[document, link] = None
            self._to_entry.setdefault(place[:2], {})[document, link] = None

    def to_passage(self, document: str, entry: str, passage: int) -> tuple[tuple[str, Link], ...]:
        """What leads to a passage: each link once, with the id of the document it stands in.

        Permalinks and mentions lead to the first passage of an entry.
        """
        return tuple(self._to_passage.get((document, entry, passage), ()))

    def to_entry(self, document: str, entry: str) -> tuple[tuple[str, Link], ...]:
        """What leads to any passage of an entry; an empty entry id means the document as a whole."""
        return tuple(self._to_entry.get((document, entry), ()))

    def quotations(self, document: str, entry: str, passage: int) -> int:
        """How many quotations, permalinks and mentions lead to a passage."""
        return sum(link.kind is not LinkKind.ADDRESS for _, link in self.to_passage(document, entry, passage))


def backlinks(links: Mapping[str, Iterable[Link]]) -> Backlinks:
    """The index of what leads where.

    Args:
        links: The links of each document, by its id.
    """
    return Backlinks(links)
