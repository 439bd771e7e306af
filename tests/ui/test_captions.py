"""Captions fit their width, cut nothing without saying so, and say what must be known."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import groupby

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from reader.model.documents import Entry, EntryKind, Flag
from reader.model.markdown import parse_markdown
from reader.ui.captions import (
    About,
    Caption,
    Run,
    clip,
    date,
    facts,
    fold,
    header,
    points,
    stub,
    title_lines,
    warnings,
)
from reader.ui.glyphs import ASCII, UNICODE, Glyphs
from tests.strategies import entries, lines

GLYPHS = st.sampled_from([UNICODE, ASCII])
WIDTHS = st.integers(0, 60)
WORDS = lines(20) | st.text("ab 水é\u0301—", max_size=12)
RUNS = st.lists(st.builds(Run, WORDS, st.sampled_from(["text", "meta", "flag"])), max_size=5)
ABOUT = st.builds(
    About, st.integers(0, 40), st.integers(0, 3), st.sampled_from(["author", "voice-1"]), st.booleans(),
    st.booleans(), st.booleans(), doubts=st.frozensets(st.sampled_from(["author", "parent", "start"])),
)  # fmt: skip
MOMENT = datetime(2031, 4, 5, 6, 7, tzinfo=UTC)


def text_of(caption: Caption) -> str:
    return "".join(run.text for run in caption)


# Cutting


@settings(max_examples=100)
@example([Run("水"), Run("\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 family")], 5, UNICODE)
@given(RUNS, WIDTHS, GLYPHS)
def test_what_is_clipped_fits_and_says_so(runs: Caption, width: int, glyphs: Glyphs) -> None:
    clipped = clip(runs, width, glyphs)
    assert cell_len(text_of(clipped)) <= width
    if sum(cell_len(run.text) for run in runs) <= width:
        assert clipped == runs
    elif width > 0:
        assert text_of(clipped).endswith(glyphs.ellipsis)
        assert clipped[:-1] == runs[: len(clipped) - 1]
        assert clipped[-1].role == runs[len(clipped) - 1].role
        kept = clipped[-1].text.removesuffix(glyphs.ellipsis)
        assert runs[len(clipped) - 1].text.startswith(kept.rstrip())


@pytest.mark.parametrize(
    ("texts", "width", "shown"),
    [
        (["abc", "def"], 6, "abcdef"), (["abc", "def"], 5, "abcd…"), (["abc", "def"], 4, "abc…"),
        (["abc", "def"], 3, "ab…"), (["abc", "def"], 1, "…"), (["abc"], 0, ""), (["abc", ""], 3, "abc"),
        (["水水"], 3, "水…"), (["水水"], 2, " …"), ([], 0, ""),
    ],
)  # fmt: skip
def test_some_runs_are_clipped_so(texts: list[str], width: int, shown: str) -> None:
    assert text_of(clip([Run(text) for text in texts], width, UNICODE)) == shown


@settings(max_examples=30)
@given(RUNS.map(lambda runs: [Run(f" · {run.text}" if at else run.text, run.role) for at, run in enumerate(runs)]),
       st.integers(2, 60))  # fmt: skip
def test_folded_runs_fit_and_nothing_is_left_out(runs: Caption, width: int) -> None:
    folded = fold(runs, width, UNICODE)
    assert all(cell_len(text_of(line)) <= width for line in folded)
    shown = [run for line in folded for run in line]
    assert [role for role, _ in groupby(shown, key=lambda run: run.role)] == [
        role for role, _ in groupby(runs, key=lambda run: run.role)
    ]
    kept, wanted = (re.sub(r"[ ·]", "", "".join(run.text for run in given)) for given in (shown, runs))
    assert kept == wanted


@settings(max_examples=30)
@given(RUNS, st.integers(40, 60))
def test_runs_that_fit_stay_on_one_line(runs: Caption, width: int) -> None:
    if cell_len(text_of(runs)) <= width:
        assert text_of(fold(runs, width, UNICODE)[0]).startswith(text_of(runs[:1]).rstrip())
        assert len(fold(runs, width, UNICODE)) == 1


# What is said


@settings(max_examples=40)
@given(entries(), ABOUT, GLYPHS)
def test_a_header_says_who_and_every_warning(entry: Entry, about: About, glyphs: Glyphs) -> None:
    runs = header(entry, about, glyphs)
    said = text_of(runs)
    assert said.startswith(entry.author or ("missing" if Flag.MISSING in entry.flags else "author unknown"))
    assert runs[0].role == (about.author_role if entry.author else "unknown")
    for words in (*facts(entry, about), *warnings(entry, about.doubts)):
        assert words in said
    assert ("new" in [run.role for run in runs]) == (about.is_new or about.is_edited)
    assert ("edited since you read it" in said) == about.is_edited
    assert "\n" not in said
    for name in about.doubts:
        assert f"{name} uncertain" in said
        assert f"{name} inferred" not in said


@settings(max_examples=60)
@given(entries(), ABOUT, lines(), WIDTHS, GLYPHS)
def test_a_stub_is_one_line_that_fits(
    entry: Entry, about: About, words: str, width: int, glyphs: Glyphs
) -> None:
    said = text_of(stub(entry, about, words, width, glyphs))
    assert "\n" not in said
    assert cell_len(said) <= width


@pytest.mark.parametrize("flag", Flag)
def test_every_flag_but_the_sources_own_fold_is_a_warning(flag: Flag) -> None:
    said = warnings(Entry("a", EntryKind.COMMENT, flags=frozenset({flag})))
    assert len(said) == (flag is not Flag.COLLAPSED)


def test_what_was_inferred_is_named_and_in_order() -> None:
    entry = Entry(
        "a", EntryKind.COMMENT, inferred=frozenset({"parent", "author"}), flags=frozenset({Flag.EDITED})
    )
    assert warnings(entry) == ["edited", "author inferred", "parent inferred"]


def test_a_stub_says_who_what_and_how_much_lies_under() -> None:
    entry = Entry(
        "a", EntryKind.COMMENT, author="Kit Vale", score=-1, flags=frozenset({Flag.EDITED, Flag.ANSWER})
    )
    assert text_of(stub(entry, About(replies=2), "It rains.", 80, UNICODE)) == (
        "Kit Vale · -1 · edited +2 replies  It rains."
    )
    assert " +1 reply " in text_of(stub(entry, About(replies=1), "It rains.", 80, UNICODE))
    assert "+" not in text_of(stub(entry, About(), "It rains.", 80, UNICODE))


def test_a_stub_of_a_section_is_its_heading() -> None:
    entry = Entry("a", EntryKind.SECTION, passages=parse_markdown("One  \nand *more*\n==="))
    assert text_of(stub(entry, About(replies=3), "", 80, UNICODE)) == "One and more +3 turns"
    assert text_of(stub(Entry("a", EntryKind.SECTION), About(), "", 80, UNICODE)) == "Section"


@pytest.mark.parametrize(
    ("about", "kind", "said"),
    [
        (About(is_poster=True), EntryKind.COMMENT, ["author of the post", "1 point", "2031-04-05 06:07"]),
        (About(is_poster=True), EntryKind.TURN, ["1 point", "2031-04-05 06:07"]),
        (About(depth=20, is_deep=True), EntryKind.COMMENT, ["1 point", "2031-04-05 06:07", "depth 21"]),
    ],
)
def test_facts_are_told_in_one_order(about: About, kind: EntryKind, said: list[str]) -> None:
    assert facts(Entry("a", kind, author="Kit Vale", score=1, posted_at=MOMENT), about) == said


def test_a_turn_says_when_in_the_recording_it_begins() -> None:
    assert facts(Entry("a", EntryKind.TURN, author="Kit Vale", starts_at=3723.9), About()) == ["1:02:03"]


def test_points_and_days_are_words() -> None:
    assert [points(score) for score in (-1, 0, 1, 2)] == ["-1 points", "0 points", "1 point", "2 points"]
    assert date(MOMENT.replace(hour=0, minute=0)) == "2031-04-05"
    assert date(MOMENT.replace(hour=0, minute=1)) == "2031-04-05 00:01"


@settings(max_examples=30)
@given(lines(), st.lists(lines(20), max_size=4), st.integers(1, 40))
def test_title_lines_hold_every_word_and_end_blank(title: str, byline: list[str], width: int) -> None:
    *shown, blank = title_lines(title, byline, width, UNICODE)
    assert blank == []
    for role, words in (("title", title), ("meta", f" {UNICODE.dot} ".join(byline))):
        said = "".join(run.text for line in shown for run in line if run.role == role)
        assert said.replace(" ", "") == words.replace(" ", "")
    assert all(split_graphemes(text_of(line))[1] <= width or width < 2 for line in shown)
