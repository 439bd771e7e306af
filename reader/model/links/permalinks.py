"""Permalinks: addresses in a text, and which entries or documents of the library they are of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit

from reader.clean import safe_url
from reader.model.documents import Document, EntryKind
from reader.model.links.values import Link, LinkKind, Target, Verdict
from reader.model.passages import Passage, PassageKind, SpanKind
from reader.model.place import parse_permalink
from reader.model.spoilers import address_of

# Links within an entry: to a footnote and back.
_NOTE = "#fn"
_OWN = "threadside:"
_ADDRESS_LIMIT = 2048
_BARE = re.compile(r"(?:https?://|threadside:)[^\s<>\"\u201c\u201d|\\^`{}]{3,2048}")
_TRAILING = ".,;:!?'\u2019)]*_"
_FORUMS = {
    "lesswrong.com": "lesswrong", "alignmentforum.org": "lesswrong", "greaterwrong.com": "lesswrong",
    "lw2.issarice.com": "lesswrong", "forum.effectivealtruism.org": "ea", "ea.greaterwrong.com": "ea",
    "forum-bots.effectivealtruism.org": "ea", "eaforum.issarice.com": "ea",
    "arbital.greaterwrong.com": "arbital",
}  # fmt: skip
_FORUM_POST = re.compile(
    r"/(?:posts|events|s/[\w-]+/p|g/[\w-]+/p)/(?P<post>\w{3,})(?:/[^/]*)?"
    r"(?:/(?:comment|answer)/(?P<comment>\w+))?/?"
)
_FORUM_OLD = re.compile(r"(?:/r/[\w-]+)?/(?P<form>lw|ea)/(?P<post>\w+)(?:/[^/]*(?:/(?P<comment>\w+))?)?/?")
_HN_HOSTS = frozenset({"news.ycombinator.com", "hn.algolia.com", "hacker-news.firebaseio.com"})
_HN_PATH = re.compile(r"/(?:api/v1/items|v0/item)/(?P<item>\d+)(?:\.json)?/?")
_REDDIT = re.compile(
    r"(?:/r/[\w-]+|/u(?:ser)?/[\w-]+)?/comments/(?P<post>\w+)(?:/[^/]*(?:/(?P<comment>\w+))?)?/?(?:\.json)?"
)
_DISCOURSE = re.compile(
    r"(?P<folder>(?:/[\w-]+)?)/t/(?:[^/]*[^\d/][^/]*/)?(?P<post>\d+)(?:/(?P<comment>\d+))?/?"
)
_MASTODON = re.compile(r"(?:/web)?/(?:@[\w.-]+(?:@[\w.-]+)?|users/[\w.-]+/statuses)/(?P<status>\d{6,20})/?")
_LOBSTERS = re.compile(r"/(?P<form>[sc])/(?P<item>\w+)(?:/[^/]*)?/?")
_NUMBERED = re.compile(r"[a-z]{1,8}[-_:]?(\d+)", re.IGNORECASE)


class Address(NamedTuple):
    """What an address says, whatever its form.

    Attributes:
        site: The site, the same for mirrors of one database.
        document: The document's own name on the site; empty when only the entry is named.
        entry: The entry's own name on the site; empty for the document.
    """

    site: str
    document: str
    entry: str = ""


def read_address(url: str) -> Address | None:
    """What an address names; None when it is none of the web.

    Addresses of one text that differ by mirror, slug, query or form read the same.
    """
    try:
        parts = urlsplit(url[:_ADDRESS_LIMIT])
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host:
        return None
    return _of_site(host, parts) or Address(host, _plain_path(parts), parts.fragment)


def _of_site(host: str, parts: SplitResult) -> Address | None:
    if host in _FORUMS:
        return _read_forum(_FORUMS[host], parts)
    if host in _HN_HOSTS:
        return _read_hacker_news(parts)
    if host == "redd.it":
        return Address("reddit", parts.path.strip("/"))
    if host.endswith("reddit.com"):
        found = _REDDIT.fullmatch(parts.path)
        return Address("reddit", found["post"], found["comment"] or "") if found else None
    if host == "lobste.rs":
        found = _LOBSTERS.fullmatch(parts.path)
        return _lobster(found["form"], found["item"], parts.fragment) if found else None
    found = _DISCOURSE.fullmatch(parts.path)
    if found:
        return Address(f"{host}{found['folder']}/t", found["post"], found["comment"] or "")
    found = _MASTODON.fullmatch(parts.path)
    return Address(f"{host}/@", "", found["status"]) if found else None


def _read_forum(site: str, parts: SplitResult) -> Address | None:
    found = _FORUM_POST.fullmatch(parts.path)
    name = found["post"] if found else ""
    if not found:
        found = _FORUM_OLD.fullmatch(parts.path)
        name = f"{found['form']}/{found['post']}" if found else ""
    if not found:
        return None
    query = parse_qs(parts.query, max_num_fields=20).get("commentId", [""])[0]
    fragment = re.sub(r"^(?:comment|answer)-", "", parts.fragment)
    return Address(site, name, found["comment"] or query or fragment)


def _read_hacker_news(parts: SplitResult) -> Address | None:
    found = _HN_PATH.fullmatch(parts.path)
    item = found["item"] if found else parse_qs(parts.query, max_num_fields=20).get("id", [""])[0]
    is_item = found is not None or parts.path.rstrip("/") == "/item"
    if not (is_item and item.isdigit()):
        return None
    return Address("hacker-news", "", parts.fragment if parts.fragment.isdigit() else item)


def _lobster(form: str, item: str, fragment: str) -> Address:
    is_story = form == "s"
    return Address("lobsters", item if is_story else "", fragment.removeprefix("c_") if is_story else item)


def _plain_path(parts: SplitResult) -> str:
    return parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


class Known(NamedTuple):
    """What must be known of a document to find it and its entries by their addresses.

    Attributes:
        id: Its id.
        url: Where it stands on the web; None when not known.
        entries: Gives the ids of its entries and what they are; asked for only where it may matter.
    """

    id: str
    url: str | None
    entries: Callable[[], Iterable[tuple[str, EntryKind]]]

    @classmethod
    def of(cls, document: Document) -> Known:
        """What of a document that is at hand as a whole."""
        return cls(document.id, document.url, lambda: ((entry.id, entry.kind) for entry in document.entries))


class Addresses:
    """Which documents and entries go by which addresses.

    Args:
        documents: The documents at hand.
    """

    def __init__(self, documents: Iterable[Known]) -> None:
        self._documents = {document.id: document for document in documents}
        self._by_name: dict[tuple[str, str], Known] = {}
        self._by_site: dict[str, list[Known]] = {}
        self._entries: dict[str, dict[str, str]] = {}
        for document in self._documents.values():
            named = read_address(document.url) if document.url else None
            if named:
                self._by_name.setdefault((named.site, named.document or named.entry), document)
                self._by_site.setdefault(named.site, []).append(document)

    def find(self, url: str) -> tuple[Target | None, bool]:
        """What an address leads to.

        Returns:
            The place, or None; and whether it is of a document at hand, which then lacks the entry.
        """
        if url.startswith(_OWN):
            document_id, entry_id = parse_permalink(url)
            own = self._documents.get(document_id)
            if own and entry_id and entry_id not in self._names(own):
                return None, True
            return self._place(own, entry_id) if own else (None, False)
        named = read_address(url)
        if named is None:
            return None, False
        document = self._by_name.get((named.site, named.document)) if named.document else None
        if document or named.document:
            return self._place(document, named.entry) if document else (None, False)
        return self._find_item(named)

    def _find_item(self, named: Address) -> tuple[Target | None, bool]:
        """What an item is whose address does not say in which document it stands."""
        whole = self._by_name.get((named.site, named.entry))
        if whole:
            return Target(whole.id), True
        for document in self._by_site.get(named.site, ()):
            entry_id = self._names(document).get(named.entry)
            if entry_id is not None:
                return Target(document.id, entry_id), True
        return None, False

    def _place(self, document: Known, entry: str) -> tuple[Target | None, bool]:
        if not entry:
            return Target(document.id), True
        entry_id = self._names(document).get(entry)
        if entry_id is None and not _is_entry_name(document, entry):
            return Target(document.id), True
        return (None if entry_id is None else Target(document.id, entry_id)), True

    def _names(self, document: Known) -> dict[str, str]:
        """Entry ids by what a site calls them: the id itself, or its number alone."""
        if document.id not in self._entries:
            names: dict[str, str] = {}
            ids = [id for id, _ in document.entries()]
            for id in ids:
                numbered = _NUMBERED.fullmatch(id)
                if numbered:
                    names.setdefault(numbered[1], id)
                names.setdefault(re.sub(r"^(?:comment|answer|t1|t3|c)[-_]", "", id), id)
            names |= {id: id for id in ids}
            self._entries[document.id] = names
        return self._entries[document.id]


def _is_entry_name(document: Known, name: str) -> bool:
    """Whether a fragment names an entry, and not a heading or a part of the page."""
    lengths = {len(id) for id, kind in document.entries() if kind is EntryKind.COMMENT}
    return name.isalnum() and (len(name) in lengths or name.isdigit()) and not name.isalpha()


def find_permalinks(document: Document, others: Sequence[Document]) -> Iterator[Link]:
    """Every address in the text of a document, as a permalink where the library has what it names.

    A permalink to an entry that a document at hand lacks has no target and is *not found*; an
    address of anything else is *external*, and one that may not be opened *not found*.
    """
    addresses = Addresses(map(Known.of, [document, *others]))
    for entry in document.entries:
        for index, passage in enumerate(entry.passages):
            for start, stop, url in _addresses(passage):
                yield _link(document, addresses, (entry.id, index, start, stop), url)


def _addresses(passage: Passage) -> Iterator[tuple[int, int, str]]:
    linked = [span for span in passage.spans if span.kind is SpanKind.LINK and span.target]
    for span in linked:
        url = address_of(span.target)
        if url and not url.startswith(_NOTE):
            yield span.start, span.stop, url
    if ("://" not in passage.text and _OWN not in passage.text) or passage.kind is PassageKind.CODE:
        return
    for found in _BARE.finditer(passage.text):
        url = _without_trailing(found[0])
        if not any(span.start < found.start() + len(url) and found.start() < span.stop for span in linked):
            yield found.start(), found.start() + len(url), url


def _without_trailing(url: str) -> str:
    """A bare address without the marks of the sentence around it."""
    while url and url[-1] in _TRAILING and not (url[-1] == ")" and "(" in url):
        url = url[:-1]
    return url


def _link(document: Document, addresses: Addresses, span: tuple[str, int, int, int], url: str) -> Link:
    full = _absolute(document, url)
    target, is_known = addresses.find(full)
    shown = url[:_ADDRESS_LIMIT]
    if target:
        return Link(LinkKind.PERMALINK, *span, (target,), Verdict.EXACT, address=shown)
    if is_known:
        return Link(LinkKind.PERMALINK, *span, (), Verdict.NOT_FOUND, address=shown)
    verdict = Verdict.EXTERNAL if safe_url(full) else Verdict.NOT_FOUND
    return Link(LinkKind.ADDRESS, *span, (), verdict, address=shown)


def _absolute(document: Document, url: str) -> str:
    if url.startswith("#"):
        return f"{_OWN}{document.id}{url}"
    if "://" in url[:12] or url.startswith(_OWN) or not document.url:
        return url
    try:
        return urljoin(document.url, url)
    except ValueError:
        return url
