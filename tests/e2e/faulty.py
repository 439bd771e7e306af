"""The reader with a fault built in: ``python -m tests.e2e.faulty WHERE``."""

from __future__ import annotations

import os
import sys
import threading

from reader.__main__ import run
from reader.opening import gather
from reader.ui.app import ThreadsideApp
from reader.ui.commands import Command, Scope, remap
from reader.ui.screens.reading import ReadingScreen

SECRET = "words-of-a-document"


class Faulty(ThreadsideApp):
    """Fails at the place named on the command line."""

    def get_default_screen(self) -> ReadingScreen:
        """The screen, with a command on F9 that nobody carries out."""
        broken = Command("test.fault", ("f9",), SECRET, Scope.SCREEN, "Fail")
        self.reading = ReadingScreen(self.session, (*remap({}), broken))
        return self.reading

    def on_mount(self) -> None:
        """Begin as usual, or fail now, or a little later."""
        if sys.argv[1] == "start":
            fail()
        super().on_mount()
        if sys.argv[1] == "timer":
            self.set_timer(0.2, fail)
        if sys.argv[1] == "thread":
            self.set_timer(0.2, threading.Thread(target=fail).start)
        if sys.argv[1] == "worker":
            self.set_timer(0.2, lambda: self.run_worker(fail_later()))

    def on_unmount(self) -> None:
        """Fail at the very end."""
        if sys.argv[1] == "end":
            fail()


def fail() -> None:
    """Fail, with a text in the message."""
    raise KeyError(SECRET)


async def fail_later() -> None:
    """Fail in a task of its own."""
    fail()


def read() -> int:
    """As the program itself does."""
    parts = gather(["on-tides", "on-boats"], os.environ)
    with parts.library:
        return Faulty(
            library=parts.library, settings=parts.settings, state=parts.state, state_path=parts.state_path,
            bookmarks_path=parts.bookmarks_path, index=parts.index_path, documents=parts.documents,
        ).read()  # fmt: skip


if __name__ == "__main__":
    sys.exit(run(read))
