"""How terms and postings lie on disk: a codec for Whoosh, made for reading whole postings at once.

Whoosh's own codec packs postings in blocks of 128 pickled tuples, which Python unpacks one by one.
Here the postings of a term are either two arrays (entry numbers, impacts) or, when the term is
frequent, one byte an entry between its first and its last: then decoding is one read.

An impact says how much a term weighs in an entry, from 1 to :data:`MOST`; see
:mod:`reader.index.weights`. Two files a segment, numbers in the byte order of the machine:

``.trm``   a JSON line ``{"byteorder": "little", "fields": [[name, terms, bytes of their text]]}``,
           then for each field: its terms, sorted, each ended by a line feed; for each term the
           number of its entries, its first and its last entry (uint32), its place in ``.pst`` (uint64).
``.pst``   the postings, one term after the other.
"""

from __future__ import annotations

import json
import os
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from typing import Any, TypeAlias

from reader.index.engine import FieldWriter, ListMatcher, TermInfo, TermNotFound, TermsReader, W3Codec

MOST = 127
_TERMS, _POSTINGS = ".trm", ".pst"
# An array takes five bytes an entry, but a byte an entry is read ten times faster.
_SPARSE = 12
Gathered: TypeAlias = "tuple[array[int], bytearray]"
_ID_BYTES = array("I").itemsize


@dataclass(frozen=True, slots=True)
class Postings:
    """The entries of a segment in which a term stands.

    Attributes:
        first: The first of them.
        ids: Their numbers, ascending; None when ``impacts`` has a byte for every entry from the
            first to the last, zero for those without the term.
        impacts: How much the term weighs in each.
    """

    first: int
    ids: array[int] | None
    impacts: bytes

    def items(self) -> Iterator[tuple[int, int]]:
        """Entry numbers with their impacts, ascending."""
        if self.ids is not None:
            return zip(self.ids, self.impacts, strict=True)
        return compress(enumerate(self.impacts, self.first), self.impacts)


class PlainCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec with terms and postings of our own form."""

    length_stats = False

    def field_writer(self, storage: Any, segment: Any) -> Writer:
        """A writer of terms and postings."""
        return Writer(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> Terms:
        """A reader of terms and postings."""
        return Terms(storage, segment)


class _Field:
    """The terms of a field while they are written.

    Attributes:
        name: Its name.
        rows: For each term the text, the number of entries, the first, the last, and the place.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.rows: list[tuple[bytes, int, int, int, int]] = []

    def pack(self) -> tuple[bytes, bytes]:
        """The texts and the numbers, as they lie on disk."""
        texts, *numbers = zip(*self.rows, strict=True) if self.rows else ((),) * 5
        arrays = (array(code, column) for code, column in zip("IIIQ", numbers, strict=True))
        return b"\n".join((*texts, b"")), b"".join(column.tobytes() for column in arrays)


class Writer(FieldWriter):  # type: ignore[misc]
    """Writes terms and postings of a segment; fields and terms come sorted."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._terms = segment.create_file(storage, _TERMS)
        self._postings = segment.create_file(storage, _POSTINGS)
        self._fields: list[_Field] = []
        self._place = 0
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: object) -> None:
        """Begin a field."""
        self._fields.append(_Field(fieldname))

    def start_term(self, text: bytes) -> None:
        """Begin a term, as Whoosh's own writer does."""
        self._term, self._ids, self._impacts = text, array("I"), bytearray()

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int) -> None:
        """Add one posting to the term begun."""
        self._ids.append(docnum)
        self._impacts.append(max(1, min(int(weight), MOST)))

    def finish_term(self) -> None:
        """End the term begun."""
        self.put(self._term, self._ids, self._impacts)

    def put(self, term: bytes, ids: array[int], impacts: bytearray) -> None:
        """Write a whole term.

        Args:
            term: The term in UTF-8, without line feeds.
            ids: Entry numbers, ascending.
            impacts: As many bytes.
        """
        count, first, last = len(ids), ids[0], ids[-1]
        self._fields[-1].rows.append((term, count, first, last, self._place))
        # Most terms stand in one entry.
        if last - first < count:
            packed = bytes(impacts)
        elif is_dense(ids):
            packed = spread_out((ids, impacts), first, last + 1)
        else:
            packed = ids.tobytes() + impacts
        self._postings.write(packed)
        self._place += len(packed)

    def close(self) -> None:
        """Write what remains and close both files."""
        packed = [(field, *field.pack()) for field in self._fields]
        fields = [[field.name, len(field.rows), len(texts)] for field, texts, _ in packed]
        self._terms.write(json.dumps({"byteorder": sys.byteorder, "fields": fields}).encode() + b"\n")
        for _, texts, numbers in packed:
            self._terms.write(texts + numbers)
        self._terms.close()
        self._postings.close()
        self.is_closed = True


def is_dense(ids: array[int]) -> bool:
    """Whether postings are kept as a byte for every entry between the first and the last."""
    return ids[-1] - ids[0] < _SPARSE * len(ids)


def spread_out(postings: Gathered, start: int, stop: int) -> bytes:
    """Postings as a byte for every entry from ``start`` to before ``stop``."""
    ids, impacts = postings
    if stop - start == len(ids):
        return bytes(impacts)
    spread = bytearray(stop - start)
    if start == 0:
        for number, impact in zip(ids, impacts, strict=True):
            spread[number] = impact
    else:
        for number, impact in zip(ids, impacts, strict=True):
            spread[number - start] = impact
    return bytes(spread)


class TermList:
    """The terms of one field of a segment.

    Attributes:
        texts: The terms, sorted.
        counts: For each the number of its entries.
        firsts: For each its first entry.
        lasts: For each its last entry.
        places: For each where its postings begin, in bytes.
    """

    __slots__ = ("counts", "firsts", "lasts", "places", "texts")

    def __init__(self, texts: list[str], packed: memoryview) -> None:
        size = len(texts) * _ID_BYTES
        if len(packed) != 3 * size + 8 * len(texts):
            raise ValueError("a list of terms is damaged")
        self.texts = texts
        self.counts = array("I", packed[:size].tobytes())
        self.firsts = array("I", packed[size : 2 * size].tobytes())
        self.lasts = array("I", packed[2 * size : 3 * size].tobytes())
        self.places = array("Q", packed[3 * size :].tobytes())

    def find(self, term: str) -> int | None:
        """Where a term stands in the list; None when it does not."""
        at = bisect_left(self.texts, term)
        return at if at < len(self.texts) and self.texts[at] == term else None

    def beginning(self, prefix: str) -> range:
        """Where the terms stand that begin with a prefix."""
        start = bisect_left(self.texts, prefix)
        return range(start, bisect_left(self.texts, prefix + "\U0010ffff", start))


EMPTY = TermList([], memoryview(b""))


class Terms(TermsReader):  # type: ignore[misc]
    """Reads terms and postings of a segment: the terms at once, postings when asked for."""

    def __init__(self, storage: Any, segment: Any) -> None:
        with segment.open_file(storage, _TERMS) as file:
            head, _, rest = file.read().partition(b"\n")
        self._packed = dict(_read_fields(json.loads(head), memoryview(rest)))
        self._fields: dict[str, TermList] = {}
        self._file = segment.open_file(storage, _POSTINGS)
        self._handle = self._file.fileno()

    def field(self, name: str) -> TermList:
        """The terms of a field; an empty list when it has none."""
        if name not in self._fields:
            self._fields[name] = _unpack(*self._packed[name]) if name in self._packed else EMPTY
        return self._fields[name]

    def postings(self, terms: TermList, at: int) -> Postings:
        """The postings of a term, by its number in its list.

        Raises:
            ValueError: The file ends before them.
        """
        count, first = terms.counts[at], terms.firsts[at]
        span = terms.lasts[at] - first + 1
        is_sparse = span > _SPARSE * count
        size = count * (_ID_BYTES + 1) if is_sparse else span
        packed = os.pread(self._handle, size, terms.places[at])
        if len(packed) != size:
            raise ValueError("postings are cut short")
        if not is_sparse:
            return Postings(first, None, packed)
        return Postings(first, array("I", packed[: count * _ID_BYTES]), packed[count * _ID_BYTES :])

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    # What Whoosh's own search asks for

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.field(term[0]).find(term[1].decode()) is not None

    def indexed_field_names(self) -> list[str]:
        """Names of the fields that have terms."""
        return list(self._packed)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """All terms with their fields."""
        return ((name, text.encode()) for name in self._packed for text in self.field(name).texts)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """The terms of a field from a text on."""
        texts = self.field(fieldname).texts
        return ((fieldname, text.encode()) for text in texts[bisect_left(texts, prefix.decode()) :])

    def items(self) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """All terms with what Whoosh wants to know of them."""
        return (((name, text), self.term_info(name, text)) for name, text in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], Any]]:
        """The terms of a field from a text on, with what Whoosh wants to know of them."""
        found = self.terms_from(fieldname, prefix)
        return (((name, text), self.term_info(name, text)) for name, text in found)

    def term_info(self, fieldname: str, text: bytes) -> Any:
        """What Whoosh wants to know of a term.

        Raises:
            TermNotFound: There is none.
        """
        terms = self.field(fieldname)
        at = terms.find(text.decode())
        if at is None:
            raise TermNotFound(f"{fieldname}:{text!r}")
        count = terms.counts[at]
        return TermInfo(weight=count, df=count, minlength=1, maxlength=1, maxweight=MOST,
                        minid=terms.firsts[at], maxid=terms.lasts[at])  # fmt: skip

    def frequency(self, fieldname: str, text: bytes) -> float:
        """The number of entries of a term."""
        return float(self.doc_frequency(fieldname, text))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """The number of entries of a term."""
        terms = self.field(fieldname)
        at = terms.find(text.decode())
        return 0 if at is None else terms.counts[at]

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> Any:
        """What Whoosh walks over the postings of a term with."""
        info = self.term_info(fieldname, text)
        terms = self.field(fieldname)
        items = list(self.postings(terms, bisect_left(terms.texts, text.decode())).items())
        ids, weights = [number for number, _ in items], [float(impact) for _, impact in items]
        return ListMatcher(ids, weights, None, format_, scorer, term=(fieldname, text), terminfo=info)


_Packed: TypeAlias = tuple[int, memoryview, memoryview]


def _read_fields(head: dict[str, Any], rest: memoryview) -> Iterator[tuple[str, _Packed]]:
    if head["byteorder"] != sys.byteorder:
        raise ValueError("the index was written on another kind of machine")
    for name, count, size in head["fields"]:
        stop = size + count * (3 * _ID_BYTES + 8)
        yield name, (count, rest[:size], rest[size:stop])
        rest = rest[stop:]
    if rest:
        raise ValueError("a list of terms is damaged")


def _unpack(count: int, text: memoryview, numbers: memoryview) -> TermList:
    """Most fields of most segments are never asked for."""
    texts = str(text, "utf-8").split("\n")[:-1]
    if len(texts) != count:
        raise ValueError("a list of terms is damaged")
    return TermList(texts, numbers)
