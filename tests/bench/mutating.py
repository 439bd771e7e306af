"""Mutated texts: a golden source with something wrong in it, the same for the same seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from tests.strategies import HOSTILE

_LONG = 200_000
_PIECES = (
    *HOSTILE, "{", "}", "[", "]", '"', ",", ":", "\\", "\\u0000", "\\ud800", "null", "NaN", "1e999", "9" * 400, "<", ">",
    "&#0;", "&#x1b;", "<p>", "</div>", "<blockquote>", "<pre>", "<table><tr><td>", "<!--", "<script>", "```", "> ", "* ",
    "\n\n", "\r", "\t", "00:00:01.000 --> 00:00:02.000", "Ada Quill:", "New Comment", "\ufeff", "From a@b ", "=?utf-8?b?/w==?=",
)  # fmt: skip
_REPEATED = (
    "[",
    '{"a":',
    "<div>",
    "<blockquote>",
    "> ",
    "*",
    "[x](",
    "&gt;",
    "\n",
    "a ",
    "<ul><li>",
    "`",
    "&lt;",
)
_WRONG: tuple[Any, ...] = (
    None, True, -1, 10**30, 1.5, float("nan"), float("inf"), "", "x", "\ud800\x00", [], {}, [[]], [None], {"x": {}},
    "2031-99-99", "<p>" * 50, *HOSTILE,
)  # fmt: skip


class Mutator:
    """Mutates a text.

    Args:
        seed: What it does follows from this.

    Attributes:
        is_asked: Whether the text shall be read by the importer of the original, whatever it looks like.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self.is_asked = self._random.random() < 0.3

    def mutate(self, text: str) -> str:
        """The text with one to four things done to it."""
        is_json = text.lstrip()[:1] in ("{", "[")
        for _ in range(self._random.choice((1, 1, 2, 4))):
            text = (
                self._mutate_json(text)
                if is_json and self._random.random() < 0.6
                else self._mutate_text(text)
            )
        return text

    def _mutate_text(self, text: str) -> str:
        return self._random.choice(
            (self._cut, self._drop, self._double, self._put, self._change, self._swell)
        )(text)

    def _span(self, text: str) -> tuple[int, int]:
        start = self._random.randrange(len(text) + 1)
        return start, min(len(text), start + self._random.choice((1, 5, 40, 400)))

    def _cut(self, text: str) -> str:
        return text[: self._random.randrange(len(text) + 1)]

    def _drop(self, text: str) -> str:
        start, stop = self._span(text)
        return text[:start] + text[stop:]

    def _double(self, text: str) -> str:
        start, stop = self._span(text)
        at = self._random.randrange(len(text) + 1)
        return text[:at] + text[start:stop] * self._random.choice((1, 2, 50)) + text[at:]

    def _put(self, text: str) -> str:
        at = self._random.randrange(len(text) + 1)
        return text[:at] + self._random.choice(_PIECES) + text[at:]

    def _change(self, text: str) -> str:
        start, stop = self._span(text)
        changed = "".join(
            chr(self._random.choice((0, 9, 27, 34, 60, 91, 123, 0x202E, 0xD800, 0x1F600))) for _ in range(3)
        )
        return text[:start] + changed + text[stop:]

    def _swell(self, text: str) -> str:
        piece = self._random.choice(_REPEATED)
        at = self._random.randrange(len(text) + 1)
        return text[:at] + piece * (self._random.choice((100, 5_000, _LONG)) // len(piece)) + text[at:]

    def _mutate_json(self, text: str) -> str:
        """A value of one line made wrong; text that is no JSON any more is mutated as text."""
        lines = text.split("\n") if text.count("\n{") else [text]
        at = self._random.randrange(len(lines))
        try:
            whole = json.loads(lines[at])
        except (ValueError, RecursionError):
            return self._mutate_text(text)
        holders = _holders(whole)
        if holders:
            self._spoil(*self._random.choice(holders))
        lines[at] = json.dumps(whole, ensure_ascii=self._random.random() < 0.5)
        return "\n".join(lines)

    def _spoil(self, holder: Any, name: Any) -> None:
        spoil: tuple[Callable[[Any, Any], None], ...] = (
            self._replace, self._replace, self._replace, self._remove, self._rename, self._repeat, self._nest, self._take,
        )  # fmt: skip
        self._random.choice(spoil)(holder, name)

    def _replace(self, holder: Any, name: Any) -> None:
        holder[name] = self._random.choice(_WRONG)

    def _remove(self, holder: Any, name: Any) -> None:
        del holder[name]

    def _rename(self, holder: Any, name: Any) -> None:
        if isinstance(holder, dict):
            holder[f"{name}_"] = holder.pop(name)

    def _repeat(self, holder: Any, name: Any) -> None:
        if isinstance(holder, list):
            holder.extend([holder[name]] * self._random.choice((1, 3, 300)))

    def _nest(self, holder: Any, name: Any) -> None:
        for _ in range(self._random.choice((1, 30, 400))):
            holder[name] = [holder[name]] if self._random.random() < 0.5 else {str(name): holder[name]}

    def _take(self, holder: Any, name: Any) -> None:
        """Another value of the same holder: ids become those of others, parents go in circles."""
        others = list(holder.values() if isinstance(holder, dict) else holder)
        holder[name] = json.loads(json.dumps(self._random.choice(others)))


def _holders(value: Any) -> list[tuple[Any, Any]]:
    """Each object or list in a value with each of its keys or indexes."""
    found, waiting = list[tuple[Any, Any]](), [value]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, (dict, list)):
            names = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            found += [(holder, name) for name in names]
            waiting += [holder[name] for name in names]
    return found
