"""The body of an answer, read up to a limit, its transport encoding undone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress

from reader.errors import FetchError, SourceError
from reader.sites.wire import WAY_ROUND
from reader.unpacking import unpack

Watch = Callable[[int, int | None], None]
_ENOUGH_OF_A_REFUSAL = 256 * 2**10


def unwatched(size: int, announced: int | None) -> None:
    """Watch nothing."""


def read_body(
    parts: Iterable[bytes], headers: Mapping[str, str], url: str, limit: int, watch: Watch
) -> bytes:
    """Read the whole body.

    Args:
        parts: The body as it comes.
        headers: The answer's header fields, names in lower case.
        url: Its address, for messages.
        limit: How many bytes it may have, packed and unpacked.
        watch: Told how many bytes have come, and how many were announced; it may raise to stop.

    Raises:
        FetchError: It has more, or is packed in a way that was not asked for.
    """
    written = headers.get("content-length", "")
    announced = int(written[:18]) if written.isascii() and written.isdigit() else None
    if announced is not None and announced > limit:
        raise _too_large(url, limit)
    read, size = [], 0
    for part in parts:
        read.append(part)
        size += len(part)
        if size > limit:
            raise _too_large(url, limit)
        watch(size, announced)
    return _undo(b"".join(read), headers, url, limit)


def read_refusal(parts: Iterable[bytes], headers: Mapping[str, str], url: str) -> bytes:
    """Read as much of a refusal's body as tells what it is."""
    read = b""
    for part in parts:
        read += part
        if len(read) > _ENOUGH_OF_A_REFUSAL:
            break
    with suppress(FetchError):
        return _undo(read, headers, url, _ENOUGH_OF_A_REFUSAL)
    return read


def _undo(body: bytes, headers: Mapping[str, str], url: str, limit: int) -> bytes:
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in ("", "identity") or not body:
        return body
    if encoding not in ("gzip", "x-gzip"):
        reason = f"it came packed as {encoding[:40]!r}, which was not asked for"
        raise FetchError(url, reason, WAY_ROUND)
    try:
        return unpack(body, url, limit)
    except SourceError as error:
        raise FetchError(url, error.reason, WAY_ROUND) from error


def _too_large(url: str, limit: int) -> FetchError:
    reason = f"it is larger than the limit of {limit / 2**20:.3g} MiB"
    return FetchError(url, reason, "save a part of it, and add that: threadside add FILE")
