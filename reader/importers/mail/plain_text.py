"""What people type into mail, as Markdown: quoted lines, wrapped paragraphs, patches, signatures.

Sources: RFC 3676 (lines that flow), and the habit of quoting by ``>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from reader.clean import clean
from reader.importers.compose import TYPED_LIST, compose
from reader.importers.lines import is_blank, trim

_MARKS = re.compile(r"(?:>[ \t]?)+")
_PROMPT = re.compile(r">>>(?: |$)(?!>)")
# What must be escaped to be no Markdown. So much of it is no writing, and is shown as it came.
_ESCAPED, _ESCAPED_LIMIT = "\\`*[]<_&~", 50_000
_LINES_LIMIT = 50_000
# A parser of Markdown follows so many quotations in quotations.
_DEEPEST = 12
_SIGNATURE = re.compile(r"-- ?")
_PATCH = re.compile(r"diff --git |@@ -\d|(?:\+\+\+|---) \S|index [0-9a-f]{7,}\.\.")
_SET_IN = re.compile(r"\t|    ")
_TICKS = re.compile(r"`+")
# A paragraph whose lines are all about as long was wrapped by a program, and is one line.
_WRAPPED, _LONGEST = 45, 80


class _Line(NamedTuple):
    """A line without its marks of quotation.

    Attributes:
        depth: How many there were.
        text: The rest.
    """

    depth: int
    text: str


def set_plain(text: str, is_flowed: bool = False, is_joined: bool = False) -> str:
    """The plain text of a message as Markdown.

    Args:
        text: Decoded, not yet cleaned.
        is_flowed: Whether a line that ends in a space goes on in the next.
        is_joined: Whether that space is to be left out (``DelSp``).
    """
    text = clean(text)
    if sum(map(text.count, _ESCAPED)) > _ESCAPED_LIMIT or text.count("\n") > _LINES_LIMIT:
        return _fence(text.split("\n"))
    lines = list(_unquote(text.split("\n")))
    if is_flowed:
        lines = list(_flow(lines, is_joined))
    runs = [
        (depth, _set([line.text for line in run])) for depth, run in groupby(lines, lambda line: line.depth)
    ]
    written: list[str] = []
    above = 0
    for depth, markdown in runs:
        if markdown:
            written += [_quoted("", min(above, depth))] * bool(written) + [_quoted(markdown, depth)]
            above = depth
    return "\n".join(written)


def _unquote(lines: Sequence[str]) -> Iterator[_Line]:
    above = 0
    for line in lines:
        marks = _MARKS.match(line)
        # Three marks may open an example in Python instead of a third quotation.
        is_quoted = marks is not None and not (above < 2 and _PROMPT.match(line))
        above = min(line[: marks.end()].count(">"), _DEEPEST) if marks and is_quoted else 0
        yield _Line(above, line[marks.end() :] if marks and is_quoted else line)


def _flow(lines: Sequence[_Line], is_joined: bool) -> Iterator[_Line]:
    parts: list[str] = []
    for at, line in enumerate(lines):
        text = line.text[1:] if line.text.startswith(" ") else line.text
        after = lines[at + 1] if at + 1 < len(lines) else None
        if text.endswith(" ") and not _SIGNATURE.fullmatch(text) and after and after.depth == line.depth:
            parts.append(text[:-1] if is_joined else text)
            continue
        yield _Line(line.depth, "".join([*parts, text]))
        parts = []


def _quoted(markdown: str, depth: int) -> str:
    mark = "> " * depth
    return "\n".join(f"{mark}{line}".rstrip() for line in markdown.split("\n")) if depth else markdown


def _set(lines: Sequence[str]) -> str:
    """Lines of one depth as Markdown."""
    signature = next((at for at, line in enumerate(lines) if _SIGNATURE.fullmatch(line)), len(lines))
    blocks = [_set_block(block) for block in _blocks(lines[:signature])]
    # A signature stays in the lines it was typed in.
    return "\n\n".join(filter(None, [*blocks, compose(lines[signature:])]))


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines that blank lines part; a patch, or code set in, goes on over these."""
    block: list[str] = []
    patch = next((at for at, line in enumerate(lines) if _PATCH.match(line)), len(lines))
    for is_empty, run in groupby(lines[:patch], is_blank):
        part = list(run)
        if is_empty and block and _SET_IN.match(block[-1]):
            block += part
        elif not is_empty:
            if block and is_blank(block[-1]) and _SET_IN.match(part[0]):
                block += part
                continue
            if block:
                yield block
            block = part
        elif block:
            yield block
            block = []
    yield from [block] if block else []
    yield from [list(lines[patch:])] if patch < len(lines) else []


def _set_block(block: Sequence[str]) -> str:
    first, stop = trim(block, 0, len(block))
    lines = list(block[first:stop])
    if not lines:
        return ""
    if _PATCH.match(lines[0]) or (_is_set_in(lines) and not TYPED_LIST.fullmatch(lines[0])):
        return _fence(lines)
    return compose(_rewrap(lines), TYPED_LIST)


def _fence(lines: Sequence[str]) -> str:
    ticks = max((len(run) for line in lines for run in _TICKS.findall(line)), default=0)
    fence = "`" * max(3, ticks + 1)
    return "\n".join([fence, *lines, fence])


def _is_set_in(lines: Sequence[str]) -> bool:
    """Whether every second line is set in, as code and drawings are."""
    return 2 * sum(bool(_SET_IN.match(line)) for line in lines) >= len(lines)


def _rewrap(lines: list[str]) -> list[str]:
    """A paragraph that a program wrapped as one line; else the lines as they are."""
    *before, _ = lines
    is_wrapped = all(_WRAPPED <= len(line.rstrip()) <= _LONGEST for line in before)
    if not before or not is_wrapped or any(map(_is_set_off, lines)):
        return lines
    return [" ".join(line.strip() for line in lines)]


def _is_set_off(line: str) -> bool:
    return line[:1].isspace() or bool(TYPED_LIST.fullmatch(line))
