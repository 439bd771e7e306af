"""What the terminal can show, as the environment tells it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from reader.model.widths import cell_width

NO_COLOURS, FEW_COLOURS, MANY_COLOURS = 0, 16, 256
# Terminals of one colour, by their names in terminfo.
_MONOCHROME = re.compile(r"vt\d+.*|.*-m|.*-mono|ansi-m\w*|hp\w*|wy\w*|adm\w*")
_IN_CELLS = "threadside.cells"
_RICH = ("truecolor", "24bit")


def is_dumb(environment: Mapping[str, str]) -> bool:
    """Whether nothing can be placed on the terminal, only written line after line."""
    return environment.get("TERM", "") in ("dumb", "cons25-dumb", "unknown")


def count_colours(environment: Mapping[str, str]) -> int:
    """How many colours there are: none, a few of unknown hue, or many.

    Args:
        environment: Environment variables. NO_COLOR wishes for none, whatever its value.
    """
    term = environment.get("TERM", "")
    if "NO_COLOR" in environment:
        return NO_COLOURS
    if environment.get("COLORTERM", "").strip().lower() in _RICH or "256color" in term or "direct" in term:
        return MANY_COLOURS
    return NO_COLOURS if _MONOCHROME.fullmatch(term) else FEW_COLOURS


def needs_ascii(environment: Mapping[str, str], encoding: str, is_c: bool = False) -> bool:
    """Whether the terminal must be taken to show ASCII only.

    Args:
        environment: Environment variables; where they say nothing of the language, any character passes.
        encoding: That of what is written to the terminal.
        is_c: Whether the locale that Python found is C, in place of which it took another.
    """
    if environment.get("TERM") == "linux" or not encoding.lower().replace("-", "").startswith("utf"):
        # The console of Linux has a font of 256 or 512 characters, few of ours among them.
        return True
    names = [environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    names[1] = "" if is_c and not names[0] else names[1]
    named = next(filter(None, names), "")
    return bool(named) and "utf" not in named.lower()


def keep_columns(stream: object) -> None:
    """Let a stream write a question mark for each cell of what its encoding lacks.

    Args:
        stream: What the interface is written to.
    """
    codecs.register_error(_IN_CELLS, _in_cells)
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors=_IN_CELLS)


def _in_cells(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "?" * cell_width(error.object[error.start : error.end]), error.end
