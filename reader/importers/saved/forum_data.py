"""What a forum's page holds as data beside what it shows: JSON-LD, and the state of its program.

Sources: schema.org, DiscussionForumPosting; ForumMagnum, structuredData.ts and renderUtil.ts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from reader.errors import SourceError
from reader.importers.gathering import Gathering
from reader.importers.json_text import JsonText, read_json
from reader.importers.records import Record
from reader.importers.saved.page import Page
from reader.importers.source import Source

_LINKED_DATA = 'script[type="application/ld+json"]'
_POSTING = "DiscussionForumPosting"
_STATE = re.compile(r"__APOLLO_STATE__\s*=\s*(?=\{)")


def find_posting(page: Page, gathering: Gathering) -> Record | None:
    """The posting a page describes as JSON-LD; None when it describes none.

    Data that is cut or damaged is passed over, with a warning.
    """
    for script in page.parser.css(_LINKED_DATA):
        try:
            values = read_json(Source("JSON-LD", script.text() or ""))
        except SourceError:
            gathering.warnings.append("the data in the page (JSON-LD) is damaged and was not used")
            continue
        for raw in values.objects():
            graph = raw.get("@graph")
            for described in [raw, *(graph if isinstance(graph, list) else [])]:
                if isinstance(described, dict) and described.get("@type") == _POSTING:
                    return gathering.record(described, "JSON-LD")
    return None


class Described(NamedTuple):
    """A comment as JSON-LD describes it.

    Attributes:
        record: Its fields.
        author: Who wrote it.
        posted_at: When.
        above: Where in the list the comment it answers is; -1 for the post.
    """

    record: Record
    author: str
    posted_at: datetime | None
    above: int


def find_comments(posting: Record) -> list[Described]:
    """All comments under a posting, each before its replies."""
    found: list[Described] = []
    waiting = [(comment, -1) for comment in posting.records("comment")][::-1]
    while waiting:
        record, above = waiting.pop()
        found.append(Described(record, first_author(record), record.moment("datePublished"), above))
        at = len(found) - 1
        waiting += [(reply, at) for reply in record.records("comment")][::-1]
    return found


def find_authors(record: Record) -> list[str]:
    """The names of those who wrote something."""
    given = record.get("author")
    persons = [record.record("author")] if isinstance(given, dict) else [*record.records("author")]
    return [person.line("name") for person in persons if person]


def first_author(record: Record) -> str:
    """Who wrote a comment; empty when that is not known."""
    return next(iter(find_authors(record)), "")


def count_of(posting: Record, action: str) -> int | None:
    """How often something was done to a posting, such as ``LikeAction``; None when not said."""
    for counter in posting.records("interactionStatistic"):
        kind = counter.get("interactionType")
        named = kind.get("@type") if isinstance(kind, dict) else kind
        if isinstance(named, str) and named.endswith(action):
            return counter.whole("userInteractionCount")
    return None


def find_state(page: Page, post_id: str) -> JsonText | None:
    """The post and comments that a page's program kept, as an answer of the forum's GraphQL.

    Args:
        page: A page of 2018 to 2025.
        post_id: The post's id; may be empty where the page has one post only.

    Returns:
        None where the page keeps none, or no comment with its text.
    """
    state = _read_state(page.source.text)
    records = [_flat(state, raw) for raw in state.values() if isinstance(raw, dict)]
    comments = [raw for raw in records if raw.get("__typename") == "Comment" and _has_text(raw)]
    wanted = post_id or next((str(raw.get("postId")) for raw in comments), "")
    posts = [raw for raw in records if raw.get("__typename") == "Post" and raw.get("_id") == wanted]
    comments = [raw for raw in comments if raw.get("postId") == wanted]
    if not comments:
        return None
    post = next((raw for raw in posts if _has_text(raw)), posts[0] if posts else None)
    answer = {"post": {"result": post}, "comments": {"results": comments}}
    return JsonText(page.source.name, ({"data": answer},), page.url)


def _read_state(text: str) -> dict[str, Any]:
    for found in _STATE.finditer(text):
        try:
            value, _ = json.JSONDecoder().raw_decode(text, found.end())
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    return {}


def _flat(state: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    """A record with what it refers to in place, one level deep, and plain names."""
    plain = {name.partition("(")[0]: _resolve(state, value) for name, value in raw.items()}
    return {name: _inner(state, value) for name, value in plain.items()}


def _inner(state: Mapping[str, Any], value: object) -> object:
    if isinstance(value, list):
        return [_resolve(state, member) for member in value]
    return value


def _resolve(state: Mapping[str, Any], value: object) -> object:
    """What a reference refers to, in the forms that Apollo 2 and 3 write."""
    if not isinstance(value, dict):
        return value
    name = value.get("__ref") or (value.get("id") if value.get("type") == "id" else None)
    found = state.get(name) if isinstance(name, str) else None
    return found if isinstance(found, dict) else value


def _has_text(raw: Mapping[str, Any]) -> bool:
    contents = raw.get("contents")
    html = contents.get("html") if isinstance(contents, dict) else None
    return isinstance(html or raw.get("htmlBody"), str) or raw.get("deleted") is True


def iterate_tags(posting: Record) -> Iterator[str]:
    """What a posting is about."""
    return (tag.line("name") for tag in posting.records("about"))
