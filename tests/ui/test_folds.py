"""Folds against the plain meaning of collapsed, hidden and visible, after any changes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from reader.model.thread import Thread
from reader.ui.folds import Folds
from tests.strategies import parent_lists

POSITIONS = st.integers(0, 10**6)


class Folding(RuleBasedStateMachine):
    """Collapses, expands and measures at random; the model is one set of collapsed positions."""

    @initialize(
        parents=parent_lists(1, 20),
        heights=st.lists(st.integers(1, 9), min_size=20, max_size=20),
        collapsed=st.sets(st.integers(0, 19), max_size=4),
        shuffle=st.randoms(use_true_random=False),
    )
    def begin(self, parents: list[int], heights: list[int], collapsed: set[int], shuffle: object) -> None:
        entries = list(range(100, 100 + len(parents)))
        shuffle.shuffle(entries)  # type: ignore[attr-defined]
        self.thread = Thread(parents, entries)
        self.full = heights[: len(parents)]
        self.collapsed = {at for at in collapsed if at < len(parents)}
        self.exact: set[int] = set()
        self.folds = Folds(self.thread, self.full, [entries[at] for at in self.collapsed])

    def _at(self, number: int) -> int:
        return number % len(self.thread)

    def _is_visible(self, position: int) -> bool:
        return not self.collapsed.intersection(self.thread.ancestors(position))

    def _visible(self) -> list[int]:
        return [at for at in range(len(self.thread)) if self._is_visible(at)]

    @rule(number=POSITIONS)
    def collapse(self, number: int) -> None:
        self.folds.collapse(self._at(number))
        self.collapsed.add(self._at(number))

    @rule(number=POSITIONS)
    def expand(self, number: int) -> None:
        self.folds.expand(self._at(number))
        self.collapsed.discard(self._at(number))

    @rule(number=POSITIONS)
    def reveal(self, number: int) -> None:
        position = self._at(number)
        self.folds.reveal(position)
        self.collapsed -= {position, *self.thread.ancestors(position)}
        assert self.folds.is_visible(position)

    @rule(chosen=st.sets(st.integers(0, 19)))
    def choose(self, chosen: set[int]) -> None:
        self.folds.choose(at for at in chosen if at < len(self.thread))
        self.collapsed = {at for at in chosen if at < len(self.thread)}

    @rule(number=POSITIONS, lines=st.integers(1, 9))
    def measure(self, number: int, lines: int) -> None:
        visible = self._visible()
        position = visible[number % len(visible)]
        is_stub = position in self.collapsed
        self.folds.measured(position, 1 if is_stub else lines)
        if not is_stub:
            self.full[position] = lines
            self.exact.add(position)

    @precondition(lambda self: len(self.thread) > 1)
    @rule(estimates=st.lists(st.integers(1, 9), min_size=20, max_size=20))
    def estimate(self, estimates: list[int]) -> None:
        self.full = estimates[: len(self.thread)]
        self.folds.estimate(self.full)
        self.exact.clear()

    @invariant()
    def heights_are_none_when_hidden_and_one_when_collapsed(self) -> None:
        wanted = [
            0 if not self._is_visible(at) else 1 if at in self.collapsed else self.full[at]
            for at in range(len(self.thread))
        ]
        assert [self.folds.heights[at] for at in range(len(self.thread))] == wanted
        assert self.folds.heights.total == sum(wanted)
        assert {at for at, is_exact in enumerate(self.folds.is_exact) if is_exact} == self.exact

    @invariant()
    def collapsed_entries_are_those_collapsed(self) -> None:
        assert sorted(self.folds.entries()) == sorted(self.thread.entries[at] for at in self.collapsed)
        for at in range(len(self.thread)):
            assert self.folds.is_collapsed(at) == (at in self.collapsed)
            assert self.folds.is_visible(at) == self._is_visible(at)

    @invariant()
    def what_hides_an_entry_is_its_outermost_collapsed_ancestor(self) -> None:
        for at in range(len(self.thread)):
            lineage = [at, *self.thread.ancestors(at)]
            hiders = [above for above in lineage[1:] if above in self.collapsed]
            assert self.folds.hider(at) == (hiders[-1] if hiders else at)

    @invariant()
    def neighbours_are_the_visible_ones_before_and_after(self) -> None:
        visible = self._visible()
        assert visible == list(self.thread.walk(self.folds.is_collapsed))
        assert self.folds.last() == visible[-1]
        for before, after in zip([None, *visible], [*visible, None], strict=True):
            if before is not None:
                assert self.folds.after(before) == after
            if after is not None:
                assert self.folds.before(after) == before


TestFolding = Folding.TestCase
TestFolding.settings = settings(max_examples=30, stateful_step_count=20, deadline=None)


@given(parent_lists(1), POSITIONS)
def test_collapsing_and_expanding_again_leaves_all_as_it_was(parents: list[int], number: int) -> None:
    folds = Folds(Thread(parents), [at % 5 + 1 for at in range(len(parents))])
    position = number % len(parents)
    before = [folds.heights[at] for at in range(len(parents))]
    folds.collapse(position)
    folds.collapse(position)
    folds.expand(position)
    assert [folds.heights[at] for at in range(len(parents))] == before


def test_inner_folds_are_kept_under_an_outer_one() -> None:
    folds = Folds(Thread([-1, 0, 1, 2]), [5, 5, 5, 5], [1])
    folds.collapse(0)
    folds.collapse(2)
    folds.expand(0)
    assert [folds.heights[at] for at in range(4)] == [5, 1, 0, 0]
    folds.expand(1)
    assert [folds.heights[at] for at in range(4)] == [5, 5, 1, 0]


def test_entries_that_are_not_in_the_thread_are_not_collapsed() -> None:
    assert Folds(Thread([-1, -1], [4, 7]), [3, 3], [5, 7]).entries() == [7]
