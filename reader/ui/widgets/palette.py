"""The styles that lines are painted with, resolved from the stylesheet once for all panes."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.widget import Widget

from reader.ui.messages import Restyled
from reader.ui.painting import ROLES


class Palette(Widget):
    """A widget that is never shown and carries the component classes of all painting roles.

    Were they the panes' own, Textual would resolve every one of them again for each pane at each
    change of focus (50 ms measured, against 3 for a key).
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pane--{role}" for role in ROLES}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__(id="palette")
        self._styles: dict[str, Style] = {}

    def styles_by_role(self) -> dict[str, Style]:
        """For each of the painter's ROLES its style."""
        if not self._styles:
            self._styles = {role: self.get_component_rich_style(f"pane--{role}") for role in ROLES}
        return self._styles

    def notify_style_update(self) -> None:
        """Textual's theme or stylesheet changed."""
        super().notify_style_update()
        if self._styles:
            self._styles = {}
            self.post_message(Restyled())
