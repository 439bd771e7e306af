"""A forum page cut into its comments: where a known structure says, else where the page states it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.importers.compose import COPIED_LIST
from reader.importers.forum_page import Page
from reader.importers.lines import filled, trim
from reader.importers.own_text import own_line
from reader.importers.stated import Stated, is_no_longer_endorsed, split_cut
from reader.importers.structure import Candidate, Judge, Laid, Stream, align, lay
from reader.model.documents import Document, DocumentKind, Entry, EntryKind, Flag
from reader.model.fingerprint import fingerprint

_AUTHOR_AGREES, _SCORE_AGREES = 3, 1


@dataclass(frozen=True, slots=True)
class Part:
    """Lines [start, stop) of one comment, or of several that cannot be told apart.

    Attributes:
        start: Index of the first line.
        stop: One past the last.
        known: The index of the known entry it is; None when it is none.
        stated: Its header, when it is a collapsed comment.
    """

    start: int
    stop: int
    known: int | None = None
    stated: Stated | None = None


def lay_page(page: Page, known: Sequence[Document]) -> Laid | None:
    """Find the known thread of which a page is a copy; None when there is none."""
    if not known:
        return None
    own = [""] * len(page.lines)
    for start, stop in (page.post, page.comments):
        own[start:stop] = [line and own_line(line) for line in page.lines[start:stop]]
    stream = Stream(own)
    return lay(stream, known, DocumentKind.THREAD, _judge(page))


def _judge(page: Page) -> Judge:
    headers = {stated.start + 1: stated for stated in page.stated}

    def judge(entry: Entry, line: int) -> int | None:
        if (line < page.comments[0]) != (entry.kind is EntryKind.POST):
            return None
        stated = headers.get(line)
        if stated is None:
            return 0
        if entry.author == stated.author:
            return _AUTHOR_AGREES + _SCORE_AGREES * (entry.score == stated.score)
        return None if entry.author and "author" not in entry.inferred else 0

    return judge


def read_parts(page: Page, laid: Laid | None) -> Iterator[Part]:
    """Cut the comments of a page into parts that hold every filled line once, in order."""
    free, stop = page.comments
    for part in _known_parts(page, laid) if laid else ():
        yield from _unknown_parts(page, free, part.start)
        yield part
        free = part.stop
    yield from _unknown_parts(page, free, stop)


def _known_parts(page: Page, laid: Laid) -> Iterator[Part]:
    headers = {stated.start + 1: stated for stated in page.stated}
    comments = [(index, at) for index, at in laid.found.items() if at.start >= page.comments[0]]
    starts = [at.start - (at.start in headers) for _, at in comments]
    limits = [*starts[1:], page.comments[1]]
    for (index, at), start, limit in zip(comments, starts, limits, strict=False):
        ends = at.fits and _is_whole(page, laid.document.entries[index], at)
        stop = min(at.stop, limit) if ends else _find_end(page, at.start, limit, at.start in headers)
        yield Part(start, _take_footers(page, stop, limit), index, headers.get(at.start))


def _is_whole(page: Page, entry: Entry, at: Candidate) -> bool:
    """What was cut in the copy fingerprinted goes on in one that is not cut there."""
    lines = page.lines[at.start : at.stop]
    return Flag.TRUNCATED not in entry.flags or any(map(split_cut, lines))


def _find_end(page: Page, start: int, limit: int, is_one_line: bool) -> int:
    """Where a comment of unknown length ends for certain: a control, a header, or the next one."""
    if is_one_line:
        return start + 1
    header = next((stated.start for stated in page.stated_within(start + 1, limit)), limit)
    cuts = (index + 1 for index in range(start, header) if _is_end(page.lines[index]))
    return next(cuts, header)


def _is_end(line: str) -> bool:
    return is_no_longer_endorsed(line) or split_cut(line) is not None


def _take_footers(page: Page, stop: int, limit: int) -> int:
    for index in filled(page.lines, stop, limit):
        if not is_no_longer_endorsed(page.lines[index]):
            break
        stop = index + 1
    return stop


def _unknown_parts(page: Page, start: int, stop: int) -> Iterator[Part]:
    for stated in page.stated_within(start, stop):
        yield from _run(page, start, stated.start)
        yield Part(stated.start, stated.stop, stated=stated)
        start = stated.stop
    yield from _run(page, start, stop)


def _run(page: Page, start: int, stop: int) -> Iterator[Part]:
    start, stop = trim(page.lines, start, stop)
    if start < stop:
        yield Part(start, stop)


def read_headings(page: Page, post: Entry, start: int, stop: int) -> dict[int, int]:
    """Find the headings of a post by their fingerprints.

    Args:
        page: The page.
        post: The known post, with the fingerprints of its headings.
        start: Index of the post's first line.
        stop: One past its last line.

    Returns:
        The Markdown level of each heading, by its index from ``start``.
    """
    lines: dict[str, list[int]] = {}
    for index in filled(page.lines, start, stop):
        if not COPIED_LIST.fullmatch(page.lines[index]):
            lines.setdefault(str(fingerprint(page.lines[index])), []).append(index)
    marks = [mark.split(":", 1) for mark in post.heading_fingerprints if mark]
    found = align(
        Candidate(number, index, index + 1, 1, True)
        for number, (_, mark) in enumerate(marks)
        for index in lines.get(mark, ())
    )
    return {at.start - start: int(marks[number][0]) for number, at in found.items()}
