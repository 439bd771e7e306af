"""Which units repeat words of earlier ones or of the post: quotations that lost their marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.importers.compose import COPIED_LIST
from reader.importers.inference.units import Unit
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag
from reader.model.links import Link, Verdict
from reader.model.links.nearness import Kinship
from reader.model.links.quoting import link_quotations
from reader.model.passages import Passage, PassageKind

_POST_ID = "post"
POST = -1
# Without words: so that a unit of one paragraph may be the quotation that opens a comment.
_FILLER = Passage("", PassageKind.RULE)
_SURE = frozenset({Verdict.EXACT, Verdict.ELIDED, Verdict.EDITED, Verdict.HIDDEN, Verdict.AMBIGUOUS})


class Quoted(NamedTuple):
    """Words of a unit that stand in an earlier one, or in the post.

    Attributes:
        source: The index of the unit they are from; POST for the post.
        share: Which share of the unit's characters they are, from 0 to 1.
        size: How many characters.
        is_exact: Whether they are the same, word for word.
    """

    source: int
    share: float
    size: int
    is_exact: bool


def find_quoted(post: tuple[Passage, ...], units: Sequence[Unit]) -> list[tuple[Quoted, ...]]:
    """What each unit quotes, by the engine that links quotations in documents.

    Args:
        post: The passages of the post.
        units: The units, in order.
    """
    document = _chained(post, units)
    found: list[list[Quoted]] = [[] for _ in units]
    for link in link_quotations(document, (), Kinship(document)):
        # The post may hold a quotation as well; what it quotes says nothing of who answers whom.
        if link.verdict in _SURE and link.entry != _POST_ID:
            at = int(link.entry)
            found[at].extend(_read(link, units[at]))
    return [tuple(_merged(quoted)) for quoted in found]


def _chained(post: tuple[Passage, ...], units: Sequence[Unit]) -> Document:
    """The page as if each unit answered the one before: any of them may be what a unit quotes."""
    entries = [Entry(_POST_ID, EntryKind.POST, passages=post)]
    for at, unit in enumerate(units):
        parent = str(at - 1) if at else None
        flags = frozenset({Flag.TRUNCATED}) if unit.is_cut else frozenset[Flag]()
        passages = (*map(_passage, unit.lines), _FILLER)
        entries.append(Entry(str(at), EntryKind.COMMENT, parent, flags=flags, passages=passages))
    return Document("page", DocumentKind.THREAD, Edition.FULL, "page", entries=tuple(entries))


def _passage(line: str) -> Passage:
    item = COPIED_LIST.fullmatch(line)
    return Passage(item["said"], nesting="-", marker=item["marker"]) if item else Passage(line.strip())


def _read(link: Link, unit: Unit) -> Iterator[Quoted]:
    size = link.stop - link.start
    for source in dict.fromkeys(target.entry for target in link.targets):
        is_exact = link.verdict in (Verdict.EXACT, Verdict.AMBIGUOUS)
        yield Quoted(POST if source == _POST_ID else int(source), size / max(1, unit.size), size, is_exact)


def _merged(quoted: Sequence[Quoted]) -> Iterator[Quoted]:
    """One for each source, however many lines of a unit are from it."""
    for source in dict.fromkeys(one.source for one in quoted):
        same = [one for one in quoted if one.source == source]
        share, size = min(1.0, sum(one.share for one in same)), sum(one.size for one in same)
        yield Quoted(source, share, size, all(one.is_exact for one in same))
