"""Lines of a Markdown text: which are code, which are not shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})(?P<rest>.*)")
_ANCHOR = re.compile(r"[ \t]*<a\s+(?:name|id)\s*=[^<>]{1,200}>\s*</a>", re.IGNORECASE)
_OPEN, _CLOSE = "<!--", "-->"


def mask_code(lines: Sequence[str]) -> list[bool]:
    """For each line whether it is in a fenced code block; a fence that is never closed opens none."""
    code = [False] * len(lines)
    opened: tuple[int, str] | None = None
    for at, line in enumerate(lines):
        fence = _FENCE.fullmatch(line)
        if fence and opened is None:
            opened = at, fence["mark"]
        elif fence and opened and fence["mark"].startswith(opened[1]) and not fence["rest"].strip():
            code[opened[0] : at + 1] = [True] * (at + 1 - opened[0])
            opened = None
    return code


def hide(lines: Sequence[str], code: Sequence[bool]) -> list[str]:
    """The lines without what a page does not show: HTML comments, and anchors without words.

    Args:
        lines: Cleaned lines.
        code: For each whether it is code, in which nothing is hidden.

    Returns:
        As many lines; a comment that is never closed is none.
    """
    last = max((at for at, line in enumerate(lines) if _CLOSE in line), default=-1)
    shown: list[str] = []
    is_hidden = False
    for at, line in enumerate(lines):
        if is_hidden:
            _, closing, line = line.partition(_CLOSE)
            is_hidden = not closing
        if not is_hidden and not code[at] and "<" in line:
            line = _ANCHOR.sub("", _without_comments(line))
            is_hidden = at < last and _OPEN in line
            line = line.partition(_OPEN)[0] if is_hidden else line
        shown.append(line)
    return shown


def _without_comments(line: str) -> str:
    """A line without the comments that begin and end in it."""
    kept, start = list[str](), 0
    while (at := line.find(_OPEN, start)) >= 0 and (end := line.find(_CLOSE, at + len(_OPEN))) >= 0:
        kept.append(line[start:at])
        start = end + len(_CLOSE)
    return "".join(kept) + line[start:]
