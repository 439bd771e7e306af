"""The bookmarks file: every line readable, and the words of every bookmark found in the documents."""

from __future__ import annotations

from collections.abc import Iterator

from reader.anchors import Anchors
from reader.bookmarks import Bookmarks
from reader.doctor.findings import Finding, fine, many, noted, wrong
from reader.doctor.patient import Patient
from reader.errors import NotInLibrary
from reader.library import Library


def examine_bookmarks(patient: Patient) -> Iterator[Finding]:
    """Every line readable, and the words of every bookmark where they are said to be."""
    path, bookmarks = patient.bookmarks, patient.kept
    if not path.exists():
        yield fine("bookmarks", f"there are none yet: {path}")
        return
    if bookmarks is None:
        Bookmarks(path).all()  # says why not
        yield wrong("bookmarks", f"{path} cannot be read")
        return
    unreadable = bookmarks.unreadable()
    if unreadable:
        said = (
            f"{path}: {many(len(unreadable), 'line')} cannot be read, the first is line {unreadable[0] + 1}"
        )
        repair = "move these lines into a file of their own beside it; the others stay as they are"
        yield wrong("bookmarks", said, repair, lambda: _set_lines_aside(patient))
    else:
        yield fine(
            "bookmarks", f"{many(len(list(bookmarks.places())), 'bookmark')}, every line readable: {path}"
        )
    for problem in bookmarks.problems():
        if "cannot be read" not in problem and "kept as it is" not in problem:
            yield noted("bookmarks", problem.replace(str(bookmarks.path), str(path)))
    if patient.library is not None:
        yield from _anchored(bookmarks, patient.library)


def _set_lines_aside(patient: Patient) -> str:
    bookmarks = Bookmarks(patient.bookmarks)
    try:
        aside = bookmarks.set_unreadable_aside()
    finally:
        bookmarks.close()
    return f"the lines that cannot be read are kept as {aside.name}" if aside else "all lines can be read"


def _anchored(bookmarks: Bookmarks, library: Library) -> Iterator[Finding]:
    anchors, found, orphans, elsewhere = Anchors(bookmarks, library), 0, 0, 0
    for bookmark in bookmarks.all():
        try:
            place = anchors.find_place(bookmark)
            found += place is not None
            orphans += place is None
        except NotInLibrary:
            elsewhere += 1
    if found:
        yield fine("bookmarks", f"the words of {many(found, 'bookmark')} are found in the documents")
    if orphans:
        said = f"the words of {many(orphans, 'bookmark')} are not found, or not surely, in the present texts"
        yield noted(
            "bookmarks", said, way_out="B in the reader lists them with their words, and A attaches them"
        )
    if elsewhere:
        yield noted("bookmarks", f"{many(elsewhere, 'bookmark')} of documents that are not in the library")
