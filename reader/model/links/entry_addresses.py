"""Where a single entry stands on the web, for the sites that give each one an address."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

from reader.clean import safe_url
from reader.model.links.permalinks import read_address

_BY_QUERY = frozenset({"lesswrong.com", "alignmentforum.org", "forum.effectivealtruism.org"})
_FORUM_PATH = re.compile(r"/posts/\w+(?:/[^/]+)?")
_OLD_FORUM_PATH = re.compile(r"(?:/r/[\w-]+)?/(?:lw|ea)/\w+/[^/]+")
_FORUM_ID, _OLD_FORUM_ID = re.compile(r"[A-Za-z0-9]{17}"), re.compile(r"[a-z0-9]{1,6}")
_REDDIT_PATH = re.compile(r"(?P<post>(?:/r/[\w-]+|/u(?:ser)?/[\w-]+)?/comments/\w+)(?P<slug>/[^/]+)?/?")
_REDDIT_ID, _LOBSTERS_ID = re.compile(r"[a-z0-9]{4,12}"), re.compile(r"[a-z0-9]{4,12}")
_ACCOUNT = re.compile(r"[\w.-]{1,60}(?:@[\w.-]{1,100})?", re.ASCII)
_NUMBER = re.compile(r"\d{1,20}", re.ASCII)


def entry_address(url: str | None, entry: str, author: str | None, first: str) -> str | None:
    """The address of an entry on its site.

    Args:
        url: Where its document stands on the web; None when not known.
        entry: The entry's id.
        author: Who wrote it; None when not known.
        first: The id of the document's first entry, whose address is the document's.

    Returns:
        An address that :func:`reader.model.links.permalinks.read_address` reads as of this entry; None
        when the site gives entries none, or the id is not the site's own.
    """
    document = read_address(url) if url else None
    if url is None or document is None or entry == first:
        return safe_url(url) if url and entry == first else None
    parts = urlsplit(url)._replace(query="", fragment="")
    host = (parts.hostname or "").removeprefix("www.")
    # Ids of an instance of Mastodon hold only there, and the document may stand on another.
    sites = _SITES if document.entry == first else _SITES[1:]
    for build in sites:
        made = safe_url(build(host, parts, entry, author or ""))
        named = read_address(made) if made else None
        if named and (named.site, named.entry) == (document.site, entry):
            return made
    return None


def _forum(host: str, parts: SplitResult, entry: str, author: str) -> str:
    if _FORUM_PATH.fullmatch(parts.path.rstrip("/")) and _FORUM_ID.fullmatch(entry):
        if host in _BY_QUERY:
            return parts._replace(query=f"commentId={entry}").geturl()
        return parts._replace(path=f"{parts.path.rstrip('/')}/comment/{entry}").geturl()
    is_old = _OLD_FORUM_PATH.fullmatch(parts.path.rstrip("/")) and _OLD_FORUM_ID.fullmatch(entry)
    return parts._replace(path=f"{parts.path.rstrip('/')}/{entry}").geturl() if is_old else ""


def _hacker_news(host: str, parts: SplitResult, entry: str, author: str) -> str:
    is_item = host == "news.ycombinator.com" and _NUMBER.fullmatch(entry)
    return parts._replace(path="/item", query=f"id={entry}").geturl() if is_item else ""


def _reddit(host: str, parts: SplitResult, entry: str, author: str) -> str:
    path = _REDDIT_PATH.fullmatch(parts.path) if host.endswith("reddit.com") else None
    if not path or not _REDDIT_ID.fullmatch(entry):
        return ""
    return parts._replace(path=f"{path['post']}{path['slug'] or '/_'}/{entry}/").geturl()


def _lobsters(host: str, parts: SplitResult, entry: str, author: str) -> str:
    is_comment = host == "lobste.rs" and _LOBSTERS_ID.fullmatch(entry)
    return parts._replace(path=f"/c/{entry}").geturl() if is_comment else ""


def _mastodon(host: str, parts: SplitResult, entry: str, author: str) -> str:
    is_status = _NUMBER.fullmatch(entry) and _ACCOUNT.fullmatch(author)
    return parts._replace(path=f"/@{author}/{entry}").geturl() if is_status else ""


def _discourse(host: str, parts: SplitResult, entry: str, author: str) -> str:
    return (
        parts._replace(path=f"{parts.path.rstrip('/')}/{entry}").geturl() if _NUMBER.fullmatch(entry) else ""
    )


_Build = Callable[[str, SplitResult, str, str], str]
# What is read back as another entry, or as of another site, is none.
_SITES: tuple[_Build, ...] = (_mastodon, _forum, _hacker_news, _reddit, _lobsters, _discourse)
