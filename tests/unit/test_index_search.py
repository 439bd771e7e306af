"""The query language finds what it says, and explains what it cannot follow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reader.index import NOT_BUILT, Index
from reader.library import Library
from tests.made import made_thread
from tests.unit.indexing import GARDEN, TALK, ids, indexed, places


@pytest.fixture(scope="module")
def opened() -> Iterator[tuple[Index, Library]]:
    with indexed(GARDEN, TALK) as both:
        yield both


@pytest.fixture(scope="module")
def index(opened: tuple[Index, Library]) -> Index:
    return opened[0]


FOUND = {
    "wind": "post c1 c2 t3",
    "walls": "post c1 t1",
    "wall": "post c1 t1",
    "run": "post t2",
    "hedges wind": "c1 c2",
    "hedges AND clipping": "c2",
    "clipping OR drain": "post c2",
    "clipping OR drain paths": "post c2",
    "(clipping OR gravel) paths": "post",
    "wind NOT hedges": "post t3",
    "wind -hedges": "post t3",
    "NOT NOT clipping": "c2",
    "-(wind OR seeds)": "c3 c4 c5",
    '"keeps the wind"': "post",
    '"filter the wind"': "c1 c2",
    '"the filter wind"': "",
    '"hedges need"': "c2",
    '"wind hedges"': "",  # they stand in two passages
    '"wind tender"~3': "post",
    '"tender wind"~1': "post",
    '"wall tender"~2': "",
    "“keeps the wind”": "post",
    "strasse": "c3",
    "CAFE": "c3",
    "naive": "c3",
    "isn't": "post",
    "isn’t": "post",
    "isnt": "post",
    "planter's": "c3",
    "GPT-4": "c4",
    "gpt": "c4",
    "GPT-3": "",
    '"plan b"': "c4",
    "漢字": "c5",
    "字漢": "",
    "🐑": "c5",
    "hedg*": "c1 c2",
    "h*": "c1 c2 t1 intro",
    "grav* dra*": "post",
    "hedgs~": "c1 c2",
    "hegdes~": "c1 c2",
    "gravle~1": "post",
    "clping~2": "c2",
    "the of": "c4",
    'author:"Ada Brook"': "post c2 t2",
    "author:ada": "post c2 t2",
    "author:marsh": "c1 c5",
    "author:mar": "c1 c5",
    "author:nobody": "",
    "author:brook wind": "post c2",
    "speaker:ada": "t2",
    "speaker:frost": "t1 t3",
    "in:post": "post",
    "in:comments": "c1 c2 c3 c4 c5",
    "in:interview": "intro s1 t1 t2 t3",
    "kind:turn": "t1 t2 t3",
    "kind:section": "s1",
    "kind:thread wind": "post c1 c2",
    "doc:garden wind": "post c1 c2",
    "doc:gard wind": "post c1 c2",
    "doc:seeds wind": "t3",
    'doc:"walled garden" wind': "post c1 c2",
    "score:>10": "post c1",
    "score:>=12": "post c1",
    "score:<0": "c3",
    "score:3": "c2",
    "score:3..12": "c1 c2 c5",
    "score:..3": "c2 c3",
    "score:7..": "post c1 c5",
    "depth:0 kind:comment": "c1 c4",
    "depth:>1": "c3",
    "depth:<1 in:comments": "c1 c4",
    "date:2031": "post c1 c2",
    "date:2031-03": "post c1",
    "date:2031-03-05": "c1",
    "date:2031-03..2031-04": "post c1 c2",
    "date:>2031-03": "c2 c3",
    "date:<=2031-03-04": "post",
    "under:c1": "c1 c2 c3",
    "under:c2 author:cy": "c3",
    "under:garden#c4": "c4 c5",
    "under:threadside:garden#c4": "c4 c5",
    "under:s1 wind": "t3",
    "replyto:bo": "c2",
    'replyto:"ada brook"': "c1 c3 c4 t3",
    "replyto:di": "t2",
    "is:retracted": "c5",
    "is:truncated": "c4",
    "is:edited": "c2",
    "is:inferred": "c3",
    "walled": "post c1 t1",
    "saving": "s1 t1",
    "http://hedges": "",
}  # fmt: skip


@pytest.mark.parametrize("query", FOUND)
def test_a_query_finds_what_it_says(query: str, index: Index) -> None:
    assert ids(index, query) == set(FOUND[query].split())


PROBLEMS = {
    "(hedges": 0, "hedges)": 6, "a ()": 2, ")": 0, '"hedges': 0, 'wind "hed': 5, "AND": 0, "OR wind": 0,
    "wind AND": 5, "wind OR": 5, "wind AND OR hedge": 5, "NOT": 0, "wind NOT": 5, "*": 0, "he*d": 2, "~": 0,
    "wind~9": 4, '"a b"~': 5, "autor:ada": 0, "score:many": 6, "score:>1..2": 6, "date:soon": 5,
    "date:2031-13": 5, "depth:": 5, "in:shed": 3, "is:blue": 3, "kind:x": 5, "under:c99": 0, "doc:none": 0,
    "author:!": 7, "in:bookmarks": 0, "a " * 101: 200, "(" * 40 + "a": 30, "x" * 2001: 2000,
}  # fmt: skip


@pytest.mark.parametrize("query", PROBLEMS)
def test_a_query_that_cannot_be_followed_says_why_and_where(query: str, index: Index) -> None:
    results = index.search(query)
    assert results.problem is not None
    assert results.problem.position == PROBLEMS[query]
    assert results.problem.message
    assert (results.total, results.found) == (0, ())


@pytest.mark.parametrize("query", ["", "  ", "—", "?!", "\x00\x1b[31m", "\u202e", "-", "- -", "&&"])
def test_a_query_without_a_word_finds_nothing_and_complains_of_nothing(query: str, index: Index) -> None:
    assert index.search(query).problem is None
    assert index.search(query, as_you_type=True).total == 0


@pytest.mark.parametrize("query", ["he", "hed", "hedg", "hedge", "hedges", '"hedges fil', "wind hed", "(hed"])
def test_while_typing_the_last_word_may_go_on(query: str, index: Index) -> None:
    assert {"c1"} <= ids(index, query, as_you_type=True)


def test_a_word_followed_by_a_space_is_over(index: Index) -> None:
    assert ids(index, "hed ", as_you_type=True) == set()
    assert ids(index, "runn", as_you_type=True) == {"post"}


@pytest.mark.parametrize(
    ("query", "meant"),
    [("hegdes wind", "hedges wind"), ("gravvel", "gravel"), ("brook", "author:brook"), ("zzzzzz", None),
     ("cliping AND hedgez", "clipping AND hedges"), ("wind", None)],
)  # fmt: skip
def test_a_misspelt_word_offers_what_was_meant(query: str, meant: str | None, index: Index) -> None:
    results = index.search(query)
    assert results.suggestion == meant
    if meant and results.total == 0:
        assert index.search(meant).total > 0


def test_only_one_document_is_searched_when_asked(index: Index) -> None:
    assert ids(index, "wind", document="talk") == {"t3"}
    assert ids(index, "wind", document="tal") == set()
    assert ids(index, "wind OR seeds", document="garden") == {"post", "c1", "c2"}


def test_hits_are_sorted_as_asked(opened: tuple[Index, Library]) -> None:
    index, library = opened

    def found(sort: str) -> list[str]:
        return [at.partition("#")[2] for at in places(index.search("wind", sort=sort), library)]

    assert found("place") == ["post", "c1", "c2", "t3"]
    assert found("score") == ["post", "c1", "c2", "t3"]
    assert found("date") == ["c2", "c1", "post", "t3"]
    with pytest.raises(ValueError, match="shoe size"):
        index.search("wind", sort="shoe size")


def test_a_heading_and_a_title_weigh_more_than_the_text(index: Index) -> None:
    assert index.search("saving OR save").hits()[0].entry == "s1"
    assert index.search("garden OR gardening").hits()[0].entry == "post"


def test_hits_are_limited_but_counted_all(index: Index) -> None:
    results = index.search("wind OR seeds OR hedges", limit=2)
    assert (results.total, len(results.found)) == (8, 2)
    assert [hit.relevance for hit in results.hits()] == sorted(
        (one.relevance for one in results.found), reverse=True
    )
    assert results.hits(1, 2) == results.hits()[1:]


def test_completion_offers_operators_names_and_words(index: Index) -> None:
    def offered(query: str) -> list[str]:
        return [query[: one.start] + one.text for one in index.complete(query, len(query))]

    assert "author:" in offered("au")
    assert offered("wind author:ad") == ['wind author:"Ada Brook"']
    assert offered('author:"ada b') == ['author:"Ada Brook"']
    assert offered("in:co") == ["in:comments"]
    assert offered("doc:ga") == ["doc:garden"]
    assert offered("hedg") == ["hedges"]
    assert offered("(hedg") == ["(hedges"]
    assert offered("") == offered("hedges ") == []


def test_related_passages_share_telling_words(index: Index) -> None:
    found = index.related("garden", 1, 0)
    assert found.hits()[0].entry == "c2"
    assert "c1" not in {hit.entry for hit in found.hits()}
    assert all(hit.spans for hit in found.hits())
    assert index.related("garden", 99, 0).total == index.related("none", 0, 0).total == 0


def test_bookmarks_can_be_searched_when_there_are_some() -> None:
    kept = [("garden", "c1"), ("talk", "t3"), ("gone", "x")]
    with indexed(GARDEN, TALK) as (index, library), Index(index._folder, library, lambda: kept) as other:
        assert ids(other, "in:bookmarks") == {"c1", "t3"}
        assert ids(other, "in:bookmarks hedges") == {"c1"}


def test_without_an_index_a_search_says_so() -> None:
    with indexed(GARDEN) as (index, library), Index(index._folder / "elsewhere", library) as other:
        assert other.search("wind").problem == NOT_BUILT
        assert not other.is_current()
        assert other.complete("a", 1) == []


def test_phrases_of_frequent_words_are_found_in_a_large_library() -> None:
    texts = [
        f"the {number} of the wall" if number % 3 else f"of wall the\n\nthe {number} of the"
        for number in range(4_100)
    ]
    with indexed(made_thread(*texts, id="large")) as (index, _):
        assert index.search('"of the"').total == 4_100
        assert index.search('"the wall"').total == sum(number % 3 > 0 for number in range(4_100))
        assert index.search('"wall the"').total == sum(number % 3 == 0 for number in range(4_100))
        assert index.search('"the the"').total == 0  # the passages end between them
        assert index.search('"of the wall"').total == sum(number % 3 > 0 for number in range(4_100))
        assert index.search('"77 of the wal', as_you_type=True).total == 1
        assert index.search('"wall of"~2').total > 0
