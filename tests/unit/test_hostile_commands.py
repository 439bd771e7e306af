"""No command prints a character upon which a terminal acts, and none loses a word, whatever it is given."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.__main__ import main
from reader.bookmark_commands import bookmarks as bookmark_group
from reader.cli import _LATER, commands
from tests.hostile import CORPUS, acting, planted, shown_words, words_of
from tests.hostile_library import INTERVIEW, QUOTED, THREAD, hostile_thread, settle

# Words an outsider may give in the place of any argument; no argument of a program can hold a NUL.
GIVEN = [text.replace("\x00", "").encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
         for name, text in CORPUS.items() if "word" not in name]  # fmt: skip
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder full of hostile strings; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("settled")
    settle(folder, bookmarked=11)
    return folder


@pytest.fixture
def say(
    settled: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Say:  # fmt: skip
    """Run a command over the hostile folder; its exit code, output and messages, all safe."""
    shutil.copytree(settled, home, dirs_exist_ok=True)
    # Some of the strings name files that a command is to write.
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        printed = capsys.readouterr()
        # A CSV file ends its lines as its RFC says.
        written = printed.out.replace("\r\n", "\n") if "csv" in arguments else printed.out
        assert acting(written + printed.err) == [], arguments
        assert "Traceback" not in printed.err
        assert "a fault of" not in printed.err, printed.err
        assert code in (0, 1, 2)
        return code, printed.out, printed.err

    return run


def every_word(numbers: range) -> set[str]:
    return {word for number in numbers for word in words_of(planted("", number))}


@pytest.mark.parametrize("form", ["--plain", "--markdown", "--json"])
def test_every_word_of_every_field_is_shown(say: Say, form: str) -> None:
    code, printed, said = say("show", THREAD, form)
    assert (code, said) == (0, "")
    size = len(CORPUS)
    wanted = every_word(range(size)) | every_word(range(100, 100 + size)) | every_word(range(990, 993))
    # Markdown in which the words stand as they came has a line for each; the plain form has all facts.
    assert wanted <= shown_words(printed)


@pytest.mark.parametrize("arguments", [
    ["list"], ["list", "--json"], ["show", THREAD, "c3"], ["show", INTERVIEW], ["show", THREAD, "c3", "--json"],
    ["search", "qavant*"], ["search", "--json", "qavant*", "--limit", "300"], ["search", "author:qavant*"],
    ["quotes"], ["quotes", "--json"], ["quotes", THREAD, "--check"],
    ["bookmarks"], ["bookmarks", "list", "--json"], ["bookmarks", "check"], ["bookmarks", "check", "--json"],
    ["bookmarks", "add", THREAD, "c2", "--quote", QUOTED, "--note", CORPUS["copy"], "--tag", CORPUS["title"]],
    *(["bookmarks", "export", "--format", form, "--context"] for form in ("markdown", "org", "html", "csv", "json")),
    ["seen", "--reset", THREAD], ["remove", THREAD], ["update"], ["update", THREAD], ["reindex"],
    ["doctor"], ["doctor", "--json"], ["speakers", INTERVIEW], ["speakers", INTERVIEW, "--json"],
    ["structure", THREAD], ["structure", THREAD, "--export", "-"],
    ["keys"], ["formats"], ["formats", "--json"], ["completion", "bash"], ["completion", "zsh"],
], ids=" ".join)  # fmt: skip
def test_what_a_command_prints_is_safe_and_whole(say: Say, arguments: list[str]) -> None:
    _, printed, _ = say(*arguments)
    cut = arguments[0] == "search" or arguments == ["quotes"] or arguments[:1] == ["bookmarks"]
    if not cut:
        shown = shown_words(printed)
        assert {word.replace("avant", "apres") for word in shown if "avant" in word} <= shown


def test_no_command_is_left_out() -> None:
    (mark,) = list(test_what_a_command_prints_is_safe_and_whole.pytestmark)  # type: ignore[attr-defined]
    tried = mark.args[1]
    # Adding and reading are tried below, and on a terminal; importing as well.
    assert {*commands.commands, *_LATER} - {"add", "show"} <= {words[0] for words in tried}
    assert set(bookmark_group.commands) - {"import"} <= {words[1] for words in tried if len(words) > 1}


@pytest.mark.parametrize("before", [
    ["show"], ["show", THREAD], ["add"], ["add", "--json"], ["add", "--as"], ["search"], ["search", "--json"],
    ["search", "--in"], ["search", "--limit"], ["quotes"], ["remove"], ["seen", "--reset"], ["update"], ["completion"],
    ["structure"], ["structure", THREAD, "--apply"], ["structure", THREAD, "--export"], ["doctor"], ["speakers"], ["speakers", INTERVIEW, "--rename"], ["show", "--former"], ["add", "--thread"],
    ["bookmarks"], ["bookmarks", "import"], ["bookmarks", "list", "--doc"], ["bookmarks", "list", "--tag"],
    ["bookmarks", "export", "--format"], ["bookmarks", "add", THREAD], ["--bookmarks"], [],
], ids=" ".join)  # fmt: skip
def test_any_argument_may_hold_anything(say: Say, before: list[str]) -> None:
    for at, given in enumerate(GIVEN):
        # Each string is tried with some commands, each command with some strings; all pairs by the bench.
        if (at + len("".join(before))) % 12 == 0:
            say(*before, given)
            say(*before, "--", given) if before else None


def test_a_query_that_cannot_be_followed_is_shown_without_what_acts(say: Say) -> None:
    code, _, said = say("search", f"{CORPUS['copy']} score:x{CORPUS['c1 csi']} (")
    assert code == 2
    assert "Y29waWVk" in said


@pytest.mark.parametrize("name", ["copy", "c1 csi", "rich", "surrogate", "newline"])
def test_files_of_any_name_are_added(say: Say, tmp_path: Path, name: str) -> None:
    as_named = planted(CORPUS[name]).replace("/", "").encode("utf-8", "surrogatepass")
    file = tmp_path / f"{as_named.decode('utf-8', 'surrogateescape')}.json.gz"
    document = {**hostile_thread(), "id": "from-file", "title": "", "url": None}
    file.write_bytes(gzip.compress(json.dumps(document).encode()))
    code, printed, said = say("add", str(file))
    assert (code, said) == (0, "")
    assert set(words_of(planted("", 993))) <= shown_words(printed)
    code, printed, _ = say("add", "--json", str(file))
    assert json.loads(printed)["reports"][0]["source"].encode("utf-8", "replace") == str(file).encode(
        "utf-8", "replace"
    )
    for refused in (
        {**document, "id": CORPUS["path"] + CORPUS["copy"]},
        {**document, "format": CORPUS["copy"]},
        CORPUS,
    ):
        file.write_bytes(gzip.compress(json.dumps(refused).encode()))
        code, _, said = say("add", str(file))
        assert code == 1
        assert said.count("\n") == 1
    file.write_bytes(b"\x00\x01\x1b")
    code, _, said = say("add", str(file))
    assert code == 1
    assert "qavantaz" in said


def test_settings_may_hold_anything(say: Say, home: Path) -> None:
    for at, text in enumerate(CORPUS.values()):
        known = text.encode("utf-8", "replace").decode()
        bare = json.dumps(known)
        lines = (f"theme = {bare}", f"{bare} = 1", f"[keys]\n{bare} = {bare}", f"bookmarks = {bare}", known)
        (home / "config.toml").write_bytes(lines[at % len(lines)].encode())
        say("bookmarks", "list", "--doc", THREAD)


def test_variables_may_hold_anything(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("THREADSIDE_THEME", "THREADSIDE_TEXT_WIDTH", "THREADSIDE_ASCII", "THREADSIDE_BOOKMARKS")
    for at, given in enumerate(GIVEN):
        with monkeypatch.context() as patch:
            patch.setenv(names[at % len(names)], given)
            say("bookmarks", "list", "--doc", THREAD)


@pytest.mark.parametrize("name", ["copy", "c1 csi", "newline", "rich stray"])
def test_the_folder_may_have_any_name(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / CORPUS[name]
    monkeypatch.setenv("THREADSIDE_HOME", str(folder))
    code, printed, _ = say("list")
    assert code == 0
    assert "jan-leike" in printed
    (folder / "library.db").write_bytes(b"no database" * 1000)
    code, _, said = say("list")
    assert code == 1
    assert said.count("\n") == 1


def test_bookmarks_from_elsewhere_may_hold_anything(say: Say, tmp_path: Path) -> None:
    file = tmp_path / "other.json"
    items = []
    for text in CORPUS.values():
        selector = {"type": "TextQuoteSelector", "exact": text}
        items += [
            {"type": "Annotation", "id": f"https://a.example/{text}", "body": {"type": "TextualBody", "value": text},
             "target": {"source": text, "selector": selector}},
            {"uri": text, "text": text, "tags": [text], "user": text, "id": text},
        ]  # fmt: skip
        file.write_bytes(text.encode("utf-8", "surrogatepass"))
        say("bookmarks", "import", str(file))
    file.write_text(json.dumps(items))
    say("bookmarks", "import", str(file))
    say("bookmarks")
