"""What is typed is found where it stands, exactly, whatever folding does to the text."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.model.find import Hit, make_finder, order_from
from reader.model.folding import fold, fold_with_places, word_spans, words
from tests.strategies import texts

_TEXTS = texts() | st.text(alphabet="aAbBßéÉe\u0301\u0327ﬁﬀiİıŉ…’“”–— \n\u00adK漢字🐑ŒœǅΣς", max_size=30)


def found(query: str, text: str) -> list[str]:
    return [text[start:stop] for start, stop in make_finder(query).spans(text)]


CASES = [
    ("hard prob", "The Hard\nproblem, hard  problems", ["Hard\nprob", "hard  prob"]),
    ("Hard", "hard Hard HARD", ["Hard"]),
    ("hard", "hard Hard HARD", ["hard", "Hard", "HARD"]),
    ("prob ", "prob problem prob", ["prob", "prob"]),
    ('"hard problem"', "hard problems, a hard problem", ["hard problem"]),
    ('"hard prob', "a hard problem, shard problem", ["hard prob"]),
    ("“hard”", "hard harder", ["hard"]),
    ("strasse", "Die Straße, STRASSE", ["Straße", "STRASSE"]),
    ("straße", "Strasse", ["Strasse"]),
    ("cafe", "café cafe\u0301s", ["café", "cafe\u0301"]),
    ("Café", "Cafe café", ["Cafe"]),
    ("fi", "ﬁnd it", ["ﬁ"]),
    ("s", "ß", ["ß"]),
    ("don't", "I don’t", ["don’t"]),
    ('say "so"', "to say “so”", ["say “so”"]),
    ("a-b", "a–b", ["a–b"]),
    ("soft", "so\u00adft", ["so\u00adft"]),
    ("漢", "漢字漢", ["漢", "漢"]),
    (".", "a.b", ["."]),
    ("(x", "f(x)", ["(x"]),
    ("/h.rd/", "hard Herd", ["hard", "Herd"]),
    ("/H.rd/", "hard Herd", ["Herd"]),
    (r"/\Sard/", "hard Hard", ["hard", "Hard"]),
    ("/^b$/", "a\nb", ["b"]),
    ("/x*/", "axxb", ["xx"]),
    ("/hard", "hard", ["hard"]),
    ("aa", "aaaa", ["aa", "aa"]),
    ("", "text", []),
    ("  ", "a  b", []),
    ('"', 'a "b"', []),
    ("/", "a/b", []),
    ("//", "a//b", []),
    ("\u0301", "e\u0301", []),
]


@pytest.mark.parametrize(("query", "text", "wanted"), CASES)
def test_what_is_typed_is_found(query: str, text: str, wanted: list[str]) -> None:
    assert found(query, text) == wanted


@given(_TEXTS, _TEXTS | st.sampled_from(['"', '"a', "/a", "/(", "a b", "A"]))
def test_spans_lie_in_the_text_in_order_and_apart(text: str, query: str) -> None:
    finder = make_finder(query)
    at = 0
    for start, stop in finder.spans(text):
        assert at <= start < stop <= len(text)
        at = stop
    assert not (finder.is_empty and at)


@given(_TEXTS, st.data())
def test_any_part_of_a_text_is_found_in_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    assume(fold(part, True).strip() and part[:1] != "/" and part.strip()[0] not in '"“”„«»')
    assume(not part[-1:].isspace())
    spans = make_finder(part).spans(text)
    assert spans
    if text.isascii():
        assert any(fold(text[a:b]).split() == fold(part).split() for a, b in spans)


@given(_TEXTS)
def test_folded_places_are_those_of_the_original(text: str) -> None:
    folded = fold_with_places(text)
    assert folded.text == fold(text)
    at = 0
    for start in range(len(folded.text)):
        first, stop = folded.span(start, start + 1)
        assert at <= first < stop <= len(text)
        assert folded.text[start] in fold(text[first:stop])
        at = first


@given(_TEXTS)
def test_folding_twice_changes_nothing_and_words_are_letters(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    spans = list(word_spans(fold(text)))
    assert [word for word, _, _ in spans] == words(fold(text))
    assert all(fold(text)[start:stop] == word for word, start, stop in spans)
    plain = re.findall(r"[^\W_]+", fold(text))
    assert "".join(words(fold(text))).replace("🐑", "") in ("".join(plain), "".join(words(fold(text))))


@pytest.mark.parametrize(
    "pattern", ["(a|aa)+$", "(.*a){20}b", "(x+x+)+y", r"(\w+\s*)+:", "(?:a{1,90}){1,90}b"]
)
def test_an_expression_without_end_is_given_up(pattern: str) -> None:
    finder = make_finder(f"/{pattern}/")
    begun = time.process_time()
    for _ in range(100):
        finder.spans("a" * 3000 + " x" * 50)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize("pattern", ["(", "[", "*", "a{2,1}", "\\", "(?P<x", "(?<=a*)b", "a{99999999999}"])
def test_an_expression_half_typed_explains_itself_or_finds_something(pattern: str) -> None:
    finder = make_finder(f"/{pattern}")
    assert "Traceback" not in finder.problem
    assert finder.spans("some text") == [] or not finder.problem


def test_a_very_long_query_is_refused() -> None:
    assert "1,000" in make_finder("x" * 10_000).problem


def test_entries_are_read_only_when_their_turn_comes() -> None:
    read: list[int] = []

    def passages(entry: int) -> list[str]:
        read.append(entry)
        return ["nothing", f"hit {entry} hit"]

    hits = make_finder("hit").hits(passages, order_from(7, 10))
    assert [next(hits), next(hits)] == [Hit(7, 1, 0, 3), Hit(7, 1, 6, 9)]
    assert read == [7]
    assert [hit.entry for hit in hits][::2] == [8, 9, 0, 1, 2, 3, 4, 5, 6]


@given(st.text(alphabet='abAé ß"/', max_size=5), st.text(alphabet='abAé ß"/', max_size=3), _TEXTS)
def test_a_query_that_narrows_finds_nothing_where_the_shorter_found_nothing(
    query: str, more: str, text: str
) -> None:
    before, after = make_finder(query), make_finder(query + more)
    if after.narrows(before) and after.spans(text):
        assert before.spans(text)


def test_ten_thousand_comments_are_looked_through_while_typing() -> None:
    text = "A comment of some words about walled gardens and the wind in them. " * 14
    read = [[text]] * 9_999 + [["the quince"]]
    begun = time.process_time()
    hits = list(make_finder("quince").hits(read.__getitem__, order_from(0, 10_000)))
    assert [hit.entry for hit in hits] == [9_999]
    assert time.process_time() - begun < 1
