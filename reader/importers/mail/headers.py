"""Headers of a message, decoded and cleaned whatever they hold.

Sources: RFC 5322 (names, ids, dates), RFC 2047 (words in other encodings).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from reader.clean import clean_line
from reader.importers.source import decode_declared

# More of a header is not looked at: what reads addresses takes time quadratic in their length.
_LIMIT, _ADDRESS_LIMIT, _DATE_LIMIT = 4_000, 500, 100
_REFERENCES_LIMIT = 40_000
_ID_LIMIT = 100
_ID = re.compile(r"<([^<>]{1,998})>")
_FOLD = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t]*")
_VIA = re.compile(r"\s+via\s+\S.*", re.IGNORECASE)


def raw_of(message: Message, name: str, limit: int = _LIMIT) -> str:
    """A header as it is written, unfolded, at most so many characters; empty when it is missing.

    Bytes that are not ASCII are lone surrogates in it.
    """
    wanted = name.lower()
    found = (value for key, value in message.raw_items() if key.lower() == wanted)
    return _FOLD.sub(" ", str(next(found, ""))[:limit]).strip()


def line_of(message: Message, name: str) -> str:
    """A header as a cleaned line; empty when it is missing."""
    return clean_line(decode_words(raw_of(message, name)))


def decode_words(written: str) -> str:
    """What a header says, words in other encodings decoded; not cleaned."""
    try:
        # What is not ASCII stands for bytes, which the reader of words would take for an error.
        parts = decode_header(written) if written.isascii() else [(written, None)]
    except (HeaderParseError, ValueError, LookupError):
        parts = [(written, None)]
    return "".join(_decode(part, charset) for part, charset in parts)


def _decode(part: str | bytes, charset: str | None) -> str:
    data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
    return decode_bytes(data, charset or "")[0]


def decode_bytes(data: bytes, charset: str) -> tuple[str, bool]:
    """Decode a text by what is declared for it, or else by what it holds.

    Returns:
        The text, and whether what is declared is wrong or unknown.
    """
    declared = decode_declared(data, charset) if charset else None
    if declared is not None:
        return declared, False
    try:
        # ASCII in anything but name, and what is not declared at all, is no reason to complain.
        return data.decode("utf-8"), bool(charset) and not data.isascii()
    except ValueError:
        return data.decode("cp1252", "replace"), True


def name_of(message: Message) -> str:
    """Who wrote it: the name, or else what stands before the sign of the address."""
    for header in ("From", "Sender", "Reply-To"):
        written = raw_of(message, header, _ADDRESS_LIMIT)
        # A list of some archives hides addresses: "ada at example.org (Ada Quill)".
        name, address = (
            parseaddr(written.replace(" at ", "@", 1)) if "@" not in written else parseaddr(written)
        )
        shown = clean_line(decode_words(name)) or clean_line(address.partition("@")[0])
        if shown:
            return _VIA.sub("", shown) or shown
    return ""


def moment_of(message: Message) -> datetime | None:
    """When it was written, in UTC; None when that is not stated as a time."""
    written = raw_of(message, "Date", _DATE_LIMIT)
    try:
        moment = parsedate_to_datetime(written)
        return (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(
            microsecond=0
        )
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def ids_of(message: Message, name: str) -> Iterator[str]:
    """The ids of messages that a header names, in order."""
    return map(fit_id, _ID.findall(raw_of(message, name, _REFERENCES_LIMIT)))


def fit_id(written: str) -> str:
    """An id of a message as the id of an entry: a line of a bounded length."""
    id = clean_line(written).replace(" ", "")
    return id if 0 < len(id) <= _ID_LIMIT else make_id(written.encode("utf-8", "surrogatepass"))


def make_id(data: bytes) -> str:
    """An id for what has none, always the same for the same bytes."""
    return f"message-{hashlib.sha256(data).hexdigest()[:12]}"
