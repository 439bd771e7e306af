"""The list of bookmarks, drawn line by line: only rows in view are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.clean import clean_line
from reader.ui.captions import Caption, Run, clip, date
from reader.ui.glyphs import Glyphs
from reader.ui.telling import Telling
from reader.ui.wrap import wrap

if TYPE_CHECKING:
    from reader.model.annotations import Bookmark
    from reader.model.reanchoring import Verdict

_TOP, _BELOW = 2, 2
_MOST_DETAILS = 12
_LONGEST = 4_000
_WHEEL = 3
_STATES = {"orphaned": "?", "changed": "~", "moved": ">", "unmoved": " "}


class BookmarkTable(Telling, Widget):
    """Rows of bookmarks, the chosen one in full below, and the keys.

    Args:
        glyphs: The characters to draw with.

    Attributes:
        heading: What is listed.
        typed: What the rows are filtered by.
        is_filtering: Whether keys go to the filter.
        total: How many rows there are, as far as counted.
        is_all: Whether all are counted.
        rows: The bookmarks read so far, by the number of their row.
        verdicts: What became of bookmarks, by id; None where the document is not at hand.
        gone: Ids of those being deleted.
        at: The row chosen.
        said: A sentence for the reader in place of the keys.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "list--title", "list--filter", "list--row", "list--chosen", "list--dim", "list--words",
        "list--state", "list--key", "list--name", "list--said",
    }  # fmt: skip
    ALLOW_SELECT = False

    class Pointed(Message):
        """A row was chosen with the mouse; a double click goes there."""

        def __init__(self, row: int, is_double: bool) -> None:
            super().__init__()
            self.row, self.is_double = row, is_double

    def __init__(self, glyphs: Glyphs) -> None:
        super().__init__()
        self.glyphs = glyphs
        self.heading = ""
        self.typed = ""
        self.is_filtering = False
        self.total = 0
        self.is_all = False
        self.rows: dict[int, Bookmark] = {}
        self.verdicts: dict[str, Verdict | None] = {}
        self.gone: set[str] = set()
        self.at = 0
        self.said = ""
        self.keys: Mapping[str, str] = {}

    @property
    def chosen(self) -> Bookmark | None:
        """The bookmark of the chosen row, when it is read."""
        return self.rows.get(self.at)

    @property
    def details(self) -> int:
        """Lines for the chosen bookmark in full."""
        return min(_MOST_DETAILS, max(0, (self.size.height - _TOP - _BELOW) // 2 - 1))

    @property
    def room(self) -> int:
        """How many rows fit."""
        return max(1, self.size.height - _TOP - _BELOW - self.details)

    @property
    def first(self) -> int:
        """The number of the row at the top."""
        return max(0, min(self.at - self.room // 2, self.total - self.room))

    def show(self, **changes: object) -> None:
        """Set attributes and draw."""
        self.__dict__.update(changes)
        self.at = max(0, min(self.at, self.total - 1))
        self.refresh()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Title, filter, rows, a rule, the chosen bookmark, keys."""
        width, height = self.size
        if y == 0:
            return self._strip([Run(f" {self._counted()}")], "title")
        if y == 1:
            return self._strip(self._filter(), "filter")
        if y == height - 1:
            return self._foot()
        if y < _TOP + self.room:
            return self._row(self.first + y - _TOP)
        at = y - _TOP - self.room - 1
        if at < 0:
            return self._strip([Run(self.glyphs.rule * width, "dim")], "row")
        lines = list(self._detail_lines(width - 4))
        return self._strip([Run("  "), *(lines[at] if at < len(lines) else [])], "row")

    def _strip(self, caption: Caption, under: str) -> Strip:
        width = self.size.width
        segments = [
            Segment(run.text, self._style(run.role, under)) for run in clip(caption, width, self.glyphs)
        ]
        return Strip(segments).adjust_cell_length(width, self._style(under, under))

    def _style(self, role: str, under: str) -> Style:
        """The style of a role on the background of what it lies on."""
        base = self.get_component_rich_style(f"list--{under}")
        if role in ("text", under):
            return base
        own = self.get_component_rich_style(f"list--{role}")
        return base + Style(color=own.color, bold=own.bold, italic=own.italic)

    def _counted(self) -> str:
        more = "" if self.is_all else "+"
        return f"{self.heading} ({self.total:,}{more})"

    def _filter(self) -> Caption:
        if self.is_filtering:
            return [Run(f" /{self.typed}_")]
        return [Run(f" /{self.typed}" if self.typed else " / filters by words, notes, #tags and authors")]

    def _row(self, number: int) -> Strip:
        if number >= self.total:
            said = "Nothing is bookmarked here: a bookmarks a passage" if not self.typed else "Nothing fits"
            is_told = number == 0 and self.is_all
            return self._strip([Run(f"  {said}", "dim")] if is_told else [], "row")
        bookmark = self.rows.get(number)
        under = "chosen" if number == self.at else "row"
        if bookmark is None:
            return self._strip([Run(f"  {self.glyphs.ellipsis}", "dim")], under)
        return self._strip(self._caption(bookmark, number == self.at), under)

    def _caption(self, bookmark: Bookmark, is_chosen: bool) -> Caption:
        width = self.size.width
        mark = self.glyphs.collapsed if is_chosen else " "
        if bookmark.id in self.gone:
            return [Run(f"{mark} deleting{self.glyphs.ellipsis}", "dim")]
        words = _line(bookmark.shown) or "(the whole comment)"
        note = " ".join([_line(bookmark.note), *(f"#{tag}" for tag in bookmark.tags)]).strip()
        target = bookmark.target
        source = ", ".join(filter(None, [target.author, target.title or target.url]))
        columns = [
            (words, width * 45 // 100),
            (note, width * 27 // 100),
            (source, width - width * 72 // 100 - 5),
        ]
        runs = [Run(f"{mark}{self._state(bookmark)} ", "state")]
        for (text, cells), role in zip(columns, ("text", "words", "dim"), strict=True):
            cut = clip([Run(text, role)], max(1, cells - 1), self.glyphs)
            used = sum(cell_len(run.text) for run in cut)
            runs += [*cut, Run(" " * (cells - used))]
        return runs

    def _state(self, bookmark: Bookmark) -> str:
        verdict = self.verdicts.get(bookmark.id)
        return _STATES[verdict.name] if verdict else " "

    def _detail_lines(self, width: int) -> Iterator[Caption]:
        """The chosen bookmark in full, as far as there is room."""
        bookmark = self.chosen
        if bookmark is None or width < 1:
            return
        target = bookmark.target
        said = [target.author or "author unknown", *([date(target.posted_at)] if target.posted_at else [])]
        where = [target.title or target.url or target.document or "unknown document", target.entry]
        yield [Run(f" {self.glyphs.dot} ".join(filter(None, [*said, *where])), "dim")]
        yield from ([Run(line, "state")] for line in self._verdict_lines(bookmark, width))
        room = max(2, self.details - 5)
        yield from _wrapped(
            bookmark.shown or "The whole comment is bookmarked.", width, room, "text", self.glyphs
        )
        tags = " ".join(f"#{tag}" for tag in bookmark.tags)
        made = f"bookmarked {date(bookmark.created)}"
        note = "\n".join(filter(None, [bookmark.note, tags]))
        yield from _wrapped(note, width, 6, "words", self.glyphs)
        yield [Run(made, "dim")]

    def _verdict_lines(self, bookmark: Bookmark, width: int) -> list[str]:
        if bookmark.id not in self.verdicts:
            return []
        verdict = self.verdicts[bookmark.id]
        if verdict is None:
            return ["Its document is not in the library"]
        if verdict.place is None:
            return ["Orphaned: its words are no longer there, or not surely; A attaches it to your passage"]
        if verdict.name == "changed":
            return [_cut(f"The text was changed. Now: {_line(verdict.place.text)}", 2 * width, self.glyphs)]
        return ["Its words stand elsewhere now"] if verdict.name == "moved" else []

    def _foot(self) -> Strip:
        if self.said:
            return self._strip([Run(f" {clean_line(self.said)}")], "said")
        runs: Caption = []
        for key, name in self.keys.items():
            runs += [Run(f" {key} ", "key"), Run(f"{name} ", "name")]
        return self._strip(runs, "name")

    # The mouse

    def on_mouse_scroll_down(self) -> None:
        """The wheel turned towards the reader."""
        self.post_message(self.Pointed(self.at + _WHEEL, False))

    def on_mouse_scroll_up(self) -> None:
        """The wheel turned away from the reader."""
        self.post_message(self.Pointed(self.at - _WHEEL, False))

    def on_click(self, event: events.Click) -> None:
        """A click chooses a row, a double click goes there."""
        row = self.first + event.y - _TOP
        if _TOP <= event.y < _TOP + self.room and row < self.total:
            self.post_message(self.Pointed(row, event.chain > 1))


def _line(text: str) -> str:
    return " ".join(text[:_LONGEST].split())


def _cut(text: str, length: int, glyphs: Glyphs) -> str:
    return text if len(text) <= length else f"{text[:length]}{glyphs.ellipsis}"


def _wrapped(text: str, width: int, most: int, role: str, glyphs: Glyphs) -> Iterator[Caption]:
    """A text on some lines at most."""
    shown_text = text[:_LONGEST]
    lines = [shown_text[start:stop] for start, stop in wrap(shown_text, width)]
    shown = [line for line in lines if line]
    for number, line in enumerate(shown[:most]):
        is_cut = number == most - 1 and len(shown) > most
        yield [Run(line + (f" {glyphs.ellipsis}" if is_cut else ""), role)]
