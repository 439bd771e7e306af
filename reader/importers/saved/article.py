"""Any page that holds one text: an article, an essay, a note; its comments, if any, are not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from selectolax.lexbor import LexborNode

from reader.clean import clean_line
from reader.errors import SourceError
from reader.importers.gathering import Gathering, thread
from reader.importers.json_text import read_json
from reader.importers.naming import UNTITLED, document_id
from reader.importers.records import Record
from reader.importers.saved.page import Found, Page, enter, html_of, open_page, text_of, value_of
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind

NAME = "article"
TITLE = "an article as a web page"
SIGN = "paragraphs of text in HTML"

_SIGN = re.compile(r"<(p|article|main|h1|blockquote|pre|body)\b[^<>]{0,1000}>", re.IGNORECASE)
_TYPES = re.compile(r"(?:News|Blog|Tech|Scholarly)?(?:Article|BlogPosting|Posting|Report|WebPage)")
_LINKED_DATA = 'script[type="application/ld+json"]'
# Where writers and their programs put the text itself, the surest first.
_ROOTS = (
    '[itemprop="articleBody"]', "article", "main", '[role="main"]', ".post-content", ".entry-content",
    ".article-body", "#content", "body",
)  # fmt: skip
_SHARE = 0.5
_PARAGRAPHS = "p, li, pre, blockquote > p, dd, td"
# What stands around a text, and in it without being of it.
AROUND = frozenset({
    "nav", "aside", "footer", "form", "button", "dialog", "comments", "comment-list", "sharedaddy",
    "share-buttons", "social-share", "related-posts", "post-navigation", "sr-only", "visually-hidden",
    "screen-reader-text", "skip-link", "mw-editsection",
})  # fmt: skip
_PUBLISHED = (
    "article:published_time", "datePublished", "date", "dc.date", "DC.date.issued", "citation_date",
)  # fmt: skip
_AUTHORS = ("author", "citation_author", "dc.creator", "article:author")
_LISTED_LIMIT = 2000


def find_sign(text: str) -> str | None:
    """Why a page looks like an article; None when no element of text is in it."""
    found = _SIGN.search(text)
    return f"it has <{found[1].lower()}>" if found else None


def read_article(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read the main text of a page.

    Args:
        source: The page.
        known: Not used.

    Returns:
        A thread of a post without comments.

    Raises:
        SourceError: No text is in it.
    """
    page = open_page(source)
    gathering = Gathering(NAME, source.name)
    head = read_head(page, gathering)
    root = find_root(page)
    title = head.line("title")
    drop_title(root, title)
    author = next(iter(head.names("authors")), "")
    found = Found("post", author=author, time=head.text("time"), html=html_of(root))
    enter(gathering, found, page.url, kind=EntryKind.POST, drop=AROUND)
    document = gathering.finish(thread(
        "article", title, page.url, authors=tuple(filter(None, head.names("authors"))),
        posted_at=head.moment("time"),
    ))  # fmt: skip
    post = document.entries[0]
    if not post.passages:
        reason = "no text is in the page: it may be written by a script as it opens"
        raise SourceError(
            source.name, reason, "open it in a browser, wait until it is there, and save it then"
        )
    around = list_around(page, root)
    id = document_id(document.title, post.markdown, "article")
    report = replace(document.report, left_out={"around the text": around} if around else {})
    return replace(document, id=id, title=document.title or UNTITLED, report=report)


def read_head(page: Page, gathering: Gathering) -> Record:
    """What the page says of itself: title, authors and time."""
    described = next(_find_described(page, gathering), None)
    raw: dict[str, object] = {
        "title": _meta(page, "citation_title") or _find_title(page),
        "authors": list(dict.fromkeys(filter(None, _find_authors(page)))),
        "time": _meta(page, *_PUBLISHED)
        or page.stated("datetime", "article time[datetime]", "time[datetime]"),
    }  # fmt: skip
    if described:
        persons = described.get("author")
        names = described.names("author") if isinstance(persons, list) else ()
        person = described.record("author") if isinstance(persons, dict) else None
        names = (person.line("name"),) if person else names
        raw["title"] = described.text("headline") or raw["title"]
        raw["authors"] = [name for name in names if name] or raw["authors"]
        raw["time"] = described.text("datePublished", "dateCreated") or raw["time"]
    return gathering.record(raw, "the page's head")


def _find_title(page: Page) -> str:
    """The title without the site's name behind it."""
    shown = page.said("article h1", "main h1", "h1")
    stated = _meta(page, "og:title") or page.said("title")
    site = _meta(page, "og:site_name")
    plain = stated.removesuffix(site).rstrip(" |–—-·:") if site else stated
    return shown if shown and (not stated or stated.startswith(shown)) else plain


def _find_described(page: Page, gathering: Gathering) -> Iterator[Record]:
    for script in page.parser.css(_LINKED_DATA):
        try:
            values = read_json(Source("JSON-LD", script.text() or ""))
        except SourceError:
            continue
        for raw in values.objects():
            graph = raw.get("@graph")
            for described in [raw, *(graph if isinstance(graph, list) else [])]:
                kind = described.get("@type") if isinstance(described, dict) else None
                named = kind[0] if isinstance(kind, list) and kind else kind
                if isinstance(named, str) and _TYPES.fullmatch(named) and "headline" in described:
                    yield gathering.record(described, "JSON-LD")


def _meta(page: Page, *names: str) -> str:
    selectors = (f'meta[{key}="{name}"]' for name in names for key in ("property", "name", "itemprop"))
    return next((said for selector in selectors if (said := page.stated("content", selector))), "")


def _find_authors(page: Page) -> Iterator[str]:
    for name in _AUTHORS:
        for node in page.parser.css(f'meta[name="{name}"], meta[property="{name}"]'):
            stated = value_of(node, "content")
            yield "" if "://" in stated else stated
    yield page.said('[rel="author"]', '[itemprop="author"] [itemprop="name"]', '[itemprop="author"]')


def find_root(page: Page) -> LexborNode | None:
    """The element that holds most of the text: the first kind that has half of the page's words."""
    body = page.first("body")
    whole = _weight(body)
    for selector in _ROOTS:
        found = max(page.parser.css(selector), key=_weight, default=None)
        if found is not None and _weight(found) >= _SHARE * whole:
            return found
    return body


def drop_title(root: LexborNode | None, title: str) -> None:
    """Take the title out of the text, since it stands above it already."""
    heading = root.css_first("h1") if root is not None else None
    if heading is not None and clean_line(text_of(heading)) == title:
        heading.decompose()


def _weight(node: LexborNode | None) -> int:
    """How much text its paragraphs hold."""
    if node is None:
        return 0
    return sum(len(text_of(part)) for part in _outermost(node.css(_PARAGRAPHS)))


def _outermost(parts: list[LexborNode]) -> Iterator[LexborNode]:
    """Those of elements in document order that lie in none of the others: lists may nest thousands deep."""
    lies_within: dict[int, bool] = {}
    for part in parts:
        path, at = list[int](), part.parent
        while at is not None and at.mem_id not in lies_within:
            path.append(at.mem_id)
            at = at.parent
        is_within = at is not None and lies_within[at.mem_id]
        lies_within |= dict.fromkeys(path, is_within)
        lies_within[part.mem_id] = True
        if not is_within:
            yield part


def list_around(page: Page, root: LexborNode | None) -> str:
    """What else the page says, in one line and up to a limit, for the report."""
    body = page.first("body")
    if body is None or root is None or body.mem_id == root.mem_id:
        return ""
    root.decompose()
    around = Gathering(NAME, "").walk(html_of(body), None)
    words = " ".join(around.split())
    return words[:_LISTED_LIMIT] + ("…" if len(words) > _LISTED_LIMIT else "")
