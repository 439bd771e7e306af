"""What changed between two states of a document: every entry is the same, edited, moved, new or gone."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.changes import Changes, compare_words, find_changes, keep_places, mark_words
from reader.model.documents import Document, Entry, EntryKind, Flag
from reader.model.markdown import parse_markdown
from reader.model.texts import EntryText
from reader.model.thread import arrange
from tests.made import made_thread
from tests.strategies import documents


def written(id: str, markdown: str, parent: str | None = None, **fields: object) -> Entry:
    entry = Entry(
        id, EntryKind.COMMENT, parent, "Mara Quill", markdown=markdown, passages=parse_markdown(markdown)
    )
    return replace(entry, **fields)  # type: ignore[arg-type]


def of(*entries: Entry) -> Document:
    arranged = arrange(entries)
    document = made_thread()
    return replace(
        document, entries=arranged.entries, report=replace(document.report, orphans=arranged.orphans)
    )


LONG = [f"What the writer of number {number} says at length." for number in range(6)]


def _stated(ids: list[str], texts: list[str], gone: set[str]) -> Document:
    """A state of a document: each entry answers one before it."""
    entries = []
    for at, (id, text) in enumerate(zip(ids, texts, strict=True)):
        deleted = {"flags": frozenset({Flag.DELETED})} if id in gone else {}
        entries.append(written(id, text, ids[at // 2] if at and at % 3 else None, **deleted))
    return of(*entries)


_IDS = st.lists(st.sampled_from("abcdefgh"), unique=True, max_size=8)
STATES = _IDS.flatmap(lambda ids: st.builds(
    _stated, st.just(ids), st.lists(st.sampled_from([*LONG[:3], "Thanks!", ""]), min_size=len(ids), max_size=len(ids)),
    st.sets(st.sampled_from("abcdefgh"), max_size=2),
))  # fmt: skip


@settings(max_examples=10)
@given(documents())
def test_nothing_changed_in_the_same_document(document: Document) -> None:
    assert find_changes(document.entries, document.entries) == Changes()
    assert keep_places(document, document, Changes()) is document


@settings(max_examples=50)
@given(STATES, STATES)
def test_every_entry_is_accounted_for_once(former: Document, present: Document) -> None:
    changes = find_changes(former.entries, present.entries)
    was, now = ({entry.id for entry in document.entries} for document in (former, present))
    assert set(changes.new) <= now - set(changes.moved.values())
    assert set(changes.edited) <= was & now
    assert set(changes.deleted) <= was - changes.moved.keys()
    assert not set(changes.new) & set(changes.edited)
    assert changes.moved.keys() <= was
    assert set(changes.moved.values()) <= now
    assert len(set(changes.moved.values())) == len(changes.moved)
    kept = keep_places(former, present, changes)
    assert {one.id for one in kept.entries} >= now
    assert len({one.id for one in kept.entries}) == len(kept.entries)
    assert arrange(kept.entries).entries == kept.entries
    assert not find_changes(kept.entries, keep_places(kept, present, Changes()).entries)


def test_new_edited_and_deleted_are_told_apart() -> None:
    former = [written("a", LONG[0]), written("b", LONG[1]), written("c", LONG[2])]
    present = [written("a", LONG[0]), written("b", LONG[1] + " More."), written("d", LONG[3])]
    assert find_changes(former, present) == Changes(("d",), ("b",), ("c",))


def test_capitals_and_punctuation_are_no_edit() -> None:
    assert not find_changes([written("a", "So it is, then.")], [written("a", "so it is then")])


def test_numbered_entries_are_found_again_when_one_is_put_in() -> None:
    former = [written(f"c{at}", text) for at, text in enumerate(LONG)]
    present = [
        written(f"c{at}", text) for at, text in enumerate([LONG[0], "Put in between them all.", *LONG[1:]])
    ]
    changes = find_changes(former, present)
    assert (changes.new, changes.edited, changes.deleted) == (("c1",), (), ())
    assert changes.moved == {f"c{at}": f"c{at + 1}" for at in range(1, 6)}


@given(st.integers(0, 5))
def test_numbered_entries_are_found_again_when_one_is_taken_out(out: int) -> None:
    former = [written(f"c{at}", text) for at, text in enumerate(LONG)]
    present = [written(f"c{at}", text) for at, text in enumerate(LONG[:out] + LONG[out + 1 :])]
    changes = find_changes(former, present)
    assert (changes.new, changes.edited, changes.deleted) == ((), (), (f"c{out}",))


def test_short_texts_do_not_tell_who_moved() -> None:
    changes = find_changes([written("a", "Thanks!")], [written("b", "Thanks!")])
    assert (changes.new, changes.deleted, changes.moved) == (("b",), ("a",), {})


def test_what_the_site_marks_as_deleted_is_deleted_once() -> None:
    there, gone = written("a", LONG[0]), written("a", "", flags=frozenset({Flag.DELETED}))
    assert find_changes([there], [gone]).deleted == ("a",)
    assert not find_changes([gone], [gone])
    assert not find_changes([gone], [])


def test_a_deleted_comment_leaves_its_place() -> None:
    former = of(written("a", LONG[0]), written("b", LONG[1], "a"), written("c", LONG[2], "b"))
    present = of(written("a", LONG[0]), written("c", LONG[2], "b"))
    assert present.report.orphans == ("c",)
    kept = keep_places(former, present, find_changes(former.entries, present.entries))
    assert [(one.id, one.parent) for one in kept.entries] == [("a", None), ("b", "a"), ("c", "b")]
    stub = kept.entries[1]
    assert (stub.flags, stub.markdown, stub.author) == ({Flag.DELETED}, "", None)
    assert kept.report.orphans == ()
    assert kept.report.found["deleted since"] == 1


def test_a_place_left_stays_at_the_next_update() -> None:
    former = of(written("a", LONG[0]), written("b", LONG[1], "a"))
    present = of(written("a", LONG[0]))
    once = keep_places(former, present, find_changes(former.entries, present.entries))
    changes = find_changes(once.entries, present.entries)
    assert not changes
    assert keep_places(once, present, changes).entries == once.entries


def test_what_became_of_words_is_said() -> None:
    found = compare_words(
        written("a", "The careful list of boats."), written("a", "The wild list of all boats.")
    )
    assert [(one.was, one.now) for one in found] == [("careful", "wild"), ("", "all")]
    assert compare_words(written("a", "x " * 5000), written("a", "y " * 5000)) == []


_SAID = st.lists(st.sampled_from(["tide", "moon", "Oars", "[-x-]", "*so*", "\n\n", "> "]), max_size=9).map(
    " ".join
)


@given(_SAID, _SAID)
def test_marked_words_hold_both_states(before: str, after: str) -> None:
    was, now = (
        Entry("c1", EntryKind.COMMENT, markdown=text, passages=parse_markdown(text))
        for text in (before, after)
    )
    runs = mark_words(was, now)
    unmarked = [(text.strip()[2:-2] if role else text, role) for text, role in runs]
    for entry, other in ((was, "now"), (now, "was")):
        said = " ".join(" ".join(text for text, role in unmarked if role != other).split())
        assert said == " ".join(EntryText(entry).text.split())
    if before == after:
        assert {role for _, role in runs} <= {""}


def test_texts_too_long_to_compare_are_not_marked() -> None:
    was, now = (
        Entry("c1", EntryKind.COMMENT, passages=parse_markdown("word " * many)) for many in (1400, 1600)
    )
    assert mark_words(was, now) == []
    assert mark_words(was, was) == [(EntryText(was).text, "")]
