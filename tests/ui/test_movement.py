"""What each key that moves or folds does, in a small thread, a small interview, and any tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.documents import Entry, EntryKind
from reader.model.passages import Passage
from reader.model.thread import Thread
from reader.ui.layout import Style
from reader.ui.reading import Cursor
from tests.ui.readings import MadeReading, made_readings

NUMBERS = st.integers(0, 10**6)
COMMENT, TURN, SECTION, POST = EntryKind.COMMENT, EntryKind.TURN, EntryKind.SECTION, EntryKind.POST
THREAD = [
    Entry("post", POST, author="Ann"),
    Entry("c1", COMMENT),
    Entry("c2", COMMENT, parent="c1"),
    Entry("c3", COMMENT, parent="c2"),
    Entry("c4", COMMENT, parent="c1"),
    Entry("c5", COMMENT),
    Entry("c6", COMMENT, parent="c5"),
]
INTERVIEW = [
    Entry("post", POST, author="Radio"),
    Entry("s1", SECTION),
    Entry("q1", TURN, parent="s1", author="Host"),
    Entry("a1", TURN, parent="s1", author="Guest"),
    Entry("a2", TURN, parent="s1", author="Guest"),
    Entry("q2", TURN, parent="s1", author="Host"),
    Entry("s2", SECTION),
    Entry("a3", TURN, parent="s2", author="Guest"),
    Entry("q3", TURN, parent="s2", author="Host"),
]
ALL = "post c1 c2 c3 c4 c5 c6"


class Walk:
    """A reader in one of the documents, who goes by ids."""

    def __init__(self, entries: list[Entry], at: str = "post", *, height: int = 9) -> None:
        self.ids = [entry.id for entry in entries]
        texts = [[Passage(f"What {entry.id} says."), Passage("And more.")] for entry in entries]
        count = len(entries)
        self.made = MadeReading(
            Thread.of(entries).parents, texts, [1] * count, [3] * count, Style(30), height, entries
        )
        self.made.reading.go(Cursor(self.ids.index(at)))

    def press(self, action: str, *given: int) -> str:
        """Carry out a command; where that leads, or what is said when it leads nowhere."""
        before = self.made.reading.rows(), self.made.reading.cursor, bytes(self.made.folds.collapsed)
        said: str | None = getattr(self.made.movement, action)(*given)
        assert self.made.is_cursor_visible()
        if said is not None:
            after = self.made.reading.rows(), self.made.reading.cursor, bytes(self.made.folds.collapsed)
            assert after == before
            return said
        return self.ids[self.made.reading.cursor.position]

    def shown(self) -> str:
        """The visible entries; collapsed ones with a plus."""
        folds = self.made.folds
        visible = self.made.thread.walk(folds.is_collapsed)
        return " ".join(self.ids[at] + "+" * folds.is_collapsed(at) for at in visible)


# Through a thread


@pytest.mark.parametrize(
    ("action", "at", "to"),
    [
        ("parent", "c3", "c2"), ("parent", "c2", "c1"), ("parent", "c1", "post"), ("parent", "c5", "post"),
        ("parent", "post", "This answers nothing"),
        ("root", "c3", "c1"), ("root", "c6", "c5"), ("root", "c1", "This stands at the top"),
        ("next_sibling", "c2", "c4"), ("next_sibling", "c4", "No later sibling"), ("next_sibling", "c1", "c5"),
        ("next_sibling", "post", "c1"), ("next_sibling", "c3", "No later sibling"),
        ("previous_sibling", "c4", "c2"), ("previous_sibling", "c2", "No earlier sibling"),
        ("previous_sibling", "c5", "c1"), ("previous_sibling", "post", "No earlier sibling"),
        ("next_top", "post", "c1"), ("next_top", "c3", "c5"), ("next_top", "c6", "Nothing further at the top level"),
        ("previous_top", "c6", "c5"), ("previous_top", "c5", "c1"), ("previous_top", "c1", "post"),
        ("previous_top", "c4", "c1"), ("previous_top", "post", "Nothing before at the top level"),
        ("beginning", "c6", "post"), ("end", "post", "c6"),
    ],
)  # fmt: skip
def test_in_a_thread_a_key_leads(action: str, at: str, to: str) -> None:
    assert Walk(THREAD, at).press(action) == to


def test_in_a_branch_read_alone_the_top_answers_nothing_here() -> None:
    branch = [Entry("c1", COMMENT), *THREAD[2:5]]
    assert Walk(branch, "c1").press("parent") == "This answers nothing"
    assert Walk(branch, "c4").press("parent") == "c1"


# Through an interview


@pytest.mark.parametrize(
    ("action", "at", "to"),
    [
        ("parent", "a1", "q1"), ("parent", "a2", "q1"), ("parent", "q2", "a2"), ("parent", "q1", "s1"),
        ("parent", "a3", "s2"), ("parent", "s2", "This answers nothing"),
        ("root", "a2", "s1"), ("root", "q3", "s2"), ("root", "s1", "This stands at the top"),
        ("next_sibling", "a1", "a2"), ("next_sibling", "a2", "a3"), ("next_sibling", "q2", "q3"),
        ("next_sibling", "a3", "No later turn of this speaker"), ("next_sibling", "s1", "s2"),
        ("previous_sibling", "a3", "a2"), ("previous_sibling", "q2", "q1"), ("previous_sibling", "s2", "s1"),
        ("previous_sibling", "a1", "No earlier turn of this speaker"),
        ("next_top", "a1", "s2"), ("next_top", "a3", "Nothing further at the top level"),
        ("previous_top", "q2", "s1"), ("previous_top", "s2", "s1"), ("previous_top", "s1", "post"),
    ],
)  # fmt: skip
def test_in_an_interview_a_key_leads(action: str, at: str, to: str) -> None:
    assert Walk(INTERVIEW, at).press(action) == to


def test_turns_whose_speaker_is_not_known_are_of_one_speaker() -> None:
    entries = [Entry("t1", TURN), Entry("t2", TURN, author="Host"), Entry("t3", TURN)]
    assert Walk(entries, "t1").press("next_sibling") == "t3"
    assert Walk(entries, "t1").press("parent") == "No question stands before this turn"


def test_going_to_a_hidden_turn_shows_it() -> None:
    walk = Walk(INTERVIEW, "a2")
    walk.made.reading.refold(lambda: walk.made.folds.collapse(6))
    assert walk.press("next_sibling") == "a3"
    assert walk.shown().endswith("q2 s2 a3 q3")


# Folding


def test_collapsing_goes_on_upwards() -> None:
    walk = Walk(THREAD, "c3")
    assert (walk.press("collapse"), walk.shown()) == ("c2", ALL)
    assert (walk.press("collapse"), walk.shown()) == ("c2", "post c1 c2+ c4 c5 c6")
    assert (walk.press("collapse"), walk.shown()) == ("c1", "post c1 c2+ c4 c5 c6")
    assert (walk.press("collapse"), walk.shown()) == ("c1", "post c1+ c5 c6")
    # The post may be thousands of lines up: it is no place to be thrown to by collapsing.
    assert (walk.press("collapse"), walk.shown()) == ("Nothing more to collapse here", "post c1+ c5 c6")
    assert walk.made.reading.cursor.position == 1
    assert (walk.press("parent"), walk.press("collapse")) == ("post", "Nothing more to collapse here")


def test_expanding_goes_on_downwards() -> None:
    walk = Walk(THREAD, "c1")
    walk.press("collapse")
    assert (walk.press("expand"), walk.shown()) == ("c1", ALL)
    assert [walk.press("expand") for _ in range(3)] == ["c2", "c3", "No replies"]


def test_a_leaf_is_collapsed_by_the_key_that_does_either() -> None:
    walk = Walk(THREAD, "c4")
    assert (walk.press("turn_fold"), walk.shown()) == ("c4", "post c1 c2 c3 c4+ c5 c6")
    assert (walk.press("next_passage"), walk.press("previous_passage")) == ("c5", "c4")
    assert (walk.press("expand"), walk.shown()) == ("c4", ALL)
    walk.press("turn_fold")
    assert (walk.press("turn_fold"), walk.shown()) == ("c4", ALL)


def test_collapsing_all_keeps_the_post_and_takes_the_cursor_to_the_top() -> None:
    walk = Walk(THREAD, "c3")
    assert (walk.press("collapse_all"), walk.shown()) == ("c1", "post c1+ c5+")
    assert (walk.press("expand_all"), walk.shown()) == ("c1", ALL)
    sections = Walk(INTERVIEW, "q2")
    assert (sections.press("collapse_all"), sections.shown()) == ("s1", "post s1+ s2+")


@pytest.mark.parametrize(
    ("depth", "to", "shown"),
    [
        (1, "c2", "post c1 c2+ c4+ c5 c6+"),
        (2, "c3", "post c1 c2 c3+ c4 c5 c6"),
        (3, "c3", ALL),
        (9, "c3", ALL),
    ],
)
def test_so_many_levels_are_shown_in_full_and_the_next_as_lines(depth: int, to: str, shown: str) -> None:
    walk = Walk(THREAD, "c3")
    assert (walk.press("expand_to", depth), walk.shown()) == (to, shown)


def test_a_rail_collapses_what_it_stands_for() -> None:
    walk = Walk(THREAD, "c3")
    walk.made.movement.collapse_at(1)
    assert (walk.shown(), walk.made.reading.cursor) == ("post c1+ c5 c6", Cursor(1))


# Any tree


@settings(max_examples=30)
@given(made_readings(), NUMBERS, st.sets(st.integers(0, 9), max_size=3))
def test_relations_lead_where_the_tree_says(made: MadeReading, number: int, collapsed: set[int]) -> None:
    made.folds.choose(at for at in collapsed if at < len(made.folds.thread))
    cursors = made.cursors()
    start = cursors[number % len(cursors)]
    thread = made.thread
    top = thread.top(start.position)
    wanted = {
        "parent": thread.parent(start.position),
        "root": top if top != start.position else None,
        "next_sibling": thread.next_sibling(start.position),
        "previous_sibling": thread.previous_sibling(start.position),
        "next_top": thread.next_sibling(top),
        "previous_top": top if top != start.position else thread.previous_sibling(top),
    }
    for action, target in wanted.items():
        made.reading.go(start)
        said = getattr(made.movement, action)()
        assert made.reading.cursor == (start if target is None else Cursor(target))
        assert bool(said) == (target is None)
        assert made.is_cursor_visible()


@settings(max_examples=25)
@given(made_readings(), NUMBERS, st.lists(st.sampled_from(
    ["collapse", "expand", "turn_fold", "collapse_all", "expand_all", "parent", "next_passage", "page_down"]
), max_size=12))  # fmt: skip
def test_whatever_is_folded_the_cursor_is_in_view_and_folds_are_as_asked(
    made: MadeReading, number: int, actions: list[str]
) -> None:
    made.reading.go(made.cursors()[number % len(made.cursors())])
    folds = made.folds
    for action in actions:
        position = made.reading.cursor.position
        was_collapsed = folds.is_collapsed(position)
        getattr(made.movement, action)()
        assert made.is_cursor_visible()
        if action == "turn_fold":
            assert folds.is_collapsed(position) != was_collapsed
        elif action == "expand":
            assert not folds.is_collapsed(position)
        elif action == "collapse" and made.thread.size(position) > 1:
            assert folds.is_collapsed(position)
        elif action == "collapse_all":
            assert list(made.thread.walk(folds.is_collapsed)) == made.thread.tops()
        elif action == "expand_all":
            assert not any(folds.collapsed)


@settings(max_examples=25)
@given(made_readings(), st.integers(1, 9), NUMBERS)
def test_expanding_to_a_depth_shows_that_depth(made: MadeReading, depth: int, number: int) -> None:
    made.folds.choose(range(number % 2, len(made.folds.thread), 2))
    made.movement.expand_to(depth)
    visible = list(made.thread.walk(made.folds.is_collapsed))
    assert visible == [at for at in range(len(made.thread)) if made.thread.depths[at] <= depth]
    for at in visible:
        assert made.folds.is_collapsed(at) == (made.thread.depths[at] == depth)
