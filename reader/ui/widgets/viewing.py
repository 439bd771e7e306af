"""Viewing: what each key does that changes how a pane shows its document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.settings import WIDTHS
from reader.ui.page import Order, Page

if TYPE_CHECKING:
    from reader.ui.widgets.pane import ReadingPane

_TEXT_STEP = 5


class Viewing:
    """The commands of a pane; each returns None, or a sentence for the reader.

    Args:
        pane: The pane.
        page: The page it shows.
    """

    def __init__(self, pane: ReadingPane, page: Page) -> None:
        self.pane = pane
        self.page = page

    def turn_branch(self) -> None:
        """Show the cursor's branch alone, or the whole thread again."""
        self.pane.selection.clear()
        self.page.show_branch() if self.page.is_whole else self.page.show_thread()
        self.pane.changed()

    def next_order(self) -> str | None:
        """Sort siblings in the next of the orders."""
        orders = list(Order)
        self.pane.selection.clear()
        self.page.sort(orders[(orders.index(self.page.order) + 1) % len(orders)])
        self.pane.changed()
        return "Order: as in the source" if self.page.order is Order.SOURCE else f"Order: {self.page.order}"

    def turn_cut(self) -> str | None:
        """Show the cursor's entry in full, or cut it again."""
        if not self.page.cut:
            return f"Nothing is cut: X cuts long comments at {self.pane.cut_lines} lines"
        self.page.turn_cut(self.page.reading.cursor.position)
        self.pane.changed()
        return None

    def turn_all_cut(self) -> str:
        """Cut every long comment, or show all in full."""
        self.page.uncut.clear()
        self.pane.restyle(cut=0 if self.page.cut else self.pane.cut_lines)
        return f"Long comments are cut at {self.page.cut} lines" if self.page.cut else "All shown in full"

    def turn_quotations(self) -> str:
        """Hide quoted text, or show it."""
        self.pane.restyle(hides_quotations=not self.page.hides_quotations)
        return "Quoted text is hidden" if self.page.hides_quotations else "Quoted text is shown"

    def turn_spoilers(self) -> str:
        """Show all hidden words of the document, or hide them again."""
        self.page.veil.turn()
        self.pane.changed()
        return "Spoilers are shown" if self.page.veil.is_lifted else "Spoilers are hidden"

    def wider(self) -> str:
        """Let text run wider."""
        return self._widen(_TEXT_STEP)

    def narrower(self) -> str:
        """Keep text narrower."""
        return self._widen(-_TEXT_STEP)

    def _widen(self, step: int) -> str:
        width = max(WIDTHS.start, min(WIDTHS.stop - 1, self.page.text_width + step))
        self.pane.restyle(text_width=width)
        return f"Text at most {width} wide"
