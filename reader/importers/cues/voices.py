"""Who speaks in cues whose text says so: ``Name: text``, ``[Name]: text``, ``>> NAME: text``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.importers.cues.cue import Cue
from reader.importers.labels import Label, is_name, is_plausible, read_untimed, relatives

_CHANGE = re.compile(r"\s*>{2,3}\s*")
_BRACKETED = re.compile(r"\s*[\[(]([^\[\]():]{1,60})[\])]\s*:\s*(.*)")
_DASH = re.compile(r"\s*[-–—]\s*(?=\S)")
# Of a file in which this share of the cues has a label, every label counts, even one that stands once.
_LABELLED_SHARE = 0.95


class Voiced(NamedTuple):
    """Cues of which each has one voice.

    Attributes:
        cues: The cues; those with several voices are cut into one for each.
        roles: What the labels say beside the names, a line each.
    """

    cues: list[Cue]
    roles: tuple[str, ...] = ()


class _Beginning(NamedTuple):
    """How a line of a cue begins: with the mark of another voice, a label, both or neither."""

    is_change: bool
    label: Label | None
    text: str


def find_voices(cues: Sequence[Cue]) -> Voiced:
    """Take the speakers' labels off the text of cues.

    A label counts when it recurs, or almost every cue has one; a longer name of somebody whose label
    recurs counts as well. Files that state speakers apart from the text keep their text as it is.
    """
    if any(cue.speaker for cue in cues):
        return Voiced(list(cues))
    begun = [[_begin(line) for line in cue.lines] for cue in cues]
    names = _choose(begun)
    voiced = [part for cue, lines in zip(cues, begun, strict=True) for part in _cut(cue, lines, names)]
    labels = (line.label for lines in begun for line in lines if line.label)
    roles = {f"{label.name}, {label.role}" for label in labels if label.role and label.name in names}
    return Voiced(voiced, tuple(sorted(roles)))


def _begin(line: str) -> _Beginning:
    change = _CHANGE.match(line)
    text = line[change.end() :] if change else line
    bracketed = _BRACKETED.fullmatch(text)
    label = Label(" ".join(bracketed[1].split()), bracketed[2]) if bracketed else read_untimed(text)
    return _Beginning(change is not None, label if label and is_plausible(label.name) else None, text)


def _choose(begun: Sequence[Sequence[_Beginning]]) -> frozenset[str]:
    counts = Counter(line.label.name for lines in begun for line in lines if line.label)
    first = [lines[0].label for lines in begun if lines]
    if first and sum(label is not None for label in first) >= _LABELLED_SHARE * len(first) and len(first) > 1:
        return frozenset(label.name for label in first if label)
    recurring = {name for name, times in counts.items() if times > 1 and is_name(name)}
    # Of one label that recurs it is not certain that it is a speaker's, unless all begins with it.
    opening = first[0].name if first and first[0] else None
    if len(recurring) < 2 and opening not in recurring:
        return frozenset()
    return frozenset(recurring | set(relatives(counts, recurring)))


def _cut(cue: Cue, lines: Sequence[_Beginning], names: frozenset[str]) -> Iterator[Cue]:
    """The cue, cut where another voice begins."""
    is_dialogue = not names and len(lines) > 1 and all(_DASH.match(line.text) for line in lines)
    said: list[str] = []
    part, start = cue, cue.start
    for line in lines:
        label = line.label if line.label and line.label.name in names else None
        if label or line.is_change or is_dialogue:
            if said or part.speaker:
                yield part._replace(lines=tuple(said), start=start)
                said, start = [], cue.stop
            part = cue._replace(speaker=label.name if label else None, is_opening=label is None)
        text = label.said if label else _DASH.sub("", line.text, count=1) if is_dialogue else line.text
        said += [text] if text else []
    yield part._replace(lines=tuple(said), start=start)
