"""An interview posted as text: title, byline, introduction, headed sections, labelled turns."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from reader.errors import SourceError
from reader.importers.bare_names import find_bare_speakers
from reader.importers.compose import TYPED_LIST, compose, heading, quote
from reader.importers.interview_blocks import Block, BlockKind, read_blocks
from reader.importers.interview_document import Draft, Findings, make_interview, warn_of_order
from reader.importers.interview_header import read_header
from reader.importers.labels import Speakers, find_speakers
from reader.importers.lines import Piece, split_lines
from reader.importers.plain import escape_line
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind

NAME = "interview-text"
_SECTION_LEVEL, _EXCERPT_LEVEL = 2, 3
_KINDS = {BlockKind.HEADING: EntryKind.SECTION, BlockKind.TURN: EntryKind.TURN}


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like an interview; None when it does not."""
    speakers = _find_speakers(text.split("\n"))
    names = ", ".join(sorted(speakers.recurring)[:3])
    return f"speakers' labels recur: {names}" if speakers.is_interview else None


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
    speakers = _find_speakers(lines)
    if not speakers.recurring:
        way_out = "label each turn with its speaker"
        raise SourceError(source.name, "no speaker's label 'Name:' recurs", way_out)
    header = read_header(lines, speakers)
    drafts = _draft(_part(read_blocks(lines, header.stop, speakers)))
    return make_interview(source, header, drafts, find_out(NAME, source, lines, speakers, drafts), known)


def _find_speakers(lines: Sequence[str]) -> Speakers:
    """Whose labels the lines have; without labels, whose names stand alone above what they say."""
    speakers = find_speakers(lines)
    bare = Speakers(frozenset()) if speakers.is_interview else find_bare_speakers(lines)
    return bare if bare.is_interview else speakers


def find_out(
    name: str, source: Source, lines: Sequence[str], speakers: Speakers, drafts: Sequence[Draft],
    fields: Sequence[Piece] = (),
) -> Findings:  # fmt: skip
    """What to report of an interview whose speakers are known by their labels.

    Args:
        name: The importer's name.
        source: The text.
        lines: Its lines, cleaned.
        speakers: Whose labels it has.
        drafts: Its entries.
        fields: The lines that are in no entry, by what they are.
    """
    warnings = list(warn_of_order(draft.starts_at for draft in drafts))
    if speakers.once:
        names = ", ".join(speakers.once[:5])
        warnings.append(f"labels that stand only once were left in the text, perhaps speakers: {names}")
    roles = {"roles": "\n".join(speakers.roles)} if speakers.roles else {}
    return Findings(name, source.text, lines, fields, left_out=roles, warnings=warnings)


def _part(blocks: Sequence[Block]) -> list[list[Block]]:
    """The blocks of each entry: the introduction, then each with the heading or turn that opens it."""
    parts: list[list[Block]] = [[]]
    for block in blocks:
        if block.kind in _KINDS:
            parts.append([])
        parts[-1].append(block)
    return parts


def _draft(parts: Sequence[Sequence[Block]]) -> list[Draft]:
    drafts = [_draft_post(parts[0])]
    section, speaker = None, None
    for part, level in zip(parts[1:], _levels(parts[1:]), strict=True):
        first = part[0]
        kind = _KINDS[first.kind]
        if kind is EntryKind.SECTION:
            draft = Draft(kind, _join(heading(first.text, level), _write(part[1:])), _plain(part))
            section = len(drafts)
        else:
            speaker = first.speaker or speaker
            draft = Draft(kind, _write(part), _plain(part), section, speaker)
        draft.starts_at, draft.lines = first.starts_at, [(first.start, part[-1].stop)]
        drafts.append(draft)
    return drafts


def _draft_post(part: Sequence[Block]) -> Draft:
    lines = [(part[0].start, part[-1].stop)] if part else []
    return Draft(EntryKind.POST, _write(part), _plain(part), lines=lines)


def _levels(parts: Sequence[Sequence[Block]]) -> list[int]:
    """A heading directly above a heading heads all that follow, up to the next such."""
    levels, level = [], _SECTION_LEVEL
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        is_section = part[0].kind is BlockKind.HEADING
        is_above = is_section and len(part) == 1 and after and after[0].kind is BlockKind.HEADING
        levels.append(_SECTION_LEVEL if is_above else level)
        level = _EXCERPT_LEVEL if is_above else level
    return levels


def _plain(part: Sequence[Block]) -> str:
    return "\n".join(block.text for block in part)


def _join(*written: str) -> str:
    return "\n\n".join(filter(None, written))


def _write(part: Sequence[Block]) -> str:
    written = []
    runs = groupby(part, lambda block: (block.kind is BlockKind.LISTED, block.is_quotation))
    for (is_list, is_quotation), run in runs:
        texts = [block.text for block in run if block.text]
        markdown = compose(texts, TYPED_LIST) if is_list else _join(*map(escape_line, texts))
        written.append(quote(markdown) if is_quotation else markdown)
    return _join(*written)
