"""What was read, entry by entry: a small file for each document, joined between programs.

For each edition the ids of the entries that were on the screen long enough, or stepped over, each
with a mark of the text that was read: when the text is another, the entry was edited since. Those
that were there at first and are not read yet are known without a mark: what is not known came later.
Nothing here is forgotten but by the reader's own choice.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from reader.clean import clean_line
from reader.errors import FileError
from reader.files import OTHER_HOME, explain, file_error, locked, set_aside, write_atomic
from reader.model.documents import Edition, Entry
from reader.model.fingerprint import normalise

VERSION = 1
_FORMAT = "threadside.seen"
_MARK = 8
_UNREAD = ""
_PLAIN = re.compile(r"[a-z0-9-]{1,100}")


class Standing(StrEnum):
    """How an entry stands to the reader."""

    NEW = "new"
    UNREAD = "unread"
    EDITED = "edited"
    SEEN = "seen"


def mark_of(entry: Entry) -> str:
    """A mark of an entry's words; spaces, capitals and punctuation do not matter."""
    words = normalise("".join(passage.text for passage in entry.passages))
    return hashlib.sha256(words.encode()).hexdigest()[:_MARK]


class DocumentSeen:
    """What was read of a document in an edition.

    Attributes:
        marks: The mark of each entry that was read, by id; empty for one that is only known.
        touched: Ids of those read, or first known, since the last saving.
    """

    def __init__(self, marks: Mapping[str, str]) -> None:
        self.marks = dict(marks)
        self.touched: set[str] = set()

    def __len__(self) -> int:
        return sum(map(bool, self.marks.values()))

    def begin(self, entry_ids: Iterable[str]) -> None:
        """Know the entries that are there at first; they are unread, but not new."""
        for id in entry_ids:
            if self.marks.setdefault(id, _UNREAD) == _UNREAD:
                self.touched.add(id)

    def see(self, entry_id: str, mark: str) -> bool:
        """Note that an entry was read; whether that was not known."""
        if self.marks.get(entry_id) == mark:
            return False
        self.marks[entry_id] = mark
        self.touched.add(entry_id)
        return True

    def standing(
        self, entry_id: str, mark: str | None, posted_at: datetime | None = None, since: date | None = None
    ) -> Standing:
        """How an entry stands.

        Args:
            entry_id: The entry's id.
            mark: The mark of its present text; None when that is not known, and then it is not edited.
            posted_at: When it was posted.
            since: The day from which on entries count as new; those of before are as if read.
        """
        known = self.marks.get(entry_id)
        if not known:
            is_old = since is not None and posted_at is not None and posted_at.date() < since
            unread = Standing.NEW if known is None else Standing.UNREAD
            return Standing.SEEN if is_old else unread
        return Standing.SEEN if mark in (None, known) else Standing.EDITED


class Seen:
    """What was read of all documents.

    Args:
        folder: Where the files lie; it need not be there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def of(self, document_id: str, edition: Edition) -> tuple[DocumentSeen, str | None]:
        """What was read of a document.

        Returns:
            It, and a sentence for the reader when the file could not be followed: it was damaged and
            is set aside, or is of a newer Threadside and left alone.

        Raises:
            FileError: The file cannot be read, or a damaged one cannot be set aside.
        """
        path = self._path(document_id)
        try:
            return DocumentSeen(_read(path).get(edition, {})), None
        except _NewerVersion:
            return DocumentSeen({}), f"{path} was written by a newer Threadside: what is read is not kept"
        except ValueError:
            aside = set_aside(path)
            return DocumentSeen(
                {}
            ), f"{path} was damaged: all is new again, the old file is kept as {aside.name}"

    def save(self, document_id: str, edition: Edition, seen: DocumentSeen) -> None:
        """Keep what was read since the last saving, beside what other programs kept.

        Raises:
            FileError: It cannot be written.
        """
        if not seen.touched:
            return
        path = self._path(document_id)
        with locked(path):
            try:
                there = _read(path)
            except _NewerVersion:
                return
            except ValueError:
                set_aside(path)
                there = {}
            read = {id: seen.marks[id] for id in seen.touched if id in seen.marks}
            known = {id: mark for id, mark in there.get(edition, {}).items() if mark or not read.get(id)}
            there[edition] = {**read, **known, **{id: mark for id, mark in read.items() if mark}}
            write_atomic(path, _write(document_id, there))
        seen.marks = dict(there[edition])
        seen.touched.clear()

    def reset(self, document_id: str) -> None:
        """Forget all that was read of a document; one backup is left beside it.

        Raises:
            FileError: The file cannot be renamed.
        """
        path = self._path(document_id)
        with locked(path):
            try:
                path.replace(path.with_name(path.name + ".bak"))
            except FileNotFoundError:
                return
            except OSError as error:
                raise file_error(path, error) from error

    def _path(self, document_id: str) -> Path:
        plain = document_id if _PLAIN.fullmatch(document_id) else ""
        coded = hashlib.sha256(document_id.encode(errors="replace")).hexdigest()[:32]
        return self.folder / f"{plain or coded}.json"


class _NewerVersion(Exception):
    """The file was written by a newer Threadside."""


def _write(document_id: str, editions: Mapping[str, Mapping[str, str]]) -> bytes:
    written = {"format": f"{_FORMAT}/{VERSION}", "document": document_id, "seen": editions}
    return json.dumps(written, indent=0).encode() + b"\n"


def _read(path: Path) -> dict[str, dict[str, str]]:
    """Marks by entry id, by edition; nothing when there is no file.

    Raises:
        ValueError: It cannot be followed.
        _NewerVersion: A newer Threadside wrote it.
        FileError: It cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise FileError(str(path), explain(error), OTHER_HOME) from error
    try:
        raw = json.loads(data.decode())
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    _check_version(raw)
    return {edition: _marks(marks) for edition, marks in _pairs(raw.get("seen"))}


def _check_version(raw: Any) -> None:
    written = raw.get("format") if isinstance(raw, dict) else None
    name, _, number = (written if isinstance(written, str) else "").partition("/")
    if name != _FORMAT or not (number.isascii() and number.isdigit()):
        raise ValueError("no file of what was read")
    if int(number) > VERSION:
        raise _NewerVersion(number)


def _marks(raw: Any) -> dict[str, str]:
    return {clean_line(id): clean_line(mark) for id, mark in _pairs(raw) if isinstance(mark, str)}


def _pairs(raw: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(raw, dict):
        return raw.items()
    raise ValueError("not a table")
