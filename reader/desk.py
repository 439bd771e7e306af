"""The desk: what the reading screen asks of bookmarks, done in a thread of its own.

It has its own library and its own bookmarks, because a database belongs to one thread.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from reader.anchors import Anchors
from reader.bookmarks import Bookmarks, Matches
from reader.clean import clean
from reader.errors import NotInLibrary
from reader.library import Library, Listing
from reader.model.annotations import Bookmark, clean_bookmark, new_bookmark, split_note
from reader.model.documents import Entry
from reader.model.place import Place
from reader.model.selectors import Target, describe
from reader.model.texts import EntryText, Piece
from reader.seen import Seen
from reader.sights import Sights

_SLICE = 20
_RECENT = 2_000
_COUNTED = 2_000


class Draft(NamedTuple):
    """What is about to be bookmarked.

    Attributes:
        target: The place.
        existing: A bookmark of the same words; None when there is none.
    """

    target: Target
    existing: Bookmark | None


class Kept(NamedTuple):
    """What became of a bookmark that was saved.

    Attributes:
        bookmark: The bookmark as it is now.
        said: What happened, in words.
    """

    bookmark: Bookmark
    said: str


class Looked(NamedTuple):
    """Rows of the list of bookmarks.

    Attributes:
        first: The number of the first row.
        bookmarks: The bookmarks of the rows from there on.
        total: How many rows there are, as far as counted.
        is_all: Whether all are counted.
    """

    first: int
    bookmarks: list[Bookmark]
    total: int
    is_all: bool


class Desk:
    """Bookmarks beside the documents they are of.

    Args:
        bookmarks: The bookmarks file.
        library: The library's database.
        seen: The folder of what was read.
    """

    def __init__(self, bookmarks: Path, library: Path, seen: Path) -> None:
        self.bookmarks = Bookmarks(bookmarks)
        self.library = Library(library, must_exist=True)
        self.anchors = Anchors(self.bookmarks, self.library)
        self.sights = Sights(Seen(seen), self.library)
        self._matches = Matches.none()
        self._told = 0

    def close(self) -> None:
        """Let go of both."""
        self.bookmarks.close()
        self.library.close()

    # Adding and changing

    def draft(self, listing: Listing, entry: Entry, pieces: Sequence[Piece]) -> Draft:
        """Describe words of an entry, and look whether they are bookmarked already.

        Args:
            listing: The document.
            entry: The entry as it was shown.
            pieces: What of it, first and last; none for the whole entry.
        """
        target = describe_words(listing, entry, pieces)
        return Draft(target, self.bookmarks.duplicate(new_bookmark(target)))

    def save(
        self, listing: Listing, entry: Entry, pieces: Sequence[Piece], typed: str,
        instead_of: Bookmark | None = None,
    ) -> Kept:  # fmt: skip
        """Bookmark words of an entry; when they are bookmarked already, that bookmark is changed.

        Args:
            listing: The document.
            entry: The entry as it was shown.
            pieces: What of it, first and last; none for the whole entry.
            typed: The note with its ``#tags``.
            instead_of: The bookmark whose note this replaces; without it, what is typed is
                put behind the note of a bookmark that is there already.

        Raises:
            FileError: It could not be written; the file is as it was.
        """
        note, tags = split_note(clean(typed))
        bookmark = new_bookmark(describe_words(listing, entry, pieces), note, tags)
        if instead_of:
            return self.edit(instead_of, note, tags)
        existing = self.bookmarks.duplicate(bookmark)
        if existing:
            joined = "\n".join(filter(None, [existing.note, note]))
            return self.edit(existing, joined, (*existing.tags, *tags))
        return Kept(self.bookmarks.add(bookmark), self._said("Bookmarked"))

    def _said(self, sentence: str) -> str:
        """A sentence with what had to be done to the file meanwhile."""
        new, self._told = self.bookmarks.notices[self._told :], len(self.bookmarks.notices)
        return "; ".join([sentence, *new])

    def problems(self) -> str:
        """What of the bookmarks file cannot be read, in a sentence; empty when all can be."""
        first, *more = self.bookmarks.problems() or [""]
        return f"{first}; `threadside bookmarks` tells {len(more)} more" if more else first

    def edit(self, bookmark: Bookmark, note: str, tags: Sequence[str]) -> Kept:
        """Give a bookmark another note and other tags; one that was deleted meanwhile comes back.

        Args:
            bookmark: The bookmark as it was shown.
            note: The new note.
            tags: The new tags.

        Raises:
            FileError: It could not be written; the file is as it was.
        """
        changed = self.bookmarks.get(bookmark.id) and self.bookmarks.change(bookmark.id, note=note, tags=tags)
        if changed:
            return Kept(changed, self._said("Bookmark changed"))
        back = clean_bookmark(replace(bookmark, note=note, tags=tuple(tags)))
        return Kept(self.bookmarks.add(back), "Another program had deleted it: it is back, as you changed it")

    def attach(self, bookmark: Bookmark, listing: Listing, entry: Entry, pieces: Sequence[Piece]) -> Kept:
        """Give a bookmark another place; the words it had are kept beside.

        Raises:
            NotInLibrary: It was deleted meanwhile.
            FileError: It could not be written; the file is as it was.
        """
        target = describe_words(listing, entry, pieces)
        changed = self.bookmarks.get(bookmark.id) and self.bookmarks.change(bookmark.id, target=target)
        if not changed:
            raise NotInLibrary("the bookmark", "another program deleted it", "u brings it back")
        return Kept(changed, "Attached; the words it had before are kept in the file")

    def delete(self, id: str) -> str:
        """Delete a bookmark; says what happened."""
        token = self.bookmarks.delete(id)
        return "Deleted; u brings it back, for a day" if token else "Another program had deleted it already"

    def undo(self) -> str:
        """Bring back the bookmark deleted last, if that was within the day; says what happened."""
        back = self.bookmarks.undo()
        if back is None:
            return "Nothing was deleted within the last day"
        return f"It is back: {' '.join(back.shown.split())[:60] or 'the whole comment'}"

    def tags(self) -> Iterator[list[str]]:
        """The tags of the last bookmarks, the most used first; a list after each slice of reading."""
        counts: Counter[str] = Counter()
        found = self.bookmarks.find("")
        recent = islice(found, _RECENT)
        while some := list(islice(recent, _SLICE * 5)):
            counts.update(tag for bookmark in some for tag in bookmark.tags)
            yield [tag for tag, _ in counts.most_common()]

    # Marks

    def mark(self, letter: str, place: Place) -> None:
        """Set a mark."""
        self.bookmarks.mark(letter, place)

    def marked(self, letter: str, document_id: str) -> Place | None:
        """Where a mark is; None when it is not set."""
        return self.bookmarks.marked(letter, document_id)

    def counts(self, document_id: str) -> dict[str, int]:
        """How many bookmarks the entries of a document have, by entry id."""
        return dict(Counter(entry for document, entry in self.bookmarks.places() if document == document_id))

    # Listing

    def look(self, typed: str, document_id: str | None, first: int, count: int) -> Looked:
        """Filter the bookmarks.

        Args:
            typed: What the reader typed.
            document_id: Only of this document.
            first: The number of the first row wanted.
            count: How many rows are wanted.
        """
        self._matches = self.bookmarks.find(typed, document_id)
        return self.look_on(first, count)

    def look_on(self, first: int, count: int) -> Looked:
        """Other rows of what was filtered last."""
        matches = self._matches
        total = matches.counted(first + count)
        bookmarks = [matches[row] for row in range(min(first, total), total)]
        return Looked(min(first, total), bookmarks, max(total, matches.known), matches.is_counted)

    def count_on(self, is_old: Callable[[], bool]) -> Iterator[tuple[int, bool]]:
        """How many rows there are, and whether these are all, after each slice of counting."""
        matches = self._matches
        while not matches.is_counted and not is_old():
            matches.counted(matches.known + _COUNTED)
            yield matches.known, matches.is_counted


def describe_words(listing: Listing, entry: Entry, pieces: Sequence[Piece]) -> Target:
    """Words of an entry as a target that makes sense without the library.

    Args:
        listing: The document.
        entry: The entry.
        pieces: What of it, first and last; none for the whole entry.
    """
    if pieces:
        target = describe(entry, pieces[0], pieces[-1])
    else:
        size = len(EntryText(entry).text)
        target = Target(entry=entry.id, author=entry.author, posted_at=entry.posted_at, characters=size)
    return replace(
        target, document=listing.id, url=listing.url, title=listing.title, authors=tuple(listing.authors)
    )
