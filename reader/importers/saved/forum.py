"""Saved pages of ForumMagnum forums: LessWrong, the Alignment Forum, the EA Forum, since 2018.

A page shows its comments as nested elements, some cut short or on one line, and holds all of them
in full as data: since 2025 as JSON-LD, without ids and karma, before as the state of its program.
What is shown and what is held are joined by author and time.

Source: ForumMagnum, CommentsNode, CommentsItem, CommentBody and SingleLineComment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from reader.importers.forum_api import read_forum_api
from reader.importers.gathering import Gathering, flags_of, site_id, thread
from reader.importers.records import Record
from reader.importers.saved.forum_data import (
    Described,
    count_of,
    find_authors,
    find_comments,
    find_posting,
    find_state,
    iterate_tags,
)
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
)
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind, Flag

NAME = "forum-page"
TITLE = "a saved page of LessWrong or a forum like it"
SIGN = "class 'comments-node', 'PostsPageTitle-root' or 'PostsPage-postContent'"

_SIGN = re.compile(r"[\s\"'](PostsPageTitle-root|PostsPage-postContent|comments-node)\b")
_STATE_SIGN = re.compile(r"__APOLLO_STATE__\s{0,9}=\s{0,9}\{")
_HOSTS = re.compile(
    r"(?:www\.)?(?:lesswrong\.com|alignmentforum\.org|forum(?:-bots)?\.effectivealtruism\.org)"
)
_PATH = re.compile(r"(/(?:posts|events|s/\w+/p|g/\w+/p)/(\w{3,40})(?:/[^/?#]*)?)")
_SITE_NAME = re.compile(r"\s+[—-]\s+(?:LessWrong|AI Alignment Forum|EA Forum)\s*$")
_ANNOUNCED = re.compile(r"([0-9][0-9,]{0,9})(?:<!-- -->|\s)*comments?(?:<!-- -->|\s)*,(?:<!-- -->|\s)*sorted")
_CONTROLS = frozenset({"read-more-button", "commentOnSelection-button"})

# Classes are "Component-part", in older pages with a number behind.
_PARTS = tuple((name, re.compile(rf"(?:^|\s)(?:{classes})(?:-\d+)?(?:\s|$)")) for name, classes in (
    ("body", r"CommentBody-root|commentBody|CommentBody-commentStyling|ContentStyles-commentBody"),
    ("line", r"SingleLineComment-truncatedHighlight"),
    ("score", r"(?:OverallVoteAxis|OverallVoteAxisSmall|SmallSideVote|CommentsVote|VoteAxis)-voteScore"
              r"|SingleLineComment-karma"),
    ("author", r"UsersNameDisplay-\w+|UsersName-\w+|UserNameDeleted-\w+"),
    ("username", r"\w+-username|CommentUserName-\w+"),
))  # fmt: skip
_MARKS = tuple((name, re.compile(rf"(?:^|\s)(?:{classes})(?:-\d+)?(?:\s|$)")) for name, classes in (
    ("answer", r"CommentFrame-isAnswer|CommentUserName-authorAnswer"),
    ("deleted", r"CommentFrame-deleted|CommentDeletedMetadata-root"),
    ("collapsed", r"SingleLineComment-root"),
))  # fmt: skip
_RETRACTED = '[class*="CommentBody-retracted"]'


def find_sign(text: str) -> str | None:
    """Why a page looks like one of such a forum; None when it does not."""
    found = _SIGN.search(text)
    if found:
        return f"it has class {found[1]!r}"
    is_state = _STATE_SIGN.search(text) and ('"Post:' in text or '"Comment:' in text)
    return "it has '__APOLLO_STATE__' with a post or comments" if is_state else None


def read_forum(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a saved page of a post and its comments.

    Args:
        source: The page.
        known: Not used: the site's own ids are kept.

    Raises:
        SourceError: It holds no post and no comment.
    """
    page = open_page(source)
    gathering = Gathering(NAME, source.name)
    url, post_id = _find_post(page)
    state = find_state(page, post_id)
    if state:
        document = read_forum_api(state)
        return replace(document, url=document.url or url, report=replace(document.report, format=NAME))
    posting = find_posting(page, gathering)
    gathering.announced = _find_announced(page, posting)
    document = _enter_post(gathering, page, posting, url, post_id)
    for found in _join(gathering, find_pieces(page, _look), find_comments(posting) if posting else []):
        enter(gathering, found, url, drop=_CONTROLS)
    return finish(gathering, document, source.name)


def _find_post(page: Page) -> tuple[str | None, str]:
    """The post's address and id."""
    shown = page.link("a.PostsPageTitle-link", 'h1[class*="PostsPageTitle"] a')
    for url in (page.url, page.stated("content", 'meta[property="og:url"]'), shown):
        parts = urlsplit(url or "")
        found = _PATH.match(parts.path)
        if found and _HOSTS.fullmatch(parts.hostname or ""):
            return f"{parts.scheme}://{parts.netloc}{found[1]}", found[2]
    return page.url, ""


def _find_announced(page: Page, posting: Record | None) -> int | None:
    count = count_of(posting, "CommentAction") if posting else None
    if count is None:
        found = _ANNOUNCED.search(page.source.text)
        count = number_in(found[1] if found else page.said('[class*="LWCommentCount-comments"]'))
    return count


def _enter_post(
    gathering: Gathering, page: Page, posting: Record | None, url: str | None, post_id: str
) -> Document:
    shown = {
        "title": page.said('h1[class*="PostsPageTitle"]') or _SITE_NAME.sub("", _meta(page, "og:title")),
        "time": page.stated("datetime", '[class*="PostsPageDate"] time'),
        "authors": [*_shown_authors(page)] or [_meta(page, "citation_author")],
        "tags": [text_of(node) for node in page.parser.css('[class*="FooterTag-name"]')],
    }
    record = gathering.record(shown, "the post's head")
    authors = [*filter(None, find_authors(posting))] if posting else []
    time = (posting.moment("datePublished") if posting else None) or record.moment("time")
    score = count_of(posting, "LikeAction") if posting else None
    score = number_in(_shown_score(page)) if score is None else score
    html = (posting.text("text") if posting else "") or html_of(page.first(
        "#postContent", '[class*="PostsPage-postContent"]', "#postBody"
    ))  # fmt: skip
    link = page.link('[class*="LinkPostMessage"] a')
    document = thread(
        site_id("forum", post_id), (posting.line("headline") if posting else "") or record.line("title"), url,
        authors=tuple(dict.fromkeys(authors or filter(None, record.names("authors")))), posted_at=time,
        score=score, tags=tuple(dict.fromkeys([*(iterate_tags(posting) if posting else ()),
                                               *record.names("tags")])),
    )  # fmt: skip
    found = Found(
        post_id or "post", author=next(iter(document.authors), ""), time=time.isoformat() if time else "",
        score="" if score is None else str(score), html=html,
    )  # fmt: skip
    above = set_above(gathering, link if link != url else "")
    enter(gathering, found, url, kind=EntryKind.POST, above=above, drop=_CONTROLS)
    return document


def _meta(page: Page, name: str) -> str:
    return page.stated("content", f'meta[property="{name}"]', f'meta[name="{name}"]')


def _shown_authors(page: Page) -> Iterator[str]:
    nodes = page.parser.css('[class*="PostsAuthors-authorName"]')
    yield from filter(None, (text_of(node) for node in nodes))


def _shown_score(page: Page) -> str:
    return page.said(
        '[class*="PostsVoteDefault-voteScore"]:not([class*="voteScores"])',
        '[class*="PostsPageTopHeaderVote-voteScore"]:not([class*="voteScores"])',
        '[class*="PostsVote-score"]',
    )  # fmt: skip


def _look(node: LexborNode, tag: str, attributes: Attributes) -> Sight:
    classes = attributes.get("class")
    if tag == "time" and attributes.get("datetime"):
        return Sight(part="time")
    if not classes or ("-" not in classes and "commentBody" not in classes):
        return NOTHING
    if tag == "div" and "comments-node" in classes.split():
        return Sight(begins=attributes.get("id") or "", mark=_mark(classes))
    part = next((name for name, pattern in _PARTS if pattern.search(classes)), "")
    # Inside the name of an answer's author stands the author; in another it may stand alone.
    is_outer = part == "username" and node.css_first('[class*="UsersName"], [class*="UserName"]') is not None
    return Sight(part="" if is_outer else part, mark=_mark(classes))


def _mark(classes: str) -> str:
    return next((name for name, pattern in _MARKS if pattern.search(classes)), "")


def _read_piece(piece: Piece) -> Found:
    author = piece.said("author") or piece.said("username")
    is_deleted = "deleted" in piece.marks or "[comment deleted]" in (author, piece.said("username"))
    is_line = "body" not in piece.parts and "line" in piece.parts
    body = piece.parts.get("line" if is_line else "body")
    flags = flags_of({
        Flag.DELETED: is_deleted, Flag.ANSWER: "answer" in piece.marks,
        Flag.COLLAPSED: is_line or "collapsed" in piece.marks,
        Flag.TRUNCATED: body is not None and body.css_first(".read-more-button") is not None,
        Flag.RETRACTED: body is not None and body.css_first(_RETRACTED) is not None,
    })  # fmt: skip
    return Found(
        piece.id, piece.parent, "" if is_deleted else author.removeprefix("Answer by").strip(),
        piece.value("time", "datetime"), piece.said("score"), html_of(body), flags,
    )  # fmt: skip


def _join(gathering: Gathering, pieces: Sequence[Piece], held: Sequence[Described]) -> Iterator[Found]:
    """The comments held as data, in their order, with what is shown of each; then those only shown."""
    shown = {found.id: found for found in map(_read_piece, pieces[1:]) if found.id}
    by_author: dict[tuple[str, datetime | None], list[Found]] = {}
    for each in shown.values():
        record = gathering.record({"author": each.author, "time": each.time}, "a comment's head")
        by_author.setdefault((record.line("author"), record.moment("time")), []).append(each)
    ids: list[str] = []
    for comment in held:
        seen = by_author.get((comment.author, comment.posted_at), [])
        found = seen.pop(0) if seen else None
        gathering.counts["not shown in the page"] += found is None
        ids.append(found.id if found else _make_id(comment))
        above = ids[comment.above] if comment.above >= 0 else ""
        shown.pop(ids[-1], None)
        yield _fill(comment, found or Found(ids[-1], score=""), above)
    yield from shown.values()


def _fill(comment: Described, found: Found, above: str) -> Found:
    """What is shown of a comment, with its text as it is held in full."""
    html = comment.record.text("text")
    time = comment.posted_at.isoformat() if comment.posted_at else found.time
    whole = found.flags - {Flag.TRUNCATED, Flag.COLLAPSED} if html else found.flags
    return replace(
        found, parent=found.parent or above, author=comment.author or found.author, time=time,
        html=html or found.html, flags=whole,
    )  # fmt: skip


def _make_id(comment: Described) -> str:
    """An id for a comment the page shows none of, the same each time."""
    moment = comment.posted_at.strftime("%Y%m%d-%H%M%S") if comment.posted_at else ""
    return site_id(moment, comment.author)
