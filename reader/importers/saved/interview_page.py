"""The page of an interview: a podcast's episode with its transcript, speakers' names set in bold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape

from reader.importers.gathering import Gathering
from reader.importers.interview_header import InterviewHeader
from reader.importers.interview_markdown import read_marked, read_told
from reader.importers.labels import find_speakers
from reader.importers.saved.article import AROUND, drop_title, find_root, list_around, read_head
from reader.importers.saved.page import html_of, open_page
from reader.importers.source import Source
from reader.model.documents import Document

NAME = "interview-page"
TITLE = "an interview as a web page"
SIGN = "speaker's name in bold that recurs before a colon"

_LABEL = re.compile(
    r"<(?:p|div|li|dd)\b[^<>]{0,500}>\s*(?:<span\b[^<>]{0,500}>\s*)?<(?:strong|b)\b[^<>]{0,500}>"
    r"(?P<name>[^<>]{1,80})(?P<rest>(?:</(?:strong|b|span)>|[\s:]|&nbsp;){1,12})(?P<said>[^<>]{0,200})",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]*>")


def find_sign(text: str) -> str | None:
    """Why a page looks like an interview; None when no name in bold recurs as a speaker's."""
    speakers = find_speakers(list(_labelled(text)), read_marked)
    names = ", ".join(sorted(speakers.recurring)[:3])
    return f"speakers' names in bold recur: {names}" if speakers.is_interview else None


def _labelled(text: str) -> Iterator[str]:
    """The beginnings of paragraphs that begin in bold, as Markdown."""
    for found in _LABEL.finditer(text):
        rest = unescape(_TAG.sub("", found["rest"])).strip()
        yield f"**{unescape(found['name']).strip()}{rest}** {unescape(found['said'])}".replace("\n", " ")


def read_interview_page(source: Source, known: Sequence[Document] = ()) -> Document:
    """Read an interview from its page.

    Args:
        source: The page.
        known: Documents whose entries carry fingerprints.

    Returns:
        An interview in the full edition; see :func:`.interview_markdown.read_interview_markdown`.

    Raises:
        SourceError: No speaker's label recurs in its main text.
    """
    page = open_page(source)
    gathering = Gathering(NAME, source.name)
    head, root = read_head(page, gathering), find_root(page)
    title = head.line("title")
    drop_title(root, title)
    markdown = gathering.walk(html_of(root), page.url, AROUND)
    header = InterviewHeader(
        title=title or None, authors=tuple(filter(None, head.names("authors"))),
        posted_at=head.moment("time"), url=page.url, warnings=tuple(gathering.notes.sentences()),
    )  # fmt: skip
    document = read_told(Source(source.name, markdown, page.url), header, known)
    around = list_around(page, root)
    left_out = {**document.report.left_out, **({"around the text": around} if around else {})}
    # The lines are of the Markdown, which nobody has seen.
    report = replace(
        document.report, format=NAME, lines=(), cleaned=gathering.notes.cleaned, left_out=left_out,
        found={**document.report.found, **gathering.counts},
    )  # fmt: skip
    return replace(document, report=report)
