"""A text cut in two, or set in one of two, keeps every passage as it was."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.cutting import Text, cut, join
from reader.model.markdown import parse_markdown
from reader.model.passages import Passage
from tests.strategies import markdowns

SET = r"""A paragraph that was\
set in two lines. With **strong words** and [a link](https://a.example/b) in it.

- one
- two
  - deeper
  - deepest

> Quoted words go on
> in two lines.

1. first
2. second

## A heading

```py
code

more
```

The end: 3. is no list, and # no heading."""


def text_of(markdown: str) -> Text:
    return Text(markdown, parse_markdown(markdown))


def said(passages: tuple[Passage, ...]) -> list[str]:
    return ["".join(passage.text.split()) for passage in passages if passage.text.split()]


def test_a_text_is_cut_between_any_two_passages() -> None:
    text = text_of(SET)
    for passage in range(1, len(text.passages)):
        parts = cut(text, passage, 0)
        assert parts is not None
        assert said(parts[0].passages) + said(parts[1].passages) == said(text.passages)
        assert len(parts[0].passages) == passage


def test_a_paragraph_is_cut_before_any_word_that_is_in_no_span() -> None:
    text = text_of(SET)
    for number, passage in enumerate(text.passages):
        for at in range(1, len(passage.text)):
            is_inside = any(span.start < at < span.stop for span in passage.spans)
            if passage.text[at - 1] == " " and passage.kind == "paragraph" and not is_inside:
                parts = cut(text, number, at)
                assert parts is not None, passage.text[at:]
                assert said(parts[1].passages)[0] == "".join(passage.text[at:].split())
                assert parts[1].passages[0].is_quotation == passage.is_quotation


@pytest.mark.parametrize(("passage", "character"), [(0, 0), (0, 999), (99, 0), (-1, 0)])
def test_nothing_is_cut_where_nothing_would_be_left(passage: int, character: int) -> None:
    assert cut(text_of(SET), passage, character) is None


def test_nothing_is_cut_within_a_link() -> None:
    text = text_of("See [a long link](https://a.example/b) there.")
    assert cut(text, 0, text.passages[0].text.index("long")) is None


@settings(max_examples=80, deadline=None)
@given(markdowns(), st.data())
def test_every_word_is_kept_once_by_cutting_and_by_joining(markdown: str, data: st.DataObject) -> None:
    text = text_of(markdown)
    passage = data.draw(st.integers(0, max(0, len(text.passages) - 1)))
    length = len(text.passages[passage].text) if text.passages else 0
    parts = cut(text, passage, data.draw(st.integers(0, length)))
    if parts is None:
        return
    first, second = parts
    assert first.passages == parse_markdown(first.markdown)
    assert second.passages == parse_markdown(second.markdown)
    assert "".join(said(first.passages) + said(second.passages)) == "".join(said(text.passages))
    joined = join(first, second)
    if joined is not None:
        assert "".join(said(joined.passages)) == "".join(said(text.passages))


@pytest.mark.parametrize("markdown", ["```\nnever closed", "~~~\nnever closed", "- a list", "A line"])
def test_what_is_held_open_does_not_swallow_what_follows(markdown: str) -> None:
    joined = join(text_of(markdown), text_of("The next one.\n\n- item"))
    assert joined is not None
    assert said(joined.passages)[-2:] == ["Thenextone.", "item"]
