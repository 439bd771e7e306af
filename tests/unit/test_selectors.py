"""A selector finds its words again, or nothing: never other words."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.alignment import distances, find_words, near_pieces
from reader.model.anchoring import anchor
from reader.model.codec import from_json_text
from reader.model.documents import Document, Entry, EntryKind
from reader.model.markdown import parse_markdown
from reader.model.passages import Passage
from reader.model.selectors import CONTEXT, How, Target, TextQuoteSelector, describe
from reader.model.texts import JOIN, DocumentTexts, EntryText, Piece
from tests import strategies
from tests.bench.bookmarks import HARDER, KINDS, documents, editions, tally
from tests.bench.made import made_thread as long_thread
from tests.made import made_thread

FIRST = "The ferry left before dawn, and nobody on the quay could say who had untied it."
SECOND = "Later the harbour master found the rope, coiled as neatly as a sleeping cat, under his own bench."
THIRD = "He kept it for years and showed it to visitors who asked about the missing ferry."


def texts_of(*markdowns: str, author: str | None = "Ann Orr") -> DocumentTexts:
    document = made_thread(*markdowns)
    return DocumentTexts.of(
        replace(document, entries=tuple(replace(e, author=author) for e in document.entries))
    )


def saved(texts: DocumentTexts, entry: str, words: str) -> Target:
    text = texts.of_entry(entry)
    assert text is not None
    start = text.text.index(words)
    pieces = text.pieces(start, start + len(words))
    return describe(text.entry, pieces[0], pieces[-1])


@given(st.data(), strategies.documents(max_entries=4))
@settings(max_examples=60)
def test_in_the_same_text_any_words_are_unmoved(data: st.DataObject, document: Document) -> None:
    spoken = [entry for entry in document.entries if EntryText(entry).text.strip()]
    if not spoken:
        return
    entry = data.draw(st.sampled_from(spoken))
    whole = EntryText(entry)
    start = data.draw(st.integers(0, len(whole.text) - 1))
    stop = data.draw(st.integers(start + 1, len(whole.text)))
    pieces = whole.pieces(start, stop)
    if not whole.text[slice(*whole.span(pieces))].strip():
        return
    target = describe(entry, pieces[0], pieces[-1])
    found = anchor(target, DocumentTexts.of(document))
    assert found is not None
    assert (found.entry, found.how, found.text) == (entry.id, How.UNMOVED, target.quote.exact)
    assert found.pieces == whole.pieces(*whole.span(pieces))


@given(strategies.entries(EntryKind.COMMENT), st.integers(0, 300), st.integers(0, 300))
def test_pieces_and_characters_say_the_same(entry: Entry, start: int, length: int) -> None:
    whole = EntryText(entry)
    for piece in whole.pieces(start, start + length):
        if piece.stop:
            begin = whole.starts[piece.passage]
            passage = entry.passages[piece.passage].text
            assert whole.text[begin + piece.start : begin + piece.stop] == passage[piece.start : piece.stop]


@given(
    st.lists(st.sampled_from("abcd"), min_size=1, max_size=6), st.lists(st.sampled_from("abcd"), max_size=9)
)
def test_distances_are_those_of_the_plain_way(sought: list[str], text: list[str]) -> None:
    for is_fixed in (False, True):
        column = list(range(len(sought) + 1))
        for word, found in zip(text, distances(sought, text, is_fixed), strict=True):
            below = [column[0] + is_fixed]
            for at, one in enumerate(sought, 1):
                below.append(min(column[at - 1] + (one != word), column[at] + 1, below[at - 1] + 1))
            column = below
            assert found == column[-1]


def test_words_of_unspaced_scripts_are_single_characters() -> None:
    assert list(find_words("two words, 水山 and Ⅳ").folded) == ["two", "words", "水", "山", "and", "iv"]
    assert near_pieces(["b", "c"], list("abcd"), 0) == [(1, 3, 0)]


def test_words_are_found_where_they_moved_to() -> None:
    target = saved(texts_of("post", f"{FIRST} {SECOND} {THIRD}"), "c1", "coiled as neatly as a sleeping cat")
    found = anchor(target, texts_of("post", f"{SECOND}\n\n{FIRST}\n\n{THIRD}"))
    assert found is not None
    assert (found.how, found.text, found.passage) == (How.MOVED, "coiled as neatly as a sleeping cat", 0)


def test_changed_words_are_found_with_both_texts() -> None:
    target = saved(texts_of("post", f"{FIRST} {SECOND} {THIRD}"), "c1", SECOND)
    edited = SECOND.replace("neatly", "tidily")
    found = anchor(target, texts_of("post", f"{FIRST} {edited} {THIRD}"))
    assert found is not None
    assert (found.how, found.text) == (How.CHANGED, edited)


def test_words_over_several_passages_are_found_when_these_are_merged_and_split() -> None:
    apart, together = f"{FIRST}\n\n{SECOND}\n\n{THIRD}", f"{FIRST} {SECOND} {THIRD}"
    for before, after in ((apart, together), (together, apart)):
        texts = texts_of("post", before)
        text = texts.of_entry("c1")
        assert text is not None
        start, stop = text.text.index("untied"), text.text.index("for years")
        pieces = text.pieces(start, stop)
        found = anchor(describe(text.entry, pieces[0], pieces[-1]), texts_of("post", after))
        assert found is not None
        assert (" ".join(found.text.split()), found.how) == (
            " ".join(text.text[start:stop].split()),
            How.UNMOVED,
        )
        assert len(found.pieces) == (3 if after is apart else 1)


@pytest.mark.parametrize("words", ["rbour master found the ro", "“found”", "rope,"])
def test_parts_of_words_and_marks_are_kept(words: str) -> None:
    before = texts_of(
        "post", f"{FIRST} {SECOND.replace('found', '“found”') if '“' in words else SECOND} {THIRD}"
    )
    target = saved(before, "c1", words)
    whole = before.of_entry("c1")
    assert whole is not None
    found = anchor(target, texts_of("post", f"{THIRD} {whole.text}"))
    assert found is not None
    assert found.text == words


def test_a_reply_that_quotes_is_not_the_source() -> None:
    target = saved(texts_of("post", f"{FIRST} {SECOND}", THIRD), "c1", "nobody on the quay")
    for quoting in (f"> {FIRST} {SECOND}\n\nIs that so?", f"You wrote: {FIRST}"):
        document = made_thread("post", "Gone.", quoting)
        assert anchor(target, DocumentTexts.of(document)) is None


def test_two_places_as_good_are_no_place() -> None:
    target = saved(texts_of("post", f"{FIRST} {SECOND} {THIRD}"), "c1", SECOND)
    twice = texts_of("post", f"{FIRST} {SECOND} {THIRD}\n\nOnce more.\n\n{FIRST} {SECOND} {THIRD}")
    assert anchor(replace(target, position=None), twice) is None


def test_the_words_around_decide_between_repeated_words() -> None:
    text = f"the rope was wet. {FIRST} the rope was wet. {SECOND} the rope was wet. {THIRD}"
    texts = texts_of("post", text)
    whole = texts.of_entry("c1")
    assert whole is not None
    start = whole.text.index("the rope was wet", 60)
    target = describe(whole.entry, *whole.pieces(start, start + len("the rope was wet")))
    found = anchor(target, texts_of("post", f"A new beginning of some words. {text}"))
    assert found is not None
    assert (found.start, found.how) == (start + 31, How.MOVED)


def test_an_entry_that_goes_by_another_id_is_found() -> None:
    told = [f"{FIRST} {SECOND}", f"{SECOND} {THIRD} And so on.", f"{THIRD} {FIRST} That is all."]
    target = saved(texts_of("post", *told), "c3", "who asked about the missing ferry")
    found = anchor(target, texts_of("post", told[0], told[2]))
    assert found is not None
    assert (found.entry, found.how) == ("c2", How.MOVED)


def test_a_target_without_words_is_its_entry() -> None:
    texts = texts_of("post", FIRST)
    found = anchor(Target(entry="c1"), texts)
    assert found is not None
    assert (found.entry, found.pieces) == ("c1", (Piece(0, 0, 0),))
    assert anchor(Target(entry="c9"), texts) is None


def test_words_of_another_tool_are_found_without_an_entry() -> None:
    quote = TextQuoteSelector("nobody on the quay could say", "before dawn, and ", " who had untied it.")
    found = anchor(Target(quote=quote), texts_of("post", THIRD, f"{FIRST} {SECOND}"))
    assert found is not None
    assert found.entry == "c2"


@given(st.text(max_size=30), st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=60)
def test_any_selector_finds_its_words_or_nothing(exact: str, prefix: str, suffix: str) -> None:
    target = Target(entry="c1", quote=TextQuoteSelector(exact, prefix, suffix))
    texts = texts_of("post", f"{FIRST}\n\n{SECOND}")
    found = anchor(target, texts)
    if found is not None and exact.strip():
        assert set(find_words(exact).folded) & set(find_words(found.text).folded) or exact in found.text


def test_the_context_is_cut_between_words() -> None:
    entry = Entry("c1", EntryKind.COMMENT, passages=(Passage(f"{FIRST} " * 6 + "here" + f" {SECOND}" * 6),))
    at = len(f"{FIRST} " * 6)
    quote = describe(entry, Piece(0, at, at + 4)).quote
    assert 0 < len(quote.prefix) <= CONTEXT
    assert 0 < len(quote.suffix) <= CONTEXT
    assert entry.passages[0].text[at - len(quote.prefix) - 1] == " "


def test_a_quote_of_a_megabyte_takes_no_long_time() -> None:
    long = " ".join(f"word{number}" for number in range(100_000))
    entry = Entry("c1", EntryKind.COMMENT, passages=(Passage(long),))
    target = describe(entry, Piece(0, 10, len(long) - 10))
    document = replace(made_thread("post"), entries=(replace(entry, passages=(Passage("new " + long),)),))
    found = anchor(target, DocumentTexts.of(document))
    assert found is None or found.text == target.quote.exact


@pytest.fixture(scope="module")
def made() -> list[Document]:
    return [from_json_text(json.dumps(long_thread(60, seed))) for seed in (3, 4)]


@pytest.mark.parametrize("kind", [*KINDS, *HARDER])
def test_no_edit_leads_to_other_words(kind: str, made: list[Document]) -> None:
    counted = tally(made, {**KINDS, **HARDER}[kind], times=25)
    assert counted.wrong == 0, counted.examples
    assert counted.share >= (0.9 if kind in KINDS else 0.6)


def test_digests_and_full_editions_take_no_bookmark_of_each_other(
    shared: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for name, counts in editions(documents(tmp_path_factory.mktemp("home")), times=30).items():
        assert counts["in another entry"] == counts["changed"] == 0, name
        if name.endswith("back"):
            assert counts["unmoved"] == 30


def test_texts_are_read_only_when_they_are_needed() -> None:
    document, asked = made_thread("post", FIRST, SECOND), list[int]()

    def read(index: int) -> Entry:
        asked.append(index)
        return document.entries[index]

    texts = DocumentTexts([entry.id for entry in document.entries], read)
    target = saved(DocumentTexts.of(document), "c2", "the harbour master")
    assert anchor(target, texts)
    assert asked == [2]


def test_markdown_is_no_part_of_the_text() -> None:
    entry = Entry("c1", EntryKind.COMMENT, passages=parse_markdown("One *two* three\n\n- four"))
    assert EntryText(entry).text == f"One two three{JOIN}four"
