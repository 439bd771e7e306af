"""The search screen: a query, what was found as trees, and the keys that open it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from reader.paths import styles_folder
from reader.ui.glyphs import Glyphs
from reader.ui.library_search import Answer
from reader.ui.palette import Palette
from reader.ui.result_captions import ResultCaptions
from reader.ui.result_tree import ResultLines
from reader.ui.telling import Telling
from reader.ui.widgets.line import Line
from reader.ui.widgets.results import ResultList

if TYPE_CHECKING:
    from reader.index import Hit

_KEYS = (
    "Enter opens", "Esc leaves", "Tab completes", "Up Down choose", "Ctrl-s sorts",
    "Alt-Left Alt-Right open in that pane",
)  # fmt: skip
_PROMPT = "Search"
HELP = (
    "",
    'Words in any form, "exact phrases", hard* beginnings, word~ near spellings.',
    "AND, OR, NOT and parentheses join them; words alone all have to be there.",
    '"two words"~5: no more than five words apart.',
    "",
    "author:NAME    speaker:NAME    replyto:NAME    doc:TITLE    under:ENTRY",
    "in:post|comments|interview|bookmarks           is:retracted|truncated|inferred",
    "kind:KIND      score:>10       depth:<3        date:2022-08..2023-01",
)


class Asker(Protocol):
    """Who carries out what is asked on the search screen."""

    def typed(self, query: str, at: int) -> None:
        """Another query stands in the line."""

    def wanted(self, ranks: list[int]) -> None:
        """Hits of these ranks are in view."""

    def sort(self) -> None:
        """Sort in the next of the orders."""

    def open_chosen(self, side: int | None) -> None:
        """Open the chosen hit in a pane; None for the one that shows its document, else the current one."""

    def close(self) -> None:
        """Go back to the panes."""


class SearchScreen(Telling, Screen[None]):
    """A query and its results; it stays as it is while the reader follows a hit.

    Args:
        asker: Who carries out what is asked.
        palette: Gives the styles to paint with.
        glyphs: The characters to draw with.
        captions: Gives the captions of the rows of the results.
    """

    CSS_PATH = styles_folder() / "search.tcss"
    ALLOW_SELECT = False
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("escape,ctrl+o", "leave", "Back"),
        ("down,ctrl+n", "step(1)", "Next hit"),
        ("up,ctrl+p", "step(-1)", "Previous hit"),
        ("pagedown", "page(1)", "A page down"),
        ("pageup", "page(-1)", "A page up"),
        ("alt+left", "open(0)", "Open in the left pane"),
        ("alt+right", "open(1)", "Open in the right pane"),
        ("ctrl+s", "sort", "Sort"),
        ("tab", "complete", "Complete"),
        ("shift+tab", "app.bell", "Stay here"),
    ]

    def __init__(self, asker: Asker, palette: Palette, glyphs: Glyphs, captions: ResultCaptions) -> None:
        super().__init__()
        self.asker = asker
        self.line = Line()
        self.problem = Static(id="problem", classes="said")
        self.found = Static(id="found", classes="said")
        self.list = ResultList(palette, glyphs, captions)
        self.list.help = HELP
        self.keys = Static(id="search-keys")
        self.offered = ""
        self._replaced = (0, 0)

    def compose(self) -> ComposeResult:
        """The query, what is said of it, the results, the keys."""
        with Horizontal(id="query"):
            yield Static(_PROMPT)
            yield self.line
        yield self.problem
        yield self.found
        yield self.list
        yield self.keys

    def on_resize(self, event: events.Resize) -> None:
        """Name as many keys as there is room for."""
        shown = ""
        for key in _KEYS:
            if len(shown) + len(key) + 2 <= event.size.width:
                shown += f"  {key}" if shown else f" {key}"
        self.keys.update(Content(shown), layout=False)

    # What is said

    def clear(self) -> None:
        """Show no results, but how to ask."""
        self.list.help = HELP
        self.list.show(ResultLines(), {})
        self.offered = ""
        self.problem.update(Content(""), layout=False)

    def add(self, answer: Answer, hits: dict[int, Hit]) -> None:
        """Hits of an answer that came into view were read."""
        if self.list.lines is answer.lines:
            self.list.add(hits)

    def show(self, answer: Answer) -> None:
        """Show results, and how the query may go on."""
        self.list.help = ()
        self.list.show(answer.lines, answer.hits)
        self.offer(answer)

    def offer(self, answer: Answer) -> None:
        """Show how the query may go on; Tab takes the first."""
        self.offered = answer.completions[0].text if answer.completions else ""
        if answer.completions:
            self._replaced = answer.completions[0].start, answer.completions[0].stop
            shown = "  ".join(f"{each.text} {each.help}".strip() for each in answer.completions)
            self.problem.update(Content(f"  Tab: {shown}"), layout=False)
        else:
            self.problem.update(Content(""), layout=False)

    def suggest(self, meant: str) -> None:
        """Offer another query in place of the whole."""
        self.offered, self._replaced = meant, (0, len(self.line.value))
        self.problem.update(Content(f"  Did you mean: {meant}   (Tab takes it)"), layout=False)

    def refuse(self, problem: str, position: int) -> None:
        """Explain what is wrong with the query at a character of it."""
        self.offered = ""
        column = len(_PROMPT) + 2 + position
        if column + len(problem) + 2 <= self.size.width:
            self.problem.update(Content(f"{' ' * column}^ {problem}"), layout=False)
        else:
            self.problem.update(Content(f"  at character {position + 1}: {problem}"), layout=False)

    def say(self, sentence: str) -> None:
        """Say how much was found."""
        self.found.update(Content(f"  {sentence}"), layout=False)

    # What is asked

    async def on_key(self, event: events.Key) -> None:
        """Give the line what was typed before it had the keys."""
        if await self.line.take(event):
            event.stop()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every letter is searched for."""
        event.stop()
        self.asker.typed(event.value, self.line.cursor_position)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter opens the chosen hit."""
        event.stop()
        self.action_open(None)

    def on_result_list_chosen(self, event: ResultList.Chosen) -> None:
        """A click opens the hit."""
        event.stop()
        self.action_open(None)

    def on_result_list_wanted(self, event: ResultList.Wanted) -> None:
        """Hits came into view."""
        event.stop()
        self.asker.wanted(list(event.ranks))

    def action_open(self, side: int | None) -> None:
        """Open the chosen hit in a pane."""
        self.asker.open_chosen(side)

    def action_step(self, hits: int) -> None:
        """Choose another hit."""
        self.list.step(hits)

    def action_page(self, pages: int) -> None:
        """Choose a hit a view further."""
        self.list.page(pages)

    def action_sort(self) -> None:
        """Sort in the next of the orders."""
        self.asker.sort()

    def action_complete(self) -> None:
        """Take the first completion, or the query that was probably meant."""
        if self.offered:
            self.line.replace(self.offered, *self._replaced)
            self.line.cursor_position = self._replaced[0] + len(self.offered)

    def action_leave(self) -> None:
        """Go back to the panes."""
        self.asker.close()
