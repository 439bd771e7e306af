"""Fields of an answer from outside, each taken as what it should be or as missing.

One wrong field must not lose a comment: what is of a wrong type counts as missing and is noted,
once for each field, with the path of the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from reader.clean import clean_line, count_unsafe
from reader.model.codec import read_time

# What SQLite and other readers of JSON keep exactly.
_NUMBER_LIMIT = 2**53
_ID_LIMIT = 100
_PATH_LIMIT = 60


@dataclass(slots=True)
class Notes:
    """What was wrong with the fields of a source, and how much of them was unsafe.

    Attributes:
        cleaned: How many unsafe characters the fields taken so far held.
        wrong: By field, how often it was wrong, the path of the first, and what was wanted.
    """

    cleaned: int = 0
    wrong: dict[str, tuple[int, str, str]] = field(default_factory=dict)

    def add(self, name: str, path: str, wanted: str) -> None:
        """Note that a field is not what it should be."""
        count, first, first_wanted = self.wrong.get(name, (0, path, wanted))
        self.wrong[name] = (count + 1, first, first_wanted)

    def sentences(self) -> Iterator[str]:
        """What was noted, for a report."""
        for name, (count, path, wanted) in self.wrong.items():
            where = f"at {path}" if count == 1 else f"{count} times, first at {path}"
            yield f"field {name!r} is not {wanted} and was left out {where}"


class Record:
    """An object of an answer, whose fields are taken by name.

    Every accessor takes several names and gives the first field that is there and not null.

    Args:
        raw: The object.
        path: Where it stands, for notes.
        notes: Where to note what is wrong.
    """

    __slots__ = ("notes", "path", "raw")

    def __init__(self, raw: dict[str, Any], path: str, notes: Notes) -> None:
        self.raw = raw
        self.path = path
        self.notes = notes

    def get(self, *names: str) -> object:
        """A field as it is; None when it is missing."""
        for name in names:
            value = self.raw.get(name)
            if value is not None:
                return value
        return None

    def text(self, *names: str) -> str:
        """A text, not yet cleaned, since entities and marks in it are still to be undone."""
        value = self.get(*names)
        if value is None or isinstance(value, str):
            return value or ""
        self._note(names, "a text")
        return ""

    def line(self, *names: str) -> str:
        """A cleaned text of one line; empty when it is missing."""
        value = self.text(*names)
        if not value:
            return ""
        self.count(value)
        return clean_line(value)

    def name(self, *names: str) -> str:
        """What the site calls something: a short text or a whole number, as a cleaned line."""
        value = self.get(*names)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is None or (isinstance(value, str) and len(value) <= _ID_LIMIT):
            return clean_line(value or "")
        self._note(names, "a short text or a whole number")
        return ""

    def whole(self, *names: str) -> int | None:
        """A whole number; one with a fraction is rounded."""
        value = self.get(*names)
        if value is None:
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < _NUMBER_LIMIT:
            return round(value)
        self._note(names, "a number")
        return None

    def is_true(self, *names: str) -> bool:
        """Whether a field is set: true, a number other than zero, or a text that says something."""
        return bool(self.get(*names))

    def moment(self, *names: str) -> datetime | None:
        """A moment in UTC, from ISO 8601 or from seconds since 1970."""
        value = self.get(*names)
        if value is None or value == "":
            return None
        try:
            return _moment(value)
        except (ValueError, OverflowError, OSError):
            self._note(names, "a time")
            return None

    def record(self, *names: str) -> Record | None:
        """An object."""
        value = self.get(*names)
        if isinstance(value, dict):
            return self._below(value, names[0])
        if value is not None and value != "":
            self._note(names, "an object")
        return None

    def members(self, *names: str) -> list[object]:
        """The members of a list, whatever they are; none when it is missing."""
        value = self.get(*names)
        if isinstance(value, list):
            return value
        if value is not None and value != "":
            self._note(names, "a list")
        return []

    def records(self, *names: str) -> Iterator[Record]:
        """The objects in a list."""
        for at, value in enumerate(self.members(*names)):
            if isinstance(value, dict):
                yield self._below(value, f"{names[0]}[{at}]")
            elif value is not None:
                self.notes.add(names[0], f"{self.path}.{names[0]}[{at}]", "a list of objects")

    def names(self, *names: str) -> tuple[str, ...]:
        """The texts in a list, or the names of the objects in it, as cleaned lines."""
        members = self.members(*names)
        raws = [member if isinstance(member, dict) else {"name": member} for member in members]
        return tuple(self._below(raw, f"{names[0]}[{at}]").line("name") for at, raw in enumerate(raws))

    def count(self, text: str) -> None:
        """Count what is unsafe in a text taken from here."""
        if not (text.isascii() and text.isprintable()):
            self.notes.cleaned += count_unsafe([text])

    def _below(self, raw: dict[str, Any], name: str) -> Record:
        # Only the end of the path: in a deep thread the whole of each would take quadratic room.
        return Record(raw, f"{self.path[-_PATH_LIMIT:]}.{name}", self.notes)

    def _note(self, names: tuple[str, ...], wanted: str) -> None:
        name = next(name for name in names if self.raw.get(name) is not None)
        self.notes.add(name, f"{self.path}.{name}", wanted)


def _moment(value: object) -> datetime | None:
    if isinstance(value, str) and not value.isdigit():
        return read_time(value.strip())
    if isinstance(value, (int, float, str)) and not isinstance(value, bool):
        return datetime.fromtimestamp(float(value), UTC)
    raise ValueError(value)
