"""A source: text from outside that an importer turns into a document, and how bytes become it."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from reader.errors import SourceError

SIZE_LIMIT = 64 * 2**20
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"),
)  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_CONTROLS_SHARE = 0.1
# How files of other kinds begin, and what to do with these.
_UNPACK = "unpack it, and add what is in it"
_COPY = "open it, copy its text, and save that as text"
_OTHERS = (
    (b"PK\x03\x04", "a ZIP archive or an office document", _UNPACK), (b"\xfd7zXZ", "packed with xz", _UNPACK),
    (b"7z\xbc\xaf", "a 7-Zip archive", _UNPACK), (b"\x28\xb5\x2f\xfd", "packed with Zstandard", _UNPACK),
    (b"%PDF-", "a PDF", _COPY),
)  # fmt: skip
_TEXT_WANTED = "give it a text file, such as a page copied from the browser and saved as UTF-8"
# Fewer damaged characters than this share of the sound ones: UTF-8 with damage, not another encoding.
_DAMAGE_SHARE = 0.1
# Whoever declares these writes Windows-1252, as browsers know.
_MEANT = {"iso8859-1": "cp1252", "ascii": "cp1252"}
# Declared encodings that are tables; others that Python knows, such as punycode, are traps.
_TABLES = re.compile(
    r"utf-?_?(8|16|32).*|iso8859-\d+|cp\d+|koi8-.|gb.*|big5.*|euc_.*|shift_jis.*|iso2022.*|mac-.*|ascii"
)


@dataclass(frozen=True, slots=True)
class Source:
    """Text from outside.

    Attributes:
        name: A file's name or ``standard input``, for messages only.
        text: Decoded, not yet cleaned.
        url: Where it was fetched; None when it was not.
        data: The bytes that the text was decoded from, for formats whose parts have encodings of
            their own; empty where only the text is at hand.
        warnings: What decoding it has to say, in sentences for the reader.
        wanted: Which of several threads to read, by number or words of its title; empty for the only one.
    """

    name: str
    text: str
    url: str | None = None
    data: bytes = field(default=b"", compare=False, repr=False)
    warnings: tuple[str, ...] = ()
    wanted: str = ""


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Turn bytes into text.

    A byte order mark is obeyed; without one the bytes are UTF-8, or UTF-16 where every other byte
    is zero, or else Windows-1252 with a warning.

    Args:
        data: What a file holds.
        name: Its name, for messages.

    Returns:
        The text, and warnings for the reader.

    Raises:
        SourceError: It is empty, binary, damaged, or longer than SIZE_LIMIT bytes.
    """
    if len(data) > SIZE_LIMIT:
        reason = f"it has {len(data) / 2**20:.0f} MiB; the limit is {SIZE_LIMIT // 2**20} MiB"
        raise SourceError(name, reason, "cut it into parts")
    for mark, kind, way_out in _OTHERS:
        if data.startswith(mark):
            raise SourceError(name, f"it is {kind}, not text", way_out)
    text, warnings = _decode(data, name)
    if not text.strip():
        raise SourceError(name, "it is empty", "give it a file that holds text")
    _refuse_binary(text, name)
    return text, warnings


def decode_declared(data: bytes, charset: str) -> str | None:
    """Turn bytes into text by the encoding that is declared for them.

    Args:
        data: Bytes from outside.
        charset: The encoding's name; may be any.

    Returns:
        The text; None where the encoding is not known, is none of text, or is not theirs.
    """
    try:
        name = codecs.lookup(charset).name if charset.isascii() else ""
        return data.decode(_MEANT.get(name, name)) if _TABLES.fullmatch(name) else None
    except (LookupError, ValueError):
        return None


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_as(data[len(mark) :], encoding, name)
    wide = _unmarked_wide(data)
    if wide:
        return _decode_as(data, wide, name)
    try:
        return _decode_as(data, "utf-8", name)
    except SourceError:
        return _decode_damaged(data)


def _decode_as(data: bytes, encoding: str, name: str) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError as error:
        left = len(data) - error.start
        if 0 < left < 4 and ("unexpected end" in error.reason or "truncated" in error.reason):
            warning = f"the text ends inside a character; its last {left} bytes were left out"
            return data[: error.start].decode(encoding), (warning,)
        way_out = "save it again as UTF-8"
        raise SourceError(name, f"not readable as {encoding.upper()}", way_out) from error


def _unmarked_wide(data: bytes) -> str | None:
    """UTF-16 without a mark: nearly every other byte of Western text is zero."""
    half = len(data) // 2
    if half < 2 or b"\x00" not in data:
        return None
    low, high = data[0::2].count(0), data[1::2].count(0)
    if high > 0.7 * half and low < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if low > 0.7 * half and high < 0.1 * half else None


def _decode_damaged(data: bytes) -> tuple[str, tuple[str, ...]]:
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = sum(not char.isascii() for char in text) - damaged
    if damaged < _DAMAGE_SHARE * sound:
        return text, (f"{damaged} characters were not valid UTF-8 and were replaced",)
    return data.decode("cp1252", "replace"), ("not valid UTF-8; read as Windows-1252 (cp1252)",)


def _refuse_binary(text: str, name: str) -> None:
    if "\x00" in text or len(_CONTROL.findall(text)) > _CONTROLS_SHARE * len(text):
        raise SourceError(name, "it is binary, not text", _TEXT_WANTED)
