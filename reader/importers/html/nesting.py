"""Quotations, lists and tables, while they are being walked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from selectolax.lexbor import LexborNode

from reader.importers.html.builder import BlockBuilder, Setting
from reader.importers.html.elements import LISTS
from reader.importers.html.flow import Container
from reader.importers.html.tables import Table, set_table

Attributes = Mapping[str, str | None]
Close = Callable[[], None]
Closes = tuple[Close, ...]


class _List:
    """A list being walked: the number of its next item, if it has numbers, and the item last begun."""

    __slots__ = ("item", "number")

    def __init__(self, number: int | None) -> None:
        self.number = number
        self.item: Setting | None = None


class Nesting:
    """Begins quotations, lists and tables, and says what to do at their ends.

    Args:
        text: Where the text inside of them goes.
    """

    def __init__(self, text: BlockBuilder) -> None:
        self._text = text
        self._end: Closes = (text.end,)
        self._lists: list[_List] = []
        self._tables: list[Table] = []

    @property
    def is_in_table(self) -> bool:
        """Whether the text stands in a table."""
        return bool(self._tables)

    def enter_quotation(self) -> Closes:
        """Begin a quotation."""
        self._text.open(Container())
        return self._end

    def enter_list(self, node: LexborNode, attributes: Attributes) -> Closes:
        """Begin a list; one that stands in another list belongs to the item before it."""
        self._text.end()
        if self._lists and self._lists[-1].item and node.parent is not None and node.parent.tag in LISTS:
            self._text.setting = self._lists[-1].item
        self._lists.append(_List(_number(attributes.get("start"), 1) if node.tag == "ol" else None))
        return (self._text.end, self._leave_list)

    def _leave_list(self) -> None:
        self._lists.pop()

    def enter_item(self, attributes: Attributes) -> Closes:
        """Begin an item of a list."""
        listed = self._lists[-1] if self._lists else _List(None)
        marker = "-"
        if listed.number is not None:
            number = _number(attributes.get("value"), listed.number)
            marker = f"{number}."
            listed.number = number + 1
        self._text.open(Container(marker, listed))
        listed.item = self._text.setting
        return self._end

    def enter_table(self) -> Closes:
        """Begin a table."""
        self._text.end()
        self._tables.append(Table(len(self._text.blocks)))
        return (self._text.end, self._leave_table)

    def _leave_table(self) -> None:
        set_table(self._text.blocks, self._tables.pop())

    def enter_row(self) -> Closes:
        """Begin a row of a table."""
        self._text.end()
        if self._tables:
            self._tables[-1].rows.append([])
        return self._end

    def enter_caption(self) -> Closes:
        """Begin a table's caption."""
        self._text.end()
        table = self._tables[-1] if self._tables else Table(0)
        return (self._text.end, lambda: table.end_caption(len(self._text.blocks)))

    def enter_cell(self, node: LexborNode, attributes: Attributes) -> Closes:
        """Begin a cell of a table."""
        self._text.end()
        start = len(self._text.blocks)
        table = self._tables[-1] if self._tables else Table(0)
        columns, is_head = _number(attributes.get("colspan"), 1), node.tag == "th"
        return (self._text.end, lambda: table.end_cell(start, len(self._text.blocks), columns, is_head))


def _number(written: str | None, default: int) -> int:
    """A number as HTML writes it, of at most nine digits, as CommonMark allows."""
    text = (written or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else default
