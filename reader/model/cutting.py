"""Cutting an entry's text in two, and setting two in one, so that no passage is lost or changed.

Markdown means something else where its surroundings are others: what was cut or joined is parsed
again, and only a result whose passages are those there were, in order, is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from reader.model.markdown import parse_markdown, passage_lines
from reader.model.passages import Passage, PassageKind

_CONTAINER = re.compile(r"[ ]{0,3}(?:>[ ]?)+")
_NUMBERED = re.compile(r"(\d{1,9})([.)])")
_TAKEN, _TRIED, _MARKED = 12, 24, 8
_HELD_OPEN = ("", "\n```", "\n~~~")


class Text(NamedTuple):
    """The text of an entry.

    Attributes:
        markdown: Its Markdown.
        passages: Its passages.
    """

    markdown: str
    passages: tuple[Passage, ...]


def cut(text: Text, passage: int, character: int) -> tuple[Text, Text] | None:
    """Cut a text in two before a character of a passage; white space at the cut is dropped.

    Args:
        text: The text.
        passage: Index of the passage.
        character: Index of a character in it; 0 cuts between two passages.

    Returns:
        Both parts; None when nothing would be left of one, or the text is so set that it cannot be
        cut there, such as within a link.
    """
    wanted = _parts(text.passages, passage, character)
    if wanted is None:
        return None
    tried = (_as_taken(*pair, *wanted) for pair in _cuts(text, passage, wanted))
    return next(filter(None, tried), None)


def join(first: Text, second: Text) -> Text | None:
    """Set two texts one after the other; None when one would change the other."""
    if not first.markdown.strip() or not second.markdown.strip():
        return first if first.markdown.strip() else second
    wanted = (*first.passages, *second.passages)
    for closing in _HELD_OPEN:
        markdown = f"{first.markdown.rstrip()}{closing}\n\n{second.markdown}"
        if joined := _parsed(markdown, wanted):
            return joined
    return None


_Wanted = tuple[tuple[Passage, ...], tuple[Passage, ...]]


def _parts(passages: Sequence[Passage], passage: int, character: int) -> _Wanted | None:
    """The passages that either part shall have; None when there are none, or a span lies across."""
    if not 0 <= passage < len(passages):
        return None
    whole = passages[passage]
    before, after = whole.text[:character].rstrip(), whole.text[character:].lstrip()
    if not before:
        return (tuple(passages[:passage]), tuple(passages[passage:])) if passage else None
    shift = len(whole.text) - len(after)
    is_across = any(span.start < shift and span.stop > len(before) for span in whole.spans)
    if not after or is_across or whole.kind is not PassageKind.PARAGRAPH:
        return None
    first = whole._replace(text=before, spans=tuple(s for s in whole.spans if s.stop <= len(before)))
    moved = (s._replace(start=s.start - shift, stop=s.stop - shift) for s in whole.spans if s.start >= shift)
    second = whole._replace(text=after, spans=tuple(moved), marker="")
    return (*passages[:passage], first), (second, *passages[passage + 1 :])


def _cuts(text: Text, passage: int, wanted: _Wanted) -> Iterator[tuple[str, str]]:
    """Likely places to cut the Markdown."""
    lines, starts = text.markdown.split("\n"), passage_lines(text.markdown)
    if len(starts) != len(text.passages):
        return
    start = starts[passage]
    if len(wanted[0]) == passage:
        yield "\n".join(lines[:start]), "\n".join(lines[start:])
        return
    stop = starts[passage + 1] if passage + 1 < len(starts) else len(lines)
    above, block = "\n".join(lines[:start]), "\n".join(lines[start:stop])
    below = "\n".join(lines[stop:])
    container = _CONTAINER.match(block)
    for at in _likeliest(block, wanted[0][-1].text, wanted[1][0].text):
        first, second = block[:at].rstrip(" >\n"), block[at:]
        opened = (container[0] if container else "") + second
        for ended in (first, first.removesuffix("\\").rstrip()):
            yield f"{above}\n{ended}", f"{opened}\n{below}"
            yield f"{above}\n{ended}", f"{_escaped(second, opened)}\n{below}"


def _likeliest(block: str, before: str, after: str) -> list[int]:
    """Where the Markdown of a passage may be cut so that its text parts there, the likeliest first."""
    letters = list(accumulate(map(str.isalnum, block), initial=0))
    wanted = sum(map(str.isalnum, before))
    found = dict.fromkeys(_occurrences(block, after[:_TAKEN].split("\n")[0].rstrip()))
    return sorted(found, key=lambda at: abs(letters[at] - wanted))[:_TRIED]


def _occurrences(block: str, words: str) -> Iterator[int]:
    """Where a block holds what begins with these words, or with the same behind marks."""
    for sought in dict.fromkeys((words, words[:1])):
        at = block.find(sought) if sought else -1
        while at >= 0:
            back = at
            while back and at - back < _MARKED and block[back - 1] in "*_`~[!\\":
                back -= 1
            yield from range(at, back - 1, -1)
            at = block.find(sought, at + 1)


def _escaped(second: str, opened: str) -> str:
    """The same with its first sign taken literally, where it would now open a block."""
    literal = _NUMBERED.sub(r"\1\\\2", second, count=1) if _NUMBERED.match(second) else f"\\{second}"
    return opened.removesuffix(second) + literal


def _as_taken(
    before: str, after: str, first: tuple[Passage, ...], second: tuple[Passage, ...]
) -> tuple[Text, Text] | None:
    begun = _parsed(before.strip("\n"), first)
    if begun is None:
        return None
    ended = _parsed(after.strip("\n"), second) or _parsed(_dedented(after), second)
    return (begun, ended) if ended else None


def _dedented(markdown: str) -> str:
    """A part that stood in a list, moved to the left by as much as its first line."""
    lines = markdown.strip("\n").split("\n")
    indent = len(lines[0]) - len(lines[0].lstrip(" "))
    return "\n".join(line[indent:] if not line[:indent].strip() else line for line in lines)


def _parsed(markdown: str, wanted: Sequence[Passage]) -> Text | None:
    """The text of this Markdown, if it has the passages wanted; how deep in lists does not matter."""
    passages = parse_markdown(markdown)
    return Text(markdown, passages) if list(map(_said, passages)) == list(map(_said, wanted)) else None


def _said(passage: Passage) -> tuple[object, ...]:
    return passage.text, passage.kind, passage.spans, passage.level, passage.nesting.count(">")
