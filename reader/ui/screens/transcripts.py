"""Transcripts: questions, times of the recording, and what speakers are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from reader.errors import DocumentChanged
from reader.library import Library, OpenDocument
from reader.model.documents import DocumentKind, Entry, EntryKind
from reader.model.speakers import Speaker, SpeakerNames
from reader.model.timestamps import read_timestamp, write_timestamp
from reader.model.transcript import find_questions, find_time
from reader.speaking import call_speakers, rename_speaker, speakers_of
from reader.ui.captions import Caption, Run
from reader.ui.choices import Choices
from reader.ui.commands import Scope
from reader.ui.page import Page
from reader.ui.reading import Cursor
from reader.ui.screens.carrying import Carrier, Made
from reader.ui.screens.going import dialogs
from reader.ui.screens.panes import PanesScreen

_NOT_SPOKEN = "This is a thread: only an interview or a transcript has this"
_HINT = "A name in use makes one of both speakers. Empty: as in the source. It is kept over updates."


class Told(NamedTuple):
    """Who speaks in a document, and what the reader called them otherwise.

    Attributes:
        speakers: Who speaks.
        names: The names chosen.
    """

    speakers: list[Speaker]
    names: SpeakerNames


class Transcripts(Carrier):
    """Carries out what only an interview or a transcript has.

    Args:
        screen: The reading screen.
    """

    SCOPE = Scope.TRANSCRIPTS

    def __init__(self, screen: PanesScreen) -> None:
        super().__init__(screen)
        self._questions: dict[int, frozenset[int]] = {}
        self._is_asking = False

    # Questions

    def do_next_question(self) -> None:
        """Go to the next turn that asks."""
        self._with_questions(partial(self._step, 1))

    def do_previous_question(self) -> None:
        """Go to the turn before that asks."""
        self._with_questions(partial(self._step, -1))

    def do_questions(self) -> None:
        """Collapse the answers, so that the questions are read alone, or expand them again."""
        self._with_questions(self._turn_answers)

    def _with_questions(self, act: Callable[[frozenset[int]], None]) -> None:
        """Do something with the turns that ask; the first time they must be found."""
        document = self._spoken()
        if document is None:
            return
        revision = document.listing.revision

        def found(questions: frozenset[int]) -> None:
            self._questions[revision] = questions
            if self.screen.page.document.listing.revision == revision:
                act(questions)

        if revision in self._questions:
            act(self._questions[revision])
        else:
            self._read(document, lambda entries: frozenset(find_questions(entries)), found)

    def _spoken(self) -> OpenDocument | None:
        """The document in the current pane; None when nobody speaks in it, which is said."""
        document = self.screen.page.document
        if document.listing.kind is DocumentKind.INTERVIEW:
            return document
        self.screen.say(_NOT_SPOKEN)
        return None

    def _read(
        self, document: OpenDocument, work: Callable[[Iterator[Entry]], Made], then: Callable[[Made], None]
    ) -> None:
        """Find something in all entries of a document, in a thread."""
        id, revision = document.listing.id, document.listing.revision

        def find(library: Library) -> Made:
            again = library.open(id)
            if again.listing.revision != revision:
                raise DocumentChanged(id, "it was replaced meanwhile", "ask again")
            return work(again.entry(index) for index in range(len(again)))

        self.aside(find, then)

    def _step(self, direction: int, questions: frozenset[int]) -> None:
        thread, here = self.screen.page.reading.thread, self.screen.page.reading.cursor.position
        span = range(here + 1, len(thread)) if direction > 0 else range(here - 1, -1, -1)
        position = next((at for at in span if thread.entries[at] in questions), None)
        if position is None:
            self.screen.say("No later question" if direction > 0 else "No earlier question")
        else:
            self._go(position)

    def _go(self, position: int) -> None:
        """Go to an entry, expanding it, and remember the place left."""
        page, pane = self.screen.page, self.screen.pane
        self.screen.session.visit(self.screen.session.place(page, pane.side))
        page.reading.go(Cursor(position))
        pane.changed()
        pane.moved()

    def _turn_answers(self, questions: frozenset[int]) -> None:
        page, folds = self.screen.page, self.screen.page.reading.folds
        answers = set(_answers(page, questions))
        if len(answers) == _turns(page):
            self.screen.say("No question was found here")
            return
        collapsed = {at for at in range(len(page.reading.thread)) if folds.is_collapsed(at)}
        is_off = answers <= collapsed
        page.reading.refold(lambda: folds.choose(collapsed - answers if is_off else collapsed | answers))
        self.screen.pane.changed()
        self.screen.pane.moved()
        count = _turns(page) - len(answers)
        asked = "1 question" if count == 1 else f"{count} questions"
        self.screen.say("The answers are shown again" if is_off else f"{asked}; the answers are collapsed")

    # Times

    def do_time(self) -> None:
        """Ask for a time of the recording, and go there."""
        if self._spoken() is not None:
            self._is_asking = True
            self.screen.open_line(Scope.TRANSCRIPTS, "Time", "such as 1:23:45 or 2:05")

    def typed(self, written: str) -> None:
        """Say whether it is a time."""
        self.screen.line.say("" if not written or read_timestamp(written) is not None else "not yet a time")

    def stepped(self, is_forward: bool) -> None:
        """There is nothing to step through."""

    def entered(self, written: str) -> None:
        """Go to a time."""
        self.escape()
        if written.strip():
            self.go_to_time(written)

    def escape(self) -> bool:
        """Leave the line without going anywhere.

        Returns:
            Whether it was open.
        """
        was_asking, self._is_asking = self._is_asking, False
        if was_asking:
            self.screen.close_line()
        return was_asking

    def go_to_time(self, written: str) -> None:
        """Go to the turn that holds a time of the recording.

        Args:
            written: The time as a reader types it.
        """
        document, seconds = self._spoken(), read_timestamp(written)
        if document is None:
            return
        if seconds is None:
            self.screen.say(f"{written.strip()[:40]} is no time: write it as 1:23:45 or 2:05")
            return
        page = self.screen.page

        def found(index: int | None) -> None:
            if index is None:
                self.screen.say("No times of a recording are known here")
            elif page is self.screen.page:
                self._go_to_entry(page, index)
                started = page.document.entry(index).starts_at
                self.screen.say(f"The turn of {write_timestamp(started)}" if started is not None else "")

        self._read(document, lambda entries: find_time(entries, seconds), found)

    def _go_to_entry(self, page: Page, index: int) -> None:
        position = page.reading.thread.find(index)
        if position is None:
            page.show_thread()
            position = page.reading.thread.find(index)
        assert position is not None
        self._go(position)

    # Speakers

    def do_speakers(self) -> None:
        """Choose a speaker, to call them otherwise."""
        document = self._spoken()
        if document is not None:
            id, edition = document.listing.id, document.listing.edition
            self.aside(
                lambda library: Told(speakers_of(library, id), library.speakers.of(id, edition)),
                partial(self._choose_speaker, id),
            )

    def _choose_speaker(self, id: str, told: Told) -> None:
        if not told.speakers:
            self.screen.say("The speakers here are not known")
            return
        renamed = sorted(told.names.names.items())
        rows = [_told(one) for one in told.speakers]
        rows += [f"Call {was} by this name again (now {now})" for was, now in renamed]

        def label(row: int) -> Caption:
            return [Run(rows[row])]

        def chosen(row: int) -> None:
            if row < len(told.speakers):
                self._ask_name(id, told.speakers, told.speakers[row].name)
            else:
                self._give_back(id, renamed[row - len(told.speakers)][0])

        self.screen.offer(Choices("Speakers", len(rows), label, chosen))

    def _ask_name(self, id: str, speakers: list[Speaker], old: str) -> None:
        def answered(new: str | None) -> None:
            if new is None:
                return
            other = next((one for one in speakers if one.name == new != old), None)
            if other is None:
                self.tell("rename", id, old, new)
            else:
                self.tell("carry_on", partial(self._confirm, id, old), other)

        self.screen.app.push_screen(dialogs().QuestionDialog(f"What to call {old}", old, _HINT), answered)

    def _confirm(self, id: str, old: str, other: Speaker) -> None:
        """Say that two become one before they do."""
        choices = {
            "y": f"Yes: {old} and {other.name} are one, called {other.name}",
            "n": "No: leave both as they are",
        }

        def answered(letter: str | None) -> None:
            if letter == "y":
                self.tell("rename", id, old, other.name)

        title = f"{other.name} speaks here already, {_count(other.turns)}"
        self.screen.app.push_screen(dialogs().LetterDialog(title, choices), answered)

    def rename(self, id: str, old: str, new: str) -> None:
        """Call a speaker otherwise, and show it."""
        self.aside(lambda library: rename_speaker(library, id, old, new), partial(self._renamed, id))

    def _give_back(self, id: str, name: str) -> None:
        def give_back(library: Library) -> str:
            call_speakers(library, id, lambda names: names.give_back(name))
            return f"{name} is called so again"

        self.aside(give_back, partial(self._renamed, id))

    def _renamed(self, id: str, said: str) -> None:
        self.screen.renew(id)
        self.screen.say(said)


def _answers(page: Page, questions: frozenset[int]) -> Iterator[int]:
    """The positions of the turns that do not ask."""
    for position, entry in enumerate(page.reading.thread.entries):
        if entry not in questions and page.document.columns.kind(entry) is EntryKind.TURN:
            yield position


def _turns(page: Page) -> int:
    columns = page.document.columns
    return sum(columns.kind(entry) is EntryKind.TURN for entry in page.reading.thread.entries)


def _told(speaker: Speaker) -> str:
    source = f"; in the source {', '.join(speaker.in_source)}" if speaker.in_source else ""
    return f"{speaker.name}  {_count(speaker.turns)}{source}"


def _count(turns: int) -> str:
    return "1 turn" if turns == 1 else f"{turns} turns"
