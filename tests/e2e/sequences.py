"""What a program writes to a terminal, cut into text, controls and escape sequences.

Sources: ECMA-48 (C0, C1, CSI, OSC, DCS), the xterm control sequences document (how an unfinished
string ends).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["text", "csi", "osc", "string", "escape", "control"]

_TOKEN = re.compile(
    r"(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
    r"|(?P<csi>\x1b\[[0-?]*[ -/]*[@-~])"
    # Any other escape ends a string that was never closed, as in xterm.
    r"|(?P<osc>\x1b\][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|(?=\x1b[^\\])))"
    r"|(?P<string>\x1b[PX^_][^\x1b\x9c]*(?:\x1b\\|\x9c|(?=\x1b[^\\])))"
    r"|(?P<escape>\x1b[ -/]*[^\x00-\x1f\x7f-\x9f])"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b\x9c]*\x1b?|[PX^_][^\x1b\x9c]*\x1b?|[ -/]*)\Z")


class Token(NamedTuple):
    """A run of text, or one control or escape sequence.

    Attributes:
        kind: ``text`` without controls; ``csi``, ``osc`` and ``string`` (DCS, SOS, PM, APC) with
            introducer and end; ``escape`` any other sequence; ``control`` one C0, C1 or DEL.
        text: The characters as written; a byte that is not UTF-8 is a lone surrogate.
    """

    kind: Kind
    text: str


class Tokenizer:
    """Cuts a stream of bytes into tokens, whatever the sizes of the pieces it comes in."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        self._rest = ""

    def feed(self, piece: bytes, *, final: bool = False) -> Iterator[Token]:
        """Give the tokens complete so far.

        Args:
            piece: The next bytes.
            final: Whether nothing follows; an unfinished sequence is then given as it stands.
        """
        written = self._rest + self._decoder.decode(piece, final)
        self._rest, position = "", 0
        while position < len(written):
            if not final and written[position] == "\x1b" and _UNFINISHED.match(written, position):
                self._rest = written[position:]
                return
            token = _next(written, position)
            yield token
            position += len(token.text)


def _next(written: str, position: int) -> Token:
    match = _TOKEN.match(written, position)
    assert match, "a token matches any character"
    return Token(_kind(match), match[0])


def _kind(match: re.Match[str]) -> Kind:
    kind: Kind = match.lastgroup  # type: ignore[assignment]  # the groups are named after the kinds
    return kind


def tokens(output: bytes) -> list[Token]:
    """Cut a whole output into tokens."""
    return list(Tokenizer().feed(output, final=True))
