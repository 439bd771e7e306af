"""The ``key: value`` lines of a digest."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from reader.clean import clean_line
from reader.errors import SourceError
from reader.model.codec import read_time

_FIELD = re.compile(r"([a-z_]+):(?:\s+(.*?))?\s*")
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}")
_Member = TypeVar("_Member", bound=StrEnum)


class Fields:
    """Keys and values of a document's header or of one entry.

    Args:
        name: The source's name, for messages.
        opening: Number of the line that opens them, from 1, for messages.
        keys: The keys there may be.
    """

    def __init__(self, name: str, opening: int, keys: Collection[str]) -> None:
        self._name = name
        self._opening = opening
        self._keys = keys
        self._values: dict[str, tuple[int, str]] = {}

    def add(self, number: int, line: str) -> None:
        """Take a line.

        Args:
            number: Its number, from 1.
            line: A cleaned line.

        Raises:
            SourceError: It is no ``key: value``, or its key is unknown or there already.
        """
        match = _FIELD.fullmatch(line)
        if not match:
            raise self.refuse(number, "expected 'key: value'")
        key = "author" if match[1] == "speaker" else match[1]
        if key not in self._keys:
            raise self.refuse(number, f"unknown key {match[1][:40]!r}", f"keys are {', '.join(self._keys)}")
        if key in self._values:
            raise self.refuse(number, f"key {match[1]!r} is given twice")
        if match[2]:
            self._values[key] = (number, clean_line(match[2]))

    def refuse(self, number: int, reason: str, way_out: str = "correct the line") -> SourceError:
        """An error that names a line."""
        return SourceError(self._name, f"line {number}: {reason}", way_out)

    def text(self, key: str) -> str | None:
        """A value; None when it is not given."""
        return self._values[key][1] if key in self._values else None

    def required(self, key: str) -> str:
        """A value that must be given.

        Raises:
            SourceError: It is not.
        """
        value = self.text(key)
        if value is None:
            raise self.refuse(self._opening, f"key {key!r} is missing", f"add a line '{key}: …' below it")
        return value

    def bad(self, key: str, wanted: str) -> SourceError:
        """An error about the value of a key that is given."""
        number, value = self._values[key]
        return self.refuse(number, f"{key} {value[:60]!r} is not {wanted}")

    def number(self, key: str) -> int | None:
        """A whole number; None when it is not given."""
        value = self.text(key)
        if value is None:
            return None
        if not _NUMBER.fullmatch(value):
            raise self.bad(key, "a whole number")
        return int(value)

    def moment(self, key: str) -> datetime | None:
        """A date or time in UTC; None when it is not given."""
        try:
            return read_time(self.text(key))
        except ValueError as error:
            raise self.bad(key, "an ISO 8601 date or time") from error

    def listed(self, key: str, separator: str | None = None) -> tuple[str, ...]:
        """Values between separators (by default white space)."""
        values = (value.strip() for value in (self.text(key) or "").split(separator))
        return tuple(value for value in values if value)

    def member(self, key: str, value: str, kind: type[_Member]) -> _Member:
        """One of a fixed set of values."""
        try:
            return kind(value)
        except ValueError as error:
            raise self.bad(key, f"one of {', '.join(kind)}") from error
