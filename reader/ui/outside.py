"""The two ways out of the reader: the clipboard, and the browser.

Programs are run by argument list, never through a shell.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

from reader.clean import safe_url
from reader.errors import LinkRefused

_CLIPBOARD_TOOLS: tuple[tuple[str, ...], ...] = (
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
    ("pbcopy",),
    ("clip.exe",),
)
_OPENERS = ("open",) if sys.platform == "darwin" else ("xdg-open", "wslview")
_SECONDS = 2


def clipboard_tools() -> list[str]:
    """The names of the clipboard tools of this machine, in the order in which they are tried."""
    return [command[0] for command in _CLIPBOARD_TOOLS if shutil.which(command[0])]


def copy_locally(text: str) -> str | None:
    """Give text to a clipboard tool of this machine.

    Returns:
        The name of the tool that took it; None when there is none.
    """
    for command in _CLIPBOARD_TOOLS:
        if shutil.which(command[0]) and _feed(command, text):
            return command[0]
    return None


def _feed(command: tuple[str, ...], text: str) -> bool:
    try:
        done = subprocess.run(
            command, input=text.encode(), timeout=_SECONDS, check=False,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def open_in_browser(url: str) -> str:
    """Open an address in the reader's browser.

    Args:
        url: The address, as it was shown.

    Returns:
        The name of the program that was asked.

    Raises:
        LinkRefused: It is not a plain http or https address, or there is no program to open it.
    """
    if safe_url(url) is None:
        raise LinkRefused(url[:80], "only plain http and https addresses are opened")
    opener = next(filter(shutil.which, _OPENERS), None)
    if opener is None:
        raise LinkRefused(url, f"no program to open it ({' or '.join(_OPENERS)})", "copy it instead")
    try:
        subprocess.Popen(
            [opener, url], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise LinkRefused(url, f"{opener} did not start ({error.strerror})", "copy it instead") from error
    return opener
