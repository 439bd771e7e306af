"""Rehanging: a comment is moved under another by going there, or by choosing from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import ThreadsideError
from reader.model.documents import EntryKind
from reader.ui.captions import Caption, Run
from reader.ui.choices import Choices
from reader.ui.entry_captions import first_words
from reader.ui.page import Page

if TYPE_CHECKING:
    from reader.ui.screens.correcting import Correcting

_TAKE, _TOP, _LIST = "enter", "0", "m"


class Rehanging:
    """Waits for the reader to come to what a comment answers.

    Args:
        correcting: What makes the correction.
    """

    def __init__(self, correcting: Correcting) -> None:
        self.correcting = correcting
        self.screen = correcting.screen
        self._moving: tuple[str, str] | None = None

    def is_of(self, page: Page, entry: int) -> bool:
        """Whether an entry of a page is the one being moved."""
        if self._moving is None:
            return False
        id, moved = self._moving
        return page.document.listing.id == id and page.document.columns.ids[entry] == moved

    def begin(self) -> None:
        """Move the comment at the cursor; asked once more, offer the list."""
        if self._moving is not None:
            self._choose()
            return
        page = self.screen.page
        if page.document.columns.kind(page.entry_at(page.reading.cursor.position)) is not EntryKind.COMMENT:
            self.screen.say("Only comments are moved")
            return
        self._moving = self.correcting.here()
        self.screen.session.visit(self.screen.session.place(page, self.screen.pane.side))
        self.say()
        self._draw()

    def end(self) -> bool:
        """Leave the comment where it is; whether one was being moved."""
        was, self._moving = self._moving, None
        if was is not None:
            self.screen.say("")
            self._draw()
        return was is not None

    def say(self) -> None:
        """Tell what is being moved, and how."""
        if self._moving is not None:
            keys = "Enter there, 0 for the post, m for a list, Esc leaves it"
            self.screen.say(f"Go to what {self._moving[1]} answers: {keys}")

    def _draw(self) -> None:
        for pane in self.screen.panes:
            pane.changed()

    def take_key(self, key: str) -> bool:
        """Take the key that says where; whether it was one."""
        if self._moving is None or key not in (_TAKE, _TOP, _LIST):
            return False
        if key == _LIST:
            self._choose()
        elif key == _TOP:
            self._put(None)
        elif (here := self.correcting.here())[0] == self._moving[0]:
            self._put(here[1])
        else:
            self.screen.say("That is another document: a comment answers one of its own thread")
        return True

    def _put(self, under: str | None) -> None:
        from reader.model import wishes

        assert self._moving is not None
        id, entry = self._moving
        self.end()
        self.correcting.correct(id, lambda shown: wishes.move(shown, entry, under))

    def _choose(self) -> None:
        """Let the reader choose among all comments, in reading order."""
        page = self.screen.page
        columns = page.document.columns
        rows = [at for at in range(len(columns)) if columns.kind(at) in (EntryKind.POST, EntryKind.COMMENT)]
        here = page.entry_at(page.reading.cursor.position)

        def label(row: int) -> Caption:
            return [Run(_label(page, rows[row]))]

        def chosen(row: int) -> None:
            if self._moving is not None:
                self._put(columns.ids[rows[row]])

        title = f"What {self._moving[1] if self._moving else 'it'} answers"
        start = max((row for row, at in enumerate(rows) if at <= here), default=0)
        self.screen.offer(Choices(title, len(rows), label, chosen, start))


def _label(page: Page, index: int) -> str:
    columns = page.document.columns
    name = "The post" if columns.kind(index) is EntryKind.POST else columns.author(index) or "author unknown"
    try:
        words = first_words(page.document.entry(index), 80)
    except ThreadsideError:  # replaced meanwhile
        words = ""
    return f"{'  ' * columns.thread.depths[index]}{name}  {words}"
