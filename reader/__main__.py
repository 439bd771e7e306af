"""The command ``threadside``: what must be quick is told apart here, before anything is imported."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing even typing or collections would cost more than the version takes
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_COMMANDS = frozenset(
    {
        "add",
        "list",
        "show",
        "remove",
        "keys",
        "quotes",
        "search",
        "reindex",
        "bookmarks",
        "seen",
        "speakers",
        "structure",
        "formats",
        "update",
        "completion",
        "doctor",
    }
)
_MOST_DOCUMENTS = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks.

    Args:
        argv: The words after the command's name; by default those of this process.

    Returns:
        The exit code: 0 done, 1 it could not be done, 2 wrong usage, 130 interrupted.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["--version"], ["-V"]):
        return run(_say_version)
    if _is_reading(arguments) and "_THREADSIDE_COMPLETE" not in os.environ:
        return run(lambda: _read(arguments))
    return run(lambda: _command(arguments), arguments[:1] if arguments and arguments[0] in _COMMANDS else ())


def _is_reading(arguments: list[str]) -> bool:
    if len(arguments) > _MOST_DOCUMENTS or (arguments and arguments[0] in _COMMANDS):
        return False
    return not any(argument.startswith("-") for argument in arguments)


def _say_version() -> int:
    from reader import __version__

    sys.stdout.write(f"threadside {__version__}\n")
    return 0


def _read(names: list[str]) -> int:
    import gc

    # Importing Textual makes no garbage, and looking for some takes 12 of its 180 ms.
    gc.disable()
    from reader.frame import SavedFrame

    frame = SavedFrame(os.environ)
    try:
        if not names:
            frame.show()
        from reader.opening import read_documents

        return read_documents(names, frame)
    finally:
        frame.give_back()
        gc.enable()


def _command(arguments: list[str]) -> int:
    from reader.cli import run_command

    return run_command(arguments)


def run(action: Callable[[], int], commands: Sequence[str] = ()) -> int:
    """Run an action; what stops it becomes one line on stderr and an exit code.

    Args:
        action: What to do; gives the exit code.
        commands: Names of the commands that are carried out, for the report of a fault.
    """
    _mend_streams()
    try:
        code = action()
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output has read enough
        _abandon_output()
        return 1
    except Exception as error:
        _abandon_output()
        print(f"threadside: {_in_words(error, commands)}", file=sys.stderr)
        return 1


def _mend_streams() -> None:
    """No output may fail for its characters, and none for a stream that was closed beforehand."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 - until the program ends
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")


def _in_words(error: Exception, commands: Sequence[str]) -> str:
    import sqlite3

    from reader.clean import clean_line
    from reader.errors import ThreadsideError, UnexpectedError
    from reader.files import explain

    if isinstance(error, ThreadsideError | sqlite3.Error) and not isinstance(error, UnexpectedError):
        return clean_line(str(error))
    if isinstance(error, OSError):
        return clean_line(f"{error.filename or 'the output'}: {explain(error)}")
    from reader.faults import tell

    return clean_line(tell(error, os.environ, commands))


def _abandon_output() -> None:
    """What is still unwritten must not fail again when Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
