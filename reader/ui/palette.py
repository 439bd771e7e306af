"""The styles that lines are painted with, looked up in the stylesheet once for all panes."""

from __future__ import annotations

from rich.style import Style
from textual.color import Color
from textual.css.stylesheet import Stylesheet

from reader.ui.painting import ROLES


class Palette:
    """Resolves the class ``.pane--ROLE`` of each painting role.

    Textual's component classes do the same by a styled node for each class and widget, made anew at
    each change of the widget's state: 10 ms before the first frame, 50 ms at each change of pane.
    A test holds both ways against each other.
    """

    def __init__(self) -> None:
        self._styles: dict[str, Style] = {}
        self._is_fresh = False

    def forget(self) -> None:
        """The stylesheet or the theme may have changed."""
        self._is_fresh = False

    def styles(self, stylesheet: Stylesheet, color: Color, background: Color) -> dict[str, Style]:
        """For each of the painter's ROLES its style; the same object while nothing changed.

        Args:
            stylesheet: The app's.
            color: Of plain text.
            background: Of the panes.
        """
        if not self._is_fresh:
            resolved = {role: resolve(stylesheet, f"pane--{role}", color, background) for role in ROLES}
            if resolved != self._styles:
                self._styles = resolved
            self._is_fresh = True
        return self._styles


def resolve(stylesheet: Stylesheet, name: str, color: Color, background: Color) -> Style:
    """The style that a class has by itself in a stylesheet.

    Args:
        stylesheet: The app's.
        name: The class.
        color: Of plain text, where the class has none of its own.
        background: Likewise.
    """
    text_style = Style()
    for rule_set in stylesheet.rules_map.get(f".{name}", ()):
        styles = rule_set.styles
        if styles.has_rule("background"):
            background += styles.background
        if styles.has_rule("color"):
            color = styles.color
        if styles.has_rule("text_style"):
            text_style = Style.parse(str(styles.text_style))  # a rule holds it as it was written
    plain = Style.from_color((background + color).rich_color, background.rich_color)
    return plain + text_style
