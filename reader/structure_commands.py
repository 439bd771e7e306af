"""The command ``structure``: what is doubtful in a document, and corrections to give away and to take."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from reader.console import opened_library, say, tell_linking
from reader.errors import FileError
from reader.files import explain, write_atomic
from reader.intake import find_document
from reader.library import Library
from reader.linking import find_links
from reader.mending import Mending, count_corrections
from reader.model.codec import guesses_to_json
from reader.model.columns import Columns
from reader.model.guesses import AUTHOR, START, Guess
from reader.model.structures import Structure, read, write
from reader.printing import table

_DASH = "-"
_POST = "post"
_SIZE_LIMIT = 16 * 2**20


@click.command()
@click.argument("name", metavar="DOC")
@click.option("--export", "export_to", metavar="FILE|-", help="Write your corrections as a structure file.")
@click.option("--apply", "apply_from", metavar="FILE|-", help="Make the corrections of a structure file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def structure(name: str, export_to: str | None, apply_from: str | None, as_json: bool) -> None:
    """List what is doubtful in the structure of a document, or pass corrections on.

    A structure file holds where entries begin, what they answer and the names of authors, as
    corrected in the reader, and none of the words: anybody with a copy of the same page can apply it.
    """
    if export_to is not None and apply_from is not None:
        raise click.UsageError("either --export or --apply, not both")
    with opened_library() as library:
        id = find_document(library, name)
        if export_to is not None:
            _export(Mending(library).structure(id), export_to)
        elif apply_from is not None:
            _apply(library, id, read(_text(apply_from)), as_json)
        else:
            _list(library, id, as_json)


def _export(kept: Structure, to: str) -> None:
    if to == _DASH:
        sys.stdout.buffer.write(write(kept).encode())
    else:
        write_atomic(Path(to), write(kept).encode())
        say(f"{count_corrections(len(kept.corrections))} written to {to}")


def _text(path: str) -> str:
    name = "standard input" if path == _DASH else path
    try:
        if path == _DASH:
            data = sys.stdin.buffer.read(_SIZE_LIMIT + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(_SIZE_LIMIT + 1)
    except (OSError, ValueError) as error:
        reason = explain(error) if isinstance(error, OSError) else "no file can have this name"
        raise FileError(name, reason, "check the name, and that you may read it") from error
    if len(data) > _SIZE_LIMIT:
        raise FileError(name, "it is larger than any structure file", "check the name")
    return data.decode(errors="replace")


def _apply(library: Library, id: str, given: Structure, as_json: bool) -> None:
    mended = Mending(library).apply(id, given)
    if mended.changed:
        find_links(library, [id], tell_linking)
    if as_json:
        _print_json({"document": id, "made": len(mended.changed), "refused": list(mended.said)})
        return
    click.echo(
        f"{id}: {count_corrections(len(mended.changed))} made"
        if mended.changed
        else f"{id}: all is so already"
    )
    for said in mended.said:
        click.echo(f"  not made: {said}")


def _list(library: Library, id: str, as_json: bool) -> None:
    document = library.open(id)
    guesses = document.guesses()
    if as_json:
        told = [guess | {"value": _value(one, document.columns)}
                for one, guess in zip(guesses, guesses_to_json(guesses), strict=True)]  # fmt: skip
        _print_json({"document": id, "guesses": told})
        return
    doubts = [guess for guess in guesses if guess.is_doubt]
    rows = [_row(guess, document.columns) for guess in doubts]
    if rows:
        click.echo(table([("entry", "in doubt", "taken as", "sure", "because"), *rows]), nl=False)
    say(f"{len(doubts)} of {len(guesses)} inferred are in doubt" if guesses else "nothing here was inferred")


def _row(guess: Guess, columns: Columns) -> tuple[str, ...]:
    rival = "" if guess.rival is None else f"or else {guess.rival or _POST}"
    because = "; ".join(filter(None, [*guess.reasons, rival]))
    return guess.entry, guess.field, _value(guess, columns) or "", f"{guess.confidence:.2f}", because


def _value(guess: Guess, columns: Columns) -> str | None:
    """What a guessed field is taken to be; None when that says nothing, or is not known."""
    index = columns.positions.get(guess.entry)
    if index is None or guess.field == START:
        return None
    if guess.field == AUTHOR:
        return columns.author(index)
    parent = columns.parents[index]
    return columns.ids[parent] if parent >= 0 else _POST


def _print_json(value: dict[str, Any]) -> None:
    is_unicode = (sys.stdout.encoding or "").lower().replace("-", "").startswith("utf")
    click.echo(json.dumps(value, ensure_ascii=not is_unicode, indent=1))
