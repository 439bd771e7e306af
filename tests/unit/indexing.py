"""A library with its index, for the tests of searching."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.index import Found, Index, Results
from reader.library import Library
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag
from reader.model.markdown import parse_markdown


@contextmanager
def indexed(*documents: Document, folder: Path | None = None) -> Iterator[tuple[Index, Library]]:
    """An index that is current, and its library."""
    with TemporaryDirectory() as made:
        home = folder or Path(made)
        with Library(home / "library.db") as library, Index(home / "index", library) as index:
            for document in documents:
                library.add(document, None, "")
            assert index.update()
            yield index, library


def places(results: Results, library: Library) -> list[str]:
    """What was found, as ``DOCUMENT#ENTRY``."""
    assert results.problem is None, results.problem
    return [place(found, library) for found in results.found]


def place(found: Found, library: Library) -> str:
    """A found entry as ``DOCUMENT#ENTRY``."""
    return f"{found.document}#{library.open(found.document).columns.ids[found.index]}"


def ids(index: Index, query: str, **options: object) -> set[str]:
    """The ids of all entries that a query finds."""
    results = index.search(query, limit=None, **options)  # type: ignore[arg-type]
    assert results.problem is None, results.problem
    assert results.total == len(results.found)
    return {hit.entry for hit in results.hits()}


def entry(
    id: str, markdown: str, parent: str | None = None, author: str | None = None, score: int | None = None,
    kind: EntryKind = EntryKind.COMMENT, day: str | None = None, flags: Iterable[Flag] = (),
    inferred: Iterable[str] = (),
) -> Entry:  # fmt: skip
    """An entry made by hand."""
    posted_at = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    return Entry(
        id, kind, parent, author, posted_at, score, frozenset(flags), frozenset(inferred), markdown,
        passages=parse_markdown(markdown),
    )  # fmt: skip


GARDEN = Document(
    "garden", DocumentKind.THREAD, Edition.FULL, "On keeping a walled garden", entries=(
        entry("post", "## Walls\n\nA wall keeps the wind from **tender** plants. Running water isn't needed.\n\n"
              "## Paths\n\nGravel paths drain well.", None, "Ada Brook", 30, EntryKind.POST, "2031-03-04"),
        entry("c1", "I disagree: hedges filter the wind, walls only turn it over.", None, "Bo Marsh", 12,
              day="2031-03-05"),
        entry("c2", "> hedges filter the wind\n\nHedges need clipping twice a year.", "c1", "Ada Brook", 3,
              day="2031-04-01", flags=[Flag.EDITED]),
        entry("c3", "Straße und Café: the naïve planter’s words, don't mind them.", "c2", "Cy Oland", -2,
              day="2032-01-01", inferred=["author"]),
        entry("c4", "The GPT-4 of gardening is the robot mower; plan B is sheep.", None, None, None,
              flags=[Flag.TRUNCATED]),
        entry("c5", "漢字かな交じり文 and 🐑 too.", "c4", "Bo Marsh-Hill", 7, flags=[Flag.RETRACTED]),
    ),
)  # fmt: skip
TALK = Document(
    "talk", DocumentKind.INTERVIEW, Edition.FULL, "A talk about seeds", entries=(
        entry("intro", "A talk held in a shed.", kind=EntryKind.POST, author="Radio Mulch"),
        entry("s1", "## Saving seeds", kind=EntryKind.SECTION),
        entry("t1", "How do you save seeds of a wall plant?", "s1", "Di Frost", kind=EntryKind.TURN),
        entry("t2", "Dry them, then keep seeds cold. Runs of warm days spoil them.", "s1", "Ada Brook",
              kind=EntryKind.TURN),
        entry("t3", "And the wind?", "s1", "Di Frost", kind=EntryKind.TURN),
    ),
)  # fmt: skip
