"""What must hold of every document read from text: each line in one place, no word lost."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from reader.clean import clean
from reader.importers.digest import read_digest
from reader.importers.source import Source
from reader.model.documents import Document
from reader.model.markdown import parse_markdown

GOLDEN = Path(__file__).parent / "golden"
# Digits one by one, since a score stands joined to a name.
_WORD = re.compile(r"\d|[^\W\d_]+")


def golden(name: str) -> Source:
    """A source of the golden folder."""
    return Source(name, (GOLDEN / name).read_text(encoding="utf-8"))


def with_marks(digest: Source, **fingerprints: str) -> Document:
    """A digest whose entries carry these fingerprints, by entry id."""
    document = read_digest(digest)
    marked = (replace(entry, fingerprint=fingerprints.get(entry.id)) for entry in document.entries)
    return replace(document, entries=tuple(marked))


def words(*texts: str | None) -> Counter[str]:
    """The words of some texts, with how often each occurs."""
    return Counter(word for text in texts if text for word in _WORD.findall(text))


def assert_accounted(document: Document, text: str) -> None:
    """Every line that is not blank ended in one entry or one header field, and in no two."""
    lines = clean(text).split("\n")
    filled = {number for number, line in enumerate(lines, 1) if line.strip()}
    entries = {entry.id for entry in document.entries}
    counted: Counter[int] = Counter()
    for run in document.report.lines:
        assert {run.first, run.last} <= filled, run
        assert run.is_header or run.place in entries, run
        counted.update(number for number in range(run.first, run.last + 1) if number in filled)
    assert counted == Counter(dict.fromkeys(filled, 1))


def assert_nothing_lost(document: Document, text: str) -> None:
    """Every word of a text is in an entry, its author, time or score, or a header field.

    The page's controls and the speakers' roles are noted once each; of all else each occurrence is kept.
    Words between which only marks stood make one word without them.
    """
    kept = words(*_kept(document))
    noted = words(*(document.report.left_out.get(name) for name in ("controls", "roles")))
    wanted = words(clean(text))
    lost = Counter({word: count for word, count in (wanted - kept).items() if word not in noted})
    joined = Counter("".join((kept - wanted).elements()))
    assert not Counter("".join(lost.elements())) - joined, lost


def _kept(document: Document) -> Iterable[str | None]:
    yield from (written for name, written in document.report.left_out.items() if name != "controls")
    for entry in document.entries:
        yield from (entry.author, None if entry.score is None else str(entry.score))
        yield None if entry.starts_at is None else _padded(entry.starts_at)
        for passage in entry.passages:
            yield from (passage.text, passage.marker, *(span.target for span in passage.spans))


def _padded(seconds: float) -> str:
    """A time with all the digits it may have been written with."""
    minutes, second = divmod(int(seconds), 60)
    return f"{minutes // 60:03}:{minutes % 60:02}:{second:02}.{round(seconds % 1 * 1000):03}"


def assert_parsed(document: Document) -> None:
    """Passages follow from the Markdown, ids are unique, and parents come before their replies."""
    seen: set[str] = set()
    for entry in document.entries:
        assert entry.passages == parse_markdown(entry.markdown)
        assert entry.id not in seen
        assert entry.parent is None or entry.parent in seen
        seen.add(entry.id)
