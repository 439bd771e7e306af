"""Collapsed comments: the only ones of which a copied forum page states author and score."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.importers.lines import is_blank

_STATED = re.compile(r"\s*([-−]?)([0-9]{1,8})([^\d\s].{0,50}?)\s*")
_NAME = re.compile(r"[^\W\d][^:;!?\"“”<>{}=\\]*(?<![.,])|\[[^\[\]]+\]")
_NAME_WORDS, _NAME_CHARACTERS, _SCORE_DIGITS, _HEADER_CHARACTERS = 5, 40, 5, 80
# What English writes right after a number: "3D printing", "2nd", "90s", "10x", "5pm".
_AFTER_NUMBER = frozenset({
    "st", "nd", "rd", "th", "d", "s", "x", "k", "m", "b", "bn", "am", "pm", "kg", "km", "cm", "mm",
    "gb", "mb", "tb", "hz", "ghz", "h", "hr", "hrs", "min",
})  # fmt: skip

_CUT = re.compile(r"(.*(?:\.\.\.|…))\s*(\(read more\))\s*", re.IGNORECASE)
_NO_LONGER_ENDORSED = re.compile(r"\s*\[This comment is no longer endorsed by its author\]\s*(?:Reply)?\s*")


@dataclass(frozen=True, slots=True)
class Stated:
    """A collapsed comment: a header line that states score and author, and one line of text.

    Attributes:
        start: Index of the header line; the text is in the next.
        author: The name stated.
        score: The karma stated.
    """

    start: int
    author: str
    score: int

    @property
    def stop(self) -> int:
        """One past the line of text."""
        return self.start + 2


def split_cut(line: str) -> tuple[str, str] | None:
    """A line that ends in ``... (read more)`` as the text up to the dots, and the control."""
    match = _CUT.fullmatch(line) if line.rstrip().endswith(")") else None
    return (match[1], match[2]) if match else None


def is_no_longer_endorsed(line: str) -> bool:
    """Whether a line is the footer of a comment its author has retracted."""
    return _NO_LONGER_ENDORSED.fullmatch(line) is not None


def split_stated(
    line: str, names: frozenset[str] = frozenset(), words: frozenset[str] = frozenset()
) -> tuple[int, str] | None:
    """Split a header line such as ``2Author Name`` into score and name.

    Args:
        line: A line of the page.
        names: Names known beforehand; these decide where a name begins with a digit.
        words: Words of the page, which decide where names do not.

    Returns:
        Score and name; None where the line is no such header.
    """
    match = _STATED.fullmatch(line) if len(line) <= _HEADER_CHARACTERS else None
    if not match:
        return None
    sign, digits, rest = match.groups()
    whole = len(digits) if digits[0] != "0" else 1
    splits = [whole, *range(1, whole)] if rest not in names else [whole]
    known = (at for at in splits if digits[at:] + rest in names or digits[at:] + rest in words)
    at = next(known, whole)
    name = digits[at:] + rest
    if at > _SCORE_DIGITS or not (name in names or _is_name(rest)):
        return None
    return int(digits[:at]) * (-1 if sign else 1), name


def _is_name(name: str) -> bool:
    parts = name.split()
    is_short = len(name) <= _NAME_CHARACTERS and len(parts) <= _NAME_WORDS
    return is_short and _NAME.fullmatch(name) is not None and parts[0].lower() not in _AFTER_NUMBER


def find_stated(
    lines: Sequence[str], start: int, stop: int, names: frozenset[str] = frozenset()
) -> Iterator[Stated]:
    """Find the collapsed comments among the lines [start, stop).

    A header counts only when one line of text follows, and after it a blank line, another
    collapsed comment or the end; before it a comment must have ended.

    Args:
        lines: All lines of a page.
        start: Index of the first line of the comments.
        stop: One past the last.
        names: Names of authors known beforehand.
    """
    heads = _find_heads(lines, start, stop, names)
    free = start
    for index in _closed(lines, heads, stop):
        if index == free or (index > free and _ends_comment(lines[index - 1])):
            score, author = heads[index]
            yield Stated(index, author, score)
            free = index + 2


def _find_heads(
    lines: Sequence[str], start: int, stop: int, names: frozenset[str]
) -> dict[int, tuple[int, str]]:
    numbers = (index for index in range(start, stop - 1) if lines[index])
    shaped = {index: None for index in numbers if split_stated(lines[index], names)}
    if not shaped:
        return {}
    words = _words(line for index, line in enumerate(lines) if index not in shaped)
    splits = ((index, split_stated(lines[index], names, words)) for index in shaped)
    return {index: split for index, split in splits if split}


def _words(lines: Iterator[str]) -> frozenset[str]:
    """Words that begin with a digit and go on with a letter, as some names do."""
    return frozenset(word for line in lines for word in re.findall(r"\b\d+[^\W\d]\w*", line))


def _closed(lines: Sequence[str], heads: dict[int, tuple[int, str]], stop: int) -> list[int]:
    """Headers, in order, of which the one line of text is followed by an end or a header."""
    closed: set[int] = set()
    for index in reversed(heads):
        after = index + 2
        is_end = after >= stop or is_blank(lines[after]) or after in closed
        if is_end and not is_blank(lines[index + 1]):
            closed.add(index)
    return sorted(closed)


def _ends_comment(line: str) -> bool:
    return is_blank(line) or is_no_longer_endorsed(line) or split_cut(line) is not None
