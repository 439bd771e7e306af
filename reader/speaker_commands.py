"""The command ``speakers``; :mod:`reader.cli` registers it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from reader.clean import clean_line
from reader.console import opened_library
from reader.errors import NotInLibrary
from reader.intake import find_document
from reader.model.speakers import Speaker
from reader.printing import table
from reader.speaking import rename_speaker, speakers_of


@click.command()
@click.argument("name", metavar="DOC")
@click.option(
    "--rename", "renamed", multiple=True, metavar="OLD=NEW",
    help="Call a speaker otherwise; a name in use merges two, an empty one brings back the source's.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def speakers(name: str, renamed: Sequence[str], as_json: bool) -> None:
    """List who speaks in a document, with their turns, or call them otherwise.

    The names are kept: they hold as well when the document is added or fetched again.
    """
    with opened_library() as library:
        id = find_document(library, name)
        for typed in renamed:
            said = rename_speaker(library, id, *_split(typed, speakers_of(library, id), id))
            if not as_json:
                click.echo(said)
        found = speakers_of(library, id)
    if as_json:
        told = [{"name": one.name, "turns": one.turns, "in_source": one.in_source} for one in found]
        click.echo(json.dumps({"document": id, "speakers": told}, indent=1))
    elif not renamed:
        rows = [(one.name, str(one.turns), ", ".join(one.in_source)) for one in found]
        head = ("speaker", "turns", "in the source")
        click.echo(table([head, *rows]) if rows else f"nobody speaks in {id}\n", nl=False)


def _split(typed: str, found: Sequence[Speaker], id: str) -> tuple[str, str]:
    """The speaker meant and the new name; a name may itself hold a sign of equality.

    Raises:
        NotInLibrary: Nobody is called so.
    """
    if "=" not in typed:
        raise click.BadParameter(f"{typed!r} is not OLD=NEW", param_hint="--rename")
    known = [one.name for one in found if typed.startswith(f"{one.name}=")]
    if not known:
        old = clean_line(typed.partition("=")[0])
        way_out = f"`threadside speakers {id}` lists who speaks"
        raise NotInLibrary(old, f"nobody in {id} is called so", way_out)
    old = max(known, key=len)
    return old, typed[len(old) + 1 :]
