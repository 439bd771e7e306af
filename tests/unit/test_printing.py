"""Printed documents are whole: every word of every entry, in any width, safe in any terminal."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.errors import NotInLibrary
from reader.model.documents import Document, Entry, EntryKind, Flag, Report
from reader.model.markdown import parse_markdown
from reader.model.thread import Thread
from reader.printing import branch_of, markdown, plain, report_lines, report_summary, table
from tests.made import made_thread
from tests.strategies import documents

WORD = re.compile(r"[^\W_]+")


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(text))


def with_markdown(*markdowns: str, **changes: object) -> Document:
    document = made_thread("The post.", *markdowns)
    first = replace(document.entries[1], **changes)
    return replace(document, entries=(document.entries[0], first, *document.entries[2:]))


@settings(max_examples=60, deadline=None)
@given(documents(), st.integers(1, 120))
def test_plain_text_holds_every_word_of_every_entry(document: Document, width: int) -> None:
    printed = words(plain(document, None, width))
    wanted = words(document.title)
    for entry in document.entries:
        wanted += words(entry.id) + words(entry.author or "")
        for passage in entry.passages:
            wanted += words(passage.text)
    assert not wanted - printed


@settings(max_examples=40, deadline=None)
@given(documents())
def test_markdown_holds_the_markdown_of_every_entry(document: Document) -> None:
    printed = markdown(document)
    for entry in document.entries:
        assert entry.markdown.strip("\n") in printed or not entry.markdown.strip()


@settings(max_examples=40, deadline=None)
@given(documents())
def test_nothing_printed_acts_on_a_terminal(document: Document) -> None:
    for printed in (plain(document), markdown(document), "\n".join(report_lines(document))):
        assert clean(printed) == printed


@settings(max_examples=40, deadline=None)
@given(documents(max_entries=8), st.data())
def test_a_branch_is_its_ancestors_then_itself_and_nothing_else(
    document: Document, data: st.DataObject
) -> None:
    if not document.entries:
        return
    index = data.draw(st.integers(0, len(document.entries) - 1))
    thread = Thread.of(document.entries)
    branch = branch_of(document, document.entries[index].id)
    assert branch.ancestors == thread.ancestors(index)[::-1]
    assert list(branch.entries) == list(range(index, index + thread.size(index)))


def test_a_branch_is_said_to_answer_its_ancestors() -> None:
    printed = plain(made_thread("The post.", "First.", "Second.", "Third."), "c2")
    heads = [line.strip() for line in printed.split("\n") if "Comment" in line]
    assert [head.split(" by")[0] for head in heads] == ["In reply to: Comment c1", "Comment c2", "Comment c3"]
    assert "The post." not in printed


def test_a_voice_is_told_whom_each_answers_and_reads_no_lines() -> None:
    printed = plain(made_thread("The post.", "|a|b|\n|-|-|\n|\u6f22|d|", "Second.", "Third."))
    assert "Comment c2 by Writer 2, 2 points, in reply to Writer 1 (c1)" in printed
    assert "    a  | b\n    ---+--\n    \u6f22 | d\n" in printed
    assert not [char for char in printed if "\u2500" <= char <= "\u257f"]


def test_columns_stand_below_one_another_whatever_is_in_them() -> None:
    printed = table([("name", "what"), ("\u6f22\u5b57", "wide"), ("e\u0301", "marked")])
    assert printed == "name  what\n\u6f22\u5b57  wide\ne\u0301     marked\n"


@pytest.mark.parametrize("print_it", [plain, markdown])
def test_an_entry_that_is_not_there_is_answered_with_those_alike(print_it: object) -> None:
    assert callable(print_it)
    with pytest.raises(NotInLibrary, match=r"made-thread c22: .*; there are c2"):
        print_it(made_thread("a", "b", "c"), "c22")
    with pytest.raises(NotInLibrary, match="it has no entries"):
        print_it(made_thread(), "c1")


def test_lines_keep_the_width_but_never_break_a_word() -> None:
    address = "https://forum.example/" + "long" * 30
    printed = plain(with_markdown("word " * 100 + address), None, 40)
    assert address in printed
    assert all(len(line) <= 40 or address in line for line in printed.split("\n"))


def test_what_the_screen_shows_in_colour_is_said_in_words() -> None:
    changes = {
        "author": None, "posted_at": datetime(2024, 5, 6, 7, 8, tzinfo=UTC), "score": 1,
        "inferred": frozenset({"parent"}), "flags": frozenset(Flag) - {Flag.MISSING},
    }  # fmt: skip
    printed = plain(with_markdown("Text.", **changes), None, 1000)
    assert (
        "Comment c1, author unknown, 2024-05-06 07:08 UTC, 1 point, in reply to the post, parent inferred, marked as an answer,"
        " collapsed in the source, deleted, edited, retracted by its author, truncated in the source,"
        " several comments not yet separated" in printed
    )


def test_a_place_of_missing_comments_is_nobodys() -> None:
    printed = plain(with_markdown("2 are.", author=None, score=None, flags=frozenset({Flag.MISSING})))
    assert "Comment c1, in reply to the post, not in this copy" in printed


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.0, "[0:00]"), (5025.9, "[1:23:45]"), (None, "author unknown, in reply to the post\n")],
)
def test_the_time_of_a_turn_is_said_with_its_speaker(seconds: float | None, said: str) -> None:
    document = with_markdown("Text.", author=None, score=None, posted_at=None, starts_at=seconds)
    assert said in plain(document)
    assert said.replace("[", "\\[").replace("]", "\\]") in markdown(document)


def test_depth_is_an_indent_that_ends_somewhere() -> None:
    printed = plain(made_thread("Post.", *(f"Comment {number}." for number in range(40))))
    heads = [line for line in printed.split("\n") if line.strip().startswith("Comment c")]
    indents = [len(line) - len(line.lstrip()) for line in heads]
    assert indents[:4] == [0, 2, 4, 6]
    assert max(indents) == indents[-1] == 16


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("> quoted\n\nanswer", "> quoted\n\nanswer"),
        ("- one\n- two", "• one\n\n• two"),
        ("- one\n\n  more", "• one\n\n  more"),
        ("## Title", "## Title"),
        ("```\na\n  b\n```", "    a\n      b"),
        ("[words](https://a.example/x)", "words <https://a.example/x>"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("[words](mailto:a@b.example)", "words <mailto:a@b.example>"),
        ("[words](javascript:x)", "[words](javascript:x)"),
        ("a\n\n---\n\nb", "a\n\n* * *\n\nb"),
    ],
)
def test_passages_are_set_off_without_colours(text: str, printed: str) -> None:
    assert f"Comment c1 by Writer 1, 1 point, in reply to the post\n\n{printed}\n" in plain(
        with_markdown(text)
    )


@pytest.mark.parametrize("text", ["```\nnever closed", "~~~~ x\n```\nstill", "> a\n\n```\n```\n````\nx\n```"])
def test_an_open_code_fence_does_not_swallow_the_next_entry(text: str) -> None:
    printed = markdown(with_markdown(text, "The next comment."))
    headings = [passage.text for passage in parse_markdown(printed) if passage.level]
    assert [heading.split(" by")[0] for heading in headings[1:]] == ["Post post", "Comment c1", "Comment c2"]


def test_names_with_marks_are_printed_as_they_are_in_markdown() -> None:
    name = "[red]*x*[/red] <b> `c` _d_ # &amp; https://a.example"
    printed = markdown(with_markdown("Text.", author=name))
    assert any(name in passage.text for passage in parse_markdown(printed) if passage.level)


def test_a_report_is_said_line_by_line() -> None:
    document = with_markdown("Text.", inferred=frozenset({"author"}))
    report = replace(
        document.report, format="forum-copy", announced=2, imported=1, found={"comments": 1}, orphans=("c1",),
        cleaned=3, left_out={"notice": "Some\nwords"}, warnings=("Something.",),
    )  # fmt: skip
    assert report_lines(replace(document, report=report)) == [
        "read as forum-copy: 1 of 2 announced; found: 1 comments",
        "inferred: author (1)",
        "without the entry they answer, set at the top: c1",
        "unsafe characters replaced: 3",
        "in no entry, notice: Some words",
        "note: Something.",
    ]


def test_a_report_in_one_line_says_how_much_and_how_much_is_amiss() -> None:
    document = made_thread()
    report = Report("made", announced=9, imported=8, orphans=("c1",), cleaned=3, warnings=("One.", "Two."))
    said = (
        "8 of 9 announced comments, 1 without the entry they answer, 3 unsafe characters replaced, 2 to note"
    )
    assert report_summary(replace(document, report=report)) == said
    assert report_summary(replace(document, report=Report("made", imported=1))) == "1 comment"


def test_a_table_is_aligned() -> None:
    assert table([("id", "n", "title"), ("long", "10", "A title")]) == "id    n   title\nlong  10  A title\n"


def test_a_section_has_no_author_to_be_unknown() -> None:
    section = Entry("s1", EntryKind.SECTION, markdown="## Title", passages=parse_markdown("## Title"))
    assert "Section s1\n" in plain(replace(made_thread(), entries=(section,)))


def test_a_table_too_wide_is_printed_row_by_row() -> None:
    table = "| Boat | Said of it | Built |\n|-|-|-|\n| Tern | fast, very fast indeed, says the log | 2031 |\n| Auk | | 2032 |"
    printed = plain(made_thread("Boats.", table), width=34)
    assert printed.endswith(
        "    Boat\n      Said of it\n      Built\n    Tern\n      Said of it: fast, very\n"
        "        fast indeed, says the log\n      Built: 2031\n    Auk\n      Built: 2032\n"
    )
    assert "    Tern | fast, very fast indeed" in plain(made_thread("Boats.", table), width=80)
