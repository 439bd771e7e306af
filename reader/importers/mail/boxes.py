"""Cutting an mbox into messages.

The standard library's reader wants a file, and gives up at a line ``From`` that is not ASCII.

Source: RFC 4155, appendix A; the convention mboxrd for quoted lines ``From``.
"""

from __future__ import annotations

import re
from itertools import pairwise

# Only before a header: in a text such a line may stand unquoted.
_OPENING = re.compile(rb"^From [^\r\n]{0,1000}\r?\n(?=[!-9;-~]{1,80}[ \t]?:)", re.MULTILINE)
_QUOTED = re.compile(rb"^>(?=>*From )", re.MULTILINE)


def split_box(data: bytes) -> list[bytes]:
    """The messages of an mbox; what is no mbox is one message.

    Args:
        data: A file's bytes.
    """
    openings = list(_OPENING.finditer(data))
    if not openings:
        return [data.lstrip(b"\r\n")]
    before = data[: openings[0].start()].strip()
    ends = [*(opening.start() for opening in openings), len(data)]
    messages = [
        _QUOTED.sub(b"", data[opening.end() : stop])
        for opening, (_, stop) in zip(openings, pairwise(ends), strict=True)
    ]
    return [before, *messages] if before else messages


def join_box(messages: list[bytes]) -> bytes:
    """An mbox of messages, such as those of a folder; :func:`split_box` gives them back."""
    quoted = (re.sub(rb"^(?=>*From )", b">", message, flags=re.MULTILINE) for message in messages)
    return b"".join(
        b"From - Thu Jan  1 00:00:00 1970\n" + message.rstrip(b"\r\n") + b"\n\n" for message in quoted
    )
