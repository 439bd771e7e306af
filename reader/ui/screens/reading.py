"""The reading screen: it carries out what the reader and the widgets ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TypeVar

from textual import events

from reader.errors import DocumentChanged, ThreadsideError
from reader.model.place import Place
from reader.ui.commands import Command, Scope
from reader.ui.messages import Ask, Moved, PushPlace, Say, Shown, Tell
from reader.ui.screens.asking import AskingScreen
from reader.ui.screens.carrying import ATTENDING, Carrier, carrier_class
from reader.ui.session import Session
from reader.ui.widgets.pane import ReadingPane

# After z, which maximises at once, these make it vim's zM or zR instead.
_AFTER_Z = {"M": "fold.collapse_all", "R": "fold.expand_all"}
Done = TypeVar("Done")


class ReadingScreen(AskingScreen, inherit_bindings=False):
    """The screen under all dialogs.

    Args:
        session: What lasts beyond this screen.
        commands: The commands with the reader's keys.
    """

    def __init__(self, session: Session, commands: Sequence[Command]) -> None:
        super().__init__(session, commands)
        self._before_z = False
        self._carriers: dict[Scope, Carrier] = {}
        self._by_key = {key: command for command in commands for key in command.keys}
        self._by_id = {command.id: command for command in commands}

    def return_to_results(self, place: Place) -> None:
        """Show the results of a search again."""
        from reader.ui.screens.searching import Searching

        searching = self.carrier(Scope.SEARCHING)
        assert isinstance(searching, Searching)
        searching.return_to(place)

    def carrier(self, scope: Scope) -> Carrier:
        """The carrier of a scope, made when it is first asked for."""
        if scope not in self._carriers:
            self._carriers[scope] = carrier_class(scope)(self)
        return self._carriers[scope]

    async def on_key(self, event: events.Key) -> None:
        """Carry out the command of a key, at once: Textual's bindings come after the next keys.

        So a letter pressed right after a key that opens a line goes into the line, and is no command.
        """
        if self.app.screen is not self:
            # It was pressed after a key that opened another screen, and is meant for that.
            top = self.app.screen
            (top.focused or top).post_message(events.Key(event.key, event.character))
            return
        command = self._by_key.get(event.key)
        if self.focused is not None:
            is_escape = command is not None and command.id == "app.escape"
            if command and is_escape:
                self.carry_out(command)
            if is_escape or await self.line.line.take(event):
                event.stop()
            return
        if self._is_for_choices(event) or self._is_taken(event.key):
            event.stop()
            return
        second = _AFTER_Z.get(event.key) if self._before_z else None
        self._before_z = event.key == "z"
        if second:
            self.do_zoom()
            command = self._by_id[second]
        if command is not None:
            event.stop()
            self.carry_out(command, int(event.key) if event.key.isdigit() else 0)

    def _is_for_choices(self, event: events.Key) -> bool:
        """Whether a list to choose from takes a key: all that are not the program's own."""
        choices, command = self.pane.choices, self._by_key.get(event.key)
        if choices is None:
            return False
        if event.key == "enter":
            self.on_chosen()
        elif choices.take(event.key, event.character):
            self.pane.refresh()
        elif command is not None and command.id == "app.escape":
            self.pane.offer(None)
            self.say("")
        else:
            return not (command and command.id.startswith("app."))
        return True

    def on_chosen(self) -> None:
        """The row that a list stands on was chosen, by Enter or by the mouse."""
        choices = self.pane.choices
        if choices is not None and (row := choices.chosen) is not None:
            self.pane.offer(None)
            self.say("")
            self._guard(lambda: choices.then(row))

    def _is_taken(self, key: str) -> bool:
        """Whether a carrier takes a key before its command; what goes wrong is said, never raised."""
        takers = (carrier.take_key for carrier in reversed(self._carriers.values()))
        return self._guard(lambda: any(take(key) for take in takers)) is not False

    def _guard(self, act: Callable[[], Done]) -> Done | None:
        """Do something; what goes wrong is said, never raised.

        Returns:
            What came of it; None when it went wrong.
        """
        try:
            return act()
        except DocumentChanged:
            self.reopen_changed()
        except ThreadsideError as error:
            self.say(str(error))
        return None

    def on_ask(self, event: Ask) -> None:
        """A widget, or the palette, asks for a command."""
        self.carry_out(event.command)

    def carry_out(self, command: Command, digit: int = 0) -> None:
        """Carry out a command; what goes wrong is said, never raised."""
        if command.id == "app.escape":
            self.keys.dismiss()
        self.keys.say("")
        self.session.asked.append(command.id)
        self._guard(lambda: self._carry_out(command, digit))

    def _carry_out(self, command: Command, digit: int) -> None:
        left = self.session.place(self.page, self.pane.side) if command.is_jump else None
        if command.scope is Scope.SCREEN:
            getattr(self, f"do_{command.action}")()
        elif command.scope not in (Scope.MOVEMENT, Scope.PANE):
            getattr(self.carrier(command.scope), f"do_{command.action}")()
        else:
            self.pane.carry_out(command, digit)
        if left and self.session.place(self.page, self.pane.side)[:3] != left[:3]:
            self.session.visit(left)

    def on_tell(self, event: Tell) -> None:
        """A carrier's widget noticed something; what goes wrong is said, never raised."""
        event.stop()
        self._guard(lambda: getattr(self.carrier(event.scope), event.noticed)(*event.what))

    def on_say(self, event: Say) -> None:
        """A widget has a sentence for the reader."""
        self.say(event.sentence)

    def on_push_place(self, event: PushPlace) -> None:
        """A pane is about to go somewhere by the mouse."""
        self.session.visit(self.session.place(self.page, self.pane.side))

    def on_moved(self, event: Moved) -> None:
        """A pane's cursor or view moved."""
        event.stop()
        for carrier in self._carriers.values():
            carrier.moved(self.panes[event.side])

    def on_shown(self, event: Shown) -> None:
        """A pane shows another page; its carriers see it once it is on the screen."""
        event.stop()
        self.call_after_refresh(self._begin_attending, self.panes[event.side])

    def _begin_attending(self, pane: ReadingPane) -> None:
        self.run_worker(self._attend(pane), group="attending")

    async def _attend(self, pane: ReadingPane) -> None:
        """Let the carriers see a page; what is to come is imported in a thread, so that no key waits."""
        await asyncio.to_thread(import_module, "reader.ui.widgets.ask_line")
        if not self.is_attached:  # the program ended meanwhile
            return
        self.prepare_line()
        for scope in ATTENDING:
            if scope not in self._carriers:
                await asyncio.to_thread(carrier_class, scope)
            self.carrier(scope)
        for carrier in self._carriers.values():
            carrier.shown(pane)
        pane.outline()

    def leave(self) -> None:
        """The program ends."""
        for carrier in self._carriers.values():
            carrier.leave()
        if "indexing" in self.__dict__:
            self.indexing.close()

    def do_escape(self) -> None:
        """Undo the innermost: what a carrier holds open, a selection, a part read alone, a maximised pane."""
        if any(carrier.escape() for carrier in reversed(self._carriers.values())):
            return
        if self.pane.selection.span:
            self.pane.selection.clear()
        elif self.pane.has_target:
            self.pane.set_target(0, ())
        elif not self.page.is_whole:
            self.carry_out(self._by_id["view.branch"])
        elif self.session.state.is_zoomed:
            self.do_zoom()

    def do_interrupt(self) -> None:
        """Copy the selected text; quit when none is selected."""
        if self.pane.selection.span:
            self.copy(self.pane.selection.text(), "the selection")
        else:
            self.do_quit()

    def do_redraw(self) -> None:
        """Draw everything again."""
        self.app.refresh(layout=True)

    def do_suspend(self) -> None:
        """Put the program aside, as Ctrl-z does with others; the place is kept first."""
        self.remember()
        self.session.save()
        self.app.action_suspend_process()

    def do_back_out(self) -> None:
        """Leave a part read alone; at the top, quit."""
        if not self.page.is_whole:
            self.carry_out(self._by_id["view.branch"])
        else:
            self.do_quit()

    def do_quit(self) -> None:
        """Leave the program."""
        self.app.exit()
