"""Painted lines: exactly as wide as the page, every word there, highlights on their characters only."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from reader.library import Library
from reader.model.passages import PassageKind
from reader.ui.captions import Caption, Run
from reader.ui.glyphs import UNICODE
from reader.ui.highlights import LAYERS, NOTES, Highlights
from reader.ui.layout import LineKind
from reader.ui.page import Page
from reader.ui.painting import ROLES, Painter, make_room
from reader.ui.reading import Row
from tests.samples import sample_interview, sample_thread

STYLES = {role: Style(color=f"color({number + 1})") for number, role in enumerate(ROLES)}
PAGES: list[Page] = []


@pytest.fixture(scope="module", autouse=True)
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A thread and an interview."""
    with Library(tmp_path_factory.mktemp("painted") / "library.db") as library:
        for document in (sample_thread(), sample_interview()):
            library.add(document, None, "made")
            PAGES.append(Page(library.open(document.id), UNICODE))
        yield
    PAGES.clear()


def page_of(number: int, width: int) -> Page:
    page = PAGES[number]
    page.highlights = Highlights()
    page.resize(width, 1000)
    page.movement.expand_all()
    page.movement.beginning()
    return page


def text_of(segments: list[Segment]) -> str:
    return "".join(segment.text for segment in segments)


NUMBERS, WIDTHS = st.integers(0, 1), st.integers(20, 120)


@given(NUMBERS, WIDTHS, st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(LAYERS))
def test_a_highlight_covers_its_characters_and_no_others(
    number: int, width: int, one: int, other: int, layer: str
) -> None:
    page = page_of(number, width)
    lengths = {
        (entry, at): len(passage.text)
        for entry in range(len(page.document))
        for at, passage in enumerate(page.document.entry(entry).passages)
    }
    chosen = sorted(lengths)[one % len(lengths)]
    start = other % max(1, lengths[chosen])
    stop = start + one % (lengths[chosen] - start + 1)
    page.highlights.set(layer, lambda entry, at, text: [(start, stop)] if (entry, at) == chosen else [])
    painter = Painter(page, STYLES)
    lit, texts = "", []
    for row in page.reading.rows():
        body = painter.body(row)
        assert cell_len(text_of(body)) == page.width
        lit += "".join(
            segment.text for segment in body if segment.style and segment.style.color == STYLES[layer].color
        )
        texts.append(text_of(body))
    wanted = page.document.entry(chosen[0]).passages[chosen[1]].text[start:stop]
    assert "".join(lit.split()) == "".join(wanted.split())


@given(NUMBERS, WIDTHS, st.sampled_from(["1", "123", "水水"]))
def test_a_note_stands_once_beside_each_passage_and_covers_no_word(
    number: int, width: int, said: str
) -> None:
    page = page_of(number, width)
    painter = Painter(page, STYLES)
    plain = {row: text_of(painter.body(row)).rstrip() for row in page.reading.rows()}
    page.highlights.set_note(
        "link", lambda entry, at: [] if at is None else [Run(f"@{entry}/{at}{said}", "note")]
    )
    painter.forget()
    noted: dict[str, Row] = {}
    for row, before in plain.items():
        text = text_of(painter.body(row))
        line = page.lay_out(row.position).lines[row.line]
        assert cell_len(text) == page.width
        assert text.startswith(before)
        note = text[len(before) :].strip()
        if note:
            assert note == f"@{page.entry_at(row.position)}/{line.passage}{said}"
            assert note not in noted
            noted[note] = row
    spaced = [  # Only passages of a list without blank lines may lack the room.
        passage
        for entry in range(len(page.document))
        for passage in page.document.entry(entry).passages
        if not passage.marker and passage.kind is not PassageKind.RULE
    ]
    assert len(noted) >= len(spaced)


@given(NUMBERS, WIDTHS)
def test_a_note_on_a_whole_entry_stands_on_its_header_or_its_one_line(number: int, width: int) -> None:
    page = page_of(number, width)
    page.highlights.set_note("bookmark", lambda entry, at: [Run("@", "note")] if at is None else [])
    painter = Painter(page, STYLES)
    for collapses in (False, True):
        page.movement.collapse_all() if collapses else page.movement.expand_all()
        painter.forget()
        for row in page.reading.rows():
            line = page.lay_out(row.position).lines[row.line]
            text = text_of(painter.body(row))
            assert cell_len(text) == page.width
            if line.kind is LineKind.STUB:
                assert text.endswith("@")
            elif text.endswith("@"):
                assert line.kind is LineKind.HEADER


def test_notes_of_several_layers_stand_in_one_order_and_a_layer_can_be_taken_back() -> None:
    highlights = Highlights()
    for layer in reversed(NOTES):
        highlights.set_note(layer, lambda entry, at, layer=layer: [Run(layer)])  # type: ignore[misc]
    assert text_of_caption(highlights.note(0, 0)) == " ".join(NOTES)
    highlights.set_note(NOTES[0], None)
    assert text_of_caption(highlights.note(0, 0)) == " ".join(NOTES[1:])
    with pytest.raises(ValueError, match="unknown"):
        highlights.set("unknown", None)


def text_of_caption(caption: Caption) -> str:
    return "".join(run.text for run in caption)


@given(st.integers(0, 5000))
def test_kept_lines_stay_bounded_and_the_newest_stay(count: int) -> None:
    lines: dict[int, str] = {}
    for number in range(count):
        make_room(lines)
        lines[number] = "line"
    assert len(lines) <= 2000
    assert all(number in lines for number in range(max(0, count - 1000), count))
