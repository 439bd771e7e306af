"""What a source hides is known by its characters, and told nowhere but by the word for it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.bookmark_exports import as_markdown, make_dossiers
from reader.model.annotations import from_annotation, new_bookmark, to_annotation
from reader.model.changes import compare_words, mark_words
from reader.model.documents import Document
from reader.model.links.permalinks import find_permalinks
from reader.model.markdown import parse_markdown
from reader.model.passages import Passage
from reader.model.selectors import describe
from reader.model.spoilers import SPOILER, WORD, hidden_in, veil, without_spoilers
from reader.model.texts import Piece
from reader.printing import markdown, plain
from tests import strategies
from tests.made import made_thread
from tests.unit.indexing import indexed

SECRET = "the heron"


def hiding(text: str = "It was [the heron](#spoiler), at dawn.") -> Passage:
    return parse_markdown(text)[0]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("It was [the heron](#spoiler), at dawn.", "It was [spoiler], at dawn."),
        ("[all of it](#spoiler)", "[spoiler]"),
        ("[the](#spoiler) [heron](#spoiler:https://a.example/h) [flew](#spoiler)", "[spoiler]"),
        ("[one](#spoiler) and [two](#spoiler)", "[spoiler] and [spoiler]"),
        ("## Why [the heron](#spoiler)", "Why [spoiler]"),
        ("- [the *great* heron](#spoiler) it was", "[spoiler] it was"),
        ("```spoiler py\nheron = 1\n```", "[spoiler]"),
        ("- ```spoiler\n  heron\n  ```", "[spoiler]"),
        ("```py\nspoiler = 1\n```", "spoiler = 1"),
        ("[no](#spoilers) [yes](https://a.example/#spoiler)", "no yes"),
        ("| a | b |\n|---|---|\n| x | [the heron](#spoiler) |", "a │ b\n──┼──────────\nx │ [spoiler]"),
    ],
)
def test_exactly_what_the_source_hides_is_hidden(written: str, shown: str) -> None:
    assert without_spoilers(hiding(written)) == shown


@given(strategies.markdowns())
def test_hidden_stretches_lie_in_order_within_the_text(written: str) -> None:
    for passage in parse_markdown(written):
        ends = [end for stretch in hidden_in(passage) for end in stretch]
        assert ends == sorted(set(ends))
        assert not ends or ends[-1] <= len(passage.text)


@given(
    strategies.texts(), st.lists(st.integers(0, 60), unique=True, max_size=8), st.integers(0, 60), st.data()
)
def test_a_veiled_part_holds_what_is_not_hidden_and_no_more(
    text: str, ends: list[int], start: int, data: st.DataObject
) -> None:
    cut = sorted(min(end, len(text)) for end in ends)
    hidden = [(one, other) for one, other in zip(cut[::2], cut[1::2], strict=False) if one < other]
    start = min(start, len(text))
    stop = data.draw(st.integers(start, len(text)))
    seen = [not any(one <= at < other for one, other in hidden) for at in range(len(text))]
    wanted = "".join(text[at] for at in range(start, stop) if seen[at])
    shown = veil(text, hidden, start, stop)
    assert shown.replace(WORD, "") == wanted.replace(WORD, "")


def secretive() -> Document:
    return made_thread(
        "Who took the fish?", f"It was [{SECRET}](#spoiler), at dawn.\n\nBy the pond.", id="fish"
    )


def test_plain_text_marks_what_is_hidden_and_markdown_keeps_it_so() -> None:
    assert "It was [spoiler: the heron], at dawn." in plain(secretive())
    assert f"[the heron]({SPOILER})" in markdown(secretive())


def test_plain_text_keeps_the_address_of_a_hidden_link_within() -> None:
    printed = plain(made_thread("Who?", "See [this](#spoiler) [page](#spoiler:https://a.example/h) now."))
    assert "See [spoiler: this page <https://a.example/h>] now." in printed


def test_the_address_of_a_hidden_link_is_a_link_all_the_same() -> None:
    document = made_thread("Who?", "See [this](#spoiler) [page](#spoiler:https://a.example/h) now.")
    assert [link.address for link in find_permalinks(document, [])] == ["https://a.example/h"]


@pytest.mark.parametrize(
    ("query", "excerpt", "found"),
    [
        ("dawn", "It was [spoiler], at dawn.", ["dawn"]),
        ("heron", "It was [spoiler: … heron], at dawn.", ["heron"]),
        ('"was the heron"', "It was [spoiler: the heron], at dawn.", ["was ", "the heron"]),
        ("heron dawn", "It was [spoiler: … heron], at dawn.", ["heron", "dawn"]),
    ],
)
def test_an_excerpt_shows_of_a_spoiler_what_was_searched_for(
    query: str, excerpt: str, found: list[str]
) -> None:
    with indexed(secretive()) as (index, _):
        hit = index.search(query).hits()[0]
        assert hit.excerpt == excerpt
        assert [hit.excerpt[start:stop] for start, stop in hit.spans] == found


def test_a_list_of_bookmarks_tells_no_spoiler_and_an_export_does() -> None:
    entry = secretive().entries[1]
    target = replace(describe(entry, Piece(0, 7, 26), Piece(1, 0, 6)), document="fish")
    bookmark = new_bookmark(target)
    assert bookmark.words == "the heron, at dawn.\n\nBy the"
    assert bookmark.shown == "[spoiler], at dawn.\n\nBy the"
    again = from_annotation(to_annotation(bookmark))
    assert (again, again.shown) == (bookmark, bookmark.shown)
    assert SECRET in as_markdown(make_dossiers([bookmark], lambda name: None))


@pytest.mark.parametrize("raw", [5, "x", [[1]], [[3, 2]], [["a", 2]], [[1, 2, 3]], {"a": 1}, [None]])
def test_ranges_of_another_tool_that_are_none_hide_nothing(raw: object) -> None:
    written = to_annotation(new_bookmark(describe(secretive().entries[1], Piece(0, 0, 9))))
    written["target"]["threadside"]["hidden"] = raw
    assert from_annotation(written).target.hidden == ()


def test_what_changed_is_told_without_what_is_hidden() -> None:
    was, now = (
        made_thread("Who?", f"It {word} [the {who}](#spoiler).").entries[1]
        for word, who in (("was", "heron"), ("is", "cat"))
    )
    assert [(change.was, change.now) for change in compare_words(was.veiled, now.veiled)] == [("was", "is")]
    assert "".join(text for text, _ in mark_words(was.veiled, now.veiled)) == "It [-was-] {+is+} [spoiler]."
