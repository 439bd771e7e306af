"""Bounds what a page can make an HTML parser do.

A parser of HTML5 looks through the open elements at nearly every tag (50,000 lists in lists: 23
seconds), through all attributes at each one, and opens unclosed emphasis again in every paragraph
(3,000 fonts in as many paragraphs: four million elements). Tags beyond the bounds are taken out;
the text between them stays.

Source: the HTML standard, section 13.2 (parsing HTML documents), read only as far as needed to
count open elements, and never to count too few.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import NamedTuple

# Below both nothing can take long.
_SHORT, _FEW = 20_000, 1_000
# How many open elements may be looked at in all, 5 ns each; a browser stops at depth 512.
_LOOKS_LIMIT = 100_000_000
_DEPTH_LIMIT = 512
_ACTIVE_LIMIT = 60
_REOPENED_LIMIT = 200_000
_ATTRIBUTES_LIMIT = 100
_SEARCH_LIMIT = 600

_NAME = re.compile(r"(/?)([a-zA-Z][^\s/>]{0,40})")
# White space, names, and values; quotation marks hide a bracket only behind an equals sign.
_REST = re.compile(r"""(?:[^>"'=]+|=\s*+(?:"[^"]*+"|'[^']*+')?|["'])*+""")
_ATTRIBUTE = re.compile(r"""[^\s=/>"'][^\s=/>]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?""")
_TAGS = re.compile(r"<(/?[a-zA-Z][^\s/>]{0,40})")
_LONG_TAG = re.compile(r"<[a-zA-Z][^>]{4000}")
_TAG = re.compile(r"</?([a-zA-Z][^\s/<>]*+)[^<>]*+>|<![^<>]*+>")
_UNREAD_START = re.compile(r"<(script|style|noscript|template|textarea|title)\b|<!--", re.IGNORECASE)
_VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
    # These end one another, so they nest only with what they stand in.
    "p", "li", "dd", "dt", "option", "optgroup", "tr", "td", "th", "tbody", "thead", "tfoot", "colgroup",
    "caption", "rp", "rt", "body", "html", "head",
})  # fmt: skip
_RAW = frozenset({
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext",
})  # fmt: skip
_FORMATTING = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
_INLINE = _FORMATTING | {
    "span", "sup", "sub", "wbr", "abbr", "img", "kbd", "del", "ins", "mark", "q", "cite",
}  # fmt: skip
# End tags do not reach beyond these.
_SCOPES = frozenset({"table", "template", "object", "marquee", "applet", "svg", "math", "select"})


class Tamed(NamedTuple):
    """HTML that parses in time and memory near linear in its length.

    Attributes:
        html: The same HTML, without lone surrogates and without tags beyond the bounds.
        is_flattened: Whether elements were taken out because they were nested too deep.
    """

    html: str
    is_flattened: bool = False


def tame(html: str) -> Tamed:
    """Make HTML harmless to a parser.

    Args:
        html: A page or a part of one.
    """
    if not html.isascii():
        html = html.encode("utf-8", "replace").decode()
    if (len(html) <= _SHORT and html.count("<") <= _FEW) or _is_tame(html):
        return Tamed(html)
    tamer = _Tamer(html)
    return Tamed(tamer.run(), tamer.is_flattened)


def strip_tags(html: str) -> str:
    """The text of HTML that has too many elements to be parsed, a line for each block.

    Args:
        html: A part of a page.
    """
    parts, at = [], 0
    for start in _UNREAD_START.finditer(html):
        if start.start() >= at:
            parts.append(html[at : start.start()])
            at = _after_end(html, start)
    whole = "".join([*parts, html[at:]])
    return unescape(_TAG.sub(lambda tag: "" if (tag[1] or "").lower() in _INLINE else "\n", whole))


def _after_end(html: str, start: re.Match[str]) -> int:
    """Where an element ends whose content is no text; the end of all where it does not."""
    closing = "-->" if start[0] == "<!--" else f"</{start[1]}"
    end = html.find(closing, start.end())
    return len(html) if end < 0 else end + len(closing)


def _is_tame(html: str) -> bool:
    """Whether a page is surely harmless: nearly all are, and this is quick."""
    if _LONG_TAG.search(html):
        return False
    open_names: list[str] = []
    formatting = reopened = looks = 0
    for name in _TAGS.findall(html):
        if name[0] == "/":
            if open_names and open_names[-1] == name[1:]:
                formatting -= open_names.pop() in _FORMATTING
        else:
            reopened += formatting
            looks += len(open_names)
            if name not in _VOID:
                formatting += name in _FORMATTING
                open_names.append(name)
                if formatting > _ACTIVE_LIMIT:
                    return False
    return reopened < _REOPENED_LIMIT and looks < _LOOKS_LIMIT


class _Open(NamedTuple):
    """An element that is open: its name, and whether its tag was taken out."""

    name: str
    is_out: bool


class _Tamer:
    """Reads tag by tag; keeps which elements are open.

    Args:
        html: A page or a part of one.

    Attributes:
        is_flattened: Whether elements were taken out because they were nested too deep.
    """

    def __init__(self, html: str) -> None:
        self.is_flattened = False
        self._html = html
        self._parts: list[str] = []
        self._copied = 0
        self._open: list[_Open] = []
        self._depth = 0
        self._depth_limit = max(_DEPTH_LIMIT, _LOOKS_LIMIT // html.count("<"))
        self._active: Counter[str] = Counter()
        self._reopened = 0

    def run(self) -> str:
        at = self._html.find("<")
        while at >= 0:
            after = self._read_tag(at)
            if after < 0:
                return "".join([*self._parts, self._html[self._copied : at]])
            at = self._html.find("<", after)
        return "".join([*self._parts, self._html[self._copied :]])

    def _read_tag(self, at: int) -> int:
        """Read what begins with a bracket; where to go on, or -1 when it has no end."""
        if self._html.startswith("<!--", at):
            return self._html.find("-->", at + 2)
        named = _NAME.match(self._html, at + 1)
        if not named:
            return at + 1
        rest = _REST.match(self._html, named.end())
        stop = rest.end() if rest else named.end()
        if stop >= len(self._html):
            return -1
        name = named[2].lower()
        if named[1]:
            self._read_end(name, at, stop + 1)
            return stop + 1
        attributes = self._html[named.end() : stop]
        if len(attributes) > _ATTRIBUTES_LIMIT:
            self._cut_attributes(attributes, named.end(), stop)
        self._read_start(name, at, stop + 1, attributes)
        return self._skip_raw(name, stop + 1) if name in _RAW else stop + 1

    def _skip_raw(self, name: str, start: int) -> int:
        end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self._html, start)
        return end.start() if end else len(self._html)

    def _read_start(self, name: str, at: int, stop: int, attributes: str) -> None:
        if name in _VOID or (attributes.endswith("/") and self._is_foreign()):
            self._reopened += self._active.total() if name not in _FORMATTING else 0
            return
        if name == "a":
            self._active["a"] = 0
        is_formatting = name in _FORMATTING
        is_deep = self._depth >= self._depth_limit
        self.is_flattened = self.is_flattened or is_deep
        is_out = is_deep or (is_formatting and not self._may_format())
        self._open.append(_Open(name, is_out))
        if is_out:
            self._take_out(name, at, stop)
            return
        self._depth += 1
        if is_formatting:
            self._active[name] += 1
        else:
            self._reopened += self._active.total()

    def _may_format(self) -> bool:
        return self._active.total() < _ACTIVE_LIMIT and self._reopened < _REOPENED_LIMIT

    def _is_foreign(self) -> bool:
        return any(each.name in ("svg", "math") for each in self._open[-_SEARCH_LIMIT:])

    def _read_end(self, name: str, at: int, stop: int) -> None:
        if name in _VOID:
            return
        found = self._find_open(name)
        if found >= 0:
            is_out = self._open[found].is_out
            self._depth -= sum(not each.is_out for each in self._open[found:])
            del self._open[found:]
            if is_out:
                self._take_out(name, at, stop)
        if found != _BLOCKED and self._active[name] > 0 and not (found >= 0 and is_out):
            self._active[name] -= 1

    def _find_open(self, name: str) -> int:
        """Index of the innermost open element of a name; -1 when there is none, or _BLOCKED."""
        least = max(0, len(self._open) - _SEARCH_LIMIT)
        for index in range(len(self._open) - 1, least - 1, -1):
            if self._open[index].name == name:
                return index
            if self._open[index].name in _SCOPES:
                return _BLOCKED
        return -1 if not least else _BLOCKED

    def _cut_attributes(self, attributes: str, at: int, stop: int) -> None:
        names = _ATTRIBUTE.findall(attributes)
        if len(names) > _ATTRIBUTES_LIMIT:
            self._replace(" " + " ".join(names[:_ATTRIBUTES_LIMIT]), at, stop)

    def _take_out(self, name: str, at: int, stop: int) -> None:
        self._replace("" if name in _FORMATTING or name == "span" else " ", at, stop)

    def _replace(self, written: str, at: int, stop: int) -> None:
        if at < self._copied:  # its attributes were cut already, and are taken out with it
            self._parts.pop()
            self._parts.append(written)
        else:
            self._parts += [self._html[self._copied : at], written]
        self._copied = stop


_BLOCKED = -2
