"""Documents to and from the interchange JSON, ``threadside.document/1``.

What is read comes from outside: it is checked field by field and cleaned.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from reader.clean import clean, clean_line, safe_url
from reader.errors import SourceError
from reader.model.documents import (
    SECONDS_LIMIT,
    Document,
    DocumentKind,
    Edition,
    Entry,
    EntryKind,
    Flag,
    Report,
    SourceLines,
)
from reader.model.fingerprint import parse_fingerprint
from reader.model.guesses import FIELDS, Guess

FORMAT = "threadside.document/1"
_HEADING_FINGERPRINT = re.compile(r"[1-6]:[0-9a-f]{12}-[0-9]{1,3}-[0-9]{1,9}")
_Enum = TypeVar("_Enum", bound=StrEnum)
_Plain = TypeVar("_Plain", str, int)


def to_json(document: Document) -> dict[str, Any]:
    """A document as JSON values; passages are left out, since they follow from the Markdown."""
    return {
        "format": FORMAT, "id": document.id, "kind": document.kind, "edition": document.edition,
        "title": document.title, "url": document.url, "authors": list(document.authors),
        "posted_at": write_time(document.posted_at), "score": document.score,
        "tags": list(document.tags), "inferred": sorted(document.inferred),
        "entries": [entry_to_json(entry) for entry in document.entries],
        "report": report_to_json(document.report),
    }  # fmt: skip


def entry_to_json(entry: Entry) -> dict[str, Any]:
    """An entry as JSON values."""
    written: dict[str, Any] = {
        "id": entry.id, "kind": entry.kind, "parent": entry.parent, "author": entry.author,
        "posted_at": write_time(entry.posted_at), "score": entry.score,
        "flags": sorted(entry.flags), "inferred": sorted(entry.inferred),
        "markdown": entry.markdown, "summary": entry.summary,
    }  # fmt: skip
    marks = {"fingerprint": entry.fingerprint, "heading_fingerprints": list(entry.heading_fingerprints)}
    starts = {} if entry.starts_at is None else {"starts_at": entry.starts_at}
    return written | starts | {name: mark for name, mark in marks.items() if mark}


def report_to_json(report: Report) -> dict[str, Any]:
    """An import report as JSON values; guesses only where there are some."""
    written = {
        "format": report.format, "announced": report.announced, "imported": report.imported,
        "found": dict(report.found), "orphans": list(report.orphans), "cleaned": report.cleaned,
        "left_out": dict(report.left_out), "warnings": list(report.warnings),
        "lines": [[run.first, run.last, run.place, run.is_header] for run in report.lines],
    }  # fmt: skip
    return written | ({"guesses": guesses_to_json(report.guesses)} if report.guesses else {})


def guesses_to_json(guesses: Iterable[Guess]) -> list[dict[str, Any]]:
    """Guesses as JSON values."""
    return [guess._asdict() | {"reasons": list(guess.reasons)} for guess in guesses]


def write_time(moment: datetime | None) -> str | None:
    """A moment as ISO 8601 in UTC, ending in Z."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else None


def read_time(written: str | None) -> datetime | None:
    """A moment from ISO 8601; without an offset it is UTC.

    Raises:
        ValueError: It is not ISO 8601, or lies outside the years 1 to 9999.
    """
    if written is None:
        return None
    moment = datetime.fromisoformat(written)
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(written) from error


def from_json_text(text: str) -> Document:
    """A document from interchange JSON.

    Args:
        text: JSON text.

    Raises:
        SourceError: It is not JSON, not of this format, or a field is missing or of a wrong type.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError("JSON document", f"not readable as JSON ({error})") from error
    return from_json(_mapping(raw, "the document"))


def from_json(raw: Mapping[str, Any]) -> Document:
    """A document from JSON values; see :func:`from_json_text`."""
    written = raw.get("format")
    if written != FORMAT:
        reason = f"its format is {str(written)[:40]!r}, not {FORMAT!r}"
        raise SourceError("JSON document", reason, "a newer Threadside may read it")
    entries = tuple(_entry(item) for item in _list(raw, "entries"))
    _check_ids(entries)
    return Document(
        id=_line(raw, "id"), kind=_enum(raw, "kind", DocumentKind),
        edition=_enum(raw, "edition", Edition), title=_line(raw, "title"),
        url=safe_url(_optional(raw, "url", str)), authors=_lines(raw, "authors"),
        posted_at=_time(raw), score=_optional(raw, "score", int), tags=_lines(raw, "tags"),
        inferred=frozenset(_lines(raw, "inferred")), entries=entries,
        report=report_from_json(_mapping(raw.get("report", {}), "report")),
    )  # fmt: skip


def _entry(raw: object) -> Entry:
    # Opening a library needs this module; only reading a source needs markdown-it (30 ms).
    from reader.model.markdown import parse_markdown

    item = _mapping(raw, "an entry")
    markdown = clean(_text(item, "markdown"))
    summary, mark = _optional(item, "summary", str), _optional(item, "fingerprint", str)
    return Entry(
        id=_line(item, "id"), kind=_enum(item, "kind", EntryKind),
        parent=_optional_line(item, "parent"), author=_optional_line(item, "author"),
        posted_at=_time(item), score=_optional(item, "score", int),
        flags=frozenset(_member(flag, "flags", Flag) for flag in _list(item, "flags")),
        inferred=frozenset(_lines(item, "inferred")), markdown=markdown,
        summary=None if summary is None else clean_line(summary),
        fingerprint=mark if mark and parse_fingerprint(mark) else None,
        heading_fingerprints=_heading_fingerprints(item),
        passages=parse_markdown(markdown), starts_at=_seconds(item),
    )  # fmt: skip


def _seconds(item: Mapping[str, Any]) -> float | None:
    value = item.get("starts_at")
    if value is None:
        return None
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if is_number and 0 <= value <= SECONDS_LIMIT:
        return float(value)
    raise _wrong("starts_at", "a number of seconds")


def _heading_fingerprints(item: Mapping[str, Any]) -> tuple[str, ...]:
    marks = _lines(item, "heading_fingerprints")
    if all(not mark or _HEADING_FINGERPRINT.fullmatch(mark) for mark in marks):
        return marks
    raise _wrong("heading_fingerprints", "a list of LEVEL:FINGERPRINT")


def report_from_json(raw: Mapping[str, Any]) -> Report:
    """An import report from JSON values.

    Raises:
        SourceError: A field is of a wrong type.
    """
    return Report(
        format=clean_line(_optional(raw, "format", str) or ""),
        announced=_optional(raw, "announced", int), imported=_optional(raw, "imported", int) or 0,
        found={clean_line(key): _number(count) for key, count in _pairs(raw, "found")},
        orphans=_lines(raw, "orphans"), cleaned=_optional(raw, "cleaned", int) or 0,
        left_out={clean_line(key): clean(_said(text)) for key, text in _pairs(raw, "left_out")},
        warnings=_lines(raw, "warnings"),
        lines=tuple(_source_lines(run) for run in _list(raw, "lines")), guesses=guesses_from_json(raw),
    )  # fmt: skip


def guesses_from_json(raw: Mapping[str, Any]) -> tuple[Guess, ...]:
    """The guesses of a report's JSON values, read without the rest.

    Raises:
        SourceError: A field is of a wrong type.
    """
    return tuple(_guess(_mapping(item, "a guess")) for item in _list(raw, "guesses"))


def _guess(item: Mapping[str, Any]) -> Guess:
    confidence, field, rival = item.get("confidence"), item.get("field"), _optional(item, "rival", str)
    if field not in FIELDS:
        raise _wrong("field", f"one of {', '.join(FIELDS)}")
    if isinstance(confidence, bool) or not isinstance(confidence, (int, float)) or not 0 <= confidence <= 1:
        raise _wrong("confidence", "a number from 0 to 1")
    said = None if rival is None else clean_line(rival)
    return Guess(_line(item, "entry"), field, float(confidence), _lines(item, "reasons"), said)


def _source_lines(raw: object) -> SourceLines:
    if isinstance(raw, list) and [type(part) for part in raw] == [int, int, str, bool]:
        return SourceLines(raw[0], raw[1], clean_line(raw[2]), raw[3])
    raise _wrong("lines", "[first, last, place, is_header]")


def _check_ids(entries: tuple[Entry, ...]) -> None:
    ids = [entry.id for entry in entries]
    if len(set(ids)) < len(ids) or not all(ids):
        raise SourceError("JSON document", "two entries share an id, or one has none")


def _wrong(name: str, wanted: str) -> SourceError:
    return SourceError("JSON document", f"field {name!r} is not {wanted}")


def _mapping(raw: object, name: str) -> Mapping[str, Any]:
    if isinstance(raw, dict):
        return raw
    raise _wrong(name, "an object")


def _pairs(raw: Mapping[str, Any], name: str) -> list[tuple[str, Any]]:
    return list(_mapping(raw.get(name, {}), name).items())


def _list(raw: Mapping[str, Any], name: str) -> list[object]:
    value = raw.get(name, [])
    if isinstance(value, list):
        return value
    raise _wrong(name, "a list")


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if isinstance(value, str):
        return value
    raise _wrong(name, "a text")


def _line(raw: Mapping[str, Any], name: str) -> str:
    return clean_line(_text(raw, name))


def _lines(raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = _list(raw, name)
    if all(isinstance(value, str) for value in values):
        return tuple(clean_line(str(value)) for value in values)
    raise _wrong(name, "a list of texts")


def _optional(raw: Mapping[str, Any], name: str, kind: type[_Plain]) -> _Plain | None:
    value = raw.get(name)
    if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
        return value
    raise _wrong(name, "a text" if kind is str else "a whole number")


def _optional_line(raw: Mapping[str, Any], name: str) -> str | None:
    value = _optional(raw, name, str)
    return (clean_line(value) or None) if value else None


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _wrong("found", "counts by name")


def _said(value: object) -> str:
    if isinstance(value, str):
        return value
    raise _wrong("left_out", "texts by name")


def _enum(raw: Mapping[str, Any], name: str, kind: type[_Enum]) -> _Enum:
    return _member(_text(raw, name), name, kind)


def _member(value: object, name: str, kind: type[_Enum]) -> _Enum:
    try:
        return kind(str(value))
    except ValueError as error:
        raise _wrong(name, f"one of {', '.join(kind)}") from error


def _time(raw: Mapping[str, Any]) -> datetime | None:
    try:
        return read_time(_optional(raw, "posted_at", str))
    except ValueError as error:
        raise _wrong("posted_at", "an ISO 8601 time") from error
