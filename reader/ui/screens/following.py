"""Following the argument: along quotations and links, and back."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import partial
from types import ModuleType

from reader.linked import Backlink
from reader.model.columns import Columns
from reader.model.links import Link
from reader.model.place import Place
from reader.ui import lenses
from reader.ui.captions import Caption, Run
from reader.ui.commands import Command, Scope
from reader.ui.doubts import explain_guesses
from reader.ui.highlights import Spans
from reader.ui.leads import Connections, Lead, explain, lead_back, lead_label, leads_of, note_leads
from reader.ui.page import Narrowed, Page
from reader.ui.rows import Audit, audit, history_rows
from reader.ui.screens.beside import Beside
from reader.ui.screens.going import Going, dialogs
from reader.ui.screens.link_finder import LinkFinder
from reader.ui.screens.panes import PanesScreen
from reader.ui.sights import Sight, note_sight, sight_above, source_sight
from reader.ui.widgets.pane import ReadingPane

_TURN_FOLD = Command("fold.turn", (), "turn_fold", Scope.MOVEMENT, "Collapse or expand")
_UNKNOWN = "The links of this document are still being found"


class Following(Going):
    """Carries out what follows the argument.

    Args:
        screen: The reading screen.
    """

    def __init__(self, screen: PanesScreen) -> None:
        super().__init__(screen)
        self._finder = LinkFinder(screen, self.forget)
        self.beside = Beside(self)

    # What is shown beside passages

    def shown(self, pane: ReadingPane) -> None:
        """Show at the right of passages how often each is quoted or linked."""
        page = pane.page
        if page is not None:
            note = partial(self.connections(pane).count_note, page.glyphs)
            page.highlights.set_note("link", note)
            pane.changed()
            self._finder.begin_soon()

    def forget(self) -> None:
        """Other links may be there."""
        for connections in self._connections.values():
            connections.forget()
        for pane in self.screen.panes:
            pane.changed()

    # Following

    def do_follow(self) -> None:
        """Show what the passage hides, follow what it links, or list what quotes it; else turn the fold."""
        page, connections = self.screen.page, self.connections(self.screen.pane)
        position, passage = page.reading.cursor
        entry = page.entry_at(position)
        if page.reading.folds.is_one_line(position):
            self.screen.pane.carry_out(_TURN_FOLD)
        elif page.open_spoiler(position, passage):
            self.screen.pane.changed()
        elif leads := self._leads(page, passage, links := connections.of_passage(entry, passage)):
            self._choose("What this quotes or links", leads) if len(leads) > 1 else self.go(leads[0])
        elif connections.to_passage(entry, passage):
            self.do_quoted()
        elif links:
            self.screen.say(explain(links[0]))
        else:
            self._turn_fold(connections, entry, passage)

    def _leads(self, page: Page, passage: int, links: Sequence[Link]) -> list[Lead]:
        """Where the footnote signs and the links of a passage of the cursor's entry lead."""
        entry = page.entry_at(page.reading.cursor.position)
        return [*note_leads(page.document, entry, passage), *leads_of(links)]

    def _turn_fold(self, connections: Connections, entry: int, passage: int) -> None:
        shown = connections.document.entry(entry).passages[passage : passage + 1]
        if any(one.is_quotation for one in shown) and not connections.is_known:
            self.screen.say(_UNKNOWN)
        else:
            self.screen.pane.carry_out(_TURN_FOLD)

    def do_quoted(self) -> None:
        """List what quotes or links the passage, and go there."""
        page, connections = self.screen.page, self.connections(self.screen.pane)
        position, passage = page.reading.cursor
        backlinks = connections.to_passage(page.entry_at(position), passage)
        if backlinks:
            self._choose("What quotes or links this", [lead_back(backlink) for backlink in backlinks])
        else:
            self.screen.say("Nothing quotes or links this passage" if connections.is_known else _UNKNOWN)

    def _choose(self, title: str, leads: Sequence[Lead]) -> None:
        """Let the reader pick one of several leads."""
        here, sources = self.screen.page.document.listing.id, self.sources()

        def label(row: int) -> Caption:
            return lead_label(sources, leads[row], here)

        self.ask(title, len(leads), label, lambda row: self.go(leads[row]))

    # Peeking

    def do_peek(self) -> None:
        """Show the quoted source, or what this answers and why that is thought, over the text."""
        page, pane = self.screen.page, self.screen.pane
        guesses = page.guesses.get(page.entry_at(page.reading.cursor.position), ())
        reasons = list(explain_guesses(guesses, page.document))
        sight = self._first_sight()
        if sight is None:
            self.screen.say(" ".join(reasons) or "This answers nothing")
            return
        sight = sight._replace(veil=self.screen.session.veil(sight.document.listing.id))
        peek = _peeking().Peek(sight, self.screen.commands, pane, reasons)
        self.screen.app.push_screen(peek, self._go_to_sight)

    def _first_sight(self) -> Sight | None:
        page, connections = self.screen.page, self.connections(self.screen.pane)
        position, passage = page.reading.cursor
        entry = page.entry_at(position)
        source = None
        if not page.reading.folds.is_one_line(position):
            source = note_sight(page.document, entry, passage)
            source = source or source_sight(connections, self.sources(), entry, passage)
        return source or sight_above(page.document, entry)

    def _go_to_sight(self, sight: Sight | None) -> None:
        if sight is not None:
            id = sight.document.listing.id
            place = Place(id, sight.document.columns.ids[sight.entry], sight.passage, self.side_for(id))
            self.tell("carry_on", self._open, (place, sight.spans))

    def _open(self, where: tuple[Place, Spans]) -> None:
        self.screen.open_place(*where)

    # Beside

    def do_beside(self) -> None:
        """Show in the other pane what is most related to what is read here, or no longer."""
        self.beside.turn()

    def tell_beside(self, noticed: str, *what: object) -> None:
        """Let the other pane take note of something."""
        getattr(self.beside, noticed)(*what)

    def moved(self, pane: ReadingPane) -> None:
        """Let the other pane follow, if it shall."""
        self.beside.moved(pane)

    # Lenses

    def do_lens(self) -> None:
        """Ask which exchange to read alone."""
        page = self.screen.page
        columns, entry = page.document.columns, page.entry_at(page.reading.cursor.position)
        both, alone = lenses.between(columns, entry), lenses.by_author(columns, entry)
        pair = lenses.partners(columns, entry)
        choices = {"c": "The chain: what this answers, up to the root"}
        choices |= {"b": f"Everything {both.name}"} if both else {}
        choices |= {"a": f"All by {alone.name}"} if alone else {}
        choices |= {"w": f"Go to {columns.names[pair[1]]}'s last word in this exchange"} if pair else {}
        choices |= {} if page.is_whole else {"e": "The whole document again"}
        narrowed = {"c": lenses.chain(columns, entry), "b": both, "a": alone}

        def chosen(letter: str | None) -> None:
            if letter == "w":
                self.tell("go_to_last_word", columns, entry)
            elif letter is not None:
                self.tell("narrow", narrowed.get(letter))

        self.screen.app.push_screen(dialogs().LetterDialog("Read alone", choices), chosen)

    def narrow(self, narrowed: Narrowed | None) -> None:
        """Show a part of the document alone, or the whole again."""
        page, pane = self.screen.page, self.screen.pane
        pane.selection.clear()
        page.narrow(narrowed) if narrowed else page.show_thread()
        # What was gone to is no longer set off, so that one Esc gives the whole back.
        pane.set_target(0, ())
        if narrowed:
            count = len(page.document.columns)
            self.screen.say(f"{len(narrowed.full)} of {count} entries; Esc shows the whole again")

    def go_to_last_word(self, columns: Columns, entry: int) -> None:
        """Go to the other person's last word in an exchange."""
        page, pane = self.screen.page, self.screen.pane
        last = lenses.last_word(columns, entry)
        if last is None:
            self.screen.say("The other person says nothing in this exchange")
        elif last == entry:
            self.screen.say("This is the last word")
        else:
            self.screen.open_place(Place(page.document.listing.id, columns.ids[last], 0, pane.side))

    # Lists that need texts not read yet

    def do_history(self) -> None:
        """Choose among all places gone to."""
        history = self.screen.session.history
        here = self.screen.session.place(self.screen.page, self.screen.pane.side)
        at = len(history.past)
        places = [*history.past, here, *reversed(history.future)]

        def show(rows: list[str]) -> None:
            go = lambda row: self.screen.go_through_history(row - at) if row != at else None  # noqa: E731
            self.ask("Places gone to", len(rows), lambda row: [Run(rows[row])], go, at)

        self.aside(lambda library: history_rows(library, places, at), show)

    def do_audit(self) -> None:
        """Choose among the quotations of this document, each with its verdict."""
        page, id = self.screen.page, self.screen.page.document.listing.id
        if not self.connections(self.screen.pane).is_known:
            self.screen.say(_UNKNOWN)
            return
        entry = page.entry_at(page.reading.cursor.position)
        self.screen.say("Listing the quotations")

        def show(found: Audit) -> None:
            self.screen.say("" if found.rows else "This document quotes nothing")
            go = lambda row: self.go(lead_back(Backlink(id, found.links[row])))  # noqa: E731
            start = bisect_left(found.entries, entry)
            if found.rows:
                self.ask(found.title, len(found.rows), lambda row: [Run(found.rows[row])], go, start)

        self.aside(lambda library: audit(library, id), show)

    def leave(self) -> None:
        """The program ends, and with it what finds links."""
        self._finder.end()


def _peeking() -> ModuleType:
    from reader.ui.screens import peeking

    return peeking
