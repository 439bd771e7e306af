"""Finding in one document while typing: what is meant by what was typed, and where it stands.

Three ways of asking:

``plain words``      the words one after the other, any white space between them, inside longer words too
``"exact phrase"``   the same, but only whole words
``/expression/``     a regular expression on the text as it is

Case does not matter until an upper-case letter is typed; accents, ligatures and typographic quotes
and dashes never do, in words and phrases. A hit lies within one passage.

Expressions are matched by the ``regex`` package, because it can be told to give up: an expression
such as ``(a+)+b`` takes Python's own ``re`` longer than the reader lives, and nothing can interrupt
it. ``regex`` has had one maintainer since 2008, a release every few months, no dependencies, wheels
for every platform, and lets other threads run while it matches.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from reader.model.folding import fold, fold_with_places

_LONGEST = 1_000
# Seconds an expression may take in one passage, and in all.
_PASSAGE_SECONDS = 0.05
_SECONDS = 1.0
_MOST_SPANS = 10_000
_QUOTES = '"\u201c\u201d\u201e\u00ab\u00bb'

Spans = list[tuple[int, int]]


class Hit(NamedTuple):
    """Where something stands: characters [start, stop) of a passage.

    Attributes:
        entry: Index of the entry.
        passage: Index of the passage in the entry.
        start: The first character.
        stop: One past the last.
    """

    entry: int
    passage: int
    start: int
    stop: int


@dataclass
class Finder:
    """What was typed, ready to be looked for.

    Attributes:
        query: What was typed.
        problem: Why it cannot be looked for, or was given up; empty when there is nothing to say.
    """

    query: str
    problem: str = ""
    _find: Callable[[str], Spans] = field(default=lambda text: [], repr=False)

    @cached_property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.query.strip() or self.query.strip() in ("/", "//") or not self.query.strip(_QUOTES)

    def spans(self, text: str) -> Spans:
        """Where it stands in a passage.

        Args:
            text: The passage's text.

        Returns:
            Half-open ranges of characters, by start, none empty, none overlapping another.
        """
        return self._find(text)

    def hits(self, read: Callable[[int], Sequence[str]], entries: Iterable[int]) -> Iterator[Hit]:
        """Look through entries one after the other, reading each only when its turn comes.

        Args:
            read: Gives the texts of an entry's passages by the entry's index.
            entries: Indexes of the entries in the order to look.
        """
        for entry in entries:
            for passage, text in enumerate(read(entry)):
                for start, stop in self.spans(text):
                    yield Hit(entry, passage, start, stop)

    def narrows(self, before: Finder) -> bool:
        """Whether only passages with a hit of an earlier query can have one of this.

        So that after another letter only those need be looked through again.
        """
        return (
            bool(before.query.strip()) and not self.problem and not before.problem
            and self._is_plain and before._is_plain and not before.query.endswith("\\")
            and self.query.startswith(before.query)
            and _is_cased(self.query) == _is_cased(before.query)
        )  # fmt: skip

    @cached_property
    def _is_plain(self) -> bool:
        return self.query[:1] != "/" and not any(quote in self.query for quote in _QUOTES)


def order_from(cursor: int, count: int) -> Iterator[int]:
    """The entries of a document from the cursor on, then from the beginning up to it.

    Args:
        cursor: Index of an entry.
        count: How many entries there are.
    """
    return chain(range(cursor, count), range(min(cursor, count)))


def make_finder(query: str) -> Finder:
    """Understand what was typed; nothing is refused with an error.

    Args:
        query: What was typed, as far as it goes: a quotation or an expression may lack its end.
    """
    if len(query) > _LONGEST:
        return Finder(query, f"more than {_LONGEST:,} characters were typed")
    if query.startswith("/"):
        return _expression(query)
    typed = query.strip()
    if not typed.strip(_QUOTES):
        return Finder(query)
    if len(typed) > 1 and typed[0] in _QUOTES:
        is_ended = typed[-1] in _QUOTES
        return _words(query, typed.strip(_QUOTES), True, is_ended)
    return _words(query, query, False, False)


def _is_cased(typed: str) -> bool:
    return any(map(str.isupper, typed))


def _words(query: str, typed: str, is_whole: bool, is_ended: bool) -> Finder:
    is_cased = _is_cased(typed)
    parts = fold(typed, is_cased).split()
    if not parts:
        return Finder(query)
    pattern = r"\s+".join(map(re.escape, parts))
    if is_whole:
        before, after = (
            (r"(?<!\w)" if parts[0][0].isalnum() else ""),
            (r"(?!\w)" if parts[-1][-1].isalnum() else ""),
        )
        pattern = before + pattern + (after if is_ended else "")
    elif typed[-1:].isspace():
        # A space typed after a word says that the word is over.
        pattern += r"(?=\s|$)"
    find = re.compile(pattern).finditer
    rarest = max(parts, key=len)

    def found(text: str) -> Spans:
        if text.isascii():
            folded = text if is_cased else text.lower()
            return [match.span() for match in find(folded)] if rarest in folded else []
        if rarest not in fold(text, is_cased):
            return []
        places = fold_with_places(text, is_cased)
        return _apart(places.span(*match.span()) for match in find(places.text))

    return Finder(query, "", found)


def _apart(spans: Iterable[tuple[int, int]]) -> Spans:
    """Two hits within what one character was folded to are one."""
    apart: Spans = []
    for start, stop in spans:
        if not apart or start >= apart[-1][1]:
            apart.append((start, stop))
    return apart


def _expression(query: str) -> Finder:
    written = (
        query[1:-1] if len(query) > 1 and query.endswith("/") and not query.endswith("\\/") else query[1:]
    )
    if not written:
        return Finder(query)
    import regex  # type: ignore[import-untyped]

    try:
        flags = regex.VERSION0 | regex.MULTILINE | (0 if _has_capital(written) else regex.IGNORECASE)
        pattern = regex.compile(written, flags)
    except (regex.error, OverflowError, RecursionError, ValueError) as error:
        return Finder(query, _said(error))
    finder = Finder(query)
    left = _SECONDS

    def found(text: str) -> Spans:
        nonlocal left
        if left <= 0:
            return []
        begun = time.monotonic()
        try:
            limit = min(left, _PASSAGE_SECONDS)
            matches = pattern.finditer(text, timeout=limit, concurrent=True)
            return [match.span() for match, _ in zip(matches, range(_MOST_SPANS), strict=False) if match[0]]
        except TimeoutError:
            finder.problem = "the expression takes too long on some passages; write it more simply"
            return []
        finally:
            left -= time.monotonic() - begun

    finder._find = found
    return finder


def _has_capital(written: str) -> bool:
    r"""Whether an upper-case letter is meant: not the ``S`` of ``\S`` or the ``P`` of ``(?P<``."""
    return _is_cased(re.sub(r"\\[A-Za-z]|\(\?P[<=>]", "", written))


def _said(error: Exception) -> str:
    place = getattr(error, "pos", None)
    where = f" (at character {place + 1} of the expression)" if isinstance(place, int) else ""
    return f"not a regular expression: {getattr(error, 'msg', error)}{where}"
