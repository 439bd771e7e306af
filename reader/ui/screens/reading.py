"""The reading screen: it carries out what the reader and the widgets ask."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from reader.errors import DocumentChanged, ThreadsideError
from reader.ui.commands import Command, Scope
from reader.ui.messages import Ask, Moved, PushPlace, Say, Shown
from reader.ui.screens.asking import AskingScreen
from reader.ui.screens.carrying import ATTENDING, Carrier, make_carrier
from reader.ui.session import Session
from reader.ui.widgets.pane import ReadingPane

_AFTER_Z = {"M": "fold.collapse_all", "R": "fold.expand_all"}


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
        self._of_key = {key: command for command in commands for key in command.keys}

    def carrier(self, scope: Scope) -> Carrier:
        """The carrier of a scope, made when it is first asked for."""
        if scope not in self._carriers:
            self._carriers[scope] = make_carrier(scope, self)
        return self._carriers[scope]

    def action_command(self, command_id: str, digit: int) -> None:
        """Carry out a command by its id."""
        command = next(command for command in self.commands if command.id == command_id)
        self.carry_out(command, digit)

    def on_ask(self, event: Ask) -> None:
        """A widget, or the palette, asks for a command."""
        self.carry_out(event.command)

    def carry_out(self, command: Command, digit: int = 0) -> None:
        """Carry out a command; what goes wrong is said, never raised."""
        self.keys.say("")
        try:
            self._carry_out(command, digit)
        except DocumentChanged:
            self.reopen(self.pane.side)
        except ThreadsideError as error:
            self.say(str(error))

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

    def on_key(self, event: events.Key) -> None:
        """A carrier may take a key; else it is that of a command.

        Commands are carried out here, one after another, and not by Textual's bindings, which the app
        looks up later: then a key pressed quickly after another would come before what that one does.
        ``z`` maximises at once; a following ``M`` or ``R`` makes it vim's zM or zR instead.
        """
        if any(carrier.take_key(event.key) for carrier in self._carriers.values()):
            event.stop()
            return
        second = _AFTER_Z.get(event.key) if self._before_z else None
        self._before_z = event.key == "z"
        if second:
            self.do_zoom()
            self.action_command(second, 0)
            event.stop()
        elif event.key in self._of_key:
            self.carry_out(self._of_key[event.key], int(event.key) if event.key.isdigit() else 0)
            event.stop()

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
        self.call_after_refresh(self._attend, self.panes[event.side])

    def _attend(self, pane: ReadingPane) -> None:
        for scope in ATTENDING:
            self.carrier(scope)
        for carrier in self._carriers.values():
            carrier.shown(pane)

    def leave(self) -> None:
        """The program ends."""
        for carrier in self._carriers.values():
            carrier.leave()

    def do_escape(self) -> None:
        """Undo the innermost: what a carrier holds open, a selection, a part read alone, a maximised pane."""
        if any(carrier.escape() for carrier in reversed(self._carriers.values())):
            return
        if self.pane.selection.span:
            self.pane.selection.clear()
        elif self.pane.has_target:
            self.pane.set_target(0, ())
        elif not self.page.is_whole:
            self.action_command("view.branch", 0)
        elif self.session.state.is_zoomed:
            self.do_zoom()

    def do_interrupt(self) -> None:
        """Copy the selected text; quit when none is selected."""
        if self.pane.selection.span:
            self.copy(self.pane.selection.text(), "the selection")
        else:
            self.do_quit()

    def do_back_out(self) -> None:
        """Leave a part read alone; at the top, quit."""
        if not self.page.is_whole:
            self.action_command("view.branch", 0)
        else:
            self.do_quit()

    def do_quit(self) -> None:
        """Leave the program."""
        self.app.exit()
