"""``python -m tests.bench.hostile``: every hostile string in every field, shown on every screen.

``imports`` plants each string into each field of each importer's golden sources, and of the made ones.
``arguments`` gives each to each command. ``screens`` walks all screens over a library full of them, at
several sizes and looks, in a real pseudo-terminal, and looks at every byte written. Without a word all
are done. The last lines say how many were tried; the exit code is 1 when anything was wrong.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reader.__main__ import main as run_program
from tests.bench.importers import sources
from tests.e2e.terminal import Terminal, TimedOut
from tests.hostile import CORPUS, acting
from tests.hostile_imports import fields_of, find_fault
from tests.hostile_library import INTERVIEW, THREAD, settle
from tests.hostile_screens import ESCAPE, PASSED, STEPS

SIZES = ((40, 12), (80, 24), (120, 40), (200, 50), (300, 100))
LOOKS: dict[str, dict[str, str]] = {
    "true colour": {}, "256 colours": {"COLORTERM": ""}, "16 colours": {"COLORTERM": "", "TERM": "xterm"},
    "no colour": {"NO_COLOR": "1"}, "ASCII": {"LANG": "C"}, "light": {"THREADSIDE_THEME": "threadside-light"},
    "tmux": {"TERM": "tmux-256color", "COLORTERM": ""}, "screen": {"TERM": "screen", "COLORTERM": ""},
    "linux": {"TERM": "linux", "COLORTERM": ""},
}  # fmt: skip
COMMANDS = (
    "show", "add", "add --json", "add --as", "search", "search --json", "search --in", "search --limit", "quotes", "remove",
    "seen --reset", "update", "completion", "bookmarks", "bookmarks import", "bookmarks list --doc",
    "bookmarks list --tag", "bookmarks export --format", f"bookmarks add {THREAD}", "--bookmarks", "",
)  # fmt: skip


def plant() -> tuple[int, list[str]]:
    """Each string in each field; how many were tried, and what was wrong."""
    tried, faults = 0, list[str]()
    for importer, file, text in sources():
        for field in fields_of(importer, file, text):
            plain = field.read("plain")
            for name in CORPUS:
                tried += 1
                try:
                    fault = find_fault(field, name, plain)
                except Exception as error:
                    fault = f"raised {error!r:.120}"
                faults += [f"{file}, {field.place}, {name}: {fault}"] if fault else []
    return tried, faults


def give() -> tuple[int, list[str]]:
    """Each string as an argument of each command."""
    tried, faults = 0, list[str]()
    for name, text in CORPUS.items():
        given = text.replace("\x00", "").encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
        for command in COMMANDS:
            for words in ([*command.split(), given], [*command.split(), "--", given]):
                tried += 1
                printed = io.StringIO()
                with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
                    code = run_program(words)
                found = acting(printed.getvalue())
                if found or code not in (0, 1, 2) or "a fault of" in printed.getvalue():
                    faults.append(f"{command} {name}: {found[:3]} {code} {printed.getvalue()[:200]!r}")
    return tried, faults


def walk(home: Path, size: tuple[int, int], look: str) -> Iterator[str]:
    """What is wrong with all that is written on the way through every screen."""
    root = Path(__file__).resolve().parents[2]
    command = [sys.executable, "-m", "reader", THREAD, INTERVIEW]
    with Terminal(command, *size, env={"THREADSIDE_HOME": str(home), **LOOKS[look]}, cwd=root) as terminal:
        terminal.wait_for("qavant")
        for step in STEPS:
            try:
                for keys in (step.keys, "", step.then, step.close):
                    if keys == "" and step.pasted:
                        terminal.paste(PASSED)
                    for key in keys.split():
                        terminal.type(ESCAPE) if key == "escape" else terminal.press(key)
                    terminal.settle(0.02, patience=0.1)
            except (TimedOut, OSError) as error:
                yield f"{size} {look} {step.keys}: {str(error)[:200]}"
        terminal.press("Q")
        try:
            code = terminal.wait_for_exit(60)
        except TimedOut as error:
            yield f"{size} {look}: {error}"
            return
        copies = [
            text
            for text in terminal.copied
            if "qavant" in text or text.startswith(("threadside:", "https://"))
        ]
        faults = [*terminal.foreign(copies=copies), *terminal.complaints(), *([f"exit {code}"] * bool(code))]
        yield from (f"{size} {look}: {fault}" for fault in faults)


def show(home: Path) -> tuple[int, list[str]]:
    """Every string on every screen, at every size and in every look."""
    tried, faults = 0, list[str]()
    for size in SIZES:
        for look in LOOKS:
            faults += walk(home, size, look)
            tried += len(CORPUS) * len(STEPS)
            print(f"  {size[0]}x{size[1]} {look}", flush=True)
    return tried, faults


def main() -> int:
    """Try all that was asked for, and say how it went."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hostile", description=__doc__)
    parser.add_argument(
        "what", nargs="*", choices=[[], "imports", "arguments", "screens"], help="by default all"
    )
    asked = parser.parse_args().what or ["imports", "arguments", "screens"]
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["THREADSIDE_HOME"] = folder
        # Some of the strings name files that a command is to write.
        os.chdir(folder)
        settle(Path(folder))
        works = {"imports": plant, "arguments": give, "screens": lambda: show(Path(folder))}
        for name in asked:
            begun = time.monotonic()
            tried, found = works[name]()
            faults += found
            taken = time.monotonic() - begun
            print(
                f"{name}: {len(CORPUS)} strings, {tried:,} tried, {len(found)} wrong, {taken:.0f} s",
                flush=True,
            )
    for fault in faults[:40]:
        print("FAULT", fault)
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
