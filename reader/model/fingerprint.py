"""Fingerprints: recognising a copy of a text without keeping the text.

A digest carries one for each entry (and each heading of the post), so that a reader's own copy of
the original can be laid on the digest's structure.

A fingerprint is written ``HASH-START-SIZE``: START is how many normalised characters were hashed
(at most 48), SIZE how many the whole text has, HASH the first 12 hexadecimal digits of the
SHA-256 (FIPS 180-4) of those START characters. Normalised characters are the letters and digits
of the text after Unicode NFKC and case folding: marks, spaces and punctuation differ between copies.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import NamedTuple

START = 48
_WRITTEN = re.compile(r"([0-9a-f]{12})-([0-9]{1,3})-([0-9]{1,9})")


class Fingerprint(NamedTuple):
    """How a text begins, and how long it is.

    Attributes:
        hash: Twelve hexadecimal digits.
        start: Normalised characters hashed.
        size: Normalised characters of the whole text.
    """

    hash: str
    start: int
    size: int

    def __str__(self) -> str:
        """As written in a digest."""
        return f"{self.hash}-{self.start}-{self.size}"

    def begins(self, normalised: str) -> bool:
        """Whether a normalised text begins as the fingerprinted one did.

        Args:
            normalised: At least ``start`` characters from :func:`normalise`.
        """
        return len(normalised) >= self.start and hash_start(normalised[: self.start]) == self.hash


def normalise(text: str) -> str:
    """Keep only the case-folded letters and digits of a text."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(filter(str.isalnum, folded))


def fingerprint(text: str) -> Fingerprint:
    """Take the fingerprint of a text.

    Args:
        text: Any text; marks, spaces and case do not matter.
    """
    normalised = normalise(text)
    start = normalised[:START]
    return Fingerprint(hash_start(start), len(start), len(normalised))


def parse_fingerprint(written: str) -> Fingerprint | None:
    """Read a written fingerprint; None when it is not one."""
    match = _WRITTEN.fullmatch(written)
    return Fingerprint(match[1], int(match[2]), int(match[3])) if match else None


def hash_start(start: str) -> str:
    """The hash of normalised characters, as a fingerprint holds it."""
    return hashlib.sha256(start.encode()).hexdigest()[:12]
