"""Textual's way to a terminal, which stops reading keys at once when the program ends."""

from __future__ import annotations

import asyncio
import os
import signal
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from selectors import EVENT_READ, SelectSelector
from typing import Any, TextIO, cast

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message

from reader.frame import ALTERNATE_SCREEN, SavedFrame

# After so many seconds without another byte, an escape byte is the escape key.
_SINGLE_ESCAPE = 0.1
_MOST_BYTES = 4096


class WakingDriver(LinuxDriver):
    """Reads keys until a pipe says that it is enough.

    Textual's own thread looks up only every tenth of a second and then waits for another one, so that
    quitting takes 240 ms instead of 40.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._woken, self._waker = os.pipe()
        self._frame: SavedFrame | None = getattr(self._app, "frame", None)
        self._file: Output = Output(cast(TextIO, self._file), self._lose)  # type: ignore[assignment]

    def start_application_mode(self) -> None:
        """Take the terminal; anew when it was taken, because the program was stopped and goes on."""
        if self._is_reading:
            # Else two threads would read the keys, and the terminal be left as it is now, not as it was.
            self.suspend_application_mode()
            self._must_signal_resume = True
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._frame is not None and self._frame.is_shown and self._is_reading:
            self.attrs_before = self._frame.pass_on()
        signal.signal(signal.SIGWINCH, self._window_changed)
        self._window_changed()  # and it may have, since Textual told its size

    def write(self, data: str) -> None:
        """Write to the terminal; under a saved frame it is not cleared by entering its alternate screen."""
        if not (data == ALTERNATE_SCREEN and self._frame is not None and self._frame.is_shown):
            super().write(data)

    def _sigtstp_application(self, *_: object) -> None:
        self._on_job_control(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        self._on_job_control(super()._sigcont_application)

    def _on_job_control(self, act: Callable[[], object]) -> None:
        # While an editor has the terminal there is nothing to give back, and no next event: when it stops
        # and the program does not, the shell waits for ever.
        self._soon(act) if self._auto_restart else act()

    def _window_changed(self, *_: object) -> None:
        # A handler that asks for the size may be interrupted by the next signal's: the older size of the
        # two would then be told last, and the screen stay drawn for a window that is no more. So the size
        # is asked for when it is told, and told by the way that Textual tells it at the start: behind that.
        if self._app._loop is not None:
            asyncio.run_coroutine_threadsafe(self._tell_size(), self._app._loop)

    def _query_in_band_window_resize(self) -> None:
        """Ask for no sizes among the keys: signals tell them everywhere.

        With them Textual takes the mouse in pixels, fails where a terminal does not know how large its
        cells are, and leaves it so behind.
        """

    async def _tell_size(self) -> None:
        size = Size(*self._get_terminal_size())
        self._app.post_message(Resize(size, size))

    def _soon(self, act: Callable[[], object]) -> None:
        """Obey a signal between two events: right now the queue that writing goes through may be locked."""
        if self._app._loop is None:
            act()
        else:
            self._app._loop.call_soon_threadsafe(act)

    @property
    def _is_reading(self) -> bool:
        return self._key_thread is not None and self._key_thread.is_alive()

    def disable_input(self) -> None:
        """Stop reading keys, and wait until the thread that does is gone."""
        if self._is_reading:
            os.write(self._waker, b"\0")
        super().disable_input()

    def _read(self) -> bytes:
        """What was typed; nothing when the terminal is gone."""
        with suppress(OSError):
            return os.read(self.fileno, _MOST_BYTES)
        return b""

    def _lose(self) -> None:
        """The terminal is gone: nobody reads any more. May be called from any thread."""
        if self._app._loop is not None:
            with suppress(RuntimeError):
                self._app._loop.call_soon_threadsafe(self._app.exit)

    def run_input_thread(self) -> None:
        """Read keys and pass them on; runs in a thread."""
        keyboard = Keyboard()
        with SelectSelector() as selector:
            for readable in (self.fileno, self._woken):
                selector.register(readable, EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(_SINGLE_ESCAPE)}
                if self.fileno in ready:
                    typed = self._read()
                    if not typed:
                        self._lose()
                        return
                    for event in keyboard.feed(typed):
                        self.process_message(event)
                for event in keyboard.tick():
                    self.process_message(event)
        os.read(self._woken, 1)


class Keyboard:
    """What was typed, as events; whatever bytes come, reading goes on.

    Textual's parser ends with the first sequence that it fails at, and with an empty text: such as what
    has come so far of a character that comes in two pieces.
    """

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")("replace").decode
        self._parser = XTermParser()

    def feed(self, typed: bytes) -> Iterator[Message]:
        """The events of a piece of what was typed; what cannot be understood is passed over."""
        if text := self._decode(typed):
            yield from self._events(lambda: self._parser.feed(text))

    def tick(self) -> Iterator[Message]:
        """The events that come because nothing more was typed, such as a lone escape key."""
        yield from self._events(self._parser.tick)

    def _events(self, ask: Callable[[], Iterable[Message]]) -> Iterator[Message]:
        try:
            yield from ask()
        except Exception:
            self._parser = XTermParser()


class Output:
    """The terminal to write to; once it is gone, what is written goes nowhere.

    Textual's thread that writes would end with an error, and the program wait for it for ever.

    Args:
        file: The terminal.
        lost: Called when it is found to be gone.
    """

    def __init__(self, file: TextIO, lost: Callable[[], None]) -> None:
        self._file = file
        self._lost = lost
        self._is_gone = False

    def fileno(self) -> int:
        """The number of the open file."""
        return self._file.fileno()

    def write(self, text: str) -> None:
        """Write a text."""
        self._try(lambda: self._file.write(text))

    def flush(self) -> None:
        """Let the terminal have what was written."""
        self._try(self._file.flush)

    def _try(self, act: Callable[[], object]) -> None:
        if not self._is_gone:
            try:
                act()
            except OSError:
                self._is_gone = True
                self._lost()
