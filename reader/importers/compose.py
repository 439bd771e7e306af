"""Lines of plain text to Markdown: paragraphs, lists nested by indentation, headings, quotations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reader.importers.plain import HARD_BREAK, escape_heading, escape_line

# Bullets as browsers copy them; numbers only when set in, since a typed "1." may mean anything.
COPIED_LIST = re.compile(r"(?P<indent>\s*)(?P<marker>[•◦▪‣]|(?<=\s)[0-9]{1,9}[.)])\s+(?P<said>\S.*)")
TYPED_LIST = re.compile(r"(?P<indent>\s*)(?P<marker>[-*•–]|(?<=\s)[0-9]{1,9}[.)])\s+(?P<said>\S.*)")
_DEPTH_LIMIT = 8


def compose(
    lines: Iterable[str], pattern: re.Pattern[str] = COPIED_LIST, headings: Mapping[int, int] | None = None
) -> str:
    """Plain lines as Markdown.

    Args:
        lines: Cleaned lines. Blank ones part paragraphs; lines of one paragraph stay lines.
        pattern: What opens a list item, with the groups of COPIED_LIST.
        headings: The Markdown level of each line that is a heading, by its index.

    Returns:
        Markdown whose passages hold every word of the lines.
    """
    composer = _Composer(pattern)
    for index, line in enumerate(lines):
        composer.add(line, (headings or {}).get(index, 0))
    return composer.finish()


def heading(text: str, level: int) -> str:
    """One line of plain text as a Markdown heading of a level from 1 to 6."""
    return f"{'#' * level} {escape_heading(text)}"


def quote(markdown: str) -> str:
    """Markdown set as a quotation."""
    return "\n".join(f"> {line}" if line else ">" for line in markdown.split("\n"))


class _Composer:
    """Takes lines one by one; keeps the open paragraph or list."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern
        self._blocks: list[str] = []
        self._paragraph: list[str] = []
        self._list: list[str] = []
        self._open: list[tuple[int, int]] = []
        self._is_after_blank = False

    def add(self, line: str, level: int) -> None:
        opening = self._pattern.fullmatch(line)
        if level:
            self._close()
            self._blocks.append(heading(line, level))
        elif not line.strip():
            self._close_paragraph()
        elif opening:
            self._add_listed(opening)
        elif self._list and not self._is_after_blank and _indent(line) > self._open[-1][0]:
            self._list[-1] += HARD_BREAK + " " * self._width() + escape_line(line)
        else:
            self._close_list()
            self._paragraph.append(escape_line(line))
        self._is_after_blank = not line.strip()

    def finish(self) -> str:
        self._close()
        return "\n\n".join(self._blocks)

    def _add_listed(self, opening: re.Match[str]) -> None:
        self._close_paragraph()
        indent = len(opening["indent"])
        while self._open and (self._open[-1][0] >= indent or len(self._open) >= _DEPTH_LIMIT):
            self._open.pop()
        marker = opening["marker"] if opening["marker"][0].isdigit() else "-"
        # A number other than 1 opens a list below a line of text only after a blank line.
        gap = [""] if self._list and (self._is_after_blank or marker != "-") else []
        self._list += [*gap, f"{' ' * self._width()}{marker} {escape_line(opening['said'])}"]
        self._open.append((indent, len(marker) + 1))

    def _width(self) -> int:
        return sum(width for _, width in self._open)

    def _close(self) -> None:
        self._close_paragraph()
        self._close_list()

    def _close_paragraph(self) -> None:
        if self._paragraph:
            self._blocks.append(HARD_BREAK.join(self._paragraph))
            self._paragraph = []

    def _close_list(self) -> None:
        if self._list:
            self._blocks.append("\n".join(self._list))
            self._list, self._open = [], []


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
