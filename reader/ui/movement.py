"""Movement: what each key that moves or folds does, in one pane, without an app.

Every method returns None, or a sentence for the reader when there is nowhere to go.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.model.columns import Columns
from reader.model.documents import EntryKind
from reader.model.thread import Thread
from reader.ui.reading import Cursor, Reading

Said = str | None


def answered(thread: Thread, columns: Columns, position: int) -> int | None:
    """What a position answers: its parent, for a top-level comment the post, for a turn the question.

    Args:
        thread: The tree as shown.
        columns: The document's entries.
        position: The position.
    """
    if columns.kind(thread.entries[position]) is EntryKind.TURN:
        return _question(thread, columns, position)
    parent = thread.parent(position)
    is_top_comment = parent is None and columns.kind(thread.entries[position]) is EntryKind.COMMENT
    has_post = columns.kind(thread.entries[0]) is EntryKind.POST
    return 0 if is_top_comment and has_post else parent


def _question(thread: Thread, columns: Columns, position: int) -> int | None:
    """The nearest entry before that is not by the same speaker; none gives the section."""
    entries, authors = thread.entries, columns.authors
    speaker = authors[entries[position]]
    for at in range(position - 1, -1, -1):
        if columns.kind(entries[at]) is not EntryKind.TURN or authors[entries[at]] != speaker:
            return at
    return thread.parent(position)


class Movement:
    """Moves through one document.

    Args:
        reading: Where the reader stands.
        columns: The document's entries.
    """

    def __init__(self, reading: Reading, columns: Columns) -> None:
        self.reading = reading
        self.columns = columns

    @property
    def _position(self) -> int:
        return self.reading.cursor.position

    def _entry(self, position: int) -> int:
        return self.reading.thread.entries[position]

    def _kind(self, position: int) -> EntryKind:
        return self.columns.kind(self._entry(position))

    # By passage and line

    def next_passage(self) -> Said:
        """The next passage; within one longer than the view, the next line."""
        reading = self.reading
        last = reading.cursor_lines()[1]
        if reading.row_of(last) is None:
            reading.scroll(1)
            return None
        following = self._passage_after()
        if following is None:
            return "The end of the document"
        reading.cursor = following
        reading.show_cursor()
        return None

    def _passage_after(self) -> Cursor | None:
        position, passage = self.reading.cursor
        laid = self.reading.lay_out(position)
        later = [at for at in laid.passages if at > passage]
        if later:
            return Cursor(position, later[0])
        after = self.reading.folds.after(position)
        return None if after is None else Cursor(after)

    def previous_passage(self) -> Said:
        """The passage before; within one that begins above the view, the line before."""
        reading = self.reading
        if reading.cursor_row() < 0:
            reading.scroll(-1)
            return None
        before = self._passage_before()
        if before is None:
            return "The beginning of the document"
        reading.cursor = before
        reading.show_cursor()
        return None

    def _passage_before(self) -> Cursor | None:
        position, passage = self.reading.cursor
        laid = self.reading.lay_out(position)
        shown = laid.passage_at(laid.first_line(passage))
        earlier = [at for at in laid.passages if at < shown]
        if earlier:
            return Cursor(position, earlier[-1])
        before = self.reading.folds.before(position)
        return None if before is None else Cursor(before, self.reading.lay_out(before).passages[-1])

    def page_down(self) -> Said:
        """A view further, two lines of it kept."""
        return self._scroll(max(1, self.reading.height - 2))

    def page_up(self) -> Said:
        """A view back, two lines of it kept."""
        return self._scroll(-max(1, self.reading.height - 2))

    def half_down(self) -> Said:
        """Half a view further."""
        return self._scroll(max(1, self.reading.height // 2))

    def half_up(self) -> Said:
        """Half a view back."""
        return self._scroll(-max(1, self.reading.height // 2))

    def _scroll(self, lines: int) -> Said:
        reading = self.reading
        before = reading.anchor
        reading.scroll(lines)
        if reading.anchor != before:
            return None
        at_edge = reading.folds.last() if lines > 0 else 0
        edge = reading.lay_out(at_edge).passages[-1] if lines > 0 else 0
        reading.cursor = Cursor(at_edge, edge)
        return None

    def beginning(self) -> Said:
        """The first passage."""
        self.reading.visit(Cursor(0), row=0)
        return None

    def end(self) -> Said:
        """The last passage, its last line at the bottom."""
        last = self.reading.folds.last()
        self.reading.cursor = Cursor(last, self.reading.lay_out(last).passages[-1])
        self.reading.anchor = self.reading.last_anchor()
        return None

    # Through the tree

    def _visit(self, position: int | None, otherwise: str) -> Said:
        if position is None:
            return otherwise
        self.reading.visit(Cursor(position))
        return None

    def next_sibling(self) -> Said:
        """The next sibling; in an interview the next turn of this speaker."""
        if self._kind(self._position) is EntryKind.TURN:
            return self._visit(self._same_speaker(1), "No later turn of this speaker")
        return self._visit(self.reading.thread.next_sibling(self._position), "No later sibling")

    def previous_sibling(self) -> Said:
        """The sibling before; in an interview the turn of this speaker before."""
        if self._kind(self._position) is EntryKind.TURN:
            return self._visit(self._same_speaker(-1), "No earlier turn of this speaker")
        return self._visit(self.reading.thread.previous_sibling(self._position), "No earlier sibling")

    def _same_speaker(self, direction: int) -> int | None:
        speaker = self.columns.authors[self._entry(self._position)]
        return self._seek(
            direction,
            lambda at: self._kind(at) is EntryKind.TURN and self.columns.authors[self._entry(at)] == speaker,
        )

    def next_by_author(self) -> Said:
        """The next entry by the same author."""
        return self._visit_same_author(1, "Nothing later by the same author")

    def previous_by_author(self) -> Said:
        """The entry before by the same author."""
        return self._visit_same_author(-1, "Nothing earlier by the same author")

    def _visit_same_author(self, direction: int, otherwise: str) -> Said:
        author = self.columns.authors[self._entry(self._position)]
        if author < 0:
            return "The author here is not known"
        authors, entries = self.columns.authors, self.reading.thread.entries
        return self._visit(self._seek(direction, lambda at: authors[entries[at]] == author), otherwise)

    def _seek(self, direction: int, fits: Callable[[int], bool]) -> int | None:
        stop = len(self.reading.thread) if direction > 0 else -1
        span = range(self._position + direction, stop, direction)
        return next((at for at in span if fits(at)), None)

    def parent(self) -> Said:
        """What this answers; in an interview the question this answers."""
        is_turn = self._kind(self._position) is EntryKind.TURN
        nothing = "No question stands before this turn" if is_turn else "This answers nothing"
        return self._visit(self._answered(self._position), nothing)

    def _answered(self, position: int) -> int | None:
        return answered(self.reading.thread, self.columns, position)

    def _post(self) -> int | None:
        is_post = len(self.reading.thread) and self._kind(0) is EntryKind.POST
        return 0 if is_post else None

    def root(self) -> Said:
        """The top-level comment of this branch; in an interview the section."""
        top = self.reading.thread.top(self._position)
        return self._visit(top if top != self._position else None, "This stands at the top")

    def next_top(self) -> Said:
        """The next top-level comment; in an interview the next section."""
        thread = self.reading.thread
        return self._visit(
            thread.next_sibling(thread.top(self._position)), "Nothing further at the top level"
        )

    def previous_top(self) -> Said:
        """The top-level comment before, or this one's own; in an interview the section."""
        thread = self.reading.thread
        top = thread.top(self._position)
        if top != self._position:
            return self._visit(top, "")
        return self._visit(thread.previous_sibling(top), "Nothing before at the top level")

    # Folding

    def collapse(self) -> Said:
        """Collapse this entry; when that is done already, or it has no replies, go to its parent.

        A top-level comment has no such: the post may be far, and `p` leads there.
        """
        folds, position = self.reading.folds, self._position
        if folds.is_collapsed(position) or self.reading.thread.size(position) == 1:
            parent = self._answered(position)
            return self._visit(None if parent == self._post() else parent, "Nothing more to collapse here")
        self.reading.refold(lambda: folds.collapse(position))
        return None

    def expand(self) -> Said:
        """Expand this entry; when that is done already, go to its first reply."""
        folds, position = self.reading.folds, self._position
        if not folds.is_one_line(position):
            first = position + 1 if self.reading.thread.size(position) > 1 else None
            return self._visit(first, "No replies")
        self.reading.refold(lambda: folds.expand(position))
        return None

    def turn_fold(self) -> Said:
        """Collapse this entry, or expand it."""
        folds, position = self.reading.folds, self._position
        change = folds.expand if folds.is_one_line(position) else folds.collapse
        self.reading.refold(lambda: change(position))
        return None

    def collapse_at(self, position: int) -> None:
        """Collapse the given entry, such as one whose rail was clicked."""
        self.reading.refold(lambda: self.reading.folds.collapse(position))

    def collapse_all(self) -> Said:
        """Show every top-level comment or section as one line; the post stays."""
        kept = self._post()
        return self._choose([top for top in self.reading.thread.tops() if top != kept])

    def expand_all(self) -> Said:
        """Show everything."""
        return self._choose([])

    def _choose(self, collapsed: list[int]) -> Said:
        self.reading.refold(lambda: self.reading.folds.choose(collapsed))
        return None

    def expand_to(self, depth: int) -> Said:
        """Show so many levels in full and the next as lines.

        Args:
            depth: Levels, from 1.
        """
        depths, depth = self.reading.thread.depths, max(1, depth)
        return self._choose([position for position, its in enumerate(depths) if its == depth])
