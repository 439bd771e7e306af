"""Searching the library: what is asked of the index in its thread, and what comes back for the screen."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import NotInLibrary
from reader.model.columns import Columns
from reader.ui.result_tree import ResultLines, RowKind, arrange_results

if TYPE_CHECKING:
    from reader.index import Completion, Hit, Index, Results
    from reader.index.results import Found
    from reader.library import Library

# So many hits are arranged at most: nobody reads further, and more words find the rest.
MOST_HITS = 300
# Hits read along with the results: those of the first screens.
_FIRST = 40


class Answer(NamedTuple):
    """What a search gave.

    Attributes:
        results: The results; their total counts all that was found.
        lines: The best of them, as trees.
        hits: Those read so far, by rank.
        completions: How the query may go on at the cursor.
    """

    results: Results
    lines: ResultLines
    hits: dict[int, Hit]
    completions: Sequence[Completion] = ()


class Asked(NamedTuple):
    """What is asked.

    Attributes:
        query: What was typed.
        at: How many characters stand before the cursor.
        sort: One of the index's orders.
        width: Characters of an excerpt at most.
    """

    query: str
    at: int
    sort: str
    width: int


def search_library(asked: Asked, index: Index, library: Library) -> Answer:
    """Search the whole library as a reader types.

    Raises:
        ThreadsideError: The library or the index cannot be read.
    """
    results = index.search(asked.query, limit=MOST_HITS, sort=asked.sort, as_you_type=True)
    completions = index.complete(asked.query, asked.at)
    return _arrange(results, library, asked.width, completions, is_in_place=asked.sort == "place")


def relate(document: str, entry: int, passage: int, width: int, index: Index, library: Library) -> Answer:
    """Find what is most like a passage elsewhere in the library.

    Raises:
        ThreadsideError: The library or the index cannot be read.
    """
    return _arrange(index.related(document, entry, passage), library, width, ())


def _arrange(
    results: Results, library: Library, width: int, completions: Sequence[Completion],
    is_in_place: bool = False,
) -> Answer:  # fmt: skip
    opened: dict[int, Columns | None] = {}
    for one in results.found:
        if one.revision not in opened:
            opened[one.revision] = _columns(library, one)
    # What stands in a text that was replaced or removed since the index saw it is left out.
    results = replace(results, found=tuple(one for one in results.found if opened[one.revision] is not None))
    columns = {one.document: there for one in results.found if (there := opened[one.revision]) is not None}
    found = [(one.document, one.index) for one in results.found]
    rows = arrange_results(found, columns.__getitem__, in_place=is_in_place)
    first = [row.rank for row in rows if row.kind is RowKind.HIT][:_FIRST]
    return Answer(results, ResultLines.of(rows), results.at(first, width), completions)


def _columns(library: Library, found: Found) -> Columns | None:
    """The columns of a document as it was searched; None when it is another one by now, or gone."""
    with suppress(NotInLibrary):
        document = library.open(found.document)
        return document.columns if document.listing.revision == found.revision else None
    return None
