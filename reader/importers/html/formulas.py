"""LaTeX in a page: the source that MathJax, KaTeX and others keep beside what they draw."""

from __future__ import annotations

import re
from typing import NamedTuple

from selectolax.lexbor import LexborNode

_SCRIPT = re.compile(r"math/(?:la)?tex\b", re.IGNORECASE)
_DISPLAY = re.compile(r"\b(?:katex-display|mjpage__block|MJXc-display|MathJax_Display|math-display)\b")
_ANNOTATION = 'annotation[encoding="application/x-tex"]'
# Where drawings keep the source, and in which attribute; as text where none is named.
_SOURCES = ((_ANNOTATION, ""), (".mjx-math[aria-label]", "aria-label"), ("math[alttext]", "alttext"))
# Elements of these classes draw one formula.
FORMULA_CLASSES = frozenset({
    "mjpage", "mjx-chtml", "katex", "katex-display", "MathJax", "MathJax_Display", "MathJax_CHTML",
    "MathJax_SVG", "MathJax_Preview", "math-tex", "math", "latex",
})  # fmt: skip
FORMULA_TAGS = frozenset({"math", "mjx-container"})


class Formula(NamedTuple):
    """A formula.

    Attributes:
        source: Its LaTeX, not yet cleaned; empty for a drawing whose source stands beside it.
        is_display: Whether it stands on a line of its own.
    """

    source: str
    is_display: bool = False


def read_script(node: LexborNode) -> Formula | None:
    """The formula of a ``<script type="math/tex">``; None for any other script."""
    kind = node.attributes.get("type") or ""
    if not _SCRIPT.match(kind):
        return None
    return Formula((node.text() or "").strip(), "display" in kind)


def read_formula(node: LexborNode, tag: str, classes: str) -> Formula | None:
    """The formula an element draws; None where its source is not kept.

    Args:
        node: An element of FORMULA_TAGS or with one of FORMULA_CLASSES.
        tag: Its name.
        classes: Its classes.
    """
    if "MathJax" in classes and _has_script_after(node):
        return Formula("")
    source = _source(node, tag)
    if source is None:
        return None
    is_display = bool(_DISPLAY.search(classes)) or node.attributes.get("display") in ("block", "true")
    return Formula(source.strip(), is_display or (tag in ("div", "p") and "math" in classes))


def _source(node: LexborNode, tag: str) -> str | None:
    attributes = node.attributes
    if tag == "img" or attributes.get("alttext"):
        return attributes.get("alttext") or attributes.get("alt")
    for selector, name in _SOURCES:
        found = node.css_first(selector)
        if found is not None:
            return (found.attributes.get(name) if name else found.text()) or None
    child = node.child
    is_plain = child is not None and child.tag == "-text" and child.next is None
    return _without_delimiters(node.text()) if is_plain and tag != "math" else None


def _without_delimiters(text: str) -> str:
    source = text.strip()
    for opening, closing in (("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$"), ("$", "$")):
        if len(source) > len(opening + closing) and source.startswith(opening) and source.endswith(closing):
            return source[len(opening) : -len(closing)]
    return source


def _has_script_after(node: LexborNode) -> bool:
    after = node.next
    for _ in range(4):
        if after is None:
            return False
        if after.tag == "script":
            return read_script(after) is not None
        after = after.next
    return False
