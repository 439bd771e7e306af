"""Quotations and their verdicts: whatever is done to quoted words, the link is right or missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.documents import Document, Flag
from reader.model.links import Link, LinkKind, Target, Verdict, links_from_json, links_to_json
from reader.model.links.linking import link
from reader.model.markdown import parse_markdown
from tests.made import made_thread
from tests.strategies import documents

SAID = "The harbour master keeps a careful list of every boat, and nobody is ever allowed to read that list."
OTHER = "Lanterns were hung along the northern wall. A piper came down at dusk with seven brown goats."
VARIANT = (
    "The harbour master keeps a curious pile of every coin, and nobody is ever asked to count that pile."
)
BEGUN = datetime(2031, 5, 1, tzinfo=UTC)


def quotations(document: Document, *others: Document) -> list[Link]:
    return [one for one in link(document, others) if one.kind is LinkKind.QUOTATION]


def only(document: Document, *others: Document) -> Link:
    found = quotations(document, *others)
    assert len(found) == 1, found
    return found[0]


def words_at(document: Document, target: Target) -> str:
    entry = next(entry for entry in document.entries if entry.id == target.entry)
    return entry.passages[target.passage].text[target.start : target.stop]


def reparented(document: Document, **parents: str | None) -> Document:
    entries = (replace(one, parent=parents.get(one.id, one.parent)) for one in document.entries)
    return replace(document, entries=tuple(entries))


def dated(document: Document, **days: int) -> Document:
    entries = (
        replace(one, posted_at=BEGUN + timedelta(days=days[one.id])) if one.id in days else one
        for one in document.entries
    )
    return replace(document, entries=tuple(entries))


def flagged(document: Document, entry: str, flag: Flag) -> Document:
    entries = (replace(one, flags=one.flags | {flag}) if one.id == entry else one for one in document.entries)
    return replace(document, entries=tuple(entries))


@pytest.mark.parametrize("shape", ["> {}", "\\> {}", "You wrote “{}” there.", 'I read "{}" twice.'])
def test_a_marked_quotation_is_exact_and_covers_the_very_words(shape: str) -> None:
    document = made_thread("A post.", OTHER + "\n\n" + SAID, shape.format(SAID))
    found = only(document)
    assert found.verdict is Verdict.EXACT
    assert [target.entry for target in found.targets] == ["c1"]
    assert words_at(document, found.targets[0]) == SAID[:-1]


def test_a_paragraph_that_lost_its_marks_is_a_quotation_of_the_earlier_one() -> None:
    document = made_thread("A post.", SAID, f"{SAID}\n\nReally?")
    assert (only(document).entry, only(document).targets[0].entry) == ("c2", "c1")


def test_a_comment_posted_twice_quotes_nothing() -> None:
    assert not quotations(made_thread("A post.", SAID, SAID))


@pytest.mark.parametrize(
    "quoted",
    [
        SAID.replace(",", ",\u00a0").replace("list", "*list*"),
        SAID.replace("every boat", "**every boat**"),
        SAID.replace("harbour", "har\u00adbour"),
        "‘" + SAID + "’",
        SAID[0].lower() + SAID[1:],
    ],
)
def test_marks_spaces_and_emphasis_do_not_count(quoted: str) -> None:
    assert only(made_thread("A post.", SAID, f"> {quoted}")).verdict is Verdict.EXACT


@pytest.mark.parametrize(
    ("old", "new"), [("careful", "careless"), (" ever ", " "), ("boat", "large boat"), ("boat,", "boat?"),
                     ("nobody", "NOBODY")],
)  # fmt: skip
def test_a_changed_word_mark_or_case_is_told(old: str, new: str) -> None:
    document = made_thread("A post.", SAID, f"> {SAID.replace(old, new)}")
    found = only(document)
    assert found.verdict is Verdict.EDITED
    assert found.targets[0].entry == "c1"
    assert found.difference is not None
    text = document.entries[2].passages[0].text
    assert all(change.now.strip() in text[change.start : change.stop] or not change.now
               for change in found.difference)  # fmt: skip
    assert any(change.was.strip() != change.now.strip() for change in found.difference)


@pytest.mark.parametrize("mark", ["…", "...", " [...] ", " […] ", " . . . "])
def test_each_piece_of_an_elided_quotation_is_placed(mark: str) -> None:
    start, stop = "The harbour master keeps a careful list", "nobody is ever allowed to read that list"
    document = made_thread("A post.", SAID, f"> {start}{mark}{stop}")
    found = only(document)
    assert found.verdict is Verdict.ELIDED
    assert [words_at(document, target) for target in found.targets] == [start, stop]


def test_a_piece_left_out_without_a_mark_is_told_as_elided() -> None:
    document = made_thread("A post.", f"{SAID} {OTHER}", "> The harbour master keeps a careful list of every boat, "
                           "and nobody is ever allowed to read that list. A piper came down at dusk with seven "
                           "brown goats.")  # fmt: skip
    assert (only(document).verdict, len(only(document).targets)) == (Verdict.ELIDED, 2)


def test_the_nearest_ancestor_comes_first_when_several_are_as_good() -> None:
    document = made_thread("A post.", f"{SAID} One.", f"{SAID} Two.", f"> {SAID}")
    found = only(document)
    assert found.verdict is Verdict.AMBIGUOUS
    assert [target.entry for target in found.targets] == ["c2", "c1"]


def test_an_ancestor_is_preferred_to_the_rest_and_the_rest_to_other_documents() -> None:
    document = made_thread("A post.", f"Aside: {SAID}", f"I say: {SAID}", f"> {SAID}")
    beside = reparented(document, c2=None, c3="c2")
    other = made_thread(SAID, id="other")
    assert [target.entry for target in only(beside, other).targets] == ["c2"]
    apart = reparented(made_thread("A post.", f"Aside: {SAID}", f"> {SAID}"), c2=None)
    assert [target.document for target in only(apart, other).targets] == ["made-thread"]
    assert only(made_thread("A post.", f"> {SAID}"), other).targets[0].document == "other"


def test_another_quoter_is_no_source_when_the_original_is_there() -> None:
    document = made_thread(f"{OTHER} {SAID}", f"> {SAID}\n\nYes.", f"> {SAID}\n\nNo.")
    assert [one.targets[0].entry for one in quotations(document)] == ["post", "post"]


def test_words_of_an_outside_source_are_taken_from_who_quoted_them_first() -> None:
    document = made_thread("A post.", f"The paper says:\n\n> {SAID}\n\nWell.", f"> {SAID}\n\nNo.")
    first, second = quotations(document)
    assert (first.verdict, first.targets) == (Verdict.EXTERNAL, ())
    assert second.targets[0].entry == "c1"


def test_a_near_duplicate_elsewhere_is_not_the_source() -> None:
    document = reparented(made_thread("A post.", SAID, f"> {SAID}", VARIANT), c3=None)
    assert only(document).targets[0].entry == "c1"
    without = made_thread("A post.", VARIANT, f"> {SAID}")
    assert only(without).verdict is Verdict.NOT_FOUND


def test_nothing_later_is_a_source() -> None:
    document = reparented(made_thread("A post.", f"> {SAID}\n\nSo.", f"I think: {SAID}"), c2=None)
    assert only(document).verdict is Verdict.NOT_FOUND
    assert only(dated(document, post=0, c1=3, c2=2)).targets[0].entry == "c2"
    assert only(dated(document, post=0, c1=2, c2=3)).verdict is Verdict.NOT_FOUND


def test_a_reply_is_never_the_source_of_what_it_answers() -> None:
    document = dated(made_thread("A post.", f"> {SAID}", f"As I said: {SAID}"), post=0, c1=3, c2=1)
    assert only(document).verdict is Verdict.NOT_FOUND


def test_a_quotation_that_runs_over_the_end_of_a_cut_comment_is_hidden() -> None:
    cut = flagged(made_thread("A post.", SAID[:60] + "...", f"> {SAID}"), "c1", Flag.TRUNCATED)
    found = only(cut)
    assert found.verdict is Verdict.HIDDEN
    assert found.targets[0].entry == "c1"
    assert SAID.startswith(words_at(cut, found.targets[0]))
    assert only(made_thread("A post.", SAID[:60] + "...", f"> {SAID}")).verdict is not Verdict.HIDDEN


def test_words_from_the_hidden_part_point_at_where_the_text_ends() -> None:
    document = flagged(made_thread("A post.", OTHER, f"> {SAID}"), "c1", Flag.TRUNCATED)
    found = only(document)
    assert found.verdict is Verdict.HIDDEN
    assert (found.targets[0].start, found.targets[0].stop) == (len(OTHER), len(OTHER))


@pytest.mark.parametrize(
    "lead", ["The charter states:", "As Quillby Institute puts it,", "From the [paper](https://a.example/p):"]
)
def test_an_outside_source_is_said_to_be_one(lead: str) -> None:
    assert only(made_thread("A post.", f"{lead} “{SAID}”")).verdict is Verdict.EXTERNAL


def test_a_few_common_words_are_no_quotation() -> None:
    document = made_thread(
        "A post.", "I think that it is of the same kind.", 'It is "of the" kind, I think that.'
    )
    assert not quotations(document)


def test_a_few_words_in_a_block_are_looked_for_in_what_is_answered() -> None:
    document = made_thread("A post.", SAID, "> every boat\n\nNot mine.")
    assert (only(document).verdict, words_at(document, only(document).targets[0])) == ("exact", "every boat")


def test_a_few_words_with_a_lead_in_are_a_quotation() -> None:
    said = made_thread("A post.", SAID, 'You say "keeps a careful list", but who?')
    assert only(said).targets[0].entry == "c1"
    assert not quotations(made_thread("A post.", SAID, 'He "keeps a careful list" too.'))


def test_an_entry_may_quote_its_own_earlier_words() -> None:
    document = made_thread("A post.", f"{SAID}\n\n{OTHER}\n\nAs I said:\n\n> {SAID}")
    assert (only(document).targets[0].entry, only(document).targets[0].passage) == ("c1", 0)


def test_words_of_two_paragraphs_lead_to_both() -> None:
    document = made_thread("A post.", f"{SAID}\n\n{OTHER}", f"> {SAID} {OTHER}")
    assert only(document).verdict is Verdict.EXACT
    assert [target.passage for target in only(document).targets] == [0, 1]


def test_the_name_of_who_is_quoted_is_no_part_of_the_words() -> None:
    document = made_thread("A post.", SAID, f"> Writer 1: {SAID}")
    assert only(document).verdict is Verdict.EXACT


def test_the_name_below_a_quotation_is_no_quotation() -> None:
    document = made_thread("A post by Writer One.", SAID, f"> {SAID}\n>\n> — Writer One")
    assert only(document).passage == 0


TREES = ("ash", "birch", "cedar", "dogwood", "elm", "fir", "ginkgo", "hazel", "ivy", "juniper")
WORDS = st.lists(st.sampled_from(TREES), min_size=30, max_size=60)


@given(WORDS, st.data())
def test_every_part_of_what_is_answered_is_found_where_it_stands(
    words: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(words) - 9))
    stop = data.draw(st.integers(start + 8, len(words)))
    document = made_thread("A post.", " ".join(words), "> " + " ".join(words[start:stop]))
    found = only(document)
    assert found.verdict in (Verdict.EXACT, Verdict.AMBIGUOUS)
    assert {words_at(document, target) for target in found.targets} == {" ".join(words[start:stop])}


@given(documents(), st.lists(documents(), max_size=2))
def test_links_lie_in_their_texts_and_survive_json(document: Document, others: list[Document]) -> None:
    found = link(document, others)
    held = {(one.id, entry.id): entry for one in (*others, document) for entry in one.entries}
    for one in found:
        text = held[document.id, one.entry].passages[one.passage].text
        assert 0 <= one.start <= one.stop <= len(text)
        for target in one.targets:
            if target.entry and target.stop:
                source = held[target.document, target.entry].passages[target.passage].text
                assert 0 <= target.start <= target.stop <= len(source)
        for change in one.difference or ():
            assert one.start <= change.start <= change.stop <= one.stop
    assert links_from_json(links_to_json(found)) == found


@given(st.text("> \"“”.…[]*-'a\n", max_size=200), st.text("> \"“”.…[]*-'a\n", max_size=200))
def test_marks_without_words_break_nothing(one: str, other: str) -> None:
    document = made_thread("A post.", one, other)
    assert all(0 <= found.start <= found.stop for found in link(document))
    assert parse_markdown(one) == document.entries[1].passages
