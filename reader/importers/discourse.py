"""Discourse topics, as ``/t/ID.json`` answers them, with the answers for further posts behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.clean import safe_url
from reader.errors import SourceError
from reader.importers.gathering import Gathering, flags_of, site_id, thread
from reader.importers.json_text import JsonText
from reader.importers.records import Record
from reader.model.documents import Document, EntryKind, Flag

NAME = "discourse"
_FIRST = "1"
_SMALL_ACTION = 3
_LIKES = 2
# Of a quotation its buttons and the writer's picture, of a picture its size in words.
_LEFT_OUT = frozenset({"quote-controls", "avatar", "meta"})
_TOPIC_URL = re.compile(r"(https?://[^/?#]+(?:/[\w-]+)*?)/t/")


def find_sign(json: JsonText) -> str | None:
    """Why JSON looks like a topic of Discourse; None when it does not."""
    streams = (raw.get("post_stream") for raw in json.objects())
    found = any(isinstance(stream, dict) and "posts" in stream for stream in streams)
    return "it has 'post_stream' with 'posts'" if found else None


def read_discourse(json: JsonText) -> Document:
    """Read a topic of Discourse.

    Raises:
        SourceError: It holds several topics, or no post.
    """
    gathering = Gathering(NAME, json.name, json.warnings)
    raws = [raw for raw in json.objects() if isinstance(raw.get("post_stream"), dict)]
    topics = [gathering.record(raw, f"topic {at}") for at, raw in enumerate(raws, 1)]
    topic = _one_topic(json, topics)
    streams = [stream for each in topics if (stream := each.record("post_stream"))]
    posts = [post for stream in streams for post in stream.records("posts")]
    url = _find_url(json, topic)
    for place in _places(streams, posts):
        if isinstance(place, int):
            gathering.lack(None, place)
        elif place.get("post_type") == _SMALL_ACTION:
            gathering.counts["small actions left out"] += 1
        else:
            _enter(gathering, place, url)
    gathering.announced = _announced(topic, streams, gathering.counts["small actions left out"])
    first = next((post for post in posts if post.name("post_number") == _FIRST), None)
    return gathering.finish(_describe(topic, first, url))


def _one_topic(json: JsonText, topics: list[Record]) -> Record:
    """The topic itself: an answer for further posts repeats its number, or has none."""
    ids = {topic.name("id") for topic in topics} - {""}
    if len(ids) > 1:
        reason = f"it holds {len(ids)} topics of Discourse, not one thread"
        raise SourceError(json.name, reason, "give each topic a file of its own")
    if not topics:
        raise SourceError(json.name, "it holds no topic of Discourse", "put .json behind the topic's address")
    return next((topic for topic in topics if topic.get("title")), topics[0])


def _places(streams: Sequence[Record], posts: Sequence[Record]) -> Iterator[Record | int]:
    """The posts in the order of the topic, and how many are missing between them."""
    by_id = _by(posts, "id")
    stream = _stream(streams)
    if by_id.keys().isdisjoint(stream):
        by_id = _by(posts, "post_number")
    missing = 0
    for id in stream:
        found = by_id.pop(id, [])
        missing += not found
        if found and missing:
            yield missing
            missing = 0
        yield from found
    if missing:
        yield missing
    yield from (post for found in by_id.values() for post in found)


def _by(posts: Sequence[Record], name: str) -> dict[str, list[Record]]:
    named: dict[str, list[Record]] = {}
    for post in posts:
        named.setdefault(post.name(name), []).append(post)
    return named


def _stream(streams: Sequence[Record]) -> dict[str, None]:
    """The ids of all posts of the topic, in order."""
    members = (id for stream in streams for id in stream.members("stream"))
    return dict.fromkeys(str(id) for id in members if isinstance(id, (int, str)))


def _announced(topic: Record, streams: Sequence[Record], small_actions: int) -> int | None:
    """How many comments there are: some versions of the site count small actions, some do not."""
    whole = len(_stream(streams)) - small_actions or topic.whole("posts_count")
    return None if whole is None else max(0, whole - 1)


def _enter(gathering: Gathering, post: Record, url: str | None) -> None:
    number, parent = post.name("post_number"), post.name("reply_to_post_number")
    text = gathering.walk(post.text("cooked"), url, _LEFT_OUT)
    gathering.enter(
        number, "" if parent == _FIRST else parent, text,
        author=_author(post), posted_at=post.moment("created_at"), score=_likes(post), flags=_flags(post),
        kind=EntryKind.POST if number == _FIRST else EntryKind.COMMENT,
    )  # fmt: skip


def _author(post: Record) -> str:
    """The name that mentions and quotations use, not the one shown beside it."""
    return post.line("username") or post.line("name", "display_username")


def _likes(post: Record) -> int | None:
    if post.get("actions_summary") is None:
        return post.whole("like_count")
    actions = post.records("actions_summary")
    return next((action.whole("count") for action in actions if action.get("id") == _LIKES), 0)


def _flags(post: Record) -> frozenset[Flag]:
    return flags_of({
        Flag.DELETED: post.is_true("user_deleted") or post.is_true("deleted_at"),
        Flag.EDITED: (post.whole("version") or 1) > 1,
        Flag.COLLAPSED: post.is_true("hidden"),
        Flag.ANSWER: post.is_true("accepted_answer"),
    })  # fmt: skip


def _find_url(json: JsonText, topic: Record) -> str | None:
    """A topic does not say of which site it is; where it was fetched does."""
    found = _TOPIC_URL.match(json.url or "")
    parts = [part for part in (topic.name("slug"), topic.name("id")) if part]
    return safe_url(f"{found[1]}/t/{'/'.join(parts)}") if found and parts else safe_url(json.url)


def _describe(topic: Record, first: Record | None, url: str | None) -> Document:
    author = _author(first) if first else ""
    tags = topic.names("tags")
    id = site_id(NAME, topic.name("slug"), topic.name("id"))
    return thread(
        id, topic.line("title"), url, authors=(author,),
        posted_at=topic.moment("created_at"), score=_likes(first) if first else None, tags=tags,
    )  # fmt: skip
