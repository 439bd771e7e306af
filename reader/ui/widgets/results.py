"""The results of a search as trees, drawn line by line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.captions import clip
from reader.ui.glyphs import Glyphs
from reader.ui.palette import Palette
from reader.ui.result_captions import ResultCaptions
from reader.ui.result_tree import HIT_LINES, ResultLines, ResultRow, RowKind
from reader.ui.telling import Telling
from reader.ui.widgets.drawn import fit
from reader.ui.wrap import wrap

if TYPE_CHECKING:
    from reader.index import Hit

_INDENT = 2
_MOST_INDENT = 12


class ResultList(Telling, Widget):
    """Shows as many rows as fit, the chosen hit among them.

    Args:
        palette: Gives the styles to paint with.
        glyphs: The characters to draw with.
        captions: Gives the caption of a row, given the cells it may take.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = set()

    class Chosen(Message):
        """A hit was chosen with the mouse."""

    class Wanted(Message):
        """Hits are in view, or nearly, that were not read yet.

        Args:
            ranks: Theirs.
        """

        def __init__(self, ranks: Sequence[int]) -> None:
            super().__init__()
            self.ranks = ranks

    def __init__(self, palette: Palette, glyphs: Glyphs, captions: ResultCaptions) -> None:
        super().__init__(id="results")
        self.palette, self.glyphs, self.captions = palette, glyphs, captions
        self.lines = ResultLines()
        self.hits: dict[int, Hit] = {}
        self.help: Sequence[str] = ()
        self.chosen = -1
        self.top = 0
        self._kept: dict[tuple[int, int, bool], Strip] = {}
        self._kept_styles: dict[str, Style] = {}

    # What is shown

    @property
    def rows(self) -> Sequence[ResultRow]:
        """The rows shown."""
        return self.lines.rows

    def show(self, lines: ResultLines, hits: dict[int, Hit]) -> None:
        """Show results from now on, the best hit chosen."""
        self.lines, self.hits, self.top = lines, hits, 0
        self._kept.clear()
        self.choose(lines.best)

    def choose(self, number: int) -> None:
        """Choose a row by its number; -1 chooses none."""
        self.chosen = number
        self.keep_in_view()
        self.refresh()

    def add(self, hits: dict[int, Hit]) -> None:
        """Hits that were wanted have been read."""
        self.hits |= hits
        self._kept.clear()
        self.refresh()

    def step(self, hits: int) -> None:
        """Choose the hit so many further, or the last one, or the first."""
        there = self.lines.hits
        if there:
            here = max(0, bisect_right(there, self.chosen) - 1)
            self.choose(there[max(0, min(here + hits, len(there) - 1))])

    def page(self, pages: int) -> None:
        """Choose a hit about so many views further."""
        self.step(pages * max(1, self.size.height // (HIT_LINES + 1)))

    def keep_in_view(self) -> None:
        """Scroll no further than needed for the chosen hit, and what stands above it, to be in view."""
        if not 0 <= self.chosen < len(self.rows) or not self.size.height:
            return
        starts = self.lines.starts
        start = starts[self.chosen]
        above = self.chosen
        while above and self.rows[above - 1].kind is not RowKind.HIT:
            above -= 1
        first = starts[above] if start - starts[above] < self.size.height // 2 else start
        last = start + HIT_LINES
        self.top = min(self.top, first) if first < self.top else max(self.top, last - self.size.height)

    def on_resize(self) -> None:
        """The chosen hit stays in view."""
        self._kept.clear()
        self.keep_in_view()

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a region."""
        self._prepare()
        return fit(self, [self.render_line(y) for y in range(crop.y, crop.bottom)], crop)

    def render_line(self, y: int) -> Strip:
        """A line of the results, or of the help that stands in their place."""
        styles = self.palette.styles(self.app.stylesheet, self.styles.color, self.styles.background)
        width = self.size.width
        if not self.rows and y < len(self.help):
            return self._strip([Segment(f"  {self.help[y]}", styles["meta"])], styles)
        if self.top + y >= self.lines.starts[-1]:
            return Strip.blank(width, styles["text"])
        number, part = self.lines.at(self.top + y)
        key = number, part, number == self.chosen
        if key not in self._kept or self._kept_styles is not styles:
            if self._kept_styles is not styles:
                self._kept.clear()
                self._kept_styles = styles
            self._kept[key] = self._strip(self._segments(number, part, styles), styles)
        return self._kept[key]

    def _strip(self, segments: list[Segment], styles: dict[str, Style]) -> Strip:
        return Strip(segments).adjust_cell_length(self.size.width, styles["text"])

    def _segments(self, number: int, part: int, styles: dict[str, Style]) -> list[Segment]:
        row = self.rows[number]
        mark = f"{self.glyphs.cursor} " if number == self.chosen else "  "
        lead = mark + " " * self._indent(row)
        room = max(1, self.size.width - cell_len(lead) - 1)
        if part == 0:
            caption = clip(self.captions(row, room), room, self.glyphs)
            body = [Segment(run.text, styles[run.role]) for run in caption]
        else:
            body = self._excerpt(row, part - 1, room, styles)
        return [Segment(lead, styles["cursor"]), *body]

    def _indent(self, row: ResultRow) -> int:
        if row.kind is RowKind.DOCUMENT:
            return 0
        return _INDENT + min(_MOST_INDENT, self.size.width // 6, _INDENT * row.depth)

    def _excerpt(self, row: ResultRow, line: int, room: int, styles: dict[str, Style]) -> list[Segment]:
        """A line of a hit's excerpt, what was found set off."""
        hit = self.hits.get(row.rank)
        if hit is None:
            return [Segment(self.glyphs.ellipsis, styles["meta"])] if line == 0 else []
        lines = wrap(hit.excerpt, max(1, room - 3))
        if line >= len(lines):
            return []
        is_cut = line == HIT_LINES - 2 and line < len(lines) - 1
        start, stop = lines[line]
        edges = sorted({start, stop, *(at for span in hit.spans for at in span if start < at < stop)})
        more = [Segment(self.glyphs.ellipsis, styles["meta"])] if is_cut else []
        words = [
            Segment(hit.excerpt[one:other], styles["hit" if _is_within(one, hit.spans) else "summary"])
            for one, other in pairwise(edges)
        ]
        return [Segment("  ", styles["text"]), *words, *more]

    def _prepare(self) -> None:
        """Before the first line is drawn: read what is in view, and ask for what was not read yet."""
        in_view = self.lines.numbers(self.top, self.top + self.size.height)
        self.captions.warm(self.rows[number] for number in in_view)
        self._ask_for_missing()

    def _ask_for_missing(self) -> None:
        near = self.lines.numbers(self.top - self.size.height, self.top + 2 * self.size.height)
        ranks = [self.rows[number].rank for number in near]
        missing = [rank for rank in ranks if rank >= 0 and rank not in self.hits]
        if missing:
            self.post_message(self.Wanted(missing))

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """A click on a hit opens it."""
        at = self.top + event.y
        number = self.lines.at(at)[0] if at < self.lines.starts[-1] else -1
        if number >= 0 and self.rows[number].kind is RowKind.HIT:
            self.choose(number)
            self.post_message(self.Chosen())

    def on_mouse_scroll_down(self) -> None:
        """The wheel turned towards the reader."""
        self.step(1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel turned away from the reader."""
        self.step(-1)


def _is_within(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= at < stop for start, stop in spans)
