"""Footnotes lead from a text to its notes and back, whatever they were written as."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.importers.html import html_to_markdown
from reader.model.footnotes import note_links
from reader.model.markdown import parse_markdown, plain_passages
from reader.model.passages import Passage
from tests import strategies

MARKDOWN = """
Tides[^moon] come twice[^2], and twice[^2] they go.

[^moon]: By the *moon*.

    And the sun.
[^2]: A day.

Below the notes.
"""
HTML = """
<p>Tides<sup><a href="#fn1">[1]</a></sup> come twice<sup><a href="#fn2">[2]</a></sup>,
and twice<sup><a href="#fn2">[2]</a></sup> they go.</p>
<ol><li id="fn1"><p>By the <em>moon</em>.</p><p>And the sun. <a href="#fnref1">↩</a></p></li>
<li id="fn2"><p>A day.</p></li></ol><p>Below the notes.</p>
"""


def led(passages: tuple[Passage, ...], at: int) -> list[tuple[str, str, str, int]]:
    """The links of a passage: their sign, the number, where they lead and over how many passages."""
    return [
        (passages[at].text[link.span.start : link.span.stop], link.number,
         passages[link.passage].text[: 6], link.stop - link.passage)
        for link in note_links(passages, at)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("passages", "first"),
    [(parse_markdown(MARKDOWN), "[moon]"), (html_to_markdown(HTML).passages, "[1]")],
)
def test_signs_lead_to_their_notes_and_notes_back(passages: tuple[Passage, ...], first: str) -> None:
    assert [passage.text for passage in passages[1:]] == [
        "By the moon.", "And the sun. ↩", "A day. ↩", "Below the notes.",
    ]  # fmt: skip
    assert led(passages, 0) == [
        (first, "1", "By the", 2), ("[2]", "2", "A day.", 1), ("[2]", "2", "A day.", 1),
    ]  # fmt: skip
    assert [led(passages, at) for at in (1, 4, 9)] == [[], [], []]
    assert led(passages, 2) == [("↩", "1", "Tides[", 1)]
    back = note_links(passages, 3)
    assert [passages[0].text[link.target.start : link.target.stop] for link in back if link.target] == [
        "[2]",
        "[2]",
    ]


def test_notes_are_items_behind_their_labels() -> None:
    notes = parse_markdown(MARKDOWN)[1:4]
    assert [(note.marker, note.nesting) for note in notes] == [("moon.", "-"), ("", "-"), ("2.", "-")]


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("No note[^1] here.", ["No note[^1] here."]),
        ("A note[^a] here.\n\n[^a]: `[^a]` and \\[^a]", ["A note[a] here.", "[^a] and [^a] ↩"]),
        ("None refers.\n\n[^a]: to this", ["None refers.", "to this"]),
        ("An empty[^a] one.\n\n[^a]:", ["An empty[a] one.", "↩"]),
        ("Twice[^a] told.\n\n[^a]: one\n[^a]: two", ["Twice[a] told.", "one ↩", "two ↩"]),
        ("A hat^[1](https://a.example) stays.\n\n[^a]: note", ["A hat^1 stays.", "note"]),
        ("Code[^a].\n\n[^a]: ```\n    x\n    ```", ["Code[a].", "x", "↩"]),
        ("```\n[^a]: no note\n```", ["[^a]: no note"]),
        ("- item[^a]\n\n  [^a]: in an item", ["item[a]", "in an item ↩"]),
        ("| a[^a] |\n|---|\n| b |\n\n[^a]: note", ["a[a]\n────\nb", "note ↩"]),
    ],
)
def test_notes_of_odd_forms_lose_no_word(markdown: str, shown: list[str]) -> None:
    assert [passage.text for passage in parse_markdown(markdown)] == shown


@given(strategies.markdowns(), st.integers(0, 12))
def test_links_to_notes_lead_within_the_entry_and_back_again(markdown: str, at: int) -> None:
    passages = parse_markdown(markdown)
    for link in note_links(passages, at):
        assert 0 <= link.passage < link.stop <= len(passages)
        if link.target:
            assert link.target in passages[link.passage].spans
        else:
            back = note_links(passages, link.stop - 1)
            assert any(one.target == link.span and one.passage == at for one in back)


def test_a_note_outside_of_a_list_begins_where_it_says_so() -> None:
    html = '<p>A<a href="#fn1">1</a></p><p>Between.</p><div id="fn1"><p>The note.</p></div>'
    passages = html_to_markdown(html).passages
    assert led(passages, 0) == [("1", "1", "The no", 1)]


def test_signs_without_a_note_and_notes_without_a_sign_lead_nowhere() -> None:
    passages = parse_markdown("[1](#fn-1) and [2](#fnref-2) and [x](#fn-) and [y](https://a.example/#fn-1)")
    assert note_links(passages, 0) == []
    assert note_links((), 0) == []


def test_many_signs_in_one_paragraph_take_no_time() -> None:
    markdown = "[^a]: x\n\n" + ("[^" + "a" * 2_000) * 2_000
    assert re.sub(r"\W", "", parse_markdown(markdown)[-1].text) == re.sub(
        r"\W", "", plain_passages(markdown)[-1].text
    )
