"""What a reader calls a document or an entry: ids, titles, permalinks, and addresses on the web."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.errors import NotInLibrary
from reader.intake import find_document
from reader.library import Library, Listing
from reader.model.documents import EntryKind
from reader.model.place import parse_permalink

if TYPE_CHECKING:
    from reader.model.links.permalinks import Known

_SCHEMES = ("http://", "https://")


def find_place(library: Library, name: str) -> tuple[str, str]:
    """Find the document, and the entry in it, that go by a name.

    Args:
        library: The documents at hand.
        name: A document's name as :func:`reader.intake.find_document` takes it, with ``#ENTRY`` behind it or
            not; a permalink; or an address of a document or of a comment on the web.

    Returns:
        The ids of both; the entry's is empty where the name is of the document alone. Whether the
        document has an entry named by its id is not checked.

    Raises:
        NotInLibrary: No document goes by it, or several do; or the one at the address lacks the comment.
    """
    if name.lower().startswith(_SCHEMES):
        return _find_address(library, name)
    document, entry = parse_permalink(name)
    return find_document(library, document), entry


def _find_address(library: Library, address: str) -> tuple[str, str]:
    from reader.model.links.permalinks import Addresses

    known = Addresses(_known(library, listing) for listing in library.listings())
    target, is_known = known.find(address)
    if target:
        return target.document, target.entry
    if is_known:
        reason = "its document is in the library, but has no such comment"
        raise NotInLibrary(address, reason, "bring it up to date: threadside update DOC")
    raise NotInLibrary(
        address, "no document of the library stands there", f"add it: threadside add {address}"
    )


def _known(library: Library, listing: Listing) -> Known:
    from reader.model.links.permalinks import Known

    def entries() -> Iterator[tuple[str, EntryKind]]:
        columns = library.open(listing.id).columns
        return ((id, columns.kind(at)) for at, id in enumerate(columns.ids))

    return Known(listing.id, listing.url, entries)
