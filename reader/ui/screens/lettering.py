"""Marks by letters, as in vim: ``m`` and a letter sets one, ````` and the letter goes to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import ThreadsideError
from reader.model.place import SEARCHED, Place
from reader.ui.clerk import Clerk
from reader.ui.screens.panes import PanesScreen, side_of

if TYPE_CHECKING:
    from reader.desk import Desk

_BACK = "grave_accent"


class Lettering:
    """Waits for the letter of a mark.

    Args:
        screen: The reading screen.
        clerk: Keeps the marks.
    """

    def __init__(self, screen: PanesScreen, clerk: Clerk[Desk]) -> None:
        self.screen = screen
        self.clerk = clerk
        self._waits_to = ""

    def wait(self, to: str) -> None:
        """Wait for a letter: to ``set`` a mark or to ``go`` to one."""
        self._waits_to = to
        what = "sets a mark here" if to == "set" else "goes to its mark, ` back to the place before"
        self.screen.say(f"A letter {what}; a capital one is for all documents")

    def take_key(self, key: str) -> bool:
        """Take the letter, when one is waited for; whether it was."""
        to, self._waits_to = self._waits_to, ""
        if not to:
            return False
        self.screen.say("")
        letter = key.removeprefix("upper_")
        if to == "go" and key == _BACK:
            self._go_back()
        elif len(letter) == 1 and letter.isascii() and letter.isalpha():
            self._set(letter) if to == "set" else self._go(letter)
        elif key != "escape":
            self.screen.say("A mark goes by a letter: m a sets one, ` a goes to it")
        return True

    def _set(self, letter: str) -> None:
        place = self.screen.session.place(self.screen.page, self.screen.pane.side)
        self.clerk.ask(
            lambda desk: desk.mark(letter, place), lambda _: self.screen.say(f"Mark {letter} is set here")
        )

    def _go(self, letter: str) -> None:
        document = self.screen.page.document.listing.id

        def go(place: Place | None) -> None:
            if place is None:
                self.screen.say(f"There is no mark {letter}; m {letter} sets it")
            else:
                self._open(place._replace(side=side_of(self.screen, place.document)))

        self.clerk.ask(lambda desk: desk.marked(letter, document), go)

    def _go_back(self) -> None:
        past = reversed(self.screen.session.history.past)
        place = next((place for place in past if place.document != SEARCHED), None)
        if place is None:
            self.screen.say("No earlier place")
        else:
            self._open(place)

    def _open(self, place: Place) -> None:
        try:
            self.screen.open_place(place)
        except ThreadsideError as error:
            self.screen.say(str(error))
