"""What a reader asks of an interview: its questions, its answers, the turn that holds a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.model.documents import Entry, EntryKind
from reader.model.markdown import parse_markdown
from reader.model.timestamps import read_timestamp, write_timestamp
from reader.model.transcript import ends_in_question, find_answers, find_questions, find_time
from tests.strategies import documents


def turn(author: str | None, text: str, starts_at: float | None = None) -> Entry:
    return Entry(
        "t", EntryKind.TURN, author=author, markdown=text, passages=parse_markdown(text), starts_at=starts_at
    )


TALK = [
    Entry("post", EntryKind.POST, passages=parse_markdown("Who is Bede?")),
    turn("Orla", "You keep a log. Do you read it?"),
    turn("Bede", "Never."),
    Entry("s1", EntryKind.SECTION, passages=parse_markdown("## Why not?")),
    turn("Orla", "Tell me more."),
    turn("Bede", "Is there more? No."),
    turn("Orla", "“And *why*?”"),
    turn("Bede", "Why not?\n\n---"),
    turn(None, "Are you there?"),
    turn(None, "Hello."),
]


def test_a_question_is_a_turn_that_asks_or_is_of_one_who_mostly_asks() -> None:
    assert find_questions(TALK) == [1, 4, 6, 7, 8]
    assert find_answers(TALK) == [2, 5, 9]
    assert find_questions(iter(TALK[:5])) == [1]


def test_closing_marks_behind_a_question_do_not_matter() -> None:
    assert ends_in_question(turn(None, "He said: (is it “so?”)"))
    assert ends_in_question(turn(None, "本当ですか？"))
    assert not ends_in_question(turn(None, "Is it? It is."))
    assert not ends_in_question(turn(None, ""))


@given(documents())
def test_every_turn_either_asks_or_answers(document: object) -> None:
    entries = document.entries  # type: ignore[attr-defined]
    turns = [index for index, entry in enumerate(entries) if entry.kind is EntryKind.TURN]
    assert sorted(find_questions(entries) + find_answers(entries)) == turns


_TIMES = st.lists(st.none() | st.floats(0, 8000), max_size=12)


@given(_TIMES, st.integers(0, 9000))
def test_the_entry_at_a_time_is_the_last_to_begin_before_it(times: list[float | None], wanted: int) -> None:
    entries = [turn(None, "Yes.", start) for start in times]
    found = find_time(entries, wanted)
    known = [start for start in times if start is not None]
    if found is None:
        assert not known
        return
    start = times[found]
    assert start is not None
    if min(map(int, known)) <= wanted:
        assert int(start) == max(int(each) for each in known if int(each) <= wanted)
    else:
        assert int(start) == min(map(int, known))


@given(st.lists(st.floats(0, 90_000), min_size=1, unique_by=int))
def test_the_time_that_is_shown_of_an_entry_leads_to_it(times: list[float]) -> None:
    entries = [turn(None, "Yes.", start) for start in times]
    for index, start in enumerate(times):
        shown = read_timestamp(write_timestamp(start))
        assert shown is not None
        assert find_time(entries, shown) == index
