"""Deleted bookmarks, kept for a day beside the bookmarks file so that a deletion can be undone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from reader.bookmarks.file import read_whole
from reader.files import write_atomic
from reader.model.annotations import read_line
from reader.model.codec import read_time, write_time

KEPT = timedelta(days=1)
DELETED = ".deleted"


class Deleted(NamedTuple):
    """A deleted bookmark.

    Attributes:
        token: What names this deletion.
        at: When it was deleted, in UTC.
        before: The id of the bookmark it stood behind; empty when it was the first.
        lines: Its lines: more than one when files merged by hand held it twice.
    """

    token: str
    at: datetime
    before: str
    lines: list[bytes]


class Trash:
    """The deleted bookmarks of a bookmarks file; whoever calls holds that file's lock.

    Args:
        path: The bookmarks file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + DELETED)

    def keep(self, lines: Sequence[bytes], before: str, now: datetime) -> str:
        """Keep the lines of a bookmark about to be deleted.

        Returns:
            What names this deletion.

        Raises:
            FileError: They could not be written.
        """
        deleted = Deleted(uuid4().hex, now, before, list(lines))
        self._write([*self._fresh(now), deleted])
        return deleted.token

    def find(self, token: str | None, now: datetime) -> Deleted | None:
        """A deletion that can be undone: the one named, or the last."""
        fresh = self._fresh(now)
        return next((one for one in reversed(fresh) if token in (None, one.token)), None)

    def drop(self, token: str, now: datetime) -> None:
        """Forget a deletion that was undone."""
        self._write([one for one in self._fresh(now) if one.token != token])

    def _fresh(self, now: datetime) -> list[Deleted]:
        """Those of the last day; when the clock ran backwards, those that seem to come as well."""
        _, data = read_whole(self._path)
        found = (_read(line) for line in data.splitlines())
        return [one for one in found if one and now - one.at < KEPT]

    def _write(self, deleted: Sequence[Deleted]) -> None:
        data = b"".join(json.dumps(_to_json(one)).encode() + b"\n" for one in deleted)
        write_atomic(self._path, data)


def _to_json(one: Deleted) -> dict[str, Any]:
    lines = [line.decode("utf-8-sig") for line in one.lines]
    return {"token": one.token, "at": write_time(one.at), "before": one.before, "lines": lines}


def _read(line: bytes) -> Deleted | None:
    with suppress(ValueError, KeyError, TypeError, RecursionError, AttributeError):
        raw = json.loads(line)
        at = read_time(raw["at"])
        lines = [text.encode() for text in raw["lines"]]
        if at and lines and read_line(lines[-1]):
            return Deleted(str(raw["token"]), at, str(raw["before"]), lines)
    return None
