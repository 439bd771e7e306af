"""HTML as our Markdown: whatever is visible in the one is in the other, and nothing else."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.clean import clean, safe_url
from reader.importers.html import html_to_markdown, node_to_markdown, parse_html
from reader.model.markdown import parse_markdown
from reader.model.passages import Passage

_CHARACTERS = "ab1 .)*_`~[]<>#+-=|\\&!:;(\"'\n\t0é中“”·\u00a0\u00ad\u0301٣²👍"
_ADDRESS = "https://tide.example/a_(b)?x=1&copy=2"
_TEXT = st.text(st.sampled_from(_CHARACTERS), max_size=12) | st.text(max_size=6)


@dataclass(frozen=True)
class Made:
    """A piece of HTML and the text a browser would show for it."""

    html: str
    text: str


def _joined(parts: list[Made]) -> Made:
    return Made("".join(part.html for part in parts), "".join(part.text for part in parts))


def _element(name: str, **attributes: str) -> Callable[[Made], Made]:
    written = "".join(f' {key}="{html.escape(value)}"' for key, value in attributes.items())
    return lambda inner: Made(f"<{name}{written}>{inner.html}</{name}>", inner.text)


def _said(text: str) -> Made:
    usual = text.replace("\x00", "").replace("\r", " ")
    return Made(html.escape(usual), usual)


def _mapped(inner: st.SearchStrategy[Made], *elements: Callable[[Made], Made]) -> st.SearchStrategy[Made]:
    return st.one_of([inner.map(element) for element in elements])


_ATOM = _TEXT.map(_said)
_PHRASE = st.recursive(
    _ATOM,
    lambda inner: _mapped(
        st.lists(inner, max_size=4).map(_joined),
        *(_element(name) for name in ("b", "i", "s", "code", "span", "strong", "em", "u")),
        _element("span", **{"class": "spoiler"}),
        lambda made: Made(f"{made.html}<br>", made.text),
    ),
    max_leaves=6,
)
_LINE = st.lists(
    _PHRASE | _mapped(_PHRASE, _element("a", href=_ADDRESS), _element("a", href="#x")),
    max_size=4,
).map(_joined)
_PARAGRAPH = _mapped(_LINE, *(_element(name) for name in ("p", "h2", "h6", "div", "figcaption")))


def _listed(parts: list[Made], name: str = "ul") -> Made:
    items = [_element("li")(part) for part in parts]
    return _element(name)(_joined(items))


def _table(rows: list[list[Made]]) -> Made:
    return _element("table")(
        _joined([_element("tr")(_joined([_element("td")(cell) for cell in row])) for row in rows])
    )


_CODE = _TEXT.map(lambda text: _element("pre")(_said(f"x{text}")))
BLOCKS = st.recursive(
    _PARAGRAPH
    | _LINE
    | _CODE
    | st.just(Made("<hr>", ""))
    | st.lists(st.lists(_LINE, max_size=3), max_size=3).map(_table),
    lambda inner: (
        st.lists(inner, max_size=3).map(_joined).map(_element("blockquote"))
        | st.lists(inner, max_size=3).map(_listed)
        | st.lists(inner, max_size=3).map(lambda parts: _listed(parts, "ol"))
        | st.lists(inner, max_size=3).map(_joined).map(_element("div", **{"class": "spoilers"}))
        | st.lists(inner, max_size=3).map(_joined)
    ),
    max_leaves=8,
)


def visible(text: str) -> str:
    """Text without white space, soft hyphens, the bars between columns, and links written out in tables."""
    return re.sub(r"[\s│\u00ad]+", "", text.replace(f" <{_ADDRESS}>", ""))


def assert_visible(made: Made) -> None:
    """What a browser would show is what the passages show, and they are those of the Markdown."""
    walked = html_to_markdown(made.html)
    assert walked.passages == parse_markdown(walked.markdown)
    assert visible("".join(passage.text for passage in walked.passages)) == visible(clean(made.text))


def passages(source: str, base: str | None = None) -> tuple[Passage, ...]:
    return parse_markdown(html_to_markdown(source, base).markdown)


def shown(source: str) -> str:
    return visible("".join(passage.text for passage in passages(source)))


@settings(max_examples=120, deadline=None)
@given(BLOCKS)
def test_whatever_is_visible_in_html_is_visible_in_its_markdown(made: Made) -> None:
    assert_visible(made)


@settings(max_examples=100, deadline=None)
@given(_LINE)
def test_no_sign_of_markdown_shows_in_a_paragraph(made: Made) -> None:
    assert shown(f"<p>{made.html}</p>") == visible(clean(made.text))


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab./:?#[]@!$&'()*+,;=%20|\\^`{}<>\"é中 \t\n~_-"), max_size=30), st.booleans())
def test_only_addresses_that_may_be_opened_are_kept_as_links(written: str, is_whole: bool) -> None:
    href = html.escape(f"https://tide.example/{written}" if is_whole else written)
    walked = html_to_markdown(f'<p>to <a href="{href}">it</a>.</p>', "https://tide.example/base/page?x")
    assert walked.passages == parse_markdown(walked.markdown)
    assert "".join(passage.text for passage in walked.passages) == "to it."
    targets = [span.target for passage in walked.passages for span in passage.spans]
    assert all(target.startswith("#fn") or safe_url(target) == target for target in targets)


@pytest.mark.parametrize(
    "href",
    [
        "javascript:steal()",
        " JaVaScript:x",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "http://",
        "https://a b",
        "http://[",
        "mailto:a@b.example",
    ],
)
def test_any_other_address_leaves_plain_text(href: str) -> None:
    walked = html_to_markdown(f'<a href="{href}">words</a>')
    assert walked.markdown == "words"
    assert walked.unsafe == 1


@pytest.mark.parametrize(
    ("source", "markdown"),
    [
        ("first<p>second<p><i>third</i>", "first\n\nsecond\n\n*third*"),
        ("<p>a<br>b</p><p>c<br><br>d", "a\\\nb\n\nc\n\nd"),
        ("<h1>One</h1><h3>Three <b>bold</b></h3>", "# One\n\n### Three **bold**"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c"),
        ("<ol start=9><li>a<li>b</ol>", "9. a\n10. b"),
        ("<ol><li>a<p>more</p></li><li value=7>b</ol>", "1. a\n\n   more\n7. b"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote><blockquote>c</blockquote>", "> a\n>\n> > b\n\n> c"),
        ("<ul><li><blockquote>q</blockquote><pre>x\n y</pre></ul>", "- > q\n\n  ```\n  x\n   y\n  ```"),
        ("<pre><code class='language-py'>a ``` b</code></pre>", "````py\na ``` b\n````"),
        ("<code>a`b</code> <code>`</code> <tt> c </tt>", "``a`b`` `` ` `` `c`"),
        ("<p><b>Note:</b>text, <i>in</i>side, <b>a <i>b</i></b>", "**Note:**&#116;ext, *in*side, **a *b***".replace("*in*", "_in_").replace("*b*", "_b_").replace("_in_side", "_in_&#115;ide")),
        ("<del>old</del> <u>new</u> <q>said</q>", "~~old~~ new “said”"),
        ("10<sup>9</sup>, 1<sup>st</sup>, H<sub>2</sub>O", "10^9, 1st, H2O"),
        ("<table><tr><th>a<th>b<tr><td>1<td>x|y</table>", "| a | b |\n| --- | --- |\n| 1 | x\\|y |"),
        ("<table><tr><td><p>one</p><p>two</p></td></tr></table>", "one\n\ntwo"),
        ("<details><summary>More</summary><p>inside</p></details>", "**More**\n\ninside"),
        ("<dl><dt>term</dt><dd>meaning</dd></dl>", "**term**\n\n- meaning"),
        ("a<hr>b", "a\n\n***\n\nb"),
        ("soft&shy;ly&nbsp; said", "softly said"),
        ("<p>1. no list</p><p>- none</p><p># none</p><p>&gt; none</p><p>a_b *c* [d] &amp;lt;</p>",
         "1\\. no list\n\n\\- none\n\n\\# none\n\n\\> none\n\na_b \\*c\\* \\[d\\] &amp;lt;"),
    ],
)  # fmt: skip
def test_html_becomes_this_markdown(source: str, markdown: str) -> None:
    assert html_to_markdown(source).markdown == markdown


def test_a_table_of_too_many_columns_becomes_a_list_of_its_rows() -> None:
    rows = [[f"{letter}{column}" for column in range(21)] for letter in "ab"]
    walked = html_to_markdown(_table([[_said(cell) for cell in row] for row in rows]).html)
    assert walked.markdown == "\n".join(f"- {' │ '.join(row)}" for row in rows)


@pytest.mark.parametrize(
    ("first", "has_heads"),
    [
        ("<th>Kettle<th>Made", True),
        ("<td><b>Kettle</b><td><strong>Made</strong>", True),
        ("<td><td><strong>Made</strong>", True),
        ("<td>Kettle<td>large", False),
        ("<th>Kettle<td>large", False),
        ("<td><b>Kettle</b><td>large", False),
    ],
)
def test_the_first_row_of_a_table_is_its_heads_only_where_the_page_says_so(
    first: str, has_heads: bool
) -> None:
    (table,) = html_to_markdown(f"<table><tr>{first}<tr><td>Pan<td>small</table>").passages
    lines = table.text.split("\n")
    assert (len(lines), set(lines[1]) == set("─┼")) == ((3, True) if has_heads else (2, False))


def test_links_spoilers_and_footnotes_in_tables_stay_what_they_are() -> None:
    html = (
        '<table><tr><th>a<th>b<tr><td><a href="https://a.example">one</a>'
        '<td>x<a href="#fn1">1</a> <span class="spoiler">two</span></table><p id="fn1">note'
    )
    table = html_to_markdown(html).passages[0]
    found = [(table.text[span.start : span.stop], span.target) for span in table.spans]
    assert found == [("one", "https://a.example"), ("1", "#fn-1"), ("two", "#spoiler")]


@pytest.mark.parametrize(
    "source",
    [
        "<script>x</script>", "<style>x</style>", "<noscript>x</noscript>", "<template>x</template>", "<p hidden>x</p>",
        "<p style='color: red; display : none'>x</p>", "<!-- x -->", "<title>x</title>", "<svg><text>x</text></svg>",
        "<button>x</button>", "<textarea>x</textarea>", "<select><option>x</select>", "<input value=x>", "<p class='a menu'>x",
        "<nav>x</nav>", "<a href='https://a.example'></a>", "<img width=1 height=1 src='https://a.example/x.gif'>",
    ],
)  # fmt: skip
def test_what_is_not_shown_is_not_text(source: str) -> None:
    walked = html_to_markdown(f"a{source}", drop={"menu", "nav"})
    assert walked.markdown == "a"


def test_footnotes_are_linked_both_ways_whatever_their_names() -> None:
    forms = [
        '<p>a<sup><a href="#fn-x-1" id="fnref-x-1">[1]</a></sup></p><ol><li id="fn-x-1"><p>n <a href="#fnref-x-1">↩</a></p></li></ol>',
        '<p>a<span id="fnrefabc123def"><sup><a href="https://t.example/p#fnabc123def">[1]</a></sup></span></p><ol><li id="fnabc123def">'
        '<span><sup><strong><a href="https://t.example/p#fnrefabc123def">^</a></strong></sup></span><div><p>n</p></div></li></ol>',
        '<p>a<a href="#_ftn1" name="_ftnref1">[1]</a></p><ol><li id="_ftn1">n</li></ol>',
        '<p>a<a href="#footnote-9" id="footnote-anchor-9">[1]</a></p><ol><li id="footnote-9"><p>n</p></li></ol>',
    ]
    for form in forms:
        walked = html_to_markdown(form, "https://t.example/p")
        assert (walked.markdown, walked.notes) == ("a[\\[1\\]](#fn-1)\n\n1. n [↩](#fnref-1)", 1)


def test_two_footnotes_are_told_apart() -> None:
    text = '<p>a<a href="#fn2">2</a> b<a href="#fn7">7</a></p><p id="fn7">seven <a href="#fnref7">back up</a></p><p id="fn2">two</p>'
    assert html_to_markdown(text).markdown == (
        "a[2](#fn-1) b[7](#fn-2)\n\nseven [back up](#fnref-2)\n\ntwo [↩](#fnref-1)"
    )


@pytest.mark.parametrize(
    ("source", "is_display"),
    [
        ('<span class="katex"><span class="katex-mathml"><math><semantics><mi>x</mi><annotation encoding="application/x-tex">x_1^*</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">x1</span></span>', False),
        ('<span class="katex-display"><span class="katex"><math><annotation encoding="application/x-tex">x_1^*</annotation></math></span></span>', True),
        ('<span class="mjpage"><span class="mjx-chtml"><style>.x{}</style><span class="mjx-math" aria-label="x_1^*"><span>x1</span></span></span></span>', False),
        ('<span class="mjpage mjpage__block"><span class="mjx-chtml MJXc-display"><span class="mjx-math" aria-label="x_1^*"></span></span></span>', True),
        ('<span class="MathJax_Preview">p</span><span class="MathJax" id="f">x1</span><script type="math/tex">x_1^*</script>', False),
        ('<div class="MathJax_Display"><span class="MathJax">x1</span></div><script type="math/tex; mode=display">x_1^*</script>', True),
        ('<math alttext="x_1^*"><mi>x</mi></math>', False), ('<math display="block" alttext="x_1^*"><mi>x</mi></math>', True),
        ('<img class="latex" alt="x_1^*" src="https://s0.example/latex.php">', False),
        ('<span class="math">x_1^*</span>', False), ('<div class="math">x_1^*</div>', True),
        ('<span class="math-tex">\\(x_1^*\\)</span>', False),
    ],
)  # fmt: skip
def test_formulas_are_kept_as_latex(source: str, is_display: bool) -> None:
    walked = html_to_markdown(f"<p>so {source} is</p>")
    assert walked.formulas == 1
    assert walked.markdown == ("so\n\n```latex\nx_1^*\n```\n\nis" if is_display else "so `$x_1^*$` is")


@pytest.mark.parametrize("name", ["spoiler", "spoilers", "spoiler-v2", "spoiled", "md-spoiler-text"])
def test_spoilers_are_links_that_say_so(name: str) -> None:
    walked = html_to_markdown(
        f'<div class="x {name}"><p>it <a href="https://a.example/b">was</a></p><pre>code</pre></div>'
    )
    paragraph, code = walked.passages
    assert (paragraph.text, code.marker, walked.spoilers) == ("it was", "spoiler", 1)
    assert [(span.start, span.stop, span.target) for span in paragraph.spans] == [
        (0, 2, "#spoiler"), (3, 6, "#spoiler:https://a.example/b"),
    ]  # fmt: skip


def test_pictures_become_their_description_and_address() -> None:
    walked = html_to_markdown(
        '<p><img src="/k.png" alt="A kettle"> <img src="./Page_files/k.png" alt="saved"> <img src="data:image/png,x">'
        ' <img class="emoji" alt=":)" src="https://e.example/x.png"> <iframe src="https://v.example/1" title="A film"></iframe></p>',
        "https://t.example/a/b",
    )
    assert walked.markdown == (
        "![A kettle](https://t.example/k.png) \\[image: saved\\] \\[image\\] :) [A film](https://v.example/1)"
    )
    assert walked.images == 4


def test_an_address_that_a_site_shortened_is_whole_again() -> None:
    walked = html_to_markdown('<a href="https://a.example/long/path/here">https://a.example/long/pa...</a>')
    assert walked.passages[0].text == "https://a.example/long/path/here"


def test_entities_are_undone_before_cleaning() -> None:
    walked = html_to_markdown("a&#27;[31mb&#x202e;c&#155;&#0;&lrm;\x1b\ud800")
    assert walked.passages[0].text == "a␛[31mb\ufffdc›\ufffd\ufffd␛?"
    assert walked.cleaned == 4


def test_an_element_of_a_page_is_read_as_its_html_is() -> None:
    page = parse_html(
        "<html><head><title>t</title></head><body><div id=a><p>x <b>y</b></p></div><p>z</p></body></html>"
    )
    node = page.css_first("#a")
    assert node is not None
    assert node_to_markdown(node) == html_to_markdown("<p>x <b>y</b></p>")


_HARD = {
    "nesting": "<div>" * 100_000 + "x", "quotations": "<blockquote>" * 5_000 + "x", "lists": "<ul><li>" * 15_000 + "x",
    "emphasis": "".join(f"<font color={at}><p>a" for at in range(1_500)), "attributes": "<a " + " ".join(f"x{at}=1" for at in range(20_000)) + ">x",
    "stars": "*" * 300_000, "breaks": "x<br>" * 150_000, "paragraphs": "<p>x" * 150_000, "brackets": "<" * 300_000,
    "tags": "<a " * 300_000, "quotes": '<a b="' * 200_000, "ticks": f"<code>{'`' * 200_000}", "words": "word " * 1_000_000,
    "cells": "<table><tr>" + "<td>x" * 10_000, "entities": "&#27;" * 200_000, "comments": "<!--" * 200_000, "spans": "<span>x" * 30_000,
    "tables": "<table><tr><td>" * 8_000 + "x", "links": '<a href="http://a.example">x</a>' * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", _HARD)
def test_no_html_takes_long(name: str) -> None:
    start = process_time()
    walked = html_to_markdown(_HARD[name])
    assert process_time() - start < 2
    assert len(walked.markdown) <= 2 * len(_HARD[name]) + 100


def test_html_cut_anywhere_is_read() -> None:
    text = "<p>a <b>b</b> <a href='https://a.example'>c</a></p><table><tr><td>d<td>e</table><pre>f</pre><ol><li id=fn1>&amp;g"
    for stop in range(len(text)):
        walked = html_to_markdown(text[:stop])
        assert walked.passages == parse_markdown(walked.markdown)
