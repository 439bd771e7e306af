"""What is seen of the screen below a dialog is what Textual would draw, and never an old state of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content
from textual.renderables.background_screen import BackgroundScreen
from textual.strip import Strip

from reader.ui.app import ThreadsideApp
from reader.ui.screens.dialogs import LetterDialog, TextDialog
from reader.ui.screens.overlay import Overlay, dimmed
from tests.ui.conftest import Start

COLOURS = st.sampled_from(["red", "#123456", "default", "bright_blue", "color(200)", None])
STYLES = st.none() | st.builds(
    Style, color=COLOURS, bgcolor=COLOURS, bold=st.booleans(), reverse=st.none() | st.booleans(),
    link=st.sampled_from([None, "https://example.org"]), meta=st.sampled_from([None, {"at": 1}]),
)  # fmt: skip
TINTS = st.builds(Color, *[st.integers(0, 255)] * 3, a=st.sampled_from([0.0, 0.3, 0.6, 0.9]))


@given(st.lists(st.tuples(st.text("aé語", min_size=1), STYLES), max_size=8), TINTS)
def test_a_line_is_dimmed_as_textual_does(pieces: list[tuple[str, Style | None]], tint: Color) -> None:
    strip = Strip([Segment(text, style) for text, style in pieces])
    assert list(dimmed(strip, tint)) == list(BackgroundScreen.process_segments(strip, tint))
    assert dimmed(strip, tint).cell_length == strip.cell_length


def last_row(app: ThreadsideApp) -> str:
    """What stands on the last row of the terminal."""
    return app.screen._compositor.render_strips()[-1].text


@pytest.mark.parametrize("over", [1, 2])
async def test_what_changes_below_is_seen_through_all_dialogs(start: Start, over: int) -> None:
    app = start()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        for _ in range(over):
            app.push_screen(LetterDialog("Which", {"a": "the one", "b": "the other"}))
            await pilot.pause()
        assert isinstance(app.screen, Overlay)
        app.reading.say("The tide is turning")
        await pilot.pause(0.1)
        assert "The tide is turning" in last_row(app)
        await pilot.resize_terminal(80, 24)
        await pilot.pause(0.1)
        assert len(app.screen._compositor.render_strips()) == 24
        assert "The tide is turning" in last_row(app)


async def test_a_dialog_that_grows_uncovers_nothing_old(start: Start) -> None:
    app = start()
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        before = app.reading._compositor.render_strips()
        dialog = TextDialog("Long", Content("\n".join("word" for _ in range(60))))
        app.push_screen(dialog)
        await pilot.pause(0.1)
        assert "Long" in "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        await pilot.press("escape")
        await pilot.pause(0.1)
        assert [strip.text for strip in app.screen._compositor.render_strips()] == [
            strip.text for strip in before
        ]
