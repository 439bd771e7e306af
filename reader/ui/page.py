"""Page: one open document as a pane shows it: which part, in which order, where. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from reader.library import OpenDocument
from reader.model.columns import UNKNOWN, Columns
from reader.model.documents import EntryKind
from reader.model.thread import Thread
from reader.ui.folds import Folds
from reader.ui.glyphs import Glyphs
from reader.ui.laid_page import LaidPage
from reader.ui.layout import LineKind
from reader.ui.movement import Movement
from reader.ui.reading import Cursor, Reading, Row
from reader.ui.veil import Veil

# Rows of a view that was not yet sized: so many that a restored row is kept until it is.
_UNSIZED = 1_000


class Order(StrEnum):
    """How siblings are sorted."""

    SOURCE = "source"
    SCORE = "score"
    NEWEST = "newest"
    OLDEST = "oldest"


class Narrowed(NamedTuple):
    """The part of a document that a page is narrowed to.

    Attributes:
        name: What it is, for the title row.
        full: Indexes of the entries shown as ever.
        stubs: Indexes of the entries shown as one line, to say where the others stand.
    """

    name: str
    full: frozenset[int]
    stubs: frozenset[int] = frozenset()


class Page(LaidPage):
    """One open document as a pane shows it.

    Args:
        document: The document.
        glyphs: The characters to draw with.
        text_width: Cells of text at most.
        collapsed: Ids of entries that are collapsed.
        order: How siblings are sorted.
        narrowed: The part to show alone at first; None for the whole.
        veil: What of its hidden words is shown; by default nothing.
    """

    def __init__(
        self, document: OpenDocument, glyphs: Glyphs, *, text_width: int = 80,
        collapsed: Iterable[str] = (), order: Order = Order.SOURCE, narrowed: Narrowed | None = None,
        veil: Veil | None = None,
    ) -> None:  # fmt: skip
        super().__init__(document, glyphs, text_width, veil or Veil())
        self.order = order
        self.branch_of: int | None = None
        self.narrowed = narrowed
        self._outside: set[int] = set()
        self._before_narrowing: set[int] = set()
        positions = document.columns.positions
        self._arrange(self._thread(), [positions[known] for known in collapsed if known in positions])

    def _arrange(self, thread: Thread, collapsed: Iterable[int]) -> None:
        shown_short = self.narrowed.stubs if self.narrowed else ()
        stubs = [at for at, entry in enumerate(thread.entries) if entry in shown_short] if shown_short else ()
        folds = Folds(thread, self._estimates(thread), collapsed, stubs)
        self.reading = Reading(folds, self.lay_out, _UNSIZED)
        self.movement = Movement(self.reading, self.document.columns)
        self._laid.clear()

    def take_view(self, other: Page) -> None:
        """Show as another page of the same document does: its size, its cut, its branch."""
        ids, positions = other.document.columns.ids, self.document.columns.positions
        self.cut, self.hides_quotations = other.cut, other.hides_quotations
        self.uncut = {positions[ids[entry]] for entry in other.uncut if ids[entry] in positions}
        branch = None if other.branch_of is None else positions.get(ids[other.branch_of])
        if branch is not None:
            self.branch_of = branch
            self._rearrange()
        self.resize(other.width, other.reading.height)

    # Arranging

    def _thread(self) -> Thread:
        thread = _ordered(self.document.columns, self.order)
        if self.narrowed:
            return thread.only(self.narrowed.full | self.narrowed.stubs)
        position = None if self.branch_of is None else thread.find(self.branch_of)
        return thread if position is None else thread.branch(position)

    def sort(self, order: Order) -> None:
        """Sort siblings, holding the cursor's line on its row."""
        self.order = order
        self._rearrange()

    def show_branch(self) -> None:
        """Show the cursor's branch alone."""
        self.branch_of = self.entry_at(self.reading.cursor.position)
        self._rearrange()

    @property
    def is_whole(self) -> bool:
        """Whether the whole document is shown, and no branch or other part of it alone."""
        return self.branch_of is None and self.narrowed is None

    def show_thread(self) -> None:
        """Show the whole thread again; after narrowing, collapsed as it was before."""
        collapsed = self._before_narrowing if self.narrowed else None
        self.branch_of = self.narrowed = None
        self.highlights.set("match", None)
        self._rearrange(collapsed)

    def narrow(self, narrowed: Narrowed) -> None:
        """Show a part of the whole document alone; it must not be empty."""
        if self.narrowed is None:
            self._before_narrowing = self._collapsed()
        self.narrowed, self.branch_of, self._outside = narrowed, None, set()
        self._rearrange(collapsed=set())

    def _rearrange(self, collapsed: set[int] | None = None) -> None:
        old, row = self.reading, self.reading.cursor_row()
        entry = self.entry_at(old.cursor.position)
        collapsed = self._collapsed() if collapsed is None else collapsed
        thread = self._thread()
        self._outside = collapsed - set(thread.entries)
        self._arrange(thread, collapsed - self._outside)
        self.reading.height = old.height
        self._stand_at(entry, old.cursor.passage, row)

    def _stand_at(self, entry: int, passage: int, row: int) -> None:
        """Put the cursor on an entry, or on what is shown of it, or of what it answers."""
        folds, parents = self.reading.folds, self.document.columns.parents
        position = self.reading.thread.find(entry)
        while position is None and (entry := parents[entry]) >= 0:
            position, passage = self.reading.thread.find(entry), 0
        here = 0 if position is None else folds.hider(position)
        self.reading.visit(Cursor(here, passage if here == position else 0), row)

    def _collapsed(self) -> set[int]:
        return self._outside.union(self.reading.folds.entries())

    def collapsed_ids(self) -> list[str]:
        """Ids of the collapsed entries, those outside the branch shown included."""
        collapsed = self._before_narrowing if self.narrowed else self._collapsed()
        return [self.document.columns.ids[entry] for entry in sorted(collapsed)]

    def go_to(self, entry_id: str, passage: int, row: int) -> bool:
        """Go to a passage; the whole document is shown again when a part that is shown lacks it.

        Args:
            entry_id: The entry's id.
            passage: The passage's index.
            row: The row it shall begin on when it is not in view.

        Returns:
            Whether the entry is there.
        """
        index = self.document.columns.positions.get(entry_id)
        if index is None:
            return False
        position = self.reading.thread.find(index)
        if position is None:
            self.show_thread()
            position = self.reading.thread.find(index)
        assert position is not None
        self.reading.go(Cursor(position, passage), near=row)
        return True

    def show_words(self, position: int, passage: int, character: int) -> None:
        """Go to words of a passage, and show them even if they were cut off or hidden.

        Args:
            position: The entry's position.
            passage: The passage's index.
            character: The index of the first of their characters.
        """
        self.reading.go(Cursor(position, passage))
        if self.hides_quotations and not self._lines_from(position, passage, character):
            self.restyle(hides_quotations=False)
        if self.cut and not self._lines_from(position, passage, character):
            self.turn_cut(position)
        self.reading.go(Cursor(position, passage))
        if lines := self._lines_from(position, passage, character):
            self.reading.look_at(Row(position, lines[0]))

    def _lines_from(self, position: int, passage: int, character: int) -> list[int]:
        """The numbers of the lines that show a passage from a character on."""
        return [
            number
            for number, line in enumerate(self.lay_out(position).lines)
            if line.kind is LineKind.TEXT and line.passage == passage and line.stop > character
        ]


def _ordered(columns: Columns, order: Order) -> Thread:
    """The tree of all entries, siblings in an order, the post first as ever."""
    thread = columns.thread
    pinned = 1 if len(columns) and columns.kind(0) is EntryKind.POST else 0
    if order is Order.SCORE:
        return thread.sorted(lambda entry: -columns.scores[entry], pinned)
    if order is Order.NEWEST:
        return thread.sorted(lambda entry: -columns.times[entry], pinned)
    if order is Order.OLDEST:
        undated = max(columns.times, default=0) + 1
        return thread.sorted(lambda entry: _or(columns.times[entry], undated), pinned)
    return thread


def _or(time: int, undated: int) -> int:
    return undated if time == UNKNOWN else time
