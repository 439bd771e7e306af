"""The links of a document: what its texts quote, address and name, forwards and backwards.

Pure functions over documents. Every link says how sure it is; see :class:`Verdict`.
"""

from reader.model.links.backlinks import Backlinks, backlinks
from reader.model.links.linking import link
from reader.model.links.values import (
    Change,
    Link,
    LinkKind,
    Target,
    Verdict,
    link_to_json,
    links_from_json,
    links_to_json,
)

__all__ = [
    "Backlinks",
    "Change",
    "Link",
    "LinkKind",
    "Target",
    "Verdict",
    "backlinks",
    "link",
    "link_to_json",
    "links_from_json",
    "links_to_json",
]
