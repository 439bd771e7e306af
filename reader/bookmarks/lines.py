"""One change each to the lines of a bookmarks file, as pure functions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from reader.bookmarks.table import Table
from reader.bookmarks.trash import Deleted
from reader.model.annotations import OWN, Bookmark, read_line, write_line
from reader.model.selectors import Target


def put(
    lines: list[bytes], table: Table, bookmarks: Sequence[Bookmark], instead: bool = False
) -> list[bytes]:
    """Lines with bookmarks: in the place of those of the same id, or else behind all others."""
    edited = list(lines)
    for bookmark in bookmarks:
        numbers = table.of_id(bookmark.id) if len(lines) else []
        if not numbers:
            edited.append(write_line(bookmark))
        elif instead:
            edited[_latest(lines, numbers)] = write_line(bookmark)
    return edited


def _latest(lines: Sequence[bytes], numbers: Sequence[int]) -> int:
    return max(numbers, key=lambda number: read_line(lines[number]).modified)


def without(lines: Sequence[bytes], numbers: Sequence[int]) -> list[bytes]:
    """Lines without some, by number."""
    gone = set(numbers)
    return [line for number, line in enumerate(lines) if number not in gone]


def restore(lines: list[bytes], table: Table, deleted: Deleted) -> list[bytes]:
    """Lines with deleted ones behind the line they stood behind, unless they are there again."""
    if table.of_id(read_line(deleted.lines[-1]).id):
        return lines
    before = table.of_id(deleted.before) if deleted.before else []
    at = before[-1] + 1 if before else 0 if not deleted.before else len(lines)
    return [*lines[:at], *deleted.lines, *lines[at:]]


def attach(bookmark: Bookmark, target: Target) -> Bookmark:
    """A bookmark of another place, the words it had kept beside."""
    raw = dict(bookmark.source)
    given = raw.get("target")
    if isinstance(given, dict) and bookmark.words != target.quote.exact:
        own = dict(given.get(OWN) or {})
        own["earlier"] = [*own.get("earlier", []), bookmark.words]
        raw["target"] = {**given, OWN: own}
    return replace(bookmark, target=target, source=raw)


def mark_id(letter: str, document: str) -> str:
    """The id of a mark: of a small letter, one for each document."""
    if letter.isupper():
        return f"urn:threadside:mark:{quote(letter)}"
    return f"urn:threadside:mark:{quote(document, safe='')}:{quote(letter)}"
