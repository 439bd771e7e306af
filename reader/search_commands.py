"""The commands that search the library and build its index; :mod:`reader.cli` registers them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from reader.bookmarks import Bookmarks
from reader.console import opened_library, print_json
from reader.errors import ThreadsideError
from reader.intake import find_document
from reader.opening import find_bookmarks
from reader.paths import Paths

if TYPE_CHECKING:
    from reader.index import Hit, Index, Results
    from reader.library import Library

# Work shorter than this is not worth a word.
_SILENT_SECONDS = 0.5
_BAR = 30
_SORTS = ("relevance", "date", "score", "place")


@click.command()
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@click.option("--in", "name", metavar="DOC", help="Search only this document.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1), help="Show at most so many.")
@click.option("--sort", default="relevance", show_default=True, type=click.Choice(_SORTS), help="The order.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def search(
    ctx: click.Context, query: tuple[str, ...], name: str | None, limit: int, sort: str, as_json: bool
) -> None:
    """Search the library.

    QUERY is words, "phrases", hard*, word~ and author:NAME, joined by AND, OR and NOT. More operators:
    speaker: in: doc: kind: score:>10 depth:<3 date:2022-08..2023-01 under:ENTRY replyto:NAME is:.
    Exits with 1 when nothing is found.
    """
    with _open_index() as (library, index):
        _with_bar(index.update, _SILENT_SECONDS)
        document = find_document(library, name) if name else None
        found = index.search(" ".join(query), document=document, limit=limit, sort=sort)
        _refuse_problem(found)
        hits, meant = found.hits(), found.suggestion
    if as_json:
        print_json(_to_json(found, hits, meant))
    else:
        _print_hits(found, hits, meant)
    ctx.exit(0 if found.total else 1)


@click.command()
def reindex() -> None:
    """Build the search index anew.

    It is kept up to date by itself; this is for when it is not.
    """
    with _open_index() as (_, index):
        begun = time.monotonic()
        _with_bar(index.rebuild, silent_seconds=0.0)
        entries = index.entries()
    click.echo(f"indexed {entries:,} entries in {time.monotonic() - begun:.1f} s")


@contextmanager
def _open_index() -> Iterator[tuple[Library, Index]]:
    # Whoosh takes a tenth of a second to import, and most commands do not search.
    from reader.index import Index

    paths = Paths.find(os.environ)
    bookmarks = Bookmarks(find_bookmarks(paths, os.environ))
    with opened_library() as library, Index(paths.index, library, bookmarks.places) as index:
        yield library, index


def _with_bar(work: Callable[[Callable[[int, int], None]], bool], silent_seconds: float) -> None:
    bar = _Progress(silent_seconds)
    try:
        work(bar.show)
    finally:
        bar.clear()


class _Progress:
    """A bar on stderr, when that is a terminal and the work is long enough to ask about."""

    def __init__(self, silent_seconds: float) -> None:
        self._from = time.monotonic() + silent_seconds
        self._is_shown = False

    def show(self, done: int, total: int) -> None:
        if not sys.stderr.isatty() or time.monotonic() < self._from or not total:
            return
        self._is_shown = True
        filled = "#" * (_BAR * done // total)
        click.echo(f"\rindexing [{filled:-<{_BAR}}] {100 * done // total:3} %", nl=False, err=True)

    def clear(self) -> None:
        if self._is_shown:
            click.echo(f"\r{'':{_BAR + 24}}\r", nl=False, err=True)


def _refuse_problem(found: Results) -> None:
    """An invalid query is wrong usage: it is shown with a mark under the character."""
    problem = found.problem
    if problem is None:
        return
    if problem.position < 0:
        raise ThreadsideError("the search index", problem.message, "try again in a moment")
    raise click.UsageError(f"{problem.message}\n  {found.query}\n  {' ' * problem.position}^")


def _to_json(found: Results, hits: Sequence[Hit], meant: str | None) -> dict[str, Any]:
    return {
        "query": found.query, "total": found.total, "suggestion": meant,
        "hits": [
            {"document": hit.document, "entry": hit.entry, "kind": hit.kind, "author": hit.author,
             "score": hit.score, "relevance": round(hit.relevance, 4), "excerpt": hit.excerpt,
             "spans": [list(span) for span in hit.spans]}
            for hit in hits
        ],
    }  # fmt: skip


def _print_hits(found: Results, hits: Sequence[Hit], meant: str | None) -> None:
    is_coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for hit in hits:
        _print(_style(f"{hit.document}#{hit.entry}", is_coloured, bold=True) + _about(hit))
        _print("  " + _highlighted(hit, is_coloured))
    if not found.total:
        offer = f"; did you mean: {meant}" if meant else ""
        click.echo(f"threadside: nothing was found{offer}", err=True)
    elif found.total > len(hits):
        click.echo(f"threadside: {len(hits)} of {found.total:,} shown; --limit shows more", err=True)


def _about(hit: Hit) -> str:
    score = "" if hit.score is None else f"{hit.score} point{'' if hit.score in (1, -1) else 's'}"
    return "".join(f", {part}" for part in (hit.kind.value, hit.author or "", score) if part)


def _highlighted(hit: Hit, is_coloured: bool) -> str:
    parts, at = [], 0
    for start, stop in hit.spans:
        parts += [hit.excerpt[at:start], _style(hit.excerpt[start:stop], is_coloured, fg="yellow", bold=True)]
        at = stop
    return "".join([*parts, hit.excerpt[at:]])


def _style(text: str, is_coloured: bool, fg: str | None = None, bold: bool = False) -> str:
    return click.style(text, fg=fg, bold=bold) if is_coloured else text


def _print(text: str) -> None:
    click.echo(text, color=True)
