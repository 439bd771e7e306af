"""What every command of the command line shares: messages on stderr, and the opened library."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from reader.clean import clean, clean_line, escape_json
from reader.library import Library
from reader.opening import open_library
from reader.paths import Paths

NAME = "threadside"


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
