"""The terminal, and the way copied text would take."""

from __future__ import annotations

import locale
import os
import select
import sys
import termios
import time
import tty
from collections.abc import Iterator, Mapping
from contextlib import suppress

from reader.doctor.findings import Finding, fine, noted
from reader.doctor.patient import Patient
from reader.ui.outside import clipboard_tools

_LEAST_COLUMNS, _LEAST_ROWS = 40, 12
_PATIENCE_SECONDS = 0.5
# What terminals disagree about, with the cells that Threadside reckons with.
_SAMPLES = (
    ("水", 2, "wide characters"),
    ("e\u0301", 1, "accents put over letters"),
    ("…", 1, "the ellipsis"),
)


def examine_terminal(patient: Patient) -> Iterator[Finding]:
    """Size, colours, encoding, and whether the terminal counts cells as we do."""
    env = patient.environment
    name = env.get("TERM", "")
    if name in ("", "dumb"):
        said = f"TERM is {name or 'not set'}: reading needs a terminal that can place its cursor"
        yield noted("terminal", said, way_out="use a terminal's window, or `threadside show --plain`")
    yield _size()
    yield fine("terminal", f"TERM={name or '(not set)'}, {colours_of(env)}")
    yield _encoding()
    yield from _width()


def colours_of(env: Mapping[str, str]) -> str:
    """How many colours would be used, in words."""
    if env.get("NO_COLOR"):
        return "no colours, because NO_COLOR is set"
    if env.get("COLORTERM", "").lower() in ("truecolor", "24bit") or "direct" in env.get("TERM", ""):
        return "16 million colours"
    return "256 colours" if "256" in env.get("TERM", "") else "16 colours"


def _size() -> Finding:
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return fine("terminal", "its size is not known: the output does not go to a terminal")
    if columns < _LEAST_COLUMNS or rows < _LEAST_ROWS:
        said = f"{columns} by {rows} cells are few to read in"
        return noted("terminal", said, way_out=f"make it at least {_LEAST_COLUMNS} by {_LEAST_ROWS}")
    return fine("terminal", f"{columns} by {rows} cells")


def _encoding() -> Finding:
    used = locale.getpreferredencoding(False)
    if used.lower().replace("-", "") == "utf8":
        return fine("terminal", "it is written to in UTF-8")
    said = f"the language settings say {used}, and many characters cannot be shown"
    return noted(
        "terminal", said, way_out="set LANG to one that ends in .UTF-8, or `ascii = true` in the settings"
    )


def _width() -> Iterator[Finding]:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        yield fine("terminal", "it was not asked how wide characters are: no terminal at both ends")
        return
    wrongly = []
    for text, cells, what in _SAMPLES:
        counted = ask_cells(text)
        if counted is None:
            yield noted("terminal", "it does not say where its cursor is, so character widths are not known")
            return
        if counted != cells:
            wrongly.append(f"{what} ({counted} in place of {cells})")
    if wrongly:
        way_out = "lines with them may be shifted; another terminal or font settings may help"
        yield noted("terminal", f"it counts cells differently for {', '.join(wrongly)}", way_out=way_out)
    else:
        yield fine("terminal", "it counts the cells of wide and combined characters as Threadside does")


def ask_cells(text: str) -> int | None:
    """Let the terminal show a text, and ask how many cells it took; None when it does not answer."""
    handle = sys.stdin.fileno()
    try:
        before = termios.tcgetattr(handle)
    except termios.error:
        return None
    try:
        tty.setcbreak(handle, termios.TCSADRAIN)
        sys.stdout.flush()
        os.write(sys.stdout.fileno(), f"\r{text}\x1b[6n".encode())
        answer = _read_answer(handle)
        os.write(sys.stdout.fileno(), b"\r\x1b[K")
    except (OSError, termios.error):
        return None
    finally:
        with suppress(termios.error):
            termios.tcsetattr(handle, termios.TCSAFLUSH, before)
    column = answer.rpartition(b";")[2].rstrip(b"R")
    return int(column) - 1 if column.isdigit() else None


def _read_answer(handle: int) -> bytes:
    answer, deadline = b"", time.monotonic() + _PATIENCE_SECONDS
    while not answer.endswith(b"R") and (left := deadline - time.monotonic()) > 0:
        if not select.select([handle], [], [], left)[0]:
            break
        answer += os.read(handle, 64)
    return answer


def examine_clipboard(patient: Patient) -> Iterator[Finding]:
    """Which way copied text would go."""
    env, tools = patient.environment, clipboard_tools()
    if tools:
        yield fine("clipboard", f"copied text goes to {tools[0]}, and to the terminal (OSC 52)")
    else:
        way_out = "where nothing arrives, install wl-copy, xclip or xsel"
        yield fine("clipboard", f"copied text goes to the terminal (OSC 52); {way_out}")
    if env.get("TMUX"):
        way_out = "`set -g set-clipboard on` in tmux lets it through"
        yield noted("clipboard", "tmux stands between Threadside and the terminal", way_out=way_out)
    elif env.get("STY"):
        yield noted(
            "clipboard", "screen stands between Threadside and the terminal, and may keep copied text"
        )
