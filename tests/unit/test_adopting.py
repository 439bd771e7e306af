"""The full text of a digest's document takes its place, with its ids, its tree and its words as summaries."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.importers.adopting import adopt
from reader.importers.registry import read_source
from reader.importers.source import Source
from reader.model.documents import Document, DocumentKind, Edition, Entry, EntryKind, SourceLines
from reader.model.fingerprint import fingerprint
from reader.model.markdown import parse_markdown
from tests.made import made_thread
from tests.strategies import documents
from tests.unit.answering import answer, tree
from tests.unit.importing import GOLDEN

PLAIN = [
    "Of boats and of the people who build them.",
    *(f"Number {number} says what it says." for number in range(8)),
]


def digest_of(document: Document, **fields: object) -> Document:
    """A digest of a document: other words under other ids, each with a fingerprint."""
    ids = {entry.id: f"d{at}" for at, entry in enumerate(document.entries)}
    entries = tuple(_summed(entry, ids) for entry in document.entries)
    made = replace(document, id="a-digest", edition=Edition.DIGEST, url=None, entries=entries)
    return replace(made, **fields)  # type: ignore[arg-type]


def _summed(entry: Entry, ids: dict[str, str]) -> Entry:
    text = " ".join(passage.text for passage in entry.passages)
    summary = f"What {ids[entry.id]} argues."
    return Entry(
        ids[entry.id], entry.kind, ids.get(entry.parent or ""), markdown=summary,
        passages=parse_markdown(summary), fingerprint=str(fingerprint(text)),
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(documents(kind=DocumentKind.THREAD, edition=Edition.FULL))
def test_the_tree_stays_the_same_under_other_ids(document: Document) -> None:
    adopted = adopt(document, [digest_of(document)])
    names = {old.id: new.id for old, new in zip(document.entries, adopted.entries, strict=True)}
    assert len(set(names.values())) == len(names)
    assert tree(adopted) == {names[id]: parent and names[parent] for id, parent in tree(document).items()}
    assert [entry.markdown for entry in adopted.entries] == [entry.markdown for entry in document.entries]


def test_recognised_entries_have_the_ids_and_the_words_of_the_digest() -> None:
    document = made_thread(*PLAIN)
    adopted = adopt(document, [digest_of(document)])
    assert (adopted.id, adopted.edition, adopted.title) == ("a-digest", Edition.FULL, document.title)
    assert [entry.id for entry in adopted.entries] == [f"d{at}" for at in range(9)]
    assert adopted.entries[3].summary == "What d3 argues."
    assert adopted.report.found["recognised"] == 9


def test_what_a_digest_lacks_keeps_its_own_id_and_is_said() -> None:
    document = made_thread(*PLAIN)
    digest = digest_of(made_thread(*PLAIN[:7]))
    adopted = adopt(document, [digest])
    assert [entry.id for entry in adopted.entries[6:]] == ["d6", "c7", "c8"]
    assert adopted.entries[7].parent == "d6"
    assert "2 entries of this copy are not in the known structure: c7, c8" in adopted.report.warnings


def test_an_id_that_another_entry_has_is_not_taken() -> None:
    document = made_thread(*PLAIN)
    last = replace(document.entries[-1], id="d1", markdown="New.", passages=parse_markdown("New."))
    document = replace(document, entries=(*document.entries[:-1], last))
    adopted = adopt(document, [digest_of(made_thread(*PLAIN))])
    ids = [entry.id for entry in adopted.entries]
    assert ids[:3] == ["d0", "c1", "d2"]
    assert len(set(ids)) == len(ids)


def test_another_text_is_left_as_it_is() -> None:
    document = made_thread(*PLAIN)
    other = digest_of(made_thread(*(f"Unlike {text}" for text in PLAIN)))
    few = digest_of(made_thread(PLAIN[0], *(f"Unlike {text}" for text in PLAIN[1:])))
    assert adopt(document, [other, few]) == document


@given(st.booleans())
def test_the_same_address_is_enough_where_little_is_recognised(is_same: bool) -> None:
    url = "https://www.lesswrong.com/posts/aBcD1234EfGh5678Z/boats"
    document = made_thread(*PLAIN, url=url)
    mirror = (
        "https://www.greaterwrong.com/posts/aBcD1234EfGh5678Z" if is_same else "https://a.example/posts/x"
    )
    few = digest_of(made_thread(PLAIN[0], *(f"Unlike {text}" for text in PLAIN[1:])), url=mirror)
    assert (adopt(document, [few]).id == "a-digest") is is_same


def test_the_address_above_a_post_is_none_of_its_text() -> None:
    document = made_thread(*PLAIN)
    markdown = f"<https://a.example/boats>\n\n{PLAIN[0]}"
    post = replace(document.entries[0], markdown=markdown, passages=parse_markdown(markdown))
    linked = replace(document, entries=(post, *document.entries[1:]))
    assert adopt(linked, [digest_of(document)]).entries[0].id == "d0"
    assert post.kind is EntryKind.POST


def test_lines_and_orphans_follow_the_ids() -> None:
    document = made_thread(*PLAIN)
    lines = (SourceLines(1, 1, "c1"), SourceLines(2, 2, "c1", True))
    document = replace(document, report=replace(document.report, lines=lines, orphans=("c2", "c9")))
    report = adopt(document, [digest_of(document)]).report
    assert [run.place for run in report.lines] == ["d1", "c1"]
    assert report.orphans == ("d2", "c9")


def test_an_answer_of_a_site_is_recognised() -> None:
    source = answer("forum_api.json")
    digest = digest_of(read_source(source))
    assert read_source(Source("again.json", source.text), [digest]).id == "a-digest"


def test_under_the_same_address_a_comment_is_known_by_its_place() -> None:
    url = "https://www.lesswrong.com/posts/aBcD1234EfGh5678Z/boats"
    document = made_thread(*PLAIN, url=f"{url}?commentId=c3")
    unlike = made_thread(*(f"Unlike {text}" for text in PLAIN))
    digest = digest_of(unlike, url=url)
    named = zip(digest.entries, unlike.entries, strict=True)
    digest = replace(digest, entries=tuple(replace(entry, author=own.author) for entry, own in named))
    adopted = adopt(document, [digest])
    assert (adopted.id, [entry.id for entry in adopted.entries]) == (
        "a-digest",
        [f"d{at}" for at in range(9)],
    )
    # Two of one author below the same entry: neither is surely the one of the digest.
    last = document.entries[-1]
    twin = replace(last, id="twin", markdown="Twin.", passages=parse_markdown("Twin."))
    adopted = adopt(replace(document, entries=(*document.entries, twin)), [digest])
    assert [entry.id for entry in adopted.entries[7:]] == ["d7", last.id, "twin"]


def test_a_saved_page_takes_the_place_of_its_digest() -> None:
    page = (GOLDEN / "pages" / "greater_wrong.html").read_text(encoding="utf-8")
    document = read_source(Source("saved.html", page))
    adopted = read_source(Source("saved.html", page), [digest_of(document, url=document.url)])
    assert adopted.id == "a-digest"
    named = {
        entry.id for entry, own in zip(adopted.entries, document.entries, strict=True) if entry.id != own.id
    }
    assert {f"d{at}" for at, entry in enumerate(document.entries) if len(entry.markdown) > 20} <= named


def test_what_was_laid_on_a_digest_is_left_alone() -> None:
    digest = digest_of(made_thread(*PLAIN), id="made-thread")
    document = made_thread(*PLAIN)
    assert adopt(document, [digest]) == document
