"""A saved page: its elements, its address, and the comments found in one walk through it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple
from urllib.parse import urldefrag, urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.clean import clean_line, safe_url
from reader.errors import SourceError
from reader.importers.gathering import Gathering, show_address
from reader.importers.html import tame
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind, Flag

Attributes = Mapping[str, str | None]
_ELEMENTS_LIMIT = 600_000
_BEGINNING = 20_000
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(\S{1,2000}?)\s*-->")
_CHALLENGE = re.compile(
    r"<title>\s*(?:Just a moment\.\.\.|Vercel Security Checkpoint|Attention Required!)|"
    r"whoa there, pardner!|_cf_chl_opt",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"([-−–]?)\s*(\d[\d,]{0,12})")


@dataclass(frozen=True, slots=True)
class Page:
    """A saved page.

    Attributes:
        source: Its text as it came.
        parser: Its elements.
        url: Where it stands on the web, without the part of the page; None when that is not known.
    """

    source: Source
    parser: LexborHTMLParser
    url: str | None

    def first(self, *selectors: str) -> LexborNode | None:
        """The first element that the first selector to find any finds."""
        found = (self.parser.css_first(selector) for selector in selectors)
        return next((node for node in found if node is not None), None)

    def said(self, *selectors: str) -> str:
        """The text of the first element found; not yet cleaned, empty when there is none."""
        return text_of(self.first(*selectors))

    def stated(self, name: str, *selectors: str) -> str:
        """An attribute of the first element found; not yet cleaned, empty when there is none."""
        return value_of(self.first(*selectors), name)

    def link(self, *selectors: str) -> str:
        """The address of the first link found, made absolute; empty when there is none."""
        href = self.stated("href", *selectors)
        try:
            return urljoin(self.url or "", href.strip())
        except ValueError:
            return ""


def open_page(source: Source) -> Page:
    """Parse a saved page; nothing it names is loaded.

    Raises:
        SourceError: It has too many elements or too deep ones, or is the page of a gatekeeper.
    """
    count = source.text.count("<")
    if count > _ELEMENTS_LIMIT:
        reason = f"it has {count:,} elements; the limit is {_ELEMENTS_LIMIT:,}"
        raise SourceError(source.name, reason, "save a page with fewer comments")
    if _CHALLENGE.search(source.text, 0, _BEGINNING):
        reason = "the site answered with a check whether a person is reading, not with the page"
        raise SourceError(source.name, reason, "open the page in a browser, wait for it, and save it then")
    tamed = tame(source.text)
    if tamed.is_flattened:
        reason = "its elements are nested too deep for a page anyone has read"
        raise SourceError(source.name, reason, "fetch the discussion by its address instead")
    parser = LexborHTMLParser(tamed.html)
    return Page(source, parser, _find_url(source, parser))


def _find_url(source: Source, parser: LexborHTMLParser) -> str | None:
    saved = _SAVED_FROM.search(source.text, 0, _BEGINNING)
    named = (
        source.url, saved[1] if saved else None,
        value_of(parser.css_first('link[rel="canonical"]'), "href"),
        value_of(parser.css_first('meta[property="og:url"]'), "content"),
    )  # fmt: skip
    return next((urldefrag(url)[0] for url in named if safe_url(url) and url), None)


def text_of(node: LexborNode | None) -> str:
    """The text of an element; not yet cleaned."""
    return (node.text() or "").replace("\u00ad", "").strip() if node is not None else ""


def value_of(node: LexborNode | None, name: str) -> str:
    """An attribute of an element; not yet cleaned, empty when it is missing."""
    return (node.attributes.get(name) or "").strip() if node is not None else ""


def html_of(node: LexborNode | None) -> str:
    """What an element holds, as HTML."""
    return (node.inner_html or "") if node is not None else ""


def number_in(text: str) -> int | None:
    """The first whole number in a text, such as 1234 in ``1,234 points``."""
    found = _NUMBER.search(text)
    if not found:
        return None
    number = int(found[2].replace(",", ""))
    return -number if found[1] else number


class Sight(NamedTuple):
    """What a site's importer sees in an element.

    Attributes:
        begins: The id of the comment that begins here; None when none does.
        part: The name of the part of a comment that the element holds; what is in it is not looked at.
        mark: What the element says of the comment it is in.
        is_passed: Whether what is in the element is not looked at.
    """

    begins: str | None = None
    part: str = ""
    mark: str = ""
    is_passed: bool = False


NOTHING = Sight()
PASSED = Sight(is_passed=True)


@dataclass(slots=True)
class Piece:
    """A comment found in a page, or the page around its comments.

    Attributes:
        id: What the page calls it; may be empty.
        above: The piece it stands in; None for the page itself.
        parts: The first element of each part.
        marks: What elements in it said of it.
    """

    id: str = ""
    above: Piece | None = None
    parts: dict[str, LexborNode] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)

    def said(self, part: str) -> str:
        """The text of a part; not yet cleaned, empty when it is missing."""
        return text_of(self.parts.get(part))

    def value(self, part: str, name: str) -> str:
        """An attribute of a part; not yet cleaned, empty when it is missing."""
        return value_of(self.parts.get(part), name)

    def html(self, part: str) -> str:
        """What a part holds, as HTML; empty when it is missing."""
        return html_of(self.parts.get(part))

    @property
    def parent(self) -> str:
        """The id of the nearest piece around it that has one; empty when none has."""
        above = self.above
        while above is not None and not above.id:
            above = above.above
        return above.id if above else ""


def find_pieces(page: Page, look: Callable[[LexborNode, str, Attributes], Sight]) -> list[Piece]:
    """Find the comments of a page and their parts, in one walk without recursion.

    Args:
        page: A saved page.
        look: What a site's importer sees in an element, given its name and attributes.

    Returns:
        The page around the comments, then the comments in order.
    """
    pieces = [Piece()]
    waiting: list[tuple[LexborNode | None, Piece]] = [(page.parser.root, pieces[0])]
    while waiting:
        node, piece = waiting.pop()
        if node is None:
            continue
        waiting.append((node.next, piece))
        tag = node.tag or ""
        if tag.startswith("-"):
            continue
        sight = look(node, tag, node.attributes)
        if sight.begins is not None:
            piece = Piece(sight.begins, piece)
            pieces.append(piece)
        if sight.mark:
            piece.marks.add(sight.mark)
        if sight.part:
            piece.parts.setdefault(sight.part, node)
        elif not sight.is_passed:
            waiting.append((node.child, piece))
    return pieces


def set_above(gathering: Gathering, url: str) -> str:
    """The address a post is about, as Markdown to stand above its text; empty when there is none."""
    address = gathering.record({"url": url}, "the post's link").line("url")
    return show_address(address) if address else ""


def finish(gathering: Gathering, document: Document, name: str) -> Document:
    """The document of a page, with its report.

    Args:
        gathering: Its post and comments.
        document: What is known of the whole.
        name: What the page is called, for messages.

    Raises:
        SourceError: The page holds no text of a post and no comment.
    """
    whole = gathering.finish(replace(document, url=safe_url(document.url)))
    if not any(entry.kind is EntryKind.COMMENT or entry.passages for entry in whole.entries):
        reason = "it holds no text of a post and no comment"
        raise SourceError(name, reason, "save the page again once all of it is shown")
    return whole


@dataclass(slots=True)
class Found:
    """What a page says of a post or comment, not yet cleaned.

    Attributes:
        id: What the site calls it.
        parent: The id of what it answers; empty for the post.
        author: Who wrote it.
        time: When: ISO 8601, or seconds since 1970.
        score: Points, as the page writes them; None where such pages never do.
        html: Its text.
        flags: What the page says of it.
    """

    id: str = ""
    parent: str = ""
    author: str = ""
    time: str = ""
    score: str | None = None
    html: str = ""
    flags: frozenset[Flag] = frozenset()


def enter(
    gathering: Gathering, found: Found, base: str | None, *, kind: EntryKind = EntryKind.COMMENT,
    above: str = "", drop: frozenset[str] = frozenset(),
) -> str:  # fmt: skip
    """Take a post or comment into a thread, each field cleaned; what is missing is counted.

    Args:
        gathering: The thread.
        found: The post or comment.
        base: The address from which its links start.
        kind: Post or comment.
        above: Markdown to set above its text.
        drop: Classes or names of elements to leave out of its text.

    Returns:
        The id it goes by.
    """
    raw = {"id": found.id, "parent": found.parent, "author": found.author, "time": found.time}
    record = gathering.record(raw, f"{kind} {clean_line(found.id)[:40]}")
    author, time = record.line("author"), record.moment("time")
    score = number_in(found.score or "")
    if kind is EntryKind.COMMENT and Flag.DELETED not in found.flags:
        gathering.counts["without author"] += not author
        gathering.counts["without date"] += time is None
        gathering.counts["without score"] += found.score is not None and score is None
    text = gathering.walk(found.html, base, drop)
    return gathering.enter(
        record.name("id"), record.name("parent"), "\n\n".join(filter(None, (above, text))), author=author,
        posted_at=time, score=score, flags=found.flags, kind=kind,
    )  # fmt: skip
