"""What every command of the command line shares: messages on stderr, and the opened library."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from reader.clean import clean_line
from reader.library import Library
from reader.opening import open_library
from reader.paths import Paths

NAME = "threadside"


def say(message: str) -> None:
    """Tell the reader something beside the result, in one line on stderr."""
    click.echo(f"{NAME}: {clean_line(message)}", err=True)


def tell_linking(document: str) -> None:
    """Say at a terminal, where someone waits for it, whose links are being found."""
    if sys.stderr.isatty():
        say(f"finding the links of {document}")


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
