"""Saved pages of LessWrong as it was from 2009 to 2018, and of books made from such pages.

The pages nest comments; the books list them one after another, each under a line with its id.

Source: bellroy/lesswrong, printable.html, comment.html and link.html.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from selectolax.lexbor import LexborNode

from reader.clean import safe_url
from reader.importers.gathering import Gathering, flags_of, site_id, thread
from reader.importers.saved.page import (
    NOTHING,
    PASSED,
    Attributes,
    Found,
    Page,
    Piece,
    Sight,
    enter,
    find_pieces,
    finish,
    html_of,
    number_in,
    open_page,
    text_of,
    value_of,
)
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind, Flag

NAME = "forum-page-old"
TITLE = "a saved page of the LessWrong of 2009 to 2018"
SIGN = "id 'thingrow_t1_…' or 'body_t1_…'"

_SIGN = re.compile(r"\bid=[\"']?((?:thingrow|body|author|score)_t[13]_\w)")
_POST = re.compile(r"/(?:lw|ea)/(\w{1,10})\b")
_ITEM = re.compile(r"(\w+?)_t([13])_(\w{1,20})")
_LISTED = re.compile(r"\s*ID:\s*(\w{1,20})\s*")
_PARENT = re.compile(r"\s*Parent Comment:\s*", re.IGNORECASE)
_SITES = {"/lw/": "https://www.lesswrong.com", "/ea/": "https://forum.effectivealtruism.org"}
_DATES = ("%d %B %Y %I:%M:%S%p", "%d %B %Y %I:%M%p")


def find_sign(text: str) -> str | None:
    """Why a page looks like one of the old LessWrong; None when it does not."""
    found = _SIGN.search(text)
    return f"it has id {found[1]!r}" if found else None


def read_old_forum(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a saved page of a post and its comments.

    Args:
        source: The page.
        known: Not used: the site's own ids are kept.

    Raises:
        SourceError: It holds no post and no comment.
    """
    page = open_page(source)
    gathering = Gathering(NAME, source.name)
    look = _Look()
    pieces = find_pieces(page, look)
    gathering.announced = number_in(page.said(".tools a.comment", "a.comment"))
    document = _enter_post(gathering, page, pieces[0])
    for piece in pieces[1:] if not look.listed else look.listed:
        enter(gathering, _read_piece(piece, look.parents), document.url)
    return finish(gathering, document, source.name)


class _Look:
    """What is seen in an element; in a book the comments are gathered here, since nothing nests them.

    Attributes:
        listed: The comments of a book, in order.
        parents: What comments of a book answer, by their ids.
    """

    def __init__(self) -> None:
        self.listed: list[Piece] = []
        self.parents: dict[str, str] = {}
        self._answers = ""
        self._names_parent = False

    def __call__(self, node: LexborNode, tag: str, attributes: Attributes) -> Sight:
        classes = (attributes.get("class") or "").split()
        named = _ITEM.fullmatch(attributes.get("id") or "")
        if tag == "div" and "comment" in classes and named and named[1] == "thingrow":
            return Sight(begins=named[3])
        if tag == "span" and not classes:
            return self._look_listed(node)
        if self._names_parent and tag == "a" and (attributes.get("href") or "").startswith("#"):
            self._answers, self._names_parent = (attributes.get("href") or "")[1:], False
            return PASSED
        sight = _look_part(tag, classes, named[1] if named else "")
        if sight.part and self.listed:
            self.listed[-1].parts.setdefault(sight.part, node)
        if self.listed and "retracted" in classes:
            self.listed[-1].marks.add("retracted")
        return sight

    def _look_listed(self, node: LexborNode) -> Sight:
        text = node.text() if node.child is not None and node.child.next is None else ""
        listed = _LISTED.fullmatch(text)
        if listed:
            self.listed.append(Piece(listed[1]))
            if self._answers:
                self.parents[listed[1]], self._answers = self._answers, ""
        elif _PARENT.fullmatch(text):
            self._names_parent = True
        return NOTHING


def _look_part(tag: str, classes: Sequence[str], item: str) -> Sight:
    if item == "body" or "comment-content" in classes:
        return Sight(part="body", mark="retracted" if "retracted" in classes else "")
    if "comment-date" in classes:
        return Sight(part="date")
    if "votes" in classes and tag in ("span", "div"):
        return Sight(part="score")
    if item == "author":
        return Sight(part="author")
    return Sight(part="gone") if tag == "em" else NOTHING


def _read_piece(piece: Piece, parents: dict[str, str]) -> Found:
    gone = re.match("comment deleted", piece.said("gone"), re.IGNORECASE) is not None
    edited = piece.parts["date"].css_first("em") is not None if "date" in piece.parts else False
    flags = flags_of({
        Flag.DELETED: gone, Flag.RETRACTED: "retracted" in piece.marks, Flag.EDITED: edited,
    })  # fmt: skip
    return Found(
        piece.id, piece.parent or parents.get(piece.id, ""), piece.said("author"),
        _iso(piece.said("date")) or piece.value("date", "time"), piece.said("score"), piece.html("body"),
        flags,
    )  # fmt: skip


def _iso(written: str) -> str:
    """A date such as ``26 April 2007 04:48AM``, in UTC; empty when it is none.

    The seconds since 1970 beside it were reckoned in the server's own zone, ten hours off.
    """
    plain = " ".join(written.replace("*", " ").split())
    for form in _DATES:
        try:
            return datetime.strptime(plain, form).isoformat()
        except ValueError:
            continue
    return ""


def _plain(url: str) -> str | None:
    """The address of a post without what was asked for beside it."""
    path = url.partition("?")[0].partition("#")[0]
    site = next((site for start, site in _SITES.items() if path.startswith(start)), "")
    return safe_url(site + path)


def _enter_post(gathering: Gathering, page: Page, around: Piece) -> Document:
    titled = page.first('.post h1 a, [id^="thingrow_t3_"] h1 a, h2 a[href*="/lw/"], h1 a[href*="/lw/"]')
    author = page.first('[id^="author_t3_"]')
    stated = _POST.search(value_of(titled, "href") or page.url or "")
    item = _ITEM.fullmatch(value_of(author, "id") or page.stated("id", '[id^="thingrow_t3_"]'))
    post_id = stated[1] if stated else item[3] if item else ""
    url = page.url or _plain(value_of(titled, "href"))
    post = Found(
        post_id or "post", author=text_of(author), time=_iso(page.said(".meta .date", "span.date")),
        score=page.said('[id^="score_t3_"]', ".post .meta .votes"),
        html=html_of(page.first('.post .md', '[itemprop="description"]', "div.md")),
    )  # fmt: skip
    shown = {
        "title": text_of(titled),
        "author": post.author,
        "time": post.time,
        "tags": [text_of(node) for node in page.parser.css(".post .tags a")],
    }
    head = gathering.record(shown, "the post's head")
    enter(gathering, post, url, kind=EntryKind.POST)
    return thread(
        site_id("forum", "lw", post_id), head.line("title"), url,
        authors=(head.line("author"),) if post.author else (), posted_at=head.moment("time"),
        score=number_in(post.score or ""), tags=head.names("tags"),
    )  # fmt: skip
