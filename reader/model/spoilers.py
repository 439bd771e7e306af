"""Spoilers: words that a source hides until a reader opens them.

They are written as links: ``[words](#spoiler)``, ``[words](#spoiler:https://…)`` for hidden words of
a link, and hidden code as a block whose language begins with ``spoiler``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reader.model.passages import Passage, PassageKind, SpanKind

SPOILER = "#spoiler"
WORD = "[spoiler]"
_WITH_ADDRESS = f"{SPOILER}:"
_HIDDEN_CODE = "spoiler"

Stretches = tuple[tuple[int, int], ...]


def is_spoiler(target: str) -> bool:
    """Whether the target of a link says that its words are hidden."""
    return target == SPOILER or target.startswith(_WITH_ADDRESS)


def address_of(target: str) -> str:
    """Where a link leads, whether its words are hidden or not; empty for hidden words that lead nowhere."""
    return "" if target == SPOILER else target.removeprefix(_WITH_ADDRESS)


def hidden_in(passage: Passage) -> Stretches:
    """What of a passage's text its source hides, as half-open ranges of characters, by start.

    Stretches with nothing but white space between are one.
    """
    if passage.kind is PassageKind.CODE:
        is_hidden = passage.text and _HIDDEN_CODE in passage.marker.split()
        return ((0, len(passage.text)),) if is_hidden else ()
    if not passage.spans:
        return ()
    found = ((span.start, span.stop) for span in passage.spans
             if span.kind is SpanKind.LINK and is_spoiler(span.target))  # fmt: skip
    return tuple(_join(passage.text, found))


def _join(text: str, found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    begun: tuple[int, int] | None = None
    for start, stop in found:
        if begun and (start <= begun[1] or text[begun[1] : start].isspace()):
            begun = begun[0], max(begun[1], stop)
            continue
        if begun:
            yield begun
        begun = start, stop
    if begun:
        yield begun


def veil(text: str, hidden: Sequence[tuple[int, int]], start: int = 0, stop: int | None = None) -> str:
    """A part of a text with ``[spoiler]`` for each hidden stretch that reaches into it.

    Args:
        text: A passage's text.
        hidden: What of it is hidden, by start, none overlapping another.
        start: The part's first character.
        stop: One past its last; None for all the rest.
    """
    stop = len(text) if stop is None else min(stop, len(text))
    parts, at = [], start
    for first, last in hidden:
        if first < stop and last > start:
            parts += [text[at:first], WORD]
            at = last
    return "".join([*parts, text[at:stop]])


def without_spoilers(passage: Passage) -> str:
    """A passage's text with ``[spoiler]`` for what it hides."""
    hidden = hidden_in(passage)
    return veil(passage.text, hidden) if hidden else passage.text
