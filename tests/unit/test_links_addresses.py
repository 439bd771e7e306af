"""Permalinks and mentions: to what the library has, and to nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.model.documents import Document
from reader.model.links import Link, LinkKind, Target, Verdict
from reader.model.links.linking import link
from reader.model.links.permalinks import read_address
from tests.made import made_thread

POST = "3vB7kQm2RtYp9LxWz"
COMMENT = "a1B2c3D4e5F6g7H8i"


def with_id(document: Document, old: str, new: str) -> Document:
    entries = tuple(
        replace(one, id=new if one.id == old else one.id, parent=new if one.parent == old else one.parent)
        for one in document.entries
    )
    return replace(document, entries=entries)


def forum(text: str) -> Document:
    url = f"https://www.lesswrong.com/posts/{POST}/a-slug"
    return with_id(made_thread("A post.", "A comment.", text, url=url), "c1", COMMENT)


def only(document: Document, *others: Document) -> Link:
    (found,) = link(document, others)
    return found


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.lesswrong.com/posts/{POST}/a-slug?commentId={COMMENT}",
        f"https://lesswrong.com/posts/{POST}#{COMMENT}",
        f"https://www.alignmentforum.org/posts/{POST}/other-slug?commentId={COMMENT}",
        f"https://www.greaterwrong.com/posts/{POST}/a-slug#comment-{COMMENT}",
        f"https://www.greaterwrong.com/posts/{POST}/a-slug/comment/{COMMENT}",
        f"https://www.lesswrong.com/s/abcdef123/p/{POST}?commentId={COMMENT}",
        f"http://lw2.issarice.com/posts/{POST}/a-slug#{COMMENT}",
        f"/posts/{POST}/a-slug/comment/{COMMENT}",
        f"#{COMMENT}",
        f"threadside:made-thread#{COMMENT}",
    ],
)
def test_every_form_of_one_address_leads_to_one_comment(url: str) -> None:
    found = only(forum(f"See [this]({url})."))
    assert (found.kind, found.verdict, found.address) == (LinkKind.PERMALINK, Verdict.EXACT, url)
    assert found.targets == (Target("made-thread", COMMENT),)


@pytest.mark.parametrize(
    ("at", "entry", "url", "target"),
    [
        ("https://news.ycombinator.com/item?id=100", "207", "https://news.ycombinator.com/item?id=207", "207"),
        ("https://news.ycombinator.com/item?id=100", "207", "https://news.ycombinator.com/item?id=100#207", "207"),
        ("https://news.ycombinator.com/item?id=100", "207", "https://news.ycombinator.com/item?id=100", ""),
        ("https://talk.example/t/a-topic/44", "p5", "https://talk.example/t/renamed/44/5", "p5"),
        ("https://talk.example/t/a-topic/44", "p5", "https://talk.example/t/44", ""),
        ("https://www.reddit.com/r/a/comments/xy1/t/", "zz9",
         "https://old.reddit.com/r/a/comments/xy1/other/zz9/", "zz9"),
        ("https://lobste.rs/s/abc123/a", "q1w2e3", "https://lobste.rs/c/q1w2e3", "q1w2e3"),
        ("https://a.example/talk/", "c1", "http://www.a.example/talk", ""),
    ],
)  # fmt: skip
def test_addresses_of_many_sites_lead_to_what_the_library_has(
    at: str, entry: str, url: str, target: str
) -> None:
    other = with_id(made_thread("A post.", "A comment.", id="other", url=at), "c1", entry)
    found = only(made_thread(f"See {url}."), other)
    assert found.targets == (Target("other", target),)


def test_a_permalink_to_a_comment_that_is_gone_says_so() -> None:
    found = only(forum(f"See https://www.lesswrong.com/posts/{POST}/a-slug?commentId=Z9y8X7w6V5u4T3s2R."))
    assert (found.kind, found.verdict, found.targets) == (LinkKind.PERMALINK, Verdict.NOT_FOUND, ())


def test_a_permalink_of_our_own_never_leads_to_the_document_in_place_of_an_entry() -> None:
    for entry, target in [("c1", Target("made-thread", "c1")), ("gone", None), ("", Target("made-thread"))]:
        found = only(made_thread("A post.", "First.", f"See [this](threadside:made-thread#{entry})."))
        assert found.targets == ((target,) if target else ())


@pytest.mark.parametrize(
    ("url", "verdict"),
    [("https://b.example/x", "external"), ("http://[::1", "not found"), ("news:x", "not found"),
     ("https://news.ycombinator.com/item?id=12", "external")],
)  # fmt: skip
def test_other_addresses_lead_nowhere_in_the_library(url: str, verdict: str) -> None:
    found = only(forum(f"See [this]({url})."))
    assert (found.kind, found.verdict, found.targets) == (LinkKind.ADDRESS, verdict, ())


@pytest.mark.parametrize("url", ["", "x", "https://", "http://[", "https://a.example:99999/", "//a", "\x00"])
def test_no_address_is_too_odd_to_read(url: str) -> None:
    read_address(url)


def test_a_person_is_named_when_exactly_one_entry_can_be_meant() -> None:
    once = made_thread("A post.", "First.", "Second.", "@Writer_1 and Writer 1's comment above, yes.")
    named = [replace(one, author="Ann Berg") if one.id == "c1" else one for one in once.entries]
    texts = (
        "@AnnBerg is right.",
        "Ann's comment is right.",
        "As for Ann Berg's reply here, no.",
        "@berg yes",
    )
    for text in texts:
        said = made_thread("A post.", "First.", "Second.", text)
        document = replace(said, entries=(*named[:3], said.entries[3]))
        assert only(document).targets == (Target("made-thread", "c1"),)
        twice = [replace(one, author="Ann Berg") if one.id == "c2" else one for one in document.entries]
        assert not link(replace(document, entries=tuple(twice)))
