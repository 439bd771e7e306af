"""The blocks of an entry, as the walker finds them and before they are written as Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

# How a run of text is set: a sum of these.
STRONG, EMPHASIS, STRIKE, CODE = 1, 2, 4, 8


class Run(NamedTuple):
    """Text set alike.

    Attributes:
        text: White space folded; a line feed alone is a line break.
        marks: A sum of STRONG, EMPHASIS, STRIKE and CODE.
        link: The address it leads to; empty when it is no link.
        image: The address of the picture it describes; empty when it is text.
    """

    text: str
    marks: int = 0
    link: str = ""
    image: str = ""


BREAK = Run("\n")


class BlockKind(Enum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CODE = "code"
    RULE = "rule"
    TABLE = "table"


class Container:
    """A quotation or a list item; two that look alike are still two.

    Args:
        marker: What opens a list item, such as ``-`` or ``3.``; empty for a quotation.
        listed: The list an item is one of.
    """

    __slots__ = ("listed", "marker")

    def __init__(self, marker: str = "", listed: object = None) -> None:
        self.marker = marker
        self.listed = listed

    @property
    def cost(self) -> int:
        """How many levels of nesting the Markdown parser counts for it."""
        return 2 if self.marker else 1


Rows = tuple[tuple[tuple[Run, ...], ...], ...]


@dataclass(slots=True)
class Block:
    """A paragraph, heading, block of code, rule or table.

    Attributes:
        kind: What it is.
        runs: Its text, unless it is code, a rule or a table.
        containers: The quotations and list items it stands in, outermost first.
        level: A heading's, from 1 to 6.
        code: The text of a block of code.
        info: The language of a block of code.
        rows: The cells of a table, all rows of one length.
    """

    kind: BlockKind
    runs: list[Run] = field(default_factory=list)
    containers: tuple[Container, ...] = ()
    level: int = 0
    code: str = ""
    info: str = ""
    rows: Rows = ()
