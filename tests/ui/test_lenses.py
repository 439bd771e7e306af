"""What a lens shows, on threads of every shape."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.model.columns import Columns
from reader.model.documents import Entry, EntryKind
from reader.ui.lenses import between, by_author, chain, last_word, partners
from tests.samples import sample_interview, sample_thread
from tests.strategies import parent_lists

THREAD = Columns.of(sample_thread().entries)
INTERVIEW = Columns.of(sample_interview().entries)


def names(columns: Columns, entries: frozenset[int]) -> str:
    return " ".join(columns.ids[entry] for entry in sorted(entries))


def test_a_chain_is_what_an_entry_answers_and_nothing_else() -> None:
    narrowed = chain(THREAD, THREAD.positions["c4"])
    assert (names(THREAD, narrowed.full), names(THREAD, narrowed.stubs)) == ("c1 c2 c3 c4", "post")


def test_the_chain_of_a_turn_is_its_section_and_its_question() -> None:
    narrowed = chain(INTERVIEW, INTERVIEW.positions["t3"])
    assert names(INTERVIEW, narrowed.full) == "s1 t1 t3"


def test_between_two_people_stands_what_each_answered_the_other() -> None:
    narrowed = between(THREAD, THREAD.positions["c3"])
    assert narrowed is not None
    assert narrowed.name == "between Ada Quill and Bo Reed"
    assert (names(THREAD, narrowed.full), names(THREAD, narrowed.stubs)) == ("c1 c2 c3", "post")


def test_an_author_stands_with_what_they_answered() -> None:
    narrowed = by_author(THREAD, THREAD.positions["c7"])
    assert narrowed is not None
    assert (names(THREAD, narrowed.full), names(THREAD, narrowed.stubs)) == ("c1 c2 c6 c7", "post")


def test_an_author_not_known_has_no_lens_but_the_chain() -> None:
    unknown = THREAD.positions["c4"]
    assert (between(THREAD, unknown), by_author(THREAD, unknown), last_word(THREAD, unknown)) == (None,) * 3


def test_the_last_word_is_the_other_persons_in_this_exchange() -> None:
    assert last_word(THREAD, THREAD.positions["c1"]) == THREAD.positions["c2"]
    assert last_word(THREAD, THREAD.positions["c2"]) == THREAD.positions["c3"]


def talk(parents: list[int], authors: list[int]) -> Columns:
    said = ["Ann", "Ben", "Cid", None]
    return Columns.of([
        Entry(
            f"c{at}", EntryKind.COMMENT, f"c{parent}" if parent >= 0 else None,
            said[authors[at % len(authors)] % len(said)],
        )
        for at, parent in enumerate(parents)
    ])  # fmt: skip


@given(parent_lists(min_size=1), st.lists(st.integers(0, 3), min_size=1, max_size=24), st.data())
def test_any_lens_shows_the_entry_it_was_asked_from_and_all_it_stands_under(
    parents: list[int], authors: list[int], data: st.DataObject
) -> None:
    columns = talk(parents, authors)
    entry = data.draw(st.integers(0, len(parents) - 1))
    pair = partners(columns, entry)
    assert pair is None or (pair[0] == columns.authors[entry] != pair[1])
    for narrowed in (chain(columns, entry), by_author(columns, entry), between(columns, entry)):
        if narrowed is None:
            continue
        shown = narrowed.full | narrowed.stubs
        assert not narrowed.full & narrowed.stubs
        assert all(parents[at] in shown for at in shown if parents[at] >= 0)
    assert entry in chain(columns, entry).full
    alone = by_author(columns, entry)
    assert alone is None or entry in alone.full
    both = between(columns, entry)
    if both is not None and pair is not None:
        assert {columns.authors[at] for at in both.full} <= set(pair)


@given(parent_lists(min_size=1), st.lists(st.integers(0, 3), min_size=1, max_size=24), st.data())
def test_the_last_word_is_by_the_other_one_and_none_of_theirs_answers_it_later(
    parents: list[int], authors: list[int], data: st.DataObject
) -> None:
    columns = talk(parents, authors)
    entry = data.draw(st.integers(0, len(parents) - 1))
    last, pair = last_word(columns, entry), partners(columns, entry)
    assert last is None or (pair is not None and columns.authors[last] == pair[1])
