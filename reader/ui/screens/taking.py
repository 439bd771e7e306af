"""Taking documents into the library: adding them, fetching them again, and what that changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from textual.content import Content
from textual.timer import Timer

from reader.clean import clean_line
from reader.errors import ThreadsideError, UnexpectedError
from reader.files import complete_path
from reader.model.place import Place
from reader.ui.commands import Scope
from reader.ui.errand import Errand, Outcome
from reader.ui.messages import Tell
from reader.ui.screens.carrying import Carrier
from reader.ui.screens.going import dialogs
from reader.ui.screens.panes import PanesScreen

if TYPE_CHECKING:
    from reader.library import Library

_LOOK_SECONDS = 0.2
_STYLES = {"was": "strike", "now": "bold", "": ""}
_ASKED = "an address, or a file: Tab completes"
_LATE = "It is being written already: too late to stop"


class Former(NamedTuple):
    """What an entry was before the last update.

    Attributes:
        title: Whose it is.
        said: A sentence, when there is nothing to show.
        runs: Its words with those of now, each run with what became of it.
    """

    title: str = ""
    said: str = ""
    runs: tuple[tuple[str, str], ...] = ()


class Taking(Carrier):
    """Carries out what puts documents into the library.

    Args:
        screen: The reading screen.

    Attributes:
        errand: What is being fetched or read now; None for nothing.
    """

    SCOPE = Scope.TAKING

    def __init__(self, screen: PanesScreen) -> None:
        super().__init__(screen)
        self.errand: Errand | None = None
        self._looking: Timer | None = None
        self._said = self._typed = ""
        self._is_asking = False
        self._side = 0

    # Asking what to add

    def do_add(self) -> None:
        """Ask for an address or a path, and add what is there."""
        if self._is_free():
            self._is_asking = True
            self.screen.open_line(Scope.TAKING, "Add", self._typed or _ASKED)
            self.screen.line.say("Up to change it, Enter to try again" if self._typed else "")

    def typed(self, written: str) -> None:
        """How it may go on is said no longer."""
        if written:
            self.screen.line.say("")

    def stepped(self, is_forward: bool) -> None:
        """Take what could not be added into the line again."""
        self.screen.line.line.put(self._typed)

    def tabbed(self) -> None:
        """Complete a path as far as it is sure, and say how it may go on."""
        line = self.screen.line
        paths = complete_path(line.line.value)
        if not paths:
            line.say("no file begins so")
            return
        line.line.put(os.path.commonprefix(paths))  # noqa: RUF071 - a name is completed by characters
        names = [os.path.basename(path.rstrip("/")) for path in paths]
        line.say("" if len(paths) == 1 else f"{len(paths)}: {', '.join(names)}")

    def entered(self, written: str) -> None:
        """Add what was typed; an empty line tries again what could not be added."""
        # Not what was written: a Tab right before Enter has completed it since.
        typed, seen = self.screen.line.line.value.strip() or self._typed, self._seen
        self._close_line()

        def add(library: Library, errand: Errand) -> Outcome:
            from reader.ui import errands

            return errands.add(library, errand, typed, seen)

        if typed:
            self._typed = typed
            self._start(f"Adding {_name(typed)}", add)

    @property
    def _seen(self) -> Path:
        return self.screen.session.state_path.with_name("seen")

    def _close_line(self) -> bool:
        was_asking, self._is_asking = self._is_asking, False
        if was_asking:
            self.screen.close_line()
        return was_asking

    def escape(self) -> bool:
        """Leave the line, or stop what is being fetched or read.

        Returns:
            Whether there was either.
        """
        if self._close_line():
            return True
        errand = self.errand
        if errand is None:
            return False
        if errand.stop():
            self._end()
            self.screen.say("Stopped; the library is as it was")
        else:
            self.screen.say(_LATE)
        return True

    # Errands

    def do_update(self) -> None:
        """Fetch the document of this pane again."""
        listing, seen = self.screen.page.document.listing, self._seen

        def update(library: Library, errand: Errand) -> Outcome:
            from reader.ui import errands

            return errands.update(library, errand, listing.id, seen)

        if self._is_free():
            self.screen.post_message(Tell(Scope.BOOKMARKING, "keep_seen"))
            self._start(f"Fetching {listing.title}", update)

    def _is_free(self) -> bool:
        """Whether nothing is being fetched or read; else that is said."""
        if self.errand is not None:
            self.screen.say(f"{self.errand.progress()}; Esc stops it")
        return self.errand is None

    def _start(self, doing: str, do: Callable[[Library, Errand], Outcome]) -> None:
        session = self.screen.session
        self.errand = errand = Errand(doing, session.library.path, session.open_client)
        self._side = self.screen.pane.side
        self._looking = self.screen.set_interval(_LOOK_SECONDS, self._look)
        errand.start(do, self._teller("done"), self._teller("failed"), self._teller("crashed"))
        self._look()

    def _teller(self, noticed: str) -> Callable[[object], None]:
        """What tells this carrier something of the present errand, from its thread."""
        errand = self.errand

        def tell(what: object) -> None:
            with suppress(RuntimeError):  # the program has ended meanwhile
                self.tell(noticed, errand, what)

        return tell

    def _look(self) -> None:
        """Say what the errand is at, unless the reader was told something else."""
        if self.errand is not None and self.screen.keys.sentence in ("", self._said):
            self.screen.say(f"{self.errand.progress()}; Esc stops it")
            self._said = self.screen.keys.sentence

    def _end(self) -> None:
        self.errand = None
        if self._looking is not None:
            self._looking.stop()

    def done(self, errand: Errand, outcome: Outcome) -> None:
        """An errand is done: show the document, unless the reader is at something else."""
        if errand is not self.errand:
            return
        self._end()
        self._typed = ""
        self.screen.renew(outcome.document)
        if self.screen.app.screen is self.screen:
            self._open(outcome)
            self.screen.say(outcome.said)
        else:
            self.screen.say(f"{outcome.said}; D shows {outcome.document}")

    def _open(self, outcome: Outcome) -> None:
        """Show a document where it is shown already, else in the pane it was asked for from."""
        screen, id = self.screen, outcome.document
        shown = screen.session.state.panes
        side = next((side for side in (self._side, 1 - self._side) if shown[side] == id), self._side)
        if outcome.entry:
            screen.open_place(Place(id, outcome.entry, 0, side))
            return
        if shown[side] != id:
            pane = screen.panes[side]
            if pane.page is not None:
                screen.session.visit(screen.session.place(pane.page, side))
            screen.show_document(id, side)
        screen.give_keys(side)
        screen.arrange_panes()

    def failed(self, errand: Errand, error: ThreadsideError) -> None:
        """An errand could not be done: say why, and the way round, as long as that is."""
        if errand is not self.errand:
            return
        self._end()
        if self.screen.app.screen is not self.screen:
            self.screen.say(str(error))
            return
        self.screen.say("")
        told = [error.subject, *map(_sentence, filter(None, [error.reason, error.way_out]))]
        said = "\n\n".join(map(clean_line, told))
        self.screen.app.push_screen(dialogs().TextDialog(f"{errand.doing} did not work", Content(said)))

    def crashed(self, errand: Errand, error: Exception) -> None:
        """An errand failed for a fault of ours."""
        if errand is self.errand:
            self._end()
            raise UnexpectedError(error)

    def leave(self) -> None:
        """The program ends: what is not written yet never will be."""
        if self.errand is not None:
            self.errand.stop()

    # What was, and what was found

    def do_former(self) -> None:
        """Show what the entry at the cursor said before the last update, with what became of it."""
        page = self.screen.page
        id = page.document.listing.id
        entry = page.document.columns.ids[page.entry_at(page.reading.cursor.position)]
        self.aside(lambda library: find_former(library, id, entry), self._show_former)

    def _show_former(self, former: Former) -> None:
        if former.said:
            self.screen.say(former.said)
            return
        runs = [Content.styled(text, _STYLES[role]) for text, role in former.runs]
        hint = "[-words that went-] {+words that came+}; Esc closes."
        self.screen.app.push_screen(dialogs().TextDialog(former.title, Content("").join(runs), hint))

    def do_report(self) -> None:
        """Show what the import of the document found, left out and warned of."""
        from reader.printing import report_lines

        id = self.screen.page.document.listing.id
        self.aside(lambda library: "\n".join(report_lines(library.document(id))), self._show_report)

    def _show_report(self, report: str) -> None:
        title = f"What the import of {self.screen.page.document.listing.title} found"
        self.screen.app.push_screen(dialogs().TextDialog(title, Content(report)))


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def _name(typed: str) -> str:
    """What is typed, in short: an address's host, or a file's name."""
    last = typed.split(" ")[-1] if typed.startswith("--") else typed
    try:
        host = urlsplit(last).hostname if "://" in last else None
    except ValueError:
        host = None
    return clean_line(host or os.path.basename(last.rstrip("/")) or last)


def find_former(library: Library, id: str, entry: str) -> Former:
    """What an entry of a document was before the last update.

    Args:
        library: Where it is.
        id: The document's whole id.
        entry: The entry's id.

    Raises:
        NotInLibrary: There is no such document.
    """
    from reader.model.changes import find_changes, mark_words
    from reader.model.texts import EntryText

    former = library.former(id)
    if former is None:
        return Former(said="No former state of this document is kept: one is when U finds changes")
    present = library.document(id)
    changes = find_changes(former.entries, present.entries)
    if entry in changes.new:
        return Former(said="This came with the last update")
    if entry not in changes.edited and entry not in changes.deleted:
        return Former(said="The last update did not change this")
    was, now = ({one.id: one for one in document.entries}[entry].veiled for document in (former, present))
    runs = mark_words(was, now) or [(EntryText(was).text, "was")]
    return Former(f"{was.author or 'Author unknown'}, before the last update and since", runs=tuple(runs))
