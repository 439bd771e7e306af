"""Back and forward are each other's undoing, however they are mixed."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reader.model.place import HISTORY_LIMIT, History, Place, parse_permalink, permalink
from tests.strategies import document_ids

PLACES = st.builds(Place, st.sampled_from("ab"), st.sampled_from(["", "c1", "c2"]), st.integers(0, 2))


class Browsing(RuleBasedStateMachine):
    """A reader who goes, goes back and goes forward; the model is one list and a finger on it."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History()
        self.here = Place("start")
        self.line = [self.here]
        self.at = 0

    @rule(place=PLACES)
    def visit(self, place: Place) -> None:
        self.history.visit(self.here)
        # A place left twice running is remembered once.
        if self.at and self.line[self.at - 1] == self.here:
            self.at -= 1
        self.line[self.at :] = [self.here, place]
        self.at += 1
        self.here = place

    @rule()
    def back(self) -> None:
        found = self.history.back(self.here)
        if self.at == 0:
            assert found is None
        else:
            self.line[self.at] = self.here
            self.at -= 1
            assert found == self.line[self.at]
            self.here = found

    @rule()
    def forward(self) -> None:
        found = self.history.forward(self.here)
        if self.at == len(self.line) - 1:
            assert found is None
        else:
            self.line[self.at] = self.here
            self.at += 1
            assert found == self.line[self.at]
            self.here = found

    @rule(place=PLACES)
    def wander(self, place: Place) -> None:
        """Move without leaving a trace, as scrolling does."""
        self.here = self.line[self.at] = place

    @rule()
    def back_and_forward(self) -> None:
        before = self.here
        found = self.history.back(self.here)
        assert found is None or self.history.forward(found) == before

    @rule()
    def forward_and_back(self) -> None:
        before = self.here
        found = self.history.forward(self.here)
        assert found is None or self.history.back(found) == before

    @invariant()
    def past_and_future_are_the_line_around_here(self) -> None:
        assert self.history.past == self.line[: self.at]
        assert self.history.future == self.line[: self.at : -1]


TestBrowsing = Browsing.TestCase
TestBrowsing.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)


@settings(max_examples=40)
@given(PLACES, PLACES)
def test_back_after_a_visit_is_the_place_left_and_forward_the_place_visited(
    left: Place, gone_to: Place
) -> None:
    history = History()
    history.visit(left)
    assert history.back(gone_to) == left
    assert history.forward(left) == gone_to
    assert history.forward(gone_to) is None


def test_the_past_has_an_end_and_forgets_the_oldest() -> None:
    history = History()
    for number in range(HISTORY_LIMIT + 20):
        history.visit(Place("a", f"c{number}"))
    assert len(history.past) == HISTORY_LIMIT
    assert history.past[0] == Place("a", "c20")


def test_a_visit_forgets_the_future() -> None:
    history = History(future=[Place("b")])
    history.visit(Place("a"))
    assert history.forward(Place("c")) is None


@settings(max_examples=40)
@given(document_ids(), st.just("") | st.text(min_size=1, max_size=8))
def test_a_permalink_names_its_document_and_entry(document: str, entry: str) -> None:
    assert parse_permalink(permalink(document, entry)) == (document, entry)
    assert parse_permalink(permalink(document, entry).removeprefix("threadside:")) == (document, entry)
