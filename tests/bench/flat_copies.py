"""Flat copies: the text of a forum's page as a browser copies it, made from a document with a known tree.

What the site does: it sorts answers by score; where a page has many comments, those under the top
level with a low score become one line with score and name, and long ones are cut; copying loses the
headers of the others and the marks of quotations.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.model.documents import Document, Entry, EntryKind
from reader.model.passages import Passage, PassageKind

MANY = 70
_HIGH = 10
# By whether the score is high: from how many characters on a comment is cut, and to how many.
_CUTS = {True: (1600, 1200), False: (750, 562)}
_NOTICE = "Some comments are truncated due to high volume. (⌘F to expand all)Change truncation settings"
_MORE = "(read more)"


class Truth(NamedTuple):
    """Where a comment stands in a copy, and what the copy may not say.

    Attributes:
        entry: Its id in the document.
        start: Index of its first line, its header included.
        stop: One past its last line.
        parent: The id of what it answers; None for the post.
        author: Who wrote it.
        score: Its score.
        is_collapsed: Whether the copy shows it as one line.
        is_cut: Whether the copy cuts it.
    """

    entry: str
    start: int
    stop: int
    parent: str | None
    author: str | None
    score: int | None
    is_collapsed: bool
    is_cut: bool


@dataclass
class Copy:
    """A flat copy and what it was made from.

    Attributes:
        name: What it is called in tables.
        text: The page.
        truths: Its comments in order.
    """

    name: str
    text: str
    truths: list[Truth] = field(default_factory=list)

    @property
    def depth(self) -> int:
        """How deep the deepest comment stands; 1 at the top."""
        depths = dict[str | None, int]({None: 0})
        for truth in self.truths:
            depths[truth.entry] = depths.get(truth.parent, 0) + 1
        return max(depths.values())


def copy_of(document: Document, name: str, seed: int = 1, headers: str = "lost", many: int = MANY) -> Copy:
    """The flat copy of a document.

    Args:
        document: A thread with scores, its siblings in the order of the page.
        name: What to call the copy.
        seed: Decides small accidents of copying.
        headers: ``lost``, or how the headers of expanded comments are copied: ``joined``, ``marked``
            (a line ``[-]`` above), ``lines`` (each part on its own), ``inline`` or ``names``.
        many: From how many comments on the page collapses and cuts.
    """
    return _Copier(document, name, random.Random(seed), headers, many).copy()


class _Copier:
    def __init__(self, document: Document, name: str, chance: random.Random, headers: str, many: int) -> None:
        self._document = document
        self._chance = chance
        self._headers = headers
        self._comments = [entry for entry in document.entries if entry.kind is EntryKind.COMMENT]
        self._is_many = len(self._comments) >= many
        self._lines: list[str] = []
        self._copy = Copy(name, "")

    def copy(self) -> Copy:
        self._top()
        was_collapsed = False
        for entry in self._comments:
            is_collapsed = self._is_collapsed(entry)
            if not (was_collapsed and is_collapsed):
                self._lines.append("")
            self._add(entry, is_collapsed)
            was_collapsed = is_collapsed
        self._copy.text = "\n".join(self._lines) + "\n"
        return self._copy

    def _top(self) -> None:
        self._lines += ["TidesHarbours", "Frontpage", "", str(self._document.score or 0), ""]
        post = next((entry for entry in self._document.entries if entry.kind is EntryKind.POST), None)
        self._lines += _shown(post.passages) if post else []
        count = len(self._comments)
        form = f"{count} comments, sorted by Click to highlight new comments since:"
        self._lines += ["", "New Comment", form, *([_NOTICE] if self._is_many else [])]

    def _is_collapsed(self, entry: Entry) -> bool:
        return self._is_many and entry.parent is not None and (entry.score or 0) < _HIGH

    def _add(self, entry: Entry, is_collapsed: bool) -> None:
        start = len(self._lines)
        is_cut = False
        if is_collapsed:
            self._lines += [f"{entry.score or 0}{entry.author or '[anonymous]'}", one_line(entry.passages)]
        else:
            self._lines += self._header(entry)
            body, is_cut = self._body(entry)
            self._lines += body
        self._copy.truths.append(Truth(
            entry.id, start, len(self._lines), entry.parent, entry.author, entry.score, is_collapsed, is_cut,
        ))  # fmt: skip

    def _body(self, entry: Entry) -> tuple[list[str], bool]:
        limit, most = _CUTS[(entry.score or 0) >= _HIGH]
        size = sum(len(passage.text) for passage in entry.passages)
        if not self._is_many or size <= limit:
            return _shown(entry.passages, self._chance) or ["[comment deleted]"], False
        return _cut(entry.passages, most + self._chance.randint(-4, 3)), True

    def _header(self, entry: Entry) -> list[str]:
        name, age = entry.author or "[anonymous]", f"{self._chance.randint(2, 3)}y"
        score, agreement = str(entry.score or 0), str(self._chance.randint(0, 9))
        shapes = {
            "lost": [], "names": [f"[-]{name}", ""], "joined": [f"[-]{name}{age}{score}{agreement}", ""],
            "marked": ["[-]", f"{name}{age}{score}{agreement}", ""],
            "lines": ["[-]", name, age, score, agreement, ""], "inline": [f"[-] {name} {age} {score} {agreement}", ""],
        }  # fmt: skip
        return shapes[self._headers]


def _shown(passages: Sequence[Passage], chance: random.Random | None = None) -> list[str]:
    """Passages as lines: blank lines between, none between the items of a list."""
    lines: list[str] = []
    for at, passage in enumerate(passages):
        is_item = passage.nesting.endswith("-")
        if lines and not (is_item and passages[at - 1].nesting.endswith("-")):
            lines.append("")
        lines += _lines(passage, is_item)
        if chance and chance.random() < 0.02:
            lines[-1] += "\u00a0"
    return lines


def _lines(passage: Passage, is_item: bool) -> list[str]:
    if passage.kind is PassageKind.RULE:
        return []
    lines = [line if passage.kind is PassageKind.CODE else line.strip() for line in passage.text.split("\n")]
    filled = [line for line in lines if line.strip()]
    return [f"  • {filled[0]}", *filled[1:]] if is_item and filled else filled


def _cut(passages: Sequence[Passage], most: int) -> list[str]:
    kept: list[Passage] = []
    for passage in passages:
        if len(passage.text) >= most:
            kept.append(passage._replace(text=passage.text[: max(most, 1)]))
            break
        kept.append(passage)
        most -= len(passage.text)
    lines = _shown(kept)
    if kept[-1].nesting.endswith("-"):
        return [*lines, f"... {_MORE}"]
    return [*lines[:-1], f"{lines[-1].rstrip()}... {_MORE}"]


def one_line(passages: Sequence[Passage]) -> str:
    """What the site shows of a collapsed comment: one line, without quotations."""
    return " ".join(_one_line(passages)) or "[comment deleted]"


def _one_line(passages: Sequence[Passage]) -> Iterator[str]:
    for passage in passages:
        if not passage.is_quotation and passage.text.strip():
            yield f"* {_flat(passage.text)}" if passage.nesting.endswith("-") else _flat(passage.text)


def _flat(text: str) -> str:
    return " ".join(text.split())
