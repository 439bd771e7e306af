"""Interviews posted as text: sections, turns and quotations where they are certain, every word kept."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.digest import read_digest
from reader.importers.interview_text import find_sign, read_interview_text
from reader.importers.labels import find_speakers
from reader.importers.source import Source
from reader.model.documents import Document, EntryKind
from tests.strategies import texts
from tests.unit.importing import assert_accounted, assert_nothing_lost, assert_parsed, golden

TALK = golden("interview.txt")
DIGEST = read_digest(golden("interview_digest.md"))
_TURNS = "Ada Quill: Yes.\nBo Reed: No, it is not so.\nAda Quill: Very well.\nBo Reed: Thank you.\n"
_LINES = (
    "", "A Heading Line", "What is a heading?", "Ada Quill: Yes, I do.", "Bo Reed: No.", "Ada Quill:",
    "- a point", "  - a deeper point", "- Bo Reed", "Producer: Cy Marsh", "He wrote:", "Part two [00:12:34]",
    "A long paragraph that says a great deal, " * 4, "By Ada Quill @ 2031-05-04T10:00 (+3)",
    "By Ada Quill @ 2031-99-99 (+3)", "This is a linkpost to javascript:alert(1)", "(00:29):", "[01:30] And so.",
    "Ada Quill (00:12):", "[00:12:34.5] Bo Reed: No.", "ADA QUILL, HOST: Yes.", "Bo Reed 2:05", "Bo Reed", "0:31",
)  # fmt: skip
talks = st.lists(st.one_of(st.sampled_from(_LINES), texts(30)), max_size=14).map("\n".join)


def read(text: str, *known: Document) -> Document:
    document = read_interview_text(Source("talk.txt", text), known)
    assert_accounted(document, text)
    assert_nothing_lost(document, text)
    assert_parsed(document)
    return document


def shape(document: Document) -> list[tuple[str, str | None, str | None]]:
    return [(entry.id, entry.parent, entry.author) for entry in document.entries[1:]]


@given(talks)
def test_any_talk_is_read_whole(text: str) -> None:
    read(f"{text}\n{_TURNS}", DIGEST)
    read(f"{_TURNS}{text}", DIGEST)


@given(st.integers(0, len(TALK.text)))
def test_a_talk_cut_anywhere_is_read_whole_or_refused(size: int) -> None:
    text = TALK.text[:size]
    if find_speakers(text.split("\n")).recurring:
        read(text, DIGEST)
    else:
        with pytest.raises(SourceError, match="no speaker's label"):
            read(text)


def test_turns_stand_under_their_headings() -> None:
    assert shape(read(TALK.text)) == [
        ("s1", None, None), ("s2", None, None), ("s3", None, None), ("t1", "s3", "Tamsin Orr"),
        ("t2", "s3", "Bede Marrow"), ("t3", "s3", "Bede Marrow"), ("s4", None, None),
        ("t4", "s4", "Tamsin Orr"), ("t5", "s4", "Bede Marrow"), ("t6", "s4", "Tamsin Orr"),
    ]  # fmt: skip


def test_the_lines_above_say_title_authors_date_score_and_address() -> None:
    document = read(TALK.text)
    assert document.title == "Lamps, oil and patience (Bede Marrow on the Harbour Hour)"
    assert document.authors == ("Harbour_Hour", "Tamsin Orr")
    assert document.posted_at == datetime(2031, 2, 3, 18, tzinfo=UTC)
    assert (document.score, document.url) == (12, "https://orrin.example/hour/7")
    assert not document.inferred


def test_a_wrong_date_and_an_unsafe_address_are_said() -> None:
    text = TALK.text.replace("2031-02-03T18:00", "2031-02-31").replace("https://orrin", "file://orrin")
    document = read(text)
    assert (document.posted_at, document.url) == (None, None)
    assert len(document.report.warnings) == 2


def test_quotations_are_set_off_with_their_attribution() -> None:
    section, turn = (
        next(each for each in read(TALK.text).entries if each.id == name) for name in ("s1", "t4")
    )
    assert [passage.text[:14] for passage in section.passages if passage.is_quotation] == [
        "A lamp does no", "It burns, and ", "- Bede Marrow", "Nobody counts "
    ]  # fmt: skip
    assert [passage.is_quotation for passage in turn.passages] == [False, True, False]


def test_credits_and_single_labels_open_no_turns() -> None:
    speakers = find_speakers(
        ["Producer: Cy Marsh", "Producer: Dee Fen", "Note: this.", "Note: that.", "a: b."] * 2
    )
    assert speakers.recurring == frozenset()
    assert find_speakers(_TURNS.split("\n")).recurring == {"Ada Quill", "Bo Reed"}
    assert find_sign("Ada Quill: I am alone here.\n" * 3) is None
    once = find_speakers([f"Cy Marsh: {'A sentence said only once. ' * 5}", *_TURNS.split("\n")])
    assert once.once == ("Cy Marsh",)


def test_lines_of_a_wrapped_paragraph_are_joined_and_others_are_not() -> None:
    wrapped = read("Ada Quill: One\ntwo.\n\nThree.\n\nBo Reed: Four.\n\nAda Quill: Five.\n\nBo Reed: Six.\n")
    assert [passage.text for passage in wrapped.entries[1].passages] == ["One two.", "Three."]
    lined = read("Ada Quill: One\ntwo.\nBo Reed: Four.\nAda Quill: Five.\nBo Reed: Six.\n")
    assert [passage.text for passage in lined.entries[1].passages] == ["One", "two."]


def test_a_known_talk_keeps_the_ids_and_summaries_of_its_structure() -> None:
    document = read(TALK.text, DIGEST)
    assert (document.id, document.report.found["recognised"]) == (DIGEST.id, len(DIGEST.entries))
    assert [entry.id for entry in document.entries] == [entry.id for entry in DIGEST.entries]
    assert [entry.summary for entry in document.entries if entry.kind is EntryKind.TURN] == [
        entry.markdown for entry in DIGEST.entries if entry.kind is EntryKind.TURN
    ]
    assert document.title.startswith("Lamps, oil")


def test_a_changed_copy_of_a_known_talk_names_what_is_new_and_what_is_gone() -> None:
    text = TALK.text.replace("I should add that oil", "Let me say that oil") + "Bede Marrow: Goodbye.\n"
    document = read(text, DIGEST)
    new = [entry.id for entry in document.entries if entry.id.startswith("n")]
    assert (document.id, new) == (DIGEST.id, ["n1", "n2"])
    assert "t3" in document.report.warnings[0]
    assert shape(document)[-1] == ("n2", "s4", "Bede Marrow")


def test_another_talk_is_not_taken_for_the_known_one() -> None:
    assert read(_TURNS, DIGEST).id != DIGEST.id


def test_long_and_repeated_talks_take_no_time() -> None:
    started = time.process_time()
    for hostile in ("Ada Quill: Yes.\n" * 5_000, "Heading\n" * 10_000, f"Ada Quill: {'word ' * 100_000}\n"):
        read_interview_text(Source("talk.txt", _TURNS + hostile), [DIGEST])
    assert time.process_time() - started < 10
