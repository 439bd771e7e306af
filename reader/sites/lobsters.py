"""Lobsters: a story with all its comments is one answer."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from reader.errors import FetchError
from reader.importers.source import Source
from reader.sites.pages import ACCEPT
from reader.sites.wire import WAY_ROUND, Address, Found, Plan, Request, json_of, text_of

_SITE = "https://lobste.rs"
_STORY = re.compile(r"/s/(?P<story>[a-z0-9]{1,12})(?:\.json|/[^/]*)?/?")
_COMMENT = re.compile(r"/c/(?P<comment>[a-z0-9]{1,12})/?")
_FRAGMENT = re.compile(r"(?:comment_|c_)([a-z0-9]{1,12})")


def recognise(link: SplitResult) -> Address | None:
    """A story, or a comment on one."""
    if link.hostname not in ("lobste.rs", "www.lobste.rs"):
        return None
    story, comment = _STORY.fullmatch(link.path), _COMMENT.fullmatch(link.path)
    if story:
        return Address(f"{_SITE}/s/{story[1]}", "Lobsters", lambda: _story(story[1], _fragment(link)))
    if comment:
        return Address(f"{_SITE}/c/{comment[1]}", "Lobsters", lambda: _comment(comment[1]))
    return None


def _fragment(link: SplitResult) -> str:
    found = _FRAGMENT.fullmatch(link.fragment)
    return found[1] if found else ""


def _story(story: str, comment: str) -> Plan:
    answer = yield Request(f"{_SITE}/s/{story}.json")
    json_of(answer)
    text, _ = text_of(answer)
    return Found(Source(answer.url, text, f"{_SITE}/s/{story}"), comment)


def _comment(comment: str) -> Plan:
    """The site redirects from a comment to its story."""
    url = f"{_SITE}/c/{comment}"
    answer = yield Request(url, accept=ACCEPT)
    story = _STORY.fullmatch(urlsplit(answer.url).path)
    if not story:
        raise FetchError(url, "it does not lead to a story", WAY_ROUND)
    return (yield from _story(story[1], comment))
