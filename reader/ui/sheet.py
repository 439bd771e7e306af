"""Sheet: all lines of a pane: title, the cursor's ancestors, the view with margin and scroll bar."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from reader.ui.captions import Run, clip
from reader.ui.overview import ancestry
from reader.ui.page import Order, Page
from reader.ui.painting import Painter, make_room
from reader.ui.reading import Row
from reader.ui.wrap import is_disputed

TOP_ROWS = 2
MARGIN = 2
BAR = 1


class Sheet:
    """Draws a page with what frames it.

    Args:
        page: The page.
        styles: For each of the painter's ROLES its style.
        width: Cells of the whole pane.

    Attributes:
        disputed: Rows drawn last that may reach beyond the pane, or end before its edge.
    """

    def __init__(self, page: Page, styles: Mapping[str, Style], width: int) -> None:
        self.page = page
        self.styles = styles
        self.width = width
        self.painter = Painter(page, styles)
        self.disputed: frozenset[int] = frozenset()
        self._joined: dict[tuple[object, ...], tuple[Strip, list[Segment]]] = {}

    def forget(self) -> None:
        """Drop every strip, because the layout changed."""
        self.painter.forget()
        self._joined.clear()

    def strips(self, is_current: bool) -> list[Strip]:
        """Every line of the pane, top first.

        Args:
            is_current: Whether keys go to the pane.
        """
        reading = self.page.reading
        rows = reading.rows()
        self.page.warm(rows)
        first, last = reading.cursor_lines()
        thumb = self._thumb(len(rows))
        mark = "cursor" if is_current else "cursor-idle"
        lines = [
            self._line(row, mark if first <= row <= last else "", number in thumb)
            for number, row in enumerate(rows)
        ]
        blank = [Segment(" " * self.page.width, self.styles["text"])]
        lines += [self._join(blank, "", number in thumb) for number in range(len(rows), reading.height)]
        top = [self._title(is_current), self._ancestry()]
        disputed = [is_disputed(strip.text) for strip in top] + [row in self.painter.disputed for row in rows]
        self.disputed = frozenset(number for number, is_so in enumerate(disputed) if is_so)
        return [*top, *lines]

    def prefetch(self, console: Console, pages: int) -> None:
        """Make the lines a page away ready to be sent to the terminal, before they are asked for.

        Args:
            console: The console they will be sent by.
            pages: How many views further; negative is back.
        """
        reading = self.page.reading
        rows = reading.rows(reading.step(reading.anchor, pages * reading.height))
        self.page.warm(rows)
        for row in rows:
            self._line(row, "", False).render(console)

    def _line(self, row: Row, mark: str, is_thumb: bool) -> Strip:
        """A whole line; kept, so that Textual's own caches on the strip stay warm."""
        body = self.painter.body(row)
        key = (row, mark, is_thumb, id(body))
        if key not in self._joined:
            make_room(self._joined)
            # The body is kept beside, so that its identity cannot be given to another strip.
            self._joined[key] = self._join(body, mark, is_thumb), body
        return self._joined[key][0]

    def _join(self, body: list[Segment], mark: str, is_thumb: bool) -> Strip:
        glyphs, styles = self.page.glyphs, self.styles
        margin = Segment(f"{glyphs.cursor} ", styles[mark]) if mark else Segment("  ", styles["text"])
        bar = Segment(glyphs.thumb, styles["thumb"]) if is_thumb else Segment(glyphs.track, styles["track"])
        return Strip([margin, *body, bar], self.width)

    def _thumb(self, shown: int) -> range:
        """The rows of the scroll bar that stand for the view."""
        reading = self.page.reading
        total, height = reading.folds.heights.total, reading.height
        if total <= height and shown < height:
            return range(0)
        above = reading.folds.heights.before(reading.anchor.position) + reading.anchor.line
        size = max(1, height * height // (total + height))
        start = min(height - size, above * height // max(1, total))
        return range(start, start + size)

    def _title(self, is_current: bool) -> Strip:
        page, style = self.page, self.styles["bar" if is_current else "bar-idle"]
        said = [] if page.order is Order.SOURCE else [f"by {page.order}"]
        said += ["this branch only"] if page.branch_of is not None else []
        said += [f"only {page.narrowed.name}"] if page.narrowed else []
        right = f" {page.glyphs.dot} ".join([*said, f"{page.percent()} % "])
        room = max(0, self.width - cell_len(right) - 1)
        title = "".join(run.text for run in clip([Run(f" {page.document.listing.title}")], room, page.glyphs))
        gap = " " * max(0, self.width - cell_len(title) - cell_len(right))
        return Strip([Segment(title + gap + right, style)]).adjust_cell_length(self.width, style)

    def _ancestry(self) -> Strip:
        glyphs = self.page.glyphs
        *above, here = ancestry(self.page)
        step = f" {glyphs.step} "
        room = self.width - 2 - cell_len(here)
        while above and cell_len(step.join([*above, ""])) > room:
            above = [above[0], glyphs.ellipsis, *above[3:]] if len(above) > 3 else above[1:]
        lineage = " " + "".join(name + step for name in above)
        runs = clip([Run(lineage, "strip"), Run(here, "strip-name")], self.width, glyphs)
        strip = Strip([Segment(run.text, self.styles[run.role]) for run in runs])
        return strip.adjust_cell_length(self.width, self.styles["strip"])
