"""Guesses: what an import could not read in its source and inferred, with its confidence and reasons."""

from __future__ import annotations

from typing import NamedTuple

START, PARENT, AUTHOR = "start", "parent", "author"
FIELDS = (START, PARENT, AUTHOR)
# A guess held with less is a doubt: it is marked where the reader meets it.
SURE = 0.75


class Guess(NamedTuple):
    """One field of an entry that was inferred.

    Attributes:
        entry: The entry's id.
        field: ``start``: that it begins where it does; ``parent``: what it answers; ``author``: who wrote it.
        confidence: How likely it is right, from 0 to 1.
        reasons: Sentences for the reader, the strongest first.
        rival: The next best answer: for a parent an entry's id, or empty for none (it answers the
            post); for an author a name; None when there is no other.
    """

    entry: str
    field: str
    confidence: float
    reasons: tuple[str, ...] = ()
    rival: str | None = None

    @property
    def is_doubt(self) -> bool:
        """Whether it is too unsure to stand unmarked."""
        return self.confidence < SURE
