"""Bookmarks that were saved are there, whatever happens to the program, the disk and the file."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from reader.bookmarks import Bookmarks
from reader.bookmarks.table import Kind, Table
from reader.errors import FileError
from reader.model.annotations import Bookmark, new_bookmark, read_line, write_line
from reader.model.place import Place
from reader.model.selectors import Target, TextQuoteSelector
from tests.bench.hardship import crowd, hinder, kill_often, made_bookmark

NOW = datetime(2031, 3, 1, 12, tzinfo=UTC)
CHANCE = random.Random(5)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bookmarks.jsonl"


@pytest.fixture(params=["small", "large"])
def store(request: pytest.FixtureRequest, path: Path, monkeypatch: pytest.MonkeyPatch) -> Bookmarks:
    """A store of three bookmarks, kept as a small file is and as a large one is."""
    if request.param == "large":
        monkeypatch.setattr("reader.bookmarks.current.LARGE", 0)
    filled = Bookmarks(path)
    filled.add_all([made_bookmark(CHANCE, number) for number in range(3)])
    return filled


def lines(path: Path) -> list[bytes]:
    return [line for line in path.read_bytes().split(b"\n") if line]


def ids(store: Bookmarks) -> list[str]:
    return [bookmark.id for bookmark in store.all()]


class Windows(RuleBasedStateMachine):
    """Two windows, an editor and a plain dictionary that shall agree."""

    known = Bundle("known")

    @initialize(large=st.sampled_from([0, 10**9]))
    def begin(self, large: int) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "bookmarks.jsonl")
        self.patch = mock.patch("reader.bookmarks.current.LARGE", large)
        self.patch.start()
        self.windows = [Bookmarks(self.path) for _ in range(2)]
        self.notes: dict[str, str] = {}
        self.deleted: list[tuple[str, str]] = []

    def teardown(self) -> None:
        if hasattr(self, "patch"):
            self.patch.stop()
            self.folder.cleanup()

    @rule(target=known, window=st.integers(0, 1), note=st.text(max_size=5))
    def add(self, window: int, note: str) -> str:
        bookmark = new_bookmark(Target("made", "c1", TextQuoteSelector("words")), note)
        self.windows[window].add(bookmark)
        self.notes[bookmark.id] = bookmark.note
        return bookmark.id

    @rule(target=known, number=st.integers(0, 10**9), is_ended=st.booleans())
    def add_by_hand(self, number: int, is_ended: bool) -> str:
        id = f"urn:hand:{number}"
        if id not in self.notes and not any(gone == id for gone, _ in self.deleted):
            written = {"type": "Annotation", "id": id, "target": "https://made.example/"}
            held = self.path.read_bytes() if self.path.exists() else b""
            before = b"\n" if held and not held.endswith(b"\n") else b""
            self.path.write_bytes(held + before + json.dumps(written).encode() + b"\n" * is_ended)
            self.notes[id] = ""
        return id

    @rule(window=st.integers(0, 1), id=known, note=st.sampled_from(["one", "two"]))
    def edit(self, window: int, id: str, note: str) -> None:
        changed = self.windows[window].change(id, note=note)
        if changed is not None:
            self.notes[id] = note
            self.deleted = [(gone, held) for gone, held in self.deleted if gone != id]
        else:
            assert id not in self.notes

    @rule(window=st.integers(0, 1), id=consumes(known))
    def delete(self, window: int, id: str) -> None:
        token = self.windows[window].delete(id)
        assert (token is not None) == (id in self.notes)
        if token:
            self.deleted.append((id, self.notes.pop(id)))

    @rule(target=known, window=st.integers(0, 1))
    def undo(self, window: int) -> str:
        back = self.windows[window].undo()
        if back is None:
            return "urn:none:0"
        self.notes.setdefault(back.id, back.note)
        self.deleted = [(gone, held) for gone, held in self.deleted if gone != back.id]
        return back.id

    @invariant()
    def windows_show_what_is_there(self) -> None:
        for window in getattr(self, "windows", []):
            assert {bookmark.id: bookmark.note for bookmark in window.all()} == self.notes
            assert not window.problems()


Windows.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
test_two_windows_and_an_editor_agree = Windows.TestCase


# What is promised to the interface


def test_what_was_added_is_listed_found_and_there_after_a_restart(store: Bookmarks, path: Path) -> None:
    bookmark = new_bookmark(
        Target("made", "c7", TextQuoteSelector("A cat slept"), author="Zoe"), "Why?", ("Q",)
    )
    store.add(bookmark)
    for one in (store, Bookmarks(path)):
        assert one.all()[-1] == one.get(bookmark.id) == bookmark
        assert one.of("made") == [bookmark]
        for typed in ("CAT", "why", "#q", "zoe sle"):
            assert list(one.find(typed)) == [bookmark], typed
        assert list(one.find("cat dog")) == []
        assert list(one.find("cat", "other")) == []
        assert one.duplicate(new_bookmark(bookmark.target)) == bookmark


def test_an_empty_filter_finds_the_last_added_first(store: Bookmarks) -> None:
    assert [one.id for one in store.find("")] == ids(store)[::-1]
    assert store.find("").take(2) == list(store.all())[:0:-1]


def test_bookmarks_are_told_by_their_entry_without_being_read(store: Bookmarks) -> None:
    first = store.add(new_bookmark(Target("made", "c7", TextQuoteSelector("A cat"))))
    second = store.add(new_bookmark(Target("made", "c7")))
    store.add(new_bookmark(Target("made", "c")))
    store.mark("q", Place("made", "c7"))
    assert store.of_entry("made", "c7") == [first, second]
    assert store.of_entry("made", "7") == store.of_entry("", "c7") == []
    places = list(store.places())
    assert places.count(("made", "c7")) == 2
    assert len(places) == len(store.all())


def test_a_part_of_all_is_read_when_it_is_asked_for(store: Bookmarks) -> None:
    everything = store.all()
    assert everything[1:] == list(everything)[1:]
    assert everything[-1] in everything


def test_an_edit_changes_no_more_than_it_says(store: Bookmarks) -> None:
    before = store.all()[1]
    changed = store.change(before.id, note="other")
    assert changed is not None
    assert (changed.tags, changed.target, changed.created) == (before.tags, before.target, before.created)
    assert store.change(before.id, tags=("a", "#b")) is not None
    assert [(one.note, one.tags) for one in store.all()][1] == ("other", ("a", "b"))


def test_words_attached_to_another_place_are_kept_beside(store: Bookmarks) -> None:
    before = store.all()[1]
    store.change(before.id, target=Target("made-1", "c9", TextQuoteSelector("new words")))
    (line,) = [line for line in lines(store.path) if before.id.encode() in line]
    assert json.loads(line)["target"]["threadside"]["earlier"] == [before.words]
    assert store.all()[1].words == "new words"


def test_a_deletion_is_undone_at_its_place_after_a_restart(store: Bookmarks, path: Path) -> None:
    before = path.read_bytes()
    for id in ids(store):
        token = store.delete(id)
        assert id not in ids(store)
        assert Bookmarks(path).undo(token) is not None
        assert path.read_bytes() == before
    assert store.undo() is None


def test_several_deletions_are_undone_the_last_first(store: Bookmarks, path: Path) -> None:
    before = path.read_bytes()
    gone = ids(store)
    for id in gone:
        store.delete(id)
    assert store.delete(gone[0]) is None
    undone = [store.undo(), store.undo(), store.undo(), store.undo()]
    assert [one.id if one else "" for one in undone] == [*gone[::-1], ""]
    assert path.read_bytes() == before


@pytest.mark.parametrize(("hours", "is_back"), [(23, True), (25, False), (-400, True)])
def test_a_deletion_can_be_undone_for_a_day_whatever_the_clock(hours: int, is_back: bool, path: Path) -> None:
    moments = [NOW]
    store = Bookmarks(path, now=lambda: moments[-1])
    bookmark = store.add(made_bookmark(CHANCE))
    store.delete(bookmark.id)
    moments.append(NOW + timedelta(hours=hours))
    assert (store.undo() is not None) == is_back


def test_marks_are_set_and_found(store: Bookmarks, path: Path) -> None:
    before = ids(store)
    store.mark("a", Place("made", "c1", 2))
    store.mark("a", Place("other", "c9"))
    store.mark("a", Place("made", "c2", 3))
    store.mark("A", Place("made", "c3"))
    again = Bookmarks(path)
    assert again.marked("a", "made") == Place("made", "c2", 3)
    assert again.marked("a", "other") == Place("other", "c9")
    assert again.marked("A", "any") == Place("made", "c3")
    assert again.marked("b", "made") is None
    assert ids(again) == before
    assert not again.of("other")


def test_no_bookmark_is_added_twice_at_once(store: Bookmarks) -> None:
    given = [*store.all(), *(made_bookmark(CHANCE, number) for number in range(2))]
    assert store.add_all([*given, *given]).known == len(given) * 2 - 2
    assert len(store.all()) == 5
    store.add(given[0])
    assert len(store.all()) == 5


# Other programs


def test_what_others_wrote_is_seen_and_kept(store: Bookmarks, path: Path) -> None:
    other = Bookmarks(path)
    assert other.all()
    assert not other.changed_outside()
    added = store.add(made_bookmark(CHANCE))
    assert other.changed_outside()
    assert added.id in ids(other)
    mine = other.add(made_bookmark(CHANCE))
    assert {added.id, mine.id} <= set(ids(store))


def test_an_edit_of_what_another_window_deleted_brings_it_back(store: Bookmarks, path: Path) -> None:
    other = Bookmarks(path)
    id = ids(other)[0]
    store.delete(id)
    changed = other.change(id, note="still wanted")
    assert changed is not None
    assert store.get(id) == changed


def test_a_deletion_of_what_another_window_edited_can_be_undone_to_the_edit(
    store: Bookmarks, path: Path
) -> None:
    other = Bookmarks(path)
    id = ids(other)[0]
    store.change(id, note="edited meanwhile")
    other.delete(id)
    undone = store.undo()
    assert undone is not None
    assert undone.note == "edited meanwhile"


def test_lines_written_while_the_file_is_replaced_are_taken_in(path: Path) -> None:
    store = Bookmarks(path)
    first = store.add(made_bookmark(CHANCE))
    late = made_bookmark(CHANCE)
    original = os.replace

    def replaced(source: str | Path, target: str | Path) -> None:
        if Path(target) == path:
            with open(path, "ab") as file:  # through the old name, as an editor would
                file.write(write_line(late) + b"\n")
        original(source, target)

    with mock.patch.object(os, "replace", replaced):
        mine = store.add(made_bookmark(CHANCE))
    assert {first.id, late.id, mine.id} == set(ids(store))


def test_a_file_saved_by_an_editor_meanwhile_is_not_replaced(path: Path) -> None:
    store = Bookmarks(path)
    store.add(made_bookmark(CHANCE))
    late, original = made_bookmark(CHANCE), os.link

    def linked(source: str | Path, target: str | Path) -> None:
        original(source, target)
        if late.id.encode() not in path.read_bytes():
            path.write_bytes(path.read_bytes() + write_line(late) + b"\n")

    with mock.patch.object(os, "link", linked):
        store.add(made_bookmark(CHANCE))
    assert late.id in ids(store)
    assert len(ids(store)) == 3


def test_programs_that_add_at_once_lose_nothing_with_hand_edits_between(path: Path) -> None:
    there, edits, kept = crowd(path, programs=3, each=8)
    assert (there, kept) == (24, edits)


def _add_some(path: Path, times: int) -> None:
    with mock.patch("reader.bookmarks.current.LARGE", 0):
        store = Bookmarks(path)
        for number in range(times):
            store.add(made_bookmark(random.Random(number), number))


def test_programs_that_add_to_a_large_file_at_once_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    programs = [context.Process(target=_add_some, args=(path, 12)) for _ in range(3)]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert len(set(ids(Bookmarks(path)))) == 36


# Killed and hindered


def test_a_killed_program_loses_nothing_it_said_was_there(path: Path) -> None:
    toll = kill_often(path, times=3, seed=11)
    assert (toll.kills, toll.lost) == (3, [])


ACTIONS: dict[str, Callable[[Bookmarks], object]] = {
    "add": lambda store: store.add(made_bookmark(CHANCE)),
    "edit": lambda store: store.change(store.all()[0].id, note="x"),
    "import": lambda store: store.add_all([made_bookmark(CHANCE)]),
    "mark": lambda store: store.mark("a", Place("made", "c1")),
}


@pytest.mark.parametrize("large", [10**9, 0])
@pytest.mark.parametrize("action", ACTIONS)
def test_any_step_that_fails_is_said_and_loses_nothing(action: str, large: int, path: Path) -> None:
    Bookmarks(path).add_all([made_bookmark(CHANCE, number) for number in range(4)])
    tried = list(hinder(path, ACTIONS[action], large))
    assert "said" in tried


def test_a_torn_last_line_is_kept_and_closed(store: Bookmarks, path: Path) -> None:
    torn = write_line(made_bookmark(CHANCE))[:200]
    with open(path, "ab") as file:
        file.write(torn)
    (problem,) = store.problems()
    assert "line 4" in problem
    added = store.add(made_bookmark(CHANCE))
    assert lines(path)[3] == torn
    assert ids(Bookmarks(path))[-1] == added.id
    assert len(store.all()) == 4


def test_the_backup_is_the_file_before_the_last_change(store: Bookmarks, path: Path) -> None:
    before = path.read_bytes()
    store.change(ids(store)[0], note="new")
    assert path.with_name("bookmarks.jsonl.bak").read_bytes() == before
    added = store.add(made_bookmark(CHANCE))
    backup = path.with_name("bookmarks.jsonl.bak").read_bytes()
    assert backup == before + write_line(added) + b"\n" or added.id.encode() not in backup


# What else may be in the way


@pytest.mark.parametrize(
    "line", [b"no JSON", b"\xff\xfe", b"{}", b"<<<<<<< ours", b"[1, 2]", b'{"type": "Annotation"}']
)
def test_a_line_that_cannot_be_read_is_kept_in_its_place_and_reported(
    line: bytes, store: Bookmarks, path: Path
) -> None:
    first, *rest = lines(path)
    path.write_bytes(b"\n".join([first, line, b"", *rest]) + b"\n")
    (problem,) = store.problems()
    assert "line 2" in problem
    assert len(store.all()) == 3
    store.add(made_bookmark(CHANCE))
    store.delete(ids(store)[0])
    assert path.read_bytes().startswith(line + b"\n\n" + rest[0])


def test_a_file_of_which_nothing_can_be_read_is_set_aside_at_the_first_writing(path: Path) -> None:
    path.write_bytes(b"an essay\nof two lines")
    store = Bookmarks(path)
    assert not store.all()
    assert store.problems()
    assert path.read_bytes() == b"an essay\nof two lines"
    added = store.add(made_bookmark(CHANCE))
    (aside,) = path.parent.glob("bookmarks.jsonl.damaged-*")
    assert aside.read_bytes() == b"an essay\nof two lines"
    assert any(aside.name in problem for problem in store.problems())
    assert ids(store) == [added.id]


def test_a_folder_a_circle_of_links_and_a_pipe_are_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "circle", "pipe", "x" * 300):
        store = Bookmarks(tmp_path / name)
        with pytest.raises(FileError):
            store.all()
        with pytest.raises(FileError):
            store.add(made_bookmark(CHANCE))
    assert not [found for found in tmp_path.iterdir() if ".damaged" in found.name]


def test_a_folder_that_may_not_be_written_is_said_and_left(forbidden: Path) -> None:
    store = Bookmarks(forbidden / "bookmarks.jsonl")
    assert not store.all()
    with pytest.raises(FileError, match="permission"):
        store.add(made_bookmark(CHANCE))


def test_a_link_is_written_through_and_the_mode_is_kept(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    real, link = tmp_path / "notes" / "real.jsonl", tmp_path / "bookmarks.jsonl"
    real.touch(mode=0o640)
    real.chmod(0o640)
    link.symlink_to(real)
    Bookmarks(link).add(made_bookmark(CHANCE))
    assert link.is_symlink()
    assert len(lines(real)) == 1
    assert real.stat().st_mode & 0o777 == 0o640


def test_lines_that_share_an_id_are_both_kept_and_the_younger_counts(store: Bookmarks, path: Path) -> None:
    first = store.all()[0]
    raw = json.loads(lines(path)[0])
    raw["modified"], raw["body"] = "2040-01-01T00:00:00Z", {"type": "TextualBody", "value": "merged"}
    with open(path, "ab") as file:
        file.write(json.dumps(raw).encode() + b"\n")
    found = store.get(first.id)
    assert found is not None
    assert found.note == "merged"
    assert any("share an id" in problem for problem in store.problems())
    store.change(first.id, note="edited")
    assert [one.note for one in store.all() if one.id == first.id] == [first.note, "edited"]
    store.delete(first.id)
    assert first.id not in ids(store)
    store.undo()
    assert ids(store).count(first.id) == 2


def test_a_newer_version_is_said_and_its_fields_are_kept(store: Bookmarks, path: Path) -> None:
    raw = json.loads(lines(path)[1])
    raw["target"]["threadside"] |= {"version": 2, "shape": {"new": True}}
    path.write_bytes(b"\n".join([lines(path)[0], json.dumps(raw).encode(), lines(path)[2]]) + b"\n")
    assert any("newer Threadside" in problem for problem in store.problems())
    store.change(raw["id"], note="mine")
    assert json.loads(lines(path)[1])["target"]["threadside"]["shape"] == {"new": True}


def test_line_ends_of_other_systems_and_a_byte_order_mark_are_read(store: Bookmarks, path: Path) -> None:
    before = ids(store)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert ids(store) == before
    assert not store.problems()


def test_a_note_of_a_megabyte_and_hostile_characters_are_kept(store: Bookmarks, path: Path) -> None:
    noted = new_bookmark(Target("made", "c1"), "x" * 2**20 + "\x00\ud800\nend")
    store.add(noted)
    assert Bookmarks(path).all()[-1] == noted


# A large file


def test_the_table_beside_a_large_file_is_used_and_never_trusted_blindly(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.bookmarks.current.LARGE", 0)
    Bookmarks(path).add_all([made_bookmark(CHANCE, number) for number in range(30)])
    beside = path.with_name(".bookmarks.jsonl.table")
    whole = beside.read_bytes()
    wanted = [write_line(one) for one in Bookmarks(path).all()]
    for held in (b"", b"x", whole[: len(whole) // 2], b"{}\n" + whole, whole):
        beside.write_bytes(held)
        assert [write_line(one) for one in Bookmarks(path).all()] == wanted
    path.write_bytes(b"\n".join(reversed(wanted)) + b"\n")
    assert [write_line(one) for one in Bookmarks(path).all()] == wanted[::-1]


def test_a_table_of_edited_lines_is_that_of_all_lines_read_anew() -> None:
    chance = random.Random(9)
    for _ in range(200):
        before = [write_line(made_bookmark(chance, number)) for number in range(chance.randrange(6))]
        after = list(before)
        at = chance.randrange(len(after) + 1)
        after[at : at + chance.randrange(3)] = [write_line(made_bookmark(chance))] * chance.randrange(3)
        edited, anew = Table.of(before).edited(before, after), Table.of(after)
        assert edited.pack([1]) == anew.pack([1])
        assert Table.unpack(edited.pack([1, 2]))[0].pack([3]) == anew.pack([3])
        assert [edited.row(number) for number in range(len(after))] == [
            anew.row(n) for n in range(len(after))
        ]


def test_filtering_is_that_of_every_line_looked_at() -> None:
    chance = random.Random(10)
    made = [made_bookmark(chance, number) for number in range(60)]
    table = Table.of([b"", *(write_line(one) for one in made), b"unreadable"])
    for words in (["amber"], ["amber", "birch"], ["er"], ["writer 7"], ["zzz"], ["#dune", "o"], []):

        def holds(one: Bookmark, words: list[str] = words) -> bool:
            tags = " ".join(f"#{tag}" for tag in one.tags)
            text = " ".join([one.words, one.note, tags, one.target.author or "", "Ann Orr", one.target.title])
            return all(word in text.casefold() for word in words)

        wanted = [number for number, one in enumerate(made, 1) if holds(one)]
        assert list(table.search(words)) == wanted[::-1], words
    assert table.of_kind(Kind.UNREADABLE) == [61]
    assert table.of_document("made-7") == [8, 58]


def test_a_thousand_bookmarks_open_and_filter_at_once(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.bookmarks.current.LARGE", 100_000)
    Bookmarks(path).add_all([made_bookmark(CHANCE, number) for number in range(1000)])
    with mock.patch("reader.bookmarks.table.read_row", side_effect=AssertionError("read again")):
        store = Bookmarks(path)
        assert len(store.all()) == 1000
        assert store.find("amber").take(1)
    assert read_line(lines(path)[0]) == store.all()[0]
