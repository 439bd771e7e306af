"""Where colours are few or none, every state is told by other means; in few colours all can be read."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.app import App, ComposeResult
from textual.widget import Widget

from reader.paths import styles_folder
from reader.settings import Settings
from reader.ui.glyphs import ASCII, UNICODE
from reader.ui.painting import ROLES
from reader.ui.palette import Palette
from reader.ui.themes import DARK, LIGHT
from tests.ui.conftest import Start


class ReadingPane(Widget):
    """Takes the pane's name, and so its colours."""


class Shown(App[None]):
    """Looks styles up."""

    CSS_PATH: ClassVar = [styles_folder() / "threadside.tcss", styles_folder() / "bare.tcss"]

    def compose(self) -> ComposeResult:
        yield ReadingPane()


class Look(NamedTuple):
    """What is left of a style without colours."""

    bold: bool
    italic: bool
    underline: bool
    reverse: bool
    dim: bool


def look(style: Style) -> Look:
    return Look(*(bool(getattr(style, name)) for name in Look._fields))


async def styles(theme: str) -> dict[str, Style]:
    app = Shown()
    for ours in (DARK, LIGHT):
        app.register_theme(ours)
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.pause()
        widget = app.query_one(ReadingPane)
        return dict(Palette().styles(app.stylesheet, widget.styles.color, widget.styles.background))


async def test_without_colours_what_is_set_off_differs_from_plain_text() -> None:
    found = {role: look(style) for role, style in (await styles(DARK.name)).items()}
    # A glyph or a word tells the others: rails, dots, "new", "more".
    for role in (
        "selection",
        "bookmark",
        "match",
        "hit",
        "hit-now",
        "target",
        "quote",
        "link",
        "code",
        "heading",
    ):
        assert found[role] != found["text"], role
    for one, other in (
        ("bar", "bar-idle"), ("cursor", "cursor-idle"), ("hit", "hit-now"), ("selection", "hit-now"),
        ("selection", "bookmark"), ("hit", "bookmark"), ("hit", "link"), ("code", "quote"), ("title", "text"),
    ):  # fmt: skip
        assert found[one] != found[other], (one, other)


@pytest.mark.parametrize("theme", [DARK.name, LIGHT.name])
@pytest.mark.parametrize("colours", [ColorSystem.STANDARD, ColorSystem.EIGHT_BIT])
async def test_no_text_has_the_colour_of_what_it_stands_on(theme: str, colours: ColorSystem) -> None:
    for role, style in (await styles(theme)).items():
        assert style.color is not None
        assert style.bgcolor is not None
        is_seen = style.color.downgrade(colours).number != style.bgcolor.downgrade(colours).number
        assert is_seen or role == "track"  # which is a space


def test_every_glyph_has_a_stand_in_of_ascii() -> None:
    assert all(glyph.isascii() for glyph in ASCII)
    assert all(len(glyph) == 1 for glyph in (*ASCII, *UNICODE))
    told_apart = (
        ASCII.cursor,
        ASCII.rail,
        ASCII.expanded,
        ASCII.collapsed,
        ASCII.leaf,
        ASCII.bookmark,
        ASCII.quoted,
    )
    assert len(set(told_apart)) == len(told_apart)


@pytest.mark.parametrize("is_still", [True, False])
async def test_a_line_blinks_only_where_things_may_move(start: Start, is_still: bool) -> None:
    app = start(Settings(reduced_motion=is_still))
    async with app.run_test() as pilot:
        await pilot.press("slash")
        assert app.reading.line.line.cursor_blink is not is_still
        assert app.animation_level == "none"


def test_roles_that_the_bare_sheet_names_are_roles() -> None:
    written = (styles_folder() / "bare.tcss").read_text()
    named = {
        line.split()[0].removeprefix(".pane--") for line in written.splitlines() if line.startswith(".pane--")
    }
    assert named <= set(ROLES)


async def test_a_wide_text_grows_wider_still(start: Start) -> None:
    app = start(Settings(text_width=200))
    async with app.run_test() as pilot:
        await pilot.press("plus")
        assert app.reading.panes[0].page is not None
        assert app.reading.panes[0].page.text_width == 205
