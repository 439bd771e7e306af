"""The commands on bookmarks: results on stdout, one clear line on stderr, and the exit code."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator
from dataclasses import replace
from inspect import signature
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from reader.bookmark_commands import bookmarks, seen
from reader.bookmarks import Bookmarks
from reader.errors import ThreadsideError
from reader.library import Library
from reader.model.documents import Edition
from reader.paths import Paths
from reader.seen import Seen
from tests.made import made_thread
from tests.unit.test_bookmark_exports import HYPOTHESIS

_APART: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
WORDS = "The ferry left before dawn, and nobody could say who had untied it."
URL = "https://made.example/ferry"


@click.group()
def _root() -> None:
    """As the program registers them."""


_root.add_command(bookmarks)
_root.add_command(seen)


@pytest.fixture(autouse=True)
def library(home: Path) -> Iterator[Library]:
    with Library(Paths.find({"THREADSIDE_HOME": str(home)}).library) as opened:
        opened.add(
            made_thread("A post.", f"{WORDS} So it was.", "Who says so?", id="ferry", url=URL), None, ""
        )
        yield opened


def run(*arguments: str, input: bytes | None = None) -> Result:
    return CliRunner(**_APART).invoke(_root, arguments, input=input)


def done(*arguments: str, input: bytes | None = None) -> str:
    result = run(*arguments, input=input)
    assert (result.exception, result.exit_code, result.stderr) == (None, 0, ""), result.stderr
    return result.stdout


def refused(*arguments: str, input: bytes | None = None) -> str:
    result = run(*arguments, input=input)
    assert isinstance(result.exception, ThreadsideError), result.exception
    return str(result.exception)


def add(quote: str = "nobody could say", *rest: str) -> str:
    return done("bookmarks", "add", "ferry", "c1", "--quote", quote, *rest)


def test_what_is_added_is_listed() -> None:
    assert done("bookmarks") == ""
    add("nobody could say", "--note", "why #rope", "--tag", "quay")
    assert done("bookmarks", "list") == "ferry c1  “nobody could say”  why  #quay #rope\n"
    assert (
        done("bookmarks")
        == done("bookmarks", "list", "--doc", "ferry")
        == done("bookmarks", "list", "--tag", "Rope")
    )
    assert done("bookmarks", "list", "--tag", "other") == ""
    (annotation,) = map(json.loads, done("bookmarks", "list", "--json").splitlines())
    assert annotation["target"]["source"]["id"] == URL


def test_words_are_found_whatever_marks_and_capitals_they_are_typed_with() -> None:
    add("Before dawn AND nobody")
    assert "“before dawn, and nobody”" in done("bookmarks")
    done("bookmarks", "add", "ferry", "c2")
    assert "(the whole entry)" in done("bookmarks")


def test_words_that_are_not_there_or_there_twice_are_refused(library: Library) -> None:
    library.add(made_thread("He said and said.", id="twice"), None, "")
    assert "does not hold these words" in refused("bookmarks", "add", "ferry", "c1", "--quote", "no such")
    assert "2 times" in refused("bookmarks", "add", "twice", "post", "--quote", "said")
    assert "no such entry" in refused("bookmarks", "add", "ferry", "c9")
    assert "no document" in refused("bookmarks", "add", "nothing", "c9")
    assert done("bookmarks") == ""


def test_a_duplicate_is_said() -> None:
    add()
    result = run("bookmarks", "add", "ferry", "c1", "--quote", "nobody could say")
    assert "bookmarked already" in result.stderr
    assert len(done("bookmarks").splitlines()) == 2


@pytest.mark.parametrize("form", ["markdown", "org", "html", "csv", "json"])
def test_every_format_is_printed_with_the_words(form: str) -> None:
    add("nobody could say", "--note", "why")
    text = done("bookmarks", "export", "--format", form, "--doc", "ferry", "--context")
    assert "nobody could say" in text
    assert "why" in text


def test_rows_can_be_read_back() -> None:
    add()
    head, row = csv.reader(io.StringIO(done("bookmarks", "export", "--format", "csv"), newline=""))
    assert dict(zip(head, row, strict=True))["URL"].startswith(f"{URL}#:~:text=")


def test_an_export_is_imported_once(home: Path, tmp_path: Path) -> None:
    add()
    add("untied it")
    exported = done("bookmarks", "export", "--format", "json")
    assert done("bookmarks", "import", "-", input=exported.encode()) == "0 bookmarks added, 2 known already\n"
    other = tmp_path / "other.jsonl"
    elsewhere = ("bookmarks", "--bookmarks", str(other))
    (tmp_path / "exported.json").write_text(exported)
    assert (
        done(*elsewhere, "import", str(tmp_path / "exported.json")) == "2 bookmarks added, 0 known already\n"
    )
    assert "THREADSIDE_BOOKMARKS" not in os.environ
    assert other.read_bytes() == Paths.find({"THREADSIDE_HOME": str(home)}).bookmarks.read_bytes()


def test_what_hypothesis_exported_is_set_on_its_document_and_entry() -> None:
    annotation = json.loads(json.dumps(HYPOTHESIS["annotations"][0]))
    annotation["uri"] = f"{URL}/?utm=1#top"
    annotation["target"][0]["selector"][2] |= {
        "exact": "could say who had untied",
        "prefix": "The ferry left before dawn, and nobody ",
        "suffix": " it. So it was.",
    }
    done("bookmarks", "import", "-", input=json.dumps({"annotations": [annotation]}).encode())
    assert done("bookmarks").startswith("ferry c1  “could say who had untied”")
    assert done("bookmarks", "check").startswith("1 unmoved")


def test_what_cannot_be_imported_is_said_and_the_rest_taken() -> None:
    add()
    line = done("bookmarks", "list", "--json").replace("urn:uuid", "urn:other").replace("nobody", "anybody")
    result = run("bookmarks", "import", "-", input=line.encode() + b"no JSON\n")
    assert result.exit_code == 1
    assert "annotation 2" in result.stderr
    assert result.stdout == "1 bookmark added, 0 known already\n"


@pytest.mark.parametrize("name", ["/no/such/file", "nul\x00"])
def test_a_file_that_cannot_be_read_is_said(name: str) -> None:
    assert "check the name" in refused("bookmarks", "import", name)


def test_checking_tells_what_became_of_each(library: Library) -> None:
    add("nobody could say who had untied it")
    add("left before")
    assert done("bookmarks", "check").startswith("2 unmoved, 0 moved, 0 changed, 0 orphaned")
    edited = WORDS.replace("could say", "would say")
    document = made_thread("A post.", f"First of all. {edited}", "Who says so?", id="ferry", url=URL)
    library.add(document, None, "")
    text = done("bookmarks", "check")
    assert text.startswith("0 unmoved, 1 moved, 1 changed, 0 orphaned")
    assert "now: nobody would say who had untied it" in text
    library.add(replace(document, entries=document.entries[:1]), None, "")
    result = run("bookmarks", "check", "--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["counts"]["orphaned"] == 2


def test_bookmarks_of_a_document_that_is_gone_are_kept_and_said(library: Library) -> None:
    add()
    library.remove("ferry")
    assert "1 bookmark of ferry, not in the library" in done("bookmarks", "check")
    assert "nobody could say" in done("bookmarks", "list", "--doc", "ferry")
    assert "nobody could say" in done("bookmarks", "export")


def test_lines_that_cannot_be_read_are_said(home: Path) -> None:
    add()
    path = Paths.find({"THREADSIDE_HOME": str(home)}).bookmarks
    path.write_bytes(path.read_bytes() + b"<<<<<<< ours\n")
    result = run("bookmarks")
    assert result.exit_code == 0
    assert "line 2" in result.stderr
    assert len(result.stdout.splitlines()) == 1


def test_a_variable_names_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THREADSIDE_BOOKMARKS", str(tmp_path / "mine.jsonl"))
    add()
    assert len(Bookmarks(tmp_path / "mine.jsonl").all()) == 1


def test_what_was_read_is_forgotten_on_demand(home: Path) -> None:
    store = Seen(home / "seen")
    read, _ = store.of("ferry", Edition.FULL)
    read.see("c1", "m")
    store.save("ferry", Edition.FULL, read)
    assert done("seen", "--reset", "ferry") == "all of ferry is new again\n"
    assert not store.of("ferry", Edition.FULL)[0].marks
