"""Links are kept with their document, are found anew when the library changes, and outlive nothing."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from reader.cli import commands
from reader.library import Library
from reader.linking import find_links, find_quotations, main
from reader.model.links import LinkKind, Verdict, links_to_json
from reader.model.links.linking import link
from tests.made import made_thread

SAID = "The harbour master keeps a careful list of every boat, and nobody is ever allowed to read that list."
OTHER = "A lighthouse keeper of the old school counts the ships twice, once at dusk and once at the dawn."
# The tables as the first form of the library had them.
FIRST_FORM = """
CREATE TABLE documents (
    revision INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, edition TEXT NOT NULL,
    is_hidden INTEGER NOT NULL DEFAULT 0, added_at TEXT NOT NULL, entries INTEGER NOT NULL,
    head TEXT NOT NULL, headings TEXT NOT NULL, summaries TEXT NOT NULL, report TEXT NOT NULL,
    columns BLOB NOT NULL, source_name TEXT NOT NULL, source BLOB, UNIQUE (id, edition));
CREATE TABLE entries (
    document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE, position INTEGER NOT NULL,
    markdown TEXT NOT NULL, stored TEXT NOT NULL, PRIMARY KEY (document, position));
CREATE TABLE notes (key TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID;
CREATE VIEW shown AS SELECT * FROM documents AS one WHERE edition = 'full' OR NOT is_hidden
    AND NOT EXISTS (SELECT 1 FROM documents WHERE id = one.id AND edition = 'full');
PRAGMA application_id = 1414025796;
PRAGMA user_version = 1;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "library.db"


@pytest.fixture
def library(path: Path) -> Iterator[Library]:
    with Library(path) as opened:
        yield opened


def revision(library: Library, id: str) -> int:
    return library.listing(id).revision


def rows(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    try:
        tables = ("linkings", "links", "targets")
        return {one: connection.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in tables}
    finally:
        connection.close()


def test_links_come_back_as_they_were_found(library: Library) -> None:
    document = made_thread("A post.", SAID, f"> {SAID}", f"> {SAID.replace('careful', 'wild')}")
    library.add(document, None, "")
    assert not library.links.is_known(revision(library, document.id))
    find_links(library)
    assert library.links.is_known(revision(library, document.id))
    assert library.links.of_document(revision(library, document.id)) == link(document)
    of_c3 = library.links.of_entry(revision(library, document.id), "c3")
    assert [one.verdict for one in of_c3] == [Verdict.EDITED]


def test_what_leads_to_a_passage_is_known_and_each_link_once(library: Library) -> None:
    quoted = SAID.replace(" every boat, and", " ...")
    document = made_thread("A post.", f"Before.\n\n{SAID}", f"> {quoted}", f"> {SAID}")
    library.add(document, None, "")
    find_links(library)
    found = library.links.to_entry(document.id, "c1")
    assert {passage: [one.link.entry for one in links] for passage, links in found.items()} == {
        1: ["c2", "c3"]
    }
    assert library.links.to_entry(document.id, "c2") == {}


def test_another_document_makes_links_stale_and_they_serve_until_found_anew(library: Library) -> None:
    library.add(made_thread("A post.", f"As he wrote:\n\n> {SAID}", id="quoting"), None, "")
    find_links(library)
    assert library.links.stale() == []
    library.add(made_thread("A post.", SAID, id="quoted"), None, "")
    assert sorted(library.links.stale()) == ["quoted", "quoting"]
    find_links(library, ["quoted"])
    assert library.links.stale() == ["quoting"]
    assert library.links.is_known(revision(library, "quoting"))
    find_links(library)
    assert [one.document for one in library.links.to_entry("quoted", "c1")[0]] == ["quoting"]
    library.remove("quoted")
    find_links(library)
    assert [one.targets for one in library.links.of_document(revision(library, "quoting"))] == [()]


def test_the_links_of_a_replaced_document_go_with_it(library: Library, path: Path) -> None:
    for text in (SAID, OTHER):
        library.add(made_thread("A post.", SAID, f"> {text}"), None, "")
    find_links(library)
    before = rows(path)
    library.add(made_thread("A post.", SAID, f"> {SAID}"), None, "")
    assert rows(path) == {"linkings": 0, "links": 0, "targets": 0}
    assert before["linkings"] == 1
    assert library.links.to_entry("made-thread", "c1") == {}


def test_links_found_for_a_text_that_was_replaced_meanwhile_are_not_kept(library: Library) -> None:
    document = made_thread("A post.", SAID, f"> {SAID}")
    library.add(document, None, "")
    old, stamp = revision(library, document.id), library.links.stamp()
    library.add(document, None, "")
    assert not library.links.put(old, link(document), stamp)
    assert library.links.stale() == [document.id]


def test_quotations_are_told_with_who_wrote_them(library: Library) -> None:
    library.add(
        made_thread("A post.", SAID, f"> {SAID}", "> Nobody ever wrote these nine words here before now."),
        None,
        "",
    )
    find_links(library)
    found = list(find_quotations(library, ["made-thread"]))
    assert [(one.author, one.source, one.quoted_author, one.link.verdict) for one in found] == [
        ("Writer 2", "c1", "Writer 1", Verdict.EXACT), ("Writer 3", "", "", Verdict.NOT_FOUND)
    ]  # fmt: skip


def test_a_library_of_the_first_form_opens_with_all_it_has(path: Path) -> None:
    with Library(path) as library:
        library.add(made_thread("A post.", SAID, f"> {SAID}"), b"source", "a name")
    present = sqlite3.connect(path)
    tables = ("documents", "entries", "notes")
    kept = {name: present.execute(f"SELECT * FROM {name}").fetchall() for name in tables}
    present.close()
    path.unlink()
    first = sqlite3.connect(path)
    first.executescript(FIRST_FORM)
    for name, held in kept.items():
        for row in held:
            first.execute(f"INSERT INTO {name} VALUES ({','.join('?' * len(row))})", row)
    first.commit()
    first.close()
    for _ in range(2):
        with Library(path) as library:
            assert library.source("made-thread") == ("a name", b"source")
            assert len(library.document("made-thread").entries) == 3
    with Library(path) as library:
        assert library.links.stale() == ["made-thread"]
        find_links(library)
        assert library.links.to_entry("made-thread", "c1")[0][0].link.entry == "c2"


def test_a_program_of_its_own_finds_what_is_stale(
    library: Library, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.nice", lambda more: more)
    library.add(made_thread("A post.", SAID, id="one"), None, "")
    library.add(made_thread("A post.", f"> {SAID}", id="two"), None, "")
    assert main(str(path), "two", "gone") == 0
    assert library.links.stale() == []
    assert main(str(path.parent / "library.db" / "no")) == 1


def test_show_prints_the_links_of_what_it_shows(home: Path) -> None:
    document = made_thread("A post.", SAID, f"> {SAID}", f"> {SAID}")
    source = home / "source.json"
    with Library(home / "library.db") as library:
        library.add(document, None, "")
    printed = CliRunner().invoke(commands, ["show", document.id, "--json"]).stdout
    written = json.loads(printed)["links"]
    assert written == links_to_json(link(document))
    assert {(one["kind"], one["verdict"]) for one in written} == {(LinkKind.QUOTATION, Verdict.EXACT)}
    branch = json.loads(CliRunner().invoke(commands, ["show", document.id, "c3", "--json"]).stdout)["links"]
    assert [one["from"]["entry"] for one in branch] == ["c2", "c3"]
    source.write_text(printed)
    assert CliRunner().invoke(commands, ["add", str(source)]).exit_code == 0
    with Library(home / "library.db") as library:
        assert "made-thread" not in library.links.stale()


def test_nothing_of_the_linker_is_imported_to_read_links() -> None:
    said = "import sys, reader.library, reader.linking, reader.model.links; print('reader.model.links.linking' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
