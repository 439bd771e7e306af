"""Planted quotations are found, hostile texts do not slow the linking down, and time grows evenly."""

from __future__ import annotations

import random

import pytest

from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind
from reader.model.links.linking import link
from reader.model.links.words import Lexicon, Text
from reader.model.markdown import parse_markdown
from tests.bench.links import judge, planted_thread

SAME = "The very same sentence stands here in each and every one of them."


@pytest.mark.parametrize("is_copy", [False, True])
def test_planted_quotations_are_found_and_changed_ones_never_called_exact(is_copy: bool) -> None:
    document, planted = planted_thread(400, seed=7, is_copy=is_copy)
    score = judge(planted, link(document))
    assert score.planted > 100
    assert score.precision >= 0.99
    assert score.recall >= (0.95 if is_copy else 0.97)
    assert not score.too_sure


def thread(texts: list[str], parents: list[int | None]) -> Document:
    entries = tuple(
        Entry(
            f"c{at}", EntryKind.COMMENT if at else EntryKind.POST, None if parent is None else f"c{parent}",
            f"Writer {at % 7}", markdown=text, passages=parse_markdown(text),
        )
        for at, (text, parent) in enumerate(zip(texts, parents, strict=True))
    )  # fmt: skip
    return Document("hostile", DocumentKind.THREAD, Edition.FULL, "Hostile", entries=entries)


def words(count: int) -> str:
    drawn = random.Random(3)
    known = ["".join(drawn.choices("abcdefghijk", k=drawn.randint(3, 8))) for _ in range(700)]
    return " ".join(drawn.choices(known, k=count))


HOSTILE = {
    "quoted by all": [SAME] + [f"> {SAME}\n\nyes {at}" for at in range(300)],
    "said by all": ["x"] + [f"{SAME}\n\nyes {at}" for at in range(300)],
    "thousands of words": [words(5000), "> " + words(5000), "> " + words(4000).replace("a", "b", 300)],
    "one word": ["x", "la " * 8000, "> " + "la " * 8000, "> " + "la lo " * 4000],
    "only ellipses": [words(3000), "> " + "... " * 8000 + "end", "> " + "... ".join(words(3000).split())],
    "open marks": ["x", '"' * 9000, "“" * 9000 + "“a”" * 2000, "«" * 9000, '" "a b c d e f g h" ' * 500],
    "apostrophes": ["x", "a" + "'" * 20_000 + "b", "@" * 9000, "Paul " * 9000 + "'s comment", "[" * 4000],
    "quoting signs": ["x", "\\> " * 8000, "\\>\n" * 4000, "\\> a\n" * 4000],
    "addresses": ["x", "https://" + "a" * 90_000, "[y](http://[::1)", "https://a" + "." * 20_000],
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("is_chain", [False, True])
def test_hostile_texts_are_linked(name: str, is_chain: bool) -> None:
    texts = HOSTILE[name]
    parents = [None, None, *(at if is_chain else None for at in range(1, len(texts) - 1))]
    document = thread(texts, parents[: len(texts)])
    for found in link(document):
        passage = document.entries[int(found.entry[1:])].passages[found.passage]
        assert 0 <= found.start <= found.stop <= len(passage.text)


def test_every_word_is_found_again_where_it_is_written() -> None:
    text = "Don’t co\u00adoperate — “naïve” Ｆｕｌｌ 漢字 e\u0301lan x_y 0.1%"
    entry = Entry("c0", EntryKind.POST, markdown=text, passages=parse_markdown(text))
    document = Document("d", DocumentKind.THREAD, Edition.FULL, "d", entries=(entry,))
    held = Text.of(document, 0, Lexicon())
    spans = [held.span(word) for word in range(len(held.words))]
    assert [text[start:stop] for _, start, stop in spans] == [
        "Don’t", "co\u00adoperate", "naïve", "Ｆｕｌｌ", "漢", "字", "e\u0301lan", "x", "y", "0", "1",
    ]  # fmt: skip
    lexicon = Lexicon()
    numbers = list(lexicon.numbers(text))
    assert list(lexicon.numbers("DON'T cooperate full")) == [*numbers[:2], lexicon["Ｆｕｌｌ"]]
