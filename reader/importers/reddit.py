"""Reddit threads: the listings a page with ``.json`` behind it answers, more of its comments included.

Such an answer is never whole: where comments are left out, the thread says how many.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from reader.clean import safe_url
from reader.errors import SourceError
from reader.importers.gathering import Gathering, flags_of, join_blocks, show_address, site_id, thread
from reader.importers.json_text import JsonText
from reader.importers.records import Record
from reader.importers.reddit_markdown import read_markdown
from reader.model.documents import Document, EntryKind, Flag

NAME = "reddit"
_SITE = "https://www.reddit.com"
_THINGS = ("t1", "t3", "more")
_NOBODY = "[deleted]"
_GONE = frozenset({"[deleted]", "[removed]"})
_BARE = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")


class _Thing(NamedTuple):
    """What the site calls a thing: a post, a comment, or a place where comments are left out.

    Attributes:
        kind: ``t3``, ``t1`` or ``more``.
        record: Its fields.
        parent: The id of the comment in whose replies it stands; empty when that is not known.
    """

    kind: str
    record: Record
    parent: str


def find_sign(json: JsonText) -> str | None:
    """Why JSON looks like an answer of Reddit; None when it does not."""
    for raw in json.objects():
        if raw.get("kind") == "Listing" and isinstance(raw.get("data"), dict):
            return "it has 'kind' with 'Listing'"
        if _is_more(raw):
            return "it has 'json' with 'things'"
    return None


def _is_more(raw: dict[str, Any]) -> bool:
    inner = raw.get("json")
    data = inner.get("data") if isinstance(inner, dict) else None
    return isinstance(data, dict) and isinstance(data.get("things"), list)


def read_reddit(json: JsonText) -> Document:
    """Read a thread of Reddit.

    Raises:
        SourceError: It lists several posts, or none and no comment.
    """
    gathering = Gathering(NAME, json.name, json.warnings)
    things = list(_find_things(json, gathering))
    posts = {thing.record.name("id", "name"): thing.record for thing in things if thing.kind == "t3"}
    if len(posts) > 1:
        reason = f"it lists {len(posts)} posts of Reddit, not one thread"
        raise SourceError(json.name, reason, "open one post, and put .json behind its address")
    is_escaped = _is_escaped(things)
    post = next(iter(posts.values()), None)
    if post:
        _enter_post(gathering, post, is_escaped)
    for thing in things:
        if thing.kind == "t1":
            _enter_comment(gathering, thing, is_escaped)
    replies = _replies(things)
    for thing in things:
        if thing.kind == "more":
            _note_more(gathering, thing, replies)
    return gathering.finish(_describe(post, things, is_escaped))


def _find_things(json: JsonText, gathering: Gathering) -> Iterator[_Thing]:
    waiting: list[tuple[object, str]] = [(raw, "") for raw in json.objects()]
    waiting.reverse()
    while waiting:
        raw, parent = waiting.pop()
        if not isinstance(raw, dict):
            continue
        if _is_more(raw):
            waiting.extend((thing, "") for thing in reversed(raw["json"]["data"]["things"]))
            continue
        data, kind = raw.get("data"), raw.get("kind")
        if not isinstance(data, dict):
            continue
        record = gathering.record(data, f"{kind} {_id(data)}" if kind in _THINGS else "listing")
        if kind == "Listing":
            waiting.extend((child, parent) for child in reversed(record.members("children")))
        elif kind in _THINGS:
            yield _Thing(kind, record, parent)
            replies = record.record("replies")
            waiting.append((replies and replies.raw, _id(data)))


def _id(data: dict[str, Any]) -> str:
    id = data.get("id")
    return id[:100] if isinstance(id, str) else ""


def _is_escaped(things: list[_Thing]) -> bool:
    """Whether texts have ``<``, ``>`` and ``&`` as entities, as they have unless raw_json was asked for."""
    texts = [thing.record.raw.get(name) for thing in things for name in ("body", "selftext", "title")]
    pages = [thing.record.raw.get(name) for thing in things for name in ("body_html", "selftext_html")]
    begun = next((page.lstrip()[:1] for page in pages if isinstance(page, str) and page.strip()), "")
    if begun in ("<", "&"):
        return begun == "&"
    return not any(_BARE.search(text) for text in texts if isinstance(text, str))


def _enter_post(gathering: Gathering, post: Record, is_escaped: bool) -> None:
    gathering.announced = post.whole("num_comments")
    markdown = join_blocks(_link(post, is_escaped), _text(gathering, post, "selftext", is_escaped))
    gathering.enter(
        post.name("id"), None, markdown, author=_author(post), posted_at=post.moment("created_utc"),
        score=_score(post), flags=_flags(post, "selftext"), kind=EntryKind.POST,
    )  # fmt: skip


def _enter_comment(gathering: Gathering, thing: _Thing, is_escaped: bool) -> None:
    record = thing.record
    gathering.counts["by moderators"] += record.get("distinguished") == "moderator"
    text = _text(gathering, record, "body", is_escaped)
    gathering.enter(
        record.name("id"), _parent(thing), text, author=_author(record),
        posted_at=record.moment("created_utc"), score=_score(record), flags=_flags(record, "body"),
    )  # fmt: skip


def _parent(thing: _Thing) -> str | None:
    """What it answers by its place; by what it states only where it stands alone."""
    stated = thing.record.name("parent_id")
    if thing.parent:
        return thing.parent
    return None if stated.startswith("t3_") else stated.removeprefix("t1_") or None


def _author(record: Record) -> str:
    author = record.line("author")
    return "" if author == _NOBODY else author


def _score(record: Record) -> int | None:
    is_hidden = record.is_true("score_hidden") or record.is_true("hide_score")
    return None if is_hidden else record.whole("score", "ups")


def _flags(record: Record, body: str) -> frozenset[Flag]:
    return flags_of({
        Flag.EDITED: record.is_true("edited"), Flag.COLLAPSED: record.is_true("collapsed"),
        Flag.DELETED: record.text(body) in _GONE or record.is_true("removed_by_category"),
    })  # fmt: skip


def _text(gathering: Gathering, record: Record, name: str, is_escaped: bool) -> str:
    """Its text; the page's HTML only where the Markdown is missing."""
    written = record.text(name)
    if not written.strip():
        page = record.text(f"{name}_html")
        return gathering.walk(html.unescape(page) if is_escaped else page, _SITE)
    record.count(written)
    return read_markdown(_undo(written, is_escaped))


def _undo(text: str, is_escaped: bool) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if is_escaped else text


def _link(post: Record, is_escaped: bool) -> str:
    """The address a post is about."""
    url = "" if post.is_true("is_self") else _undo(post.line("url_overridden_by_dest", "url"), is_escaped)
    is_own = url.startswith(f"{_SITE}/r/") and post.name("id") in url
    return "" if is_own else show_address(url)


def _replies(things: list[_Thing]) -> dict[str, list[str]]:
    """The ids of the replies to each comment."""
    replies: dict[str, list[str]] = {}
    for thing in things:
        if thing.kind == "t1":
            replies.setdefault(_parent(thing) or "", []).append(_id(thing.record.raw))
    return replies


def _note_more(gathering: Gathering, thing: _Thing, replies: dict[str, list[str]]) -> None:
    """A place where comments are left out, unless they are here all the same."""
    record = thing.record
    named = [child for child in record.members("children") if isinstance(child, str)]
    missing = sum(child not in gathering for child in named)
    if named and not missing:
        return
    here = _count_branches([child for child in named if child in gathering], replies)
    id = record.name("id")
    count = max(missing, (record.whole("count") or 0) - here)
    gathering.lack(_parent(thing), count, "" if id == "_" else id)


def _count_branches(ids: list[str], replies: dict[str, list[str]]) -> int:
    """How many comments are among some and all that answers them."""
    seen, waiting = set[str](), ids
    while waiting:
        id = waiting.pop()
        if id not in seen:
            seen.add(id)
            waiting += replies.get(id, ())
    return len(seen)


def _describe(post: Record | None, things: list[_Thing], is_escaped: bool) -> Document:
    if post is None:
        links = {thing.record.name("link_id").removeprefix("t3_") for thing in things} - {""}
        id = min(links, default="")
        title = next((thing.record.line("link_title") for thing in things), "")
        return thread(site_id(NAME, id), _undo(title, is_escaped), f"{_SITE}/comments/{id}" if id else None)
    id, permalink = post.name("id"), post.line("permalink")
    url = safe_url(f"{_SITE}{permalink}" if permalink.startswith("/") else f"{_SITE}/comments/{id}")
    subreddit = post.line("subreddit_name_prefixed", "subreddit")
    return thread(
        site_id(NAME, id), _undo(post.line("title"), is_escaped), url, authors=(_author(post),),
        posted_at=post.moment("created_utc"), score=_score(post),
        tags=(subreddit, _undo(post.line("link_flair_text"), is_escaped)),
    )  # fmt: skip
