"""Corrections give a whole document, are undone exactly, and fit any copy of it but no other document."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import CorrectionError
from reader.model import structures, wishes
from reader.model.correcting import correct
from reader.model.corrections import Correction
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag, Report
from reader.model.guesses import PARENT, START, Guess
from reader.model.markdown import parse_markdown
from reader.model.structures import is_of, structure_of
from reader.model.thread import Thread, arrange
from tests.samples import sample_interview, sample_thread
from tests.strategies import documents

Wish = tuple[str, int, int, int]
WISHES = st.lists(
    st.tuples(st.sampled_from(["move", "top", "split", "join", "name", "confirm"]), *[st.integers(0, 10**6)] * 3),
    max_size=8,
)  # fmt: skip


def wished(document: Document, wish: Wish) -> Correction | None:
    """A correction of some entry; None where it would make no sense."""
    do, *numbers = wish
    entries = document.entries
    if not entries:
        return None
    entry, other = (entries[number % len(entries)] for number in numbers[:2])
    try:
        if do == "split":
            passage = numbers[1] % max(1, len(entry.passages))
            length = len(entry.passages[passage].text) if entry.passages else 0
            return wishes.split(
                document, entry.id, passage, numbers[2] % (length + 1) if numbers[2] % 2 else 0
            )
        if do in ("move", "top"):
            return wishes.move(document, entry.id, other.id if do == "move" else None)
        if do == "name":
            return wishes.name(document, entry.id, f"Name {numbers[1] % 3}" if numbers[1] % 4 else None)
        return wishes.join(document, entry.id) if do == "join" else wishes.confirm(document, entry.id)
    except CorrectionError:
        return None


def carried_out(document: Document, asked: Sequence[Wish]) -> tuple[Document, list[Correction]]:
    present, made = document, list[Correction]()
    for wish in asked:
        correction = wished(present, wish)
        if correction is not None:
            after = correct(document, [*made, correction])
            if not after.refused:
                made.append(correction)
                present = after.document
    return present, made


def words_of(document: Document) -> list[str]:
    """All words, sorted: entries may stand in another order."""
    texts = (passage.text for entry in document.entries for passage in entry.passages)
    return sorted("".join("".join(text.split()) for text in texts))


def assert_whole(document: Document) -> None:
    ids = [entry.id for entry in document.entries]
    assert len(set(ids)) == len(ids)
    assert arrange(document.entries) == (document.entries, (), ())
    Thread.of(document.entries)
    for entry in document.entries:
        assert entry.passages == parse_markdown(entry.markdown)


@settings(max_examples=60, deadline=None)
@given(documents(max_entries=8), WISHES)
def test_any_corrections_give_a_whole_document_with_every_word_once(
    document: Document, asked: list[Wish]
) -> None:
    corrected, _ = carried_out(document, asked)
    assert_whole(corrected)
    assert words_of(corrected) == words_of(document)
    known = {entry.id for entry in corrected.entries}
    assert {guess.entry for guess in corrected.report.guesses} <= known | {
        guess.entry for guess in document.report.guesses
    }


@settings(max_examples=40, deadline=None)
@given(documents(max_entries=8), WISHES)
def test_leaving_out_the_last_correction_undoes_it_exactly(document: Document, asked: list[Wish]) -> None:
    present, made = document, list[Correction]()
    for wish in asked:
        before = present
        present, made = carried_out_more(document, present, made, wish)
        assert correct(document, made[:-1] if present is not before else made).document == before
    assert correct(document, []).document is document


def carried_out_more(
    document: Document, present: Document, made: list[Correction], wish: Wish
) -> tuple[Document, list[Correction]]:
    correction = wished(present, wish)
    if correction is None:
        return present, made
    after = correct(document, [*made, correction])
    return (present, made) if after.refused else (after.document, [*made, correction])


@settings(max_examples=40, deadline=None)
@given(documents(max_entries=8), WISHES)
def test_what_is_written_gives_the_same_tree_on_a_fresh_copy(document: Document, asked: list[Wish]) -> None:
    corrected, made = carried_out(document, asked)
    written = structures.write(structure_of(document, made))
    again = structures.read(written)
    assert again.corrections == tuple(made)
    fresh = replace(document, id="a-copy-of-another-reader")
    assert correct(fresh, again.corrections).document == replace(corrected, id=fresh.id)


@settings(max_examples=30, deadline=None)
@given(documents(max_entries=6), documents(max_entries=6), WISHES)
def test_corrections_of_one_document_are_refused_by_another(
    one: Document, other: Document, asked: list[Wish]
) -> None:
    words = "Words that only this one has stand here, and enough of them to tell it from any other."
    entries = [replace(each, markdown=f"{words} {at}", passages=parse_markdown(f"{words} {at}"))
               for at, each in enumerate(one.entries)]  # fmt: skip
    one = replace(one, entries=tuple(entries))
    _, made = carried_out(one, asked)
    assert not is_of(structure_of(one, made), other)
    after = correct(other, made)
    assert after.document is other
    assert len(after.refused) == len(made)


def thread(*rows: tuple[str, str | None, str]) -> Document:
    entries = [Entry("post", EntryKind.POST, markdown="The post.", passages=parse_markdown("The post."))]
    entries += [Entry(id, EntryKind.COMMENT, parent, markdown=text, passages=parse_markdown(text))
                for id, parent, text in rows]  # fmt: skip
    return Document("made", DocumentKind.THREAD, Edition.FULL, "Made", entries=tuple(entries))


def tree(document: Document) -> list[tuple[str, str | None]]:
    return [(entry.id, entry.parent) for entry in document.entries]


def test_a_comment_moved_stands_among_its_siblings_as_in_the_source() -> None:
    document = sample_thread()
    there = correct(document, [wishes.move(document, "c2", "c6")]).document
    assert tree(there)[1:] == [
        ("c1", None), ("c5", "c1"), ("c6", None), ("c2", "c6"), ("c3", "c2"), ("c4", "c3"), ("c7", "c6"), ("c8", None),
    ]  # fmt: skip
    back = correct(document, [wishes.move(document, "c2", "c6"), wishes.move(there, "c2", "c1")]).document
    assert tree(back) == tree(document)


def test_moving_to_the_post_is_moving_to_the_top() -> None:
    document = sample_thread()
    assert ("c3", None) in tree(correct(document, [wishes.move(document, "c3", "post")]).document)


@pytest.mark.parametrize(("id", "under"), [("c1", "c4"), ("c1", "c1"), ("post", "c1")])
def test_no_comment_answers_itself_and_no_post_answers_anything(id: str, under: str) -> None:
    document = sample_thread()
    after = correct(document, [wishes.move(document, id, under)])
    assert after.document is document
    assert id in str(after.refused[0])


def test_what_is_split_off_answers_the_first_part_until_it_is_moved() -> None:
    document = thread(
        ("c1", None, "First words here.\n\nSecond words here."), ("c2", "c1", "An answer to that.")
    )
    after = correct(document, [wishes.split(document, "c1", 1)]).document
    assert tree(after)[1:] == [("c1", None), ("c1-2", "c1"), ("c2", "c1")]
    (guess,) = after.report.guesses
    assert (guess.entry, guess.field, guess.rival, guess.is_doubt) == ("c1-2", PARENT, "", True)
    moved = correct(document, [wishes.split(document, "c1", 1), wishes.move(after, "c1-2", None)]).document
    assert tree(moved)[1:] == [("c1", None), ("c2", "c1"), ("c1-2", None)]
    assert not moved.report.guesses


def test_a_split_lies_at_the_very_character() -> None:
    document = thread(("c1", None, "It is so. (But “who” says that? Nobody did."))
    text = document.entries[1].passages[0].text
    after = correct(document, [wishes.split(document, "c1", 0, text.index("(But"))]).document
    assert [entry.markdown for entry in after.entries[1:]] == [
        "It is so.",
        "(But “who” says that? Nobody did.",
    ]


def test_joining_takes_the_replies_along() -> None:
    document = sample_thread()
    after = correct(document, [wishes.join(document, "c2")]).document
    assert tree(after)[1:4] == [("c1", None), ("c3", "c1"), ("c4", "c3")]
    assert Flag.TRUNCATED not in after.entries[1].flags
    assert after.entries[1].markdown.startswith("The harbour will silt up.")


def test_what_is_joined_with_the_post_leaves_its_replies_at_the_top() -> None:
    document = sample_thread()
    after = correct(document, [wishes.join(document, "c1")]).document
    assert tree(after)[1] == ("c2", None)


def test_turns_are_split_joined_and_named_but_not_moved() -> None:
    document = sample_interview()
    split = wishes.split(document, "t2", 1)
    name = wishes.name(correct(document, [split]).document, "t2", "Host")
    after = correct(document, [split, name]).document
    assert [(entry.id, entry.parent, entry.author) for entry in after.entries[3:5]] == [
        ("t2", "s1", "Host"), ("t2-2", "s1", None),
    ]  # fmt: skip
    assert correct(document, [wishes.move(document, "t2", "s2")]).refused
    assert correct(document, [wishes.join(document, "t1")]).refused


def test_what_the_reader_settled_is_no_guess_any_more() -> None:
    guesses = (
        Guess("c2", START, 0.4, ("A reason",)),
        Guess("c2", PARENT, 0.5),
        Guess("c3", PARENT, 0.3, (), "c2"),
    )
    document = replace(sample_thread(), report=Report(guesses=guesses))
    confirmed = correct(document, [wishes.confirm(document, "c2")]).document
    assert confirmed.report.guesses == guesses[2:]
    moved = correct(document, [wishes.move(document, "c2", "c1")]).document
    assert moved.report.guesses == (guesses[0], guesses[2])
    joined = correct(document, [wishes.join(document, "c2")]).document
    assert joined.report.guesses == (guesses[2]._replace(rival="c1"),)


def test_what_is_so_already_is_done_and_not_refused() -> None:
    long = "The second of them says more than that, so that it is surely known again."
    split = thread(("a", None, "The first of them."), ("b", "a", long))
    whole = thread(("a", None, f"The first of them.\n\n{long}"))
    assert not correct(split, [wishes.split(whole, "a", 1)]).refused
    assert tree(correct(split, [wishes.split(whole, "a", 1)]).document) == tree(split)
    assert not correct(whole, [wishes.join(split, "b")]).refused


def test_of_two_entries_that_begin_alike_the_one_in_its_place_is_meant() -> None:
    rows = [
        ("a", None, "Thanks!"),
        ("b", None, "Something else."),
        ("c", None, "Thanks!"),
        ("d", None, "The end."),
    ]
    document = thread(*rows)
    move = wishes.move(document, "c", "a")
    renumbered = thread(*((f"{id}{id}", None, text) for id, _, text in rows))
    assert ("cc", "aa") in tree(correct(renumbered, [move]).document)
    elsewhere = thread(("c", None, "The end."), ("x", None, "Thanks!"), ("y", None, "Thanks!"))
    refused = correct(elsewhere, [move]).refused
    assert "several" in str(refused[0])


def test_a_short_entry_elsewhere_is_not_taken_for_another() -> None:
    document = thread(("a", None, "A long enough beginning."), ("b", None, "Thanks!"))
    other = thread(
        ("a", None, "A long enough beginning."), ("z", None, "More of it."), ("y", None, "Thanks!")
    )
    after = correct(other, [wishes.move(document, "b", "a")])
    assert after.document is other
    assert after.refused


def test_an_id_that_is_taken_is_not_taken_again() -> None:
    document = thread(("c1", None, "One.\n\nTwo."), ("c1-2", None, "Three."))
    split = wishes.split(document, "c1", 1)
    assert split.id == "c1-3"
    after = correct(document, [replace(split, id="c1-2")]).document
    assert [entry.id for entry in after.entries] == ["post", "c1", "c1-2-2", "c1-2"]


# Structure files


def test_a_structure_file_holds_none_of_the_words() -> None:
    document = sample_thread()
    _, made = carried_out(document, [("split", 1, 1, 0), ("move", 3, 6, 0), ("join", 7, 0, 0)])
    assert len(made) == 3
    written = structures.write(structure_of(document, made))
    for entry in document.entries:
        for passage in entry.passages:
            assert len(passage.text) < 12 or passage.text not in written
    assert document.title not in written


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "[" * 100_000, '{"format": "threadside.structure/1"}', '{"format": "threadside.structure/0x"}'],
)  # fmt: skip
def test_what_is_no_structure_is_refused(text: str) -> None:
    with pytest.raises(CorrectionError, match="structure file"):
        structures.read(text)


def test_a_newer_form_is_named() -> None:
    with pytest.raises(structures.NewerStructure, match="newer"):
        structures.read('{"format": "threadside.structure/2"}')


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda values: st.lists(values, max_size=2) | st.dictionaries(st.text(max_size=3), values, max_size=2),
    max_leaves=3,
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_nothing_but_words_comes_of_a_file_changed_at_random(data: st.DataObject) -> None:
    document = sample_thread()
    _, made = carried_out(
        document, [("split", 1, 1, 0), ("move", 3, 6, 0), ("join", 5, 0, 0), ("name", 2, 1, 0)]
    )
    raw = json.loads(structures.write(structure_of(document, made)))
    place = data.draw(
        st.sampled_from([raw, *raw["corrections"], *(one["entry"] for one in raw["corrections"])])
    )
    place[data.draw(st.sampled_from(sorted(place)))] = data.draw(VALUES)
    try:
        structure = structures.read(json.dumps(raw))
    except CorrectionError as error:
        assert "\n" not in str(error)
    else:
        assert_whole(correct(document, structure.corrections).document)
