"""A thread gathered entry by entry from an answer of its site, and its document with a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from reader.clean import safe_url
from reader.errors import SourceError
from reader.importers.html import Walked, html_to_markdown
from reader.importers.naming import UNTITLED, first_words
from reader.importers.plain import escape_line
from reader.importers.records import Notes, Record
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag, Report
from reader.model.losses import FIELDS_LEFT_OUT
from reader.model.markdown import parse_markdown
from reader.model.thread import arrange
from reader.progress import tell

_COUNTED = (Flag.DELETED, Flag.RETRACTED, Flag.EDITED, Flag.ANSWER, Flag.COLLAPSED)
_TALLIED = {
    "images": "pictures as their description", "formulas": "formulas as LaTeX", "spoilers": "spoilers",
    "notes": "footnotes", "unsafe": "links that may not be opened",
}  # fmt: skip
_NOTHING = Walked("")
_MISSING, _PLACES = "not in this copy", "places where some are missing"


class Gathering:
    """The entries of one thread, in the order in which siblings shall stand.

    Nothing entered is lost: an entry whose id is taken goes by another, one without an id gets one.

    Args:
        format: The name of the importer.
        name: What the source is called, for messages.
        warnings: Sentences for the reader, from before.

    Attributes:
        notes: What was wrong with the fields of the source.
        counts: What else was found, by name, for the report.
        warnings: Sentences for the reader.
        announced: How many comments the source says there are; None when it does not say.
    """

    def __init__(self, format: str, name: str, warnings: Iterable[str] = ()) -> None:
        self.notes = Notes()
        self.counts: Counter[str] = Counter()
        self.warnings = list(warnings)
        self.announced: int | None = None
        self._format = format
        self._name = name
        self._entries: dict[str, Entry] = {}
        self._stubs = 0
        self._renamed = 0
        self._numbers: dict[str, int] = {}
        self._walked = _NOTHING

    def record(self, raw: dict[str, Any], path: str) -> Record:
        """An object of the source, to take fields from."""
        return Record(raw, path, self.notes)

    def walk(self, html: str, base: str | None, drop: Collection[str] = ()) -> str:
        """HTML of the source as Markdown; what became of it is counted.

        Args:
            html: As the site gives it; may be empty.
            base: The address from which links in it start.
            drop: Classes of elements to leave out.
        """
        self._walked = walked = html_to_markdown(html, base, drop) if html else _NOTHING
        self.notes.cleaned += walked.cleaned
        for name in _TALLIED:
            if count := getattr(walked, name):
                self.counts[_TALLIED[name]] += count
        return walked.markdown

    def enter(
        self, id: str, parent: str | None, markdown: str, *, author: str = "",
        posted_at: datetime | None = None, score: int | None = None,
        flags: frozenset[Flag] = frozenset(), kind: EntryKind = EntryKind.COMMENT,
        inferred: frozenset[str] = frozenset(),
    ) -> str:  # fmt: skip
        """Take in an entry.

        Args:
            id: What the site calls it; may be empty.
            parent: The id of what it answers; None or empty for the post.
            markdown: Its text, cleaned.
            author: Who wrote it; empty when not known.
            posted_at: When.
            score: Points.
            flags: What the source says of it.
            kind: Post or comment.
            inferred: Names of the fields that the source does not state.

        Returns:
            The id it goes by.
        """
        # What was walked last knows its passages; parsing its Markdown would take as long again.
        is_walked = bool(markdown) and markdown == self._walked.markdown
        passages = self._walked.passages if is_walked else parse_markdown(markdown)
        entry = Entry(
            id or self._number("n"), kind, parent or None, author or None, posted_at, score, flags,
            inferred, markdown=markdown, passages=passages,
        )  # fmt: skip
        taken = self._entries.get(entry.id)
        if taken == entry:
            self.counts["repeated"] += 1
            return entry.id
        if taken:
            entry = replace(entry, id=self._number(f"{entry.id}-", 2))
            self._renamed += 1
        self._entries[entry.id] = entry
        tell("comments read", len(self._entries), self.announced)
        return entry.id

    def lack(self, parent: str | None, count: int | None, name: str = "") -> str:
        """Say in the thread itself that comments are missing there.

        Args:
            parent: The id of what they answer; None for the post.
            count: How many; None when the source does not say.
            name: What the site calls the place; may be empty.

        Returns:
            The id by which replies to what is missing can stand under it.
        """
        what = "comment" if parent is None else "reply"
        some = {"comment": "comments", "reply": "replies"}[what]
        said = f"More {some} are" if not count else f"1 {what} is" if count == 1 else f"{count:,} {some} are"
        markdown = f"*{said} not in this copy.*"
        stub = f"missing-{name}"
        stub = self._number("missing-") if not name or stub in self._entries else stub
        flags = frozenset({Flag.MISSING})
        passages = parse_markdown(markdown)
        self._entries[stub] = Entry(
            stub, EntryKind.COMMENT, parent, flags=flags, markdown=markdown, passages=passages
        )
        self._stubs += 1
        self.counts[_MISSING] += count or 0
        self.counts[_PLACES] += 1
        return stub

    def _number(self, prefix: str, first: int = 1) -> str:
        """The next id with a prefix that no entry has."""
        number = self._numbers.get(prefix, first)
        while f"{prefix}{number}" in self._entries:
            number += 1
        self._numbers[prefix] = number + 1
        return f"{prefix}{number}"

    def __contains__(self, id: str) -> bool:
        return id in self._entries

    def finish(self, document: Document) -> Document:
        """The document with the entries gathered, arranged, and a report.

        Args:
            document: What is known of the whole.

        Raises:
            SourceError: Nothing was gathered.
        """
        if len(self._entries) == self._stubs:
            raise SourceError(self._name, "it holds no post and no comment", "save the answer again, whole")
        arranged = arrange(tuple(self._entries.values()))
        whole = replace(document, entries=arranged.entries)
        if not whole.title:
            text = next((entry.passages[0].text for entry in whole.entries if entry.passages), "")
            title = first_words(text) or UNTITLED
            whole = replace(whole, title=title, inferred=whole.inferred | {"title"})
        return replace(whole, report=self._report(arranged.entries, arranged.orphans, arranged.loops))

    def _report(self, entries: tuple[Entry, ...], orphans: tuple[str, ...], loops: tuple[str, ...]) -> Report:
        comments = sum(entry.kind is EntryKind.COMMENT for entry in entries) - self._stubs
        flagged = Counter(flag for entry in entries for flag in entry.flags)
        found = {"comments": comments} | {flag.value: flagged[flag] for flag in _COUNTED} | self.counts
        found[FIELDS_LEFT_OUT] = len(self.notes.wrong)
        return Report(
            format=self._format, announced=self.announced, imported=comments,
            found={name: count for name, count in found.items() if count or name == "comments"},
            orphans=orphans + loops, cleaned=self.notes.cleaned,
            warnings=(*self.warnings, *self._warn(comments), *self.notes.sentences()),
        )  # fmt: skip

    def _warn(self, comments: int) -> Iterator[str]:
        if self.announced is not None and self.announced != comments:
            yield f"comments announced by the site: {self.announced:,}; in this copy: {comments:,}"
        if self._renamed:
            yield f"entries whose id another has, so that they go by a new one: {self._renamed}"


def thread(
    id: str, title: str, url: str | None, *, authors: tuple[str, ...] = (), posted_at: datetime | None = None,
    score: int | None = None, tags: tuple[str, ...] = (),
) -> Document:  # fmt: skip
    """A thread of which no entry is known yet, in the full edition."""
    return Document(
        id=id, kind=DocumentKind.THREAD, edition=Edition.FULL, title=title, url=url,
        authors=tuple(filter(None, authors)), tags=tuple(filter(None, tags)),
        posted_at=posted_at, score=score,
    )  # fmt: skip


def flags_of(stated: Mapping[Flag, bool]) -> frozenset[Flag]:
    """The flags that are set."""
    return frozenset(flag for flag, is_set in stated.items() if is_set)


def show_address(url: str) -> str:
    """An address a post is about, as Markdown: a link where it may be opened."""
    return f"<{url}>" if safe_url(url) else escape_line(url)


def join_blocks(*blocks: str) -> str:
    """Markdown of several parts, empty ones left out."""
    return "\n\n".join(filter(None, blocks))


def site_id(*names: str) -> str:
    """A document's id from what its site calls it; the same each time the thread is imported."""
    words = re.findall("[a-z0-9]+", " ".join(names).lower())
    return "-".join(words) or "thread"
