"""Columns: what a reading pane must know of every entry before it shows any text.

Opening a thread of 50,000 comments must not read 50,000 texts. So a library keeps, beside the
entries, one packed block of a few numbers an entry: enough to build the tree, estimate heights,
sort, and know who wrote what. Texts are read only when shown.

Packed form: a JSON line naming the arrays in order, then the arrays as little-endian 32-bit
integers (times: 64-bit), then the ids joined by line feeds.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from reader.model.documents import Entry, EntryKind
from reader.model.thread import NO_PARENT, Thread

UNKNOWN = -(2**31)
_KINDS = tuple(EntryKind)
_NAMES = ("kinds", "parents", "authors", "scores", "characters", "breaks")


@dataclass(frozen=True)
class Columns:
    """A few numbers of every entry of a document, in reading order.

    Attributes:
        ids: Entry ids.
        names: The document's authors and speakers, each once.
        kinds: Indexes into the kinds of entry.
        parents: Index of the entry each answers, or -1.
        authors: Index into ``names``, or -1 for an author not known.
        scores: Points, or UNKNOWN.
        characters: Characters of all passages.
        breaks: Passages and hard line breaks: how many lines it takes at the least.
        times: Seconds since 1970 UTC, or UNKNOWN.
    """

    ids: Sequence[str]
    names: Sequence[str]
    kinds: array[int]
    parents: array[int]
    authors: array[int]
    scores: array[int]
    characters: array[int]
    breaks: array[int]
    times: array[int]

    def __len__(self) -> int:
        return len(self.ids)

    @classmethod
    def of(cls, entries: Sequence[Entry]) -> Columns:
        """The columns of entries in reading order."""
        names = list(dict.fromkeys(entry.author for entry in entries if entry.author))
        numbers = {name: number for number, name in enumerate(names)}
        positions = {entry.id: position for position, entry in enumerate(entries)}
        return cls(
            ids=[entry.id for entry in entries],
            names=names,
            kinds=array("i", [_KINDS.index(entry.kind) for entry in entries]),
            parents=array("i", [positions.get(entry.parent or "", NO_PARENT) for entry in entries]),
            authors=array("i", [numbers.get(entry.author or "", -1) for entry in entries]),
            scores=array("i", [_clamp(entry.score) for entry in entries]),
            characters=array("i", [sum(len(p.text) for p in entry.passages) for entry in entries]),
            breaks=array("i", [sum(1 + p.text.count("\n") for p in entry.passages) for entry in entries]),
            times=array("q", [_seconds(entry) for entry in entries]),
        )

    @cached_property
    def thread(self) -> Thread:
        """The tree of these entries."""
        return Thread(self.parents)

    @cached_property
    def positions(self) -> dict[str, int]:
        """The index of each entry by id."""
        return {entry_id: position for position, entry_id in enumerate(self.ids)}

    def kind(self, index: int) -> EntryKind:
        """What the entry is."""
        return _KINDS[self.kinds[index]]

    def author(self, index: int) -> str | None:
        """Who wrote or says the entry."""
        number = self.authors[index]
        return self.names[number] if number >= 0 else None

    def pack(self) -> bytes:
        """These columns as bytes."""
        head = json.dumps([len(self.ids), list(self.names)]).encode() + b"\n"
        numbers = b"".join(_little(getattr(self, name)) for name in _NAMES)
        return head + numbers + _little(self.times) + "\n".join(self.ids).encode()

    @classmethod
    def unpack(cls, packed: bytes) -> Columns:
        """Columns from bytes.

        Raises:
            ValueError: The bytes are not packed columns.
        """
        line, _, rest = packed.partition(b"\n")
        count, names = _head(line)
        size = 4 * count
        arrays = {name: _array("i", rest[at * size : (at + 1) * size]) for at, name in enumerate(_NAMES)}
        start = size * len(_NAMES)
        times = _array("q", rest[start : start + 2 * size])
        ids = rest[start + 2 * size :].decode().split("\n") if count else []
        if len(ids) != count or len(times) != count:
            raise ValueError("packed columns are damaged")
        return cls(ids=ids, names=names, times=times, **arrays)


def _head(line: bytes) -> tuple[int, list[str]]:
    try:
        count, names = json.loads(line)
    except (TypeError, RecursionError) as error:
        raise ValueError("packed columns are damaged") from error
    is_list = isinstance(names, list) and all(isinstance(name, str) for name in names)
    if type(count) is not int or count < 0 or not is_list:
        raise ValueError("packed columns are damaged")
    return count, names


def _clamp(score: int | None) -> int:
    return UNKNOWN if score is None else max(UNKNOWN + 1, min(score, 2**31 - 1))


def _seconds(entry: Entry) -> int:
    return int(entry.posted_at.timestamp()) if entry.posted_at else UNKNOWN


def _little(numbers: array[int]) -> bytes:
    return _array(numbers.typecode, numbers.tobytes()).tobytes()


def _array(typecode: str, packed: bytes) -> array[int]:
    numbers = array(typecode, packed)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
