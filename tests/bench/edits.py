"""Documents edited as authors and sites edit them, with the whereabouts of every word known.

Each run of characters without a space is a token with a number of its own, which it keeps when it
is moved, and when its letters are changed. So it is known where the words of a selector are after
any number of edits, and whether an anchor is right.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

from reader.model.alignment import find_words
from reader.model.anchoring import anchor
from reader.model.documents import Document, Edition, Entry, EntryKind
from reader.model.passages import Passage
from reader.model.selectors import Anchored, Target, describe
from reader.model.texts import DocumentTexts, Piece

_TOKEN = re.compile(r"\S+")
_NUMBERS = count(1)
_KEPT = 0.9
_MOST_APART = 1.3


@dataclass
class Token:
    """A run of characters without a space.

    Attributes:
        text: The characters.
        number: What it keeps through every edit; 0 for one that was put in.
        is_changed: Whether its characters were changed.
    """

    text: str
    number: int = 0
    is_changed: bool = False

    @property
    def weight(self) -> int:
        """How many words it holds: in scripts without spaces, many."""
        return len(find_words(self.text))


@dataclass
class Block:
    """A passage as tokens.

    Attributes:
        passage: The passage, its text apart.
        tokens: Its text.
    """

    passage: Passage
    tokens: list[Token]

    def as_passage(self) -> Passage:
        """The passage with its present text."""
        return self.passage._replace(text=" ".join(token.text for token in self.tokens), spans=())


@dataclass
class Part:
    """An entry as blocks."""

    entry: Entry
    blocks: list[Block]

    def as_entry(self) -> Entry:
        """The entry with its present passages."""
        return replace(self.entry, passages=tuple(block.as_passage() for block in self.blocks))


@dataclass
class Tokens:
    """A document as tokens."""

    document: Document
    parts: list[Part] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document) -> Tokens:
        """The tokens of a document; white space within passages becomes single spaces."""
        return cls(document, [Part(entry, [_block(p) for p in entry.passages]) for entry in document.entries])

    def as_document(self) -> Document:
        """The document with its present entries."""
        return replace(self.document, entries=tuple(part.as_entry() for part in self.parts))

    def copy(self) -> Tokens:
        """The same tokens, free to be edited."""
        return Tokens(self.document, [
            Part(part.entry, [
                Block(block.passage, [replace(token) for token in block.tokens]) for block in part.blocks
            ]) for part in self.parts
        ])  # fmt: skip


def _block(passage: Passage) -> Block:
    return Block(passage, [Token(text, next(_NUMBERS)) for text in _TOKEN.findall(passage.text)])


@dataclass(frozen=True)
class Edits:
    """How much is edited, each as a share of what can be.

    Attributes:
        words: Words changed, left out or put in.
        moved: Sentences moved to another place of their entry.
        left_out: Sentences left out.
        passages: Passages split or merged.
        deleted: Entries deleted.
        copied: Sentences of which a copy is planted, the very same or with a word or two changed.
        quoted: Entries that a new entry quotes, and then says something.
        is_renumbered: Whether ids are given anew in reading order, as a text copy has them.
        is_anonymous: Whether no author is known.
    """

    words: float = 0.0
    moved: float = 0.0
    left_out: float = 0.0
    passages: float = 0.0
    deleted: float = 0.0
    copied: float = 0.0
    quoted: float = 0.0
    is_renumbered: bool = False
    is_anonymous: bool = False


class Editor:
    """Edits documents by chance, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def edit(self, tokens: Tokens, edits: Edits) -> Tokens:
        """An edited copy."""
        edited = tokens.copy()
        words = [token.text for part in edited.parts for block in part.blocks for token in block.tokens]
        self._plant(edited, edits)
        for part in edited.parts:
            self._leave_out(part, edits.left_out)
            self._move(part, edits.moved)
            self._break(part, edits.passages)
            for block in part.blocks:
                block.tokens = list(self._reword(block.tokens, edits.words, words))
            part.blocks = [block for block in part.blocks if block.tokens or block.passage.text == ""]
        edited.parts = [part for part in edited.parts if self.random.random() >= edits.deleted]
        self._name(edited, edits)
        return edited

    def _reword(self, tokens: Sequence[Token], share: float, words: Sequence[str]) -> Iterator[Token]:
        for token in tokens:
            if self.random.random() >= share:
                yield token
                continue
            kind = self.random.randrange(4)
            if kind < 2:
                yield replace(token, text=self.random.choice(words), is_changed=True)
            elif kind == 2:
                yield from (token, Token(self.random.choice(words)))

    def _sentences(self, part: Part) -> list[tuple[Block, int, int]]:
        found = []
        for block in part.blocks:
            ends = [at for at, token in enumerate(block.tokens, 1) if token.text[-1] in ".?!\u3002"]
            bounds = [0, *ends]
            found += [(block, a, b) for a, b in pairwise(bounds) if b - a >= 3]
        return found

    def _leave_out(self, part: Part, share: float) -> None:
        for block, start, stop in reversed(self._sentences(part)):
            if self.random.random() < share:
                del block.tokens[start:stop]

    def _move(self, part: Part, share: float) -> None:
        for block, start, stop in reversed(self._sentences(part)):
            if self.random.random() < share and len(block.tokens) > stop - start:
                moved = block.tokens[start:stop]
                del block.tokens[start:stop]
                target = self.random.choice(part.blocks)
                at = self.random.choice(self._bounds(target))
                target.tokens[at:at] = moved

    def _bounds(self, block: Block) -> list[int]:
        ends = [at for at, token in enumerate(block.tokens, 1) if token.text[-1] in ".?!\u3002"]
        return [0, *ends]

    def _break(self, part: Part, share: float) -> None:
        blocks: list[Block] = []
        for block in part.blocks:
            inner = [at for at in self._bounds(block) if 0 < at < len(block.tokens)]
            if self.random.random() >= share:
                blocks.append(block)
            elif blocks and not blocks[-1].passage.level and self.random.random() < 0.5:
                blocks[-1].tokens += block.tokens
            elif inner:
                at = self.random.choice(inner)
                blocks += [Block(block.passage, block.tokens[:at]), Block(block.passage, block.tokens[at:])]
            else:
                blocks.append(block)
        part.blocks = blocks

    def _plant(self, tokens: Tokens, edits: Edits) -> None:
        parts = [part for part in tokens.parts if any(block.tokens for block in part.blocks)]
        planted = [
            (self._other(parts, part), self._copy(block.tokens[start:stop]))
            for part in parts for block, start, stop in self._sentences(part)
            if len(parts) > 1 and self.random.random() < edits.copied
        ]  # fmt: skip
        for part, copied in planted:
            block = self.random.choice([block for block in part.blocks if block.tokens])
            at = self.random.choice(self._bounds(block))
            block.tokens[at:at] = copied
        for part in [part for part in parts if self.random.random() < edits.quoted]:
            self._quote(tokens, part)

    def _other(self, parts: Sequence[Part], part: Part) -> Part:
        """Another entry: in the same, a copy would be the sentence itself, moved, if that went."""
        return next(other for other in self.random.sample(parts, 2) if other is not part)

    def _copy(self, tokens: Sequence[Token]) -> list[Token]:
        changes = self.random.choice((0, 1, 1, 2))
        changed = set(self.random.sample(range(len(tokens)), min(changes, len(tokens))))
        other = "vermilion"
        return [Token(other if at in changed else token.text) for at, token in enumerate(tokens)]

    def _quote(self, tokens: Tokens, part: Part) -> None:
        source = self.random.choice([block for block in part.blocks if block.tokens])
        quoted = Block(Passage("x", nesting=">"), [Token(token.text) for token in source.tokens])
        said = Block(Passage("x"), [Token(f"Reply{self.random.randrange(10**6)}"), Token("indeed.")])
        entry = replace(part.entry, id=f"new{next(_NUMBERS)}", author=f"Replier {self.random.randrange(99)}",
                        kind=EntryKind.COMMENT, posted_at=None)  # fmt: skip
        tokens.parts.insert(tokens.parts.index(part) + 1, Part(entry, [quoted, said]))

    def _name(self, tokens: Tokens, edits: Edits) -> None:
        for number, part in enumerate(tokens.parts):
            if edits.is_renumbered:
                part.entry = replace(part.entry, id=f"c{number}")
            if edits.is_anonymous:
                part.entry = replace(part.entry, author=None, posted_at=None)


@dataclass(frozen=True)
class Selection:
    """Words that were bookmarked.

    Attributes:
        target: What was stored.
        weights: How many words each of their tokens holds, by its number.
    """

    target: Target
    weights: Mapping[int, int]


def select(tokens: Tokens, seed: int, times: int) -> list[Selection]:
    """Bookmark words here and there: a few, a sentence, a passage, several passages."""
    chance = random.Random(seed)
    parts = [part for part in tokens.parts if any(len(block.tokens) > 2 for block in part.blocks)]
    weights = [sum(len(block.tokens) for block in part.blocks) for part in parts]
    return [_select(part, chance) for part in chance.choices(parts, weights, k=times)]


def _select(part: Part, chance: random.Random) -> Selection:
    filled = [at for at, block in enumerate(part.blocks) if len(block.tokens) > 2]
    at = chance.choice(filled)
    tokens = part.blocks[at].tokens
    length = min(len(tokens), chance.choice((3, 4, 5, 6, 9, 9, 12, 20, 40, 10**6)))
    first = chance.randrange(len(tokens) - length + 1)
    last_at = at + 1 if chance.random() < 0.1 and at + 1 in filled and first + length == len(tokens) else at
    chosen = tokens[first : first + length]
    stop = None
    if last_at > at:
        more = part.blocks[last_at].tokens[: chance.randint(1, len(part.blocks[last_at].tokens))]
        chosen = chosen + more
        stop = Piece(last_at, 0, _characters(more))
    start = Piece(at, _characters(tokens[:first], 1), _characters(tokens[: first + length]))
    return Selection(describe(part.as_entry(), start, stop), {token.number: token.weight for token in chosen})


def _characters(tokens: Sequence[Token], after: int = 0) -> int:
    return len(" ".join(token.text for token in tokens)) + (after if tokens else 0)


@dataclass
class Tally:
    """What became of selectors.

    Attributes:
        right: On the right words.
        partly: On some of the right words, or on more.
        wrong: On other words, or mostly so.
        orphaned: On none.
        kept: Those whose words still exist with at most a tenth of them changed.
        kept_right: Of those, the ones on the right words.
        examples: The wrong ones: what was sought and what was found.
    """

    right: int = 0
    partly: int = 0
    wrong: int = 0
    orphaned: int = 0
    kept: int = 0
    kept_right: int = 0
    examples: list[tuple[Target, Anchored | None]] = field(default_factory=list)

    @property
    def share(self) -> float:
        """How many of those kept were found, from 0 to 1."""
        return self.kept_right / self.kept if self.kept else 1.0

    @property
    def all(self) -> int:
        """How many selectors."""
        return self.right + self.partly + self.wrong + self.orphaned


class _Whereabouts:
    """Where each token of a document is now."""

    def __init__(self, tokens: Tokens) -> None:
        self.parts = {part.entry.id: part for part in tokens.parts}
        self.tokens: dict[str, list[Token]] = {}
        self.places: dict[int, tuple[str, int, bool]] = {}
        self.weights: dict[int, int] = {}
        for part in tokens.parts:
            here = [token for block in part.blocks for token in block.tokens]
            self.tokens[part.entry.id] = here
            for at, token in enumerate(here):
                if token.number:
                    self.places[token.number] = (part.entry.id, at, token.is_changed)
                    self.weights[token.number] = token.weight

    def covered(self, found: Anchored) -> dict[int, int]:
        """The weights of the tokens under an anchor by number, negative for those put in by the edit."""
        part, at, numbers = self.parts[found.entry], 0, dict[int, int]()
        text_at = 0
        for block in part.blocks:
            for token in block.tokens:
                start, stop = text_at, text_at + len(token.text)
                if start < found.position.stop and stop > found.position.start:
                    inside = token.text[max(0, found.position.start - start) : found.position.stop - start]
                    numbers[token.number or -at - 1] = len(find_words(inside))
                text_at, at = stop + 1, at + 1
            text_at += 1 if block.tokens else 2
        return numbers

    def is_kept(self, numbers: Sequence[int], weights: Mapping[int, int]) -> bool:
        """Whether these words still stand together, at most a tenth of them changed."""
        places = [self.places[number] for number in numbers if number in self.places]
        same = [at for _, at, is_changed in places if not is_changed]
        lost = sum(
            weights[number] for number in numbers if number not in self.places or self.places[number][2]
        )
        if lost > (1 - _KEPT) * sum(map(weights.__getitem__, numbers)) or len({at[0] for at in places}) != 1:
            return False
        return max(same) - min(same) < _MOST_APART * len(numbers) + 2


def measure(selections: Sequence[Selection], edited: Tokens, tally: Tally) -> None:
    """Anchor selectors in an edited document, and count."""
    texts, whereabouts = DocumentTexts.of(edited.as_document()), _Whereabouts(edited)
    for selection in selections:
        found = anchor(selection.target, texts)
        is_right = _count(selection, found, whereabouts, tally)
        if whereabouts.is_kept([*selection.weights], selection.weights):
            tally.kept += 1
            tally.kept_right += is_right


def _count(selection: Selection, found: Anchored | None, where: _Whereabouts, tally: Tally) -> bool:
    if found is None:
        tally.orphaned += 1
        return False
    covered = where.covered(found)
    true = {number: where.weights[number] for number in selection.weights if number in where.places}
    common, all_covered = sum(covered[number] for number in covered if number in true), sum(covered.values())
    if common * 2 < all_covered:
        tally.wrong += 1
        tally.examples.append((selection.target, found))
        return False
    is_right = common >= 0.7 * sum(true.values()) and common >= 0.7 * all_covered
    tally.right += is_right
    tally.partly += not is_right
    return is_right


def digest_as_full(document: Document) -> Document:
    """The same document called the full edition."""
    return replace(document, edition=Edition.FULL)
