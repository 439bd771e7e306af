"""The two originals, laid on our digests, have the structure that close reading found."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reader.errors import SourceError
from reader.importers.registry import read_source
from reader.importers.source import Source, decode
from reader.model.documents import Document, Entry, EntryKind, Flag
from tests.unit.importing import assert_accounted, assert_nothing_lost, assert_parsed

CONTENT = Path(__file__).resolve().parents[2] / "content"


@cache
def load(path: Path) -> Source:
    return Source(path.name, decode(path.read_bytes(), path.name)[0])


@cache
def digests() -> tuple[Document, ...]:
    return tuple(read_source(load(CONTENT / f"{name}.md")) for name in (
        "common-misconceptions-about-openai", "jan-leike-on-superalignment"
    ))  # fmt: skip


# What inference finds of 75 beginnings and 75 parents in the page whose headers were lost.
_STARTS, _PARENTS = 68, 49


@pytest.fixture
def structure(shared: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((shared / "seeds" / "thread-structure.json").read_text())
    return read


def read(path: Path, *, is_known: bool) -> Document:
    source = load(path)
    document = read_source(source, digests() if is_known else ())
    assert_accounted(document, source.text)
    assert_nothing_lost(document, source.text)
    assert_parsed(document)
    return document


def comments(document: Document) -> list[Entry]:
    return [entry for entry in document.entries if entry.kind is EntryKind.COMMENT]


def parent_of(comment: dict[str, Any]) -> str | None:
    return f"c{comment['parent']}" if comment["parent"] else None


def flags_of(comment: dict[str, Any]) -> set[str]:
    stated = {"truncated", "retracted"} & {name for name, value in comment.items() if value is True}
    return stated | ({"collapsed"} if comment["shown"] == "collapsed" else set())


def test_the_known_thread_is_laid_as_close_reading_found_it(shared: Path, structure: dict[str, Any]) -> None:
    document = read(shared / "seeds" / structure["source_file"], is_known=True)
    lines = {run.place: [run.first, run.last] for run in document.report.lines if not run.is_header}
    assert len(document.report.lines) == len({run.place for run in document.report.lines})
    assert [
        (
            entry.id, entry.parent, entry.author, entry.score,
            set(entry.inferred), set(entry.flags), lines[entry.id],
        )
        for entry in comments(document)
    ] == [
        (
            f"c{each['n']}", parent_of(each), each["author"], each["score"],
            set(each["inferred"]), flags_of(each), each["lines"],
        )
        for each in structure["comments"]
    ]  # fmt: skip
    assert (len(comments(document)), sum(entry.parent is None for entry in comments(document))) == (75, 12)
    assert document.report.found["stated authors"] == 26
    assert (lines["post"], document.report.warnings) == (structure["post_lines"], ())


def test_the_known_thread_keeps_the_post_and_what_the_page_states(
    shared: Path, structure: dict[str, Any]
) -> None:
    document = read(shared / "seeds" / structure["source_file"], is_known=True)
    headings = [(entry.text, entry.level) for entry in document.entries[0].passages if entry.level]
    assert headings == [(each["title"], each["level"] + 1) for each in structure["headings"]]
    assert len(headings) == 21
    assert (document.title, list(document.authors), document.url, list(document.tags), document.score) == (
        structure["document"], [structure["author"]], structure["url"], structure["tags"], structure["score"]
    )  # fmt: skip
    assert document.report.announced == document.report.imported == 75
    assert all(entry.summary for entry in document.entries)


def test_the_same_thread_unknown_is_inferred(shared: Path, structure: dict[str, Any]) -> None:
    document = read(shared / "seeds" / structure["source_file"], is_known=False)
    stated = [entry for entry in comments(document) if Flag.COLLAPSED in entry.flags]
    assert [(entry.author, entry.score) for entry in stated] == [
        (each["author"], each["score"]) for each in structure["comments"] if each["shown"] == "collapsed"
    ]
    assert document.report.announced == 75
    lines = {run.place: run.first for run in reversed(document.report.lines) if not run.is_header}
    known = {each["lines"][0]: each for each in structure["comments"]}
    found = {lines[entry.id]: entry for entry in comments(document)}
    assert len(found.keys() & known.keys()) >= _STARTS
    assert all(known[line]["author"] == entry.author for line, entry in found.items() if entry.author)
    parents = {0: None} | {known[line]["n"]: entry.id for line, entry in found.items() if line in known}
    right = [line for line in found.keys() & known.keys()
             if parents.get(known[line]["parent"], "?") == found[line].parent]  # fmt: skip
    assert len(right) >= _PARENTS


def test_headers_that_a_copy_kept_name_every_author(shared: Path) -> None:
    document = read(shared / "data" / "lesswrong" / "text_copy_14_comments.txt", is_known=False)
    listed = document.report.left_out["contributors"].split("\n")
    shown = [f"{entry.score}{entry.author}" for entry in comments(document)]
    assert sorted(shown) == sorted(listed)
    assert len(shown) == document.report.announced == 14


@pytest.mark.parametrize("is_known", [True, False])
def test_the_interview_has_its_sections_speakers_and_turns(shared: Path, is_known: bool) -> None:
    document = read(shared / "seeds" / "004_5945854955eb9266.txt", is_known=is_known)
    digest = digests()[1]
    assert [(entry.id, entry.kind, entry.parent, entry.author) for entry in document.entries] == [
        (entry.id, entry.kind, entry.parent, entry.author) for entry in digest.entries
    ]
    kinds = [entry.kind for entry in document.entries]
    assert (kinds.count(EntryKind.TURN), kinds.count(EntryKind.SECTION)) == (28, 9)
    assert [passage.level for entry in document.entries for passage in entry.passages if passage.level] == [
        2, 2, 3, 3, 3, 3, 3, 3, 3
    ]  # fmt: skip
    assert (document.url, document.authors, document.posted_at, document.score) == (
        digest.url, digest.authors, digest.posted_at, digest.score
    )  # fmt: skip
    assert (document.id == digest.id) == is_known
    assert document.report.warnings == ()


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.77, 0.9, 0.999])
@pytest.mark.parametrize("name", ["000_5bfa1ea67b6e2ea9.txt", "004_5945854955eb9266.txt"])
def test_an_original_cut_anywhere_is_read_or_refused(shared: Path, name: str, share: float) -> None:
    whole = load(shared / "seeds" / name).text
    text = whole[: int(len(whole) * share)]
    try:
        document = read_source(Source(name, text), digests())
    except SourceError:
        return
    assert_accounted(document, text)
    assert_nothing_lost(document, text)


@pytest.mark.parametrize(
    ("name", "has_title", "announced"),
    [("text_copy_14_comments.txt", True, 14), ("text_copy_headerless_1_comment.txt", False, 1)],
)
def test_other_copies_of_forum_pages_are_read_whole(
    shared: Path, name: str, has_title: bool, announced: int
) -> None:
    path = shared / "data" / "lesswrong" / name
    document = read(path, is_known=True)
    assert document.report.announced == announced
    assert (document.title == load(path).text.split("\n")[0]) == has_title
    assert ("title" not in document.inferred) == has_title


def test_the_beginning_of_a_transcript_is_read_whole(shared: Path) -> None:
    document = read(shared / "data" / "transcripts" / "80k_plain_excerpt.txt", is_known=True)
    assert document.report.found == {"turns": 2, "sections": 3, "speakers": 1}
    assert len(document.report.warnings) == 1


def test_every_file_beside_them_is_read_or_refused_by_name(shared: Path) -> None:
    refused = set()
    for path in sorted((shared / "data").rglob("*.*")):
        try:
            document = read_source(load(path), digests())
        except SourceError as error:
            assert error.subject == path.name
            refused.add(path.name)
        else:
            assert document.entries
            assert document.report.format
    assert refused <= {"README.md"}
