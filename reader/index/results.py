"""What a search gives: how many entries, which first, and the excerpts of those that are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reader.index.excerpts import Marker
from reader.index.query import Problem
from reader.model.documents import Entry, EntryKind
from reader.model.spoilers import hidden_in

EXCERPT_WIDTH = 200


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that was found.

    Attributes:
        document: The document's id.
        index: The entry's index in the document.
        relevance: How well it fits; comparable within one search only.
        revision: The state of the document that was searched.
    """

    document: str
    index: int
    relevance: float
    revision: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A found entry with what a reader sees of it.

    Attributes:
        document: The document's id.
        entry: The entry's id.
        index: The entry's index in the document.
        passage: The index of the passage in the entry that shows best what was found.
        kind: What the entry is.
        author: Who wrote or says it; None when not known.
        score: Points; None when not known.
        relevance: How well it fits; comparable within one search only.
        excerpt: A part of the passage, in one line.
        spans: What was found, as half-open ranges of characters of the excerpt.
        passage_spans: The same in the whole passage's text.
    """

    document: str
    entry: str
    index: int
    passage: int
    kind: EntryKind
    author: str | None
    score: int | None
    relevance: float
    excerpt: str
    spans: tuple[tuple[int, int], ...]
    passage_spans: tuple[tuple[int, int], ...]


Read = Callable[[Sequence[Found]], dict[Found, Entry]]


@dataclass(frozen=True)
class Results:
    """What a search gives.

    Attributes:
        query: The query as it was written.
        total: How many entries were found.
        found: The first of them, in the order asked for.
        problem: Why the query cannot be followed, or the index not be used; else None.
    """

    query: str
    total: int = 0
    found: tuple[Found, ...] = ()
    problem: Problem | None = None
    _marker: Marker = field(default_factory=Marker, repr=False, compare=False)
    _read: Read = field(default=lambda found: {}, repr=False, compare=False)
    _suggest: Callable[[], str | None] = field(default=lambda: None, repr=False, compare=False)

    @cached_property
    def suggestion(self) -> str | None:
        """The query as it was probably meant, when nothing was found; else None.

        It is looked for when it is first asked for, which may take 50 ms: not while typing goes on.
        """
        return None if self.total or self.problem else self._suggest()

    def hits(self, start: int = 0, stop: int | None = None, width: int = EXCERPT_WIDTH) -> list[Hit]:
        """Read what was found at some ranks; about 50 µs each.

        Args:
            start: The first rank.
            stop: One past the last; None for all.
            width: Characters of an excerpt at most.

        Returns:
            The hits; those whose document was replaced since the index was updated are left out.

        Raises:
            LibraryError: The library cannot be read.
        """
        ranks = range(len(self.found))[start:stop]
        return list(self.at(ranks, width).values())

    def at(self, ranks: Sequence[int], width: int = EXCERPT_WIDTH) -> dict[int, Hit]:
        """Read what was found at some ranks in any order, such as those in view; see :meth:`hits`."""
        entries = self._read([self.found[rank] for rank in ranks])
        there = ((rank, self.found[rank]) for rank in ranks)
        return {rank: self._hit(found, entries[found], width) for rank, found in there if found in entries}

    def _hit(self, found: Found, entry: Entry, width: int) -> Hit:
        passages = entry.passages
        texts = [passage.text for passage in passages]
        excerpt = self._marker.excerpt(texts, width, lambda at: hidden_in(passages[at]) if passages else ())
        return Hit(
            document=found.document, entry=entry.id, index=found.index, passage=excerpt.passage,
            kind=entry.kind, author=entry.author, score=entry.score, relevance=found.relevance,
            excerpt=excerpt.text, spans=excerpt.spans, passage_spans=excerpt.passage_spans,
        )  # fmt: skip

    def passage_spans(self, texts: Sequence[str]) -> list[tuple[tuple[int, int], ...]]:
        """What the query finds in any passages, for highlighting.

        Args:
            texts: The passages' texts.

        Returns:
            For each the half-open ranges of characters.
        """
        return [tuple((mark.start, mark.stop) for mark in self._marker.mark(text)) for text in texts]
