"""An article in Markdown: front matter, a title, and one text that stays the Markdown it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from reader.clean import count_unsafe, safe_url
from reader.errors import SourceError
from reader.importers.front_matter import read_front_matter
from reader.importers.gathering import thread
from reader.importers.interview_header import InterviewHeader
from reader.importers.lines import Piece, account, header_texts, is_blank, split_lines, trim
from reader.importers.markdown_formulas import keep_formulas
from reader.importers.markdown_lines import hide, mask_code
from reader.importers.markdown_notes import join_notes
from reader.importers.naming import UNTITLED, document_id, first_words
from reader.importers.source import Source
from reader.model.documents import Document, Entry, EntryKind, Report
from reader.model.markdown import parse_markdown

NAME = "markdown-article"
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})[ \t]+\S.*")
_UNDERLINE = re.compile(r" {0,3}(?:={3,}|-{3,})[ \t]*")
_LINK = re.compile(r"\[[^\[\]\n]{1,300}\]\((?:https?://|/|#|\.)[^\s()]{1,2000}\)")
# How many lines of a text are looked at for a sign of Markdown.
_LOOKED_AT = 2_000


@dataclass(frozen=True, slots=True)
class _Article:
    """The lines of an article.

    Attributes:
        lines: As they came, cleaned.
        shown: Without what is not shown.
        code: Whether each is code.
        front: What stands above it.
        start: Where the text begins, as an index of lines.
        title: The title that the text begins with; None where it has none.
    """

    lines: Sequence[str]
    shown: Sequence[str]
    code: Sequence[bool]
    front: InterviewHeader
    start: int
    title: str | None

    def pieces(self) -> list[Piece]:
        """Where each line goes."""
        front = self.front.stop
        pieces = [*self.front.fields, Piece(front, self.start, "title", True)]
        is_hidden = [not is_blank(line) and is_blank(left) for line, left in self._texts()]
        at = self.start
        for hidden, run in groupby(is_hidden):
            stop = at + len(list(run))
            pieces.append(Piece(at, stop, "hidden" if hidden else "post", hidden))
            at = stop
        return pieces

    def _texts(self) -> Iterator[tuple[str, str]]:
        """The lines of the text, as they came and as they are shown."""
        return islice(zip(self.lines, self.shown, strict=True), self.start, None)


def find_sign(text: str) -> str | None:
    """Why a cleaned text looks like an article in Markdown; None when it does not."""
    lines = text.split("\n", _LOOKED_AT)[:_LOOKED_AT]
    if read_front_matter(lines).stop:
        return "it begins with front matter between two lines '---'"
    code = mask_code(lines)
    if any(_HEADING.fullmatch(line) for line, is_code in zip(lines, code, strict=True) if not is_code):
        return "it has a heading '# …'"
    if any(_is_underlined(lines, at) for at in range(1, len(lines))):
        return "it has an underlined heading"
    if any(code):
        return "it has a block of code between two lines '```'"
    return "it has a link '[words](address)'" if any(map(_LINK.search, lines)) else None


def _is_underlined(lines: Sequence[str], at: int) -> bool:
    """Whether a line underlines the one before, which must be a paragraph of its own."""
    if not _UNDERLINE.fullmatch(lines[at]):
        return False
    return any(map(str.isalnum, lines[at - 1])) and (at == 1 or is_blank(lines[at - 2]))


def read_markdown_article(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read an article in Markdown.

    Args:
        source: Its text.
        known: Not used.

    Returns:
        A thread of a post without comments.

    Raises:
        SourceError: Nothing but what stands above a text is in it.
    """
    article = _take_apart(source.text)
    first, stop = trim(article.shown, article.start, len(article.shown))
    if first == stop:
        raise SourceError(source.name, "there is no text in it", "give it the article itself")
    lines, code, formulas = keep_formulas(article.shown[first:stop], article.code[first:stop])
    markdown, notes = join_notes(lines, code)
    counts = {"footnotes": notes, "formulas as LaTeX": formulas}
    found = {name: count for name, count in counts.items() if count}
    front, pieces = article.front, article.pieces()
    post = Entry(
        "post", EntryKind.POST, None, next(iter(front.authors), None), front.posted_at,
        markdown=markdown, passages=parse_markdown(markdown),
    )  # fmt: skip
    report = Report(
        format=NAME, found=found, cleaned=count_unsafe([source.text]),
        left_out=header_texts(article.lines, pieces), warnings=front.warnings,
        lines=account(article.lines, pieces),
    )  # fmt: skip
    document = _describe(front, front.title or article.title, post, safe_url(source.url))
    return replace(document, entries=(post,), report=report)


def _take_apart(text: str) -> _Article:
    lines = split_lines(text)
    front, code = read_front_matter(lines), mask_code(lines)
    shown = hide(lines, code)
    start, title = (front.stop, None) if front.title else _find_title(shown, code, front.stop)
    return _Article(lines, shown, code, front, start, title)


def _find_title(lines: Sequence[str], code: Sequence[bool], start: int) -> tuple[int, str | None]:
    """Where the text begins, and the heading of the first level above it."""
    first, stop = trim(lines, start, len(lines))
    if first == stop or code[first]:
        return start, None
    heading = _HEADING.fullmatch(lines[first])
    if heading and len(heading["marks"]) == 1:
        title, after = _plain(lines[first]), first + 1
    elif first + 1 < stop and _is_underlined(lines[first:], 1) and "=" in lines[first + 1]:
        title, after = _plain(f"# {lines[first].strip()}"), first + 2
    else:
        return start, None
    return (after, title) if title and after < stop else (start, None)


def _plain(heading: str) -> str | None:
    passages = parse_markdown(heading)
    return " ".join(passages[0].text.split()) if passages and passages[0].level else None


def _describe(front: InterviewHeader, stated: str | None, post: Entry, url: str | None) -> Document:
    said = post.heading or next((passage.text for passage in post.passages if passage.text), "")
    title = stated or first_words(said) or UNTITLED
    document = thread(
        document_id(title, post.markdown, "article"), title, front.url or url, authors=front.authors,
        posted_at=post.posted_at, tags=front.tags,
    )  # fmt: skip
    return document if stated else replace(document, inferred=frozenset({"title"}))
