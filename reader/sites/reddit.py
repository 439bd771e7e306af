"""Reddit: it has answered no programs since 2026-05-29, but it is asked, since that may change."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from reader.errors import FetchError
from reader.importers.source import Source
from reader.sites.pages import ACCEPT
from reader.sites.wire import WAY_ROUND, Address, Found, Plan, Request, json_of, text_of

_SITE = "https://www.reddit.com"
_HOST = re.compile(r"(?:(?:old|new|www|np|sh|i|m)\.)?reddit\.com")
_ID = r"[a-z0-9]{1,12}"
_THREAD = re.compile(
    rf"(?:/(?:r|user)/[^/]+)?/comments/(?P<post>{_ID})(?:\.json|/(?:[^/]*(?:/(?P<comment>{_ID})?)?)?)?/?"
    r"(?:\.json)?"
)
_SHARE = re.compile(r"/r/[^/]+/s/[A-Za-z0-9]{1,20}/?")
_SHORT = re.compile(rf"/({_ID})/?")


def recognise(link: SplitResult) -> Address | None:
    """A post, or a comment on one."""
    if link.hostname == "redd.it" and (short := _SHORT.fullmatch(link.path)):
        return _address(short[1], "")
    if not _HOST.fullmatch(link.hostname or ""):
        return None
    thread = _THREAD.fullmatch(link.path)
    if thread:
        return _address(thread["post"], thread["comment"] or "")
    if _SHARE.fullmatch(link.path):
        return Address(f"{_SITE}{link.path}", "Reddit", lambda: _shared(f"{_SITE}{link.path}"))
    return None


def _address(post: str, comment: str) -> Address:
    return Address(f"{_SITE}/comments/{post}", "Reddit", lambda: _thread(post, comment))


def _thread(post: str, comment: str) -> Plan:
    answer = yield Request(f"{_SITE}/comments/{post}.json?raw_json=1&limit=500")
    json_of(answer)
    text, _ = text_of(answer)
    return Found(Source(answer.url, text, f"{_SITE}/comments/{post}"), comment)


def _shared(url: str) -> Plan:
    """An address for sharing redirects to its post."""
    answer = yield Request(url, accept=ACCEPT)
    thread = _THREAD.fullmatch(urlsplit(answer.url).path)
    if not thread:
        raise FetchError(url, "it does not lead to a post", WAY_ROUND)
    return (yield from _thread(thread["post"], thread["comment"] or ""))
