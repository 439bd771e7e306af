"""The links of a document: what its texts quote, address and name.

Every link says how sure it is; see :class:`Verdict`. They are found by
:func:`reader.model.links.linking.link`, which a reader of links need not import.
"""

from reader.model.links.values import (
    Change,
    Link,
    LinkKind,
    Target,
    Verdict,
    link_from_json,
    link_to_json,
    links_from_json,
    links_to_json,
)

__all__ = [
    "Change",
    "Link",
    "LinkKind",
    "Target",
    "Verdict",
    "link_from_json",
    "link_to_json",
    "links_from_json",
    "links_to_json",
]
