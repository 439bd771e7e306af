"""Sights: what a reader peeks at: one entry alone, and what it is to where they are. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.library import OpenDocument
from reader.model.documents import EntryKind
from reader.model.footnotes import note_links
from reader.model.links import LinkKind
from reader.ui.captions import date
from reader.ui.glyphs import Glyphs
from reader.ui.highlights import Spans
from reader.ui.layout import LineKind
from reader.ui.leads import Connections, Lead, Sources, has_words, leads_of, mark_changes, who
from reader.ui.movement import answered
from reader.ui.page import Narrowed, Page
from reader.ui.reading import Cursor, Row
from reader.ui.veil import Veil


class Sight(NamedTuple):
    """What is peeked at.

    Attributes:
        title: What it is to what it was peeked from.
        document: Its document.
        entry: The entry's index.
        passage: The passage's index.
        spans: Words to set off in the passage.
        changes: What a quoter changed in them, as runs of text with a role each.
        veil: What of the hidden words of the document is shown; None for nothing.
        stop: One past the last passage shown at first, such as a footnote's; 0 for as many as fit.
    """

    title: str
    document: OpenDocument
    entry: int
    passage: int = 0
    spans: Spans = ()
    changes: Sequence[tuple[str, str]] = ()
    veil: Veil | None = None
    stop: int = 0

    def page(self, glyphs: Glyphs, width: int, height: int) -> Page:
        """The entry alone, laid out."""
        alone = Narrowed("", frozenset({self.entry}))
        page = Page(self.document, glyphs, text_width=width, narrowed=alone, veil=self.veil)
        page.resize(width, height)
        here = self.entry, self.passage
        page.highlights.set("target", lambda entry, at, text: self.spans if (entry, at) == here else ())
        if self.stop:
            self._show_only(page, width, height)
        elif self.spans:
            page.show_words(0, self.passage, self.spans[0][0])
        return page

    def has_more(self, page: Page) -> bool:
        """Whether what is peeked at goes on below the view of its page."""
        reading = page.reading
        if not self.stop:
            return reading.anchor != reading.last_anchor()
        return reading.anchor.line + reading.height <= page.lay_out(0).last_line(self.stop - 1)

    def _show_only(self, page: Page, width: int, height: int) -> None:
        """Make the view as high as the passages, and let it begin with them."""
        laid = page.lay_out(0)
        first, last = laid.first_line(self.passage), laid.last_line(self.stop - 1)
        first += sum(line.kind is LineKind.HEADER for line in laid.lines[first:last])
        page.resize(width, min(height, last - first + 1))
        page.reading.cursor, page.reading.anchor = Cursor(0, self.passage), Row(0, first)


def source_sight(connections: Connections, sources: Sources, entry: int, passage: int) -> Sight | None:
    """The first place that the links of a passage lead to and that still has the words.

    Args:
        connections: The links of its document.
        sources: The documents they lead to.
        entry: The index of the passage's entry.
        passage: The passage's index.
    """
    here = connections.document
    for lead in leads_of(connections.of_passage(entry, passage)):
        found = sources.find(lead)
        if found and has_words(lead, found[0].entry(found[1]), here):
            text = here.entry(entry).passages[passage].text
            changes = mark_changes(text, lead.link) if lead.link.difference else ()
            title = f"{_what(lead, found[0], here)}: {_by(*found)}"
            return Sight(title, *found, lead.passage, lead.spans, changes)
    return None


def note_sight(document: OpenDocument, entry: int, passage: int) -> Sight | None:
    """The footnotes a passage refers to, or where the note that ends in it is referred to.

    Args:
        document: The document.
        entry: The entry's index.
        passage: The passage's index.
    """
    links = note_links(document.entry(entry).passages, passage)
    if not links:
        return None
    first, stop = links[0], links[0].stop
    if first.target:
        spans = ((first.target.start, first.target.stop),)
        return Sight(f"Where note {first.number} belongs", document, entry, first.passage, spans, stop=stop)
    number = first.number
    for link in links:
        if not link.target and link.passage == stop:  # one below the other: they are shown together
            number, stop = link.number, link.stop
    title = f"Note {number}" if number == first.number else f"Notes {first.number} to {number}"
    return Sight(title, document, entry, first.passage, stop=stop)


def sight_above(document: OpenDocument, entry: int) -> Sight | None:
    """What an entry answers; None when it answers nothing."""
    columns = document.columns
    above = answered(columns.thread, columns, entry)
    if above is None:
        return None
    title = "The question" if columns.kind(entry) is EntryKind.TURN else "What this answers"
    return Sight(f"{title}: {_by(document, above)}", document, above)


def _what(lead: Lead, source: OpenDocument, here: OpenDocument) -> str:
    verdict = [str(lead.link.verdict)] if lead.link.kind is LinkKind.QUOTATION else []
    title = [] if source.listing.id == here.listing.id else [source.listing.title]
    facts = ", ".join([*verdict, *title])
    what = "What this quotes" if verdict else "What this links"
    return f"{what} ({facts})" if facts else what


def _by(document: OpenDocument, index: int) -> str:
    """Who wrote an entry, and when, as far as it is known."""
    entry = document.entry(index)
    posted_at = entry.posted_at or (document.listing.posted_at if entry.kind is EntryKind.POST else None)
    return ", ".join([who(document, index), *([date(posted_at)] if posted_at else [])])
