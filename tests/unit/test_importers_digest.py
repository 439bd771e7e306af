"""The digest form loses nothing on the way out and in, and names the line of every fault."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import SourceError
from reader.importers.digest import read_digest, write_digest
from reader.importers.source import Source
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, Flag, Report
from reader.model.fingerprint import fingerprint
from reader.model.markdown import parse_markdown
from reader.model.thread import arrange
from tests.strategies import addresses, document_ids, lines, markdowns, moments, names, texts
from tests.unit.importing import assert_accounted, assert_parsed, golden

HEADER = "---\nformat: threadside.digest/1\nid: lamps\nkind: thread\ntitle: Lamps\n---\n"
POST = "\n=== post post\n\nWords.\n"

marks = texts().map(lambda text: str(fingerprint(text)))
plain_names = names().map(lambda name: name.replace(";", ",")).filter(lambda name: name != "unknown")
scores = st.none() | st.integers(-(10**9) + 1, 10**9 - 1)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, tuple[str, ...]]:
    """Markdown the form can hold, and a fingerprint for some of its headings."""
    blocks: list[str] = []
    heading_marks: list[str] = []
    for _ in range(draw(st.integers(0, 3))):
        level = draw(st.integers(1, 4))
        if draw(st.booleans()):
            blocks.append(f"{'#' * level} Part {len(blocks)}")
            heading_marks.append(draw(st.just("") | marks.map(f"{level}:{{}}".format)))
        else:
            blocks.append(draw(lines()).replace("#", "").replace("=== ", ""))
    markdown = "\n\n".join(block.strip() for block in blocks if block.strip())
    return markdown, tuple(heading_marks) if any(heading_marks) else ()


@st.composite
def entries(draw: st.DrawFn, entry_id: str, kind: EntryKind) -> Entry:
    markdown, heading_marks = draw(bodies())
    return Entry(
        id=entry_id, kind=kind, author=draw(st.none() | plain_names), posted_at=draw(st.none() | moments()),
        score=draw(scores), flags=draw(st.frozensets(st.sampled_from(Flag), max_size=3)),
        inferred=draw(st.frozensets(st.sampled_from(["author", "parent", "start"]))), markdown=markdown,
        fingerprint=draw(st.none() | marks), heading_fingerprints=heading_marks,
        passages=parse_markdown(markdown),
    )  # fmt: skip


@st.composite
def digests(draw: st.DrawFn) -> Document:
    kind = draw(st.sampled_from(DocumentKind))
    replies = EntryKind.COMMENT if kind is DocumentKind.THREAD else EntryKind.TURN
    flat = [draw(entries("post", EntryKind.POST))]
    for number in range(1, draw(st.integers(1, 5))):
        parent = draw(st.none() | st.sampled_from([f"e{before}" for before in range(1, number)] or [None]))
        flat.append(replace(draw(entries(f"e{number}", replies)), parent=parent))
    return Document(
        id=draw(document_ids()), kind=kind, edition=Edition.DIGEST, title=draw(names()),
        url=draw(st.none() | addresses()), authors=tuple(draw(st.lists(plain_names, max_size=2))),
        posted_at=draw(st.none() | moments()), score=draw(scores),
        tags=tuple(draw(st.lists(plain_names, max_size=2))), entries=arrange(flat).entries,
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(digests())
def test_what_is_written_is_read_again_the_same(document: Document) -> None:
    written = write_digest(document)
    read = read_digest(Source("made.md", written))
    assert replace(read, report=Report()) == document
    assert_accounted(read, written)
    assert_parsed(read)


@given(markdowns())
def test_any_markdown_is_written_and_read_again_or_refused(markdown: str) -> None:
    entry = Entry("post", EntryKind.POST, markdown=markdown, passages=parse_markdown(markdown))
    document = Document("a", DocumentKind.THREAD, Edition.DIGEST, "A", entries=(entry,))
    try:
        written = write_digest(document)
    except SourceError:
        assert "=== " in markdown
    else:
        assert read_digest(Source("made.md", written)).entries[0].markdown == "\n".join(
            trimmed(markdown.split("\n"))
        )


def trimmed(rows: list[str]) -> list[str]:
    while rows and not rows[0].strip():
        rows = rows[1:]
    while rows and not rows[-1].strip():
        rows = rows[:-1]
    return rows


def test_a_heading_shows_no_fingerprint_and_keeps_it_beside() -> None:
    mark = fingerprint("The original heading")
    body = f"\n=== post post\n\n## Ours {{#{mark}}}\n\n### Plain\n\nA {{#brace}}.\n"
    post = read_digest(Source("made.md", HEADER + body)).entries[0]
    assert post.markdown == "## Ours\n\n### Plain\n\nA {#brace}."
    assert post.heading_fingerprints == (f"2:{mark}", "")


def test_unknown_authors_and_the_post_as_parent_are_none() -> None:
    document = read_digest(golden("forum_digest.md"))
    assert [entry.id for entry in document.entries if entry.author is None] == ["c1"]
    assert [entry.id for entry in document.entries if entry.parent is None] == ["post", "c1"]
    assert document.report.found == {"posts": 1, "comments": 8}
    assert document.report.imported == 8


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("words", "line 1: a digest begins"),
        ("\n\n--\n", "line 3: a digest begins"),
        ("---\nformat: threadside.digest/1\n", "line 1: the header .* no closing"),
        ("---\nid: a\n---\n", "line 1: key 'format' is missing"),
        (HEADER, "line 6: the digest has no entry"),
        (HEADER.replace("digest/1", "digest/2") + POST, "line 2: .*digest/2.*newer Threadside"),
        (HEADER.replace("kind", "sort") + POST, "line 4: unknown key 'sort'"),
        (HEADER.replace("kind: thread\n", "") + POST, "line 1: key 'kind' is missing"),
        (HEADER.replace("thread\n", "essay\n") + POST, "line 4: kind 'essay' is not one of thread"),
        (HEADER.replace("id: lamps", "id: ../Lamps") + POST, "line 3: id '../Lamps' is not made of"),
        (HEADER.replace("title:", "title") + POST, "line 5: expected 'key: value'"),
        (HEADER.replace("title", "url: ftp://a\ntitle") + POST, "line 5: url 'ftp://a' is not"),
        (HEADER.replace("title", "score: 1e3\ntitle") + POST, "line 5: score '1e3' is not a whole"),
        (HEADER.replace("title", "id: b\ntitle") + POST, "line 5: key 'id' is given twice"),
        (HEADER.replace("title", "posted_at: May\ntitle") + POST, "line 5: posted_at 'May' is not an ISO"),
        (HEADER + "stray\n" + POST, "line 7: text before the first entry"),
        (HEADER + "\n=== essay e1\n", "line 8: expected '=== KIND ID'"),
        (HEADER + "\n=== comment\n", "line 8: expected '=== KIND ID'"),
        (HEADER + POST + POST, "line 12: a second entry 'post'"),
        (HEADER + "\n=== post post\nflags: lost\n", "line 9: flags 'lost' is not one of truncated"),
        (HEADER + "\n=== post post\nfingerprint: x\n", "line 9: fingerprint 'x' is not of the form"),
        (HEADER + "\n=== post post\nauthor: a\nspeaker: b\n", "line 10: key 'speaker' is given twice"),
    ],
)
def test_every_fault_is_said_with_its_line(text: str, said: str) -> None:
    with pytest.raises(SourceError, match=rf"^made\.md: {said}"):
        read_digest(Source("made.md", text))


@given(st.integers(0, len(golden("forum_digest.md").text)))
def test_a_digest_cut_anywhere_is_read_or_refused(size: int) -> None:
    text = golden("forum_digest.md").text[:size]
    try:
        document = read_digest(Source("cut.md", text))
    except SourceError as error:
        refused = str(error)
    else:
        refused = "line "
        assert_accounted(document, text)
    assert "line " in refused


def test_what_the_form_cannot_hold_is_refused_when_written() -> None:
    entry = Entry("post", EntryKind.POST, markdown="a\n=== post two\nb")
    document = Document("a", DocumentKind.THREAD, Edition.DIGEST, "A", entries=(entry,))
    with pytest.raises(SourceError, match="entry 'post'"):
        write_digest(document)
    with pytest.raises(SourceError, match="entry 'a b'"):
        write_digest(replace(document, entries=(replace(entry, id="a b", markdown=""),)))
