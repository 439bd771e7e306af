"""A whole discussion of which the library has a digest: it takes the digest's place and its ids.

Copies that state little are laid on a digest by :mod:`.structure`. Here ids, authors and parents
are stated already, so each entry is only recognised by how it begins; under the digest's own
address also by who wrote it and what it answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reader.importers.structure import compare, fingerprints, summary_of
from reader.model.documents import Document, Entry, EntryKind, SourceLines
from reader.model.fingerprint import START, hash_start, normalise
from reader.model.guesses import PARENT, Guess
from reader.model.links.permalinks import read_address

# Of this many first entries one must begin as one of the digest's does, or no other is looked at.
_LOOKED_AT = 50
_FOUND_SHARE = 0.6
# More characters than START normalised ones ever need, marks and spaces between them included.
_BEGINNING = 4000

# Indexes of a digest's entries, by how many normalised characters were hashed, and their hash.
_Marks = Mapping[tuple[int, str], int]
_Key = tuple[EntryKind, str | None, str | None]


def adopt(document: Document, known: Sequence[Document]) -> Document:
    """Give a document the ids of the digest it is the full edition of.

    Args:
        document: As its source states it.
        known: Documents whose entries carry fingerprints.

    Returns:
        The document under the digest's id. Entries that the digest has go by its ids and have its
        words as summaries; others keep their own. Without a digest, the document itself.
    """
    for digest in known:
        if digest.kind is not document.kind or digest.id == document.id:
            continue
        marks = {(mark.start, mark.hash): at for at, mark in fingerprints(digest).items()}
        is_same = _is_same_address(document, digest)
        if not is_same and not (marks and any(_find(document.entries[:_LOOKED_AT], marks))):
            continue
        found = dict(_find(document.entries, marks))
        if is_same:
            found |= _find_by_place(document, digest, found)
        if is_same or len(set(found.values())) >= _FOUND_SHARE * len(marks):
            return _adopt(document, digest, found)
    return document


def _is_same_address(document: Document, digest: Document) -> bool:
    named = [read_address(each.url) if each.url else None for each in (document, digest)]
    # A link to a comment leads to the same document, where it names that.
    here, there = (one and (one.site, one.document or one.entry) for one in named)
    return here is not None and here == there


def _find_by_place(document: Document, digest: Document, found: Mapping[int, int]) -> dict[int, int]:
    """Indexes of entries not recognised by their words, with the digest's for the same place.

    The post is the post; a comment is the only one of its author, not recognised yet, that answers
    the same entry.
    """
    ids = {document.entries[at].id: digest.entries[index].id for at, index in found.items()}
    taken = set(found.values())
    theirs = _by_place((at, each) for at, each in enumerate(digest.entries) if at not in taken)
    ours = _by_place((at, each) for at, each in enumerate(document.entries) if at not in found)
    placed: dict[int, int] = {}
    # Parents come before their replies, which are looked for once their parent has an id.
    for (kind, author, parent), at in ours.items():
        index = theirs.get((kind, author, ids.get(parent or "", parent)))
        if index is not None and at >= 0 <= index:
            placed[at] = index
            ids[document.entries[at].id] = digest.entries[index].id
    return placed


def _by_place(entries: Iterable[tuple[int, Entry]]) -> dict[_Key, int]:
    """Indexes by kind, author and parent; -1 where several share these."""
    places: dict[_Key, int] = {}
    for at, entry in entries:
        author = None if entry.kind is EntryKind.POST else entry.author
        if author or entry.kind is EntryKind.POST:
            key = (entry.kind, author, entry.parent)
            places[key] = -1 if key in places else at
    return places


def _find(entries: Sequence[Entry], marks: _Marks) -> Iterator[tuple[int, int]]:
    """Indexes of entries that begin as one of a digest, with that one's index."""
    sizes = sorted({size for size, _ in marks}, reverse=True)
    for at, entry in enumerate(entries):
        text = normalise(_beginning(entry))
        sized = (size for size in sizes if len(text) == size or (size == START and len(text) > size))
        found = (marks.get((size, hash_start(text[:size]))) for size in sized)
        index = next((index for index in found if index is not None), None)
        if index is not None:
            yield at, index


def _beginning(entry: Entry) -> str:
    """How its own text begins: the address that a post is about is none of it."""
    passages = entry.passages
    is_address = entry.kind is EntryKind.POST and passages and passages[0].spans[:1]
    own = passages[1:] if is_address and passages[0].spans[0].target == passages[0].text else passages
    return " ".join(passage.text for passage in own[:START])[:_BEGINNING]


def _adopt(document: Document, digest: Document, found: Mapping[int, int]) -> Document:
    ids = _new_ids(document, digest, found)
    entries = tuple(_renamed(entry, ids) for entry in document.entries)
    summaries = {entry.id: summary_of(entry, digest.edition) for entry in digest.entries}
    entries = tuple(replace(entry, summary=entry.summary or summaries.get(entry.id)) for entry in entries)
    report = document.report
    report = replace(
        report, lines=tuple(_renamed_line(run, ids) for run in report.lines),
        orphans=tuple(ids.get(id, id) for id in report.orphans),
        guesses=tuple(_renamed_guess(guess, ids) for guess in report.guesses),
        found={**report.found, "recognised": len(ids)},
        warnings=(*report.warnings, *compare(entries, digest)),
    )  # fmt: skip
    return replace(
        document, id=digest.id, url=document.url or digest.url, authors=document.authors or digest.authors,
        posted_at=document.posted_at or digest.posted_at, tags=document.tags or digest.tags,
        entries=entries, report=report,
    )  # fmt: skip


def _new_ids(document: Document, digest: Document, found: Mapping[int, int]) -> dict[str, str]:
    """The digest's id for each entry recognised; the first of several that begin alike has it."""
    taken = {entry.id for at, entry in enumerate(document.entries) if at not in found}
    ids: dict[str, str] = {}
    for at, index in found.items():
        id = digest.entries[index].id
        if id not in taken:
            taken.add(id)
            ids[document.entries[at].id] = id
    return ids


def _renamed(entry: Entry, ids: Mapping[str, str]) -> Entry:
    return replace(entry, id=ids.get(entry.id, entry.id), parent=ids.get(entry.parent or "", entry.parent))


def _renamed_line(run: SourceLines, ids: Mapping[str, str]) -> SourceLines:
    return run if run.is_header else run._replace(place=ids.get(run.place, run.place))


def _renamed_guess(guess: Guess, ids: Mapping[str, str]) -> Guess:
    rival = guess.rival
    if rival is not None and guess.field == PARENT:
        rival = ids.get(rival, rival)
    return guess._replace(entry=ids.get(guess.entry, guess.entry), rival=rival)
