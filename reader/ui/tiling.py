"""Updates of a screen whose widgets lie side by side: a row that changed is written whole, and no other.

Textual cuts every row of every widget near a change at all the edges that cross it, because widgets may
lie over one another. That is half of the time from a key to the last byte; a page of text has no such.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from typing import NamedTuple

from rich.console import Console, ConsoleOptions, RenderResult
from textual._compositor import ChopsUpdate, Compositor, CompositorUpdate, LayoutUpdate, ReflowResult
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

# A widget, its region, and the region that it is clipped to.
_Placed = tuple[Widget, Region, Region]


class _Row(NamedTuple):
    """A row of a widget; its place in cells from the top left of the screen."""

    x: int
    y: int
    strip: Strip


class RowsUpdate(CompositorUpdate):
    """Whole rows of widgets.

    Args:
        rows: The rows.
    """

    def __init__(self, rows: Iterable[_Row]) -> None:
        self.rows = list(rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for row in self.rows:
            yield from row.strip

    def render_segments(self, console: Console) -> str:
        """What is sent to the terminal."""
        return "".join(f"\x1b[{y + 1};{x + 1}H{strip.render(console)}" for x, y, strip in self.rows)


class TilingCompositor(Compositor):
    """Textual's compositor, with a short way for changes of widgets that nothing lies over.

    It keeps the strips that it wrote, and writes none that stands in its place already.
    """

    def __init__(self) -> None:
        super().__init__()
        self._written: dict[tuple[int, int], Strip] = {}

    def forget(self, rows: Collection[int], column: int) -> None:
        """Let rows of the screen, from a column on, be written again though they stand there already.

        Args:
            rows: Their numbers, the first of the screen 0.
            column: The first cell that a widget of these must have.
        """
        self._written = {
            at: strip for at, strip in self._written.items() if at[1] not in rows or at[0] < column
        }

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay the widgets out anew."""
        self._written.clear()
        return super().reflow(parent, size)

    def render_full_update(self, simplify: bool = False) -> LayoutUpdate:
        """Everything, in Textual's way."""
        self._written.clear()
        return super().render_full_update(simplify)

    def render_partial_update(self) -> RowsUpdate | ChopsUpdate | None:  # type: ignore[override]
        """What changed; None when nothing did."""
        changed = self._changed()
        if not (self._are_whole(changed) and _are_apart(changed)):
            self._written.clear()
            return super().render_partial_update()
        self._dirty_regions.clear()
        rows = [row for row in _rows(changed) if self._written.get(row[:2]) != row.strip]
        self._written |= {row[:2]: row.strip for row in rows}
        return RowsUpdate(rows) if rows else None

    def _changed(self) -> list[_Placed]:
        """The widgets in which something changed, the screen itself apart, each with region and clip."""
        return [
            (widget, region, clip)
            for widget, (region, clip) in self.visible_widgets.items()
            if widget is not self.root and any(map(region.overlaps, self._dirty_regions))
        ]

    def _are_whole(self, changed: list[_Placed]) -> bool:
        """Whether all of these is in view, and every change within one of them."""
        regions = [region for _, region, clip in changed if clip.contains_region(region)]
        is_within = (
            any(region.contains_region(dirty) for region in regions) for dirty in self._dirty_regions
        )
        return len(regions) == len(changed) and all(is_within)


def _are_apart(changed: list[_Placed]) -> bool:
    """Whether none lies over another."""
    return not any(one[1].overlaps(other[1]) for one, other in combinations(changed, 2))


def _rows(changed: list[_Placed]) -> Iterator[_Row]:
    for widget, (x, y, width, height), _ in changed:
        strips = widget.render_lines(Region(0, 0, width, height))
        yield from (_Row(x, y + number, strip) for number, strip in enumerate(strips))
