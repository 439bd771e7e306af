"""Painting: lines as segments of styled text, each made once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, pairwise
from typing import Any, NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from reader.clean import safe_url
from reader.model.documents import EntryKind, Flag
from reader.model.passages import Passage, PassageKind, SpanKind
from reader.model.spoilers import SPOILER, address_of
from reader.ui.captions import Caption
from reader.ui.entry_captions import VOICES, notes
from reader.ui.highlights import LAYERS
from reader.ui.layout import CONTINUED, Line, LineKind
from reader.ui.page import Page
from reader.ui.reading import Row
from reader.ui.wrap import is_disputed

RAILS = 6
_KEPT = 2_000
_GAP = 2
_NOTED = frozenset({LineKind.TEXT, LineKind.BLANK, LineKind.HEADER, LineKind.STUB})
_BOLD, _ITALIC, _STRIKE = Style(bold=True), Style(italic=True), Style(strike=True)
_SET = {SpanKind.EMPHASIS: _ITALIC, SpanKind.STRONG: _BOLD, SpanKind.STRIKE: _STRIKE}

ROLES = (
    "text", "title", "author", "unknown", "meta", "flag", "new", "count", "summary", "more", "heading",
    "quote", "quote-bar", "code", "link", "rule", "selection", "cursor", "cursor-idle", "thumb", "track",
    "choice", "choice-now", "choice-typed", "strip", "strip-name", "bar", "bar-idle", "retracted", "note",
    "spoiler", "opened", *LAYERS,
    *(f"rail-{number}" for number in range(RAILS)), *(f"voice-{number}" for number in range(VOICES)),
)  # fmt: skip


# Half-open characters, and their style.
_Over = tuple[int, int, Style]


class Point(NamedTuple):
    """A place in the text of a page.

    Attributes:
        position: The entry's position in the thread as shown.
        passage: The passage's index.
        character: The character's index in the passage's text; a selection stops before its end.
    """

    position: int
    passage: int
    character: int


def make_room(lines: dict[Any, Any]) -> None:
    """Drop the older half of kept lines when they are many: all at once would draw the view anew."""
    if len(lines) >= _KEPT:
        for key in list(islice(lines, _KEPT // 2)):
            del lines[key]


class Painter:
    """Turns lines of a page into segments of styled text.

    Args:
        page: The page.
        styles: For each of ROLES its style.

    Attributes:
        selection: The selected characters.
        disputed: Lines painted so far that terminals may take for wider or narrower than we do.
    """

    def __init__(self, page: Page, styles: Mapping[str, Style]) -> None:
        self.page = page
        self.styles = styles
        self.selection: tuple[Point, Point] | None = None
        self.disputed: set[Row] = set()
        self._bodies: dict[Row, list[Segment]] = {}

    def forget(self) -> None:
        """Drop every line, because the layout or the theme changed."""
        self._bodies.clear()
        self.disputed.clear()

    def body(self, row: Row) -> list[Segment]:
        """A line without its margin and scroll bar, exactly as wide as the page; kept."""
        if self._is_selected(row):
            return self._paint(row)
        body = self._bodies.get(row)
        if body is None:
            make_room(self._bodies)
            body = self._bodies[row] = self._paint(row)
        return body

    def _is_selected(self, row: Row) -> bool:
        if self.selection is None:
            return False
        start, stop = self.selection
        return start.position <= row.position <= stop.position

    def _paint(self, row: Row) -> list[Segment]:
        line = self.page.lay_out(row.position).lines[row.line]
        segments = [*self._rails(row, line), *self._content(row, line)]
        note = self._note(row, line)
        room = self.page.width - sum(cell_len(segment.text) for segment in note)
        missing = room - sum(cell_len(segment.text) for segment in segments)
        if any(is_disputed(segment.text) for segment in segments):
            self.disputed.add(row)
        if missing < 0:
            return [*Segment.adjust_line_length(segments, room, self.styles["text"]), *note]
        gap = [Segment(" " * missing, self.styles["text"])] if missing else []
        return [*segments, *gap, *note]

    # Notes at the right

    def _note(self, row: Row, line: Line) -> list[Segment]:
        """What stands at the right of a line beside its passage, or beside its entry as a whole."""
        if line.kind not in _NOTED:
            return []
        is_whole = line.kind in (LineKind.HEADER, LineKind.STUB)
        note = self.page.highlights.note(self.page.entry_at(row.position), None if is_whole else line.passage)
        if not note:
            return []
        room = self.page.width - _GAP - sum(cell_len(run.text) for run in note)
        is_here = line.kind is LineKind.STUB or self._note_line(row, line, room) == row.line
        return [Segment(run.text, self.styles[run.role]) for run in note] if is_here else []

    def _note_line(self, row: Row, line: Line, room: int) -> int:
        """The first line of an entry's header, or of a passage and the blank after it, with room for a note.

        Args:
            row: One of these lines.
            line: The same.
            room: Cells the others may take.

        Returns:
            The line's number in the entry; -1 when none has room.
        """
        laid, is_header = self.page.lay_out(row.position), line.kind is LineKind.HEADER
        start = 0 if is_header else laid.first_line(line.passage)
        for number in range(start, min(laid.last_line(line.passage) + 2, len(laid.lines))):
            other = laid.lines[number]
            is_its = other.kind in _NOTED and (other.kind is LineKind.HEADER) is is_header
            if is_its and other.passage == line.passage and self._cells(row.position, other) <= room:
                return number
        return -1

    def _cells(self, position: int, line: Line) -> int:
        """How many cells a line of an expanded entry takes."""
        if line.kind is LineKind.HEADER:
            caption = self.page.captions.headers(position)[line.number : line.number + 1]
            used = sum(cell_len(run.text) for runs in caption for run in runs)
        else:
            used = cell_len(line.lead) + cell_len(self.page.line_text(position, line))
        return 2 * self.page.rails(position) + used

    # Rails

    def _rails(self, row: Row, line: Line) -> Iterator[Segment]:
        page, glyphs = self.page, self.page.glyphs
        shown, depth = page.rails(row.position), page.reading.thread.depths[row.position]
        is_turn = page.document.columns.kind(page.entry_at(row.position)) is EntryKind.TURN
        goes_on = self._levels_below(row, line)
        for rail in range(shown):
            level = depth + 1 - shown + rail
            role = page.captions.about(row.position).author_role if is_turn else f"rail-{level % RAILS}"
            glyph = glyphs.cut_rail if rail == 0 and level > 0 and not is_turn else glyphs.rail
            if rail == shown - 1 and line.kind in (LineKind.HEADER, LineKind.STUB) and not line.number:
                glyph = self._fold_glyph(row.position)
            elif level >= goes_on:
                glyph = " "
            yield Segment(glyph + " ", self.styles[role])

    def _levels_below(self, row: Row, line: Line) -> int:
        """How many rails go on below a line: all, but after an entry those of what follows."""
        reading = self.page.reading
        if line.kind is not LineKind.BLANK or row.line < len(self.page.lay_out(row.position).lines) - 1:
            return len(reading.thread)
        after = reading.folds.after(row.position)
        return 0 if after is None else reading.thread.depths[after]

    def _fold_glyph(self, position: int) -> str:
        glyphs = self.page.glyphs
        if self.page.reading.folds.is_one_line(position):
            return glyphs.collapsed
        return glyphs.expanded if self.page.reading.thread.size(position) > 1 else glyphs.leaf

    # Content

    def _content(self, row: Row, line: Line) -> Iterator[Segment]:
        if line.kind is LineKind.STUB:
            yield from self._stub(row.position)
        elif line.kind is LineKind.HEADER:
            headers = self.page.captions.headers(row.position)
            yield from self._runs(headers[line.number] if line.number < len(headers) else [])
        elif line.kind is LineKind.TEXT:
            yield from self._text(row, line)
        elif line.kind is LineKind.BLANK:
            yield from self._lead(line.lead)
        else:
            yield from self._runs(notes(line))

    def _stub(self, position: int) -> Iterator[Segment]:
        width = self.page.width - 2 * self.page.rails(position)
        if not self.page.rails(position):
            yield Segment(f"{self.page.glyphs.collapsed} ", self.styles["meta"])
            width -= 2
        yield from self._runs(self.page.captions.stub(position, width))

    def _runs(self, caption: Caption) -> Iterator[Segment]:
        for run in caption:
            yield Segment(run.text, self.styles[run.role])

    def _text(self, row: Row, line: Line) -> Iterator[Segment]:
        entry = self.page.entry(row.position)
        passage = entry.passages[line.passage]
        yield from self._lead(line.lead)
        if passage.kind is PassageKind.RULE:
            room = self.page.room(row.position) - cell_len(line.lead)
            yield Segment(self.page.glyphs.rule * max(3, room // 2), self.styles["rule"])
            return
        base = self._base(passage)
        if Flag.RETRACTED in entry.flags:
            base += self.styles["retracted"]
        yield from self._spans(row, passage, line, base)

    def _lead(self, lead: str) -> Iterator[Segment]:
        glyphs = self.page.glyphs
        for index, part in enumerate(lead.split(">")):
            if index:
                yield Segment(glyphs.quote, self.styles["quote-bar"])
            if part:
                shown = part.replace("•", glyphs.leaf).replace(CONTINUED, glyphs.continued)
                yield Segment(shown, self.styles["meta"])

    def _base(self, passage: Passage) -> Style:
        if passage.kind is PassageKind.HEADING:
            return self.styles["heading"]
        if passage.kind in (PassageKind.CODE, PassageKind.TABLE):
            return self.styles["code"]
        return self.styles["quote" if passage.is_quotation else "text"]

    def _selected(self, position: int, passage: int) -> tuple[int, int] | None:
        """The selected characters of a passage."""
        if self.selection is None:
            return None
        start, stop = self.selection
        here = (position, passage)
        if not start[:2] <= here <= stop[:2]:
            return None
        first = start.character if here == start[:2] else 0
        return first, stop.character if here == stop[:2] else 1 << 30

    def _set_off(self, row: Row, passage: Passage, line: Line) -> Iterator[_Over]:
        """What lies over a passage whatever it says, by characters, in the order of painting."""
        entry = self.page.entry_at(row.position)
        for start, stop, role in self.page.highlights.spans(entry, line.passage, passage.text):
            yield start, stop, self.styles[role]
        selected = self._selected(row.position, line.passage)
        if selected:
            yield *selected, self.styles["selection"]

    def _spans(self, row: Row, passage: Passage, line: Line, base: Style) -> Iterator[Segment]:
        own = [(start, stop, self._span_style(kind, target)) for start, stop, kind, target in passage.spans]
        over = _within(line, [*own, *self._set_off(row, passage, line)])
        hidden = self.page.hidden(row.position, line.passage)
        ends = {end for first, last, _ in over for end in (first, last)}
        ends |= {end for span in hidden for end in span if line.start < end < line.stop}
        for start, stop in pairwise(sorted({line.start, line.stop, *ends})):
            text = self._drawn(passage, start, stop)
            if any(first <= start < last for first, last in hidden):
                bare = _within(line, self._set_off(row, passage, line))
                yield Segment(self._hide(text), _style_at(start, stop, self.styles["spoiler"], bare))
            else:
                yield Segment(text, _style_at(start, stop, base, over))

    def _hide(self, text: str) -> str:
        """As many cells as the text takes, so that nothing moves when it is opened."""
        return self.page.glyphs.hidden * cell_len(text)

    def _drawn(self, passage: Passage, start: int, stop: int) -> str:
        """Characters of a passage; the lines between a table's columns are ours."""
        text = passage.text[start:stop]
        return text.replace("│", self.page.glyphs.rail) if passage.kind is PassageKind.TABLE else text

    def _span_style(self, kind: SpanKind, target: str) -> Style:
        if kind is SpanKind.CODE:
            return self.styles["code"]
        if kind in _SET:
            return _SET[kind]
        style = self.styles["opened" if target == SPOILER else "link"]
        url = safe_url(address_of(target))
        return style + Style(link=url) if url else style

    # From the screen back to the text

    def point_at(self, row: Row, column: int) -> Point:
        """The character under a column of the page (cells, margin excluded), or the nearest."""
        line = self.page.lay_out(row.position).lines[row.line]
        if line.kind is not LineKind.TEXT:
            return Point(row.position, line.passage, 0 if line.kind is LineKind.HEADER else 1 << 30)
        column -= 2 * self.page.rails(row.position) + cell_len(line.lead)
        character = _character_at(self.page.line_text(row.position, line), column)
        return Point(row.position, line.passage, line.start + character)


def _within(line: Line, over: Iterable[_Over]) -> list[_Over]:
    """What lies over a line, cut to it."""
    return [
        (max(start, line.start), min(stop, line.stop), style)
        for start, stop, style in over
        if start < line.stop and stop > line.start
    ]


def _style_at(start: int, stop: int, base: Style, over: Iterable[_Over]) -> Style:
    for first, last, style in over:
        if first <= start and stop <= last:
            base += style
    return base


def _character_at(text: str, column: int) -> int:
    used = 0
    for index, character in enumerate(text):
        used += cell_len(character)
        if used > column:
            return index
    return len(text)
