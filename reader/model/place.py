"""Places, and the history of places gone to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

HISTORY_LIMIT = 500
# Stands in a place for the results of a search: no document has such an id.
SEARCHED = "search:"


class Place(NamedTuple):
    """Where a reader stands.

    Attributes:
        document: A document's id.
        entry: An entry's id; empty for the beginning of the document.
        passage: The index of a passage in the entry, from 0.
        side: The pane, 0 left or 1 right.
        row: The line of the pane on which the passage began, in cells from its top; it may be
            negative when the beginning was above.
    """

    document: str
    entry: str = ""
    passage: int = 0
    side: int = 0
    row: int = 0


@dataclass
class History:
    """Places gone to, as in a web browser: one line of past and future.

    Invariant: ``back`` after ``visit`` returns the place left; ``forward`` after ``back`` returns
    the place from which one went back.

    Attributes:
        past: Places before the present one, oldest first; at most HISTORY_LIMIT.
        future: Places one came back from, nearest last.
    """

    past: list[Place] = field(default_factory=list)
    future: list[Place] = field(default_factory=list)

    def visit(self, leaving: Place) -> None:
        """Remember the place being left for a new one; the future is forgotten."""
        if not self.past or self.past[-1] != leaving:
            self.past.append(leaving)
        del self.past[:-HISTORY_LIMIT]
        self.future.clear()

    def back(self, leaving: Place) -> Place | None:
        """Go back: the place before, or None when there is none."""
        return self.go(-1, leaving)

    def forward(self, leaving: Place) -> Place | None:
        """Go forward again: the place one came back from, or None when there is none."""
        return self.go(1, leaving)

    def go(self, steps: int, leaving: Place) -> Place | None:
        """Go so many steps forward, or back when negative, as one by one would.

        Returns:
            The place there; None, and nothing done, when there are not so many.
        """
        source, target = (self.past, self.future) if steps < 0 else (self.future, self.past)
        if not 0 < abs(steps) <= len(source):
            return None
        for _ in range(abs(steps)):
            target.append(leaving)
            leaving = source.pop()
        return leaving


def permalink(document: str, entry: str = "") -> str:
    """A place as a stable string, ``threadside:DOCUMENT#ENTRY``.

    Entries of a text copy have no address on the web, so this one is of Threadside's own; the
    command line opens it.
    """
    return f"threadside:{document}#{entry}" if entry else f"threadside:{document}"


def parse_permalink(written: str) -> tuple[str, str]:
    """The document's and the entry's id in a permalink, or in ``DOCUMENT#ENTRY``.

    Returns:
        Both ids; the entry's is empty when only a document is named.
    """
    document, _, entry = written.removeprefix("threadside:").partition("#")
    return document, entry
