"""Comments whose headers a copied forum page kept: name, age and scores, in the shapes that copying gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.importers.lines import filled, is_blank

_MARK = r"\[[-−–—+]\]"
_AGE = (
    r"(?P<age>(?:1[01]|[1-9])mo|(?:[12]?[0-9]|30|31)d|(?:1?[0-9]|2[0-3])h|[1-5]?[0-9]m|[1-5]?[0-9]s"
    r"|[1-4]w|[12]?[0-9]y)"
)
_SCORES = r"(?P<scores>(?:\s*[Ωω]\s*[-−]?[0-9]{1,4}(?=[-−0-9\s]|$))?(?:\s*[-−]?[0-9]{1,9}){0,2})"
_NAME = r"(?P<name>[^\s\[\]].{0,60}?)"
_DATED = re.compile(rf"\s*(?P<mark>{_MARK})?\s*{_NAME}\s*{_AGE}\s*(?P<star>\*?)\s*{_SCORES}\s*")
_MARKED = re.compile(rf"\s*{_MARK}\s*(?P<name>\S.{{0,60}}?)?\s*")
_REFERENCE = re.compile(r"\[[0-9]{1,4}\]|\]\((?:https?:|/)[^()\s]*\)")
_PART = re.compile(rf"\s*(?:{_AGE}|[Ωω]\s*[-−]?[0-9]{{1,4}}|[-−]?[0-9]{{1,5}}|\*)\s*")
_REPLY = re.compile(r"\s*(?:\[[0-9]{1,4}\])?Reply(?:[0-9]{0,12}|(?:\s+[0-9]{1,4}){1,8})\s*")
_COUNT = re.compile(r"\s*[0-9]{1,3}\s*")
_HOURS = {"s": 1 / 3600, "m": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0, "mo": 730.0, "y": 8766.0}
_NAME_WORDS, _MOST_PARTS = 6, 5
_LEAST, _LEAST_SHARE = 2, 0.3


@dataclass(frozen=True, slots=True)
class Headed:
    """The header of a comment shown in full: lines [start, stop).

    Attributes:
        start: Index of its first line.
        stop: One past its last.
        author: The name; None when it shows none.
        score: Karma; None when it shows none, or not where one number ends and the next begins.
        hours: How long before the copy the comment was written, about; None when it does not say.
        is_edited: Whether it says that the comment was edited.
    """

    start: int
    stop: int
    author: str | None
    score: int | None
    hours: float | None
    is_edited: bool = False


def find_headed(
    lines: Sequence[str], start: int, stop: int, table: Mapping[str, Sequence[int]], announced: int | None
) -> list[Headed]:
    """Find the headers of comments among the lines [start, stop).

    Args:
        lines: All lines of a page.
        start: Index of the first line of the comments.
        stop: One past the last.
        table: The scores that a list above the comments gives for each name.
        announced: How many comments the page says it has; None when it does not say.
    """
    found = list(_find(lines, start, stop, frozenset(table)))
    marked = [raw for raw, is_marked in found if is_marked]
    kept = marked or [raw for raw, _ in found]
    # Few lines that look like headers, among many comments, are words of comments: nobody's name.
    if len(kept) < max(_LEAST, _LEAST_SHARE * (announced or 0)) and announced != len(kept):
        kept = [raw for raw in marked if raw.age]
    has_two = bool(kept) and all(_digits(raw.scores) != 1 for raw in kept)
    return [_read(raw, table, has_two) for raw in kept]


def is_reply(line: str) -> bool:
    """Whether a line is the control below a comment, its reactions counted behind it or not."""
    return _REPLY.fullmatch(line) is not None


def find_footer(lines: Sequence[str], start: int, stop: int) -> int:
    """Where the controls below a comment begin, among its lines [start, stop); ``stop`` where it has none."""
    last = stop
    shown = list(filled(lines, start, stop))
    while shown and (is_reply(lines[shown[-1]]) or (
        len(shown) > 1 and _COUNT.fullmatch(lines[shown[-1]]) and is_reply(lines[shown[-2]])
    )):  # fmt: skip
        last = shown.pop()
    return last


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    stop: int
    name: str | None
    age: str
    scores: str
    is_edited: bool


def _find(lines: Sequence[str], start: int, stop: int, names: frozenset[str]) -> Iterator[tuple[_Raw, bool]]:
    at = start
    while at < stop:
        found = None if is_blank(lines[at]) else _read_at(lines, at, stop, names)
        if found and (found[1] or _may_begin(lines, at, start)):
            yield found
            at = found[0].stop
        else:
            at += 1


def _may_begin(lines: Sequence[str], at: int, start: int) -> bool:
    """Whether a header without its mark may stand here: below a blank line, a control, or first."""
    above = lines[at - 1] if at > start else ""
    return is_blank(above) or is_reply(above) or bool(_COUNT.fullmatch(above))


def _read_at(lines: Sequence[str], at: int, stop: int, names: frozenset[str]) -> tuple[_Raw, bool] | None:
    line = _bare(lines[at])
    dated = _DATED.fullmatch(line) if len(line) <= 120 else None
    if dated and _is_name(dated["name"]):
        return _dated(dated, at, at + 1, names), bool(dated["mark"])
    marked = _MARKED.fullmatch(line)
    if marked is None:
        return None
    if marked["name"]:
        name = marked["name"].strip()
        return (_with_parts(lines, at + 1, stop, at, name), True) if _is_name(name) else None
    below = _bare(lines[at + 1]) if at + 1 < stop else ""
    dated = _DATED.fullmatch(below)
    if dated and _is_name(dated["name"]):
        return _dated(dated, at, at + 2, names), True
    if below.strip() and _is_name(below.strip()):
        return _with_parts(lines, at + 2, stop, at, below.strip()), True
    return _Raw(at, at + 1, None, "", "", False), True


def _dated(match: re.Match[str], start: int, stop: int, names: frozenset[str]) -> _Raw:
    name, age = match["name"].strip(), match["age"]
    # Digits before the unit of time may belong to the name; known names decide.
    known = (at for at in range(len(age) - len(age.lstrip("0123456789")))
             if name + age[:at] in names and age[at:][:1].isdigit())  # fmt: skip
    at = next(known, 0)
    return _Raw(start, stop, name + age[:at], age[at:], match["scores"], bool(match["star"]))


def _with_parts(lines: Sequence[str], at: int, stop: int, start: int, name: str) -> _Raw:
    """A header whose parts stand on lines of their own."""
    parts: list[str] = []
    last = at
    while last < stop and len(parts) < _MOST_PARTS and _PART.fullmatch(_bare(lines[last])):
        parts.append(_bare(lines[last]).strip())
        last += 1
    age = next((part for part in parts if part[-1:] in "smhdwyo" and part[:1].isdigit()), "")
    numbers = " ".join(part for part in parts if part != age and part != "*")
    return _Raw(start, last, name, age, numbers, "*" in parts)


def _bare(line: str) -> str:
    """A line without the numbers and addresses of links that some copies keep."""
    return _REFERENCE.sub("", line) if "[" in line or "](" in line else line


def _is_name(name: str) -> bool:
    is_short = len(name) <= 50 and len(name.split()) <= _NAME_WORDS
    return is_short and not name.endswith((".", ":", "?", "!", ",", ";")) and any(map(str.isalpha, name))


def _digits(scores: str) -> int:
    return sum(map(str.isdigit, re.sub(r"[Ωω]\s*[-−]?[0-9]", "", scores)))


def _read(raw: _Raw, table: Mapping[str, Sequence[int]], has_two: bool) -> Headed:
    score = _read_score(raw.scores, table.get(raw.name or "", ()), has_two)
    unit = raw.age.lstrip("0123456789")
    hours = int(raw.age[: -len(unit)]) * _HOURS[unit] if unit in _HOURS and raw.age != unit else None
    return Headed(raw.start, raw.stop, raw.name, score, hours, raw.is_edited)


def _read_score(scores: str, listed: Sequence[int], has_two: bool) -> int | None:
    """Karma out of numbers that copying ran together; None where it is not clear where the first ends."""
    written = scores.replace("−", "-").strip()
    for score in listed:
        tail = re.sub(r"^[Ωω]\s*", "", written)
        if tail.startswith(str(score)) or (tail != written and str(score) in tail[1:]):
            return score
    if re.search("[Ωω]", written) and not re.search(r"[Ωω]\s*-?[0-9]+\s", written):
        return None
    numbers = re.sub(r"^[Ωω]\s*-?[0-9]+\s+", "", written).split()
    if len(numbers) == 1:
        return _first_of(numbers[0], has_two)
    return int(numbers[0]) if numbers else None


def _first_of(run: str, has_two: bool) -> int | None:
    signed = re.fullmatch(r"(-?[0-9]+)-[0-9]+", run)
    if signed:
        return int(signed[1])
    if not has_two:
        return int(run) if re.fullmatch(r"-?[0-9]{1,6}", run) else None
    return int(run[:-1]) if re.fullmatch(r"-?[0-9]{2}", run) else None
