"""Passages as lines of a given width: pure, and tested without an app."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from reader.model.passages import Passage, PassageKind
from reader.ui.wrap import cells_of_widest, wrap

_LEAST_TEXT = 8
_LIST_INDENT = 3
CONTINUED = "↳"
_ITEM = re.compile(r"(?:(?:•|[0-9]{1,9}[.)])(?: |$))+")


class LineKind(Enum):
    """What a line shows."""

    TEXT = auto()
    HEADER = auto()
    STUB = auto()
    BLANK = auto()
    HIDDEN_QUOTATION = auto()
    MORE = auto()


class Line(NamedTuple):
    """One line of an entry on screen.

    Attributes:
        kind: What it shows.
        passage: Index of the passage it belongs to; for a header the first, for a blank line the one
            before it, hidden or not.
        start: First character of the passage's text shown; of a MORE line the first not shown.
        stop: One past the last.
        lead: What stands before the text: quotation bars, bullets, indent, CONTINUED; quotation bars
            are ``>``.
        number: How many lines a MORE, or passages a HIDDEN_QUOTATION, line stands for; the number
            of a header line.
    """

    kind: LineKind
    passage: int
    start: int = 0
    stop: int = 0
    lead: str = ""
    number: int = 0


class Laid(NamedTuple):
    """An entry laid out for a width.

    Attributes:
        lines: Its lines, at least one.
        starts: For each shown passage the number of its first line, ascending; the first is 0,
            since an entry's header belongs to its first passage.
        passages: The indexes of the shown passages, as long as ``starts``.
    """

    lines: Sequence[Line]
    starts: Sequence[int]
    passages: Sequence[int]

    def passage_at(self, line: int) -> int:
        """The passage to which a line belongs; a blank line belongs to the one before it."""
        return self.passages[bisect_right(self.starts, line) - 1]

    def first_line(self, passage: int) -> int:
        """The first line of a passage, or of the last shown before it."""
        return self.starts[max(0, bisect_right(self.passages, passage) - 1)]

    def last_line(self, passage: int) -> int:
        """The last line of a passage that is not blank."""
        following = bisect_right(self.passages, passage)
        stop = self.starts[following] if following < len(self.starts) else len(self.lines)
        while stop > 1 and self.lines[stop - 1].kind is LineKind.BLANK:
            stop -= 1
        return max(stop - 1, self.first_line(passage))


class Style(NamedTuple):
    """How a reader wants entries laid out.

    Attributes:
        width: Cells for text.
        cut: A longer entry is cut to this many lines; 0 never cuts.
        hides_quotations: Show a line in place of each quotation.
        wide: Cells for a table or code that needs more than ``width``; at least as many.
    """

    width: int
    cut: int = 0
    hides_quotations: bool = False
    wide: int = 0


def lay_out(passages: Sequence[Passage], header_lines: int, style: Style) -> Laid:
    """Lay out an expanded entry: header, passages with a blank line between, a blank line after.

    Args:
        passages: The entry's passages.
        header_lines: How many header lines stand above the text.
        style: How.
    """
    lines = [Line(LineKind.HEADER, 0, number=number) for number in range(header_lines)]
    starts, shown = [0], [0]
    for index, passage in enumerate(passages):
        if style.hides_quotations and passage.is_quotation:
            _hide_quotation(lines, index, passages)
            continue
        if index and not _is_tight(passages[index - 1], passage):
            lead = _common_lead(passages[index - 1], passage, style.width)
            lines.append(Line(LineKind.BLANK, index - 1, lead=lead))
        if index:
            starts.append(len(lines))
            shown.append(index)
        lines += lay_out_passage(passage, index, style.width, style.wide)
    if not lines:
        lines.append(Line(LineKind.HEADER, 0))
    if style.cut and len(lines) > style.cut + header_lines + 1:
        return _cut(Laid(lines, starts, shown), style.cut + header_lines)
    lines.append(Line(LineKind.BLANK, max(0, len(passages) - 1)))
    return Laid(lines, starts, shown)


def _hide_quotation(lines: list[Line], index: int, passages: Sequence[Passage]) -> None:
    if index and passages[index - 1].is_quotation:
        lines[-1] = lines[-1]._replace(number=lines[-1].number + 1)
    else:
        if index:
            lines.append(Line(LineKind.BLANK, index - 1))
        lines.append(Line(LineKind.HIDDEN_QUOTATION, index, number=1))


def _common_lead(before: Passage, passage: Passage, width: int) -> str:
    """The quotation bars that run on over the blank line between two passages."""
    bars = min(len(each.nesting) - len(each.nesting.lstrip(">")) for each in (before, passage))
    return _clamp("> " * bars, width)


def _is_tight(before: Passage, passage: Passage) -> bool:
    """Whether no blank line stands between: items of one list."""
    in_list = before.nesting.endswith("-") and passage.nesting.endswith("-")
    return in_list and bool(passage.marker) and len(before.text) + len(passage.text) < 400


def _cut(laid: Laid, keep: int) -> Laid:
    kept = list(laid.lines[:keep])
    while kept[-1].kind is LineKind.BLANK:
        kept.pop()
    last = bisect_right(laid.starts, len(kept) - 1)
    hidden = sum(line.kind is not LineKind.BLANK for line in laid.lines[len(kept) :])
    passage = laid.passages[last - 1]
    kept += [Line(LineKind.MORE, passage, kept[-1].stop + 1, number=hidden), Line(LineKind.BLANK, passage)]
    return Laid(kept, laid.starts[:last], laid.passages[:last])


def lay_out_passage(passage: Passage, index: int, width: int, wide: int = 0) -> list[Line]:
    """The lines of one passage.

    Args:
        passage: The passage.
        index: Its index in the entry.
        width: Cells for text, leads included.
        wide: The same for a table or code that needs more.
    """
    first, rest = leads(passage, width)
    exact = passage.kind in (PassageKind.CODE, PassageKind.TABLE)
    room = max(_LEAST_TEXT, width - len(first))
    widest = cells_of_widest(passage.text) if exact else 0
    if room < widest <= wide - len(first) or (room < widest and passage.kind is PassageKind.CODE):
        room = max(room, wide - len(first))
    if passage.kind is PassageKind.TABLE and widest > room:
        return _stack(passage, index, (first, rest), room)
    further = _continued(rest) if passage.kind is PassageKind.CODE else rest
    slices = wrap(passage.text, room, keeps_spaces=exact)
    begun = [rest if passage.text[start - 1 : start] == "\n" else further for start, _ in slices[1:]]
    return [
        Line(LineKind.TEXT, index, *each, lead) for each, lead in zip(slices, [first, *begun], strict=True)
    ]


def _stack(passage: Passage, index: int, leads: tuple[str, str], room: int) -> list[Line]:
    """The lines of a table that is too wide for the room."""
    from reader.ui.stacking import stack  # few pages hold such tables, and the first frame waits for none

    return [
        Line(LineKind.TEXT, index, start, stop, f"{leads[min(number, 1)]}{lead}")
        for number, (start, stop, lead) in enumerate(stack(passage.text, room))
    ]


def _continued(lead: str) -> str:
    """The lead of a line of code that is broken where its source does not break it."""
    return f"{lead[:-2]}{CONTINUED} " if lead.endswith("  ") else lead


def leads(passage: Passage, width: int) -> tuple[str, str]:
    """What stands before a passage's first line and before the others; equally wide, in cells.

    Args:
        passage: The passage.
        width: Cells for text; leads take at most half of it.
    """
    first = rest = ""
    innermost = passage.nesting.rfind("-")
    for index, container in enumerate(passage.nesting):
        opening = _item_lead(passage) if index == innermost else " " * _LIST_INDENT
        first += "> " if container == ">" else opening
        rest += "> " if container == ">" else " " * len(opening)
    if passage.kind is PassageKind.CODE:
        first, rest = first + "  ", rest + "  "
    return _clamp(first, width), _clamp(rest, width)


def _item_lead(passage: Passage) -> str:
    """The bullet or number of the item that a passage opens, or as much space."""
    marker = passage.marker
    if passage.kind is PassageKind.CODE:  # its language stands behind
        opened = _ITEM.match(marker)
        marker = opened[0].rstrip() if opened else ""
    return f"{f' {marker}' if len(marker) == 1 else marker} ".ljust(_LIST_INDENT)


def _clamp(lead: str, width: int) -> str:
    return lead[-(width // 2) :] if width > 1 else ""
