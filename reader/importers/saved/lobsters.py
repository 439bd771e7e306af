"""Saved pages of Lobsters: comments in nested lists.

Source: lobsters, comments/_comment.html.erb and stories/_listdetail.html.erb, of several years.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

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

NAME = "lobsters-page"
TITLE = "a saved page of Lobsters"
SIGN = "class 'comments_subtree' or 'story_liner' with 'data-shortid'"

_SITE = "https://lobste.rs"
_SIGN = re.compile(r"\b(comments_subtree|story_liner)\b")
_STORY = re.compile(r"/s/(\w{1,20})")
_GONE = re.compile(r"\[.{0,100}\]", re.DOTALL)
_PARTS = {"comment_text": "body", "score": "score", "upvoter": "votes"}
_BYLINE = ".byline"
_USER = 'a[href^="/~"], a[href*="lobste.rs/~"], a[href^="/u/"], a[href*="lobste.rs/u/"]'


def find_sign(text: str) -> str | None:
    """Why a page looks like one of Lobsters; None when it does not."""
    found = _SIGN.search(text)
    return f"it has class {found[1]!r} and 'data-shortid'" if found and "data-shortid" in text else None


def read_lobsters_page(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a saved page of a story and its comments.

    Args:
        source: The page.
        known: Not used: the site's own ids are kept.

    Raises:
        SourceError: It holds no story and no comment.
    """
    page = open_page(source)
    gathering = Gathering(NAME, source.name)
    document = _enter_story(gathering, page)
    for piece in find_pieces(page, _look)[1:]:
        if "body" in piece.parts:
            enter(gathering, _read_piece(piece), page.url or _SITE)
    return finish(gathering, document, source.name)


def _look(node: LexborNode, tag: str, attributes: Attributes) -> Sight:
    classes = (attributes.get("class") or "").split()
    if tag == "li" and "comments_subtree" in classes:
        own = _own_comment(node)
        return Sight(begins=value_of(own, "data-shortid"))
    if "byline" in classes:
        return Sight(part="byline")
    part = next((_PARTS[name] for name in classes if name in _PARTS), "")
    return Sight(part=part) if part else NOTHING


def _own_comment(item: LexborNode) -> LexborNode | None:
    """The comment directly in an item of the list; its replies are in a list behind it."""
    child = item.child
    while child is not None:
        if child.tag == "div" and "comment" in (child.attributes.get("class") or "").split():
            return child
        child = child.next
    return None


def _read_piece(piece: Piece) -> Found:
    byline = piece.parts.get("byline")
    text = piece.said("body")
    gone = piece.parts["body"].css_first(".na")
    is_gone = gone is not None and bool(_GONE.fullmatch(text_of(gone)))
    return Found(
        piece.id, piece.parent, _user(byline), _time(byline), piece.said("score") or piece.said("votes"),
        "" if is_gone and text == text_of(gone) else piece.html("body"),
        flags_of({Flag.DELETED: is_gone, Flag.EDITED: bool(re.search(r"\bedited\b", text_of(byline)))}),
    )  # fmt: skip


def _user(byline: LexborNode | None) -> str:
    """The name in a byline; the link around the user's picture has no words."""
    links = byline.css(_USER) if byline is not None else []
    return next(filter(None, map(text_of, links)), "")


def _time(byline: LexborNode | None) -> str:
    if byline is None:
        return ""
    stated = byline.css_first("time, span[title], a[title]")
    moment = value_of(stated, "data-at-unix") or value_of(stated, "datetime") or value_of(stated, "title")
    # Earlier pages write 2014-11-19 08:21:30 -0600.
    return re.sub(r"^(\S+ \S+) ([-+]\d{4})$", r"\1\2", moment)


def _enter_story(gathering: Gathering, page: Page) -> Document:
    story = page.first("li.story[data-shortid]", ".story[data-shortid]")
    byline = story.css_first(_BYLINE) if story is not None else None
    stated = _STORY.search(page.url or "")
    shown = {
        "id": value_of(story, "data-shortid") or (stated[1] if stated else ""),
        "title": page.said(".story .link a.u-url", ".story .link a", "h1"),
        "author": _user(byline),
        "tags": [text_of(node) for node in story.css(".tags .tag")] if story is not None else [],
    }
    head = gathering.record(shown, "the story")
    about = page.link(".story .link a.u-url", ".story .link a")
    gathering.announced = number_in(page.said(".story .comments_label"))
    text = html_of(page.first(".story_text", ".story_content"))
    post = Found(
        str(shown["id"]), author=str(shown["author"]), time=_time(byline),
        score=page.said(".story .score", ".story .upvoter"), html=text,
    )  # fmt: skip
    url = page.url or (f"{_SITE}/s/{head.name('id')}" if head.name("id") else None)
    above = set_above(gathering, "" if _STORY.search(about) else about)
    if story is not None:
        enter(gathering, post, url, kind=EntryKind.POST, above=above)
    return thread(
        site_id("lobsters", head.name("id")), head.line("title"), url,
        authors=(head.line("author"),) if head.line("author") else (),
        posted_at=gathering.record({"time": post.time}, "the story").moment("time"),
        score=number_in(post.score or ""), tags=head.names("tags"),
    )  # fmt: skip
