"""The rules of a flat page on beginnings: what each says for or against a comment beginning somewhere."""

from __future__ import annotations

import math
from collections.abc import Iterator

from reader.importers.inference.evidence import LONG, SURE_SIZE, Evidence
from reader.importers.inference.facts import WHOLE, Facts
from reader.importers.inference.likeness import differs, is_same_rare
from reader.importers.inference.quoting import POST
from reader.importers.inference.wording import is_finished

_SHORT = 60
_LATER_UNITS = 4


def start_evidence(facts: Facts, at: int) -> Iterator[Evidence]:
    """What a unit shows for or against a comment beginning with it, whatever stands before."""
    unit, before = facts.units[at], facts.units[at - 1] if at else None
    yield "start", 1
    yield f"start.{facts.openings[at]}", 1
    yield from _shape_evidence(facts, at)
    if before is None:
        return
    if facts.announces[at - 1]:
        yield "start.after_announcement", 1
    if facts.asks[at - 1]:
        yield "start.after_question", 1
        if facts.openings[at] in ("agree", "disagree", "answer", "clarify", "that", "self"):
            yield "start.answers_question", 1
    if not is_finished(before.text) and not facts.announces[at - 1]:
        yield "start.after_unfinished", 1
    if facts.is_quotation[at - 1]:
        yield "start.after_quotation", 1
    if facts.hidden[at - 1]:
        yield f"start.after_hidden.{facts.hidden[at - 1]}", 1
    if facts.hidden[at]:
        yield f"start.hidden.{facts.hidden[at]}", 1
    if facts.is_quotation[at]:
        yield from _quotation_evidence(facts, at)
    elif facts.quoted[at]:
        yield "start.quotes_inside", 1
    if before.is_item and unit.is_item:
        yield "start.item_after_item", 1
    yield from _cut_evidence(facts, at)
    yield from _next_evidence(facts, at)


def _next_evidence(facts: Facts, at: int) -> Iterator[Evidence]:
    """What a paragraph shares with the one after it, and the one before with that."""
    words, after = facts.words, at + 1
    if facts.quoted_together[at]:
        yield "start.quoted_together", 1
    if after == len(facts.units) or facts.units[after].is_first:
        return
    yield "start.shares_next", words.shared(words.of[at], words.of[after])
    if any(one.source == at for one in facts.quoted[after]):
        yield "start.quoted_next", 1
    # A quotation has its words from elsewhere: what comes below it tells whether the text goes on.
    last = min(len(facts.units), after + _LATER_UNITS) - 1
    while after < last and facts.is_quotation[after] and not facts.units[after + 1].is_first:
        after += 1
    quoted = ".quoted" if facts.is_quotation[at] else ""
    yield f"start.shares_across{quoted}", words.shared(words.of[at - 1], words.of[after])


def _cut_evidence(facts: Facts, at: int) -> Iterator[Evidence]:
    """Where a comment is cut, all of it together has the length to which the page cuts."""
    end, cutting = facts.cut_ends[at], facts.cutting
    if not end or not cutting.sizes:
        return
    size = facts.size(at, end)
    if cutting.agrees(size):
        yield "start.cut_agrees", 1
    elif size < min(cutting.sizes):
        yield "start.cut_too_late", 1


def _shape_evidence(facts: Facts, at: int) -> Iterator[Evidence]:
    unit = facts.units[at]
    if unit.is_item:
        yield "start.item", 1
    if unit.lines[0].lstrip()[:1].islower():
        yield "start.lower", 1
    if unit.size < _SHORT:
        yield "start.short", 1
    elif unit.size > LONG:
        yield "start.long", 1
    if not is_finished(unit.text):
        yield "start.unfinished", 1
    yield from _lead_evidence(facts, at)


def _lead_evidence(facts: Facts, at: int) -> Iterator[Evidence]:
    """What leads to a list mostly goes on, and what leads to a quotation may be anywhere."""
    if at + 1 == len(facts.units):
        return
    leads = facts.announces[at] or not is_finished(facts.units[at].text)
    if facts.is_quotation[at + 1] and not facts.is_quotation[at] and not leads:
        yield "start.before_quotation", 1
    if leads and facts.units[at + 1].is_item:
        yield "start.leads_to_items", 1


def _quotation_evidence(facts: Facts, at: int) -> Iterator[Evidence]:
    quoted = [one for one in facts.quoted[at] if one.share >= WHOLE]
    is_post = any(one.source == POST for one in quoted)
    if not quoted:
        yield "start.set_in", 1
        return
    yield ("start.quotes_post" if is_post else "start.quotes_comment"), 1
    if max(one.size for one in quoted) < SURE_SIZE:
        yield "start.quotes_little", 1
    if all(one.source == at - 1 for one in quoted):
        yield "start.quotes_unit_before", 1


def within_evidence(facts: Facts, first: int, at: int) -> Iterator[Evidence]:
    """What the comment so far, the units [first, at), says for or against another beginning at a unit."""
    if facts.quoted_within(at, first, at):
        yield "start.quotes_own", 1
    elif facts.is_quotation[at]:
        yield from _again_evidence(facts, first, at)
    count = at - first
    yield "start.units", math.log(count)
    if facts.units[at].size < _SHORT:
        yield "start.short.units", math.log(count)
    if facts.size(first, at) < _SHORT:
        yield from _after_short_evidence(facts, at)
    if count == 1 and facts.reacts[at]:
        yield "start.reacts_to_one", 1
    if count == 1 and facts.hidden[first]:
        yield f"start.within_hidden.{facts.hidden[first]}", 1
    end = facts.cut_ends[at]
    if end and facts.cutting.agrees(facts.size(first, end)):
        yield "start.cut_agreed", 1
    hands = facts.hands[first:at]
    apart = differs(facts.hands[at], hands)
    if apart:
        yield "start.other_hand", apart
    if is_same_rare(facts.hands[at], hands):
        yield "start.same_hand", 1
    words = facts.words
    yield "start.shares_before", words.shared(words.of[at], words.of[at - 1])
    if count > 1:
        yield "start.shares_comment", words.shared(words.of[at], facts.words_within(first, at - 1))
    common = words.of[at] & facts.words_within(first, at)
    yield "start.goes_on", words.much(word for word in common if facts.first_with(word) >= first)
    if facts.is_quotation[first]:
        yield "start.in_quoting", 1
    if facts.cutting.limit and facts.size(first, at + 1) > facts.cutting.limit and not facts.cut_ends[at]:
        yield "start.too_long_else", 1


def _after_short_evidence(facts: Facts, at: int) -> Iterator[Evidence]:
    """A short line may be a whole comment, or lead to what follows."""
    if facts.is_quotation[at]:
        yield "start.quotes_after_short", 1
    if facts.asks[at - 1]:
        yield "start.after_short_question", 1


def _again_evidence(facts: Facts, first: int, at: int) -> Iterator[Evidence]:
    """A comment that quotes once more tends to quote the same, further down."""
    sources = {one.source for one in facts.quoted[at]}
    before = [one.source for unit in range(first, at) for one in facts.quoted[unit] if one.share >= WHOLE]
    if not before:
        yield "start.quotes_anew", 1
        return
    nearest = min(abs(source - one) if min(source, one) >= 0 else (0 if source == one else 99)
                  for source in sources for one in before) if sources else 99  # fmt: skip
    yield ("start.quotes_same" if nearest <= 4 else "start.quotes_elsewhere"), 1
    if sources and max(before) >= max(sources) >= 0 and max(before) != POST:
        yield "start.quotes_back", 1


def closing_evidence(facts: Facts, first: int, stop: int) -> Iterator[Evidence]:
    """What speaks for or against the units [first, stop) being one whole comment."""
    units = facts.units
    size = facts.size(first, stop)
    yield from _length_evidence(facts, first, stop)
    if all(facts.is_quotation[first:stop]):
        yield "whole.only_quotation", 1
    elif facts.is_quotation[stop - 1]:
        yield "whole.ends_in_quotation", 1
    if facts.announces[stop - 1] and not units[stop - 1].is_cut and not units[first].is_collapsed:
        yield "whole.ends_announcing", 1
    if size < _SHORT:
        yield "whole.short", 1


def _length_evidence(facts: Facts, first: int, stop: int) -> Iterator[Evidence]:
    cutting, size = facts.cutting, facts.size(first, stop)
    if facts.units[stop - 1].is_cut:
        if cutting.sizes and not cutting.agrees(size):
            yield "whole.cut_differs", 1
    elif cutting.limit and size > cutting.limit and not facts.units[first].is_collapsed:
        yield "whole.too_long", 1


def certain_evidence(facts: Facts, first: int, stop: int) -> Iterator[Evidence]:
    """What speaks against a reading in which a comment [first, stop) ends where it does for certain."""
    for rule, strength in _length_evidence(facts, first, stop):
        yield f"reading.{rule}", strength
    if all(facts.is_quotation[first:stop]) and not facts.units[stop - 1].is_cut:
        yield "reading.only_quotation", 1
