"""What stands above an interview posted as text: title, byline, the address it links to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, takewhile

from reader.clean import safe_url
from reader.importers.interview_blocks import has_timestamp, is_heading_like
from reader.importers.labels import Speakers
from reader.importers.lines import Piece, filled
from reader.model.codec import read_time

_BYLINE = re.compile(
    r"\s*By (?P<names>\S.*?) @ (?P<moment>[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+Z?)?)"
    r"(?: \((?P<score>[-−+]?[0-9]{1,6})\))?\s*"
)
_LINKPOST = re.compile(r"\s*This is a linkpost (?:to|for) (?P<url>\S+)\s*", re.IGNORECASE)
_HEADER_LINES = 6
# Lines that head a part of a transcript, not the whole.
_NO_TITLES = frozenset({"transcript", "highlights", "introduction", "intro", "episode summary"})


@dataclass(frozen=True, slots=True)
class InterviewHeader:
    """What the lines above an interview say.

    Attributes:
        stop: One past the last of these lines.
        fields: The lines, by what they are.
        title: The title, when it is stated.
        authors: Who published it.
        posted_at: When, in UTC.
        score: Its karma.
        url: The address it links to.
        tags: What it is filed under.
        warnings: What could not be read, in words for the reader.
    """

    stop: int = 0
    fields: tuple[Piece, ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    posted_at: datetime | None = None
    score: int | None = None
    url: str | None = None
    tags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read_header(lines: Sequence[str], speakers: Speakers) -> InterviewHeader:
    """Read what stands above an interview.

    Args:
        lines: All its lines, cleaned.
        speakers: Those whose labels open turns; the header ends above the first of them.
    """
    above = takewhile(lambda index: not speakers.opening(lines[index]), filled(lines, 0, len(lines)))
    top = list(islice(above, _HEADER_LINES))
    byline = next((at for at, index in enumerate(top) if _BYLINE.fullmatch(lines[index])), None)
    link = next((at for at, index in enumerate(top) if _LINKPOST.fullmatch(lines[index])), None)
    if link is not None and link != (1 if byline is None else byline + 1):
        link = None
    stated = [at for at in (byline, link) if at is not None]
    if not stated:
        return _read_title(lines, top)
    places = {byline: "byline", link: "linkpost"}
    fields = tuple(
        Piece(index, index + 1, places.get(at, "title" if at == 0 else "header"), True)
        for at, index in enumerate(top[: max(stated) + 1])
    )
    return _read_fields(lines, fields)


def _read_title(lines: Sequence[str], top: Sequence[int]) -> InterviewHeader:
    said = lines[top[0]].strip() if top else ""
    if not said or not is_heading_like(said) or has_timestamp(said) or said.lower() in _NO_TITLES:
        return InterviewHeader()
    return InterviewHeader(top[0] + 1, (Piece(top[0], top[0] + 1, "title", True),), said)


def _read_fields(lines: Sequence[str], fields: tuple[Piece, ...]) -> InterviewHeader:
    said = {piece.place: lines[piece.start].strip() for piece in fields}
    byline = _BYLINE.fullmatch(said.get("byline", ""))
    link = _LINKPOST.fullmatch(said.get("linkpost", ""))
    posted_at = _read_moment(byline["moment"]) if byline else None
    url = safe_url(link["url"]) if link else None
    warnings = ["the date of the byline is not one"] if byline and not posted_at else []
    warnings += ["the linkpost address is not a safe http or https address"] if link and not url else []
    return InterviewHeader(
        fields[-1].stop, fields, said.get("title"), tuple(byline["names"].split(", ")) if byline else (),
        posted_at, _read_score(byline["score"]) if byline else None, url, warnings=tuple(warnings),
    )  # fmt: skip


def _read_moment(written: str) -> datetime | None:
    try:
        return read_time(written)
    except ValueError:
        return None


def _read_score(written: str | None) -> int | None:
    return int(written.replace("−", "-")) if written else None
