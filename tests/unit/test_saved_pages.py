"""Saved pages of each site become threads with the site's own ids, and no comment is lost."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reader.errors import SourceError
from reader.importers.saved import article, forum, greater_wrong, hacker_news, lobsters, old_forum
from reader.importers.saved.page import number_in
from reader.importers.source import Source, decode
from reader.model.codec import to_json
from reader.model.documents import Document, Entry, EntryKind, Flag
from tests.unit.answering import assert_whole
from tests.unit.importing import GOLDEN

PAGES = GOLDEN / "pages"
Reader = Callable[[Source, Sequence[Document]], Document]
# In the order in which they are asked.
IMPORTERS: dict[str, tuple[Callable[[str], str | None], Reader]] = {
    forum.NAME: (forum.find_sign, forum.read_forum),
    greater_wrong.NAME: (greater_wrong.find_sign, greater_wrong.read_greater_wrong),
    old_forum.NAME: (old_forum.find_sign, old_forum.read_old_forum),
    hacker_news.NAME: (hacker_news.find_sign, hacker_news.read_hacker_news_page),
    lobsters.NAME: (lobsters.find_sign, lobsters.read_lobsters_page),
    article.NAME: (article.find_sign, article.read_article),
}
GOLDENS = {
    "forum_page.html": forum.NAME, "forum_page_state.html": forum.NAME, "greater_wrong.html": greater_wrong.NAME,
    "old_forum.html": old_forum.NAME, "old_forum_book.html": old_forum.NAME, "hacker_news.html": hacker_news.NAME,
    "hacker_news_old.html": hacker_news.NAME, "lobsters.html": lobsters.NAME, "lobsters_old.html": lobsters.NAME,
    "article.html": article.NAME,
}  # fmt: skip


def text_of(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def read(text: str, importer: str) -> Document:
    document = IMPORTERS[importer][1](Source("page.html", text), ())
    assert_whole(document)
    assert document.report.format == importer
    return document


def comments(document: Document) -> list[Entry]:
    return [entry for entry in document.entries if entry.kind is EntryKind.COMMENT]


def tree(document: Document) -> dict[str, str | None]:
    return {entry.id: entry.parent for entry in comments(document)}


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", html.unescape(text)))


def shown(document: Document) -> Counter[str]:
    said = (passage.text for entry in document.entries for passage in entry.passages)
    return words("\n".join(said))


@pytest.mark.parametrize("name", GOLDENS)
def test_a_golden_page_gives_its_golden_document(name: str) -> None:
    document = read(text_of(name), GOLDENS[name])
    assert to_json(document) == json.loads((PAGES / f"{name}.document.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", GOLDENS)
def test_a_page_is_recognised_as_what_it_is_and_else_only_as_an_article(name: str) -> None:
    signs = [importer for importer, (find_sign, _) in IMPORTERS.items() if find_sign(text_of(name))]
    assert signs == list(dict.fromkeys([GOLDENS[name], article.NAME]))


@pytest.mark.parametrize("text", ["plain words", "a < b and > c", "hnuser said item?id=3", '{"a": "<b"}', ""])
def test_text_is_not_recognised_as_a_page(text: str) -> None:
    assert not any(find_sign(text) for find_sign, _ in IMPORTERS.values())


@pytest.mark.parametrize("name", GOLDENS)
def test_a_page_cut_anywhere_is_a_document_or_one_error(name: str) -> None:
    text = text_of(name)
    for stop in range(0, len(text), 131):
        try:
            read(text[:stop], GOLDENS[name])
        except SourceError as error:
            assert "page.html: " in str(error)


@pytest.mark.parametrize("importer", IMPORTERS)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_pages_spoiled_anywhere_are_documents_or_one_error(importer: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name, own in GOLDENS.items() if own == importer]))
    text = text_of(name)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        gone = data.draw(st.integers(0, 60))
        junk = data.draw(
            st.sampled_from(
                ["", "<", ">", '"', "</div>", "<p>", "&#27;", "\x00", "\ud800", "<!--", "{", "id=1", "\u202e"]
            )
        )
        text = text[:at] + junk + text[at + gone :]
    try:
        read(text, importer)
    except SourceError as error:
        assert error.reason


def test_without_its_data_a_forum_page_says_what_was_cut() -> None:
    whole = text_of("forum_page.html")
    document = read(re.sub(r"<script.*?</script>", "", whole, flags=re.DOTALL), forum.NAME)
    flags = {entry.id[0]: entry.flags for entry in comments(document)}
    assert flags["a"] == {Flag.TRUNCATED}
    assert flags["b"] == {Flag.COLLAPSED}
    assert flags["c"] == {Flag.RETRACTED}
    assert flags["d"] == {Flag.DELETED}
    assert flags["e"] == {Flag.ANSWER}
    assert document.report.announced == 6
    assert document.report.warnings == ("comments announced by the site: 6; in this copy: 5",)
    assert document.title == "Why kettles whistle"
    assert document.entries[0].markdown == "Steam leaves …"


def test_damaged_data_in_a_forum_page_is_passed_over() -> None:
    text = text_of("forum_page.html").replace('"headline"', '"headline', 1)
    document = read(text, forum.NAME)
    assert len(comments(document)) == 5
    assert "damaged" in document.report.warnings[0]


def test_a_comment_held_but_not_shown_keeps_its_id_over_imports() -> None:
    text = text_of("forum_page.html")
    assert read(text, forum.NAME).entries == read(text, forum.NAME).entries
    assert "20310306-091011-cy-marsh" in tree(read(text, forum.NAME))


def test_a_comments_own_page_is_a_branch() -> None:
    text = text_of("hacker_news.html")
    cell = re.search(r'<td class="default">.*?</td></tr></table></td></tr>\n', text, re.DOTALL)
    assert cell is not None
    branch = f'<table class="fatitem"><tr class="athing" id="77">{cell[0]}</table><table>{text.split("comment-tree")[1]}'
    document = read(branch, hacker_news.NAME)
    assert (document.id, document.entries[0].author, len(comments(document))) == ("hn-77", "bo", 5)
    assert document.report.warnings[0].startswith("this is a branch")


@pytest.mark.parametrize("importer", IMPORTERS)
@pytest.mark.parametrize(
    "text",
    [
        "<html><head><title>Just a moment...</title></head><body><p>Checking your browser</p></body></html>",
        "<html><head><title>Vercel Security Checkpoint</title></head><body><p>x</p></body></html>",
        "<body><h1>whoa there, pardner!</h1><p>blocked</p></body>", "", "<p></p>", "<html><body></body></html>", "<" * 700_000,
    ],
)  # fmt: skip
def test_a_page_that_holds_nothing_is_refused(importer: str, text: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text, importer)
    assert caught.value.way_out


# -- any tree of comments, as each site writes it


def greater_wrong_page(parents: Sequence[int]) -> str:
    def item(at: int) -> str:
        replies = "".join(item(below) for below, parent in enumerate(parents) if parent == at)
        return (
            f'<li id="comment-c{at}" class="comment-item"><div class="comment"><div class="comment-meta"><a class="author">w{at}</a>'
            f'</div><div class="body-text comment-body"><p>text {at}</p></div></div><ul class="comment-thread">{replies}</ul></li>'
        )

    tops = "".join(item(at) for at, parent in enumerate(parents) if parent < 0)
    return f'<main class="post"><div class="body-text post-body">p</div></main><ul class="comment-thread">{tops}</ul>'


def forum_page(parents: Sequence[int]) -> str:
    def item(at: int) -> str:
        replies = "".join(item(below) for below, parent in enumerate(parents) if parent == at)
        return (
            f'<div><div class="comments-node CommentFrame-node-7" id="c{at}"><div><div class="CommentsItem-root-3"><a class="UsersNameDisplay-noColor">'
            f'w{at}</a><div class="CommentBody-root-2"><p>text {at}</p></div></div></div><div class="CommentsNode-children">{replies}</div></div></div>'
        )

    return '<div id="postContent" class="PostsPage-postContent">p</div>' + "".join(
        item(at) for at, parent in enumerate(parents) if parent < 0
    )


def old_forum_page(parents: Sequence[int]) -> str:
    def item(at: int) -> str:
        replies = "".join(item(below) for below, parent in enumerate(parents) if parent == at)
        return (
            f'<div id="thingrow_t1_c{at}" class="comment"><span class="author"><a id="author_t1_c{at}">w{at}</a></span>'
            f'<div id="body_t1_c{at}" class="comment-content"><div class="md"><p>text {at}</p></div></div><div class="child">{replies}</div></div>'
        )

    return '<div class="post"><div class="md">p</div></div>' + "".join(
        item(at) for at, parent in enumerate(parents) if parent < 0
    )


def lobsters_page(parents: Sequence[int]) -> str:
    def item(at: int) -> str:
        replies = "".join(item(below) for below, parent in enumerate(parents) if parent == at)
        return (
            f'<li class="comments_subtree"><div class="comment" data-shortid="c{at}"><div class="byline"><a href="/~w{at}">w{at}</a></div>'
            f'<div class="comment_text"><p>text {at}</p></div></div><ol class="comments">{replies}</ol></li>'
        )

    tops = "".join(item(at) for at, parent in enumerate(parents) if parent < 0)
    story = '<li class="story" data-shortid="s"><span class="link"><a class="u-url" href="https://a.example">T</a></span></li>'
    return (
        f'{story}<ol class="comments"><li class="comments_subtree"><ol class="comments">{tops}</ol></li></ol>'
    )


def hacker_news_page(parents: Sequence[int], is_old: bool = False) -> str:
    def rows(parent: int, depth: int) -> str:
        return "".join(
            row(at, depth) + rows(at, depth + 1) for at, own in enumerate(parents) if own == parent
        )

    def row(at: int, depth: int) -> str:
        indent = "" if is_old else f' class="ind" indent="{depth}"'
        head = f'<tr class="athing comtr" id="c{at}">' if not is_old else "<tr>"
        return (
            f'{head}<td><table><tr><td{indent}><img src="s.gif" height="1" width="{40 * depth}"></td><td><a id="up_c{at}"></a></td>'
            f'<td class="default"><a href="user?id=w{at}">w{at}</a><span class="comment"><font>text {at}</font></span></td></tr></table></td></tr>'
        )

    item = '<table class="fatitem"><tr class="athing" id="1"><td class="title"><a href="https://a.example">T</a></td></tr></table>'
    return f"{item}<table>{rows(-1, 0)}</table>"


_TREES = st.lists(st.integers(0, 99), max_size=12).map(
    lambda steps: [step % (at + 1) - 1 for at, step in enumerate(steps)]
)
_MAKERS: dict[str, tuple[str, Callable[[Sequence[int]], str]]] = {
    "GreaterWrong": (greater_wrong.NAME, greater_wrong_page), "a forum": (forum.NAME, forum_page),
    "the old forum": (old_forum.NAME, old_forum_page), "Lobsters": (lobsters.NAME, lobsters_page),
    "Hacker News": (hacker_news.NAME, hacker_news_page),
    "the old Hacker News": (hacker_news.NAME, lambda parents: hacker_news_page(parents, True)),
}  # fmt: skip


@pytest.mark.parametrize("site", _MAKERS)
@settings(max_examples=25, deadline=None)
@given(parents=_TREES)
def test_any_tree_of_comments_is_read_as_the_page_nests_it(site: str, parents: list[int]) -> None:
    importer, make = _MAKERS[site]
    document = read(make(parents), importer)
    assert tree(document) == {
        f"c{at}": f"c{parent}" if parent >= 0 else None for at, parent in enumerate(parents)
    }
    assert {(entry.author, entry.markdown) for entry in comments(document)} == {
        (f"w{at}", f"text {at}") for at in range(len(parents))
    }


@pytest.mark.parametrize("site", _MAKERS)
def test_a_deep_page_is_read_or_refused_soon(site: str) -> None:
    importer, make = _MAKERS[site]
    start = process_time()
    assert len(comments(read(make(range(-1, 299)), importer))) == 300
    nested = make(range(-1, 1)).partition("text 1")
    with pytest.raises(SourceError, match="deep"):
        IMPORTERS[importer][1](Source("deep.html", nested[0] + "<div>" * 60_000 + nested[1] + nested[2]), ())
    assert process_time() - start < 4


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("1,234 points", 1234),
        ("−3", -3),
        ("- 4", -4),
        ("Ω 142", 142),
        ("none", None),
        ("", None),
        ("9" * 40, 9999999999999),
    ],
)
def test_points_are_read_as_pages_write_them(text: str, number: int | None) -> None:
    assert number_in(text) == number


# -- real pages


def original(name: str) -> str:
    path = Path(__file__).resolve().parents[3] / "shared" / "data" / "lesswrong" / name
    if not path.is_file():
        pytest.skip(f"{name} is not at hand")
    return decode(path.read_bytes(), name)[0]


def test_the_real_old_page_is_read_whole() -> None:
    text = original("page_2007_comments.html")
    document = read(text, old_forum.NAME)
    bodies = re.findall(r'<div id="body_t1_(\w+)" class="comment-content ">(.*?)\n</div>', text, re.DOTALL)
    post = text[text.index('<div class="md">') : text.index("<hr>")]
    assert [entry.id for entry in comments(document)] == [id for id, _ in bodies]
    assert len(bodies) == len(re.findall(r"ID: \w+", text)) == 27
    assert all(entry.author and entry.posted_at and entry.score is not None for entry in comments(document))
    plain = re.sub(r"<[^>]+>", "\n", post + "".join(body for _, body in bodies))
    assert not words(plain) - shown(document)


def test_the_real_page_of_2025_is_read_whole() -> None:
    text = original("page_2025_no_comments.html")
    document = read(text, forum.NAME)
    start = text.index('<div id="postContent">')
    body = text[start : text.index('<div hidden=""', start)]
    body = re.sub(r"<(script|style)\b.*?</\1>", "", body[: body.rindex("</ol>")], flags=re.DOTALL)
    assert (document.title, document.score, len(document.authors), len(document.tags)) == (
        "Simulators",
        690,
        1,
        12,
    )
    assert (document.report.announced, document.report.imported) == (169, 0)
    assert document.report.found["footnotes"] == len(re.findall(r'class="footnote-item"', body)) == 31
    inline = r"</?(?:em|i|strong|b|a|span|sup)\b[^>]*>"
    assert not words(re.sub(r"<[^>]*>", "\n", re.sub(inline, "", body))) - shown(document)


@given(
    st.recursive(
        st.sampled_from(["ab", "cde", "f"]),
        lambda parts: st.lists(parts, min_size=1, max_size=3),
        max_leaves=30,
    )
)
def test_of_nested_lists_every_word_weighs_once(nested: str | list[object]) -> None:
    def write(part: object) -> str:
        return (
            part
            if isinstance(part, str)
            else "<ul>" + "".join(f"<li>{write(one)}</li>" for one in part) + "</ul>"
        )  # type: ignore[attr-defined]

    body = LexborHTMLParser(f"<body><i>around</i>{write([nested])}<p>end</p></body>").body
    assert body is not None
    assert article._weight(body) == len(body.text()) - len("around")
