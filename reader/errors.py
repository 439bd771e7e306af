"""Every error a reader can be told about.

    ThreadsideError                 anything that stops what was asked, in words for the reader
    ├── SourceError                 a source cannot be turned into a document
    ├── FetchError                  an address cannot be fetched
    ├── CorrectionError             a reader's correction does not fit the document
    ├── NotInLibrary                no document, or no entry, goes by the given name
    ├── LibraryError                the library's database cannot be opened, read or written
    │   └── DocumentChanged         another program replaced or removed a document being read
    ├── FileError                   a file cannot be read, written or locked
    ├── SettingsError               the settings file says something that cannot be followed
    ├── LinkRefused                 an address may not be opened
    └── UnexpectedError             something failed that should not: a fault of ours

A message names the thing, the reason and the way out, in one line. The command line prints it on
stderr and exits with 1; the app shows it as a notice. No traceback ever reaches a reader.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class ThreadsideError(Exception):
    """Anything that stops what the reader asked for.

    Args:
        subject: The thing concerned, such as a file name or a document's id.
        reason: Why it cannot be done.
        way_out: What the reader can do about it; may be empty.
    """

    def __init__(self, subject: str, reason: str, way_out: str = "") -> None:
        super().__init__(subject, reason, way_out)
        self.subject = subject
        self.reason = reason
        self.way_out = way_out

    def __str__(self) -> str:
        """One line: ``subject: reason; way out``."""
        said = f"{self.subject}: {self.reason}"
        return f"{said}; {self.way_out}" if self.way_out else said


class SourceError(ThreadsideError):
    """A source cannot be turned into a document."""


class FetchError(ThreadsideError):
    """An address cannot be fetched.

    Args:
        subject: The address.
        reason: Why not.
        way_out: What the reader can do, such as saving the page in a browser and adding the file.
        status: The HTTP status with which the site refused; 0 when it did not come to that.
    """

    def __init__(self, subject: str, reason: str, way_out: str = "", status: int = 0) -> None:
        super().__init__(subject, reason, way_out)
        self.status = status


class CorrectionError(ThreadsideError):
    """A reader's correction does not fit the document, or a structure file is none, or of another one."""


class NotInLibrary(ThreadsideError):
    """No document, or no entry of a document, goes by the given name."""


class LibraryError(ThreadsideError):
    """The library's database cannot be opened, read or written."""


class DocumentChanged(LibraryError):
    """Another program replaced or removed a document that is being read."""


class FileError(ThreadsideError):
    """A file cannot be read, written or locked."""


class SettingsError(ThreadsideError):
    """The settings file says something that cannot be followed.

    Args:
        subject: The file and the line, or the variable.
        reason: Why it cannot be followed.
        way_out: What the reader can do.
        line: The number of the line, from 1; 0 when it is not known.
    """

    def __init__(self, subject: str, reason: str, way_out: str = "", line: int = 0) -> None:
        super().__init__(subject, reason, way_out)
        self.line = line


class LinkRefused(ThreadsideError):
    """An address may not be opened."""


class UnexpectedError(ThreadsideError):
    """Something failed that should not: a fault of ours, told without a traceback.

    Args:
        error: What was raised.
        commands: Ids of the commands asked for before, the last one last.
    """

    def __init__(self, error: BaseException, commands: Sequence[str] = ()) -> None:
        reason = f"a fault of the program ({type(error).__name__}); your place was kept"
        super().__init__("threadside", reason, "please report it")
        self.error = error
        self.commands = tuple(commands)
