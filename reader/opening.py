"""Reading: the parts are built here and given to the app."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.errors import FileError, NotInLibrary, ThreadsideError
from reader.files import write_atomic
from reader.frame import SavedFrame
from reader.intake import find_document, take_shipped
from reader.library import Library, Listing
from reader.model.documents import DocumentKind
from reader.naming import find_place
from reader.paths import Paths, content_folder
from reader.settings import Settings, load_settings
from reader.state import DocumentState, ReadingState, load_state
from reader.terminal import NO_COLOURS, count_colours, is_dumb, keep_columns, needs_ascii

if TYPE_CHECKING:
    from reader.ui.screens.parting import Parting

_ROW = 2
_SIDES = (DocumentKind.THREAD, DocumentKind.INTERVIEW)


class Parts(NamedTuple):
    """What the app is built from.

    Attributes:
        library: The documents at hand; whoever asked for the parts closes it.
        settings: The reader's choices.
        state: What the reader left; the keyboard goes to the document named first.
        state_path: Where that is kept.
        bookmarks_path: Where the reader's bookmarks are kept.
        index_path: The folder of the search index.
        documents: Ids of the left and the right document; the same twice when there is only one.
        notice: Sentences for the reader; empty when there is nothing to say.
    """

    library: Library
    settings: Settings
    state: ReadingState
    state_path: Path
    bookmarks_path: Path
    index_path: Path
    documents: tuple[str, str]
    notice: str


def read_documents(names: Sequence[str], frame: SavedFrame | None = None) -> int:
    """Show documents side by side until the reader quits.

    Args:
        names: What they go by, at most two, left and right; none for those of the last time.
        frame: The saved frame, when it may be on the screen already.

    Returns:
        The exit code.

    Raises:
        ThreadsideError: Something stops it, such as a name that no document goes by.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        way_out = "use `threadside show DOC`, which prints"
        raise FileError("standard output", "reading needs a terminal", way_out)
    if is_dumb(os.environ):
        way_out = "use `threadside show DOC`, which prints, or another terminal"
        raise FileError("the terminal", f"nothing can be placed on it (TERM={os.environ['TERM']})", way_out)
    frame = frame or SavedFrame(os.environ)
    parts = gather(names, os.environ)
    keep_columns(sys.__stderr__)
    if count_colours(os.environ) == NO_COLOURS:
        os.environ["NO_COLOR"] = "1"  # this is how the interface's library is told
    from reader.ui.lean import import_textual

    import_textual()
    from reader.ui.app import ThreadsideApp

    with parts.library:
        app = ThreadsideApp(
            library=parts.library, settings=parts.settings, state=parts.state,
            state_path=parts.state_path, bookmarks_path=parts.bookmarks_path, index=parts.index_path,
            documents=parts.documents, notice=parts.notice, frame=frame,
        )  # fmt: skip
        code = app.read()
    if app.parting is not None:
        keep_frame(frame, app.parting, app.session.state, Paths.find(os.environ))
    return code


def keep_frame(frame: SavedFrame, parting: Parting, state: ReadingState, paths: Paths) -> None:
    """Keep what the next start will draw first; without it that start is a little later on the screen.

    Args:
        frame: The saved frame of this start.
        parting: What will be drawn.
        state: What it was drawn from.
        paths: Where everything lives.
    """
    files = [frame.settings, frame.library, frame.state]
    if files != list(map(str, [paths.settings, paths.library, paths.state])):
        return
    with suppress(ThreadsideError):
        encoded = frame.encode(*parting)
        if encoded and _is_kept(state, paths.state) and encoded == frame.encode(*parting):
            write_atomic(Path(frame.path), encoded)


def _is_kept(state: ReadingState, path: Path) -> bool:
    """Whether a start would find a state: another program may have written another since."""
    kept, notice = load_state(path)
    is_same = all(kept.documents.get(id) == state.documents.get(id) for id in state.panes)
    without = dict[str, Any](documents={}, past=[], future=[])
    return not notice and is_same and replace(kept, **without) == replace(state, **without)


def gather(names: Sequence[str], environment: Mapping[str, str]) -> Parts:
    """Build what the app needs.

    Args:
        names: What the documents go by, at most two.
        environment: Environment variables.

    Raises:
        ThreadsideError: Something stops it.
    """
    paths = Paths.find(environment)
    settings = _fit(load_settings(paths.settings, environment), environment)
    library, problems = open_library(paths)
    try:
        state, notice = load_state(paths.state)
        named = [find_place(library, name) for name in names]
        documents = choose(library, [document for document, _ in named], state.panes)
        for document, entry in named:
            begin_at(library, state, document, entry)
        if named:
            state.focus = documents.index(named[0][0])
    except BaseException:
        library.close()
        raise
    said = "; ".join([*problems, *filter(None, [notice])])
    bookmarks = find_bookmarks(paths, environment, settings)
    return Parts(library, settings, state, paths.state, bookmarks, paths.index, documents, said)


def _fit(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """The settings, what they leave open decided by the terminal."""
    if settings.ascii is not None:
        return settings
    encoding = getattr(sys.__stderr__, "encoding", None) or "utf-8"
    is_c = bool(sys.flags.utf8_mode) and "PYTHONUTF8" not in environment
    return replace(settings, ascii=needs_ascii(environment, encoding, is_c))


def find_bookmarks(paths: Paths, environment: Mapping[str, str], settings: Settings | None = None) -> Path:
    """Where the reader's bookmarks are kept: in the file of the settings, else in the usual one.

    Args:
        paths: Where everything lives.
        environment: Environment variables.
        settings: The settings, when they are read already.

    Raises:
        SettingsError, FileError: The settings cannot be followed or read.
    """
    chosen = (settings or load_settings(paths.settings, environment)).bookmarks
    return Path(chosen).expanduser().absolute() if chosen else paths.bookmarks


def begin_at(library: Library, state: ReadingState, document: str, entry: str) -> None:
    """Let reading begin at an entry that a permalink names; without one, where the reader left.

    Raises:
        NotInLibrary: The document has no such entry.
    """
    if not entry:
        return
    if entry not in library.open(document).columns.positions:
        raise NotInLibrary(f"{document}#{entry}", "the document has no such entry", "see `threadside show`")
    left = state.documents.setdefault(document, DocumentState())
    left.entry, left.passage, left.row = entry, 0, _ROW


def open_library(paths: Paths) -> tuple[Library, list[str]]:
    """Open the library with the shipped digests in it.

    Returns:
        The library, and a sentence for each digest that could not be read.

    Raises:
        LibraryError: It cannot be opened or written.
    """
    library = Library(paths.library)
    try:
        return library, take_shipped(library, content_folder())
    except BaseException:
        library.close()
        raise


def choose(library: Library, names: Sequence[str], last: Sequence[str]) -> tuple[str, str]:
    """Choose the documents for the left and the right pane.

    Two names say it. One name goes to the side of its kind, threads left and interviews right.
    A side without a name shows what it showed last, else the document of its kind added last.

    Args:
        library: The documents at hand.
        names: What they go by, at most two.
        last: Ids of those shown last, left and right; they may be gone by now.

    Raises:
        NotInLibrary: A name is of no document, or the library is empty.
    """
    listings = {listing.id: listing for listing in library.listings()}
    named = [find_document(library, name) for name in names]
    if not listings:
        raise NotInLibrary("the library", "it holds no document", "add one: threadside add PATH")
    if len(named) == 2:
        return named[0], named[1]
    sides = [last[side] if side < len(last) and last[side] in listings else "" for side in (0, 1)]
    if named:
        side = _SIDES.index(listings[named[0]].kind)
        other = sides[1 - side]
        sides[side], sides[1 - side] = named[0], "" if other == named[0] else other
    newest = list(reversed(listings.values()))
    for side in (0, 1):
        sides[side] = sides[side] or _first(newest, _SIDES[side], sides[1 - side])
    return sides[0], sides[1]


def _first(listings: list[Listing], kind: DocumentKind, other: str) -> str:
    """The first of these documents of a kind that is not on the other side; else any other, else the same."""
    ranked = sorted(listings, key=lambda listing: (listing.id == other, listing.kind is not kind))
    return ranked[0].id
