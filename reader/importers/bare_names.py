"""Transcripts in which a speaker's name stands alone in the line above what is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from reader.importers.labels import Label, Speakers, is_name, is_sentence, read_label
from reader.importers.lines import is_blank

_NAME_WORDS, _NAME_CHARACTERS = 4, 40
_TURNS = 4
_SENTENCES_SHARE = 0.5


def find_bare_speakers(lines: Sequence[str]) -> Speakers:
    """Find the names that stand alone above what is said.

    A name counts when it recurs and what stands below it is speech most times. There must be two
    speakers and four turns, and one name at least that no heading has: of two words or more.

    Returns:
        Whose names open turns; none where the text is no such transcript.
    """
    filled = [line for line in lines if not is_blank(line)]
    said: Counter[str] = Counter()
    spoken: Counter[str] = Counter()
    for line, below in zip_longest(filled, filled[1:], fillvalue=""):
        if _may_name(line):
            said[_fold(line)] += 1
            spoken[_fold(line)] += is_sentence(below) and not _may_name(below)
    names = {name for name, times in said.items() if times > 1 and spoken[name] >= _SENTENCES_SHARE * times}
    is_talk = len(names) > 1 and sum(said[name] for name in names) >= _TURNS
    is_talk = is_talk and any(" " in name for name in names)
    return Speakers(frozenset(names if is_talk else ()), read=read_bare)


def read_bare(line: str) -> Label | None:
    """A line that may be a name, or a time alone, as a label."""
    if _may_name(line):
        return Label(_fold(line), "")
    label = read_label(line)
    return label if label and not label.name and not label.said else None


def _may_name(line: str) -> bool:
    text = line.strip()
    if not text or len(text) > _NAME_CHARACTERS or text[-1] in '.?!,;:…-–—"”)' or ":" in text:
        return False
    return len(text.split()) <= _NAME_WORDS and is_name(text)


def _fold(text: str) -> str:
    return " ".join(text.split())
