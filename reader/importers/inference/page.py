"""A page's text as facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.importers.forum_page import Page, read_page
from reader.importers.inference.facts import Facts
from reader.importers.inference.units import Unit, find_units
from reader.importers.own_text import read_text
from reader.model.markdown import parse_markdown

# A page of more units than this is read in parts.
MOST_AT_ONCE = 1500


def facts_of(text: str) -> Facts:
    """The facts of a page's text."""
    page = read_page(text)
    return page_facts(page, find_units(page))


def parts_of(page: Page, units: Sequence[Unit], most: int = MOST_AT_ONCE) -> Iterator[Facts]:
    """The facts of a page, of a very long one in parts that are read each by itself.

    Args:
        page: The page.
        units: Its units.
        most: Of how many units a page is read as a whole; parts have a third of that.
    """
    post = parse_markdown(read_text(page.lines[slice(*page.post)]).markdown)
    start = 0
    while start < len(units):
        stop = len(units) if len(units) <= most else _find_end(units, start, most // 3)
        part = units[start:stop]
        if not part[0].is_first:
            part = [replace(part[0], is_first=True, is_closed=False), *part[1:]]
        total = page.announced
        if total is not None and len(part) < len(units):
            total = round(total * len(part) / len(units))
        yield Facts(post, part, total)
        start = stop


def _find_end(units: Sequence[Unit], start: int, size: int) -> int:
    """Where a part ends: before the last unit in reach that begins a comment for certain, if any."""
    most = min(len(units), start + size)
    if most == len(units):
        return most
    return next((at for at in range(most, start + size // 2, -1) if units[at].is_first), most)


def page_facts(page: Page, units: Sequence[Unit]) -> Facts:
    """The facts of a page with its units."""
    post = parse_markdown(read_text(page.lines[slice(*page.post)]).markdown)
    return Facts(post, units, page.announced)
