"""Anchoring: finding again, in the present text, the place that a target describes.

The words decide, the words around them confirm, the position is only a hint. Words that stand in
the same entry with much the same around them are the same place, even when some were changed.
Without that, only the very same words are, and only where something else of the place is still
there. Another entry is taken for the same only when both sides agree, its author does not
contradict, and it does not quote: a reply that repeats a sentence is not its source. Where two
places are as good, or the one that is left is doubtful, there is none: a bookmark without a place
still shows its words, one on the wrong words deceives.

The numbers are set by measurement: ``python -m tests.bench.bookmarks anchoring``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from reader.model.alignment import find_words, fixed_distance
from reader.model.candidates import ENOUGH_NEIGHBOUR, Candidate, Sought
from reader.model.selectors import Anchored, How, Target, TextPositionSelector, TextQuoteSelector
from reader.model.texts import DocumentTexts, EntryText

# The share of words that may differ, and in another entry.
_LIKE, _LIKE_ELSEWHERE = 0.25, 0.2
# How many words around must speak for the same words, and for changed ones; or what share of them,
# where there were few.
_FOR_SAME, _FOR_CHANGED = (4, 0.4), (8, 0.5)
# How many words are enough: without any around, in another entry, and in an entry that is now
# stated to be another author's.
_ENOUGH, _ENOUGH_ELSEWHERE, _ENOUGH_RENAMED = 6, 12, 20
_ENOUGH_TO_CHANGE = 5
_ENOUGH_END, _LIKE_END = 4, 0.35
# Many words, of which hardly any changed, are known again without what was around.
_ENOUGH_CHANGED, _LIKE_MOVED = 20, 0.1
_SAME_DAY = timedelta(days=1)
# How many characters the same place may be from where it was, when its entry goes by another id.
_SHIFT, _SHIFT_SHARE = 20, 0.15


def anchor(target: Target, texts: DocumentTexts) -> Anchored | None:
    """Find the place that a target describes in the present texts of its document.

    Args:
        target: What was stored.
        texts: The document's texts.

    Returns:
        The place; None for an orphan, whose words are no longer there, or not surely.
    """
    own = texts.of_entry(target.entry)
    if not target.quote.exact.strip():
        return _found(own, (0, 0), How.UNMOVED) if own else None
    if own and target.position and _stands_unmoved(target, target.position.start, own):
        start = target.position.start
        return _found(own, (start, start + len(target.quote.exact)), How.UNMOVED)
    return _Search(target, texts, own).place()


def _stands_unmoved(target: Target, start: int, own: EntryText) -> bool:
    """Whether the very characters, and those around them, are where they were."""
    quote, text = target.quote, own.text
    return (
        text.startswith(quote.exact, start)
        and text[:start].endswith(quote.prefix)
        and text.startswith(quote.suffix, start + len(quote.exact))
        and (not _is_of_another(target, own) or _says_much(quote))
        and (_is_by_same(target, own) or target.characters in (None, len(text)))
    )


def _says_much(quote: TextQuoteSelector) -> bool:
    return len(find_words(quote.prefix + quote.exact + quote.suffix)) >= _ENOUGH_RENAMED


def _is_by_same(target: Target, text: EntryText) -> bool:
    """Whether the entry is stated to be of the same author."""
    return target.author is not None and target.author == text.entry.author


def _is_of_another(target: Target, text: EntryText) -> bool:
    """Whether the entry is stated to be another author's, or of another day."""
    author, posted_at = text.entry.author, text.entry.posted_at
    is_by_another = author is not None and target.author is not None and author != target.author
    if is_by_another or posted_at is None or target.posted_at is None:
        return is_by_another
    # A source may state the day alone, in its own time zone.
    return abs(posted_at - target.posted_at) > _SAME_DAY


def _found(text: EntryText, span: tuple[int, int], how: How) -> Anchored:
    start, stop = span
    place = TextPositionSelector(start, stop)
    return Anchored(text.entry.id, text.pieces(start, stop), place, text.text[start:stop], how)


def _begins_alike(sought: Sequence[str], there: Sequence[str]) -> bool:
    """Whether words begin much as those sought, of which there must be enough to tell."""
    if len(sought) < _ENOUGH_END:
        return False
    return fixed_distance(sought, there[: 2 * len(sought)]) <= _LIKE_END * len(sought)


class _Search:
    """One search for a target that is not where it was."""

    def __init__(self, target: Target, texts: DocumentTexts, own: EntryText | None) -> None:
        self.target = target
        self.texts = texts
        self.sought = Sought(target.quote)
        self.opening, self.ending = find_words(target.opening).folded, find_words(target.ending).folded
        self.own = own if own and not _is_of_another(target, own) else None
        self.recognised = [text for text in self._recognised() if not _is_of_another(target, text)]

    def _recognised(self) -> Iterator[EntryText]:
        """The entries that are surely the same: by id and likeness, by author and moment, or by likeness."""
        if self.own and (self._likeness(self.own) >= 2 or _is_by_same(self.target, self.own)):
            yield self.own
            if self._likeness(self.own) >= 2:
                return
        author, posted_at = self.target.author, self.target.posted_at
        same = self.texts.posted(author, posted_at) if author and posted_at else []
        if len(same) != 1:
            likely = self.texts.likely([*self.opening, *self.ending])
            same = [text for text in likely if self._opens_alike(text) and self._ends_alike(text)]
        if len(same) == 1 and same[0] is not self.own:
            yield same[0]

    def _likeness(self, text: EntryText) -> int:
        """In how many of three an entry is as it was: how it begins, how it ends, and its length."""
        return self._opens_alike(text) + self._ends_alike(text) + (not self._is_of_other_size(text))

    def _opens_alike(self, text: EntryText) -> bool:
        first = text.entry.passages[0] if text.entry.passages else None
        is_repeated = first is not None and first.is_quotation and not self.target.is_quotation
        return not is_repeated and _begins_alike(self.opening, text.words.folded)

    def _ends_alike(self, text: EntryText) -> bool:
        return _begins_alike(self.ending[::-1], text.words.folded[::-1])

    def place(self) -> Anchored | None:
        """The place, when there is one that is sure."""
        homes = {id(text): text for text in (self.own, *self.recognised) if text}.values()
        here = [candidate for text in homes for candidate in self.sought.candidates(text)]
        sure = [candidate for candidate in here if self._is_sure_here(candidate)]
        if any(candidate.is_supported(*_FOR_CHANGED) for candidate in sure):
            return self._unrivalled(sure, here)
        if any(text in self.recognised or self.sought.has_neighbour(text) for text in homes):
            return self._unrivalled(sure, here)
        if len(self.opening) >= _ENOUGH_END:
            return self._unrivalled(sure, here)
        there = [candidate for candidate in self._elsewhere() if self._is_sure_elsewhere(candidate)]
        return self._unrivalled([*sure, *there], [*here, *there])

    def _unrivalled(self, sure: list[Candidate], rivals: list[Candidate]) -> Anchored | None:
        best = max(sure, key=lambda candidate: candidate.agreeing, default=None)
        if best is None or not all(best is other or best.is_surer_than(other) for other in rivals):
            return None
        return _found(best.text, best.span, self._how(best))

    def _how(self, best: Candidate) -> How:
        if best.distance:
            return How.CHANGED
        position = self.target.position
        is_there = best.text.entry.id == self.target.entry and (
            position is None or position.start == best.span[0]
        )
        return How.UNMOVED if is_there else How.MOVED

    def _elsewhere(self) -> Iterator[Candidate]:
        words = self.sought.words if len(self.sought.words) >= ENOUGH_NEIGHBOUR else self.sought.all.folded
        for text in self.texts.likely(words) if words else ():
            if text is not self.own:
                yield from self.sought.candidates(text)

    def _is_repeated(self, candidate: Candidate) -> bool:
        """Whether it is a quotation where there was none, and nothing says that the author is the same."""
        is_new = candidate.is_quotation and not self.target.is_quotation
        return is_new and not _is_by_same(self.target, candidate.text)

    def _is_sure_here(self, candidate: Candidate) -> bool:
        if self._is_repeated(candidate) or self._is_in_doubt(candidate):
            return False
        if candidate.distance and candidate.size < _ENOUGH_TO_CHANGE and not candidate.is_only_longer:
            return False
        if candidate.is_supported(*(_FOR_CHANGED if candidate.distance else _FOR_SAME)):
            return candidate.difference <= _LIKE
        if candidate.distance and (candidate.size < _ENOUGH_CHANGED or candidate.difference > _LIKE_MOVED):
            return False
        is_of_place = candidate.is_heading or self.sought.has_neighbour(candidate.text)
        return candidate.size >= _ENOUGH and is_of_place

    def _is_in_doubt(self, candidate: Candidate) -> bool:
        """Whether nothing but the id says that the entry is the same: ids of a text copy shift."""
        return candidate.text not in self.recognised and self._is_of_other_size(candidate.text)

    def _is_of_other_size(self, text: EntryText) -> bool:
        size = self.target.characters
        return size is not None and abs(len(text.text) - size) > _SHIFT + _SHIFT_SHARE * size

    def _is_sure_elsewhere(self, candidate: Candidate) -> bool:
        if _is_of_another(self.target, candidate.text) or self._is_repeated(candidate):
            return False
        if not self.target.entry:
            return self._is_sure_unplaced(candidate)
        agrees = candidate.left.agrees and candidate.right.agrees
        if candidate.difference > _LIKE_ELSEWHERE or not agrees or self._is_far(candidate):
            return False
        is_same = candidate.agreeing == candidate.size + candidate.around
        is_his = _is_by_same(self.target, candidate.text)
        return candidate.agreeing >= _ENOUGH_ELSEWHERE or (is_same and is_his)

    def _is_far(self, candidate: Candidate) -> bool:
        """Whether it stands where the place would hardly be, were the entry the same under another id."""
        hint, size = self.target.position, self.target.characters
        if hint is None or size is None:
            return False
        allowed = _SHIFT + _SHIFT_SHARE * size
        before = abs(candidate.span[0] - hint.start)
        after = abs(len(candidate.text.text) - candidate.span[1] - (size - hint.stop))
        return max(before, after) > allowed

    def _is_sure_unplaced(self, candidate: Candidate) -> bool:
        """A target of another tool, which knows no entries: what is around may be another entry."""
        if candidate.distance:
            return candidate.difference <= _LIKE_ELSEWHERE and candidate.is_supported(*_FOR_CHANGED)
        return candidate.size >= _ENOUGH or candidate.is_supported(*_FOR_SAME)
