"""Subtitles in WebVTT, among them those of Zoom, Teams and YouTube.

Speakers are stated by ``<v Name>``, or by labels in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.errors import SourceError
from reader.importers.cues.blocks import read_blocks
from reader.importers.cues.transcript import make_transcript
from reader.importers.interview_document import Findings
from reader.importers.interview_header import InterviewHeader
from reader.importers.lines import split_lines
from reader.importers.source import Source
from reader.model.documents import Document

NAME = "webvtt"
_SIGN = re.compile(r"\s*\ufeff?WEBVTT(?=\s|\Z)")
_TITLE = re.compile(r"\ufeff?WEBVTT\s+-\s+(?P<title>\S.*)")


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like WebVTT; None when it does not."""
    return "it begins with 'WEBVTT'" if _SIGN.match(text) else None


def read_webvtt(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a transcript in WebVTT.

    Args:
        source: Its text.
        known: Documents whose entries carry fingerprints.

    Returns:
        An interview in the full edition, its turns made of cues.

    Raises:
        SourceError: It has no cue, or none with a word.
    """
    lines = split_lines(source.text)
    blocks = read_blocks(lines, is_webvtt=True)
    if not blocks.cues:
        way_out = "save it again, whole"
        raise SourceError(source.name, "it has no cue 'TIME --> TIME'", way_out)
    title = next(filter(None, map(_TITLE.fullmatch, lines[:2])), None)
    header = InterviewHeader(title=" ".join(title["title"].split()) if title else None)
    findings = Findings(NAME, source.text, lines, blocks.fields, {"cues": blocks.timings})
    return make_transcript(source, blocks.cues, findings, known, header)
