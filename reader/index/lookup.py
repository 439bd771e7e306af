"""Which entries a query tree finds, as a mask, and what is to be ranked of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial, singledispatchmethod

from reader.index.filters import answering, between, branches, flagged, of_kinds
from reader.index.gathering import WORDS
from reader.index.lexicon import Lexicon
from reader.index.operators import SPOKEN
from reader.index.phrases import phrase_vector
from reader.index.query import (
    And,
    Author,
    Between,
    Bookmarked,
    Flagged,
    Fuzzy,
    InDocument,
    Node,
    Not,
    OfKind,
    Or,
    Phrase,
    Prefix,
    QueryError,
    Under,
    Word,
)
from reader.index.snapshot import Segment, Snapshot
from reader.index.source import State
from reader.index.stems import stem, words_of
from reader.index.vectors import any_vector, prefix_vector, stem_vector, term_vector
from reader.index.weights import inverse_frequency
from reader.index.writing import AUTHOR

# A word that only begins so says less than the word itself.
_PREFIX_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Scored:
    """A vector of impacts that counts for relevance.

    Attributes:
        node: What of the query it was made for.
        vector: The impacts.
        weight: What an impact is multiplied with.
    """

    node: Node
    vector: bytes
    weight: float


@dataclass
class Lookup:
    """Looks up a query tree in an opened index.

    Attributes:
        snapshot: The index.
        lexicon: Its words.
        titles: Document ids with their titles.
        bookmarked: The reader's bookmarks, as documents and entry ids; None when there are none yet.
        ratings: What counts for relevance, of what was looked up so far, by kind of node and word.
        missing: Words looked up so far that no entry holds, with what they stand in.
    """

    snapshot: Snapshot
    lexicon: Lexicon
    titles: Callable[[], dict[str, str]]
    bookmarked: Callable[[], Iterable[tuple[str, str]]] | None = None
    ratings: dict[tuple[type[Node], str], Scored] = field(default_factory=dict)
    missing: list[tuple[str, Node]] = field(default_factory=list)

    @property
    def scored(self) -> list[Scored]:
        """What counts for relevance, of what was looked up so far."""
        return list(self.ratings.values())

    @singledispatchmethod
    def find(self, node: Node) -> int:
        """The mask of the entries that a tree finds.

        Args:
            node: The tree.

        Raises:
            QueryError: It asks for what there is not.
        """
        raise TypeError(node)

    @find.register
    def _(self, node: And) -> int:
        found = self.snapshot.alive
        # What finds few is looked up before phrases and the like, which look at entries one by one.
        for part in sorted(node.parts, key=lambda part: isinstance(part, Phrase)):
            found &= self._phrase(part, found) if isinstance(part, Phrase) else self.find(part)
        return found

    @find.register
    def _(self, node: Or) -> int:
        found = 0
        for part in node.parts:
            found |= self.find(part)
        return found

    @find.register
    def _(self, node: Not) -> int:
        apart = Lookup(self.snapshot, self.lexicon, self.titles, self.bookmarked)
        return self.snapshot.alive & ~apart.find(node.part)

    @find.register
    def _(self, node: Word) -> int:
        common = stem(node.word)
        is_whole = stem(common) == common
        return self._score(node, self._vector(lambda one: stem_vector(one, common, is_whole)), word=node.word)

    @find.register
    def _(self, node: Prefix) -> int:
        return self._score(node, self._vector(lambda one: prefix_vector(one, node.word)), _PREFIX_SHARE)

    @find.register
    def _(self, node: Fuzzy) -> int:
        near = self.lexicon.near(node.word, node.distance)
        return self._score(node, self._vector(lambda one: any_vector(one, WORDS, near)))

    @find.register
    def _(self, node: Phrase) -> int:
        return self._phrase(node, self.snapshot.alive)

    def _phrase(self, node: Phrase, among: int) -> int:
        last = len(node.words) - 1
        for at, word in enumerate(node.words):
            find = prefix_vector if node.is_open and at == last else term_vector
            among &= self._score(node, self._vector(partial(find, word=word)), word=word)
        if not last or not among:
            return among
        return self._vector_mask(lambda one: phrase_vector(one, node, among))

    @find.register
    def _(self, node: Author) -> int:
        names = self._names(node)
        found = self._vector_mask(lambda one: any_vector(one, AUTHOR, names))
        if node.is_answered:
            return self._vector_mask(lambda one: answering(one, found))
        return found & self.find(OfKind(0, 0, SPOKEN)) if node.is_speaker else found

    @find.register
    def _(self, node: OfKind) -> int:
        return self._vector_mask(lambda one: of_kinds(one, node.kinds))

    @find.register
    def _(self, node: Flagged) -> int:
        return self._vector_mask(lambda one: flagged(one, node.flag))

    @find.register
    def _(self, node: Between) -> int:
        return self._vector_mask(lambda one: between(one, node.column, node.low, node.high))

    @find.register
    def _(self, node: InDocument) -> int:
        states = [state for state in self.snapshot.documents if state.document == node.name]
        if not states and not node.is_exact:
            states = self._documents(node.name)
        if not states and not node.is_exact:
            raise QueryError("no document goes by this name", node.start)
        return self._ranges(self.snapshot.documents[state] for state in states)

    @find.register
    def _(self, node: Under) -> int:
        found = (branch for one in self.snapshot.segments for branch in branches(one, node.entry))
        mask = self._ranges(found) & self.snapshot.alive
        if node.document:
            mask &= self.find(InDocument(node.start, node.stop, node.document))
        if not mask:
            raise QueryError(f"there is no entry {node.entry}", node.start)
        return mask

    @find.register
    def _(self, node: Bookmarked) -> int:
        if self.bookmarked is None:
            raise QueryError("there are no bookmarks yet", node.start)
        wanted: dict[str, set[str]] = {}
        for document, entry in self.bookmarked():
            wanted.setdefault(document, set()).add(entry)
        return self._vector_mask(lambda one: _among(one, wanted))

    # What the nodes are looked up with

    def _vector(self, find: Callable[[Segment], bytes]) -> bytes:
        return b"".join(map(find, self.snapshot.segments))

    def _vector_mask(self, find: Callable[[Segment], bytes]) -> int:
        return self.snapshot.mask(self._vector(find))

    def _score(self, node: Node, vector: bytes, share: float = 1.0, word: str = "") -> int:
        mask = self.snapshot.mask(vector)
        count = mask.bit_count()
        if count:
            # A word asked for twice weighs no more than once.
            key = type(node), word or getattr(node, "word", "")
            weight = share * inverse_frequency(count, self.snapshot.entries)
            self.ratings.setdefault(key, Scored(node, vector, weight))
        elif word:
            self.missing.append((word, node))
        return mask

    def _names(self, node: Author) -> list[str]:
        """Authors whose names hold all words; when there is none, those with words that begin so."""
        wanted = frozenset(node.words)
        exact = [term for term, _, words in self.snapshot.authors if wanted <= words]
        if node.is_whole or (exact and not node.is_open):
            return exact
        begun = [f" {word}" for word in node.words]
        return [term for term, name, _ in self.snapshot.authors if all(word in name for word in begun)]

    def is_name(self, word: str) -> bool:
        """Whether an author's name holds a word."""
        return bool(self._names(Author(0, 0, (word,), is_whole=True)))

    def _documents(self, name: str) -> list[State]:
        """Those whose id begins so, or whose title holds the words."""
        part, words, titles = name.casefold(), set(words_of(name)), self.titles()
        return [state for state in self.snapshot.documents if state.document.startswith(part)
                or (words and words <= set(words_of(titles.get(state.document, ""))))]  # fmt: skip

    def _ranges(self, ranges: Iterable[range]) -> int:
        spread = bytearray(self.snapshot.size)
        for numbers in ranges:
            spread[numbers.start : numbers.stop] = b"\x01" * len(numbers)
        return int.from_bytes(spread, "little")


def _among(segment: Segment, wanted: Mapping[str, set[str]]) -> bytes:
    ids = segment.rows.ids.split("\n")
    spread = bytearray(segment.size)
    for state, numbers in segment.documents.items():
        entries = wanted.get(state.document, ())
        for number in numbers if entries else ():
            spread[number - segment.base] = ids[number - segment.base] in entries
    return bytes(spread)
