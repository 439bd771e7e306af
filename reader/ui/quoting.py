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
    where = ", ".join(filter(None, [f'on "{listing.title}"{posted}{digest}', listing.url]))
    return f"-- {said}, {where}, {permalink(listing.id, entry.id)}"
