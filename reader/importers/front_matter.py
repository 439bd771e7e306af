"""Front matter: the ``key: value`` lines between two rules above a Markdown text.

Only what a document has is read: title, authors, date, tags and address. The lines are YAML of the
plainest kind in practice; what is not so plain is kept as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from reader.clean import safe_url
from reader.importers.interview_header import InterviewHeader
from reader.importers.lines import Piece
from reader.model.codec import read_time

_FIELD = re.compile(r"(?P<key>[A-Za-z][\w-]{0,40}):(?:\s+(?P<value>.*))?")
_ITEM = re.compile(r"\s*-\s+(?P<value>.*)")
_LINES = 100
_TITLE = ("title",)
_AUTHORS = ("authors", "author", "by")
_DATE = ("date", "posted_at", "published", "pubdate", "created")
_TAGS = ("tags", "categories", "category", "keywords")
_URL = ("url", "link", "canonical_url", "canonical", "source")
# The date of Jekyll: minutes suffice, and a space parts an offset.
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?))?\s*(Z|[+-]\d\d:?\d\d)?")


def read_front_matter(lines: Sequence[str]) -> InterviewHeader:
    """Read what stands above a Markdown text.

    Args:
        lines: All its lines, cleaned.

    Returns:
        What it says; nothing, and no lines, where there is no front matter.
    """
    stop = _find_end(lines)
    if not stop:
        return InterviewHeader()
    fields = _read_fields(lines[1 : stop - 1])
    posted_at = _read_moment(_one(fields, _DATE))
    is_wrong = bool(_one(fields, _DATE)) and posted_at is None
    return InterviewHeader(
        stop, (Piece(0, stop, "front matter", True),), _one(fields, _TITLE) or None, _all(fields, _AUTHORS),
        posted_at, None, safe_url(_one(fields, _URL)), _all(fields, _TAGS),
        ("the date of the front matter is not one",) if is_wrong else (),
    )  # fmt: skip


def _find_end(lines: Sequence[str]) -> int:
    """One past the rule that closes it; 0 where there is none."""
    if not lines or lines[0].strip() != "---":
        return 0
    rules = (at for at, line in enumerate(lines[1:_LINES], 1) if line.strip() in ("---", "..."))
    stop = next(rules, 0) + 1
    is_fields = any(_FIELD.fullmatch(line) for line in lines[1 : stop - 1])
    return stop if stop > 1 and is_fields else 0


def _read_fields(lines: Sequence[str]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for line in lines:
        field, item = _FIELD.fullmatch(line), _ITEM.fullmatch(line)
        if field:
            values = fields.setdefault(field["key"].lower(), [])
            values += _split(field["value"] or "")
        elif item:
            values.append(_unquote(item["value"]))
    return fields


def _split(value: str) -> list[str]:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return [_unquote(part) for part in value[1:-1].split(",") if part.strip()]
    return [_unquote(value)] if value else []


def _unquote(value: str) -> str:
    value = " ".join(value.split())
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].replace(f"\\{value[0]}", value[0]) if is_quoted else value


def _one(fields: dict[str, list[str]], keys: Sequence[str]) -> str:
    return next((fields[key][0] for key in keys if fields.get(key)), "")


def _all(fields: dict[str, list[str]], keys: Sequence[str]) -> tuple[str, ...]:
    return tuple(next((fields[key] for key in keys if fields.get(key)), ()))


def _read_moment(written: str) -> datetime | None:
    match = _MOMENT.fullmatch(written)
    if not match:
        return None
    try:
        return read_time(f"{match[1]}T{match[2] or '00:00'}{match[3] or ''}")
    except ValueError:
        return None
