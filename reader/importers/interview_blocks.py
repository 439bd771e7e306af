"""The blocks of an interview posted as text: what each line opens, decided by what stands around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reader.importers.compose import TYPED_LIST
from reader.importers.lines import is_blank

_LABEL = re.compile(r"\s*(?P<name>[^\s:][^:]{0,58}?)\s?:(?:\s+(?P<said>.*)|\s*)")
_NAME_WORDS, _NAME_CHARACTERS = 5, 50
_PARTICLES = frozenset({
    "de", "da", "di", "del", "der", "den", "van", "von", "la", "le", "al", "el", "bin", "ibn", "of", "and",
})  # fmt: skip
_NOT_NAMES = frozenset({
    "note", "notes", "edit", "update", "example", "examples", "warning", "tip", "source", "sources",
    "link", "links", "disclaimer", "correction", "also", "summary", "from", "to", "cc", "date",
    "subject", "sent", "reply-to", "re", "error", "info", "debug", "pros", "cons", "ps", "nb", "tl;dr",
})  # fmt: skip
_SENTENCE_END = re.compile(r"[.?!…—–-][\"”’')\]]*\s*\Z")
# What one who speaks once says is longer than a line of credits.
_SPOKEN_CHARACTERS = 80
_HEADING_CHARACTERS, _HEADING_WORDS, _QUESTION_WORDS = 120, 16, 4
_TIMESTAMP = re.compile(r"[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]\s*\Z")
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
        speaker: Who speaks, when it opens a turn.
        is_quotation: Whether it is quoted from elsewhere.
    """

    kind: BlockKind
    start: int
    stop: int
    text: str
    speaker: str | None = None
    is_quotation: bool = False


@dataclass(frozen=True, slots=True)
class Speakers:
    """Whose labels a text has.

    Attributes:
        recurring: Those who speak more than once; their labels open turns.
        once: Names that stand before a long paragraph a single time; these are left in the text.
    """

    recurring: frozenset[str]
    once: tuple[str, ...]


def find_speakers(lines: Sequence[str]) -> Speakers:
    """Find the labels ``Name:`` that open turns.

    A label counts only when it recurs, looks like a name, and says a whole sentence at least once:
    a line of credits does not.
    """
    said: dict[str, list[str]] = {}
    for line in lines:
        label = split_label(line)
        if label:
            said.setdefault(label[0], []).append(label[1])
    names = {name: texts for name, texts in said.items() if _is_name(name)}
    recurring = {name for name, texts in names.items() if len(texts) > 1 and any(map(_is_sentence, texts))}
    once = (name for name, texts in names.items() if len(texts) == 1 and len(texts[0]) > _SPOKEN_CHARACTERS)
    return Speakers(frozenset(recurring), tuple(name for name in once if " " in name))


def split_label(line: str) -> tuple[str, str] | None:
    """A line ``Name: text`` as name and text; None when it has no such shape."""
    match = _LABEL.fullmatch(line) if ":" in line[: _NAME_CHARACTERS + 20] else None
    return (" ".join(match["name"].split()), (match["said"] or "").strip()) if match else None


def _is_name(label: str) -> bool:
    words = label.split()
    if label.lower() in _NOT_NAMES or len(words) > _NAME_WORDS or len(label) > _NAME_CHARACTERS:
        return False
    is_capital = words[0][0].isalpha() and not words[0][0].islower()
    return is_capital and all(word.lower() in _PARTICLES or not word[0].islower() for word in words)


def _is_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-10:]) is not None


def read_blocks(lines: Sequence[str], start: int, speakers: frozenset[str]) -> list[Block]:
    """The blocks of the lines from ``start`` on, headings and quotations recognised."""
    blocks = list(_cut(lines, start, speakers))
    return _mark_quotations(lines, _mark_headings(blocks))


def _cut(lines: Sequence[str], start: int, speakers: frozenset[str]) -> Iterator[Block]:
    is_wrapped = _is_wrapped(lines, start)
    block: Block | None = None
    for index in range(start, len(lines)):
        line = lines[index]
        if is_blank(line):
            ended, block = block, None
        elif block and is_wrapped and _goes_on(line, speakers):
            ended, block = None, replace(block, stop=index + 1, text=f"{block.text} {line.strip()}")
        else:
            ended, block = block, _open(line, index, speakers)
        if ended:
            yield ended
    if block:
        yield block


def _is_wrapped(lines: Sequence[str], start: int) -> bool:
    """Whether paragraphs run over several lines; else each line is a paragraph."""
    has_blank = any(is_blank(line) for line in lines[start : len(lines) - 1])
    return has_blank and all(len(line) <= _WRAPPED_CHARACTERS for line in lines)


def _goes_on(line: str, speakers: frozenset[str]) -> bool:
    label = split_label(line)
    return not TYPED_LIST.fullmatch(line) and not (label and label[0] in speakers)


def _open(line: str, index: int, speakers: frozenset[str]) -> Block:
    label = split_label(line)
    if label and label[0] in speakers:
        return Block(BlockKind.TURN, index, index + 1, label[1], label[0])
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
        if after and not ends_turn and _is_heading(block, after, is_introduction=speaker is None):
            blocks[at] = replace(block, kind=BlockKind.HEADING)
        after, answering = blocks[at], block.speaker or answering
    return blocks


def _is_heading(block: Block, after: Block, *, is_introduction: bool) -> bool:
    if block.kind is not BlockKind.TEXT or not is_heading_like(block.text):
        return False
    opens = after.kind in (BlockKind.TURN, BlockKind.HEADING) or has_timestamp(block.text)
    return opens or (is_introduction and _is_long(after))


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
    return " " in name and _is_name(name) and name[-1] not in ".?!,;"


def _quoted_above(lines: Sequence[str], blocks: Sequence[Block], at: int) -> list[int]:
    """The paragraphs from the heading above to the name; without a heading near, the last one only."""
    above: list[int] = []
    while at and blocks[at - 1].kind is BlockKind.TEXT and len(above) < _QUOTED_BLOCKS:
        at -= 1
        above.append(at)
    is_below_heading = at and blocks[at - 1].kind is BlockKind.HEADING
    return above if is_below_heading else above[:1]
