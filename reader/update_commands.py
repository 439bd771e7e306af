"""The command ``update``, and what ``add`` does with an address; :mod:`reader.cli` registers them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any

import click

from reader import online
from reader.bookmarks import Bookmarks
from reader.clean import clean_line
from reader.console import Progress, opened_library, say
from reader.errors import ThreadsideError
from reader.fetch import Client
from reader.intake import find_document
from reader.library import Added, Library
from reader.model.changes import compare_words
from reader.model.documents import Document, Edition, Entry
from reader.model.reanchoring import Verdict, count_verdicts, reanchor, tell
from reader.model.spoilers import without_spoilers
from reader.model.texts import DocumentTexts
from reader.online import Taken
from reader.opening import begin_at
from reader.paths import Paths
from reader.progress import watched
from reader.seen import Seen
from reader.state import load_state, save_state

_SHORT = 72
_SHOWN = 3


def add_address(
    library: Library, typed: str, importer: str | None, allow_private: bool, wanted: str = "",
    is_strict: bool = False,
) -> tuple[Added, Document]:  # fmt: skip
    """Fetch what is at an address into the library; reading it begins where the address leads.

    Args:
        library: Where to put it.
        typed: The address as a reader types it.
        importer: The name of the importer to use; by default the text decides.
        allow_private: Whether it may be on this machine or its network.
        wanted: Which of several threads to read, by number or words of its title.
        is_strict: Whether nothing is stored when anything of the source is lost.

    Returns:
        What became of it, and the document as it now goes by.

    Raises:
        ThreadsideError: It cannot be fetched, is no document, or could not be written.
    """
    with Client(allow_private) as client, _Counter() as counter, watched(counter):
        taken = online.take_address(library, typed, client, importer, counter.of_bytes, wanted, is_strict)
    paths = Paths.find(os.environ)
    online.carry_seen(Seen(paths.state.with_name("seen")), taken)
    if taken.entry:
        state, _ = load_state(paths.state)
        begin_at(library, state, taken.document.id, taken.entry)
        save_state(paths.state, state, [taken.document.id])
    assert taken.added is not None  # only an update may find nothing to do
    return taken.added, taken.document


@click.command()
@click.argument("names", nargs=-1, metavar="[DOC]...")
@click.option("--allow-private", is_flag=True, help="Ask this machine and its network too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def update(ctx: click.Context, names: Sequence[str], allow_private: bool, as_json: bool) -> None:
    """Fetch documents again, and say what is new, edited and deleted.

    Without DOC, all that were fetched from an address. The former text is kept to compare with.
    """
    told: list[dict[str, Any]] = []
    with opened_library() as library, Client(allow_private) as client, _Counter() as counter:
        ids = [find_document(library, name) for name in names] or _fetched(library)
        for id in dict.fromkeys(ids):
            try:
                taken = online.update(library, id, client, counter.of_bytes)
            except ThreadsideError as error:
                say(str(error))
                continue
            verdicts = _after(taken)
            told.append(_to_json(taken, verdicts))
            if not as_json:
                click.echo("\n".join(_lines(taken, verdicts)))
    if as_json:
        click.echo(json.dumps({"updates": told}, indent=1))
    elif not ids:
        say("no document of the library was fetched from an address")
    ctx.exit(0 if len(told) == len(set(ids)) else 1)


def _fetched(library: Library) -> list[str]:
    full = (one.id for one in library.listings() if one.edition is Edition.FULL)
    return [id for id in full if online.is_fetched(library, id)]


def _after(taken: Taken) -> list[Verdict]:
    """What was read stays read under its new id; and what became of the bookmarks."""
    paths = Paths.find(os.environ)
    online.carry_seen(Seen(paths.state.with_name("seen")), taken)
    bookmarks = Bookmarks(paths.bookmarks)
    try:
        return reanchor(bookmarks.of(taken.document.id), DocumentTexts.of(taken.document))
    finally:
        bookmarks.close()


def _lines(taken: Taken, verdicts: Sequence[Verdict]) -> Iterator[str]:
    document, changes = taken.document, taken.changes
    yield f"{document.id}: {document.title}"
    if taken.added is None or not (changes or taken.former is None):
        yield "  nothing new"
    elif taken.former is None:
        yield "  fetched for the first time"
    else:
        counts = {"new": changes.new, "edited": changes.edited, "deleted": changes.deleted}
        yield "  " + ", ".join(f"{len(ids)} {name}" for name, ids in counts.items())
        yield from _changed(taken.former, document, counts)
    for at, line in enumerate(tell(verdicts) if verdicts else ()):
        yield f"    {clean_line(line)}" if at else f"  bookmarks: {line}"


def _changed(former: Document, present: Document, counts: dict[str, tuple[str, ...]]) -> Iterator[str]:
    was, now = ({entry.id: entry for entry in document.entries} for document in (former, present))
    yield from (f"  new      {_told(now[id])}" for id in counts["new"])
    for id in counts["edited"]:
        yield f"  edited   {_told(now[id])}"
        for change in compare_words(was[id].veiled, now[id].veiled)[:_SHOWN]:
            yield f"             {_quote(change.was)} became {_quote(change.now)}"
    yield from (f"  deleted  {_told(was[id])}" for id in counts["deleted"])


def _told(entry: Entry) -> str:
    words = " ".join(" ".join(map(without_spoilers, entry.passages)).split())
    return f"{entry.id} {entry.author or 'somebody'}: {_cut(words)}"


def _cut(words: str) -> str:
    return words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"


def _quote(words: str) -> str:
    return f"“{_cut(' '.join(words.split()))}”" if words.strip() else "nothing"


def _to_json(taken: Taken, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    changes = taken.changes
    return {
        "document": taken.document.id, "is_changed": bool(changes or taken.former is None),
        "new": changes.new, "edited": changes.edited, "deleted": changes.deleted,
        "moved": dict(changes.moved), "bookmarks": count_verdicts(verdicts),
    }  # fmt: skip


class _Counter(Progress):
    """Says how much has come."""

    def of_bytes(self, size: int, announced: int | None) -> None:
        """Say it of an answer; see :data:`reader.fetch.Watch`."""
        of = f" of {announced / 2**20:.1f}" if announced else ""
        self.show(f"{size / 2**20:.1f}{of} MiB")
