"""What the lines of a forum page copied as text say about themselves, without any guess.

Lines are known by their index from 0; starts and stops are half-open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from reader.importers.headed import Headed, find_headed
from reader.importers.lines import Piece, filled, is_blank, split_lines, trim
from reader.importers.stated import Stated, find_stated, split_stated

_COUNT = re.compile(r"\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7}|No) comments?, sorted by\b.*", re.IGNORECASE)
_BARE_COUNT = re.compile(r"\s*([0-9]{1,7}|No) comments?(?: yet)?\.?\s*", re.IGNORECASE)
_FORM = "New Comment"
_NOTICE = re.compile(
    r"\s*(?:Click to highlight new comments since|Some comments are truncated due to high volume"
    r"|Change truncation settings).*"
)
_CATEGORIES = frozenset({"Frontpage", "Personal Blog", "Curated", "Community"})
_SCORE = re.compile(r"\s*([-−+]?)([0-9]{1,6})\s*")
_FOOTERS = frozenset({"Moderation Log"})
_TOP_LINES, _TOP_CHARACTERS, _TITLE_WORDS = 12, 120, 4


@dataclass(frozen=True)
class Page:
    """A forum page's lines and what is certain about them.

    Attributes:
        lines: All lines, cleaned.
        fields: The lines that are no text of post or comments.
        post: Start and stop of the post.
        comments: Start and stop of the comments.
        title: The title, when the page shows one.
        score: The post's karma, when the page shows it.
        announced: How many comments the page says it has.
        names: Names of authors known beforehand.
    """

    lines: Sequence[str]
    fields: tuple[Piece, ...]
    post: tuple[int, int]
    comments: tuple[int, int]
    title: str | None
    score: int | None
    announced: int | None
    names: frozenset[str] = frozenset()

    @cached_property
    def stated(self) -> tuple[Stated, ...]:
        """The collapsed comments, in order."""
        taken = {at for one in self.headed for at in range(one.start, one.stop)}
        found = find_stated(self.lines, *self.comments, self.names)
        return tuple(one for one in found if taken.isdisjoint((one.start, one.start + 1)))

    @cached_property
    def headed(self) -> tuple[Headed, ...]:
        """The headers of comments shown in full, where the copy kept them, in order."""
        table: dict[str, list[int]] = {}
        for piece in self.fields:
            for line in self.lines[piece.start : piece.stop] if piece.place == "contributors" else ():
                listed = split_stated(line)
                if listed:
                    table.setdefault(listed[1], []).append(listed[0])
        return tuple(find_headed(self.lines, *self.comments, table, self.announced))

    def stated_within(self, start: int, stop: int) -> tuple[Stated, ...]:
        """The collapsed comments that lie wholly among the lines [start, stop)."""
        first = bisect_left(self.stated, start, key=lambda stated: stated.start)
        last = bisect_right(self.stated, stop, key=lambda stated: stated.stop)
        return self.stated[first:last]


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like a forum page; None when it does not."""
    lines = text.split("\n")
    start, _ = _find_section(lines)
    return f"line {start + 1} says {lines[start].strip()[:60]!r}" if start < len(lines) else None


def read_page(text: str, names: frozenset[str] = frozenset()) -> Page:
    """Tell a page's header lines, post and comments apart.

    Args:
        text: The page's text, not yet cleaned.
        names: Names of authors known beforehand.
    """
    lines = split_lines(text)
    start, stop = _find_section(lines)
    table = _find_table(lines, start)
    top = _read_top(lines, table) or _title_above(lines, table, start)
    end = _find_footer(lines, stop)
    said = {piece.place: lines[piece.start].strip() for piece in top}
    return Page(
        lines=lines,
        fields=(*top, *_read_fields(lines, (table, start, stop, end))),
        post=trim(lines, top[-1].stop if top else 0, table),
        comments=(stop, end),
        title=said.get("title"),
        score=_read_score(said.get("score", "")),
        announced=_read_announced(lines[start:stop]),
        names=names,
    )


def _find_section(lines: Sequence[str]) -> tuple[int, int]:
    """Start and stop of the comment section's own header; both the end where there is none."""
    count = next((index for index, line in enumerate(lines) if _COUNT.fullmatch(line)), None)
    if count is None:
        start = next((index for index, line in enumerate(lines) if line.strip() == _FORM), len(lines))
        stop = min(start + 1, len(lines))
    else:
        start, stop = _form_above(lines, count), count + 1
    for index in filled(lines, stop, len(lines)):
        if not (_NOTICE.fullmatch(lines[index]) or (count is None and _BARE_COUNT.fullmatch(lines[index]))):
            break
        stop = index + 1
    return start, stop


def _form_above(lines: Sequence[str], count: int) -> int:
    above = count - 1
    while above >= 0 and is_blank(lines[above]):
        above -= 1
    return above if above >= 0 and lines[above].strip() == _FORM else count


def _read_announced(section: Sequence[str]) -> int | None:
    for line in section:
        match = _COUNT.fullmatch(line) or _BARE_COUNT.fullmatch(line)
        if match:
            return 0 if match[1].lower() == "no" else int(match[1].replace(",", ""))
    return None


def _find_table(lines: Sequence[str], section: int) -> int:
    """Where a list of scores and names above the comment section starts; the section when there is none."""
    start = stop = trim(lines, 0, section)[1]
    while start and split_stated(lines[start - 1]):
        start -= 1
    return start if stop - start >= 2 else section


def _read_top(lines: Sequence[str], stop: int) -> list[Piece]:
    """The short lines down to the karma, or down to the category where no karma is shown."""
    top: list[int] = []
    last = 0
    for index in islice(filled(lines, 0, stop), _TOP_LINES):
        top.append(index)
        if _SCORE.fullmatch(lines[index]):
            last = len(top)
            break
        if not _is_short(lines[index]):
            break
        last = len(top) if lines[index].strip() in _CATEGORIES else last
    return [Piece(index, index + 1, place, True) for index, place in _name_top(lines, top[:last])]


def _name_top(lines: Sequence[str], top: Sequence[int]) -> Iterator[tuple[int, str]]:
    said = [lines[index].strip() for index in top]
    category = next((at for at, line in enumerate(said) if line in _CATEGORIES), 0)
    for at, line in enumerate(said):
        if at == len(said) - 1 and _SCORE.fullmatch(line):
            yield top[at], "score"
        elif line in _CATEGORIES:
            yield top[at], "category"
        elif at == category - 1:
            yield top[at], "tags"
        elif at == 0 and category > 1 and len(line.split()) >= _TITLE_WORDS:
            yield top[at], "title"
        else:
            yield top[at], "header"


def _title_above(lines: Sequence[str], table: int, section: int) -> list[Piece]:
    """A title is certain where one short line stands alone above the list of names."""
    above = list(islice(filled(lines, 0, table), 2))
    if table < section and len(above) == 1 and _is_short(lines[above[0]]):
        return [Piece(above[0], above[0] + 1, "title", True)]
    return []


def _is_short(line: str) -> bool:
    said = line.strip()
    return len(said) <= _TOP_CHARACTERS and not said.endswith((".", "!", ":", ";", "…"))


def _find_footer(lines: Sequence[str], stop: int) -> int:
    last = trim(lines, stop, len(lines))[1] - 1
    return last if last >= stop and lines[last].strip() in _FOOTERS else len(lines)


def _read_fields(lines: Sequence[str], cuts: tuple[int, int, int, int]) -> Iterator[Piece]:
    table, start, stop, end = cuts
    yield Piece(table, start, "contributors", True)
    for index in filled(lines, start, stop):
        is_form, is_notice = lines[index].strip() == _FORM, _NOTICE.fullmatch(lines[index])
        place = "comment form" if is_form else "notice" if is_notice else "comment count"
        yield Piece(index, index + 1, place, True)
    yield Piece(end, len(lines), "footer", True)


def _read_score(line: str) -> int | None:
    match = _SCORE.fullmatch(line)
    return int(match[2]) * (-1 if match[1] in ("-", "−") else 1) if match else None
