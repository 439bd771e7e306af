"""Generated documents, entries and texts, hostile ones among them, for tests of every part."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from hypothesis import strategies as st

from reader.clean import clean, clean_line
from reader.model.documents import (
    SECONDS_LIMIT,
    Document,
    DocumentKind,
    Edition,
    Entry,
    EntryKind,
    Flag,
    Report,
    SourceLines,
)
from reader.model.fingerprint import fingerprint
from reader.model.guesses import FIELDS, Guess
from reader.model.markdown import parse_markdown
from reader.model.thread import NO_PARENT, arrange

HOSTILE = (
    "see [/ x",
    "[red]x[/red]",
    "[@click=app.quit]press[/]",
    "[link=https://a.example]",
    "\x1b[31mred\x1b[0m",
    "\x1b]52;c;Y29waWVk\x07",
    "\x9b2J",
    "a\u202eb\u202cc",
    "\u2066left\u2069",
    "nul\x00nul",
    "del\x7f",
    "lone \ud800 surrogate",
    "line\u2028line\u2029line",
    "z" + "\u0301" * 40,
    "a" + "\u200b" * 40 + "b",
    "\ufeffmark",
    "👩‍👩‍👧‍👦 family",
    "漢字かな交じり文",
    "עברית and عربى",
    "%s {0} $x",
    "'; DROP TABLE entries; --",
    "--help",
    "../../etc/passwd",
    "=== comment c1",
    "",
)
_BLOCKS = (
    "## A heading",
    "> quoted words\n> in two lines",
    "- one\n- two\n  - deeper",
    "1. first\n2. second",
    "```python\nprint('x')\n\ny = 1\n```",
    "```\nnever closed",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "---",
    "<b>bold</b> and <!-- a comment",
    "[a link](https://a.example/b) and *stress* and `code`",
    "![picture](https://a.example/c.png)",
    "[ref]: https://a.example/d",
    "hard  \nbreak",
    "a note[^1] and another[^n]",
    "[^1]: said below\n\n    at length[^n]\n[^n]: and once more\n[^lone]: by nobody",
    "it was [the heron](#spoiler) [of the lake](#spoiler:https://a.example/h), they say",
    "```spoiler py\nfound = True\n```",
)


# Strategies are built once: hypothesis checks and labels every new one, which takes longer than drawing.
@cache
def texts(max_size: int = 60) -> st.SearchStrategy[str]:
    """Texts as they come from outside: not cleaned, of one or several lines, often hostile."""
    parts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=max_size))
    return st.lists(parts, max_size=3).map(" ".join)


@cache
def lines(max_size: int = 40) -> st.SearchStrategy[str]:
    """Cleaned texts of one line, such as a title or a name; may be empty."""
    return texts(max_size).map(clean_line)


@cache
def names() -> st.SearchStrategy[str]:
    """Cleaned texts of one line that are not empty."""
    return lines().map(lambda line: line or "A. Name")


@cache
def markdowns() -> st.SearchStrategy[str]:
    """Cleaned Markdown with all its constructs, and hostile texts between them."""
    blocks = st.lists(st.one_of(st.sampled_from(_BLOCKS), texts()), max_size=4)
    return blocks.map(lambda parts: clean("\n\n".join(parts)))


@cache
def moments() -> st.SearchStrategy[datetime]:
    """Moments in UTC."""
    return st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))


@cache
def addresses() -> st.SearchStrategy[str]:
    """Web addresses that may be opened."""
    return st.from_regex(r"https?://[a-z]{1,8}\.example/[a-z0-9/?=&#%.-]{0,20}", fullmatch=True)


@cache
def document_ids() -> st.SearchStrategy[str]:
    """Document ids: lower-case letters, digits and hyphens."""
    return st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)


@cache
def _fingerprints() -> st.SearchStrategy[str]:
    return texts().map(fingerprint).map(str)


@cache
def _heading_fingerprints() -> st.SearchStrategy[tuple[str, ...]]:
    one = st.just("") | st.builds("{}:{}".format, st.integers(1, 6), _fingerprints())
    return st.lists(one, max_size=2).map(tuple)


@cache
def entries(kind: EntryKind | None = None) -> st.SearchStrategy[Entry]:
    """Entries without parent, their passages made from their Markdown."""
    return st.builds(
        Entry,
        id=st.from_regex(r"[a-zA-Z0-9_.:-]{1,6}", fullmatch=True) | names(),
        kind=st.sampled_from(EntryKind) if kind is None else st.just(kind),
        author=st.none() | names(),
        posted_at=st.none() | moments(),
        score=st.none() | st.integers(-(10**12), 10**12),
        flags=st.frozensets(st.sampled_from(Flag), max_size=3),
        inferred=st.frozensets(st.sampled_from(["author", "parent", "start"]), max_size=2),
        markdown=markdowns(),
        summary=st.none() | lines(),
        fingerprint=st.none() | _fingerprints(),
        heading_fingerprints=_heading_fingerprints(),
        starts_at=st.none() | st.floats(0, SECONDS_LIMIT),
    ).map(lambda entry: replace(entry, passages=parse_markdown(entry.markdown)))


@cache
def _flat(kind: EntryKind, max_entries: int) -> st.SearchStrategy[list[Entry]]:
    return st.lists(entries(kind), max_size=max_entries, unique_by=lambda entry: entry.id)


_PARENTS = st.integers(0, 10**6)


@st.composite
def _trees(draw: st.DrawFn, kind: DocumentKind, max_entries: int) -> tuple[Entry, ...]:
    """Entries in reading order, each answering one of those before it, or none."""
    replies = EntryKind.COMMENT if kind is DocumentKind.THREAD else EntryKind.TURN
    flat: list[Entry] = draw(_flat(replies, max_entries))
    has_post: bool = draw(st.booleans())
    for at, entry in enumerate(flat):
        parent = draw(_PARENTS) % (at + 1)
        flat[at] = replace(entry, parent=flat[parent].id if parent < at else None)
    if flat and has_post:
        flat[0] = replace(flat[0], kind=EntryKind.POST)
    return arrange(flat).entries


@cache
def reports() -> st.SearchStrategy[Report]:
    """What an import may have found."""
    runs = st.builds(SourceLines, st.integers(1, 999), st.integers(1, 999), names(), st.booleans())
    counts = st.integers(0, 10**6)
    return st.builds(
        Report,
        format=lines(),
        announced=st.none() | counts,
        imported=counts,
        found=st.dictionaries(names(), counts, max_size=3),
        orphans=st.lists(names(), max_size=2).map(tuple),
        cleaned=counts,
        left_out=st.dictionaries(names(), texts().map(clean), max_size=2),
        warnings=st.lists(lines(), max_size=2).map(tuple),
        lines=st.lists(runs, max_size=3).map(tuple),
        guesses=st.lists(_guesses(), max_size=2).map(tuple),
    )


@cache
def _guesses() -> st.SearchStrategy[Guess]:
    reasons = st.lists(lines(), max_size=2).map(tuple)
    return st.builds(Guess, names(), st.sampled_from(FIELDS), st.floats(0, 1), reasons, st.none() | lines())


@cache
def documents(
    edition: Edition | None = None, kind: DocumentKind | None = None, max_entries: int = 6
) -> st.SearchStrategy[Document]:
    """Whole documents as importers give them: cleaned, arranged, with a report."""
    if kind is None:
        return st.one_of(*(documents(edition, each, max_entries) for each in DocumentKind))
    some_names = st.lists(names(), max_size=2).map(tuple)
    return st.builds(
        Document,
        id=document_ids(),
        kind=st.just(kind),
        edition=st.sampled_from(Edition) if edition is None else st.just(edition),
        title=lines(),
        url=st.none() | addresses(),
        authors=some_names,
        posted_at=st.none() | moments(),
        score=st.none() | st.integers(-(10**30), 10**30),
        tags=some_names,
        inferred=st.frozensets(st.sampled_from(["title", "authors", "posted_at"]), max_size=2),
        entries=_trees(kind, max_entries),
        report=reports(),
    )


@st.composite
def parent_lists(draw: st.DrawFn, min_size: int = 0, max_size: int = 24) -> list[int]:
    """The parents of a tree in reading order: each is the entry before, one of its ancestors, or none."""
    parents: list[int] = []
    lineage: list[int] = []
    for position in range(draw(st.integers(min_size, max_size))):
        depth = draw(st.integers(0, len(lineage)))
        parents.append(lineage[depth - 1] if depth else NO_PARENT)
        lineage = [*lineage[:depth], position]
    return parents
