"""What the reader left: places, folds, panes and history, kept from one time to the next.

The file is JSON and may be edited by hand, so that everything in it is checked; one that cannot
be followed is set aside. Two programs at once each save only what their reader touched.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from reader.clean import clean_line
from reader.errors import FileError
from reader.files import OTHER_HOME, explain, locked, set_aside, write_atomic
from reader.model.place import HISTORY_LIMIT, Place

VERSION = 1
ORDERS = ("source", "score", "newest", "oldest")
SPLITS = (0.2, 0.8)
_FORMAT = "threadside.state"
_ROWS = 10_000


@dataclass
class DocumentState:
    """Where the reader was in a document, and how it was shown.

    Attributes:
        entry: The entry's id; empty for the beginning.
        passage: Index of the passage in the entry.
        row: The line of the pane on which it began, in cells; may be negative.
        collapsed: Ids of the entries that are collapsed; None when the reader never folded here.
        order: How siblings are sorted: source, score, newest or oldest.
        since: The ISO date since which comments are set off; None for none.
    """

    entry: str = ""
    passage: int = 0
    row: int = 0
    collapsed: list[str] | None = None
    order: str = "source"
    since: str | None = None


@dataclass
class ReadingState:
    """What the reader left.

    Attributes:
        panes: Document ids, left and right.
        focus: The pane with the keyboard, 0 left or 1 right.
        split: The left pane's share of the width, from 0.2 to 0.8.
        is_zoomed: Whether one pane took all.
        theme: Name of the theme; empty when the settings decide.
        text_width: Cells of a line of text; 0 when the settings decide.
        documents: Where the reader was, by document id.
        past: Places gone from, oldest first.
        future: Places come back from, nearest last.
    """

    panes: list[str] = field(default_factory=list)
    focus: int = 0
    split: float = 0.5
    is_zoomed: bool = False
    theme: str = ""
    text_width: int = 0
    documents: dict[str, DocumentState] = field(default_factory=dict)
    past: list[Place] = field(default_factory=list)
    future: list[Place] = field(default_factory=list)


class _NewerVersion(Exception):
    """The file was written by a newer Threadside."""


def load_state(path: Path) -> tuple[ReadingState, str | None]:
    """Read what the reader left.

    Returns:
        The state, and a sentence for the reader when the file could not be followed: it was
        damaged and set aside, or is of a newer Threadside and left alone.

    Raises:
        FileError: The file cannot be read, or a damaged one cannot be set aside.
    """
    try:
        return _read(path) or ReadingState(), None
    except _NewerVersion:
        said = "was written by a newer Threadside: places are neither restored nor kept this time"
        return ReadingState(), f"{path} {said}"
    except ValueError:
        aside = set_aside(path)
        return ReadingState(), f"{path} was damaged: places begin anew, the old file is kept as {aside.name}"


def save_state(path: Path, state: ReadingState, touched: Collection[str]) -> None:
    """Keep what the reader left; a file of a newer Threadside is left alone.

    Args:
        path: The file.
        state: What to keep.
        touched: Ids of the documents whose state is to be kept; of others the file's state stays,
            since another program may have saved it meanwhile.

    Raises:
        FileError: The file cannot be written.
    """
    with locked(path):
        try:
            there = _read(path)
        except _NewerVersion:
            return
        except ValueError:
            set_aside(path)
            there = None
        documents = dict(there.documents) if there else {}
        documents |= {id: state.documents[id] for id in touched if id in state.documents}
        write_atomic(path, _write(state, documents).encode())


def _write(state: ReadingState, documents: Mapping[str, DocumentState]) -> str:
    written = {
        "format": f"{_FORMAT}/{VERSION}", **vars(state),
        "documents": {id: vars(left) for id, left in documents.items()},
        "past": state.past[-HISTORY_LIMIT:], "future": state.future[-HISTORY_LIMIT:],
    }  # fmt: skip
    lines = (f"{json.dumps(name)}: {json.dumps(value)}" for name, value in written.items())
    return "{" + ",\n".join(lines) + "}\n"


def _read(path: Path) -> ReadingState | None:
    """What the file holds; None when there is none.

    Raises:
        ValueError: It cannot be followed.
        _NewerVersion: A newer Threadside wrote it.
        FileError: It cannot be read.
    """
    try:
        text = path.read_bytes().decode()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FileError(str(path), explain(error), OTHER_HOME) from error
    try:
        raw = _of(json.loads(text), dict)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    _check_version(_get(raw, "format", str, ""))
    return _state(raw)


def _check_version(written: str) -> None:
    name, _, number = written.partition("/")
    if name != _FORMAT or not (number.isascii() and number.isdigit()):
        raise ValueError(f"format {written[:40]!r}")
    if int(number) > VERSION:
        raise _NewerVersion(written)


def _state(raw: dict[str, Any]) -> ReadingState:
    split = _of(raw.get("split", 0.5), float)
    return ReadingState(
        panes=_texts(_get(raw, "panes", list, []))[:2], focus=_within(_get(raw, "focus", int, 0), 0, 1),
        split=_within(split, *SPLITS), is_zoomed=_get(raw, "is_zoomed", bool, False),
        theme=clean_line(_get(raw, "theme", str, "")),
        text_width=_within(_get(raw, "text_width", int, 0), 0, 400),
        documents={
            clean_line(id): _document(_of(left, dict))
            for id, left in _get(raw, "documents", dict, {}).items()
        },
        past=_places(_get(raw, "past", list, [])), future=_places(_get(raw, "future", list, [])),
    )  # fmt: skip


def _document(raw: dict[str, Any]) -> DocumentState:
    collapsed, since = raw.get("collapsed"), raw.get("since")
    order = _get(raw, "order", str, "source")
    return DocumentState(
        entry=clean_line(_get(raw, "entry", str, "")),
        passage=max(0, _get(raw, "passage", int, 0)),
        row=_within(_get(raw, "row", int, 0), -_ROWS, _ROWS),
        collapsed=None if collapsed is None else _texts(_of(collapsed, list)),
        order=order if order in ORDERS else "source",
        since=None if since is None else date.fromisoformat(_of(since, str)).isoformat(),
    )


def _places(raw: list[Any]) -> list[Place]:
    return [_place(*_of(fields, list)) for fields in raw[-HISTORY_LIMIT:]]


def _place(*fields: Any) -> Place:
    kinds = (str, str, int, int, int)
    if len(fields) != len(kinds):
        raise ValueError("a place has five parts")
    document, entry, passage, side, row = map(_of, fields, kinds)
    return Place(
        clean_line(document), clean_line(entry), max(0, passage), _within(side, 0, 1),
        _within(row, -_ROWS, _ROWS),
    )  # fmt: skip


def _texts(raw: list[Any]) -> list[str]:
    return [clean_line(_of(text, str)) for text in raw]


def _get(raw: dict[str, Any], name: str, kind: type, default: Any) -> Any:
    return _of(raw.get(name, default), kind)


def _of(value: Any, kind: type) -> Any:
    """The value, when it is of exactly this kind (a whole number passes as a share).

    Raises:
        ValueError: It is of another.
    """
    if type(value) is kind or (kind is float and type(value) is int):
        return value
    raise ValueError(f"{type(value).__name__} in place of {kind.__name__}")


def _within(number: Any, least: Any, most: Any) -> Any:
    """The number, or the nearer limit; what is no number at all is refused.

    Raises:
        ValueError: It is NaN.
    """
    if number != number:
        raise ValueError("not a number")
    return min(max(number, least), most)
