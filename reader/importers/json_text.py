"""JSON text from outside as values, whatever is wrong with it.

A file may hold one value or several one after another, as JSON lines and answers joined into one
file do. Keys given twice, numbers without end and controls inside texts are read; nesting is read
to any depth a discussion can have, without recursion.

Source: RFC 8259 (the JSON data interchange format).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from reader.errors import SourceError
from reader.importers.source import Source

# A reply lies at most five levels deeper than what it answers: enough for depth 20,000.
_DEPTH_LIMIT = 100_000
# A value needs a bracket or a comma and 60 bytes; the texts of a whole thread have far fewer of these.
_VALUES_LIMIT = 5_000_000
# More digits than any id or count has; Python refuses to read numbers of some thousands.
_DIGITS_LIMIT = 40
_BEGINNING = re.compile(r'\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:["\[{\]]|\Z))')
_SPACE = re.compile(r"[\s\ufeff\x00]*")
_NEXT_LINE = re.compile(r"\n(?=[{\[])")


@dataclass(frozen=True, slots=True)
class JsonText:
    """JSON text read.

    Attributes:
        name: A file's name or ``standard input``, for messages only.
        values: What it holds: objects, lists, texts, numbers, in order. Never empty.
        url: Where it was fetched; None when it was not.
        warnings: Sentences for the reader.
    """

    name: str
    values: tuple[object, ...]
    url: str | None = None
    warnings: tuple[str, ...] = ()

    def objects(self) -> Iterator[dict[str, Any]]:
        """The objects among its values, and among the members of its lists."""
        for value in self.values:
            members = value if isinstance(value, list) else [value]
            yield from (member for member in members if isinstance(member, dict))


def looks_like_json(text: str) -> bool:
    """Whether a text begins as an object or a list does that holds texts, objects or lists."""
    return _BEGINNING.match(text) is not None


def read_json(source: Source) -> JsonText:
    """Read JSON text.

    Args:
        source: One JSON value, or several with white space between them.

    Returns:
        Its values. Of several, those that cannot be read are left out with a warning.

    Raises:
        SourceError: The first value cannot be read, or there is none; or there are too many or they
            are nested too deep.
    """
    if sum(map(source.text.count, "[{,")) > _VALUES_LIMIT:
        reason = f"its JSON may hold more than {_VALUES_LIMIT:,} values"
        raise SourceError(source.name, reason, "cut it into parts")
    reader = _Reader(source)
    values = tuple(reader.read())
    return JsonText(source.name, values, source.url, tuple(reader.warnings()))


class _Reader:
    """Reads one value after another."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        self._repeated = 0
        self._damaged = 0
        self._decoder = json.JSONDecoder(object_pairs_hook=self._object, parse_int=_whole, strict=False)

    def read(self) -> Iterator[object]:
        at, is_first = _skip(self._text, 0), True
        while at < len(self._text) or is_first:
            try:
                value, stop = self._decode(at)
            except json.JSONDecodeError as error:
                if is_first:
                    raise self._unreadable(error) from error
                stop = self._next_line(error.pos)
            else:
                yield value
            at, is_first = _skip(self._text, stop), False

    def warnings(self) -> Iterator[str]:
        if self._damaged:
            yield f"values that are not readable as JSON and were left out: {self._damaged}"
        if self._repeated:
            yield f"objects that give a key twice, of which the last counts: {self._repeated}"

    def _decode(self, at: int) -> tuple[object, int]:
        try:
            return self._decoder.raw_decode(self._text, at)
        except RecursionError:
            return self._decode_deep(at)

    def _decode_deep(self, at: int) -> tuple[object, int]:
        """The same without recursion, for what is nested deeper than Python calls itself."""
        deep = _Deep(self._text, self._decoder, self._object)
        try:
            return deep.decode(at)
        except _TooDeep as error:
            reason = f"its JSON is nested deeper than {_DEPTH_LIMIT:,} levels"
            raise SourceError(self._source.name, reason, "give it the answer of a site") from error

    def _next_line(self, at: int) -> int:
        """Where the next value may begin, behind what was readable of a damaged one."""
        self._damaged += 1
        found = _NEXT_LINE.search(self._text, max(0, at - 1))
        return found.end() if found else len(self._text)

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        self._repeated += len(made) < len(pairs)
        return made

    def _unreadable(self, error: json.JSONDecodeError) -> SourceError:
        is_cut = error.msg.startswith("Unterminated") or error.pos >= len(self._text.rstrip())
        if is_cut:
            return SourceError(self._source.name, "its JSON ends in the middle", "save it again, whole")
        reason = f"not readable as JSON ({error.msg}, line {error.lineno}, column {error.colno})"
        return SourceError(self._source.name, reason, "save the answer again as it came")


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _DIGITS_LIMIT else float(digits)


_Make = Callable[[list[tuple[str, Any]]], dict[str, Any]]


class _TooDeep(Exception):
    """More nesting than is read."""


class _Deep:
    """Reads one value of any depth, keeping the open objects and lists itself."""

    def __init__(self, text: str, decoder: json.JSONDecoder, make: _Make) -> None:
        self._text = text
        self._decoder = decoder
        self._make = make
        self._open: list[tuple[str, list[Any]]] = []
        self._keys: list[str] = []

    def decode(self, at: int) -> tuple[object, int]:
        value, at = self._value(_skip(self._text, at))
        while self._open:
            at = _skip(self._text, at)
            closing, members = self._open[-1]
            members.append(value) if closing == "]" else members.append((self._keys.pop(), value))
            mark = self._text[at : at + 1]
            if mark == closing:
                value, at = self._close(), at + 1
            elif mark == ",":
                value, at = self._member(at + 1)
            else:
                raise json.JSONDecodeError("Expecting ',' delimiter", self._text, at)
        return value, at

    def _value(self, at: int) -> tuple[object, int]:
        """A whole value, or the first innermost one of those it opens."""
        while (mark := self._text[at : at + 1]) in ("{", "["):
            after = _skip(self._text, at + 1)
            closing = "}" if mark == "{" else "]"
            if self._text[after : after + 1] == closing:
                return ({} if mark == "{" else []), after + 1
            self._open.append((closing, []))
            if len(self._open) > _DEPTH_LIMIT:
                raise _TooDeep
            at = self._key(after) if mark == "{" else after
        return self._decoder.raw_decode(self._text, at)

    def _member(self, at: int) -> tuple[object, int]:
        at = _skip(self._text, at)
        return self._value(self._key(at) if self._open[-1][0] == "}" else at)

    def _key(self, at: int) -> int:
        if self._text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting property name enclosed in double quotes", self._text, at)
        key, at = self._decoder.raw_decode(self._text, at)
        at = _skip(self._text, at)
        if self._text[at : at + 1] != ":":
            raise json.JSONDecodeError("Expecting ':' delimiter", self._text, at)
        self._keys.append(key)
        return _skip(self._text, at + 1)

    def _close(self) -> object:
        closing, members = self._open.pop()
        return members if closing == "]" else self._make(members)


def _skip(text: str, at: int) -> int:
    """Where the next thing that is no white space stands."""
    found = _SPACE.match(text, at)
    return found.end() if found else at
