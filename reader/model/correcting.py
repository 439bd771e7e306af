"""Carrying corrections out on a document, and describing those a reader wishes.

A corrected document is the document as imported with its corrections carried out one after the
other; so undoing one is leaving it out. What does not surely fit is refused in words, and the
document stays without it. Siblings stand in the order of the source, wherever they were moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from reader.errors import CorrectionError
from reader.model.corrections import Confirm, Correction, Join, Mark, Move, Name, Split, describe
from reader.model.cutting import Text, cut, join
from reader.model.documents import Document, DocumentKind, Entry, EntryKind, Flag
from reader.model.fingerprint import parse_fingerprint
from reader.model.guesses import AUTHOR, PARENT, START, Guess
from reader.model.marking import TELLING, Openings, holds, locate, size_of, tail_before
from reader.model.thread import arrange

_JOINED = frozenset({EntryKind.COMMENT, EntryKind.TURN})
_SPLIT_GUESS = "It was split off here; what it answers was not chosen"
_UNSURE = 0.5


class Outcome(NamedTuple):
    """What became of a correction.

    Attributes:
        correction: The correction.
        reason: Why it does not fit; empty when it does.
        is_change: Whether anything is otherwise than before.
    """

    correction: Correction
    reason: str
    is_change: bool

    def __str__(self) -> str:
        return f"{describe(self.correction)}: {self.reason or 'done'}"


class Corrected(NamedTuple):
    """A document with corrections carried out.

    Attributes:
        document: The document.
        outcomes: What became of each correction, in their order.
    """

    document: Document
    outcomes: tuple[Outcome, ...]

    @property
    def refused(self) -> tuple[Outcome, ...]:
        """Those that do not fit."""
        return tuple(one for one in self.outcomes if one.reason)


def correct(document: Document, corrections: Iterable[Correction]) -> Corrected:
    """Carry corrections out, one after the other.

    Args:
        document: A document as imported.
        corrections: The corrections, the first made first.
    """
    work = Work(document)
    outcomes = tuple(map(work.try_out, corrections))
    return Corrected(work.finish(), outcomes)


class Work:
    """A document on which corrections are carried out one by one.

    Args:
        document: The document.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        # In the order of the source.
        self.entries = {entry.id: entry for entry in document.entries}
        self.guesses = {(guess.entry, guess.field): guess for guess in document.report.guesses}
        self.renamed: dict[str, str] = {}
        self.placed: set[str] = set()
        self._openings = Openings()
        self._changes = 0

    def try_out(self, correction: Correction) -> Outcome:
        """Carry one out, or say why not."""
        before = self.entries.copy(), self.guesses.copy()
        try:
            self.carry_out(correction)
        except CorrectionError as error:
            return Outcome(correction, error.reason, False)
        is_change = before != (self.entries, self.guesses)
        self._changes += is_change
        return Outcome(correction, "", is_change)

    def carry_out(self, correction: Correction) -> None:
        """Carry one out.

        Raises:
            CorrectionError: It does not fit, and nothing was done.
        """
        match correction:
            case Move(entry, under):
                self._move(self.find(entry), self.find(under) if under else None)
            case Split():
                self._split(correction)
            case Join(entry, to):
                self._join(entry, to)
            case Name(entry, author):
                self._name(self.find(entry), author)
            case Confirm(entry):
                self._confirm(self.find(entry))

    def finish(self) -> Document:
        """The document as it is now; the very one given when nothing was changed."""
        if not self._changes:
            return self.document
        arranged = arrange(list(self.entries.values()))
        report = self.document.report
        report = replace(
            report, found={**report.found, "corrections": self._changes},
            guesses=tuple(self.guesses.values()),
            orphans=tuple(id for id in report.orphans if id in self.entries and id not in self.placed),
            lines=tuple(run if run.is_header else run._replace(place=self._present(run.place))
                        for run in report.lines),
        )  # fmt: skip
        return replace(self.document, entries=arranged.entries, report=report)

    def _present(self, id: str) -> str:
        while id in self.renamed:
            id = self.renamed[id]
        return id

    # Finding entries

    def find(self, mark: Mark) -> Entry:
        """The one entry that a mark is of.

        Raises:
            CorrectionError: There is none, or it is not sure which.
        """
        alike = self._alike(mark.text)
        if not alike:
            raise _refuse(mark, "no entry begins as it did")
        if len(alike) == 1 and size_of(mark.text) >= TELLING:
            return alike[0]
        order = self.order()
        following = [entry for entry in alike if tail_before(order, entry.id) == mark.before]
        for same in (following, [entry for entry in following or alike if entry.id == mark.id]):
            if len(same) == 1:
                return same[0]
        raise _refuse(
            mark, "several entries begin as it did" if len(alike) > 1 else "too little is left of it"
        )

    def _alike(self, written: str) -> list[Entry]:
        """The entries that begin as a fingerprinted one did."""
        mark = parse_fingerprint(written)
        if mark is None:
            return []
        return [entry for entry in self.entries.values() if self._openings.of(entry).is_of(mark)]

    def order(self) -> tuple[Entry, ...]:
        """The entries in reading order."""
        return arrange(list(self.entries.values())).entries

    # Carrying out

    def _move(self, entry: Entry, under: Entry | None) -> None:
        if entry.kind is not EntryKind.COMMENT:
            raise _refuse(entry, f"it is a {entry.kind}, and only comments are moved")
        if under is not None and under.kind is EntryKind.POST:
            under = None
        if under is not None and under.kind is not EntryKind.COMMENT:
            raise _refuse(entry, "only a comment is answered by one")
        if under is not None and entry.id in self._lineage(under):
            raise _refuse(entry, "it would answer itself")
        parent = under.id if under else None
        self.entries[entry.id] = replace(entry, parent=parent, inferred=entry.inferred | {PARENT})
        self.guesses.pop((entry.id, PARENT), None)
        self.placed.add(entry.id)

    def _lineage(self, entry: Entry) -> Iterator[str]:
        """The ids of an entry and its ancestors."""
        at: Entry | None = entry
        while at is not None:
            yield at.id
            at = self.entries.get(at.parent or "")

    def _split(self, split: Split) -> None:
        try:
            entry = self.find(split.entry)
        except CorrectionError:
            if self._begins_already(split.at.text):
                return
            raise
        if entry.kind is EntryKind.SECTION:
            raise _refuse(entry, "a section is not split")
        place = locate(entry, split.at)
        if place is None:
            if self._begins_already(split.at.text):
                return
            raise _refuse(entry, "what it was split at is not there")
        parts = cut(Text(entry.markdown, entry.passages), *place)
        if parts is None:
            raise _refuse(entry, "its text cannot be cut there")
        self._put_split(entry, *parts, self._free_id(split.id))

    def _begins_already(self, written: str) -> bool:
        """Whether an entry begins surely as one that is to be split off."""
        return len(self._alike(written)) == 1 and size_of(written) >= TELLING

    def _put_split(self, entry: Entry, first: Text, second: Text, id: str) -> None:
        is_thread = self.document.kind is DocumentKind.THREAD
        is_reply = is_thread and entry.kind is EntryKind.COMMENT
        # What follows a comment in a copy most often answers it.
        parent = entry.id if is_reply else entry.parent
        ended = entry.flags & {Flag.TRUNCATED}
        rest = Entry(
            id, EntryKind.COMMENT if is_thread else EntryKind.TURN, parent, markdown=second.markdown,
            passages=second.passages, flags=ended | entry.flags & {Flag.UNSEPARATED},
            inferred=frozenset({PARENT, START} if is_thread else {START}),
        )  # fmt: skip
        self._put_behind(_with_text(replace(entry, flags=entry.flags - ended), first), rest)
        if is_reply:
            self.guesses[id, PARENT] = Guess(id, PARENT, _UNSURE, (_SPLIT_GUESS,), entry.parent or "")

    def _put_behind(self, entry: Entry, rest: Entry) -> None:
        entries = self.entries.values()
        self.entries = {
            each.id: each for one in entries for each in ((entry, rest) if one.id == entry.id else (one,))
        }

    def _join(self, mark: Mark, to: Mark) -> None:
        try:
            onto, entry = self.find(to), self.find(mark)
        except CorrectionError:
            if any(holds(one, to.text, mark.text) for one in self.entries.values()):
                return
            raise
        if entry.kind not in _JOINED or onto.kind is EntryKind.SECTION:
            raise _refuse(entry, f"a {entry.kind} is not joined with a {onto.kind}")
        if entry.id in self._lineage(onto):
            raise _refuse(entry, "it would be the rest of what answers it")
        both = join(Text(onto.markdown, onto.passages), Text(entry.markdown, entry.passages))
        if both is None:
            raise _refuse(entry, "the two texts cannot be set in one")
        self._put_joined(entry, onto, both)

    def _put_joined(self, entry: Entry, onto: Entry, both: Text) -> None:
        parent = None if onto.kind is EntryKind.POST else onto.id
        self.entries[onto.id] = replace(
            _with_text(onto, both), flags=onto.flags | entry.flags - {Flag.COLLAPSED}
        )
        del self.entries[entry.id]
        for id, one in self.entries.items():
            if one.parent == entry.id:
                self.entries[id] = replace(one, parent=parent)
        self.renamed[entry.id] = onto.id
        self.guesses = {
            key: guess._replace(rival=onto.id) if (guess.field, guess.rival) == (PARENT, entry.id) else guess
            for key, guess in self.guesses.items() if guess.entry != entry.id
        }  # fmt: skip

    def _name(self, entry: Entry, author: str | None) -> None:
        inferred = entry.inferred | {AUTHOR} if author else entry.inferred - {AUTHOR}
        self.entries[entry.id] = replace(entry, author=author, inferred=inferred)
        self.guesses.pop((entry.id, AUTHOR), None)

    def _confirm(self, entry: Entry) -> None:
        self.entries[entry.id] = replace(entry, flags=entry.flags - {Flag.UNSEPARATED})
        self.guesses = {key: guess for key, guess in self.guesses.items() if guess.entry != entry.id}

    def _free_id(self, wished: str) -> str:
        names = (wished if not number else f"{wished}-{number + 1}" for number in count())
        return next(name for name in names if name not in self.entries and name not in self.renamed)


def _with_text(entry: Entry, text: Text) -> Entry:
    return replace(
        entry, markdown=text.markdown, passages=text.passages, fingerprint=None, heading_fingerprints=()
    )


def _refuse(what: Mark | Entry, reason: str) -> CorrectionError:
    return CorrectionError(what.id, reason)
