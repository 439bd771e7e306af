"""Speakers' labels in all their shapes, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.importers.bare_names import find_bare_speakers
from reader.importers.front_matter import read_front_matter
from reader.importers.interview_markdown import read_marked
from reader.importers.labels import Label, find_speakers, read_label, relatives
from reader.importers.markdown_lines import hide, mask_code
from tests.strategies import texts


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Ann Orr: Yes: so.", Label("Ann Orr", "Yes: so.")),
        ("Ann Orr (00:00:09):", Label("Ann Orr", "", 9)),
        ("Ann Orr (0:09): Yes.", Label("Ann Orr", "Yes.", 9)),
        ("Ann Orr [1:02:03]", Label("Ann Orr", "", 3723)),
        ("Ann Orr  2:05", Label("Ann Orr", "", 125)),
        ("[00:12:34] Ann: Yes.", Label("Ann", "Yes.", 754)),
        ("00:12:34.500 Ann: Yes.", Label("Ann", "Yes.", 754.5)),
        ("(00:29):", Label("", "", 29)),
        ("[00:29] So it was.", Label("", "So it was.", 29)),
        ("00:29", Label("", "", 29)),
        ("ANN ORR, HOST: Yes.", Label("ANN ORR", "Yes.", None, "HOST")),
        ("Ann Orr, Keeper of the Light: Yes.", Label("Ann Orr", "Yes.", None, "Keeper of the Light")),
        ("However, it said: yes.", Label("However, it said", "yes.")),
        ("12:30 was when it began.", None),
        ("See you at 12:30", None),
        ("The lens (00:12)", None),
        ("https://orrin.example/a", None),
        ("No label here.", None),
    ],
)
def test_a_line_is_read_for_the_label_it_begins_with(line: str, label: Label | None) -> None:
    if label is None and (read := read_label(line)):
        assert read.name == "The lens"
    else:
        assert read_label(line) == label


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("**Ann:** *Yes*.", Label("Ann", "*Yes*.")),
        ("**Ann**: Yes.", Label("Ann", "Yes.")),
        ("**Ann:**", Label("Ann", "")),
        ("**Ann**", Label("Ann", "")),
        ("**Ann:**\\", Label("Ann", "")),
        ("__Ann:__ Yes.", Label("Ann", "Yes.")),
        ("*Ann:* Yes.", Label("Ann", "Yes.")),
        ("**Ann** (00:00:09):", Label("Ann", "", 9)),
        ("**Ann (0:09):** Yes.", Label("Ann", "Yes.", 9)),
        ("**[0:09] Ann:** Yes.", Label("Ann", "Yes.", 9)),
        ("**[0:09]** Ann: Yes.", Label("Ann", "Yes.", 9)),
        (r"\[0:09\] **Ann:** Yes.", Label("Ann", "Yes.", 9)),
        ("(00:29):", Label("", "", 29)),
        ("**SPEAKER_00:** Yes.", Label("SPEAKER_00", "Yes.")),
        ("**So he** said: no.", None),
        ("**Yes:** he said: **no**", Label("Yes", "he said: **no**")),
        ("*Ann*", None),
        ("Ann: Yes.", None),
        ("> **Ann:** Yes.", None),
    ],
)
def test_a_line_of_markdown_is_read_for_a_name_that_is_marked(line: str, label: Label | None) -> None:
    assert read_marked(line) == label


@given(texts(80))
def test_whatever_a_line_holds_its_words_stay(line: str) -> None:
    for label in (read_label(line), read_marked(line)):
        if label:
            assert label.said in line
            assert all(word in line for word in label.name.split())


def test_only_what_recurs_and_speaks_is_a_speaker() -> None:
    lines = ["Ann: Hello.", "Bo: Yes.", "Ann: No.", "Bo Reed: Well.", "Cy: Oh.", "Note: this.", "Note: that.",
             "Editor: Ann", "Editor: Bo", "Claim: it is so.", "Claim: it is.", "bo: Yes.", "bo: No."]  # fmt: skip
    assert find_speakers(lines).recurring == {"Ann"}
    assert find_speakers([*lines, "Bo: Ah."]).recurring == {"Ann", "Bo", "Bo Reed"}


def test_a_known_name_is_part_of_a_longer_one() -> None:
    assert relatives(["Ann Orr", "ANN", "Bo", "Cy Ann", "Joann"], ["Ann"]) == {
        "Ann Orr": "Ann", "ANN": "Ann", "Cy Ann": "Ann"
    }  # fmt: skip
    assert relatives(["Ann", "ann"], ["Ann", "ann"]) in ({"Ann": "ann"}, {"ann": "Ann"})


def test_names_alone_need_two_speakers_four_turns_and_speech() -> None:
    talk = ["Ann Orr", "Hello.", "", "Bo", "Yes.", "", "Ann Orr", "No.", "", "Bo", "Oh."]
    assert find_bare_speakers(talk).recurring == {"Ann Orr", "Bo"}
    assert not find_bare_speakers(talk[:8]).recurring
    assert not find_bare_speakers([line.replace("Ann Orr", "Ann") for line in talk]).recurring
    assert not find_bare_speakers([line.replace(".", "") for line in talk]).recurring


# Markdown around them


def test_front_matter_is_read_and_other_rules_are_not() -> None:
    said = read_front_matter(["---", "Title: 'A ''lamp'", "authors:", "  - Ann", "  - \"Bo\"", "date: 2031-02-03",
                              "url: javascript:alert(1)", "tags: [a, 'b c']", "---", "Text."])  # fmt: skip
    assert (said.stop, said.title, said.authors, said.tags, said.url) == (
        9,
        "A ''lamp",
        ("Ann", "Bo"),
        ("a", "b c"),
        None,
    )
    assert said.posted_at is not None
    assert said.posted_at.isoformat() == "2031-02-03T00:00:00+00:00"
    assert read_front_matter(["---", "date: 2031-02-31", "---"]).warnings
    for lines in (
        [],
        ["---"],
        ["---", "---"],
        ["---", "Words.", "---"],
        ["", "---", "a: b", "---"],
        ["a: b"],
    ):
        assert read_front_matter(lines).stop == 0


@given(st.lists(texts(20).map(lambda text: text.replace("\n", " ")), max_size=8))
def test_front_matter_takes_any_lines(lines: list[str]) -> None:
    read_front_matter(["---", *lines, "---"])


@given(
    st.lists(
        st.sampled_from(
            ["```", "````", "~~~", "a", "<!--", "-->", "b <!-- c --> d", "<!-- e", "f -->", "```py"]
        ),
        max_size=10,
    )
)
def test_nothing_is_hidden_in_code_or_by_what_is_never_closed(lines: list[str]) -> None:
    code = mask_code(lines)
    shown = hide(lines, code)
    assert len(shown) == len(lines)
    if not any("-->" in line for line in lines):
        assert shown == lines
    for line, is_code, now in zip(lines, code, shown, strict=True):
        assert now in line or now == line.replace("<!-- c -->", "")
        assert line in ("a", "f -->") or not is_code or now == line or "-->" in "".join(lines)


def test_comments_and_anchors_are_hidden() -> None:
    lines = [
        "a <!-- b --> c",
        "<!-- d",
        "e",
        "f --> g",
        "```",
        "<!-- h -->",
        "```",
        '## i <a name="i"></a>',
        "<!-- j",
    ]
    shown = hide(lines, mask_code(lines))
    assert shown == ["a  c", "", "", " g", "```", "<!-- h -->", "```", "## i", "<!-- j"]
