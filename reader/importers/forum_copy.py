"""A forum page copied as text.

Such a copy states little: the page's header lines, the post, and of each collapsed comment its
score, author and text. The headers of expanded comments are mostly lost. What is known of the page
from a digest is laid over the copy; without that, where comments begin and what they answer is
inferred, see :mod:`reader.importers.inference`, and each entry says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice

from reader.clean import count_unsafe, safe_url
from reader.importers.forum_page import Page, read_page
from reader.importers.inference.outcome import Comment, infer_comments
from reader.importers.inferred_page import entries_of, guesses_of, new_comment, tally_of
from reader.importers.laid_page import Part, lay_page, read_headings, read_parts
from reader.importers.lines import Piece, account, filled, header_texts
from reader.importers.naming import UNTITLED, document_id, first_words
from reader.importers.own_text import OwnText, read_one_line, read_run, read_text
from reader.importers.source import Source
from reader.importers.stated import Stated
from reader.importers.structure import Laid, compare, list_ids, summary_of
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag, Report
from reader.model.markdown import parse_markdown
from reader.model.thread import arrange

NAME = "forum-copy"
# How many lines of the post a title and an id may be made of.
_BEGINNING = 5


@dataclass(frozen=True, slots=True)
class _Read:
    """An entry, the lines it was read from, and what was taken off its text and above it."""

    entry: Entry
    piece: Piece
    controls: frozenset[str]
    header: Sequence[str] = ()


def read_forum_copy(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a forum page copied as text.

    Args:
        source: The page.
        known: Documents whose entries carry fingerprints.

    Returns:
        A thread in the full edition. Where the page is one of the known ones, ids, parents,
        authors and summaries are those of the known document.
    """
    authors = (entry.author for document in known for entry in document.entries)
    page = read_page(source.text, frozenset(author for author in authors if author))
    laid = lay_page(page, known)
    inferred = None if laid else infer_comments(page)
    if inferred is None:
        return _finish(source, page, laid, [_read_post(page, laid), *_read_parts(page, laid)])
    return _finish_inferred(source, page, inferred)


def _read_post(page: Page, laid: Laid | None) -> _Read:
    start, stop = page.post
    index = _find_post(laid)
    if laid and index is not None:
        start = max(start, laid.found[index].start) if index in laid.found else start
        entry = _known_entry(laid, index)
        entry = replace(entry, posted_at=entry.posted_at or laid.document.posted_at)
    else:
        entry = Entry("post", EntryKind.POST)
    text = read_text(page.lines[start:stop], read_headings(page, entry, start, stop))
    score = entry.score if page.score is None else page.score
    return _read(replace(entry, score=score), Piece(start, stop, entry.id), text)


def _finish_inferred(source: Source, page: Page, comments: Sequence[Comment]) -> Document:
    reads = [_read_post(page, None)]
    for one in entries_of(page, comments):
        read = _read(one.entry, one.piece, one.text, *one.entry.flags)
        reads.append(replace(read, header=one.header))
    document = _finish(source, page, None, reads)
    guesses = tuple(guesses_of(comments))
    found = {**document.report.found, **tally_of(comments, guesses)}
    report = replace(
        document.report,
        guesses=guesses,
        found={name: many for name, many in found.items() if many or name == "comments"},
    )
    return replace(document, report=report)


def _find_post(laid: Laid | None) -> int | None:
    entries = laid.document.entries if laid else ()
    return next((index for index, entry in enumerate(entries) if entry.kind is EntryKind.POST), None)


def _read_parts(page: Page, laid: Laid | None) -> Iterator[_Read]:
    taken = {entry.id for entry in laid.document.entries if entry.fingerprint} if laid else set[str]()
    prefix = "n" if laid else "c"
    ids = (f"{prefix}{number}" for number in count(1) if f"{prefix}{number}" not in taken)
    for part in read_parts(page, laid):
        entry = _known_entry(laid, part.known) if laid and part.known is not None else None
        yield _read_part(page, part, entry or new_comment(next(ids)))


def _known_entry(laid: Laid, index: int) -> Entry:
    """A known entry without its text, to be filled from the copy."""
    entry = laid.document.entries[index]
    summary = summary_of(entry, laid.document.edition)
    return replace(entry, summary=summary, flags=frozenset(), markdown="", passages=())


def _read_part(page: Page, part: Part, entry: Entry) -> _Read:
    piece = Piece(part.start, part.stop, entry.id)
    if part.stated:
        text = read_one_line(page.lines[part.stated.start + 1])
        return _read(_state(entry, part.stated), piece, text, Flag.COLLAPSED)
    lines = page.lines[part.start : part.stop]
    if part.known is None:
        return _read(entry, piece, read_run(lines), Flag.UNSEPARATED)
    return _read(entry, piece, read_text(lines))


def _state(entry: Entry, stated: Stated) -> Entry:
    inferred = entry.inferred - {"author"}
    return replace(entry, author=stated.author, score=stated.score, inferred=inferred)


def _read(entry: Entry, piece: Piece, text: OwnText, *flags: Flag) -> _Read:
    filled_in = replace(
        entry, markdown=text.markdown, passages=parse_markdown(text.markdown),
        flags=text.flags.union(flags),
    )  # fmt: skip
    return _Read(filled_in, piece, text.controls)


def _finish(source: Source, page: Page, laid: Laid | None, reads: Sequence[_Read]) -> Document:
    above = Piece(page.post[0], reads[0].piece.start, "header", True)
    pieces = [*page.fields, above, *(read.piece for read in reads)]
    entries, moved = _reparent([read.entry for read in reads], laid)
    arranged = arrange(entries)
    controls = sorted(frozenset[str]().union(*(read.controls for read in reads)))
    others = {"controls": controls, "comment headers": [line for read in reads for line in read.header]}
    differences = compare(entries, laid.document) if laid else ()
    report = Report(
        format=NAME,
        announced=page.announced,
        imported=len(entries) - 1,
        found=_tally(entries, laid),
        orphans=arranged.orphans + arranged.loops,
        cleaned=count_unsafe([source.text]),
        left_out=header_texts(page.lines, pieces)
        | {name: "\n".join(said) for name, said in others.items() if said},
        warnings=(*differences, *moved, *_warn_reading(page, entries, laid is not None)),
        lines=account(page.lines, pieces),
    )
    document = _known_document(source, laid.document) if laid else _new_document(source, page)
    score = document.score if page.score is None else page.score
    return replace(document, score=score, entries=arranged.entries, report=report)


def _known_document(source: Source, known: Document) -> Document:
    return replace(known, edition=Edition.FULL, url=known.url or safe_url(source.url))


def _new_document(source: Source, page: Page) -> Document:
    parts = (page.post, page.comments)
    begun = (list(islice(filled(page.lines, start, stop), _BEGINNING)) for start, stop in parts)
    said = [page.lines[index] for index in next(filter(None, begun), [])]
    title = page.title or first_words(" ".join(said)) or UNTITLED
    beginning = " ".join(said if page.post[0] < page.post[1] else [title, *said])
    return Document(
        id=document_id(title, beginning, "thread"), kind=DocumentKind.THREAD, edition=Edition.FULL,
        title=title, url=safe_url(source.url), inferred=frozenset() if page.title else frozenset({"title"}),
    )  # fmt: skip


def _reparent(entries: list[Entry], laid: Laid | None) -> tuple[list[Entry], list[str]]:
    """Set replies to what the copy does not hold under the nearest ancestor that it does."""
    parents = {entry.id: entry.parent for entry in laid.document.entries} if laid else {}
    here = {entry.id for entry in entries}
    placed, warnings = [], []
    for entry in entries:
        parent = entry.parent
        while parent and parent not in here and parent in parents:
            parent = parents[parent]
        if parent != entry.parent:
            placed_under = f"it is set under {parent or 'the post'}"
            warnings.append(f"{entry.id} answers {entry.parent}, which this copy lacks; {placed_under}")
            entry = replace(entry, parent=parent, inferred=entry.inferred | {"parent"})
        placed.append(entry)
    return placed, warnings


def _tally(entries: Sequence[Entry], laid: Laid | None) -> dict[str, int]:
    comments = entries[1:]
    tally = {
        "comments": len(comments),
        "stated authors": sum(Flag.COLLAPSED in entry.flags for entry in comments),
        "headings": sum(passage.level > 0 for passage in entries[0].passages),
        "unseparated": sum(Flag.UNSEPARATED in entry.flags for entry in comments),
    }
    if laid:
        tally["recognised"] = len(laid.found)
        tally["top level"] = sum(entry.parent is None for entry in comments)
    return {name: number for name, number in tally.items() if number or name == "comments"}


def _warn_reading(page: Page, entries: Sequence[Entry], is_known: bool) -> Iterator[str]:
    comments = entries[1:]
    runs = [entry.id for entry in comments if Flag.UNSEPARATED in entry.flags]
    if not entries[0].passages:
        yield "the page shows no text of the post"
    if runs:
        yield (
            "the headers of expanded comments are not in this copy: "
            f"where one comment ends is not known in {list_ids(runs)}"
        )
    if runs and not is_known:
        yield "what the comments answer is not stated, so all of them stand at the top"
    elif comments and not is_known:
        yield "what the comments answer is not stated: it is inferred, and may be wrong"
    if page.announced is not None and page.announced != len(comments):
        yield f"comments announced by the page: {page.announced}; entries read: {len(comments)}"
