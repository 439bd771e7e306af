"""The blocks of an interview posted as text: what each line opens, decided by what stands around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reader.importers.compose import TYPED_LIST
from reader.importers.labels import Speakers, is_name, read_label, split_label
from reader.importers.lines import is_blank
from reader.model.timestamps import TIMESTAMP, read_timestamp

_HEADING_CHARACTERS, _HEADING_WORDS, _QUESTION_WORDS = 120, 16, 4
_TIMESTAMP = re.compile(rf"[\[(]({TIMESTAMP})[\])]\s*\Z")
_LEAD_IN = re.compile(r"\b(?:tweeted|wrote|writes|posted|said|says|replied|explained|explains|puts it):\s*\Z")
_WRAPPED_CHARACTERS = 120
_LONG_CHARACTERS = 100
_QUOTED_BLOCKS = 5


class BlockKind(StrEnum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    TURN = "turn"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of lines.

    Attributes:
        kind: What it is.
        start: Index of its first line.
        stop: One past its last line.
        text: Its text on one line; of a turn without the speaker's label; of a list as written.
        speaker: Who speaks, when it opens a turn; None when whoever was speaking goes on.
        starts_at: When it begins, in seconds from the recording's beginning; None when not stated.
        is_quotation: Whether it is quoted from elsewhere.
    """

    kind: BlockKind
    start: int
    stop: int
    text: str
    speaker: str | None = None
    starts_at: float | None = None
    is_quotation: bool = False


def read_blocks(lines: Sequence[str], start: int, speakers: Speakers) -> list[Block]:
    """The blocks of the lines from ``start`` on, headings and quotations recognised."""
    blocks = list(_cut(lines, start, speakers))
    return _mark_quotations(lines, _mark_headings(blocks))


def _cut(lines: Sequence[str], start: int, speakers: Speakers) -> Iterator[Block]:
    is_wrapped = _is_wrapped(lines, start, speakers)
    has_spoken = False
    while start < len(lines):
        stop = start + 1
        if not is_blank(lines[start]):
            block = _open(lines[start], start, speakers, has_spoken=has_spoken)
            has_spoken |= block.kind is BlockKind.TURN
            while is_wrapped and stop < len(lines) and _goes_on(lines[stop], speakers):
                stop += 1
            rest = (line.strip() for line in lines[start + 1 : stop])
            yield replace(block, stop=stop, text=" ".join(filter(None, [block.text, *rest])))
        start = stop


def _is_wrapped(lines: Sequence[str], start: int, speakers: Speakers) -> bool:
    """Whether paragraphs run over several lines; else each line is a paragraph."""
    has_blank = any(is_blank(line) for line in lines[start : len(lines) - 1])
    if not has_blank or any(len(line) > _WRAPPED_CHARACTERS for line in lines):
        return False
    above = [is_blank(lines[at - 1]) for at in range(start + 1, len(lines)) if speakers.opening(lines[at])]
    return 2 * sum(above) >= len(above)


def _goes_on(line: str, speakers: Speakers) -> bool:
    if is_blank(line) or TYPED_LIST.fullmatch(line) or speakers.opening(line):
        return False
    return not (has_timestamp(line) and is_heading_like(line.strip()))


def _open(line: str, index: int, speakers: Speakers, *, has_spoken: bool) -> Block:
    label = speakers.opening(line)
    # Times without a name that stand above the first speaker are a list of contents.
    if label and (label.name or has_spoken):
        return Block(BlockKind.TURN, index, index + 1, label.said, label.name or None, label.starts_at)
    if TYPED_LIST.fullmatch(line):
        return Block(BlockKind.LISTED, index, index + 1, line.rstrip())
    return Block(BlockKind.TEXT, index, index + 1, line.strip())


def _mark_headings(blocks: list[Block]) -> list[Block]:
    """From the last block to the first, since a heading is known by what follows."""
    speaking = _speakers_of(blocks)
    asking = _shares_of_questions(blocks, speaking)
    after: Block | None = None
    answering: str | None = None
    for at in range(len(blocks) - 1, -1, -1):
        block, speaker = blocks[at], speaking[at]
        # A question below a turn ends it when the one who asks more than the next speaker has the word.
        is_put = block.text.endswith("?") and speaker and answering and speaker != answering
        ends_turn = is_put and asking[speaker] >= asking[answering]
        # The first words of a turn whose label stands in a line of its own.
        is_opening = at and blocks[at - 1].kind is BlockKind.TURN and not blocks[at - 1].text
        is_within = ends_turn or is_opening
        if after and not is_within and _is_heading(block, after, is_introduction=speaker is None):
            blocks[at] = _heading(block)
        after, answering = blocks[at], block.speaker or answering
    return blocks


def _heading(block: Block) -> Block:
    text, starts_at = split_timestamp(block.text)
    return replace(block, kind=BlockKind.HEADING, text=text or block.text, starts_at=starts_at)


def _is_heading(block: Block, after: Block, *, is_introduction: bool) -> bool:
    if block.kind is not BlockKind.TEXT or not is_heading_like(block.text):
        return False
    if _is_contents(block.text):
        return False
    opens = after.kind in (BlockKind.TURN, BlockKind.HEADING) or has_timestamp(block.text)
    return opens or (is_introduction and _is_long(after))


def _is_contents(text: str) -> bool:
    """Whether a line begins with a time, as those of a list of contents do."""
    label = read_label(text)
    return label is not None and not label.name


def _speakers_of(blocks: Sequence[Block]) -> list[str | None]:
    """For each block the speaker in whose turn it stands."""
    speaking: list[str | None] = []
    for block in blocks:
        speaking.append(block.speaker or (speaking[-1] if speaking else None))
    return speaking


def _shares_of_questions(blocks: Sequence[Block], speaking: Sequence[str | None]) -> dict[str | None, float]:
    """How large a part of each speaker's blocks end in a question."""
    said, asked = Counter(speaking), Counter[str | None]()
    for block, speaker in zip(blocks, speaking, strict=True):
        asked[speaker] += block.text.rstrip('"”’)').endswith("?")
    return {speaker: asked[speaker] / count for speaker, count in said.items()}


def _is_long(block: Block) -> bool:
    return block.kind is BlockKind.TEXT and len(block.text) > _LONG_CHARACTERS


def is_heading_like(text: str) -> bool:
    """Whether a line may be a heading: short, no sentence, no label, no lower-case beginning."""
    words = text.split()
    if len(text) > _HEADING_CHARACTERS or len(words) > _HEADING_WORDS or text[0].islower():
        return False
    if has_timestamp(text):
        return True
    if text.endswith("?"):
        return len(words) >= _QUESTION_WORDS
    return text[-1] not in '.,:;!…—–-"”' and split_label(text) is None


def has_timestamp(text: str) -> bool:
    """Whether a line ends in a time such as ``[00:12:34]``."""
    return _TIMESTAMP.search(text) is not None


def split_timestamp(text: str) -> tuple[str, float | None]:
    """A line without the time in brackets it ends in, and that time in seconds; None without one."""
    match = _TIMESTAMP.search(text)
    return (text[: match.start()].rstrip(), read_timestamp(match[1])) if match else (text, None)


def _mark_quotations(lines: Sequence[str], blocks: list[Block]) -> list[Block]:
    for at, block in enumerate(blocks):
        if at and block.kind is BlockKind.TEXT and _LEAD_IN.search(blocks[at - 1].text[-30:]):
            blocks[at] = replace(block, is_quotation=True)
        elif _is_attribution(blocks, at):
            blocks[at] = replace(block, kind=BlockKind.TEXT, text=block.text.strip(), is_quotation=True)
            for quoted in _quoted_above(lines, blocks, at):
                blocks[quoted] = replace(blocks[quoted], is_quotation=True)
    return blocks


def _is_attribution(blocks: Sequence[Block], at: int) -> bool:
    """A name set off by a dash, alone, below a paragraph: who said that paragraph."""
    around = [blocks[near] for near in (at - 1, at + 1) if 0 <= near < len(blocks)]
    if blocks[at].kind is not BlockKind.LISTED or not at or blocks[at - 1].kind is not BlockKind.TEXT:
        return False
    match = TYPED_LIST.fullmatch(blocks[at].text)
    is_alone = all(block.kind is not BlockKind.LISTED for block in around)
    name = match["said"] if match and match["marker"] in "-–" else ""
    return is_alone and _is_full_name(name) and not blocks[at - 1].text.endswith(":")


def _is_full_name(name: str) -> bool:
    return " " in name and is_name(name) and name[-1] not in ".?!,;"


def _quoted_above(lines: Sequence[str], blocks: Sequence[Block], at: int) -> list[int]:
    """The paragraphs from the heading above to the name; without a heading near, the last one only."""
    above: list[int] = []
    while at and blocks[at - 1].kind is BlockKind.TEXT and len(above) < _QUOTED_BLOCKS:
        at -= 1
        above.append(at)
    is_below_heading = at and blocks[at - 1].kind is BlockKind.HEADING
    return above if is_below_heading else above[:1]
