"""The command that audits quotations; :mod:`reader.cli` registers it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any

import click

from reader.console import opened_library, print_json, tell_linking
from reader.intake import find_document
from reader.linking import Quoted, find_links, find_quotations

_QUOTED = 60
_FAULTS = frozenset({"edited", "not found"})


@click.command()
@click.argument("name", required=False, metavar="[DOC]")
@click.option("--check", is_flag=True, help="Exit with 1 when a quotation is edited or not found.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def quotes(ctx: click.Context, name: str | None, check: bool, as_json: bool) -> None:
    """List every quotation with its source and how sure that is.

    Without DOC, those of all documents. A quotation is exact, elided (parts left out), edited (words
    changed; what changed is shown), ambiguous (several places are equally good), hidden (in the part
    of a cut comment that is not shown), external (from outside the library) or not found.
    """
    with opened_library() as library:
        chosen = [find_document(library, name)] if name else [one.id for one in library.listings()]
        find_links(library, chosen, tell_linking)
        found = list(find_quotations(library, chosen))
    if as_json:
        print_json({"quotations": [_to_json(one) for one in found]})
    else:
        _print("\n".join(_lines(found)))
    ctx.exit(1 if check and any(one.link.verdict in _FAULTS for one in found) else 0)


def _to_json(one: Quoted) -> dict[str, Any]:
    from reader.model.links import link_to_json

    told = {"document": one.document, "author": one.author or None, "words": one.words,
            "quoted_author": one.quoted_author or None}  # fmt: skip
    return told | link_to_json(one.link)


def _lines(found: Sequence[Quoted]) -> Iterator[str]:
    """A line for each quotation, its changes below it, and how many there are of each verdict."""
    document = None
    for one in found:
        if one.document != document:
            document = one.document
            yield document
        yield f"  {_told(one)}"
        for change in one.link.difference or ():
            yield f"      {_quote(change.was)} became {_quote(change.now)}"
    yield _totals(found)


def _told(one: Quoted) -> str:
    who = f"{one.link.entry} {one.author}".rstrip()
    source = f" < {one.source} {one.quoted_author}".rstrip() if one.source else ""
    more = f" and {len(one.link.targets) - 1} more places" if one.link.verdict == "ambiguous" else ""
    words = one.words if len(one.words) <= _QUOTED else one.words[: _QUOTED - 1] + "…"
    return f"{one.link.verdict:9}  {who}{source}{more}: {words}"


def _quote(words: str) -> str:
    return f"“{' '.join(words.split())}”" if words.strip() else "nothing"


def _totals(found: Sequence[Quoted]) -> str:
    verdicts = [one.link.verdict.value for one in found]
    counts = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(sorted(verdicts)))
    many = "1 quotation" if len(found) == 1 else f"{len(found):,} quotations"
    return f"{many}: {counts}" if counts else "no quotations"


def _print(text: str) -> None:
    """Print a result; what the output's encoding lacks becomes a question mark."""
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding))
