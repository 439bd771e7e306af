"""Saved pages of GreaterWrong: the same forums, every comment in full, with id, date and karma.

Source: lw2-viewer, comment.lisp, comment-threads.lisp and post.lisp.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from reader.importers.gathering import Gathering, flags_of, site_id, thread
from reader.importers.saved.page import (
    NOTHING,
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
    set_above,
    text_of,
    value_of,
)
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind, Flag

NAME = "greaterwrong-page"
TITLE = "a saved page of GreaterWrong"
SIGN = "class 'comment-item' or 'body-text post-body'"

_SIGN = re.compile(r"[\s\"'](comment-item|post-body)\b")
_MARKER = "body-text"
_PATH = re.compile(r"/(?:posts|events|s/\w+/p)/(\w{3,40})")
_PARTS = {
    "author": "author", "date": "date", "karma-value": "score", "comment-body": "body",
    "comment-parent-link": "parent", "comment-post-title": "",
}  # fmt: skip
# The table of contents, and a trap for robots.
_CONTROLS = frozenset({"contents", "hockey", "link-post-link"})


def find_sign(text: str) -> str | None:
    """Why a page looks like one of GreaterWrong; None when it does not."""
    found = _SIGN.search(text)
    return f"it has class {found[1]!r}" if found and _MARKER in text else None


def read_greater_wrong(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a saved page of a post and its comments.

    Args:
        source: The page.
        known: Not used: the site's own ids are kept.

    Raises:
        SourceError: It holds no post and no comment.
    """
    page = open_page(source)
    gathering = Gathering(NAME, source.name)
    gathering.announced = number_in(page.said(".post-meta .comment-count"))
    document = _enter_post(gathering, page)
    for piece in find_pieces(page, _look)[1:]:
        enter(gathering, _read_piece(piece), page.url, drop=_CONTROLS)
    return finish(gathering, document, source.name)


def _enter_post(gathering: Gathering, page: Page) -> Document:
    found = _PATH.search(urlsplit(page.url or page.link(".post-meta a.lw2-link")).path)
    post_id = found[1] if found else ""
    prefix = page.said(".post-title .post-type-prefix")
    shown = {
        "title": page.said(".post-title").removeprefix(prefix).strip(),
        "authors": [_name(node) for node in page.parser.css(".top-post-meta .author")]
        or [_name(page.first(".post-meta .author"))],
        "tags": [text_of(node) for node in page.parser.css("#tags a")],
    }
    head = gathering.record(shown, "the post's head")
    post = Found(
        post_id or "post", author=next(iter(shown["authors"]), ""),
        time=_seconds(page.stated("data-js-date", ".post-meta .date")),
        score=page.said(".post-meta .karma-value"), html=html_of(page.first(".post-body")),
    )  # fmt: skip
    above = set_above(gathering, page.link(".post-body a.link-post-link"))
    enter(gathering, post, page.url, kind=EntryKind.POST, above=above, drop=_CONTROLS)
    time = gathering.record({"time": post.time}, "the post's head").moment("time")
    return thread(
        site_id("forum", post_id), head.line("title"), page.url,
        authors=tuple(dict.fromkeys(filter(None, head.names("authors")))), posted_at=time,
        score=number_in(post.score or ""), tags=head.names("tags"),
    )  # fmt: skip


def _look(node: LexborNode, tag: str, attributes: Attributes) -> Sight:
    classes = (attributes.get("class") or "").split()
    if not classes:
        return NOTHING
    if tag == "li" and "comment-item" in classes:
        return Sight(begins=(attributes.get("id") or "").removeprefix("comment-"))
    if tag == "div" and "comment" in classes:
        marks = [name for name in ("deleted-comment", "retracted") if name in classes]
        return Sight(mark=next(iter(marks), ""))
    part = next((_PARTS[name] for name in classes if name in _PARTS), None)
    return NOTHING if part is None else Sight(part=part, is_passed=not part)


def _read_piece(piece: Piece) -> Found:
    is_deleted = "deleted-comment" in piece.marks
    flags = flags_of({Flag.DELETED: is_deleted, Flag.RETRACTED: "retracted" in piece.marks})
    linked = piece.value("parent", "href").rpartition("#comment-")[2]
    return Found(
        piece.id, piece.parent or linked, _name(piece.parts.get("author")),
        _seconds(piece.value("date", "data-js-date")), piece.said("score"),
        "" if is_deleted else piece.html("body"), flags,
    )  # fmt: skip


def _name(node: LexborNode | None) -> str:
    name = value_of(node, "data-full-name") or text_of(node)
    return "" if name == "[deleted]" else name


def _seconds(milliseconds: str) -> str:
    return str(int(milliseconds) // 1000) if milliseconds.isascii() and milliseconds.isdigit() else ""
