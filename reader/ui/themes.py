"""The two themes of our own; Textual's themes can be chosen beside them."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="threadside-dark",
    primary="#8ab4d8",
    secondary="#b9a7d6",
    accent="#e0b060",
    warning="#d9a066",
    error="#d98080",
    success="#93bf85",
    foreground="#d6d3cc",
    background="#1b1c1e",
    surface="#222427",
    panel="#2a2c30",
    dark=True,
)

LIGHT = Theme(
    name="threadside-light",
    primary="#1f5a8c",
    secondary="#6a4c93",
    accent="#9a5b00",
    warning="#8a4b08",
    error="#a03030",
    success="#2e6b34",
    foreground="#26241f",
    background="#fbf8f1",
    surface="#f3eee2",
    panel="#e9e2d2",
    dark=False,
)
