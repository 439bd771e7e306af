"""Units: the pieces of a page's comments between which a comment may begin."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.importers.compose import COPIED_LIST
from reader.importers.forum_page import Page
from reader.importers.headed import find_footer
from reader.importers.lines import filled, is_blank
from reader.importers.own_text import own_line
from reader.importers.stated import is_no_longer_endorsed, split_cut

# Fewer blank lines than this share of the lines: the copy lost them, and any line may begin a comment.
_BLANK_SHARE = 0.08
_FEW_LINES = 12
_CONTINUED = ("...", "…")
# Up to this share of the announced comments may lack where all others have a header.
_MISSED_SHARE = 0.1


class Header(NamedTuple):
    """What a page states of a comment above its text.

    Attributes:
        author: The name; None when the header shows none.
        score: Karma; None when the header does not show it, or not clearly.
        hours: How long before the copy it was written, about; None when the header does not say.
        is_collapsed: Whether the page shows the comment as one line.
        is_edited: Whether the header says that the comment was edited.
    """

    author: str | None
    score: int | None = None
    hours: float | None = None
    is_collapsed: bool = False
    is_edited: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """Consecutive lines that belong to one comment for certain.

    Attributes:
        start: Index of the first line, that of its header included.
        stop: One past the last line.
        own: Index of the first line below its header.
        lines: Its own text, a line each, controls taken off.
        header: What the page states of the comment it begins; None when it states nothing.
        is_first: Whether a comment begins here for certain.
        is_closed: Whether no comment begins here for certain.
        is_cut: Whether it ends in ``(read more)``.
        is_retracted: Whether it ends in the footer of a retracted comment.
        is_set_in: Whether all its lines are set in, as some copies show quotations.
    """

    start: int
    stop: int
    own: int
    lines: tuple[str, ...]
    header: Header | None = None
    is_first: bool = False
    is_closed: bool = False
    is_cut: bool = False
    is_retracted: bool = False
    is_set_in: bool = False

    @property
    def text(self) -> str:
        """Its own text as one."""
        return "\n".join(self.lines)

    @property
    def size(self) -> int:
        """How many characters of text it shows; bullets and the dots of a cut are none of it."""
        return sum(len(_bare(line)) for line in self.lines) - (3 if self.is_cut else 0)

    @property
    def is_item(self) -> bool:
        """Whether it begins with an item of a list."""
        return bool(self.lines) and _is_item(self.lines[0])

    @property
    def is_collapsed(self) -> bool:
        """Whether it is a comment shown as one line."""
        return self.header is not None and self.header.is_collapsed


def _is_item(line: str) -> bool:
    return COPIED_LIST.fullmatch(line) is not None


def _bare(line: str) -> str:
    item = COPIED_LIST.fullmatch(line)
    return (item["said"] if item else line).strip()


class _Head(NamedTuple):
    """Where a stated comment's header ends, and where its text does, if that is known."""

    header: Header
    stop: int
    end: int | None


def find_units(page: Page) -> list[Unit]:
    """The units of a page's comments, in order, that hold every filled line once."""
    return list(_Cutter(page).units())


class _Cutter:
    """Cuts the comments of a page where one may begin."""

    def __init__(self, page: Page) -> None:
        self._lines = page.lines
        self._start, self._stop = page.comments
        self._has_blanks = _has_blanks(page.lines, self._start, self._stop)
        self._heads = _find_heads(page)
        known = len(self._heads) + _MISSED_SHARE * (page.announced or 0)
        # Where expanded comments have headers, all of them do, unless the page announces more.
        self._is_stated = len(page.headed) > 1 and (page.announced is None or known >= page.announced - 1)
        self._controls = _find_controls(page)

    def units(self) -> Iterator[Unit]:
        """The units, in order."""
        is_first, at = True, self._next(self._start)
        while at < self._stop:
            last = self._find_stop(at)
            head = self._heads.get(at)
            unit = self._unit(at, last, head, is_first or head is not None)
            yield unit
            is_first = (unit.is_collapsed or unit.is_cut or unit.is_retracted
                        or (bool(self._controls) and last - 1 in self._controls))  # fmt: skip
            at = self._next(last)

    def _next(self, at: int) -> int:
        return next(filled(self._lines, at, self._stop), self._stop)

    def _find_stop(self, first: int) -> int:
        head = self._heads.get(first)
        if head and head.end is not None:
            return head.end
        at = first
        if head:
            at = self._next(head.stop)
            if at in self._heads or at == self._stop:
                return head.stop
        begun = at
        while at < self._stop and not is_blank(self._lines[at]) and (at == begun or at not in self._heads):
            at += 1
            if _ends(self._lines[at - 1]) and not self._is_footer(at):
                break
            if not self._has_blanks and not self._goes_on(at):
                break
        return self._with_footer(at)

    def _is_footer(self, at: int) -> bool:
        return at < self._stop and (is_no_longer_endorsed(self._lines[at]) or at in self._controls)

    def _goes_on(self, at: int) -> bool:
        return at < self._stop and (self._is_footer(at) or _goes_on(self._lines[at]))

    def _with_footer(self, at: int) -> int:
        """Footers after blank lines still belong to what stands above them."""
        following = self._next(at)
        while self._is_footer(following):
            at = following + 1
            following = self._next(at)
        return at

    def _unit(self, start: int, stop: int, head: _Head | None, is_first: bool) -> Unit:
        begun = head.stop if head else start
        said = [self._lines[at] for at in range(begun, stop) if at not in self._controls]
        own = [own_line(line) for line in said]
        kept = tuple(line.rstrip() for line in own if not is_blank(line) and line.strip() not in _CONTINUED)
        return Unit(
            start, stop, begun, kept or ("",), head.header if head else None, is_first,
            is_closed=self._is_stated and head is None and not is_first,
            is_cut=any(split_cut(line) for line in said),
            is_retracted=any(is_no_longer_endorsed(line) for line in said),
            is_set_in=bool(kept) and all(line[:1] in " \t" and not _is_item(line) for line in kept),
        )  # fmt: skip


def _find_heads(page: Page) -> dict[int, _Head]:
    found = {one.start: _Head(Header(one.author, one.score, is_collapsed=True), one.start + 1, one.stop)
             for one in page.stated}  # fmt: skip
    for one in page.headed:
        found[one.start] = _Head(
            Header(one.author, one.score, one.hours, is_edited=one.is_edited), one.stop, None
        )
    return found


def _find_controls(page: Page) -> frozenset[int]:
    """The lines of controls below comments, on a page that kept its headers."""
    starts = sorted({one.start for one in page.headed} | {one.start for one in page.stated})
    ends = [*starts[1:], page.comments[1]]
    spans = zip(starts, ends, strict=True) if page.headed else ()
    return frozenset(
        at
        for start, stop in spans
        for at in filled(page.lines, find_footer(page.lines, start + 1, stop), stop)
    )


def _has_blanks(lines: Sequence[str], start: int, stop: int) -> bool:
    count = stop - start
    blank = count - sum(1 for _ in filled(lines, start, stop))
    return count < _FEW_LINES or blank >= _BLANK_SHARE * count


def _ends(line: str) -> bool:
    return is_no_longer_endorsed(line) or split_cut(line) is not None


def _goes_on(line: str) -> bool:
    return _is_item(line) or line.strip().startswith(_CONTINUED)
