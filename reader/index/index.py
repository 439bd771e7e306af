"""The index: one for each thread that searches or writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from reader.errors import ThreadsideError
from reader.index.completing import Completion, Origin, complete
from reader.index.excerpts import Marker
from reader.index.generations import discard, latest, present
from reader.index.lexicon import Lexicon
from reader.index.lookup import Lookup
from reader.index.parsing import parse
from reader.index.query import And, InDocument, Node, Problem, QueryError, Word
from reader.index.ranking import SORTS, Ranked, best
from reader.index.related import choose, find_related
from reader.index.results import Found, Results
from reader.index.snapshot import Snapshot
from reader.index.source import Titles, read_entries, states
from reader.index.updating import Cancelled, IsCancelled, Progress, Update, compare
from reader.library import Library
from reader.model.documents import Entry
from reader.model.folding import fold

NOT_BUILT = Problem("the index is being built", -1)
_Made = TypeVar("_Made")
Bookmarks = Callable[[], Iterable[tuple[str, str]]]


class Index:
    """Full-text search over the documents of a library.

    Nothing is opened before it is asked for. An index and the library given to it belong to one
    thread; any number of threads and programs may each have their own over the same folder.

    Args:
        folder: Where the index lies; created when it is not there. It may be deleted at any time.
        library: The documents.
        bookmarked: The reader's bookmarks, as documents and entry ids; None when there are none.
    """

    def __init__(self, folder: Path, library: Library, bookmarked: Bookmarks | None = None) -> None:
        self._folder = folder
        self._library = library
        self._bookmarked = bookmarked
        self._opened: tuple[Path, Snapshot, Lexicon] | None = None
        self._is_closed = False
        self._titles = Titles(library)

    def close(self) -> None:
        """Let go of the files for good; nothing can be found any more."""
        self._let_go()
        self._is_closed = True

    def _let_go(self) -> None:
        opened, self._opened = self._opened, None
        if opened:
            opened[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def is_current(self) -> bool:
        """Whether it holds the library's present state and no other.

        Raises:
            LibraryError: The library cannot be read.
        """
        wanted = states(self._library)
        plan = self._using(lambda snapshot, _: compare(snapshot, wanted))
        return plan is not None and not any(plan)

    def update(
        self, progress: Progress = lambda done, total: None, is_cancelled: IsCancelled = lambda: False
    ) -> bool:
        """Bring it to the library's present state, touching only documents that changed.

        A damaged or foreign index, and one of another version, is built anew beside the present one
        and takes its place. When another program is at it, this waits, and finds the work done.

        Args:
            progress: Told now and then how many entries of how many are done.
            is_cancelled: Asked often; when it says so the work stops, and what is finished stays.

        Returns:
            False when it was cancelled.

        Raises:
            LibraryError: The library cannot be read.
            FileError: The index cannot be written.
        """
        return self._run(Update(self._folder, self._library, progress, is_cancelled).run)

    def rebuild(
        self, progress: Progress = lambda done, total: None, is_cancelled: IsCancelled = lambda: False
    ) -> bool:
        """Build it anew, whatever there is; the present one serves until it is done.

        Args:
            progress: Told now and then how many entries of how many are done.
            is_cancelled: Asked often; when it says so, the present one stays.

        Returns:
            False when it was cancelled.

        Raises:
            LibraryError, FileError: As :meth:`update` does.
        """
        return self._run(Update(self._folder, self._library, progress, is_cancelled).rebuild)

    def entries(self) -> int:
        """How many entries it holds."""
        return self._using(lambda snapshot, _: snapshot.entries) or 0

    def tidy(self, is_cancelled: IsCancelled = lambda: False) -> bool:
        """Join what many small updates left, so that searching stays fast; for quiet moments.

        Args:
            is_cancelled: Asked often.

        Returns:
            False when it was cancelled.

        Raises:
            LibraryError, FileError: As :meth:`update` does.
        """
        return self._run(Update(self._folder, self._library, lambda done, total: None, is_cancelled).tidy)

    def _run(self, work: Callable[[], None]) -> bool:
        try:
            work()
        except Cancelled:
            return False
        return True

    def search(
        self, query: str, *, document: str | None = None, limit: int | None = 50, sort: str = "relevance",
        as_you_type: bool = False,
    ) -> Results:  # fmt: skip
        """Find entries.

        Args:
            query: In the language of :mod:`reader.index.parsing`.
            document: The only document to search, by id; None for all.
            limit: How many to give at most; None for all.
            sort: ``relevance``, ``date``, ``score`` or ``place``.
            as_you_type: The last word may go on.

        Returns:
            The results; with a problem in them when the query cannot be followed or the index is
            not there.

        Raises:
            ValueError: There is no such order.
            LibraryError: The library cannot be read.
        """
        if sort not in SORTS:
            raise ValueError(sort)
        try:
            tree = parse(query, as_you_type)
            wanted = _within(tree, document)
            found = self._using(lambda *opened: self._find(query, tree, wanted, limit, sort, *opened))
        except QueryError as error:
            return Results(query, problem=error.problem)
        return found or Results(query, problem=NOT_BUILT)

    def _find(
        self, query: str, tree: Node | None, wanted: Node | None, limit: int | None, sort: str,
        snapshot: Snapshot, lexicon: Lexicon,
    ) -> Results:  # fmt: skip
        if wanted is None or tree is None:
            return Results(query)
        lookup = self._lookup(snapshot, lexicon)
        mask = lookup.find(wanted)
        total = mask.bit_count()
        ranked = best(snapshot, mask, lookup.scored, total if limit is None else limit, sort)
        marker = Marker.of(tree, lexicon)
        return Results(
            query, total, self._found(snapshot, ranked), None, marker, self._read,
            lambda: self._using(lambda *opened: suggest(query, lookup.missing, self._lookup(*opened))),
        )  # fmt: skip

    def _lookup(self, snapshot: Snapshot, lexicon: Lexicon) -> Lookup:
        return Lookup(snapshot, lexicon, self._titles, self._bookmarked)

    def _found(self, snapshot: Snapshot, ranked: Sequence[Ranked]) -> tuple[Found, ...]:
        return tuple(
            Found(state.document, index, one.relevance, state.revision)
            for one in ranked for state, index in [snapshot.locate(one.number)]
        )  # fmt: skip

    def _read(self, wanted: Sequence[Found]) -> dict[Found, Entry]:
        entries = read_entries(self._library, ((one.revision, one.index) for one in wanted))
        there = ((one, entries.get((one.revision, one.index))) for one in wanted)
        return {one: entry for one, entry in there if entry is not None}

    def related(self, document: str, entry: int, passage: int, limit: int = 20) -> Results:
        """Find the entries most like a passage, elsewhere in the library.

        Args:
            document: The document's id.
            entry: The index of the entry.
            passage: The index of the passage.
            limit: How many to give at most; no more than half of them from the same document as
                long as there are others.

        Returns:
            The results; their hits show the passages most like it.

        Raises:
            LibraryError: The library cannot be read.
        """
        found = self._using(lambda *opened: self._relate(document, entry, passage, limit, *opened))
        return found or Results("", problem=NOT_BUILT)

    def _relate(
        self, document: str, index: int, passage: int, limit: int, snapshot: Snapshot, lexicon: Lexicon
    ) -> Results:
        state = next((state for state in snapshot.documents if state.document == document), None)
        entries = read_entries(self._library, [(state.revision, index)] if state else [])
        if state is None or not entries or passage >= len(entries[state.revision, index].passages):
            return Results("")
        text = entries[state.revision, index].passages[passage].text
        number = snapshot.documents[state][index]
        ranked, marker = find_related(self._lookup(snapshot, lexicon), text, number, 4 * limit)
        shown = choose(self._found(snapshot, ranked), document, limit)
        return Results("", len(shown), shown, None, marker, self._read)

    def complete(self, query: str, at: int) -> list[Completion]:
        """How a query may go on at the cursor, the likeliest first.

        Args:
            query: The query.
            at: How many characters stand before the cursor.

        Raises:
            LibraryError: The library cannot be read.
        """
        found = self._using(
            lambda snapshot, lexicon: complete(Origin(snapshot, lexicon, self._titles), query, at)
        )
        return found or []

    def _using(self, work: Callable[[Snapshot, Lexicon], _Made]) -> _Made | None:
        """Do something with the index as it is now; None when there is none that can be used.

        Its files may be removed between being named and being opened; the second time it is damage.
        """
        for attempt in range(2):
            try:
                opened = self._open()
                return work(*opened) if opened else None
            except (QueryError, ThreadsideError):
                raise
            except Exception:
                # Whatever a damaged file makes Whoosh or Python raise, the way out is the same.
                with suppress(Exception):
                    self._let_go()
                if attempt:
                    discard(self._folder)
        return None

    def _open(self) -> tuple[Snapshot, Lexicon] | None:
        generation = None if self._is_closed else present(self._folder)
        if generation is None:
            return None
        contents = latest(generation)
        if self._opened is None or self._opened[0] != contents:
            self._let_go()
            snapshot = Snapshot(generation)
            self._opened = contents, snapshot, Lexicon(snapshot)
        return self._opened[1], self._opened[2]


def _within(tree: Node | None, document: str | None) -> Node | None:
    if tree is None or document is None:
        return tree
    return And(0, 0, (InDocument(0, 0, document, True), tree))


def suggest(query: str, missing: Sequence[tuple[str, Node]], lookup: Lookup) -> str | None:
    """The query with words that no entry holds written as they were probably meant: names as such.

    Args:
        query: The query.
        missing: The words, with the parts of the query they stand in.
        lookup: To look up what was meant.
    """
    meant = None
    for word, node in sorted(missing, key=lambda item: -item[1].start):
        part = query[node.start : node.stop]
        at = fold(part).find(word)
        instead = _instead(word, lookup)
        if instead and at >= 0 and len(fold(part)) == len(part):
            at += node.start
            query = meant = query[:at] + instead + query[at + len(word) :]
    return meant


def _instead(word: str, lookup: Lookup) -> str | None:
    if lookup.is_name(word):
        return f"author:{word}"
    near = (near for near in lookup.lexicon.meant(word) if lookup.find(Word(0, 0, near)))
    return next(near, None)
