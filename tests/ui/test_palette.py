"""The palette resolves a class as Textual itself would."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget

from reader.paths import styles_folder
from reader.ui.painting import ROLES
from reader.ui.palette import Palette, resolve
from reader.ui.themes import DARK, LIGHT

KEYS = {"keys--key", "keys--name", "keys--said"}


class ReadingPane(Widget):
    """Takes the pane's name, and carries every role and the classes of the key line as component classes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pane--{role}" for role in ROLES} | KEYS


class Shown(App[None]):
    """Shows it."""

    CSS_PATH = styles_folder() / "threadside.tcss"

    def compose(self) -> ComposeResult:
        yield ReadingPane()


@pytest.mark.parametrize("theme", [DARK, LIGHT, None])
async def test_every_role_is_resolved_as_a_component_class_is(theme: object) -> None:
    app = Shown()
    async with app.run_test() as pilot:
        for ours in (DARK, LIGHT):
            app.register_theme(ours)
        if theme in (DARK, LIGHT):
            app.theme = theme.name  # type: ignore[attr-defined]
        await pilot.pause()
        pane = app.query_one(ReadingPane)
        styles = Palette().styles(app.stylesheet, pane.styles.color, pane.styles.background)
        for role in ROLES:
            assert styles[role] == pane.get_component_rich_style(f"pane--{role}"), role
        for name in KEYS:
            plain = pane.styles.color, pane.styles.background
            assert resolve(app.stylesheet, name, *plain) == pane.get_component_rich_style(name), name


def test_every_role_has_a_style_of_its_own_but_plain_text() -> None:
    written = (styles_folder() / "threadside.tcss").read_text()
    assert all(f".pane--{role} " in written for role in ROLES)
