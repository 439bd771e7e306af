"""What a reader looks for on a page while typing: where it was found, and what was opened to show it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from reader.model.find import make_finder
from reader.model.thread import Thread
from reader.ui.hits import Hits, Spot, Walk
from reader.ui.page import Page
from reader.ui.reading import Cursor, Row


@dataclass
class PageSearch:
    """What is looked for on a page.

    Attributes:
        page: The page.
        cursor: Where the reader was before.
        anchor: The line at the top of the view then.
        row: The row of the cursor's first line then.
        size: For what size the page was laid out then, see :attr:`reader.ui.page.Page.size`.
        uncut: The cut entries that were shown in full then.
        hits: What was found so far.
        spot: The hit the reader is at.
        opened: Positions that were expanded to show it, and whether each was a stub.
    """

    page: Page
    cursor: Cursor
    anchor: Row
    row: int
    size: tuple[int, ...]
    uncut: frozenset[int]
    hits: Hits
    spot: Spot | None = None
    opened: dict[int, bool] = field(default_factory=dict)
    _thread: Thread | None = None

    @classmethod
    def begin(cls, page: Page) -> PageSearch:
        """Look for nothing yet."""
        hits = Hits(make_finder(""), page.document.texts, ())
        reading = page.reading
        uncut = frozenset(page.uncut)
        return cls(page, reading.cursor, reading.anchor, reading.cursor_row(), page.size, uncut, hits)

    def ask(self, query: str) -> None:
        """Look for something from now on, from where the reader was."""
        finder, entries, start = make_finder(query), self.page.reading.thread.entries, self.cursor.position
        if finder.narrows(self.hits.finder):
            self.hits = Hits.narrowed(finder, self.hits)
        else:
            self.hits = Hits(finder, self.page.document.texts, chain(entries[start:], entries[:start]))
        self.spot = None

    def walk(self) -> Walk:
        """The hits found so far, in the order of the page."""
        return Walk(self.hits, self.page.reading.thread)

    def position(self) -> int | None:
        """Where the present hit's entry stands; None when it is not shown, or there is no hit."""
        return None if self.spot is None else self.page.reading.thread.find(self.spot.entry)

    def step(self, *, is_forward: bool) -> Spot | None:
        """The next hit, or the one before, seen from the present one if the cursor is still there."""
        position, passage = self.page.reading.cursor
        character = 0
        if self.spot and self.position() == position and self.spot.passage == passage:
            character = self.spot.start + is_forward
        walk = self.walk()
        find = walk.after if is_forward else walk.before
        return find(position, passage, character)

    def nearest(self) -> Spot | None:
        """The first hit from where the reader was."""
        return self.walk().after(self.cursor.position, self.cursor.passage, 0)

    def show(self, spot: Spot) -> None:
        """Go to a hit; of the collapsed branches only those on the way to it stay open."""
        self.spot = spot
        position, thread = self.position(), self.page.reading.thread
        if position is None:
            return
        if self._thread is not thread:
            self._thread = thread
            self.opened.clear()
        self.close_branches({position, *thread.ancestors(position)})
        folds = self.page.reading.folds
        for at in (*thread.ancestors(position), position):
            if folds.is_collapsed(at) or (at == position and folds.is_one_line(at)):
                self.opened[at] = not folds.is_collapsed(at)
        self.page.show_words(position, spot.passage, spot.start)

    def close_branches(self, kept: set[int]) -> None:
        """Collapse again what was expanded for an earlier hit; the cursor does not stay in there."""
        if closed := [at for at in self.opened if at not in kept]:
            self.page.reading.refold(lambda: self._close(closed))

    def _close(self, closed: list[int]) -> None:
        folds = self.page.reading.folds
        for at in closed:
            folds.stub(at) if self.opened.pop(at) else folds.collapse(at)

    def go_back(self) -> None:
        """Give back the place and every fold."""
        self.close_branches(set())
        self.spot = None
        if self.page.uncut != self.uncut:
            self.page.restyle(uncut=set(self.uncut))
        self.page.reading.cursor, self.page.reading.anchor = self.cursor, self.anchor
        if self.page.size != self.size:
            # The line at the top is another one by now: the cursor's keeps its row.
            self.page.reading.hold(self.row)

    def say(self) -> str:
        """How much was found, in words."""
        if self.hits.finder.problem:
            return self.hits.finder.problem
        if self.hits.finder.is_empty:
            return ""
        more = "" if self.hits.is_done else f" {self.page.glyphs.ellipsis}"
        if not self.hits.counts:
            return "not found" if self.hits.is_done else f"looking{more}"
        position, walk = self.position(), self.walk()
        number = "" if position is None or self.spot is None else f"{walk.number(position, self.spot)} of "
        folds = self.page.reading.folds
        hidden = walk.hidden(lambda at: not folds.is_visible(at) or folds.is_one_line(at))
        return f"{number}{self.hits.total}{more}" + (f", {hidden} in collapsed branches" if hidden else "")
