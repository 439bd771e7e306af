"""The library gives back what it was given, and loses nothing whatever happens."""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from reader.errors import NotInLibrary
from reader.library import Library
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag
from reader.model.markdown import parse_markdown
from reader.shelf import restore_entry
from reader.storing import store_entry
from tests.made import made_thread
from tests.strategies import documents

ROOT = Path(__file__).resolve().parents[2]
DIGEST, FULL = Edition.DIGEST, Edition.FULL


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as opened:
        yield opened


# What is given comes back


@settings(max_examples=25, deadline=None)
@given(documents(), st.binary(max_size=200))
def test_any_document_comes_back_as_it_was(document: Document, source: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder, "library.db")) as library:
        added = library.add(document, source, "a name")
        assert (added.id, added.replaced) == (document.id, None)
        assert library.document(added.id) == document
        assert library.source(added.id) == ("a name", source)
        assert library.open(added.id).listing == library.listing(added.id)


def test_no_field_of_an_entry_is_forgotten(library: Library) -> None:
    marks = {"fingerprint": "0123456789ab-48-99", "heading_fingerprints": ("2:0123456789ab-48-99", "")}
    entry = Entry(
        "c1", EntryKind.COMMENT, "post", "A. Writer", datetime(2024, 5, 6, 7, 8, 9, 10, UTC), -3,
        frozenset(Flag), frozenset({"author"}), "*Text*", "It says so.", **marks,
        passages=parse_markdown("*Text*"), starts_at=83.5,
    )  # fmt: skip
    blank = Entry("c2", EntryKind.COMMENT)
    names = [one.name for one in fields(Entry) if getattr(entry, one.name) == getattr(blank, one.name)]
    assert names == ["kind"]
    document = made_thread("a post")
    library.add(replace(document, entries=(*document.entries, entry)), None, "")
    assert library.document(document.id).entries[1] == entry


def test_an_entry_stored_before_entries_had_a_time_is_read() -> None:
    entry = replace(made_thread("a post").entries[0], starts_at=0.0)
    fields_now = json.loads(store_entry(entry))
    assert restore_entry(entry.markdown, json.dumps(fields_now), {}) == entry
    assert restore_entry(entry.markdown, json.dumps(fields_now[:-1]), {}) == replace(entry, starts_at=None)
    assert json.loads(store_entry(replace(entry, starts_at=None))) == fields_now[:-1]


@settings(max_examples=25, deadline=None)
@given(documents(), st.data())
def test_texts_read_alone_are_those_of_the_passages(document: Document, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder, "library.db")) as library:
        opened = library.open(library.add(document, None, "a name").id)
        indexes = st.lists(
            st.integers(0, max(0, len(opened) - 1)), max_size=min(len(opened), 20), unique=True
        )
        opened.warm(data.draw(indexes) if len(opened) else [])
        asked = sorted(data.draw(indexes)) if len(opened) else []
        wanted = {at: [passage.text for passage in document.entries[at].passages] for at in asked}
        assert opened.texts(asked) == wanted
        with pytest.raises(IndexError):
            opened.texts([len(opened)])


def test_a_document_without_entries_is_kept(library: Library) -> None:
    library.add(made_thread(), None, "")
    assert len(library.open("made-thread")) == 0
    assert library.source("made-thread") is None


@pytest.mark.parametrize(
    ("said", "id"), [("../../x", "x"), ("", "document"), ("Two Words", "two-words"), ("漢", "document")]
)
def test_an_id_that_cannot_be_typed_is_made_one_that_can(said: str, id: str, library: Library) -> None:
    assert library.add(made_thread("a", id=said), None, "").id == id


def test_documents_are_listed_in_the_order_they_were_added(library: Library) -> None:
    for id in ("b", "c", "a", "b"):
        library.add(made_thread("text", id=id), None, "")
    assert [listing.id for listing in library.listings()] == ["b", "c", "a"]


def test_notes_are_kept(path: Path) -> None:
    with Library(path) as library:
        assert library.get_note("stamp") is None
        library.set_note("stamp", "one")
        library.set_note("stamp", "two")
    with Library(path) as library:
        assert library.get_note("stamp") == "two"


# One text, one id


def test_the_same_text_replaces_in_place(library: Library) -> None:
    library.add(made_thread("what the post says", "a comment", "another"), None, "")
    before = library.listing("made-thread")
    changed = made_thread("What the post says, edited", "a comment, edited", "what the post says", "one more")
    added = library.add(changed, None, "")
    after = library.listing("made-thread")
    assert added == ("made-thread", before, True)
    assert (after.added_at, after.entries) == (before.added_at, 4)
    assert after.revision > before.revision


def test_another_text_of_the_same_id_goes_beside_it(library: Library) -> None:
    texts = [("first", "one"), ("second", "two"), ("third", "three")]
    ids = [library.add(made_thread(*text), None, "").id for text in texts]
    assert ids == ["made-thread", "made-thread-2", "made-thread-3"]
    again = [library.add(made_thread(*text), None, "").id for text in texts]
    assert again == ids


def test_the_same_address_is_the_same_text(library: Library) -> None:
    url = "https://forum.example/t/1"
    library.add(made_thread("before", url=url), None, "")
    assert library.add(made_thread("rewritten from start to end", url=url), None, "").replaced


def test_thanks_do_not_make_two_texts_one(library: Library) -> None:
    library.add(made_thread("the first post of all", "Thanks!", "Agreed."), None, "")
    added = library.add(made_thread("quite another post", "Thanks!", "Agreed."), None, "")
    assert added.id == "made-thread-2"


def test_an_empty_thread_does_not_replace_one_with_text(library: Library) -> None:
    library.add(made_thread("a post"), None, "")
    assert library.add(made_thread(), None, "").id == "made-thread-2"


def test_an_interview_does_not_replace_a_thread(library: Library) -> None:
    thread = made_thread("the same words", edition=DIGEST)
    library.add(thread, None, "")
    added = library.add(replace(thread, kind=DocumentKind.INTERVIEW, edition=FULL), None, "")
    assert added.id == "made-thread-2"


# Editions


class Editions(RuleBasedStateMachine):
    """A library of one id against a model that remembers what was given and what was removed."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.library = Library(Path(self.folder.name, "library.db"))
        self.given: dict[Edition, Document] = {}
        self.is_hidden = False
        self.revisions: list[int] = []

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()

    def shown(self) -> Edition | None:
        if FULL in self.given:
            return FULL
        return DIGEST if DIGEST in self.given and not self.is_hidden else None

    @rule(edition=st.sampled_from(Edition), comments=st.integers(0, 3))
    def add(self, edition: Edition, comments: int) -> None:
        document = made_thread("What the post says.", *map(str, range(comments)), edition=edition)
        before = self.shown()
        self.given[edition] = document
        self.is_hidden = self.is_hidden and edition is not DIGEST
        added = self.library.add(document, None, "")
        assert added.is_shown == (self.shown() is edition)
        assert (added.replaced.edition if added.replaced else None) == (before if added.is_shown else None)

    @rule()
    def remove(self) -> None:
        edition = self.shown()
        if edition is None:
            with pytest.raises(NotInLibrary):
                self.library.remove("made-thread")
            return
        if edition is FULL:
            del self.given[FULL]
        else:
            self.is_hidden = True
        removed = self.library.remove("made-thread")
        assert removed.listing.edition is edition
        assert removed.is_digest_back == (self.shown() is not None)

    @rule()
    def start_again(self) -> None:
        self.library.close()
        self.library = Library(self.library.path)

    @invariant()
    def shows_what_the_model_shows(self) -> None:
        edition = self.shown()
        assert [one.edition for one in self.library.listings()] == ([edition] if edition else [])
        assert self.library.is_hidden("made-thread") == self.is_hidden
        assert [one.edition for one in self.library.digests()] == [DIGEST] * (DIGEST in self.given)
        if edition:
            ids = [entry.id for entry in self.library.document("made-thread").entries]
            assert ids == [entry.id for entry in self.given[edition].entries]


def test_editions_come_and_go_as_said() -> None:
    run_state_machine_as_test(
        Editions, settings=settings(max_examples=15, stateful_step_count=12, deadline=None)
    )


def test_the_digest_behind_lends_summaries_where_the_full_edition_has_none(library: Library) -> None:
    digest = made_thread("It argues.", "## Title\n\nShe doubts it.\n\nMore.", "He agrees.", edition=DIGEST)
    full = made_thread("A long argument.", "I doubt it.", "Me too.", "New.")
    own = replace(full.entries[2], summary="Its own.")
    full = replace(full, entries=(*full.entries[:2], own, full.entries[3]))
    library.add(digest, None, "")
    library.add(full, None, "")
    summaries = ["It argues.", "She doubts it.", "Its own.", None]
    assert [entry.summary for entry in library.document("made-thread").entries] == summaries
    opened = library.open("made-thread")
    assert [opened.entry(index).summary for index in range(4)] == summaries
    assert library.document("made-thread", DIGEST) == digest


# Names


@pytest.fixture
def named(library: Library) -> Library:
    for id in ("common-errors", "common-sense", "common", "an-interview"):
        library.add(made_thread("text", id=id), None, "")
    return library


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("common", "common"), ("common-e", "common-errors"), ("an", "an-interview"),
        ("title of common-s", "common-sense"), ("OF  AN-INTER", "an-interview"), ("AN-I", "an-interview"),
    ],
)  # fmt: skip
def test_a_document_goes_by_its_id_its_beginning_or_its_title(name: str, id: str, named: Library) -> None:
    assert named.resolve(name) == id


@pytest.mark.parametrize("name", ["", " ", "nothing", "common-errors-2", "[red]x[/red]", "\x00", "\ud800"])
def test_a_name_of_no_document_is_said(name: str, named: Library) -> None:
    with pytest.raises(NotInLibrary, match="threadside list"):
        named.resolve(name)


@pytest.mark.parametrize("name", ["common-", "title", "com"])
def test_a_name_of_several_documents_names_them(name: str, named: Library) -> None:
    with pytest.raises(NotInLibrary, match=r"common-errors, common-sense"):
        named.resolve(name)


@pytest.mark.parametrize("ask", ["listing", "document", "open", "source", "remove"])
def test_what_is_not_there_is_said(ask: str, named: Library) -> None:
    with pytest.raises(NotInLibrary):
        getattr(named, ask)("comm")


# Several programs at once


def add_many(path: Path, name: str, count: int) -> None:
    for number in range(count):
        with Library(path) as library:
            library.add(made_thread(name, *map(str, range(20)), id=f"{name}-{number}"), None, "")
            library.add(made_thread(f"of {name}", str(number), id="shared"), None, "")


def test_programs_that_add_at_once_lose_nothing(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    programs = [context.Process(target=add_many, args=(path, name, 6)) for name in ("x", "y", "z")]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
    assert [program.exitcode for program in programs] == [0, 0, 0]
    with Library(path) as library:
        ids = {listing.id for listing in library.listings()}
        assert ids >= {f"{name}-{number}" for name in "xyz" for number in range(6)}
        posts = {library.document(id).entries[0].markdown for id in ids if id.startswith("shared")}
        assert posts == {"of x", "of y", "of z"}


def test_importing_the_library_imports_no_parser_and_no_screen() -> None:
    script = "import sys, reader.library, reader.opening, reader.printing; print(*sys.modules)"
    command = [sys.executable, "-c", script]
    asked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    unwanted = {"markdown_it", "textual", "rich", "click", "platformdirs", "difflib", "tomllib", "hashlib"}
    assert not unwanted & set(asked.stdout.split())
