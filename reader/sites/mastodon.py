"""Mastodon: a post, what it answers and what answers it; any host may be one.

The whole conversation is asked for from its first post on. Where the post is not answered in JSON,
the page itself is fetched.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import SplitResult

from reader.errors import FetchError
from reader.importers.source import Source
from reader.sites.pages import page
from reader.sites.wire import NOT_OFFERED, Address, Found, Plan, Request, dig, json_if_any, json_of, text_of

_POST = re.compile(r"(?:/web)?/(?:@[\w.-]+(?:@[\w.-]+)?|users/[\w.-]+/statuses)/(\d{6,20})/?")
_NUMBER = re.compile(r"\d{1,20}")


def recognise(link: SplitResult) -> Address | None:
    """What looks like a post."""
    path = _POST.fullmatch(link.path)
    if not path:
        return None
    api = f"{link.scheme}://{link.netloc}/api/v1/statuses/"
    url = link._replace(query="", fragment="").geturl()
    return Address(url, "Mastodon", lambda: _conversation(api, path[1], url))


def _conversation(api: str, post: str, url: str) -> Plan:
    try:
        answer = yield Request(f"{api}{post}")
    except FetchError as error:
        if error.status not in NOT_OFFERED:
            raise
        return (yield from page(url))
    if dig(json_if_any(answer), "content") is None:
        return (yield from page(url))
    context, entry = (yield Request(f"{api}{post}/context")), ""
    first = _first(json_of(context))
    if first:
        answer, entry = (yield Request(f"{api}{first}")), post
        context = yield Request(f"{api}{first}/context")
    said = dig(json_of(answer), "url")
    text = "\n".join(text_of(one)[0] for one in (answer, context))
    return Found(Source(url, text, said if isinstance(said, str) else url), entry)


def _first(context: Any) -> str:
    """The id of the post at which the conversation begins; empty when it is the one asked for."""
    ancestors = dig(context, "ancestors")
    id = dig(ancestors[0], "id") if isinstance(ancestors, list) and ancestors else None
    return id if isinstance(id, str) and _NUMBER.fullmatch(id) else ""
