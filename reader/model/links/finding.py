"""Finding the source of a quotation, and saying how sure that is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.model.documents import Flag
from reader.model.links.alignment import Alignment, align, whole
from reader.model.links.grams import SIZE, Grams
from reader.model.links.nearness import Kinship, Nearness
from reader.model.links.quotations import INLINE_WORDS, Form, Quotation, is_emphasised
from reader.model.links.words import Text, find_words

_MARKED_GRAMS = 48
# Without a mark only whole repetitions count, unless the document lost its marks.
_REPEATED_GRAMS, _COPIED_GRAMS = 4, 16
_CLOSE_LIMIT = 8
_COMPARED_LIMIT = 10
_PLACES_LIMIT = 96
# Texts that share less than this of what the best one shares are not looked at.
_LEAST_SHARE = 0.25
_WINDOW = 4000
_SLACK = 60
_LEAST_REPEATED, _LEAST_EMPHASISED, _LEAST_ITEM = 8, 5, 3
_LEAST_EDITED = 12
_LEAST_RUN = 6
_LEAST_CUT, _LEAST_CUT_REPEATED = 5, 12
_LIKE_CUT = 0.85
_LIKE = {Form.BLOCK: 0.74, Form.LINE: 0.74, Form.INLINE: 0.8, Form.REPEATED: 0.8}


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A place that a quotation may be from.

    Attributes:
        source: The entry.
        alignment: How the quotation lies in it.
        nearness: How the entry stands to the quoting one.
        distance: How many replies lie between, for an ancestor; else the entry's position.
    """

    source: Text
    alignment: Alignment
    nearness: Nearness
    distance: int

    @property
    def is_quoted(self) -> bool:
        """Whether these words are a quotation there, too."""
        runs = self.alignment.runs
        return self.source.is_quoted(runs[0].source, runs[-1].source + runs[-1].size)


class Finder:
    """Finds the sources of the quotations of one document.

    Args:
        texts: All texts by number, those of the document first and at their positions.
        grams: What those texts share with the quotations.
        kinship: The tree of the document.
        is_copy: Whether the document lost the marks of its quotations.
    """

    def __init__(self, texts: Sequence[Text], grams: Grams, kinship: Kinship, is_copy: bool) -> None:
        self._texts = texts
        self._grams = grams
        self._kinship = kinship
        self._is_copy = is_copy

    def find(self, quotation: Quotation) -> list[Fit]:
        """The sources of a quotation, the likeliest first; several when all are equally good."""
        words = quotation.text.words[quotation.first : quotation.last]
        candidates = self._candidates(quotation, words)
        fits = [fit for text in candidates for fit in self._whole_fits(quotation, words, text)]
        chosen = self._choose(quotation, fits)
        if chosen and not chosen[0].is_quoted:
            return chosen
        compared = list(self._compared(quotation, words, candidates))
        return self._choose(quotation, [*fits, *(fit for fit in compared if not _is_among(fit, fits))])

    def _candidates(self, quotation: Quotation, words: Sequence[int]) -> dict[int, list[int]]:
        """Texts to look at by number, with the places of shared grams; the most shared first."""
        own = quotation.text.position
        limit = grams_wanted(quotation, self._is_copy)
        hits = self._grams.hits(words, limit, own) if len(words) >= SIZE else {}
        found: dict[int, list[int]] = {}
        least = 0.0
        for number in sorted(hits, key=lambda number: (-len(hits[number]), number)):
            if len(hits[number]) < least or len(found) == _PLACES_LIMIT:
                break
            if number != own and self._kinship.can_quote(own, self._texts[number]):
                least = least or len(hits[number]) * _LEAST_SHARE
                found[number] = hits[number]
        if quotation.size < _LEAST_EDITED:  # it may be too short or too common for the grams
            for number in self._close(own):
                found.setdefault(number, [])
        is_repeated = quotation.form is Form.REPEATED
        if not is_repeated or (self._is_copy and Flag.UNSEPARATED in quotation.text.entry.flags):
            found[own] = []
        return found

    def _close(self, own: int) -> list[int]:
        close = list(self._kinship.ancestors(own))[:_CLOSE_LIMIT]
        post = self._kinship.post
        return [*close, post] if post >= 0 and post != own and post not in close else close

    def _fit(self, quotation: Quotation, source: Text, alignment: Alignment) -> Fit:
        own = quotation.text.position
        nearness = self._kinship.nearness(source, own)
        if nearness is Nearness.ANCESTOR:
            return Fit(source, alignment, nearness, self._kinship.ancestors(own)[source.position])
        return Fit(source, alignment, nearness, source.position)

    def _whole_fits(self, quotation: Quotation, words: Sequence[int], number: int) -> Iterator[Fit]:
        source = self._texts[number]
        before = quotation.first if source is quotation.text else None
        for place in find_words(words, source, before):
            fit = self._fit(quotation, source, whole(place, len(words)))
            if self._is_enough(quotation, fit):
                yield fit

    def _is_enough(self, quotation: Quotation, fit: Fit) -> bool:
        """Whether so few words may be a quotation at all."""
        size, is_near = quotation.size, fit.nearness <= Nearness.POST
        if quotation.form is Form.REPEATED:
            return self._is_repeated(quotation, fit)
        if quotation.form is Form.INLINE and size < INLINE_WORDS:
            return is_near
        return is_near or size >= SIZE

    def _is_repeated(self, quotation: Quotation, fit: Fit) -> bool:
        """Whether an unmarked paragraph that stands elsewhere as well is a quotation."""
        entry, size = quotation.text.entry, quotation.size
        if len(entry.passages) < 2:
            return False
        is_near = fit.nearness <= Nearness.POST
        if not self._is_copy:
            least = _LEAST_EMPHASISED if is_emphasised(quotation.of) else _LEAST_REPEATED
            return is_near and size >= least
        if is_near:
            return size >= _LEAST_REPEATED - 2 or (size >= _LEAST_ITEM and _is_whole_item(fit))
        return size >= _LEAST_EDITED and fit.nearness is Nearness.HERE

    def _compared(
        self, quotation: Quotation, words: Sequence[int], candidates: dict[int, list[int]]
    ) -> Iterator[Fit]:
        if quotation.form is Form.REPEATED and not self._is_copy:
            return
        breaks = quotation.breaks() if candidates else ()
        likely = self._likely(quotation, candidates, bool(breaks))
        bracketed = quotation.bracketed() if likely else frozenset[int]()
        for number in likely[:_COMPARED_LIMIT]:
            source = self._texts[number]
            start, stop = _window(len(words), source, candidates[number], bool(breaks))
            part = source.words[start:stop]
            is_cut = Flag.TRUNCATED in source.entry.flags and stop == len(source.words)
            is_cut = is_cut and not {*part[-2:]}.isdisjoint(words)  # else no alignment reaches the cut
            is_plain = quotation.form is Form.REPEATED and not (is_cut or bracketed)
            if is_plain and not may_repeat(words, part, SIZE if breaks else _LEAST_RUN):
                continue
            found = align(words, part, start, breaks, bracketed, is_cut)
            if found:
                fit = self._fit(quotation, source, found)
                if self._is_like(quotation, fit):
                    yield fit

    def _likely(self, quotation: Quotation, candidates: dict[int, list[int]], is_elided: bool) -> list[int]:
        """The texts that share enough grams with a quotation to be worth comparing, the likeliest first."""
        close = set(self._close(quotation.text.position)) if candidates else set[int]()
        is_short = quotation.size < _LEAST_EDITED
        found = []
        for number, places in candidates.items():
            source = self._texts[number]
            is_enough = len(places) > 0 or (number in close and is_short)
            if quotation.form is Form.REPEATED:
                least = 1 if is_elided or Flag.TRUNCATED in source.entry.flags else 2
                size = _LEAST_REPEATED if is_elided else _LEAST_EDITED
                is_enough = quotation.size >= size and len(places) >= least
            if is_enough and source is not quotation.text:
                found.append(number)
        return sorted(found, key=lambda number: (-len(candidates[number]), number not in close))

    def _is_like(self, quotation: Quotation, fit: Fit) -> bool:
        """Whether a quotation with differences is still one of that place."""
        found, form = fit.alignment, quotation.form
        is_near = fit.nearness <= Nearness.POST
        if found.is_cut:
            least = _LEAST_CUT_REPEATED if form is Form.REPEATED else _LEAST_CUT
            least = max(least, 0 if is_near else _LEAST_EDITED)
            return found.score >= _LIKE_CUT and found.shared >= least
        if form is Form.REPEATED:
            least = SIZE if is_near and quotation.breaks() else _LEAST_RUN
            if quotation.size < _LEAST_EDITED and found.put_in + found.left_out:
                return False
            return found.longest >= least and found.score >= _LIKE[form] and self._is_repeated(quotation, fit)
        if quotation.size < INLINE_WORDS:
            is_marked = form is not Form.INLINE and is_near and quotation.size > SIZE
            return is_marked and found.put_in + found.left_out <= 1 and found.shared >= SIZE
        return found.longest >= SIZE and found.score >= _LIKE[form]

    def _choose(self, quotation: Quotation, fits: list[Fit]) -> list[Fit]:
        """The best fits: originals before quotations, full before cut, then the likest, then the nearest."""
        originals = [fit for fit in fits if not fit.is_quoted]
        pool = originals or [fit for fit in fits if fit.nearness <= Nearness.POST]
        full = [fit for fit in pool if not fit.alignment.is_cut] or pool
        if not full:
            return []
        most = max(fit.alignment.score for fit in full) - 0.5 / quotation.size
        like = [fit for fit in full if fit.alignment.score >= most]
        nearest = min(fit.nearness for fit in like)
        chosen = [fit for fit in like if fit.nearness is nearest]
        if quotation.form is Form.REPEATED and nearest > Nearness.POST and len(chosen) > 1:
            return []
        return sorted(chosen, key=lambda fit: (fit.distance, fit.alignment.runs[0].source))


def grams_wanted(quotation: Quotation, is_copy: bool) -> int:
    """How many grams of a quotation to look for at most."""
    if quotation.form is not Form.REPEATED:
        return _MARKED_GRAMS
    return _COPIED_GRAMS if is_copy else _REPEATED_GRAMS


def may_repeat(words: Sequence[int], source: Sequence[int], least: int) -> bool:
    """Whether a text may repeat some words, by a quick look: it has enough of them, and some in a row.

    Args:
        words: The words.
        source: The text's.
        least: How many words in a row both have at least.
    """
    present = frozenset(source)
    if sum([word in present for word in words]) / len(words) < _LIKE[Form.REPEATED]:
        return False
    runs = zip(*(source[start:] for start in range(least)), strict=False)
    return not {*runs}.isdisjoint(zip(*(words[start:] for start in range(least)), strict=False))


def _is_among(fit: Fit, fits: Sequence[Fit]) -> bool:
    return any(one.source is fit.source and one.alignment.runs == fit.alignment.runs for one in fits)


def _is_whole_item(fit: Fit) -> bool:
    """Whether a fit is all of one heading or list item."""
    run, source = fit.alignment.runs[0], fit.source
    index, passage = source.passage_at(run.source)
    is_whole = (run.source, run.source + run.size) == (source.starts[index], source.starts[index + 1])
    return is_whole and (passage.level > 0 or passage.nesting.endswith("-"))


def _window(size: int, source: Text, places: Sequence[int], is_elided: bool) -> tuple[int, int]:
    """The part of a text to compare: where shared grams lie and as much around as a quotation may take."""
    count, most = len(source.words), max(_WINDOW, 4 * size)
    if not places or (is_elided and count <= most):
        return 0, min(count, most)
    ordered = sorted(places)
    middle = ordered[len(ordered) // 2]
    start, stop = max(0, ordered[0] - size - _SLACK), min(count, ordered[-1] + size + _SLACK)
    if stop - start > most:
        start, stop = max(0, middle - most // 2), min(count, middle + most // 2)
    return start, stop
