"""Where everything lives."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.paths import Paths, content_folder, styles_folder


def every_path(paths: Paths) -> list[Path]:
    return [paths.settings, paths.library, paths.state, paths.bookmarks, paths.index]


def test_one_variable_moves_everything(tmp_path: Path) -> None:
    paths = Paths.find({"THREADSIDE_HOME": str(tmp_path)})
    assert {path.parent for path in every_path(paths)} == {tmp_path}


@pytest.mark.parametrize("environment", [{}, {"THREADSIDE_HOME": ""}])
def test_without_the_variable_everything_lies_in_the_readers_own_folders(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for path in every_path(Paths.find(environment)):
        assert path.is_relative_to(tmp_path)
        assert "threadside" in path.parts


def test_no_two_files_share_a_path(tmp_path: Path) -> None:
    paths = every_path(Paths.find({"THREADSIDE_HOME": str(tmp_path)}))
    assert len(set(paths)) == len(paths)


def test_finding_creates_nothing(tmp_path: Path) -> None:
    Paths.find({"THREADSIDE_HOME": str(tmp_path / "new")})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("home", "folder"), [("~", ""), ("~/threads", "threads")])
def test_a_tilde_that_no_shell_expanded_is_the_home_folder(home: str, folder: str, tmp_path: Path) -> None:
    paths = Paths.find({"THREADSIDE_HOME": home, "HOME": str(tmp_path)})
    assert paths.library == tmp_path / folder / "library.db"


def test_a_relative_home_stays_where_it_is_when_the_folder_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert Paths.find({"THREADSIDE_HOME": "here"}).state == tmp_path / "here" / "state.json"


def test_the_folders_that_travel_are_there() -> None:
    assert content_folder().is_dir()
    assert styles_folder().is_dir()
