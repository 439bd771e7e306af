"""A thread whose comments quote one another in every way, and an interview that quotes it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag
from reader.model.markdown import parse_markdown

CLAIM = "The old lighthouse was moved inland by forty patient oxen in a single winter night."
REPLY = "Nobody who has seen the granite blocks of that tower would believe any tale about oxen."
TWICE = "The winter night was long and the harbour lay frozen from the pier to the far bank."
SPOKEN = "My grandmother kept the lamp burning with whale oil until the electric cable arrived."
SAME = "Whoever sails past the northern point should count the seven white stones aloud."
_BEGUN = datetime(2032, 2, 3, 8, tzinfo=UTC)
_PADDING = "\n\n".join(f"A word on matter {number}, which is nobody's business here." for number in range(40))

_SAID: list[tuple[str, str | None, str, str]] = [
    ("post", None, "Ada Quill", f"A post on lamps.\n\n{CLAIM}\n\n{TWICE}\n\n{_PADDING}"),
    ("c1", None, "Bo Reed", f"> {CLAIM}\n\nI doubt it. {REPLY}\n\n{TWICE}"),
    ("c2", "c1", "Ada Quill", f"> {REPLY}\n\nSome of us have records."),
    ("c3", "c2", "Bo Reed", f"> {CLAIM.replace('forty patient', 'ninety furious')}\n\nSo many?"),
    ("c4", "c3", "Cy Marsh", f"> {TWICE}\n\nBoth of you said so."),
    ("c5", "c4", "Dee Fen", "> Never did these seventeen strange words stand anywhere in this thread before today, friends.\n\nWho? Ask the museum about its brass telescope."),
    ("c6", None, "Dee Fen", f"See [the plan](https://lamps.example/plan) for more.\n\n{SAME} Aloud."),
    ("c7", "c6", "Bo Reed", "Press [here](javascript:alert(1)) or [there](threadside:on-lamps#gone)."),
    ("c8", "c6", "Ada Quill", "As said in [a comment](threadside:on-lamps#c2), and in [a talk](threadside:on-oil)."),
    ("c11", "c8", "Cy Marsh", f"It is known.\n\n{SAME} Twice."),
    ("c9", None, "Eve Low", f"> {CLAIM}\n\n> {REPLY}\n\nTwo quotations of quotations, by [me](threadside:on-lamps#c9)."),
    ("c10", "c9", "Bo Reed", f"> {SAME}\n\nWhere is that from?"),
]  # fmt: skip
_SPOKEN: list[tuple[str, EntryKind, str | None, str | None, str]] = [
    ("post", EntryKind.POST, None, "Harbour Radio", f"> {SPOKEN}\n\nA talk about oil."),
    ("s1", EntryKind.SECTION, None, None, "## Oil"),
    ("t1", EntryKind.TURN, "s1", "Host", "How was it kept?"),
    ("t2", EntryKind.TURN, "s1", "Guest", f"{SPOKEN} {CLAIM}"),
    ("t3", EntryKind.TURN, "s1", "Host", "Thank you, and the museum keeps a brass telescope."),
]


def thread() -> Document:
    """The thread."""
    entries = tuple(
        Entry(
            id=id, kind=EntryKind.COMMENT if at else EntryKind.POST, parent=parent, author=author,
            markdown=markdown, posted_at=_BEGUN + timedelta(days=at), passages=parse_markdown(markdown),
        )
        for at, (id, parent, author, markdown) in enumerate(_SAID)
    )  # fmt: skip
    return Document(
        "on-lamps", DocumentKind.THREAD, Edition.FULL, "On lamps", authors=("Ada Quill",),
        posted_at=_BEGUN, entries=entries,
    )  # fmt: skip


def interview() -> Document:
    """The interview."""
    entries = tuple(
        Entry(
            id=id,
            kind=kind,
            parent=parent,
            author=author,
            markdown=markdown,
            passages=parse_markdown(markdown),
        )
        for id, kind, parent, author, markdown in _SPOKEN
    )
    return Document("on-oil", DocumentKind.INTERVIEW, Edition.FULL, "On oil", entries=entries)


def cut(document: Document, id: str, text: str) -> Document:
    """The same document with an entry of another text, cut in the source."""
    entries = tuple(
        replace(entry, markdown=text, passages=parse_markdown(text), flags=frozenset({Flag.TRUNCATED}))
        if entry.id == id
        else entry
        for entry in document.entries
    )
    return replace(document, entries=entries)


def without(document: Document, id: str) -> Document:
    """The same document without an entry, whose replies now stand at the top."""
    kept = [entry for entry in document.entries if entry.id != id]
    return replace(
        document,
        entries=tuple(replace(entry, parent=None) if entry.parent == id else entry for entry in kept),
    )
