"""LaTeX in Markdown, ``$…$`` and ``$$…$$``: kept as code, since its signs are Markdown's too."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CODE = re.compile(r"(`+[^`]*`+)")
# As Pandoc has it: no space within the signs, no letter or digit beside them, so that prices are none.
_FORMULA = re.compile(
    r"(?<![\\$\w])(?P<sign>\${1,2})(?![\s$])(?P<source>(?:\\.|[^$`\\])+?)(?<!\s)(?P=sign)(?![$\w])"
)
# What holds none of these signs, and is no name of a quantity either, is likelier no formula.
_LATEX = re.compile(r"[\\_^{}=<>+*]|^\d{0,2}[^\W\d_]{1,2}$")
_EDGE = "$$"


def keep_formulas(lines: Sequence[str], code: Sequence[bool]) -> tuple[list[str], list[bool], int]:
    """Write formulas as code, those on lines of their own as blocks, as pages have them.

    Args:
        lines: Lines of Markdown.
        code: For each whether it is code, in which nothing is changed.

    Returns:
        As many lines, for each whether it is code now, and how many formulas there are.
    """
    blocks = _find_blocks(lines, code)
    written, is_code, count = list(lines), list(code), len(blocks)
    for first, last in blocks:
        written[first], written[last] = "```latex", "```"
        is_code[first : last + 1] = [True] * (last + 1 - first)
    for at, line in enumerate(written):
        if "$" in line and not is_code[at]:
            written[at], found = _keep(line)
            count += found
    return written, is_code, count


def _find_blocks(lines: Sequence[str], code: Sequence[bool]) -> list[tuple[int, int]]:
    """Lines that are nothing but the signs of a formula, each with the one that ends it."""
    edges = [at for at, line in enumerate(lines) if line.strip() == _EDGE and not code[at]]
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return [(first, last) for first, last in pairs if not any(code[first:last])]


def _keep(line: str) -> tuple[str, int]:
    count = 0

    def write(found: re.Match[str]) -> str:
        nonlocal count
        if not _LATEX.search(found["source"]):
            return found[0]
        count += 1
        return f"`{found[0]}`"

    parts = _CODE.split(line)
    parts[::2] = [_FORMULA.sub(write, part) for part in parts[::2]]
    return "".join(parts), count
