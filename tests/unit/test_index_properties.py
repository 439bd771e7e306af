"""Whatever happens to the library, the index finds every word, and answers as one freshly built."""

from __future__ import annotations

import re
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index import SORTS, Index
from reader.library import Library
from reader.model.documents import Document, DocumentKind, Edition
from reader.model.folding import fold
from tests.strategies import documents
from tests.unit.indexing import entry, ids, indexed

_WORDS = (
    "wind",
    "winds",
    "winding",
    "wall",
    "walls",
    "walled",
    "hedge",
    "hedges",
    "gravel",
    "seed",
    "a",
    "b4",
)
_PLAIN_WORD = re.compile(r"[^\W_]+")


def gardens() -> st.SearchStrategy[Document]:
    """Small threads over few words, so that queries find much."""
    texts = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8).map(" ".join)
    authors = st.sampled_from(["Ada Brook", "Bo Marsh", None])
    made = st.tuples(texts, authors, st.integers(-5, 20) | st.none())
    return st.builds(
        lambda id, rows: Document(
            id, DocumentKind.THREAD, Edition.FULL, f"Title of {id}", url=f"https://made.example/{id}",
            entries=tuple(entry(f"e{at}", text, f"e{at - 1}" if at % 3 else None, author, score)
                          for at, (text, author, score) in enumerate(rows)),
        ),
        st.sampled_from(["one", "two", "three"]), st.lists(made, min_size=1, max_size=6),
    )  # fmt: skip


def queries() -> st.SearchStrategy[str]:
    """Queries that can be followed."""
    words = st.sampled_from(_WORDS)
    leaves = st.one_of(
        words, words.map(lambda word: f"{word[:3]}*"), words.map(lambda word: f"{word}~"),
        st.tuples(words, words).map(lambda pair: f'"{pair[0]} {pair[1]}"'),
        st.tuples(words, words).map(lambda pair: f'"{pair[0]} {pair[1]}"~2'),
        st.sampled_from(["author:ada", "score:>3", "depth:<1", "replyto:bo", "doc:two", "in:comments"]),
    )  # fmt: skip
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.tuples(inner, inner).map(lambda pair: f"({pair[0]} OR {pair[1]})"),
            st.tuples(inner, inner).map(lambda pair: f"({pair[0]} {pair[1]})"),
            inner.map(lambda part: f"NOT {part}"),
        ),
        max_leaves=4,
    )


@settings(max_examples=12, deadline=None)
@given(documents(max_entries=5))
def test_every_word_of_every_entry_is_found_by_searching_for_it(document: Document) -> None:
    with indexed(document) as (index, _):
        for entry in document.entries:
            words = {word for passage in entry.passages for word in _PLAIN_WORD.findall(fold(passage.text))}
            for word in sorted(words)[:30]:
                assert entry.id in ids(index, f'"{word}"'), word
                assert entry.id in ids(index, word), word
                assert entry.id in ids(index, word, as_you_type=True), word
                assert entry.id in ids(index, word[:2] + "*"), word


@settings(max_examples=12, deadline=None)
@given(documents(max_entries=5), st.data())
def test_two_words_of_a_passage_in_their_order_are_a_phrase(document: Document, data: st.DataObject) -> None:
    texts = [(entry.id, passage.text) for entry in document.entries for passage in entry.passages]
    pairs = [(id, first, second) for id, text in texts
             for words in [_PLAIN_WORD.findall(fold(text))] for first, second in pairwise(words)]  # fmt: skip
    if not pairs:
        return
    with indexed(document) as (index, _):
        for id, first, second in data.draw(st.lists(st.sampled_from(pairs), max_size=5)):
            assert id in ids(index, f'"{first} {second}"~9')


@settings(max_examples=12, deadline=None)
@given(documents(max_entries=4), st.text(max_size=40) | st.lists(st.sampled_from(
    ['"', "(", ")", "*", "~", "AND", "OR", "NOT", "-", ":", "author:", "score:>", "a", " ", "date:"]
), max_size=14).map("".join))  # fmt: skip
def test_any_query_gives_results_or_says_what_is_wrong_with_it(document: Document, query: str) -> None:
    with indexed(document) as (index, _):
        for as_you_type in (False, True):
            results = index.search(query, as_you_type=as_you_type)
            assert results.problem is None or (
                results.total == 0 and 0 <= results.problem.position <= len(query)
            )
            for hit in results.hits():
                texts = [passage.text for passage in document.entries[hit.index].passages]
                spans = hit.passage_spans
                assert all(0 <= start < stop <= len(texts[hit.passage]) for start, stop in spans)
                assert all(0 <= start < stop <= len(hit.excerpt) for start, stop in hit.spans)
                assert "\n" not in hit.excerpt
        index.complete(query, len(query))


def answers(index: Index, library: Library, asked: list[str]) -> list[object]:
    """All that a reader can see of some searches."""
    seen: list[object] = []
    for query in asked:
        for sort in SORTS:
            results = index.search(query, sort=sort)
            seen.append((query, sort, results.total, results.problem, results.hits()))
    return seen


@settings(max_examples=8, deadline=None)
@given(
    st.lists(gardens() | st.sampled_from(["one", "two"]), min_size=2, max_size=7),
    st.lists(queries(), max_size=6),
)
def test_an_index_that_grew_answers_as_one_freshly_built(steps: list[Any], asked: list[str]) -> None:
    with indexed() as (index, library):
        for number, step in enumerate(steps):
            if isinstance(step, Document):
                library.add(step, None, "")
            elif any(listing.id == step for listing in library.listings()):
                library.remove(step)
            assert index.update()
            assert index.is_current()
            if number % 3 == 2:
                assert index.tidy()
        with tempfile.TemporaryDirectory() as folder, Index(Path(folder, "index"), library) as fresh:
            fresh.update()
            assert answers(index, library, asked) == answers(fresh, library, asked)


@settings(max_examples=10, deadline=None)
@given(st.lists(gardens(), min_size=1, max_size=3), queries())
def test_relevance_orders_as_adding_up_every_entry_would(made: list[Document], query: str) -> None:
    with indexed(*made) as (index, _):
        few = index.search(query, limit=2).found
        every = index.search(query, limit=None).found
        assert few == every[:2]
        assert [one.relevance for one in every] == sorted((one.relevance for one in every), reverse=True)
