"""Passages: the blocks of text inside an entry, the smallest things quoted, found or bookmarked.

The values only; :mod:`reader.model.markdown` makes them from Markdown.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class PassageKind(StrEnum):
    """What a passage is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    RULE = "rule"
    TABLE = "table"


class SpanKind(StrEnum):
    """How a span of a passage is set."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    CODE = "code"
    STRIKE = "strike"
    LINK = "link"
    IMAGE = "image"


class Span(NamedTuple):
    """A half-open range of characters [start, stop) of a passage's text.

    Attributes:
        start: First character.
        stop: One past the last character.
        kind: How it is set.
        target: The address of a link or image; empty otherwise. Not checked: see
            :func:`reader.clean.safe_url`.
    """

    start: int
    stop: int
    kind: SpanKind
    target: str = ""


class Passage(NamedTuple):
    """A block of text inside an entry.

    Attributes:
        text: Its text; line feeds only at hard line breaks and in code.
        kind: What it is.
        spans: Emphasis, links and the like, by start; spans may lie inside one another.
        nesting: The containers it stands in, outermost first: ``>`` a quotation, ``-`` a list item.
        marker: The bullet or number of the list item it opens, or a code block's language.
        level: A heading's level from 1 to 6; 0 for anything else.
    """

    text: str
    kind: PassageKind = PassageKind.PARAGRAPH
    spans: tuple[Span, ...] = ()
    nesting: str = ""
    marker: str = ""
    level: int = 0

    @property
    def is_quotation(self) -> bool:
        """Whether it stands in a quotation."""
        return ">" in self.nesting


StoredPassage = list[object]


def store_passages(passages: tuple[Passage, ...]) -> list[StoredPassage]:
    """Passages as JSON values, short because a library holds many.

    Returns:
        For each passage ``[text, kind, nesting, marker, level, spans]``, trailing defaults left
        out; spans as ``[start, stop, kind, target]``.
    """
    return [_store(passage) for passage in passages]


def _store(passage: Passage) -> StoredPassage:
    spans = [[span.start, span.stop, span.kind.value, span.target] for span in passage.spans]
    whole: StoredPassage = [
        passage.text, passage.kind.value, passage.nesting, passage.marker, passage.level, spans,
    ]  # fmt: skip
    while len(whole) > 1 and whole[-1] in ("", 0, [], "paragraph"):
        whole.pop()
    return whole


def restore_passages(stored: list[list]) -> tuple[Passage, ...]:  # type: ignore[type-arg]
    """Passages from what :func:`store_passages` gave."""
    return tuple(_restore(*fields) for fields in stored)


def _restore(
    text: str, kind: str = "paragraph", nesting: str = "", marker: str = "", level: int = 0,
    spans: list[tuple[int, int, str, str]] | None = None,
) -> Passage:  # fmt: skip
    built = tuple(Span(start, stop, SpanKind(of), target) for start, stop, of, target in spans or ())
    return Passage(text, PassageKind(kind), built, nesting, marker, level)
