"""Corrections are kept beside the library, outlast another import, and are undone to the very document."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import CorrectionError, DocumentChanged, LibraryError
from reader.files import locked
from reader.intake import take_file
from reader.library import Library
from reader.linking import find_links
from reader.mending import Mending
from reader.model import structures, wishes
from reader.model.codec import to_json
from reader.model.documents import Document, Edition
from reader.model.markdown import parse_markdown
from reader.speaking import rename_speaker
from tests.samples import sample_interview, sample_thread

NOTHING = io.BytesIO(b"")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "home" / "library.db") as opened:
        yield opened


@pytest.fixture
def mending(library: Library) -> Mending:
    library.add(sample_thread(), b"the source", "a.txt")
    return Mending(library)


def tree(document: Document) -> dict[str, str | None]:
    return {entry.id: entry.parent for entry in document.entries}


def move(mending: Mending, id: str, under: str | None) -> None:
    mending.correct("on-tides", lambda shown: wishes.move(shown, id, under))


def written(tmp_path: Path, document: Document) -> str:
    path = tmp_path / "source.json"
    path.write_text(json.dumps(to_json(document)))
    return str(path)


def test_a_corrected_document_is_shown_with_its_source_and_its_date(mending: Mending) -> None:
    library = mending.library
    before = library.listing("on-tides")
    move(mending, "c5", "c8")
    after = library.listing("on-tides")
    assert tree(library.document("on-tides"))["c5"] == "c8"
    assert after.added_at == before.added_at
    assert after.revision != before.revision
    assert library.source("on-tides") == ("a.txt", b"the source")
    assert library.open("on-tides").columns.thread.parents[-1] == 7
    assert [one.id for one in library.listings()] == ["on-tides"]


def test_undoing_all_gives_the_very_document_and_its_revision_back(mending: Mending) -> None:
    library = mending.library
    find_links(library)
    before, revision = library.document("on-tides"), library.listing("on-tides").revision
    move(mending, "c5", "c8")
    mending.correct("on-tides", lambda shown: wishes.split(shown, "c1", 1))
    mending.correct("on-tides", lambda shown: wishes.join(shown, "c7"))
    for _ in range(3):
        mending.undo("on-tides")
    assert library.document("on-tides") == before
    assert library.listing("on-tides").revision == revision
    assert library.source("on-tides") == ("a.txt", b"the source")
    assert not library.is_corrected("on-tides")
    assert not mending.files.path("on-tides").exists()
    with pytest.raises(CorrectionError, match="nothing"):
        mending.undo("on-tides")


def test_what_was_undone_is_done_again_until_something_else_is(mending: Mending) -> None:
    library = mending.library
    move(mending, "c5", "c8")
    corrected = library.document("on-tides")
    mending.undo("on-tides")
    assert mending.redo("on-tides").document == corrected
    assert library.document("on-tides") == corrected
    mending.undo("on-tides")
    move(mending, "c7", "c1")
    with pytest.raises(CorrectionError, match="undone"):
        mending.redo("on-tides")


def test_corrections_outlast_another_import(mending: Mending, tmp_path: Path) -> None:
    library = mending.library
    move(mending, "c5", "c8")
    mending.correct("on-tides", lambda shown: wishes.split(shown, "c1", 1))
    corrected = library.document("on-tides")
    _, document = take_file(library, written(tmp_path, sample_thread()), NOTHING)
    assert library.document("on-tides").entries == corrected.entries
    assert document.entries == corrected.entries
    assert any("2 corrections of yours made again" in warning for warning in document.report.warnings)
    mending.undo("on-tides")
    mending.undo("on-tides")
    assert library.document("on-tides").entries == sample_thread().entries


def test_what_no_longer_fits_is_said_and_kept_for_another_time(mending: Mending, tmp_path: Path) -> None:
    library = mending.library
    move(mending, "c5", "c8")
    move(mending, "c7", "c1")
    less = replace(sample_thread(), entries=tuple(one for one in sample_thread().entries if one.id != "c5"))
    _, document = take_file(library, written(tmp_path, less), NOTHING)
    (said,) = (warning for warning in document.report.warnings if "no longer fit" in warning)
    assert "c5 moved under c8" in said
    assert tree(document)["c7"] == "c1"
    assert len(mending.structure("on-tides").corrections) == 2
    take_file(library, written(tmp_path, sample_thread()), NOTHING)
    assert tree(library.document("on-tides"))["c5"] == "c8"


def test_another_text_under_the_same_id_is_left_alone(mending: Mending, tmp_path: Path) -> None:
    move(mending, "c5", "c8")
    markdown = "Something else altogether, of which nothing was ever said before in any place."
    entries = [replace(each, markdown=f"{markdown} {at}", passages=parse_markdown(f"{markdown} {at}"))
               for at, each in enumerate(sample_thread().entries)]  # fmt: skip
    _, document = take_file(
        mending.library, written(tmp_path, replace(sample_thread(), entries=tuple(entries))), NOTHING
    )
    assert tree(document) == tree(sample_thread())
    assert any("another text" in warning for warning in document.report.warnings)
    mended = mending.correct("on-tides", lambda shown: wishes.move(shown, "c7", "c1"))
    assert "of another text are kept as" in mended.said[0]
    assert len(mending.structure("on-tides").corrections) == 1
    assert any("damaged" in path.name for path in mending.files.folder.iterdir()), "the other is kept"
    take_file(mending.library, written(tmp_path, replace(sample_thread(), entries=tuple(entries))), NOTHING)
    assert tree(mending.library.document("on-tides"))["c7"] == "c1"


def test_corrections_outlast_that_speakers_are_called_otherwise(library: Library) -> None:
    library.add(sample_interview(), b"the source", "b.txt")
    mending = Mending(library)
    mending.correct("on-boats", lambda shown: wishes.split(shown, "t2", 1))
    rename_speaker(library, "on-boats", "Guest", "Bede")
    turns = {entry.id: entry.author for entry in library.document("on-boats").entries}
    assert (turns["t2"], turns["t2-2"], turns["t3"]) == ("Bede", None, "Bede")
    assert library.source("on-boats") == ("b.txt", b"the source")
    mending.undo("on-boats")
    rename_speaker(library, "on-boats", "Bede", "")
    assert library.document("on-boats") == sample_interview()


def test_the_former_state_is_the_one_imported(mending: Mending) -> None:
    library = mending.library
    imported = library.document("on-tides")
    move(mending, "c5", "c8")
    assert library.imported("on-tides") == imported
    library.add(replace(sample_thread(), score=41), None, "", keep_former=True)
    assert library.former("on-tides") == imported
    assert library.document("on-tides").score == 41
    assert not library.is_corrected("on-tides")


def test_nothing_is_left_of_a_corrected_document_that_is_removed(mending: Mending) -> None:
    move(mending, "c5", "c8")
    mending.library.remove("on-tides")
    assert mending.library.listings() == []
    mending.library.add(sample_thread(), None, "")
    assert mending.library.document("on-tides") == sample_thread()


def test_a_damaged_file_is_set_aside_and_said(mending: Mending, tmp_path: Path) -> None:
    move(mending, "c5", "c8")
    path = mending.files.path("on-tides")
    path.write_text("{ not JSON")
    _, document = take_file(mending.library, written(tmp_path, sample_thread()), NOTHING)
    assert any("damaged" in warning for warning in document.report.warnings)
    assert not path.exists()
    assert [one for one in path.parent.iterdir() if "damaged" in one.name]


def test_a_file_of_a_newer_program_is_left_as_it_is(mending: Mending, tmp_path: Path) -> None:
    move(mending, "c5", "c8")
    path = mending.files.path("on-tides")
    path.write_text(path.read_text().replace("structure/1", "structure/2"))
    before = path.read_bytes()
    _, document = take_file(mending.library, written(tmp_path, sample_thread()), NOTHING)
    assert any("newer" in warning for warning in document.report.warnings)
    with pytest.raises(CorrectionError, match="newer"):
        move(mending, "c7", "c1")
    assert path.read_bytes() == before


def test_what_does_not_fit_changes_nothing(mending: Mending) -> None:
    library = mending.library
    revision = library.listing("on-tides").revision
    for wish in (
        lambda shown: wishes.move(shown, "c1", "c4"),
        lambda shown: wishes.move(shown, "nobody", None),
        lambda shown: wishes.split(shown, "c1", 0),
    ):
        with pytest.raises(CorrectionError):
            mending.correct("on-tides", wish)
    assert library.listing("on-tides").revision == revision
    assert not mending.files.path("on-tides").exists()


def test_a_digest_is_not_corrected(library: Library) -> None:
    library.add(replace(sample_thread(), edition=Edition.DIGEST), None, "")
    with pytest.raises(CorrectionError, match="digest"):
        move(Mending(library), "c5", "c8")


def test_summaries_of_a_digest_behind_stay_lent(mending: Mending) -> None:
    library = mending.library
    library.add(replace(sample_thread(), edition=Edition.DIGEST), None, "")
    lent = library.document("on-tides").entries[1].summary
    move(mending, "c5", "c8")
    assert library.document("on-tides").entries[1].summary == lent
    assert library.imported("on-tides").entries[1].summary is None


def test_when_the_library_cannot_be_written_the_file_is_as_it_was(mending: Mending) -> None:
    move(mending, "c5", "c8")
    before = mending.files.path("on-tides").read_bytes()
    library = mending.library
    library._database._set_patience(0.01)
    with Library(library.path) as other, other._database.writing(), pytest.raises(LibraryError):
        move(mending, "c7", "c1")
    assert mending.files.path("on-tides").read_bytes() == before


def test_a_document_replaced_meanwhile_is_not_overwritten(mending: Mending) -> None:
    library = mending.library
    listing = library.listing("on-tides")
    library.add(replace(sample_thread(), score=41), None, "")
    with pytest.raises(DocumentChanged):
        library.correct(listing, sample_thread())
    assert library.document("on-tides").score == 41


def test_two_programs_lose_none_of_their_corrections(mending: Mending) -> None:
    with Library(mending.library.path) as other:
        move(mending, "c5", "c8")
        move(Mending(other), "c7", "c1")
        move(mending, "c6", "c1")
    found = tree(mending.library.document("on-tides"))
    assert (found["c5"], found["c7"], found["c6"]) == ("c8", "c1", "c1")
    with locked(mending.files.path("on-tides")):
        pass


def test_another_readers_structure_is_made_once_and_said_where_it_does_not_fit(
    mending: Mending, tmp_path: Path
) -> None:
    move(mending, "c5", "c8")
    move(mending, "c7", "c1")
    given = structures.read(structures.write(mending.structure("on-tides")))
    with Library(tmp_path / "another" / "library.db") as library:
        entries = tuple(one for one in sample_thread().entries if one.id != "c5")
        library.add(replace(sample_thread(), id="mine", entries=entries), None, "")
        theirs = Mending(library)
        mended = theirs.apply("mine", given)
        assert tree(mended.document)["c7"] == "c1"
        assert len(mended.changed) == 1
        assert "c5" in mended.said[0]
        assert theirs.structure("mine").corrections == mended.changed
        assert not theirs.apply("mine", given._replace(corrections=mended.changed)).changed
        assert theirs.structure("mine").corrections == mended.changed
