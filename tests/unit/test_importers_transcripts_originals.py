"""Real transcripts: as many cues, speakers and words as a few lines of other code count in them."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from reader.importers.source import Source, decode
from reader.model.documents import Document, EntryKind
from tests.unit.importing import assert_accounted, assert_nothing_lost, assert_parsed
from tests.unit.transcribing import READERS

_WORD = re.compile(r"\w+")
_TIMING = re.compile(r"(\d+):(\d\d):(\d\d)[.,](\d\d\d) --> .*")


def read(shared: Path, name: str, like: str) -> tuple[Document, str]:
    path = shared / "data" / "transcripts" / name
    text = decode(path.read_bytes(), name)[0]
    document = READERS[like](Source(name, text))
    assert_parsed(document)
    return document, text


def words_of(document: Document) -> list[str]:
    said = [passage.text for entry in document.entries for passage in entry.passages]
    return [word for text in said for word in _WORD.findall(text)]


def authors(document: Document) -> list[str | None]:
    """Who speaks, changes only: a long speech goes on as another turn."""
    found: list[str | None] = []
    for entry in document.entries:
        if entry.kind is EntryKind.TURN and entry.author not in found[-1:]:
            found.append(entry.author)
    return found


def cues_of(text: str) -> list[tuple[float, str]]:
    """The cues of a subtitle file, by its blank lines."""
    cues = []
    for block in re.split(r"\n\s*\n", text):
        lines = block.strip().split("\n")
        at = next((at for at, line in enumerate(lines) if _TIMING.fullmatch(line)), None)
        if at is not None:
            hours, minutes, seconds, thousandths = map(int, _TIMING.fullmatch(lines[at]).groups())  # type: ignore[union-attr]
            start = hours * 3600 + minutes * 60 + seconds + thousandths / 1000
            cues.append((start, " ".join(lines[at + 1 :])))
    return cues


# By a regular expression of one line each: the label at the beginning of a cue.
_LABELS = {
    "zoom_call.vtt": r"([^:]{1,60}): ",
    "podcast20_example.srt": r"(Travis|Sarah|Gilon): ",
    "virtualcoffee_5_8.srt": r"(Bekah Hawrot Weigel|Dan Ott|Matt McInnis|Bekah|Dan|Matt): ",
    "podcast20_example.vtt": r"<v ([^>]*)>",
}


@pytest.mark.parametrize("name", _LABELS)
def test_subtitles_give_every_word_to_who_said_it(shared: Path, name: str) -> None:
    document, text = read(shared, name, "spoken.vtt" if name.endswith("vtt") else "spoken.srt")
    assert_accounted(document, text)
    cues = cues_of(text)
    assert document.report.found["cues"] == len(cues) == text.count("-->")
    speaker, heard, spoken, said = None, list[str | None](), Counter[str | None](), list[str]()
    for _, line in cues:
        label = re.match(_LABELS[name], line)
        speaker = label[1] if label else speaker
        heard += [speaker] if speaker not in heard[-1:] else []
        words = _WORD.findall(html.unescape(line[label.end() :] if label else line))
        spoken[speaker] += len(words)
        said += words
    assert authors(document) == heard
    assert words_of(document) == said
    read_words = Counter[str | None]()
    for entry in document.entries:
        read_words[entry.author] += sum(len(_WORD.findall(passage.text)) for passage in entry.passages)
    assert +read_words == +spoken


@pytest.mark.parametrize("name", _LABELS)
def test_turns_of_subtitles_begin_when_a_cue_does(shared: Path, name: str) -> None:
    document, text = read(shared, name, "spoken.vtt" if name.endswith("vtt") else "spoken.srt")
    starts = {start for start, _ in cues_of(text)}
    turns = [entry for entry in document.entries if entry.kind is EntryKind.TURN]
    assert turns[0].starts_at == min(starts)
    assert {turn.starts_at for turn in turns} <= starts
    for turn, after in pairwise(turns):
        assert turn.author != after.author or (after.starts_at or 0) - (turn.starts_at or 0) >= 120


def test_a_podcast_transcript_in_json_is_joined_word_by_word(shared: Path) -> None:
    document, text = read(shared, "podcast20_example.json", "words.json")
    segments = json.loads(text)["segments"]
    assert words_of(document) == [word for one in segments for word in _WORD.findall(one["body"])]
    assert authors(document) == list(dict.fromkeys(one["speaker"] for one in segments))
    assert document.report.found["segments"] == len(segments)


def test_a_podcast_transcript_in_html_has_its_speakers_times_and_words(shared: Path) -> None:
    document, text = read(shared, "podcast20_example.html", "spoken.html")
    turns = document.entries[1:]
    assert [turn.author for turn in turns] == re.findall(r"<cite>(.*?):</cite>", text)
    minutes = [time.split(":") for time in re.findall(r"<time>(.*?)</time>", text)]
    assert [turn.starts_at for turn in turns] == [
        60 * int(minute) + int(second) for minute, second in minutes
    ]
    said = " ".join(html.unescape(part) for part in re.findall(r"<p>(.*?)</p>", text, re.DOTALL))
    assert words_of(document) == _WORD.findall(said)


def _shown(text: str) -> str:
    """What a page shows of Markdown, its front matter included."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    return re.sub(r'<a name="[^"]*"></a>', "", text)


@pytest.mark.parametrize(
    ("name", "label"),
    [("axrp_episode_1.md", r"\*\*(.*):\*\*$"), ("axrp_episode_38_6.md", r"\*\*(.*)\*\* \(([\d:]+)\):$")],
)
def test_episodes_in_markdown_have_their_turns_sections_and_words(
    shared: Path, name: str, label: str
) -> None:
    document, text = read(shared, name, "marked.md")
    assert_accounted(document, text)
    assert_nothing_lost(document, _shown(text))
    labels = [match for line in text.split("\n") if (match := re.match(label, line))]
    alone = [line for line in text.split("\n") if re.fullmatch(r"\(\d\d:\d\d\):", line)]
    turns = [entry for entry in document.entries if entry.kind is EntryKind.TURN]
    assert Counter(turn.author for turn in turns).keys() == {match[1] for match in labels}
    assert len(turns) == len(labels) + len(alone)
    assert document.report.found["sections"] == len(re.findall(r"(?m)^#+ ", text))
    assert sum(turn.starts_at is not None for turn in turns) == len(
        re.findall(r"(?m)^.{0,40}\(\d\d:\d\d\):$", text)
    )
    title = re.search(r'(?m)^title:\s+"(.*)"$', text)
    assert title is not None
    assert document.title == title[1]
    assert document.posted_at is not None
    assert not document.report.warnings


def test_a_transcript_page_as_text_has_the_times_of_its_headings(shared: Path) -> None:
    document, text = read(shared, "80k_plain_excerpt.txt", "dump.txt")
    assert_accounted(document, text)
    assert_nothing_lost(document, text)
    sections = [entry for entry in document.entries if entry.kind is EntryKind.SECTION]
    stamps = re.findall(r"(?m)^(.*) \[(\d\d):(\d\d):(\d\d)\]$", text)
    timed = [(section.heading, section.starts_at) for section in sections if section.starts_at is not None]
    assert timed == [(name, 3600 * int(h) + 60 * int(m) + int(s)) for name, h, m, s in stamps]
