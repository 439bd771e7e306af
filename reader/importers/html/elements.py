"""What each HTML element is to a reader. Elements not named here are looked through."""

from __future__ import annotations

from reader.importers.html.flow import CODE, EMPHASIS, STRIKE, STRONG

# Nothing of these is text: controls, scripts, and what a browser would have to load.
DROPPED = frozenset({
    "script", "style", "noscript", "template", "head", "title", "svg", "canvas", "map", "object",
    "embed", "applet", "frameset", "noframes", "select", "datalist", "textarea", "input", "button",
    "progress", "meter", "link", "meta", "base", "param", "source", "track", "-comment", "-doctype",
    "!doctype", "rp", "colgroup", "col",
})  # fmt: skip
BLOCKS = frozenset({
    "address", "article", "aside", "body", "center", "dd", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "html", "legend", "main",
    "menu", "nav", "p", "section", "search", "summary", "details", "optgroup", "caption", "tbody",
    "thead", "tfoot", "tr", "td", "th",
})  # fmt: skip
MARKS = {
    "b": STRONG, "strong": STRONG, "dt": STRONG, "summary": STRONG,
    "i": EMPHASIS, "em": EMPHASIS, "cite": EMPHASIS, "dfn": EMPHASIS, "var": EMPHASIS,
    "s": STRIKE, "del": STRIKE, "strike": STRIKE,
    "code": CODE, "kbd": CODE, "samp": CODE, "tt": CODE,
}  # fmt: skip
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset({"ul", "ol", "menu", "dir", "dl"})
PREFORMATTED = frozenset({"pre", "listing", "xmp", "plaintext"})
# What a page plays or embeds: only its address is kept.
EMBEDDED = frozenset({"iframe", "video", "audio"})
SPOILERS = frozenset({"spoiler", "spoilers", "spoiler-v2", "spoiled", "md-spoiler-text"})
