"""Hacker News threads, as its several sites answer them.

Read are an item of Algolia (its children nested), the hits of a search there, items of Firebase
(one whose kids are whole items, or many in a list, an object by id, or a line each), and what
node-hnapi and hackerweb answer.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from reader.errors import SourceError
from reader.importers.gathering import Gathering, flags_of, join_blocks, show_address, site_id, thread
from reader.importers.json_text import JsonText
from reader.importers.plain import escape_line
from reader.importers.records import Record
from reader.model.documents import Document, EntryKind, Flag

NAME = "hacker-news"
_SITE = "https://news.ycombinator.com/item?id="
_TYPES = frozenset({"story", "comment", "job", "poll", "pollopt", "link", "ask"})
_STORIES = frozenset({"story", "job", "poll", "link", "ask"})
_NESTED = ("children", "comments", "kids", "_kids")
_QUOTED = re.compile(r"\s*((?:<i>)?)((?:(?:&gt;|>)\s?)+)")
_QUOTED_ON = re.compile(r"\n[ ]*(?:&gt;|>)+[ ]?")


class _Item(NamedTuple):
    """An item of the site.

    Attributes:
        record: Its fields.
        id: Its number.
        parent: The number of what it answers; empty for a story.
    """

    record: Record
    id: str
    parent: str

    @property
    def is_story(self) -> bool:
        """Whether it is what comments answer."""
        return _type(self.record.raw) in _STORIES or (not self.parent and bool(self.record.get("title")))

    @property
    def is_option(self) -> bool:
        """Whether it is one of a poll's options, which are shown in the poll."""
        return _type(self.record.raw) == "pollopt"


def find_sign(json: JsonText) -> str | None:
    """Why JSON looks like items of Hacker News; None when it does not."""
    raw = next(_raw_items(json), None)
    return _sign(raw) if raw is not None else None


def _sign(raw: dict[str, Any]) -> str | None:
    if isinstance(raw.get("children"), list) and ("created_at_i" in raw or "story_id" in raw):
        return "it has 'children' and 'created_at_i'"
    if "objectID" in raw and ("created_at_i" in raw or "story_id" in raw):
        return "it has 'hits' with 'objectID' and 'created_at_i'"
    if "comments_count" in raw and ("time_ago" in raw or "points" in raw):
        return "it has 'comments_count' and 'time_ago'"
    if _type(raw) in _TYPES and "id" in raw and raw.keys() & {"by", "kids", "parent", "deleted", "time"}:
        return f"it has 'type' with {_type(raw)!r}"
    return None


def _type(raw: dict[str, Any]) -> str:
    value = raw.get("type")
    return value if isinstance(value, str) else ""


def _raw_items(json: JsonText) -> Iterator[dict[str, Any]]:
    """The items not nested in others; those of an object by id or of a search one by one."""
    for raw in json.objects():
        hits = raw.get("hits")
        if isinstance(hits, list):
            yield from (hit for hit in hits if isinstance(hit, dict))
        elif "id" not in raw and raw and all(key.isdigit() for key in raw):
            yield from (item for item in raw.values() if isinstance(item, dict))
        else:
            yield raw


def read_hacker_news(json: JsonText) -> Document:
    """Read a thread of Hacker News.

    Raises:
        SourceError: It holds comments of several stories, or none.
    """
    gathering = Gathering(NAME, json.name, json.warnings)
    items = _rank(list(_find_items(json, gathering)))
    post = _find_post(json, items)
    root = post.id if post else _common_root(json, items)
    if post:
        _enter_post(gathering, post, items)
    comments = [item for item in items if not (item is post or item.is_story or item.is_option)]
    for item in comments:
        _enter_comment(gathering, item, root)
    _note_missing(gathering, [*comments, *filter(None, [post])], root)
    _note_search(gathering, json)
    return gathering.finish(_describe(post, root, items))


def _find_items(json: JsonText, gathering: Gathering) -> Iterator[_Item]:
    waiting = [(raw, f"item {at}", "") for at, raw in enumerate(_raw_items(json), 1)][::-1]
    unnamed = 0
    while waiting:
        raw, path, above = waiting.pop()
        record = gathering.record(raw, path)
        id = record.name("id", "objectID")
        if not id:
            unnamed += 1
            id = f"unnamed-{unnamed}"
        parent = above or record.name("parent_id", "parent", "poll")
        yield _Item(record, id, parent)
        nested = [child for name in _NESTED for child in record.members(name) if isinstance(child, dict)]
        waiting += [(child, f"a reply to item {id}", id) for child in reversed(nested)]


def _rank(items: list[_Item]) -> list[_Item]:
    """Siblings in the order of the site, which only the kids of Firebase give; else the oldest first."""
    ranks: dict[str, int] = {}
    for item in items:
        ranks |= {kid: at for at, kid in enumerate(_kids(item.record))}
    if any("objectID" in item.record.raw for item in items):
        return sorted(items, key=lambda item: int(item.id) if item.id.isdecimal() else 0)
    return sorted(items, key=lambda item: ranks.get(item.id, len(ranks))) if ranks else items


def _kids(record: Record) -> list[str]:
    """The numbers of its replies, where these are not nested in it."""
    kids = record.raw.get("kids")
    return [str(kid) for kid in kids if isinstance(kid, (int, str))] if isinstance(kids, list) else []


def _find_post(json: JsonText, items: list[_Item]) -> _Item | None:
    stories = {item.id: item for item in items if item.is_story}
    if len(stories) > 1:
        reason = f"it holds {len(stories)} stories of Hacker News, not one thread"
        raise SourceError(json.name, reason, "give each story a file of its own")
    if stories:
        return next(iter(stories.values()))
    ids = {item.id for item in items}
    roots = [item for item in items if item.parent not in ids]
    is_branch = len(roots) == 1 and "objectID" not in roots[0].record.raw
    return roots[0] if is_branch else None


def _common_root(json: JsonText, items: list[_Item]) -> str:
    """The story that comments without it state; that one may be the parent they share."""
    stories = {item.record.name("story_id") for item in items} - {""}
    if len(stories) > 1:
        reason = f"it holds comments of {len(stories)} stories of Hacker News, not one thread"
        raise SourceError(json.name, reason, "search with tags=comment,story_N, or fetch the item itself")
    ids = {item.id for item in items}
    parents = {item.parent for item in items} - ids - {""}
    return min(stories or (parents if len(parents) == 1 else set()), default="")


def _enter_post(gathering: Gathering, post: _Item, items: list[_Item]) -> None:
    record = post.record
    markdown = join_blocks(_link(record), _text(gathering, record), _poll(record, items))
    gathering.announced = record.whole("descendants", "comments_count", "num_comments")
    _enter(gathering, post, "", markdown, EntryKind.POST)
    if post.parent:
        said = f"this is a branch: it answers item {post.parent}, which is not in this copy"
        gathering.warnings.append(said)


def _enter_comment(gathering: Gathering, item: _Item, root: str) -> None:
    parent = "" if item.parent == root else item.parent
    _enter(gathering, item, parent, _text(gathering, item.record))


def _enter(
    gathering: Gathering, item: _Item, parent: str, markdown: str, kind: EntryKind = EntryKind.COMMENT
) -> None:
    record = item.record
    author = record.line("author", "by", "user")
    is_gone = record.is_true("deleted") or not (author or markdown)
    gathering.counts["dead"] += record.is_true("dead")
    gathering.enter(
        item.id, parent, markdown, author=author, posted_at=_moment(record), kind=kind,
        score=record.whole("points", "score"), flags=flags_of({Flag.DELETED: is_gone}),
    )  # fmt: skip


def _moment(record: Record) -> datetime | None:
    return record.moment("created_at_i", "time", "created_at")


def _text(gathering: Gathering, record: Record) -> str:
    written = record.text("text", "content", "comment_text", "story_text")
    if not written or (record.is_true("deleted") and written == "[deleted]"):
        return ""
    return gathering.walk(set_quotations(written), _SITE)


def set_quotations(written: str) -> str:
    """Quotations as HTML has them: here they are typed as in a mail, with ``>`` before a paragraph."""
    if "&gt;" not in written and "\n>" not in written:
        return written
    return "<p>".join(map(_set_quotation, written.split("<p>")))


def _set_quotation(paragraph: str) -> str:
    found = _QUOTED.match(paragraph)
    if not found or "<pre>" in paragraph:
        return paragraph
    depth = html.unescape(found[2]).count(">")
    said = _QUOTED_ON.sub("\n", paragraph[found.end() :].replace("</p>", ""))
    return f"{'<blockquote>' * depth}{found[1]}{said}{'</blockquote>' * depth}"


def _link(record: Record) -> str:
    """The address a story is about."""
    url = record.line("url")
    return "" if url.startswith("item?id=") else show_address(url)


def _poll(record: Record, items: list[_Item]) -> str:
    options = [item.record for item in items if item.is_option]
    listed = [*record.members("options"), *record.members("poll")]
    options += [Record(option, "option", record.notes) for option in listed if isinstance(option, dict)]
    return "\n".join(f"- {_option(option)}" for option in options)


def _option(option: Record) -> str:
    said = escape_line(option.line("text", "item"))
    score = option.whole("points", "score")
    return said if score is None else f"{said} ({score})"


def _note_missing(gathering: Gathering, items: list[_Item], root: str) -> None:
    """Where kids are named that are not here."""
    for item in items:
        missing = sum(kid not in gathering for kid in _kids(item.record))
        if missing:
            gathering.lack(None if item.id == root else item.id, missing, item.id)


def _note_search(gathering: Gathering, json: JsonText) -> None:
    for raw in json.objects():
        found, given = raw.get("nbHits"), raw.get("hits")
        if isinstance(found, int) and isinstance(given, list) and found > len(given):
            said = f"a search found {found:,}, of which this answer holds {len(given):,}"
            gathering.warnings.append(f"{said}: ask for more hitsPerPage")


def _describe(post: _Item | None, root: str, items: list[_Item]) -> Document:
    url = f"{_SITE}{root}" if root.isdecimal() else None
    id = site_id("hn", root)
    if post is None:
        return thread(id, next((item.record.line("story_title") for item in items), ""), url)
    record = post.record
    return thread(
        id, record.line("title"), url, authors=(record.line("author", "by", "user"),),
        posted_at=_moment(record), score=record.whole("points", "score"),
    )  # fmt: skip
