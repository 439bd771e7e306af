"""Entries into a segment of the index, by Whoosh's segment writer."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from reader.index.codec import MOST, PlainCodec
from reader.index.engine import FieldType, FileIndex, FileStorage, Frequency, Schema, SegmentWriter
from reader.index.gathering import PAIRS, STARTS, STEMS, WORDS, Gathering
from reader.index.rows import UNKNOWN, Row, RowColumn, TextColumn
from reader.index.stems import joined_words, words_of, words_of_folded
from reader.index.sums import write_sums
from reader.index.weights import count_words, impacts
from reader.model.documents import DocumentKind, Entry, EntryKind, Flag
from reader.model.folding import fold
from reader.model.thread import Thread
from reader.opened import OpenDocument

DOCUMENT, AUTHOR, ENTRY, TEXT = "document", "author", "entry", "text"
ENTRY_KINDS, FLAGS = tuple(EntryKind), tuple(Flag)
INFERRED = 1 << len(FLAGS)
# What is no matter of more or less.
_SAID = bytes([MOST])


class _Terms(FieldType):  # type: ignore[misc]
    """A field of terms."""

    def __init__(self) -> None:
        super().__init__(Frequency(), None)


class _Kept(FieldType):  # type: ignore[misc]
    """A field that is a column and has no terms."""

    indexed = False

    def __init__(self, column: Any) -> None:
        super().__init__(None, None)
        self.column_type = column


def make_schema() -> Any:
    """The fields of the index."""
    terms = {name: _Terms() for name in (DOCUMENT, AUTHOR, WORDS, STEMS, STARTS, PAIRS)}
    return Schema(**terms, **{ENTRY: _Kept(RowColumn()), TEXT: _Kept(TextColumn())})


def create_index(folder: Path) -> None:
    """Make an empty index in an empty folder."""
    FileIndex.create(FileStorage(str(folder)), make_schema())


def author_term(author: str) -> str:
    """What an author goes by in the index: the words of the name, a tab, the name."""
    return f"{' '.join(words_of(author))}\t{' '.join(author.split())}"


class EntryWriter(SegmentWriter):  # type: ignore[misc]
    """Writes whole documents into one new segment.

    Whoosh's own way makes a tuple of every posting and sorts them all; this one keeps two arrays a
    term. Nothing is visible before :meth:`commit`, which waits until the disk has it.

    Args:
        folder: Where the index lies.
    """

    def __init__(self, folder: Path) -> None:
        index = FileIndex(FileStorage(str(folder)), schema=make_schema())
        super().__init__(index, codec=PlainCodec(), compound=False)
        self._folder = folder
        self._gathering = Gathering()
        self._texts: list[bytes] = []

    @property
    def entries(self) -> int:
        """How many entries were added."""
        return int(self.docnum)

    def add_opened(self, key: str, document: OpenDocument) -> Iterator[int]:
        """Add a document, an entry at each step.

        Args:
            key: What the document goes by in the index.
            document: The document.

        Yields:
            The index of each entry added.

        Raises:
            DocumentChanged: It was replaced meanwhile; cancel the writer.
        """
        adding = _Adding(document)
        for index in range(len(document)):
            entry = document.entry(index)
            self._add(key, entry, adding.row(entry, index), adding.words(entry, index))
            yield index

    def _add(self, key: str, entry: Entry, row: Row, words: _Words) -> None:
        number = self.docnum
        self.perdocwriter.start_doc(number)
        self.perdocwriter.add_column_value(ENTRY, self.schema[ENTRY].column_type, row)
        text = "\n".join(f" {' '.join(passage)} " for passage in words.passages).encode()
        self._texts.append(text)
        self.perdocwriter.add_column_value(TEXT, self.schema[TEXT].column_type, text)
        self.perdocwriter.finish_doc()
        found = list(chain(*words.passages, words.joined))
        counts = count_words(found, words.heading, words.context)
        self._gathering.add(WORDS, number, counts, impacts(len(found)))
        self._gathering.add(DOCUMENT, number, {key: 1}, _SAID)
        if entry.author:
            self._gathering.add(AUTHOR, number, {author_term(entry.author): 1}, _SAID)
        self._added = True
        self.docnum += 1

    # What Whoosh calls to finish a segment

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for name, terms in self._gathering.finish(self._texts):
            self.fieldwriter.start_field(name, self.schema[name])
            for term, postings in terms:
                self.fieldwriter.put(term.encode(), *postings)
            self.fieldwriter.finish_field()
        self.fieldwriter.close()

    def _commit_toc(self, segments: Sequence[Any]) -> None:
        if self._added:
            _sync(self._folder / name for name in self.newsegment.list_files(self.storage))
        super()._commit_toc(segments)
        _sync([*self._folder.glob("_*.toc"), self._folder])
        write_sums(self._folder)


def drop_empty(writer: Any, segments: Sequence[Any]) -> list[Any]:
    """A way of merging for Whoosh: leave all segments as they are, but those without entries."""
    return [segment for segment in segments if segment.doc_count()]


def _sync(paths: Iterable[Path]) -> None:
    for path in paths:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


class _Words(NamedTuple):
    """The words of an entry.

    Attributes:
        passages: By passage; the title is a passage of the first entry.
        joined: Those with an apostrophe, as one.
        heading: Those of its headings and of the title it stands under.
        context: Those of the title and the headings above it.
    """

    passages: list[list[str]]
    joined: list[str]
    heading: list[str]
    context: frozenset[str]


class _Adding:
    """What is known of a document while its entries are added."""

    def __init__(self, document: OpenDocument) -> None:
        self._thread: Thread = document.columns.thread
        self._columns = document.columns
        self._is_interview = document.listing.kind is DocumentKind.INTERVIEW
        self._title = words_of(document.listing.title)
        self._above = frozenset(self._title)
        self._headings: dict[int, frozenset[str]] = {}
        self._last_turns: dict[int, int] = {}

    def row(self, entry: Entry, index: int) -> Row:
        flags = sum(1 << FLAGS.index(flag) for flag in entry.flags)
        return Row(
            id=entry.id.replace("\n", " "),
            kind=ENTRY_KINDS.index(entry.kind) + len(ENTRY_KINDS) * self._is_interview,
            flags=flags | (INFERRED if entry.inferred else 0),
            depth=min(255, self._thread.depths[index]), score=self._columns.scores[index],
            time=_seconds(entry.posted_at), answers=self._answers(entry, index),
            size=self._thread.size(index),
        )  # fmt: skip

    def _answers(self, entry: Entry, index: int) -> int:
        """A turn answers the turn before it; a comment without a parent answers the post."""
        parent = self._thread.parents[index]
        if entry.kind is EntryKind.TURN:
            before = self._last_turns.get(parent, index)
            self._last_turns[parent] = index
            return index - before
        if parent >= 0:
            return index - parent
        is_comment = entry.kind is EntryKind.COMMENT and self._columns.kind(0) is EntryKind.POST
        return index if is_comment else 0

    def words(self, entry: Entry, index: int) -> _Words:
        folded = [fold(passage.text) for passage in entry.passages]
        passages = [words_of_folded(text) for text in folded]
        heading = [word for words, passage in zip(passages, entry.passages, strict=True)
                   if passage.level for word in words]  # fmt: skip
        joined = [word for text in folded for word in joined_words(text)]
        above = self._headings.get(self._thread.parents[index], self._above)
        if heading and self._thread.size(index) > 1:
            self._headings[index] = above | frozenset(heading)
        elif above is not self._above:
            self._headings[index] = above
        if index == 0:
            return _Words([self._title, *passages], joined, [*self._title, *heading], above)
        return _Words(passages, joined, heading, above)


def _seconds(moment: datetime | None) -> int:
    return int(moment.timestamp()) if moment else UNKNOWN
