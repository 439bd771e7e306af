"""An excerpt shows what was found, and marks it exactly, in itself and in the passage."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.excerpts import Mark, Marker, cut
from reader.index.parsing import parse
from reader.index.results import EXCERPT_WIDTH
from tests.made import made_thread
from tests.unit.indexing import GARDEN, TALK, entry, indexed


def marked(query: str, text: str) -> list[str]:
    with indexed(GARDEN, TALK, made_thread(text, id="asked")) as (index, _):
        results = index.search(query, document="asked")
        return [text[start:stop] for start, stop in results.passage_spans([text])[0]]


@pytest.mark.parametrize(
    ("query", "text", "wanted"),
    [
        ("run", "Running, runs and RUN; runner ran", ["Running", "runs", "RUN"]),
        ("wal*", "Walls, wallflowers, a swallow", ["Walls", "wallflowers"]),
        ("hedgs~", "hedges and hedge", ["hedges", "hedge"]),
        ('"tender plants"', "Tender **plants**, tender other plants".replace("*", ""), ["Tender plants"]),
        ('"plants tender"~1', "tender old plants", ["tender old plants"]),
        ("strasse", "Die Straße", ["Straße"]),
        ("cafe", "cafe\u0301 here", ["cafe\u0301"]),
        ("dont", "I don’t", ["don’t"]),
        ("don't", "I don’t", ["don’t"]),
        ("GPT-4", "a GPT-4 model, 4 GPT", ["GPT-4"]),
        ("wind OR walls NOT rain", "the wind and walls", ["wind", "walls"]),
        ("author:writer wind", "the wind writer", ["wind"]),
        ("漢字", "か漢字な", ["漢字"]),
    ],
)
def test_exactly_what_was_found_is_marked(query: str, text: str, wanted: list[str]) -> None:
    assert marked(query, text) == wanted


def test_the_passage_that_shows_most_is_chosen() -> None:
    texts = "The wind.\n\nA wall.\n\nWind over a wall.\n\nWall, wall, wall."
    with indexed(made_thread(texts)) as (index, _):
        hit = index.search("wind wall").hits()[0]
        assert (hit.passage, hit.excerpt, hit.spans) == (2, "Wind over a wall.", ((0, 4), (12, 16)))
        assert hit.passage_spans == hit.spans


def test_an_excerpt_of_a_long_passage_is_cut_at_words_around_what_was_found() -> None:
    text = "A word too many. " * 60 + "Here stands the quince alone. " + "More words follow now. " * 40
    with indexed(made_thread(text)) as (index, _):
        hit = index.search("quince").hits()[0]
        assert len(hit.excerpt) <= EXCERPT_WIDTH
        assert hit.excerpt[0] == hit.excerpt[-1] == "…"
        assert [hit.excerpt[start:stop] for start, stop in hit.spans] == ["quince"]
        assert [text[start:stop] for start, stop in hit.passage_spans] == ["quince"]
        narrow = index.search("quince").hits(width=40)[0]
        assert len(narrow.excerpt) <= 40
        assert "quince" in narrow.excerpt


def test_filters_alone_show_the_beginning() -> None:
    with indexed(GARDEN) as (index, _):
        hit = index.search("author:marsh score:>10").hits()[0]
        assert hit.excerpt.startswith("I disagree")
        assert (hit.spans, hit.passage, hit.author, hit.score) == ((), 0, "Bo Marsh", 12)


def test_an_entry_without_text_has_an_empty_excerpt() -> None:
    from dataclasses import replace

    with indexed(replace(GARDEN, entries=(entry("e", "", author="Ada"),))) as (index, _):
        assert [hit.excerpt for hit in index.search("author:ada").hits()] == [""]


@given(
    st.text(alphabet="ab \nß", max_size=120), st.lists(st.integers(0, 119), max_size=6), st.integers(12, 60)
)
def test_spans_of_an_excerpt_hold_what_those_of_the_passage_hold(
    text: str, starts: list[int], width: int
) -> None:
    marks = [Mark(start, start + 1, frozenset([0])) for start in sorted(set(starts)) if start < len(text)]
    part, spans = cut(text, marks, width)
    assert len(part) <= width
    assert "\n" not in part
    shown = [part[start:stop] for start, stop in spans]
    wanted = [text[mark.start : mark.stop].replace("\n", " ") for mark in marks]
    assert not marks or shown
    assert any(wanted[at : at + len(shown)] == shown for at in range(len(wanted) - len(shown) + 1))


def test_what_must_not_be_found_is_not_marked() -> None:
    with indexed(GARDEN) as (index, _):
        results = index.search("hedges NOT wind")
        assert results.passage_spans(["hedges in the wind"]) == [((0, 6),)]
    assert Marker().mark("anything") == []
    assert parse("") is None
