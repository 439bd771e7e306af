"""Compressed sources (gzip, RFC 1952), unpacked up to a limit: a small file may hold a huge one."""

from __future__ import annotations

import zlib

from reader.errors import SourceError

MARK = b"\x1f\x8b"
# A file may be several packed ones in a row; nobody packs a text into more, but a trap might.
_MEMBERS = 100
_GZIP = 31
_CHUNK = 2**20
_AGAIN = "fetch or copy it again"


def unpack(packed: bytes, name: str, limit: int) -> bytes:
    """Unpack a gzip file.

    Args:
        packed: Its bytes.
        name: What it is called, for messages.
        limit: How many bytes it may hold.

    Returns:
        What it holds, at most so many bytes.

    Raises:
        SourceError: It holds more, is damaged, or ends too early.
    """
    parts: list[bytes] = []
    at = 0
    for _ in range(_MEMBERS):
        at = _unpack_member(packed, at, parts, name, limit)
        if not packed.startswith(MARK, at):
            return b"".join(parts)
    raise SourceError(name, f"it is packed in more than {_MEMBERS} pieces", "unpack it first")


def _unpack_member(packed: bytes, at: int, parts: list[bytes], name: str, limit: int) -> int:
    """Unpack what begins at a byte, adding to the parts; gives the byte after its end."""
    inflate = zlib.decompressobj(_GZIP)
    room = limit + 1 - sum(map(len, parts))
    while not inflate.eof and at < len(packed):
        chunk = packed[at : at + _CHUNK]
        try:
            parts.append(inflate.decompress(chunk, room))
        except zlib.error as error:
            raise SourceError(name, "it is packed with gzip, and damaged", _AGAIN) from error
        at += len(chunk) - len(inflate.unused_data)
        room -= len(parts[-1])
        if not room:
            reason = f"unpacked it is larger than the limit of {limit / 2**20:.3g} MiB"
            raise SourceError(name, reason, "cut it into parts")
    if not inflate.eof:
        raise SourceError(name, "it is packed with gzip, and its end is missing", _AGAIN)
    return at
