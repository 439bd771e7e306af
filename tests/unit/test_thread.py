"""A thread's arithmetic against the plain definition of a tree, on any list of entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.documents import Entry, EntryKind
from reader.model.thread import NO_PARENT, Arranged, Thread, arrange
from tests.strategies import parent_lists

DEEP = 10_000


@st.composite
def flat_lists(draw: st.DrawFn) -> list[Entry]:
    """Entries in any order with any parents: their own, each other's, missing ones."""
    ids = draw(st.lists(st.integers(0, 30).map("e{}".format), unique=True, max_size=14))
    parents = st.none() | st.sampled_from([*ids, *ids, "missing", "gone"]) | st.just("")
    return [Entry(id, EntryKind.COMMENT, parent=draw(parents)) for id in ids]


def ancestors_by_hand(parents: Sequence[int], position: int) -> list[int]:
    found = []
    while position >= 0 and parents[position] >= 0:
        position = parents[position]
        found.append(position)
    return found


def replies_by_hand(parents: Sequence[int], position: int) -> list[int]:
    return [at for at, parent in enumerate(parents) if parent == position]


def branch_by_hand(parents: Sequence[int], position: int) -> list[int]:
    under = [at for at in range(len(parents)) if position in ancestors_by_hand(parents, at)]
    return [position, *under]


# Arranging


def looping(entries: Sequence[Entry]) -> set[str]:
    """Ids of the entries that stand under themselves."""
    parents = {entry.id: entry.parent for entry in entries}
    found = set()
    for id in parents:
        at = parents[id]
        for _ in entries:
            if at == id:
                found.add(id)
            at = parents.get(at or "")
    return found


def circle(entries: Sequence[Entry], id: str) -> set[str]:
    """The loop an entry is part of."""
    parents = {entry.id: entry.parent for entry in entries}
    members, at = {id}, parents[id] or ""
    while at != id:
        members.add(at)
        at = parents[at] or ""
    return members


@settings(max_examples=40)
@given(flat_lists())
def test_no_entry_is_lost_or_changed_but_for_freed_parents(entries: list[Entry]) -> None:
    arranged = arrange(entries)
    freed = {*arranged.orphans, *arranged.loops}
    wanted = [replace(entry, parent=None) if entry.id in freed else entry for entry in entries]
    assert sorted(arranged.entries, key=lambda entry: entry.id) == sorted(wanted, key=lambda entry: entry.id)


@settings(max_examples=40)
@given(flat_lists())
def test_parents_stand_before_their_replies_and_branches_are_unbroken(entries: list[Entry]) -> None:
    thread = Thread.of(arrange(entries).entries)
    for position, parent in enumerate(thread.parents):
        assert parent < position
        assert thread.ancestors(position) == ancestors_by_hand(thread.parents, position)
        branch = branch_by_hand(thread.parents, position)
        assert branch == list(range(position, position + len(branch)))


@settings(max_examples=40)
@given(flat_lists())
def test_siblings_keep_the_order_of_the_list(entries: list[Entry]) -> None:
    arranged = arrange(entries).entries
    order = [entry.id for entry in entries]
    for parent in {entry.parent or None for entry in arranged}:
        siblings = [order.index(entry.id) for entry in arranged if (entry.parent or None) == parent]
        assert siblings == sorted(siblings)


@settings(max_examples=40)
@given(flat_lists())
def test_orphans_are_those_whose_parent_is_missing(entries: list[Entry]) -> None:
    ids = {entry.id for entry in entries}
    wanted = tuple(entry.id for entry in entries if entry.parent and entry.parent not in ids)
    assert arrange(entries).orphans == wanted


@settings(max_examples=40)
@given(flat_lists())
def test_each_loop_is_cut_once_at_its_first_entry(entries: list[Entry]) -> None:
    loops = arrange(entries).loops
    order = [entry.id for entry in entries]
    circles = [circle(entries, id) for id in loops]
    assert {id for members in circles for id in members} == looping(entries)
    assert sum(map(len, circles)) == len(looping(entries))
    assert list(loops) == sorted((min(members, key=order.index) for members in circles), key=order.index)


def test_an_entry_that_hangs_on_a_loop_is_not_torn_from_its_parent() -> None:
    entries = [comment("leaf", "b"), comment("b", "c"), comment("c", "b")]
    freed, below, leaf = comment("b", None), comment("c", "b"), comment("leaf", "b")
    assert arrange(entries) == Arranged((freed, leaf, below), (), ("b",))


@settings(max_examples=40)
@given(flat_lists())
def test_what_is_arranged_stays_as_it_is(entries: list[Entry]) -> None:
    arranged = arrange(entries)
    assert arrange(arranged.entries) == Arranged(arranged.entries, (), ())


@settings(max_examples=40)
@given(parent_lists(), st.randoms())
def test_an_arranged_tree_comes_back_from_any_order_but_for_its_siblings(
    parents: list[int], random: object
) -> None:
    entries = [comment(str(at), None if parent < 0 else str(parent)) for at, parent in enumerate(parents)]
    assert arrange(entries).entries == tuple(entries)
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert sorted(arrange(shuffled).entries, key=lambda entry: int(entry.id)) == entries


def comment(id: str, parent: str | None) -> Entry:
    return Entry(id, EntryKind.COMMENT, parent=parent)


# The tree


@settings(max_examples=40)
@given(parent_lists())
def test_relations_are_those_of_the_tree(parents: list[int]) -> None:
    thread = Thread(parents)
    assert len(thread) == len(parents)
    assert thread.tops() == replies_by_hand(parents, NO_PARENT)
    for position, parent in enumerate(parents):
        lineage = ancestors_by_hand(parents, position)
        assert thread.parent(position) == (parent if parent >= 0 else None)
        assert thread.ancestors(position) == lineage
        assert thread.depths[position] == len(lineage)
        assert thread.top(position) == [position, *lineage][-1]
        assert thread.replies(position) == replies_by_hand(parents, position)
        assert thread.size(position) == len(branch_by_hand(parents, position))


@settings(max_examples=40)
@given(parent_lists())
def test_siblings_answer_the_same(parents: list[int]) -> None:
    thread = Thread(parents)
    for position, parent in enumerate(parents):
        siblings = replies_by_hand(parents, parent)
        at = siblings.index(position)
        assert thread.siblings(position) == siblings
        assert thread.next_sibling(position) == (siblings[at + 1] if at + 1 < len(siblings) else None)
        assert thread.previous_sibling(position) == (siblings[at - 1] if at else None)


@settings(max_examples=40)
@given(parent_lists(), st.sets(st.integers(0, 23)))
def test_a_walk_leaves_out_what_stands_under_the_collapsed(parents: list[int], collapsed: set[int]) -> None:
    walked = list(Thread(parents).walk(collapsed.__contains__))
    assert walked == [
        at for at in range(len(parents)) if not collapsed.intersection(ancestors_by_hand(parents, at))
    ]


@settings(max_examples=40)
@given(parent_lists(), st.integers(0, 23))
def test_a_branch_is_a_thread_of_its_own(parents: list[int], position: int) -> None:
    entries = [100 + at for at in range(len(parents))]
    if position < len(parents):
        members = branch_by_hand(parents, position)
        branch = Thread(parents, entries).branch(position)
        assert list(branch.entries) == [100 + at for at in members]
        assert list(branch.parents) == [NO_PARENT, *(members.index(parents[at]) for at in members[1:])]


@settings(max_examples=40)
@given(parent_lists(), st.lists(st.integers(-3, 3), min_size=24, max_size=24), st.integers(0, 3))
def test_sorting_moves_siblings_only(parents: list[int], keys: list[int], pinned: int) -> None:
    thread = Thread(parents)
    ordered = thread.sorted(keys.__getitem__, pinned)
    assert sorted(ordered.entries) == list(range(len(parents)))
    for position, parent in enumerate(ordered.parents):
        entry = ordered.entries[position]
        assert parents[entry] == (ordered.entries[parent] if parent >= 0 else NO_PARENT)
        assert parent < position
        loose = ordered.siblings(position)[pinned if parent < 0 else 0 :]
        # Equal keys leave siblings in their order.
        ranks = [(keys[ordered.entries[at]], ordered.entries[at]) for at in loose]
        assert ranks == sorted(ranks)
    assert [ordered.entries[at] for at in ordered.tops()[:pinned]] == thread.tops()[:pinned]


@settings(max_examples=40)
@given(parent_lists(), st.lists(st.integers(-3, 3), min_size=24, max_size=24))
def test_any_order_can_be_undone(parents: list[int], keys: list[int]) -> None:
    back = Thread(parents).sorted(keys.__getitem__).sorted(lambda entry: entry)
    assert list(back.parents) == parents
    assert list(back.entries) == list(range(len(parents)))


@settings(max_examples=40)
@given(st.lists(st.integers(0, 9), unique=True, max_size=8))
def test_an_entry_is_found_at_its_position(entries: list[int]) -> None:
    thread = Thread([NO_PARENT] * len(entries), entries)
    for entry in range(10):
        assert thread.find(entry) == (entries.index(entry) if entry in entries else None)


# Depth


def test_a_chain_of_ten_thousand_is_walked_without_recursion() -> None:
    chain = [comment(str(at), str(at - 1) if at else None) for at in range(DEEP)]
    thread = Thread.of(arrange(chain[::-1]).entries)
    assert thread.ancestors(DEEP - 1) == list(range(DEEP - 2, -1, -1))
    assert thread.sorted(lambda entry: -entry).size(0) == DEEP
    assert thread.branch(DEEP // 2).depths[-1] == DEEP - 1 - DEEP // 2
    assert list(thread.walk(lambda at: at == 5)) == list(range(6))
    assert thread.previous_sibling(DEEP - 1) is None
    assert thread.next_sibling(0) is None


def test_a_loop_of_ten_thousand_is_cut_once() -> None:
    ring = [comment(str(at), str((at + 1) % DEEP)) for at in range(DEEP)]
    arranged = arrange(ring)
    assert arranged.loops == ("0",)
    assert Thread.of(arranged.entries).depths[-1] == DEEP - 1


def test_an_empty_thread_has_nothing() -> None:
    thread = Thread([])
    assert (len(thread), thread.tops(), list(thread.walk()), thread.find(0)) == (0, [], [], None)
    assert arrange([]) == Arranged((), (), ())


@pytest.mark.parametrize("parents", [[-1, 0, 0], [-1, 0, 1]])
def test_a_thread_can_be_sorted_again_and_again(parents: list[int]) -> None:
    thread = Thread(parents)
    for _ in range(3):
        thread = thread.sorted(lambda entry: -entry)
    assert sorted(thread.entries) == [0, 1, 2]


@given(parent_lists(), st.data())
def test_a_thread_of_only_some_entries_hangs_each_under_the_nearest_ancestor_kept(
    parents: list[int], data: st.DataObject
) -> None:
    kept = data.draw(st.sets(st.integers(0, max(0, len(parents) - 1)))) if parents else set()
    thread = Thread(parents).only(kept)
    assert list(thread.entries) == sorted(kept)
    for position, entry in enumerate(thread.entries):
        above = [at for at in ancestors_by_hand(parents, entry) if at in kept]
        assert [thread.entries[at] for at in thread.ancestors(position)] == above
