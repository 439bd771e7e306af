"""Corrections: what a reader says of where entries begin, who wrote them and what they answer.

A correction names entries by how they begin, see :mod:`reader.model.fingerprint`, and only beside
that by id: so it fits another copy of the same page, and holds none of its words.
:mod:`reader.model.correcting` carries corrections out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Mark(NamedTuple):
    """An entry, told so that it is found again in another copy of its document.

    Attributes:
        id: Its id, which another copy may give to another entry.
        text: The fingerprint of its text, as written.
        before: The hash of how the entry before it ends; empty for the first.
    """

    id: str
    text: str
    before: str


class Seam(NamedTuple):
    """A place inside an entry, before a character.

    Attributes:
        offset: Normalised characters of the entry before it.
        text: The fingerprint of the entry's text from there on, as written.
        passage: Index of its passage.
        character: Index of the character in that passage.
    """

    offset: int
    text: str
    passage: int
    character: int


@dataclass(frozen=True, slots=True)
class Move:
    """A comment answers another one, or none.

    Attributes:
        entry: The comment.
        under: What it answers; None for the top.
    """

    entry: Mark
    under: Mark | None


@dataclass(frozen=True, slots=True)
class Split:
    """What was one entry is two.

    Attributes:
        entry: The entry.
        at: Where the second one begins.
        id: The id of the second, if no other has it.
    """

    entry: Mark
    at: Seam
    id: str


@dataclass(frozen=True, slots=True)
class Join:
    """What were two entries is one.

    Attributes:
        entry: The entry that is none of its own.
        to: The entry it is the rest of.
    """

    entry: Mark
    to: Mark


@dataclass(frozen=True, slots=True)
class Name:
    """Who wrote an entry.

    Attributes:
        entry: The entry.
        author: The name; None when it is not known.
    """

    entry: Mark
    author: str | None


@dataclass(frozen=True, slots=True)
class Confirm:
    """What was guessed of an entry is right.

    Attributes:
        entry: The entry.
    """

    entry: Mark


Correction = Move | Split | Join | Name | Confirm


def describe(correction: Correction) -> str:
    """A correction in words, such as ``c4 moved under c2``."""
    id = correction.entry.id
    match correction:
        case Move(_, under):
            return f"{id} moved " + (f"under {under.id}" if under else "to the top")
        case Split():
            return f"{id} split, and {correction.id} begun"
        case Join(_, to):
            return f"{id} joined with {to.id}"
        case Name(_, author):
            return f"{id} said to be by {author or 'nobody known'}"
        case Confirm():
            return f"{id} confirmed"
