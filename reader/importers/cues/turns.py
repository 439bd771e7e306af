"""Cues of one speaker become a turn, in paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from reader.importers.cues.cue import Cue
from reader.importers.interview_document import Draft
from reader.importers.plain import escape_line
from reader.model.documents import EntryKind

# A silence of more seconds begins a paragraph; so does a sentence end after so many characters, or the
# end of a cue after _LONG_CHARACTERS where no sentence ends.
_SILENCE_SECONDS = 2.0
_PARAGRAPH_CHARACTERS, _LONG_CHARACTERS = 400, 1000
# Only entries have a time: a speech of more seconds goes on as another turn, so that it can be gone to.
_TURN_SECONDS = 120.0
_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|vs))(?<!\bMrs)[.?!…]+[\"”’)\]]*(?=\s|\Z)|[。？！]+"
)
_CLOSING = re.compile(r"[,.;:!?…)\]}”’、。，！？]+")


@dataclass(slots=True)
class _Turn:
    """A turn being made.

    Attributes:
        speaker: Who speaks; None when not known.
        starts_at: When it begins; None when not known.
        paragraphs: Its paragraphs; the last one is being added to.
        lines: The source lines it holds.
    """

    speaker: str | None
    starts_at: float | None
    paragraphs: list[list[str]] = field(default_factory=lambda: [[]])
    lines: list[tuple[int, int]] = field(default_factory=list)


def make_turns(cues: Iterable[Cue]) -> list[Draft]:
    """Merge cues into turns.

    Args:
        cues: In order; each of one voice. One without a speaker goes on with the one before.

    Returns:
        A draft for each turn. One that lasts more than two minutes goes on as another turn of the
        same speaker, where a paragraph begins.
    """
    merger = _Merger()
    for cue in cues:
        merger.add(cue)
    return [_draft(turn) for turn in merger.finish()]


def _draft(turn: _Turn) -> Draft:
    paragraphs = [join_words(parts) for parts in turn.paragraphs if parts]
    markdown = "\n\n".join(map(escape_line, paragraphs))
    return Draft(
        EntryKind.TURN, markdown, "\n".join(paragraphs), None, turn.speaker, turn.starts_at, turn.lines
    )


class _Merger:
    """Takes cues one by one; keeps the open turn and paragraph."""

    def __init__(self) -> None:
        self.turns: list[_Turn] = []
        self._size = 0
        self._is_full = False
        self._is_cut = True
        self._ends_at: float | None = None
        self._waiting: list[tuple[int, int]] = []

    def add(self, cue: Cue) -> None:
        self._is_cut |= cue.is_opening
        self._waiting += [(cue.start, cue.stop)] if cue.start < cue.stop else []
        text = join_words(cue.lines)
        if not text and not cue.speaker:
            return
        if self._is_cut or (cue.speaker and cue.speaker != self.turns[-1].speaker):
            self._open_turn(cue.speaker, cue)
        elif self._is_full or self._is_after_silence(cue):
            self._open_paragraph(cue)
        self._say(text, cue)

    def finish(self) -> list[_Turn]:
        """All turns; lines without words belong to the last one."""
        if self.turns:
            self.turns[-1].lines += self._waiting
        return self.turns

    def _open_turn(self, speaker: str | None, cue: Cue) -> None:
        self.turns.append(_Turn(speaker, cue.starts_at))
        self._size, self._is_full, self._is_cut, self._ends_at = 0, False, False, None

    def _open_paragraph(self, cue: Cue) -> None:
        turn = self.turns[-1]
        times = turn.starts_at, cue.starts_at
        if times[0] is not None and times[1] is not None and times[1] - times[0] >= _TURN_SECONDS:
            self._open_turn(turn.speaker, cue)
        else:
            turn.paragraphs.append([])
            self._size, self._is_full = 0, False

    def _is_after_silence(self, cue: Cue) -> bool:
        if cue.starts_at is None or self._ends_at is None:
            return False
        return cue.starts_at - self._ends_at > _SILENCE_SECONDS

    def _say(self, text: str, cue: Cue) -> None:
        turn = self.turns[-1]
        turn.starts_at = cue.starts_at if turn.starts_at is None else turn.starts_at
        turn.lines += self._waiting
        self._waiting, self._ends_at = [], cue.ends_at
        while text:
            end = _SENTENCE_END.search(text, max(0, _PARAGRAPH_CHARACTERS - self._size))
            stop = end.end() if end else len(text)
            self.turns[-1].paragraphs[-1].append(text[:stop])
            self._size += stop
            self._is_full = end is not None or self._size >= _LONG_CHARACTERS
            text = text[stop:].lstrip()
            if text:
                self._open_paragraph(cue)


def join_words(parts: Iterable[str]) -> str:
    """Pieces of speech as one text.

    A space parts them, but not before closing punctuation, and not between letters of a script
    that is written without.
    """
    joined: list[str] = []
    for part in filter(None, (" ".join(part.split()) for part in parts)):
        if joined and not (_CLOSING.fullmatch(part) or (_is_wide(joined[-1][-1]) and _is_wide(part[0]))):
            joined.append(" ")
        joined.append(part)
    return "".join(joined)


def _is_wide(char: str) -> bool:
    return not char.isascii() and unicodedata.east_asian_width(char) in "WF"
