"""Whether a text says that a quotation comes from outside, or announces one at all."""

from __future__ import annotations

import re

from reader.model.documents import Document
from reader.model.links.quotations import Form, Quotation
from reader.model.passages import SpanKind

_NEAR = 110
_SHORT_POST = 25
# Kinds of writing that are no comment of a thread; "the post" alone is the thread's own.
_WRITING = re.compile(
    r"\b(?:articles?|blog ?posts?|blogs?|papers?|paperwork|books?|charters?|tweets?|tweeted|wiki\w*"
    r"|documentation|docs|abstract|report|essay|website|web ?page|faq|press release|announcement"
    r"|newsletter|lawsuit|statute|licen[sc]e|terms of service|manual|readme|study|studies|arxiv|memo"
    r"|bible|dictionary|transcript|interview|podcast|constitution|https?://\S+)\b",
    re.IGNORECASE,
)
_OTHER_POST = re.compile(
    r"\b(?:in|from|of|on|to) (?:the |his |her |their |a |an )(?:[\w'\u2019-]+ ){1,4}post\b"
    r"|\b[A-Z][\w-]+['\u2019]s (?:[\w-]+ )?post (?:on|about|titled|called)?\b",
)
_SAID_SO = re.compile(
    r"\b(?:[Aa]s|[Aa]ccording to|[Qq]uoting|[Tt]o quote) "
    r"(?P<who>(?:[A-Z][\w.-]*)(?: [A-Z][\w.-]*){0,3})\b[^.!?\n]{0,40}[,:]\s*$"
)
_NOBODY_ELSE = frozenset({"i", "you", "he", "she", "they", "we", "it"})
_SOURCE_LINE = re.compile(r"\s*(?:source|via|from|[\u2014\u2013-]+|\(?https?://)", re.IGNORECASE)
_SIGNATURE = 6
_SIGNATURE_DASH = re.compile(r"\s*(?:[\u2014\u2013]|--?\s)")
_ATTRIBUTION = re.compile(r"\b(?:wrote|said|writes|says|asks):?\s*$")
_ANNOUNCING = re.compile(
    r"(?:\b(?:say|says|said|write|writes|wrote|state|states|stated|quote|quotes|quoting|excerpt|tweeted"
    r"|explains|replying to|responding to)\b"
    r"|\b(?:this|the following) (?:part|bit|passage|paragraph|sentence|quote|claim|section)\b"
    r"|\bin the (?:[\w-]+ ){0,3}post\b)[^:]{0,40}:\s*$",
    re.IGNORECASE,
)
_REACTION = re.compile(
    r"(?:yeah|yes|yep|no,|nope|agreed|i (?:strongly |mostly |largely |basically |totally )?(?:dis)?agree"
    r"|that(?:'|\u2019)s|this (?:is|seems|sounds)|could you|can you|do you|are you|what do you|why do you"
    r"|i share your|(?:i(?:'|\u2019)m|i am) (?:not )?(?:sure|confused)|when you say|you say|exactly"
    r"|fair|good point|hmm|huh|not sure|i couldn(?:'|\u2019)t|citation)\b",
    re.IGNORECASE,
)


def names_outside(quotation: Quotation, document: Document, names: frozenset[str]) -> bool:
    """Whether the text around a quotation that was not found says that its source is elsewhere.

    Args:
        quotation: The quotation.
        document: Its document.
        names: The folded names of the document's authors.
    """
    if _has_link(quotation) or _is_about_link(quotation, document):
        return True
    lead = quotation.lead[-_NEAR:]
    sentence = re.split(r"(?<=[.!?:])\s+(?=[A-Z])", lead)[-1]
    if _WRITING.search(sentence) or _OTHER_POST.search(sentence):
        return True
    said = _SAID_SO.search(sentence)
    who = said["who"].casefold() if said else ""
    return bool(who) and who not in _NOBODY_ELSE and "".join(who.split()) not in names


def announces(lead: str) -> bool:
    """Whether words end by announcing a quotation, such as "and you say:"."""
    return _ANNOUNCING.search(lead[-_NEAR:]) is not None


def is_reaction(text: str) -> bool:
    """Whether a paragraph begins as an answer to a passage quoted right above it."""
    return _REACTION.match(text) is not None


def is_signature(quotation: Quotation) -> bool:
    """Whether a quoting block is only the name below what is quoted, after a dash."""
    return (
        quotation.form is Form.BLOCK
        and quotation.size <= _SIGNATURE
        and _SIGNATURE_DASH.match(quotation.written) is not None
    )


def is_attribution(quotation: Quotation) -> bool:
    """Whether a quoting block only says who wrote what follows."""
    is_short = quotation.form is Form.BLOCK and quotation.size <= 2 * _SIGNATURE
    return is_short and _ATTRIBUTION.search(quotation.written) is not None


def _has_link(quotation: Quotation) -> bool:
    """A link in the words that lead to it, in itself as its source, or right below it."""
    passages = quotation.text.entry.passages
    own = quotation.of
    near = max(0, quotation.start - _NEAR)
    if quotation.form is Form.INLINE:
        return (
            any(
                span.kind is SpanKind.LINK and near <= span.start and span.stop <= quotation.stop + _NEAR
                for span in own.spans
            )
            and not quotation.size < 4
        )
    if quotation.passage:
        before = passages[quotation.passage - 1]
        ends_in_link = any(span.kind is SpanKind.LINK and span.stop >= len(before.text) - 40
                           for span in before.spans)  # fmt: skip
        if before.text.rstrip().endswith(":") and ends_in_link:
            return True
    after = passages[quotation.passage + 1 : quotation.passage + 2]
    return bool(after) and _SOURCE_LINE.match(after[0].text) is not None and (
        "http" in after[0].text or any(span.kind is SpanKind.LINK for span in after[0].spans)
    )  # fmt: skip


def _is_about_link(quotation: Quotation, document: Document) -> bool:
    """Whether the thread is about a page elsewhere, and this answers nothing else."""
    entry = quotation.text.entry
    if quotation.form is Form.INLINE or entry.parent is not None or not document.entries:
        return False
    post = document.entries[0]
    size = sum(len(passage.text.split()) for passage in post.passages)
    has_link = any(span.kind is SpanKind.LINK for passage in post.passages for span in passage.spans)
    return post is not entry and has_link and size < _SHORT_POST
