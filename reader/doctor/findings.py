"""Findings: what the doctor says of one thing, and what it would do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Standing(StrEnum):
    """How a thing stands."""

    FINE = "fine"
    NOTED = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What the doctor found out about one thing.

    Attributes:
        part: What it belongs to, such as ``library``.
        standing: Whether it is fine, worth a note, or wrong.
        said: What was found, in one sentence.
        repair: What mending would do, in one sentence; empty when there is nothing the doctor can do.
        way_out: What the reader can do where the doctor cannot; may be empty.
        mend: Does it, and says what was done.
    """

    part: str
    standing: Standing
    said: str
    repair: str = ""
    way_out: str = ""
    mend: Callable[[], str] | None = field(default=None, repr=False, compare=False)


def fine(part: str, said: str) -> Finding:
    """A thing that is as it should be."""
    return Finding(part, Standing.FINE, said)


def noted(
    part: str, said: str, repair: str = "", mend: Callable[[], str] | None = None, way_out: str = ""
) -> Finding:
    """A thing that is not wrong, but worth a word."""
    return Finding(part, Standing.NOTED, said, repair, way_out, mend)


def wrong(
    part: str, said: str, repair: str = "", mend: Callable[[], str] | None = None, way_out: str = ""
) -> Finding:
    """A thing that is not as it should be."""
    return Finding(part, Standing.WRONG, said, repair, way_out, mend)


def many(count: int, what: str) -> str:
    """A number with its noun: ``1 document``, ``3 documents``."""
    return f"{count:,} {what}" + ("" if count == 1 else "es" if what.endswith("x") else "s")
