"""The digest form, ``threadside.digest/1``: read and written.

A digest is one Markdown file: a header of ``key: value`` lines between two ``---`` lines, then the
entries in reading order, each a line ``=== KIND ID``, lines ``key: value``, a blank line, and its
Markdown up to the next line that begins with ``=== ``. A heading may end in
``{#HASH-START-SIZE}``: the fingerprint of the heading in its place in the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from reader.clean import count_unsafe, safe_url
from reader.errors import SourceError
from reader.importers.digest_fields import Fields
from reader.importers.lines import Piece, account, filled, is_blank, split_lines, trim
from reader.importers.naming import DOCUMENT_ID
from reader.importers.source import Source
from reader.model.codec import write_time
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag, Report
from reader.model.fingerprint import parse_fingerprint
from reader.model.markdown import parse_markdown
from reader.model.thread import arrange

NAME = "digest"
FORMAT = "threadside.digest/1"
_FENCE = "---"
_OPENING = "=== "
_ENTRY = re.compile(r"=== (\S+) (\S+)\s*")
_FORM = re.compile(r"format:\s*(\S+)\s*")
_SIGN = re.compile(
    r"^(?:format: *threadside\.digest/|=== (?:post|comment|section|turn) \S+ *$)", re.MULTILINE
)
_HEADING = re.compile(
    r"^(?P<head>(?P<level>#{1,6})[ \t]+\S[^\n]*?)"
    r"(?:[ \t]+\{#(?P<mark>[0-9a-f]{12}-[0-9]{1,3}-[0-9]{1,9})\})?[ \t]*$",
    re.MULTILINE,
)
_DOCUMENT_KEYS = ("format", "id", "kind", "title", "url", "authors", "posted_at", "score", "tags")
_ENTRY_KEYS = ("author", "parent", "posted_at", "score", "flags", "inferred", "fingerprint")
_UNKNOWN, _POST = "unknown", "post"


class _Heads(NamedTuple):
    """Where the parts of a digest begin, as indexes of lines: its header's two fences, its entries."""

    first: int
    last: int
    entries: tuple[int, ...]


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like a digest; None when it does not."""
    match = _SIGN.search(text)
    return f"it has a line {match[0].strip()!r}" if match else None


def read_digest(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a digest.

    Args:
        source: Its text.
        known: Not used.

    Raises:
        SourceError: It is not of this form; the line is named.
    """
    lines = split_lines(source.text)
    heads = _find_heads(source.name, lines)
    fields = Fields(source.name, heads.first + 1, _DOCUMENT_KEYS)
    for index in filled(lines, heads.first + 1, heads.last):
        fields.add(index + 1, lines[index])
    stops = (*heads.entries[1:], len(lines))
    entries = [
        _read_entry(source.name, lines, start, stop) for start, stop in zip(heads.entries, stops, strict=True)
    ]
    _check_ids(source.name, heads, entries)
    arranged = arrange(_free_from_post(entries))
    pieces = [Piece(heads.first, heads.last + 1, "document", True)]
    pieces += [
        Piece(start, stop, entry.id) for start, stop, entry in zip(heads.entries, stops, entries, strict=True)
    ]
    report = Report(
        format=NAME, found=_tally(entries), orphans=arranged.orphans + arranged.loops,
        imported=sum(entry.kind in (EntryKind.COMMENT, EntryKind.TURN) for entry in entries),
        cleaned=count_unsafe([source.text]), lines=account(lines, pieces),
    )  # fmt: skip
    return _read_document(fields, arranged.entries, report)


def _find_heads(name: str, lines: Sequence[str]) -> _Heads:
    opened = (index for index, line in enumerate(lines) if not is_blank(line))
    first = next(opened, 0)
    if lines[first].rstrip() != _FENCE:
        raise _refuse(name, first, f"a digest begins with a header between two lines {_FENCE!r}")
    fences = (index for index in range(first + 1, len(lines)) if lines[index].rstrip() == _FENCE)
    last = next(fences, None)
    if last is None:
        raise _refuse(name, first, f"the header that begins here has no closing line {_FENCE!r}")
    _check_form(name, lines, first, last)
    entries = tuple(index for index in range(last, len(lines)) if lines[index].startswith(_OPENING))
    stray = next(filled(lines, last + 1, entries[0] if entries else len(lines)), None)
    if stray is not None:
        raise _refuse(name, stray, "text before the first entry")
    if not entries:
        raise _refuse(name, last, "the digest has no entry after its header")
    return _Heads(first, last, entries)


def _check_form(name: str, lines: Sequence[str], first: int, last: int) -> None:
    forms = ((index, _FORM.fullmatch(lines[index])) for index in range(first, last))
    index, form = next(((index, match[1]) for index, match in forms if match), (first, None))
    if form is None:
        raise _refuse(name, index, "key 'format' is missing in the header that begins here")
    if form != FORMAT:
        reason = f"line {index + 1}: its form is {form[:40]!r}, not {FORMAT!r}"
        raise SourceError(name, reason, "a newer Threadside may read it")


def _refuse(name: str, index: int, reason: str) -> SourceError:
    return SourceError(name, f"line {index + 1}: {reason}", "see content/README.md for the form")


def _read_document(fields: Fields, entries: tuple[Entry, ...], report: Report) -> Document:
    return Document(
        id=_read_id(fields), kind=fields.member("kind", fields.required("kind"), DocumentKind),
        edition=Edition.DIGEST, title=fields.required("title"), url=_read_url(fields),
        authors=fields.listed("authors", ";"), posted_at=fields.moment("posted_at"),
        score=fields.number("score"), tags=fields.listed("tags", ";"), entries=entries, report=report,
    )  # fmt: skip


def _read_id(fields: Fields) -> str:
    written = fields.required("id")
    if not DOCUMENT_ID.fullmatch(written):
        raise fields.bad("id", "made of lower-case letters, digits and hyphens")
    return written


def _read_url(fields: Fields) -> str | None:
    written = fields.text("url")
    if written and not safe_url(written):
        raise fields.bad("url", "an http or https address")
    return written


def _read_entry(name: str, lines: Sequence[str], start: int, stop: int) -> Entry:
    match = _ENTRY.fullmatch(lines[start])
    if not match or match[1] not in tuple(EntryKind):
        kinds = ", ".join(EntryKind)
        raise _refuse(name, start, f"expected '=== KIND ID', with one of the kinds {kinds}")
    fields = Fields(name, start + 1, _ENTRY_KEYS)
    body = start + 1
    while body < stop and not is_blank(lines[body]):
        fields.add(body + 1, lines[body])
        body += 1
    first, last = trim(lines, body, stop)
    markdown, marks = _take_marks("\n".join(lines[first:last]))
    return _make_entry(fields, EntryKind(match[1]), match[2], markdown, marks)


def _make_entry(
    fields: Fields, kind: EntryKind, entry_id: str, markdown: str, marks: tuple[str, ...]
) -> Entry:
    mark = fields.text("fingerprint")
    if mark and not parse_fingerprint(mark):
        raise fields.bad("fingerprint", "of the form HASH-START-SIZE")
    author = fields.text("author")
    return Entry(
        id=entry_id, kind=kind, parent=fields.text("parent"), author=None if author == _UNKNOWN else author,
        posted_at=fields.moment("posted_at"), score=fields.number("score"),
        flags=frozenset(fields.member("flags", flag, Flag) for flag in fields.listed("flags")),
        inferred=frozenset(fields.listed("inferred")), markdown=markdown, fingerprint=mark,
        heading_fingerprints=marks, passages=parse_markdown(markdown),
    )  # fmt: skip


def _take_marks(body: str) -> tuple[str, tuple[str, ...]]:
    """Markdown without the fingerprints of its headings, and these: one a heading, empty for none."""
    marks: list[str] = []

    def take(match: re.Match[str]) -> str:
        marks.append(f"{len(match['level'])}:{match['mark']}" if match["mark"] else "")
        return match["head"] if match["mark"] else match[0]

    markdown = _HEADING.sub(take, body)
    return markdown, tuple(marks) if any(marks) else ()


def _check_ids(name: str, heads: _Heads, entries: Sequence[Entry]) -> None:
    seen: set[str] = set()
    for start, entry in zip(heads.entries, entries, strict=True):
        if entry.id in seen:
            raise _refuse(name, start, f"a second entry {entry.id[:40]!r}")
        seen.add(entry.id)


def _free_from_post(entries: Sequence[Entry]) -> list[Entry]:
    """What answers the post has no parent in the model."""
    posts = {entry.id for entry in entries if entry.kind is EntryKind.POST} | {_POST}
    return [replace(entry, parent=None) if entry.parent in posts else entry for entry in entries]


def _tally(entries: Sequence[Entry]) -> dict[str, int]:
    kinds = [entry.kind for entry in entries]
    return {f"{kind}s": kinds.count(kind) for kind in EntryKind if kind in kinds}


def write_digest(document: Document) -> str:
    """Write a document in the digest form; its report and what follows from its text are left out.

    Args:
        document: Its names must hold no ``;``, its entries' ids no white space.

    Raises:
        SourceError: An entry cannot be written in this form.
    """
    header = {
        "format": FORMAT, "id": document.id, "kind": document.kind.value, "title": document.title,
        "url": document.url, "authors": "; ".join(document.authors),
        "posted_at": _write_moment(document.posted_at), "score": document.score,
        "tags": "; ".join(document.tags),
    }  # fmt: skip
    blocks = ["\n".join([_FENCE, *_write_fields(header), _FENCE])]
    return "\n\n".join([*blocks, *(_write_entry(document, entry) for entry in document.entries)]) + "\n"


def _write_entry(document: Document, entry: Entry) -> str:
    is_bad = any(line.startswith(_OPENING) for line in entry.markdown.split("\n"))
    if is_bad or not re.fullmatch(r"\S+", entry.id):
        reason = f"entry {entry.id[:40]!r} has an id with spaces, or a line that begins with {_OPENING!r}"
        raise SourceError(document.id, reason, "write it as JSON instead")
    fields = {
        "speaker" if entry.kind is EntryKind.TURN else "author": _write_author(entry),
        "parent": entry.parent or (_POST if entry.kind is EntryKind.COMMENT else None),
        "score": entry.score, "posted_at": _write_moment(entry.posted_at),
        "flags": " ".join(sorted(entry.flags)), "inferred": " ".join(sorted(entry.inferred)),
        "fingerprint": entry.fingerprint,
    }  # fmt: skip
    head = "\n".join([f"{_OPENING}{entry.kind} {entry.id}", *_write_fields(fields)])
    body = _put_marks(entry).strip("\n")
    return f"{head}\n\n{body}" if body else head


def _write_fields(fields: dict[str, str | int | None]) -> Iterator[str]:
    return (f"{key}: {value}" for key, value in fields.items() if value is not None and value != "")


def _write_author(entry: Entry) -> str | None:
    is_expected = entry.kind in (EntryKind.COMMENT, EntryKind.TURN)
    return entry.author or (_UNKNOWN if is_expected else None)


def _write_moment(moment: datetime | None) -> str | None:
    written = write_time(moment)
    return written.removesuffix("T00:00:00Z") if written else None


def _put_marks(entry: Entry) -> str:
    marks = iter(entry.heading_fingerprints)

    def put(match: re.Match[str]) -> str:
        mark = next(marks, "").partition(":")[2]
        return f"{match['head']} {{#{mark}}}" if mark else match[0]

    return _HEADING.sub(put, entry.markdown)
