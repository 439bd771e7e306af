"""A page holds a reader's place through every change of order, width and wish, over real documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from rich.cells import cell_len

from reader.library import Library, OpenDocument
from reader.model.columns import UNKNOWN
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind
from reader.model.markdown import parse_markdown
from reader.model.thread import Thread
from reader.ui.captions import Caption
from reader.ui.entry_captions import first_words, notes
from reader.ui.glyphs import UNICODE
from reader.ui.layout import LineKind
from reader.ui.overview import Outline, ancestry, count_new
from reader.ui.page import Narrowed, Order, Page
from reader.ui.reading import Cursor, Row
from tests.samples import sample_interview, sample_thread

WIDTHS, HEIGHTS, NUMBERS = st.integers(20, 130), st.integers(2, 40), st.integers(0, 10**6)


def deep_thread() -> Document:
    """A post and a chain of forty comments."""
    texts = [
        f"Reply number {depth}.\n\n> Reply number {depth - 1}.\n\nIndeed, indeed." for depth in range(41)
    ]
    entries = [
        Entry(
            id=f"d{depth}", kind=EntryKind.COMMENT if depth else EntryKind.POST, markdown=text,
            parent=f"d{depth - 1}" if depth > 1 else None, author=f"Writer {depth % 3}",
            passages=parse_markdown(text),
        )
        for depth, text in enumerate(texts)
    ]  # fmt: skip
    return Document("deep", DocumentKind.THREAD, Edition.FULL, "A deep thread", entries=tuple(entries))


DOCUMENTS = {document.id: document for document in (sample_thread(), sample_interview(), deep_thread())}
NAMES = st.sampled_from(sorted(DOCUMENTS))


@pytest.fixture(scope="module", autouse=True)
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every document of this module, in one library."""
    with Library(tmp_path_factory.mktemp("pages") / "library.db") as library:
        for document in DOCUMENTS.values():
            library.add(document, None, "made")
        OPENED.update((name, library.open(name)) for name in DOCUMENTS)
        yield
    OPENED.clear()


OPENED: dict[str, OpenDocument] = {}


def page_of(name: str, width: int = 80, height: int = 24, **wishes: object) -> Page:
    page = Page(OPENED[name], UNICODE, **wishes)  # type: ignore[arg-type]
    page.resize(width, height)
    return page


def lines_of(page: Page) -> list[Row]:
    """Every visible line, by walking everything."""
    visible = page.reading.thread.walk(page.reading.folds.is_collapsed)
    return [Row(at, number) for at in visible for number in range(len(page.lay_out(at).lines))]


def text_of(caption: Caption) -> str:
    return "".join(run.text for run in caption)


def entry_id(page: Page) -> str:
    return page.entry(page.reading.cursor.position).id


class Paging(RuleBasedStateMachine):
    """A reader who asks for everything that a page offers, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.page = page_of("on-tides", 60, 12)
        self.collapsed: set[str] = set()

    @rule(name=NAMES, width=WIDTHS, height=HEIGHTS)
    def open(self, name: str, width: int, height: int) -> None:
        self.page = page_of(name, width, height)
        self.collapsed = set()

    @rule(number=NUMBERS)
    def go(self, number: int) -> None:
        row = lines_of(self.page)[number % len(lines_of(self.page))]
        passage = self.page.lay_out(row.position).passage_at(row.line)
        self.page.reading.visit(Cursor(row.position, passage))

    @rule(lines=st.integers(-40, 40))
    def scroll(self, lines: int) -> None:
        self.page.reading.scroll(lines)

    def _change_and_hold(self, change: str, *given: object, **wishes: object) -> None:
        here, row = entry_id(self.page), self.page.reading.cursor_row()
        getattr(self.page, change)(*given, **wishes)
        assert entry_id(self.page) == here
        lines = lines_of(self.page)
        first = self.page.reading.cursor_lines()[0]
        if 0 <= row < self.page.reading.height and change != "restyle":
            above = lines.index(first)
            assert lines.index(first) - lines.index(self.page.reading.anchor) == min(row, above)

    @rule(order=st.sampled_from(Order))
    def sort(self, order: Order) -> None:
        self._change_and_hold("sort", order)
        assert self.page.order is order

    @precondition(lambda self: self.page.is_whole)
    @rule(data=st.data(), shows_ancestors=st.booleans())
    def narrow(self, data: st.DataObject, shows_ancestors: bool) -> None:
        parents = self.page.document.columns.parents
        full = data.draw(st.frozensets(st.integers(0, len(parents) - 1), min_size=1, max_size=5))
        stubs = {at for entry in full for at in ancestors(parents, entry)} if shows_ancestors else set()
        narrowed = Narrowed("these", full, frozenset(stubs - full))
        self.page.narrow(narrowed)
        thread = self.page.reading.thread
        assert set(thread.entries) == full | stubs
        short = [at for at, entry in enumerate(thread.entries) if entry in narrowed.stubs]
        here = self.page.reading.cursor.position
        assert all(page_height(self.page, at) == 1 for at in short if at != here)

    @precondition(lambda self: self.page.is_whole)
    @rule()
    def show_branch(self) -> None:
        branch = self.page.reading.thread.size(self.page.reading.cursor.position)
        self._change_and_hold("show_branch")
        assert len(self.page.reading.thread) == branch
        assert self.page.reading.cursor.position == 0

    @precondition(lambda self: not self.page.narrowed)
    @rule()
    def show_thread(self) -> None:
        self._change_and_hold("show_thread")
        assert len(self.page.reading.thread) == len(self.page.document)

    @precondition(lambda self: self.page.narrowed)
    @rule()
    def show_all_again(self) -> None:
        here = self.page.entry_at(self.page.reading.cursor.position)
        self.page.show_thread()
        folds, there = self.page.reading.folds, self.page.reading.thread.find(here)
        assert there is not None
        assert self.page.reading.cursor.position == folds.hider(there)
        assert len(self.page.reading.thread) == len(self.page.document)

    @rule(cut=st.sampled_from([0, 1, 5]), hides=st.booleans(), text_width=st.sampled_from([40, 60, 100]))
    def restyle(self, cut: int, hides: bool, text_width: int) -> None:
        self._change_and_hold("restyle", cut=cut, hides_quotations=hides, text_width=text_width)

    @rule()
    def turn_cut(self) -> None:
        position = self.page.reading.cursor.position
        before = page_height(self.page, position)
        self.page.turn_cut(position)
        self.page.turn_cut(position)
        assert page_height(self.page, position) == before

    @rule(width=WIDTHS, height=HEIGHTS)
    def resize(self, width: int, height: int) -> None:
        self.page.resize(width, height)
        assert (self.page.width, self.page.reading.height) == (width, height)

    @rule()
    def turn_fold(self) -> None:
        position = self.page.reading.cursor.position
        if not self.page.narrowed:
            self.collapsed ^= {entry_id(self.page)}
        self.page.movement.turn_fold()
        assert self.page.reading.cursor.position == position

    @invariant()
    def the_view_is_a_run_of_visible_lines_with_the_cursor_in_it(self) -> None:
        reading, lines = self.page.reading, lines_of(self.page)
        start = lines.index(reading.anchor)
        assert reading.rows() == lines[start : start + reading.height]
        first, last = reading.cursor_lines()
        assert first <= reading.rows()[-1]
        assert last >= reading.rows()[0]

    @invariant()
    def folds_are_kept_by_entry(self) -> None:
        assert set(self.page.collapsed_ids()) == self.collapsed

    @invariant()
    def nothing_is_wider_than_the_page(self) -> None:
        page = self.page
        for row in page.reading.rows():
            indent, line = 2 * page.rails(row.position), page.lay_out(row.position).lines[row.line]
            assert indent + page.room(row.position) <= page.width
            assert indent + cell_len(line.lead) + cell_len(page.line_text(row.position, line)) <= page.width
            if line.kind is LineKind.STUB:
                assert (
                    indent + cell_len(text_of(page.captions.stub(row.position, page.width - indent)))
                    <= page.width
                )
            elif line.kind is LineKind.HEADER:
                headers = page.captions.headers(row.position)
                assert cell_len(text_of(headers[line.number])) <= page.room(row.position)

    @invariant()
    def the_end_is_one_hundred_percent(self) -> None:
        page = self.page
        at_end = page.reading.cursor.position == page.reading.folds.last()
        assert 0 <= page.percent() <= 100
        assert (page.percent() == 100) == at_end


def ancestors(parents: Sequence[int], entry: int) -> list[int]:
    above = []
    while (entry := parents[entry]) >= 0:
        above.append(entry)
    return above


def page_height(page: Page, position: int) -> int:
    return len(page.lay_out(position).lines)


TestPaging = Paging.TestCase
TestPaging.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)


# Place


@settings(max_examples=60)
@given(NAMES, WIDTHS, HEIGHTS, st.integers(0, 300), NUMBERS)
def test_a_reopened_page_shows_the_very_lines(
    name: str, width: int, height: int, lines: int, number: int
) -> None:
    page = page_of(name, width, height)
    page.reading.scroll(lines)
    page.reading.put_cursor(number % height)
    again = Page(OPENED[name], UNICODE)
    again.reading.visit(page.reading.cursor, page.reading.cursor_row())
    again.resize(width, height)
    assert again.reading.rows() == page.reading.rows()
    assert again.reading.cursor == page.reading.cursor


@settings(max_examples=30)
@given(NAMES, WIDTHS, HEIGHTS, st.integers(0, 300), st.lists(st.tuples(WIDTHS, HEIGHTS), max_size=6))
def test_a_window_resized_in_many_steps_and_back_shows_the_same(
    name: str, width: int, height: int, lines: int, sizes: list[tuple[int, int]]
) -> None:
    page = page_of(name, width, height)
    page.reading.scroll(lines)
    before = page.reading.rows()
    for size in [*sizes, (width, height)]:
        page.resize(*size)
    assert page.reading.rows() == before


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_entry_is_reached_passage_by_passage(name: str) -> None:
    page = page_of(name, 50, 9)
    reached = [entry_id(page)]
    while page.movement.next_passage() is None:
        if entry_id(page) != reached[-1]:
            reached.append(entry_id(page))
    assert reached == [entry.id for entry in DOCUMENTS[name].entries]


# Order


def siblings_of(page: Page) -> Iterator[list[int]]:
    """The entries of each run of siblings, the post apart."""
    thread = page.reading.thread
    for position in [None, *range(len(thread))]:
        run = thread.tops() if position is None else thread.replies(position)
        yield [thread.entries[at] for at in run if page.entry(at).kind is not EntryKind.POST]


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("order", Order)
def test_siblings_stand_in_the_order_asked_for(name: str, order: Order) -> None:
    page = page_of(name, order=order)
    columns = page.document.columns
    keys = {
        Order.SOURCE: lambda entry: entry,
        Order.SCORE: lambda entry: -columns.scores[entry],
        Order.NEWEST: lambda entry: -columns.times[entry],
        Order.OLDEST: lambda entry: columns.times[entry],
    }
    for run in siblings_of(page):
        assert run == sorted(run, key=keys[order])
    assert page.entry(0).kind is EntryKind.POST
    page.sort(Order.SOURCE)
    assert list(page.reading.thread.entries) == list(range(len(page.document)))


def test_a_branch_is_ordered_as_the_thread_was() -> None:
    page = page_of("on-tides", order=Order.SCORE)
    page.reading.visit(Cursor(page.reading.thread.find(1) or 0))
    page.show_branch()
    assert [page.entry(at).id for at in range(len(page.reading.thread))] == ["c1", "c5", "c2", "c3", "c4"]
    assert ancestry(page) == ["Ada Quill"]


# What is said


def test_ancestors_are_named_from_the_post_down() -> None:
    page = page_of("on-tides")
    page.reading.visit(Cursor(4))
    assert ancestry(page) == ["The post", "Ada Quill", "Bo Reed", "Ada Quill", "unknown"]
    interview = page_of("on-boats")
    interview.reading.visit(Cursor(3))
    assert ancestry(interview) == ["Beginnings", "Guest"]
    interview.reading.visit(Cursor(0))
    assert ancestry(interview) == ["Introduction"]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_outline_names_headings_and_the_top_in_order(name: str) -> None:
    page = page_of(name)
    outline, headings = Outline(page), 0
    places = [outline.place(row) for row in range(len(outline))]
    assert places == sorted(places)
    for row, cursor in enumerate(places):
        passage, said = page.entry(cursor.position).passages[cursor.passage], text_of(outline.label(row))
        assert "\n" not in said
        headings += said.strip() == passage.text
        assert said.strip() == passage.text or not cursor.passage
    assert headings == len({(one.entry, one.passage) for one in page.document.headings()})
    tops = [at for at in page.reading.thread.tops() if page.entry(at).kind is EntryKind.COMMENT]
    assert {Cursor(top) for top in tops} <= set(places)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_outline_finds_the_row_of_any_cursor(name: str) -> None:
    page = page_of(name)
    outline = Outline(page)
    places = [outline.place(row) for row in range(len(outline))]
    for position in range(len(page.reading.thread)):
        for passage in range(len(page.entry(position).passages)):
            before = [row for row, place in enumerate(places) if place <= (position, passage)]
            assert outline.row_of(Cursor(position, passage)) == max(before, default=0)


def test_a_page_counts_what_it_shows_and_what_is_new() -> None:
    page = page_of("on-tides")
    assert page.captions.size_in_words() == "8 comments"
    assert page_of("on-boats").captions.size_in_words() == "6 turns"
    assert count_new(page) == "Nothing is set off"
    times = page.document.columns.times
    page.since = sorted(times)[-3]
    assert count_new(page) == f"3 since then; {times.count(UNKNOWN)} have no date"
    new = [at for at in range(len(page.document)) if page.captions.about(at).is_new]
    assert new == [at for at, time in enumerate(times) if time >= page.since]


def test_rails_say_the_depth_until_they_are_capped() -> None:
    page = page_of("deep", 60, 24)
    rails = [page.rails(at) for at in range(len(page.reading.thread))]
    assert rails == [0, *(min(depth, page.most_rails) for depth in range(1, 41))]
    assert [page.captions.about(at).is_deep for at in range(41)] == [
        depth > page.most_rails for depth in range(41)
    ]


def test_a_long_comment_is_cut_and_the_post_never() -> None:
    page = page_of("on-tides", 60, 24)
    page.restyle(cut=3)
    kinds = [[line.kind for line in page.lay_out(at).lines] for at in range(len(page.reading.thread))]
    assert [LineKind.MORE in of for of in kinds] == [at in (4, 5) for at in range(9)]
    page.turn_cut(4)
    assert LineKind.MORE not in [line.kind for line in page.lay_out(4).lines]


def test_folds_of_entries_that_are_gone_are_dropped() -> None:
    page = page_of("on-tides", collapsed=["c6", "gone", "c1"])
    assert page.collapsed_ids() == ["c1", "c6"]


def test_first_words_are_the_summary_or_ones_own_words() -> None:
    passages = parse_markdown("> theirs\n\nmine\n\n```\nand  code\n```")
    assert first_words(Entry("a", EntryKind.COMMENT, passages=passages)) == "mine and code"
    assert first_words(Entry("a", EntryKind.COMMENT, summary="In short.", passages=passages)) == "In short."
    assert first_words(Entry("a", EntryKind.COMMENT, passages=passages[:1])) == "theirs"
    assert first_words(Entry("a", EntryKind.COMMENT)) == ""


def test_lines_that_stand_for_others_say_how_many() -> None:
    page = page_of("deep", 60, 24)
    page.restyle(hides_quotations=True)
    (hidden,) = (line for line in page.lay_out(2).lines if line.kind is LineKind.HIDDEN_QUOTATION)
    assert text_of(notes(hidden)).startswith("1 quoted passage hidden")
    page.restyle(hides_quotations=False, cut=1)
    (more,) = (line for line in page.lay_out(2).lines if line.kind is LineKind.MORE)
    assert text_of(notes(more)).startswith("2 more lines")


def test_the_tree_of_a_page_is_that_of_its_document() -> None:
    for name, document in DOCUMENTS.items():
        assert list(page_of(name).reading.thread.parents) == list(Thread.of(document.entries).parents)
