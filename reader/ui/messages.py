"""What widgets tell or ask the screen: past tense reports, imperative requests."""

from __future__ import annotations

from textual.message import Message

from reader.ui.commands import Command, Scope


class Moved(Message):
    """The cursor or the view of a pane is at another place."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side


class Shown(Message):
    """A pane shows another page."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side


class Pointed(Message):
    """A pane was pointed at with the mouse."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side


class Chosen(Message):
    """A row of the list in the pane that has the keys was chosen."""


class SplitDragged(Message):
    """The divider was dragged to a column of the screen."""

    def __init__(self, column: int) -> None:
        super().__init__()
        self.column = column


class Say(Message):
    """Show the reader a sentence."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class Said(Message):
    """The bottom line says another sentence, or none."""


class PushPlace(Message):
    """Remember the pane's place in the history before it is left."""


class DocumentGone(Message):
    """A pane could not read its document: another program replaced or removed it."""

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side


class Disputed(Message):
    """A pane drew rows that terminals may take for wider or narrower than they were meant."""

    def __init__(self, side: int, rows: frozenset[int]) -> None:
        super().__init__()
        self.side = side
        self.rows = rows


class Tell(Message):
    """Tell the carrier of a scope what one of its widgets noticed.

    Args:
        scope: Whose commands the carrier carries out.
        noticed: Name of the carrier's method to call.
        what: Its arguments.
    """

    def __init__(self, scope: Scope, noticed: str, *what: object) -> None:
        super().__init__()
        self.scope, self.noticed, self.what = scope, noticed, what


class Ask(Message):
    """Carry out a command."""

    def __init__(self, command: Command) -> None:
        super().__init__()
        self.command = command
