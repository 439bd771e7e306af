"""Forum pages copied as text are read honestly: nothing guessed, nothing lost, known structure kept."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.importers.digest import read_digest
from reader.importers.forum_copy import read_forum_copy
from reader.importers.source import Source
from reader.importers.stated import find_stated, split_stated
from reader.model.documents import Document, Edition, Entry, EntryKind, Flag
from reader.model.fingerprint import fingerprint
from tests.strategies import texts
from tests.unit.importing import assert_accounted, assert_nothing_lost, assert_parsed, golden

SECTION = "\n\nNew Comment\n3 comments, sorted by Click to highlight new comments since:\n\n"
PAGE = golden("forum_copy.txt")
DIGEST = read_digest(golden("forum_digest.md"))

_LINES = (
    "", "", "Frontpage", "TidesTides", "71", "-3", "New Comment", "2 comments, sorted by Click",
    "  • a point", "      • a deeper point", "  3. a number", "2Ada Quill", "-1Bo Reed", "3D printing",
    "5 reasons", "Thanks!", "cut here... (read more)", "... (read more)",
    "[This comment is no longer endorsed by its author]Reply", "[comment deleted]", "One: * two * three",
    "* lone", "Moderation Log", "[-]", "Reply", "31a3orn", "1a3orn says",
    "Some comments are truncated due to high volume. (⌘F to expand all)Change truncation settings",
)  # fmt: skip
pages = st.lists(st.one_of(st.sampled_from(_LINES), texts(30)), max_size=14).map("\n".join)


def read(text: str, *known: Document) -> Document:
    document = read_forum_copy(Source("page.txt", text), known)
    assert_accounted(document, text)
    assert_nothing_lost(document, text)
    assert_parsed(document)
    return document


def comments(document: Document) -> list[Entry]:
    return [entry for entry in document.entries if entry.kind is EntryKind.COMMENT]


def read_comments(text: str) -> list[Entry]:
    return comments(read(f"A post.{SECTION}{text}"))


@given(pages)
@example("1Ada\nOne... (read more)\n[This comment is no longer endorsed by its author]Reply")
def test_any_page_is_read_whole(text: str) -> None:
    read(f"x{text}")
    read(f"A post.{SECTION}{text}", DIGEST)


@given(st.integers(1, len(PAGE.text)))
def test_a_page_cut_anywhere_is_read_whole(size: int) -> None:
    if PAGE.text[:size].strip():
        read(PAGE.text[:size], DIGEST)


@pytest.mark.parametrize(
    ("line", "split"),
    [
        ("2Ada Quill", (2, "Ada Quill")), ("-7ada_q", (-7, "ada_q")), ("−7ada_q", (-7, "ada_q")),
        ("0[anonymous]", (0, "[anonymous]")), ("12the tides that bind", (12, "the tides that bind")),
        ("007bond", (0, "07bond")), ("5 reasons to stay", None), ("3D printing", None), ("2nd place", None),
        ("10x", None), ("71", None), ("1,600 boats", None), ("12:30", None), ("4Who knows?", None),
        ("2031-05-04", None), ("999999Ada", None), ("3A name made of far too many words", None),
    ],
)  # fmt: skip
def test_only_plausible_headers_are_split(line: str, split: tuple[int, str] | None) -> None:
    assert split_stated(line) == split


def test_names_that_begin_with_a_digit_are_split_where_they_are_known() -> None:
    assert split_stated("31a3orn") == (31, "a3orn")
    assert split_stated("31a3orn", frozenset({"1a3orn"})) == (3, "1a3orn")
    assert split_stated("12Bo", frozenset({"Bo", "2Bo"})) == (12, "Bo")
    known = [entry.author for entry in read_comments("31a3orn\nYes.\n\nI agree with 1a3orn.\n")]
    assert known == ["1a3orn", None]


def test_a_header_needs_its_one_line_and_an_end() -> None:
    assert [entry.author for entry in read_comments("2Ada\nYes.\n3Bo\nNo.")] == ["Ada", "Bo"]
    assert [entry.author for entry in read_comments("2Ada\nYes.\nAnd more.\n")] == [None]
    assert {entry.author for entry in read_comments("2Ada\n\nYes.\n")} == {None}
    assert [entry.author for entry in read_comments("A line.\n2Ada\nYes.\n")] == [None]
    assert [entry.author for entry in read_comments("2Ada")] == [None]


@given(st.lists(st.sampled_from(["1Ada", "2Bo", "text", ""]), max_size=12))
def test_stated_comments_never_overlap(lines: list[str]) -> None:
    free = 0
    for stated in find_stated(lines, 0, len(lines)):
        assert stated.start >= free
        assert lines[stated.start] and lines[stated.start + 1]  # noqa: PT018
        free = stated.stop
        assert free >= len(lines) or not lines[free] or split_stated(lines[free])


def test_what_is_stated_is_given_and_all_else_is_marked_as_inferred() -> None:
    document = read(PAGE.text)
    stated = [entry for entry in comments(document) if Flag.COLLAPSED in entry.flags]
    others = [entry for entry in comments(document) if Flag.COLLAPSED not in entry.flags]
    assert all((entry.author, entry.score) == (None, None) for entry in others)
    assert all(entry.author and entry.score is not None for entry in stated)
    assert all("parent" in entry.inferred for entry in comments(document))
    assert "title" in document.inferred


def test_reading_again_gives_the_same_id() -> None:
    assert read(PAGE.text) == read(PAGE.text)
    assert read(PAGE.text.replace("3Tamsin", "8Tamsin")).id == read(PAGE.text).id


def test_a_known_page_keeps_the_ids_and_parents_of_its_structure() -> None:
    document = read(PAGE.text, DIGEST)
    known = {entry.id: entry for entry in DIGEST.entries}
    found = {entry.id: entry for entry in document.entries}
    assert (document.id, document.title, document.edition) == (DIGEST.id, DIGEST.title, Edition.FULL)
    assert set(known) - set(found) == {"c6"}
    assert set(found) - set(known) == {"n1"}
    assert found["c7"].parent == "c5"
    assert "parent" in found["c7"].inferred
    for entry_id in ("post", "c1", "c2", "c3", "c4", "c5", "c8"):
        assert (found[entry_id].parent, found[entry_id].author) == (
            known[entry_id].parent,
            known[entry_id].author,
        )
    assert found["post"].summary == "The keeper answers three questions. Purpose Price"
    assert [(each.level, each.text) for each in found["post"].passages if each.level] == [
        (2, "What the lamp is for"), (2, "What it costs")
    ]  # fmt: skip


def test_what_the_copy_states_goes_before_the_structure() -> None:
    document = read(PAGE.text.replace("3Tamsin", "8Tamsin"), DIGEST)
    found = {entry.id: entry for entry in document.entries}
    assert (found["c2"].score, found["post"].score, document.score) == (8, -4, -4)


def test_a_stated_author_refuses_another_comment_with_the_same_words() -> None:
    document = read(PAGE.text.replace("12Orla_Penn", "12Somebody"), DIGEST)
    thanks = next(entry for entry in document.entries if entry.author == "Somebody")
    assert thanks.id not in {entry.id for entry in DIGEST.entries}


def test_a_full_edition_serves_as_the_known_structure_too() -> None:
    full = read(PAGE.text, DIGEST)
    again = read(PAGE.text, full)
    assert [(entry.id, entry.summary) for entry in again.entries] == [
        (entry.id, entry.summary) for entry in full.entries
    ]


def test_another_page_is_not_taken_for_the_known_one() -> None:
    assert read(f"Another post.{SECTION}1Ada\nYes.", DIGEST).id != DIGEST.id


# ---- generated threads: a page is made from them, changed, and laid on their structure ----


def make_page(seed: int, count: int) -> tuple[Document, list[str], list[str]]:
    """A digest of a made thread, the lines of its page's top, and one block for each comment."""
    chance = random.Random(seed)
    said = [
        " ".join(f"w{chance.randrange(999)}" for _ in range(chance.randrange(3, 40))) for _ in range(count)
    ]
    entries = [Entry("post", EntryKind.POST, fingerprint=str(fingerprint("The made post speaks.")))]
    blocks = []
    for number, words in enumerate(said, 1):
        is_collapsed = chance.random() < 0.4
        quoted = [said[chance.randrange(number - 1)]] if number > 1 and chance.random() < 0.3 else []
        own = (
            words if is_collapsed else "\n\n".join([*quoted, words, *(["Last words."] * chance.randrange(2))])
        )
        entry = Entry(
            f"c{number}", EntryKind.COMMENT, author=f"Name{number % 7} Last" if is_collapsed else None,
            score=number % 9 if is_collapsed else None, fingerprint=str(fingerprint(own)),
            parent=f"c{chance.randrange(max(1, number - 3), number)}" if number > 1 else None,
        )  # fmt: skip
        entries.append(entry)
        blocks.append(f"{entry.score}{entry.author}\n{own}" if is_collapsed else own)
    return replace(DIGEST, entries=tuple(entries)), ["The made post speaks.", SECTION], blocks


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 25))
def test_a_whole_copy_is_laid_exactly(seed: int, count: int) -> None:
    known, top, blocks = make_page(seed, count)
    document = read("\n\n".join([*top, *blocks]), known)
    assert document.id == known.id
    assert {entry.id: entry.parent for entry in document.entries} == {
        entry.id: entry.parent for entry in known.entries
    }
    assert [
        run.last - run.first + 1
        for run in document.report.lines
        if run.place.startswith("c") and not run.is_header
    ] == [len(block.split("\n")) for block in blocks]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(8, 25), st.data())
def test_a_changed_copy_keeps_what_it_still_holds(seed: int, count: int, data: st.DataObject) -> None:
    known, top, blocks = make_page(seed, count)
    dropped = data.draw(st.integers(0, count - 1))
    added = data.draw(st.integers(0, count - 1))
    changed = [block for at, block in enumerate(blocks) if at != dropped]
    changed.insert(added, "4Fresh Face\nA remark nobody knew.")
    document = read("\n\n".join([*top, *changed]), known)
    kept = {entry.id for entry in document.entries}
    assert document.id == known.id
    fresh = next(entry for entry in document.entries if entry.author == "Fresh Face")
    assert (fresh.parent, fresh.id.startswith("n")) == (None, True)
    assert len({entry.id for entry in known.entries} - kept) <= 2


def test_ten_thousand_lines_alike_and_one_long_line_take_no_time() -> None:
    started = time.process_time()
    for hostile in ("All alike.\n" * 10_000, "1Ada Quill\n" * 10_001, "[*_" * 100_000, " • x\n" * 5_000):
        read_forum_copy(Source("page.txt", f"A post.{SECTION}{hostile}"), [DIGEST])
    assert time.process_time() - started < 10


def test_what_was_cut_in_the_copy_known_goes_on_in_a_full_one() -> None:
    cut = "The first of two long paragraphs ends here, and it is quite long.\n\nThe second is"
    entries = (
        Entry("post", EntryKind.POST, fingerprint=str(fingerprint("A post."))),
        Entry("c1", EntryKind.COMMENT, flags=frozenset({Flag.TRUNCATED}), fingerprint=str(fingerprint(cut))),
    )
    known = replace(DIGEST, entries=entries)
    page = f"A post.{SECTION}{cut}"
    whole = read(f"{page}\nshown in full.\n\nAnd there is a third.\n", known)
    assert [(entry.id, set(entry.flags)) for entry in comments(whole)] == [("c1", set())]
    again = read(f"{page}... (read more)\n\nSomeone else.\n", known)
    assert [(entry.id, set(entry.flags)) for entry in comments(again)] == [
        ("c1", {Flag.TRUNCATED}), ("n1", {Flag.UNSEPARATED})
    ]  # fmt: skip
