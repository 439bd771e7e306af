"""The rules of a flat page: what each says for or against a beginning, or for what a comment answers.

A rule gives its name and how strongly it holds; :mod:`reader.importers.inference.weights` says how
much that counts, in log-odds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from reader.importers.inference.facts import WHOLE, Facts
from reader.importers.inference.likeness import differs, is_rare, is_same_rare
from reader.importers.inference.quoting import POST, Quoted
from reader.importers.inference.wording import is_finished, names_post, says_you

_SHORT, _LONG = 60, 700
_HIGH = 10
_SURE_SIZE = 40
_LATER_UNITS = 4

Evidence = tuple[str, float]


class Extent(NamedTuple):
    """The units [start, stop) of a comment; POST and POST for the post."""

    start: int
    stop: int


POST_EXTENT = Extent(POST, POST)


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
    yield "start.shares_across", words.shared(words.of[at - 1], words.of[after])
    if any(one.source == at for one in facts.quoted[after]):
        yield "start.quoted_next", 1


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
    elif unit.size > _LONG:
        yield "start.long", 1
    if not is_finished(unit.text):
        yield "start.unfinished", 1
    if at + 1 < len(facts.units) and facts.is_quotation[at + 1] and not facts.is_quotation[at]:
        yield "start.before_quotation", 1


def _quotation_evidence(facts: Facts, at: int) -> Iterator[Evidence]:
    quoted = [one for one in facts.quoted[at] if one.share >= WHOLE]
    is_post = any(one.source == POST for one in quoted)
    if not quoted:
        yield "start.set_in", 1
        return
    yield ("start.quotes_post" if is_post else "start.quotes_comment"), 1
    if max(one.size for one in quoted) < _SURE_SIZE:
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


def place_evidence(facts: Facts, at: int, place: str) -> Iterator[Evidence]:
    """How likely a comment answers what can be answered next, whatever both say.

    Args:
        facts: The page.
        at: The unit with which the comment begins.
        place: ``last`` for the comment before it, ``beside`` for what that one answers when that one has
            no answer itself, ``above`` for anything farther up.
    """
    unit = facts.units[at]
    yield f"answers.{place}", 1
    if unit.is_collapsed:
        yield f"collapsed.{place}", 1
    if facts.collapses and at and facts.units[at - 1].is_collapsed:
        yield f"after_collapsed.{place}" if unit.is_collapsed else f"expanded_after_collapsed.{place}", 1
    yield f"{facts.voices[at]}.{place}", 1
    if says_you(unit.text):
        yield f"you.{place}", 1
    if at and facts.asks[at - 1]:
        yield f"after_question.{place}", 1
    if at and facts.units[at - 1].is_cut:
        yield f"after_cut.{place}", 1


def node_evidence(facts: Facts, comment: Extent, place: str) -> Iterator[Evidence]:
    """How likely a comment is answered once more by what comes after, whatever that is.

    Args:
        facts: The page.
        comment: The comment.
        place: Where it stands then, as for :func:`place_evidence`.
    """
    unit = facts.units[comment.start]
    if unit.is_collapsed:
        yield f"of_collapsed.{place}", 1
        score = unit.header.score if unit.header else None
        if score is not None:
            yield f"of_collapsed_scored.{place}", math.log1p(max(0, score))
    elif facts.collapses:
        yield f"of_expanded.{place}", 1
    if facts.units[comment.stop - 1].is_cut:
        yield f"of_cut.{place}", 1
    if facts.asks[comment.stop - 1]:
        yield f"of_question.{place}", 1
    yield f"of_size.{place}", math.log1p(facts.size(*comment) / 100)


def bond_evidence(facts: Facts, comment: Extent, parent: Extent) -> Iterator[Evidence]:
    """What a comment has to do with another one, or with the post, more than with any other.

    Args:
        facts: The page.
        comment: The comment.
        parent: What it may answer.
    """
    is_post = parent == POST_EXTENT
    yield ("bond.post" if is_post else "bond"), 1
    yield from _quoting_evidence(facts, comment, parent, ".post" if is_post else "")
    yield from _word_evidence(facts, comment, parent)
    if is_post:
        yield from _post_evidence(facts, comment)
        return
    hand = facts.hands[comment.start]
    if is_rare(hand) and is_same_rare(hand, facts.hands[parent.start : parent.stop]):
        yield "bond.same_hand", 1
    if facts.hidden[comment.start] and facts.units[parent.stop - 1].is_cut:
        yield f"bond.hidden_part.{facts.hidden[comment.start]}", 1


def heads_evidence(facts: Facts, first: int, parent: int) -> Iterator[Evidence]:
    """What the page states of a comment and of another one that says whether it answers it.

    Args:
        facts: The page.
        first: The unit with which the comment begins.
        parent: The unit with which the other one begins; POST for the post.
    """
    if parent == POST:
        return
    yield from _author_evidence(facts, first, parent)
    if facts.collapses:
        yield _shown_as(facts, first, parent), 1
    yield from _header_evidence(facts, first, parent)


def _shown_as(facts: Facts, at: int, parent: int) -> str:
    """How a page that shows comments as one line shows an answer and what it answers."""
    child, above = ("one_line" if facts.units[one].is_collapsed else "whole" for one in (at, parent))
    return f"bond.{child}_under_{above}"


def _post_evidence(facts: Facts, comment: Extent) -> Iterator[Evidence]:
    if facts.units[comment.start].is_collapsed:
        yield "bond.post.one_line", 1
    elif facts.collapses:
        yield "bond.post.spared", facts.spared
    opening = facts.voices[comment.start]
    if opening in ("thanks", "praise"):
        yield f"bond.post.{opening}", 1
    if names_post(facts.units[comment.start].text):
        yield "bond.post.named", 1
    if facts.size(*comment) > _LONG:
        yield "bond.post.long", 1


def _header_evidence(facts: Facts, at: int, parent: int) -> Iterator[Evidence]:
    header, above = facts.units[at].header, facts.units[parent].header
    if (
        header
        and above
        and header.hours is not None
        and above.hours is not None
        and header.hours > above.hours
    ):
        yield "bond.older", 1
    if header and above and header.score is not None and above.score is not None:
        yield ("bond.scores_more" if header.score > above.score else "bond.scores_less"), 1


def beside_evidence(facts: Facts, first: int, beside: int) -> Iterator[Evidence]:
    """What speaks for or against a comment being the next to answer the same as another one.

    Args:
        facts: The page.
        first: The unit with which the comment begins.
        beside: The unit that begins the last comment before it which answers the same.
    """
    author = facts.authors[first]
    if author and author == facts.authors[beside]:
        yield "author.twice", 1
    one, other = facts.units[first].header, facts.units[beside].header
    if not facts.is_by_score or other is None or other.score is None:
        return
    if one is None or one.score is None:
        if facts.collapses and other.score < _HIGH:
            yield "order.expanded_after_collapsed", 1
    elif one.score > other.score:
        yield "order.rises", 1
    else:
        yield "order.falls", 1


def _author_evidence(facts: Facts, first: int, parent: int) -> Iterator[Evidence]:
    author = facts.authors[parent]
    if author is None:
        return
    spoken_to, spoken_of = facts.named[first]
    if author == facts.authors[first]:
        yield "author.same", 1
    if author in spoken_to:
        yield "author.spoken_to", 1
    if author in spoken_of:
        yield "author.spoken_of", 1


def _quoting_evidence(facts: Facts, comment: Extent, parent: Extent, post: str) -> Iterator[Evidence]:
    """What a comment repeats of another, or of something else, where it begins."""
    for at in range(comment.start, min(comment.stop, comment.start + _LATER_UNITS)):
        if facts.quoted[at]:
            when = "later." if at > comment.start else ""
            quoted = facts.quoted_within(at, *parent)
            yield f"{when}quotes.{_strength(quoted) if quoted else 'other'}{post}", 1


def _word_evidence(facts: Facts, comment: Extent, parent: Extent) -> Iterator[Evidence]:
    """The rare words that two comments, or a comment and the post, have both or that only one had before."""
    words, own, others = facts.words, facts.words_within(*comment), facts.words_within(*parent)
    shared = own & others
    if parent == POST_EXTENT:
        yield "shares.post", words.much(shared)
        yield "shares.alike.post", words.alike(own, others)
        return
    if shared:
        yield "shares", words.much(shared)
        yield "shares.alike", words.alike(own, others)
        only = words.much([word for word in shared if facts.is_only_in(word, parent, comment.start)])
        yield "shares.only", only
    yield "shares.size", math.log1p(facts.size(*parent) / 100)


def _strength(quoted: Quoted) -> str:
    return "whole" if quoted.share >= WHOLE and quoted.size >= _SURE_SIZE else "part"
