"""Subtitles in SubRip's form (SRT); speakers are stated by labels in the text, if at all."""

from __future__ import annotations

from collections.abc import Sequence

from reader.errors import SourceError
from reader.importers.cues.blocks import is_timing, read_blocks
from reader.importers.cues.transcript import make_transcript
from reader.importers.interview_document import Findings
from reader.importers.lines import split_lines
from reader.importers.source import Source
from reader.model.documents import Document

NAME = "srt"
_BEGINNING_CHARACTERS, _BEGINNING_LINES = 4_000, 20


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like SRT; None when it does not."""
    beginning = text[:_BEGINNING_CHARACTERS].split("\n")[:_BEGINNING_LINES]
    return "it has lines of times 'TIME --> TIME'" if any(map(is_timing, beginning)) else None


def read_srt(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a transcript in SRT.

    Args:
        source: Its text.
        known: Documents whose entries carry fingerprints.

    Returns:
        An interview in the full edition, its turns made of cues.

    Raises:
        SourceError: It has no cue, or none with a word.
    """
    lines = split_lines(source.text)
    blocks = read_blocks(lines, is_webvtt=False)
    if not blocks.cues:
        raise SourceError(source.name, "it has no cue 'TIME --> TIME'", "save it again, whole")
    findings = Findings(NAME, source.text, lines, blocks.fields, {"cues": blocks.timings})
    return make_transcript(source, blocks.cues, findings, known)
