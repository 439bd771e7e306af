"""The command that lists doubts, and gives corrections to other readers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reader.cli import commands
from reader.library import Library
from reader.mending import Mending
from reader.model import wishes
from reader.model.documents import Report
from reader.model.guesses import AUTHOR, PARENT, Guess
from reader.paths import Paths
from tests.made import made_thread
from tests.samples import sample_thread

GUESSES = (
    Guess("c2", PARENT, 0.5, ("It quotes c1.", "It follows c1."), "c6"),
    Guess("c4", AUTHOR, 0.4, ("It is spoken to as Bo.",), "Bo Reed"),
    Guess("c5", PARENT, 0.9, ("It quotes c1 twice.",), ""),
)


def asked(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(commands, ["structure", *arguments], input=given)


@pytest.fixture
def library(home: Path) -> Path:
    path = Paths.find({"THREADSIDE_HOME": str(home)}).library
    with Library(path) as opened:
        opened.add(replace(sample_thread(), report=Report(guesses=GUESSES)), None, "")
        opened.add(made_thread("A post.", "Words of another document.", id="other"), None, "")
    return path


def test_doubts_are_listed_with_their_reasons(library: Path) -> None:
    printed = asked("on-tides")
    assert printed.exit_code == 0
    rows = [" ".join(line.split()) for line in printed.stdout.splitlines()]
    assert rows[1:] == [
        "c2 parent c1 0.50 It quotes c1.; It follows c1.; or else c6",
        "c4 author 0.40 It is spoken to as Bo.; or else Bo Reed",
    ]
    assert "2 of 3 inferred are in doubt" in printed.stderr
    written = json.loads(asked("on-tides", "--json").stdout)["guesses"]
    assert [one["value"] for one in written] == ["c1", None, "c1"]
    assert "nothing here was inferred" in asked("other").stderr


def test_what_one_reader_gives_another_takes(library: Path, tmp_path: Path) -> None:
    refused = asked("on-tides", "--export", "-")
    assert refused.exit_code == 1
    assert "nothing of it was corrected" in refused.stderr
    with Library(library) as opened:
        Mending(opened).correct("on-tides", lambda shown: wishes.move(shown, "c5", "c8"))
    path = tmp_path / "tides.json"
    assert asked("on-tides", "--export", str(path)).exit_code == 0
    assert asked("on-tides", "--export", "-").stdout == path.read_text()
    with Library(library) as opened:
        Mending(opened).undo("on-tides")
    assert "1 correction made" in asked("on-tides", "--apply", str(path)).stdout
    assert "so already" in asked("on-tides", "--apply", "-", given=path.read_text()).stdout
    with Library(library) as opened:
        assert {one.id: one.parent for one in opened.document("on-tides").entries}["c5"] == "c8"


def test_what_is_of_another_document_changes_nothing(library: Path, tmp_path: Path) -> None:
    with Library(library) as opened:
        Mending(opened).correct("on-tides", lambda shown: wishes.move(shown, "c5", "c8"))
    path = tmp_path / "tides.json"
    asked("on-tides", "--export", str(path))
    printed = asked("other", "--apply", str(path))
    assert printed.exit_code == 1
    assert "another text" in printed.stderr
    assert "nothing was changed" in printed.stderr


@pytest.mark.parametrize("given", ["", "{}", "not JSON", '{"format": "threadside.structure/9"}'])
def test_what_is_no_structure_file_is_said_in_one_line(library: Path, given: str) -> None:
    printed = asked("on-tides", "--apply", "-", given=given)
    assert printed.exit_code == 1
    assert len(printed.stderr.splitlines()) == 1
    assert "structure file" in printed.stderr


def test_wrong_usage_and_missing_files_are_said(library: Path) -> None:
    assert asked("on-tides", "--apply", "a", "--export", "b").exit_code == 2
    missing = asked("on-tides", "--apply", "no-such-file")
    assert missing.exit_code == 1
    assert "no-such-file" in missing.stderr
    assert asked("nothing-like-it").exit_code == 1
