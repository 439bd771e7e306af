"""The text of a message: its parts in order, each decoded, as Markdown.

Source: RFC 2045 to 2046 (MIME). What is no text is named, with its kind and size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message

from reader.clean import clean, clean_line, count_unsafe
from reader.importers.gathering import Gathering, join_blocks
from reader.importers.mail.headers import decode_bytes, decode_words, line_of, name_of
from reader.importers.mail.plain_text import set_plain
from reader.importers.plain import escape_line
from reader.model.losses import NOT_KEPT

# Parts within parts cost the standard library's parser a step each for every line.
_PARTS_LIMIT = 100
_HOLDER = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_HEADERS_END = re.compile(rb"\r?\n\r?\n")
_UNITS = ((2**20, "MiB"), (2**10, "KiB"), (1, "bytes"))


def read_body(data: bytes, gathering: Gathering) -> str:
    """The text of a message as Markdown.

    Args:
        data: The whole message.
        gathering: What is counted goes there.
    """
    if len(_HOLDER.findall(data)) > _PARTS_LIMIT:
        gathering.counts["messages of too many parts"] += 1
        parted = _HEADERS_END.split(data, maxsplit=1)
        return _decoded(parted[-1], "", gathering)
    message = message_from_bytes(data)
    return join_blocks(*(_set_part(part, gathering) for part in _parts(message)))


def _parts(message: Message) -> Iterator[Message | str]:
    """The parts to show, in order; a line of text above each message within this one."""
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload() if part.is_multipart() else ()
        held = [each for each in payload if isinstance(each, Message)]
        if not held:
            yield part
        elif part.get_content_type() == "multipart/alternative":
            waiting.append(_choose(held))
        else:
            if part.get_content_maintype() == "message":
                yield f"Message of {name_of(held[0]) or 'somebody'}: {line_of(held[0], 'Subject')}"
            waiting += reversed(held)


def _choose(alternatives: list[Message]) -> Message:
    """Plain text as it was typed, unless there is none in it; else the last, which is the richest."""
    plain = (each for each in alternatives if each.get_content_type() == "text/plain")
    return next((each for each in plain if _bytes_of(each).strip()), alternatives[-1])


def _set_part(part: Message | str, gathering: Gathering) -> str:
    if isinstance(part, str):
        return f"*{escape_line(clean_line(part))}*"
    kind, data = part.get_content_type(), _bytes_of(part)
    name = clean_line(decode_words(str(_ask(part.get_filename))))
    if part.get_content_maintype() != "text":
        return _name_attachment(name, kind, data, gathering)
    charset = str(_ask(part.get_content_charset))
    if kind == "text/html":
        text, is_wrong = decode_bytes(data, charset)
        _note_wrong(is_wrong, gathering)
        return gathering.walk(text, None)
    is_flowed = str(_ask(lambda: part.get_param("format"))).lower() == "flowed"
    is_joined = str(_ask(lambda: part.get_param("delsp"))).lower() == "yes"
    return _decoded(data, charset, gathering, is_flowed, is_joined)


def _decoded(
    data: bytes, charset: str, gathering: Gathering, is_flowed: bool = False, is_joined: bool = False
) -> str:
    text, is_wrong = decode_bytes(data, charset)
    _note_wrong(is_wrong, gathering)
    gathering.notes.cleaned += count_unsafe([text])
    return set_plain(text, is_flowed, is_joined)


def _note_wrong(is_wrong: bool, gathering: Gathering) -> None:
    gathering.counts["texts of another encoding than they state"] += is_wrong


def _name_attachment(name: str, kind: str, data: bytes, gathering: Gathering) -> str:
    gathering.counts[NOT_KEPT] += 1
    size = next(f"{len(data) / unit:.3g} {word}" for unit, word in _UNITS if len(data) >= unit or unit == 1)
    named = ", ".join(filter(None, [name, clean_line(kind), size]))
    return f"*Attachment: {escape_line(clean(named))}*"


def _bytes_of(part: Message) -> bytes:
    data = _ask(lambda: part.get_payload(decode=True))
    return data if isinstance(data, bytes) else b""


def _ask(question: Callable[[], object]) -> str | bytes:
    """What the standard library says of a part; empty for what it fails at, by whatever exception."""
    try:
        said = question()
    except Exception:
        return ""
    return said if isinstance(said, str | bytes) else ""
