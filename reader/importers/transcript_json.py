"""Transcripts in JSON: segments as Podcasting 2.0 and Whisper write them.

Podcasting 2.0 has ``speaker``, ``startTime``, ``endTime`` and ``body``; Whisper ``start``, ``end`` and
``text``, with ``speaker`` where voices were told apart. A segment may be a single word.

Sources: Podcast Namespace, transcripts; openai-whisper, the writer of JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import Any

from reader.clean import clean
from reader.errors import SourceError
from reader.importers.cues.cue import Cue
from reader.importers.cues.transcript import make_transcript
from reader.importers.interview_document import Findings
from reader.importers.interview_header import InterviewHeader
from reader.importers.json_text import JsonText
from reader.importers.records import Notes, Record
from reader.importers.source import Source
from reader.model.documents import SECONDS_LIMIT, Document
from reader.model.timestamps import read_timestamp

NAME = "transcript-json"
_KINDS = (("body", "startTime"), ("text", "start"))


def find_sign(json: JsonText) -> str | None:
    """Why JSON looks like a transcript; None when it does not."""
    first = next(_segments(json, Notes()), None)
    raw = first.raw if first else {}
    found = next(((text, start) for text, start in _KINDS if text in raw and start in raw), None)
    return f"it has segments with {found[0]!r} and {found[1]!r}" if found else None


def read_transcript_json(json: JsonText) -> Document:
    """Read a transcript in JSON.

    Returns:
        An interview in the full edition, its turns made of segments.

    Raises:
        SourceError: It has no segment, or none with a word.
    """
    notes = Notes()
    segments = list(_segments(json, notes))
    texts = [segment.text("body", "text") for segment in segments]
    cues = [_read(segment, text) for segment, text in zip(segments, texts, strict=True)]
    if not cues:
        reason = "it has no segment with 'body' or 'text'"
        raise SourceError(json.name, reason, "save the transcript again, whole")
    title = next((Record(raw, "", notes).line("title") for raw in json.objects()), "")
    text = "\n".join(texts)
    findings = Findings(
        NAME, text, counts={"segments": len(segments)}, warnings=(*json.warnings, *notes.sentences())
    )
    header = InterviewHeader(title=title or None)
    return make_transcript(Source(json.name, "", json.url), cues, findings, header=header)


def _segments(json: JsonText, notes: Notes) -> Iterator[Record]:
    for at, raw in enumerate(json.objects()):
        record = Record(raw, f"value {at + 1}", notes)
        if isinstance(raw.get("segments"), list):
            yield from record.records("segments")
        elif any(text in raw for text, _ in _KINDS):
            yield record


def _read(segment: Record, text: str) -> Cue:
    lines = (" ".join(line.split()) for line in clean(text).split("\n"))
    starts_at = _seconds(segment.get("startTime", "start"))
    ends_at = _seconds(segment.get("endTime", "end"))
    said = tuple(filter(None, lines))
    return Cue(said, starts_at, ends_at, (segment.name("speaker") or None) if said else None)


def _seconds(value: Any) -> float | None:
    """A time as a number of seconds or as people write it; None when it is neither."""
    if isinstance(value, str):
        return read_timestamp(value) if ":" in value else _seconds(_number(value))
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not isfinite(value):
        return None
    return round(float(value), 3) if 0 <= value <= SECONDS_LIMIT else None


def _number(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None
