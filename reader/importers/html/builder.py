"""Gathers the text that a walk through a page meets, as blocks."""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.clean import clean, count_unsafe
from reader.importers.html.flow import BREAK, CODE, Block, BlockKind, Container, Run
from reader.importers.html.links import SHORTENED, unshorten
from reader.model.spoilers import SPOILER

# White space as HTML folds it, and no-break spaces only beside it, where they were typed to widen it.
_SPACES = re.compile(r"[ \xa0]*[\t\n\r\f][ \xa0\t\n\r\f]*|[ \xa0]*(?:  |\xa0 | \xa0)[ \xa0]*")
_SOFT_HYPHEN = "\u00ad"
_TAB = 4
# Containers nested deeper are looked through: the Markdown parser stops at 40 levels.
_COST_LIMIT = 32
_NEVER_TOO_DEEP = _COST_LIMIT // 2


class Setting(NamedTuple):
    """How text is set, and where, at one point of the walk.

    Attributes:
        marks: A sum of STRONG, EMPHASIS, STRIKE and CODE.
        link: The address it leads to, or a spoiler's.
        level: Of the heading it is in; 0 outside of any.
        containers: The quotations and list items it stands in.
    """

    marks: int = 0
    link: str = ""
    level: int = 0
    containers: tuple[Container, ...] = ()


class BlockBuilder:
    """Takes text piece by piece; the one place where it is cleaned.

    Attributes:
        setting: How the next text is set; the walk changes it, and sets it back.
        blocks: The blocks gathered so far.
        cleaned: How many unsafe characters were replaced.
    """

    def __init__(self) -> None:
        self.setting = Setting()
        self.blocks: list[Block] = []
        self.cleaned = 0
        self._runs: list[Run] = []
        self._after_space = True

    @property
    def is_hidden(self) -> bool:
        """Whether the next text is a spoiler's."""
        return self.setting.link.startswith(SPOILER)

    @property
    def after_word(self) -> bool:
        """Whether the next text would stand right behind a letter, digit or closing bracket."""
        last = self._runs[-1].text[-1:] if self._runs else ""
        return last.isalnum() or last in (")", "]")

    def safe(self, text: str) -> str:
        """Text from the page, cleaned and counted, without soft hyphens; white space as it is."""
        if text.isascii() and text.isprintable():
            return text
        safe = clean(text)
        if safe != text:
            self.cleaned += count_unsafe([text])
        return safe.replace(_SOFT_HYPHEN, "")

    def say(self, text: str) -> None:
        """Take text as it stands in the page."""
        if not text.isascii() or not text.isprintable():
            text = _SPACES.sub(" ", self.safe(text))
        elif "  " in text:
            text = _SPACES.sub(" ", text)
        if self._after_space and text[:1] == " ":
            text = text[1:]
        if text:
            marks, link, _, _ = self.setting
            if link and text.endswith(SHORTENED):
                text = unshorten(text, link)
            self._after_space = text[-1] == " "
            self._runs.append(Run(text, marks, link))

    def show(self, text: str, address: str, *, is_image: bool) -> None:
        """Take a picture's description and address, or an address to what is embedded.

        Args:
            text: Words for it; may be empty.
            address: Where it is; may be empty.
            is_image: Whether it is a picture.
        """
        words = " ".join(self.safe(text).split())
        marks, link, _, _ = self.setting
        self._after_space = False
        if address and is_image:
            self._runs.append(Run(words, marks & ~CODE, link, address))
        else:
            self._runs.append(Run(words or address, marks & ~CODE, joined(link, address)))

    def put(self, text: str, marks: int = 0, link: str = "") -> None:
        """Take text of our own or a formula, set as given within what it stands in."""
        if text := " ".join(self.safe(text).split()):
            self._runs.append(Run(text, self.setting.marks | marks, joined(self.setting.link, link)))
            self._after_space = False

    def break_line(self) -> None:
        """End a line; two in a row end the paragraph."""
        if self._runs and self._runs[-1] is BREAK and not self.setting.level:
            self.end()
        elif self._runs:
            self._runs.append(BREAK)
            self._after_space = True

    def end(self) -> None:
        """End the paragraph or heading, if one has begun."""
        if self._runs:
            _, _, level, containers = self.setting
            kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
            self.blocks.append(Block(kind, self._runs, containers, level))
            self._runs = []
        self._after_space = True

    def add_code(self, code: str, info: str) -> None:
        """Take a block of code; one that is hidden says so in its info."""
        self.end()
        lines = self.safe(code.replace("\r\n", "\n").expandtabs(_TAB)).strip("\n")
        if lines.strip():
            info = f"spoiler {info}".strip() if self.is_hidden else info
            containers = self.setting.containers
            self.blocks.append(Block(BlockKind.CODE, containers=containers, code=lines, info=info))

    def add_rule(self) -> None:
        """Take a line across the page."""
        self.end()
        self.blocks.append(Block(BlockKind.RULE, containers=self.setting.containers))

    def add_behind(self, text: str, link: str) -> None:
        """Take words for the end of the last paragraph."""
        is_ended = not self._runs and self.blocks and self.blocks[-1].kind is BlockKind.PARAGRAPH
        runs = self.blocks[-1].runs if is_ended else self._runs
        runs += [Run(" "), Run(text, 0, link)]

    def open(self, container: Container) -> None:
        """Enter a quotation or list item, unless it lies too deep."""
        self.end()
        marks, link, level, around = self.setting
        if len(around) < _NEVER_TOO_DEEP or sum(each.cost for each in around) + container.cost <= _COST_LIMIT:
            self.setting = Setting(marks, link, level, (*around, container))

    def mark(self, mark: int, is_set: bool = True) -> None:
        """Begin text set in some way, or no longer set so."""
        marks, link, level, containers = self.setting
        self.setting = Setting(marks | mark if is_set else marks & ~mark, link, level, containers)

    def head(self, level: int) -> None:
        """Begin a heading."""
        self.setting = Setting(self.setting.marks, self.setting.link, level, self.setting.containers)

    def hide(self) -> None:
        """Begin a spoiler."""
        marks, link, level, containers = self.setting
        if not self.is_hidden:
            self.setting = Setting(marks, joined(SPOILER, link), level, containers)

    def lead_to(self, address: str) -> None:
        """Begin a link."""
        marks, link, level, containers = self.setting
        self.setting = Setting(marks, joined(link, address), level, containers)


def joined(link: str, address: str) -> str:
    """The link of text that stands in a link already: a spoiler's stays one, else the inner counts."""
    if not link.startswith(SPOILER):
        return address or link
    return f"{SPOILER}:{address}" if address else link
