"""Two small documents of ours, in the shapes of a real thread and a real interview."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag
from reader.model.markdown import parse_markdown

_BEGUN = datetime(2031, 5, 4, 9, 30, tzinfo=UTC)
_LONG = " ".join(f"Sentence {number} of the long answer about tides and harbours." for number in range(60))
_LIST = "1. first reason\n2. second reason\n   - with a detail\n\n```py\ntide = 3\n```"
_POST = (
    "Lead paragraph of the post.\n\n## First part\n\nOn tides.\n\n### A detail\n\nOn moons.\n\n"
    "## Second part\n\nOn harbours."
)

_THREAD: list[tuple[str, str | None, str | None, int | None, str]] = [
    ("c1", None, "Ada Quill", 9, "The harbour will silt up.\n\nIt did so *twice* before."),
    (
        "c2",
        "c1",
        "Bo Reed",
        4,
        "> The harbour will silt up.\n\nNot if it is dredged, see [the plan](https://tides.example/plan).",
    ),
    ("c3", "c2", "Ada Quill", 2, "Who pays for that?"),
    ("c4", "c3", None, None, _LONG),
    (
        "c5",
        "c1",
        "Cy Marsh",
        7,
        _LIST,
    ),
    ("c6", None, "Dee Fen", 12, "Another matter: see [/ x and [red]this[/red], both as typed."),
    ("c7", "c6", "Bo Reed", 1, "Agreed, 水木金土日月山川大小 and more."),
    ("c8", None, "Ada Quill", 1, "A last remark."),
]


def sample_thread() -> Document:
    """A thread of eight comments, depth four, with every kind of passage."""
    entries = [_entry("post", EntryKind.POST, None, "Ada Quill", None, _POST)]
    entries += [
        _entry(id, EntryKind.COMMENT, parent, author, score, markdown, day)
        for day, (id, parent, author, score, markdown) in enumerate(_THREAD)
    ]
    return Document(
        id="on-tides", kind=DocumentKind.THREAD, edition=Edition.FULL, title="On tides",
        url="https://tides.example/posts/1", authors=("Ada Quill",), posted_at=_BEGUN, score=40,
        entries=tuple(entries),
    )  # fmt: skip


def sample_interview() -> Document:
    """An interview of two sections and six turns."""
    turns = [
        ("s1", EntryKind.SECTION, None, None, "## Beginnings"),
        ("t1", EntryKind.TURN, "s1", "Interviewer", "How did you begin?"),
        ("t2", EntryKind.TURN, "s1", "Guest", "With a boat.\n\nA very small one."),
        ("t3", EntryKind.TURN, "s1", "Guest", "And a map."),
        ("s2", EntryKind.SECTION, None, None, "## Storms"),
        ("t4", EntryKind.TURN, "s2", "Interviewer", "Were there storms?"),
        ("t5", EntryKind.TURN, "s2", "Guest", _LONG),
        ("t6", EntryKind.TURN, "s2", "Interviewer", "Thank you."),
    ]
    lead = _entry("post", EntryKind.POST, None, "Harbour Radio", None, "A talk about boats.")
    spoken = [
        _entry(id, kind, parent, author, None, markdown) for id, kind, parent, author, markdown in turns
    ]
    return Document(
        id="on-boats", kind=DocumentKind.INTERVIEW, edition=Edition.FULL, title="On boats",
        authors=("Harbour Radio",), posted_at=_BEGUN, entries=(lead, *spoken),
    )  # fmt: skip


def _entry(
    id: str, kind: EntryKind, parent: str | None, author: str | None, score: int | None,
    markdown: str, day: int | None = None,
) -> Entry:  # fmt: skip
    return Entry(
        id=id, kind=kind, parent=parent, author=author, score=score, markdown=markdown,
        posted_at=None if day is None else _BEGUN + timedelta(days=day),
        flags=frozenset({Flag.TRUNCATED}) if id == "c3" else frozenset(),
        inferred=frozenset({"author"}) if id == "c5" else frozenset(),
        passages=parse_markdown(markdown),
    )  # fmt: skip
