"""What differs between a quotation and the words it is made of: words, marks and case.

Not counted as differences: quotation marks and apostrophes, the kind of a dash, white space, soft
hyphens, list bullets, emphasis marks, and the case of the first letter of each piece.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reader.model.links.alignment import Alignment, Run, gaps, has_break, is_silent
from reader.model.links.quotations import ELISION, Quotation
from reader.model.links.values import Change
from reader.model.links.words import Text, word_spans

_IGNORED = re.compile(
    "[\\s\"'`\u00ab\u00bb\u2018-\u201f\u2039\u203a\u2032\u2033\u02bc\u00ad\u200b-\u200d\u2060\ufeff\uff02\uff07"
    "\u2022\u25e6\u25aa\u2023]"
)
# Stars and lines that set a word in emphasis touch it or its marks; others, as in "rm /*", are text.
_EMPHASIS = re.compile("(?<=[\\w.,;:!?\"'\u2019\u201d)])[*_~]{1,3}|[*_~]{1,3}(?=[\\w\"'\u2018\u201c(])")
_QUOTING = re.compile(r"\n\s*>+")
_SENTENCE_MARKS = ".,;:!?()[]{}<>-"
_DASH = re.compile("-{1,3}|[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")


def find_changes(quotation: Quotation, source: Text, alignment: Alignment) -> tuple[Change, ...]:
    """What the writer of a quotation changed, by start.

    What a quotation leaves out and says so, or leaves out as a whole piece, is no change.

    Args:
        quotation: The quotation.
        source: The text it is from.
        alignment: How it lies in that text.
    """
    breaks = quotation.breaks()
    found = [*_edges(quotation, source, alignment)]
    for run in alignment.runs:
        found += _changes_within(quotation, source, run)
    for one, next_one, between, skipped in gaps(alignment.runs):
        is_piece = has_break(breaks, one, next_one) or is_silent(one, next_one, between, skipped)
        inner = (one.quoted + one.size, next_one.quoted)
        held = (one.source + one.size, next_one.source)
        if is_piece:
            held = (held[0], held[0])
        if inner[0] < inner[1] or held[0] < held[1]:
            found.append(_change(quotation, source, inner, held))
    return tuple(sorted(found))


def pieces_left_out(quotation: Quotation, source: Text, alignment: Alignment) -> bool:
    """Whether a quotation leaves something out and says so, or leaves out a whole piece."""
    silent = any(is_silent(*gap) for gap in gaps(alignment.runs))
    return silent or any(not _is_in_source(source, alignment, at) for at in quotation.breaks())


def _is_in_source(source: Text, alignment: Alignment, at: int) -> bool:
    """Whether the source itself has an ellipsis there."""
    before = next((run for run in alignment.runs if run.quoted < at <= run.quoted + run.size), None)
    after = next((run for run in alignment.runs if run.quoted <= at < run.quoted + run.size), None)
    if before and after and before is not after:
        return False
    if before:
        return ELISION.search(_after(source, before.source + at - before.quoted - 1)) is not None
    return after is not None and ELISION.search(_before(source, after.source)) is not None


def _after(source: Text, word: int) -> str:
    """The marks between a word and the next one of its passage."""
    index, passage = source.passage_at(word)
    spans, at = word_spans(passage.text), word - source.starts[index]
    return passage.text[spans[at][1] : spans[at + 1][0] if at + 1 < len(spans) else None]


def _before(source: Text, word: int) -> str:
    index, passage = source.passage_at(word)
    spans, at = word_spans(passage.text), word - source.starts[index]
    return passage.text[spans[at - 1][1] if at else 0 : spans[at][0]]


def _edges(quotation: Quotation, source: Text, alignment: Alignment) -> Iterator[Change]:
    """What the quotation has before and after everything that is shared: words, and signs like ``/*``."""
    first, last = alignment.runs[0], alignment.runs[-1]
    stop = last.quoted + last.size
    if first.quoted:
        start, end, now = _own_span(quotation, 0, first.quoted)
        yield Change(start, end, "", now)
    else:
        now = quotation.of.text[quotation.start : _own_span(quotation, 0, 1)[0]]
        if not _signs(_before(source, first.source)).endswith(_signs(now)):
            yield Change(quotation.start, quotation.start + len(now), "", now.strip())
    if stop < alignment.size:
        start, end, now = _own_span(quotation, stop, alignment.size)
        yield Change(start, end, "", now)
    elif stop == quotation.size:
        end = _own_span(quotation, stop - 1, stop)[1]
        now = quotation.of.text[end : quotation.stop]
        if not _signs(_after(source, last.source + last.size - 1)).startswith(_signs(now)):
            yield Change(end, quotation.stop, "", now.strip())


def _signs(written: str) -> str:
    """The signs of a text that are no marks of a sentence, as in a path or a formula."""
    return "".join(sign for sign in _bare(written, False) if sign not in _SENTENCE_MARKS)


def _change(quotation: Quotation, source: Text, inner: tuple[int, int], held: tuple[int, int]) -> Change:
    start, stop, now = _own_span(quotation, *inner)
    return Change(start, stop, source.written(*held), now)


def _own_span(quotation: Quotation, first: int, last: int) -> tuple[int, int, str]:
    base = quotation.first - quotation.text.starts[quotation.passage]
    spans, text = word_spans(quotation.of.text), quotation.of.text
    if first == last:
        at = spans[base + first - 1][1] if first else spans[base][0]
        return at, at, ""
    start, stop = spans[base + first][0], spans[base + last - 1][1]
    return start, stop, text[start:stop]


def _changes_within(quotation: Quotation, source: Text, run: Run) -> Iterator[Change]:
    """Changed marks and case among words that are the same."""
    base = quotation.first - quotation.text.starts[quotation.passage] + run.quoted
    text = quotation.of.text
    for step, was in enumerate(_with_marks(source, run)):
        start, stop = _to_next(text, base + step, step == run.size - 1)
        now = text[start:stop]
        if now != was and _is_changed(now, was, step == 0):
            yield Change(start, start + len(now.rstrip()), was.rstrip(), now.rstrip())


def _with_marks(source: Text, run: Run) -> Iterator[str]:
    """The words of a run in the source, each with the marks behind it but the last."""
    last = run.source + run.size
    for word in range(run.source, last):
        index, passage = source.passage_at(word)
        start, stop = _to_next(passage.text, word - source.starts[index], word == last - 1)
        yield passage.text[start:stop]


def _to_next(text: str, at: int, is_last: bool) -> tuple[int, int]:
    spans = word_spans(text)
    start, stop = spans[at]
    if is_last:
        return start, stop
    return start, spans[at + 1][0] if at + 1 < len(spans) else len(text)


def _is_changed(now: str, was: str, is_first: bool) -> bool:
    one, other = _bare(now, is_first), _bare(was, is_first)
    if ELISION.search(now):  # marks next to an ellipsis go with what it leaves out
        return "".join(filter(str.isalnum, one)) != "".join(filter(str.isalnum, other))
    return one != other


def _bare(written: str, is_first: bool) -> str:
    """Only what counts as a difference."""
    bare = unicodedata.normalize("NFKC", ELISION.sub("", _QUOTING.sub(" ", written)))
    bare = _IGNORED.sub("", _DASH.sub("-", _EMPHASIS.sub("", bare)))
    return bare[:1].casefold() + bare[1:] if is_first else bare
