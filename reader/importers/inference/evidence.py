"""The rules of a flat page on answers: what each says for or against a comment answering something.

A rule gives its name and how strongly it holds; :mod:`reader.importers.inference.weights` says how
much that counts, in log-odds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NamedTuple

from reader.importers.inference.facts import WHOLE, Facts
from reader.importers.inference.likeness import is_rare, is_same_rare
from reader.importers.inference.quoting import POST, Quoted
from reader.importers.inference.wording import names_post, says_you

LONG = 700
_HIGH = 10
SURE_SIZE = 40
_LATER_UNITS = 4

Evidence = tuple[str, float]


class Extent(NamedTuple):
    """The units [start, stop) of a comment; POST and POST for the post."""

    start: int
    stop: int


POST_EXTENT = Extent(POST, POST)


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
    if facts.size(*comment) > LONG:
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
    return "whole" if quoted.share >= WHOLE and quoted.size >= SURE_SIZE else "part"
