"""A thread is gathered without losing an entry, and its report counts what was found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.clean import safe_url
from reader.errors import SourceError
from reader.importers.gathering import Gathering, join_blocks, show_address, site_id, thread
from reader.importers.naming import DOCUMENT_ID
from reader.model.documents import Document, EntryKind
from reader.model.markdown import parse_markdown
from tests.strategies import texts
from tests.unit.answering import assert_whole, stubs

_IDS = st.sampled_from(["", "a", "b", "c", "a-2", "n1", "missing-1"])


def finish(gathering: Gathering, title: str = "T") -> Document:
    document = gathering.finish(thread("made", title, None))
    assert_whole(document)
    return document


@given(st.lists(st.tuples(_IDS, st.none() | _IDS, st.sampled_from(["x", "y"]), st.booleans()), max_size=12))
def test_nothing_entered_is_lost(entered: list[tuple[str, str | None, str, bool]]) -> None:
    gathering, given_ids = Gathering("made", "made.json"), set[str]()
    for id, parent, text, is_stub in entered:
        if is_stub:
            gathering.lack(parent, 2, id)
        else:
            given_ids.add(gathering.enter(id, parent, text))
    if not given_ids:
        with pytest.raises(SourceError, match="no post and no comment"):
            finish(gathering)
        return
    document = gathering.finish(thread("made", "T", None))
    repeated = document.report.found.get("repeated", 0)
    assert len(document.entries) + repeated == len(entered)
    assert given_ids <= {entry.id for entry in document.entries}


@pytest.mark.parametrize(
    ("parent", "count", "said"),
    [
        (None, 1, "1 comment is"), (None, 1234, "1,234 comments are"), ("a", 1, "1 reply is"), ("a", 2, "2 replies are"),
        ("a", None, "More replies are"), (None, 0, "More comments are"),
    ],
)  # fmt: skip
def test_a_place_of_missing_comments_says_how_many(parent: str | None, count: int | None, said: str) -> None:
    gathering = Gathering("made", "made.json")
    gathering.enter("a", None, "x")
    gathering.lack(parent, count)
    (stub,) = stubs(finish(gathering))
    assert stub.markdown == f"*{said} not in this copy.*"


def test_without_a_title_the_first_words_are_it() -> None:
    gathering = Gathering("made", "made.json")
    gathering.enter("p", None, "", kind=EntryKind.POST)
    gathering.enter("a", None, "*Some* words.")
    document = finish(gathering, "")
    assert (document.title, document.inferred) == ("Some words.", frozenset({"title"}))


def test_what_is_announced_is_compared() -> None:
    gathering = Gathering("made", "made.json", ["from before"])
    gathering.enter("a", None, "x")
    gathering.announced = 3
    report = finish(gathering).report
    assert report.warnings == ("from before", "comments announced by the site: 3; in this copy: 1")


def test_what_the_walker_did_is_counted() -> None:
    gathering = Gathering("made", "made.json")
    for _ in range(2):
        gathering.walk(
            '<p><img src="https://a.example/b.png" alt="c"> <a href="javascript:x">d</a> \x1b</p>', None
        )
    gathering.enter("a", None, "x")
    report = finish(gathering).report
    assert report.found["pictures as their description"] == report.found["links that may not be opened"] == 2
    assert report.cleaned == 2


@given(st.lists(texts(), max_size=3))
def test_a_document_is_named_by_letters_digits_and_hyphens(names: list[str]) -> None:
    assert DOCUMENT_ID.fullmatch(site_id(*names))


@pytest.mark.parametrize(
    "url", ["https://a.example/b?c=1&d=(2)_3", "https://a.example/é", "javascript:alert(1)", "<x>", "a b"]
)
def test_an_address_is_shown_as_it_is(url: str) -> None:
    (passage,) = parse_markdown(show_address(url))
    assert passage.text == url
    assert bool(passage.spans) is bool(safe_url(url))


def test_empty_blocks_are_left_out() -> None:
    assert join_blocks("", "a", "", "b") == "a\n\nb"
