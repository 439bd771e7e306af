"""The veil: which hidden words of a document a reader has opened, for as long as the program runs."""

from __future__ import annotations

from collections.abc import Sequence

from reader.model.documents import Entry
from reader.model.passages import Passage
from reader.model.spoilers import WORD, Stretches, hidden_in, veil


class Veil:
    """Hides the spoilers of a document until they are opened.

    What was opened is known by its words, so that an update of the document opens nothing else.

    Attributes:
        is_lifted: Whether nothing is hidden.
    """

    def __init__(self) -> None:
        self.is_lifted = False
        self._opened: set[tuple[str, str]] = set()

    def hidden(self, entry: Entry, passage: int) -> Stretches:
        """What of a passage is hidden now, as half-open ranges of its characters.

        Args:
            entry: The entry.
            passage: The passage's index; there need be none.
        """
        if self.is_lifted or passage >= len(entry.passages):
            return ()
        hidden = hidden_in(entry.passages[passage])
        return () if hidden and (entry.id, entry.passages[passage].text) in self._opened else hidden

    def shown(self, entry: Entry, passage: int, start: int = 0, stop: int | None = None) -> str:
        """A part of a passage's text with ``[spoiler]`` for what is hidden now.

        Args:
            entry: The entry.
            passage: The passage's index; there need be none.
            start: The first character of the part.
            stop: One past its last; None for all the rest.
        """
        if passage >= len(entry.passages):
            return ""
        return veil(entry.passages[passage].text, self.hidden(entry, passage), start, stop)

    def open(self, entry: Entry, passage: int) -> bool:
        """Show what a passage hides; where that is all of it, also what its neighbours hide whole.

        Args:
            entry: The entry.
            passage: The passage's index.

        Returns:
            Whether anything was hidden.
        """
        if not self.hidden(entry, passage):
            return False
        passages = entry.passages
        opened = [passage]
        if _is_hidden_whole(passages[passage]):
            opened += [*_run(passages[passage + 1 :], passage + 1, 1)]
            opened += [*_run(passages[:passage][::-1], passage - 1, -1)]
        self._opened |= {(entry.id, passages[at].text) for at in opened}
        return True

    def turn(self) -> None:
        """Hide nothing any more, or everything again."""
        self.is_lifted = not self.is_lifted
        self._opened.clear()


def _run(passages: Sequence[Passage], first: int, step: int) -> list[int]:
    """The indexes of the passages from the first on that are hidden whole."""
    whole = next((at for at, passage in enumerate(passages) if not _is_hidden_whole(passage)), len(passages))
    return [first + step * at for at in range(whole)]


def _is_hidden_whole(passage: Passage) -> bool:
    return veil(passage.text, hidden_in(passage)).strip() == WORD
