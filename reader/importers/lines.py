"""The lines of a source, and where each of them goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.clean import clean
from reader.model.documents import SourceLines


class Piece(NamedTuple):
    """Consecutive lines that end in one place.

    Attributes:
        start: Index of the first line, from 0.
        stop: One past the index of the last line.
        place: An entry's id, or the name of a header field.
        is_header: Whether ``place`` names a header field.
    """

    start: int
    stop: int
    place: str
    is_header: bool = False


def split_lines(text: str) -> list[str]:
    """The cleaned lines of a source, without their line ends."""
    return clean(text).split("\n")


def filled(lines: Sequence[str], start: int, stop: int) -> Iterator[int]:
    """Indexes in [start, stop) of lines that are not blank."""
    return (index for index in range(start, stop) if not is_blank(lines[index]))


def is_blank(line: str) -> bool:
    """Whether a line holds nothing but white space."""
    return not line or line.isspace()


def trim(lines: Sequence[str], start: int, stop: int) -> tuple[int, int]:
    """The half-open range [start, stop) without blank lines at its ends."""
    while start < stop and is_blank(lines[start]):
        start += 1
    while start < stop and is_blank(lines[stop - 1]):
        stop -= 1
    return start, stop


def account(lines: Sequence[str], pieces: Iterable[Piece]) -> tuple[SourceLines, ...]:
    """Where each non-blank line went, for a report.

    Args:
        lines: All lines of the source.
        pieces: Every non-blank line in exactly one of them, in any order.
    """
    runs: list[SourceLines] = []
    for piece in sorted(pieces):
        start, stop = trim(lines, piece.start, piece.stop)
        if start == stop:
            continue
        first = start + 1
        if runs and (runs[-1].place, runs[-1].is_header) == piece[2:]:
            first = runs.pop().first
        runs.append(SourceLines(first, stop, piece.place, piece.is_header))
    return tuple(runs)


def header_texts(lines: Sequence[str], pieces: Iterable[Piece]) -> dict[str, str]:
    """The text of each header field, by name."""
    texts: dict[str, list[str]] = {}
    for piece in pieces:
        if piece.is_header:
            written = (lines[index].strip() for index in filled(lines, piece.start, piece.stop))
            texts.setdefault(piece.place, []).extend(written)
    return {name: "\n".join(written) for name, written in texts.items() if written}
