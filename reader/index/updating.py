"""Bringing the index to the library's present state."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from reader.errors import DocumentChanged, FileError, LibraryError, NotInLibrary
from reader.files import file_error, locked
from reader.index.generations import adopt, make_generation, pointer, present, prune
from reader.index.snapshot import Segment, Snapshot
from reader.index.source import State, states
from reader.index.sums import check_sums, write_sums
from reader.index.writing import EntryWriter, create_index, drop_empty
from reader.library import Library

Progress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]
# Entries a segment holds at most, unless a single document has more: what fits in 100 MB while it is made.
SEGMENT_ENTRIES = 50_000
# Segments of about one size (within this factor) are made one when there are as many as this.
_TIER = 8
_WAIT_SECONDS = 0.05
_REPORT_SECONDS = 0.05
_ATTEMPTS = 3


class Cancelled(Exception):
    """The reader asked for the work to stop; what is finished stays."""


class Plan(NamedTuple):
    """What to change in an index.

    Attributes:
        removed: Documents to take out.
        added: Documents to put in, with their numbers of entries.
    """

    removed: list[State]
    added: dict[State, int]


class Update:
    """One run of work on the index of a folder.

    Args:
        folder: Where the index lies.
        library: The documents.
        progress: Told how many entries of how many are done.
        is_cancelled: Asked often; the work stops when it says so.
    """

    def __init__(self, folder: Path, library: Library, progress: Progress, is_cancelled: IsCancelled) -> None:
        self._folder = folder
        self._library = library
        self._progress = progress
        self._is_cancelled = is_cancelled
        self._told = 0.0

    def run(self) -> None:
        """Bring the index to the library's state; a damaged or foreign one is built anew.

        Raises:
            Cancelled: The work was stopped.
            LibraryError: The library cannot be read.
            FileError: The index cannot be written.
        """
        with self._writing():
            for attempt in range(_ATTEMPTS):
                with suppress(DocumentChanged, NotInLibrary):
                    if self._attempt(is_anew=attempt == _ATTEMPTS - 1):
                        return

    def rebuild(self) -> None:
        """Build the index anew, whatever there is.

        Raises:
            Cancelled, LibraryError, FileError: As :meth:`run` does.
        """
        with self._writing():
            for _ in range(_ATTEMPTS):
                with suppress(DocumentChanged, NotInLibrary):
                    self._build()
                    return

    def _attempt(self, is_anew: bool) -> bool:
        """Whether the index is current afterwards; damage is found out by using what is there."""
        generation = None if is_anew else present(self._folder)
        try:
            if generation is None:
                self._build()
            else:
                prune(self._folder, generation)
                check_sums(generation)
                self._change(generation)
            return True
        except (Cancelled, DocumentChanged, NotInLibrary, LibraryError, FileError):
            raise
        except OSError as error:
            if generation is None:
                raise file_error(self._folder, error) from error
        except Exception:
            # Whatever a damaged file makes Whoosh or Python raise, the way out is the same.
            if generation is None:
                raise
        self._build()
        return True

    def tidy(self) -> None:
        """Make many small segments one, and those of which much was removed anew.

        Raises:
            Cancelled, LibraryError, FileError: As :meth:`run` does.
        """
        with self._writing(), suppress(DocumentChanged, NotInLibrary):
            generation = present(self._folder)
            if generation is None:
                return
            with Snapshot(generation) as snapshot:
                untidy = find_untidy(snapshot)
            self._apply(generation, Plan(list(untidy), untidy))

    def _build(self) -> None:
        generation = make_generation(self._folder)
        try:
            create_index(generation)
            write_sums(generation)
            self._change(generation)
            adopt(self._folder, generation)
        except BaseException:
            shutil.rmtree(generation, ignore_errors=True)
            raise

    def _change(self, generation: Path) -> None:
        with Snapshot(generation) as snapshot:
            plan = compare(snapshot, states(self._library))
        self._apply(generation, plan)

    def _apply(self, generation: Path, plan: Plan) -> None:
        done, total = 0, sum(plan.added.values())
        batches = list(_batches(plan.added)) or [[]] * bool(plan.removed)
        # A document is taken out when its new state comes in, so that it is never missing.
        coming = {state.document: number for number, batch in enumerate(batches) for state in batch}
        for number, batch in enumerate(batches):
            leaving = [state for state in plan.removed if coming.get(state.document, 0) == number]
            with _cancelling(EntryWriter(generation)) as writer:
                _delete(writer, generation, leaving)
                for state in batch:
                    self._add(writer, state, done, total)
                    done += plan.added[state]
                writer.commit(mergetype=drop_empty)
            self._progress(done, total)

    def _add(self, writer: EntryWriter, state: State, done: int, total: int) -> None:
        document = self._library.open(state.document)
        if document.listing.revision != state.revision:
            raise DocumentChanged(state.document, "another program replaced it")
        for index in writer.add_opened(state.key, document):
            if index % 16 == 0:
                self._tell(done + index, total)

    def _tell(self, done: int, total: int) -> None:
        if self._is_cancelled():
            raise Cancelled
        if time.monotonic() >= self._told + _REPORT_SECONDS:
            self._told = time.monotonic()
            self._progress(done, total)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the lock; who had to wait finds the other's work done."""
        with ExitStack() as stack:
            while not self._is_locked(stack):
                if self._is_cancelled():
                    raise Cancelled
            yield

    def _is_locked(self, stack: ExitStack) -> bool:
        try:
            stack.enter_context(locked(pointer(self._folder), _WAIT_SECONDS))
        except FileError as error:
            if isinstance(error.__cause__, BlockingIOError):
                return False
            raise
        return True


@contextmanager
def _cancelling(writer: EntryWriter) -> Iterator[EntryWriter]:
    """Without a commit the writer leaves nothing behind."""
    try:
        yield writer
    except BaseException:
        with suppress(Exception):
            writer.cancel()
        raise


def _delete(writer: EntryWriter, generation: Path, leaving: Sequence[State]) -> None:
    if leaving:
        with Snapshot(generation) as snapshot:
            for state in leaving:
                for number in snapshot.documents[state]:
                    writer.delete_document(number)


def _batches(added: dict[State, int]) -> Iterator[list[State]]:
    """Documents for one segment each."""
    batch: list[State] = []
    entries = 0
    for state, count in added.items():
        if batch and entries + count > SEGMENT_ENTRIES:
            yield batch
            batch, entries = [], 0
        batch.append(state)
        entries += count
    if batch:
        yield batch


def compare(snapshot: Snapshot, wanted: dict[State, int]) -> Plan:
    """What to change so that an index holds these states of documents and no others."""
    there = snapshot.documents
    removed = [state for state in there if len(there[state]) != wanted.get(state)]
    added = {state: count for state, count in sorted(wanted.items()) if len(there.get(state, ())) != count}
    return Plan(removed, added)


def find_untidy(snapshot: Snapshot) -> dict[State, int]:
    """The documents in segments to be made anew, with their numbers of entries."""
    tiers: dict[int, list[Segment]] = {}
    chosen = []
    for segment in snapshot.segments:
        live = segment.size - len(segment.deleted)
        if len(segment.deleted) * 2 > live:
            chosen.append(segment)
        elif live * 2 < SEGMENT_ENTRIES:
            tiers.setdefault(int(math.log(live, _TIER)), []).append(segment)
    chosen += [segment for tier in tiers.values() if len(tier) >= _TIER for segment in tier]
    return {state: len(numbers) for segment in chosen for state, numbers in segment.documents.items()}
