"""Walks the elements of a page, without recursion, and says what each is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reader.clean import clean
from reader.importers.html.builder import BlockBuilder, Setting
from reader.importers.html.elements import (
    BLOCKS,
    DROPPED,
    EMBEDDED,
    HEADINGS,
    LISTS,
    MARKS,
    PREFORMATTED,
    SPOILERS,
)
from reader.importers.html.flow import CODE, EMPHASIS, STRONG
from reader.importers.html.formulas import FORMULA_CLASSES, FORMULA_TAGS, Formula, read_formula, read_script
from reader.importers.html.links import resolve
from reader.importers.html.media import show_embedded, show_image
from reader.importers.html.nesting import Attributes, Closes, Nesting
from reader.importers.html.notes import Notes
from reader.importers.html.preformatted import language_of, text_of
from reader.importers.html.rendering import Written, write_blocks, write_words
from reader.importers.html.taming import strip_tags, tame
from reader.model.footnotes import BACK
from reader.model.markdown import parse_markdown
from reader.model.passages import Passage

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
# What React sends hidden, to be put in its place by a script.
_STREAMED = re.compile(r"S:[0-9a-f]{1,8}")
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:(bold|bolder|[6-9]00)|normal|[1-5]00)", re.IGNORECASE)
_SLANT = re.compile(r"font-style\s*:\s*(?:(italic|oblique)|normal)", re.IGNORECASE)
_RAISED = re.compile(r"(?!(?:st|nd|rd|th)$)[-+−–]?\w{1,4}", re.IGNORECASE)
# So many elements in one text are no writing.
_ELEMENTS_LIMIT = 100_000


class Walked(NamedTuple):
    """HTML as Markdown, and what became of it.

    Attributes:
        markdown: Cleaned text for an entry; empty where there is nothing to see.
        images: How many pictures, films and sounds became their description and address.
        formulas: How many formulas became their LaTeX.
        spoilers: How many passages are hidden until opened.
        notes: How many footnotes are referred to.
        unsafe: How many links became plain text because their address may not be opened.
        cleaned: How many unsafe characters were replaced.
        passages: What :func:`reader.model.markdown.parse_markdown` gives for the Markdown, without the
            time that takes.
    """

    markdown: str
    images: int = 0
    formulas: int = 0
    spoilers: int = 0
    notes: int = 0
    unsafe: int = 0
    cleaned: int = 0
    passages: tuple[Passage, ...] = ()


def parse_html(html: str) -> LexborHTMLParser:
    """Parse a whole page, whatever it holds; nothing it names is loaded."""
    return LexborHTMLParser(tame(html).html)


def html_to_markdown(html: str, base: str | None = None, drop: Collection[str] = ()) -> Walked:
    """Turn a part of a page, such as the body of a comment, into Markdown.

    Args:
        html: HTML as a site gives it.
        base: The page's address, for links that are relative to it.
        drop: Names or classes of elements to leave out.

    Returns:
        Markdown that shows the same text when :func:`reader.model.markdown.parse_markdown` reads it;
        of more than 50,000 elements the words alone.
    """
    if html.count("<") > _ELEMENTS_LIMIT:
        return _words_only(html)
    parser = LexborHTMLParser(tame(html).html, is_fragment=True)
    return _Walker(base, drop).walk(parser.root)


def node_to_markdown(node: LexborNode, base: str | None = None, drop: Collection[str] = ()) -> Walked:
    """Turn what an element of a parsed page holds into Markdown; see :func:`html_to_markdown`."""
    return _Walker(base, drop).walk(node.child)


def _words_only(html: str) -> Walked:
    text = BlockBuilder()
    folded = (" ".join(line.split()) for line in text.safe(strip_tags(html)).split("\n"))
    markdown, passages = _whole(write_words(folded))
    return Walked(markdown, cleaned=text.cleaned, passages=passages)


def _whole(written: Written) -> tuple[str, tuple[Passage, ...]]:
    """Markdown and its passages: those known, unless parsing would still change a letter of them."""
    markdown, passages = written
    if passages is None or not (markdown.isascii() or clean(markdown) == markdown):
        markdown = clean(markdown)
        passages = parse_markdown(markdown)
    return markdown, passages


class _Walker:
    """Goes through elements in order and says what each is.

    Args:
        base: The page's address.
        drop: Names or classes of elements to leave out.

    Attributes:
        text: Where the text goes.
        nesting: The quotations, lists and tables it stands in.
        images: How many pictures, films and sounds there were.
    """

    def __init__(self, base: str | None, drop: Collection[str]) -> None:
        self._base = base
        self._page = base.partition("#")[0] if base else ""
        self._drop = frozenset(drop)
        self.text = BlockBuilder()
        self.nesting = Nesting(self.text)
        self.images = 0
        self._end: Closes = (self.text.end,)
        self._notes = Notes()
        self._formulas = self._spoilers = self._unsafe = 0

    def walk(self, node: LexborNode | None) -> Walked:
        """Read a node, all after it, and all they hold."""
        text = self.text
        opened: list[tuple[LexborNode, Setting, Closes]] = []
        while node is not None or opened:
            if node is None:
                left, before, closes = opened.pop()
                for close in closes:
                    close()
                text.setting = before
                node = left.next
            elif node.tag == "-text":
                text.say(node.text_content or "")
                node = node.next
            else:
                before = text.setting
                entered = self._enter(node, node.tag or "")
                if entered is None:
                    text.setting = before
                    node = node.next
                else:
                    opened.append((node, before, entered))
                    node = node.child
        text.end()
        return self._finish()

    def _finish(self) -> Walked:
        markdown, passages = _whole(write_blocks(self.text.blocks))
        return Walked(
            markdown, self.images, self._formulas, self._spoilers, self._notes.count,
            self._unsafe, self.text.cleaned, passages,
        )  # fmt: skip

    def _enter(self, node: LexborNode, tag: str) -> Closes | None:
        """Begin an element.

        Returns:
            What to do at its end, or None when nothing in it is to be read.
        """
        if tag == "p" and not node.attributes:
            self.text.end()
            return self._end
        if tag in DROPPED or tag in self._drop:
            return self._pass_over(node, tag)
        attributes: Attributes = node.attributes
        closes: Closes = ()
        if attributes:
            if self._is_left_out(attributes):
                return None
            if self._read_formula(node, tag, attributes):
                return None
            closes = self._enter_named(tag, attributes)
        handle = _HANDLERS.get(tag)
        own = handle(self, node, attributes) if handle else self._enter_plain(tag)
        if own is not None:
            return closes + own
        for close in closes:
            close()
        return None

    def _pass_over(self, node: LexborNode, tag: str) -> Closes | None:
        formula = read_script(node) if tag == "script" else None
        if formula:
            self._add_formula(formula)
        return None

    def _is_left_out(self, attributes: Attributes) -> bool:
        is_hidden = "hidden" in attributes and not _STREAMED.fullmatch(attributes.get("id") or "")
        if is_hidden or _HIDDEN.search(attributes.get("style") or ""):
            return True
        return bool(self._drop) and not self._drop.isdisjoint((attributes.get("class") or "").split())

    def _read_formula(self, node: LexborNode, tag: str, attributes: Attributes) -> bool:
        classes = attributes.get("class") or ""
        if tag not in FORMULA_TAGS and FORMULA_CLASSES.isdisjoint(classes.split()):
            return False
        formula = read_formula(node, tag, classes)
        if formula:
            self._add_formula(formula)
        return formula is not None

    def _add_formula(self, formula: Formula) -> None:
        if not formula.source:
            return
        self._formulas += 1
        if formula.is_display and not self.nesting.is_in_table:
            self.text.add_code(formula.source, "latex")
        else:
            self.text.put(f"${formula.source}$", CODE)

    def _enter_named(self, tag: str, attributes: Attributes) -> Closes:
        """What an element's class, style and id say of it."""
        classes, style = attributes.get("class"), attributes.get("style")
        if classes and not SPOILERS.isdisjoint(classes.split()):
            self._spoilers += 1
            self.text.hide()
        if style:
            self._read_style(style)
        if self._notes.enter(attributes.get("id")):
            return (self._leave_note,)
        return ()

    def _read_style(self, style: str) -> None:
        for pattern, mark in ((_WEIGHT, STRONG), (_SLANT, EMPHASIS)):
            if found := pattern.search(style):
                self.text.mark(mark, bool(found[1]))

    def _leave_note(self) -> None:
        if back := self._notes.leave():
            self.text.add_behind("↩", back)

    def _enter_plain(self, tag: str) -> Closes:
        mark = MARKS.get(tag)
        if mark:
            self.text.mark(mark)
        if tag in BLOCKS:
            self.text.end()
            return self._end
        return ()

    def enter_heading(self, node: LexborNode, attributes: Attributes) -> Closes:
        self.text.end()
        self.text.head(HEADINGS[node.tag or "h6"])
        return self._end

    def enter_quoted(self, node: LexborNode, attributes: Attributes) -> Closes:
        self.text.say("“")
        return (lambda: self.text.say("”"),)

    def enter_raised(self, node: LexborNode, attributes: Attributes) -> Closes:
        if self.text.after_word and _RAISED.fullmatch((node.text() or "").strip()):
            self.text.say("^")
        return ()

    def enter_link(self, node: LexborNode, attributes: Attributes) -> Closes | None:
        href = (attributes.get("href") or "").strip()
        page, sign, part = href.partition("#")
        address = self._notes.link(unquote(part)) if sign and page in ("", self._page) else ""
        address = address or ("" if href.startswith("#") and not self._base else resolve(href, self._base))
        if href and not address and not href.startswith("#"):
            self._unsafe += 1
        if self._notes.is_sign(address, node.text() if address.startswith(BACK) else ""):
            return None
        if address:
            self.text.lead_to(address)
        return ()

    def enter_image(self, node: LexborNode, attributes: Attributes) -> None:
        self.images += show_image(self.text, attributes, self._base)

    def enter_embedded(self, node: LexborNode, attributes: Attributes) -> None:
        self.images += show_embedded(self.text, node, self._base)


def _enter_code(walker: _Walker, node: LexborNode, attributes: Attributes) -> None:
    walker.text.add_code(text_of(node), language_of(node))


Handler = Callable[[_Walker, LexborNode, Attributes], Closes | None]
_HANDLERS: dict[str, Handler] = {
    "a": _Walker.enter_link, "img": _Walker.enter_image, "q": _Walker.enter_quoted,
    "sup": _Walker.enter_raised,
    "blockquote": lambda walker, node, attributes: walker.nesting.enter_quotation(),
    "br": lambda walker, node, attributes: walker.text.break_line(),
    "hr": lambda walker, node, attributes: walker.text.add_rule(),
    "table": lambda walker, node, attributes: walker.nesting.enter_table(),
    "caption": lambda walker, node, attributes: walker.nesting.enter_caption(),
    "tr": lambda walker, node, attributes: walker.nesting.enter_row(),
    **dict.fromkeys(("td", "th"), lambda walker, node, given: walker.nesting.enter_cell(node, given)),
    **dict.fromkeys(("li", "dd"), lambda walker, node, attributes: walker.nesting.enter_item(attributes)),
    **dict.fromkeys(LISTS, lambda walker, node, attributes: walker.nesting.enter_list(node, attributes)),
    **dict.fromkeys(HEADINGS, _Walker.enter_heading),
    **dict.fromkeys(PREFORMATTED, _enter_code),
    **dict.fromkeys(EMBEDDED, _Walker.enter_embedded),
}  # fmt: skip
