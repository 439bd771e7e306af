"""``python -m tests.bench.frames``: random walks, each ended by quitting, and whether the next start shows it.

The saved frame is compared, cell by cell, with all that the program draws after it. What stands beside
passages (links, bookmarks, doubts) comes later at every start, so that the documents here have none.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from reader.library import Library
from tests.bench.subjects import ROOT
from tests.e2e.frames import INTERFACE, changes, frame_of, unlike
from tests.e2e.terminal import Terminal
from tests.made import made_thread
from tests.samples import sample_interview

_KEYS = (
    *"jjjkkdduugGpprrJJKK]][[hhllHL12345cxXT!+-<>zz.,}{)(OoyYftwe/n#D\"?:iWR=",
    "pagedown", "pageup", "tab", "tab", "ctrl+o", "backspace", "right", "left", "enter", "f2", "f3", "f4", "f5",
)  # fmt: skip
_SIZES = ((120, 40), (80, 24), (160, 50), (100, 30), (44, 14))
_OLD = 1e9


def _fill(home: Path) -> None:
    with Library(home / "library.db") as library:
        library.add(made_thread(*map(unlike, range(300)), id="on-mud"), b"", "sample")
        library.add(sample_interview(), b"", "sample")


def _walk(terminal: Terminal, keys: list[str]) -> None:
    """Press keys, close what they opened, and quit."""
    for key in [*keys, "escape", "escape", "escape", "Q"]:
        if terminal.exit_code is None:
            terminal.press(key)
            terminal.settle(0.12 if key == "escape" else 0.03)
    if terminal.exit_code is None:
        terminal.press("ctrl+q")
    terminal.wait_for_exit()


def main() -> None:
    """Walk until the time is over, and say what differed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.frames", description=__doc__)
    parser.add_argument("--seed", type=int, default=1, help="of the walks (default 1)")
    parser.add_argument("--seconds", type=float, default=60, help="how long (default 60)")
    options = parser.parse_args()
    chance, begun, shown, starts, wrong = random.Random(options.seed), time.monotonic(), 0, 0, 0
    with tempfile.TemporaryDirectory(prefix="bench-frames-") as folder:
        home, keys, size, names = Path(folder), list[str](), _SIZES[0], ["on-mud", "on-boats"]
        _fill(home)
        while time.monotonic() - begun < options.seconds:
            command = [sys.executable, "-m", "reader", *names]
            with Terminal(command, *size, {"THREADSIDE_HOME": folder}, ROOT) as terminal:
                terminal.wait_until(lambda seen: INTERFACE in seen.output)
                terminal.settle(0.25)
                starts, names = starts + 1, []
                if frame_of(terminal):
                    shown += 1
                    if different := changes(terminal):
                        wrong += 1
                        print(f"{size} after {keys}: {len(different)} cells, first {different[0]}")
                os.utime(home / "library.db", (_OLD, _OLD))
                keys = chance.choices(_KEYS, k=chance.randrange(1, 12))
                _walk(terminal, keys)
            size = chance.choice(_SIZES) if chance.random() < 0.2 else size
    print(f"seed {options.seed}: {starts} starts, {shown} with a frame, {wrong} of them wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
