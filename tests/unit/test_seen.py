"""What was read stays read, for every program, until the reader says otherwise."""

from __future__ import annotations

import json
import random
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FileError
from reader.model.documents import Edition
from reader.model.passages import Passage
from reader.seen import DocumentSeen, Seen, Standing, mark_of
from tests.made import made_thread

FULL = Edition.FULL


def keep(seen: Seen, *ids: str, mark: str = "m", document: str = "made", edition: Edition = FULL) -> None:
    read, notice = seen.of(document, edition)
    assert notice is None
    for id in ids:
        read.see(id, mark)
    seen.save(document, edition, read)


def test_what_was_read_is_known_after_a_restart_in_its_edition_alone(tmp_path: Path) -> None:
    keep(Seen(tmp_path), "c1", "c2")
    read, _ = Seen(tmp_path).of("made", FULL)
    assert read.standing("c1", "m") is read.standing("c1", None) is Standing.SEEN
    assert read.standing("c3", "m") is Standing.NEW
    assert read.standing("c1", "other") is Standing.EDITED
    assert not Seen(tmp_path).of("made", Edition.DIGEST)[0].marks
    assert not Seen(tmp_path).of("other", FULL)[0].marks


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["c1", "c2", "c3", "c4"])), max_size=12))
def test_programs_at_once_lose_nothing_of_each_other(deeds: list[tuple[int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        stores = [Seen(Path(folder)) for _ in range(2)]
        reads = [store.of("made", FULL)[0] for store in stores]
        for who, id in deeds:
            reads[who].see(id, "m")
            stores[who].save("made", FULL, reads[who])
        assert set(Seen(Path(folder)).of("made", FULL)[0].marks) == {id for _, id in deeds}


def test_only_what_is_new_to_the_file_is_said_to_be() -> None:
    read = DocumentSeen({"c1": "m"})
    assert not read.see("c1", "m")
    assert read.see("c1", "n")
    assert read.see("c2", "m")
    assert read.touched == {"c1", "c2"}


def test_a_day_to_count_from_makes_earlier_entries_as_if_read() -> None:
    read = DocumentSeen({})
    since = date(2031, 3, 2)
    for day, standing in ((1, Standing.SEEN), (2, Standing.NEW), (3, Standing.NEW)):
        moment = datetime(2031, 3, day, tzinfo=UTC)
        assert read.standing("c1", "m", moment, since) is standing
        assert read.standing("c1", "m", moment) is Standing.NEW
    assert read.standing("c1", "m", None, since) is Standing.NEW


def test_a_mark_tells_an_edit_but_not_spaces_or_marks() -> None:
    entry = made_thread("post", "Some words, said once.").entries[1]
    same = replace(entry, passages=(Passage("Some words"), Passage("— said once")))
    other = replace(entry, passages=(Passage("Some words, said twice."),))
    assert mark_of(entry) == mark_of(same) != mark_of(other)


def test_forgetting_is_a_choice_and_leaves_a_backup(tmp_path: Path) -> None:
    seen = Seen(tmp_path)
    keep(seen, "c1")
    keep(seen, "c1", document="other")
    before = (tmp_path / "made.json").read_bytes()
    seen.reset("made")
    seen.reset("made")
    assert not seen.of("made", FULL)[0].marks
    assert seen.of("other", FULL)[0].marks
    assert (tmp_path / "made.json.bak").read_bytes() == before


def test_nothing_read_writes_nothing(tmp_path: Path) -> None:
    keep(Seen(tmp_path / "seen"))
    assert not (tmp_path / "seen").exists()


@pytest.mark.parametrize(
    "held", [b"", b"no JSON", b"[]", b'{"format": "threadside.seen/1", "seen": 5}', b"\xff"]
)
def test_a_damaged_file_is_set_aside_with_a_sentence(held: bytes, tmp_path: Path) -> None:
    path = tmp_path / "made.json"
    path.write_bytes(held)
    read, notice = Seen(tmp_path).of("made", FULL)
    assert not read.marks
    assert notice is not None
    (aside,) = tmp_path.glob("made.json.damaged-*")
    assert aside.name in notice
    assert aside.read_bytes() == held


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "made.json"
    path.write_text(json.dumps({"format": "threadside.seen/2", "seen": [1]}))
    before, seen = path.read_bytes(), Seen(tmp_path)
    read, notice = seen.of("made", FULL)
    assert "newer" in str(notice)
    read.see("c1", "m")
    seen.save("made", FULL, read)
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "made.json").mkdir()
    seen = Seen(tmp_path)
    with pytest.raises(FileError, match="folder"):
        seen.of("made", FULL)
    read = DocumentSeen({})
    read.see("c1", "m")
    with pytest.raises(FileError):
        seen.save("made", FULL, read)
    assert read.touched == {"c1"}


def test_any_document_id_has_a_file_of_its_own(tmp_path: Path) -> None:
    seen = Seen(tmp_path)
    names = ["a", "../a", "a/b", "x" * 500, "é", "A", "\ud800"]
    for name in names:
        keep(seen, "c1", document=name)
    assert len(list(tmp_path.glob("*.json"))) == len(names)
    assert all(path.parent == tmp_path for path in tmp_path.rglob("*.json"))


def test_ten_thousand_entries_take_little(tmp_path: Path) -> None:
    chance = random.Random(1)
    keep(Seen(tmp_path), *(f"c{number}" for number in range(10_000)), mark=f"{chance.getrandbits(32):08x}")
    assert (tmp_path / "made.json").stat().st_size < 300_000
