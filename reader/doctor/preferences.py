"""The settings file: whether it can be followed, and the lines in it that cannot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from reader.doctor.findings import Finding, fine, noted, wrong
from reader.doctor.patient import Patient
from reader.errors import SettingsError, ThreadsideError
from reader.files import set_aside, write_atomic
from reader.settings import load_settings
from reader.ui.commands import remap

_MARK = "# not followed: "


def examine_settings(patient: Patient) -> Iterator[Finding]:
    """Every setting known, with a value that can be followed; every key a key, of one command."""
    path = patient.paths.settings
    if not path.exists():
        yield fine("settings", f"there is no settings file, which is as good: {path}")
    else:
        try:
            _check(path)
            yield fine("settings", f"all of {path} is followed")
        except SettingsError as error:
            repair = (
                f"keep {path.name} under another name, and put a # before the lines that cannot be followed"
            )
            yield wrong("settings", str(error), repair, lambda: _mend(path))
        except ThreadsideError as error:
            yield wrong("settings", str(error))
    yield from _variables(patient)


def _check(path: Path) -> None:
    remap(load_settings(path, {}).keys)


def _variables(patient: Patient) -> Iterator[Finding]:
    nowhere = patient.paths.settings.with_name("no-such-file")
    try:
        load_settings(nowhere, patient.environment)
    except SettingsError as error:
        yield wrong("settings", str(error))
    named = [name for name in sorted(patient.environment) if name.startswith("THREADSIDE_")]
    if named:
        yield noted("settings", f"variables that decide something: {', '.join(named)}")


def _mend(path: Path) -> str:
    """Comment out line after line that cannot be followed, in a new file; the old one is set aside."""
    data = path.read_bytes()
    lines = data.decode("utf-8-sig", errors="replace").replace("\x00", "\ufffd").split("\n")
    aside = set_aside(path)
    for _ in range(len(lines) + 1):
        write_atomic(path, "\n".join(lines).encode(errors="replace"))
        at = _bad_line(path, lines)
        if at is None:
            return f"the settings are followed again; the old file is kept as {aside.name}"
        lines[at] = f"{_MARK}{lines[at]}"
    path.unlink(missing_ok=True)
    return f"no line of the settings could be followed; the file is kept as {aside.name}"


def _bad_line(path: Path, lines: list[str]) -> int | None:
    """The number of a line to comment out, from 0; None when all is well."""
    try:
        _check(path)
        return None
    except SettingsError as error:
        wanted = error.line - 1 if error.line else _line_of(error.subject, lines)
    is_live = [bool(line.strip()) and not line.lstrip().startswith("#") for line in lines]
    if 0 <= wanted < len(lines) and is_live[wanted]:
        return wanted
    # The fault shows further down than where it is: the last live line before, else any.
    before = [at for at in range(min(wanted + 1, len(lines))) if is_live[at]]
    return before[-1] if before else next((at for at, live in enumerate(is_live) if live), 0)


def _line_of(subject: str, lines: list[str]) -> int:
    """The line of a key's command id; the last line when it stands nowhere."""
    id = subject.removeprefix("keys.")
    with suppress(StopIteration):
        return next(
            at
            for at, line in enumerate(lines)
            if id in line or line.strip().startswith(id.rpartition(".")[2])
        )
    return len(lines) - 1
