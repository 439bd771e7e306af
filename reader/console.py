"""What every command of the command line shares: messages on stderr, and the opened library."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self

import click

from reader.clean import clean, clean_line, escape_json
from reader.library import Library
from reader.opening import open_library
from reader.paths import Paths

NAME = "threadside"
# What takes less is not worth a word.
_SILENT_SECONDS = 1.0
_BAR = 20


def say(message: str) -> None:
    """Tell the reader something beside the result, in one line on stderr."""
    click.echo(f"{NAME}: {clean_line(message)}", err=True)


def print_json(value: dict[str, Any]) -> None:
    """Print values as JSON; letters are written as they are where the output knows them."""
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    click.echo(escape_json(json.dumps(value, ensure_ascii=not is_unicode, indent=1)))


def show_error(error: click.ClickException) -> None:
    """Say on stderr what is wrong with the words of a command, which may hold anything."""
    written = io.StringIO()
    error.show(written)
    click.echo(clean(written.getvalue()), err=True, nl=False)


def tell_linking(document: str) -> None:
    """Say at a terminal, where someone waits for it, whose links are being found."""
    if sys.stderr.isatty():
        say(f"finding the links of {document}")


class Progress:
    """Says on a terminal, in one line that is taken away again, how far work is that takes a while."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._is_said = False

    def __enter__(self) -> Self:
        return self

    def __call__(self, what: str, done: int, of: int | None) -> None:
        """Say how far it is; see :data:`reader.progress.Watch`."""
        share = min(done / of, 1.0) if of else 0.0
        bar = f"[{'#' * round(share * _BAR):<{_BAR}}] " if of else ""
        self.show(f"{bar}{what}: {done:,}" + (f" of {of:,}" if of else ""))

    def show(self, said: str) -> None:
        """Say something in the line, once the work has taken a second."""
        if sys.stderr.isatty() and time.monotonic() - self._begun > _SILENT_SECONDS:
            self._is_said = True  # before it is: an interruption may come in between
            click.echo(f"\r\x1b[K{clean_line(said)} ", err=True, nl=False)

    def __exit__(self, *error: object) -> None:
        if self._is_said:
            click.echo("\r\x1b[K", err=True, nl=False)


@contextmanager
def opened_library() -> Iterator[Library]:
    """The library with the shipped digests in it, closed afterwards; what is wrong with one is said.

    Raises:
        LibraryError: It cannot be opened or written.
    """
    library, problems = open_library(Paths.find(os.environ))
    with library:
        for problem in problems:
            say(problem)
        yield library
