"""A transcript as text with times and no names, as copied from under a video: a time, then words.

The time stands in a line of its own or leads the line, in brackets or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.errors import SourceError
from reader.importers.cues.cue import Cue
from reader.importers.cues.transcript import make_transcript
from reader.importers.interview_document import Findings
from reader.importers.lines import Piece, is_blank, split_lines, trim
from reader.importers.source import Source
from reader.model.documents import Document
from reader.model.timestamps import TIMESTAMP, read_timestamp

NAME = "timed-text"
_TIMED = re.compile(rf"\s*[\[(]?(?P<time>{TIMESTAMP})[\])]?(?:\s*[:–—-])?(?:\s+(?P<said>\S.*)|\s*)")
_SIGN_LINES = 200
_LEAST = 4
_SHARE = 0.4


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like such a transcript; None when it does not."""
    lines = [line for line in text.split("\n", _SIGN_LINES)[:_SIGN_LINES] if not is_blank(line)]
    times = [read_timestamp(match["time"]) for line in lines if (match := _TIMED.fullmatch(line))]
    known = [time for time in times if time is not None]
    is_timed = len(known) >= max(_LEAST, _SHARE * len(lines)) and known == sorted(known)
    return f"{len(known)} of its first lines begin with a time, in order" if is_timed else None


def read_timed_text(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read a transcript of times and words.

    Args:
        source: Its text.
        known: Documents whose entries carry fingerprints.

    Returns:
        An interview in the full edition; nobody is known to speak, unless labels say so.

    Raises:
        SourceError: No line begins with a time, or no words stand in it.
    """
    lines = split_lines(source.text)
    cues = list(_read(lines))
    if not cues:
        way_out = "copy the transcript with its times"
        raise SourceError(source.name, "no line of it begins with a time", way_out)
    above = [Piece(at, at + 1, "header", True) for at in range(cues[0].start) if not is_blank(lines[at])]
    findings = Findings(NAME, source.text, lines, above, {"times": len(cues)})
    return make_transcript(source, cues, findings, known)


def _read(lines: Sequence[str]) -> Iterator[Cue]:
    found = [(at, match) for at, line in enumerate(lines) if (match := _TIMED.fullmatch(line))]
    stops = [*(at for at, _ in found[1:]), len(lines)]
    for (at, match), stop in zip(found, stops, strict=False):
        said = (" ".join(line.split()) for line in (match["said"] or "", *lines[at + 1 : stop]))
        end = trim(lines, at, stop)[1]
        yield Cue(tuple(filter(None, said)), read_timestamp(match["time"]), start=at, stop=end)
