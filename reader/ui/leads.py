"""Leads: where the links of a passage lead, and what leads to it, in a reader's words.

No Textual here. Links are read from the library for one entry at a time and kept while its page is
shown, so nothing is read of a document but what is in view.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from reader.clean import clean_line, safe_url
from reader.errors import LibraryError, NotInLibrary
from reader.library import Library, OpenDocument
from reader.linked import Backlink
from reader.model.alignment import find_words
from reader.model.documents import Entry, EntryKind
from reader.model.footnotes import NoteLink, note_links
from reader.model.links import Change, Link, LinkKind, Target, Verdict
from reader.model.spoilers import hidden_in, veil, without_spoilers
from reader.ui.captions import Caption, Run
from reader.ui.entry_captions import first_words
from reader.ui.glyphs import Glyphs

Kept = TypeVar("Kept")
_KEPT = 2_000
_SHOWN_ADDRESS, _SHOWN_WORDS = 70, 300
# Of the words that are set off, how many the quotation must still have when a text was replaced.
_STILL_THERE = 0.5
_SHOWN_CHANGES, _CONTEXT_WORDS = 12, 5
_VERDICTS = max(map(len, Verdict))


class Lead(NamedTuple):
    """A place that a link leads to, or comes from.

    Attributes:
        document: A document's id.
        entry: An entry's id; empty for the document as a whole.
        passage: The passage's index.
        spans: The words meant, as half-open ranges of characters of the passage; none for all.
        link: The link.
        is_back: Whether the link comes from there, and does not lead there.
        name: What it is when it leads to a footnote or back from one; empty for any other.
    """

    document: str
    entry: str
    passage: int
    spans: tuple[tuple[int, int], ...]
    link: Link
    is_back: bool = False
    name: str = ""


class Connections:
    """What leads from and to the passages of an open document.

    Args:
        library: Where its links are kept.
        document: The document.
    """

    def __init__(self, library: Library, document: OpenDocument) -> None:
        self._library = library
        self.document = document
        self._of: dict[int, tuple[Link, ...]] = {}
        self._to: dict[int, dict[int, tuple[Backlink, ...]]] = {}

    def forget(self) -> None:
        """Read everything again when it is asked for: other links were found."""
        self._of.clear()
        self._to.clear()

    @property
    def is_known(self) -> bool:
        """Whether the links of the document were found yet."""
        return self._library.links.is_known(self.document.listing.revision)

    def of_passage(self, entry: int, passage: int) -> list[Link]:
        """The links of a passage.

        Args:
            entry: The entry's index.
            passage: The passage's index.

        Raises:
            LibraryError: The library cannot be read.
        """
        if entry not in self._of:
            self._bound(self._of)
            id = self.document.columns.ids[entry]
            self._of[entry] = self._library.links.of_entry(self.document.listing.revision, id)
        return [link for link in self._of[entry] if link.passage == passage]

    def to_passage(self, entry: int, passage: int) -> tuple[Backlink, ...]:
        """What quotes or links a passage; arguments and errors as of :meth:`of_passage`."""
        if entry not in self._to:
            self._bound(self._to)
            place = self.document.listing.id, self.document.columns.ids[entry]
            self._to[entry] = self._library.links.to_entry(*place)
        return self._to[entry].get(passage, ())

    @staticmethod
    def _bound(kept: dict[int, Kept]) -> None:
        if len(kept) >= _KEPT:
            kept.clear()

    def count_note(self, glyphs: Glyphs, entry: int, passage: int | None) -> Caption:
        """How often a passage is quoted or linked, for its right; empty when it is not.

        Unreadable links are no reason to show no text: they count as none.
        """
        try:
            count = 0 if passage is None else len(self.to_passage(entry, passage))
        except LibraryError:
            count = 0
        return [Run(f"{glyphs.quoted}{count}", "note")] if count else []


class Sources:
    """The documents that leads lead to, opened when they are asked for.

    Args:
        library: The documents at hand.
        opened: Those that are open already.
    """

    def __init__(self, library: Library, opened: Iterable[OpenDocument]) -> None:
        self._library = library
        self._opened = {document.listing.id: document for document in opened}

    def open(self, id: str) -> OpenDocument:
        """A document.

        Raises:
            NotInLibrary: It is no longer there.
        """
        if id not in self._opened:
            self._opened[id] = self._library.open(id)
        return self._opened[id]

    def find(self, lead: Lead) -> tuple[OpenDocument, int] | None:
        """The document and the entry's index that a lead leads to; None when either is gone."""
        try:
            document = self.open(lead.document)
        except NotInLibrary:
            return None
        at = document.columns.positions.get(lead.entry) if lead.entry else 0
        return None if at is None or at >= len(document) else (document, at)


# Which leads a link gives


def leads_of(links: Iterable[Link]) -> list[Lead]:
    """Where links lead, the same words once: of an ambiguous link all places that are equally good."""
    found = {lead[:4]: lead for link in reversed([*links]) for lead in reversed([*_leads(link)])}
    return [*reversed(found.values())]


def _leads(link: Link) -> Iterator[Lead]:
    if link.verdict is Verdict.AMBIGUOUS:
        yield from (_lead(link, [target]) for target in link.targets)
    elif link.targets:
        first = link.targets[0]
        yield _lead(link, [target for target in link.targets if target[:3] == first[:3]])


def _lead(link: Link, targets: Sequence[Target]) -> Lead:
    spans = tuple((target.start, target.stop) for target in targets if target.start < target.stop)
    return Lead(*targets[0][:3], spans, link)


def note_leads(document: OpenDocument, entry: int, passage: int) -> list[Lead]:
    """Where the footnote signs of a passage lead: to notes, or from a note back to the text.

    Args:
        document: The document.
        entry: The entry's index.
        passage: The passage's index.
    """
    return [
        _note_lead(document.listing.id, document.columns.ids[entry], passage, link)
        for link in note_links(document.entry(entry).passages, passage)
    ]


def _note_lead(document: str, entry: str, passage: int, found: NoteLink) -> Lead:
    spans = ((found.target.start, found.target.stop),) if found.target else ()
    start, stop = found.span[:2]
    link = Link(LinkKind.PERMALINK, entry, passage, start, stop, verdict=Verdict.EXACT)
    name = f"back from note {found.number}" if found.target else f"note {found.number}"
    return Lead(document, entry, found.passage, spans, link, name=name)


def lead_back(backlink: Backlink) -> Lead:
    """The place that a link comes from, its own words meant."""
    link = backlink.link
    return Lead(backlink.document, link.entry, link.passage, ((link.start, link.stop),), link, is_back=True)


def has_words(lead: Lead, source: Entry, quoting: OpenDocument) -> bool:
    """Whether the words a lead means still stand there: the text may have been replaced since.

    Args:
        lead: The lead.
        source: The entry it leads to, as it is now.
        quoting: The document its link stands in.
    """
    if lead.is_back or lead.name or not lead.spans:
        return True
    if lead.passage >= len(source.passages) or lead.link.entry not in quoting.columns.positions:
        return False
    text = source.passages[lead.passage].text
    words = [word for start, stop in lead.spans for word in find_words(text[start:stop]).folded]
    known = set(find_words(quoted_words(quoting, lead.link)).folded)
    return sum(word in known for word in words) > _STILL_THERE * len(words)


# In words


def who(document: OpenDocument, index: int) -> str:
    """Who wrote an entry."""
    author = document.columns.author(index)
    if author is None and document.columns.kind(index) is EntryKind.POST:
        author = ", ".join(document.listing.authors)
    return author or "author unknown"


def lead_label(sources: Sources, lead: Lead, here: str) -> Caption:
    """A lead on one line: verdict, who wrote what it leads to, and how that begins.

    Args:
        sources: The documents.
        lead: The lead.
        here: The id of the document that needs no naming.
    """
    verdict = lead.link.verdict if lead.link.kind is LinkKind.QUOTATION else lead.name or lead.link.kind
    runs = [Run(f"{verdict:<{_VERDICTS}}  ", "meta")]
    found = sources.find(lead)
    if found is None:
        return [*runs, Run(f"no longer there: {lead.document}#{lead.entry}", "flag")]
    document, index = found
    title = "" if lead.document == here else f" in {document.listing.title}"
    words = _words(document.entry(index), lead)
    return [*runs, Run(f"{who(document, index)}{title}: ", "author"), Run(words, "text")]


def _words(entry: Entry, lead: Lead) -> str:
    """The words a lead leads to; of where a link comes from, what is said there of its own."""
    if lead.name:
        return " ".join(without_spoilers(entry.passages[lead.passage])[:_SHOWN_WORDS].split())
    if lead.is_back or not lead.spans or lead.passage >= len(entry.passages):
        return first_words(entry)
    start, stop = lead.spans[0]
    passage = entry.passages[lead.passage]
    words = veil(passage.text, hidden_in(passage), start, min(stop, start + _SHOWN_WORDS))
    return " ".join(words.split())


def quoted_words(document: OpenDocument, link: Link) -> str:
    """The words of a link as they stand in its document."""
    entry = document.entry(document.columns.positions[link.entry])
    return entry.passages[link.passage].text[link.start : link.stop]


def explain(link: Link) -> str:
    """Why a link leads nowhere, in a sentence."""
    if link.kind is LinkKind.QUOTATION:
        if link.verdict is Verdict.EXTERNAL:
            return (
                "This quotation is from outside the library, as the text around it says; o opens a link here"
            )
        return "Not found: no text of the library has the words of this quotation"
    url = safe_url(link.address)
    if link.kind is LinkKind.PERMALINK:
        return f"The document it links has no such entry: {_short(link.address)}"
    if url is None:
        return f"This address is not opened, it is no plain web address: {_short(link.address)}"
    return f"Outside the library; o opens {_short(url)}"


def _short(address: str) -> str:
    shown = clean_line(address)
    return shown if len(shown) <= _SHOWN_ADDRESS else shown[: _SHOWN_ADDRESS - 3] + "..."


def mark_changes(text: str, link: Link) -> list[tuple[str, str]]:
    """What a quoter changed, word by word: the quotation's words with what was and what is now.

    Args:
        text: The quoting passage's text.
        link: The quotation.

    Returns:
        Runs of text, each with ``was`` (set in ``[-`` and ``-]``), ``now`` (in ``{+`` and ``+}``) or
        nothing for its role; of long stretches without a change only the ends.
    """
    runs, at = list[tuple[str, str]](), link.start
    changes = link.difference or ()
    for change in changes[:_SHOWN_CHANGES]:
        runs += [(_shorten(text[at : change.start], is_first=at == link.start), ""), *_marked(change)]
        at = change.stop
    if len(changes) > _SHOWN_CHANGES:
        runs.append((f" ... and {len(changes) - _SHOWN_CHANGES} more changes", ""))
    else:
        runs.append((_shorten(text[at : link.stop], is_last=True), ""))
    return [run for run in runs if run[0]]


def _shorten(text: str, *, is_first: bool = False, is_last: bool = False) -> str:
    words = text.split(" ")
    if len(words) <= 3 * _CONTEXT_WORDS:
        return text
    head = [] if is_first else words[:_CONTEXT_WORDS]
    tail = [] if is_last else words[-_CONTEXT_WORDS:]
    return " ".join([*head, "...", *tail])


def _marked(change: Change) -> Iterator[tuple[str, str]]:
    was, now = " ".join(change.was.split()), " ".join(change.now.split())
    if was:
        yield f"[-{was}-]", "was"
    if was and now:
        yield " ", ""
    if now:
        yield f"{{+{now}+}}", "now"
    if was and not now:
        yield " ", ""
