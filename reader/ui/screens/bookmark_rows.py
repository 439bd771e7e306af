"""The rows of the list of bookmarks: looked for in slices, read as they come into view."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from reader.model.annotations import Bookmark, join_note
from reader.paths import styles_folder
from reader.ui.clerk import Clerk
from reader.ui.glyphs import Glyphs
from reader.ui.screens.closing import Closing
from reader.ui.telling import Telling
from reader.ui.widgets.bookmark_table import BookmarkTable

if TYPE_CHECKING:
    from reader.desk import Desk, Looked
    from reader.library import Listing
    from reader.model.reanchoring import Verdict

_KEYS = {
    "Enter": "go", "/": "filter", "Tab": "all", "n": "note", "e": "editor", "d": "delete", "u": "undo",
    "Esc": "close",
}  # fmt: skip
_FILTER_KEYS = {"Enter": "keep the filter", "Down": "choose", "Esc": "no filter"}
_BEFORE = 20
_DOUBTFUL = ("orphaned", "changed", "moved")


class Scope(Enum):
    """Which bookmarks are listed."""

    REPORT = "Bookmarks not where they were in"
    DOCUMENT = "Bookmarks of"
    ALL = "All bookmarks"


_NAMES = {Scope.REPORT: "moved", Scope.DOCUMENT: "here", Scope.ALL: "all"}


def _searched(bookmark: Bookmark) -> str:
    return " ".join([bookmark.words, join_note(bookmark), bookmark.target.author or ""]).casefold()


def _rank(verdict: Verdict) -> int:
    return _DOUBTFUL.index(verdict.name)


class RowsScreen(Telling, Closing[Bookmark | None]):
    """Shows the bookmarks that fit a filter; the answer is the one to go to.

    Args:
        listing: The document of the pane.
        clerk: Reads the bookmarks.
        glyphs: The characters to draw with.
        report: What became of the bookmarks after the document was replaced; those not where they were
            are listed first.
    """

    CSS_PATH = styles_folder() / "dialogs.tcss"
    AUTO_FOCUS: ClassVar[str | None] = None

    def __init__(
        self, listing: Listing, clerk: Clerk[Desk], glyphs: Glyphs, report: Sequence[Verdict]
    ) -> None:
        super().__init__()
        self.listing = listing
        self.clerk = clerk
        self.table = BookmarkTable(glyphs)
        self.report = sorted((one for one in report if one.name in _DOUBTFUL), key=_rank)
        self.scope = Scope.REPORT if self.report else Scope.DOCUMENT
        self.turn = self.shown_turn = 0
        self._asked: set[int] = set()

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
        self.turn += 1
        self._asked.clear()
        title = self.scope.value if self.scope is Scope.ALL else f"{self.scope.value} {self.listing.title}"
        self.table.show(heading=title, said=self.table.said if said is None else said)
        self.show_keys()
        if self.scope is Scope.REPORT:
            self._look_in_report()
            return
        typed, first, turn = self.table.typed, self.table.first, self.turn
        document = self.listing.id if self.scope is Scope.DOCUMENT else None
        self.clerk.ask(
            lambda desk: desk.look(typed, document, first, 2 * self.table.room),
            partial(self._looked, turn, True),
        )

    def show_keys(self) -> None:
        """Show the keys that do something now."""
        chosen = self.table.chosen
        verdict = self.table.verdicts.get(chosen.id) if chosen else None
        attach = {"A": "attach"} if verdict and verdict.place is None else {}
        own = {**attach, **_KEYS, "Tab": _NAMES[self.next_scope()]}
        self.table.show(keys=_FILTER_KEYS if self.table.is_filtering else own)

    def _look_in_report(self) -> None:
        words = self.table.typed.casefold().split()
        found = [one for one in self.report if all(word in _searched(one.bookmark) for word in words)]
        self.table.verdicts.update({one.bookmark.id: one for one in found})
        rows = {row: one.bookmark for row, one in enumerate(found)}
        self.table.show(rows=rows, total=len(rows), is_all=True, gone=set())
        self.show_keys()

    def next_scope(self) -> Scope:
        """The scope after this one."""
        scopes = [scope for scope in Scope if self.report or scope is not Scope.REPORT]
        at = scopes.index(self.scope) if self.scope in scopes else -1
        return scopes[(at + 1) % len(scopes)]

    def _looked(self, turn: int, is_new: bool, looked: Looked) -> None:
        if turn != self.turn:
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
        return turn != self.turn

    def _looked_on(self, turn: int, counted: tuple[int, bool]) -> None:
        if turn == self.turn:
            self.table.show(total=counted[0], is_all=counted[1])

    def _judged(self, judged: tuple[str, Verdict | None]) -> None:
        self.table.verdicts[judged[0]] = judged[1]
        self.show_keys()

    def read_around(self) -> None:
        """Read the rows in view that are not read yet."""
        first = max(0, self.table.first - _BEFORE)
        wanted = range(first, min(self.table.first + 2 * self.table.room, self.table.total))
        if self.scope is Scope.REPORT:
            return
        missing = [row for row in wanted if row not in self.table.rows and row not in self._asked]
        if missing:
            self._asked.update(missing)
            start, count = missing[0], missing[-1] - missing[0] + 1
            self.clerk.ask(lambda desk: desk.look_on(start, count), partial(self._looked, self.turn, False))
