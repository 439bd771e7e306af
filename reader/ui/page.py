"""Page: one open document as a pane shows it: arranged, laid out, captioned. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from reader.library import OpenDocument
from reader.model.columns import UNKNOWN, Columns
from reader.model.documents import Entry, EntryKind
from reader.model.guesses import Guess
from reader.model.spoilers import Stretches
from reader.model.thread import Thread
from reader.ui.captions import Caption, Run
from reader.ui.entry_captions import EntryCaptions
from reader.ui.folds import Folds
from reader.ui.glyphs import Glyphs
from reader.ui.highlights import Highlights
from reader.ui.layout import Laid, Line, LineKind, Style, lay_out
from reader.ui.movement import Movement
from reader.ui.reading import Cursor, Reading, Row
from reader.ui.veil import Veil

_LEAST_WIDTH = 40
_MOST_RAILS = 12
_CACHED = 1024
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


class Page:
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
        self.document = document
        self.glyphs = glyphs
        self.text_width = text_width
        self.order = order
        self.width = 80
        self.cut = 0
        self.hides_quotations = False
        self.uncut: set[int] = set()
        self.since: int | None = None
        self.new: frozenset[int] = frozenset()
        self.edited: frozenset[int] = frozenset()
        self.guesses: Mapping[int, tuple[Guess, ...]] = {}
        self.branch_of: int | None = None
        self.narrowed = narrowed
        self.veil = veil or Veil()
        self.highlights = Highlights()
        self.highlights.set_note("spoiler", self._note_spoiler)
        self.captions = EntryCaptions(self)
        self._laid: dict[int, Laid] = {}
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

    def set_news(self, new: frozenset[int], edited: frozenset[int]) -> None:
        """Mark entries, by index, that came since the reader was here, and those edited since then."""

        def changed() -> None:
            for entry in (self.new ^ new) | (self.edited ^ edited):
                self._laid.pop(entry, None)
            self.new, self.edited = new, edited

        self.reading.relay(changed)

    def set_guesses(self, found: Mapping[int, tuple[Guess, ...]]) -> None:
        """Tell by index what of the entries was inferred, and how surely."""

        def changed() -> None:
            for entry in found.keys() | self.guesses.keys():
                self._laid.pop(entry, None)
            self.guesses = found

        self.reading.relay(changed)

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

    # Size and style

    def resize(self, width: int, height: int) -> None:
        """Lay out for a width (cells) and a view of so many rows."""
        if (width, height) != (self.width, self.reading.height):
            self._relay(lambda: self._set_size(width, height))

    @property
    def size(self) -> tuple[int, ...]:
        """What the lines of the view depend on: its width and height, the width of text, what is cut."""
        return self.width, self.reading.height, self.text_width, self.cut, self.hides_quotations

    def _set_size(self, width: int, height: int) -> None:
        self.width, self.reading.height = width, height

    def restyle(self, **changes: int | bool | set[int]) -> None:
        """Change ``text_width``, ``cut``, ``uncut`` or ``hides_quotations``."""
        self.reading.release()
        self._relay(lambda: self.__dict__.update(changes))

    def turn_cut(self, position: int) -> None:
        """Show a cut entry in full, or cut it again."""
        self.reading.release()
        self._relay(lambda: self.uncut.symmetric_difference_update({self.reading.thread.entries[position]}))

    def _relay(self, change: Callable[[], object]) -> None:
        def changed() -> None:
            change()
            self._laid.clear()
            self.reading.folds.estimate(self._estimates(self.reading.thread))

        self.reading.relay(changed)

    def _estimates(self, thread: Thread) -> list[int]:
        room = max(8, min(self.text_width, self.width) - 4)
        return _estimate(self.document.columns, thread, room, self.cut)

    # Laying out

    def entry_at(self, position: int) -> int:
        """The index of the entry at a position."""
        return self.reading.thread.entries[position]

    def warm(self, rows: Iterable[Row]) -> None:
        """Read the entries of these lines at once: collapsed ones lie far apart in a long thread."""
        self.document.warm(
            [self.entry_at(position) for position in dict.fromkeys(row.position for row in rows)]
        )

    def entry(self, position: int) -> Entry:
        """The entry at a position."""
        return self.document.entry(self.entry_at(position))

    def lay_out(self, position: int) -> Laid:
        """The lines of a visible position as it shows now."""
        if self.reading.folds.is_one_line(position):
            return _STUB
        index = self.entry_at(position)
        laid = self._laid.get(index)
        if laid is None:
            if len(self._laid) >= _CACHED:
                self._laid.clear()
            laid = self._laid[index] = self._lay_out(position)
        return laid

    def _lay_out(self, position: int) -> Laid:
        entry = self.entry(position)
        cut = 0 if self.entry_at(position) in self.uncut or entry.kind is EntryKind.POST else self.cut
        wide = self.width - 2 * self.rails(position)
        style = Style(self.room(position), cut, self.hides_quotations, wide)
        return lay_out(entry.passages, len(self.captions.headers(position)), style)

    def rails(self, position: int) -> int:
        """How many rails, two cells each, stand before an entry's text."""
        kind = self.document.columns.kind(self.entry_at(position))
        if kind is EntryKind.COMMENT:
            return min(self.reading.thread.depths[position] + 1, self.most_rails)
        return 1 if kind is EntryKind.TURN else 0

    @property
    def most_rails(self) -> int:
        """How many rails fit before text gets narrow; deeper entries say their depth."""
        return max(2, min(_MOST_RAILS, (self.width - _LEAST_WIDTH) // 2))

    def room(self, position: int) -> int:
        """Cells for an entry's text."""
        return max(8, min(self.text_width, self.width - 2 * self.rails(position)))

    def percent(self) -> int:
        """How far the cursor's entry is through the document, by lines."""
        reading, position = self.reading, self.reading.cursor.position
        rest = reading.folds.heights.total - reading.folds.heights[position]
        if position == reading.folds.last():
            return 100
        return min(99, 100 * reading.folds.heights.before(position) // max(1, rest))

    def line_text(self, position: int, line: Line) -> str:
        """The text of a line of a passage, without its lead."""
        if line.kind is not LineKind.TEXT:
            return ""
        return self.entry(position).passages[line.passage].text[line.start : line.stop]

    # What is hidden

    def hidden(self, position: int, passage: int) -> Stretches:
        """What of a passage is hidden until it is opened, as half-open ranges of its characters."""
        return self.veil.hidden(self.entry(position), passage)

    def shown(self, position: int, passage: int, start: int = 0, stop: int | None = None) -> str:
        """A part of a passage's text with ``[spoiler]`` for what is hidden, see :meth:`Veil.shown`."""
        return self.veil.shown(self.entry(position), passage, start, stop)

    def open_spoiler(self, position: int, passage: int) -> bool:
        """Show what a passage hides; whether it hid anything."""
        return not self.reading.folds.is_one_line(position) and self.veil.open(self.entry(position), passage)

    def _note_spoiler(self, entry: int, passage: int | None) -> Caption:
        """The word beside a passage that hides something."""
        is_hidden = passage is not None and self.veil.hidden(self.document.entry(entry), passage)
        return [Run("spoiler", "note")] if is_hidden else []


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


def _estimate(columns: Columns, thread: Thread, room: int, cut: int) -> list[int]:
    """How many lines each entry may take.

    Args:
        columns: The document's entries.
        thread: The tree as shown.
        room: Cells for text.
        cut: At how many lines an entry is cut; 0 for never.
    """
    breaks, characters = columns.breaks, columns.characters
    lines = (2 * breaks[at] + characters[at] // room for at in thread.entries)
    return [min(each, cut) + 2 for each in lines] if cut else [each + 2 for each in lines]


def _or(time: int, undated: int) -> int:
    return undated if time == UNKNOWN else time


_STUB = Laid((Line(LineKind.STUB, 0),), (0,), (0,))
