"""Vectors of a byte an entry, joined as integers: Python's fastest loop over many small numbers."""

from __future__ import annotations

from collections.abc import Sequence


def greatest(vectors: Sequence[bytes], size: int) -> bytes:
    """The greatest byte of several vectors at every place.

    Two vectors are compared at all places at once: of each byte the highest bit, which no impact
    has, is set in one and takes the borrow when the other is subtracted.

    Args:
        vectors: Vectors of bytes below 128.
        size: How many bytes each has.
    """
    if len(vectors) < 2:
        return vectors[0] if vectors else bytes(size)
    high, low = int.from_bytes(b"\x80" * size, "little"), int.from_bytes(b"\x7f" * size, "little")
    most = int.from_bytes(vectors[0], "little")
    for vector in vectors[1:]:
        other = int.from_bytes(vector, "little")
        is_greater = ((most | high) - other) & high
        kept = is_greater - (is_greater >> 7)
        most = (most & kept) | (other & (low ^ kept))
    return most.to_bytes(size, "little")
