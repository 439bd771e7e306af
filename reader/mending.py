"""Mending: a reader's corrections are kept in a file beside the library, and carried out on its documents.

What is shown is the document as imported with the file's corrections carried out. So they outlast
another import, and undoing one is leaving it out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import CorrectionError, FileError, LibraryError
from reader.files import OTHER_HOME, explain, file_error, locked, set_aside, write_atomic
from reader.library import Library
from reader.model.documents import Document, Edition

if TYPE_CHECKING:
    from reader.model.correcting import Corrected, Work
    from reader.model.corrections import Correction
    from reader.model.structures import Structure

_PLAIN = re.compile(r"[a-z0-9-]{1,100}")
_NAMED = 3


class Mended(NamedTuple):
    """A document with its corrections.

    Attributes:
        before: The document as it was shown.
        document: The document as it is shown now.
        changed: The corrections last made or undone.
        said: What happened, in sentences.
    """

    before: Document
    document: Document
    changed: tuple[Correction, ...] = ()
    said: tuple[str, ...] = ()


class StructureFiles:
    """The files that keep corrections, one a document.

    Args:
        folder: Where they lie; it need not be there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, id: str) -> Path:
        """The file of a document."""
        plain = id if _PLAIN.fullmatch(id) else hashlib.sha256(id.encode(errors="replace")).hexdigest()[:32]
        return self.folder / f"{plain}.json"

    def read(self, id: str) -> tuple[Structure | None, str]:
        """The structure of a document, and a sentence when its file could not be followed.

        A damaged file is set aside.

        Raises:
            FileError: The file cannot be read or set aside.
            NewerStructure: A newer Threadside wrote it.
        """
        from reader.model.structures import NewerStructure, read

        path = self.path(id)
        try:
            return read(path.read_bytes().decode()), ""
        except FileNotFoundError:
            return None, ""
        except OSError as error:
            raise FileError(str(path), explain(error), OTHER_HOME) from error
        except NewerStructure as error:
            raise NewerStructure(str(path), error.reason, error.way_out) from error
        except (CorrectionError, UnicodeDecodeError):
            aside = set_aside(path)
            return None, f"{path} was damaged: it is kept as {aside.name}, and its corrections are not made"

    def write(self, id: str, structure: Structure | None) -> None:
        """Keep the structure of a document; None to keep none.

        Raises:
            FileError: It could not be written; the file is as it was.
        """
        from reader.model.structures import write

        path = self.path(id)
        if structure is not None:
            write_atomic(path, write(structure).encode())
            return
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise file_error(path, error) from error


class Mending:
    """Corrects the documents of a library.

    Args:
        library: The library; the corrections lie in the folder ``structures`` beside it.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self.files = StructureFiles(library.path.with_name("structures"))
        self._undone: dict[str, list[Correction]] = {}

    def close(self) -> None:
        """Let go of the library."""
        self.library.close()

    def structure(self, id: str) -> Structure:
        """The corrections of a document as they are kept.

        Raises:
            NotInLibrary: There is no such document.
            CorrectionError: There are none, or a newer Threadside wrote them.
            FileError: The file cannot be read.
        """
        self.library.listing(id)
        kept, said = self.files.read(id)
        if kept is None:
            raise CorrectionError(id, said or "nothing of it was corrected", "E in the reader corrects")
        return kept

    def mend(self, id: str) -> Mended | None:
        """Carry the kept corrections out on a document just imported; None when there are none.

        Raises:
            FileError, LibraryError: Something could not be read or written.
        """
        from reader.model.correcting import correct
        from reader.model.structures import NewerStructure, is_of

        if not self.files.path(id).exists() or self.library.listing(id).edition is not Edition.FULL:
            return None
        imported = self.library.imported(id)
        try:
            kept, said = self.files.read(id)
        except NewerStructure as error:
            return Mended(imported, imported, said=(f"corrections were not made: {error}",))
        if kept is None or not is_of(kept, imported):
            said = said or "its corrections are of another text, and were not made"
            return Mended(imported, imported, said=(said,))
        corrected = correct(imported, kept.corrections)
        self._show(id, imported, corrected.document)
        return Mended(imported, corrected.document, kept.corrections, tuple(tell(corrected)))

    def correct(self, id: str, wish: Callable[[Document], Correction]) -> Mended:
        """Make one more correction.

        Args:
            id: The document's id.
            wish: Gives the correction for the document as it is shown.

        Raises:
            CorrectionError: It does not fit, and nothing is changed.
            FileError, LibraryError: It could not be written; nothing is changed.
        """
        return self._add(id, lambda shown: [wish(shown)], is_all=True)

    def apply(self, id: str, structure: Structure) -> Mended:
        """Make the corrections of another reader's structure file as well; what does not fit is told.

        Raises:
            CorrectionError: It is of another document, or none of it fits; nothing is changed.
            FileError, LibraryError: It could not be written; nothing is changed.
        """
        from reader.model.structures import is_of

        if not is_of(structure, self.library.imported(id)):
            reason = f"the structure file is of another text, {structure.document}"
            raise CorrectionError(id, reason, "nothing was changed")
        return self._add(id, lambda shown: structure.corrections, is_all=False)

    def undo(self, id: str) -> Mended:
        """Leave the last correction out.

        Raises:
            CorrectionError: There is none.
            FileError, LibraryError: It could not be written; nothing is changed.
        """
        with locked(self.files.path(id)):
            kept = self._kept(id)
            if not kept:
                raise CorrectionError(id, "nothing of it was corrected")
            work = self._work(id, kept[:-1])
            after = work.finish()
            work.try_out(kept[-1])
            self._put(id, work.document, kept[:-1], after)
        self._undone.setdefault(id, []).append(kept[-1])
        return Mended(work.finish(), after, kept[-1:])

    def redo(self, id: str) -> Mended:
        """Make the correction that was undone last again.

        Raises:
            CorrectionError: None was undone, or it no longer fits.
            FileError, LibraryError: It could not be written; nothing is changed.
        """
        undone = self._undone.get(id)
        if not undone:
            raise CorrectionError(id, "no correction was undone")
        mended = self._add(id, lambda shown: [undone[-1]], is_all=True, is_again=True)
        undone.pop()
        return mended

    def _add(
        self, id: str, make: Callable[[Document], Sequence[Correction]], is_all: bool, is_again: bool = False
    ) -> Mended:
        _check_edition(self.library, id)
        with locked(self.files.path(id)):
            work = self._work(id, kept := self._kept(id))
            before = work.finish()
            aside = self._leave_foreign(id, work.document) if kept and before is work.document else ""
            kept = () if aside else kept
            outcomes = [work.try_out(one) for one in make(before)]
            made = tuple(one.correction for one in outcomes if one.is_change)
            refused = [one for one in outcomes if one.reason]
            if refused and (is_all or not made):
                raise CorrectionError(id, str(refused[0]), "nothing was changed")
            after = work.finish()
            if made:
                self._put(id, work.document, (*kept, *made), after)
        if not is_again:
            self._undone.pop(id, None)
        return Mended(before, after, made, (*([aside] if aside else []), *map(str, refused)))

    def _work(self, id: str, corrections: Iterable[Correction]) -> Work:
        """The document as imported, with corrections carried out."""
        from reader.model.correcting import Work

        work = Work(self.library.imported(id))
        for one in corrections:
            work.try_out(one)
        return work

    def _leave_foreign(self, id: str, imported: Document) -> str:
        """Set a file aside that is of another text, which went by this id before; says so, or nothing."""
        from reader.model.structures import is_of

        structure, _ = self.files.read(id)
        if structure is None or is_of(structure, imported):
            return ""
        return f"corrections of another text are kept as {set_aside(self.files.path(id)).name}"

    def _kept(self, id: str) -> tuple[Correction, ...]:
        structure, said = self.files.read(id)
        if said:
            raise CorrectionError(id, said, "correct it anew")
        return structure.corrections if structure else ()

    def _put(
        self, id: str, imported: Document, corrections: Sequence[Correction], corrected: Document
    ) -> None:
        """Keep corrections in the file, then show them: what the file says is what is made anew."""
        from reader.model.structures import structure_of

        before, _ = self.files.read(id)
        after = before or structure_of(imported)
        self.files.write(id, after._replace(corrections=tuple(corrections)) if corrections else None)
        try:
            self._show(id, imported, corrected)
        except LibraryError:
            with suppress(FileError):
                self.files.write(id, before)
            raise

    def _show(self, id: str, imported: Document, corrected: Document) -> None:
        if corrected is not imported or self.library.is_corrected(id):
            self.library.correct(self.library.listing(id), None if corrected is imported else corrected)


def _check_edition(library: Library, id: str) -> None:
    if library.listing(id).edition is Edition.DIGEST:
        reason = "it is a digest, whose structure is stated"
        raise CorrectionError(id, reason, "add your own copy of the page: threadside add FILE")


def tell(corrected: Corrected) -> Iterator[str]:
    """What became of kept corrections, in sentences."""
    refused = corrected.refused
    done = len(corrected.outcomes) - len(refused)
    if done:
        yield f"{count_corrections(done)} of yours made again"
    if refused:
        more = f"; and {len(refused) - _NAMED} more" if len(refused) > _NAMED else ""
        named = "; ".join(map(str, refused[:_NAMED]))
        yield f"{count_corrections(len(refused))} of yours no longer fit and were not made: {named}{more}"


def count_corrections(number: int) -> str:
    """So many corrections, in words."""
    return f"{number} correction{'' if number == 1 else 's'}"
