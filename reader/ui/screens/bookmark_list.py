"""The list of bookmarks: filter, go there, change, delete and bring back, attach an orphan again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from reader.model.annotations import Bookmark, join_note
from reader.paths import styles_folder
from reader.ui.clerk import Clerk
from reader.ui.glyphs import Glyphs
from reader.ui.picking import Picked
from reader.ui.screens.adding import Adding
from reader.ui.widgets.bookmark_table import BookmarkTable

if TYPE_CHECKING:
    from reader.desk import Desk, Looked
    from reader.library import Listing
    from reader.model.reanchoring import Verdict

_KEYS = {
    "Enter": "go", "/": "filter", "Tab": "all", "n": "note", "e": "editor", "d": "delete", "u": "undo",
    "A": "attach", "Esc": "close",
}  # fmt: skip
_FILTER_KEYS = {"Enter": "keep the filter", "Down": "choose", "Esc": "no filter"}
_ACTIONS = {
    "enter": "go", "slash": "filter", "tab": "other_scope", "n": "note", "e": "edit", "d": "delete",
    "delete": "delete", "u": "undo", "A": "attach", "escape": "close", "q": "close", "B": "close",
}  # fmt: skip
_BEFORE = 20
_DOUBTFUL = ("orphaned", "changed", "moved")


class Scope(Enum):
    """Which bookmarks are listed."""

    REPORT = "Bookmarks not where they were in"
    DOCUMENT = "Bookmarks of"
    ALL = "All bookmarks"


_NAMES = {Scope.REPORT: "not where they were", Scope.DOCUMENT: "these", Scope.ALL: "all"}


def _searched(bookmark: Bookmark) -> str:
    return " ".join([bookmark.words, join_note(bookmark), bookmark.target.author or ""]).casefold()


def _rank(verdict: Verdict) -> int:
    return _DOUBTFUL.index(verdict.name)


class BookmarkScreen(ModalScreen[Bookmark | None]):
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

    CSS_PATH = styles_folder() / "dialogs.tcss"
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(
        self, listing: Listing, clerk: Clerk[Desk], adding: Adding, pick: Callable[[], Picked],
        glyphs: Glyphs, report: Sequence[Verdict] = (),
    ) -> None:  # fmt: skip
        super().__init__()
        self.listing = listing
        self.clerk = clerk
        self.adding = adding
        self.pick = pick
        self.table = BookmarkTable(glyphs)
        self._report = sorted((one for one in report if one.name in _DOUBTFUL), key=_rank)
        self._scope = Scope.REPORT if self._report else Scope.DOCUMENT
        self._turn = self.shown_turn = 0
        self._asked: set[int] = set()
        self._confirms = False

    def compose(self) -> ComposeResult:
        """The list."""
        yield self.table

    def on_mount(self) -> None:
        """List the bookmarks of the document."""
        self.look()

    # Rows

    def look(self, said: str | None = None) -> None:
        """List anew, such as after a key of the filter or a change.

        Args:
            said: A sentence for the reader; None leaves the one there.
        """
        self._turn += 1
        self._asked.clear()
        title = self._scope.value if self._scope is Scope.ALL else f"{self._scope.value} {self.listing.title}"
        self.table.show(heading=title, said=self.table.said if said is None else said)
        self._show_keys()
        if self._scope is Scope.REPORT:
            self._look_in_report()
            return
        typed, first, turn = self.table.typed, self.table.first, self._turn
        document = self.listing.id if self._scope is Scope.DOCUMENT else None
        self.clerk.ask(
            lambda desk: desk.look(typed, document, first, 2 * self.table.room),
            partial(self._looked, turn, True),
        )

    def _show_keys(self) -> None:
        own = {**_KEYS, "Tab": _NAMES[self._next_scope()]}
        self.table.show(keys=_FILTER_KEYS if self.table.is_filtering else own)

    def _look_in_report(self) -> None:
        words = self.table.typed.casefold().split()
        found = [one for one in self._report if all(word in _searched(one.bookmark) for word in words)]
        self.table.verdicts.update({one.bookmark.id: one for one in found})
        rows = {row: one.bookmark for row, one in enumerate(found)}
        self.table.show(rows=rows, total=len(rows), is_all=True, gone=set())

    def _next_scope(self) -> Scope:
        scopes = [scope for scope in Scope if self._report or scope is not Scope.REPORT]
        return (
            scopes[(scopes.index(self._scope) + 1) % len(scopes)] if self._scope in scopes else Scope.DOCUMENT
        )

    def _looked(self, turn: int, is_new: bool, looked: Looked) -> None:
        if turn != self._turn:
            return
        self.shown_turn = turn
        known = {} if is_new else self.table.rows
        read = {looked.first + at: bookmark for at, bookmark in enumerate(looked.bookmarks)}
        self.table.show(total=looked.total, is_all=looked.is_all, rows={**known, **read}, gone=set())
        self.clerk.ask_in_slices(
            lambda desk: desk.anchors.judge(looked.bookmarks, partial(self._is_old, turn)), self._judged
        )
        if is_new and not looked.is_all:
            self.clerk.ask_in_slices(
                lambda desk: desk.count_on(partial(self._is_old, turn)), partial(self._looked_on, turn)
            )

    def _is_old(self, turn: int) -> bool:
        return turn != self._turn

    def _looked_on(self, turn: int, counted: tuple[int, bool]) -> None:
        if turn == self._turn:
            self.table.show(total=counted[0], is_all=counted[1])

    def _judged(self, judged: tuple[str, Verdict | None]) -> None:
        self.table.verdicts[judged[0]] = judged[1]
        self.table.refresh()

    def _read_around(self) -> None:
        """Read the rows in view that are not read yet."""
        first = max(0, self.table.first - _BEFORE)
        wanted = range(first, min(self.table.first + 2 * self.table.room, self.table.total))
        if self._scope is Scope.REPORT:
            return
        missing = [row for row in wanted if row not in self.table.rows and row not in self._asked]
        if missing:
            self._asked.update(missing)
            start, count = missing[0], missing[-1] - missing[0] + 1
            self.clerk.ask(lambda desk: desk.look_on(start, count), partial(self._looked, self._turn, False))

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
            self._attach_it()
        elif event.key in _ACTIONS:
            getattr(self, f"do_{_ACTIONS[event.key]}")()
        elif confirms:
            self.table.show(said="")

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
        self._read_around()

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
        self._show_keys()
        if typed != self.table.typed:
            self.table.typed, self.table.at = typed, 0
            self.look()

    def on_paste(self, event: events.Paste) -> None:
        """Pasted words filter."""
        if self.table.is_filtering:
            self._set_filter(self.table.typed + " ".join(event.text.split()))

    # What the keys do

    def do_filter(self) -> None:
        """Let keys go to the filter."""
        self.table.is_filtering = True
        self._show_keys()

    def do_other_scope(self) -> None:
        """Of this document, or all."""
        self._scope = self._next_scope()
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
        self._report = [one for one in self._report if one.bookmark.id != bookmark.id]

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
            said=f"A again attaches it to “{words}…” by {picked.entry.author or 'an unknown author'}"
        )

    def _attach_it(self) -> None:
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
