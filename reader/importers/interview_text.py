"""An interview posted as text: title, byline, introduction, headed sections, labelled turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, groupby

from reader.clean import count_unsafe, safe_url
from reader.errors import SourceError
from reader.importers.compose import TYPED_LIST, compose, heading, quote
from reader.importers.interview_blocks import Block, BlockKind, Speakers, find_speakers, read_blocks
from reader.importers.interview_header import InterviewHeader, read_header
from reader.importers.lines import Piece, account, header_texts, split_lines
from reader.importers.naming import UNTITLED, document_id, first_words
from reader.importers.plain import escape_line
from reader.importers.source import Source
from reader.importers.structure import Laid, Stream, compare, lay, summary_of
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Report
from reader.model.markdown import parse_markdown
from reader.model.thread import arrange

NAME = "interview-text"
_SECTION_LEVEL, _EXCERPT_LEVEL = 2, 3
_LETTERS = {EntryKind.SECTION: "s", EntryKind.TURN: "t"}


@dataclass(slots=True)
class _Draft:
    """An entry being read.

    Attributes:
        kind: Post, section or turn.
        section: Index of the draft of its section, for a turn.
        speaker: Who says it, for a turn.
        blocks: Its blocks; the first of a section is its heading.
        level: The Markdown level of a section's heading.
    """

    kind: EntryKind
    section: int | None = None
    speaker: str | None = None
    blocks: list[Block] = field(default_factory=list)
    level: int = _SECTION_LEVEL

    @property
    def own_text(self) -> str:
        """The text its fingerprint is taken of."""
        return " ".join(block.text for block in self.blocks)


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like an interview; None when it does not."""
    speakers = find_speakers(text.split("\n"))
    names = sorted(speakers.recurring)
    is_interview = len(names) > 1 or (names and speakers.once)
    return f"speakers' labels recur: {', '.join(names[:3])}" if is_interview else None


def read_interview_text(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read an interview posted as text.

    Args:
        source: Its text.
        known: Documents whose entries carry fingerprints.

    Returns:
        An interview in the full edition. Where it is one of the known ones, document id, entry
        ids and summaries are those of the known document.

    Raises:
        SourceError: No speaker's label recurs.
    """
    lines = split_lines(source.text)
    speakers = find_speakers(lines)
    if not speakers.recurring:
        way_out = "label each turn with its speaker"
        raise SourceError(source.name, "no speaker's label 'Name:' recurs", way_out)
    header = read_header(lines, speakers.recurring)
    drafts = _draft(read_blocks(lines, header.stop, speakers.recurring))
    laid = lay(
        Stream(draft.own_text for draft in drafts), known, DocumentKind.INTERVIEW,
        lambda entry, at: 0 if entry.kind is drafts[at].kind else None,
    )  # fmt: skip
    entries = _make_entries(drafts, laid)
    base = _known_document(source, header, laid.document) if laid else _new_document(source, header, drafts)
    entries[0] = _make_post(entries[0], base)
    arranged = arrange(entries)
    pieces = [*header.fields, *map(_piece, drafts, entries)]
    report = Report(
        format=NAME, imported=sum(entry.kind is EntryKind.TURN for entry in entries),
        found=_tally(entries, laid), orphans=arranged.orphans + arranged.loops,
        cleaned=count_unsafe([source.text]), left_out=header_texts(lines, pieces),
        warnings=(*header.warnings, *_warn(entries, speakers, laid)), lines=account(lines, pieces),
    )  # fmt: skip
    return replace(base, entries=arranged.entries, report=report)


def _draft(blocks: Sequence[Block]) -> list[_Draft]:
    drafts, section = [_Draft(EntryKind.POST)], None
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            section = len(drafts)
            drafts.append(_Draft(EntryKind.SECTION))
        elif block.kind is BlockKind.TURN:
            drafts.append(_Draft(EntryKind.TURN, section, block.speaker))
        drafts[-1].blocks.append(block)
    _set_levels([draft for draft in drafts if draft.kind is not EntryKind.POST])
    return drafts


def _set_levels(drafts: Sequence[_Draft]) -> None:
    """A heading directly above a heading heads all that follow, up to the next such."""
    level = _SECTION_LEVEL
    for draft, after in zip(drafts, [*drafts[1:], None], strict=True):
        if draft.kind is not EntryKind.SECTION:
            continue
        is_above = len(draft.blocks) == 1 and after is not None and after.kind is EntryKind.SECTION
        draft.level = _SECTION_LEVEL if is_above else level
        level = _EXCERPT_LEVEL if is_above else level


def _make_entries(drafts: Sequence[_Draft], laid: Laid | None) -> list[Entry]:
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
    return entries


def _known_entries(laid: Laid) -> dict[int, Entry]:
    """The known entry of each draft; the first draft is always the post."""
    entries = laid.document.entries
    known = {at.start: entries[index] for index, at in laid.found.items() if at.start}
    posts = [entry for entry in entries if entry.kind is EntryKind.POST]
    known |= {0: posts[0]} if posts else {}
    edition = laid.document.edition
    return {at: replace(entry, summary=summary_of(entry, edition)) for at, entry in known.items()}


def _fill(entry: Entry, draft: _Draft) -> Entry:
    markdown = _write(draft)
    return replace(
        entry, author=draft.speaker or entry.author, flags=frozenset(), markdown=markdown,
        inferred=entry.inferred - {"author"} if draft.speaker else entry.inferred,
        passages=parse_markdown(markdown),
    )  # fmt: skip


def _write(draft: _Draft) -> str:
    is_section = draft.kind is EntryKind.SECTION
    written = [heading(draft.blocks[0].text, draft.level)] if is_section else []
    said = draft.blocks[is_section:]
    runs = groupby(said, lambda block: (block.kind is BlockKind.LISTED, block.is_quotation))
    for (is_list, is_quotation), run in runs:
        texts = [block.text for block in run if block.text]
        markdown = compose(texts, TYPED_LIST) if is_list else "\n\n".join(map(escape_line, texts))
        written.append(quote(markdown) if is_quotation else markdown)
    return "\n\n".join(filter(None, written))


def _make_post(post: Entry, document: Document) -> Entry:
    author = post.author or ", ".join(document.authors) or None
    return replace(post, author=author, posted_at=document.posted_at, score=document.score)


def _piece(draft: _Draft, entry: Entry) -> Piece:
    blocks = draft.blocks
    return Piece(blocks[0].start, blocks[-1].stop, entry.id) if blocks else Piece(0, 0, entry.id)


def _known_document(source: Source, header: InterviewHeader, known: Document) -> Document:
    return replace(
        known, edition=Edition.FULL, title=header.title or known.title,
        url=header.url or known.url or safe_url(source.url), authors=header.authors or known.authors,
        posted_at=header.posted_at or known.posted_at,
        score=known.score if header.score is None else header.score,
    )  # fmt: skip


def _new_document(source: Source, header: InterviewHeader, drafts: Sequence[_Draft]) -> Document:
    beginning = " ".join(block.text for draft in drafts[:3] for block in draft.blocks[:3])
    texts = (block.text for draft in drafts for block in draft.blocks if block.text.strip())
    title = header.title or first_words(next(texts, "")) or UNTITLED
    return Document(
        id=document_id(title, beginning, "interview"), kind=DocumentKind.INTERVIEW, edition=Edition.FULL,
        title=title, url=header.url or safe_url(source.url), authors=header.authors,
        posted_at=header.posted_at, score=header.score,
        inferred=frozenset() if header.title else frozenset({"title"}),
    )  # fmt: skip


def _tally(entries: Sequence[Entry], laid: Laid | None) -> dict[str, int]:
    turns = [entry for entry in entries if entry.kind is EntryKind.TURN]
    sections = sum(entry.kind is EntryKind.SECTION for entry in entries)
    tally = {"turns": len(turns), "sections": sections, "speakers": len({turn.author for turn in turns})}
    return tally | ({"recognised": len(laid.found)} if laid else {})


def _warn(entries: Sequence[Entry], speakers: Speakers, laid: Laid | None) -> Iterator[str]:
    if speakers.once:
        names = ", ".join(speakers.once[:5])
        yield f"labels that stand only once were left in the text, perhaps speakers: {names}"
    if laid:
        yield from compare(entries, laid.document)
