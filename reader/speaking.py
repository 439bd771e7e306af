"""Who speaks in the documents of the library, and calling them otherwise."""

from __future__ import annotations

from collections.abc import Callable

from reader.clean import clean_line
from reader.library import Library
from reader.mending import Mending
from reader.model.speakers import Speaker, SpeakerNames, find_speakers


def speakers_of(library: Library, id: str) -> list[Speaker]:
    """Who speaks in a document, in order of their first turns.

    Raises:
        NotInLibrary: There is no such document.
    """
    document = library.open(id)
    return find_speakers(document.columns, library.speakers.of(id, document.listing.edition))


def rename_speaker(library: Library, id: str, old: str, new: str) -> str:
    """Call a speaker of a document otherwise, now and whenever it is added or fetched again.

    Args:
        library: Where it is.
        id: Its whole id.
        old: What they are called.
        new: What to call them; empty for what the source calls them.

    Returns:
        What became of it, in a sentence.

    Raises:
        NotInLibrary: There is no such document.
        LibraryError: It could not be written; the library is as it was.
    """
    new = clean_line(new)
    if new == old:
        return f"{old} is called so already"
    is_taken = new in {one.name for one in speakers_of(library, id)}
    call_speakers(library, id, lambda names: names.rename(old, new) if new else names.restore(old))
    if not new:
        return f"{old} is called as in the source again"
    return f"{old} is called {new} now" + (", as one with who was called so before" if is_taken else "")


def call_speakers(library: Library, id: str, choose: Callable[[SpeakerNames], SpeakerNames]) -> None:
    """Call the speakers of a document otherwise, and make the reader's corrections of it again.

    Raises:
        NotInLibrary: There is no such document.
        FileError, LibraryError: It could not be read or written.
    """
    library.call_speakers(id, choose)
    Mending(library).mend(id)
