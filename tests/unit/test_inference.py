"""Inference on flat pages: nothing lost, a tree in the order of the page, doubts said, never a wrong certainty."""

from __future__ import annotations

import math
import random
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.importers.forum_copy import read_forum_copy
from reader.importers.forum_page import read_page
from reader.importers.inference.alternation import weigh_again
from reader.importers.inference.facts import Facts
from reader.importers.inference.outcome import infer_comments
from reader.importers.inference.page import facts_of
from reader.importers.inference.quoting import POST, find_quoted
from reader.importers.inference.reading import certain_only, read_facts
from reader.importers.inference.spans import Span
from reader.importers.inference.summing import sum_trees
from reader.importers.inference.tree import ROOT, Forest
from reader.importers.inference.units import find_units
from reader.importers.inference.weighing import Question, Weigher
from reader.importers.inference.weights import ANSWERS_HOLD, STARTS_HOLD, WEIGHTS
from reader.importers.source import Source
from reader.model.documents import Document, Entry, EntryKind, Flag
from reader.model.passages import Passage
from tests.strategies import texts
from tests.unit.importing import assert_accounted, assert_nothing_lost, assert_parsed

TOP = "A post on tides.\n\nNew Comment\n{} comments, sorted by Click to highlight new comments since:\n\n"
_WORDS = (
    "tide",
    "lamp",
    "harbour",
    "keeper",
    "Thanks",
    "But",
    "crown",
    "boat",
    "Why?",
    "log",
    "quay",
    "oil.",
)
paragraphs = st.lists(st.sampled_from(_WORDS), min_size=2, max_size=25).map(" ".join)
blocks = st.one_of(
    paragraphs, paragraphs, paragraphs.map(lambda said: f"{said}... (read more)"),
    st.tuples(st.integers(-3, 40), paragraphs).map(lambda one: f"{one[0]}Ada Quill\n{one[1]}"),
    st.sampled_from(["  • one\n  • two", "... (read more)", "[-]Bo Reed2mo31", "Reply", "[-]"]),
    texts(40),
)  # fmt: skip
pages = st.tuples(st.integers(0, 30), st.lists(blocks, max_size=16).map("\n\n".join))


def read(text: str) -> Document:
    document = read_forum_copy(Source("page.txt", text))
    assert_accounted(document, text)
    assert_nothing_lost(document, text)
    assert_parsed(document)
    return document


def comments(document: Document) -> list[Entry]:
    return [entry for entry in document.entries if entry.kind is EntryKind.COMMENT]


def assert_honest(document: Document) -> None:
    """Every parent is guessed once, no guess is certain, and nobody is named whom the page does not name."""
    guessed = [guess.entry for guess in document.report.guesses if guess.field == "parent"]
    assert guessed == [entry.id for entry in comments(document)]
    assert all(0 <= guess.confidence < 1 for guess in document.report.guesses)
    starts = {guess.entry for guess in document.report.guesses if guess.field == "start"}
    assert starts == {entry.id for entry in comments(document) if "start" in entry.inferred}
    assert not any("author" in entry.inferred for entry in document.entries)


def assert_depth_first(document: Document) -> None:
    """What an entry answers is the one before it, or what that one answers, and so on."""
    chain: list[str] = []
    for entry in comments(document):
        while chain and entry.parent != chain[-1]:
            chain.pop()
        assert entry.parent is None or chain
        chain.append(entry.id)


@settings(max_examples=40, deadline=None)
@given(pages)
def test_any_page_is_read_whole_in_the_order_of_its_tree(page: tuple[int, str]) -> None:
    document = read(TOP.format(page[0]) + page[1])
    assert_honest(document)
    assert_depth_first(document)


@settings(max_examples=8, deadline=None)
@given(pages)
def test_reading_again_gives_the_same(page: tuple[int, str]) -> None:
    text = TOP.format(page[0]) + page[1]
    assert read_forum_copy(Source("a", text)) == read_forum_copy(Source("a", text))


# ---- the sum over all trees, against each of them counted by hand ----


class _Drawn(Weigher):
    """Weights drawn for each question."""

    def __init__(self, facts: Facts, chance: random.Random) -> None:
        super().__init__(facts, {"answers.gap": chance.uniform(-0.5, 0.2)})
        self._chance = chance

    def weigh(self, question: Question) -> float:
        if question not in self._known:
            is_said = question[0] != "beside" or self.facts.units[question[2]].header  # type: ignore[index]
            self._known[question] = self._chance.uniform(-2, 2) if is_said else 0.0
        return self._known[question]


def _made_facts(chance: random.Random, count: int) -> Facts:
    said = (f"w{at} is so." if chance.random() < 0.5 else f"1Ada\nw{at} is so." for at in range(count))
    return facts_of(TOP.format(count) + "\n\n".join(said))


def _made_spans(chance: random.Random, count: int) -> list[Span]:
    bounds = [(start, stop) for start, stop in product(range(count), range(1, count + 1)) if start < stop]
    kept = (pair for pair in bounds if pair[1] == pair[0] + 1 or chance.random() < 0.4)
    return [Span(*pair, chance.uniform(-2, 0)) for pair in sorted(kept)]


class _Counting:
    """Goes through every tree of a forest, one by one."""

    def __init__(self, forest: Forest, count: int) -> None:
        self.forest = forest
        self.count = count
        self.bonds = {(edge.parent, edge.child): edge.bond for edges in forest.edges for edge in edges}
        self.total = 0.0
        self.edges: dict[tuple[int, int], float] = {}
        self.go(0, [ROOT], {}, 1.0, [])

    def go(
        self, at: int, chain: list[int], last: dict[int, int], weight: float, used: list[tuple[int, int]]
    ) -> None:  # fmt: skip
        if at == self.count:
            self.total += weight
            for pair in used:
                self.edges[pair] = self.edges.get(pair, 0.0) + weight
        for child, span in enumerate(self.forest.spans):
            if span.start == at:
                self.answer(child, span, chain, last, weight, used)

    def answer(
        self, child: int, span: Span, chain: list[int], last: dict[int, int], weight: float,
        used: list[tuple[int, int]],
    ) -> None:  # fmt: skip
        refused = 1.0
        for up in range(len(chain) - 1, -1, -1):
            parent = chain[up]
            chance = self.chance(parent, last.get(parent), span.start)
            if (parent, child) in self.bonds:
                factor = refused * chance * _exp(span.weight + self.bonds[parent, child])
                if parent in last:
                    factor *= _exp(self.forest.beside(last[parent], child))
                self.go(
                    span.stop, [*chain[: up + 1], child], {**last, parent: child}, weight * factor,
                    [*used, (parent, child)],
                )  # fmt: skip
            refused *= 1 - chance

    def chance(self, parent: int, last: int | None, at: int) -> float:
        if parent == ROOT:
            return 1.0
        place = "last" if last is None else "beside" if self.forest.spans[last].stop == at else "above"
        odds = self.forest.place(at, place) + self.forest.node(parent, place)
        stop = self.forest.spans[parent].stop
        return 1 / (1 + _exp(-odds - (self.forest.gap(at - stop) if place == "above" else 0.0)))


def _exp(value: float) -> float:
    return 2.718281828459045**value


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 5))
def test_the_sum_over_branches_is_the_sum_over_all_trees(seed: int, count: int) -> None:
    chance = random.Random(seed)
    forest = Forest(_Drawn(_made_facts(chance, count), chance), _made_spans(chance, count))
    counted, summed = _Counting(forest, count), sum_trees(forest)
    assert _exp(summed.total) == pytest.approx(counted.total, rel=1e-6)
    for pair, weight in counted.edges.items():
        assert summed.edges.get(pair, 0.0) == pytest.approx(weight / counted.total, abs=1e-5)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 9))
def test_what_was_answered_more_often_is_likelier_answered_again(seed: int, count: int) -> None:
    chance = random.Random(seed)
    spans = [Span(at, at + 1, 0.0) for at in range(count)]
    forest = Forest(Weigher(_made_facts(chance, count), {"answered.before": 1.0}), spans)
    parents = [chance.randrange(ROOT, child) for child in range(count)]
    shares = {(parent, child): 1.0 for child, parent in enumerate(parents)}
    again = weigh_again(forest, shares)
    for edge in (edge for edges in forest.edges for edge in edges):
        before = 0 if edge.parent == ROOT else parents[: edge.child].count(edge.parent)
        assert again.get((edge.parent, edge.child), 0.0) == pytest.approx(math.log1p(before))


# ---- what a page says is used ----


def _starts(document: Document) -> list[str]:
    return [entry.passages[0].text for entry in comments(document) if entry.passages]


def test_a_quotation_opens_an_answer_to_what_it_quotes() -> None:
    said = "The lamp at the quay was lit before any boat had a keeper of its own to light one."
    other = "Nobody has counted the crowns that a winter of oil costs the harbour, not even the clerk."
    page = f"{said}\n\n{other}\n\n{said}\n\nThat is not so: the boats came first, as the log has it.\n"
    document = read(TOP.format(3) + page)
    assert _starts(document) == [said, other, said]
    assert comments(document)[2].parent == "c1"
    reasons = [guess.reasons for guess in document.report.guesses if guess.entry == "c3"]
    assert any("quotation" in reason for said in reasons for reason in said)


def test_what_the_post_itself_quotes_is_no_answer() -> None:
    said = "The harbour silted up because nobody had dredged it for forty winters in a row."
    units = facts_of(TOP.format(1) + f"{said}\n").units
    post = (Passage(said), Passage(f"> {said}"), Passage("That is what people say."))
    assert [one.source for quoted in find_quoted(post, units) for one in quoted] == [POST]


def test_paragraphs_that_somebody_quotes_together_are_known() -> None:
    said = [
        "The lamp at the quay was lit before any boat had a keeper of its own to light one.",
        "Nobody has counted the crowns that a winter of oil costs the harbour, not even the clerk.",
        "My uncle kept the log for thirty years and never wrote a word about the price of oil in it.",
    ]
    answers = [said[1], "I doubt it.", said[2], "He did, twice."]
    facts = facts_of(TOP.format(4) + "\n\n".join([*said, *answers]) + "\n")
    assert [at for at, is_so in enumerate(facts.quoted_together) if is_so] == [2]


def test_a_cut_always_ends_a_comment() -> None:
    document = read(TOP.format(2) + "One thing... (read more)\nAnother thing.\n")
    assert [(entry.markdown, Flag.TRUNCATED in entry.flags) for entry in comments(document)] == [
        ("One thing...", True), ("Another thing.", False)
    ]  # fmt: skip


def test_no_total_and_a_wrong_one_are_read_all_the_same() -> None:
    said = "\n\n".join(f"The tide number {number} came in late, and the quay was wet." for number in range(8))
    for total in (0, 1, 5000):
        assert_honest(read(TOP.format(total) + said))
    assert_honest(read("A post.\n\nNew Comment\n\n" + said))


def test_several_pages_one_after_another_are_read_as_one() -> None:
    page = TOP.format(2) + "The first.\n\n1Ada Quill\nThe second.\n\n"
    document = read(page + page)
    assert_honest(document)
    assert [entry.author for entry in comments(document) if entry.author] == ["Ada Quill", "Ada Quill"]


def test_pages_in_another_order_or_without_their_middle_are_read() -> None:
    said = [f"{number}Name{number}\nThe tide number {number} came in." for number in range(1, 9)]
    chance = random.Random(2)
    for _ in range(3):
        chance.shuffle(said)
        assert_honest(read(TOP.format(8) + "\n".join(said[2:])))


def test_a_page_without_comments_has_none() -> None:
    assert comments(read(TOP.format(0))) == []
    assert read(TOP.format(0)).report.guesses == ()


@pytest.mark.parametrize(
    "header",
    [
        "[-]Bo Reed2mo4-1", "[-]Bo Reed", "[-]\nBo Reed2mo4", "[-]\nBo Reed\n2mo\n4\n1", "[-] Bo Reed 2mo 4 1",
        "[−]Bo Reed2moΩ 3 4 1", "[-]Bo Reed[12]2mo[13]41", "[-]Bo Reed2mo*41",
    ],
)  # fmt: skip
def test_headers_that_the_copy_kept_state_beginnings_and_authors(header: str) -> None:
    other = header.replace("Bo Reed", "Cy_Marsh")
    page = f"{header}\n\nThe lamp is lit.\n\nAnd it burns.\n\nReply231\n{other}\n\nBut who pays?\nReply\n"
    document = read(TOP.format(2) + page)
    assert [(entry.author, entry.markdown) for entry in comments(document)] == [
        ("Bo Reed", "The lamp is lit.\n\nAnd it burns."), ("Cy_Marsh", "But who pays?")
    ]  # fmt: skip
    assert not any(guess.field == "start" for guess in document.report.guesses)
    assert document.report.found["stated authors"] == 2


def test_words_that_look_like_headers_name_nobody() -> None:
    said = (
        "[-] buy oil\n\nThe lamp is lit.\n\nWaiting since 3d\n\n[-] pay the keeper\n\nAnd it burns.\n\nYes."
    )
    assert [entry.author for entry in comments(read(TOP.format(20) + said)) if entry.author] == []


# ---- what is learned ----


@pytest.mark.parametrize("table", [STARTS_HOLD, ANSWERS_HOLD])
def test_no_share_is_certain_and_a_larger_one_never_less_sure(table: dict[float, float]) -> None:
    rates = [table[share] for share in sorted(table)]
    assert rates == sorted(rates)
    assert 0 <= rates[0] <= rates[-1] < 1


def test_scores_that_rise_and_authors_answering_themselves_speak_against() -> None:
    assert WEIGHTS["order.rises"] < 0 < WEIGHTS["quotes.whole"]
    assert WEIGHTS["author.same"] < 0 < WEIGHTS["author.again"]


# ---- hostile and huge pages ----


HOSTILE = {
    "alike": "Alike.\n\n" * 40, "marks": "[-]\n" * 90, "headers only": "1Ada\n" * 41,
    "headers alike": "[-]Bo Reed2mo41\n" * 60, "controls": "(read more)\n\n" * 40,
    "cuts": "... (read more)\n\n" * 40, "one line each": "1Ada\nx\n" * 50, "signs": "\"'([{<" * 3000,
    "items": "  • x\n" * 300, "questions": "?\n\n" * 40,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_are_read_whole(name: str) -> None:
    assert_honest(read(TOP.format(40) + HOSTILE[name]))


def test_a_page_of_too_many_pieces_is_left_unseparated() -> None:
    document = read(TOP.format(40) + "Alike.\n\n" * 6100)
    assert [entry.flags for entry in comments(document)] == [frozenset({Flag.UNSEPARATED})]


def test_a_very_long_page_is_read_in_parts() -> None:
    chance = random.Random(3)
    said = (" ".join(chance.choices(_WORDS, k=9)) + f" n{chance.randrange(900)}." for _ in range(100))
    page = read_page(TOP.format(30) + "\n\n".join(said))
    found = infer_comments(page, most=30)
    assert found
    assert [unit.start for comment in found for unit in comment.units] == [
        unit.start for unit in find_units(page)
    ]
    assert all(comment.parent is None or comment.parent < at for at, comment in enumerate(found))
    later = [comment.answer.confidence for comment in found[15:] if comment.parent is None]
    assert max(later) <= 0.5


def test_what_cannot_be_summed_is_cut_where_comments_begin_for_certain() -> None:
    facts = facts_of(TOP.format(3) + "One... (read more)\n\nTwo.\n\nThree.\n\n1Ada\nFour.")
    assert [(one.start, one.stop, one.parent, one.answers) for one in certain_only(facts)] == [
        (0, 1, ROOT, 0.0), (1, 3, ROOT, 0.0), (3, 4, ROOT, 0.0)
    ]  # fmt: skip


def test_nothing_is_read_from_no_units() -> None:
    assert read_facts(facts_of("A post."), WEIGHTS).comments == []
