"""Correcting: doubts are marked beside entries, and what entries are, answer and are called is corrected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from reader.errors import DocumentChanged, FileError
from reader.model.guesses import AUTHOR, Guess
from reader.model.place import Place
from reader.ui.captions import Caption, Run
from reader.ui.clerk import Clerk
from reader.ui.commands import MENU, Command, Scope, show_key
from reader.ui.doubts import doubt_note, find_doubt, guesses_by_entry
from reader.ui.offered_names import OfferedNames
from reader.ui.page import Page
from reader.ui.reading import Cursor
from reader.ui.screens.carrying import Carrier
from reader.ui.screens.panes import PanesScreen
from reader.ui.screens.rehanging import Rehanging
from reader.ui.widgets.pane import ReadingPane

if TYPE_CHECKING:
    from reader.mending import Mended, Mending
    from reader.model.corrections import Correction
    from reader.model.documents import Document

_END = 1 << 30
_NAMES = {
    "correct.move": "move", "correct.split": "split", "correct.join": "join", "correct.name": "name",
    "correct.confirm": "right", "correct.doubt": "doubt", "correct.doubt_before": "before",
    "correct.undo": "undo", "correct.redo": "redo",
}  # fmt: skip


class Correcting(Carrier):
    """Carries out what has to do with corrections.

    Args:
        screen: The reading screen.
    """

    SCOPE = Scope.CORRECTING

    def __init__(self, screen: PanesScreen) -> None:
        super().__init__(screen)
        self.clerk: Clerk[Mending] = Clerk(
            partial(_open_mending, screen.session.library.path), screen.call_later, screen.say
        )
        self.rehanging = Rehanging(self)
        self._letters = {
            key.removeprefix(f"{MENU}+"): command
            for command in screen.commands for key in command.keys if key.startswith(f"{MENU}+")
        }  # fmt: skip
        # What was inferred, by revision; of what is shown.
        self._known: dict[int, Sequence[Guess]] = {}
        self._is_waiting = False
        self._named = ""
        self._names = OfferedNames()

    # What the screen tells

    def shown(self, pane: ReadingPane) -> None:
        """Mark the doubts of a page that is new."""
        page = pane.page
        if page is None:
            return
        page.highlights.set_note("doubt", partial(self._note, page))
        id, revision = page.document.listing.id, page.document.listing.revision
        if revision in self._known:
            self._know(revision, self._known[revision])
        else:
            self.clerk.ask(
                lambda mending: mending.library.open(id).guesses(),
                partial(self._know, revision), lambda error: None,
            )  # fmt: skip

    def _know(self, revision: int, guesses: Sequence[Guess]) -> None:
        shown = {pane.page.document.listing.revision for pane in self.screen.panes if pane.page}
        self._known = {at: known for at, known in self._known.items() if at in shown} | {revision: guesses}
        for pane in self.screen.panes if guesses else ():
            page = pane.page
            if page and page.document.listing.revision == revision and not page.guesses:
                page.set_guesses(guesses_by_entry(guesses, page.document.columns))
                pane.changed()

    def _note(self, page: Page, entry: int, passage: int | None) -> Caption:
        if passage is None and self.rehanging.is_of(page, entry):
            return [Run("moving", "note")]
        return doubt_note(page, entry, passage)

    def take_key(self, key: str) -> bool:
        """The letter after the menu's key, or what a comment is moved under."""
        waited, self._is_waiting = self._is_waiting, False
        if not waited:
            return self.rehanging.take_key(key)
        self.screen.say("")
        command = self._letters.get(key.removeprefix("upper_"))
        if command is not None:
            self.screen.carry_out(command)
        elif key != "escape":
            self.do_menu()
        return True

    def escape(self) -> bool:
        """Leave a name unsaid, or a comment where it is."""
        if self.screen.line.display and self.screen.line.scope is Scope.CORRECTING:
            self.screen.close_line()
            return True
        return self.rehanging.end()

    def moved(self, pane: ReadingPane) -> None:
        """What is moved is said again."""
        self.rehanging.say()

    def leave(self) -> None:
        """Let what was asked be done."""
        self.clerk.close()

    # Doubts

    def do_next_doubt(self) -> None:
        """The next entry of which something is in doubt."""
        self._go_to_doubt(1)

    def do_previous_doubt(self) -> None:
        """The entry before of which something is in doubt."""
        self._go_to_doubt(-1)

    def _go_to_doubt(self, direction: int) -> None:
        page, pane = self.screen.page, self.screen.pane
        found = find_doubt(page, direction)
        if found is None:
            if page.document.listing.revision not in self._known:
                self.screen.say("What was inferred of this document is still being read")
                return
            some = any(guess.is_doubt for guesses in page.guesses.values() for guess in guesses)
            said = "No doubt " + ("after this" if direction > 0 else "before this")
            self.screen.say(said if some else "The import of this document noted no doubts")
            return
        page.reading.go(Cursor(found))
        pane.changed()
        pane.moved()

    # Correcting

    def do_menu(self) -> None:
        """Say what letters follow, and wait for one."""
        self._is_waiting = True
        known: dict[str, Command] = {}
        for letter, command in self._letters.items():
            known.setdefault(letter, command)
        told = (f"{show_key(letter)} {_NAMES.get(one.id, one.title)}" for letter, one in known.items())
        self.screen.say(", ".join(told))

    def here(self) -> tuple[str, str]:
        """The ids of the document and the entry at the cursor."""
        page = self.screen.page
        columns = page.document.columns
        return page.document.listing.id, columns.ids[page.entry_at(page.reading.cursor.position)]

    def do_move(self) -> None:
        """Let the reader go to what the comment answers."""
        self.rehanging.begin()

    def do_split(self) -> None:
        """Begin a new entry at the selection, or else at the cursor's passage."""
        page, selected = self.screen.page, self.screen.pane.selection.span
        position, passage = page.reading.cursor
        if page.reading.folds.is_one_line(position) and not selected:
            self.screen.say("Expand it first, and go to the passage with which the second one begins")
            return
        character = 0
        if selected:
            position, passage, character = selected[0].position, selected[0].passage, selected[0].character
        if not passage and not character:
            self.screen.say("Go to the passage with which the second one begins, or select it with v")
            return
        id, entry = page.document.listing.id, page.document.columns.ids[page.entry_at(position)]
        self.screen.pane.selection.clear()
        self.correct(id, lambda shown: _wishes().split(shown, entry, passage, character))

    def do_join(self) -> None:
        """Make the entry the rest of the one before."""
        id, entry = self.here()
        self.correct(id, lambda shown: _wishes().join(shown, entry))

    def do_confirm(self) -> None:
        """What was inferred of the entry is right."""
        id, entry = self.here()
        self.correct(id, lambda shown: _wishes().confirm(shown, entry))

    def do_undo(self) -> None:
        """Leave the last correction of this document out."""
        id, _ = self.here()
        self._ask(id, lambda mending: mending.undo(id), is_undone=True)

    def do_redo(self) -> None:
        """Make the correction undone last again."""
        id, _ = self.here()
        self._ask(id, lambda mending: mending.redo(id))

    def correct(self, id: str, wish: Callable[[Document], Correction]) -> None:
        """Make a correction of a document, and show it."""
        self._ask(id, lambda mending: mending.correct(id, wish))

    def _ask(self, id: str, do: Callable[[Mending], Mended], is_undone: bool = False) -> None:
        """Let a correction be made or undone, and what was read stay read."""
        session = self.screen.session

        def done(mending: Mending) -> Mended:
            mended = do(mending)
            with suppress(FileError):
                _carry(mended, is_undone, session.state_path.with_name("seen"), session.bookmarks_path)
            return mended

        self.clerk.ask(done, partial(self._done, id, is_undone))

    # Naming

    def do_name(self) -> None:
        """Ask who wrote the entry."""
        page = self.screen.page
        _, self._named = self.here()
        guesses = page.guesses.get(page.entry_at(page.reading.cursor.position), ())
        likely = [guess.rival for guess in guesses if guess.field == AUTHOR and guess.rival]
        known = sorted({*page.document.columns.names, *page.document.listing.authors}, key=str.casefold)
        self._names = OfferedNames([*likely, *known])
        self.screen.open_line(Scope.CORRECTING, f"Author of {self._named}:")
        self.typed("")

    def typed(self, value: str) -> None:
        """Say which known names fit what is typed."""
        self.screen.line.say(self._names.type(value))

    def stepped(self, is_forward: bool) -> None:
        """Put the next name that fits into the line."""
        line = self.screen.line
        found = self._names.step(line.line.value, is_forward=is_forward)
        if found:
            name, said = found
            line.line.put(name)
            line.say(said)

    def entered(self, value: str) -> None:
        """Name the author."""
        self.screen.close_line()
        (id, _), entry = self.here(), self._named
        name = self._names.known_as(value)
        self.correct(id, lambda shown: _wishes().name(shown, entry, name or None))

    # Showing what was corrected

    def _done(self, id: str, is_undone: bool, mended: Mended) -> None:
        from reader.model.corrections import describe

        for pane in self.screen.panes:
            if pane.page is not None and pane.page.document.listing.id == id:
                try:
                    self._show(pane, pane.page, mended, is_undone)
                except DocumentChanged:  # not all of the page before was read
                    self.screen.reopen(pane.side)
        told = "; ".join(map(describe, mended.changed)) or "it is so already"
        undoing = (key for one in self.screen.commands if one.id == "correct.undo" for key in one.keys)
        undoes = next(map(show_key, undoing), "")
        if is_undone:
            self.screen.say(f"Undone: {told}")
        else:
            undo = [f"{undoes} undoes it"] if undoes and mended.changed else []
            self.screen.say("; ".join([told, *undo, *mended.said]))

    def _show(self, pane: ReadingPane, old: Page, mended: Mended, is_undone: bool) -> None:
        """Show a page corrected, the cursor's line on its row."""
        session = self.screen.session
        place = _follow(session.place(old, pane.side), mended, is_undone)
        page = session.open_again(old, pane.side, lambda _: place)
        session.corrected.add(page.document.listing.revision)
        self._known[page.document.listing.revision] = mended.document.report.guesses
        page.set_guesses(guesses_by_entry(mended.document.report.guesses, page.document.columns))
        # The words at the cursor keep their row, though another header may stand above them.
        session.restore(page, place._replace(row=place.row + _header_rows(old) - _header_rows(page)))
        pane.show(page)


def _open_mending(library: Path) -> Mending:
    from reader.library import Library
    from reader.mending import Mending

    return Mending(Library(library))


def _carry(mended: Mended, is_undone: bool, seen: Path, bookmarks: Path) -> None:
    """Let what the reader keeps of a document go along with a correction."""
    from reader.bookmarks import Bookmarks
    from reader.carrying import carry_bookmarks, carry_seen
    from reader.seen import Seen

    carry_seen(Seen(seen), mended)
    kept = Bookmarks(bookmarks)
    try:
        carry_bookmarks(kept, mended, is_undone)
    finally:
        kept.close()


def _header_rows(page: Page) -> int:
    """How many rows of the cursor's passage are its entry's header."""
    position, passage = page.reading.cursor
    is_header_shown = not passage and not page.reading.folds.is_one_line(position)
    return len(page.captions.headers(position)) if is_header_shown else 0


def _follow(place: Place, mended: Mended, is_undone: bool) -> Place:
    """Where the words of a place are after a correction; of a passage that was cut, its end."""
    from reader.carrying import Spot, follow

    entry, passage, _ = follow(Spot(place.entry, place.passage, _END), mended, is_undone)
    count = next((len(one.passages) for one in mended.document.entries if one.id == entry), 1)
    return place._replace(entry=entry, passage=max(0, min(passage, count - 1)))


def _wishes() -> ModuleType:
    from reader.model import wishes

    return wishes
