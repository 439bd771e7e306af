"""Commands and options. Results go to stdout, messages to stderr; nothing is coloured."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from typing import IO, Any

import click
from click.shell_completion import CompletionItem, get_completion_class

from reader import __version__
from reader.console import NAME, Progress, opened_library, print_json, say, show_error, tell_linking
from reader.errors import NotInLibrary, ThreadsideError
from reader.intake import find_document, take_file
from reader.library import Added, Library, Listing
from reader.linking import find_links
from reader.model.codec import report_to_json, to_json, write_time
from reader.model.documents import Document
from reader.naming import find_place
from reader.opening import read_documents
from reader.paths import Paths
from reader.printing import WIDTH, branch_of, markdown, plain, report_lines, table
from reader.progress import watched
from reader.ui.commands import COMMANDS, show_keys

_SHELLS = ("bash", "zsh", "fish")
_WIDEST = 100
_BOOKMARKS = "THREADSIDE_BOOKMARKS"


class _Refused(click.ClickException):
    """What could not be done, in one line."""

    def show(self, file: IO[Any] | None = None) -> None:
        say(self.message)


# Commands imported only when they are asked for, because of what they import in turn.
_LATER = {
    "bookmarks": "reader.bookmark_commands",
    "doctor": "reader.doctor_commands",
    "quotes": "reader.quote_commands",
    "reindex": "reader.search_commands",
    "search": "reader.search_commands",
    "seen": "reader.bookmark_commands",
    "speakers": "reader.speaker_commands",
    "structure": "reader.structure_commands",
    "update": "reader.update_commands",
}


class _Commands(click.Group):
    """The commands; a first word that is none of them is a document to read."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_LATER])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _LATER:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(_LATER[cmd_name]), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ThreadsideError as error:
            raise _Refused(str(error)) from error

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            return "read", read, args
        return super().resolve_command(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        return [*super().shell_complete(ctx, incomplete), *complete_documents(ctx, None, incomplete)]


def run_command(arguments: Sequence[str]) -> int:
    """Run a command.

    Args:
        arguments: The words after the command's name.

    Returns:
        The exit code.

    Raises:
        KeyboardInterrupt: The reader interrupted it.
        OSError: The output could not be written.
    """
    try:
        return commands.main(arguments, prog_name=NAME, standalone_mode=False) or 0
    except click.Abort as error:
        raise KeyboardInterrupt from error
    except click.ClickException as error:
        show_error(error)
        return error.exit_code


def complete_documents(
    ctx: click.Context, param: click.Parameter | None, incomplete: str
) -> list[CompletionItem]:
    """The ids of documents, for a shell; none when the library cannot be read."""
    try:
        with Library(Paths.find(os.environ).library) as library:
            listings = library.listings()
    except (ThreadsideError, OSError):
        return []
    return [CompletionItem(one.id, help=one.title) for one in listings if one.id.startswith(incomplete)]


@click.group(
    cls=_Commands, invoke_without_command=True, subcommand_metavar="[DOC]... | COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"]},
)  # fmt: skip
@click.version_option(__version__, "-V", "--version", prog_name=NAME, message="%(prog)s %(version)s")
@click.option(
    "--bookmarks", metavar="FILE", type=click.Path(), help="Another bookmarks file than the usual one."
)
@click.pass_context
def commands(ctx: click.Context, bookmarks: str | None) -> None:
    """Read a long discussion beside an interview, closely, in the terminal.

    Without a command, read DOC and DOC side by side; without DOC, those of the last time. DOC is a
    document's id, the beginning of it, or a part of its title.
    """
    if bookmarks:
        ctx.with_resource(_bookmarks_in(bookmarks))
    if ctx.invoked_subcommand is None:
        ctx.exit(read_documents([]))


@contextmanager
def _bookmarks_in(path: str) -> Iterator[None]:
    """Let the environment name a bookmarks file while a command runs, as the reader could have done."""
    before = os.environ.get(_BOOKMARKS)
    os.environ[_BOOKMARKS] = path
    try:
        yield
    finally:
        if before is None:
            del os.environ[_BOOKMARKS]
        else:
            os.environ[_BOOKMARKS] = before


@click.command()
@click.argument("names", nargs=-1, metavar="[DOC]...")
@click.pass_context
def read(ctx: click.Context, names: tuple[str, ...]) -> None:
    """Read documents side by side, at most two."""
    if len(names) > 2:
        raise click.UsageError("at most two documents can be read side by side", ctx.parent)
    ctx.exit(read_documents(names))


@commands.command()
@click.argument("sources", nargs=-1, required=True, metavar="PATH|URL|-...")
@click.option("--as", "importer", metavar="FORMAT", help="Read it as this format, see `threadside formats`.")
@click.option("--infer", is_flag=True, help="Set known structures aside: infer that of a copied page.")
@click.option(
    "--thread", "wanted", metavar="WHICH", default="", help="Which thread of a file of mail to read."
)
@click.option("--strict", "is_strict", is_flag=True, help="Add nothing of which anything would be lost.")
@click.option("--allow-private", is_flag=True, help="Fetch from private addresses too.")
@click.option("--json", "as_json", is_flag=True, help="Print the import reports as JSON.")
@click.pass_context
def add(
    ctx: click.Context, sources: tuple[str, ...], importer: str | None, infer: bool, wanted: str,
    is_strict: bool, allow_private: bool, as_json: bool,
) -> None:  # fmt: skip
    """Put documents into the library, or in the place of their earlier state.

    PATH is a page saved or copied as text, a site's answer in JSON, a transcript, an article, a file or
    a folder of mail, a digest, or a document's JSON, packed with gzip or not; URL is the address of a
    discussion or a transcript; - is standard input. What each is, is told from its content.
    """
    reports: list[dict[str, Any]] = []
    with opened_library() as library:
        for source in sources:
            try:
                added, document = _take(library, source, importer, infer, allow_private, wanted, is_strict)
            except ThreadsideError as error:
                say(str(error))
                continue
            reports.append(_report(source, added, document))
            if not as_json:
                click.echo(_told(added, document))
        find_links(library, [report["document"] for report in reports], tell_linking)
    if as_json:
        print_json({"reports": reports})
    ctx.exit(0 if len(reports) == len(sources) else 1)


def _take(
    library: Library,
    source: str,
    importer: str | None,
    infer: bool,
    allow_private: bool,
    wanted: str,
    is_strict: bool,
) -> tuple[Added, Document]:
    from reader.sites import is_address

    if is_address(source) and not os.path.lexists(source):
        from reader.update_commands import add_address

        return add_address(library, source, importer, allow_private, wanted, is_strict)
    with Progress() as progress, watched(progress):
        return take_file(library, source, sys.stdin.buffer, importer, wanted, is_strict, infer)


@commands.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def formats(as_json: bool) -> None:
    """List the formats that can be added, with what each is recognised by."""
    from reader.importers.registry import IMPORTERS

    if as_json:
        known = [{"name": one.name, "reads": one.title, "sign": one.sign} for one in IMPORTERS]
        print_json({"formats": known})
    else:
        rows = [(one.name, one.title, one.sign) for one in IMPORTERS]
        click.echo(table([("format", "reads", "recognised by"), *rows]), nl=False)


def _report(source: str, added: Added, document: Document) -> dict[str, Any]:
    replaced = added.replaced.edition if added.replaced else None
    head = {"source": source, "document": added.id, "replaced": replaced}
    return head | report_to_json(document.report)


def _told(added: Added, document: Document) -> str:
    head = f"{added.id}: {document.title} ({document.kind}, {document.edition} edition)"
    return "\n".join([head, *(f"  {line}" for line in (_became(added), *report_lines(document)))])


def _became(added: Added) -> str:
    if not added.is_shown:
        return "kept behind the full edition, which stays"
    before = added.replaced
    return f"takes the place of the {before.edition} edition" if before else "new in the library"


@commands.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_documents(as_json: bool) -> None:
    """List the documents of the library."""
    with opened_library() as library:
        listings = library.listings()
    if as_json:
        print_json({"documents": [_listed(listing) for listing in listings]})
    elif listings:
        rows = [(one.id, one.kind, one.edition, str(one.entries), one.title) for one in listings]
        click.echo(table([("id", "kind", "edition", "entries", "title"), *rows]), nl=False)
    else:
        say("the library holds no document; add one: threadside add PATH")


def _listed(listing: Listing) -> dict[str, Any]:
    return {
        "id": listing.id, "kind": listing.kind, "edition": listing.edition, "title": listing.title,
        "url": listing.url, "entries": listing.entries, "added_at": write_time(listing.added_at),
    }  # fmt: skip


@commands.command()
@click.argument("name", metavar="DOC", shell_complete=complete_documents)
@click.argument("entry", required=False)
@click.option("--json", "form", flag_value="json", help="Print the interchange form.")
@click.option("--markdown", "form", flag_value="markdown", help="Print Markdown.")
@click.option("--plain", "form", flag_value="plain", help="Print plain text (the default).")
@click.option("--former", is_flag=True, help="Print it as it was before an update changed it last.")
def show(name: str, entry: str | None, form: str | None, former: bool) -> None:
    """Print a document, or the branch of ENTRY with what it answers."""
    with opened_library() as library:
        id, named_entry = find_place(library, name)
        entry = entry or named_entry or None
        document = (_former if former else Library.document)(library, id)
        shown = document if entry is None or form != "json" else _branch(document, entry)
        links = _links(library, document.id, shown) if form == "json" and not former else []
    if form == "json":
        print_json(to_json(shown) | {"links": links})
    elif form == "markdown":
        click.echo(markdown(document, entry), nl=False)
    else:
        click.echo(plain(document, entry, _width()), nl=False)


def _former(library: Library, id: str) -> Document:
    """What a document was before an update changed it.

    Raises:
        NotInLibrary: That is not kept.
    """
    document = library.former(id)
    if document is None:
        way_out = "it is kept when `threadside update` finds changes"
        raise NotInLibrary(id, "no former state of it is kept", way_out)
    return document


def _links(library: Library, id: str, shown: Document) -> list[dict[str, Any]]:
    """The links of what is shown of a document."""
    from reader.model.links import links_to_json

    find_links(library, [id], tell_linking)
    known = {entry.id for entry in shown.entries}
    links = library.links.of_document(library.listing(id).revision)
    return links_to_json(link for link in links if link.entry in known)


def _branch(document: Document, entry_id: str) -> Document:
    """A branch as a document of its own: under the whole one's id it would replace it when added."""
    branch = branch_of(document, entry_id)
    entries = document.entries
    kept = (*(entries[at] for at in branch.ancestors), *entries[branch.entries.start : branch.entries.stop])
    known = {each.id for each in kept}
    guesses = tuple(guess for guess in document.report.guesses if guess.entry in known)
    report = replace(
        document.report, announced=None, imported=len(kept), found={}, left_out={}, lines=(), guesses=guesses
    )
    return replace(document, id=f"{document.id}-{entry_id}", entries=kept, report=report)


def _width() -> int:
    try:
        return min(os.get_terminal_size(sys.stdout.fileno()).columns, _WIDEST)
    except (OSError, ValueError):
        return WIDTH


@commands.command()
@click.argument("name", metavar="DOC", shell_complete=complete_documents)
def remove(name: str) -> None:
    """Take a document out of the library.

    The digest behind a full edition is shown again.
    """
    with opened_library() as library:
        removed = library.remove(find_document(library, name))
    gone = removed.listing
    back = "; the digest edition is shown again" if removed.is_digest_back else ""
    click.echo(f"removed {gone.id}: {gone.title} ({gone.edition} edition){back}")


@commands.command()
def keys() -> None:
    """List every command of the reader by its id, with its keys."""
    rows = [(one.id, show_keys(one), one.title) for one in COMMANDS]
    click.echo(table([("id", "keys", "what it does"), *rows]), nl=False)


@commands.command()
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print a script that completes commands and documents in a shell.

    Put its output into the shell's start-up file, such as: eval "$(threadside completion bash)"
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(commands, {}, NAME, f"_{NAME.upper()}_COMPLETE").source())
