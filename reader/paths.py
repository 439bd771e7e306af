"""Where everything lives: the reader's files, and what travels in the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "THREADSIDE_HOME"
_NAME = "threadside"
_PACKAGE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Paths:
    """Where the reader's files live.

    Attributes:
        settings: The settings, TOML.
        library: The documents, an SQLite database that holds each one's source as well.
        state: Last places, folds and panes, JSON.
        bookmarks: The reader's passages, JSON Lines.
        index: The folder of the search index, which may be deleted at any time.
    """

    settings: Path
    library: Path
    state: Path
    bookmarks: Path
    index: Path

    @classmethod
    def find(cls, environment: Mapping[str, str]) -> Paths:
        """Where the files of this reader live; nothing is created.

        Args:
            environment: Environment variables. THREADSIDE_HOME, when not empty, is one folder for
                all files; otherwise they go to the platform's folders.
        """
        home = environment.get(HOME_VARIABLE, "")
        if home:
            folder = Path(_expand(home, environment)).absolute()
            return cls._within(folder, folder, folder, folder)
        from platformdirs import PlatformDirs

        folders = PlatformDirs(_NAME, appauthor=False)
        return cls._within(
            folders.user_config_path, folders.user_data_path,
            folders.user_state_path, folders.user_cache_path,
        )  # fmt: skip

    @classmethod
    def _within(cls, settings: Path, library: Path, state: Path, cache: Path) -> Paths:
        return cls(
            settings=settings / "config.toml",
            library=library / "library.db",
            state=state / "state.json",
            bookmarks=library / "bookmarks.jsonl",
            index=cache / "index",
        )


def _expand(home: str, environment: Mapping[str, str]) -> str:
    """A quoted ``~/`` reaches us as it is, because no shell expanded it."""
    own = environment.get("HOME", "")
    return own + home[1:] if own and (home == "~" or home.startswith("~/")) else home


def styles_folder() -> Path:
    """The folder of all Textual CSS."""
    return _travelling("styles")


def content_folder() -> Path:
    """The folder of the shipped digest editions."""
    return _travelling("content")


def _travelling(name: str) -> Path:
    """A wheel carries the folder inside the package; a checkout has it beside the package."""
    packaged = _PACKAGE / name
    return packaged if packaged.is_dir() else _PACKAGE.parent / name
