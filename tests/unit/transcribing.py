"""Transcripts in every form, each with the importer it is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from reader.importers import (
    interview_markdown,
    interview_text,
    podcast_html,
    srt,
    timed_text,
    transcript_json,
    webvtt,
    zoom_chat,
)
from reader.importers.json_text import read_json
from reader.importers.source import Source
from reader.model.documents import Document

GOLDEN = Path(__file__).parent / "golden" / "transcripts"
Reader = Callable[[Source], Document]


def read_transcript_json(source: Source) -> Document:
    """A transcript in JSON, from its text."""
    return transcript_json.read_transcript_json(read_json(source))


READERS: dict[str, Reader] = {
    "spoken.vtt": webvtt.read_webvtt,
    "rolling.vtt": webvtt.read_webvtt,
    "spoken.srt": srt.read_srt,
    "words.json": read_transcript_json,
    "heard.json": read_transcript_json,
    "spoken.html": podcast_html.read_podcast_html,
    "chat.txt": zoom_chat.read_zoom_chat,
    "timed.txt": timed_text.read_timed_text,
    "marked_times.md": interview_markdown.read_interview_markdown,
    "marked.md": interview_markdown.read_interview_markdown,
    "stamped.txt": interview_text.read_interview_text,
    "led.txt": interview_text.read_interview_text,
    "bare.txt": interview_text.read_interview_text,
    "dump.txt": interview_text.read_interview_text,
}


def text_of(name: str) -> str:
    """The text of a golden transcript."""
    return (GOLDEN / name).read_text(encoding="utf-8")


def read_golden(name: str) -> Document:
    """A golden transcript, read by its importer."""
    return READERS[name](Source(name, text_of(name)))
