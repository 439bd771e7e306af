"""Speakers' labels: who a line of a transcript says is speaking, and when.

The shapes read, TIME being ``12:34``, ``00:12:34`` or with a fraction, in brackets, parentheses or bare:
``Name: text``, ``NAME, ROLE: text``, ``Name (TIME): text``, ``Name TIME``, ``[TIME] Name: text``,
``[TIME] text``, each with its text in the same line or the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from reader.importers.lines import filled
from reader.model.timestamps import TIMESTAMP, read_timestamp

_LABEL = re.compile(r"\s*(?P<name>[^\s:][^:]{0,58}?)\s?:(?:\s+(?P<said>.*)|\s*)")
_WITH_ROLE = re.compile(
    r"\s*(?P<name>[^\s:,][^:,]{0,48}), (?P<role>[^\s:][^:]{0,98}?)\s?:(?:\s+(?P<said>.*)|\s*)"
)
_IN_BRACKETS = rf"(?:\[({TIMESTAMP})\]|\(({TIMESTAMP})\))"
_STAMPED = re.compile(
    rf"\s*(?P<name>[^\s:\[(][^:\[(]{{0,58}}?)\s*{_IN_BRACKETS}\s*(?::(?:\s+(?P<said>.*)|\s*))?"
)
_ENDS_TIMED = re.compile(rf"\s*(?P<name>[^\s:\[(0-9][^:\[(]{{0,58}}?)\s+({TIMESTAMP})\s*")
_LED = re.compile(rf"\s*{_IN_BRACKETS}\s*[:–—-]?(?:\s+(?P<rest>.*)|\s*)")
_LED_BARE = re.compile(rf"\s*({TIMESTAMP})(?:\s+(?P<rest>.*)|\s*)")
_NAME_WORDS, _NAME_CHARACTERS = 5, 50
_PARTICLES = frozenset({
    "de", "da", "di", "del", "der", "den", "van", "von", "la", "le", "al", "el", "bin", "ibn", "of", "and",
    "the",
})  # fmt: skip
_NOT_NAMES = frozenset({
    "note", "notes", "edit", "update", "example", "examples", "warning", "tip", "source", "sources",
    "link", "links", "disclaimer", "correction", "also", "summary", "from", "to", "cc", "date",
    "subject", "sent", "reply-to", "re", "error", "info", "debug", "pros", "cons", "ps", "nb", "tl;dr",
    "theorem", "proof", "lemma", "definition", "corollary", "proposition", "remark", "claim", "objection",
    "response", "exercise", "solution", "problem", "hint", "caveat", "conclusion", "epistemic status",
})  # fmt: skip
_SENTENCE_END = re.compile(r"[.?!…—–-][\"”’')\]]*\s*\Z")
# What one who speaks once says is longer than a line of credits.
_SPOKEN_CHARACTERS = 80


class Label(NamedTuple):
    """What stands before a speaker's words.

    Attributes:
        name: Who speaks; empty where only a time stands.
        said: The words in the same line; may be empty.
        starts_at: When, in seconds from the recording's beginning; None when not stated.
        role: What the speaker is, as in ``NAME, ROLE:``.
    """

    name: str
    said: str
    starts_at: float | None = None
    role: str = ""


def split_label(line: str) -> tuple[str, str] | None:
    """A line ``Name: text`` as name and text; None when it has no such shape."""
    match = _LABEL.fullmatch(line) if ":" in line[: _NAME_CHARACTERS + 20] else None
    return (_fold(match["name"]), (match["said"] or "").strip()) if match else None


def read_label(line: str) -> Label | None:
    """The label a line begins with, in any of the shapes; whether it is one only recurrence tells."""
    if ":" not in line[:160]:
        return None
    led = _LED.fullmatch(line) or _LED_BARE.fullmatch(line)
    if led:
        return _read_led(led)
    match = _STAMPED.fullmatch(line) or _ENDS_TIMED.fullmatch(line)
    if match and is_name(_fold(match["name"])):
        said = match.groupdict().get("said") or ""
        return Label(_fold(match["name"]), said.strip(), _time_of(match))
    return read_untimed(line)


def _read_led(led: re.Match[str]) -> Label | None:
    rest = (led["rest"] or "").strip()
    label = read_untimed(rest)
    # A bare time and a sentence may be anything: "12:30 was when it began".
    is_alone = not rest or led.re is _LED
    return (label or Label("", rest))._replace(starts_at=_time_of(led)) if label or is_alone else None


def read_untimed(line: str) -> Label | None:
    """The label ``Name: text`` or ``NAME, ROLE: text`` that a line begins with."""
    match = _WITH_ROLE.fullmatch(line)
    if match and _is_titled(_fold(match["name"]), match["role"]):
        return Label(_fold(match["name"]), (match["said"] or "").strip(), None, _fold(match["role"]))
    label = split_label(line)
    return Label(*label) if label else None


def _is_titled(name: str, role: str) -> bool:
    """Whether a comma parts a name from a role: not every ``However, she said:`` is a label."""
    return is_name(name) and (name.isupper() or (" " in name and _is_capitalised(role)))


def _time_of(match: re.Match[str]) -> float | None:
    named = set(match.re.groupindex.values())
    times = (match[at] for at in range(1, match.re.groups + 1) if at not in named)
    return read_timestamp(next(filter(None, times), ""))


def _fold(text: str) -> str:
    return " ".join(text.split())


def is_name(label: str) -> bool:
    """Whether a label looks like a name: few words, none of them beginning in lower case."""
    if not is_plausible(label):
        return False
    first = label.lstrip()[0]
    return first.isalpha() and not first.islower() and _is_capitalised(label)


def _is_capitalised(text: str) -> bool:
    return all(word.lower() in _PARTICLES or not word[0].islower() for word in text.split())


def is_plausible(label: str) -> bool:
    """Whether a label may be a name at all, as people name themselves: short, and no word like "Note"."""
    is_short = 0 < len(label.split()) <= _NAME_WORDS and len(label) <= _NAME_CHARACTERS
    return is_short and label.lower() not in _NOT_NAMES and any(map(str.isalnum, label))


def is_sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return _SENTENCE_END.search(text[-10:]) is not None


@dataclass(frozen=True, slots=True)
class Speakers:
    """Whose labels a text has.

    Attributes:
        recurring: Those whose labels open turns: they speak more than once, or are one of those who
            do by a longer name.
        once: Names that stand before a long paragraph a single time; these are left in the text.
        is_timed: Whether a time without a name opens a turn of whoever was speaking.
        roles: What the labels say beside the names, a line each.
        read: Reads the label that a line may begin with.
    """

    recurring: frozenset[str]
    once: tuple[str, ...] = ()
    is_timed: bool = False
    roles: tuple[str, ...] = ()
    read: Callable[[str], Label | None] = read_label

    @property
    def is_interview(self) -> bool:
        """Whether two or more speak: of a single one whose label recurs that is not certain."""
        return len(self.recurring) > 1 or bool(self.recurring and self.once)

    def opening(self, line: str) -> Label | None:
        """The label with which a line opens a turn; None when it opens none."""
        label = self.read(line)
        if label is None:
            return None
        return label if label.name in self.recurring or (self.is_timed and not label.name) else None


def find_speakers(lines: Sequence[str], read: Callable[[str], Label | None] = read_label) -> Speakers:
    """Find the labels that open turns.

    A label counts only when it recurs, looks like a name, and says a whole sentence at least once:
    a line of credits does not.

    Args:
        lines: All lines of a text.
        read: Reads the label that a line may begin with.
    """
    labels = [(at, label) for at, line in enumerate(lines) if (label := read(line))]
    said: dict[str, list[str]] = {}
    for at, label in labels:
        if label.name:
            said.setdefault(label.name, []).append(label.said or _below(lines, at))
    names = {name: texts for name, texts in said.items() if is_name(name)}
    recurring = {name for name, texts in names.items() if len(texts) > 1 and any(map(is_sentence, texts))}
    recurring |= set(relatives(names, recurring))
    roles = {f"{label.name}, {label.role}" for _, label in labels if label.role and label.name in recurring}
    is_timed = sum(not label.name for _, label in labels) > 1 or any(
        label.starts_at is not None and label.name in recurring for _, label in labels
    )
    return Speakers(frozenset(recurring), tuple(_said_once(labels)), is_timed, tuple(sorted(roles)), read)


def _below(lines: Sequence[str], at: int) -> str:
    return next((lines[index] for index in islice(filled(lines, at + 1, len(lines)), 1)), "")


def _said_once(labels: Iterable[tuple[int, Label]]) -> Iterator[str]:
    texts: dict[str, list[str]] = {}
    for _, label in labels:
        if label.starts_at is None and not label.role:
            texts.setdefault(label.name, []).append(label.said)
    for name, said in texts.items():
        if " " in name and len(said) == 1 and len(said[0]) > _SPOKEN_CHARACTERS and is_name(name):
            yield name


def relatives(names: Iterable[str], known: Iterable[str]) -> Mapping[str, str]:
    """Names that may be another name of somebody known, with that known name.

    Transcripts say who someone is at the first word, and are brief from then on: the known name is
    the first or the last word of the other, or the same name in other letters.

    Args:
        names: Names of one or more words.
        known: Names.
    """
    others = {name.casefold(): name for name in known}
    found: dict[str, str] = {}
    for name in names:
        folded = name.casefold()
        parts = (others.get(part) for part in (folded, folded.split()[0], folded.split()[-1]))
        other = next((each for each in parts if each and each != name), None)
        if other and found.get(other) != name:
            found[name] = other
    return found
