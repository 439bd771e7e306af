"""Following on: while the reader moves in one pane, the other shows what is most related."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from reader.model.place import Place
from reader.ui.commands import Scope
from reader.ui.highlights import Spans
from reader.ui.leads import Lead, has_words, lead_back, leads_of, who
from reader.ui.messages import Tell
from reader.ui.screens.going import Going
from reader.ui.screens.panes import NEAR_TOP
from reader.ui.widgets.pane import ReadingPane

if TYPE_CHECKING:
    from reader.index import Index

# A reader who walks on is not followed at every step.
_REST_SECONDS = 0.12
_CANDIDATES = 8


class Related(NamedTuple):
    """A passage that is related to another.

    Attributes:
        place: Where it is; the side is not heeded.
        spans: What to set off in it.
        said: Which it is, for the reader.
    """

    place: Place
    spans: Spans
    said: str


class Beside:
    """Shows in the other pane what is most related to the passage at the cursor.

    Args:
        going: Follows links.

    Attributes:
        is_on: Whether it does so.
    """

    def __init__(self, going: Going) -> None:
        self._going = going
        self._screen = going.screen
        self._timer: Timer | None = None
        self._shown_for: tuple[int, int, int] | None = None
        self.is_on = False

    def turn(self) -> None:
        """Begin, or leave off, and say so."""
        self.is_on = not self.is_on
        self._shown_for = None
        if not self.is_on:
            self._screen.say("The other pane stays where it is")
        elif not self._other(self._screen.pane).display:
            self._screen.say("The other pane will follow, once both are shown: make the terminal wider")
        else:
            self._screen.indexing.check()
            self._screen.say("The other pane follows: it shows what is most related to the passage here")
            self.show()

    def moved(self, pane: ReadingPane) -> None:
        """A pane's cursor moved: follow it when it rests."""
        if self.is_on and pane is self._screen.pane and self._other(pane).display:
            if self._timer:
                self._timer.stop()
            self._timer = self._screen.set_timer(_REST_SECONDS, lambda: self._tell("show"))

    def _tell(self, noticed: str, *what: object) -> None:
        """Do something by a message, so that what goes wrong is said."""
        self._screen.post_message(Tell(Scope.FOLLOWING, "tell_beside", noticed, *what))

    def _other(self, pane: ReadingPane) -> ReadingPane:
        return self._screen.panes[1 - pane.side]

    def _here(self) -> tuple[int, int, int]:
        page = self._screen.page
        position, passage = page.reading.cursor
        return page.document.listing.revision, page.entry_at(position), passage

    def show(self) -> None:
        """Show what the passage quotes, or who quotes it, or else what the index finds most like it."""
        here = self._here()
        if here == self._shown_for or not self.is_on:
            return
        self._shown_for = here
        linked = self._linked(*here[1:])
        if linked:
            self.show_related(here, linked)
        else:
            document = self._screen.page.document.listing.id
            other = self._other(self._screen.pane).page
            preferred = other.document.listing.id if other else ""
            self._screen.indexing.ask(
                "beside",
                lambda index, library: nearest(index, (document, *here[1:]), preferred),
                lambda related: self._tell("show_related", here, related),
            )

    def _linked(self, entry: int, passage: int) -> Related | None:
        connections, sources = self._going.connections(self._screen.pane), self._going.sources()
        leads = leads_of(connections.of_passage(entry, passage))
        leads += [lead_back(backlink) for backlink in connections.to_passage(entry, passage)]
        for lead in leads:
            found = sources.find(lead)
            if found and has_words(lead, found[0].entry(found[1]), connections.document):
                place = Place(lead.document, found[0].columns.ids[found[1]], lead.passage)
                return Related(place, lead.spans, f"{_what(lead)}, {who(*found)}")
        return None

    def show_related(self, here: tuple[int, int, int], related: Related | None) -> None:
        """Show it, unless the reader has gone on; the keys stay where they are."""
        if related is None or not self.is_on or here != self._here():
            return
        pane, place = self._other(self._screen.pane), related.place
        if pane.page is None or pane.page.document.listing.id != place.document:
            self._screen.show_document(place.document, pane.side)
        if pane.page is not None and pane.page.go_to(place.entry, place.passage, NEAR_TOP):
            if related.spans:
                position = pane.page.reading.cursor.position
                pane.page.show_words(position, place.passage, related.spans[0][0])
            pane.set_target(place.passage, related.spans)
            self._screen.say(f"Beside: {related.said}")


def _what(lead: Lead) -> str:
    if lead.is_back:
        return f"{lead.link.kind} of this"
    return f"the source of this {lead.link.kind}"


def nearest(
    index: Index, here: tuple[str, int, int], preferred: str
) -> Related | None:  # fmt: skip
    """The passage most like another, in a thread of the index.

    Args:
        index: The search index.
        here: A document's id, the index of an entry in it and of a passage in that.
        preferred: The id of the document to prefer; else another one before the same.

    Returns:
        None when nothing is like it.
    """
    hits = index.related(*here, limit=_CANDIDATES).hits()
    if not hits:
        return None
    best = min(hits, key=lambda hit: (hit.document != preferred, hit.document == here[0], -hit.relevance))
    place = Place(best.document, best.entry, best.passage)
    return Related(place, best.passage_spans, f"most like this, {best.author or 'author unknown'}")
