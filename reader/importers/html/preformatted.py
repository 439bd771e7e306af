"""Text whose spaces and line ends count."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from reader.importers.html.elements import DROPPED

_LANGUAGE = re.compile(r"(?:^|\s)(?:lang|language|highlight-source)-([\w+#.-]{1,40})")
_NONE = frozenset({"auto", "nohighlight", "none", "plaintext", "text", "txt"})


def text_of(root: LexborNode) -> str:
    """All text in an element as it stands, with a line feed for each line break."""
    parts: list[str] = []
    waiting = [root.child]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        waiting.append(node.next)
        if node.tag == "-text":
            parts.append(node.text_content or "")
        elif node.tag == "br":
            parts.append("\n")
        elif node.tag not in DROPPED:
            waiting.append(node.child)
    return "".join(parts)


def language_of(node: LexborNode) -> str:
    """The language a block of code names; empty when it names none."""
    inner = node.child
    while inner is not None and inner.tag == "-text":
        inner = inner.next
    for element in (node, inner):
        classes = element.attributes.get("class") if element is not None else None
        named = _LANGUAGE.search(classes) if classes else None
        if named and named[1].lower() not in _NONE:
            return named[1]
    return ""
