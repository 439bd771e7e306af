"""Where links lead, on made threads and on whatever is hostile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library import Library
from reader.linking import find_links
from reader.model.documents import Document
from reader.model.links import Change, Link, LinkKind, Target, Verdict
from reader.model.markdown import parse_markdown
from reader.model.place import SEARCHED, Place
from reader.ui.leads import (
    Connections,
    Sources,
    explain,
    has_words,
    lead_back,
    lead_label,
    leads_of,
    mark_changes,
)
from reader.ui.rows import audit, history_rows
from tests.bench.links import planted_thread
from tests.made import made_thread
from tests.strategies import texts

SAID = "The harbour master keeps a careful list of every boat, and nobody is ever allowed to read that list."
TREES = ("ash", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo", "hazel", "ivy", "juniper")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.db") as opened:
        yield opened


def connect(library: Library, document: Document) -> Connections:
    library.add(document, None, "")
    find_links(library)
    return Connections(library, library.open(document.id))


def test_every_link_of_a_made_thread_leads_to_words_that_are_there(library: Library) -> None:
    connections = connect(library, planted_thread(150)[0])
    document = connections.document
    sources = Sources(library, [document])
    links = library.links.of_document(document.listing.revision)
    leads = leads_of(links)
    assert len(leads) > 80
    for lead in leads:
        found = sources.find(lead)
        assert found is not None
        assert has_words(lead, found[0].entry(found[1]), document)
    for link in links:
        for lead in leads_of([link]):
            at = document.columns.positions[lead.entry]
            assert link in [back.link for back in connections.to_passage(at, lead.passage)]


def test_a_lead_of_each_place_and_no_place_twice() -> None:
    one, two = Target("d", "c1", 0, 0, 4), Target("d", "c1", 0, 9, 12)
    elided = Link(LinkKind.QUOTATION, "c2", 0, 0, 9, (one, two), Verdict.ELIDED)
    either = Link(LinkKind.QUOTATION, "c2", 0, 0, 9, (one, Target("e", "c1")), Verdict.AMBIGUOUS)
    assert [lead.spans for lead in leads_of([elided])] == [((0, 4), (9, 12))]
    assert [(lead.document, lead.spans) for lead in leads_of([either])] == [("d", ((0, 4),)), ("e", ())]
    assert len(leads_of([elided, elided, either])) == 3


def test_words_that_were_replaced_are_told(library: Library) -> None:
    connections = connect(library, made_thread("A post.", SAID, f"> {SAID}"))
    document = connections.document
    (lead,) = leads_of(connections.of_passage(2, 0))
    source = document.entry(1)
    assert has_words(lead, source, document)
    for markdown in ("", "Now nothing but a goat.", " ".join(TREES * 9)):
        changed = replace(source, markdown=markdown, passages=parse_markdown(markdown))
        assert not has_words(lead, changed, document)
    more = replace(source, passages=parse_markdown(SAID.replace("careful", "wild")))
    assert has_words(lead, more, document)


# A quoter's changes

WORDS = st.lists(st.sampled_from(TREES), max_size=5).map(" ".join)


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=6), WORDS)
def test_changes_show_both_what_was_and_what_is_now(parts: list[tuple[str, str, str]], end: str) -> None:
    now, was, changes = "", "", list[Change]()
    for same, old, new in parts:
        now, was = f"{now}{same} ", f"{was}{same} "
        changes.append(Change(len(now), len(now) + len(new), old, new))
        now, was = f"{now}{new} ", f"{was}{old} "
    now, was = now + end, was + end
    link = Link(LinkKind.QUOTATION, "c1", 0, 0, len(now), (), Verdict.EDITED, tuple(changes))
    shown = "".join(text for text, _ in mark_changes(now, link))
    read_now = re.sub(r"\[-.*?-\]|[{}+]", " ", shown)
    read_was = re.sub(r"\{\+.*?\+\}|\[-|-\]", " ", shown)
    assert (read_now.split(), read_was.split()) == (now.split(), was.split())


def test_of_long_stretches_only_what_is_near_a_change_is_shown() -> None:
    text = " ".join(TREES * 40) + " goat " + " ".join(TREES * 40)
    at = text.index("goat")
    change = Change(at, at + 4, "ram", "goat")
    link = Link(LinkKind.QUOTATION, "c1", 0, 0, len(text), (), Verdict.EDITED, (change,))
    shown = "".join(words for words, _ in mark_changes(text, link))
    assert "juniper [-ram-] {+goat+} ash" in shown
    assert len(shown) < 120
    many = replace(link, difference=(change,) * 60)
    assert "48 more changes" in "".join(words for words, _ in mark_changes(text, many))


# Whatever is hostile


@given(texts(), st.sampled_from(LinkKind), st.sampled_from(Verdict))
def test_why_nothing_is_led_to_is_one_short_line_whatever_the_address(
    address: str, kind: LinkKind, verdict: Verdict
) -> None:
    said = explain(Link(kind, "c1", 0, 0, 1, (), verdict, address=address * 20))
    assert said
    assert "\n" not in said
    assert "\x1b" not in said
    assert len(said) < 200


def test_one_sentence_in_fifty_comments_quoting_one_another_leads_somewhere(library: Library) -> None:
    said = [f"{SAID} Said {number}." for number in range(25)]
    quoted = [f"> {SAID}\n\nSo {number}." for number in range(25)]
    connections = connect(
        library, made_thread("A post.", *(text for both in zip(said, quoted, strict=True) for text in both))
    )
    sources, count = Sources(library, [connections.document]), 0
    for entry in range(len(connections.document)):
        for lead in leads_of(connections.of_passage(entry, 0)):
            assert sources.find(lead) is not None
            assert (lead.entry, lead.passage) != (connections.document.columns.ids[entry], 0)
            assert lead_label(sources, lead, "made-thread")
            count += 1
        for backlink in connections.to_passage(entry, 0):
            assert sources.find(lead_back(backlink)) is not None
    assert count >= 25
    assert len(audit(library, "made-thread").rows) == 25


def test_a_quotation_of_thousands_of_words_has_short_rows(library: Library) -> None:
    long = " ".join(f"{TREES[number % 10]}{number % 97}" for number in range(4000))
    connections = connect(library, made_thread("A post.", long, f"> {long}"))
    found = audit(library, "made-thread")
    assert len(found.rows) == 1
    assert len(found.rows[0]) < 500
    assert connections.of_passage(2, 0)[0].verdict is Verdict.EXACT


def test_places_that_are_gone_are_said_to_be(library: Library) -> None:
    connect(library, made_thread("A post.", "A comment."))
    places = [Place("made-thread"), Place("gone", "c1"), Place("made-thread", "c9"), Place(SEARCHED, "oxen")]
    rows = history_rows(library, places, 1)
    assert [row.split()[0] for row in rows] == ["-1", "here", "+1", "+2"]
    assert "no longer there: gone#c1" in rows[1]
    assert "no longer there: made-thread#c9" in rows[2]
    assert "Search: oxen" in rows[3]
