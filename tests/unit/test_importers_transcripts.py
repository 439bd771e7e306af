"""Transcripts in every form become interviews: who speaks, when, and every word; or one clear error."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean
from reader.errors import SourceError
from reader.importers import (
    interview_markdown,
    interview_text,
    podcast_html,
    srt,
    timed_text,
    transcript_json,
    webvtt,
    zoom_chat,
)
from reader.importers.json_text import read_json
from reader.importers.source import Source, decode
from reader.model.codec import from_json, to_json
from reader.model.documents import SECONDS_LIMIT, Document, DocumentKind, EntryKind
from tests.strategies import HOSTILE
from tests.unit.importing import assert_accounted, assert_nothing_lost, assert_parsed
from tests.unit.transcribing import GOLDEN, READERS, read_golden, read_transcript_json, text_of

# In the order in which a registry should ask them.
SIGNS = {
    "webvtt": webvtt.find_sign, "srt": srt.find_sign, "podcast-html": podcast_html.find_sign,
    "zoom-chat": zoom_chat.find_sign, "interview-markdown": interview_markdown.find_sign,
    "interview-text": interview_text.find_sign, "timed-text": timed_text.find_sign,
}  # fmt: skip
LINED = [name for name in READERS if not name.endswith((".json", ".html"))]


def assert_sound(document: Document, text: str, name: str) -> None:
    """What must hold of any transcript that is read."""
    assert document.kind is DocumentKind.INTERVIEW
    assert_parsed(document)
    assert from_json(to_json(document)) == document
    assert all(entry.starts_at is None or 0 <= entry.starts_at <= SECONDS_LIMIT for entry in document.entries)
    assert document.report.imported == sum(entry.kind is EntryKind.TURN for entry in document.entries) > 0
    for entry in document.entries:
        assert entry.author is None or clean(entry.author) == entry.author
        assert clean(entry.markdown) == entry.markdown
    if name in LINED:
        assert_accounted(document, text)


def read_or_refuse(name: str, text: str) -> Document | None:
    """A document, or an error that is one line of words; nothing else."""
    try:
        document = READERS[name](Source(name, text))
    except SourceError as error:
        assert "\n" not in str(error)
        assert error.reason
        return None
    assert_sound(document, text, name)
    return document


# Golden pairs


@pytest.mark.parametrize("name", READERS)
def test_a_golden_transcript_gives_its_golden_document(name: str) -> None:
    document = read_golden(name)
    assert_sound(document, text_of(name), name)
    wanted = (GOLDEN / f"{name.replace('.', '_')}.document.json").read_text(encoding="utf-8")
    assert to_json(document) == json.loads(wanted)


# What a page does not show, and times in the middle of a turn.
_NOT_KEPT = (
    '<a name="oil"></a>',
    "<!-- twice -->",
    "https://orrin.example/hour?t=1862",
    "0:00",
    "0:04",
    "0:07",
    "2:31",
)


@pytest.mark.parametrize("name", [name for name in READERS if name.endswith((".txt", ".md"))])
def test_no_word_of_a_text_transcript_is_lost(name: str) -> None:
    text = text_of(name)
    for hidden in _NOT_KEPT:
        text = text.replace(hidden, "")
    assert_nothing_lost(read_golden(name), text)


@pytest.mark.parametrize("name", READERS)
def test_the_content_says_which_form_it_is(name: str) -> None:
    text = clean(text_of(name))
    if name.endswith(".json"):
        assert transcript_json.find_sign(read_json(Source(name, text)))
    else:
        format = read_golden(name).report.format
        assert next(form for form, find in SIGNS.items() if find(text)) == format


@pytest.mark.parametrize(
    "text", ["", "A letter.\n\nYours, Ann\n", "Note: one.\nNote: two.\n", "# A\n\n**Proof:** x.\n\n**Proof:** y.\n",
             "Eggs\nBreak them.\n\nMilk\nPour it.\n\nEggs\nEat them.\n\nMilk\nDrink it.\n", "9:00 Bread\n10:00 Tea\n"],
)  # fmt: skip
def test_other_texts_are_no_transcripts(text: str) -> None:
    assert [name for name, find in SIGNS.items() if find(text)] == []


@pytest.mark.parametrize("name", READERS)
def test_what_holds_no_words_is_refused(name: str) -> None:
    for text in ("", "\n", "WEBVTT\n", "0:01 --> 0:02\n\n", "0:01\n", "{}", "[]", "<p></p>", "Nothing.\n"):
        if name != "timed.txt" or "-->" not in text:
            assert read_or_refuse(name, text) is None


# Damaged


@settings(max_examples=150)
@given(st.sampled_from(sorted(READERS)), st.floats(0, 1))
def test_a_transcript_cut_at_any_byte_is_read_or_refused(name: str, share: float) -> None:
    data = (GOLDEN / name).read_bytes()
    cut = data[: int(share * len(data))]
    if cut.strip():
        read_or_refuse(name, decode(cut, name)[0])


_PIECES = st.sampled_from([
    *(text.encode("utf-8", "replace") for text in HOSTILE), b"-->", b"00:00:01.000 --> 00:00:02.000\n", b"\n\n", b"<v ",
    b"<v>", b"&#0;", b"&#8238;", b"Orla Penn:", b"**", b"[99:99]", b"(0:00)", b"9999:00:00", b"-1:00", b"NOTE ", b"```\n",
    b"<!--", b"null", b"1e999", b'"', b"}", b">> ", b"WEBVTT\n", b"---\n", b"# ",
])  # fmt: skip


@settings(max_examples=150)
@given(
    st.sampled_from(sorted(READERS)),
    st.lists(
        st.tuples(st.floats(0, 1), st.integers(0, 40), _PIECES | st.binary(max_size=3)),
        min_size=1,
        max_size=4,
    ),
)
def test_a_transcript_with_bytes_changed_is_read_or_refused(
    name: str, changes: list[tuple[float, int, bytes]]
) -> None:
    data = (GOLDEN / name).read_bytes()
    for share, removed, put in changes:
        at = int(share * len(data))
        data = data[:at] + put + data[at + removed :]
    try:
        text = decode(data, name)[0]
    except SourceError:
        return
    read_or_refuse(name, text)


_VALUES: list[Any] = [
    None, True, 7, -1, 1e999, "", "x", "soon", "1:02", [], [1], {}, {"segments": []}, "\ud800\u202e", "Ann\nBo",
]  # fmt: skip


@settings(max_examples=150)
@given(st.data())
def test_a_field_of_any_type_is_read_or_left_out(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["words.json", "heard.json"]))
    raw = json.loads(text_of(name))
    segment = data.draw(st.sampled_from([each for each in raw["segments"] if each]))
    segment[data.draw(st.sampled_from(sorted(segment)))] = data.draw(st.sampled_from(_VALUES))
    if data.draw(st.booleans()):
        raw[data.draw(st.sampled_from(sorted(raw)))] = data.draw(st.sampled_from(_VALUES))
    read_or_refuse(name, json.dumps(data.draw(st.sampled_from([raw, raw["segments"], [raw]]))))


def test_whatever_comes_deep_or_without_end_is_refused_or_read() -> None:
    for text in ('{"segments": ' * 5000, "[" * 200_000):
        with pytest.raises(SourceError):
            read_transcript_json(Source("deep.json", text))
    huge = '{"segments": [{"body": "a", "startTime": 1' + "0" * 5000 + "}]}"
    assert read_transcript_json(Source("huge.json", huge)).entries[1].starts_at is None


_LABELS = "Ann: a.\nBo: b.\n" * 2
_MARKED = "**Ann:** a.\n**Bo:** b.\n" * 2
_CUE = "00:01.000 --> 00:02.000\n"
_HOSTILE = [
    ("spoken.vtt", f"WEBVTT\n\n{_CUE}<v Ann><v {' ' * 50_000}"), ("spoken.vtt", f"WEBVTT\n\n{_CUE}{'<' * 50_000}"),
    ("spoken.vtt", f"WEBVTT\n{' ' * 50_000}-->"), ("spoken.vtt", f"WEBVTT\n\n{_CUE}{'a. ' * 20_000}"),
    ("spoken.vtt", "WEBVTT\n\n" + f"{_CUE}a word or two\n\n" * 3_000), ("spoken.srt", f"{_CUE}{'>>' * 50_000}"),
    ("spoken.srt", f"{_CUE}{'Ann: yes.' * 10_000}"), ("led.txt", f"{_LABELS}{'word ' * 50_000}"),
    ("led.txt", f"{_LABELS}\n{_LABELS}" + "word\n" * 3_000), ("led.txt", _LABELS * 300),
    ("led.txt", f"{_LABELS}{'(' * 50_000}:{' ' * 50_000}"), ("marked.md", _MARKED * 200),
    ("marked.md", f"{_MARKED}{'<!--' * 20_000}\n-->"), ("marked.md", f"{_MARKED}{'<!--a-->' * 10_000}"),
    ("marked.md", f"{_MARKED}{'*' * 50_000}"), ("marked.md", f"{_MARKED}{'<a name=' * 20_000}"),
    ("marked.md", _MARKED + "```\n" * 5_001), ("chat.txt", "00:00:01 Ann: a\n" * 500),
    ("chat.txt", f"00:00:01 From {'to ' * 20_000}"), ("timed.txt", "0:00\nword\n" * 3_000),
    ("spoken.html", "<cite>A:</cite><time>0:00</time><p>b</p>" * 500), ("spoken.html", "<cite>A:<time>" * 2_000),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text"), _HOSTILE, ids=[f"{name} {text[-12:]!a}" for name, text in _HOSTILE]
)
def test_long_and_hostile_transcripts_take_no_time(name: str, text: str) -> None:
    started = time.process_time()
    with suppress(SourceError):
        READERS[name](Source(name, text))
    assert time.process_time() - started < 2


# Voices, turns and paragraphs of cues


def subtitles(*cues: tuple[float, float, str], mark: str = ".") -> str:
    lines = []
    for number, (start, end, text) in enumerate(cues, 1):
        lines.append(f"{number}\n{stamp(start, mark)} --> {stamp(end, mark)}\n{text}\n")
    return "\n".join(lines)


def stamp(seconds: float, mark: str = ".") -> str:
    whole, part = divmod(round(seconds * 1000), 1000)
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{part:03}"


def turns(text: str, name: str = "spoken.srt") -> list[tuple[str | None, float | None, list[str]]]:
    document = READERS[name](Source(name, text))
    assert_sound(document, text, name)
    return [
        (entry.author, entry.starts_at, [passage.text for passage in entry.passages])
        for entry in document.entries if entry.kind is EntryKind.TURN
    ]  # fmt: skip


_WORDS = st.lists(
    st.sampled_from(["oil", "wick", "lamp", "sea.", "boat?", "漢字", "a", "&amp;", "<b>so</b>"]),
    min_size=1,
    max_size=9,
)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["Ann Orr", "Bo", "Cy & Co", None]), st.integers(0, 5), _WORDS),
        min_size=1,
        max_size=12,
    ),
)
def test_words_speakers_and_times_of_cues_come_back_in_order(
    said: list[tuple[str | None, int, list[str]]],
) -> None:
    at, cues, wanted, heard = 0.0, [], list[tuple[str | None, float]](), list[str]()
    for speaker, gap, words in said:
        at += gap
        voice = f"<v {speaker}>".replace("&", "&amp;") if speaker else ""
        cues.append((at, at + 1, f"{voice}{' '.join(words)}"))
        heard += words
        if not wanted or (speaker and speaker != wanted[-1][0]):
            wanted.append((speaker, at))
        at += 1
    has_voice = any(speaker for speaker, _, _ in said)
    read = turns("WEBVTT\n\n" + subtitles(*cues), "spoken.vtt")
    assert [(author, start) for author, start, _ in read] == wanted
    plain = " ".join(heard).replace("&amp;", "&").replace("<b>so</b>", "so")
    assert "".join("".join(texts) for *_, texts in read).replace(" ", "") == plain.replace(" ", "")
    assert has_voice == any(author for author, *_ in read)


@settings(max_examples=40)
@given(
    st.lists(
        st.lists(st.sampled_from(["oil", "wick", "lamp"]), min_size=1, max_size=3).map(" ".join),
        min_size=6,
        max_size=20,
    )
)
def test_captions_that_roll_up_show_each_line_once(lines: list[str]) -> None:
    shown = [(lines[:1], lines[0])] + [(lines[at - 1 : at + 1], line) for at, line in enumerate(lines) if at]
    cues, at = [], 0.0
    for both, last in shown:
        cues += [(at, at + 1, "\n".join(both)), (at + 1, at + 1.01, f"{last}\n ")]
        at += 1.01
    read = turns("WEBVTT\n\n" + subtitles(*cues), "spoken.vtt")
    assert " ".join(" ".join(texts) for *_, texts in read) == " ".join(lines)


def test_lines_said_again_now_and_then_are_kept() -> None:
    text = subtitles(
        (0, 1, "Yes."), (1, 2, "Yes."), (2, 3, "No."), (3, 4, "No."), (4, 5, "A."), (5, 6, "B."), (6, 7, "C.")
    )
    assert turns(text)[0][2] == ["Yes. Yes. No. No. A. B. C."]


def test_a_silence_a_long_paragraph_and_a_long_turn_are_cut() -> None:
    sentence = "The sea is wide and the lamp is small. "
    silent = turns(subtitles((0, 1, "One."), (3, 4, "Two."), (6.5, 7, "Three.")))
    assert silent == [(None, 0, ["One. Two.", "Three."])]
    long = turns(subtitles((0, 9, sentence * 15), (9, 10, "End.")))
    assert [len(text) for text in long[0][2]] == [428, 160]
    slow = turns(subtitles(*((at * 30.0, at * 30 + 30, sentence * 11) for at in range(10))))
    assert [start for _, start, _ in slow] == [0, 120, 240]
    unpunctuated = turns(subtitles(*((at * 10.0, at * 10 + 10, "word " * 40) for at in range(30))))
    assert [start for _, start, _ in unpunctuated] == [0, 120, 240]


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "word " * 90 + "says Dr. Bo A. Reed. And so on."
    assert turns(subtitles((0, 9, text)))[0][2] == ["word " * 90 + "says Dr. Bo A. Reed.", "And so on."]


def test_a_label_counts_when_it_recurs_or_stands_everywhere() -> None:
    few = turns(subtitles((0, 1, "Ann: Hello."), (1, 2, "there"), (2, 3, "Remember: oil."), (3, 4, "Bo: Yes."),
                          (4, 5, "Ann: No."), (5, 6, "Bo: Well."), (6, 7, "and Cy: is away.")))  # fmt: skip
    assert [author for author, *_ in few] == ["Ann", "Bo", "Ann", "Bo"]
    every = turns(subtitles((0, 1, "ann_o: Hello."), (1, 2, "Cy | Sea: Yes."), (2, 3, "Bo (Mate): No.")))
    assert [author for author, *_ in every] == ["ann_o", "Cy | Sea", "Bo (Mate)"]
    alone = turns(
        subtitles((0, 1, "So."), (1, 2, "Remember: oil."), (2, 3, "More."), (3, 4, "Remember: wick."))
    )
    assert [author for author, *_ in alone] == [None]
    named = turns(subtitles((0, 1, "Ann Orr: Hello."), (1, 2, "Bo: Yes."), (2, 3, "so"), (3, 4, "Ann: No."), (4, 5, "hm"),
                            (5, 6, "Bo: Well."), (6, 7, "well"), (7, 8, "Ann: Bye.")))  # fmt: skip
    assert [author for author, *_ in named] == ["Ann Orr", "Bo", "Ann", "Bo", "Ann"]


def test_marks_of_another_voice_begin_a_turn_of_nobody_known() -> None:
    changed = turns(
        subtitles(
            (0, 1, ">> ANN: Hello."),
            (1, 2, ">> Who is it?"),
            (2, 3, ">>> ANN: Me."),
            (3, 4, ">> BO: Oh."),
            (4, 5, ">> BO: Ah."),
        )
    )
    assert [author for author, *_ in changed] == ["ANN", None, "ANN", "BO"]
    both = turns(subtitles((0, 1, "- Hello.\n- Who is it?"), (1, 2, "It is me.")))
    assert [texts for *_, texts in both] == [["Hello."], ["Who is it? It is me."]]
    told = turns(
        subtitles((0, 1, "[SPEAKER_00]: Hello."), (1, 2, "[SPEAKER_01]: Yes."), (2, 3, "[SPEAKER_00]: Bye."))
    )
    assert [author for author, *_ in told] == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"]


def test_roles_are_taken_off_and_reported() -> None:
    text = subtitles((0, 1, "ANN ORR, HOST: Hello."), (1, 2, "BO REED, MATE: Yes."), (2, 3, "ANN ORR: Bye."))
    document = srt.read_srt(Source("a.srt", text))
    assert [entry.author for entry in document.entries[1:]] == ["ANN ORR", "BO REED", "ANN ORR"]
    assert document.report.left_out["roles"] == "ANN ORR, HOST\nBO REED, MATE"


def test_times_that_cannot_be_are_left_out_and_reported() -> None:
    text = (
        subtitles((5, 6, "Ann: One."), (2, 1, "Bo: Two."), (9, 10, "Ann: Three."))
        + "\n4\n-00:00:01,0 --> x\nBo: Four.\n"
    )
    document = srt.read_srt(Source("a.srt", text))
    assert [entry.starts_at for entry in document.entries[1:]] == [5, 2, 9, None]
    assert document.report.warnings == (
        "pieces without a readable time: 1",
        "times earlier than the one before, kept as they are: 1, first 0:02",
        "pieces that end before they begin: 1",
    )
    assert turns(subtitles((0, 1, "a"), mark=",").replace("00:00:00,000 ", ""))[0][1] is None
