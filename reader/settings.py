"""The reader's settings: one frozen value from a TOML file and the environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from reader.clean import clean_line
from reader.errors import FileError, SettingsError
from reader.files import OTHER_HOME, explain

WIDTHS = range(20, 401)
_VARIABLE = "THREADSIDE_"
_WAY_OUT = "correct it, or take the line out"
_ON, _OFF = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_SWITCHES = dict.fromkeys(_ON, True) | dict.fromkeys(_OFF, False)


@dataclass(frozen=True)
class Settings:
    """How a reader likes it. A setting is a line of the settings file, or an environment variable.

    The variable is named after the setting: THREADSIDE_TEXT_WIDTH for ``text_width``. It wins over
    the file. ``keys`` has no variable.

    Attributes:
        theme: Name of the theme to begin with; empty for the dark one of Threadside.
        text_width: Cells that a line of text takes at most, from 20 to 400.
        cut_lines: Show comments longer than this many lines cut, with "more"; 0 shows all in full.
        ascii: Draw rails and marks with ASCII characters only, or never; left out, where the terminal
            shows no others.
        reduced_motion: Nothing moves or blinks by itself, not even the cursor of a line to type in.
        keys: Keys by command id, several separated by commas; they replace the keys of that command.
        bookmarks: The file of the bookmarks, such as ~/notes/bookmarks.jsonl; empty for the usual one.
    """

    theme: str = ""
    text_width: int = 80
    cut_lines: int = 0
    ascii: bool | None = None
    reduced_motion: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    bookmarks: str = ""


# What is left out may be decided by the terminal; what is said is true or false.
_KINDS: Mapping[str, type] = {
    one.name: bool if one.default is None else type(getattr(Settings(), one.name)) for one in fields(Settings)
}
_WANTED = {str: "a text in quotes", int: "a whole number", bool: "true or false", dict: "a table"}


def load_settings(path: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings.

    Args:
        path: The settings file; it need not be there.
        environment: Environment variables.

    Raises:
        SettingsError: The file or a variable says something that cannot be followed; the message
            names the file and the line, or the variable.
        FileError: The file cannot be read.
    """
    return _with_environment(_from_file(path), environment)


def _from_file(path: Path) -> Settings:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}, line {line}", "it is not in UTF-8", "save it as UTF-8", line) from error
    except OSError as error:
        raise FileError(str(path), explain(error), OTHER_HOME) from error
    return _Told(path, text).settings()


class _Told:
    """What a settings file says, checked."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.text = text

    def settings(self) -> Settings:
        import tomllib

        try:
            raw = tomllib.loads(self.text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            line = re.search(r" \(at line (\d+), .*\)$| \(at end of document\)$", str(error))
            said = str(error)[: line.start()] if line else str(error)
            number = int(line[1]) if line and line[1] else len(self.lines)
            raise self.refuse(number, f"not readable as TOML ({clean_line(said)[:80]})") from error
        return Settings(**{name: self.value(name, value) for name, value in raw.items()})

    def value(self, name: str, value: object) -> Any:
        line = self.line(name)
        if name not in _KINDS:
            raise self.refuse(line, _no_such(name))
        if type(value) is not _KINDS[name]:
            raise self.refuse(line, f"{name} is not {_WANTED[_KINDS[name]]}")
        if name == "keys":
            return self.keys(value)
        reason = _out_of_range(name, value)
        if reason:
            raise self.refuse(line, reason)
        return clean_line(value) if isinstance(value, str) else value

    def keys(self, table: object) -> dict[str, str]:
        """Keys by command id; an unquoted ``thread.parent`` is a table within a table in TOML."""
        found: dict[str, str] = {}
        waiting = [("", table)]
        while waiting:
            before, value = waiting.pop()
            if isinstance(value, dict):
                waiting += [(f"{before}.{name}" if before else name, of) for name, of in value.items()]
            elif isinstance(value, str):
                found[before] = clean_line(value)
            else:
                raise self.refuse(self.line(before), f"keys of {before} are not a text in quotes")
        return dict(sorted(found.items()))

    def line(self, name: str) -> int:
        """The number of the line that sets a name, from 1; of a table, its heading."""
        last = re.escape(name.rpartition(".")[2])
        key = rf"(?:[^#=]*[\s\"'.])?{last}[\"']?\s*[=.]"
        heading = rf"\s*\[+(?:[^\]#]*[\s\"'.])?{last}[\"'\s]*[.\]]"
        sets = re.compile(f"{key}|{heading}")
        found = (number for number, line in enumerate(self.lines, 1) if sets.match(line))
        return next(found, 1)

    def refuse(self, line: int, reason: str) -> SettingsError:
        return SettingsError(f"{self.path}, line {line}", clean_line(reason), _WAY_OUT, line)


def _no_such(name: str) -> str:
    import difflib

    near = difflib.get_close_matches(name, _KINDS, 1)
    meant = f" (did you mean {near[0]}?)" if near else f" (there are {', '.join(_KINDS)})"
    return f"there is no setting {clean_line(name)[:40]!r}{meant}"


def _out_of_range(name: str, value: Any) -> str:
    if name == "text_width" and value not in WIDTHS:
        return f"{name} is not from {WIDTHS.start} to {WIDTHS.stop - 1}"
    if name == "cut_lines" and value < 0:
        return f"{name} is less than 0"
    return ""


def _with_environment(settings: Settings, environment: Mapping[str, str]) -> Settings:
    changes = {
        name: _from_variable(name, environment[_VARIABLE + name.upper()])
        for name in _KINDS
        if name != "keys" and environment.get(_VARIABLE + name.upper())
    }
    return replace(settings, **changes) if changes else settings


def _from_variable(name: str, said: str) -> Any:
    value = _parsed(_KINDS[name], said.strip())
    reason = f"{name} is not {_WANTED[_KINDS[name]]}" if value is None else _out_of_range(name, value)
    if reason:
        raise SettingsError(_VARIABLE + name.upper(), reason, "correct or unset this variable")
    return value


def _parsed(kind: type, said: str) -> str | int | bool | None:
    if kind is bool:
        return _SWITCHES.get(said.lower())
    if kind is int:
        return int(said) if re.fullmatch(r"[+-]?[0-9]{1,9}", said) else None
    return clean_line(said)
