"""Highlights: which characters of a page are set off, and what stands beside a passage, by layer.

Each layer is asked only for what is painted, so a layer may cover a document of any length.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from reader.ui.captions import Caption, Run

Layer = TypeVar("Layer")
Spans = Sequence[tuple[int, int]]
# Gives half-open ranges of characters by entry index, passage index and the passage's text.
FindSpans = Callable[[int, int, str], Spans]
# Gives a caption by entry index and passage index; None in place of a passage asks for the whole entry.
FindNote = Callable[[int, int | None], Caption]

# Painted in this order, so that the last is seen.
LAYERS = ("bookmark", "match", "hit", "target", "hit-now")
# The order of the notes beside a passage.
NOTES = ("spoiler", "doubt", "bookmark", "link")


class Highlights:
    """The layers of a page."""

    def __init__(self) -> None:
        self._spans: dict[str, FindSpans] = {}
        self._notes: dict[str, FindNote] = {}

    def set(self, layer: str, find: FindSpans | None) -> None:
        """Set characters off, or no longer.

        Args:
            layer: One of LAYERS, which is also the role they are painted in.
            find: Gives the characters; None for none.

        Raises:
            ValueError: There is no such layer.
        """
        _put(self._spans, LAYERS, layer, find)

    def has(self, layer: str) -> bool:
        """Whether a layer sets anything off."""
        return layer in self._spans

    def set_note(self, layer: str, find: FindNote | None) -> None:
        """Write something beside passages and entries, or no longer.

        Args:
            layer: One of NOTES.
            find: Gives what to write; None for nothing.

        Raises:
            ValueError: There is no such layer.
        """
        _put(self._notes, NOTES, layer, find)

    def spans(self, entry: int, passage: int, text: str) -> Iterator[tuple[int, int, str]]:
        """The characters of a passage that are set off, each with its role, first painted first."""
        for layer in LAYERS:
            if layer in self._spans:
                yield from ((start, stop, layer) for start, stop in self._spans[layer](entry, passage, text))

    def note(self, entry: int, passage: int | None) -> Caption:
        """What stands beside a passage, or beside an entry as a whole; empty for nothing."""
        runs: Caption = []
        for layer in NOTES:
            found = self._notes[layer](entry, passage) if layer in self._notes else []
            runs += [Run(" "), *found] if runs and found else found
        return runs


def _put(layers: dict[str, Layer], names: Sequence[str], name: str, layer: Layer | None) -> None:
    if name not in names:
        raise ValueError(name)
    if layer is None:
        layers.pop(name, None)
    else:
        layers[name] = layer
