"""The command ``bookmarks``: list, export, import, add and check; and ``seen``, to forget what was read."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

import click

from reader.bookmark_exports import FORMATS, link_of, make_dossiers
from reader.bookmark_imports import read_bookmarks
from reader.bookmarks import Bookmarks
from reader.clean import clean, clean_line
from reader.console import opened_library, say
from reader.errors import FileError, NotInLibrary
from reader.files import explain
from reader.intake import find_document
from reader.library import Library, Listing
from reader.model.alignment import find_words, near_pieces
from reader.model.anchoring import anchor
from reader.model.annotations import Bookmark, new_bookmark, split_note, to_annotation
from reader.model.documents import Document, Entry
from reader.model.reanchoring import ORPHANED, Verdict, count_verdicts, reanchor, tell
from reader.model.selectors import Target, describe
from reader.model.texts import DocumentTexts, EntryText
from reader.opening import find_bookmarks
from reader.paths import Paths
from reader.seen import Seen

SIZE_LIMIT = 256 * 2**20
_SHORT = 72


def _open(ctx: click.Context) -> Bookmarks:
    given: Path | None = ctx.find_root().meta.get(__name__)
    return Bookmarks(given or find_bookmarks(Paths.find(os.environ), os.environ))


@click.group(invoke_without_command=True)
@click.option("--bookmarks", "path", type=click.Path(path_type=Path), metavar="FILE",
              help="Another bookmarks file than the usual one.")  # fmt: skip
@click.pass_context
def bookmarks(ctx: click.Context, path: Path | None) -> None:
    """List the passages you saved, or do something with them."""
    ctx.find_root().meta[__name__] = path
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_bookmarks)


def _chosen(ctx: click.Context, name: str | None, tag: str | None) -> list[Bookmark]:
    """Bookmarks of a document, or with a tag, or all; what cannot be read is said."""
    store = _open(ctx)
    for problem in store.problems():
        say(problem)
    found: Sequence[Bookmark] = store.all() if name is None else store.of(_document_id(store, name))
    wanted = None if tag is None else tag.lstrip("#").casefold()
    return [one for one in found if wanted is None or wanted in map(str.casefold, one.tags)]


def _document_id(store: Bookmarks, name: str) -> str:
    """The id of a document; one no longer in the library may still have bookmarks."""
    if store.of(name):
        return name
    with opened_library() as library:
        return find_document(library, name)


_of_document = click.option("--doc", "name", metavar="DOC", help="Only of this document.")
_with_tag = click.option("--tag", metavar="TAG", help="Only with this tag.")


@bookmarks.command("list")
@_of_document
@_with_tag
@click.option("--json", "as_json", is_flag=True, help="Print a JSON annotation a line.")
@click.pass_context
def list_bookmarks(
    ctx: click.Context, name: str | None = None, tag: str | None = None, as_json: bool = False
) -> None:
    """List bookmarks: document, entry, words, note and tags."""
    for bookmark in _chosen(ctx, name, tag):
        click.echo(json.dumps(to_annotation(bookmark)) if as_json else _listed(bookmark))


def _listed(bookmark: Bookmark) -> str:
    target = bookmark.target
    words = " ".join((bookmark.shown or "(the whole entry)").split())
    short = words if len(words) <= _SHORT else f"{words[: _SHORT - 1]}…"
    note = " ".join(bookmark.note.split())
    tags = " ".join(f"#{tag}" for tag in bookmark.tags)
    where = f"{target.document or target.url or '?'} {target.entry}".strip()
    return "  ".join(filter(None, [where, f"“{short}”", note, tags]))


@bookmarks.command()
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), default="markdown", show_default=True)
@_of_document
@_with_tag
@click.option("--context", "has_context", is_flag=True, help="With each passage, the comment it answers.")
@click.pass_context
def export(ctx: click.Context, form: str, name: str | None, tag: str | None, has_context: bool) -> None:
    """Print bookmarks as a dossier by document, in reading order, or as data."""
    chosen = _chosen(ctx, name, tag)
    with opened_library() as library:
        shown = {listing.id for listing in library.listings()}

        def find(id: str) -> Document | None:
            return library.document(id) if id in shown else None

        dossiers = make_dossiers(chosen, find, has_context)
    click.echo(FORMATS[form](dossiers), nl=False)


@bookmarks.command("import")
@click.argument("source", metavar="PATH|-")
@click.pass_context
def import_bookmarks(ctx: click.Context, source: str) -> None:
    """Take in bookmarks: our own file, W3C annotations, or Hypothesis's export; none twice."""
    imported = read_bookmarks(_read(source), "standard input" if source == "-" else source)
    for problem in imported.problems:
        say(problem)
    with opened_library() as library:
        placed = list(_place(imported.bookmarks, library))
    added, known = _open(ctx).add_all(placed)
    click.echo(f"{_counted(len(added), 'bookmark')} added, {known} known already")
    ctx.exit(1 if imported.problems else 0)


def _read(source: str) -> bytes:
    if source == "-":
        return _limited(sys.stdin.buffer, "standard input")
    try:
        with open(source, "rb") as file:
            return _limited(file, source)
    except (OSError, ValueError) as error:
        reason = explain(error) if isinstance(error, OSError) else "no file can have this name"
        raise FileError(source, reason, "check the name, and that you may read it") from error


def _limited(file: BinaryIO, name: str) -> bytes:
    data = file.read(SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise FileError(
            name, f"it is larger than the limit of {SIZE_LIMIT // 2**20} MiB", "cut it into parts"
        )
    return data


def _place(given: Sequence[Bookmark], library: Library) -> Iterator[Bookmark]:
    """Bookmarks of other tools with the document and the entry they are of, as far as these are at hand."""
    by_url = {_plain_url(listing.url): listing for listing in library.listings() if listing.url}
    texts: dict[str, tuple[Document, DocumentTexts]] = {}
    for bookmark in given:
        listing = by_url.get(_plain_url(bookmark.target.url))
        if bookmark.target.document or listing is None:
            yield bookmark
            continue
        if listing.id not in texts:
            document = library.document(listing.id)
            texts[listing.id] = document, DocumentTexts.of(document)
        yield _placed(bookmark, listing, *texts[listing.id])


def _placed(bookmark: Bookmark, listing: Listing, document: Document, texts: DocumentTexts) -> Bookmark:
    target = _of_listing(replace(bookmark.target, position=None), listing)
    found = anchor(target, texts) if bookmark.words else None
    if found:
        entry = next(entry for entry in document.entries if entry.id == found.entry)
        described = describe(entry, found.pieces[0], found.pieces[-1])
        target = _of_listing(described, listing)
    return replace(bookmark, target=target)


def _of_listing(target: Target, listing: Listing) -> Target:
    """A target that names its document."""
    return replace(target, document=listing.id, url=listing.url, title=listing.title, authors=listing.authors)


def _plain_url(url: str | None) -> str:
    """An address as two tools would agree on it: without scheme, query, fragment and last slash."""
    return (url or "").partition("#")[0].partition("?")[0].partition("://")[2].rstrip("/").lower()


@bookmarks.command()
@click.argument("name", metavar="DOC")
@click.argument("entry_id", metavar="ENTRY")
@click.option("--quote", metavar="WORDS", help="The words to save; without them, the whole entry.")
@click.option("--note", default="", help="A note; words with # before them are tags.")
@click.option("--tag", "tags", multiple=True, help="A tag; may be given several times.")
@click.pass_context
def add(
    ctx: click.Context, name: str, entry_id: str, quote: str | None, note: str, tags: tuple[str, ...]
) -> None:
    """Save words of an entry."""
    with opened_library() as library:
        listing = library.listing(find_document(library, name))
        entry = _entry(library.document(listing.id), entry_id)
    target = _of_listing(_quoted(entry, listing.id, quote), listing)
    text, noted = split_note(note)
    bookmark = new_bookmark(target, text, (*(tag.lstrip("#") for tag in tags), *noted))
    store = _open(ctx)
    if store.duplicate(bookmark):
        say("these words are bookmarked already; this is another bookmark of them")
    store.add(bookmark)
    click.echo(f"{bookmark.id}  {_listed(bookmark)}")


def _entry(document: Document, id: str) -> Entry:
    found = next((entry for entry in document.entries if entry.id == id), None)
    if found is None:
        way_out = f"`threadside show {document.id}` shows the entries"
        raise NotInLibrary(f"{document.id} {id}", "the document has no such entry", way_out)
    return found


def _quoted(entry: Entry, document_id: str, quote: str | None) -> Target:
    whole = EntryText(entry)
    if quote is None:
        return Target(
            entry=entry.id, author=entry.author, posted_at=entry.posted_at, characters=len(whole.text)
        )
    spans = list(_occurrences(whole, clean(quote).strip()))
    name = f"{document_id} {entry.id}"
    if not spans:
        raise NotInLibrary(name, "the entry does not hold these words", "copy them from `threadside show`")
    if len(spans) > 1:
        raise NotInLibrary(name, f"these words stand in it {len(spans)} times", "quote more of them")
    pieces = whole.pieces(*spans[0])
    return describe(entry, pieces[0], pieces[-1])


def _occurrences(whole: EntryText, quote: str) -> Iterator[tuple[int, int]]:
    """Where the very characters stand; else, where the words do, whatever marks and spaces are between."""
    at = whole.text.find(quote) if quote else -1
    if at < 0:
        sought = find_words(quote).folded
        pieces = near_pieces(sought, whole.words.folded, 0) if sought else []
        yield from ((whole.words.starts[first], whole.words.stops[stop - 1]) for first, stop, _ in pieces)
    while at >= 0:
        yield at, at + len(quote)
        at = whole.text.find(quote, at + len(quote))


@bookmarks.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Find every bookmark again in the present documents; exit 1 if any is orphaned."""
    groups: dict[str, list[Bookmark]] = {}
    for bookmark in _chosen(ctx, None, None):
        groups.setdefault(bookmark.target.document, []).append(bookmark)
    with opened_library() as library:
        shown = {listing.id for listing in library.listings()}
        verdicts = [one for id, group in groups.items() if id in shown for one in _check(group, library, id)]
    absent = {id: len(group) for id, group in groups.items() if id not in shown}
    if as_json:
        click.echo(json.dumps(_checked(verdicts, absent), indent=1))
    else:
        for line in tell(verdicts):
            click.echo(clean_line(line) if not line.startswith(" ") else f"    {clean_line(line)}")
        for id, count in absent.items():
            click.echo(f"{_counted(count, 'bookmark')} of {id or 'no known document'}, not in the library")
    ctx.exit(1 if any(verdict.name == ORPHANED for verdict in verdicts) else 0)


def _check(group: Sequence[Bookmark], library: Library, id: str) -> list[Verdict]:
    return reanchor(group, DocumentTexts.of(library.document(id)))


def _checked(verdicts: Sequence[Verdict], absent: dict[str, int]) -> dict[str, Any]:
    listed = [
        {"id": bookmark.id, "verdict": verdict.name, "document": bookmark.target.document,
         "entry": place.entry if place else bookmark.target.entry, "was": bookmark.words,
         "now": place.text if place else None, "link": link_of(bookmark)}
        for verdict in verdicts for bookmark, place in [verdict]
    ]  # fmt: skip
    return {"counts": count_verdicts(verdicts), "absent": absent, "bookmarks": listed}


def _counted(count: int, name: str) -> str:
    return f"{count} {name}{'' if count == 1 else 's'}"


@click.command()
@click.option("--reset", "name", metavar="DOC", required=True, help="The document to be new again.")
def seen(name: str) -> None:
    """Forget what of a document was read, so that all of it is new again."""
    paths = Paths.find(os.environ)
    with opened_library() as library:
        id = find_document(library, name)
    Seen(paths.state.with_name("seen")).reset(id)
    click.echo(f"all of {id} is new again")
