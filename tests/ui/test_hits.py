"""Hits found in slices and walked in a page's order, against looking through everything at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from reader.model.find import make_finder
from reader.model.thread import Thread
from reader.ui.hits import Hits, Spot, Walk
from tests.strategies import parent_lists

TEXTS = st.lists(st.lists(st.text("ab É", max_size=12), max_size=3), min_size=1, max_size=30)
QUERIES = st.text("abe", min_size=1, max_size=3)


def all_spots(texts: Sequence[Sequence[str]], query: str, order: Sequence[int]) -> list[Spot]:
    """Every hit in the order of the page, by the plain definition."""
    finder = make_finder(query)
    return [
        Spot(entry, passage, start, stop)
        for entry in order
        for passage, text in enumerate(texts[entry])
        for start, stop in finder.spans(text)
    ]


class Shelf:
    """Texts to read from, and how many entries were read at once at most."""

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.texts = texts
        self.most = 0

    def read(self, entries: Sequence[int]) -> Mapping[int, Sequence[str]]:
        self.most = max(self.most, len(entries))
        return {entry: self.texts[entry] for entry in entries}


def hits_of(texts: Sequence[Sequence[str]], query: str) -> Hits:
    hits = Hits(make_finder(query), Shelf(texts).read, range(len(texts)))
    while not hits.is_done:
        hits.look(0)
    return hits


@given(TEXTS, QUERIES)
def test_slices_find_what_looking_at_everything_finds(texts: list[list[str]], query: str) -> None:
    hits = hits_of(texts, query)
    wanted = all_spots(texts, query, range(len(texts)))
    assert hits.total == len(wanted)
    assert [spot for entry in range(len(texts)) for spot in hits.spots(entry)] == wanted


@given(TEXTS, QUERIES, st.sampled_from("abe"), st.integers(0, 3))
def test_typing_on_finds_what_asking_anew_finds(
    texts: list[list[str]], query: str, letter: str, looks: int
) -> None:
    before = Hits(make_finder(query), Shelf(texts).read, range(len(texts)))
    for _ in range(looks):
        before.look(0)
    finder = make_finder(query + letter)
    assert finder.narrows(before.finder)
    narrowed = Hits.narrowed(finder, before)
    while not narrowed.is_done:
        narrowed.look(0)
    assert narrowed.counts == hits_of(texts, query + letter).counts


@given(parent_lists(), st.data())
def test_a_walk_goes_round_every_hit_in_the_order_of_the_page(
    parents: list[int], data: st.DataObject
) -> None:
    if not parents:
        return
    texts = data.draw(
        st.lists(
            st.lists(st.text("ab", max_size=5), max_size=2), min_size=len(parents), max_size=len(parents)
        )
    )
    thread = Thread(parents).sorted(lambda entry: -entry)
    walk, wanted = Walk(hits_of(texts, "a"), thread), all_spots(texts, "a", thread.entries)
    if not wanted:
        assert walk.after(0, 0, 0) is None
        assert walk.before(0, 0, 0) is None
        return
    forwards, spot = [], walk.after(0, 0, 0)
    for number in range(1, len(wanted) + 1):
        assert spot is not None
        position = thread.find(spot.entry)
        assert position is not None
        assert walk.number(position, spot) == number
        forwards.append(spot)
        assert walk.before(position, spot.passage, spot.start) == wanted[number - 2]
        spot = walk.after(position, spot.passage, spot.start + 1)
    assert forwards == wanted
    assert spot == wanted[0]


@given(TEXTS, st.sets(st.integers(0, 29)))
def test_hidden_hits_are_those_of_hidden_entries(texts: list[list[str]], hidden: set[int]) -> None:
    walk = Walk(hits_of(texts, "a"), Thread([-1] * len(texts)))
    wanted = [spot for spot in all_spots(texts, "a", range(len(texts))) if spot.entry in hidden]
    assert walk.hidden(hidden.__contains__) == len(wanted)
