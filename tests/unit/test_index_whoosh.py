"""Our own ranking over the postings finds and rates what Whoosh's own search does."""

from __future__ import annotations

import warnings
from functools import partial, singledispatch
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.codec import MOST
from reader.index.engine import FileIndex, FileStorage
from reader.index.gathering import STEMS, WORDS
from reader.index.generations import present
from reader.index.parsing import parse
from reader.index.query import And, Node, Not, Or, Word
from reader.index.stems import stem
from reader.index.weights import inverse_frequency
from reader.model.documents import Document
from tests.unit.indexing import indexed
from tests.unit.test_index_properties import gardens

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    whoosh_query = pytest.importorskip("whoosh.query")
    whoosh_scoring = pytest.importorskip("whoosh.scoring")


class Weighing(whoosh_scoring.WeightingModel):  # type: ignore[misc,name-defined]
    """Rates as we do, by Whoosh's own road: a posting's weight times how rare the term is."""

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        found = searcher.doc_frequency(fieldname, text)
        rarity = inverse_frequency(found, searcher.doc_count())

        class Scorer(whoosh_scoring.BaseScorer):  # type: ignore[misc,name-defined]
            def supports_block_quality(self) -> bool:
                return False

            def score(self, matcher: Any) -> float:
                return float(matcher.weight()) * rarity / MOST

        return Scorer()


@singledispatch
def as_whoosh(node: Node, has_stem: Any) -> Any:
    raise TypeError(node)


@as_whoosh.register
def _(node: Word, has_stem: Any) -> Any:
    common = stem(node.word)
    return whoosh_query.Term(STEMS if has_stem(common) else WORDS, common)


@as_whoosh.register
def _(node: And, has_stem: Any) -> Any:
    return whoosh_query.And([as_whoosh(part, has_stem) for part in node.parts if not isinstance(part, Not)])


@as_whoosh.register
def _(node: Or, has_stem: Any) -> Any:
    return whoosh_query.Or([as_whoosh(part, has_stem) for part in node.parts])


def unwanted_of(tree: Node, has_stem: Any) -> Any:
    """What must not be found; Whoosh gives points for not being found."""
    parts = tree.parts if isinstance(tree, And) else ()
    return (
        whoosh_query.Or([as_whoosh(part.part, has_stem) for part in parts if isinstance(part, Not)]) or None
    )


def contains(reader: Any, field: str, term: str) -> bool:
    return (field, term) in reader


def trees() -> st.SearchStrategy[str]:
    """Some of these words, and some of those, but none of others: no word twice.

    Whoosh leaves out the words of an AND that is not fulfilled; we count every word that is there.
    """
    apart = st.permutations(["wind", "wall", "hedge", "gravel", "seed", "a", "b4"])
    return apart.map(
        lambda words: f"({words[0]} OR {words[1]}) ({words[2]} OR {words[3]} OR {words[4]}) NOT {words[5]}"
    ) | (apart.map(" OR ".join) | apart.map(lambda words: " ".join(words[:2])))


@settings(max_examples=12, deadline=None)
@given(gardens(), st.lists(trees(), min_size=1, max_size=4))
def test_our_ranking_is_that_of_whoosh(made: Document, asked: list[str]) -> None:
    with indexed(made) as (index, _):
        generation = present(index._folder)
        assert generation is not None
        searcher = FileIndex(FileStorage(str(generation))).searcher(weighting=Weighing())
        try:
            for query in asked:
                tree = parse(query)
                assert tree is not None
                has_stem = partial(contains, searcher.reader(), STEMS)
                wanted, unwanted = as_whoosh(tree, has_stem), unwanted_of(tree, has_stem)
                found = searcher.search(wanted, limit=None, mask=unwanted)
                theirs = {hit.docnum: hit.score for hit in found}
                ours = index.search(query, limit=None)
                assert ours.total == len(theirs)
                # The only segment holds the only document, so entry numbers are the same.
                assert {one.index: pytest.approx(one.relevance) for one in ours.found} == theirs
        finally:
            searcher.close()


@settings(max_examples=6, deadline=None)
@given(gardens())
def test_whoosh_reads_all_terms_we_wrote(made: Document) -> None:
    with indexed(made) as (index, _):
        generation = present(index._folder)
        reader = FileIndex(FileStorage(str(generation))).reader()
        try:
            words = {text.decode() for text in reader.lexicon(WORDS)}
            assert words == {text.decode() for name, text in reader.all_terms() if name == WORDS}
            for word in words:
                matcher = reader.postings(WORDS, word)
                numbers = list(matcher.all_ids())
                assert len(numbers) == reader.doc_frequency(WORDS, word)
                assert {one.index for one in index.search(f'"{word}"', limit=None).found} == set(numbers)
        finally:
            reader.close()
