"""What is known of a page before anything is guessed: all that evidence is made of."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

from reader.importers.inference.cutting import find_cutting
from reader.importers.inference.likeness import Words, read_hand
from reader.importers.inference.quoting import POST, Quoted, find_quoted
from reader.importers.inference.units import Unit
from reader.importers.inference.wording import announces_more, is_question, kind_of_opening, reacts
from reader.model.links.outside import is_reaction
from reader.model.passages import Passage

# A quotation that fills at least this share of its unit is the unit.
WHOLE = 0.7
_LEAST_HIDDEN, _MOST_HIDDEN = 30, 900
_NAME_LETTERS = 3
_NEAR = 4
_EXTENTS_KEPT = 20_000


class Facts:
    """A page's units with what they show.

    Args:
        post: The passages of the post.
        units: The units of its comments.
        total: How many comments the page says it has; None when it does not say.
        is_by_score: Whether answers may be in the order of their scores.

    Attributes:
        units: The units.
        quoted: What each repeats.
        cutting: How the page cuts.
        words: The rare words of the units; those of the post come last.
    """

    def __init__(
        self, post: tuple[Passage, ...], units: Sequence[Unit], total: int | None, is_by_score: bool = True
    ) -> None:
        self.units = units
        self.total = total
        self.is_by_score = is_by_score
        self.quoted = find_quoted(post, units)
        self.cutting = find_cutting(units)
        self.words = Words([*(unit.text for unit in units), "\n".join(passage.text for passage in post)])
        self.hands = [read_hand(unit.text) for unit in units]
        self._first_words = [kind_of_opening(unit.lines[0]) for unit in units]
        self.sizes = list(accumulate((unit.size for unit in units), initial=0))
        self._words_within = lru_cache(_EXTENTS_KEPT)(self._find_words)

    @cached_property
    def collapses(self) -> bool:
        """Whether the page shows comments as one line."""
        return any(unit.is_collapsed for unit in self.units)

    @cached_property
    def asks(self) -> list[bool]:
        """Whether each unit ends with a question."""
        return [is_question(unit.text) for unit in self.units]

    @cached_property
    def announces(self) -> list[bool]:
        """Whether each unit announces what follows."""
        return [announces_more(unit.text) for unit in self.units]

    @cached_property
    def reacts(self) -> list[bool]:
        """Whether each unit begins as people do right below what they quote."""
        first = [unit.lines[0].strip() for unit in self.units]
        return [reacts(line) or is_reaction(line) for line in first]

    @cached_property
    def is_quotation(self) -> list[bool]:
        """Whether each unit is, as a whole, something quoted."""
        return [
            unit.is_set_in or (any(one.share >= WHOLE for one in quoted) and not unit.is_collapsed)
            for unit, quoted in zip(self.units, self.quoted, strict=True)
        ]

    @cached_property
    def openings(self) -> list[str]:
        """How each unit begins; the words of a quotation are somebody else's."""
        return ["quoted" if is_quoted else kind
                for kind, is_quoted in zip(self._first_words, self.is_quotation, strict=True)]  # fmt: skip

    @cached_property
    def voices(self) -> list[str]:
        """How each unit begins, or what stands below where it is a quotation."""
        found = list(self.openings)
        for at in range(len(found) - 2, -1, -1):
            if found[at] == "quoted" and not self.units[at + 1].is_first:
                found[at] = found[at + 1]
        return found

    @cached_property
    def spared(self) -> float:
        """How many comments the page shows whole, as the log of a share; 0 where it shows all of them so."""
        one_line = sum(unit.is_collapsed for unit in self.units)
        count = max(self.total or 0, one_line + 2 * sum(unit.is_first for unit in self.units), 1)
        return math.log(max(0.05, 1 - one_line / count))

    @cached_property
    def hidden(self) -> list[str]:
        """For each unit what suggests that it quotes words the page does not show; empty for nothing."""
        return [self._find_hidden(at) for at in range(len(self.units))]

    def _find_hidden(self, at: int) -> str:
        unit, after = self.units[at], at + 1
        is_possible = after < len(self.units) and not self.units[after].is_first and not unit.is_cut
        if not is_possible or self.is_quotation[at] or not _LEAST_HIDDEN <= unit.size <= _MOST_HIDDEN:
            return ""
        if any(one.source == at for one in self.quoted[after]):
            return "discussed"
        if self.reacts[at] or not self.reacts[after]:
            return ""
        return "strongly" if reacts(self.units[after].lines[0]) else "weakly"

    @cached_property
    def cut_ends(self) -> list[int]:
        """For each unit one past the one in which its comment is cut, if it is; 0 when none is."""
        ends, end = [0] * len(self.units), 0
        for at in range(len(self.units) - 1, -1, -1):
            if self.units[at].is_cut:
                end = at + 1
            ends[at] = end
            if self.units[at].is_first:
                end = 0
        return ends

    def size(self, first: int, stop: int) -> int:
        """How many characters the units [first, stop) show."""
        return self.sizes[stop] - self.sizes[first]

    def words_within(self, first: int, stop: int) -> frozenset[int]:
        """The rare words of the units [first, stop); of the post where ``first`` is POST."""
        return self._words_within(first, stop)

    def _find_words(self, first: int, stop: int) -> frozenset[int]:
        if first == POST:
            return self.words.of[-1]
        return frozenset().union(*self.words.of[first:stop])

    def is_only_in(self, word: int, extent: tuple[int, int], before: int) -> bool:
        """Whether a rare word stands in no unit before one but those of an extent."""
        units = self._units_of[word]
        count = bisect_left(units, before)
        return not count or (extent[0] <= units[0] and units[count - 1] < extent[1])

    def first_with(self, word: int) -> int:
        """The first unit that holds a rare word."""
        return self._units_of[word][0]

    @cached_property
    def quoted_together(self) -> list[bool]:
        """Whether something farther down quotes each unit and the one before it, one soon after the other."""
        quoting: defaultdict[int, set[int]] = defaultdict(set)
        for at, quoted in enumerate(self.quoted):
            for one in quoted:
                quoting[one.source].add(at)
        return [at > 0 and _is_any_near(quoting[at], quoting[at - 1]) for at in range(len(self.units))]

    @cached_property
    def _units_of(self) -> dict[int, list[int]]:
        """The units that hold each rare word, in order."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for at in range(len(self.units)):
            for word in self.words.of[at]:
                found[word].append(at)
        return found

    def quoted_within(self, at: int, first: int, stop: int) -> Quoted | None:
        """What a unit quotes from the units [first, stop), or from the post where ``first`` is POST."""
        for one in self.quoted[at]:
            if one.source == first if first == POST else first <= one.source < stop:
                return one
        return None

    @cached_property
    def authors(self) -> list[str | None]:
        """The author that each unit's header states."""
        return [unit.header.author if unit.header else None for unit in self.units]

    @cached_property
    def names(self) -> dict[str, str]:
        """Every stated author by each name they go by; names that several go by are left out."""
        return _by_name(author for author in self.authors if author)

    @cached_property
    def named(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        """Whom each unit speaks to and whom it speaks of, by the author's whole name."""
        return [_read_named(unit.text, self.names) for unit in self.units]


def _is_any_near(units: Iterable[int], others: Container[int]) -> bool:
    """Whether a unit stands near another."""
    return any(unit + off in others for unit in units for off in range(-_NEAR, _NEAR + 1))


def _by_name(authors: Iterable[str]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for author in authors:
        parts = author.replace("_", " ").split()
        for name in {author, *parts[:1]}:
            if len(name) >= _NAME_LETTERS and not name.isdigit():
                found.setdefault(name.casefold(), set()).add(author)
    return {name: next(iter(who)) for name, who in found.items() if len(who) == 1}


_WORD = re.compile(r"(?P<at>@?)(?P<name>[\w.-]*\w(?: [A-Z][\w-]+)?)(?P<after>['’]s\b|[,:—-]?)")


def _read_named(text: str, names: dict[str, str]) -> tuple[frozenset[str], frozenset[str]]:
    spoken_to, spoken_of = set[str](), set[str]()
    for word in _WORD.finditer(text) if names else ():
        written = word["name"]
        author = names.get(written.casefold()) or names.get(written.split()[0].casefold())
        if author and (written[0].isupper() or word["at"] or written in names.values()):
            is_address = bool(word["at"]) or (word.start() == 0 and word["after"] in (",", ":"))
            (spoken_to if is_address else spoken_of).add(author)
    return frozenset(spoken_to), frozenset(spoken_of - spoken_to)
