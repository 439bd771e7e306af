"""Transcripts in HTML as Podcasting 2.0 has them: ``<cite>Name:</cite><time>0:00</time><p>text</p>``.

Source: Podcast Namespace, transcripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from reader.clean import clean_line
from reader.errors import SourceError
from reader.importers.html import html_to_markdown, parse_html
from reader.importers.interview_document import Draft, Findings, make_interview, warn_of_order
from reader.importers.interview_header import InterviewHeader
from reader.importers.interview_markdown import plain_of
from reader.importers.plain import escape_line
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind
from reader.model.timestamps import read_timestamp

NAME = "podcast-html"
_SIGN = re.compile(r"<cite(?:\s[^<>]{0,200})?>[^<>]{1,200}</cite>\s*<time[\s>]", re.IGNORECASE)
_BEGINNING = 200_000
_CONTAINERS = frozenset({"html", "body", "main", "article", "section", "div", "center", "span"})
_NOT_SHOWN = frozenset({"head", "script", "style", "template", "noscript", "iframe", "object", "-comment"})


@dataclass(slots=True)
class _Turn:
    """A turn being read, or what stands above the first.

    Attributes:
        speaker: Who speaks; None when not known.
        starts_at: When, in seconds from the recording's beginning; None when not known.
        blocks: Its text as Markdown.
    """

    speaker: str | None = None
    starts_at: float | None = None
    blocks: list[str] = field(default_factory=list)


def find_sign(text: str) -> str | None:
    """Why a text looks like such a transcript; None when it does not."""
    return "it has '<cite>' followed by '<time>'" if _SIGN.search(text, 0, _BEGINNING) else None


def read_podcast_html(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a transcript in HTML.

    Args:
        source: A page or a part of one.
        known: Documents whose entries carry fingerprints.

    Returns:
        An interview in the full edition.

    Raises:
        SourceError: No ``<cite>`` or ``<time>`` stands in it, or no words.
    """
    parser = parse_html(source.text)
    turns = _read(parser.root, source.url)
    if not any(turn.blocks for turn in turns[1:]):
        reason = "no words follow a '<cite>' or '<time>'"
        raise SourceError(source.name, reason, "save the transcript again, whole")
    title = parser.css_first("title")
    header = InterviewHeader(title=clean_line(title.text()) or None if title else None)
    drafts = [
        Draft(
            EntryKind.TURN if number else EntryKind.POST, "\n\n".join(turn.blocks),
            plain_of("\n".join(turn.blocks)), None, turn.speaker, turn.starts_at,
        )
        for number, turn in enumerate(turns)
    ]  # fmt: skip
    warnings = list(warn_of_order(draft.starts_at for draft in drafts))
    return make_interview(source, header, drafts, Findings(NAME, source.text, warnings=warnings), known)


def _read(root: LexborNode | None, base: str | None) -> list[_Turn]:
    turns = [_Turn()]
    for node in _walk(root):
        if node.tag == "cite":
            turns.append(_Turn(clean_line(node.text()).rstrip(": ") or None))
        elif node.tag == "time":
            if turns[-1].blocks or turns[-1].starts_at is not None or len(turns) == 1:
                turns.append(_Turn(turns[-1].speaker))
            turns[-1].starts_at = read_timestamp(clean_line(node.text()))
        elif node.tag == "-text":
            text = clean_line(node.text())
            turns[-1].blocks += [escape_line(text)] if text else []
        else:
            markdown = html_to_markdown(node.html or "", base).markdown
            turns[-1].blocks += [markdown] if markdown else []
    return turns


def _walk(root: LexborNode | None) -> Iterator[LexborNode]:
    """What a page shows, in order, the insides of containers for the containers themselves."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node is None:
            continue
        if node is not root:
            waiting.append(node.next)
        if node is root or node.tag in _CONTAINERS:
            waiting.append(node.child)
        elif node.tag not in _NOT_SHOWN:
            yield node
