"""Settings: what the file and the environment say is followed, or refused with its line."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from reader.clean import clean_line
from reader.errors import FileError, SettingsError
from reader.settings import Settings, load_settings
from tests.strategies import texts


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(path: Path, text: str, **variables: str) -> Settings:
    path.write_text(text)
    return load_settings(path, {f"THREADSIDE_{name.upper()}": value for name, value in variables.items()})


def test_without_a_file_everything_is_as_by_default(path: Path) -> None:
    assert load_settings(path, {}) == Settings()


def test_every_setting_can_be_set_in_the_file(path: Path) -> None:
    text = """
# mine
theme = "threadside-light"
text_width = 66
cut_lines = 12
ascii = true
reduced_motion = true
bookmarks = "~/notes/mine.jsonl"

[keys]
"thread.parent" = "p,u"
thread.root = "r"
"""
    keys = {"thread.parent": "p,u", "thread.root": "r"}
    assert load(path, text) == Settings("threadside-light", 66, 12, True, True, keys, "~/notes/mine.jsonl")


def test_every_setting_is_documented() -> None:
    assert Settings.__doc__
    assert all(f"    {one.name}: " in Settings.__doc__ for one in fields(Settings))


def test_variables_win_over_the_file(path: Path) -> None:
    said = load(path, "text_width = 66\ncut_lines = 3", text_width="90", theme="nord", ascii="yes")
    assert said == Settings("nord", 90, 3, True)


def test_an_empty_variable_says_nothing(path: Path) -> None:
    assert load(path, "text_width = 66", text_width="") == Settings(text_width=66)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("them = 'x'", "did you mean theme"),
        ("colour = 'x'", "there are theme, text_width"),
        ("theme = 1", "theme is not a text"),
        ("text_width = '80'", "not a whole number"),
        ("text_width = 80.0", "not a whole number"),
        ("text_width = true", "not a whole number"),
        ("text_width = 19", "from 20 to 400"),
        ("text_width = 401", "from 20 to 400"),
        ("cut_lines = -1", "less than 0"),
        ("ascii = 1", "not true or false"),
        ("keys = 'x'", "not a table"),
        ("keys.thread.parent = 3", "keys of thread.parent"),
        ("theme = ", "not readable as TOML"),
        ("theme = 'x", "not readable as TOML"),
        ("text_width = 1\ntext_width = 2", "."),
        ("'[red]' = 1", "there is no setting"),
        ("'\x1b[31m' = 1", "not readable as TOML"),
    ],
)
def test_what_cannot_be_followed_is_refused_with_its_line(line: str, reason: str, path: Path) -> None:
    with pytest.raises(SettingsError, match=rf"config.toml, line [34]: .*{reason}.*; "):
        load(path, f"# a comment with theme = 1 in it\n\n{line}\n")


def test_a_wrong_key_in_a_table_is_refused_with_its_line(path: Path) -> None:
    with pytest.raises(SettingsError, match=r"line 4: keys of thread\.root"):
        load(path, "theme = 'root'\n[keys]\n'thread.parent' = 'p'\n'thread.root' = 1\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text_width", "wide"), ("text_width", "5"), ("text_width", "8" * 5000), ("cut_lines", "-2"),
        ("ascii", "maybe"),
    ],
)  # fmt: skip
def test_a_wrong_variable_is_refused_by_its_name(name: str, value: str, path: Path) -> None:
    with pytest.raises(SettingsError, match=f"THREADSIDE_{name.upper()}: "):
        load(path, "", **{name: value})


def test_a_file_in_another_encoding_is_refused_with_its_line(path: Path) -> None:
    path.write_bytes(b"theme = 'x'\n# \xff\n")
    with pytest.raises(SettingsError, match="line 2: it is not in UTF-8"):
        load_settings(path, {})


def test_a_byte_order_mark_is_no_error(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbftheme = 'x'\n")
    assert load_settings(path, {}).theme == "x"


def test_a_folder_in_its_place_is_said(path: Path) -> None:
    path.mkdir()
    with pytest.raises(FileError, match="it is a folder"):
        load_settings(path, {})


@hypothesis_settings(max_examples=60, deadline=None)
@given(text=texts(), form=st.sampled_from(["{}", "theme = {}", "[{}]", "'{}' = 1", "theme = '{}'"]))
def test_whatever_the_file_holds_is_followed_or_refused(
    text: str, form: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("settings") / "config.toml"
    path.write_bytes(form.format(text).encode("utf-8", "surrogatepass"))
    try:
        theme = load_settings(path, {}).theme
        assert theme == clean_line(theme)
    except SettingsError as error:
        refused = str(error)
        assert "\n" not in refused
