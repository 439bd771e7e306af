"""Hacker News, through Algolia: one answer holds a story and all its comments."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs

from reader.importers.source import Source
from reader.sites.wire import Address, Found, Plan, Request, dig, json_of, text_of

_API = "https://hn.algolia.com/api/v1/items/"
_PAGE = "https://news.ycombinator.com/item?id="
_PATHS = {
    "hn.algolia.com": re.compile(r"/api/v1/items/(\d{1,12})"),
    "hacker-news.firebaseio.com": re.compile(r"/v0/item/(\d{1,12})\.json"),
}
_NUMBER = re.compile(r"\d{1,12}")


def recognise(link: SplitResult) -> Address | None:
    """A story, or a comment on one."""
    if link.hostname == "news.ycombinator.com" and link.path == "/item":
        item = "".join(parse_qs(link.query).get("id", [])[:1])
    else:
        pattern = _PATHS.get(link.hostname or "")
        path = pattern.fullmatch(link.path) if pattern else None
        item = path[1] if path else ""
    if not _NUMBER.fullmatch(item):
        return None
    comment = link.fragment if _NUMBER.fullmatch(link.fragment) else ""
    return Address(f"{_PAGE}{item}", "Hacker News", lambda: _story(item, comment))


def _story(item: str, comment: str) -> Plan:
    answer = yield Request(f"{_API}{item}")
    raw = json_of(answer)
    story = dig(raw, "story_id")
    if dig(raw, "type") == "comment" and type(story) is int and str(story) != item:
        item, comment = str(story), item
        answer = yield Request(f"{_API}{item}")
        json_of(answer)
    text, _ = text_of(answer)
    return Found(Source(answer.url, text, f"{_PAGE}{item}"), comment)
