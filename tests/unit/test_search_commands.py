"""The commands that search print what was found, and exit as grep does."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from reader.errors import ThreadsideError
from reader.index import Index
from reader.library import Library
from reader.paths import Paths
from reader.search_commands import reindex, search
from tests.unit.indexing import GARDEN, TALK


@pytest.fixture(autouse=True)
def paths(home: Path) -> Paths:
    found = Paths.find({"THREADSIDE_HOME": str(home)})
    with Library(found.library) as library:
        library.add(GARDEN, None, "")
        library.add(TALK, None, "")
    return found


def run(command: click.Command, *words: str) -> Result:
    return CliRunner().invoke(command, words)


def test_hits_are_printed_plainly_in_a_pipe() -> None:
    result = run(search, "hedges", "clipping")
    assert result.exit_code == 0
    assert result.stdout == (
        "garden#c2, comment, Ada Brook, 3 points\n  Hedges need clipping twice a year.\n"
    )


def test_json_says_what_the_issue_asks() -> None:
    result = run(search, "hedges clipping", "--json")
    said = json.loads(result.stdout)
    assert (said["query"], said["total"], said["suggestion"]) == ("hedges clipping", 1, None)
    hit = said["hits"][0]
    assert hit.pop("relevance") > 0
    assert hit == {
        "document": "garden", "entry": "c2", "kind": "comment", "author": "Ada Brook", "score": 3,
        "excerpt": "Hedges need clipping twice a year.", "spans": [[0, 6], [12, 20]],
    }  # fmt: skip


def test_nothing_found_exits_with_1_and_offers_what_was_meant() -> None:
    result = run(search, "gravvel")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "did you mean: gravel" in result.stderr
    result = run(search, "gravvel", "--json")
    assert (result.exit_code, json.loads(result.stdout)["suggestion"]) == (1, "gravel")


def test_an_invalid_query_is_wrong_usage_shown_at_the_character() -> None:
    result = run(search, "hedges AND")
    assert result.exit_code == 2
    assert "  hedges AND\n         ^" in result.stderr


def test_options_choose_the_document_the_number_and_the_order() -> None:
    assert "talk#t3" in run(search, "wind", "--in", "seeds").stdout
    assert run(search, "wind", "--limit", "1", "--sort", "place").stdout.startswith("garden#post")
    assert "1 of 4" in run(search, "wind", "--limit", "1").stderr
    assert run(search, "wind", "--sort", "colour").exit_code == 2
    with pytest.raises(ThreadsideError):
        CliRunner().invoke(search, ["wind", "--in", "nothing"], catch_exceptions=False)


def test_what_was_added_since_is_found(paths: Paths) -> None:
    assert run(search, "medlar").exit_code == 1
    from tests.made import made_thread

    with Library(paths.library) as library:
        library.add(made_thread("A medlar.", id="medlar"), None, "")
    assert run(search, "medlar").exit_code == 0


def test_reindex_builds_the_index_anew(paths: Paths) -> None:
    run(search, "wind")
    before = {path.name for path in paths.index.iterdir()}
    result = run(reindex)
    assert result.exit_code == 0
    assert result.stdout.startswith("indexed ")
    assert before != {path.name for path in paths.index.iterdir()}
    with Library(paths.library) as library, Index(paths.index, library) as index:
        assert index.is_current()
