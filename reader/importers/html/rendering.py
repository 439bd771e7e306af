"""Blocks as Markdown that :func:`reader.model.markdown.parse_markdown` reads as the same blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reader.importers.html.escaping import escape_closing, fence
from reader.importers.html.flow import BREAK, Block, BlockKind, Container, Run
from reader.importers.html.inline import plain_text, write_inline
from reader.importers.html.tables import write_table
from reader.model.markdown import is_heavy
from reader.model.passages import Passage, PassageKind

_BULLET = "•"
# Beyond either it is tried first whether Markdown can be parsed at all.
_MANY_BLOCKS, _MANY_CHARACTERS = 20_000, 500_000


class Written(NamedTuple):
    """Blocks as Markdown, and as what parsing it gives.

    Attributes:
        markdown: The Markdown.
        passages: Its passages; None where it must be parsed to know them.
    """

    markdown: str
    passages: tuple[Passage, ...] | None = None


def write_blocks(blocks: Sequence[Block]) -> Written:
    """Write blocks as Markdown.

    Text so heavy that it would not be parsed as Markdown (thousands of marks in one paragraph) is
    written without links and emphasis, and when that does not help as it is, since then it is
    also shown as it is.
    """
    is_long = len(blocks) > _MANY_BLOCKS or sum(_length(block) for block in blocks) > _MANY_CHARACTERS
    if is_long and is_heavy(words := _words(_flat(block) for block in blocks)):
        return Written(words)
    written = _write(blocks)
    if is_heavy(written.markdown):
        written = _write([_without_marks(block) for block in blocks])
    if is_heavy(written.markdown):
        return write_words(_words([_flat(block)]) for block in blocks)
    return written


def write_words(paragraphs: Iterable[str]) -> Written:
    """Write plain paragraphs as Markdown; what is too heavy for it as it is."""
    filled = [paragraph for paragraph in paragraphs if paragraph]
    words = "\n\n".join(filled)
    if is_heavy(words):
        return Written(words)
    return _write([Block(BlockKind.PARAGRAPH, _plain_runs(paragraph)) for paragraph in filled])


def _length(block: Block) -> int:
    return sum(len(run.text) for run in block.runs) + len(block.code)


def _words(blocks: Iterable[Block]) -> str:
    """Nothing but the words, with nothing escaped."""
    return "\n\n".join(filter(None, (plain_text(block.runs) for block in blocks)))


def _write(blocks: Sequence[Block]) -> Written:
    lines: list[str] = []
    passages: list[Passage] = []
    before: Block | None = None
    opened: set[Container] = set()
    for block in blocks:
        markdown, passage = _write_block(block)
        if not markdown:
            continue
        if before:
            lines += _gap(before, block) if before.containers and block.containers else [""]
        if block.containers:
            passage = _set_within(passage, block.containers, opened)
            lines += _place(markdown, block.containers, opened)
        else:
            lines.append(markdown)
        passages.append(passage)
        before = block
    is_known = not any(passage.kind is PassageKind.TABLE for passage in passages)
    return Written("\n".join(lines), tuple(passages) if is_known else None)


def _write_block(block: Block) -> tuple[str, Passage]:
    if block.kind is BlockKind.PARAGRAPH:
        markdown, text, spans = write_inline(block.runs)
        return markdown, Passage(text, PassageKind.PARAGRAPH, spans)
    if block.kind is BlockKind.HEADING:
        markdown, text, spans = write_inline(block.runs, is_line=True)
        heading = f"{'#' * block.level} {escape_closing(markdown)}" if markdown else ""
        return heading, Passage(text, PassageKind.HEADING, spans, level=block.level)
    if block.kind is BlockKind.CODE:
        ticks = fence(block.code, 3)
        passage = Passage(block.code, PassageKind.CODE, marker=block.info)
        return f"{ticks}{block.info}\n{block.code}\n{ticks}", passage
    if block.kind is BlockKind.RULE:
        return "***", Passage("", PassageKind.RULE)
    return write_table(block.rows), Passage("", PassageKind.TABLE)


def _set_within(passage: Passage, containers: Sequence[Container], opened: set[Container]) -> Passage:
    """A passage with its nesting, and the signs of the list items that begin with it."""
    signs = [each.marker for each in containers if each.marker and each not in opened]
    shown = [_BULLET if sign == "-" else sign for sign in signs]
    nesting = "".join("-" if each.marker else ">" for each in containers)
    return passage._replace(nesting=nesting, marker=" ".join(filter(None, [*shown, passage.marker])))


def _place(written: str, containers: Sequence[Container], opened: set[Container]) -> Iterator[str]:
    """The lines of a block behind the signs of its containers; an item's sign comes once."""
    first = "".join(_sign(each, each in opened) for each in containers)
    opened.update(containers)
    rest = "".join(_sign(each, True) for each in containers)
    for at, line in enumerate(written.split("\n")):
        prefix = rest if at else first
        yield f"{prefix}{line}" if line else prefix.rstrip()


def _sign(container: Container, is_opened: bool) -> str:
    if not container.marker:
        return "> "
    return " " * (len(container.marker) + 1) if is_opened else f"{container.marker} "


def _gap(before: Block, block: Block) -> list[str]:
    """What parts two blocks: a blank line in the containers they share, or nothing between items."""
    shared = 0
    for one, other in zip(before.containers, block.containers, strict=False):
        if one is not other:
            break
        shared += 1
    if _is_tight(before, block, shared):
        return []
    return ["".join(_sign(each, True) for each in block.containers[:shared]).rstrip()]


def _is_tight(before: Block, block: Block, shared: int) -> bool:
    """Whether a block begins a list item that may follow without a blank line."""
    new = block.containers[shared] if shared < len(block.containers) else None
    if not new or not new.marker or before.kind is BlockKind.TABLE:
        return False
    left = before.containers[shared:]
    if left:
        return left[0].listed is new.listed and all(each.marker for each in left)
    # Below a paragraph a list begins only with a bullet or the number one.
    return shared > 0 and bool(before.containers[-1].marker) and new.marker in ("-", "1.")


def _without_marks(block: Block) -> Block:
    if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
        return Block(block.kind, _plain_runs(plain_text(block.runs)), block.containers, block.level)
    return _flat(block) if block.kind is BlockKind.TABLE else block


def _flat(block: Block) -> Block:
    """A block as a plain paragraph of the same words."""
    cells = [plain_text(cell) for row in block.rows for cell in row]
    text = "\n".join([plain_text(block.runs), block.code, *cells])
    return Block(BlockKind.PARAGRAPH, _plain_runs(text))


def _plain_runs(text: str) -> list[Run]:
    runs: list[Run] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        runs += [BREAK, Run(line)]
    return runs[1:]
