"""An interview put together: drafts of its sections and turns become a document with a report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

from reader.clean import count_unsafe, safe_url
from reader.importers.interview_header import InterviewHeader
from reader.importers.labels import relatives
from reader.importers.lines import Piece, account, header_texts
from reader.importers.naming import UNTITLED, document_id, first_words
from reader.importers.source import Source
from reader.importers.structure import Laid, Stream, compare, lay, summary_of
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Report
from reader.model.markdown import parse_markdown
from reader.model.thread import arrange
from reader.model.timestamps import write_timestamp
from reader.progress import tell

_LETTERS = {EntryKind.SECTION: "s", EntryKind.TURN: "t"}
# The texts an id is made of: enough that two recordings do not share it.
_BEGINNING_DRAFTS = 3


@dataclass(slots=True)
class Draft:
    """An entry of an interview before it has an id.

    Attributes:
        kind: Post, section or turn.
        markdown: Its text.
        plain: Its text without marks, a paragraph a line: what its fingerprint is taken of.
        section: Index of the draft of its section, for a turn.
        speaker: Who says it, for a turn; None when that is not known.
        starts_at: When it begins, in seconds from the recording's beginning; None when not known.
        lines: The half-open ranges of source lines that it holds.
    """

    kind: EntryKind
    markdown: str
    plain: str
    section: int | None = None
    speaker: str | None = None
    starts_at: float | None = None
    lines: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """What an importer has to report beside the interview itself.

    Attributes:
        format: The importer's name.
        text: The source as it came, entities undone: its unsafe characters are counted.
        lines: The cleaned lines of a text source.
        fields: The lines that are in no entry, by what they are.
        counts: Counts by name.
        left_out: Other text that is in no entry, by name.
        warnings: Sentences for the reader.
    """

    format: str
    text: str
    lines: Sequence[str] = ()
    fields: Sequence[Piece] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)
    warnings: Sequence[str] = ()


def warn_of_order(times: Iterable[float | None]) -> Iterator[str]:
    """What to say of times that go back.

    Args:
        times: When entries or pieces of speech begin, in seconds, in the order of the source.
    """
    known = [time for time in times if time is not None]
    back = [after for before, after in pairwise(known) if after < before]
    if back:
        first = write_timestamp(back[0])
        yield f"times earlier than the one before, kept as they are: {len(back)}, first {first}"


def make_interview(
    source: Source, header: InterviewHeader, drafts: Sequence[Draft], findings: Findings,
    known: Sequence[Document] = (),
) -> Document:  # fmt: skip
    """Put an interview together.

    Args:
        source: Where it comes from.
        header: What stands above it.
        drafts: Its entries, the post first.
        findings: What else to report.
        known: Documents whose entries carry fingerprints.

    Returns:
        An interview in the full edition. Where it is one of the known ones, document id, entry
        ids and summaries are those of the known document.
    """
    laid = lay(
        Stream(draft.plain for draft in drafts), known, DocumentKind.INTERVIEW,
        lambda entry, at: 0 if entry.kind is drafts[at].kind else None,
    )  # fmt: skip
    entries = _make_entries(drafts, laid)
    base = _known_document(source, header, laid.document) if laid else _new_document(source, header, drafts)
    entries[0] = _make_post(entries[0], base)
    arranged = arrange(entries)
    pieces = [*header.fields, *findings.fields]
    for draft, entry in zip(drafts, entries, strict=True):
        pieces += [Piece(*run, entry.id) for run in draft.lines]
    counts = _tally(entries) | ({"recognised": len(laid.found)} if laid else {})
    report = Report(
        format=findings.format, imported=counts["turns"], found=counts | dict(findings.counts),
        orphans=arranged.orphans + arranged.loops, cleaned=count_unsafe([findings.text]),
        left_out=header_texts(findings.lines, pieces) | dict(findings.left_out),
        warnings=(
            *header.warnings, *findings.warnings, *_warn_of_names(entries),
            *(compare(entries, laid.document) if laid else ()),
        ),
        lines=account(findings.lines, pieces),
    )  # fmt: skip
    return replace(base, entries=arranged.entries, report=report)


def _warn_of_names(entries: Sequence[Entry]) -> Iterator[str]:
    """Names that may be one speaker's; whether they are, only a reader can say."""
    names = sorted({entry.author for entry in entries if entry.kind is EntryKind.TURN and entry.author})
    found = [f"{longer} and {name}" for longer, name in relatives(names, names).items()]
    if found:
        yield f"perhaps the same speaker: {'; '.join(found[:5])}"


def _make_entries(drafts: Sequence[Draft], laid: Laid | None) -> list[Entry]:
    known = _known_entries(laid) if laid else {}
    taken = {entry.id for entry in laid.document.entries if entry.fingerprint} if laid else set[str]()
    numbers = {letter: count(1) for letter in "nst"}
    entries: list[Entry] = []
    for at, draft in enumerate(drafts):
        letter = "n" if laid else _LETTERS.get(draft.kind, "n")
        fresh = (f"{letter}{number}" for number in numbers[letter])
        entry = known.get(at) or (Entry("post", draft.kind) if at == 0 else None)
        entry = entry or Entry(next(name for name in fresh if name not in taken), draft.kind)
        parent = entries[draft.section].id if draft.section is not None else None
        entries.append(_fill(replace(entry, parent=parent), draft))
        tell("turns read", len(entries), len(drafts))
    return entries


def _known_entries(laid: Laid) -> dict[int, Entry]:
    """The known entry of each draft; the first draft is always the post."""
    entries = laid.document.entries
    known = {at.start: entries[index] for index, at in laid.found.items() if at.start}
    posts = [entry for entry in entries if entry.kind is EntryKind.POST]
    known |= {0: posts[0]} if posts else {}
    edition = laid.document.edition
    return {at: replace(entry, summary=summary_of(entry, edition)) for at, entry in known.items()}


def _fill(entry: Entry, draft: Draft) -> Entry:
    return replace(
        entry, author=draft.speaker or entry.author, flags=frozenset(), markdown=draft.markdown,
        inferred=entry.inferred - {"author"} if draft.speaker else entry.inferred,
        passages=parse_markdown(draft.markdown), starts_at=draft.starts_at,
    )  # fmt: skip


def _make_post(post: Entry, document: Document) -> Entry:
    author = post.author or ", ".join(document.authors) or None
    return replace(post, author=author, posted_at=document.posted_at, score=document.score)


def _known_document(source: Source, header: InterviewHeader, known: Document) -> Document:
    return replace(
        known, edition=Edition.FULL, title=header.title or known.title,
        url=header.url or known.url or safe_url(source.url), authors=header.authors or known.authors,
        posted_at=header.posted_at or known.posted_at,
        score=known.score if header.score is None else header.score,
    )  # fmt: skip


def _new_document(source: Source, header: InterviewHeader, drafts: Sequence[Draft]) -> Document:
    texts = (line for draft in drafts for line in draft.plain.split("\n") if line.strip())
    title = header.title or first_words(next(texts, "")) or UNTITLED
    beginning = " ".join(draft.plain for draft in drafts[:_BEGINNING_DRAFTS])
    return Document(
        id=document_id(title, beginning, "interview"), kind=DocumentKind.INTERVIEW, edition=Edition.FULL,
        title=title, url=header.url or safe_url(source.url), authors=header.authors,
        posted_at=header.posted_at, score=header.score, tags=header.tags,
        inferred=frozenset() if header.title else frozenset({"title"}),
    )  # fmt: skip


def _tally(entries: Sequence[Entry]) -> dict[str, int]:
    turns = [entry for entry in entries if entry.kind is EntryKind.TURN]
    sections = sum(entry.kind is EntryKind.SECTION for entry in entries)
    speakers = {turn.author for turn in turns} - {None}
    return {"turns": len(turns), "sections": sections, "speakers": len(speakers)}
