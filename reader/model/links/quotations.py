"""Finding what claims to be a quotation.

That are quoting blocks and lines, words between quotation marks, and paragraphs that may repeat
earlier ones.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from reader.model.documents import Document
from reader.model.links.words import Text, fold, word_spans
from reader.model.passages import Passage, PassageKind, SpanKind

INLINE_WORDS = 8
SHORT_WORDS = 4
_LEAD_CHARACTERS = 200
_LINES = re.compile(r"(?m)^[^\S\n]*>(?![=\d])[^\n]*(?:\n[^\S\n]*>[^\n]*)*")
_INLINE = re.compile(
    '(?<!\\w)"(?=[^\\s"])[^"]*[^\\s"]"(?!\\w)'
    "|\u201c(?P<curly>[^\u201c\u201d]*(?:\u201c[^\u201c\u201d]*\u201d[^\u201c\u201d]*){0,20})\u201d"
    "|\u00ab[^\u00ab\u00bb]+\u00bb|\u201e[^\u201e\u201c\u201d]+[\u201c\u201d]"
)
_MARKS = '"\u201c\u00ab\u201e'
ELISION = re.compile(
    r"[\[(<{]\s*(?:\.{2,}|\u2026|snip|\. \. \.)\s*[\])>}]|\u2026|\.{3,}|\.(?: \.){2,}", re.IGNORECASE
)
_BRACKETED = re.compile(r"\[[^\[\]\n]{1,200}\]")
_LABEL = re.compile(r"\s*(?P<name>[^\W\d_][\w .'\u2019-]{0,40}?)\s*:\s+(?=\S)")
# What introduces somebody's words, right before a short passage in quotation marks.
_SAYING = re.compile(
    r"\b(?:say|says|said|saying|write|writes|wrote|written|quote|quotes|quoted|quoting|state|states|stated"
    r"|claim|claims|claimed|mention|mentions|mentioned|ask|asks|asked|phrase|words|call|called|mean by)\b"
    r"[\w\s,'\u2019()-]{0,30}:?\s*$",
    re.IGNORECASE,
)


class Form(Enum):
    """How a quotation shows itself."""

    BLOCK = auto()
    LINE = auto()
    INLINE = auto()
    REPEATED = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Quotation:
    """A span that claims, or may turn out, to be a quotation.

    Attributes:
        text: The entry it stands in.
        passage: The index of its passage.
        start: First character.
        stop: One past the last.
        first: Its first word, an index into the words of the text.
        last: One past its last word.
        form: How it shows itself.
        is_alone: Whether it fills its passage.
        is_led: Whether words before it say that somebody said it.
    """

    text: Text
    passage: int
    start: int
    stop: int
    first: int
    last: int
    form: Form
    is_alone: bool = True
    is_led: bool = False

    @property
    def size(self) -> int:
        """How many words it has."""
        return self.last - self.first

    @property
    def of(self) -> Passage:
        """The passage it stands in."""
        return self.text.entry.passages[self.passage]

    @property
    def written(self) -> str:
        """Its characters."""
        return self.of.text[self.start : self.stop]

    @property
    def lead(self) -> str:
        """What stands before it: in its own passage, else the end of the passage before."""
        before = self.of.text[: self.start].rstrip(_MARKS + " ")
        passages = self.text.entry.passages
        at = self.passage
        while not before and at:
            at -= 1
            before = "" if passages[at].is_quotation and self.of.is_quotation else passages[at].text
            if passages[at].level:
                return ""
        return before[-_LEAD_CHARACTERS:]

    def breaks(self) -> tuple[int, ...]:
        """Before which of its words it says that it leaves something out, in order; its size for the end."""
        marks = list(ELISION.finditer(self.of.text, self.start, self.stop))
        spans = word_spans(self.of.text) if marks else ()
        base = self.first - self.text.starts[self.passage]
        found = (bisect_left(spans, (mark.start(), 0), base, base + self.size) - base for mark in marks)
        return tuple(dict.fromkeys(found))

    def bracketed(self) -> frozenset[int]:
        """Which of its words stand in brackets, as an editor's words do."""
        found = set[int]()
        for mark in _BRACKETED.finditer(self.of.text, self.start, self.stop):
            first, last = self.text.span_of_words(self.passage, *mark.span())
            found.update(range(first - self.first, last - self.first))
        return frozenset(found)


def find_quotations(text: Text, names: frozenset[str], may_repeat: bool) -> Iterator[Quotation]:
    """Everything in an entry that claims to be a quotation, or may repeat an earlier paragraph.

    Args:
        text: The entry.
        names: The folded names of the document's authors, who may stand before their words.
        may_repeat: Whether paragraphs without any mark are to be tried as well.
    """
    for index, passage in enumerate(text.entry.passages):
        if passage.is_quotation:
            yield from _quotation(text, index, *_unlabelled(passage, names), Form.BLOCK)
        elif passage.kind is PassageKind.PARAGRAPH:
            marked = list(_lines(text, index, passage)) or list(_inline(text, index, passage))
            yield from marked
            count = text.starts[index + 1] - text.starts[index]
            is_taken = any(one.form is Form.LINE or 2 * one.size > count for one in marked)
            if may_repeat and not is_taken:
                yield from _quotation(text, index, 0, len(passage.text), Form.REPEATED)


def has_marks(document: Document) -> bool:
    """Whether any entry of a document shows quotations by blocks or ``>`` lines.

    A copy as plain text loses these marks; then a paragraph may be a quotation without showing it.
    """
    return any(
        passage.is_quotation or (">" in passage.text and _LINES.search(passage.text))
        for entry in document.entries
        for passage in entry.passages
    )


def is_emphasised(passage: Passage) -> bool:
    """Whether a whole passage is set in emphasis, as some set what they quote."""
    return any(
        span.kind in (SpanKind.EMPHASIS, SpanKind.STRONG)
        and span.start <= 1
        and span.stop >= len(passage.text) - 1
        for span in passage.spans
    )


def _quotation(
    text: Text, passage: int, start: int, stop: int, form: Form, is_led: bool = False
) -> Iterator[Quotation]:
    first, last = text.span_of_words(passage, start, stop)
    if first < last:
        is_alone = (first, last) == (text.starts[passage], text.starts[passage + 1])
        yield Quotation(text, passage, start, stop, first, last, form, is_alone, is_led)


def _lines(text: Text, index: int, passage: Passage) -> Iterator[Quotation]:
    if ">" in passage.text:
        for found in _LINES.finditer(passage.text):
            yield from _quotation(text, index, *found.span(), Form.LINE)


def _inline(text: Text, index: int, passage: Passage) -> Iterator[Quotation]:
    if not any(mark in passage.text for mark in _MARKS):
        return
    for found in _INLINE.finditer(passage.text):
        start, stop = found.span()
        is_led = _SAYING.search(passage.text[max(0, start - 60) : start]) is not None
        for one in _quotation(text, index, start + 1, stop - 1, Form.INLINE, is_led):
            if one.size >= INLINE_WORDS or (one.size >= SHORT_WORDS and (one.is_alone or is_led)):
                yield one


def _unlabelled(passage: Passage, names: frozenset[str]) -> tuple[int, int]:
    """The characters of a passage without the name of its speaker before them."""
    label = _LABEL.match(passage.text)
    is_name = label is not None and fold_name(label["name"]) in names
    return (label.end() if label and is_name else 0), len(passage.text)


def fold_name(name: str) -> str:
    """A name without case, spaces and marks."""
    return "".join(filter(str.isalnum, fold(name)))
