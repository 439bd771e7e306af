"""Finding the links of the library's documents, keeping them, and listing its quotations.

``python -m reader.linking LIBRARY [DOCUMENT]...`` finds those that are not known or stale, the named
documents first: the reader lets a program of its own do it, because it takes seconds.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import NotInLibrary, ThreadsideError
from reader.library import Library
from reader.model.spoilers import hidden_in, veil

if TYPE_CHECKING:
    from subprocess import Popen

    from reader.library import OpenDocument
    from reader.model.documents import Entry
    from reader.model.links import Link, Target

# Gives way to whatever the reader does.
_NICE = 15


class Quoted(NamedTuple):
    """A quotation with what a reader is told of it.

    Attributes:
        document: The id of the document it stands in.
        author: Who quotes; empty when not known.
        words: The words quoted, on one line.
        source: Where they are from, such as ``post`` or ``other-document#c12``; empty for nowhere.
        quoted_author: Who is quoted; empty when not known.
        link: The link.
    """

    document: str
    author: str
    words: str
    source: str
    quoted_author: str
    link: Link


def find_links(
    library: Library, ids: Sequence[str] | None = None, progress: Callable[[str], None] = lambda id: None
) -> None:
    """Find and keep the links of documents where they are not known, or stale.

    Args:
        library: The documents at hand; all of them may be quoted.
        ids: The ids of the documents whose links are wanted, the first to be found first; None for all.
        progress: Told the id of each document before its links are found.

    Raises:
        LibraryError: The library cannot be read or written.
    """
    stamp, stale = library.links.stamp(), library.links.stale()
    wanted = [id for id in (stale if ids is None else dict.fromkeys(ids)) if id in stale]
    if not wanted:
        return
    from reader.model.links.linking import link

    listings = library.listings()
    revisions = {one.id: one.revision for one in listings}
    documents = {one.id: library.document(one.id) for one in listings}
    for id in wanted:
        if id in documents:
            progress(id)
            library.links.put(revisions[id], link(documents[id], list(documents.values())), stamp)


def find_quotations(library: Library, ids: Sequence[str]) -> Iterator[Quoted]:
    """Every quotation of some documents whose links are known, in reading order.

    Args:
        library: The documents at hand.
        ids: The ids of the documents whose quotations are wanted.

    Raises:
        NotInLibrary: An id is of no document.
        LibraryError: The library cannot be read.
    """
    from reader.model.links import LinkKind

    opened: dict[str, OpenDocument | None] = {}
    for id in ids:
        document = library.open(id)
        opened[id] = document
        for link in library.links.of_document(document.listing.revision):
            if link.kind is LinkKind.QUOTATION:
                yield _quoted(document, link, _source(library, opened, link))


def _source(library: Library, opened: dict[str, OpenDocument | None], link: Link) -> Entry | None:
    """The entry a quotation is from; None when it is from nowhere, or gone."""
    if not link.targets:
        return None
    id = link.targets[0].document
    if id not in opened:
        opened[id] = None
        with suppress(NotInLibrary):
            opened[id] = library.open(id)
    document = opened[id]
    at = document.columns.positions.get(link.targets[0].entry) if document else None
    return None if document is None or at is None else document.entry(at)


def _quoted(document: OpenDocument, link: Link, source: Entry | None) -> Quoted:
    entry = document.entry(document.columns.positions[link.entry])
    passage = entry.passages[link.passage]
    words = veil(passage.text, hidden_in(passage), link.start, link.stop)
    id = document.listing.id
    return Quoted(
        id, entry.author or "", " ".join(words.split()),
        _place(id, link.targets[0]) if link.targets else "", (source.author or "") if source else "", link,
    )  # fmt: skip


def _place(document: str, target: Target) -> str:
    return target.entry if target.document == document else f"{target.document}#{target.entry}"


def start_finding(path: Path, ids: Sequence[str]) -> Popen[bytes]:
    """Let a program of its own, which gives way to others, find what is not known or stale.

    Args:
        path: The library.
        ids: The documents to begin with.

    Raises:
        OSError: No program could be started.
    """
    import subprocess

    command = [sys.executable, "-m", "reader.linking", str(path), *ids]
    folder = Path(__file__).resolve().parents[1]
    return subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip


def main(path: str, *ids: str) -> int:
    """Find what is not known or stale in a library, some documents first.

    Returns:
        The exit code.
    """
    os.nice(_NICE)
    try:
        with Library(Path(path), must_exist=True) as library:
            find_links(library, ids)
            find_links(library)
    except ThreadsideError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
