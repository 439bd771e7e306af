"""The command line: results on stdout, one clear line on stderr, and the exit code that goes with it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from click import Context
from click.testing import CliRunner, Result

from reader import __version__
from reader.__main__ import main
from reader.cli import commands
from reader.library import Library
from reader.model.codec import from_json, to_json
from reader.model.documents import Edition
from tests.made import comments, made_thread

ROOT = Path(__file__).resolve().parents[2]
# Before 8.2 click's runner mixed the two outputs unless told.
_APART: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in signature(CliRunner).parameters else {}
SHIPPED = {"common-misconceptions-about-openai", "jan-leike-on-superalignment"}


@pytest.fixture(autouse=True)
def _home(home: Path) -> None:
    """No test of this module touches the reader's own files."""


def run(*arguments: str, input: str | bytes | None = None) -> Result:
    result = CliRunner(**_APART).invoke(commands, arguments, input=input, prog_name="threadside")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def done(*arguments: str, input: str | bytes | None = None) -> str:
    result = run(*arguments, input=input)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def refused(*arguments: str, input: str | bytes | None = None) -> str:
    """The one line that says why something could not be done; the library is as before."""
    before = done("list", "--json")
    result = run(*arguments, input=input)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("threadside: ")
    assert line.isprintable()
    assert done("list", "--json") == before
    return line


def process(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reader", *arguments]
    environment = os.environ | changes
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def listed() -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in json.loads(done("list", "--json"))["documents"]}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "kettles.json"
    path.write_text(json.dumps(to_json(made_thread("The post.", *comments(4), id="on-kettles"))))
    return path


# Commands


def test_the_shipped_digests_are_there_from_the_start() -> None:
    documents = listed()
    assert set(documents) == SHIPPED
    fields = {"id", "kind", "edition", "title", "url", "entries", "added_at"}
    assert all(set(one) == fields for one in documents.values())
    assert documents["common-misconceptions-about-openai"]["entries"] == 76


def test_a_list_shows_every_document_in_a_line_of_its_own() -> None:
    head, *lines = done("list").splitlines()
    assert head.split() == ["id", "kind", "edition", "entries", "title"]
    assert {line.split()[0] for line in lines} == SHIPPED


def test_strictly_nothing_is_added_of_which_something_is_lost() -> None:
    unsafe = "# Pots\n\nAll \x1b[31m red."
    assert "unsafe characters replaced: 1" in refused("add", "--strict", "-", input=unsafe)
    done("add", "--strict", "-", input=unsafe.replace("\x1b", ""))
    done("add", "-", input=unsafe)


def test_one_thread_of_a_file_of_mail_is_added() -> None:
    letter = "From a@b Mon Mar  3 10:00:00 2031\nFrom: a@b.example\nDate: x\nSubject: {}\n\nText.\n\n"
    both = letter.format("Pots") + letter.format("Pans")
    assert "1 Pots (1); 2 Pans (1)" in refused("add", "-", input=both)
    assert done("add", "-", "--thread", "pans", input=both).startswith("pans-")
    assert "--thread" in refused("add", "-", "--thread", "pans", input="# Pots\n\nPans.")


def test_added_documents_are_said_and_there(source: Path) -> None:
    said = done("add", str(source))
    assert said.startswith("on-kettles: Title of on-kettles (thread, full edition)\n  new in the library\n")
    assert "takes the place of the full edition" in done("add", str(source))
    assert listed()["on-kettles"]["entries"] == 5


def test_standard_input_is_added(source: Path) -> None:
    done("add", "-", input=source.read_bytes())
    assert "on-kettles" in listed()


def test_a_digest_under_a_full_edition_is_said_to_stay_behind(source: Path) -> None:
    done("add", str(source))
    digest = made_thread("It argues.", id="on-kettles", edition=Edition.DIGEST)
    assert "kept behind the full edition" in done("add", "-", input=json.dumps(to_json(digest)))
    assert listed()["on-kettles"]["edition"] == "full"
    assert "the digest edition is shown again" in done("remove", "on-kettles")
    assert listed()["on-kettles"]["edition"] == "digest"


def test_reports_are_printed_as_json(source: Path) -> None:
    (report,) = json.loads(done("add", "--json", str(source)))["reports"]
    assert (report["source"], report["document"], report["replaced"]) == (str(source), "on-kettles", None)
    assert {"format", "announced", "imported", "orphans", "cleaned", "warnings", "left_out"} <= set(report)
    (report,) = json.loads(done("add", "--json", str(source)))["reports"]
    assert report["replaced"] == "full"


def test_one_source_that_fails_stops_no_other(source: Path, tmp_path: Path) -> None:
    result = run("add", "--json", str(tmp_path / "missing"), str(source), str(tmp_path))
    assert result.exit_code == 1
    assert [report["document"] for report in json.loads(result.stdout)["reports"]] == ["on-kettles"]
    assert len(result.stderr.splitlines()) == 2


def test_a_document_printed_as_json_is_read_again_the_same(source: Path) -> None:
    done("add", str(source))
    printed = done("show", "on-kettles", "--json")
    document = from_json(json.loads(printed))
    assert document.entries == made_thread("The post.", *comments(4)).entries
    done("add", "-", input=printed)
    assert json.loads(done("show", "on-kettles", "--json"))["entries"] == json.loads(printed)["entries"]


def test_a_branch_printed_as_json_does_not_replace_the_document_when_added(source: Path) -> None:
    done("add", str(source))
    printed = done("show", "on-kettles", "c3", "--json")
    assert [entry["id"] for entry in json.loads(printed)["entries"]] == ["c1", "c2", "c3", "c4"]
    done("add", "-", input=printed)
    assert (listed()["on-kettles"]["entries"], listed()["on-kettles-c3"]["entries"]) == (5, 4)


@pytest.mark.parametrize("form", [[], ["--plain"], ["--markdown"]])
def test_a_branch_is_printed_with_what_it_answers(form: list[str], source: Path) -> None:
    done("add", str(source))
    printed = done("show", "kettles", "c2", *form)
    assert "In reply to: Comment c1" in printed
    assert "The post." not in printed
    assert all(f"What comment number {number} says." in printed for number in range(4))


def test_a_removed_document_is_gone() -> None:
    assert done("remove", "jan").startswith("removed jan-leike-on-superalignment: ")
    assert "jan-leike-on-superalignment" not in listed()


def test_an_empty_library_is_said() -> None:
    for id in SHIPPED:
        done("remove", id)
    result = run("list")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "threadside add PATH" in result.stderr
    assert json.loads(done("list", "--json")) == {"documents": []}


def test_the_originals_take_the_place_of_the_digests(shared: Path) -> None:
    seeds = shared / "seeds"
    done("add", *(str(path) for path in sorted(seeds.glob("0*.txt"))))
    assert {id: one["edition"] for id, one in listed().items()} == dict.fromkeys(SHIPPED, "full")
    structure = json.loads((seeds / "thread-structure.json").read_text())["comments"]
    post, *read = json.loads(done("show", "common", "--json"))["entries"]
    parents = [f"c{comment['parent']}" if comment["parent"] else None for comment in structure]
    assert [(entry["author"], entry["parent"]) for entry in read] == [
        (comment["author"], parent) for comment, parent in zip(structure, parents, strict=True)
    ]
    assert all(entry["summary"] for entry in (post, *read))
    done("remove", "common")
    assert listed()["common-misconceptions-about-openai"]["edition"] == "digest"


# What cannot be done


@pytest.mark.parametrize("command", ["show", "remove"])
@pytest.mark.parametrize(
    "name", ["nothing", "", "o", "[red]x[/red]", "see [/ x", "\x1b[31m", "a\nb", "x" * 5000]
)
def test_a_name_of_no_document_or_of_several_is_said(command: str, name: str) -> None:
    assert "; " in refused(command, name)


@pytest.mark.parametrize("command", ["show", "remove"])
def test_the_name_of_a_file_is_answered_with_how_to_add_it(command: str, source: Path) -> None:
    assert f"threadside add {source}" in refused(command, str(source))


def test_an_entry_that_is_not_there_is_answered_with_those_alike() -> None:
    assert "there are c1" in refused("show", "common", "c111")


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (None, "no such file"),
        (b"", "empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"Only a few words.", "it looks like plain text"),
        (b"<html><body></body></html>", ""),
        (b'{"format": "threadside.document/1"', "JSON"),
    ],
)
def test_a_source_that_cannot_be_read_is_said(held: bytes | None, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "source"
    if held is not None:
        path.write_bytes(held)
    assert reason in refused("add", str(path))


def test_a_folder_and_a_large_file_are_said(tmp_path: Path) -> None:
    assert "folder" in refused("add", str(tmp_path))
    with (tmp_path / "large").open("wb") as file:
        file.truncate(200 * 2**20)
    assert "64 MiB" in refused("add", str(tmp_path / "large"))


def test_a_damaged_library_is_said_and_kept(home: Path) -> None:
    (home / "library.db").write_bytes(b"no database" * 500)
    result = run("list")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "library.db: it is damaged" in result.stderr
    assert (home / "library.db").read_bytes() == b"no database" * 500


def test_a_home_that_cannot_be_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").touch()
    monkeypatch.setenv("THREADSIDE_HOME", str(home / "file" / "deeper"))
    result = run("list")
    assert result.exit_code == 1
    assert "THREADSIDE_HOME" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["show"], ["add"], ["remove"], ["show", "a", "b", "c"], ["--wrong"], ["list", "x"], ["a", "b", "c"],
        ["completion", "tcsh"], ["show", "--wrong", "x"],
    ],
)  # fmt: skip
def test_wrong_usage_is_told_apart(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: threadside")


# The process


def test_the_version_is_said_in_every_way() -> None:
    said = f"threadside {__version__}\n"
    assert done("--version") == done("-V") == said
    assert process("--version").stdout == process("-V").stdout == said


def test_the_version_is_said_without_importing_anything() -> None:
    script = "import sys; from reader.__main__ import main; main(['--version']); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"click", "json", "sqlite3", "re", "dataclasses", "reader.errors"} & set(ran.stdout.split())


COMMAND_LINES = (
    "list", "show common", "show common --json", "show jan --markdown", "quotes", "search staff", "reindex",
    "bookmarks", "seen", "formats", "keys", "completion bash", "doctor", "speakers jan", "structure jan", "add nothing.txt",
    "update nothing", "remove jan",
)  # fmt: skip
_RUN_ALL = f"""
import contextlib, io, sys
from reader.__main__ import main
for line in {COMMAND_LINES}:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        main(line.split())
    if {{"textual", "rich"}} & set(sys.modules):
        sys.exit(line)
"""


def test_no_command_but_the_reader_imports_textual() -> None:
    known = set(commands.list_commands(Context(commands)))
    assert {line.split()[0] for line in COMMAND_LINES} == known, "each command stands here once at least"
    ran = subprocess.run(
        [sys.executable, "-c", _RUN_ALL], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stderr) == (0, "")


def test_a_process_ends_as_the_command_did() -> None:
    listing, missing, wrong = process("list"), process("show", "nothing"), process("show")
    assert (listing.returncode, listing.stderr) == (0, "")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert missing.stderr.startswith("threadside: nothing: ")
    assert wrong.returncode == 2


@pytest.mark.parametrize("arguments", [[], ["common"], ["common", "jan"], ["no-such-document"]])
def test_reading_without_a_terminal_is_said(arguments: list[str]) -> None:
    ran = process(*arguments)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr == (
        "threadside: standard output: reading needs a terminal; use `threadside show DOC`, which prints\n"
    )


def test_a_terminal_that_knows_no_such_characters_stops_nothing(source: Path) -> None:
    source.write_text(source.read_text().replace("The post.", "Čeština, 漢字."))
    done("add", str(source))
    ran = process("show", "on-kettles", PYTHONIOENCODING="latin-1")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "?e?tina, ??." in ran.stdout
    printed = process("show", "on-kettles", "--json", PYTHONIOENCODING="latin-1").stdout
    assert json.loads(printed)["entries"][0]["markdown"] == "Čeština, 漢字."


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_output_that_cannot_be_written_is_said() -> None:
    command = [sys.executable, "-m", "reader", "show", "common"]
    with open("/dev/full", "w") as full:
        ran = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (1, "threadside: the output: the disk is full\n")


def test_a_reader_of_the_output_who_has_enough_is_no_error() -> None:
    command = f"{sys.executable} -m reader show common | head -n 1"
    ran = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("Common misconceptions about OpenAI\n", "")


def test_closed_streams_are_no_error() -> None:
    command = f"{sys.executable} -m reader list <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], cwd=ROOT, check=False).returncode == 0


def test_a_fault_of_our_own_is_said_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Library, "listings", lambda library: 1 // 0)
    assert main(["list"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert "ZeroDivisionError" in line
    assert "please report it" in line


def test_an_interrupt_ends_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(library: Library) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Library, "listings", interrupt)
    assert main(["list"]) == 130
    assert capsys.readouterr().out == ""


# Completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_completion_script_is_printed(shell: str) -> None:
    assert "_THREADSIDE_COMPLETE" in done("completion", shell)


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("threadside show ja", {"jan-leike-on-superalignment"}),
        ("threadside remove com", {"common-misconceptions-about-openai"}),
        ("threadside com", {"common-misconceptions-about-openai", "completion"}),
        ("threadside show --m", {"--markdown"}),
    ],
)
def test_commands_documents_and_options_are_completed(words: str, completed: set[str]) -> None:
    done("list")
    ran = process(COMP_WORDS=words, COMP_CWORD=str(words.count(" ")), _THREADSIDE_COMPLETE="bash_complete")
    assert {line.partition(",")[2] for line in ran.stdout.splitlines()} == completed
    assert ran.stderr == ""


def test_completion_of_a_damaged_library_is_silent(home: Path) -> None:
    (home / "library.db").write_bytes(b"no database" * 500)
    ran = process(COMP_WORDS="threadside show x", COMP_CWORD="2", _THREADSIDE_COMPLETE="bash_complete")
    assert (ran.stdout.strip(), ran.stderr) == ("", "")
