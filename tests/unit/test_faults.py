"""Faults: told in one sentence with a report, in which no text of documents is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reader.__main__ import run
from reader.errors import UnexpectedError
from reader.faults import write_report
from reader.importers.plain import escape_markdown

SECRET = "what the document says"


def fail() -> int:
    """A fault that goes through our own code, with a text in its message and in its variables."""
    text = SECRET
    try:
        escape_markdown(text.encode())  # type: ignore[arg-type]
    except Exception as error:
        raise KeyError(text) from error
    return 0


def reports(home: Path) -> list[Path]:
    return sorted((home / "reports").glob("*")) if (home / "reports").is_dir() else []


def test_a_fault_is_one_line_with_a_report_and_an_exit_code(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(fail, ["add"]) == 1
    said = capsys.readouterr()
    (report,) = reports(home)
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert said.err.startswith("threadside: a fault of Threadside itself (KeyError)")
    assert str(report) in said.err
    assert SECRET not in said.err


def test_a_report_says_where_and_on_what_but_no_text(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(fail, ["add"])
    text = reports(home)[0].read_text()
    assert SECRET not in text
    assert "builtins.KeyError" in text
    assert re.search(r"^  reader/importers/plain\.py:\d+ in ", text, re.MULTILINE)
    assert re.search(r"^  \(1 outside Threadside\)$", text, re.MULTILINE)
    assert "last commands: add" in text
    assert "textual 8." in text
    assert str(Path.home()) not in text


def test_what_the_reader_asked_for_last_is_in_the_report(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def act() -> int:
        raise UnexpectedError(ValueError(SECRET), ["move.next", "link.follow"])

    assert run(act) == 1
    assert "your place was kept" in capsys.readouterr().err
    assert "last commands: move.next, link.follow" in reports(home)[0].read_text()


def test_only_the_last_reports_are_kept(home: Path) -> None:
    for number in range(25):
        path = write_report(ValueError(), os.environ, [f"c{number}"])
    assert len(reports(home)) == 20
    assert path in reports(home)


def test_a_report_that_cannot_be_written_is_told(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "reports").write_text("a file where the folder should be")
    assert run(fail) == 1
    assert "no report of it could be written" in capsys.readouterr().err


def test_a_program_of_its_own_ends_with_one_line(home: Path) -> None:
    code = "import sys; from reader.__main__ import run; sys.exit(run(lambda: [][1]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
