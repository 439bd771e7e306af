"""Glyphs: the characters the interface is drawn with, and their ASCII stand-ins."""

from __future__ import annotations

from typing import NamedTuple


class Glyphs(NamedTuple):
    """Characters to draw with, one cell each unless said otherwise.

    Attributes:
        cursor: Marks the cursor's passage in the margin.
        rail: Stands for one level of depth.
        cut_rail: Stands for the levels left out when a thread is too deep for the width.
        expanded: Before an entry shown in full.
        collapsed: Before an entry shown as one line.
        leaf: Before an entry without replies.
        quote: Before quoted text.
        dot: Between facts.
        rule: A horizontal rule.
        ellipsis: Where something is cut.
        thumb: The part of the scroll bar in view.
        track: The rest of the scroll bar.
        step: Between the names of ancestors.
        quoted: Before how often a passage is quoted or linked.
        bookmark: Beside what is bookmarked.
        doubt: Beside what was inferred and is not sure.
        continued: Before a line of code that goes on from the line above.
        hidden: In place of each cell of words that are hidden.
    """

    cursor: str = "▌"
    rail: str = "│"
    cut_rail: str = "┆"
    expanded: str = "▾"
    collapsed: str = "▸"
    leaf: str = "•"
    quote: str = "▎"
    dot: str = "·"
    rule: str = "─"
    ellipsis: str = "…"
    thumb: str = "▐"
    track: str = " "
    step: str = "›"
    quoted: str = "❝"
    bookmark: str = "◆"
    doubt: str = "?"
    continued: str = "↳"
    hidden: str = "▒"


UNICODE = Glyphs()
ASCII = Glyphs("#", "|", ":", "v", ">", "-", "|", "-", "-", "~", "#", " ", ">", '"', "*", "?", "\\", "%")
