"""Links: places in one text that quote, address or name places in another, and their JSON form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple


class LinkKind(StrEnum):
    """What makes a link."""

    QUOTATION = "quotation"
    PERMALINK = "permalink"
    MENTION = "mention"
    ADDRESS = "address"


class Verdict(StrEnum):
    """How sure a link is of its targets.

    EXACT, ELIDED and EDITED have one source, given piece by piece in the order of the quotation.
    AMBIGUOUS has one target for each place that is equally good, the likeliest first. HIDDEN points
    at the end of what is shown of a cut comment: what it covers is that part of the quotation, and
    nothing (start equals stop) when all of it is hidden. EXTERNAL and NOT_FOUND have no target.
    """

    EXACT = "exact"
    ELIDED = "elided"
    EDITED = "edited"
    AMBIGUOUS = "ambiguous"
    HIDDEN = "hidden"
    EXTERNAL = "external"
    NOT_FOUND = "not found"


class Target(NamedTuple):
    """A span that a link leads to.

    Attributes:
        document: A document's id.
        entry: An entry's id; empty for the document as a whole.
        passage: The index of a passage in the entry, from 0.
        start: First character of the passage's text.
        stop: One past the last; equal to ``start`` when no words are meant but the place.
    """

    document: str
    entry: str = ""
    passage: int = 0
    start: int = 0
    stop: int = 0


class Change(NamedTuple):
    """Where a quotation differs from its source.

    Attributes:
        start: First character of the changed words in the quoting passage.
        stop: One past the last; equal to ``start`` where words were left out.
        was: The source's words; empty where words were put in.
        now: The quotation's words.
    """

    start: int
    stop: int
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Link:
    """A span of a passage that leads somewhere.

    Attributes:
        kind: What makes it a link.
        entry: The id of the entry it stands in.
        passage: The index of its passage in the entry, from 0.
        start: Its first character in the passage's text.
        stop: One past its last character.
        targets: Where it leads, see :class:`Verdict`.
        verdict: How sure that is.
        difference: For an edited quotation its changes, by start; None otherwise.
        address: The web address of a permalink or an ordinary link; empty otherwise.
    """

    kind: LinkKind
    entry: str
    passage: int
    start: int
    stop: int
    targets: tuple[Target, ...] = ()
    verdict: Verdict = Verdict.NOT_FOUND
    difference: tuple[Change, ...] | None = None
    address: str = ""


def link_to_json(link: Link) -> dict[str, Any]:
    """A link as JSON values; spans are half-open, in characters of a passage's text."""
    written: dict[str, Any] = {
        "kind": link.kind.value,
        "from": {"entry": link.entry, "passage": link.passage, "start": link.start, "stop": link.stop},
        "to": [target._asdict() for target in link.targets],
        "verdict": link.verdict.value,
        "difference": None if link.difference is None else [part._asdict() for part in link.difference],
    }
    return written | ({"address": link.address} if link.address else {})


def links_to_json(links: Iterable[Link]) -> list[dict[str, Any]]:
    """Links as JSON values, in their order."""
    return [link_to_json(link) for link in links]


def links_from_json(raw: Iterable[Mapping[str, Any]]) -> tuple[Link, ...]:
    """Links from what :func:`links_to_json` gave.

    Raises:
        KeyError, TypeError, ValueError: These are not such values.
    """
    return tuple(map(link_from_json, raw))


def link_from_json(raw: Mapping[str, Any]) -> Link:
    """A link from what :func:`link_to_json` gave.

    Raises:
        KeyError, TypeError, ValueError: These are not such values.
    """
    changes = raw["difference"]
    return Link(
        kind=LinkKind(raw["kind"]), **raw["from"],
        targets=tuple(Target(**target) for target in raw["to"]), verdict=Verdict(raw["verdict"]),
        difference=None if changes is None else tuple(Change(**change) for change in changes),
        address=raw.get("address", ""),
    )  # fmt: skip
