"""Made threads and interviews of any size: invented words in the shapes and lengths of real texts.

The same seed gives the same document. About 960 characters a comment, spread as in real threads
(many short, few very long), answers down to nine levels, Markdown of all kinds, and one character
in twenty two cells wide.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

MEAN_LENGTH = 960
DEEPEST = 8
_SPREAD = 0.9
_SHORTEST, _LONGEST = 40, 9000
_WIDE_SENTENCES = 0.084
_SECTION = 20
_BEGUN = datetime(2031, 3, 1, tzinfo=UTC)
_ONSETS = "b bl br c ch cl d dr f fl g gl gr h j k l m n p pl qu r s sh sk st t th tr v w"
_VOWELS = "a a e e i o o u ai ea ee ou"
_CODAS = "b ck d ft g l ll m n nd ng nt p r rk rn s st t th x"
_SMALL = "a the of to and in that it is was for as with on be at by this not are but from or"
_HAN = "\u6c34\u6728\u91d1\u571f\u65e5\u6708\u5c71\u5ddd\u5927\u5c0f\u4e0a\u4e0b\u4e2d\u4eba\u53e3\u624b"
_KANA = "\u3042\u3044\u3046\u3048\u304a\u304b\u304d\u304f\u3051\u3053\u30a2\u30a4\u30a6\u30a8\u30aa"
_HANGUL = "\uac00\ub098\ub2e4\ub77c\ub9c8\ubc14\uc0ac\uc544\uc790\ucc28\uce74\ud0c0\ud30c\ud558"
_SCRIPTS = (_HAN, _HAN + _KANA, _HANGUL)


def made_thread(comments: int, seed: int = 1) -> dict[str, Any]:
    """A thread as interchange JSON values.

    Args:
        comments: How many comments answer the post.
        seed: Another seed makes another thread.
    """
    return _Maker(seed).thread(comments)


def made_interview(turns: int, seed: int = 1) -> dict[str, Any]:
    """An interview as interchange JSON values: an introduction, then a section every twenty turns.

    Args:
        turns: How many turns two speakers take in all.
        seed: Another seed makes another interview.
    """
    return _Maker(seed).interview(turns)


def write(path: Path, document: dict[str, Any]) -> None:
    """Write a made document as interchange JSON."""
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")


class _Maker:
    """Draws everything from one generator, so that a seed fixes it all."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._parts = _ONSETS.split(), _VOWELS.split(), _CODAS.split()
        self._small = _SMALL.split()
        self._words = [self._word() for _ in range(1500)]
        # Frequent words are few, as in any language.
        self._often = list(accumulate(1 / (rank + 5) for rank in range(len(self._words))))
        self._names = [f"{self._word()} {self._word()}".title() for _ in range(60)]

    def thread(self, comments: int) -> dict[str, Any]:
        post = self._entry("p0", "post", None, "Hereinbefore " + self._text(3000))
        entries = [post, *self._comments(comments)]
        return self._document("thread", comments, f"A made thread of {comments} comments", entries)

    def interview(self, turns: int) -> dict[str, Any]:
        entries = [self._entry("p0", "post", None, "Hereinbefore " + self._text(3000))]
        for number in range(turns):
            if number % _SECTION == 0:
                section = f"s{number // _SECTION}"
                entries.append(self._entry(section, "section", None, self._heading(200)))
            said = self._text(self._length())
            turn = self._entry(f"t{number}", "turn", section, said)
            entries.append(turn | {"author": self._names[number % 2], "score": None})
        return self._document("interview", turns, f"A made interview of {turns} turns", entries)

    def _document(self, kind: str, count: int, title: str, entries: list[dict[str, Any]]) -> dict[str, Any]:
        post = entries[0]
        return {
            "format": "threadside.document/1", "id": f"made-{kind}-{count}", "kind": kind, "edition": "full",
            "title": title, "url": f"https://made.example/{kind}/{count}",
            "authors": [post["author"]], "posted_at": post["posted_at"], "score": 100,
            "tags": [], "inferred": [], "entries": entries,
            "report": {"announced": count, "imported": count},
        }  # fmt: skip

    def _comments(self, count: int) -> Iterator[dict[str, Any]]:
        branch: list[str] = []
        for number in range(1, count + 1):
            branch = branch[: self._depth(len(branch))]
            parent = branch[-1] if branch else None
            yield self._entry(f"c{number}", "comment", parent, self._text(self._length()))
            branch.append(f"c{number}")

    def _depth(self, deepest: int) -> int:
        """The depth of the next comment, when an answer to the last one would have this depth."""
        if deepest <= DEEPEST and self._random.random() < 0.6:
            return deepest
        return self._random.randint(0, min(deepest, DEEPEST))

    def _length(self) -> int:
        middle = math.log(MEAN_LENGTH) - _SPREAD**2 / 2
        return round(min(max(self._random.lognormvariate(middle, _SPREAD), _SHORTEST), _LONGEST))

    def _entry(self, name: str, kind: str, parent: str | None, markdown: str) -> dict[str, Any]:
        posted_at = _BEGUN + timedelta(minutes=self._random.randrange(60 * 24 * 200))
        return {
            "id": name, "kind": kind, "parent": parent, "author": self._random.choice(self._names),
            "posted_at": posted_at.isoformat().replace("+00:00", "Z"), "score": self._random.randint(-9, 90),
            "flags": [], "inferred": [], "markdown": markdown, "summary": None,
        }  # fmt: skip

    def _text(self, length: int) -> str:
        """Markdown of about this many characters; the last block is cut to measure."""
        blocks: list[str] = []
        while length > 0:
            block = self._block(min(length, self._random.randint(150, 700)))
            blocks.append(block)
            length -= len(block) + 2
        return "\n\n".join(blocks)

    def _block(self, length: int) -> str:
        kinds = (self._paragraph, self._quotation, self._bullets, self._numbers, self._code, self._heading)
        weights = (78, 9, 6, 3, 2, 2) if length > 120 else (1, 0, 0, 0, 0, 0)
        return self._random.choices(kinds, weights)[0](length)

    def _paragraph(self, length: int) -> str:
        sentences: list[str] = []
        while length > 0:
            sentence = self._sentence(length)
            sentences.append(sentence)
            length -= len(sentence) + 1
        return " ".join(sentences)

    def _quotation(self, length: int) -> str:
        quoted = "\n>\n".join(f"> {self._paragraph(length // 3)}" for _ in range(self._random.randint(1, 2)))
        return f"{quoted}\n\n{self._paragraph(length // 3)}"

    def _bullets(self, length: int) -> str:
        items = [f"- {self._paragraph(length // 5)}" for _ in range(4)]
        return "\n".join([*items, f"  - {self._paragraph(length // 6)}"])

    def _numbers(self, length: int) -> str:
        return "\n".join(f"{number}. {self._paragraph(length // 4)}" for number in range(1, 5))

    def _code(self, length: int) -> str:
        indents = [" " * self._random.choice((0, 4, 8)) for _ in range(length // 40)]
        return "\n".join(["```", *(f"{indent}{'_'.join(self._some(3))}()" for indent in indents), "```"])

    def _heading(self, length: int) -> str:
        return f"## {' '.join(self._some(4)).capitalize()}\n\n{self._paragraph(length - 30)}"

    def _sentence(self, longest: int) -> str:
        if self._random.random() < _WIDE_SENTENCES:
            script = self._random.choice(_SCRIPTS)
            return "".join(self._random.choices(script, k=self._random.randint(12, 50))) + "\u3002"
        words = self._some(self._random.randint(5, max(min(24, longest // 6), 6)))
        place = self._random.randrange(1, len(words))
        words[place] = self._marked(words[place])
        return " ".join(words).capitalize() + self._random.choice(".....?!")

    def _marked(self, word: str) -> str:
        link = f"[{{}}](https://made.example/{word})"
        forms = ("{}", "{},", "*{}*", "**{}**", "`{}`", link, "\u201c{}\u201d", "{} \u2014")
        return self._random.choices(forms, (40, 30, 8, 4, 4, 4, 6, 4))[0].format(word)

    def _some(self, count: int) -> list[str]:
        words = self._random.choices(self._words, cum_weights=self._often, k=count)
        return [self._random.choice(self._small) if self._random.random() < 0.4 else word for word in words]

    def _word(self) -> str:
        pick = self._random.choice
        onsets, vowels, codas = self._parts
        return "".join(pick(onsets) + pick(vowels) for _ in range(pick((1, 1, 2)))) + pick(codas)
