"""Made discussions: trees of comments as people on forums grow them, with what each quotes of which other."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Report
from reader.model.markdown import parse_markdown
from reader.model.thread import arrange
from tests.bench.talk import ANSWER, LATER, QUOTED, REPLY, TOP, Hand, Matter, Talker, sentences, set_by

_BEGUN = datetime(2031, 3, 1, tzinfo=UTC)
_FIRST = (
    "Ada Bo Cy Dee Eli Fay Gus Hana Ivo Jun Kit Lea Mo Nils Ona Pia Quin Ravi Sol Tess Uma Vik Wren Yara Zed"
)
_LAST = "Quill Reed Marsh Fen Holt Vane Birk Lund Okoro Sato Prem Diaz Novak Weir Amsel Crewe Tarn Hope Ilse Brandt"
_PARTS = 9
_QUOTABLE = 45


class Style(NamedTuple):
    """How the people of a thread argue.

    Attributes:
        name: What it is called in the tables.
        quotes: How likely an answer opens with a quotation.
        deep: How likely the next comment answers a late one rather than the post.
        alternates: How likely whoever was answered answers again.
        size: How many sentences a paragraph has, about.
        paragraphs: How many paragraphs a comment has, about.
        several: How likely a comment that quotes quotes once more.
    """

    name: str
    quotes: float
    deep: float
    alternates: float
    size: float
    paragraphs: float
    several: float


STYLES = (
    Style("forum", 0.5, 0.8, 0.45, 3.6, 2.5, 0.25),
    Style("debate", 0.65, 0.88, 0.65, 4.0, 2.8, 0.35),
    Style("essays", 0.5, 0.78, 0.4, 4.6, 3.6, 0.3),
    Style("brief", 0.4, 0.78, 0.4, 2.2, 1.4, 0.1),
    Style("light", 0.15, 0.8, 0.35, 2.8, 1.7, 0.1),
    Style("silent", 0.0, 0.8, 0.4, 3.2, 2.1, 0.0),
)  # fmt: skip


@dataclass
class _Said:
    """A comment while its thread grows; blocks are kind and text, ``p`` paragraph, ``q`` quotation, ``i`` items."""

    number: int
    parent: _Said | None
    author: str
    hand: Hand
    matter: Matter
    blocks: list[tuple[str, str]]
    score: int
    is_post: bool = False
    replies: list[_Said] = field(default_factory=list)

    def own(self) -> list[str]:
        """Its own paragraphs that somebody may quote."""
        return [text for kind, text in self.blocks if kind == "p" and len(text) >= _QUOTABLE]

    def asks(self) -> bool:
        """Whether it ends with a question."""
        return self.blocks[-1][1].endswith("?")


class _Grower:
    """Grows one discussion; the same seed grows the same."""

    def __init__(self, seed: int, style: Style) -> None:
        self._random = random.Random(seed)
        self._talk = Talker(self._random)
        self._style = style
        self._parts = [self._talk.words(25) for _ in range(_PARTS)]
        self._whole = self._talk.words(70)
        self._people = self._names()
        self._loved = self._random.uniform(0.0, 2.4)
        self._post = self._write_post()
        self._all: list[_Said] = []

    def _names(self) -> list[tuple[str, Hand]]:
        first, last = _FIRST.split(), _LAST.split()
        names = dict[str, Hand]()
        while len(names) < 40:
            name = f"{self._random.choice(first)} {self._random.choice(last)}"
            shaped = (
                name,
                name,
                name.replace(" ", "_"),
                name.split()[0].lower() + str(self._random.randrange(9, 99)),
            )
            names.setdefault(self._random.choice(shaped), self._talk.hand(self._style.quotes))
        return list(names.items())

    def _matter(self, part: int) -> Matter:
        return Matter(self._talk.words(self._random.randint(5, 8)), self._parts[part], self._whole)

    def _write_post(self) -> _Said:
        blocks: list[tuple[str, str]] = []
        author, hand = self._people[0]
        for part in range(_PARTS):
            matter = self._matter(part)
            blocks.append(("h", self._talk.sentence(matter)))
            blocks += [
                ("p", set_by(hand, self._talk.paragraph(matter, 4)))
                for _ in range(self._random.randint(1, 3))
            ]
            if self._random.random() < 0.3:
                blocks.append(("i", "\n".join(self._talk.items(matter))))
        return _Said(0, None, author, hand, matter, blocks, 60, is_post=True)

    def grow(self, comments: int) -> Document:
        """The discussion with this many comments."""
        for number in range(1, comments + 1):
            parent = self._parent()
            said = self._comment(number, parent)
            parent.replies.append(said)
            self._all.append(said)
        return self._document()

    def _parent(self) -> _Said:
        if not self._all or self._random.random() > self._style.deep:
            return self._post
        late = self._all[-10:] if self._random.random() < 0.75 else self._all
        return self._random.choices(late, [2 if said.asks() else 1 for said in late])[0]

    def _comment(self, number: int, parent: _Said) -> _Said:
        author, hand = self._author(parent)
        matter = (
            self._matter(self._random.randrange(_PARTS))
            if parent.is_post
            else self._talk.reply(parent.matter)
        )
        depth, above = 0, parent
        while above.parent:
            depth, above = depth + 1, above.parent
        mean = (2.7 if parent.is_post else 2.2) - 0.2 * depth + self._loved
        score = round(self._random.lognormvariate(max(0.6, mean), 0.9)) - self._random.choice((0, 0, 1, 3))
        said = _Said(number, parent, author, hand, matter, [], score)
        blocks = list(self._blocks(said, parent))
        if blocks[-1][0] == "p" and self._random.random() < 0.12:
            blocks[-1] = ("p", f"{blocks[-1][1]} {self._talk.question(matter)}")
        said.blocks = [(kind, self._set(hand, text) if kind == "p" else text) for kind, text in blocks]
        return said

    def _set(self, hand: Hand, text: str) -> str:
        """A paragraph from a keyboard; now and then from another one."""
        other = self._people[self._random.randrange(len(self._people))][1]
        return set_by(other if self._random.random() < 0.08 else hand, text)

    def _author(self, parent: _Said) -> tuple[str, Hand]:
        above = parent.parent
        if above and self._random.random() < self._style.alternates:
            return above.author, above.hand
        if parent.parent is self._post and self._random.random() < 0.25:
            return self._people[0]
        while True:
            at = int(self._random.expovariate(6 / len(self._people))) % len(self._people)
            if self._people[at][0] != parent.author or self._random.random() < 0.02:
                return self._people[at]

    def _blocks(self, said: _Said, parent: _Said) -> Iterator[tuple[str, str]]:
        chance, talk, matter = self._random, self._talk, said.matter
        quoted = chance.random() < said.hand.quotes and bool(parent.own())
        if quoted:
            if chance.random() < 0.12:
                yield (
                    "p",
                    talk.lead() if chance.random() < 0.5 else talk.beginning(matter, REPLY) or talk.lead(),
                )
            yield "q", self._quotation(self._source(parent))
            yield "p", self._paragraph(said, parent, QUOTED)
        else:
            yield "p", self._paragraph(said, parent, TOP if parent.is_post else REPLY)
        yield from self._rest(said, parent, quoted)

    def _rest(self, said: _Said, parent: _Said, quoted: bool) -> Iterator[tuple[str, str]]:
        chance, talk = self._random, self._talk
        count = 0
        while chance.random() < 1 - 1 / (self._style.paragraphs * said.hand.wordy + 0.01) and count < 14:
            count += 1
            if quoted and parent.own() and chance.random() < self._style.several:
                yield "q", self._quotation(parent)
                yield "p", self._paragraph(said, parent, QUOTED)
            elif chance.random() < 0.06:
                yield "p", talk.filled("There are three points about {n}:", said.matter)
                yield "i", "\n".join(talk.items(said.matter))
            else:
                yield "p", self._paragraph(said, parent, LATER)

    def _paragraph(self, said: _Said, parent: _Said, place: int) -> str:
        chance = self._random
        if place == REPLY and parent.asks() and chance.random() < 0.3:
            place = ANSWER
        opening = self._talk.beginning(said.matter, place)
        if self._style.quotes and chance.random() < 0.06:
            opening = self._inline(said, parent) or opening
        elif chance.random() < (0.2 if parent.is_post else 0.03):
            opening = self._talk.on_post(said.matter)
        elif chance.random() < 0.09:
            opening = self._naming(said, parent) or opening
        return self._talk.paragraph(said.matter, self._size(said), opening)

    def _naming(self, said: _Said, parent: _Said) -> str:
        """A sentence to whom it answers, or about another one above."""
        if self._random.random() < 0.4:
            return self._talk.to(_called(parent.author), said.matter)
        above = parent.parent
        while above and above.author in (parent.author, said.author):
            above = above.parent
        return self._talk.about(_called(above.author), said.matter) if above else ""

    def _size(self, said: _Said) -> float:
        return max(1.0, self._style.size * said.hand.wordy * self._random.uniform(0.5, 1.4))

    def _source(self, parent: _Said) -> _Said:
        above = parent.parent
        if above and above.own() and self._random.random() < 0.08:
            return above
        return parent

    def _quotation(self, source: _Said) -> str:
        """Some words of a source, whole, cut short, with a gap, or slightly changed."""
        paragraph = self._random.choice(source.own())
        kind = self._random.random()
        parts = sentences(paragraph)
        if kind > 0.45 and len(parts) > 1:
            first = self._random.randrange(len(parts))
            paragraph = " ".join(parts[first : first + self._random.randint(1, 2)])
        words = paragraph.split(" ")
        if kind > 0.92 and len(words) > 14:
            at = self._random.randint(5, len(words) - 6)
            paragraph = " ".join([*words[:at], "...", *words[min(at + 4, len(words) - 4) :]])
        elif kind > 0.87 and len(words) > 14:
            words[self._random.randint(4, len(words) - 4)] = self._talk.word()
            paragraph = " ".join(words)
        elif kind > 0.8 and len(words) > 14:
            paragraph = " ".join(words[: self._random.randint(8, len(words) - 2)])
        return paragraph

    def _inline(self, said: _Said, parent: _Said) -> str:
        drawn = self._random.random()
        source = self._post if drawn < 0.15 else parent.parent if drawn < 0.3 and parent.parent else parent
        words = self._random.choice(source.own() or [""]).split(" ")
        if len(words) < 9:
            return ""
        at = self._random.randrange(len(words) - 8)
        piece = " ".join(words[at : at + self._random.randint(4, 12)]).strip(".,").replace('"', "")
        return self._talk.inline(said.matter, piece)

    def _document(self) -> Document:
        entries = [_entry(self._post)]
        waiting = list(reversed(_ordered(self._post.replies, self._random)))
        while waiting:
            said = waiting.pop()
            entries.append(_entry(said))
            waiting.extend(reversed(_ordered(said.replies, self._random)))
        return Document(
            id="made", kind=DocumentKind.THREAD, edition=Edition.FULL, title="A made discussion",
            authors=(self._post.author,), posted_at=_BEGUN, score=60, entries=arrange(entries).entries, report=Report(),
        )  # fmt: skip


def _called(author: str) -> str:
    """What others call somebody."""
    return author.replace("_", " ").split()[0].capitalize()


def _ordered(replies: Sequence[_Said], chance: random.Random) -> list[_Said]:
    """By score, as the site sorts them; now and then a fresh one stands higher."""
    return sorted(replies, key=lambda said: -said.score - (8 if chance.random() < 0.03 else 0))


def _entry(said: _Said) -> Entry:
    markdown = "\n\n".join(_markdown(kind, text) for kind, text in said.blocks)
    kind = EntryKind.POST if said.is_post else EntryKind.COMMENT
    parent = f"c{said.parent.number}" if said.parent and not said.parent.is_post else None
    return Entry(
        id="post" if said.is_post else f"c{said.number}", kind=kind, parent=parent, author=said.author,
        posted_at=_BEGUN + timedelta(hours=said.number), score=said.score, markdown=markdown,
        passages=parse_markdown(markdown),
    )  # fmt: skip


def _markdown(kind: str, text: str) -> str:
    if kind == "q":
        return f"> {text}"
    if kind == "i":
        return "\n".join(f"- {item}" for item in text.split("\n"))
    return f"## {text}" if kind == "h" else text


def discussion(seed: int, comments: int, style: Style) -> Document:
    """A made discussion with a known tree.

    Args:
        seed: Another seed makes another one.
        comments: How many comments it has.
        style: How its people argue.
    """
    return _Grower(seed, style).grow(comments)
