"""The road into the library: every source is read, or said in one line with the library as before."""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FileError, NotInLibrary, SourceError, ThreadsideError
from reader.intake import find_document, take_file, take_shipped
from reader.library import Library
from reader.model.codec import to_json
from reader.model.documents import Document, Edition
from tests.made import made_thread
from tests.strategies import documents

NOTHING = io.BytesIO(b"")
DIGEST = """---
format: threadside.digest/1
id: on-kettles
kind: thread
title: On kettles
---

=== post post
author: Mara Quill

She argues that kettles should whistle.

=== comment c1
author: Ivo Brandt
parent: post

He would rather have silence.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "home" / "library.db") as opened:
        yield opened


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    (folder / "on-kettles.md").write_text(DIGEST)
    (folder / "README.md").write_text("What these files are.")
    return folder


def as_source(document: Document) -> bytes:
    return json.dumps(to_json(document)).encode()


@settings(max_examples=20, deadline=None)
@given(documents().filter(lambda document: document.entries))
def test_a_printed_document_is_read_again_the_same(document: Document) -> None:
    with tempfile.TemporaryDirectory() as folder, Library(Path(folder, "library.db")) as library:
        added, read = take_file(library, "-", io.BytesIO(as_source(document)))
        assert read == library.document(added.id)
        assert read.entries == document.entries
        assert library.source(added.id) == ("standard input", as_source(document))


def test_a_file_is_read_and_its_source_kept(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "kettles.txt"
    path.write_text(DIGEST)
    added, document = take_file(library, str(path), NOTHING)
    assert (added.id, document.title) == ("on-kettles", "On kettles")
    assert library.source("on-kettles") == ("kettles.txt", DIGEST.encode())


def test_a_pipe_is_read_like_a_file(library: Library) -> None:
    read, write = os.pipe()
    os.write(write, DIGEST.encode())
    os.close(write)
    try:
        assert take_file(library, f"/dev/fd/{read}", NOTHING)[0].id == "on-kettles"
    finally:
        os.close(read)


def test_a_source_in_another_encoding_is_read_and_said(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "kettles.txt"
    path.write_bytes(DIGEST.replace("Quill", "Quïll").encode("cp1252"))
    _, document = take_file(library, str(path), NOTHING)
    assert document.entries[0].author == "Mara Quïll"
    assert any("1252" in warning for warning in document.report.warnings)
    assert library.document(document.id) == document


BAD = {
    "missing": None,
    "empty": b"",
    "blank": b" \n\t\n",
    "binary": bytes(range(256)) * 20,
    "picture": b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02" * 500,
    "neither": b"Only a few words about nothing in particular.\n",
    "markup": b"see [/ x and [red]x[/red]\n",
    "controls": b"\x1b[31m\x1b]52;c;aGk=\x07" * 50,
    "json": b'{"format": "threadside.document/1"',
    "json-newer": b'{"format": "threadside.document/2", "entries": []}',
    "json-deep": b"[" * 100_000,
    "json-list": b"[1, 2]",
    "digest-cut": DIGEST[:60].encode(),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_source_is_said_in_one_line(name: str, library: Library, tmp_path: Path) -> None:
    library.add(made_thread("a"), None, "")
    before = library.listings()
    path, held = tmp_path / name, BAD[name]
    if held is not None:
        path.write_bytes(held)
    with pytest.raises((FileError, SourceError)) as caught:
        take_file(library, str(path), NOTHING)
    assert caught.value.reason
    assert "\n" not in str(caught.value)
    assert library.listings() == before


@pytest.mark.parametrize("name", ["", ".", "\x00", "x" * 300, "\ud800", "no/such/folder"])
def test_a_name_of_no_file_is_said(name: str, library: Library) -> None:
    with pytest.raises(FileError):
        take_file(library, name, NOTHING)


def test_a_file_too_large_is_refused_before_it_is_read(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(200 * 2**20)
    with pytest.raises(SourceError, match="64 MiB"):
        take_file(library, str(path), NOTHING)


def test_a_device_without_end_is_refused(library: Library) -> None:
    with pytest.raises(SourceError, match="64 MiB"):
        take_file(library, "/dev/zero", NOTHING)


@settings(max_examples=40, deadline=None)
@given(st.sampled_from([DIGEST.encode(), as_source(made_thread("a", "b *c*"))]), st.floats(0, 1))
def test_a_source_cut_anywhere_is_read_or_refused(source: bytes, share: float) -> None:
    cut = io.BytesIO(source[: int(len(source) * share)])
    with (
        tempfile.TemporaryDirectory() as folder,
        Library(Path(folder, "library.db")) as library,
        suppress(ThreadsideError),
    ):
        added, document = take_file(library, "-", cut)
        assert library.document(added.id) == document


# Shipped digests


def test_shipped_digests_are_put_in_once(library: Library, content: Path) -> None:
    assert take_shipped(library, content) == []
    listing = library.listing("on-kettles")
    assert take_shipped(library, content) == []
    assert library.listing("on-kettles") == listing


def test_a_shipped_digest_that_only_was_touched_is_not_written_again(library: Library, content: Path) -> None:
    take_shipped(library, content)
    listing = library.listing("on-kettles")
    os.utime(content / "on-kettles.md", (1, 1))
    take_shipped(library, content)
    assert library.listing("on-kettles") == listing


def test_a_changed_shipped_digest_is_put_in_again(library: Library, content: Path) -> None:
    take_shipped(library, content)
    (content / "on-kettles.md").write_text(DIGEST.replace("silence", "silence at night"))
    take_shipped(library, content)
    assert "at night" in library.document("on-kettles").entries[1].markdown


def test_a_removed_digest_stays_removed_until_the_reader_adds_it(library: Library, content: Path) -> None:
    take_shipped(library, content)
    library.remove("on-kettles")
    (content / "on-kettles.md").write_text(DIGEST.replace("silence", "quiet"))
    take_shipped(library, content)
    assert library.listings() == []
    take_file(library, str(content / "on-kettles.md"), NOTHING)
    assert [listing.id for listing in library.listings()] == ["on-kettles"]


def test_a_shipped_digest_does_not_touch_the_full_edition(library: Library, content: Path) -> None:
    full = made_thread("A long argument for whistling.", "I want silence.", id="on-kettles")
    library.add(full, None, "")
    listing = library.listing("on-kettles")
    take_shipped(library, content)
    assert library.listing("on-kettles") == listing
    assert library.document("on-kettles").entries[1].summary == "He would rather have silence."
    assert library.document("on-kettles", Edition.DIGEST).title == "On kettles"


def test_a_shipped_digest_that_cannot_be_read_is_said_every_time_and_stops_no_other(
    library: Library, content: Path
) -> None:
    (content / "a-broken.md").write_text("---\nformat: threadside.digest/1\n")
    for _ in range(2):
        (problem,) = take_shipped(library, content)
        assert "a-broken.md" in problem
    assert [listing.id for listing in library.listings()] == ["on-kettles"]


def test_without_a_content_folder_there_are_no_digests(library: Library, tmp_path: Path) -> None:
    assert take_shipped(library, tmp_path / "none") == []
    assert library.listings() == []


def test_the_name_of_a_file_is_answered_with_how_to_add_it(library: Library, content: Path) -> None:
    take_shipped(library, content)
    assert find_document(library, "kettles") == "on-kettles"
    path = str(content / "README.md")
    with pytest.raises(NotInLibrary, match=f"threadside add {path}"):
        find_document(library, path)
    for name in ("nothing", "\x00", "x" * 5000):
        with pytest.raises(NotInLibrary, match="threadside list"):
            find_document(library, name)
