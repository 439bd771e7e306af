"""What became of bookmarks after their document was replaced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.model.anchoring import anchor
from reader.model.annotations import Bookmark
from reader.model.selectors import Anchored, How
from reader.model.texts import DocumentTexts

ORPHANED = "orphaned"


class Verdict(NamedTuple):
    """What became of a bookmark.

    Attributes:
        bookmark: The bookmark, as it is stored; anchoring never changes it.
        place: Where its words are now; None for an orphan.
    """

    bookmark: Bookmark
    place: Anchored | None

    @property
    def name(self) -> str:
        """``unmoved``, ``moved``, ``changed`` or ``orphaned``."""
        return self.place.how.value if self.place else ORPHANED


def reanchor(bookmarks: Iterable[Bookmark], texts: DocumentTexts) -> list[Verdict]:
    """Find all bookmarks of a document in its present texts."""
    return [Verdict(bookmark, anchor(bookmark.target, texts)) for bookmark in bookmarks]


def count_verdicts(verdicts: Iterable[Verdict]) -> dict[str, int]:
    """How many are unmoved, moved, changed and orphaned, each named."""
    counts = Counter(verdict.name for verdict in verdicts)
    return {name: counts[name] for name in (*(how.value for how in How), ORPHANED)}


def tell(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Lines that say it: the counts, then what changed with both texts, then the orphans."""
    yield ", ".join(f"{count} {name}" for name, count in count_verdicts(verdicts).items())
    for bookmark, place in verdicts:
        where = f"{bookmark.target.document} {bookmark.target.entry}".strip()
        if place is None:
            yield f"orphaned, last in {where}: {bookmark.shown}"
        elif place.how is How.CHANGED:
            yield f"changed in {bookmark.target.document} {place.entry}, was: {bookmark.shown}"
            yield f"    now: {place.text}"
