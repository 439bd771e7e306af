"""Bookmarks and what was read go along with any correction, and come back when it is undone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.bookmarks import Bookmarks
from reader.carrying import Spot, carry_bookmarks, carry_seen, follow
from reader.errors import CorrectionError
from reader.library import Library
from reader.mending import Mended, Mending
from reader.model import wishes
from reader.model.anchoring import anchor
from reader.model.annotations import new_bookmark
from reader.model.correcting import correct
from reader.model.corrections import Correction, Join
from reader.model.documents import Document, Edition
from reader.model.selectors import describe
from reader.model.texts import DocumentTexts, EntryText, Piece
from reader.seen import Seen, mark_of
from tests.samples import sample_interview, sample_thread


def corrections(document: Document, data: st.DataObject) -> Correction:
    entry = data.draw(st.sampled_from(document.entries))
    if data.draw(st.booleans()):
        return wishes.join(document, entry.id)
    passage = data.draw(st.integers(0, len(entry.passages) - 1))
    return wishes.split(
        document, entry.id, passage, data.draw(st.integers(0, len(entry.passages[passage].text)))
    )


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([sample_thread(), sample_interview()]), st.data())
def test_every_word_is_where_it_is_followed_to(document: Document, data: st.DataObject) -> None:
    try:
        one = corrections(document, data)
    except CorrectionError:
        return
    made = correct(document, [one])
    if made.refused:
        return
    for before, after, is_undone in ((document, made.document, False), (made.document, document, True)):
        mended = Mended(before, after, (one,))
        now = {entry.id: entry for entry in after.entries}
        for entry in before.entries:
            for passage, text in enumerate(each.text for each in entry.passages):
                for at in (at for at, character in enumerate(text) if not character.isspace()):
                    spot = follow(Spot(entry.id, passage, at), mended, is_undone)
                    found = now[spot.entry].passages[spot.passage].text[spot.character :]
                    assert found[:1] == text[at], (entry.id, passage, at, spot)


@pytest.mark.parametrize("document", [sample_thread(), sample_interview()])
def test_words_stay_where_they_are_when_what_is_undone_no_longer_fits(document: Document) -> None:
    tried = 0
    for gone in (entry.id for entry in document.entries):
        present = replace(document, entries=tuple(entry for entry in document.entries if entry.id != gone))
        for one in _joins_and_splits(document, gone):
            if not correct(present, [one]).refused:
                continue
            tried += 1
            for entry in present.entries:
                spot = Spot(entry.id, len(entry.passages) - 1, 0)
                assert follow(spot, Mended(present, present, (one,)), is_undone=True) == spot
    assert tried


def _joins_and_splits(document: Document, id: str) -> Iterator[Correction]:
    """Corrections that concern an entry."""
    for entry in document.entries:
        with suppress(CorrectionError):
            one = wishes.join(document, entry.id)
            if isinstance(one, Join) and id in (one.entry.id, one.to.id):
                yield one
        with suppress(CorrectionError):
            yield wishes.split(document, id, 0, 4)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Bookmarks]:
    bookmarks = Bookmarks(tmp_path / "bookmarks.jsonl")
    yield bookmarks
    bookmarks.close()


def placed(bookmarks: Bookmarks, document: Document) -> list[tuple[str, str] | None]:
    texts = DocumentTexts.of(document)
    found = (anchor(one.target, texts) for one in bookmarks.all())
    return [(one.entry, one.text) if one else None for one in found]


def bookmark(bookmarks: Bookmarks, document: Document, id: str, words: str = "") -> None:
    entry = next(entry for entry in document.entries if entry.id == id)
    target = replace(
        describe(entry, Piece(0, 0, 0)), quote=replace(describe(entry, Piece(0, 0, 0)).quote, exact="")
    )
    if words:
        passage = next(at for at, one in enumerate(entry.passages) if words in one.text)
        start = entry.passages[passage].text.index(words)
        target = describe(entry, Piece(passage, start, start + len(words)))
    bookmarks.add(new_bookmark(replace(target, document=document.id)))


def test_bookmarked_words_are_found_however_few_they_are(kept: Bookmarks) -> None:
    document = sample_thread()
    bookmark(kept, document, "c1", "twice")
    bookmark(kept, document, "c1", "silt up")
    split = wishes.split(document, "c1", 1)
    after = correct(document, [split]).document
    carry_bookmarks(kept, Mended(document, after, (split,)), is_undone=False)
    assert placed(kept, after) == [("c1-2", "twice"), ("c1", "silt up")]
    carry_bookmarks(kept, Mended(after, document, (split,)), is_undone=True)
    assert placed(kept, document) == [("c1", "twice"), ("c1", "silt up")]
    join = wishes.join(document, "c3")
    after = correct(document, [join]).document
    bookmark(kept, document, "c3", "Who pays")
    carry_bookmarks(kept, Mended(document, after, (join,)), is_undone=False)
    assert placed(kept, after)[2] == ("c2", "Who pays")


def test_a_bookmark_of_a_whole_entry_goes_with_its_beginning(kept: Bookmarks) -> None:
    document = sample_thread()
    bookmark(kept, document, "c3")
    join = wishes.join(document, "c3")
    after = correct(document, [join]).document
    carry_bookmarks(kept, Mended(document, after, (join,)), is_undone=False)
    assert kept.all()[0].target.entry == "c2"


def test_a_bookmark_that_is_found_as_it_is_stays_as_it_is(kept: Bookmarks, tmp_path: Path) -> None:
    document = sample_thread()
    bookmark(kept, document, "c1", "silt up")
    written = (tmp_path / "bookmarks.jsonl").read_bytes()
    split = wishes.split(document, "c4", 0, 40)
    move = wishes.move(document, "c1", "c8")
    after = correct(document, [split, move]).document
    carry_bookmarks(kept, Mended(document, after, (split, move)), is_undone=False)
    assert (tmp_path / "bookmarks.jsonl").read_bytes() == written


def test_what_was_read_stays_read_in_both_parts() -> None:
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder, "library.db")) as library:
        library.add(sample_thread(), None, "")
        seen = Seen(Path(folder, "seen"))
        known, _ = seen.of("on-tides", Edition.FULL)
        known.begin(entry.id for entry in sample_thread().entries)
        known.see("c1", mark_of(sample_thread().entries[1]))
        seen.save("on-tides", Edition.FULL, known)
        mending = Mending(library)
        for mended in (
            mending.correct("on-tides", lambda shown: wishes.split(shown, "c1", 1)), mending.undo("on-tides")
        ):  # fmt: skip
            carry_seen(seen, mended)
            known, _ = seen.of("on-tides", Edition.FULL)
            for entry in mended.document.entries:
                is_read = entry.id in ("c1", "c1-2")
                assert known.marks[entry.id] == (mark_of(entry) if is_read else ""), entry.id
                assert EntryText(entry).text
