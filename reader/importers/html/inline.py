"""Runs of text as one paragraph of Markdown.

Emphasis in CommonMark begins or ends only where the characters around allow it. Where they do not,
the letter before or after is written as an entity, whose ``&`` or ``;`` counts as punctuation.
Emphasis is ``*``, or ``_`` where the same text also has strong words, so that two signs of
emphasis that touch are never of the same character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reader.importers.html.escaping import (
    escape_opening,
    escape_text,
    write_address,
    write_code,
    write_entity,
)
from reader.importers.html.flow import BREAK, CODE, EMPHASIS, STRIKE, STRONG, Run
from reader.model.markdown import describe_image
from reader.model.passages import Span, SpanKind

HARD_BREAK = "\\\n"
_BOUNDARY = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_KINDS = {STRONG: SpanKind.STRONG, EMPHASIS: SpanKind.EMPHASIS, STRIKE: SpanKind.STRIKE}


class Inline(NamedTuple):
    """Runs as Markdown, and as the text and spans that it is read as.

    Attributes:
        markdown: Lines of Markdown that open no block, without white space at their ends; empty
            where the runs hold nothing to see.
        text: The text shown.
        spans: How it is set.
    """

    markdown: str
    text: str
    spans: tuple[Span, ...] = ()


def write_inline(runs: Sequence[Run], *, is_line: bool = False) -> Inline:
    """Write the text of one block as Markdown.

    Args:
        runs: The text.
        is_line: Whether line breaks become spaces, as in headings and tables.
    """
    if len(runs) == 1 and runs[0][1:] == (0, "", ""):
        text = runs[0].text.strip()
        return Inline(escape_opening(escape_text(text)), text)
    lines: list[str] = []
    line = _Line(runs)
    for part in _split_lines(runs):
        if tidy := _merge(_part_spaces(part)):
            if lines:
                line.skip(" " if is_line else "\n")
            lines.append(escape_opening(line.write(tidy)))
    return Inline((" " if is_line else HARD_BREAK).join(lines), line.text, line.spans)


def plain_text(runs: Iterable[Run]) -> str:
    """The words of runs alone, as lines."""
    lines = "".join(run.text for run in runs).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip())


def _split_lines(runs: Sequence[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = [[]]
    for run in runs:
        if run is BREAK:
            lines.append([])
        else:
            lines[-1].append(run)
    return lines


def _part_spaces(runs: Iterable[Run]) -> list[Run]:
    """Words and the white space between them, which is set only as the words on both sides are."""
    parted: list[Run] = []
    space = ""
    for run in runs:
        text, marks, link, image = run
        words = text.strip()
        if not words and not image:
            space += text
            continue
        start = text.find(words)
        space += text[:start]
        if space and parted:
            parted.append(_space_between(parted[-1], run, space))
        parted.append(run if words == text else Run(words, marks, link, image))
        space = text[start + len(words) :]
    return parted


def _space_between(before: Run, after: Run, space: str) -> Run:
    space = " " if "  " in space else space
    is_joined = before.link == after.link
    return Run(space, before.marks & after.marks & ~CODE, before.link) if is_joined else Run(space)


def _merge(runs: Iterable[Run]) -> list[Run]:
    """Neighbours set alike as one."""
    merged: list[Run] = []
    for run in runs:
        if merged and not run.image and run[1:] == merged[-1][1:]:
            merged[-1] = Run(merged[-1].text + run.text, run.marks, run.link)
        else:
            merged.append(run)
    return merged


def _is_boundary(char: str) -> bool:
    """Whether CommonMark is sure to take a character for punctuation or white space."""
    return char in _BOUNDARY or char.isspace()


class _Line:
    """Writes line after line of one block; keeps which marks and links are open.

    Args:
        runs: All text of the block.
    """

    def __init__(self, runs: Sequence[Run]) -> None:
        has_both = any(run.marks & STRONG for run in runs) and any(run.marks & EMPHASIS for run in runs)
        self._signs = {STRONG: "**", STRIKE: "~~", EMPHASIS: "_" if has_both else "*"}
        self._parts: list[str] = []
        self._open: list[tuple[int, str]] = []
        self._starts: list[int] = []
        self._spans: list[Span] = []
        self._shown: list[str] = []
        self._length = 0
        self._closed = False

    @property
    def text(self) -> str:
        """The text written so far, as it is shown."""
        return "".join(self._shown)

    @property
    def spans(self) -> tuple[Span, ...]:
        """How it is set, in the order of :attr:`reader.model.passages.Passage.spans`."""
        return tuple(sorted(self._spans, key=lambda span: (span.start, -span.stop)))

    def skip(self, between: str) -> None:
        """Note what stands between two lines."""
        self._show(between)

    def write(self, runs: Iterable[Run]) -> str:
        """Write a line of tidy runs."""
        self._parts = []
        self._closed = False
        for run in runs:
            text = self._turn(run)
            if run.image:
                self._put(f"![{escape_text(text)}]({write_address(run.image)})")
                self._set_leaf(describe_image(text), SpanKind.IMAGE, run.image)
            elif run.marks & CODE:
                self._put(write_code(text))
                self._set_leaf(text, SpanKind.CODE, "")
            else:
                self._put_text(text)
        self._close_to(0)
        return "".join(self._parts)

    def _set_leaf(self, text: str, kind: SpanKind, target: str) -> None:
        self._spans.append(Span(self._length, self._length + len(text), kind, target))
        self._show(text)

    def _show(self, text: str) -> None:
        self._shown.append(text)
        self._length += len(text)

    def _turn(self, run: Run) -> str:
        """Close what does not go on, open what begins; the text still to be written."""
        text, marks, link, _ = run
        wanted: list[tuple[int, str]] = [(0, link)] if link else []
        if marks & ~CODE:
            wanted += [(mark, "") for mark in (STRIKE, STRONG, EMPHASIS) if marks & mark]
        stays = 0
        while stays < len(self._open) and self._open[stays] in wanted:
            stays += 1
        self._close_to(stays)
        new = [opening for opening in wanted if opening not in self._open]
        if new and text[:1].isspace():
            words = text.lstrip()
            self._put_text(text[: len(text) - len(words)])
            if not words:
                return ""
            text = words
        for opening in new:
            self._begin(opening, run, opening is new[-1])
        return text

    def _close_to(self, depth: int) -> None:
        while len(self._open) > depth:
            mark, link = self._open.pop()
            kind = SpanKind.LINK if link else _KINDS[mark]
            self._spans.append(Span(self._starts.pop(), self._length, kind, link))
            if link:
                self._put(f"]({write_address(link)})")
            else:
                sign = self._signs[mark]
                # After a closing sign a letter may follow only where a letter stands before it.
                needs = sign == "_" or not self._parts[-1][-1].isalnum()
                self._put(sign)
                self._closed = needs

    def _begin(self, opening: tuple[int, str], run: Run, is_last: bool) -> None:
        self._open.append(opening)
        self._starts.append(self._length)
        mark, link = opening
        is_letter = is_last and run.text.lstrip()[:1].isalnum() and not (run.image or run.marks & CODE)
        if not link and not (is_letter and self._signs[mark] != "_"):
            self._bound()
        self._put("[" if link else self._signs[mark])

    def _bound(self) -> None:
        """Make sure that a sign of emphasis may open after what is written."""
        if not self._parts or _is_boundary(self._parts[-1][-1]):
            return
        last = self._parts[-1]
        self._parts[-1] = last[:-1] + write_entity(last[-1])

    def _put_text(self, text: str) -> None:
        self._show(text)
        if self._closed and text and not _is_boundary(text[0]):
            self._put(write_entity(text[0]))
            text = text[1:]
        if text:
            self._put(escape_text(text))

    def _put(self, written: str) -> None:
        if written[0] == "[" and self._parts and self._parts[-1].endswith("!"):
            self._parts[-1] = self._parts[-1][:-1] + "\\!"
        self._parts.append(written)
        self._closed = False
