"""The list of bookmarks: filter, go there, change, delete and bring back, attach an orphan again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events

from reader.clean import clean_line
from reader.errors import ThreadsideError
from reader.model.annotations import Bookmark
from reader.ui.clerk import Clerk
from reader.ui.glyphs import Glyphs
from reader.ui.picking import Picked
from reader.ui.screens.adding import Adding
from reader.ui.screens.bookmark_rows import RowsScreen
from reader.ui.widgets.bookmark_table import BookmarkTable

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.library import Listing
    from reader.model.reanchoring import Verdict

_ACTIONS = {
    "enter": "go", "slash": "filter", "tab": "other_scope", "n": "note", "e": "edit", "d": "delete",
    "delete": "delete", "u": "undo", "A": "attach", "escape": "close", "q": "close", "B": "close",
}  # fmt: skip


class BookmarkScreen(RowsScreen):
    """Shows bookmarks; the answer is the one to go to.

    Args:
        listing: The document of the pane.
        clerk: Reads and changes the bookmarks.
        adding: Asks for notes.
        pick: Gives what an orphan would be attached to.
        glyphs: The characters to draw with.
        report: What became of the bookmarks after the document was replaced; those not where they were
            are listed first.
    """

    def __init__(
        self, listing: Listing, clerk: Clerk[Desk], adding: Adding, pick: Callable[[], Picked],
        glyphs: Glyphs, report: Sequence[Verdict] = (),
    ) -> None:  # fmt: skip
        super().__init__(listing, clerk, glyphs, report)
        self.adding = adding
        self.pick = pick
        self._confirms = False

    # Keys and mouse

    def on_key(self, event: events.Key) -> None:
        """Move, filter, or do something with the chosen bookmark."""
        event.stop()
        event.prevent_default()
        confirms, self._confirms = self._confirms, False
        if not confirms:
            self.table.show(said="")
        if self._move(event.key):
            return
        if self.table.is_filtering:
            self._filter(event)
        elif event.key == "A" and confirms:
            self._do("attach_now")
        elif event.key in _ACTIONS:
            self._do(_ACTIONS[event.key])
        elif confirms:
            self.table.show(said="")

    def _do(self, action: str) -> None:
        """Do something with the chosen bookmark; what goes wrong is said."""
        try:
            getattr(self, f"do_{action}")()
        except ThreadsideError as error:
            self.table.show(said=str(error))

    def _move(self, key: str) -> bool:
        room, total = self.table.room, self.table.total
        steps = {"down": 1, "up": -1, "pagedown": room, "pageup": -room, "ctrl+n": 1, "ctrl+p": -1}
        if not self.table.is_filtering:
            steps |= {
                "j": 1,
                "k": -1,
                "space": room,
                "b": -room,
                "home": -total,
                "end": total,
                "g": -total,
                "G": total,
            }
        if key in steps:
            self._go_to_row(self.table.at + steps[key])
        return key in steps

    def _go_to_row(self, row: int) -> None:
        self.table.show(at=row)
        self.show_keys()
        self.read_around()

    def on_bookmark_table_pointed(self, event: BookmarkTable.Pointed) -> None:
        """The mouse chose a row."""
        self._go_to_row(event.row)
        if event.is_double:
            self.do_go()

    def _filter(self, event: events.Key) -> None:
        typed = self.table.typed
        if event.key in ("enter", "escape"):
            self.table.is_filtering = False
            typed = typed if event.key == "enter" else ""
        elif event.key == "backspace":
            typed = typed[:-1]
        elif event.key == "ctrl+u":
            typed = ""
        elif event.is_printable and event.character:
            typed += event.character
        self._set_filter(typed)

    def _set_filter(self, typed: str) -> None:
        self.show_keys()
        if typed != self.table.typed:
            self.table.typed, self.table.at = typed, 0
            self.look()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted words filter."""
        if self.table.is_filtering:
            self._set_filter(self.table.typed + clean_line(event.text))

    # What the keys do

    def do_filter(self) -> None:
        """Let keys go to the filter."""
        self.table.is_filtering = True
        self.show_keys()

    def do_other_scope(self) -> None:
        """Of this document, or all."""
        self.scope = self.next_scope()
        self.table.at = 0
        self.look()

    def do_go(self) -> None:
        """Close the list and go to the chosen bookmark."""
        if self.table.chosen:
            self.dismiss(self.table.chosen)

    def do_close(self) -> None:
        """Drop the filter; without one, close the list."""
        if self.table.typed:
            self._set_filter("")
        else:
            self.dismiss(None)

    def do_note(self) -> None:
        """Change the note in one line."""
        if self.table.chosen:
            self.adding.edit(self.table.chosen)

    def do_edit(self) -> None:
        """Change the note in the editor."""
        if self.table.chosen:
            self.adding.edit_long(self.table.chosen)

    def do_delete(self) -> None:
        """Delete the chosen bookmark."""
        bookmark = self.table.chosen
        if bookmark and bookmark.id not in self.table.gone:
            self.table.show(gone={*self.table.gone, bookmark.id})
            self._leave_out(bookmark)
            self.clerk.ask(lambda desk: desk.delete(bookmark.id), self._changed, self._failed)

    def _leave_out(self, bookmark: Bookmark) -> None:
        """A bookmark that is attached or deleted is no longer in doubt."""
        self.report = [one for one in self.report if one.bookmark.id != bookmark.id]

    def do_undo(self) -> None:
        """Bring back the bookmark deleted last."""
        self.table.show(said="Bringing it back")
        self.clerk.ask(lambda desk: desk.undo(), self._changed, self._failed)

    def do_attach(self) -> None:
        """Ask whether to attach the chosen orphan to where the reader is."""
        bookmark = self.table.chosen
        verdict = self.table.verdicts.get(bookmark.id) if bookmark else None
        if bookmark is None:
            return
        if verdict and verdict.name != "orphaned":
            self.table.show(said="Only an orphan is attached again; the words of this one are there")
            return
        picked = self.pick()
        words = " ".join(picked.words.split())[:50] or "the whole comment"
        self._confirms = True
        self.table.show(
            said=f'A again attaches it to "{words}..." by {picked.entry.author or "an unknown author"}'
        )

    def do_attach_now(self) -> None:
        """Attach it."""
        bookmark, picked = self.table.chosen, self.pick()
        if bookmark:
            self._leave_out(bookmark)
            self.clerk.ask(
                lambda desk: desk.attach(bookmark, self.listing, picked.entry, picked.pieces),
                lambda kept: self._changed(kept.said), self._failed,
            )  # fmt: skip

    def _changed(self, said: str) -> None:
        self.table.verdicts.clear()
        self.adding.saved(said)

    def _failed(self, error: Exception) -> None:
        self.table.show(said=str(error), gone=set())
