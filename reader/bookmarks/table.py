"""What must be known of every line of a bookmarks file without reading it again: whose it is, what it says.

A hundred thousand bookmarks are a hundred megabytes of JSON, which take seconds to read. Of each
line the table keeps a fingerprint, where it begins, its id, document and entry, and its words folded
for filtering, all in a few long byte strings that are searched as they are. Lines that are the same
as before are never read twice. For a large file the table is kept beside it; it may be deleted at
any time.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import accumulate, pairwise
from typing import NamedTuple

from reader.model.annotations import OWN, Bookmark, read_line

VERSION = 2
_FORMAT = f"threadside.bookmark-table/{VERSION}-{sys.byteorder}"
_END, _BETWEEN = b"\n", b"\x1f"


class Kind(IntEnum):
    """What a line is."""

    BLANK = 0
    BOOKMARK = 1
    MARK = 2
    UNREADABLE = 3
    NEWER = 4


class Row(NamedTuple):
    """What is known of a line.

    Attributes:
        kind: What it is.
        id: The bookmark's id.
        document: The document's id.
        entry: The entry's id.
        text: Its words, note, tags, authors and title, folded, in one line.
    """

    kind: Kind
    id: str = ""
    document: str = ""
    entry: str = ""
    text: str = ""


def read_row(line: bytes) -> Row:
    """What is to be known of a line."""
    if not line.strip():
        return Row(Kind.BLANK)
    try:
        bookmark = read_line(line)
    except ValueError:
        return Row(Kind.UNREADABLE)
    kind = Kind.MARK if bookmark.mark else Kind.NEWER if _is_newer(bookmark) else Kind.BOOKMARK
    text = "" if bookmark.mark else _searched(bookmark)
    return Row(kind, bookmark.id, bookmark.target.document, bookmark.target.entry, text)


def _is_newer(bookmark: Bookmark) -> bool:
    target = bookmark.source.get("target")
    own = target.get(OWN) if isinstance(target, dict) else None
    version = own.get("version", 1) if isinstance(own, dict) else 1
    return not isinstance(version, int) or version > 1


def _searched(bookmark: Bookmark) -> str:
    target = bookmark.target
    tags = (f"#{tag}" for tag in bookmark.tags)
    parts = [bookmark.words, bookmark.note, *tags, target.author or "", *target.authors, target.title]
    return " ".join(" ".join(parts).split()).casefold()


def print_of(line: bytes) -> int:
    """The fingerprint of a line."""
    return int.from_bytes(hashlib.blake2b(line, digest_size=8).digest(), "big")


class _Strings:
    """Many short byte strings in a long one, each found by its number and each number by a place."""

    def __init__(self, joined: bytearray, starts: array[int]) -> None:
        self.joined = joined
        self.starts = starts

    @classmethod
    def of(cls, strings: Sequence[bytes]) -> _Strings:
        lengths = accumulate((len(string) + 1 for string in strings), initial=1)
        return cls(bytearray(_END + b"".join(string + _END for string in strings)), array("Q", lengths))

    def append(self, string: bytes) -> None:
        self.joined += string + _END
        self.starts.append(len(self.joined))

    def __getitem__(self, number: int) -> bytes:
        return bytes(self.joined[self.starts[number] : self.starts[number + 1] - 1])

    def joined_with(self, head: slice, middle: _Strings, tail: slice) -> _Strings:
        """Some strings at the head, others, and some at the tail."""
        cut, begin = self.starts[head.stop], self.starts[tail.start]
        joined = self.joined[:cut] + middle.joined[1:] + self.joined[begin:]
        between, moved = cut - 1, cut + len(middle.joined) - 1 - begin
        starts = self.starts[: head.stop] + array("Q", (start + between for start in middle.starts))
        return _Strings(
            joined, starts + array("Q", (start + moved for start in self.starts[tail.start + 1 :]))
        )

    def holding(self, part: bytes) -> Iterator[int]:
        """Numbers of the strings that hold a part, or begin with it after a line end; the last first."""
        skipped = part.startswith(_END)
        at = self.joined.rfind(part)
        while at >= 0:
            number = bisect_right(self.starts, at + skipped) - 1
            yield number
            at = self.joined.rfind(part, 0, self.starts[number])


class Table:
    """What is known of every line of a file, by the line's number from 0."""

    def __init__(
        self, prints: array[int], starts: array[int], kinds: bytearray, keys: _Strings, texts: _Strings
    ) -> None:
        self._prints = prints
        self._starts = starts
        self.kinds = kinds
        self._keys = keys
        self._texts = texts

    @classmethod
    def of(cls, lines: Sequence[bytes], last: Table | None = None) -> Table:
        """The table of some lines.

        Args:
            lines: All lines, without line ends.
            last: A table of the lines before; what it knows is not read again.
        """
        prints = array("Q", map(print_of, lines))
        known = last._known() if last else {}
        fields = [known.get(found) or _fields(line) for line, found in zip(lines, prints, strict=True)]
        starts = array("Q", accumulate((len(line) + 1 for line in lines), initial=0))
        kinds = bytearray(kind for kind, _, _ in fields)
        keys, texts = _Strings.of([key for _, key, _ in fields]), _Strings.of([text for _, _, text in fields])
        return cls(prints, starts, kinds, keys, texts)

    def _known(self) -> dict[int, tuple[int, bytes, bytes]]:
        """The kind, key and text of each line by its fingerprint."""
        numbers = range(len(self))
        fields = ((self.kinds[number], self._keys[number], self._texts[number]) for number in numbers)
        return dict(zip(self._prints, fields, strict=True))

    def edited(self, lines: Sequence[bytes], edited: Sequence[bytes]) -> Table:
        """The table of edited lines, of which only those between the first and last difference are read.

        Args:
            lines: The lines of this table.
            edited: The edited ones.
        """
        shorter = min(len(lines), len(edited))
        same = (at for at in range(shorter) if lines[at] is not edited[at])
        first = next(same, shorter)
        behind = (at for at in range(shorter - first) if lines[-1 - at] is not edited[-1 - at])
        last = next(behind, shorter - first)
        middle = Table.of(edited[first : len(edited) - last])
        head, tail = slice(0, first), slice(len(lines) - last, len(lines))
        return Table(
            self._prints[head] + middle._prints + self._prints[tail],
            array("Q", accumulate((len(line) + 1 for line in edited), initial=0)),
            self.kinds[head] + middle.kinds + self.kinds[tail],
            self._keys.joined_with(head, middle._keys, tail),
            self._texts.joined_with(head, middle._texts, tail),
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def size(self) -> int:
        """How many bytes the lines take, each with a line end."""
        return self._starts[-1]

    def append(self, line: bytes) -> None:
        """Take in a line behind the others."""
        kind, key, text = _fields(line)
        self._prints.append(print_of(line))
        self._starts.append(self._starts[-1] + len(line) + 1)
        self.kinds.append(kind)
        self._keys.append(key)
        self._texts.append(text)

    def span(self, number: int) -> tuple[int, int]:
        """The bytes [start, stop) of the file that a line takes, its line end apart."""
        return self._starts[number], self._starts[number + 1] - 1

    def is_line(self, number: int, line: bytes) -> bool:
        """Whether a line is the one it was."""
        return self._prints[number] == print_of(line)

    def row(self, number: int) -> Row:
        """What is known of a line."""
        id, document, entry = self._key(number)
        return Row(Kind(self.kinds[number]), id, document, entry, self._texts[number].decode())

    def _key(self, number: int) -> tuple[str, str, str]:
        id, _, place = self._keys[number].decode().partition(_BETWEEN.decode())
        document, _, entry = place.partition(_BETWEEN.decode())
        return id, document, entry

    def places(self) -> Iterator[tuple[int, str, str]]:
        """Of each bookmark its number, its document and its entry."""
        for number in self.of_kind(Kind.BOOKMARK, Kind.NEWER):
            _, document, entry = self._key(number)
            yield number, document, entry

    def of_kind(self, *kinds: Kind) -> list[int]:
        """Numbers of the lines of some kinds, in order."""
        return [number for number, kind in enumerate(self.kinds) if kind in kinds]

    def of_id(self, id: str) -> list[int]:
        """Numbers of the lines with an id, in order: more than one when files were merged by hand."""
        return sorted(self._keys.holding(_END + id.encode(errors="replace") + _BETWEEN))

    def of_document(self, document: str) -> list[int]:
        """Numbers of the lines of a document, in order."""
        return sorted(self._keys.holding(_BETWEEN + document.encode(errors="replace") + _BETWEEN))

    def of_entry(self, document: str, entry: str) -> list[int]:
        """Numbers of the lines of an entry, in order."""
        place = _BETWEEN.join([b"", document.encode(errors="replace"), entry.encode(errors="replace")])
        return sorted(self._keys.holding(place + _END))

    def search(self, words: Sequence[str]) -> Iterator[int]:
        """Numbers of the bookmarks that hold all words, or parts of words, the last first.

        Args:
            words: Case folded; without any, every bookmark is found.
        """
        if not words:
            yield from reversed(self.of_kind(Kind.BOOKMARK, Kind.NEWER))
            return
        parts = sorted((word.encode(errors="replace") for word in words), key=len, reverse=True)
        for number in self._texts.holding(parts[0]):
            if len(parts) == 1 or all(part in self._texts[number] for part in parts[1:]):
                yield number

    def pack(self, stamp: Sequence[int]) -> bytes:
        """The table as bytes, with the stamp of the file it is of."""
        blocks = [
            bytes(self._prints), bytes(self._starts), bytes(self.kinds), bytes(self._keys.joined),
            bytes(self._keys.starts), bytes(self._texts.joined), bytes(self._texts.starts),
        ]  # fmt: skip
        head = {"format": _FORMAT, "stamp": list(stamp), "blocks": list(map(len, blocks))}
        return b"".join([json.dumps(head).encode(), _END, *blocks])

    @classmethod
    def unpack(cls, packed: bytes) -> tuple[Table, list[int]]:
        """A table, and the stamp of the file it is of.

        Raises:
            ValueError: The bytes are not of a table.
        """
        start = packed.find(_END) + 1
        head = json.loads(packed[:start])
        if not isinstance(head, dict) or head.get("format") != _FORMAT:
            raise ValueError("no table")
        bounds = list(accumulate(head["blocks"], initial=start))
        if len(bounds) != 8 or bounds[-1] != len(packed):
            raise ValueError("cut short")
        blocks = [packed[begin:stop] for begin, stop in pairwise(bounds)]
        prints, starts, kinds, keys, key_starts, texts, text_starts = blocks
        keyed = _Strings(bytearray(keys), array("Q", key_starts))
        texted = _Strings(bytearray(texts), array("Q", text_starts))
        table = cls(array("Q", prints), array("Q", starts), bytearray(kinds), keyed, texted)
        return table, head["stamp"]


def _fields(line: bytes) -> tuple[int, bytes, bytes]:
    row = read_row(line)
    key = _BETWEEN.join([row.id.encode(), row.document.encode(), row.entry.encode()])
    return row.kind, key, row.text.encode()
