"""Parting: what the next start will draw first, told while the reader quits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from textual.geometry import Region
from textual.strip import Strip

from reader.ui.page import Page
from reader.ui.screens.panes import PanesScreen
from reader.ui.screens.split import LEAST_COLUMNS, LEAST_ROWS
from reader.ui.session import Session
from reader.ui.widgets.pane import ReadingPane

if TYPE_CHECKING:
    from reader.frame import Line

_RUN = re.compile(r"\x1b\[([0-9;]*)m([^\x1b]*)\x1b\[0m|([^\x1b]+)")
_LINK = re.compile(r"\x1b\]8;[^\x1b]*\x1b\\")


class Parting(NamedTuple):
    """What the next start will draw first.

    Attributes:
        size: Columns and rows of the screen.
        lines: All that stands on it.
        library: Which state the library was in, as the saved frame tells it.
    """

    size: tuple[int, int]
    lines: Sequence[Line]
    library: str


def draw_start(screen: PanesScreen) -> list[Line]:
    """Draw what a start from what the session remembers would draw first.

    The pages are opened anew, because a page that was read in knows the heights of more of its entries.

    Returns:
        The lines; none when something else than the panes and the keys is in view.

    Raises:
        ThreadsideError: A document cannot be opened.
    """
    size, shown = screen.app.size, screen._compositor.visible_widgets
    panes = [pane for pane in screen.panes if pane in shown]
    is_roomy = size.width >= LEAST_COLUMNS and size.height >= LEAST_ROWS
    plain = {screen, *screen.panes, screen.divider, screen.keys}
    is_plain = all(widget in plain or widget.id == "sentence" for widget in shown)
    is_on_top = screen.app.screen is screen and screen.size == size
    if not (is_on_top and is_plain and is_roomy) or screen.divider.mouse_hover:
        return []
    session = screen.session.begin_anew()
    drawn = [(pane.region, pane.draw(_open(session, pane))) for pane in panes]
    if screen.divider in shown:
        drawn.append((screen.divider.region, screen.divider.render_lines(_whole(screen.divider.region))))
    screen.keys.dismiss()
    drawn.append((screen.keys.region, screen.keys.render_lines(_whole(screen.keys.region))))
    return [line for region, strips in drawn for line in _lines(region, strips, screen.app.console)]


def _open(session: Session, pane: ReadingPane) -> Page:
    """The page that a pane will show."""
    document_id = session.state.panes[pane.side]
    opened = pane.page.document if pane.page is not None else None
    is_same = opened is not None and opened.listing.id == document_id and opened.is_present()
    return session.open_page(document_id, opened if is_same else None)


def _whole(region: Region) -> Region:
    return Region(0, 0, region.width, region.height)


def _lines(region: Region, strips: Sequence[Strip], console: Console) -> Iterator[Line]:
    for y, strip in enumerate(strips[: region.height], region.y):
        yield region.x, y, _runs(_LINK.sub("", strip.render(console)))


def _runs(written: str) -> list[tuple[str, str]]:
    """What is written to the terminal for a strip, as styles and texts."""
    return [(match[1] or "", match[2] or match[3] or "") for match in _RUN.finditer(written)]
