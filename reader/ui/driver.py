"""Textual's way to a terminal, which stops reading keys at once when the program ends."""

from __future__ import annotations

import os
from codecs import getincrementaldecoder
from selectors import EVENT_READ, SelectSelector
from typing import Any

from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

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

    def start_application_mode(self) -> None:
        """Take the terminal; anew when it was taken, because the program was stopped and goes on."""
        if self._is_reading:
            # Else two threads would read the keys, and the terminal be left as it is now, not as it was.
            self.suspend_application_mode()
            self._must_signal_resume = True
        super().start_application_mode()  # type: ignore[no-untyped-call]

    @property
    def _is_reading(self) -> bool:
        return self._key_thread is not None and self._key_thread.is_alive()

    def disable_input(self) -> None:
        """Stop reading keys, and wait until the thread that does is gone."""
        if self._is_reading:
            os.write(self._waker, b"\0")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Read keys and pass them on; runs in a thread."""
        parser, decode = XTermParser(self._debug), getincrementaldecoder("utf-8")().decode
        with SelectSelector() as selector:
            for readable in (self.fileno, self._woken):
                selector.register(readable, EVENT_READ)
            while not self.exit_event.is_set():
                ready = {key.fd for key, _ in selector.select(_SINGLE_ESCAPE)}
                if self.fileno in ready and (text := decode(os.read(self.fileno, _MOST_BYTES))):
                    for event in parser.feed(text):
                        self.process_message(event)
                for event in parser.tick():
                    self.process_message(event)
        os.read(self._woken, 1)
