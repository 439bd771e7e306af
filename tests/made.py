"""Small documents made by hand, for tests that need no generated ones."""

from __future__ import annotations

from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind
from reader.model.markdown import parse_markdown


def comments(count: int) -> list[str]:
    """Texts for a thread of any length, each another one."""
    return [f"What comment number {number} says." for number in range(count)]


def made_thread(
    *markdowns: str, id: str = "made-thread", edition: Edition = Edition.FULL, url: str | None = None
) -> Document:
    """A small thread made by hand: a post, then comments that each answer the one before."""
    parents = [None, None, *(f"c{number}" for number in range(1, len(markdowns)))]
    entries = tuple(
        Entry(
            id=f"c{at}" if at else "post", kind=EntryKind.COMMENT if at else EntryKind.POST,
            parent=parent, author=f"Writer {at}", score=at, markdown=markdown,
            passages=parse_markdown(markdown),
        )
        for at, (markdown, parent) in enumerate(zip(markdowns, parents, strict=False))
    )  # fmt: skip
    return Document(id, DocumentKind.THREAD, edition, f"Title of {id}", url, entries=entries)
