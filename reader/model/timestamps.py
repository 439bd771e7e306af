"""Times in a recording, as people write them: ``1:23:45`` or ``2:05``."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from reader.model.documents import SECONDS_LIMIT

# Hours may be left out, and a fraction stands behind a point or a comma.
TIMESTAMP = r"(?:[0-9]{1,4}:)?[0-9]{1,3}:[0-9]{2}(?:[.,][0-9]{1,9})?(?![0-9:])"
_PARTS = re.compile(rf"\s*{TIMESTAMP}\s*")
# Sites that begin to play at a time that the address gives.
_PLAYERS = frozenset({"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"})


def read_timestamp(written: str) -> float | None:
    """Read a time in a recording.

    Args:
        written: ``H:MM:SS``, ``M:SS``, either with a fraction.

    Returns:
        Seconds from the recording's beginning; None where it is no such time.
    """
    if not _PARTS.fullmatch(written):
        return None
    *larger, seconds = written.strip().replace(",", ".").split(":")
    minutes = 0
    for part in larger:
        minutes = minutes * 60 + int(part)
    total = round(minutes * 60 + float(seconds), 3)
    return total if float(seconds) < 60 and total <= SECONDS_LIMIT else None


def write_timestamp(seconds: float) -> str:
    """Write a time in a recording as ``1:23:45``, or ``2:05`` below an hour; fractions are left out.

    Args:
        seconds: From the recording's beginning, 0 or more.
    """
    minutes, second = divmod(int(seconds), 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def address_at(url: str | None, seconds: float | None) -> str | None:
    """The address at which a recording plays from a time on.

    Args:
        url: The recording's address.
        seconds: From the recording's beginning.

    Returns:
        None where the time, or how the site would be told, is not known.
    """
    link = urlsplit(url or "")
    if seconds is None or link.hostname not in _PLAYERS:
        return None
    kept = [(name, value) for name, value in parse_qsl(link.query) if name not in ("t", "start")]
    return link._replace(query=urlencode([*kept, ("t", f"{int(seconds)}s")])).geturl()
