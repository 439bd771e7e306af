"""The sites by precedence, and which of them an address is of."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import SplitResult

from reader.sites import (
    discourse,
    forum_magnum,
    greater_wrong,
    hacker_news,
    lobsters,
    mail,
    mastodon,
    pages,
    reddit,
)
from reader.sites.wire import Address, web_link

SITES: tuple[Callable[[SplitResult], Address | None], ...] = (
    forum_magnum.recognise,
    greater_wrong.recognise,
    hacker_news.recognise,
    lobsters.recognise,
    reddit.recognise,
    mail.recognise,
    discourse.recognise,
    mastodon.recognise,
    pages.recognise,
)


def recognise(typed: str) -> Address:
    """What an address leads to; any page of the web at least.

    Args:
        typed: An address as a reader types it, with or without ``https://``.

    Raises:
        FetchError: It is no web address.
    """
    link = web_link(typed)
    found = (site(link) for site in SITES)
    return next(address for address in found if address is not None)
