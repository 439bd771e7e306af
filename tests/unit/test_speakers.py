"""A reader's names for speakers are laid on any state of a document, and taken back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.model.columns import Columns
from reader.model.documents import Document, DocumentKind, EntryKind
from reader.model.speakers import SpeakerNames, find_speakers, read_speakers, write_speakers
from tests.samples import sample_interview
from tests.strategies import documents, names, texts

_CHANGES = st.lists(
    st.tuples(st.sampled_from(["Ann", "Bo", "Cy", "Dee"]), st.sampled_from(["Ann", "Bo", "Cy", "Dee"])),
    max_size=6,
)


def speakers(document: Document) -> list[str | None]:
    return [entry.author for entry in document.entries if entry.kind is EntryKind.TURN]


def test_speakers_are_renamed_merged_and_restored() -> None:
    document = sample_interview()
    renamed = SpeakerNames().rename("Guest", " Bede\u202e  Marrow\n")
    assert set(speakers(renamed.apply(document))) == {"Interviewer", "Bede\ufffd Marrow"}
    merged = SpeakerNames().rename("Guest", "Interviewer").rename("Interviewer", "Both")
    assert set(speakers(merged.apply(document))) == {"Both"}
    assert speakers(merged.restore("Both").apply(document)) == speakers(document)
    assert merged.apply(document).entries[0] == document.entries[0]


@given(_CHANGES)
def test_names_follow_what_is_shown_step_by_step(changes: list[tuple[str, str]]) -> None:
    chosen, shown = SpeakerNames(), {name: name for name in ("Ann", "Bo", "Cy", "Dee")}
    for old, new in changes:
        if old in shown.values():
            chosen = chosen.rename(old, new)
            shown = {name: new if now == old else now for name, now in shown.items()}
    assert {name: chosen.shown(name) for name in shown} == shown


@given(documents(kind=DocumentKind.INTERVIEW), st.dictionaries(names(), names(), max_size=3))
def test_nothing_but_the_speakers_of_turns_is_changed(document: Document, chosen: dict[str, str]) -> None:
    applied = SpeakerNames(chosen).apply(document)
    assert [(entry.id, entry.markdown, entry.kind) for entry in applied.entries] == [
        (entry.id, entry.markdown, entry.kind) for entry in document.entries
    ]
    assert speakers(applied) == [chosen.get(name, name) if name else None for name in speakers(document)]


@given(st.dictionaries(names(), names(), max_size=3))
def test_names_come_back_from_what_is_kept(chosen: dict[str, str]) -> None:
    kept = SpeakerNames({name: new for name, new in chosen.items() if name != new})
    assert read_speakers(write_speakers(kept)) == kept


@given(
    texts()
    | st.sampled_from(
        [
            "null",
            "[]",
            "{}",
            "[" * 100_000,
            json.dumps({"format": "threadside.speakers/1", "names": {"a": 1}}),
        ]
    )
)
def test_other_text_is_refused(text: str) -> None:
    with pytest.raises(SourceError):
        read_speakers(text)


def test_nothing_is_renamed_to_nothing() -> None:
    assert SpeakerNames({"Ann": "Bo"}).rename("Bo", " \n") == SpeakerNames({"Ann": "Bo"})


@given(documents(kind=DocumentKind.INTERVIEW), st.dictionaries(names(), names(), max_size=3))
def test_names_are_taken_off_again_even_where_they_merged_speakers(
    document: Document, chosen: dict[str, str]
) -> None:
    laid = SpeakerNames(chosen).lay_on(document)
    assert laid.take_off(laid.apply(document)) == document
    assert read_speakers(write_speakers(laid)).given == dict(laid.given)


@given(documents(kind=DocumentKind.INTERVIEW), _CHANGES)
def test_who_speaks_is_counted_by_the_names_shown(document: Document, changes: list[tuple[str, str]]) -> None:
    chosen = SpeakerNames()
    for old, new in [*changes, *((name, "Ann") for name in filter(None, speakers(document)[:2]))]:
        chosen = chosen.rename(old, new)
    laid = chosen.lay_on(document)
    called = laid.apply(document)
    found = find_speakers(Columns.of(called.entries), laid)
    assert {one.name: one.turns for one in found} == {
        name: speakers(called).count(name) for name in speakers(called) if name
    }
    for one in found:
        sources = {
            was for was, now in zip(speakers(document), speakers(called), strict=True) if now == one.name
        }
        assert set(one.in_source) == (sources if sources != {one.name} else set())


def test_one_of_two_merged_speakers_gets_the_name_of_the_source_back() -> None:
    merged = SpeakerNames().rename("Ann", "Cy").rename("Bo", "Cy")
    assert dict(merged.give_back("Bo").names) == {"Ann": "Cy"}
    assert dict(merged.restore("Cy").names) == {}
