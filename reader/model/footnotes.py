"""Footnotes: links within an entry, from a text to its notes and back.

``[1](#fn-1)`` refers to a note, whose text ends in a link back, such as ``[↩](#fnref-1)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.model.passages import Passage, Span, SpanKind

FORWARD, BACK = "#fn-", "#fnref-"


class NoteLink(NamedTuple):
    """A link from a text to a note, or from a note back to the text.

    Attributes:
        number: The note's.
        span: Where the link stands in its passage.
        passage: The index of the passage it leads to: where the note begins, or is referred to.
        stop: One past the last passage it leads to.
        target: Of a link back the sign that refers to the note; None for a note as a whole.
    """

    number: str
    span: Span
    passage: int
    stop: int
    target: Span | None = None


def note_links(passages: Sequence[Passage], at: int) -> list[NoteLink]:
    """The links of a passage to notes, and back from a note, as far as both ends are there.

    Args:
        passages: All of an entry.
        at: The passage's index; there need be none.
    """
    own = [span for passage in passages[at : at + 1] for span in passage.spans if _is_of_note(span)]
    return [link for span in own for link in _follow(passages, span)]


def _is_of_note(span: Span) -> bool:
    return span.kind is SpanKind.LINK and span.target.startswith((FORWARD, BACK))


def _follow(passages: Sequence[Passage], span: Span) -> Iterator[NoteLink]:
    if span.target.startswith(FORWARD):
        number = span.target.removeprefix(FORWARD)
        for last, _ in list(_find(passages, BACK + number))[:1]:
            yield NoteLink(number, span, _beginning(passages, last), last + 1)
    else:
        number = span.target.removeprefix(BACK)
        for at, sign in _find(passages, FORWARD + number):
            yield NoteLink(number, span, at, at + 1, sign)


def _find(passages: Sequence[Passage], target: str) -> Iterator[tuple[int, Span]]:
    for at, passage in enumerate(passages):
        yield from ((at, span) for span in passage.spans if _is_of_note(span) and span.target == target)


def _beginning(passages: Sequence[Passage], last: int) -> int:
    """Where the note begins that ends in a passage: with the item of the list of notes, if it is one."""
    at = last
    while at and not (passages[at].marker and passages[at].nesting.count("-") == 1):
        if not passages[at].nesting:
            return last
        at -= 1
    return at
