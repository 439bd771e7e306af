"""A laid out page: an open document's entries as lines of a width, in a style. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from reader.library import OpenDocument
from reader.model.columns import Columns
from reader.model.documents import Entry, EntryKind
from reader.model.guesses import Guess
from reader.model.spoilers import Stretches
from reader.model.thread import Thread
from reader.ui.captions import Caption, Run
from reader.ui.entry_captions import EntryCaptions
from reader.ui.glyphs import Glyphs
from reader.ui.highlights import Highlights
from reader.ui.layout import Laid, Line, LineKind, Style, lay_out
from reader.ui.reading import Reading, Row
from reader.ui.veil import Veil

_LEAST_WIDTH = 40
_MOST_RAILS = 12
_CACHED = 1024


class LaidPage:
    """One open document, laid out; which entries are shown, and in which order, ``reading`` says.

    Args:
        document: The document.
        glyphs: The characters to draw with.
        text_width: Cells of text at most.
        veil: What of its hidden words is shown.
    """

    reading: Reading

    def __init__(self, document: OpenDocument, glyphs: Glyphs, text_width: int, veil: Veil) -> None:
        self.document = document
        self.glyphs = glyphs
        self.text_width = text_width
        self.width = 80
        self.cut = 0
        self.hides_quotations = False
        self.uncut: set[int] = set()
        self.since: int | None = None
        self.new: frozenset[int] = frozenset()
        self.edited: frozenset[int] = frozenset()
        self.guesses: Mapping[int, tuple[Guess, ...]] = {}
        self.veil = veil
        self.highlights = Highlights()
        self.highlights.set_note("spoiler", self._note_spoiler)
        self.captions = EntryCaptions(self)
        self._laid: dict[int, Laid] = {}

    # What is known of the entries

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


_STUB = Laid((Line(LineKind.STUB, 0),), (0,), (0,))


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
