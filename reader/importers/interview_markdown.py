"""An interview in Markdown: front matter, introduction, sections by heading, labels set in bold.

The labels read are those of plain transcripts with the name in bold or italics: ``**Name:** text``,
``**Name** (00:00:09):``, ``**[00:12:34] Name:** text``, each with its text in the same line or the
next. A time alone, ``(00:29):``, goes on with the same speaker. The text stays the Markdown it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reader.errors import SourceError
from reader.importers.front_matter import read_front_matter
from reader.importers.interview_blocks import split_timestamp
from reader.importers.interview_document import Draft, make_interview
from reader.importers.interview_header import InterviewHeader
from reader.importers.interview_text import find_out
from reader.importers.labels import Label, Speakers, find_speakers, is_name, read_label
from reader.importers.lines import Piece, is_blank, split_lines
from reader.importers.markdown_lines import hide, mask_code
from reader.importers.plain import escape_heading
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind
from reader.model.markdown import parse_markdown
from reader.model.timestamps import TIMESTAMP

NAME = "interview-markdown"
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>\S.*)")
_MARKED = re.compile(r" {0,3}(?P<mark>\*\*|__|\*|_)(?P<inner>\S.{0,118}?)(?P=mark)(?P<rest>.*)")
_ESCAPED_TIME = re.compile(rf"\\\[({TIMESTAMP})\\\]")
_PREFIX = 200
_HARD_BREAK = "\\"
_PLAIN = re.compile(r"\]\([^()\s]{0,2000}\)|[\\`*_\[\]#>]")


@dataclass(slots=True)
class _Part:
    """Lines that make one entry.

    Attributes:
        text: Its Markdown, label and heading taken off.
        held: Indexes of the source lines.
        label: What opens it, for a turn.
        heading: The heading's Markdown, for a section.
        level: The heading's level.
    """

    text: list[str] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    label: Label | None = None
    heading: str = ""
    level: int = 0


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like an interview in Markdown; None when it does not."""
    lines = text.split("\n")
    speakers = find_speakers(lines, read_marked)
    if not speakers.is_interview and _looks_like_markdown(lines):
        speakers = find_speakers(lines, read_either)
    names = ", ".join(sorted(speakers.recurring)[:3])
    return f"speakers' labels in Markdown recur: {names}" if speakers.is_interview else None


def _looks_like_markdown(lines: Sequence[str]) -> bool:
    return bool(read_front_matter(lines).stop) or any(_HEADING.fullmatch(line) for line in lines)


def read_interview_markdown(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read an interview in Markdown.

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
    return _read(source, lines, _find_speakers(source.name, lines), known, read_front_matter(lines))


def read_told(source: Source, header: InterviewHeader, known: Sequence[Document] = ()) -> Document:
    """Read an interview of which something else says what stands above it.

    Args:
        source: Its Markdown.
        header: Title, authors and the like; of no lines.
        known: Documents whose entries carry fingerprints.

    Raises:
        SourceError: No speaker's label recurs.
    """
    lines = split_lines(source.text)
    return _read(source, lines, _find_speakers(source.name, lines), known, header)


def _find_speakers(name: str, lines: Sequence[str]) -> Speakers:
    speakers = find_speakers(lines, read_marked)
    if not speakers.is_interview:
        speakers = find_speakers(lines, read_either)
    if not speakers.recurring:
        way_out = "label each turn with its speaker in bold"
        raise SourceError(name, "no speaker's label '**Name:**' recurs", way_out)
    return speakers


def _read(
    source: Source, lines: list[str], speakers: Speakers, known: Sequence[Document], front: InterviewHeader
) -> Document:
    code = mask_code(lines)
    shown = hide(lines, code)
    hidden = [at for at in range(front.stop, len(lines)) if is_blank(shown[at]) and not is_blank(lines[at])]
    parts = _part(shown, code, front.stop, speakers)
    for part in parts:
        part.held = [at for at in part.held if not is_blank(shown[at])]
    header = _take_title(front, parts)
    drafts = _draft(parts)
    fields = [Piece(at, at + 1, "hidden", True) for at in hidden]
    findings = find_out(NAME, source, lines, speakers, drafts, fields)
    return make_interview(source, header, drafts, findings, known)


def read_marked(line: str) -> Label | None:
    """The label a line begins with when its name is in bold or italics, or it is a time alone."""
    beginning = line[:_PREFIX]
    if ":" not in beginning and not beginning.lstrip().startswith(("**", "__")):
        return None
    line = _ESCAPED_TIME.sub(r"[\1]", beginning) + line[_PREFIX:]
    match = _MARKED.fullmatch(line)
    if not match:
        return _read_led(line)
    inner, rest = match["inner"], match["rest"] if match["rest"].strip() != _HARD_BREAK else ""
    label = read_label(inner + rest)
    if label is None and len(match["mark"]) > 1 and is_blank(rest) and is_name(inner):
        return Label(" ".join(inner.split()), "")
    # Only a mark around the whole name makes a label: "**So he** said: no" is none.
    alone = read_label(f"{inner.rstrip().rstrip(':')}:")
    is_whole = label and alone and not alone.said and alone.name in ("", label.name)
    return label if label and is_whole else None


def _read_led(line: str) -> Label | None:
    """The label of a line that begins with a time: ``[TIME] **Name:** text``, or a time alone."""
    led = read_label(line)
    if led is None or led.name:
        return None
    match = _MARKED.fullmatch(led.said)
    label = read_marked(led.said) if match else None
    return label._replace(starts_at=led.starts_at) if label else led


def read_either(line: str) -> Label | None:
    """The label a line begins with, its name marked or not."""
    return read_marked(line) or read_label(line)


def _part(lines: Sequence[str], code: Sequence[bool], start: int, speakers: Speakers) -> list[_Part]:
    """The lines of each entry: the introduction, then each with the heading or label that opens it."""
    parts = [_Part()]
    has_spoken = False
    for at in range(start, len(lines)):
        heading = None if code[at] else _HEADING.fullmatch(lines[at])
        label = None if code[at] or heading else speakers.opening(lines[at])
        if heading:
            parts.append(_Part(heading=heading["text"], level=len(heading["marks"])))
        # Times without a name that stand above the first speaker are a list of contents.
        elif label and (label.name or has_spoken):
            parts.append(_Part([label.said], label=label))
            has_spoken = True
        else:
            parts[-1].text.append(lines[at])
        parts[-1].held.append(at)
    return parts


def _take_title(header: InterviewHeader, parts: list[_Part]) -> InterviewHeader:
    """Where nothing states a title, a heading of the first level above all else is the title."""
    if header.title or len(parts) < 2 or parts[1].level != 1 or parts[0].held:
        return header
    titled = parts.pop(1)
    at = titled.held.pop(0)
    parts[0] = _Part(titled.text, titled.held)
    fields = (*header.fields, Piece(at, at + 1, "title", True))
    return replace(header, title=_plain_heading(titled.heading) or None, fields=fields)


def _draft(parts: Sequence[_Part]) -> list[Draft]:
    drafts: list[Draft] = []
    section, speaker = None, None
    for part in parts:
        markdown = "\n".join(part.text).strip("\n")
        runs = _runs(part.held)
        if part.label:
            speaker = part.label.name or speaker
            draft = Draft(
                EntryKind.TURN, markdown, plain_of(markdown), section, speaker,
                part.label.starts_at, runs,
            )  # fmt: skip
        elif part.level:
            section = len(drafts)
            draft = _draft_section(part, markdown, runs)
        else:
            draft = Draft(EntryKind.POST, markdown, plain_of(markdown), lines=runs)
        drafts.append(draft)
    return drafts


def _draft_section(part: _Part, markdown: str, runs: Sequence[tuple[int, int]]) -> Draft:
    text, starts_at = split_timestamp(_plain_heading(part.heading))
    text = escape_heading(text) if text and starts_at is not None else part.heading
    whole = f"{'#' * part.level} {text}\n\n{markdown}".rstrip("\n")
    return Draft(EntryKind.SECTION, whole, plain_of(whole), starts_at=starts_at, lines=runs)


def plain_of(markdown: str) -> str:
    """The words of Markdown without most of its marks, as a fingerprint needs them."""
    return _PLAIN.sub("", markdown)


def _plain_heading(markdown: str) -> str:
    passages = parse_markdown(f"# {markdown}")
    return passages[0].text if passages and passages[0].level else markdown


def _runs(indexes: Sequence[int]) -> list[tuple[int, int]]:
    """Indexes in order as half-open ranges."""
    runs: list[tuple[int, int]] = []
    for at in indexes:
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs
