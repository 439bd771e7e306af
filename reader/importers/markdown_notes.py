"""Footnotes written in Markdown, ``[^name]``, joined as :mod:`reader.importers.html` joins those of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = r"\[\^(?P<name>[^\s\[\]^]{1,80})\]"
_DEFINITION = re.compile(rf" {{0,3}}{_NAME}:[ \t]*(?P<said>\S.*)")
_SIGN = re.compile(rf"{_NAME}(?!\()")


def join_notes(lines: Sequence[str], code: Sequence[bool]) -> tuple[str, int]:
    """Link footnotes and the places that refer to them, both ways.

    Args:
        lines: Lines of Markdown.
        code: For each whether it is code, in which nothing is changed.

    Returns:
        The Markdown, and how many footnotes are referred to. What is no footnote, because it is
        referred to or defined nowhere, stays as it is written.
    """
    numbers = _number(lines, code)
    written = [line if is_code else _write(line, numbers) for line, is_code in zip(lines, code, strict=True)]
    return "\n".join(written), len(numbers)


def _number(lines: Sequence[str], code: Sequence[bool]) -> dict[str, int]:
    """The footnotes that are defined and referred to, in the order in which they are referred to."""
    shown = [line for line, is_code in zip(lines, code, strict=True) if not is_code and "[^" in line]
    defined = {found["name"] for line in shown if (found := _DEFINITION.fullmatch(line))}
    texts = (_DEFINITION.sub(r"\g<said>", line) for line in shown)
    named = (found["name"] for text in texts for found in _SIGN.finditer(text) if found["name"] in defined)
    return {name: number for number, name in enumerate(dict.fromkeys(named), 1)}


def _write(line: str, numbers: dict[str, int]) -> str:
    if "[^" not in line:
        return line
    definition = _DEFINITION.fullmatch(line)
    number = numbers.get(definition["name"]) if definition else None
    if definition and number:
        # As an item of a list it holds the lines set in below it.
        return f"\n{number}. {_refer(definition['said'], numbers)} [↩](#fnref-{number})"
    return _refer(line, numbers)


def _refer(text: str, numbers: dict[str, int]) -> str:
    return _SIGN.sub(lambda found: _link(found, numbers), text)


def _link(found: re.Match[str], numbers: dict[str, int]) -> str:
    number = numbers.get(found["name"])
    return f"^[{number}](#fn-{number})" if number else found[0]
