"""Saved pages of Hacker News, of all ages: a flat table, set in by ``indent`` or by a wide empty picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborNode

from reader.importers.gathering import Gathering, flags_of, site_id, thread
from reader.importers.hacker_news import set_quotations
from reader.importers.saved.page import (
    Attributes,
    Found,
    Page,
    enter,
    finish,
    html_of,
    number_in,
    open_page,
    set_above,
    text_of,
    value_of,
)
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind, Flag

NAME = "hacker-news-page"
TITLE = "a saved page of Hacker News"
SIGN = "'hnuser' or 'user?id=' with 'item?id='"

_SITE = "https://news.ycombinator.com/item?id="
_SIGN = re.compile(r"class=[\"']?(?:athing|hnuser|comhead|commtext)\b|href=[\"'][^\"'<>]{0,60}user\?id=")
_ITEM = re.compile(r"item\?id=(\d{1,12})")
_COUNT = re.compile(r"(\d+)\s*comments?")
_INDENT = 40
_REPLY = re.compile(r"<p>\s*<font size=\"?1\"?>\s*(?:<u>)?\s*<a href=\"reply\?.*", re.DOTALL)
_GONE = re.compile(r"\[(?:deleted|flagged|dead)\]")
_CONTROLS = frozenset({"reply"})


def find_sign(text: str) -> str | None:
    """Why a page looks like one of Hacker News; None when it does not."""
    found = _SIGN.search(text)
    return f"it has {found[0][:40]!r} and 'item?id='" if found and _ITEM.search(text) else None


def read_hacker_news_page(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a saved page of an item and the comments on it.

    Args:
        source: The page.
        known: Not used: the site's own ids are kept.

    Raises:
        SourceError: It holds no item.
    """
    page = open_page(source)
    gathering = Gathering(NAME, source.name)
    rows = list(_find_rows(page))
    document = _enter_item(gathering, page, rows)
    above: list[tuple[int, str]] = []
    for row in rows:
        while above and above[-1][0] >= row.indent:
            above.pop()
        id = enter(gathering, row.read(above[-1][1] if above else ""), _SITE, drop=_CONTROLS)
        above.append((row.indent, id))
    if page.first("a.morelink") is not None:
        gathering.lack(None, None, "more")
    return finish(gathering, document, source.name)


class _Row:
    """A comment's row of the table.

    Args:
        id: Its number; may be empty.
        indent: How deep it is set in.
        cell: The cell that holds its head and text.
    """

    def __init__(self, id: str, indent: int, cell: LexborNode) -> None:
        self.indent = indent
        self.cell = cell
        self.id = id or _number_of(value_of(cell.css_first('.age a, .comhead a[href*="item?id="]'), "href"))

    def read(self, parent: str) -> Found:
        """What it says, given what it answers."""
        cell = self.cell
        author = text_of(cell.css_first('.hnuser, a[href*="user?id="]'))
        text = cell.css_first(".commtext") or cell.css_first("span.comment, div.comment")
        marked = _GONE.match(text_of(text))
        is_gone = marked is not None or not (author or text_of(text))
        html = "" if marked else html_of(text)
        return Found(
            self.id, parent, author, _time_of(cell), None, set_quotations(_REPLY.sub("", html)),
            flags_of({Flag.DELETED: is_gone}),
        )  # fmt: skip


def _find_rows(page: Page) -> Iterator[_Row]:
    """The comments' rows, in order; the item at the top is none of them."""
    id, indent = "", 0
    waiting: list[LexborNode | None] = [page.parser.root]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        waiting.append(node.next)
        attributes: Attributes = node.attributes
        classes = (attributes.get("class") or "").split()
        if "fatitem" in classes:
            continue
        if node.tag == "tr" and "athing" in classes:
            id, indent = attributes.get("id") or "", 0
        elif node.tag == "td" and "ind" in classes and attributes.get("indent"):
            indent = _small(attributes.get("indent"))
        elif node.tag == "img" and (attributes.get("src") or "").endswith("s.gif"):
            width = _small(attributes.get("width"))
            indent = width // _INDENT if width % _INDENT == 0 and width else indent
        elif node.tag == "a" and not id and (attributes.get("id") or "").startswith("up_"):
            id = (attributes.get("id") or "")[3:]
        elif node.tag == "td" and "default" in classes:
            yield _Row(id, indent, node)
            id, indent = "", 0
            continue
        waiting.append(node.child)


def _small(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 8 else 0


def _number_of(href: str) -> str:
    found = _ITEM.search(href)
    return found[1] if found else ""


def _time_of(node: LexborNode) -> str:
    """When, in UTC; newer pages give ISO 8601 and seconds since 1970, the oldest nothing exact."""
    stated = value_of(node.css_first(".age[title]"), "title").split()
    return stated[0] if stated else ""


def _enter_item(gathering: Gathering, page: Page, rows: Sequence[_Row]) -> Document:
    item = page.first(".fatitem")
    root = _number_of(page.url or "")
    if item is None:
        gathering.warnings.append("the item the comments are on is not in this page")
        title = page.said("title").removesuffix("| Hacker News").strip()
        return _describe(gathering, Found(root), title)
    cell = item.css_first("td.default")
    id = value_of(item.css_first("tr.athing"), "id") or value_of(item.css_first('a[id^="up_"]'), "id")[3:]
    if cell is not None:
        return _enter_branch(gathering, _Row(id or root, 0, cell))
    found = _COUNT.search(text_of(item.css_first(".subtext")))
    gathering.announced = int(found[1]) if found else None
    titled = item.css_first(".titleline a, a.storylink, td.title a")
    about = page.link(".fatitem .titleline a", ".fatitem a.storylink", ".fatitem td.title a")
    post = Found(
        id or root, author=text_of(item.css_first('.hnuser, .subtext a[href*="user?id="]')),
        time=_time_of(item), score=text_of(item.css_first('.score, [id^="score_"]')),
        html=html_of(_find_text(item)),
    )  # fmt: skip
    above = set_above(gathering, "" if "item?id=" in about else about)
    enter(gathering, post, _SITE, kind=EntryKind.POST, above=above)
    return _describe(gathering, post, text_of(titled))


def _enter_branch(gathering: Gathering, row: _Row) -> Document:
    """A comment's own page: the comment stands where the post does."""
    post = row.read("")
    story = row.cell.css_first(".onstory a")
    enter(gathering, post, _SITE, kind=EntryKind.POST, drop=_CONTROLS)
    gathering.warnings.append("this is a branch: what its first comment answers is not in this page")
    title = value_of(story, "title") or text_of(story)
    return _describe(gathering, post, title)


def _describe(gathering: Gathering, post: Found, title: str) -> Document:
    raw = {"id": post.id, "title": title, "author": post.author, "time": post.time}
    record = gathering.record(raw, "the item")
    id = record.name("id")
    return thread(
        site_id("hn", id), record.line("title"), f"{_SITE}{id}" if id else None,
        authors=(record.line("author"),) if post.author else (), posted_at=record.moment("time"),
        score=number_in(post.score or ""),
    )  # fmt: skip


def _find_text(item: LexborNode) -> LexborNode | None:
    """The text of a story; in older pages the one cell that is neither head nor form."""
    stated = item.css_first(".toptext")
    if stated is not None:
        return stated
    return next((cell for cell in item.css("td") if text_of(cell) and not _is_head(cell)), None)


def _is_head(cell: LexborNode) -> bool:
    return "class" in cell.attributes or cell.css_first("form, table, .hnuser, .votearrow, img") is not None
