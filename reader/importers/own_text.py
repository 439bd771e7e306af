"""The own text of comments copied from a forum page: controls taken off, the rest as Markdown."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader.importers.compose import compose
from reader.importers.lines import is_blank
from reader.importers.stated import is_no_longer_endorsed, split_cut
from reader.model.documents import Flag

_DELETED = re.compile(r"\s*\[?comment deleted\]?\s*", re.IGNORECASE)
_ITEM_SIGN = " * "


class OwnText(NamedTuple):
    """What lines of a page say once the page's controls are taken off.

    Attributes:
        markdown: Their text.
        flags: What the controls said.
        controls: The controls, as they were written.
    """

    markdown: str
    flags: frozenset[Flag]
    controls: frozenset[str]


def own_line(line: str) -> str:
    """What of a line is a comment's own text, as far as fingerprints are concerned."""
    cut = split_cut(line)
    return "" if is_no_longer_endorsed(line) else cut[0] if cut else line


def read_text(lines: Sequence[str], headings: Mapping[int, int] | None = None) -> OwnText:
    """The own text of one post or comment.

    Args:
        lines: Its lines.
        headings: The Markdown level of each line that is a heading, by its index.
    """
    footers = {index for index, line in enumerate(lines) if is_no_longer_endorsed(line)}
    kept = ["" if index in footers else line for index, line in enumerate(lines)]
    read = read_run(kept, headings)
    if not footers:
        return read
    controls = {lines[index].strip() for index in footers}
    return OwnText(read.markdown, read.flags | {Flag.RETRACTED}, read.controls | controls)


def read_run(lines: Sequence[str], headings: Mapping[int, int] | None = None) -> OwnText:
    """The own text of lines of which it is not known whether they are one comment.

    A footer stays where it is, since it speaks of the comment above it only.
    """
    kept, controls = list(lines), set[str]()
    for index, line in enumerate(lines):
        cut = split_cut(line)
        if cut:
            kept[index] = cut[0]
            controls.add(cut[1])
            _join_dots(kept, index)
    said = [line for line in kept if not is_blank(line)]
    flags = {Flag.TRUNCATED} if controls else set[Flag]()
    if len(said) == 1 and _DELETED.fullmatch(said[0]):
        flags.add(Flag.DELETED)
    return OwnText(compose(kept, headings=headings), frozenset(flags), frozenset(controls))


def read_one_line(line: str) -> OwnText:
    """The own text of a collapsed comment, whose list items were run together in one line."""
    head, *items = line.split(_ITEM_SIGN)
    if not items or not head.rstrip().endswith(":") or not all(item.strip() for item in items):
        return read_run([line])
    return read_run([head, *(f"• {item.strip()}" for item in items)])


def _join_dots(kept: list[str], index: int) -> None:
    """Dots alone on a line say that the line before was cut."""
    if index and kept[index].strip() in ("...", "…") and not is_blank(kept[index - 1]):
        kept[index - 1] = kept[index - 1].rstrip() + kept[index].strip()
        kept[index] = ""
