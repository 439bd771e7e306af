"""Formulas in Markdown come out as they were written, and prices stay what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.importers.markdown_formulas import keep_formulas
from reader.importers.markdown_lines import mask_code
from reader.model.markdown import parse_markdown
from reader.model.passages import PassageKind, SpanKind


def kept(text: str) -> tuple[str, int]:
    lines = text.split("\n")
    written, _, count = keep_formulas(lines, mask_code(lines))
    return "\n".join(written), count


@pytest.mark.parametrize(
    "formula", ["$a_b$", "$x$", r"$\frac{1}{2}$", r"$$\int_0^1 x\,dx$$", "$a*b*c$", r"$\$5 + x$", "$p < q$"]
)
def test_a_formula_is_shown_as_it_is_written(formula: str) -> None:
    markdown, count = kept(f"Let {formula} and {formula}, so *it* is.")
    (passage,) = parse_markdown(markdown)
    assert (passage.text, count) == (f"Let {formula} and {formula}, so it is.", 2)
    assert [passage.text[span.start : span.stop] for span in passage.spans if span.kind is SpanKind.CODE] == [
        formula, formula,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5, or $6 with *tax*.", "From $5-$6 to $7.", "US$5 and A$6.", "$ x $", "$$", "\\$a_b\\$",
        "`$a_b$`", "$HOME and $PATH", "$5 and 6$", "Between $one and two$ words", "```\n$a_b$\n```",
    ],
)  # fmt: skip
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert kept(text) == (text, 0)


def test_a_formula_on_lines_of_its_own_is_a_block() -> None:
    markdown, count = kept("Before\n\n$$\na_b = \\sum\n$$\n\nafter $$")
    passages = parse_markdown(markdown)
    assert count == 1
    assert [passage.text for passage in passages] == ["Before", "a_b = \\sum", "after $$"]
    assert (passages[1].kind, passages[1].marker) == (PassageKind.CODE, "latex")


@given(st.text("$`\\_a1 \n{=", max_size=30))
def test_lines_stay_lines_and_lose_nothing(text: str) -> None:
    lines = text.split("\n")
    written, code, _ = keep_formulas(lines, mask_code(lines))
    assert len(written) == len(code) == len(lines)
    for was, now in zip(lines, written, strict=True):
        assert now in ("```latex", "```") or now.replace("`", "") == was.replace("`", "")
