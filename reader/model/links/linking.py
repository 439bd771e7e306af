"""All links of a document."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model.documents import Document
from reader.model.links.mentions import find_mentions
from reader.model.links.nearness import Kinship
from reader.model.links.permalinks import find_permalinks
from reader.model.links.quoting import link_quotations
from reader.model.links.values import Link


def link(document: Document, others: Sequence[Document] = ()) -> tuple[Link, ...]:
    """Find every quotation, permalink, mention and address of a document.

    Args:
        document: The document, its entries in reading order.
        others: What else it may quote or address; a document of the same id is passed over.

    Returns:
        Its links by entry in reading order, then by passage and character. Links may overlap: a
        quotation may hold an address.
    """
    rest = [other for other in others if other.id != document.id]
    kinship = Kinship(document)
    found = [
        *link_quotations(document, rest, kinship),
        *find_permalinks(document, rest),
        *find_mentions(document, kinship),
    ]
    order = kinship.positions
    return tuple(sorted(found, key=lambda one: (order[one.entry], one.passage, one.start, -one.stop)))
