"""Structures: a reader's corrections of a document as a file, ``threadside.structure/1``.

Another reader applies it to their own copy of the page. It holds none of the page's words: entries
go by fingerprints, and only the names of authors stand in it as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from reader.clean import clean_line, safe_url
from reader.errors import CorrectionError
from reader.model.corrections import Confirm, Correction, Join, Mark, Move, Name, Seam, Split
from reader.model.documents import Document
from reader.model.fingerprint import START, fingerprint, hash_start, normalise, parse_fingerprint

FORMAT = "threadside.structure"
VERSION = 1
_SUBJECT = "structure file"
_MARKS, _FEW = 64, 3
_SAME_SHARE = 0.5
_CORRECTIONS_LIMIT, _NAME_LIMIT = 10_000, 200
_NUMBER_LIMIT = 10**9
_HASH = re.compile(r"([0-9a-f]{12})?")


class Structure(NamedTuple):
    """Corrections, and what tells the document they are of.

    Attributes:
        document: The document's id.
        url: Where it stands on the web; None when not known.
        marks: Fingerprints of some of its entries, as imported.
        corrections: The corrections, the first made first.
    """

    document: str
    url: str | None
    marks: tuple[str, ...]
    corrections: tuple[Correction, ...] = ()


class NewerStructure(CorrectionError):
    """The file was written by a newer Threadside."""


def structure_of(document: Document, corrections: Iterable[Correction] = ()) -> Structure:
    """A structure of a document as imported."""
    marks = [fingerprint("\n".join(one.text for one in entry.passages)) for entry in document.entries]
    telling = [mark for mark in marks if mark.size >= START]
    chosen = telling if len(telling) >= _FEW else [mark for mark in marks if mark.size]
    step = max(1, -(-len(chosen) // _MARKS))
    return Structure(document.id, document.url, tuple(map(str, chosen[::step])), tuple(corrections))


def is_of(structure: Structure, document: Document) -> bool:
    """Whether a document is a copy of the one a structure is of, wherever its entries begin."""
    passages = [normalise(one.text) for entry in document.entries for one in entry.passages]
    stream, starts = "".join(passages), list(accumulate(map(len, passages), initial=0))[:-1]
    marks = [mark for mark in map(parse_fingerprint, structure.marks) if mark and mark.size]
    hashes: dict[int, set[str]] = {}
    for size in {mark.start for mark in marks}:
        hashes[size] = {hash_start(stream[start : start + size]) for start in starts}
    found = sum(mark.hash in hashes[mark.start] for mark in marks)
    return bool(marks) and found >= _SAME_SHARE * len(marks)


# Writing


def write(structure: Structure) -> str:
    """A structure as the text of a file."""
    written = {
        "format": f"{FORMAT}/{VERSION}", "document": structure.document, "url": structure.url,
        "marks": list(structure.marks),
        "corrections": [_write(correction) for correction in structure.corrections],
    }  # fmt: skip
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def _write(correction: Correction) -> dict[str, Any]:
    written: dict[str, Any] = {"do": type(correction).__name__.lower(), "entry": correction.entry._asdict()}
    match correction:
        case Move(_, under):
            return written | {"under": under._asdict() if under else None}
        case Split(_, at, id):
            return written | {"at": at._asdict(), "id": id}
        case Join(_, to):
            return written | {"to": to._asdict()}
        case Name(_, author):
            return written | {"author": author}
        case Confirm():
            return written


# Reading


def read(text: str) -> Structure:
    """A structure from the text of a file.

    Raises:
        NewerStructure: A newer Threadside wrote it.
        CorrectionError: It is none, or a field is missing or of a wrong type.
    """
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _wrong(f"not readable as JSON ({error})") from error
    item = _mapping(raw, "the file")
    _check_format(item.get("format"))
    url = item.get("url")
    return Structure(
        _line(item, "document"), safe_url(url) if isinstance(url, str) else None,
        tuple(_fingerprint(mark) for mark in _list(item, "marks")),
        tuple(_read(_mapping(each, "a correction")) for each in _list(item, "corrections")),
    )  # fmt: skip


def _check_format(written: object) -> None:
    name, _, number = (written if isinstance(written, str) else "").partition("/")
    if name != FORMAT or not (number.isascii() and number.isdigit() and len(number) < _FEW):
        raise _wrong(f"its format is not {FORMAT}/{VERSION}")
    if int(number) > VERSION:
        reason = f"a newer Threadside wrote it (form {number}; this one reads {VERSION})"
        raise NewerStructure(_SUBJECT, reason, "update Threadside")


def _read(raw: Mapping[str, Any]) -> Correction:
    do = raw.get("do")
    read_one = _READERS.get(do) if isinstance(do, str) else None
    if read_one is None:
        raise _wrong(f"a correction does not say one of {', '.join(_READERS)}")
    return read_one(raw)


def _read_move(raw: Mapping[str, Any]) -> Move:
    under = raw.get("under")
    return Move(_mark(raw, "entry"), None if under is None else _mark(raw, "under"))


def _read_split(raw: Mapping[str, Any]) -> Split:
    at = _mapping(raw.get("at"), "at")
    place = (_number(at, "offset"), _fingerprint(at.get("text")), _number(at, "passage"))
    return Split(_mark(raw, "entry"), Seam(*place, _number(at, "character")), _line(raw, "id"))


def _read_name(raw: Mapping[str, Any]) -> Name:
    if raw.get("author") is None:
        return Name(_mark(raw, "entry"), None)
    return Name(_mark(raw, "entry"), _line(raw, "author")[:_NAME_LIMIT])


_READERS: Mapping[str, Callable[[Mapping[str, Any]], Correction]] = {
    "move": _read_move, "split": _read_split, "name": _read_name,
    "join": lambda raw: Join(_mark(raw, "entry"), _mark(raw, "to")),
    "confirm": lambda raw: Confirm(_mark(raw, "entry")),
}  # fmt: skip


def _mark(raw: Mapping[str, Any], name: str) -> Mark:
    item = _mapping(raw.get(name), name)
    before = item.get("before")
    if not isinstance(before, str) or not _HASH.fullmatch(before):
        raise _wrong("field 'before' is not a hash")
    return Mark(_line(item, "id"), _fingerprint(item.get("text")), before)


def _fingerprint(raw: object) -> str:
    mark = parse_fingerprint(raw) if isinstance(raw, str) else None
    if mark and mark.start == min(mark.size, START):
        return str(mark)
    raise _wrong("a fingerprint is not HASH-START-SIZE")


def _line(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if isinstance(value, str) and (line := clean_line(value)):
        return line
    raise _wrong(f"field {name!r} is not a text")


def _number(raw: Mapping[str, Any], name: str) -> int:
    value = raw.get(name)
    if type(value) is int and 0 <= value < _NUMBER_LIMIT:
        return value
    raise _wrong(f"field {name!r} is not a number from 0")


def _list(raw: Mapping[str, Any], name: str) -> Sequence[object]:
    value = raw.get(name)
    if isinstance(value, list) and len(value) <= _CORRECTIONS_LIMIT:
        return value
    raise _wrong(f"field {name!r} is not a list of at most {_CORRECTIONS_LIMIT}")


def _mapping(raw: object, name: str) -> Mapping[str, Any]:
    if isinstance(raw, dict):
        return raw
    raise _wrong(f"{name!r} is not an object")


def _wrong(reason: str) -> CorrectionError:
    return CorrectionError(_SUBJECT, reason, "write it with `threadside structure DOC --export FILE`")
