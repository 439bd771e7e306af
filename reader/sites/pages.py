"""Any page: an article, an interview, a transcript in whatever format; its text tells the importers."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import SplitResult

from reader.sites.wire import Address, Found, Plan, Request, source_of

ACCEPT = "text/html,application/xhtml+xml,text/vtt,text/plain,application/json;q=0.9,*/*;q=0.5"


def recognise(link: SplitResult) -> Address:
    """Any address: the page is fetched as it is."""
    url = link.geturl()
    return Address(url, "a page", lambda: page(url))


def page(url: str, entry: str = "", shown: str = "") -> Plan:
    """Fetch one page.

    Args:
        url: Its address.
        entry: The comment to begin at, as the site writes its id.
        shown: Where a browser would find it; by default the address that answered.
    """
    answer = yield Request(url, accept=ACCEPT)
    source = source_of(answer)
    # The name is of the address asked for, since an answer's may hold what a session added.
    return Found(replace(source, name=url, url=shown or answer.url.partition("#")[0]), entry)
