"""Speakers called otherwise stay so whatever takes the document's place, and everything can be taken back."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import NotInLibrary
from reader.library import Library
from reader.model.documents import Document, Edition, EntryKind
from reader.model.markdown import parse_markdown
from reader.online import take_address, update
from reader.speaker_commands import speakers
from reader.speaking import rename_speaker, speakers_of
from tests.made_site import Reply, made_site
from tests.samples import sample_interview

TALK = "https://talks.example/one.vtt"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as opened:
        opened.add(sample_interview(), b"as it came", "talk.txt")
        yield opened


def who(library: Library, id: str = "on-boats") -> list[str | None]:
    return [one.author for one in library.document(id).entries if one.kind is EntryKind.TURN]


def subtitles(*said: str) -> Reply:
    cues = (f"0{at}:00:00.000 --> 0{at}:00:59.000\n{one}\n" for at, one in enumerate(said))
    return Reply("\n".join(["WEBVTT\n", *cues]).encode(), headers={"Content-Type": "text/vtt"})


def test_a_name_is_kept_over_a_new_import(library: Library) -> None:
    before = library.listing("on-boats")
    assert rename_speaker(library, "on-boats", "Guest", "Bede Marrow") == "Guest is called Bede Marrow now"
    assert set(who(library)) == {"Interviewer", "Bede Marrow"}
    assert library.source("on-boats") == ("talk.txt", b"as it came")
    renamed = library.listing("on-boats")
    assert renamed.revision > before.revision
    assert renamed.added_at == before.added_at
    longer = replace(
        sample_interview().entries[-1], id="t7", author="Guest", markdown="Bye.",
        passages=parse_markdown("Bye."),
    )  # fmt: skip
    library.add(replace(sample_interview(), entries=(*sample_interview().entries, longer)), None, "")
    assert who(library)[-1] == "Bede Marrow"
    rename_speaker(library, "on-boats", "Bede Marrow", "")
    assert who(library)[-1] == "Guest"


def test_merging_is_said_and_taken_back(library: Library) -> None:
    said = rename_speaker(library, "on-boats", "Guest", "Interviewer")
    assert said == "Guest is called Interviewer now, as one with who was called so before"
    assert [tuple(one) for one in speakers_of(library, "on-boats")] == [
        ("Interviewer", 6, ("Interviewer", "Guest"))
    ]
    library.call_speakers("on-boats", lambda names: names.give_back("Guest"))
    assert library.document("on-boats").entries == sample_interview().entries


@settings(max_examples=10)
@given(
    st.lists(
        st.tuples(st.sampled_from(["Interviewer", "Guest", "Bo"]), st.sampled_from(["Bo", "Guest", "=", ""])),
        max_size=5,
    )
)
def test_whatever_was_chosen_the_text_as_the_source_has_it_is_there(changes: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder, "library.db")) as library:
        library.add(sample_interview(), None, "")
        for old, new in changes:
            if old in who(library):
                rename_speaker(library, "on-boats", old, new)
        document = library.document("on-boats")
        assert library.speakers.in_source(document).entries == sample_interview().entries
        for one in speakers_of(library, "on-boats"):
            rename_speaker(library, "on-boats", one.name, "")
        assert library.document("on-boats").entries == sample_interview().entries
        assert library.speakers.of("on-boats", Edition.FULL).names == {}


def test_a_document_taken_out_takes_its_names_along(library: Library) -> None:
    rename_speaker(library, "on-boats", "Guest", "Bede")
    library.remove("on-boats")
    library.add(sample_interview(), None, "")
    assert set(who(library)) == {"Interviewer", "Guest"}


def test_a_damaged_note_renames_nobody(library: Library) -> None:
    rename_speaker(library, "on-boats", "Guest", "Bede")
    library.set_note("speakers full on-boats", "[]")
    library.add(sample_interview(), None, "")
    assert set(who(library)) == {"Interviewer", "Guest"}


def test_an_update_finds_the_turns_of_renamed_speakers_again_and_keeps_the_names(tmp_path: Path) -> None:
    first, second = (
        "<v Ann>The tide comes in at seven every day.",
        "<v Bo>And it goes out again at one o'clock.",
    )
    with made_site() as site, Library(tmp_path / "library.db") as library, site.client() as client:
        site.serve(
            TALK,
            subtitles(first, second),
            subtitles("<v Cy>Welcome to you all, dear friends.", first, second),
        )
        id = take_address(library, TALK, client).document.id
        rename_speaker(library, id, "Ann", "Anna Reed")
        changes = update(library, id, client).changes
        assert len(changes.new) == 1
        assert not changes.edited
        assert not changes.deleted
        assert who(library, id) == ["Cy", "Anna Reed", "Bo"]
        former = library.former(id)
        assert former is not None
        assert [one.author for one in former.entries if one.kind is EntryKind.TURN] == ["Anna Reed", "Bo"]


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(speakers, arguments)


@pytest.fixture
def at_home(home: Path) -> Document:
    with Library(home / "library.db") as library:
        library.add(sample_interview(), None, "")
    return sample_interview()


def test_speakers_are_listed_and_renamed_by_the_command(at_home: Document) -> None:
    assert [line.split() for line in asked("on-boats").output.splitlines()[1:]] == [
        ["Interviewer", "3"],
        ["Guest", "3"],
    ]
    renamed = asked("on-boats", "--rename", "Guest=A=B", "--rename", "A=B=Cy", "--rename", "Cy=Interviewer")
    assert renamed.output.splitlines()[-1].startswith("Cy is called Interviewer now, as one")
    told = json.loads(asked("on-boats", "--json").output)
    assert told == {
        "document": "on-boats",
        "speakers": [{"name": "Interviewer", "turns": 6, "in_source": ["Interviewer", "Guest"]}],
    }
    assert "as in the source" in asked("on-boats", "--rename", "Interviewer=").output


def test_a_name_that_nobody_has_is_refused(at_home: Document) -> None:
    refused = asked("on-boats", "--rename", "Nobody=Bo")
    assert isinstance(refused.exception, NotInLibrary)
    assert asked("on-boats", "--rename", "Guest").exit_code == 2
    assert asked("on-boats").output.count("Guest") == 1
