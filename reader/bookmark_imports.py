"""Bookmarks from other programs: our own file, W3C annotations and collections, Hypothesis's export.

Nothing here reads a file. What it is, is told from its content.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple

from reader.errors import SourceError
from reader.model.annotations import CONTEXT_URL, Bookmark, from_annotation

_DEEPEST = 6
_PLACE = "https://hypothes.is/a/"
_SELECTORS = ("TextQuoteSelector", "TextPositionSelector")


class Imported(NamedTuple):
    """What a file of annotations held.

    Attributes:
        bookmarks: Those that could be read.
        problems: A sentence for each that could not, and for what was left out.
    """

    bookmarks: list[Bookmark]
    problems: list[str]


def read_bookmarks(data: bytes, name: str) -> Imported:
    """Read bookmarks from a file of another program, or of our own.

    Args:
        data: What the file holds.
        name: Its name, for messages.

    Raises:
        SourceError: It holds no annotation at all, and is not an empty collection.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(name, "it is not in UTF-8", "save it as UTF-8") from error
    found, problems, is_known = [], list[str](), False
    for number, raw in _annotations(text):
        is_known = True
        try:
            found.append(from_annotation(raw))
        except ValueError as error:
            problems.append(f"{name}, annotation {number}: {error}")
    if not found and not (is_known and not problems) and text.strip() and not _is_empty_collection(text):
        raise SourceError(name, "no annotation in it can be read", "give it a W3C or Hypothesis export")
    return Imported(found, problems)


def _is_empty_collection(text: str) -> bool:
    with suppress(ValueError, RecursionError):
        raw = json.loads(text)
        return isinstance(raw, dict) and raw.get("type") == "AnnotationCollection"
    return False


def _annotations(text: str) -> Iterator[tuple[int, Any]]:
    number = 0
    for value in _values(text):
        for raw in _within(value, 0):
            number += 1
            yield number, raw


def _values(text: str) -> list[Any]:
    """A whole JSON text, or one on each line; a line that is none is passed on as it is."""
    with suppress(ValueError, RecursionError):
        return [json.loads(text)]
    return [_value(line) for line in text.split("\n") if line.strip()]


def _value(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return line


def _within(value: Any, depth: int) -> Iterator[Any]:
    """The annotations in a value: itself, or what its collection, page, export or list holds."""
    if isinstance(value, list) and depth < _DEEPEST:
        for one in value:
            yield from _within(one, depth + 1)
    elif isinstance(value, dict) and value.get("type") in ("AnnotationCollection", "AnnotationPage"):
        for name in ("first", "items"):
            if isinstance(value.get(name), dict | list) and depth < _DEEPEST:
                yield from _within(value[name], depth + 1)
    elif isinstance(value, dict) and isinstance(value.get("annotations", value.get("rows")), list):
        yield from map(_from_hypothesis, value.get("annotations") or value.get("rows") or [])
    elif isinstance(value, dict) and "uri" in value and "target" in value and "type" not in value:
        yield _from_hypothesis(value)
    else:
        yield value


def _from_hypothesis(raw: Any) -> Any:
    """An annotation of Hypothesis as a W3C Web Annotation; a reply stays one without a quotation."""
    if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
        return raw
    note = [{"type": "TextualBody", "purpose": "commenting", "value": raw.get("text")}] * bool(
        raw.get("text")
    )
    tags = raw.get("tags") if isinstance(raw.get("tags"), list) else []
    targets = raw.get("target")
    target = targets[0] if isinstance(targets, list) and targets else {}
    given = target.get("selector") if isinstance(target, dict) else None
    listed = given if isinstance(given, list) else []
    selectors = [one for one in listed if isinstance(one, dict) and one.get("type") in _SELECTORS]
    source = {"id": raw.get("uri"), "type": "Text", "dcterms:title": _title(raw.get("document"))}
    return {
        "@context": CONTEXT_URL, "id": f"{_PLACE}{raw['id']}", "type": "Annotation",
        "created": raw.get("created"), "modified": raw.get("updated"),
        "body": note + [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags or []],
        "target": {"type": "SpecificResource", "source": source, "selector": selectors},
        **({"creator": raw["user"]} if isinstance(raw.get("user"), str) else {}),
    }  # fmt: skip


def _title(document: Any) -> str:
    title = document.get("title") if isinstance(document, Mapping) else None
    first = next(iter(title), "") if isinstance(title, list) else title
    return first if isinstance(first, str) else ""
