"""The quotations of a document as links: which there are, what each is from, with a verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from reader.model.documents import Document, DocumentKind, Entry, EntryKind, Flag
from reader.model.links.finding import Finder, Fit, grams_wanted
from reader.model.links.grams import Grams
from reader.model.links.nearness import Kinship
from reader.model.links.outside import announces, is_attribution, is_reaction, is_signature, names_outside
from reader.model.links.quotations import (
    INLINE_WORDS,
    Form,
    Quotation,
    find_quotations,
    fold_name,
    has_marks,
)
from reader.model.links.surface import find_changes, pieces_left_out
from reader.model.links.values import Link, LinkKind, Target, Verdict
from reader.model.links.words import Lexicon, Text

_LEAST_HIDDEN = 8


def link_quotations(document: Document, others: Sequence[Document], kinship: Kinship) -> Iterator[Link]:
    """A link for every quotation of a document, in no order.

    Args:
        document: The document.
        others: Other documents it may quote.
        kinship: Its tree.
    """
    yield from _Quoting(document, others, kinship).links()


class _Quoting:
    """Walks a document once, the oldest entry first, so that a source is known before its quotations."""

    def __init__(self, document: Document, others: Sequence[Document], kinship: Kinship) -> None:
        self._document = document
        self._kinship = kinship
        self._is_copy = not has_marks(document)
        self._names = frozenset(fold_name(entry.author) for entry in document.entries if entry.author)
        lexicon, grams = Lexicon(), Grams()
        texts = [Text.of(document, at, lexicon) for at in range(len(document.entries))]
        self._quotations = [list(self._find(text, grams)) for text in texts]
        for number, text in enumerate(texts):
            grams.read(number, text.words)
        for other in others:
            _read_other(other, texts, lexicon, grams)
        self._finder = Finder(texts, grams, kinship, self._is_copy)

    def _find(self, text: Text, grams: Grams) -> Iterator[Quotation]:
        is_turn = text.entry.kind is EntryKind.TURN
        may_repeat = not is_turn and text.position != self._kinship.post
        may_repeat |= self._document.kind is DocumentKind.INTERVIEW and not is_turn
        for quotation in find_quotations(text, self._names, may_repeat):
            if is_signature(quotation):
                continue
            words = text.words[quotation.first : quotation.last]
            grams.want(words, grams_wanted(quotation, self._is_copy))
            if quotation.form is not Form.REPEATED:
                text.mark_quoted(quotation.first, quotation.last)
            yield quotation

    def links(self) -> Iterator[Link]:
        """A link for every quotation."""
        for at in self._order():
            yield from self._link_entry(self._quotations[at])

    def _order(self) -> Sequence[int]:
        """The entries by time where all have one, else as they are read."""
        times = [entry.posted_at for entry in self._document.entries]
        order = range(len(times))
        if not all(times):
            return order
        return sorted(order, key=lambda at: (times[at] or datetime.min, at))

    def _link_entry(self, quotations: Sequence[Quotation]) -> Iterator[Link]:
        repeated = set[int]()
        for quotation in sorted(quotations, key=lambda one: one.form is not Form.REPEATED):
            if quotation.passage in repeated:
                continue
            link = self._link(quotation)
            if link is None:
                continue
            if quotation.form is Form.REPEATED:
                repeated.add(quotation.passage)
                quotation.text.mark_quoted(quotation.first, quotation.last)
            yield link

    def _link(self, quotation: Quotation) -> Link | None:
        fits = self._finder.find(quotation)
        if len(fits) > 1:
            return _made(quotation, Verdict.AMBIGUOUS, (_targets(fit)[0] for fit in fits))
        if fits:
            return _judge(quotation, fits[0])
        return self._link_unfound(quotation)

    def _link_unfound(self, quotation: Quotation) -> Link | None:
        is_outside = names_outside(quotation, self._document, self._names)
        if quotation.form is Form.REPEATED:
            return self._link_unmarked(quotation, is_outside)
        if (quotation.form is Form.INLINE and quotation.size < INLINE_WORDS) or is_attribution(quotation):
            return None
        if is_outside:
            return _made(quotation, Verdict.EXTERNAL)
        parent = self._cut_parent(quotation)
        if parent and quotation.form is not Form.INLINE:
            return _made(quotation, Verdict.HIDDEN, [_end(self._document, parent)])
        return _made(quotation, Verdict.NOT_FOUND)

    def _link_unmarked(self, quotation: Quotation, is_outside: bool) -> Link | None:
        """In a copy that lost its marks: what the words around show to be a quotation."""
        entry, at = quotation.text.entry, quotation.passage
        if not self._is_copy or quotation.size < _LEAST_HIDDEN:
            return None
        before = entry.passages[at - 1].text if at else ""
        if announces(before):
            return _made(quotation, Verdict.EXTERNAL if is_outside else Verdict.NOT_FOUND)
        parent = self._cut_parent(quotation)
        after = entry.passages[at + 1].text if at + 1 < len(entry.passages) else ""
        if parent and at == 0 and is_reaction(after) and not is_reaction(quotation.written):
            return _made(quotation, Verdict.HIDDEN, [_end(self._document, parent)])
        return None

    def _cut_parent(self, quotation: Quotation) -> Entry | None:
        """What the quoting entry answers, if that is cut."""
        at = self._kinship.parent(quotation.text.position)
        parent = self._document.entries[at] if at >= 0 else None
        is_cut = parent and parent.passages and parent.flags & {Flag.TRUNCATED, Flag.MISSING}
        return parent if is_cut else None


def _read_other(other: Document, texts: list[Text], lexicon: Lexicon, grams: Grams) -> None:
    for at in range(len(other.entries)):
        text = Text.of(other, at, lexicon)
        _note_quoted(text)
        grams.read(len(texts), text.words)
        texts.append(text)


def _note_quoted(text: Text) -> None:
    for index, passage in enumerate(text.entry.passages):
        if passage.is_quotation:
            text.mark_quoted(text.starts[index], text.starts[index + 1])


def _judge(quotation: Quotation, fit: Fit) -> Link:
    targets = _targets(fit)
    if fit.alignment.is_cut:
        return _made(quotation, Verdict.HIDDEN, targets)
    changes = find_changes(quotation, fit.source, fit.alignment)
    if changes:
        return replace(_made(quotation, Verdict.EDITED, targets), difference=changes)
    is_elided = pieces_left_out(quotation, fit.source, fit.alignment)
    return _made(quotation, Verdict.ELIDED if is_elided else Verdict.EXACT, targets)


def _made(quotation: Quotation, verdict: Verdict, targets: Iterable[Target] = ()) -> Link:
    return Link(
        LinkKind.QUOTATION, quotation.text.entry.id, quotation.passage, quotation.start, quotation.stop,
        tuple(targets), verdict,
    )  # fmt: skip


def _targets(fit: Fit) -> list[Target]:
    """The words of a fit in its source; pieces left out between them are not covered, edits are."""
    source, spans = fit.source, list[tuple[int, int]]()
    for run in fit.alignment.runs:
        if spans and run.source - spans[-1][1] <= 3:
            spans[-1] = (spans[-1][0], run.source + run.size)
        else:
            spans.append((run.source, run.source + run.size))
    return [
        Target(source.document.id, source.entry.id, *piece)
        for first, last in spans
        for piece in source.pieces(first, last)
    ]


def _end(document: Document, entry: Entry) -> Target:
    """The place where the text of a cut entry ends."""
    last = len(entry.passages) - 1
    stop = len(entry.passages[last].text)
    return Target(document.id, entry.id, last, stop, stop)
