"""The road from an address into the library, and the same road again: what changed since."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from reader.clean import safe_url
from reader.errors import FetchError, NotInLibrary
from reader.fetch import Client, Gathered, Watch, gather, unwatched
from reader.importers import mail
from reader.importers.registry import read_source
from reader.intake import mend_added
from reader.library import Added, Library
from reader.model.changes import Changes, find_changes, keep_places
from reader.model.documents import Document, Edition
from reader.model.losses import refuse_losses
from reader.seen import Seen, mark_of
from reader.sites import recognise

_NOTE = "fetched "


class Fetch(NamedTuple):
    """When and how a document was last fetched.

    Attributes:
        address: What was asked for.
        url: Where the document stands on the web; None when not known.
        validators: By which the site can tell whether what it has is still the same.
    """

    address: str
    url: str | None
    validators: Mapping[str, str]


class Taken(NamedTuple):
    """What became of a document fetched.

    Attributes:
        added: What became of it in the library; None when the site says that nothing changed.
        document: The document as it is now.
        entry: The id of the entry the address leads to; empty for none, or when it is not there.
        changes: What changed since it was last in the library; nothing when it was not.
        former: The document as it was before; None when it was not there.
    """

    added: Added | None
    document: Document
    entry: str
    changes: Changes
    former: Document | None


def take_address(
    library: Library, typed: str, client: Client, importer: str | None = None, watch: Watch = unwatched,
    wanted: str = "", is_strict: bool = False,
) -> Taken:  # fmt: skip
    """Fetch what is at an address and put its document into the library.

    Args:
        library: Where to put it.
        typed: The address as a reader types it.
        client: The way to the network.
        importer: The name of the importer to use; by default the text decides.
        watch: Told how many bytes of the present answer have come, and how many were announced.
        wanted: Which of several threads to read, by number or words of its title.
        is_strict: Whether nothing is stored when anything of the source is lost.

    Raises:
        FetchError: It cannot be fetched.
        SourceError: It is no document.
        LibraryError: It could not be written; the library is as it was.
    """
    address = recognise(typed)
    gathered = gather(client, address, watch=watch)
    assert gathered is not None  # nothing was said to be known
    document = _read(library, gathered, importer, wanted)
    if is_strict:
        refuse_losses(document, typed)
    return _take(library, address.url, gathered, document, _find_former(library, document))


def update(library: Library, id: str, client: Client, watch: Watch = unwatched) -> Taken:
    """Fetch a document again, and put its present state into the place of the former one.

    When entries are new, edited or deleted, the former state is kept; see
    :meth:`reader.library.Library.former`. A deleted comment leaves an empty place, marked as such.

    Args:
        library: Where it is.
        id: Its whole id.
        client: The way to the network.
        watch: As for :func:`take_address`.

    Raises:
        NotInLibrary: There is no such document.
        FetchError: It has no address, or cannot be fetched.
        SourceError: What came is no document.
        LibraryError: It could not be written; the library is as it was.
    """
    fetch = find_fetch(library, id)
    gathered = gather(client, recognise(fetch.address), fetch.validators, watch)
    if gathered is None:
        document = library.document(id)
        return Taken(None, document, "", Changes(), document)
    former = library.document(id)
    # A file of mail may hold several threads; this is the one that was chosen.
    wanted = former.title if former.report.format == mail.NAME else ""
    document = replace(_read(library, gathered, None, wanted), id=id)
    is_full = former.edition is Edition.FULL
    compared = library.speakers.in_source(library.imported(id)) if is_full else None
    return _take(library, fetch.address, gathered, document, compared)


def carry_seen(seen: Seen, taken: Taken) -> None:
    """Let entries that go by other ids now count as read, where they were read.

    Args:
        seen: Keeps what was read.
        taken: What became of their document.

    Raises:
        FileError: It could not be read or written.
    """
    moved = {now: was for was, now in taken.changes.moved.items()}
    if not moved:
        return
    read, _ = seen.of(taken.document.id, taken.document.edition)
    before = dict(read.marks)
    for entry in taken.document.entries:
        mark = mark_of(entry) if entry.id in moved else None
        if mark and before.get(moved[entry.id]) == mark:
            read.see(entry.id, mark)
    seen.save(taken.document.id, taken.document.edition, read)


def find_fetch(library: Library, id: str) -> Fetch:
    """How a document was last fetched; when it was not, where it stands on the web.

    Raises:
        NotInLibrary: There is no such document.
        FetchError: It was not fetched, and where it stands is not known.
    """
    listing = library.listing(id)
    fetch = _read_note(library.get_note(_NOTE + id))
    if fetch and fetch.url == listing.url:
        return fetch
    if not listing.url:
        way_out = "add a newer copy of it: threadside add FILE"
        raise FetchError(id, "it did not come from an address that is known", way_out)
    return Fetch(listing.url, listing.url, {})


def is_fetched(library: Library, id: str) -> bool:
    """Whether a document was fetched from an address, rather than read from a file."""
    fetch = _read_note(library.get_note(_NOTE + id))
    return fetch is not None and fetch.url == library.listing(id).url


def _read(library: Library, gathered: Gathered, importer: str | None, wanted: str) -> Document:
    found = gathered.found
    document = read_source(replace(found.source, wanted=wanted), library.digests(), importer)
    report = replace(document.report, warnings=(*found.warnings, *document.report.warnings))
    return replace(document, url=document.url or safe_url(found.source.url), report=report)


def _take(
    library: Library, address: str, gathered: Gathered, document: Document, former: Document | None
) -> Taken:
    changes = find_changes(former.entries, document.entries) if former else Changes()
    kept = keep_places(former, document, changes) if former else document
    added = library.add(kept, gathered.kept, address, keep_former=bool(changes))
    kept = mend_added(library, added, kept)
    written = {"address": address, "url": kept.url, "validators": gathered.validators,
               "at": datetime.now(UTC).isoformat(timespec="seconds")}  # fmt: skip
    library.set_note(_NOTE + added.id, json.dumps(written))
    wanted = gathered.found.entry
    entry = wanted if any(one.id == wanted for one in kept.entries) else ""
    return Taken(added, kept, entry, changes, former)


def _find_former(library: Library, document: Document) -> Document | None:
    """What a document is a newer state of; None when it is not in the library, or only as a digest."""
    try:
        is_full = library.listing(document.id).edition is Edition.FULL
        former = library.speakers.in_source(library.imported(document.id)) if is_full else None
    except NotInLibrary:
        return None
    if former is None:
        return None
    return former if former.url == document.url and former.kind is document.kind else None


def _read_note(note: str | None) -> Fetch | None:
    try:
        raw = json.loads(note or "")
        validators = {str(name): str(value) for name, value in raw["validators"].items()}
        url = raw["url"]
        return Fetch(str(raw["address"]), url if isinstance(url, str) else None, validators)
    except (ValueError, TypeError, LookupError, AttributeError):
        return None
