"""The audit of quotations on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reader.library import Library
from reader.paths import Paths
from reader.quote_commands import quotes
from tests.made import made_thread

SAID = "The harbour master keeps a careful list of every boat, and nobody is ever allowed to read that list."


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(quotes, arguments)


@pytest.fixture(autouse=True)
def library(home: Path) -> None:
    with Library(Paths.find({"THREADSIDE_HOME": str(home)}).library) as library:
        library.add(made_thread("A post.", SAID, f"> {SAID}", id="right"), None, "")
        library.add(
            made_thread("A post.", SAID, f"> {SAID.replace('careful', 'wild')}", id="edited"), None, ""
        )


def test_every_quotation_is_listed_with_its_source_and_verdict() -> None:
    printed = asked("right")
    assert printed.exit_code == 0
    assert "exact" in printed.output
    assert "c2 Writer 2 < c1 Writer 1" in printed.output
    assert printed.output.endswith("1 quotation: 1 exact\n")


def test_check_fails_when_a_quotation_is_edited() -> None:
    assert asked("right", "--check").exit_code == 0
    assert asked("edited", "--check").exit_code == 1
    assert "“careful” became “wild”" in asked("edited").output


def test_json_says_the_same() -> None:
    written = json.loads(asked("edited", "--json").output)["quotations"]
    assert [(one["from"]["entry"], one["verdict"], one["to"][0]["entry"]) for one in written] == [
        ("c2", "edited", "c1")
    ]
    assert [(change["was"], change["now"]) for change in written[0]["difference"]] == [("careful", "wild")]
