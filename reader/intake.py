"""The road from a source into the library: bytes, text, document, library."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from reader import __version__
from reader.errors import FileError, NotInLibrary, SourceError
from reader.files import explain
from reader.library import Added, Library
from reader.model.documents import Document, Edition
from reader.model.losses import refuse_losses

STANDARD_INPUT = "-"
_STAMP = "shipped digests"
_NOT_DIGESTS = frozenset({"README.md"})


def take_file(
    library: Library,
    path_or_dash: str,
    stdin: BinaryIO,
    importer: str | None = None,
    wanted: str = "",
    is_strict: bool = False,
    is_inferred: bool = False,
) -> tuple[Added, Document]:
    """Read a source and put its document into the library.

    Args:
        library: Where to put it.
        path_or_dash: A file's path, a folder of mail, or ``-`` for standard input.
        stdin: Standard input.
        importer: The name of the importer to use; by default the content decides.
        wanted: Which of several threads to read, by number or words of its title.
        is_strict: Whether nothing is stored when anything of the source is lost.
        is_inferred: Whether to set known structures aside and infer everything from the source alone.

    Returns:
        What became of it, and the document as it now goes by.

    Raises:
        FileError: The file cannot be read.
        SourceError: It is no document, or something of it is lost.
        LibraryError: It could not be written; the library is as it was.
    """
    is_stdin = path_or_dash == STANDARD_INPUT
    name = "standard input" if is_stdin else path_or_dash
    data = _limited(stdin, name) if is_stdin else _read(path_or_dash)
    document = _read_source(data, name, [] if is_inferred else library.digests(), importer, wanted)
    if is_strict:
        refuse_losses(document, name)
    added = library.add(document, data, name if is_stdin else Path(name).name)
    return added, mend_added(library, added, document)


def mend_added(library: Library, added: Added, document: Document) -> Document:
    """Make a reader's corrections again on a document that was added; what became of them is in its report.

    Args:
        library: Where it is.
        added: What became of it.
        document: The document as imported.

    Returns:
        The document as it is shown.

    Raises:
        FileError, LibraryError: The corrections could not be read, or not made.
    """
    from reader.mending import Mending

    mended = Mending(library).mend(added.id) if added.is_shown else None
    if mended is None:
        return replace(document, id=added.id)
    report = replace(mended.document.report, warnings=(*mended.document.report.warnings, *mended.said))
    return replace(mended.document, report=report)


def _read(path: str) -> bytes:
    try:
        found = os.stat(path)
        if stat.S_ISDIR(found.st_mode):
            return _read_folder(path)
        if stat.S_ISREG(found.st_mode):
            _check_size(found.st_size, path)
        with open(path, "rb") as file:
            return _limited(file, path)
    except OSError as error:
        raise FileError(path, explain(error), "check the name, and that you may read it") from error
    except ValueError as error:  # a NUL in the name
        raise FileError(path, "no file can have this name", "check the name") from error


def _read_folder(path: str) -> bytes:
    """The messages of a folder as one mbox: a Maildir, or any folder with files ``.eml``."""
    from reader.importers.mail import join_box

    names = sorted(_messages_in(path), key=lambda found: found.name)
    if not names:
        reason = "it is a folder without mail: neither a Maildir nor one with files .eml"
        raise FileError(path, reason, "name the files in it")
    _check_size(sum(found.stat().st_size for found in names), path)
    messages = []
    for found in names:
        with open(found.path, "rb") as file:
            messages.append(_limited(file, found.path))
    return join_box(messages)


def _messages_in(path: str) -> Iterator[os.DirEntry[str]]:
    """The files of a folder that are messages; what is no plain file is passed over."""
    kept = [folder for name in ("new", "cur") if os.path.isdir(folder := os.path.join(path, name))]
    for folder in kept or [path]:
        with os.scandir(folder) as listed:
            for found in listed:
                if found.is_file(follow_symlinks=False) and (kept or found.name.lower().endswith(".eml")):
                    yield found


def _limited(file: BinaryIO, name: str) -> bytes:
    """All of a file, but never more than the limit: a device or a pipe may have no end."""
    from reader.importers.source import SIZE_LIMIT

    try:
        data = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise FileError(name, explain(error), "check that you may read it") from error
    _check_size(len(data), name)
    return data


def _check_size(size: int, name: str) -> None:
    from reader.importers.source import SIZE_LIMIT

    if size > SIZE_LIMIT:
        reason = f"it is larger than the limit of {SIZE_LIMIT // 2**20} MiB"
        raise SourceError(name, reason, "cut it into parts")


def _read_source(
    data: bytes, name: str, known: list[Document], importer: str | None = None, wanted: str = ""
) -> Document:
    from reader.importers.registry import read_source
    from reader.importers.source import SIZE_LIMIT, Source, decode
    from reader.unpacking import MARK, unpack

    if data.startswith(MARK):
        data = unpack(data, name, SIZE_LIMIT)
    text, warnings = decode(data, name)
    source = Source(name, text, data=data, warnings=warnings, wanted=wanted)
    return read_source(source, known, importer)


def take_shipped(library: Library, content_folder: Path) -> list[str]:
    """Put the shipped digest editions into the library when they changed since the last time.

    One that the reader removed stays removed; a full edition is never touched.

    Args:
        library: Where to put them.
        content_folder: Where they lie.

    Returns:
        A sentence for each that could not be read.

    Raises:
        LibraryError: They could not be written.
    """
    paths = sorted(_shipped(content_folder))
    stamp = json.dumps([__version__, [[path.name, *_size_and_time(path)] for path in paths]])
    if library.get_note(_STAMP) == stamp:
        return []
    problems = [said for path in paths for said in _take_digest(library, path)]
    if not problems:
        library.set_note(_STAMP, stamp)
    return problems


def _shipped(folder: Path) -> Iterator[Path]:
    return (path for path in folder.glob("*.md") if path.name not in _NOT_DIGESTS)


def _size_and_time(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _take_digest(library: Library, path: Path) -> Iterator[str]:
    try:
        data = _read(str(path))
        document = _read_source(data, path.name, [])
    except (SourceError, FileError) as error:
        yield str(error)
        return
    if document.edition is Edition.DIGEST and not _is_there(library, document):
        library.add(document, data, path.name)


def _is_there(library: Library, document: Document) -> bool:
    """Whether the library has this very digest, or the reader removed it."""
    try:
        if library.is_hidden(document.id):
            return True
        return library.document(document.id, Edition.DIGEST) == document
    except NotInLibrary:
        return False


def find_document(library: Library, name: str) -> str:
    """Find the one document that goes by a name; see :meth:`reader.library.Library.resolve`.

    Raises:
        NotInLibrary: None goes by it, or several do; for the name of a file the message says how
            to add it.
    """
    try:
        return library.resolve(name)
    except NotInLibrary as error:
        if os.path.isfile(name):
            reason = "it is a file, not a document of the library"
            raise NotInLibrary(name, reason, f"add it first: threadside add {name}") from error
        raise
