"""Bookmarks, and their form as W3C Web Annotations, one JSON object each.

What this program does not know of an annotation is kept: fields of other tools and of newer
versions come back as they were.

Source: W3C Web Annotation Data Model (2017).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from reader.clean import clean, clean_line, safe_url
from reader.model.codec import read_time, write_time
from reader.model.place import permalink
from reader.model.selectors import Target, TextPositionSelector, TextQuoteSelector
from reader.model.spoilers import veil

CONTEXT_URL = "http://www.w3.org/ns/anno.jsonld"
OWN = "threadside"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TAG = re.compile(r"(?:^|(?<=\s))#([^\s#]+)")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")
_write_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A saved passage, or a mark.

    Attributes:
        id: An IRI of its own.
        target: What is saved.
        note: The reader's words, of one line or several; may be empty.
        tags: Labels without ``#``, in order, each once.
        created: When it was made, in UTC.
        modified: When it was last changed, never before that.
        mark: The letter of a mark; empty for a bookmark.
        passage: Index of the passage of a mark.
        source: The annotation it was read from, with what this program does not know of it.
    """

    id: str
    target: Target
    note: str = ""
    tags: tuple[str, ...] = ()
    created: datetime = _EPOCH
    modified: datetime = _EPOCH
    mark: str = ""
    passage: int = 0
    source: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def words(self) -> str:
        """The saved words."""
        return self.target.quote.exact

    @property
    def shown(self) -> str:
        """The saved words, with ``[spoiler]`` for what was hidden: what a list of bookmarks may tell."""
        return veil(self.words, self.target.hidden)


def new_bookmark(
    target: Target, note: str = "", tags: Sequence[str] = (), now: datetime | None = None
) -> Bookmark:
    """Make a bookmark.

    Args:
        target: What is saved.
        note: The reader's words.
        tags: Labels.
        now: The moment; by default the present.
    """
    moment = (now or datetime.now(UTC)).replace(microsecond=0)
    return clean_bookmark(Bookmark(f"urn:uuid:{uuid4()}", target, note, tuple(tags), moment, moment))


def clean_bookmark(bookmark: Bookmark) -> Bookmark:
    """A bookmark whose note and tags are safe to show and to write."""
    tags = dict.fromkeys(filter(None, map(_clean_tag, bookmark.tags)))
    return replace(bookmark, note=clean(bookmark.note).strip(), tags=tuple(tags))


def _clean_tag(tag: str) -> str:
    return "-".join(clean_line(tag).replace("#", " ").split())


def split_note(typed: str) -> tuple[str, tuple[str, ...]]:
    """Tell the note from its ``#tags``, as typed in one field.

    Returns:
        The note without the tags, and the tags without ``#``.
    """
    tags = tuple(dict.fromkeys(_TAG.findall(typed)))
    lines = (
        " ".join(_TAG.sub("", line).split()) if _TAG.search(line) else line for line in typed.split("\n")
    )
    return "\n".join(lines).strip(), tags


def join_note(bookmark: Bookmark) -> str:
    """The note and its ``#tags`` as typed in one field, the tags behind."""
    return " ".join(filter(None, [bookmark.note, *(f"#{tag}" for tag in bookmark.tags)]))


def key_of(bookmark: Bookmark) -> tuple[str, str, str, str]:
    """What two bookmarks share when they are of the same words: a duplicate has the same."""
    target = bookmark.target
    return target.document or target.url or "", target.entry, " ".join(bookmark.words.split()), bookmark.mark


def to_annotation(bookmark: Bookmark) -> dict[str, Any]:
    """A bookmark as a W3C Web Annotation."""
    target = _target_to_json(bookmark, _first_target(bookmark.source))
    known = {
        "@context": bookmark.source.get("@context", CONTEXT_URL), "id": bookmark.id,
        "type": bookmark.source.get("type", "Annotation"),
        "motivation": _motivation(bookmark),
        "created": write_time(bookmark.created), "modified": write_time(bookmark.modified),
        "body": [*_bodies(bookmark), *_other_bodies(bookmark.source)],
        "target": [target, *bookmark.source["target"][1:]]
        if isinstance(bookmark.source.get("target"), list) else target,
    }  # fmt: skip
    if not known["body"]:
        del known["body"]
    return known | {name: value for name, value in bookmark.source.items() if name not in (*known, "body")}


def _motivation(bookmark: Bookmark) -> Any:
    own = "bookmarking" if bookmark.mark else "commenting" if bookmark.note else "highlighting"
    given = bookmark.source.get("motivation")
    return own if given in (None, "bookmarking", "commenting", "highlighting") else given


def _bodies(bookmark: Bookmark) -> list[dict[str, str]]:
    note = [_body("commenting", bookmark.note)] if bookmark.note else []
    return note + [_body("tagging", tag) for tag in bookmark.tags]


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain"}


def _target_to_json(bookmark: Bookmark, source: Mapping[str, Any]) -> dict[str, Any]:
    target = bookmark.target
    own = {
        "document": target.document, "entry": target.entry,
        "permalink": permalink(target.document, target.entry) if target.document else "",
        "author": target.author, "posted_at": write_time(target.posted_at),
        "opening": target.opening, "ending": target.ending, "characters": target.characters,
        "is_quotation": target.is_quotation, "hidden": [*map(list, target.hidden)] or None,
        "mark": bookmark.mark,
        "passage": bookmark.passage if bookmark.mark else None,
    }  # fmt: skip
    written: dict[str, Any] = {"type": "SpecificResource", "source": _source(target, source.get("source"))}
    selectors = _selectors(target, source)
    if selectors:
        written["selector"] = selectors
    kept = source.get(OWN)
    written[OWN] = {
        name: value for name, value in own.items() if value is not False and value not in (None, "")
    } | {name: value for name, value in (kept if isinstance(kept, dict) else {}).items() if name not in own}
    return written | {name: value for name, value in source.items() if name not in (*written, "id")}


def _source(target: Target, given: Any) -> dict[str, Any]:
    kept = given if isinstance(given, dict) else {"id": given} if isinstance(given, str) else {}
    own = permalink(target.document) if target.document else kept.get("id", f"{OWN}:unknown")
    written: dict[str, Any] = {"id": target.url or own, "type": "Text"}
    if target.title:
        written["dcterms:title"] = target.title
    if target.authors:
        written["creator"] = [{"type": "Person", "name": name} for name in target.authors]
    return {**kept, **written}


def _selectors(target: Target, source: Mapping[str, Any]) -> list[dict[str, Any]]:
    quote, position = target.quote, target.position
    written: list[dict[str, Any]] = []
    if quote.exact:
        around = {"prefix": quote.prefix, "suffix": quote.suffix}
        given = {name: text for name, text in around.items() if text}
        written.append({"type": "TextQuoteSelector", "exact": quote.exact, **given})
    if position:
        written.append({"type": "TextPositionSelector", "start": position.start, "end": position.stop})
    others = (one for one in _listed(source.get("selector")) if isinstance(one, dict))
    known = ("TextQuoteSelector", "TextPositionSelector")
    return written + [one for one in others if one.get("type") not in known]


def _other_bodies(source: Mapping[str, Any]) -> list[Any]:
    return [body for body in _listed(source.get("body")) if _text_of(body) is None]


def _text_of(body: Any) -> tuple[str, str] | None:
    """The purpose and the text of a body that is a note or a tag."""
    if isinstance(body, str) or not isinstance(body, dict) or body.get("type") not in (None, "TextualBody"):
        return None
    purpose, value = body.get("purpose", "commenting"), body.get("value")
    is_known = purpose in ("commenting", "tagging", "describing", "replying")
    return (purpose, value) if is_known and isinstance(value, str) else None


def from_annotation(raw: Any) -> Bookmark:
    """A bookmark from a W3C Web Annotation; everything shown is cleaned.

    Raises:
        ValueError: It is no annotation; the message says what is missing.
    """
    if not isinstance(raw, dict) or "Annotation" not in _listed(raw.get("type")):
        raise ValueError("it is no annotation")
    id, target = raw.get("id"), _first_target(raw)
    if not isinstance(id, str) or not _IRI.fullmatch(id):
        raise ValueError("it has an id that is no IRI")
    if not target:
        raise ValueError("it has no target")
    created = _time(raw.get("created")) or _time(raw.get("modified")) or _EPOCH
    own = _mapping(target.get(OWN))
    passage = own.get("passage")
    return clean_bookmark(Bookmark(
        id, _target(target, own), _note(raw), _tags(raw), created,
        max(created, _time(raw.get("modified")) or created),
        clean_line(_text(own, "mark"))[:1], passage if isinstance(passage, int) and passage > 0 else 0, raw,
    ))  # fmt: skip


def _note(raw: Mapping[str, Any]) -> str:
    texts = [found[1] for found in map(_text_of, _listed(raw.get("body"))) if found and found[0] != "tagging"]
    value = raw.get("bodyValue")
    return "\n\n".join([*texts, value] if isinstance(value, str) else texts)


def _tags(raw: Mapping[str, Any]) -> tuple[str, ...]:
    found = map(_text_of, _listed(raw.get("body")))
    return tuple(one[1] for one in found if one and one[0] == "tagging")


def _first_target(raw: Mapping[str, Any]) -> dict[str, Any]:
    target = next(iter(_listed(raw.get("target"))), None)
    if isinstance(target, str):
        return {"source": target}
    if isinstance(target, dict) and "source" not in target and "id" in target:
        return {**target, "source": target["id"]}
    return target if isinstance(target, dict) else {}


def _target(raw: Mapping[str, Any], own: Mapping[str, Any]) -> Target:
    source = raw.get("source")
    resource = source if isinstance(source, dict) else {"id": source}
    quote = _selector(raw, "TextQuoteSelector")
    url = resource.get("id")
    characters = own.get("characters")
    return Target(
        clean_line(_text(own, "document")), clean_line(_text(own, "entry")),
        TextQuoteSelector(*(clean(_text(quote, name)) for name in ("exact", "prefix", "suffix"))),
        _position(_selector(raw, "TextPositionSelector")),
        safe_url(url) if isinstance(url, str) else None,
        clean_line(_text(resource, "dcterms:title") or _text(resource, "title")), _authors(resource),
        clean_line(_text(own, "author")) or None, _time(own.get("posted_at")),
        clean(_text(own, "opening")), clean(_text(own, "ending")),
        characters if isinstance(characters, int) else None, own.get("is_quotation") is True,
        tuple(_stretches(own.get("hidden"))),
    )  # fmt: skip


def _stretches(raw: Any) -> Iterator[tuple[int, int]]:
    """Ranges by start, none overlapping the one before."""
    at = 0
    for pair in _listed(raw):
        match pair:
            case [int(start), int(stop)] if at <= start < stop:
                yield start, stop
                at = stop


def _authors(resource: Mapping[str, Any]) -> tuple[str, ...]:
    people = (one.get("name") if isinstance(one, dict) else one for one in _listed(resource.get("creator")))
    return tuple(clean_line(name) for name in people if isinstance(name, str) and clean_line(name))


def _selector(raw: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    waiting = list(_listed(raw.get("selector")))
    for one in waiting:
        if isinstance(one, dict) and one.get("type") == kind:
            return one
        if isinstance(one, dict) and len(waiting) < 20:
            waiting += _listed(one.get("refinedBy"))
    return {}


def _position(raw: Mapping[str, Any]) -> TextPositionSelector | None:
    start, stop = raw.get("start"), raw.get("end")
    if type(start) is int and type(stop) is int and 0 <= start <= stop:
        return TextPositionSelector(start, stop)
    return None


def _time(value: Any) -> datetime | None:
    try:
        return read_time(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [] if value is None else [value]


def write_line(bookmark: Bookmark) -> bytes:
    """A bookmark as one line of a bookmarks file, without the line end."""
    annotation = to_annotation(bookmark)
    try:
        return _write_json(annotation).encode()
    except UnicodeEncodeError:  # a lone surrogate in a field of another tool
        return json.dumps(annotation).encode()


def read_line(line: bytes) -> Bookmark:
    """A bookmark from one line of a bookmarks file.

    Raises:
        ValueError: It is none; the message says why.
    """
    try:
        raw = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError("it is not in UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not readable as JSON") from error
    return from_annotation(raw)


def change(bookmark: Bookmark, edit: Callable[[Bookmark], Bookmark], now: datetime) -> Bookmark:
    """An edited bookmark, modified now; never before it was, however the clock runs."""
    edited = clean_bookmark(edit(bookmark))
    return replace(edited, id=bookmark.id, modified=max(bookmark.modified, now.replace(microsecond=0)))
