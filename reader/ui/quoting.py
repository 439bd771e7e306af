"""Passages as words to quote elsewhere: exact, attributed, with a permalink."""

from __future__ import annotations

from reader.model.documents import Entry, EntryKind
from reader.model.place import permalink
from reader.ui.captions import date, points, warnings
from reader.ui.page import Page


def quote(page: Page, position: int, words: str) -> str:
    """Words of an entry as a Markdown quotation with who, when and where.

    Args:
        page: The page they stand on.
        position: The entry's position.
        words: The words, exactly.
    """
    quoted = "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
    return f"{quoted}\n>\n> {_source(page, page.entry(position))}\n"


def _source(page: Page, entry: Entry) -> str:
    listing = page.document.listing
    who = (
        entry.author or ", ".join(listing.authors if entry.kind is EntryKind.POST else ()) or "author unknown"
    )
    when = [date(entry.posted_at)] if entry.posted_at else []
    what = [points(entry.score)] if entry.score is not None else []
    said = ", ".join([who, *what, *when, *warnings(entry)])
    posted = f" ({date(listing.posted_at)})" if listing.posted_at else ""
    digest = ", digest" if listing.edition == "digest" else ""
    url = _address(page, entry) or listing.url
    on = ", ".join(filter(None, [f'on "{listing.title}"{posted}{digest}', url]))
    return f"-- {said}, {on}, {permalink(listing.id, entry.id)}"


def where(page: Page, entry: Entry) -> tuple[str, str]:
    """The best address of an entry, and what it is, in words.

    Args:
        page: The page it stands on.
        entry: The entry.
    """
    listing = page.document.listing
    own = _address(page, entry)
    if own:
        return own, f"the address of this {entry.kind}"
    if listing.url:
        return listing.url, f"the {listing.kind}'s address; this {entry.kind} has none of its own"
    return permalink(listing.id, entry.id), "the permalink; no address on the web is known"


def _address(page: Page, entry: Entry) -> str | None:
    """The entry's own address on the web."""
    from reader.model.links.entry_addresses import entry_address

    listing = page.document.listing
    return entry_address(listing.url, entry.id, entry.author, page.document.columns.ids[0])
