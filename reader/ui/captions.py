"""Captions: the words of ours above and instead of an entry's text, as runs with a role each."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from reader.model.documents import Entry, EntryKind, Flag
from reader.model.timestamps import write_timestamp
from reader.ui.glyphs import Glyphs
from reader.ui.wrap import NARROW, wrap


class Run(NamedTuple):
    """A stretch of text in one role.

    Attributes:
        text: What is shown.
        role: The name of its style, without the ``pane--`` prefix.
    """

    text: str
    role: str = "text"


Caption = list[Run]

_SHOWN_FLAGS = (
    Flag.MISSING, Flag.TRUNCATED, Flag.RETRACTED, Flag.DELETED, Flag.EDITED, Flag.ANSWER,
    Flag.UNSEPARATED,
)  # fmt: skip
_FLAG_WORDS = {
    Flag.MISSING: "not in this copy", Flag.TRUNCATED: "cut in the source",
    Flag.UNSEPARATED: "several comments, not yet separated",
}  # fmt: skip


class About(NamedTuple):
    """What a caption says of an entry beside its own fields.

    Attributes:
        depth: Its depth in the tree.
        replies: How many entries stand under it.
        author_role: The style of its author's name.
        is_poster: Whether its author wrote the post.
        is_new: Whether it was posted since the date the reader chose, or came with an update.
        is_edited: Whether it says something else since it was read.
        is_deep: Whether its rails are capped, so that the depth must be said.
        doubts: Names of its fields that were inferred and are not sure.
    """

    depth: int = 0
    replies: int = 0
    author_role: str = "author"
    is_poster: bool = False
    is_new: bool = False
    is_edited: bool = False
    is_deep: bool = False
    doubts: frozenset[str] = frozenset()


def header(entry: Entry, about: About, glyphs: Glyphs) -> Caption:
    """The line above a comment or turn: author, score, date, what must be known of it."""
    runs = [_name(entry, about)]
    runs += [Run(f" {glyphs.dot} {fact}", "meta") for fact in facts(entry, about)]
    runs += [Run(f" {glyphs.dot} {flag}", "flag") for flag in warnings(entry, about.doubts)]
    return runs + [Run(f" {glyphs.dot} {news}", "new") for news in _news(about)]


def _news(about: About) -> list[str]:
    """What is new of an entry."""
    return ["new"] * about.is_new + ["edited since you read it"] * about.is_edited


def _name(entry: Entry, about: About) -> Run:
    name = entry.author or ("missing" if Flag.MISSING in entry.flags else "author unknown")
    return Run(name, about.author_role if entry.author else "unknown")


def facts(entry: Entry, about: About) -> list[str]:
    """What is known of an entry: score, date, its author's part in the thread."""
    said = []
    if about.is_poster and entry.kind is EntryKind.COMMENT:
        said.append("author of the post")
    if entry.score is not None:
        said.append(points(entry.score))
    if entry.posted_at:
        said.append(date(entry.posted_at))
    if entry.starts_at is not None:
        said.append(write_timestamp(entry.starts_at))
    if about.is_deep:
        said.append(f"depth {about.depth + 1}")
    return said


def warnings(entry: Entry, doubts: frozenset[str] = frozenset()) -> list[str]:
    """What a reader must know before trusting an entry: flags, what was inferred, and what is not sure."""
    flags = [_FLAG_WORDS.get(flag, flag.value) for flag in _SHOWN_FLAGS if flag in entry.flags]
    inferred = [f"{name} inferred" for name in sorted(entry.inferred - doubts)]
    return flags + [f"{name} uncertain" for name in sorted(doubts)] + inferred


def points(score: int) -> str:
    """A score in words."""
    return "1 point" if score == 1 else f"{score} points"


def date(moment: datetime) -> str:
    """A day in UTC, and the time when it is known."""
    return moment.strftime("%Y-%m-%d" if not (moment.hour or moment.minute) else "%Y-%m-%d %H:%M")


def title_lines(title: str, byline: list[str], width: int, glyphs: Glyphs) -> list[Caption]:
    """The lines above a post: its title, who posted it when, a blank line."""
    titles = [[Run(title[start:stop], "title")] for start, stop in wrap(title, width)]
    said = f" {glyphs.dot} ".join(byline)
    bylines = [[Run(said[start:stop], "meta")] for start, stop in wrap(said, width)] if said else []
    return [*titles, *bylines, []]


def stub(entry: Entry, about: About, first_words: str, width: int, glyphs: Glyphs) -> Caption:
    """A collapsed entry as one line: who, how much lies under it, what it says.

    Args:
        entry: The entry.
        about: What else to say.
        first_words: Its summary, or how it begins.
        width: Cells.
        glyphs: The characters to draw with.
    """
    if entry.kind is EntryKind.SECTION:
        runs = [Run(entry.heading or "Section", "heading"), Run(_under(about, "turn"), "count")]
        return clip(runs, width, glyphs)
    name = Run("The post", "author") if entry.kind is EntryKind.POST else _name(entry, about)
    dot = f" {glyphs.dot} "
    score = [Run(f"{dot}{entry.score}", "meta")] if entry.score is not None else []
    if entry.starts_at is not None:
        score.append(Run(f"{dot}{write_timestamp(entry.starts_at)}", "meta"))
    flags = [Run(f"{dot}{flag}", "flag") for flag in warnings(entry, about.doubts)[:1]]
    under = [Run(_under(about, "reply"), "count")]
    flags += [Run(f"{dot}{news}", "new") for news in _news(about)]
    return clip([name, *score, *flags, *under, Run(f"  {first_words}", "summary")], width, glyphs)


def _under(about: About, what: str) -> str:
    plural = {"turn": "turns", "reply": "replies"}[what]
    return f" +{about.replies} {what if about.replies == 1 else plural}" if about.replies else ""


def fold(runs: Caption, width: int, glyphs: Glyphs) -> list[Caption]:
    """Runs on as many lines as they need, broken between runs, so that nothing is left out.

    A run longer than a line, such as a name of many words, is broken as text is.

    Args:
        runs: The runs; a separator leads each but the first and is dropped at a line's beginning.
        width: Cells of a line.
        glyphs: The characters to draw with.
    """
    lines: list[Caption] = [[]]
    room = width
    for run in runs:
        cells = cell_len(run.text)
        if cells > room and lines[-1]:
            lines.append([])
            room = width
            run = run._replace(text=run.text.removeprefix(f" {glyphs.dot} "))
        first, *more = (run._replace(text=run.text[start:stop]) for start, stop in wrap(run.text, room))
        lines[-1].append(first)
        lines += ([part] for part in more)
        room = (width if more else room) - cell_len(lines[-1][-1].text)
    return lines


def clip(runs: Caption, width: int, glyphs: Glyphs) -> Caption:
    """Runs cut to a width in cells, with an ellipsis where something is cut."""
    if sum(cell_len(run.text) for run in runs) <= width:
        return list(runs)
    clipped: Caption = []
    for run in runs:
        cells, room = cell_len(run.text), width - cell_len(glyphs.ellipsis)
        if cells > room:
            text = _cut(run.text, max(0, room))
            while text and cell_len(text + glyphs.ellipsis) != cell_len(text) + cell_len(glyphs.ellipsis):
                text = text[:-1]  # a joiner at the end would swallow the ellipsis
            return [*clipped, Run(_cut(text + glyphs.ellipsis, max(0, width)), run.role)]
        clipped.append(run)
        width -= cells
    return clipped


def _cut(text: str, cells: int) -> str:
    """The beginning of a text, exactly so many cells wide."""
    begun = text[:cells]
    if len(begun) == cells and NARROW.issuperset(begun) and cell_len(text[cells : cells + 1]) != 0:
        return begun  # characters of a cell each, as nearly always: Rich walks through all graphemes
    return set_cell_size(text, cells)
