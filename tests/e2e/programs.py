"""Small programs for the terminal's own tests, each run as ``python -m tests.e2e.programs NAME``.

Every one waits for a key before it ends, so that what it drew can be looked at.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
import time
import tty
from pathlib import Path
from typing import ClassVar

LEAK = "\x1b]52;c;bGVha2Vk\x07"


def _key() -> bytes:
    return os.read(0, 1024)


def show_keys() -> None:
    """Echo each piece typed as a Python literal, until ``q``."""
    before = termios.tcgetattr(0)
    tty.setraw(0)
    print("ready", end="\r\n", flush=True)
    while (typed := _key()) != b"q":
        print(typed, end="\r\n", flush=True)
    termios.tcsetattr(0, termios.TCSANOW, before)


def show_size() -> None:
    """Print the size at the start and after each change, until SIGTERM."""
    awaited = {signal.SIGWINCH, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    came: int = signal.SIGWINCH
    while came == signal.SIGWINCH:
        print("size", *os.get_terminal_size(0), flush=True)
        came = signal.sigwait(awaited)


def ask() -> None:
    """Ask the terminal what programs ask, and print each answer."""
    tty.setraw(0)
    for question in ("\x1b[?2026$p", "\x1b[?2048$p", "\x1b[c", "\x1b[6n", "\x1b]11;?\x07"):
        print(question, end="", flush=True)
        print(_key(), end="\r\n", flush=True)
    _key()


def draw() -> None:
    """Draw wide, combined and styled text on the alternate screen, then leave it on a key."""
    print("before", end="", flush=True)
    print("\x1b[?1049h\x1b[H\x1b[1;38;2;1;2;3;41mbold\x1b[0m \u4f60\u597d e\u0301 a\u200bb", end="")
    print("\x1b[2;1H\x1b[7;3;4;9mall\x1b[0m\x1b[>1uz\x1b[<u\x1b[4:3m\x1bP+q544e\x1b\\.", end="", flush=True)
    _key()
    print("\x1b[?1049l", flush=True)


def flicker() -> None:
    """Draw one thing and then another within one synchronized update."""
    print("\x1b[?2026hdraft\x1b[H", end="", flush=True)
    print("\x1b[2J\x1b[Hfinal\x1b[?2026l", end="", flush=True)
    _key()


def spoil() -> None:
    """Leave everything switched on that a program can switch on, and end with 3."""
    tty.setraw(0)
    print("\x1b[?1049h\x1b[?25l\x1b[?1003;1006h\x1b[?2004h\x1b[>1u\x1b[31m", end="", flush=True)
    sys.exit(3)


def answer_late() -> None:
    """Answer a key after a twentieth of a second."""
    tty.setraw(0)
    os.write(1, b"ready ")
    _key()
    time.sleep(0.05)
    os.write(1, b"late answer")
    _key()


def wait_for_signal() -> None:
    """Write the number of the signal that comes into the file named, and end with 0."""
    awaited = {signal.SIGHUP, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, awaited)
    print("ready", flush=True)
    Path(sys.argv[2]).write_text(str(int(signal.sigwait(awaited))))


def leak() -> None:
    """Show the text given, as a careless Textual app does: nothing is cleaned."""
    from textual.app import App, ComposeResult
    from textual.widgets import Static

    class Leak(App[None]):
        BINDINGS: ClassVar = [("q", "quit", "Quit")]

        def compose(self) -> ComposeResult:
            yield Static("before " + os.environ["LEAKED"] + " after", markup=False)

    Leak().run()


def go_on_while_writing() -> None:
    """Be told to go on while the queue of what is written is locked, as it is for a moment at each drawing."""
    from textual.app import App, ComposeResult
    from textual.driver import Driver
    from textual.widgets import Static

    from reader.ui.driver import WakingDriver

    class Drawing(App[None]):
        BINDINGS: ClassVar = [("q", "quit", "Quit")]

        def get_driver_class(self) -> type[Driver]:
            return WakingDriver

        def compose(self) -> ComposeResult:
            yield Static("ready", markup=False)

        def key_x(self) -> None:
            assert isinstance(self._driver, WakingDriver)
            assert self._driver._writer_thread
            with self._driver._writer_thread._queue.mutex:
                signal.raise_signal(signal.SIGCONT)
            self.query_one(Static).update("went on")

    Drawing().run()


def tell_events() -> None:
    """Show in Textual's words which keys and mouse events come; ``c`` copies, ``ctrl+q`` quits."""
    from textual import events
    from textual.app import App, ComposeResult
    from textual.events import Event
    from textual.widgets import Static

    class Tell(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("ready", markup=False)

        async def on_event(self, event: Event) -> None:
            if isinstance(event, events.Key):
                self.tell(event.key)
                self.obey(event.key)
            elif isinstance(event, events.Paste):
                self.tell("paste " + event.text)
            elif isinstance(event, events.MouseEvent):
                self.tell(f"{type(event).__name__} {event.screen_x:.0f} {event.screen_y:.0f} {event.button}")
            else:
                await super().on_event(event)

        def tell(self, said: str) -> None:
            lines = [*str(self.query_one(Static).content).splitlines()[-30:], f"<{said}>"]
            self.query_one(Static).update("\n".join(lines))

        def obey(self, key: str) -> None:
            if key == "c":
                self.copy_to_clipboard("copied \u4f60\u597d")
            if key == "ctrl+q":
                self.exit()

    Tell().run()


if __name__ == "__main__":
    globals()[sys.argv[1]]()
