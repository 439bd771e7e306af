"""The operators of a query, ``name:value``: what each is for, and how its value is read."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

from reader.index.query import (
    Author,
    Between,
    Bookmarked,
    Flagged,
    InDocument,
    Node,
    OfKind,
    QueryError,
    Under,
)
from reader.index.stems import words_of
from reader.index.writing import ENTRY_KINDS, FLAGS, INFERRED
from reader.model.documents import DocumentKind, EntryKind
from reader.model.place import parse_permalink

_Meant = TypeVar("_Meant", int, frozenset[int])
_MOST = 2**62
_NUMBER = re.compile(r"[+-]?\d{1,12}")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


class Value(NamedTuple):
    """The value of an operator as it stands in a query.

    Attributes:
        text: What stands after the colon.
        start: First character of the operator in the query.
        stop: One past the last of the value.
        at: First character of the value.
        is_open: Whether its last word may go on.
    """

    text: str
    start: int
    stop: int
    at: int
    is_open: bool


class Operator(NamedTuple):
    """An operator.

    Attributes:
        help: What it finds, for completion.
        read: Makes a node of its value.
        values: The values it takes; empty when there are too many to name.
    """

    help: str
    read: Callable[[Value], Node]
    values: tuple[str, ...] = ()


def _kinds(kinds: tuple[EntryKind, ...], of: Iterable[DocumentKind] = DocumentKind) -> frozenset[int]:
    shifts = [len(ENTRY_KINDS) * (kind is DocumentKind.INTERVIEW) for kind in of]
    return frozenset(ENTRY_KINDS.index(kind) + shift for kind in kinds for shift in shifts)


_THREAD, _INTERVIEW = (DocumentKind.THREAD,), (DocumentKind.INTERVIEW,)
_PLACES = {
    "post": _kinds((EntryKind.POST,), _THREAD),
    "comments": _kinds((EntryKind.COMMENT,)),
    "interview": _kinds(ENTRY_KINDS, _INTERVIEW),
    "bookmarks": frozenset[int](),
}
SPOKEN = _PLACES["interview"]
_KINDS = {
    **{kind.value: _kinds((kind,)) for kind in EntryKind},
    **{kind.value: _kinds(ENTRY_KINDS, (kind,)) for kind in DocumentKind},
}
_SAID = {**{flag.value: 1 << number for number, flag in enumerate(FLAGS)}, "inferred": INFERRED}


def is_operator(name: str, value: str, start: int) -> bool:
    """Whether ``name:value`` is an operator rather than text with a colon.

    Raises:
        QueryError: It is nearly one.
    """
    if name in OPERATORS:
        return True
    near = difflib.get_close_matches(name, OPERATORS, 1, 0.75) if value[:1].isalnum() else []
    if near:
        raise QueryError(f"there is no operator {name}: (did you mean {near[0]}: ?)", start)
    return False


def read_operator(name: str, value: str, start: int, stop: int, is_open: bool) -> Node:
    """Make a node of an operator and its value.

    Args:
        name: What stands before the colon.
        value: What stands after it, without quotation marks.
        start: First character of the operator in the query.
        stop: One past the last of the value.
        is_open: Whether the last word of the value may go on.

    Raises:
        QueryError: There is no such operator, or it takes no such value.
    """
    operator = OPERATORS.get(name)
    if operator is None:
        raise QueryError(f"there is no operator {name}: (there are {', '.join(OPERATORS)})", start)
    if not value.strip():
        raise QueryError(f"after {name}: something is missing", start + len(name))
    return operator.read(Value(value, start, stop, start + len(name) + 1, is_open))


def _author(value: Value, is_speaker: bool = False, is_answered: bool = False) -> Node:
    words = tuple(words_of(value.text))
    if not words:
        raise QueryError("a name has letters", value.at)
    return Author(value.start, value.stop, words, is_speaker, is_answered, value.is_open)


def _of(value: Value, known: dict[str, frozenset[int]]) -> Node:
    return OfKind(value.start, value.stop, _choose(value, known))


def _in(value: Value) -> Node:
    return Bookmarked(value.start, value.stop) if value.text == "bookmarks" else _of(value, _PLACES)


def _choose(value: Value, known: dict[str, _Meant]) -> _Meant:
    found = known.get(value.text.lower())
    if found is None:
        raise QueryError(f"it is one of {', '.join(known)}", value.at)
    return found


def _flag(value: Value) -> Node:
    return Flagged(value.start, value.stop, _choose(value, _SAID))


def _between(value: Value, column: str, read: Callable[[str, int], tuple[int, int]]) -> Node:
    """``>7``, ``>=7``, ``<7``, ``<=7``, ``7``, ``5..7``, ``5..`` or ``..7``."""
    text, at = value.text, value.at
    sign = re.match(r"[<>]?=?", text)
    assert sign is not None
    low, dots, high = text[sign.end() :].partition("..")
    at += sign.end()
    if (sign[0] and dots) or not (low or high):
        raise QueryError("a range is written as >7, <7, 7 or 5..7", value.at)
    least = read(low, at)[0] if low else -_MOST
    greatest = read(high, at + len(low) + 2)[1] if high else _MOST if dots else read(low, at)[1]
    bounds = {
        ">": (greatest + 1, _MOST), ">=": (least, _MOST), "<": (-_MOST, least - 1), "<=": (-_MOST, greatest),
    }.get(sign[0], (least, greatest))  # fmt: skip
    return Between(value.start, value.stop, column, *bounds)


def _number(text: str, at: int) -> tuple[int, int]:
    if not _NUMBER.fullmatch(text):
        raise QueryError("a whole number is needed", at)
    return int(text), int(text)


def _date(text: str, at: int) -> tuple[int, int]:
    """The first and the last second of a year, a month or a day, in UTC."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise QueryError("a date is written as 2022, 2022-08 or 2022-08-25", at)
    year, month, day = (int(part or 0) for part in match.groups())
    try:
        first = datetime(year, month or 1, day or 1, tzinfo=UTC)
    except ValueError as error:
        raise QueryError("there is no such day", at) from error
    seconds = int(first.timestamp())
    if day:
        return seconds, seconds + 86_399
    next_year, next_month = (year + 1, 1) if month in (0, 12) else (year, month + 1)
    if next_year > 9999:
        return seconds, _MOST
    return seconds, int(datetime(next_year, next_month, 1, tzinfo=UTC).timestamp()) - 1


def _document(value: Value) -> Node:
    return InDocument(value.start, value.stop, value.text)


def _under(value: Value) -> Node:
    document, entry = parse_permalink(value.text)
    return Under(value.start, value.stop, *((entry, document) if entry else (document, "")))


OPERATORS = {
    "author": Operator("what someone wrote or said", _author),
    "speaker": Operator("what someone said in an interview", lambda value: _author(value, is_speaker=True)),
    "in": Operator("one part of the library", _in, tuple(_PLACES)),
    "doc": Operator("one document, by id or title", _document),
    "kind": Operator("one kind of entry or document", lambda value: _of(value, _KINDS), tuple(_KINDS)),
    "score": Operator("points: >10, <0, 5..20", lambda value: _between(value, "scores", _number)),
    "depth": Operator("how deep in the thread: 0, <3", lambda value: _between(value, "depths", _number)),
    "date": Operator("when: 2022, 2022-08..2023-01", lambda value: _between(value, "times", _date)),
    "under": Operator("an entry and its branch, by id", _under),
    "replyto": Operator("answers to someone", lambda value: _author(value, is_answered=True)),
    "is": Operator("what is said of an entry", _flag, tuple(_SAID)),
}
