"""The blocks of a subtitle file: cues, and what is between them.

Files are read as they are found rather than as they should be: a blank line inside a cue, a number
that is missing, a comma where a point belongs are no reason to lose words.

Sources: WebVTT (W3C Candidate Recommendation, 4 April 2019), section 4; SubRip as its players read it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.clean import clean, clean_line
from reader.importers.cues.cue import Cue
from reader.importers.lines import Piece, filled, is_blank, trim
from reader.model.timestamps import read_timestamp

TIMING = re.compile(r"(?P<start>-?\d[\d:.,]*)?\s*-{1,2}>\s*(?P<end>-?\d[\d:.,]*)?(?:\s.*)?")
_NUMBER = re.compile(r"\d{1,9}")
_FIELDS = {"WEBVTT": "header", "NOTE": "notes", "STYLE": "styles", "REGION": "regions"}
_FIELD = re.compile(r"(WEBVTT|NOTE|STYLE|REGION)(?=\s|\Z)")
# How a number and a line of times look when the file was cut in the middle of them.
_BEGUN = re.compile(r"\d[\d:.,]*\s*(?:-{1,2}>?)?")
_BEGUN_LINES = 2
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?(?:\s(?P<name>[^<>]*))?>")
_TAG = re.compile(
    r"</?(?:c|i|b|u|s|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<[\d:.,]+>|\{\\[^{}]{1,40}\}", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,31});")


class Blocks(NamedTuple):
    """What a subtitle file holds.

    Attributes:
        cues: Its cues, marks and entities undone; one of several voices is cut into one for each.
        timings: How many cues the file has.
        fields: The lines that are in no cue, by what they are.
    """

    cues: list[Cue]
    timings: int
    fields: list[Piece]


class _Block(NamedTuple):
    """A cue as it stands in the file, by indexes of lines.

    Attributes:
        head: The line of its identifier, or of its times when it has none.
        at: The line of its times.
        stop: One past its last line.
    """

    head: int
    at: int
    stop: int


def read_blocks(lines: Sequence[str], *, is_webvtt: bool) -> Blocks:
    """Read the blocks of a subtitle file.

    Args:
        lines: All its lines, cleaned.
        is_webvtt: Whether identifiers may be any text, and comments and styles stand between cues.
    """
    found = list(_find(lines, is_webvtt=is_webvtt))
    first = found[0].head if found else len(lines)
    fields = list(_split_fields(lines, 0, first))
    cues: list[Cue] = []
    for number, block in enumerate(found):
        stop = _find_field(lines, block) if is_webvtt else block.stop
        stop = _find_begun(lines, block.at + 1, stop) if number == len(found) - 1 else stop
        fields += _split_fields(lines, stop, block.stop)
        cues += _read_cue(lines, _Block(block.head, block.at, trim(lines, block.at, stop)[1]))
    return Blocks(cues, len(found), fields)


def is_timing(line: str) -> bool:
    """Whether a line says when a cue begins, ends or both."""
    match = TIMING.fullmatch(line.strip()) if "->" in line else None
    return match is not None and bool(match["start"] or match["end"])


def _find(lines: Sequence[str], *, is_webvtt: bool) -> Iterator[_Block]:
    timings = [at for at, line in enumerate(lines) if is_timing(line)]
    heads = [
        at - 1 if _is_identifier(lines, at - 1, before, is_webvtt=is_webvtt) else at
        for before, at in zip([-1, *timings], timings, strict=False)
    ]
    for head, at, stop in zip(heads, timings, [*heads[1:], len(lines)], strict=False):
        yield _Block(head, at, stop)


def _is_identifier(lines: Sequence[str], at: int, before: int, *, is_webvtt: bool) -> bool:
    """Whether the line above a cue's times, below the times of the cue before, is its name or number."""
    if at <= before or is_blank(lines[at]):
        return False
    if _NUMBER.fullmatch(lines[at].strip()):
        return True
    is_apart = at == 0 or at - 1 == before or is_blank(lines[at - 1])
    return is_webvtt and is_apart and not _FIELD.match(lines[at])


def _find_field(lines: Sequence[str], block: _Block) -> int:
    """Where below a cue a comment or style begins; all up to the next cue belongs to such."""
    below = range(block.at + 2, block.stop)
    return next((at for at in below if is_blank(lines[at - 1]) and _FIELD.match(lines[at])), block.stop)


def _find_begun(lines: Sequence[str], start: int, stop: int) -> int:
    """Where a last cue begins that ends in the middle of its times."""
    _, last = trim(lines, start, stop)
    at = last
    while at > start and not is_blank(lines[at - 1]) and last - at < _BEGUN_LINES:
        at -= 1
        if not _BEGUN.fullmatch(lines[at].strip()):
            return stop
    return at if start < at < last and is_blank(lines[at - 1]) else stop


def _split_fields(lines: Sequence[str], start: int, stop: int) -> Iterator[Piece]:
    """The lines [start, stop), which are in no cue, by what they are."""
    name = "unfinished" if start else "header"
    for at in filled(lines, start, stop):
        field = _FIELD.match(lines[at]) if at == start or is_blank(lines[at - 1]) else None
        name = _FIELDS[field[1]] if field else name
        yield Piece(at, at + 1, name, True)


def _read_cue(lines: Sequence[str], block: _Block) -> Iterator[Cue]:
    timing = TIMING.fullmatch(lines[block.at].strip())
    starts_at, ends_at = (read_timestamp(timing[name] or "") if timing else None for name in ("start", "end"))
    start = block.head
    for speaker, text in _split_voices("\n".join(lines[block.at + 1 : block.stop])):
        said = tuple(filter(None, map(_undo_marks, text.split("\n"))))
        known = speaker or None if said else None
        yield Cue(said, starts_at, ends_at, known, speaker == "", start, block.stop)
        start = block.stop


def _split_voices(text: str) -> Iterator[tuple[str | None, str]]:
    """The text of each ``<v Name>`` with that name, after the text above the first with none."""
    voices = list(_VOICE.finditer(text)) if "<v" in text else []
    above = text[: voices[0].start()] if voices else text
    if not voices or above.strip():
        yield None, above
    stops = [*(voice.start() for voice in voices[1:]), len(text)]
    for voice, stop in zip(voices, stops, strict=False):
        name = clean_line(_undo_entities(voice["name"] or ""))
        yield name, text[voice.end() : stop]


def _undo_marks(line: str) -> str:
    return " ".join(_undo_entities(_TAG.sub("", line)).split())


def _undo_entities(text: str) -> str:
    return clean(_ENTITY.sub(lambda match: html.unescape(match[0]), text))
