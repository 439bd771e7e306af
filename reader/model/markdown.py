"""Markdown to passages, losing no word.

Parsing is CommonMark 0.31 by markdown-it-py, with tables, strikethrough and footnotes. HTML and link
definitions are read as plain text, because markdown-it would drop them; where a word is lost all
the same (text nested too deep, for instance) the entry falls back to plain paragraphs.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from html.entities import html5
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.clean import clean, clean_line
from reader.model.footnotes import BACK, FORWARD
from reader.model.passages import Passage, PassageKind, Span, SpanKind
from reader.model.tables import Cell, set_table

_NESTING_LIMIT = 40
# markdown-it takes time quadratic in the marks of one paragraph (4,600 brackets that close nothing: 3 s), so
# no more than this many are parsed, and no more squares of such numbers than _SQUARES_LIMIT.
_MARK_LIMIT = 3_000
_SQUARES_LIMIT = 1_000_000_000
_LINE_LIMIT = 100_000
# Each of these becomes a token of its own, of some 350 bytes.
_TOKENS_LIMIT = 100_000
_MARKS = re.compile(r"[\[\]*_`<~!]")
_NO_LETTER = re.compile(r"[\W_]+")
_ENTITY = re.compile(r"&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_BULLET = "•"
_FOOTNOTE = re.compile(r"(?m)^[ >]*\[\^[^\]\s]+\]:")
# For each sign that may refer to a note the rest of its paragraph is read: 5,000,000 letters take 0.5 s.
_FOOTNOTE_LIMIT = 5_000_000
_RETURN = "↩"
# Whatever may open a block, a span, an entity, a table or a break: without it all is plain paragraphs.
_SIGNS = re.compile(r"[\\`*_\[\]<&~|\t]|(?m:^ {0,3}(?:[#>=+-]|\d{1,9}[.)]|    )|  $)|[^\S \n]")
_PARAGRAPH_END = re.compile(r"\n[ ]*\n\s*")
_SPAN_KINDS = {
    "em": SpanKind.EMPHASIS, "strong": SpanKind.STRONG, "s": SpanKind.STRIKE, "link": SpanKind.LINK,
}  # fmt: skip


def parse_markdown(markdown: str) -> tuple[Passage, ...]:
    """Turn Markdown into passages.

    Args:
        markdown: Cleaned Markdown of one entry.

    Returns:
        Its passages in order, cleaned of what its entities stood for. Every letter and digit of
        the source, its entities undone or as typed, occurs in a passage's text, marker or link
        target, as often as in the source.
    """
    if not _SIGNS.search(markdown):
        # Three comments in four hold no sign, and a whole parser takes ten times as long for them.
        return _unmarked_passages(markdown)
    if is_heavy(markdown):
        return plain_passages(markdown)
    builder, is_whole = _parse(markdown)
    return tuple(builder.passages) if is_whole else plain_passages(markdown)


def _parse(markdown: str) -> tuple[_Builder, bool]:
    """Parse with as much as can be read without losing a word.

    A row that has more cells than its table loses them, for instance: then tables stay as typed.

    Returns:
        The passages, and whether no word is lost; when even the plainest parser loses one, those of it.
    """
    parsers = [_footnote_parser] if _has_footnotes(markdown) else []
    parsers += [_parser, _parser_without_tables] if "|" in markdown else [_parser]
    for parser in parsers:
        env: dict[str, Any] = {}
        tokens = parser().parse(markdown, env)
        builder = _Builder(env.get("footnotes", {}).get("refs", {}))
        if _keeps_letters(markdown, builder.build(tokens)):
            return builder, True
    return builder, False


def passage_lines(markdown: str) -> list[int]:
    """Where each passage of parsed Markdown begins: the index of its first line.

    Text that :func:`parse_markdown` sets as plain paragraphs is not told apart.
    """
    return _parse(markdown)[0].lines


def plain_passages(text: str) -> tuple[Passage, ...]:
    """Turn text into plain paragraphs, one for each run of non-blank lines, marks as they are."""
    return tuple(Passage(part.strip("\n")) for part in _BLANK_LINES.split(f"\n{text}\n") if part.strip())


def _unmarked_passages(text: str) -> tuple[Passage, ...]:
    parts = _PARAGRAPH_END.split(text.strip())
    return tuple(Passage(" ".join(map(str.strip, part.split("\n")))) for part in parts if part)


def is_heavy(markdown: str) -> bool:
    """Whether Markdown has so many lines or marks that it is shown as plain text."""
    if markdown.count("\n") > _LINE_LIMIT or markdown.count("\\") + markdown.count("&") > _TOKENS_LIMIT:
        return True
    if len(_MARKS.findall(markdown)) <= _MARK_LIMIT:
        return False
    counts = [len(_MARKS.findall(part)) for part in _BLANK_LINES.split(markdown)]
    return max(counts) > _MARK_LIMIT or sum(count * count for count in counts) > _SQUARES_LIMIT


def _has_footnotes(markdown: str) -> bool:
    """Whether there are footnotes to look for, and not so many that it would take long."""
    if "[^" not in markdown or not _FOOTNOTE.search(markdown):
        return False
    longest = max(map(len, _BLANK_LINES.split(markdown)))
    return markdown.count("[^") * longest <= _FOOTNOTE_LIMIT


@cache
def _footnote_parser() -> MarkdownIt:
    from mdit_py_plugins.footnote import footnote_plugin

    parser = _new_parser()
    # Notes stay where they were written: moved to the end, those not referred to would be lost.
    footnote_plugin(parser, inline=False, move_to_end=False)
    return parser


@cache
def _parser() -> MarkdownIt:
    return _new_parser()


@cache
def _parser_without_tables() -> MarkdownIt:
    return _new_parser().disable("table")


def _new_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING_LIMIT})
    parser.enable(["table", "strikethrough"])
    return parser.disable(["html_block", "html_inline", "reference"])


def _keeps_letters(markdown: str, passages: tuple[Passage, ...]) -> bool:
    """Whether nothing was lost; by letters, because marks may stand inside a word."""
    letters = _letters(markdown)
    shown = _letters("".join(part for passage in passages for part in (passage.text, passage.marker)))
    if letters == shown:
        return True
    kept = Counter(shown)
    for target in (span.target for passage in passages for span in passage.spans if span.target):
        # markdown-it writes other letters than ASCII as percent signs and numbers.
        kept.update(Counter(_letters(target)) | Counter(_letters(unquote(target))))
    is_kept = not Counter(_letters(_ENTITY.sub(_undo_entity, markdown))) - kept
    return is_kept or not Counter(letters) - kept


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text)


def _undo_entity(match: re.Match[str]) -> str:
    """As CommonMark does: only what ends in a semicolon, so ``?a=1&section=2`` stays as it is."""
    return html.unescape(match[0]) if match[1][0] == "#" or f"{match[1]};" in html5 else match[0]


class _Builder:
    """Walks markdown-it's flat token list once, keeping the open containers.

    Args:
        notes: For each footnote's label, with a colon before it, its number from 0; -1 when nothing refers
            to it.
    """

    def __init__(self, notes: Mapping[str, int]) -> None:
        self.notes = notes
        self.passages: list[Passage] = []
        self.containers: list[str] = []
        self.markers: list[str] = []
        self.opened: list[tuple[str, int]] = []
        self.rows: list[list[Cell]] = []
        self.level = 0
        self.line = 0
        self.lines: list[int] = []

    def build(self, tokens: list[Token]) -> tuple[Passage, ...]:
        for token in tokens:
            handle = getattr(self, f"_{token.type}", None)
            if token.map and not self.rows:
                self.line = token.map[0]
            if handle:
                handle(token)
        return tuple(self.passages)

    def _add(self, text: str, kind: PassageKind, spans: tuple[Span, ...] = (), info: str = "") -> None:
        marker = " ".join([*self.markers, *filter(None, [info])])
        self.markers.clear()
        nesting = "".join(self.containers)
        self.passages.append(Passage(text, kind, spans, nesting, marker, self.level))
        self.lines.append(self.line)

    def _blockquote_open(self, token: Token) -> None:
        self.containers.append(">")

    def _blockquote_close(self, token: Token) -> None:
        self.containers.pop()

    def _list_item_open(self, token: Token) -> None:
        self.containers.append("-")
        self.markers.append(f"{token.info}{token.markup}" if token.info else _BULLET)

    def _list_item_close(self, token: Token) -> None:
        if self.markers:  # an item without text still shows its marker
            self._add("", PassageKind.PARAGRAPH)
        self.containers.pop()

    def _footnote_reference_open(self, token: Token) -> None:
        self.containers.append("-")
        self.markers.append(f"{_clean_inline(token.meta['label'])}.")
        self.opened.append((token.meta["label"], len(self.passages)))

    def _footnote_reference_close(self, token: Token) -> None:
        label, first = self.opened.pop()
        number = self.notes.get(f":{label}", -1)
        if self.markers or number >= 0:
            self._add_return(number + 1, first)
        self.containers.pop()

    def _add_return(self, number: int, first: int) -> None:
        """Write the way back to the end of a note; of one that nothing refers to at least its label."""
        back = f"{BACK}{number}"
        last = self.passages[-1] if len(self.passages) > first else None
        if last is None or last.kind is not PassageKind.PARAGRAPH:
            text = _RETURN if number else ""
            self._add(text, PassageKind.PARAGRAPH, (Span(0, 1, SpanKind.LINK, back),) if number else ())
            return
        stop = len(last.text) + 1
        spans = (*last.spans, Span(stop, stop + 1, SpanKind.LINK, back))
        self.passages[-1] = last._replace(text=f"{last.text} {_RETURN}", spans=spans)

    def _heading_open(self, token: Token) -> None:
        self.level = int(token.tag[1])

    def _heading_close(self, token: Token) -> None:
        self.level = 0

    def _inline(self, token: Token) -> None:
        text, spans = _set_inline(token.children or [])
        if self.rows:
            self.rows[-1][-1] = Cell(text.replace("\n", " "), spans)
        elif text and self.level:
            self._add(text.replace("\n", " "), PassageKind.HEADING, spans)
        elif text:
            self._add(text, PassageKind.PARAGRAPH, spans)

    def _fence(self, token: Token) -> None:
        self._add(token.content.rstrip("\n"), PassageKind.CODE, info=clean_line(token.info))

    def _code_block(self, token: Token) -> None:
        self._add(token.content.rstrip("\n"), PassageKind.CODE)

    def _hr(self, token: Token) -> None:
        self._add("", PassageKind.RULE)

    def _table_open(self, token: Token) -> None:
        self.rows = []

    def _tr_open(self, token: Token) -> None:
        self.rows.append([])

    def _td_open(self, token: Token) -> None:
        self.rows[-1].append(Cell(""))

    _th_open = _td_open

    def _table_close(self, token: Token) -> None:
        text, spans = set_table(self.rows)
        self.rows = []
        self._add(text, PassageKind.TABLE, spans)


def _set_inline(tokens: list[Token]) -> tuple[str, tuple[Span, ...]]:
    """Inline tokens as text and spans."""
    parts, length, spans, opened = list[str](), 0, list[Span](), list[tuple[int, Token]]()
    for token in tokens:
        kind, _, edge = token.type.rpartition("_")
        start, part = length, ""
        if edge == "open":
            opened.append((start, token))
        elif edge == "close":
            begun, opening = opened.pop()
            target = str(opening.attrs.get("href", ""))
            shown = target if begun == start else ""  # a link without words is its address
            spans.append(Span(begun, start + len(shown), _SPAN_KINDS[kind], target))
            part = shown + _link_title(opening)
        else:
            part = _inline_text(token)
            spans += _leaf_span(token, start, start + len(part))
        parts.append(part)
        length += len(part)
    return "".join(parts), tuple(sorted(spans, key=lambda span: (span.start, -span.stop)))


def _link_title(opening: Token) -> str:
    title = opening.attrs.get("title")
    return _clean_inline(f" ({title})") if title else ""


def _clean_inline(text: str) -> str:
    """What entities stood for made safe; only a hard break breaks a line."""
    return clean(text).replace("\n", " ")


def _inline_text(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " " if token.type == "softbreak" else "\n"
    if token.type == "footnote_ref":
        return f"[{_clean_inline(token.meta['label'])}]"
    if token.type != "image":
        return _clean_inline(token.content)
    words = _set_inline(token.children or [])[0].replace("\n", " ")
    return describe_image(words) + _link_title(token)


def describe_image(words: str) -> str:
    """What stands for a picture: its description, if it has one, and that it is a picture."""
    return f"[image: {words}]" if words not in ("", "image") else "[image]"


def _leaf_span(token: Token, start: int, stop: int) -> list[Span]:
    if token.type == "code_inline":
        return [Span(start, stop, SpanKind.CODE)]
    if token.type == "footnote_ref":
        return [Span(start, stop, SpanKind.LINK, f"{FORWARD}{token.meta['id'] + 1}")]
    if token.type == "image":
        return [Span(start, stop, SpanKind.IMAGE, str(token.attrs.get("src", "")))]
    return []
